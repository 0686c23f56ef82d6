//! The ground on the GPU: every geometry is tessellated once, coloured per theme and step of zoom, and uploaded by
//! walkers when it changes.

use std::{collections::HashMap, sync::LazyLock};

use egui::{Color32, Pos2, Rect, emath::TSTransform, pos2, vec2};
use geo_types::{Geometry, LineString, Polygon};
use lyon_tessellation::geom::{Point, point};
use walkers::{Canvas, Drawable, Drawables, Layer, Line, Mesh, Projector, Vertex};

use crate::{
    atlas::Position,
    scene::{
        GroundLayer, MapContent, Paint, Shapes, ground,
        tint::{lines, polygons},
        view::plane_from_geo,
    },
    theme::ThemeName,
};

/// Drawables are in points at this zoom, counted from [`ORIGIN`], so that `f32` stays exact to a hundredth of a
/// point at the largest zoom.
const OWN_ZOOM: f64 = 10.0;
/// The middle of the delta.
const ORIGIN: Position = Position {
    longitude: 120.5,
    latitude: 31.2,
};

/// What the layers were made for.
#[derive(Clone, Debug, PartialEq)]
pub struct Key {
    pub content: MapContent,
    pub theme: ThemeName,
    pub zoom: f64,
    /// Addresses of what is drawn with them.
    pub shading: Option<usize>,
    pub own: Option<usize>,
    pub selection: Option<usize>,
}

/// Keeps triangles and uploaded layers between frames.
#[derive(Default)]
pub struct GroundPainter {
    key: Option<Key>,
    layers: Vec<(GroundLayer, Drawables)>,
    /// How many of the layers lie below tiles.
    below_tiles: usize,
    /// Triangles of filled features, by address of their shapes and index; colours are put on later.
    triangles: HashMap<(usize, usize), Mesh>,
}

impl GroundPainter {
    /// Makes the layers if they were made for something else. Layers that stay as they were stay uploaded.
    pub fn prepare(&mut self, key: Key, layers: impl FnOnce() -> Vec<GroundLayer>) {
        if self.key.as_ref() == Some(&key) {
            return;
        }
        let shaded = key.shading.is_some();
        self.key = Some(key);
        let mut previous = std::mem::take(&mut self.layers);
        let layers = layers();
        self.below_tiles = ground::below_tiles(&layers, shaded);
        for layer in layers {
            let kept = previous.iter().position(|(known, _)| *known == layer);
            let drawables = match kept {
                Some(index) => previous.swap_remove(index).1,
                None => Drawables::new(self.drawables(&layer)),
            };
            self.layers.push((layer, drawables));
        }
        self.forget_unused();
    }

    /// Triangles of shapes that no layer holds any more: their address may be given to others.
    fn forget_unused(&mut self) {
        let layers = &self.layers;
        self.triangles.retain(|(address, _), _| {
            layers.iter().any(|(layer, _)| match &layer.shapes {
                Shapes::Base(_) => true,
                Shapes::Own(_) => layer.shapes.address() == *address,
            })
        });
    }

    fn drawables(&mut self, layer: &GroundLayer) -> Vec<Drawable> {
        let mut drawables = Vec::new();
        for &(index, colour) in &layer.features {
            let Some(geometry) = layer.shapes.geometry(index) else {
                continue;
            };
            match &layer.paint {
                Paint::Fill => {
                    let mesh = self
                        .triangles
                        .entry((layer.shapes.address(), index))
                        .or_insert_with(|| tessellate(geometry));
                    drawables.push(Drawable::Fill(coloured(mesh, colour)));
                }
                Paint::Line { width, dash } => {
                    let line = |points| Line {
                        points,
                        width: *width,
                        color: colour,
                        dasharray: dash.clone(),
                    };
                    drawables.push(Drawable::Lines(outlines(geometry).map(line).collect()));
                }
            }
        }
        drawables
    }

    /// To be drawn by walkers inside `rect`.
    pub fn layer(&self, rect: Rect, part: Part) -> impl Layer + '_ {
        let (below, above) = self.layers.split_at(self.below_tiles);
        let layers = match part {
            Part::BelowTiles => below,
            Part::AboveTiles => above,
        };
        GroundDrawing { layers, rect }
    }
}

/// Tiles lie between the land with its waters and roads, and everything from the borders up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    BelowTiles,
    AboveTiles,
}

