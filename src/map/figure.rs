//! Geometry made ready to be drawn at any zoom: the triangles of areas, and lines that know up to which coarseness
//! each vertex is needed.

use std::{
    collections::HashMap,
    sync::{Arc, LazyLock, Mutex, OnceLock, PoisonError},
};

use egui::{Color32, Pos2, Rect, pos2};
use geo_types::{Coord, Geometry, LineString, Polygon};
use lyon_tessellation::geom::{Point, point};

use crate::{
    atlas::Position,
    geo::significance,
    scene::{
        Shapes, View,
        tint::{lines, polygons},
        view::plane_from_geo,
    },
};

/// Figures are in points at this zoom, counted from [`ORIGIN`], so that `f32` stays exact to a hundredth of a point
/// at the largest zoom.
const OWN_ZOOM: f64 = 10.0;
/// The middle of the delta.
const ORIGIN: Position = Position {
    longitude: 120.5,
    latitude: 31.2,
};
/// Vertices of a line that are looked at together.
const STRETCH: usize = 64;

/// Where a figure comes on the screen.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Placement {
    /// Points of the screen for one of the figure.
    pub scale: f32,
    /// A point of the figure,
    pub from: Pos2,
    /// and where it is on the screen.
    pub to: Pos2,
}

impl Placement {
    /// Of own coordinates, for a map that fills `rect`.
    pub fn new(view: &View, rect: Rect) -> Self {
        Self {
            scale: (view.zoom - OWN_ZOOM).exp2() as f32,
            from: own_from_plane(plane_from_geo(view.centre)),
            to: rect.center(),
        }
    }

    pub fn screen_from_figure(&self, at: Pos2) -> Pos2 {
        self.to + (at - self.from) * self.scale
    }

    pub fn figure_from_screen(&self, rect: Rect) -> Rect {
        let back = |at: Pos2| self.from + (at - self.to) / self.scale;
        Rect::from_min_max(back(rect.min), back(rect.max))
    }
}

/// Triangles of one colour.
#[derive(Debug, Default)]
pub struct Triangles {
    pub corners: Vec<Pos2>,
    pub indices: Vec<u32>,
}

impl Triangles {
    /// Adds an area; where rings overlap, what is covered twice is a hole.
    pub fn add_area(&mut self, exterior: &[Point<f32>], holes: &[Vec<Point<f32>>]) {
        match walkers::tessellate_polygon(exterior, holes, Color32::WHITE) {
            Ok(part) => {
                let first = self.corners.len() as u32;
                self.corners
                    .extend(part.vertices.iter().map(|vertex| vertex.position));
                self.indices
                    .extend(part.indices.iter().map(|index| first + index));
            }
            Err(error) => log::warn!("an area cannot be filled: {error}"),
        }
    }
}

/// A vertex of a line.
#[derive(Clone, Copy, Debug)]
pub struct Vertex {
    pub at: Pos2,
    /// The largest tolerance at which the line still needs it, in the figure's points.
    pub needed: f32,
    /// From the start of the line to here, in the figure's points.
    pub along: f32,
}

/// A line, with what surrounds its stretches.
#[derive(Debug, Default)]
pub struct Track {
    vertices: Vec<Vertex>,
    stretches: Vec<Rect>,
    /// Whether it ends where it begins.
    pub closed: bool,
    /// Its longer side.
    pub extent: f32,
}

impl Track {
    /// Of a line that is simplified by the zoom.
    fn simplified(points: &[Pos2]) -> Self {
        let exact: Vec<[f64; 2]> = points
            .iter()
            .map(|at| [f64::from(at.x), f64::from(at.y)])
            .collect();
        let needed = significance(&exact);
        Self::with_needed(points, |index| needed[index] as f32)
    }

    /// Of a line whose vertices are all needed.
    pub fn exact(points: &[Pos2]) -> Self {
        Self::with_needed(points, |_| f32::INFINITY)
    }

