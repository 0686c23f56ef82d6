//! The sign of how far a fact can be trusted: a shape of its own for each status, always with the word beside it.

use egui::{Color32, Pos2, Rect, Sense, Shape, Stroke, Ui, Vec2, pos2, vec2};

use super::{Context, widget};
use crate::{
    atlas::{Fact, Status},
    card::date_of,
    lang::status_key,
    theme::Interface,
};

/// Side of a sign, in points.
const SIDE: f32 = 13.0;

/// Sign and word.
pub fn status_ui(ui: &mut Ui, context: &Context<'_>, status: Status) {
    let explanation = context.text(explanation_key(status));
    let colour = colour(context.colours(), status);
    sign_ui(ui, context, status);
    let word = context.text(status_key(status));
    ui.label(widget::caption(context, word).color(colour))
        .on_hover_text(explanation);
}

/// The sign alone, its word on hover and for screen readers.
pub fn sign_ui(ui: &mut Ui, context: &Context<'_>, status: Status) {
    let (rect, response) = ui.allocate_exact_size(Vec2::splat(SIDE), Sense::hover());
    let explanation = context.text(explanation_key(status));
    response.on_hover_text(explanation);
    let colour = colour(context.colours(), status);
    ui.painter()
        .extend(shapes(status, rect.shrink(1.0), colour));
}

/// When it was true; a year in which something happened needs no date.
pub fn date_ui(ui: &mut Ui, context: &Context<'_>, fact: &Fact) {
    let date = date_of(context.strings, fact);
    if !date.is_empty() {
        ui.label(widget::caption(context, date));
    }
}

/// Of a stale fact, how old it is, with a sign of its own; nothing for others.
pub fn age_ui(ui: &mut Ui, context: &Context<'_>, fact: &Fact) {
    let Some(years) = fact
        .age_years(context.today)
        .filter(|_| fact.is_stale(context.today))
    else {
        return;
    };
    let (rect, response) = ui.allocate_exact_size(Vec2::splat(SIDE), Sense::hover());
    let explanation = context.text("fact-age-means");
    response.on_hover_text(explanation);
    let colour = context.colours().caution;
    ui.painter().extend(hourglass(rect.shrink(1.5), colour));
    let age = context
        .strings
        .format("fact-age", &[("years", &years.to_string())]);
    ui.label(widget::caption(context, age).color(colour))
        .on_hover_text(explanation);
}

fn explanation_key(status: Status) -> &'static str {
    match status {
        Status::Corroborated => "status-corroborated-means",
        Status::Sourced => "status-sourced-means",
        Status::Computed => "status-computed-means",
        Status::Reported => "status-reported-means",
        Status::Disputed => "status-disputed-means",
        Status::NeedsCheck => "status-needs-check-means",
    }
}

pub(super) fn colour(colours: &Interface, status: Status) -> Color32 {
    match status {
        Status::Corroborated | Status::Sourced | Status::Computed => colours.ink_weak,
        Status::Reported | Status::Disputed | Status::NeedsCheck => colours.caution,
    }
}

/// Filled circle, ring, dot in a square, triangle, split diamond, question mark.
pub(super) fn shapes(status: Status, rect: Rect, colour: Color32) -> Vec<Shape> {
    let centre = rect.center();
    let radius = rect.width() / 2.0;
    let line = Stroke::new(1.6, colour);
    match status {
        Status::Corroborated => vec![Shape::circle_filled(centre, radius, colour)],
        Status::Sourced => vec![Shape::circle_stroke(centre, radius - 0.8, line)],
        Status::Computed => vec![
            Shape::rect_stroke(rect.shrink(0.8), 1.0, line, egui::StrokeKind::Middle),
            Shape::circle_filled(centre, 2.0, colour),
        ],
        Status::Reported => vec![Shape::closed_line(
            vec![
                pos2(centre.x, rect.top()),
                pos2(rect.right(), rect.bottom()),
                pos2(rect.left(), rect.bottom()),
            ],
            line,
        )],
        Status::Disputed => split_diamond(centre, radius, line),
        Status::NeedsCheck => question_mark(centre, radius, line),
    }
}

/// Two triangles, tip to tip.
fn hourglass(rect: Rect, colour: Color32) -> Vec<Shape> {
    let line = Stroke::new(1.4, colour);
    let (left, right) = (rect.left() + 1.0, rect.right() - 1.0);
    let upper = vec![
        pos2(left, rect.top()),
        pos2(right, rect.top()),
        rect.center(),
    ];
    let lower = vec![
        rect.center(),
        pos2(right, rect.bottom()),
        pos2(left, rect.bottom()),
    ];
    vec![
        Shape::closed_line(upper, line),
        Shape::convex_polygon(lower, colour, line),
    ]
}

fn split_diamond(centre: Pos2, radius: f32, line: Stroke) -> Vec<Shape> {
    let corners = [
        vec2(0.0, -radius),
        vec2(radius, 0.0),
        vec2(0.0, radius),
        vec2(-radius, 0.0),
    ]
    .map(|offset| centre + offset);
    let left = vec![corners[0], corners[2], corners[3]];
    vec![
        Shape::convex_polygon(left, line.color, Stroke::NONE),
        Shape::closed_line(corners.to_vec(), line),
    ]
}

fn question_mark(centre: Pos2, radius: f32, line: Stroke) -> Vec<Shape> {
    let point = |x: f32, y: f32| centre + vec2(x, y) * radius;
    let hook = vec![
        point(-0.5, -0.5),
        point(-0.35, -0.85),
        point(0.0, -1.0),
        point(0.4, -0.85),
        point(0.5, -0.5),
        point(0.35, -0.2),
        point(0.05, 0.05),
        point(0.0, 0.4),
    ];
    vec![
        Shape::line(hook, line),
        Shape::circle_filled(point(0.0, 0.85), 1.2, line.color),
    ]
}
