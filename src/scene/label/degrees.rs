//! The degrees of meridians and parallels, along the upper and the right edge of what no panel covers.

use egui::{Align2, Pos2, Rect, Vec2, pos2};

use super::{Lettering, PlacedLabel};
use crate::{
    atlas::Position,
    lang::{self, Axis, arc_text},
    scene::{SceneInput, content::LayerId, graticule, ground::style_zoom},
};

/// From the edge, in points.
const INSET: f32 = 5.0;
/// Between two of them along an edge, in points.
const APART: f32 = 10.0;
const SIZE: f32 = 11.0;

pub struct Degrees {
    pub labels: Vec<PlacedLabel>,
    /// What they leave free of the part that no panel covers.
    pub inner: Rect,
}

/// None, and all of the room, while the graticule is not shown.
pub fn degrees(input: SceneInput<'_>, measure: &dyn Fn(&str, &Lettering) -> Vec2) -> Degrees {
    let free = input.free;
    let mut degrees = Degrees {
        labels: Vec::new(),
        inner: free,
    };
    let opacity = input.content.opacity(LayerId::Graticule);
    if opacity <= 0.0 || free.width() < 200.0 || free.height() < 120.0 {
        return degrees;
    }
    let lettering = Lettering {
        size: SIZE * input.colours.lettering,
        semibold: false,
        italic: false,
        spacing: 0.0,
        colour: input.colours.label_weak.gamma_multiply(opacity),
        halo: input.colours.halo.gamma_multiply(opacity),
        plate: None,
    };
    let strings = lang::strings(input.language);
    let step = graticule::step_seconds(style_zoom(input.view.zoom));
    for axis in [Axis::Longitude, Axis::Latitude] {
        // As long as any of this step, so that the room for names stays the same while the map is panned.
        let longest = 88.0 + f64::from(step) / 3600.0;
        let room = measure(&arc_text(strings, axis, longest), &lettering);
        degrees.leave_free(axis, room);
        for mark in marks(input, axis, step, room) {
            let text = arc_text(strings, axis, mark);
            let size = measure(&text, &lettering);
            let rect = place(input, axis, mark, size);
            let covered = input.covered.iter().any(|panel| panel.intersects(rect));
            if free.contains_rect(rect) && !covered && !degrees.meets(rect) {
                degrees.labels.push(PlacedLabel {
                    text,
                    rect,
                    angle: 0.0,
                    lettering: lettering.clone(),
                    place: None,
                });
            }
        }
    }
    degrees
}

impl Degrees {
    /// In the corner where the edges meet.
    fn meets(&self, rect: Rect) -> bool {
        let near = |known: &PlacedLabel| known.rect.expand(APART / 2.0).intersects(rect);
        self.labels.iter().any(near)
    }

    fn leave_free(&mut self, axis: Axis, size: Vec2) {
        match axis {
            Axis::Longitude => self.inner.min.y += size.y + INSET,
            Axis::Latitude => self.inner.max.x -= size.x + INSET,
        }
    }
}

/// The lines that cross the screen and are numbered, in degrees: every one, or every second, third or sixth, for which
/// there is room.
fn marks(input: SceneInput<'_>, axis: Axis, step: u32, room: Vec2) -> impl Iterator<Item = f64> {
    let extent = input.view.extent();
    let (low, high, length, needed) = match axis {
        Axis::Longitude => (extent.west, extent.east, input.view.size.x, room.x),
        Axis::Latitude => (extent.south, extent.north, input.view.size.y, room.y),
    };
    let apart = f64::from(length) * f64::from(step) / 3600.0 / (high - low);
    let fits = |every: &u32| apart * f64::from(*every) >= f64::from(needed + APART);
    let every = [1, 2, 3].into_iter().find(fits).unwrap_or(6);
    graticule::marks(low, high, step * every)
}

/// Where the number of a line stands.
fn place(input: SceneInput<'_>, axis: Axis, mark: f64, size: Vec2) -> Rect {
    let centre = input.view.centre;
    let on_line = |longitude, latitude| -> Pos2 {
        input.view.screen_from_geo(Position {
            longitude,
            latitude,
        })
    };
    let free = input.free;
    match axis {
        Axis::Longitude => {
            let at = pos2(on_line(mark, centre.latitude).x, free.top() + INSET);
            Align2::CENTER_TOP.anchor_size(at, size)
        }
        Axis::Latitude => {
            let at = pos2(free.right() - INSET, on_line(centre.longitude, mark).y);
            Align2::RIGHT_CENTER.anchor_size(at, size)
        }
    }
}
