//! A data file on the map: dots, lines and areas. Lines and areas are made ready on another thread for more than the
//! screen, so that a pan only moves them.

use std::{
    sync::{Arc, mpsc},
    thread,
};

use egui::{Mesh, Pos2, Rect, Shape, Stroke, TextureId, Ui};
use lyon_tessellation::geom::{Point, point};

use super::{
    brush::Pen,
    figure::{Track, Triangles, own_from_plane},
    painter::Frame,
};
use crate::{
    atlas::Position,
    scene::{
        DataLayer, View,
        data_layer::{Dot, Outline, ShapeStyle, whole_zoom},
        view::plane_from_geo,
    },
    theme::{MapColours, ThemeName},
};

/// Triangles are made for this share of the screen beyond each of its sides.
const MARGIN: f32 = 0.5;
/// Radius of the ring round a small feature that was picked, in points.
const RING: f32 = 10.0;

/// What triangles were made for.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Key {
    layer: usize,
    theme: ThemeName,
    zoom: u32,
}

/// Triangles of a part of the plane.
struct Prepared {
    key: Key,
    low: [f64; 2],
    high: [f64; 2],
    style: ShapeStyle,
    areas: Triangles,
    lines: Vec<Track>,
}

/// Keeps triangles between frames.
#[derive(Default)]
pub struct DataPainter {
    prepared: Option<Prepared>,
    drawn: Option<(Frame, Arc<Mesh>)>,
    coming: Option<mpsc::Receiver<Prepared>>,
}

impl DataPainter {
    /// Sees to it that there are triangles for this view; until they are made, the last ones are drawn.
    pub fn prepare(
        &mut self,
        context: &egui::Context,
        layer: Option<&Arc<DataLayer>>,
        (colours, theme): (&MapColours, ThemeName),
        view: &View,
    ) {
        let Some(layer) = layer.filter(|layer| layer.has_shapes()) else {
            self.prepared = None;
            self.drawn = None;
            return;
        };
        match self.coming.as_ref().map(mpsc::Receiver::try_recv) {
            Some(Ok(prepared)) => {
                self.prepared = Some(prepared);
                self.drawn = None;
                self.coming = None;
            }
            Some(Err(mpsc::TryRecvError::Disconnected)) => self.coming = None,
            Some(Err(mpsc::TryRecvError::Empty)) | None => {}
        }
        let key = Key {
            layer: Arc::as_ptr(layer).addr(),
            theme,
            zoom: whole_zoom(view.zoom),
        };
        let made_for_other = |prepared: &Prepared| prepared.key.layer != key.layer;
        if self.prepared.as_ref().is_some_and(made_for_other) {
            self.prepared = None;
            self.drawn = None;
        }
        let (low, high) = box_of(view, 0.0);
        let serves = |prepared: &Prepared| {
            let covers = (0..2)
                .all(|axis| prepared.low[axis] <= low[axis] && prepared.high[axis] >= high[axis]);
            prepared.key == key && covers
        };
        if self.coming.is_none() && !self.prepared.as_ref().is_some_and(serves) {
            self.coming = Some(start(context, layer, colours, key, view));
        }
    }

    /// Whether triangles are being made.
    pub fn is_busy(&self) -> bool {
        self.coming.is_some()
    }

    /// Lines and areas on the screen.
    pub fn shape(&mut self, frame: Frame, texture: TextureId) -> Shape {
        let Some(prepared) = &self.prepared else {
            return Shape::Noop;
        };
        let known = self.drawn.take().filter(|(known, _)| *known == frame);
        let (_, mesh) = self
            .drawn
            .insert(known.unwrap_or_else(|| (frame, Arc::new(draw(prepared, frame, texture)))));
        Shape::Mesh(Arc::clone(mesh))
    }
}

fn draw(prepared: &Prepared, frame: Frame, texture: TextureId) -> Mesh {
    let style = prepared.style;
    let mut brush = frame.brush(texture);
    brush.fill(&prepared.areas, style.fill);
    let pen = Pen {
        width: style.width,
        colour: style.line,
        dash: &[],
        fades: false,
    };
    let seen = brush.seen(pen.width);
    let tracks = prepared.lines.iter();
    for track in tracks.filter(|track| seen.intersects(track.bounds)) {
        brush.line(track, pen);
    }
    brush.finish()
}

/// Corners of the plane, north-west and south-east, with a margin as a share of the screen.
fn box_of(view: &View, margin: f32) -> ([f64; 2], [f64; 2]) {
    let rect = view.rect().expand2(view.size * margin);
    let corner = |point: Pos2| plane_from_geo(view.geo_from_screen(point));
    (corner(rect.min), corner(rect.max))
}

