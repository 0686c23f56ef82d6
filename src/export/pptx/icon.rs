//! The signs of kinds of places as shapes.

use egui::{Color32, Pos2, Rect, pos2};
use resvg::{
    tiny_skia::PathSegment,
    usvg::{Group, Node},
};

use super::{
    super::png::tree,
    shape::{Line, Outline, Paint, Step},
};
use crate::theme::icon::Icon;

/// The grid that signs are drawn on, and the width of their lines on it.
const GRID: f32 = 24.0;
const WIDTH: f32 = 1.75;

/// The lines of a sign in a square; nothing of a file that cannot be read.
pub fn outlines(icon: Icon, rect: Rect) -> Vec<Outline> {
    let mut outlines = Vec::new();
    if let Ok(tree) = tree(icon.svg()) {
        collect(tree.root(), rect, &mut outlines);
    }
    outlines
}

/// How they are drawn.
pub fn paint(rect: Rect, colour: Color32) -> Paint {
    let line = Line {
        width: WIDTH * rect.width() / GRID,
        colour,
        dash: false,
    };
    Paint::filled(colour).with_line(line)
}

fn collect(group: &Group, rect: Rect, outlines: &mut Vec<Outline>) {
    for node in group.children() {
        match node {
            Node::Group(group) => collect(group, rect, outlines),
            Node::Path(path) => {
                let at = |point: resvg::tiny_skia::Point| -> Pos2 {
                    let mut point = point;
                    path.abs_transform().map_point(&mut point);
                    let share = rect.width() / GRID;
                    pos2(rect.left() + point.x * share, rect.top() + point.y * share)
                };
                let mut outline = Outline {
                    steps: Vec::new(),
                    filled: path.fill().is_some(),
                };
                let mut last = Pos2::ZERO;
                for segment in path.data().segments() {
                    let step = match segment {
                        PathSegment::MoveTo(to) => Step::Move(at(to)),
                        PathSegment::LineTo(to) => Step::Line(at(to)),
                        PathSegment::QuadTo(bend, to) => {
                            let (bend, to) = (at(bend), at(to));
                            let third = |from: Pos2| from + (bend - from) * (2.0 / 3.0);
                            Step::Cubic(third(last), third(to), to)
                        }
                        PathSegment::CubicTo(one, two, to) => Step::Cubic(at(one), at(two), at(to)),
                        PathSegment::Close => Step::Close,
                    };
                    if let Step::Move(to) | Step::Line(to) | Step::Cubic(_, _, to) = step {
                        last = to;
                    }
                    outline.steps.push(step);
                }
                outlines.push(outline);
            }
            Node::Image(_) | Node::Text(_) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use egui::vec2;

    #[test]
    fn every_sign_has_lines_inside_its_square() {
        let rect = Rect::from_min_size(pos2(100.0, 50.0), vec2(12.0, 12.0));
        for icon in Icon::ALL {
            let outlines = outlines(*icon, rect);
            assert!(!outlines.is_empty(), "{icon:?}");
            for step in outlines.iter().flat_map(|outline| &outline.steps) {
                if let Step::Move(to) | Step::Line(to) = step {
                    assert!(rect.expand(0.5).contains(*to), "{icon:?}: {to}");
                }
            }
        }
    }
}
