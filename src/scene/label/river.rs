//! Where the name of a water is written: on its spot, or along the line of a river.

use std::f32::consts::{FRAC_PI_2, PI};

use egui::{Pos2, Rect, Vec2, vec2};
use geo_types::{Coord, Geometry};

use super::Spots;
use crate::{
    atlas::Position,
    scene::{SceneInput, on_screen},
};

/// Half of a name's length: a river is looked at this far to both sides for its direction, in points.
const HALF_NAME: f32 = 45.0;
/// A name is tried so far from the last place that was tried, in points, and so often.
const STEP: f32 = 18.0;
const TRIES: usize = 20;

/// A point is named on the spot; a line along one of its stretches on the screen, the nearest to the middle first.
/// `None` off the screen.
pub fn water_spots(input: SceneInput<'_>, geometry: &Geometry) -> Option<Spots> {
    let projection = input.view.projection();
    let project = |coord: &Coord| {
        projection.screen_from_geo(Position {
            longitude: coord.x,
            latitude: coord.y,
        })
    };
    let line = match geometry {
        Geometry::Point(point) => {
            let at = project(&point.0);
            return on_screen(&input.view, at, 0.0).then(|| Spots::On(at, Vec::new()));
        }
        Geometry::LineString(line) => line,
        _ => return None,
    };
    let points = with_steps(line.coords().map(project), input.view.rect());
    let middle = input.free.center();
    let distance = |index: usize| points[index].distance(middle);
    let mut nearest: Vec<usize> = (0..points.len())
        .filter(|index| on_screen(&input.view, points[*index], 0.0))
        .collect();
    nearest.sort_by(|one, other| distance(*one).total_cmp(&distance(*other)));
    let first = points[*nearest.first()?];
    let mut spots: Vec<(Pos2, f32)> = Vec::new();
    for index in nearest {
        let at = points[index];
        if spots.iter().all(|(other, _)| other.distance(at) >= STEP) {
            spots.extend(direction(&points, index).map(|angle| (at, angle)));
        }
        if spots.len() == TRIES {
            break;
        }
    }
    Some(if spots.is_empty() {
        Spots::Any(vec![first])
    } else {
        Spots::Along(spots)
    })
}

/// What a name of this size, turned by `angle` within `spot`, really covers: small boxes along it, for its corners
/// are empty.
pub fn covered(spot: Rect, angle: f32, size: Vec2) -> Vec<Rect> {
    if angle == 0.0 {
        return vec![spot];
    }
    let (sin, cos) = angle.sin_cos();
    let breadth = size.y * (sin.abs() + cos.abs());
    let count = (size.x / size.y).ceil().clamp(1.0, 40.0) as u16;
    let boxes = (0..count).map(|number| {
        let along = size.x * ((f32::from(number) + 0.5) / f32::from(count) - 0.5);
        Rect::from_center_size(spot.center() + vec2(cos, sin) * along, Vec2::splat(breadth))
    });
    boxes.collect()
}

/// The same line with points in between where it may cross the screen, so that it can be named between its corners.
fn with_steps(points: impl Iterator<Item = Pos2>, screen: Rect) -> Vec<Pos2> {
    let mut dense: Vec<Pos2> = Vec::new();
    for point in points {
        if let Some(&last) = dense.last()
            && Rect::from_two_pos(last, point).intersects(screen)
        {
            let steps = (last.distance(point) / STEP).ceil().clamp(1.0, 200.0);
            let between = (1..steps as u16).map(|step| last.lerp(point, f32::from(step) / steps));
            dense.extend(between);
        }
        dense.push(point);
    }
    dense
}

/// How the line runs at a point, in radians, never upside down; `None` where it is too short to tell.
fn direction(points: &[Pos2], index: usize) -> Option<f32> {
    let at = points[index];
    let far = |other: &&Pos2| other.distance(at) > HALF_NAME;
    let before = points[..index].iter().rev().find(far).or(points.first())?;
    let after = points[index + 1..].iter().find(far).or(points.last())?;
    let along = *after - *before;
    let angle = along.y.atan2(along.x);
    (along.length() >= HALF_NAME).then(|| (angle + FRAC_PI_2).rem_euclid(PI) - FRAC_PI_2)
}

#[cfg(test)]
mod tests {
    use super::*;
    use egui::pos2;

    #[test]
    fn a_slanting_name_leaves_the_corners_of_its_box_free() {
        let spot = Rect::from_center_size(pos2(100.0, 100.0), Vec2::splat(80.0));
        let covered = covered(spot, std::f32::consts::FRAC_PI_4, vec2(100.0, 12.0));
        let within = |point| covered.iter().any(|part| part.contains(point));
        assert!(within(pos2(100.0, 100.0)) && within(pos2(130.0, 130.0)));
        assert!(!within(pos2(130.0, 70.0)) && !within(pos2(70.0, 130.0)));
    }

    #[test]
    fn a_straight_river_is_named_along_its_course_and_never_upside_down() {
        let course = with_steps(
            [pos2(400.0, 0.0), pos2(0.0, 400.0)].into_iter(),
            Rect::EVERYTHING,
        );
        assert!(course.len() > 10);
        let angle = direction(&course, course.len() / 2).unwrap();
        assert!(
            (angle + std::f32::consts::FRAC_PI_4).abs() < 1e-3,
            "{angle}"
        );
    }
}
