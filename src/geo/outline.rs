//! The outline of a region cut into bands of latitude: whether it holds a position and how near it comes are told by the
//! edges nearby.

use geo_types::{LineString, MultiPolygon};

use super::distance_m;
use crate::atlas::Position;

/// Metres in a degree of latitude, rounded down so that a search window is never too small.
const METRES_PER_DEGREE: f64 = 110_000.0;
/// Edges that a band has on average, and the most bands.
const EDGES: usize = 8;
const MOST_BANDS: usize = 512;

/// Longitude and latitude of both ends.
type Edge = [f64; 4];

#[derive(Debug)]
pub struct Outline {
    south: f64,
    /// Height of a band, in degrees.
    height: f64,
    /// From south to north; an edge is in every band that it passes.
    bands: Vec<Vec<Edge>>,
}

impl Outline {
    pub fn new(area: &MultiPolygon) -> Self {
        let rings = || {
            let polygons = area.iter();
            polygons
                .flat_map(|polygon| std::iter::once(polygon.exterior()).chain(polygon.interiors()))
        };
        let latitudes = || rings().flat_map(|ring| ring.coords().map(|coord| coord.y));
        let south = latitudes().fold(f64::INFINITY, f64::min);
        let north = latitudes().fold(f64::NEG_INFINITY, f64::max);
        let edges: usize = rings().map(|ring| ring.0.len()).sum();
        let count = (edges / EDGES).clamp(1, MOST_BANDS);
        let height = ((north - south) / count as f64).max(f64::MIN_POSITIVE);
        let mut outline = Self {
            south,
            height,
            bands: vec![Vec::new(); count],
        };
        for edge in rings().flat_map(edges_of) {
            let (low, high) = (edge[1].min(edge[3]), edge[1].max(edge[3]));
            let passed = outline.bands_between(low, high);
            for band in &mut outline.bands[passed] {
                band.push(edge);
            }
        }
        outline
    }

    /// By the number of edges east of it. Holes are not inside.
    pub fn contains(&self, position: Position) -> bool {
        let (x, y) = (position.longitude, position.latitude);
        let bands = &self.bands[self.bands_between(y, y)];
        let edges = bands.first().into_iter().flatten();
        let crossed = edges.filter(|[from_x, from_y, to_x, to_y]| {
            (*from_y > y) != (*to_y > y)
                && x < from_x + (to_x - from_x) * (y - from_y) / (to_y - from_y)
        });
        crossed.count() % 2 == 1
    }

    /// Metres to the nearest edge, if that is within `reach_m`.
    pub fn distance_m(&self, position: Position, reach_m: f64) -> Option<f64> {
        let (x, y) = (position.longitude, position.latitude);
        let up = reach_m / METRES_PER_DEGREE;
        let shrink = y.to_radians().cos().max(0.01);
        let across = up / shrink;
        let near = |edge: &&Edge| {
            let [from_x, _, to_x, _] = **edge;
            from_x.min(to_x) <= x + across && from_x.max(to_x) >= x - across
        };
        let edges = self.bands[self.bands_between(y - up, y + up)]
            .iter()
            .flatten();
        let closest = edges.filter(near).map(|edge| closest(edge, x, y, shrink));
        let (_, at) = closest.min_by(|one, other| one.0.total_cmp(&other.0))?;
        let distance = distance_m(position, at);
        (distance <= reach_m).then_some(distance)
    }

    /// Those that latitudes from `low` to `high` meet; none beyond its north and south.
    fn bands_between(&self, low: f64, high: f64) -> std::ops::Range<usize> {
        let last = self.bands.len() - 1;
        let number = |latitude: f64| ((latitude - self.south) / self.height).floor();
        let (first, end) = (number(low), number(high));
        if end < 0.0 || first > self.bands.len() as f64 || !first.is_finite() {
            return 0..0;
        }
        (first.max(0.0) as usize).min(last)..(end as usize).min(last) + 1
    }
}

fn edges_of(ring: &LineString) -> impl Iterator<Item = Edge> {
    ring.lines()
        .map(|line| [line.start.x, line.start.y, line.end.x, line.end.y])
}

