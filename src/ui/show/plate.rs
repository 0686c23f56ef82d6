//! Slides without a map, designed as the title page of an atlas: a framed plate with the tide's water lines.

use std::sync::Arc;

use egui::{
    FontId, Galley, Pos2, Rect, Shape, Stroke, StrokeKind, Ui, pos2, text::TextFormat, vec2,
};

use super::{
    super::Context,
    layout::{Layout, SMALLEST},
    lines::{self, Setting, Span},
    picture::Picture,
};
use crate::{
    atlas::{Block, Slide},
    briefing::words::line,
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
    let room = room(rect, unit);
    let words = fitting(ui, context, room, (slide, build), unit);
    let spare = (room.height() - words.height).max(0.0);
    words.paint(ui, context, room.min + vec2(0.0, spare * 0.42), unit);
}

/// Where title and words stand: within the frame and above the water.
fn room(rect: Rect, unit: f32) -> Rect {
    let room = rect.shrink2(vec2(unit * 12.2, unit * 10.2));
    room.with_max_y(highest_water(rect, unit) - unit * 2.0)
}

/// In the largest sizes that fit.
fn fitting(ui: &Ui, context: &Context<'_>, room: Rect, shown: (&Slide, usize), unit: f32) -> Words {
    let set = |sizes| Words::lay_out(ui, context, room.width(), shown, sizes, unit);
    let fits = |words: &Words| words.height <= room.height() && words.title.rows.len() <= 3;
    let smallest = || set(SIZES[SIZES.len() - 1]);
    let words = SIZES.into_iter().map(set).find(fits);
    words.unwrap_or_else(smallest)
}

/// Of title and words, in hundredths of the picture's shorter side; the largest that fit are taken.
const SIZES: [[f32; 2]; 6] = [
    [11.0, 4.6],
    [9.0, 4.6],
    [7.5, 4.6],
    [7.5, 4.0],
    [6.0, 3.6],
    [5.0, SMALLEST],
];
/// Between the short rule and the title, the title and the words, and two paragraphs.
const GAPS: [f32; 3] = [4.0, 3.4, 1.6];

/// Title and words that have found their lines.
struct Words {
    title: Arc<Galley>,
    lines: Vec<Arc<Galley>>,
    height: f32,
}

impl Words {
    fn lay_out(
        ui: &Ui,
        context: &Context<'_>,
        width: f32,
        (slide, build): (&Slide, usize),
        [title_size, size]: [f32; 2],
        unit: f32,
    ) -> Self {
        let ink = context.colours().ink;
        let set = |text: &str, font: FontId, width: f32, setting: Setting| {
            let span = Span::new(text, TextFormat::simple(font, ink));
            let job = lines::job(ui.ctx(), &[span], width, setting);
            ui.fonts_mut(|fonts| fonts.layout_job(job))
        };
        let font = FontId::new(unit * title_size, semibold());
        let text = slide.title.get(context.language());
        let title = set(text, font, width, Setting::Title);
        let lines = paragraphs(context, slide, build).into_iter().map(|text| {
            let font = FontId::proportional(unit * size);
            set(&text, font, width * 0.86, Setting::Running)
        });
        let lines: Vec<Arc<Galley>> = lines.collect();
        let [above, below, between] = GAPS.map(|gap| gap * unit);
        let words: f32 = lines.iter().map(|line| line.size().y + between).sum();
        Self {
            height: above + title.size().y + below + words,
            title,
            lines,
        }
    }

    fn paint(self, ui: &Ui, context: &Context<'_>, mut at: Pos2, unit: f32) {
        let (painter, colours) = (ui.painter(), context.colours());
        let [above, below, between] = GAPS.map(|gap| gap * unit);
        let rule = [at, at + vec2(unit * 14.0, 0.0)];
        painter.line_segment(rule, Stroke::new(unit * 0.9, colours.accent));
        at.y += above;
        let drop = self.title.size().y + below;
        painter.galley(at, self.title, colours.ink);
        at.y += drop;
        for line in self.lines {
            let drop = line.size().y + between;
            painter.galley(at, line, colours.ink);
            at.y += drop;
        }
    }
}

