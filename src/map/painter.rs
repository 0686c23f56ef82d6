//! The ground on the screen: every geometry is made into triangles once; a frame puts those that are seen where the
//! view wants them. While the view stays, what was made stays.

use std::sync::Arc;

use egui::{Color32, Context, Mesh, Rect, Shape, TextureHandle, TextureId};

use super::{
    brush::{Brush, Pen},
    figure::{Figures, Placement},
    profile,
};
use crate::{
    scene::{GroundLayer, MapContent, Paint, Shapes, View, ground},
    theme::ThemeName,
};

/// What the layers were made for.
#[derive(Clone, Debug, PartialEq)]
pub struct Key {
    pub content: MapContent,
    pub theme: ThemeName,
    pub zoom: f64,
    /// Addresses of what is drawn with them.
    pub atlas: usize,
    pub shading: Option<usize>,
    pub own: Option<usize>,
    pub selection: Option<usize>,
}

/// What triangles on the screen were made for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Frame {
    pub view: View,
    /// Where the map is.
    pub rect: Rect,
    pub pixels_per_point: f32,
}

impl Frame {
    pub fn placement(&self) -> Placement {
        Placement::new(&self.view, self.rect)
    }

    pub fn brush(&self, texture: TextureId) -> Brush {
        Brush::new(texture, self.placement(), self.rect, self.pixels_per_point)
    }
}

/// The picture that lines are painted with, loaded when it is first needed.
#[derive(Default)]
pub struct Ink(Option<TextureHandle>);

impl Ink {
    pub fn texture(&mut self, context: &Context) -> TextureId {
        self.0.get_or_insert_with(|| profile::load(context)).id()
    }
}

/// Triangles on the screen.
struct Drawn {
    frame: Frame,
    /// How many of the layers lie below tiles.
    below_tiles: usize,
    /// Below and above tiles.
    meshes: [Arc<Mesh>; 2],
}

/// Keeps figures, and what was last drawn.
#[derive(Default)]
pub struct GroundPainter {
    key: Option<Key>,
    layers: Vec<(GroundLayer, Figures)>,
    /// How many of the layers lie below tiles.
    below_tiles: usize,
    drawn: Option<Drawn>,
    /// Whether what was last drawn is of other layers.
    stale: bool,
}

impl GroundPainter {
    /// Makes the layers if they were made for something else. Figures of the same shapes stay.
    pub fn prepare(&mut self, key: Key, layers: impl FnOnce() -> Vec<GroundLayer>) {
        if self.key.as_ref() == Some(&key) {
            return;
        }
        let shaded = key.shading.is_some();
        self.key = Some(key);
        self.stale = true;
        let previous = std::mem::take(&mut self.layers);
        let layers = layers();
        self.below_tiles = ground::below_tiles(&layers, shaded);
        for layer in layers {
            let figures = self.figures(&previous, &layer.shapes);
            self.layers.push((layer, figures));
        }
    }

    fn figures(&self, previous: &[(GroundLayer, Figures)], shapes: &Shapes) -> Figures {
        let known = self.layers.iter().chain(previous);
        let mut known = known.map(|(_, figures)| figures);
        match known.find(|figures| figures.are_of(shapes)) {
            Some(figures) => figures.clone(),
            None => Figures::of(shapes),
        }
    }

    /// What lies below tiles, and what lies above them; without tiles all lies above.
    pub fn shapes(&mut self, frame: Frame, texture: TextureId, has_tiles: bool) -> [Shape; 2] {
        let below_tiles = if has_tiles { self.below_tiles } else { 0 };
        let meshes = self.draw(frame, texture, below_tiles);
        meshes.clone().map(Shape::Mesh)
    }

    fn draw(&mut self, frame: Frame, texture: TextureId, below_tiles: usize) -> &[Arc<Mesh>; 2] {
        let stale = std::mem::take(&mut self.stale);
        let serves =
            |drawn: &Drawn| !stale && drawn.frame == frame && drawn.below_tiles == below_tiles;
        let drawn = match self.drawn.take() {
            Some(drawn) if serves(&drawn) => drawn,
            spare => {
                let (below, above) = self.layers.split_at(below_tiles);
                let spare = spare.into_iter().flat_map(|drawn| drawn.meshes);
                let mut spare = spare.map(Arc::try_unwrap);
                let meshes = [below, above].map(|layers| {
                    let mut brush = frame.brush(texture);
                    if let Some(Ok(spare)) = spare.next() {
                        brush = brush.reusing(spare);
                    }
                    draw_all(&mut brush, layers);
                    Arc::new(brush.finish())
                });
                Drawn {
                    frame,
                    below_tiles,
                    meshes,
                }
            }
        };
        &self.drawn.insert(drawn).meshes
    }
}

