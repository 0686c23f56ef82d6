//! Geometry made ready to be drawn at any zoom: the triangles of areas, and lines that know up to which coarseness
//! each vertex is needed.

use std::{
    collections::HashMap,
    sync::{Arc, LazyLock, Mutex, OnceLock, PoisonError},
};

use egui::{Color32, Pos2, Rect, Vec2, pos2};
use geo_types::Coord;
use lyon_tessellation::geom::{Point, point};

use super::{clip, mosaic};
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
#[derive(Debug)]
pub struct Track {
    vertices: Vec<Vertex>,
    stretches: Vec<Rect>,
    /// Whether it ends where it begins.
    pub closed: bool,
    pub bounds: Rect,
}

impl Track {
    /// Of a line whose vertices are all needed.
    pub fn exact(points: &[Pos2]) -> Self {
        Self::new(points, |_| f32::INFINITY)
    }

    fn new(points: &[Pos2], needed: impl Fn(usize) -> f32) -> Self {
        let mut along = 0.0;
        let mut before = points.first().copied().unwrap_or_default();
        let vertices = points.iter().enumerate().map(|(index, &at)| {
            along += before.distance(at);
            before = at;
            let needed = needed(index);
            Vertex { at, needed, along }
        });
        let vertices: Vec<Vertex> = vertices.collect();
        let stretches = (0..vertices.len().saturating_sub(1)).step_by(STRETCH);
        let stretches = stretches.map(|start| {
            let end = vertices.len().min(start + STRETCH + 1);
            bounds(vertices[start..end].iter().map(|vertex| vertex.at))
        });
        let stretches: Vec<Rect> = stretches.collect();
        Self {
            bounds: stretches.iter().copied().fold(Rect::NOTHING, Rect::union),
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

    /// The points that a tolerance leaves.
    fn simplified(&self, tolerance: f32) -> Vec<Pos2> {
        let kept = self.vertices.iter();
        let kept = kept.filter(|vertex| vertex.needed > tolerance);
        kept.map(|vertex| vertex.at).collect()
    }
}

/// One geometry: rings of polygons, lines as they are.
#[derive(Debug)]
struct Figure {
    tracks: Vec<Track>,
    bounds: Rect,
    is_area: bool,
}

/// How much is left out, and how large the pieces are that areas are filled in: a power of two of the figure's
/// points, or nothing where everything is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Level(i8);

impl Level {
    /// The finest and the coarsest; at these zooms everything is drawn, and all of the base map is seen.
    const ALL: std::ops::RangeInclusive<i8> = -4..=3;
    /// Side of a piece, as a multiple of the tolerance.
    const PIECE: f32 = 2048.0;

    /// The one whose tolerance is nearest to what is wanted.
    pub fn nearest(tolerance: f32) -> Self {
        let power = tolerance.max(f32::MIN_POSITIVE).log2().round();
        Self((power as i8).clamp(*Self::ALL.start(), *Self::ALL.end()))
    }

    /// In the figure's points.
    pub fn tolerance(self) -> f32 {
        if self.0 == *Self::ALL.start() {
            0.0
        } else {
            f32::from(self.0).exp2()
        }
    }

    fn side(self) -> f32 {
        f32::from(self.0).exp2() * Self::PIECE
    }
}

/// The triangles of the features that lie in a piece of the plane, with their numbers.
type Piece = Arc<Vec<(usize, Triangles)>>;
type Pieces = Mutex<HashMap<(Level, [i32; 2]), Piece>>;

/// The figures of all geometries of a layer, made ready when they are first drawn. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Figures {
    shapes: Shapes,
    made: Arc<OnceLock<Vec<Figure>>>,
    pieces: Arc<Pieces>,
}

impl Figures {
    /// Those of the base map are kept for the whole program, since every window draws them.
    pub fn of(shapes: &Shapes) -> Self {
        type Known = HashMap<usize, Figures>;
        static BASE: LazyLock<Mutex<Known>> = LazyLock::new(Mutex::default);
        let new = || Self {
            shapes: shapes.clone(),
            made: Arc::default(),
            pieces: Arc::default(),
        };
        match shapes {
            Shapes::Base(_) => {
                let mut known = BASE.lock().unwrap_or_else(PoisonError::into_inner);
                known.entry(shapes.address()).or_insert_with(new).clone()
            }
            Shapes::Own(_) => new(),
        }
    }

