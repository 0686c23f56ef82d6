//! Measuring by hand: points one after the other, and what they come to as a path, an area or rings. All along
//! geodesics on WGS84.

use geo::{Bearing, Geodesic, GeodesicArea};
use geo_types::{LineString, Point, Polygon};

use super::{Circle, distance_m};
use crate::{
    atlas::{PlaceId, Position},
    lang::LengthUnit,
};

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum MeasureKind {
    #[default]
    Path,
    Area,
    /// Round the first point: at round distances, and through every other point.
    Rings,
}

/// Rings that are drawn before any is asked for, in the unit.
const ROUND_RINGS: [f64; 3] = [10.0, 50.0, 100.0];

#[derive(Clone, Debug, PartialEq)]
pub struct Waypoint {
    pub position: Position,
    /// If it is that of a place.
    pub place: Option<PlaceId>,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Measure {
    pub kind: MeasureKind,
    pub unit: LengthUnit,
    pub points: Vec<Waypoint>,
}

/// From one point to the next.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stretch {
    pub from: Position,
    pub to: Position,
    pub distance_m: f64,
    /// At the start, clockwise from north, 0 to 360 degrees.
    pub bearing_deg: f64,
}

/// What an outline comes to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Outline {
    /// Fewer than three points.
    Open,
    /// It crosses itself, so that it is unclear what is inside.
    Crossing,
    Closed {
        area_m2: f64,
        perimeter_m: f64,
    },
}

impl Measure {
    /// Takes a further point, but not the last one once more.
    pub fn add(&mut self, position: Position, place: Option<PlaceId>) {
        let last = self.points.last().map(|point| point.position);
        if last != Some(position) {
            self.points.push(Waypoint { position, place });
        }
    }

    pub fn stretches(&self) -> Vec<Stretch> {
        let pairs = self.points.windows(2);
        pairs
            .map(|pair| stretch(pair[0].position, pair[1].position))
            .collect()
    }

    pub fn length_m(&self) -> f64 {
        let stretches = self.stretches();
        stretches.iter().map(|stretch| stretch.distance_m).sum()
    }

    pub fn outline(&self) -> Outline {
        if self.points.len() < 3 {
            return Outline::Open;
        }
        let ring: Vec<Position> = self.points.iter().map(|point| point.position).collect();
        if crosses_itself(&ring) {
            return Outline::Crossing;
        }
        let ring: LineString = ring.into_iter().map(geo_types::Coord::from).collect();
        let polygon = Polygon::new(ring, Vec::new());
        // The other sign where it is drawn clockwise.
        let (perimeter_m, area_m2) = polygon.geodesic_perimeter_area_signed();
        Outline::Closed {
            area_m2: area_m2.abs(),
            perimeter_m,
        }
    }

    /// The smallest first.
    pub fn rings(&self) -> Vec<Circle> {
        let Some((centre, others)) = self.points.split_first() else {
            return Vec::new();
        };
        let through = others
            .iter()
            .map(|point| distance_m(centre.position, point.position));
        let mut radii: Vec<f64> = if others.is_empty() {
            ROUND_RINGS.map(|ring| ring * self.unit.metres()).to_vec()
        } else {
            through.collect()
        };
        radii.sort_by(f64::total_cmp);
        let circle = |radius_m| Circle {
            centre: centre.position,
            radius_m,
        };
        radii.into_iter().map(circle).collect()
    }
}

/// The geodesic from one position to another.
pub fn stretch(from: Position, to: Position) -> Stretch {
    let bearing = Geodesic.bearing(Point::from(from), Point::from(to));
    Stretch {
        from,
        to,
        distance_m: distance_m(from, to),
        bearing_deg: bearing.rem_euclid(360.0),
    }
}

/// Whether two sides that are no neighbours meet, as drawn.
fn crosses_itself(ring: &[Position]) -> bool {
    let count = ring.len();
    let side = |index: usize| (ring[index], ring[(index + 1) % count]);
    let neighbours =
        |one: usize, other: usize| one.abs_diff(other) == 1 || one.abs_diff(other) == count - 1;
    (0..count).any(|one| {
        (one + 1..count).any(|other| !neighbours(one, other) && meet(side(one), side(other)))
    })
}

