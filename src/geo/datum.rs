//! The two shifted datums of Chinese web maps: GCJ-02, as `AutoNavi` and Tencent have it, and BD-09, Baidu's further
//! shift. Neither is published; the formulas are those that became public in 2013 and that every open library uses
//! (eviltransform, github.com/googollee/eviltransform; coordtransform, github.com/wandergis/coordtransform). Good to a
//! few metres, so that what comes out is always marked approximate.

use std::f64::consts::PI;

use crate::atlas::{Extent, Position};

/// Semi-major axis of the Krasovsky 1940 ellipsoid, in metres, and the square of its eccentricity.
const AXIS_M: f64 = 6_378_245.0;
const ECCENTRICITY_2: f64 = 0.006_693_421_622_965_943;
/// Outside of this box nothing is shifted.
const CHINA: Extent = Extent {
    west: 72.004,
    south: 0.8293,
    east: 137.8347,
    north: 55.8271,
};
/// Baidu's shift from GCJ-02, in degrees.
const BAIDU_LONGITUDE: f64 = 0.0065;
const BAIDU_LATITUDE: f64 = 0.006;
/// Rounds of the fixed-point iteration; each makes the rest a few thousand times smaller.
const ROUNDS: usize = 8;

/// Whether a position lies where Chinese web maps shift.
pub fn is_shifted(position: Position) -> bool {
    (CHINA.west..=CHINA.east).contains(&position.longitude)
        && (CHINA.south..=CHINA.north).contains(&position.latitude)
}

/// The same outside China.
pub fn gcj02_from_wgs84(position: Position) -> Position {
    if !is_shifted(position) {
        return position;
    }
    let (x, y) = (position.longitude - 105.0, position.latitude - 35.0);
    let radians = position.latitude.to_radians();
    let magic = 1.0 - ECCENTRICITY_2 * radians.sin().powi(2);
    let meridian_m = AXIS_M * (1.0 - ECCENTRICITY_2) / magic.powf(1.5);
    let parallel_m = AXIS_M / magic.sqrt() * radians.cos();
    Position {
        longitude: position.longitude + (east_m(x, y) / parallel_m).to_degrees(),
        latitude: position.latitude + (north_m(x, y) / meridian_m).to_degrees(),
    }
}

/// The inverse of [`gcj02_from_wgs84`], by fixed-point iteration.
pub fn wgs84_from_gcj02(position: Position) -> Position {
    inverse(position, gcj02_from_wgs84)
}

/// The same outside China.
pub fn bd09_from_wgs84(position: Position) -> Position {
    if is_shifted(position) {
        bd09_from_gcj02(gcj02_from_wgs84(position))
    } else {
        position
    }
}

/// The inverse of [`bd09_from_wgs84`], by fixed-point iteration.
pub fn wgs84_from_bd09(position: Position) -> Position {
    inverse(position, bd09_from_wgs84)
}

fn bd09_from_gcj02(position: Position) -> Position {
    let (x, y) = (position.longitude, position.latitude);
    let turns = PI * 3000.0 / 180.0;
    let radius = x.hypot(y) + 0.000_02 * (y * turns).sin();
    let angle = y.atan2(x) + 0.000_003 * (x * turns).cos();
    Position {
        longitude: radius * angle.cos() + BAIDU_LONGITUDE,
        latitude: radius * angle.sin() + BAIDU_LATITUDE,
    }
}

fn inverse(shifted: Position, forward: impl Fn(Position) -> Position) -> Position {
    if !is_shifted(shifted) {
        return shifted;
    }
    let mut guess = shifted;
    for _ in 0..ROUNDS {
        let there = forward(guess);
        guess = Position {
            longitude: guess.longitude + shifted.longitude - there.longitude,
            latitude: guess.latitude + shifted.latitude - there.latitude,
        };
    }
    guess
}

/// Sum of the waves of one coordinate in degrees, as both shifts share it.
fn waves(at: f64, slow: [(f64, f64); 4]) -> f64 {
    let wave = |(height, length): (f64, f64)| height * (at * PI / length).sin();
    slow.into_iter().map(wave).sum::<f64>() * 2.0 / 3.0
}

fn ripple(x: f64) -> f64 {
    (20.0 * (6.0 * x * PI).sin() + 20.0 * (2.0 * x * PI).sin()) * 2.0 / 3.0
}

fn north_m(x: f64, y: f64) -> f64 {
    let plane = -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * x.abs().sqrt();
    let slow = [(20.0, 1.0), (40.0, 3.0), (160.0, 12.0), (320.0, 30.0)];
    plane + ripple(x) + waves(y, slow)
}