/// The words that are shown, without figures and pictures.
fn paragraphs(context: &Context<'_>, slide: &Slide, build: usize) -> Vec<String> {
    let elements = slide.body.get(context.language()).iter();
    let shown = elements.filter(|element| element.build <= build);
    let runs = shown.filter_map(|element| match &element.block {
        Block::Heading(runs) | Block::Paragraph(runs) | Block::Item { runs, .. } => Some(runs),
        _ => None,
    });
    runs.map(|runs| line(context.atlas, context.strings, runs))
        .collect()
}

/// How high a line of the water stands at a share of the width, the first line being the shore.
fn water_level(rect: Rect, unit: f32, share: f32, line: usize) -> f32 {
    let swell = (share * 7.0 + 0.6).sin() * 2.2 + (share * 17.0 + 1.3).sin() * 0.9;
    let calm = 1.0 / (1.0 + line as f32 * 0.35);
    rect.bottom() - rect.height() * (0.2 + share * 0.08) + unit * (swell * calm + line as f32 * 2.0)
}

/// The crest of the shore.
fn highest_water(rect: Rect, unit: f32) -> f32 {
    let shares = (0..=STEPS).map(|step| step as f32 / STEPS as f32);
    shares
        .map(|share| water_level(rect, unit, share, 0))
        .fold(rect.bottom(), f32::min)
}

/// Lines that follow each other like the tide into the estuary, ever fainter.
fn water(ui: &Ui, context: &Context<'_>, rect: Rect, unit: f32) {
    let map = &context.theme.map;
    let points = |line: usize| -> Vec<Pos2> {
        (0..=STEPS)
            .map(|step| {
                let across = step as f32 / STEPS as f32;
                let level = water_level(rect, unit, across, line);
                pos2(rect.left() + across * rect.width(), level)
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        atlas::{Camera, Date, Language},
        geo::Locator,
        lang,
        scene::MapContent,
        store,
        theme::{self, Theme, ThemeName},
    };
    use std::cell::RefCell;

    #[test]
    fn the_words_of_title_and_closing_slides_stay_above_the_water() {
        let atlas = store::builtin().atlas;
        let locator = Locator::new(&atlas);
        let (shown, theme) = (MapContent::default(), Theme::new(ThemeName::Projector));
        let actions = RefCell::default();
        let ctx = egui::Context::default();
        ctx.set_fonts(theme::font_definitions());
        let mut output = ctx.run_ui(egui::RawInput::default(), |ui| {
            for language in [Language::English, Language::Chinese] {
                let context = Context {
                    atlas: &atlas,
                    locator: &locator,
                    content: &shown,
                    strings: lang::strings(language),
                    theme: &theme,
                    today: Date {
                        year: 2026,
                        month: Some(11),
                        day: Some(25),
                    },
                    actions: &actions,
                };
                let slides = atlas.briefings().iter().flat_map(|one| &one.slides);
                for slide in slides.filter(|slide| slide.camera == Camera::None) {
                    for size in [
                        vec2(1920.0, 1080.0),
                        vec2(1024.0, 768.0),
                        vec2(1080.0, 1920.0),
                    ] {
                        let rect = Rect::from_min_size(Pos2::ZERO, size);
                        let unit = size.min_elem() / 100.0;
                        let room = room(rect, unit);
                        let words = fitting(ui, &context, room, (slide, usize::MAX), unit);
                        assert!(
                            words.height <= room.height(),
                            "{} {language:?} {size}",
                            slide.id
                        );
                        assert!(room.bottom() < highest_water(rect, unit));
                        assert!(words.title.rows.len() <= 3, "{}", slide.id);
                    }
                }
            }
        });
        output.textures_delta.clear();
    }
}
