//! Slides without a map, designed as the title page of an atlas: a framed plate with the tide's water lines.

use egui::{
    FontFamily, FontId, Pos2, Rect, Shape, Stroke, StrokeKind, Ui, pos2, text::LayoutJob,
    text::TextFormat, vec2,
};

use super::{super::Context, layout::Layout, picture::Picture};
use crate::{
    atlas::{Block, Run, Slide},
    theme::semibold,
};

/// Lines of water along the lower edge.
const WATER_LINES: usize = 9;
/// Points of one line.
const STEPS: usize = 96;

pub fn plate_ui(
    ui: &Ui,
    context: &Context<'_>,
    rect: Rect,
    layout: &Layout,
    picture: &Picture<'_>,
) {
    let (slide, build) = (picture.slide, picture.build);
    let unit = layout.unit;
    let (colours, map) = (context.colours(), &context.theme.map);
    let painter = ui.painter();
    painter.rect_filled(rect, 0.0, colours.paper);
    water(ui, context, rect, unit);
    let outer = rect.shrink(unit * 3.0);
    painter.rect_stroke(
        outer,
        0.0,
        Stroke::new(unit * 0.45, map.neat_line),
        StrokeKind::Inside,
    );
    let inner = outer.shrink(unit * 1.2);
    painter.rect_stroke(
        inner,
        0.0,
        Stroke::new(unit * 0.12, map.neat_line),
        StrokeKind::Inside,
    );
    let room = inner
        .shrink2(vec2(unit * 8.0, unit * 6.0))
        .with_max_y(layout.strip.top() - unit * 6.0);
    let title = title(ui, context, room.width(), slide, unit);
    let lines = words(ui, context, room.width(), slide, build, unit);
    let height: f32 = title.size().y
        + unit * 9.0
        + lines
            .iter()
            .map(|line| line.size().y + unit * 1.6)
            .sum::<f32>();
    let mut at = pos2(
        room.left(),
        room.top() + ((room.height() - height) * 0.42).max(0.0),
    );
    painter.line_segment(
        [at, at + vec2(unit * 14.0, 0.0)],
        Stroke::new(unit * 0.9, colours.accent),
    );
    at.y += unit * 4.0;
    let drop = title.size().y;
    painter.galley(at, title, colours.ink);
    at.y += drop + unit * 3.4;
    for line in lines {
        let drop = line.size().y + unit * 1.6;
        painter.galley(at, line, colours.ink);
        at.y += drop;
    }
}

/// As large as it can be in three lines.
fn title(
    ui: &Ui,
    context: &Context<'_>,
    width: f32,
    slide: &Slide,
    unit: f32,
) -> std::sync::Arc<egui::Galley> {
    let text = slide.title.get(context.language()).to_owned();
    let at = |size: f32| {
        let format =
            TextFormat::simple(FontId::new(unit * size, semibold()), context.colours().ink);
        let mut job = LayoutJob::single_section(text.clone(), format);
        job.wrap.max_width = width;
        ui.fonts_mut(|fonts| fonts.layout_job(job))
    };
    [11.0, 9.0, 7.5]
        .into_iter()
        .map(at)
        .find(|galley| galley.rows.len() <= 3)
        .unwrap_or_else(|| at(6.0))
}

fn words(
    ui: &Ui,
    context: &Context<'_>,
    width: f32,
    slide: &Slide,
    build: usize,
    unit: f32,
) -> Vec<std::sync::Arc<egui::Galley>> {
    let elements = slide.body.get(context.language()).iter();
    let shown = elements.filter(|element| element.build <= build);
    shown
        .filter_map(|element| match &element.block {
            Block::Heading(runs) | Block::Paragraph(runs) | Block::Item { runs, .. } => Some(runs),
            _ => None,
        })
        .map(|runs| {
            let mut text = String::new();
            for run in runs {
                match run {
                    Run::Words(words, _) | Run::Link { words, .. } => text.push_str(words),
                    Run::Fact(id, _) => {
                        if let Some(fact) = context.atlas.fact(id) {
                            text.push_str(
                                &crate::lang::value_text(context.strings, &fact.value).joined(),
                            );
                        }
                    }
                }
            }
            let font = FontId::new(unit * 4.6, FontFamily::Proportional);
            let mut job =
                LayoutJob::single_section(text, TextFormat::simple(font, context.colours().ink));
            job.wrap.max_width = width * 0.86;
            ui.fonts_mut(|fonts| fonts.layout_job(job))
        })
        .collect()
}

/// Lines that follow each other like the tide into the estuary, ever fainter.
fn water(ui: &Ui, context: &Context<'_>, rect: Rect, unit: f32) {
    let map = &context.theme.map;
    let level = rect.bottom() - rect.height() * 0.2;
    let shore = |share: f32, line: usize| {
        let swell = (share * 7.0 + 0.6).sin() * 2.2 + (share * 17.0 + 1.3).sin() * 0.9;
        let calm = 1.0 / (1.0 + line as f32 * 0.35);
        level - share * rect.height() * 0.08 + unit * (swell * calm + line as f32 * 2.0)
    };
    let points = |line: usize| -> Vec<Pos2> {
        (0..=STEPS)
            .map(|step| {
                let across = step as f32 / STEPS as f32;
                pos2(rect.left() + across * rect.width(), shore(across, line))
            })
            .collect()
    };
    let painter = ui.painter().with_clip_rect(rect);
    // A strip per step: the whole is not convex.
    let coast = points(0);
    let mut sea = egui::Mesh::default();
    for point in &coast {
        sea.colored_vertex(*point, map.sea);
        sea.colored_vertex(pos2(point.x, rect.bottom()), map.sea);
    }
    for index in 0..STEPS as u32 {
        let first = index * 2;
        sea.add_triangle(first, first + 1, first + 2);
        sea.add_triangle(first + 1, first + 3, first + 2);
    }
    painter.add(Shape::mesh(sea));
    for line in 0..WATER_LINES {
        let faint = 1.0 - line as f32 / WATER_LINES as f32;
        let colour = map.coast.gamma_multiply(faint * 0.9);
        let width = unit * if line == 0 { 0.3 } else { 0.14 };
        painter.add(Shape::line(points(line), Stroke::new(width, colour)));
    }
}
