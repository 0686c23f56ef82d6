//! Hatching of areas: parallel strokes from the lower left to the upper right, cut off at the outline.

use geo_types::{Coord, Geometry, LineString, MultiLineString};

use super::{
    tint::polygons,
    view::{geo_from_plane, plane_from_geo},
};
use crate::atlas::Position;

/// Strokes over a geometry, `apart` on the Mercator plane of side 1, WGS84. Where outlines overlap, what is covered
/// twice counts as a hole.
pub fn hatch(geometry: &Geometry, apart: f64) -> Geometry {
    let rings: Vec<Vec<[f64; 2]>> = polygons(geometry)
        .flat_map(|polygon| std::iter::once(polygon.exterior()).chain(polygon.interiors()))
        .map(|ring| ring.coords().map(|coord| turned_from_geo(*coord)).collect())
        .collect();
    let heights = || rings.iter().flatten().map(|point| point[1]);
    let low = heights().fold(f64::INFINITY, f64::min);
    let high = heights().fold(f64::NEG_INFINITY, f64::max);
    let mut strokes = Vec::new();
    if low < high && apart > 0.0 {
        // Counted from a line that all areas share, so that strokes of neighbours meet.
        let first = (low / apart).ceil() as i64;
        let last = (high / apart).floor() as i64;
        for number in first..=last {
            let height = number as f64 * apart;
            for pair in crossings(&rings, height).chunks_exact(2) {
                let ends = [pair[0], pair[1]].map(|along| geo_from_turned([along, height]));
                strokes.push(LineString::from(ends.to_vec()));
            }
        }
    }
    Geometry::MultiLineString(MultiLineString::new(strokes))
}

/// Where a line across crosses the rings, from left to right.
fn crossings(rings: &[Vec<[f64; 2]>], height: f64) -> Vec<f64> {
    let mut crossings: Vec<f64> = Vec::new();
    for side in rings.iter().flat_map(|ring| ring.windows(2)) {
        let ([x0, y0], [x1, y1]) = (side[0], side[1]);
        // Half open, so that a corner counts once.
        if (y0 <= height) != (y1 <= height) {
            crossings.push(x0 + (height - y0) / (y1 - y0) * (x1 - x0));
        }
    }
    crossings.sort_by(f64::total_cmp);
    crossings
}

/// The plane turned by 45°, so that strokes lie along its first axis.
fn turned_from_geo(coord: Coord) -> [f64; 2] {
    let [x, y] = plane_from_geo(Position {
        longitude: coord.x,
        latitude: coord.y,
    });
    let half = std::f64::consts::FRAC_1_SQRT_2;
    [(x - y) * half, (x + y) * half]
}

fn geo_from_turned([along, across]: [f64; 2]) -> Coord {
    let half = std::f64::consts::FRAC_1_SQRT_2;
    geo_from_plane([(along + across) * half, (across - along) * half]).into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::basemap;
    use geo::Contains;
    use geo_types::Point;

    #[test]
    fn every_stroke_lies_inside_its_area() {
        for feature in &basemap::districts().features {
            let Geometry::MultiLineString(strokes) = hatch(&feature.geometry, 5e-6) else {
                panic!("hatching is lines");
            };
            assert!(strokes.0.len() > 3, "{}", feature.names.en);
            for stroke in &strokes {
                let (from, to) = (stroke.0[0], stroke.0[1]);
                let middle = Point::new(f64::midpoint(from.x, to.x), f64::midpoint(from.y, to.y));
                // Shorter ones may lie on the border within the precision of numbers.
                if (to.x - from.x).abs() > 1e-6 {
                    assert!(feature.geometry.contains(&middle), "{}", feature.names.en);
                }
            }
        }
    }

    #[test]
    fn what_is_no_area_has_no_strokes() {
        let point = Geometry::Point(Point::new(121.0, 31.0));
        assert_eq!(
            hatch(&point, 1e-5),
            Geometry::MultiLineString(MultiLineString::new(Vec::new()))
        );
    }
}
