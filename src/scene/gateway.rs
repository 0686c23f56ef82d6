//! Airports, ports and railway stations of the base map: small signs that orient a reader. Where the atlas has a
//! site for one of them, its symbol stands instead.

use std::{
    collections::HashMap,
    f64::consts::TAU,
    ops::RangeInclusive,
    sync::{Arc, LazyLock, Mutex, PoisonError},
};

use egui::{Pos2, pos2};
use geo_types::{Coord, Geometry, LineString, MultiLineString, MultiPolygon, Polygon};

use super::{
    GroundLayer, MapContent, Paint, Shapes,
    content::LayerId,
    ground::{self, style_zoom},
};
use crate::{
    atlas::{Atlas, Kind, Position},
    basemap,
    theme::MapColours,
};

/// Corners of a disc.
const CORNERS: u32 = 20;
/// Symbols of the atlas within this distance mean the same airport or port.
const SAME_KM: f64 = 5.0;
/// Kilometres of a degree of latitude.
const DEGREE_KM: f64 = 110.9;

/// The three kinds, each with the class of its features.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Gateway {
    Airport,
    Port,
    Station,
}

impl Gateway {
    pub const ALL: [Self; 3] = [Self::Port, Self::Station, Self::Airport];

    fn of_class(class: &str) -> Option<Self> {
        match class {
            "airport" => Some(Self::Airport),
            "port" => Some(Self::Port),
            "station" => Some(Self::Station),
            _ => None,
        }
    }

    /// The zooms at which the sign is drawn: no nearer than its position is known.
    pub fn shown(self) -> RangeInclusive<f64> {
        match self {
            Self::Airport => 8.0..=14.0,
            Self::Port => 9.25..=12.5,
            Self::Station => 10.0..=12.25,
        }
    }

    /// From here on it is named.
    pub fn named_from(self) -> f64 {
        match self {
            Self::Airport => 8.75,
            Self::Port => 9.75,
            Self::Station => 10.5,
        }
    }

    /// Of the sign, in points.
    pub fn radius(self) -> f32 {
        match self {
            Self::Airport | Self::Port => 6.5,
            Self::Station => 3.5,
        }
    }
}

/// Those for which an atlas has no symbol of its own, with their index in the layer.
pub fn of(atlas: &Atlas) -> Vec<(usize, Gateway, Position)> {
    let own: Vec<Position> = atlas
        .places()
        .iter()
        .filter(|place| matches!(place.kind, Kind::Port | Kind::Airport))
        .filter_map(crate::atlas::Place::position)
        .collect();
    let points = basemap::points().features.iter().enumerate();
    points
        .filter_map(|(index, feature)| {
            let gateway = Gateway::of_class(&feature.class)?;
            let Geometry::Point(point) = feature.geometry else {
                return None;
            };
            let at = Position {
                longitude: point.x(),
                latitude: point.y(),
            };
            let same = own.iter().any(|other| distance_km(*other, at) < SAME_KM);
            (!same).then_some((index, gateway, at))
        })
        .collect()
}

/// Good enough to tell neighbours.
fn distance_km(one: Position, other: Position) -> f64 {
    let east = (one.longitude - other.longitude) * one.latitude.to_radians().cos();
    (east * DEGREE_KM).hypot((one.latitude - other.latitude) * DEGREE_KM)
}

/// Their signs, lowest first.
pub fn layers(
    atlas: &Atlas,
    content: &MapContent,
    colours: &MapColours,
    zoom: f64,
) -> Vec<GroundLayer> {
    let zoom = style_zoom(zoom);
    let opacity = content.opacity(LayerId::Gateways);
    let shown = Gateway::ALL.map(|gateway| gateway.shown().contains(&zoom));
    if opacity <= 0.0 || !shown.contains(&true) {
        return Vec::new();
    }
    let own = of(atlas);
    let [paper, ink] =
        [colours.symbol_paper, colours.gateway].map(|colour| colour.gamma_multiply(opacity));
    let mut layers = Vec::new();
    for gateway in Gateway::ALL {
        let wanted = own.iter().filter(|(_, one, _)| *one == gateway);
        let indices: Vec<usize> = wanted.map(|(index, ..)| *index).collect();
        if indices.is_empty() || !gateway.shown().contains(&zoom) {
            continue;
        }
        let mut push = |part, paint, colour| {
            layers.push(GroundLayer {
                shapes: shapes(part, zoom, colours.lettering),
                paint,
                features: indices.iter().map(|index| (*index, colour)).collect(),
                topic: None,
            });
        };
        let line = |width: f32| Paint::Line {
            width: width * colours.weight,
            dash: Vec::new(),
        };
        match gateway {
            Gateway::Airport | Gateway::Port => {
                push(Part::Disc, Paint::Fill, paper);
                push(Part::Disc, line(1.0), ink);
            }
            Gateway::Station => {
                push(Part::Square, Paint::Fill, paper);
                push(Part::Square, line(1.5), ink);
            }
        }
        match gateway {
            Gateway::Airport => push(Part::Plane, Paint::Fill, ink),
            Gateway::Port => push(Part::Anchor, line(1.2), ink),
            Gateway::Station => {}
        }
    }
    layers
}

/// What signs are made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Part {
    Disc,
    Square,
    Plane,
    Anchor,
}

/// The outline of a plane seen from above, half of it, in shares of the disc's radius.
const PLANE: [[f32; 2]; 8] = [
    [0.0, -0.72],
    [0.11, -0.5],
    [0.11, -0.18],
    [0.7, 0.16],
    [0.7, 0.3],
    [0.11, 0.14],
    [0.09, 0.44],
    [0.3, 0.66],
];