/// The nearest point of an edge and the square of its distance in degrees of latitude, on a plane that fits here.
fn closest(edge: &Edge, x: f64, y: f64, shrink: f64) -> (f64, Position) {
    let [from_x, from_y, to_x, to_y] = *edge;
    let (along_x, along_y) = ((to_x - from_x) * shrink, to_y - from_y);
    let (here_x, here_y) = ((x - from_x) * shrink, y - from_y);
    let length_2 = along_x * along_x + along_y * along_y;
    let share = if length_2 > 0.0 {
        ((here_x * along_x + here_y * along_y) / length_2).clamp(0.0, 1.0)
    } else {
        0.0
    };
    let (away_x, away_y) = (here_x - along_x * share, here_y - along_y * share);
    let at = Position {
        longitude: from_x + (to_x - from_x) * share,
        latitude: from_y + (to_y - from_y) * share,
    };
    (away_x * away_x + away_y * away_y, at)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        atlas::{Geometry, PlaceId},
        store,
    };
    use geo::{Contains, HaversineClosestPoint};
    use geo_types::{Point, polygon};
    use proptest::prelude::*;
    use std::sync::LazyLock;

    static AREAS: LazyLock<Vec<(MultiPolygon, Outline)>> = LazyLock::new(|| {
        let atlas = store::builtin().atlas;
        let area = |id: &str| match &atlas.place(&PlaceId::new(id)).unwrap().geometry {
            Geometry::Region(area) => (**area).clone(),
            _ => panic!("{id} is a region"),
        };
        let areas = ["pudong", "shanghai", "zhoushan", "chongming"].map(area);
        areas
            .into_iter()
            .map(|area| {
                let outline = Outline::new(&area);
                (area, outline)
            })
            .collect()
    });

    proptest! {
        #[test]
        fn what_it_holds_and_how_near_it_comes_is_as_when_all_edges_are_looked_at(x in 120.7..123.0, y in 29.5..32.0) {
            let here = Position { longitude: x, latitude: y };
            for (area, outline) in AREAS.iter() {
                prop_assert_eq!(outline.contains(here), area.contains(&Point::new(x, y)));
                let all = match area.haversine_closest_point(&Point::new(x, y)) {
                    geo::Closest::SinglePoint(at) | geo::Closest::Intersection(at) => {
                        distance_m(here, Position { longitude: at.x(), latitude: at.y() })
                    }
                    geo::Closest::Indeterminate => f64::INFINITY,
                };
                if !outline.contains(here) {
                    let near = outline.distance_m(here, 5000.0);
                    prop_assert_eq!(near.is_some(), all <= 5000.0, "{:?} {}", near, all);
                    prop_assert!(near.is_none_or(|near| (near - all).abs() < 1.0), "{:?} {}", near, all);
                }
            }
        }
    }

    #[test]
    fn a_hole_is_not_inside_and_an_area_without_extent_holds_nothing() {
        let ring = polygon!(
            exterior: [(x: 0.0, y: 0.0), (x: 4.0, y: 0.0), (x: 4.0, y: 4.0), (x: 0.0, y: 4.0)],
            interiors: [[(x: 1.0, y: 1.0), (x: 3.0, y: 1.0), (x: 3.0, y: 3.0), (x: 1.0, y: 3.0)]],
        );
        let at = |longitude, latitude| Position {
            longitude,
            latitude,
        };
        let outline = Outline::new(&MultiPolygon::new(vec![ring]));
        assert!(outline.contains(at(0.5, 2.0)) && !outline.contains(at(2.0, 2.0)));
        assert!(!outline.contains(at(5.0, 2.0)) && !outline.contains(at(2.0, 9.0)));
        let flat = polygon![(x: 0.0, y: 1.0), (x: 4.0, y: 1.0), (x: 0.0, y: 1.0)];
        for empty in [MultiPolygon::new(Vec::new()), MultiPolygon::new(vec![flat])] {
            assert!(!Outline::new(&empty).contains(at(1.0, 1.0)));
        }
    }
}