    pub fn are_of(&self, shapes: &Shapes) -> bool {
        self.shapes == *shapes
    }

    fn figures(&self) -> &[Figure] {
        self.made.get_or_init(|| figures(&self.shapes))
    }

    /// The lines of a feature that has some in `seen`.
    pub fn tracks(&self, index: usize, seen: Rect) -> &[Track] {
        match self.figures().get(index) {
            Some(figure) if figure.bounds.intersects(seen) => &figure.tracks,
            _ => &[],
        }
    }

    /// The areas in `seen`, in pieces.
    pub fn pieces(&self, seen: Rect, level: Level) -> Vec<Piece> {
        let figures = self.figures();
        let all = figures.iter().map(|figure| figure.bounds);
        let seen = seen.intersect(all.fold(Rect::NOTHING, Rect::union));
        if !seen.is_positive() {
            return Vec::new();
        }
        let side = level.side();
        let number = |at: f32| (at / side).floor() as i32;
        let columns = number(seen.min.x)..=number(seen.max.x);
        let rows = number(seen.min.y)..=number(seen.max.y);
        let places = rows.flat_map(|row| columns.clone().map(move |column| [column, row]));
        let mut pieces = self.pieces.lock().unwrap_or_else(PoisonError::into_inner);
        let pieces = places.map(|place| {
            let piece = pieces.entry((level, place));
            Arc::clone(piece.or_insert_with(|| Arc::new(piece_of(figures, level, place))))
        });
        pieces.collect()
    }
}

fn figures(shapes: &Shapes) -> Vec<Figure> {
    let geometries = (0..).map_while(|index| shapes.geometry(index));
    let all: Vec<(bool, Vec<Vec<Pos2>>)> = geometries
        .map(|geometry| {
            let lines = lines(geometry).into_iter();
            let lines = lines.map(|line| line.coords().map(|&coord| own_from_geo(coord)).collect());
            (polygons(geometry).next().is_some(), lines.collect())
        })
        .collect();
    let rings = all.iter().filter(|(is_area, _)| *is_area);
    let rings: Vec<Vec<Pos2>> = rings.flat_map(|(_, rings)| rings).cloned().collect();
    let mut needed = mosaic::needed(&rings).into_iter();
    all.into_iter()
        .map(|(is_area, lines)| {
            let tracks = lines.iter().map(|line| {
                let needed = if is_area { needed.next() } else { None };
                let needed = needed.unwrap_or_else(|| needed_of_line(line));
                Track::new(line, |index| needed[index])
            });
            let tracks: Vec<Track> = tracks.collect();
            let bounds = tracks.iter().map(|track| track.bounds);
            Figure {
                bounds: bounds.fold(Rect::NOTHING, Rect::union),
                tracks,
                is_area,
            }
        })
        .collect()
}

fn needed_of_line(line: &[Pos2]) -> Vec<f32> {
    let exact = line.iter().map(|at| [at.x, at.y].map(f64::from));
    let needed = significance(&exact.collect::<Vec<_>>()).into_iter();
    needed.map(|needed| needed as f32).collect()
}

fn piece_of(figures: &[Figure], level: Level, place: [i32; 2]) -> Vec<(usize, Triangles)> {
    let [x, y] = place.map(|number| number as f32 * level.side());
    let rect = Rect::from_min_size(pos2(x, y), Vec2::splat(level.side()));
    let figures = figures.iter().enumerate();
    let figures = figures.filter(|(_, figure)| figure.is_area && figure.bounds.intersects(rect));
    let filled = figures.map(|(index, figure)| {
        let rings = figure.tracks.iter();
        let rings = rings.filter(|ring| ring.bounds.intersects(rect));
        let rings = rings.map(|ring| {
            let points = ring.simplified(level.tolerance());
            let points = if rect.contains_rect(ring.bounds) {
                points
            } else {
                clip::ring(&points, rect)
            };
            points.iter().map(|at| point(at.x, at.y)).collect()
        });
        let rings: Vec<Vec<Point<f32>>> = rings.filter(|ring: &Vec<_>| ring.len() > 2).collect();
        let mut triangles = Triangles::default();
        if let Some((first, others)) = rings.split_first() {
            // Where rings overlap is a hole, so that several areas are filled as one is.
            triangles.add_area(first, others);
        }
        (index, triangles)
    });
    filled
        .filter(|(_, triangles)| !triangles.indices.is_empty())
        .collect()
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

    fn area_of(triangles: &Triangles) -> f64 {
        let corner = |index: u32| {
            let at = triangles.corners[index as usize];
            [f64::from(at.x), f64::from(at.y)]
        };
        let areas = triangles.indices.chunks_exact(3).map(|three| {
            let [a, b, c] = [three[0], three[1], three[2]].map(corner);
            ((b[0] - a[0]) * (c[1] - a[1]) - (c[0] - a[0]) * (b[1] - a[1])).abs() / 2.0
        });
        areas.sum()
    }

    /// Of all polygons of a feature, holes taken off.
    fn area_on_the_plane(feature: &basemap::Feature) -> f64 {
        let area = |line: &geo_types::LineString| {
            let points: Vec<Pos2> = line.coords().map(|coord| own_from_geo(*coord)).collect();
            let terms = points.windows(2).map(|pair| {
                let [(x0, y0), (x1, y1)] =
                    [pair[0], pair[1]].map(|at| (f64::from(at.x), f64::from(at.y)));
                x0 * y1 - x1 * y0
            });
            (terms.sum::<f64>() / 2.0).abs()
        };
        let areas = polygons(&feature.geometry).map(|polygon| {
            let holes: f64 = polygon.interiors().iter().map(area).sum();
            area(polygon.exterior()) - holes
        });
        areas.sum()
    }

    #[test]
    fn the_pieces_of_an_area_are_all_of_it_at_every_level() {
        let everything = Rect::from_center_size(Pos2::ZERO, Vec2::splat(30_000.0));
        for layer in [
            basemap::land_detail(),
            basemap::cities(),
            basemap::districts(),
            basemap::water_detail(),
        ] {
            let figures = Figures::of(&Shapes::Base(layer));
            for tolerance in [0.0, 0.25, 1.0] {
                let mut filled = vec![0.0; layer.features.len()];
                for piece in figures.pieces(everything, Level::nearest(tolerance)) {
                    for (index, triangles) in &*piece {
                        filled[*index] += area_of(triangles);
                    }
                }
                for (index, feature) in layer.features.iter().enumerate() {
                    let tracks = figures.tracks(index, everything).iter();
                    let ends = tracks.filter_map(|track| track.vertices.last());
                    let length: f32 = ends.map(|last| last.along).sum();
                    let (filled, area) = (filled[index], area_on_the_plane(feature));
                    // No edge is further away than the tolerance.
                    let off = f64::from(length * tolerance) + 0.002 * area;
                    assert!(
                        (filled - area).abs() <= off,
                        "{} {:?}: {filled} of {area} at {tolerance}",
                        layer.name,
                        feature.names
                    );
                }
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
    fn a_land_seen_from_afar_has_few_triangles_and_all_of_them_from_near() {
        let everything = Rect::from_center_size(Pos2::ZERO, Vec2::splat(30_000.0));
        let count = |layer: &'static basemap::Layer, tolerance: f32| -> usize {
            let figures = Figures::of(&Shapes::Base(layer));
            let pieces = figures.pieces(everything, Level::nearest(tolerance));
            let triangles = pieces.iter().flat_map(|piece| piece.iter());
            triangles
                .map(|(_, triangles)| triangles.indices.len() / 3)
                .sum()
        };
        for layer in [basemap::land_detail(), basemap::cities_detail()] {
            let counts = [4.0, 1.0, 0.25, 0.0].map(|tolerance| count(layer, tolerance));
            assert!(counts.is_sorted(), "{counts:?}");
            assert!(counts[0] * 3 < counts[3], "{counts:?}");
        }
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