struct GroundDrawing<'a> {
    layers: &'a [(GroundLayer, Drawables)],
    rect: Rect,
}

impl Layer for GroundDrawing<'_> {
    fn draw(&mut self, canvas: &mut Canvas, projector: &Projector) {
        let transform = screen_from_own(projector);
        for (_, drawables) in self.layers {
            let placed = drawables
                .clone()
                .with_transform(transform)
                .with_clip_rect(self.rect);
            canvas.add_drawables(placed);
        }
    }
}

/// Where drawables come on the screen.
pub fn screen_from_own(projector: &Projector) -> TSTransform {
    let scaling = (projector.zoom() - OWN_ZOOM).exp2() as f32;
    let origin = projector.project(ORIGIN.into());
    TSTransform::new(vec2(origin.x, origin.y), scaling)
}

/// Points at [`OWN_ZOOM`] from [`ORIGIN`], of WGS84 degrees.
fn own_from_geo(coord: geo_types::Coord) -> Pos2 {
    own_from_plane(plane_from_geo(Position {
        longitude: coord.x,
        latitude: coord.y,
    }))
}

/// The same of the Mercator plane, 0 to 1.
pub fn own_from_plane([x, y]: [f64; 2]) -> Pos2 {
    static ORIGIN_AND_SCALE: LazyLock<([f64; 2], f64)> =
        LazyLock::new(|| (plane_from_geo(ORIGIN), 256.0 * OWN_ZOOM.exp2()));
    let ([origin_x, origin_y], scale) = *ORIGIN_AND_SCALE;
    pos2(
        ((x - origin_x) * scale) as f32,
        ((y - origin_y) * scale) as f32,
    )
}

fn tessellate(geometry: &Geometry) -> Mesh {
    let mut mesh = Mesh::default();
    for polygon in polygons(geometry) {
        match walkers::tessellate_polygon(
            &ring(polygon.exterior()),
            &holes(polygon),
            Color32::WHITE,
        ) {
            Ok(part) => mesh.append(&part),
            Err(error) => log::warn!("a polygon cannot be filled: {error}"),
        }
    }
    mesh
}

fn holes(polygon: &Polygon) -> Vec<Vec<Point<f32>>> {
    polygon.interiors().iter().map(ring).collect()
}

fn ring(line: &LineString) -> Vec<Point<f32>> {
    let points = line.coords().map(|&coord| own_from_geo(coord));
    points.map(|Pos2 { x, y }| point(x, y)).collect()
}

fn coloured(mesh: &Mesh, color: Color32) -> Mesh {
    let vertices = mesh
        .vertices
        .iter()
        .map(|vertex| Vertex { color, ..*vertex })
        .collect();
    Mesh {
        vertices,
        indices: mesh.indices.clone(),
    }
}

/// The lines of a geometry: rings of polygons, lines as they are.
fn outlines(geometry: &Geometry) -> impl Iterator<Item = Vec<Pos2>> {
    lines(geometry)
        .into_iter()
        .map(|line| line.coords().map(|&coord| own_from_geo(coord)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{basemap, scene::view::geo_from_plane};

    /// The inverse of [`own_from_geo`].
    fn geo_from_own(point: Pos2) -> Position {
        let [origin_x, origin_y] = plane_from_geo(ORIGIN);
        let scale = 256.0 * OWN_ZOOM.exp2();
        geo_from_plane([
            origin_x + f64::from(point.x) / scale,
            origin_y + f64::from(point.y) / scale,
        ])
    }

    #[test]
    fn every_area_of_the_base_map_becomes_triangles() {
        for layer in [
            basemap::land_detail(),
            basemap::cities(),
            basemap::districts(),
            basemap::water_detail(),
        ] {
            for feature in &layer.features {
                assert!(
                    !tessellate(&feature.geometry).is_empty(),
                    "{} {:?}",
                    layer.name,
                    feature.names
                );
            }
        }
    }

    #[test]
    fn own_coordinates_are_exact_to_a_metre() {
        for (x, y) in [(121.58336, 31.20404), (114.9, 27.2), (122.8, 35.1)] {
            let back = geo_from_own(own_from_geo(geo_types::Coord { x, y }));
            assert!((back.longitude - x).abs() < 1e-5 && (back.latitude - y).abs() < 1e-5);
        }
    }
}