fn east_m(x: f64, y: f64) -> f64 {
    let plane = 300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * x.abs().sqrt();
    let slow = [(20.0, 1.0), (40.0, 3.0), (150.0, 12.0), (300.0, 30.0)];
    plane + ripple(x) + waves(x, slow)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geo::distance_m;
    use proptest::prelude::*;

    fn at(latitude: f64, longitude: f64) -> Position {
        Position::new(longitude, latitude).unwrap()
    }

    /// The test values that eviltransform is published with.
    #[test]
    fn gcj02_agrees_with_the_published_values() {
        for (wgs, gcj) in [
            (
                at(31.177_427_6, 121.527_210_6),
                at(31.175_303_983_645_97, 121.531_541_859_215),
            ),
            (
                at(22.543_847, 113.912_316),
                at(22.540_796_131_694_766, 113.917_176_480_836_3),
            ),
            (
                at(39.911_954, 116.377_817),
                at(39.913_345_455_360_69, 116.384_047_224_556_57),
            ),
        ] {
            let shifted = gcj02_from_wgs84(wgs);
            assert!(distance_m(shifted, gcj) < 0.01, "{shifted:?} {gcj:?}");
        }
    }

    /// The example of coordtransform, with the values that its ports (among them Hutool's `CoordinateUtilTest` and the
    /// crate `coordtransform-rs`) are tested against.
    #[test]
    fn both_shifts_agree_with_the_values_of_coordtransform() {
        let here = at(39.915, 116.404);
        let gcj = at(39.916_404_281_501_64, 116.410_244_499_169_38);
        assert!(distance_m(gcj02_from_wgs84(here), gcj) < 0.001);
        let baidu = at(39.921_336_993_510_22, 116.410_369_493_710_29);
        assert!(distance_m(bd09_from_gcj02(here), baidu) < 0.001);
        // Coordtransform's way back is one step of an approximation; ours goes on until it fits.
        let back = at(39.908_656_739_576_31, 116.397_627_291_193_15);
        let exact = inverse(here, bd09_from_gcj02);
        assert!(distance_m(exact, back) < 1.0);
        assert!(distance_m(bd09_from_gcj02(exact), here) < 0.001);
    }

    /// From the tests of pyxis (github.com/Glatzel/pyxis): a point in Zhejiang in all three datums.
    #[test]
    fn a_point_of_the_delta_agrees_in_all_three_datums() {
        let wgs = at(30.610_777_9, 121.091_707_7);
        let gcj = at(30.608_604_368_560_773, 121.096_269_278_509_77);
        let baidu = at(30.614_845_759_768_39, 121.102_717_246_225_64);
        assert!(distance_m(gcj02_from_wgs84(wgs), gcj) < 0.001);
        assert!(distance_m(bd09_from_wgs84(wgs), baidu) < 0.001);
        assert!(distance_m(wgs84_from_gcj02(gcj), wgs) < 0.001);
        assert!(distance_m(wgs84_from_bd09(baidu), wgs) < 0.001);
    }

    #[test]
    fn in_shanghai_the_shifts_are_some_hundreds_of_metres() {
        let zhangjiang = at(31.204_04, 121.583_36);
        let gcj = distance_m(zhangjiang, gcj02_from_wgs84(zhangjiang));
        let bd = distance_m(zhangjiang, bd09_from_wgs84(zhangjiang));
        assert!((300.0..700.0).contains(&gcj), "{gcj}");
        assert!((900.0..1500.0).contains(&bd), "{bd}");
    }

    proptest! {
        #[test]
        fn there_and_back_inside_china_is_less_than_a_metre(latitude in 18.0..53.0, longitude in 74.0..134.0) {
            let here = at(latitude, longitude);
            for back in [
                wgs84_from_gcj02(gcj02_from_wgs84(here)),
                wgs84_from_bd09(bd09_from_wgs84(here)),
            ] {
                prop_assert!(distance_m(here, back) < 1.0);
            }
        }

        #[test]
        fn outside_china_nothing_is_shifted(latitude in -89.0..89.0, longitude in -179.0..71.0) {
            let here = at(latitude, longitude);
            prop_assert_eq!(gcj02_from_wgs84(here), here);
            prop_assert_eq!(bd09_from_wgs84(here), here);
            prop_assert_eq!(wgs84_from_gcj02(here), here);
            prop_assert_eq!(wgs84_from_bd09(here), here);
        }
    }
}
