//! The views that the camera has been at, to go back and forward between as in a browser.

use super::View;
use crate::atlas::Position;

/// Views that are kept.
const KEPT: usize = 100;
/// After so long at rest a gesture starts another view, in seconds.
const REST_S: f64 = 2.0;

/// Where the camera was, whatever the size of the window was then.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stop {
    pub centre: Position,
    pub zoom: f64,
}

impl From<View> for Stop {
    fn from(view: View) -> Self {
        Self {
            centre: view.centre,
            zoom: view.zoom,
        }
    }
}

#[derive(Debug, Default)]
pub struct History {
    back: Vec<Stop>,
    forward: Vec<Stop>,
    present: Option<Stop>,
    /// When the camera was last seen to move, in seconds.
    moved_s: f64,
}

impl History {
    /// The camera is, or is on its way, here. Movements that follow each other closely are one step back.
    pub fn note(&mut self, view: View, now_s: f64) {
        let stop = Stop::from(view);
        let Some(present) = self.present.replace(stop) else {
            return;
        };
        if same(present, stop) {
            self.present = Some(present);
            return;
        }
        if now_s - self.moved_s > REST_S || self.back.is_empty() {
            self.push(present);
        }
        self.moved_s = now_s;
    }

    /// A jump from here: a step of its own, however soon after another movement.
    pub fn leave(&mut self, now_s: f64) {
        self.moved_s = now_s - 2.0 * REST_S;
    }

    fn push(&mut self, stop: Stop) {
        self.forward.clear();
        if self.back.len() == KEPT {
            self.back.remove(0);
        }
        self.back.push(stop);
    }

    pub fn can_go_back(&self) -> bool {
        !self.back.is_empty()
    }

    pub fn can_go_forward(&self) -> bool {
        !self.forward.is_empty()
    }

    /// The view before this one.
    pub fn back(&mut self) -> Option<Stop> {
        let stop = self.back.pop()?;
        self.forward.extend(self.present.replace(stop));
        Some(stop)
    }

    /// The view that was left by going back.
    pub fn forward(&mut self) -> Option<Stop> {
        let stop = self.forward.pop()?;
        self.back.extend(self.present.replace(stop));
        Some(stop)
    }
}

/// But for rounding.
fn same(one: Stop, other: Stop) -> bool {
    let near = |a: f64, b: f64| (a - b).abs() < 1e-6;
    near(one.zoom, other.zoom)
        && near(one.centre.longitude, other.centre.longitude)
        && near(one.centre.latitude, other.centre.latitude)
}

#[cfg(test)]
mod tests {
    use super::*;
    use egui::vec2;

    fn at(longitude: f64) -> View {
        View {
            centre: Position {
                longitude,
                latitude: 31.0,
            },
            zoom: 9.0,
            size: vec2(800.0, 600.0),
        }
    }

    #[test]
    fn movements_in_one_go_are_one_step_and_a_rest_starts_another() {
        let mut history = History::default();
        for (longitude, now_s) in [(120.0, 0.0), (120.1, 10.0), (120.2, 10.5), (121.0, 20.0)] {
            history.note(at(longitude), now_s);
        }
        assert_eq!(history.back(), Some(at(120.2).into()));
        assert_eq!(history.back(), Some(at(120.0).into()));
        assert_eq!(history.back(), None);
        assert_eq!(history.forward(), Some(at(120.2).into()));
        assert_eq!(history.forward(), Some(at(121.0).into()));
        assert!(!history.can_go_forward());
    }

    #[test]
    fn a_jump_is_a_step_of_its_own_and_ends_the_way_forward() {
        let mut history = History::default();
        history.note(at(120.0), 0.0);
        history.note(at(120.5), 1.0);
        history.leave(1.1);
        history.note(at(122.0), 1.1);
        assert_eq!(history.back(), Some(at(120.5).into()));
        history.leave(2.0);
        history.note(at(119.0), 2.0);
        assert!(!history.can_go_forward());
        assert_eq!(history.back(), Some(at(120.5).into()));
    }

    #[test]
    fn no_more_than_a_hundred_views_are_kept() {
        let mut history = History::default();
        for step in 0..300 {
            history.note(at(115.0 + 0.01 * f64::from(step)), 10.0 * f64::from(step));
        }
        assert_eq!(std::iter::from_fn(|| history.back()).count(), KEPT);
    }
}