impl Part {
    /// Its rings or lines round the middle, in points.
    fn outlines(self) -> Vec<Vec<Pos2>> {
        let radius = Gateway::Airport.radius();
        let scaled = |[x, y]: [f32; 2]| pos2(x * radius, y * radius);
        match self {
            Self::Disc => {
                let corner = |number: u32| {
                    let angle = TAU as f32 * number as f32 / CORNERS as f32;
                    pos2(angle.cos() * radius, angle.sin() * radius)
                };
                vec![
                    (0..=CORNERS)
                        .map(|number| corner(number % CORNERS))
                        .collect(),
                ]
            }
            Self::Square => {
                let side = Gateway::Station.radius();
                let corners = [
                    (-1.0, -1.0),
                    (1.0, -1.0),
                    (1.0, 1.0),
                    (-1.0, 1.0),
                    (-1.0, -1.0),
                ];
                vec![corners.map(|(x, y)| pos2(x * side, y * side)).to_vec()]
            }
            Self::Plane => {
                let right = PLANE.map(scaled);
                let left = right.iter().rev().map(|point| pos2(-point.x, point.y));
                vec![right.iter().copied().chain(left).collect()]
            }
            Self::Anchor => vec![
                [[0.0, -0.62], [0.0, 0.6]].map(scaled).to_vec(),
                [[-0.26, -0.3], [0.26, -0.3]].map(scaled).to_vec(),
                [
                    [-0.52, 0.1],
                    [-0.4, 0.42],
                    [0.0, 0.62],
                    [0.4, 0.42],
                    [0.52, 0.1],
                ]
                .map(scaled)
                .to_vec(),
            ],
        }
    }
}

/// A part of a sign at every point of the layer, for a step of zoom and a size; made once for each.
fn shapes(part: Part, zoom: f64, size: f32) -> Shapes {
    type Made = HashMap<(Part, u64, u32), Arc<Vec<Geometry>>>;
    static MADE: LazyLock<Mutex<Made>> = LazyLock::new(Mutex::default);
    let mut made = MADE.lock().unwrap_or_else(PoisonError::into_inner);
    let key = (part, zoom.to_bits(), size.to_bits());
    let shapes = made.entry(key).or_insert_with(|| {
        let features = basemap::points().features.iter();
        let drawn = features.map(|feature| match &feature.geometry {
            Geometry::Point(point) => placed(part, point.0, zoom, size),
            other => other.clone(),
        });
        Arc::new(drawn.collect())
    });
    Shapes::Own(Arc::clone(shapes))
}

/// Points of the screen as degrees round a position.
fn placed(part: Part, at: Coord, zoom: f64, size: f32) -> Geometry {
    let degrees = f64::from(size) * 360.0 / (ground::WORLD_SIDE * zoom.exp2());
    let shrink = at.y.to_radians().cos();
    let line = |points: Vec<Pos2>| {
        let coords = points.into_iter().map(|point| Coord {
            x: at.x + f64::from(point.x) * degrees,
            y: at.y - f64::from(point.y) * degrees * shrink,
        });
        LineString::new(coords.collect())
    };
    let lines = part.outlines().into_iter().map(line);
    match part {
        Part::Anchor => Geometry::MultiLineString(MultiLineString::new(lines.collect())),
        Part::Disc | Part::Square | Part::Plane => {
            let polygons = lines.map(|ring| Polygon::new(ring, Vec::new()));
            Geometry::MultiPolygon(MultiPolygon::new(polygons.collect()))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        store,
        theme::{Theme, ThemeName},
    };

    fn names(atlas: &Atlas) -> Vec<&'static str> {
        let own = of(atlas).into_iter();
        own.map(|(index, ..)| basemap::points().features[index].names.en.as_str())
            .collect()
    }

    #[test]
    fn an_airport_that_the_atlas_has_a_symbol_for_is_not_drawn_twice() {
        let of_the_delta = names(&store::builtin().atlas);
        assert!(of_the_delta.contains(&"Lukou Airport"), "{of_the_delta:?}");
        assert!(!of_the_delta.contains(&"Pudong Airport"));
        assert!(names(&Atlas::empty()).contains(&"Pudong Airport"));
    }

    #[test]
    fn signs_are_drawn_where_they_orient_and_not_where_they_would_be_off() {
        let colours = Theme::new(ThemeName::Light).map;
        let at = |zoom| layers(&Atlas::empty(), &MapContent::default(), &colours, zoom).len();
        assert_eq!([at(6.5), at(15.0)], [0, 0]);
        assert!(at(8.5) > 0 && at(10.5) > at(8.5));
        let mut content = MapContent::default();
        content.set_visible(LayerId::Gateways, false);
        assert!(layers(&Atlas::empty(), &content, &colours, 10.5).is_empty());
    }

    #[test]
    fn a_disc_is_as_large_on_the_screen_at_every_zoom() {
        let width_at = |zoom: f64| {
            let Geometry::MultiPolygon(disc) =
                placed(Part::Disc, Coord { x: 121.0, y: 31.0 }, zoom, 1.0)
            else {
                panic!("a disc is an area");
            };
            let xs = disc.0[0].exterior().coords().map(|coord| coord.x);
            let (low, high) = xs.fold((f64::MAX, f64::MIN), |(low, high), x| {
                (low.min(x), high.max(x))
            });
            (high - low) / 360.0 * ground::WORLD_SIDE * zoom.exp2()
        };
        assert!((width_at(9.0) - 13.0).abs() < 1e-6 && (width_at(12.0) - 13.0).abs() < 1e-6);
    }
}
