//! Cuts lines and rings off at a rectangle.

use egui::{Pos2, Rect};

/// The part of an area's ring inside `rect`; it may run along the sides. I. E. Sutherland and G. W. Hodgman,
/// "Reentrant polygon clipping", Communications of the ACM 17 (1), 1974.
pub fn ring(ring: &[Pos2], rect: Rect) -> Vec<Pos2> {
    let Rect { min, max } = rect;
    let west = side(ring, |at| at.x - min.x, |at| at.x = min.x);
    let east = side(&west, |at| max.x - at.x, |at| at.x = max.x);
    let north = side(&east, |at| at.y - min.y, |at| at.y = min.y);
    side(&north, |at| max.y - at.y, |at| at.y = max.y)
}

/// What lies on the inner side of a line: where `inside` is not negative. `snap` puts a point exactly on the line, so
/// that what is cut here meets what is cut from the other side.
fn side(ring: &[Pos2], inside: impl Fn(Pos2) -> f32, snap: impl Fn(&mut Pos2)) -> Vec<Pos2> {
    let mut kept = Vec::with_capacity(ring.len());
    let Some(mut before) = ring.last().copied() else {
        return kept;
    };
    for &at in ring {
        let (room_before, room) = (inside(before), inside(at));
        if (room_before < 0.0) != (room < 0.0) {
            // From the same end whichever way the line is told.
            let (from, to, from_room, to_room) = if room_before < room {
                (before, at, room_before, room)
            } else {
                (at, before, room, room_before)
            };
            let mut cut = from.lerp(to, from_room / (from_room - to_room));
            snap(&mut cut);
            kept.push(cut);
        }
        if room >= 0.0 {
            kept.push(at);
        }
        before = at;
    }
    kept
}

/// Which part of the way from one point to another lies in `rect`, as shares of it. Y.-D. Liang and B. A. Barsky,
/// "A new concept and method for line clipping", ACM Transactions on Graphics 3 (1), 1984.
pub fn way(from: Pos2, to: Pos2, rect: Rect) -> Option<(f32, f32)> {
    let way = to - from;
    let (mut first, mut last) = (0.0_f32, 1.0_f32);
    let sides = [
        (-way.x, from.x - rect.min.x),
        (way.x, rect.max.x - from.x),
        (-way.y, from.y - rect.min.y),
        (way.y, rect.max.y - from.y),
    ];
    for (outwards, room) in sides {
        if outwards == 0.0 {
            if room < 0.0 {
                return None;
            }
        } else if outwards < 0.0 {
            first = first.max(room / outwards);
        } else {
            last = last.min(room / outwards);
        }
    }
    (first < last).then_some((first, last))
}

#[cfg(test)]
mod tests {
    use super::*;
    use egui::pos2;

    const RECT: Rect = Rect {
        min: Pos2::ZERO,
        max: Pos2::new(10.0, 10.0),
    };

    #[test]
    fn a_ring_is_cut_off_at_the_sides() {
        let diamond = [(5.0, -5.0), (15.0, 5.0), (5.0, 15.0), (-5.0, 5.0)].map(Pos2::from);
        let cut = ring(&diamond, RECT);
        assert!(cut.iter().all(|at| RECT.contains(*at)), "{cut:?}");
        // The corners of the rectangle lie on the sides of the diamond.
        for corner in [pos2(0.0, 0.0), pos2(10.0, 0.0), pos2(10.0, 10.0)] {
            assert!(cut.contains(&corner), "{cut:?}");
        }
        let away = diamond.map(|at| pos2(at.x + 30.0, at.y));
        assert!(ring(&away, RECT).is_empty());
    }

    #[test]
    fn a_way_is_seen_as_far_as_it_lies_inside() {
        let across = way(pos2(-10.0, 5.0), pos2(30.0, 5.0), RECT);
        assert_eq!(across, Some((0.25, 0.5)));
        assert_eq!(way(pos2(-10.0, 5.0), pos2(-1.0, 5.0), RECT), None);
        assert_eq!(way(pos2(1.0, 1.0), pos2(2.0, 2.0), RECT), Some((0.0, 1.0)));
    }
}
