//! Measures along geodesics of the WGS84 ellipsoid.

use geo::{Distance, Geodesic};

use crate::atlas::Position;

/// Length of the geodesic between two positions on WGS84, in metres: the inverse problem solved by Karney,
/// "Algorithms for geodesics", Journal of Geodesy 87 (2013), as in `GeographicLib`.
pub fn distance_m(one: Position, other: Position) -> f64 {
    Geodesic.distance(geo_types::Point::from(one), geo_types::Point::from(other))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn at(latitude: f64, longitude: f64) -> Position {
        Position::new(longitude, latitude).unwrap()
    }

    /// The worked examples of the paper: its tables 2 (as an inverse problem), 3 and 4.
    #[test]
    fn distances_agree_with_the_published_values_to_a_millimetre() {
        let direct = distance_m(at(40.0, 0.0), at(41.793_310_205_06, 137.844_900_043_77));
        assert!((direct - 10_000_000.0).abs() < 1e-3, "{direct}");
        let short = distance_m(at(-30.123_45, 0.0), at(-30.123_44, 0.000_05));
        assert!((short - 4.944_208).abs() < 1e-3, "{short}");
        let antipodal = distance_m(at(-30.0, 0.0), at(29.9, 179.8));
        assert!((antipodal - 19_989_832.827_61).abs() < 1e-3, "{antipodal}");
    }

    #[test]
    fn the_triangle_of_the_founding_article_is_as_wide_as_researched() {
        let zhangjiang = at(31.20404, 121.58336);
        let yangshan = at(30.63, 122.06);
        assert!((distance_m(zhangjiang, yangshan) - 78_300.0).abs() < 100.0);
    }

    proptest! {
        #[test]
        fn a_distance_is_the_same_both_ways(a in -89.0..89.0, b in -179.0..179.0, c in -89.0..89.0, d in -179.0..179.0) {
            let there = distance_m(at(a, b), at(c, d));
            let back = distance_m(at(c, d), at(a, b));
            prop_assert!((there - back).abs() < 1e-3);
        }
    }
}
