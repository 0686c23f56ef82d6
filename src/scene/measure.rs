//! What is being measured by hand, drawn on a view: geodesics with their lengths, the outline, the rings.

use egui::{Pos2, Vec2, vec2};

use super::{
    Lettering, View,
    evidence::{Evidence, Pen, Stroke},
};
use crate::{
    atlas::Position,
    geo::{Measure, MeasureKind, Outline, Stretch, geodesic_line, ring_line, stretch},
    lang::{Strings, area_text, length_text},
    theme::MapColours,
};

/// Positions along a geodesic, round a circle, and round the dot of a point.
const LINE_POINTS: usize = 33;
const RING_POINTS: usize = 120;
const DOT_POINTS: usize = 16;
/// Radius of the dot of a point, in points of the screen.
const DOT: f32 = 4.0;
/// A shorter stretch on the screen has no label, in points.
const SHORTEST: f32 = 46.0;

/// `pointer` is where the next point would be.
pub fn measured(
    measure: &Measure,
    pointer: Option<Position>,
    view: &View,
    colours: &MapColours,
    strings: &Strings,
    size: &dyn Fn(&str, &Lettering) -> Vec2,
) -> Evidence {
    let mut pen = Pen {
        view,
        colours,
        strings,
        measure: size,
        taken: Vec::new(),
        evidence: Evidence::default(),
    };
    match measure.kind {
        MeasureKind::Path | MeasureKind::Area => {
            for stretch in measure.stretches() {
                line(&mut pen, measure, &stretch, false);
            }
        }
        MeasureKind::Rings => rings(&mut pen, measure),
    }
    if measure.kind == MeasureKind::Area {
        outline(&mut pen, measure);
    }
    let last = measure
        .points
        .last()
        .filter(|_| measure.kind != MeasureKind::Rings);
    if let Some((last, pointer)) = last.zip(pointer) {
        line(&mut pen, measure, &stretch(last.position, pointer), true);
    }
    for point in &measure.points {
        dot(&mut pen, view.screen_from_geo(point.position));
    }
    pen.evidence
}

/// What is not fixed yet is dashed.
fn line(pen: &mut Pen<'_>, measure: &Measure, stretch: &Stretch, dashed: bool) {
    let positions = geodesic_line(stretch.from, stretch.to, LINE_POINTS);
    let points = pen.stroke(&positions, pen.colours.accent, dashed);
    let apart = points[0].distance(points[LINE_POINTS - 1]);
    if apart >= SHORTEST {
        let text = length_text(pen.strings, stretch.distance_m, measure.unit);
        pen.label(&text, points[LINE_POINTS / 2], pen.colours.accent);
    }
}

fn outline(pen: &mut Pen<'_>, measure: &Measure) {
    let (Some(first), Some(last)) = (measure.points.first(), measure.points.last()) else {
        return;
    };
    if measure.points.len() < 3 {
        return;
    }
    let closing = geodesic_line(last.position, first.position, LINE_POINTS);
    pen.stroke(&closing, pen.colours.accent, true);
    if let Outline::Closed { area_m2, .. } = measure.outline() {
        let text = area_text(pen.strings, area_m2, measure.unit);
        pen.label(&text, middle(pen.view, measure), pen.colours.symbol);
    }
}

fn middle(view: &View, measure: &Measure) -> Pos2 {
    let count = measure.points.len().max(1) as f32;
    let sum = measure
        .points
        .iter()
        .map(|point| view.screen_from_geo(point.position).to_vec2())
        .fold(Vec2::ZERO, |sum, point| sum + point);
    (sum / count).to_pos2()
}

fn rings(pen: &mut Pen<'_>, measure: &Measure) {
    for circle in measure.rings() {
        let positions = ring_line(circle, RING_POINTS);
        let points = pen.stroke(&positions, pen.colours.accent, false);
        let text = length_text(pen.strings, circle.radius_m, measure.unit);
        // The northernmost point, or the first one that is on the screen.
        let inside = pen.view.rect().shrink2(vec2(60.0, 24.0));
        if let Some(at) = points.into_iter().find(|point| inside.contains(*point)) {
            pen.label(&text, at, pen.colours.accent);
        }
    }
}

fn dot(pen: &mut Pen<'_>, centre: Pos2) {
    let round = |radius: f32| {
        (0..=DOT_POINTS)
            .map(|step| {
                let angle = std::f32::consts::TAU * step as f32 / DOT_POINTS as f32;
                centre + radius * Vec2::angled(angle)
            })
            .collect()
    };
    for (radius, width, colour) in [(DOT, 5.0, pen.colours.halo), (DOT, 2.4, pen.colours.accent)] {
        pen.evidence.strokes.push(Stroke {
            points: round(radius),
            colour,
            width,
            dashed: false,
        });
    }
}
