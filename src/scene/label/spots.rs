//! Where a name may be written, best first.

use egui::{Align2, Pos2, Rect, Vec2, pos2, vec2};

/// Spots that a name would take.
pub enum Spots {
    /// Beside a symbol of this radius.
    Beside(Pos2, f32),
    /// On the spot, or a little above or below it; else on one of others.
    On(Pos2, Vec<Pos2>),
    /// On one of several spots, each turned by radians.
    Along(Vec<(Pos2, f32)>),
    /// On one of several spots.
    Any(Vec<Pos2>),
}

/// One of them, for a name of a size.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spot {
    /// What the name covers, turned as it is.
    pub rect: Rect,
    /// Clockwise, in radians.
    pub angle: f32,
    /// Which one beside a symbol or round a spot; `None` where the others depend on the view.
    pub number: Option<usize>,
}

/// How far a name may be above or below its spot, in rows.
const ROWS: [f32; 5] = [0.0, -1.0, 1.0, -2.0, 2.0];

impl Spots {
    /// For a name that can only stay where it is.
    pub fn none() -> Self {
        Self::Any(Vec::new())
    }

    /// For a name of this size.
    pub fn of(&self, size: Vec2) -> Vec<Spot> {
        let numbered = |(number, rect)| Spot {
            rect,
            angle: 0.0,
            number: Some(number),
        };
        match self {
            &Self::Beside(centre, radius) => {
                let rects = beside(centre, radius, size);
                rects.into_iter().enumerate().map(numbered).collect()
            }
            Self::On(centre, others) => {
                let row = |row: f32| pos2(centre.x, centre.y + row * size.y * 0.9);
                let rows = ROWS.map(|rows| Rect::from_center_size(row(rows), size));
                let rows = rows.into_iter().enumerate().map(numbered);
                rows.chain(others.iter().map(|at| Spot::at(*at, 0.0, size)))
                    .collect()
            }
            Self::Any(spots) => {
                let spots = spots.iter();
                spots.map(|at| Spot::at(*at, 0.0, size)).collect()
            }
            Self::Along(spots) => {
                let spots = spots.iter();
                spots
                    .map(|(at, angle)| Spot::at(*at, *angle, size))
                    .collect()
            }
        }
    }

    /// The same one beside a symbol or round a spot as before.
    pub fn numbered(&self, number: usize, size: Vec2) -> Option<Spot> {
        let is_same = |spot: &Spot| spot.number == Some(number);
        match self {
            Self::Beside(..) | Self::On(..) => self.of(size).into_iter().find(is_same),
            Self::Along(_) | Self::Any(_) => None,
        }
    }
}

impl Spot {
    /// With its middle at a point, turned by radians.
    pub fn at(middle: Pos2, angle: f32, size: Vec2) -> Self {
        let (sin, cos) = angle.sin_cos();
        let size = vec2(
            size.x * cos.abs() + size.y * sin.abs(),
            size.x * sin.abs() + size.y * cos.abs(),
        );
        Self {
            rect: Rect::from_center_size(middle, size),
            angle,
            number: None,
        }
    }
}

fn beside(centre: Pos2, radius: f32, size: Vec2) -> [Rect; 8] {
    let gap = radius + 3.0;
    let diagonal = gap * 0.7;
    [
        (Align2::LEFT_CENTER, vec2(gap, 0.0)),
        (Align2::RIGHT_CENTER, vec2(-gap, 0.0)),
        (Align2::CENTER_TOP, vec2(0.0, gap)),
        (Align2::CENTER_BOTTOM, vec2(0.0, -gap)),
        (Align2::LEFT_TOP, vec2(diagonal, diagonal)),
        (Align2::LEFT_BOTTOM, vec2(diagonal, -diagonal)),
        (Align2::RIGHT_TOP, vec2(-diagonal, diagonal)),
        (Align2::RIGHT_BOTTOM, vec2(-diagonal, -diagonal)),
    ]
    .map(|(align, offset)| align.anchor_size(centre + offset, size))
}