fn start(
    context: &egui::Context,
    layer: &Arc<DataLayer>,
    colours: &MapColours,
    key: Key,
    view: &View,
) -> mpsc::Receiver<Prepared> {
    let (sender, coming) = mpsc::channel();
    let (low, high) = box_of(view, MARGIN);
    let (context, layer) = (context.clone(), Arc::clone(layer));
    let colours = colours.clone();
    thread::spawn(move || {
        // Up to half a level closer than the whole zoom.
        let outlines = layer.outlines(low, high, f64::from(key.zoom) + 0.5);
        let style = ShapeStyle::new(&colours, outlines.len());
        let prepared = Prepared {
            key,
            low,
            high,
            style,
            areas: areas(&outlines),
            lines: lines(&outlines, style),
        };
        // Nobody waits any more if the layer was closed.
        let _ = sender.send(prepared);
        context.request_repaint();
    });
    coming
}

fn areas(outlines: &[Outline]) -> Triangles {
    let mut triangles = Triangles::default();
    for outline in outlines.iter().filter(|outline| outline.area) {
        let mut rings = outline.lines.iter().map(|line| ring(line));
        let Some(first) = rings.next() else { continue };
        // The tessellator counts crossings, so that an island behind a hole is filled again.
        triangles.add_area(&first, &rings.collect::<Vec<_>>());
    }
    triangles
}

fn lines(outlines: &[Outline], style: ShapeStyle) -> Vec<Track> {
    let has_line = |outline: &&Outline| style.outlined || !outline.area;
    let lines = outlines.iter().filter(has_line);
    lines
        .flat_map(|outline| &outline.lines)
        .map(|line| {
            let points: Vec<Pos2> = line.iter().map(|point| own_from_plane(*point)).collect();
            Track::exact(&points)
        })
        .collect()
}

fn ring(line: &[[f64; 2]]) -> Vec<Point<f32>> {
    let points = line.iter().map(|point| own_from_plane(*point));
    points.map(|Pos2 { x, y }| point(x, y)).collect()
}

/// Dots in points from `origin`.
pub fn paint_dots(ui: &Ui, origin: Pos2, dots: &[Dot], colours: &MapColours) {
    // As large beside letters for the last row as beside small ones.
    let grown = colours.lettering.max(1.0);
    let shapes = dots.iter().map(|dot| {
        let centre = origin + dot.centre.to_vec2();
        Shape::circle_filled(centre, dot.radius * grown, dot.colour(colours))
    });
    let rings = dots.iter().filter_map(|dot| {
        let centre = origin + dot.centre.to_vec2();
        let radius = (dot.radius + dot.ring()?) * grown;
        Some(Shape::circle_filled(centre, radius, colours.symbol_paper))
    });
    ui.painter().extend(rings.chain(shapes));
}

/// The feature whose properties are shown, in the accent.
pub fn paint_picked(
    ui: &Ui,
    origin: Pos2,
    layer: &DataLayer,
    feature: usize,
    view: &View,
    colours: &MapColours,
) {
    let painter = ui.painter();
    let on_screen = |point: Pos2| origin + point.to_vec2();
    for outline in layer.outlines_of(feature, view.zoom) {
        for line in &outline.lines {
            let points: Vec<Pos2> = line
                .iter()
                .map(|point| on_screen(view.screen_from_plane(*point)))
                .collect();
            let width = 2.5 * colours.weight;
            painter.line(points.clone(), Stroke::new(width + 2.5, colours.halo));
            painter.line(points, Stroke::new(width, colours.accent));
        }
    }
    if let Some(extent) = layer.feature_extent(feature) {
        let corner = |longitude, latitude| {
            view.screen_from_geo(Position {
                longitude,
                latitude,
            })
        };
        let north_west = corner(extent.west, extent.north);
        let covered = Rect::from_two_pos(north_west, corner(extent.east, extent.south));
        // Too small to be seen by its outline.
        if covered.size().max_elem() < 2.0 * RING {
            let at = on_screen(covered.center());
            painter.circle_stroke(at, RING, Stroke::new(2.0, colours.accent));
        }
    }
    let near = view.rect().expand(40.0);
    for position in layer.points_of(feature) {
        let at = view.screen_from_geo(position);
        if near.contains(at) {
            let at = on_screen(at);
            let halo = Stroke::new(2.0, colours.symbol_paper);
            painter.circle(at, RING * 0.6, colours.accent, halo);
        }
    }
}
