//! What of a data file lies under a point of the screen.

use std::ops::Range;

use egui::{Pos2, Vec2};

use super::{
    DataLayer, Dot,
    dot::SQUARE,
    shape::{Boxed, longer_side},
};
use crate::{
    atlas::Position,
    geo::significance,
    import::{PartKind, degrees},
    scene::{View, view::plane_from_geo},
};

/// A little more than the dot itself answers, in points.
const REACH: f32 = 3.0;

/// Features under a point.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Hit {
    /// A dot, by what the layer calls its members.
    Dot(Range<u32>),
    /// Lines and areas over each other, the smallest first.
    Shapes(Vec<u32>),
}

impl DataLayer {
    /// What lies under a point of the screen.
    pub fn pick(&self, view: &View, point: Pos2) -> Option<Hit> {
        let reach = Vec2::splat(SQUARE);
        let dots = self.dots_in(view, point - reach, point + reach);
        let hit = dots
            .into_iter()
            .filter(|dot| dot.centre.distance(point) <= dot.radius + REACH)
            .min_by(|one, other| {
                let distance = |dot: &Dot| dot.centre.distance(point) - dot.radius;
                distance(one).total_cmp(&distance(other))
            });
        hit.map(|dot| dot.hit)
            .or_else(|| self.pick_shapes(view, point))
    }

    fn pick_shapes(&self, view: &View, point: Pos2) -> Option<Hit> {
        let shapes = self.shapes.as_ref()?;
        let position = view.geo_from_screen(point);
        let at = plane_from_geo(position);
        let reach = f64::from(REACH) / view.scale();
        let mut found: Vec<&Boxed> = shapes
            .seen_in(
                at.map(|value| value - reach),
                at.map(|value| value + reach),
                view.zoom,
            )
            .filter(|boxed| self.meets(boxed.data as usize, position, reach))
            .collect();
        found.sort_by(|one, other| longer_side(one.geom()).total_cmp(&longer_side(other.geom())));
        let features: Vec<u32> = found.into_iter().map(|boxed| boxed.data).collect();
        (!features.is_empty()).then_some(Hit::Shapes(features))
    }

    /// Whether a feature's areas hold the position, or its lines come within `reach` of the plane.
    fn meets(&self, feature: usize, position: Position, reach: f64) -> bool {
        let at = plane_from_geo(position);
        let mut inside = false;
        for (kind, range) in self.table.parts(feature) {
            let vertices = &self.table.vertices()[range];
            let line = vertices
                .iter()
                .map(|vertex| plane_from_geo(degrees(*vertex)));
            let line: Vec<[f64; 2]> = line.collect();
            match kind {
                PartKind::Points => {}
                PartKind::Ring => inside ^= encloses(&line, at),
                PartKind::Line => {
                    if line
                        .windows(2)
                        .any(|pair| significance(&[pair[0], at, pair[1]])[1] <= reach)
                    {
                        return true;
                    }
                }
            }
        }
        inside
    }

    /// How many features a hit stands for.
    pub fn count(&self, hit: &Hit) -> usize {
        match hit {
            Hit::Dot(members) => members.len(),
            Hit::Shapes(features) => features.len(),
        }
    }

    /// One of the features of a hit, counted from 0.
    pub fn feature(&self, hit: &Hit, index: usize) -> Option<usize> {
        let number = match hit {
            Hit::Dot(members) => {
                let number = *self.pyramid.features(members).get(index)?;
                self.owners
                    .as_ref()
                    .map_or(number, |owners| owners[number as usize])
            }
            Hit::Shapes(features) => *features.get(index)?,
        };
        Some(number as usize)
    }

    /// The hit nearest to the middle of a part of the screen.
    pub fn nearest(&self, view: &View, middle: Pos2) -> Option<Hit> {
        let dots = self.dots(view).into_iter();
        let nearest = dots.min_by(|one, other| {
            let distance = |dot: &Dot| dot.centre.distance(middle);
            distance(one).total_cmp(&distance(other))
        });
        self.pick_shapes(view, middle)
            .or(nearest.map(|dot| dot.hit))
    }
}

/// Even-odd, for a ring whose last vertex is its first.
fn encloses(ring: &[[f64; 2]], [x, y]: [f64; 2]) -> bool {
    ring.windows(2).fold(false, |inside, side| {
        let [[x0, y0], [x1, y1]] = [side[0], side[1]];
        let crosses = (y0 > y) != (y1 > y) && x < (x1 - x0) * (y - y0) / (y1 - y0) + x0;
        inside ^ crosses
    })
}