/// Makes the figures and pieces that a view needs of the base map.
pub fn make_ready(layers: &[GroundLayer], view: View, pixels_per_point: f32) {
    let frame = Frame {
        view,
        rect: view.rect(),
        pixels_per_point,
    };
    for layer in layers {
        // One at a time, so that the window can already draw the first ones.
        let mut brush = frame.brush(TextureId::default());
        draw(&mut brush, layer, &Figures::of(&layer.shapes));
    }
}

fn draw_all(brush: &mut Brush, layers: &[(GroundLayer, Figures)]) {
    let mut rest = layers;
    while let Some((layer, figures)) = rest.first() {
        let bands = rest.iter().take_while(|(other, _)| is_band(layer, other));
        let count = bands.count().max(1);
        if count > 1 {
            draw_bands(brush, layer, figures, count);
        } else {
            draw(brush, layer, figures);
        }
        rest = &rest[count..];
    }
}

/// Whether a layer is a see-through line of the same colour along the same course, no wider than another.
fn is_band(widest: &GroundLayer, layer: &GroundLayer) -> bool {
    let (Paint::Line { width: most, .. }, Paint::Line { width, dash }) =
        (&widest.paint, &layer.paint)
    else {
        return false;
    };
    let see_through = |(_, colour): &(usize, Color32)| !colour.is_opaque();
    width <= most
        && dash.is_empty()
        && layer.shapes == widest.shapes
        && layer.features == widest.features
        && layer.features.iter().all(see_through)
}

/// Bands that lie over one another, the widest first, as one whose ink fades from its middle to its edges.
fn draw_bands(brush: &mut Brush, widest: &GroundLayer, figures: &Figures, count: usize) {
    let Paint::Line { width, .. } = widest.paint else {
        return;
    };
    let seen = brush.seen(width);
    for &(index, colour) in &widest.features {
        let pen = Pen {
            width,
            colour: (1..count).fold(colour, |under, _| under.blend(colour)),
            dash: &[],
            fades: true,
        };
        for track in figures.tracks(index, seen) {
            brush.line(track, pen);
        }
    }
}

fn draw(brush: &mut Brush, layer: &GroundLayer, figures: &Figures) {
    match &layer.paint {
        Paint::Fill => {
            let count = layer.features.iter().map(|(index, _)| index + 1).max();
            let mut colours = vec![None; count.unwrap_or(0)];
            for &(index, colour) in &layer.features {
                colours[index] = Some(colour);
            }
            for piece in figures.pieces(brush.seen(0.0), brush.level()) {
                for (index, triangles) in &*piece {
                    if let Some(colour) = colours.get(*index).copied().flatten() {
                        brush.fill(triangles, colour);
                    }
                }
            }
        }
        Paint::Line { width, dash } => {
            let seen = brush.seen(*width);
            for &(index, colour) in &layer.features {
                let pen = Pen {
                    width: *width,
                    colour,
                    dash,
                    fades: false,
                };
                for track in figures.tracks(index, seen) {
                    brush.line(track, pen);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        scene::{MapContent, ground},
        theme::Theme,
    };

    #[test]
    fn the_shallows_along_a_coast_are_drawn_as_one_band_and_nothing_else_is() {
        for name in ThemeName::ALL {
            for zoom in [6.0, 9.0, 12.0] {
                let colours = Theme::new(name).map;
                let layers = ground::ground(&MapContent::default(), None, &colours, zoom);
                let bands = |first: &usize| {
                    let rest = &layers[*first..];
                    let bands = rest.iter().take_while(|layer| is_band(&rest[0], layer));
                    bands.count() > 1
                };
                let merged: Vec<usize> = (0..layers.len()).filter(bands).collect();
                assert_eq!(merged, [0, 1], "{name:?} {zoom}: {}", layers.len());
            }
        }
    }
}