    fn with_needed(points: &[Pos2], needed: impl Fn(usize) -> f32) -> Self {
        let mut along = 0.0;
        let mut before = points.first().copied().unwrap_or_default();
        let vertices = points.iter().enumerate().map(|(index, &at)| {
            along += before.distance(at);
            before = at;
            // Stretches meet in a vertex that is always there.
            let needed = if index % STRETCH == 0 {
                f32::INFINITY
            } else {
                needed(index)
            };
            Vertex { at, needed, along }
        });
        let vertices: Vec<Vertex> = vertices.collect();
        let stretches = (0..vertices.len().saturating_sub(1)).step_by(STRETCH);
        let stretches = stretches.map(|start| {
            let end = vertices.len().min(start + STRETCH + 1);
            bounds(vertices[start..end].iter().map(|vertex| vertex.at))
        });
        let stretches: Vec<Rect> = stretches.collect();
        let all = stretches.iter().copied().fold(Rect::NOTHING, Rect::union);
        Self {
            extent: all.size().max_elem(),
            stretches,
            closed: points.len() > 3 && points.first() == points.last(),
            vertices,
        }
    }

    /// Its stretches: what each covers, and its vertices, the last of which begins the next one.
    pub fn stretches(&self) -> impl Iterator<Item = (Rect, &[Vertex])> {
        let covers = self.stretches.iter().enumerate();
        covers.map(|(number, covers)| {
            let start = number * STRETCH;
            let end = self.vertices.len().min(start + STRETCH + 1);
            (*covers, &self.vertices[start..end])
        })
    }
}

/// One geometry, made ready when it is first drawn.
#[derive(Debug)]
pub struct Figure {
    /// Of its extent.
    pub bounds: Rect,
    triangles: OnceLock<Triangles>,
    tracks: OnceLock<Vec<Track>>,
}

/// The figures of all geometries of a layer. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Figures {
    shapes: Shapes,
    figures: Arc<Vec<Figure>>,
}

impl Figures {
    /// Those of the base map are kept for the whole program, since every window draws them.
    pub fn of(shapes: &Shapes) -> Self {
        type Known = HashMap<usize, Figures>;
        static BASE: LazyLock<Mutex<Known>> = LazyLock::new(Mutex::default);
        match shapes {
            Shapes::Base(_) => {
                let mut known = BASE.lock().unwrap_or_else(PoisonError::into_inner);
                let made = known.entry(shapes.address());
                made.or_insert_with(|| Self::new(shapes)).clone()
            }
            Shapes::Own(_) => Self::new(shapes),
        }
    }

    fn new(shapes: &Shapes) -> Self {
        let figures = (0..).map_while(|index| shapes.geometry(index));
        let figures = figures.map(|geometry| Figure {
            bounds: bounds(all_lines(geometry).flatten()),
            triangles: OnceLock::new(),
            tracks: OnceLock::new(),
        });
        Self {
            shapes: shapes.clone(),
            figures: Arc::new(figures.collect()),
        }
    }

    pub fn are_of(&self, shapes: &Shapes) -> bool {
        self.shapes == *shapes
    }

    pub fn bounds(&self, index: usize) -> Rect {
        self.figures
            .get(index)
            .map_or(Rect::NOTHING, |figure| figure.bounds)
    }

    /// The triangles of a feature's areas.
    pub fn triangles(&self, index: usize) -> Option<&Triangles> {
        let geometry = self.shapes.geometry(index)?;
        let figure = self.figures.get(index)?;
        Some(figure.triangles.get_or_init(|| tessellate(geometry)))
    }

    /// The lines of a feature: rings of polygons, lines as they are.
    pub fn tracks(&self, index: usize) -> Option<&[Track]> {
        let geometry = self.shapes.geometry(index)?;
        let figure = self.figures.get(index)?;
        let tracks = figure.tracks.get_or_init(|| {
            all_lines(geometry)
                .map(|line| Track::simplified(&line.collect::<Vec<_>>()))
                .collect()
        });
        Some(tracks)
    }
}

fn all_lines(geometry: &Geometry) -> impl Iterator<Item = impl Iterator<Item = Pos2>> {
    lines(geometry)
        .into_iter()
        .map(|line| line.coords().map(|&coord| own_from_geo(coord)))
}

