//! Meridians and parallels in steps that suit the zoom.

use std::{
    collections::BTreeMap,
    sync::{Arc, LazyLock, Mutex, PoisonError},
};

use geo_types::{Geometry, LineString};

use super::Shapes;
use crate::{atlas::Extent, basemap};

/// Steps in seconds of arc, each with the zoom from which on it is drawn: lines are 60 to 250 points apart then.
const STEPS: [(f64, u32); 9] = [
    (0.0, 7200),
    (6.5, 3600),
    (7.75, 1800),
    (9.25, 600),
    (10.75, 300),
    (12.0, 120),
    (13.0, 60),
    (14.5, 30),
    (15.25, 10),
];

/// Seconds of arc between two lines.
pub fn step_seconds(zoom: f64) -> u32 {
    let reached = STEPS.iter().rev().find(|(from, _)| zoom >= *from);
    reached.map_or(STEPS[0].1, |(_, seconds)| *seconds)
}

/// Degrees of the lines from `low` to `high` degrees, at multiples of the step in seconds of arc.
pub fn marks(low: f64, high: f64, step: u32) -> impl Iterator<Item = f64> {
    let first = (low * 3600.0 / f64::from(step)).ceil() as i64;
    let last = (high * 3600.0 / f64::from(step)).floor() as i64;
    (first..=last).map(move |number| number as f64 * f64::from(step) / 3600.0)
}

/// All lines over the extent of the base map; on the Mercator plane each is straight.
pub fn lines(zoom: f64) -> Shapes {
    static MADE: LazyLock<Mutex<BTreeMap<u32, Arc<Vec<Geometry>>>>> = LazyLock::new(Mutex::default);
    let step = step_seconds(zoom);
    let mut made = MADE.lock().unwrap_or_else(PoisonError::into_inner);
    let shapes = made.entry(step).or_insert_with(|| Arc::new(make(step)));
    Shapes::Own(Arc::clone(shapes))
}

fn make(step: u32) -> Vec<Geometry> {
    let Extent {
        west,
        south,
        east,
        north,
    } = basemap::EXTENT;
    let line =
        |from: (f64, f64), to: (f64, f64)| Geometry::LineString(LineString::from(vec![from, to]));
    let meridians = marks(west, east, step).map(|x| line((x, south), (x, north)));
    let parallels = marks(south, north, step).map(|y| line((west, y), (east, y)));
    meridians.chain(parallels).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scene::View;
    use egui::vec2;

    #[test]
    fn lines_are_never_crowded_nor_out_of_sight_at_any_zoom() {
        for tenth in 60..=170 {
            let zoom = f64::from(tenth) / 10.0;
            let view = View {
                centre: basemap::EXTENT.centre(),
                zoom,
                size: vec2(1280.0, 752.0),
            };
            let apart = f64::from(step_seconds(zoom)) / 3600.0 / 360.0 * view.scale();
            assert!((55.0..=270.0).contains(&apart), "{apart} at {zoom}");
        }
    }

    #[test]
    fn the_same_step_is_the_same_geometry_in_memory() {
        assert_eq!(lines(9.3), lines(9.6));
        assert_ne!(lines(9.3), lines(12.5));
    }
}