fn meet((a, b): (Position, Position), (c, d): (Position, Position)) -> bool {
    let turn = |p: Position, q: Position, r: Position| {
        (q.longitude - p.longitude) * (r.latitude - p.latitude)
            - (q.latitude - p.latitude) * (r.longitude - p.longitude)
    };
    let apart = |one: f64, other: f64| one * other < 0.0;
    apart(turn(a, b, c), turn(a, b, d)) && apart(turn(c, d, a), turn(c, d, b))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(latitude: f64, longitude: f64) -> Position {
        Position::new(longitude, latitude).unwrap()
    }

    fn measure(kind: MeasureKind, points: &[(f64, f64)]) -> Measure {
        let mut measure = Measure {
            kind,
            ..Measure::default()
        };
        for &(latitude, longitude) in points {
            measure.add(at(latitude, longitude), None);
        }
        measure
    }

    /// The examples of the documentation of `GeographicLib`: Wellington to Salamanca, and the Antarctic.
    #[test]
    fn lengths_bearings_and_areas_agree_with_geographiclib() {
        let path = measure(MeasureKind::Path, &[(-41.32, 174.81), (40.96, -5.50)]);
        assert!((path.length_m() - 19_959_679.267_353_82).abs() < 1e-3);
        let bearing = path.stretches()[0].bearing_deg;
        assert!((bearing - 161.067_669_986_16).abs() < 1e-9, "{bearing}");

        let antarctic = [
            (-63.1, -58.0),
            (-72.9, -74.0),
            (-71.9, -102.0),
            (-74.9, -102.0),
            (-74.3, -131.0),
            (-77.5, -163.0),
            (-77.4, 163.0),
            (-71.7, 172.0),
            (-65.9, 140.0),
            (-65.7, 113.0),
            (-66.6, 88.0),
            (-66.9, 59.0),
            (-69.8, 25.0),
            (-70.0, -4.0),
            (-71.0, -14.0),
            (-77.3, -33.0),
            (-77.9, -46.0),
            (-74.7, -61.0),
        ];
        let ring: LineString = antarctic
            .iter()
            .map(|&(latitude, longitude)| geo_types::Coord::from(at(latitude, longitude)))
            .collect();
        let (perimeter, area) = Polygon::new(ring, Vec::new()).geodesic_perimeter_area_signed();
        assert!((perimeter - 16_831_067.893).abs() < 1e-3, "{perimeter}");
        assert!((area.abs() - 13_662_703_680_020.1).abs() < 1.0, "{area}");
    }

    #[test]
    fn an_area_is_the_same_whichever_way_round_it_is_drawn() {
        let corners = [(31.0, 121.0), (31.0, 121.1), (31.1, 121.1), (31.1, 121.0)];
        let mut backwards = corners;
        backwards.reverse();
        let there = measure(MeasureKind::Area, &corners).outline();
        let back = measure(MeasureKind::Area, &backwards).outline();
        let (Outline::Closed { area_m2: one, .. }, Outline::Closed { area_m2: other, .. }) =
            (there, back)
        else {
            panic!("{there:?} {back:?}");
        };
        assert!((one - other).abs() < 1e-3);
        assert!((105e6..107e6).contains(&one), "{one}");
    }

    #[test]
    fn an_outline_that_crosses_itself_has_no_area() {
        let bow = [(31.0, 121.0), (31.1, 121.1), (31.0, 121.1), (31.1, 121.0)];
        assert_eq!(
            measure(MeasureKind::Area, &bow).outline(),
            Outline::Crossing
        );
        assert_eq!(
            measure(MeasureKind::Area, &bow[..2]).outline(),
            Outline::Open
        );
    }

    #[test]
    fn rings_are_round_distances_until_a_point_asks_for_one_through_it() {
        let mut rings = measure(MeasureKind::Rings, &[(31.0, 121.0)]);
        let radii: Vec<f64> = rings.rings().iter().map(|ring| ring.radius_m).collect();
        assert_eq!(radii, [10_000.0, 50_000.0, 100_000.0]);
        rings.add(at(31.0, 121.5), None);
        assert_eq!(
            rings.rings()[0].radius_m,
            distance_m(at(31.0, 121.0), at(31.0, 121.5))
        );
        rings.add(at(31.0, 121.5), None);
        assert_eq!(rings.points.len(), 2, "the same point once more is none");
    }
}
