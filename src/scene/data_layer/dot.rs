//! Features as dots: one by one where there is room, one for all that share a square where they crowd.

use egui::{Color32, Pos2};

use super::{DataLayer, Hit, PLANE_SIDE};
use crate::{
    geo::pyramid::{Mark, PlanePoint},
    scene::{View, view::Projection},
    theme::MapColours,
};

/// Radius of the dot of one feature, in points.
pub const SINGLE_RADIUS: f32 = 3.0;
/// A dot that stands for several is at least this large, in points.
pub(super) const BIN_RADIUS: f32 = 4.0;
/// Side of a square that one dot stands for at a whole zoom, in points.
pub(super) const SQUARE: f32 = 32.0;
/// Strength of a dot that stands for several features.
const CROWD: f32 = 0.72;

/// One feature or several, in points from the map's top left corner.
#[derive(Clone, Debug, PartialEq)]
pub struct Dot {
    pub centre: Pos2,
    pub radius: f32,
    pub count: u32,
    pub hit: Hit,
}

impl Dot {
    pub fn colour(&self, colours: &MapColours) -> Color32 {
        dot_colour(self.count, colours)
    }

    /// Round a single feature: the width of the ring that parts it from the ground, in points.
    pub fn ring(&self) -> Option<f32> {
        (self.count == 1).then_some(1.0)
    }
}

/// Of a dot that stands for so many features.
pub fn dot_colour(count: u32, colours: &MapColours) -> Color32 {
    if count == 1 {
        colours.symbol
    } else {
        colours.symbol.gamma_multiply(CROWD)
    }
}

impl DataLayer {
    /// The dots of a view, the large ones first.
    pub fn dots(&self, view: &View) -> Vec<Dot> {
        self.dots_in(view, Pos2::ZERO, view.size.to_pos2())
    }

    pub(super) fn dots_in(&self, view: &View, from: Pos2, to: Pos2) -> Vec<Dot> {
        let projection = view.projection();
        let marks = self.pyramid.marks(
            on_plane(&projection, from),
            on_plane(&projection, to),
            whole_zoom(view.zoom),
        );
        let half = half_square(view.zoom);
        let crowd = self.pyramid.crowd(whole_zoom(view.zoom)) as f32;
        let mut dots: Vec<Dot> = marks
            .into_iter()
            .map(|mark| dot(&projection, mark, half, crowd))
            .collect();
        dots.sort_by_key(|dot| std::cmp::Reverse(dot.count));
        dots
    }
}

fn on_screen(projection: &Projection, point: PlanePoint) -> Pos2 {
    projection.screen_from_plane(point.map(|along| f64::from(along) / PLANE_SIDE))
}

fn on_plane(projection: &Projection, point: Pos2) -> PlanePoint {
    let shares = projection.plane_from_screen(point);
    shares.map(|share| (share * PLANE_SIDE) as u32)
}

/// `half` of the side of a square, in points; a dot of `crowd` features fills its square. Areas are as counts.
fn dot(projection: &Projection, mark: Mark, half: f32, crowd: f32) -> Dot {
    let at = on_screen(projection, mark.at);
    let (centre, radius) = if mark.count == 1 {
        (at, SINGLE_RADIUS)
    } else {
        let radius = (half * (mark.count as f32 / crowd).sqrt()).clamp(BIN_RADIUS, half);
        // Where its features are on average, but inside its square: so dots keep clear of each other.
        let room = egui::Vec2::splat(half - radius);
        let middle = on_screen(projection, mark.middle);
        (at.clamp(middle - room, middle + room), radius)
    };
    Dot {
        centre,
        radius,
        count: mark.count,
        hit: Hit::Dot(mark.members),
    }
}

/// Half of the side of a square, in points.
pub(super) fn half_square(zoom: f64) -> f32 {
    SQUARE * (zoom - f64::from(whole_zoom(zoom))).exp2() as f32 / 2.0
}

/// The zoom whose squares a view shows.
pub fn whole_zoom(zoom: f64) -> u32 {
    zoom.round() as u32
}