fn bounds(points: impl Iterator<Item = Pos2>) -> Rect {
    let mut bounds = Rect::NOTHING;
    points.for_each(|at| bounds.extend_with(at));
    bounds
}

fn own_from_geo(coord: Coord) -> Pos2 {
    own_from_plane(plane_from_geo(Position {
        longitude: coord.x,
        latitude: coord.y,
    }))
}

/// Own coordinates of a point of the Mercator plane, 0 to 1.
pub fn own_from_plane([x, y]: [f64; 2]) -> Pos2 {
    static ORIGIN_AND_SCALE: LazyLock<([f64; 2], f64)> =
        LazyLock::new(|| (plane_from_geo(ORIGIN), 256.0 * OWN_ZOOM.exp2()));
    let ([origin_x, origin_y], scale) = *ORIGIN_AND_SCALE;
    pos2(
        ((x - origin_x) * scale) as f32,
        ((y - origin_y) * scale) as f32,
    )
}

fn tessellate(geometry: &Geometry) -> Triangles {
    let mut triangles = Triangles::default();
    for polygon in polygons(geometry) {
        triangles.add_area(&ring(polygon.exterior()), &holes(polygon));
    }
    triangles
}

fn holes(polygon: &Polygon) -> Vec<Vec<Point<f32>>> {
    polygon.interiors().iter().map(ring).collect()
}

fn ring(line: &LineString) -> Vec<Point<f32>> {
    let points = line.coords().map(|&coord| own_from_geo(coord));
    points.map(|Pos2 { x, y }| point(x, y)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{basemap, scene::view::geo_from_plane};
    use egui::vec2;

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
                    !tessellate(&feature.geometry).indices.is_empty(),
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
            let back = geo_from_own(own_from_geo(Coord { x, y }));
            assert!((back.longitude - x).abs() < 1e-5 && (back.latitude - y).abs() < 1e-5);
        }
    }

    #[test]
    fn a_figure_comes_where_the_view_has_its_position() {
        let view = View {
            centre: Position {
                longitude: 121.4,
                latitude: 31.1,
            },
            zoom: 15.3,
            size: vec2(1280.0, 756.0),
        };
        let rect = Rect::from_min_size(pos2(0.0, 44.0), view.size);
        let placement = Placement::new(&view, rect);
        let place = Coord {
            x: 121.42,
            y: 31.09,
        };
        let expected = view.screen_from_geo(Position {
            longitude: place.x,
            latitude: place.y,
        });
        let at = placement.screen_from_figure(own_from_geo(place));
        assert!(at.distance(expected + vec2(0.0, 44.0)) < 0.05);
    }

    #[test]
    fn a_coast_seen_from_afar_has_few_vertices_and_all_of_them_from_near() {
        let figures = Figures::of(&Shapes::Base(basemap::land_detail()));
        let kept = |tolerance: f32| -> usize {
            let tracks = (0..basemap::land_detail().features.len())
                .filter_map(|index| figures.tracks(index))
                .flatten();
            tracks
                .flat_map(|track| &track.vertices)
                .filter(|vertex| vertex.needed > tolerance)
                .count()
        };
        assert!(kept(2.0) * 2 < kept(0.0), "{} of {}", kept(2.0), kept(0.0));
    }

    #[test]
    fn the_stretches_of_a_line_hold_all_of_it_and_meet() {
        let points: Vec<Pos2> = (0..200u8)
            .map(|number| pos2(f32::from(number), f32::from(number % 3)))
            .collect();
        let track = Track::exact(&points);
        let ends: Vec<f32> = track
            .stretches()
            .flat_map(|(_, vertices)| [vertices[0].at.x, vertices[vertices.len() - 1].at.x])
            .collect();
        assert_eq!(ends, [0.0, 64.0, 64.0, 128.0, 128.0, 192.0, 192.0, 199.0]);
        assert!(track.stretches().all(|(covers, vertices)| {
            vertices.iter().all(|vertex| covers.contains(vertex.at))
        }));
    }
}
