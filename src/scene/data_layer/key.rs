//! What the legend says of a data file: what it is called, how its features are drawn, and for how many a dot of a
//! certain size stands.

use egui::Pos2;

use super::{
    DataLayer,
    dot::{BIN_RADIUS, half_square, whole_zoom},
};
use crate::scene::{View, view::plane_from_geo};

/// A dot of the legend has at most this radius, in points.
const ROOM: f32 = 7.0;

/// What the legend says of a data file.
#[derive(Clone, Debug, PartialEq)]
pub struct DataKey {
    pub name: String,
    /// Whether lines or areas are in view; else its features are dots.
    pub shapes: bool,
    pub crowd: Option<Crowd>,
}

/// A dot that stands for several features.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Crowd {
    /// In points.
    pub radius: f32,
    /// A round number; `None` where so small a dot would stand for less than two.
    pub count: Option<u32>,
}

impl DataLayer {
    /// `None` where none of its features is in view.
    pub fn key(&self, view: &View) -> Option<DataKey> {
        let corner = |point: Pos2| plane_from_geo(view.geo_from_screen(point));
        let shapes = self.shapes.as_ref().is_some_and(|shapes| {
            let (low, high) = (corner(Pos2::ZERO), corner(view.size.to_pos2()));
            shapes.seen_in(low, high, view.zoom).next().is_some()
        });
        let dots = self.dots(view);
        let crowded = dots.first().is_some_and(|dot| dot.count > 1);
        (shapes || !dots.is_empty()).then(|| DataKey {
            name: self.table.name().to_owned(),
            shapes,
            crowd: crowded.then(|| self.crowd(view)),
        })
    }

    fn crowd(&self, view: &View) -> Crowd {
        let (half, crowd) = (
            half_square(view.zoom),
            self.pyramid.crowd(whole_zoom(view.zoom)),
        );
        // Areas are as counts.
        let count = round_down(crowd as f32 * (ROOM / half).powi(2));
        let radius = count.map_or(ROOM, |count| half * (count as f32 / crowd as f32).sqrt());
        Crowd {
            radius: radius.max(BIN_RADIUS),
            count,
        }
    }
}

/// To 1, 2 or 5 and zeros; `None` below 2.
fn round_down(count: f32) -> Option<u32> {
    let zeros = 10_f32.powf(count.max(1.0).log10().floor());
    let steps = [5.0, 2.0, 1.0].map(|step| step * zeros);
    let rounded = steps.into_iter().find(|step| *step <= count)?;
    (rounded >= 2.0).then_some(rounded as u32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_count_in_the_legend_is_round() {
        let rounded = [0.4, 1.9, 2.0, 9.0, 48.0, 1000.0, 7123.0].map(round_down);
        assert_eq!(
            rounded,
            [
                None,
                None,
                Some(2),
                Some(5),
                Some(20),
                Some(1000),
                Some(5000)
            ]
        );
    }
}
