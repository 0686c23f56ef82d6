//! The legend on the audience's picture: what colours, signs and symbols mean, to be read from the last row. It stands
//! in the corner of the map where it covers least of what the slide is about.

use std::sync::Arc;

use egui::{Color32, FontId, Galley, Id, Pos2, Rect, Stroke, Ui, pos2, text::TextFormat, vec2};

use super::{
    super::{Context, legend, status_sign},
    layout::SMALLEST,
    lines::{self, Setting, Span},
    picture::Picture,
};
use crate::{
    atlas::{Status, Unit},
    lang::{Scale, ValueText, figure_text, rounded, status_key},
    scene::{
        View,
        choropleth::MeasureName,
        legend::{ChoroplethKey, Entry},
    },
    theme::semibold,
};

/// In hundredths of the picture's shorter side.
const ROW: f32 = 4.4;
const SAMPLE: egui::Vec2 = vec2(4.6, 2.9);
const INSET: f32 = 1.8;
/// Shares of the free part that it takes at most.
const WIDTH: f32 = 0.48;
const HEIGHTS: [f32; 4] = [0.7, 0.55, 0.4, 0.3];
/// It is this wide at least if the free part is, in hundredths.
const NARROWEST: f32 = 36.0;
/// What the slide is about keeps so far from it, in hundredths.
const CLEAR: f32 = 5.0;

/// What stands before the words of a row.
#[derive(Debug)]
enum Sign {
    /// A heading, or words that go on.
    None,
    Class(Color32),
    Hatch(Color32),
    Status(Status),
    Entry(Entry),
}

#[derive(Debug)]
struct Row {
    sign: Sign,
    words: Arc<Galley>,
}

/// The legend, laid out for a picture.
#[derive(Debug)]
pub(super) struct Legend {
    rows: Vec<Row>,
    rect: Rect,
    unit: f32,
}

impl Legend {
    /// `free`: the part of the picture that nothing else covers, in the window; `own`: nor the map. `None` where there is nothing to say.
    pub(super) fn lay_out(
        ui: &Ui,
        context: &Context<'_>,
        picture: &Picture<'_>,
        entries: Vec<Entry>,
        (free, own, unit): (Rect, bool, f32),
        subjects: &[Pos2],
    ) -> Option<Self> {
        let share = if own { 1.0 } else { WIDTH };
        let setter = Setter {
            ui,
            context,
            unit,
            width: (free.width() * share)
                .max(unit * NARROWEST)
                .min(free.width())
                - unit * (SAMPLE.x + 3.0 * INSET),
        };
        let mut rows = Vec::new();
        for entry in &entries {
            if let Entry::Choropleth(key) = entry {
                setter.classes(key, &mut rows);
            }
        }
        if picture.legend {
            setter.statuses(picture, &mut rows);
            let others = entries
                .into_iter()
                .filter(|entry| !matches!(entry, Entry::Choropleth(_)));
            rows.extend(others.map(|entry| {
                let words = entry.words(context.strings);
                setter.row(Sign::Entry(entry), &words)
            }));
        }
        let heights: &[f32] = if own { &[1.0] } else { &HEIGHTS };
        let mut stands = heights.iter().map(|share| {
            let room = free.height() * share - unit * 2.0 * INSET;
            let (count, size) = fitting(&rows, room, unit);
            let rect = corner(free, size, subjects, unit);
            (count, rect, covered(rect, subjects, unit))
        });
        // Rather shorter than over what the slide is about.
        let stand = stands.clone().find(|(.., covered)| *covered == 0);
        let (count, rect, _) = stand.or_else(|| stands.next())?;
        rows.truncate(count);
        (!rows.is_empty()).then_some(Self { rows, rect, unit })
    }

    pub(super) fn rect(&self) -> Rect {
        self.rect
    }

    pub(super) fn paint(&self, ui: &Ui, context: &Context<'_>) {
        let (unit, colours) = (self.unit, context.colours());
        let painter = ui.painter();
        let edge = Stroke::new(unit * 0.18, colours.line);
        painter.rect(
            self.rect,
            unit * 0.8,
            colours.paper,
            edge,
            egui::StrokeKind::Inside,
        );
        let mut at = self.rect.min + egui::Vec2::splat(unit * INSET);
        for row in &self.rows {
            let height = row_height(row, unit);
            let sample = Rect::from_min_size(
                pos2(at.x, at.y + (unit * ROW - unit * SAMPLE.y) / 2.0),
                SAMPLE * unit,
            );
            paint_sign(ui, context, &row.sign, sample);
            let top = at.y + (height - row.words.size().y) / 2.0;
            let words = pos2(at.x + indent(row, unit), top);
            painter.galley(words, Arc::clone(&row.words), colours.ink);
            at.y += height;
        }
    }
}

/// How many of the rows this height has room for, and the size of the legend with them.
fn fitting(rows: &[Row], room: f32, unit: f32) -> (usize, egui::Vec2) {
    let mut height = 0.0;
    let rows = rows.iter().take_while(|row| {
        let whole = height + row_height(row, unit);
        let fits = whole <= room;
        height = if fits { whole } else { height };
        fits
    });
    let mut widest = 0.0_f32;
    let count = rows
        .inspect(|row| widest = widest.max(indent(row, unit) + row.words.size().x))
        .count();
    let size = vec2(widest, height) + egui::Vec2::splat(unit * 2.0 * INSET);
    (count, size)
}

/// How many of the subjects it would cover there.
fn covered(rect: Rect, subjects: &[Pos2], unit: f32) -> usize {
    let near = rect.expand(unit * CLEAR);
    subjects.iter().filter(|at| near.contains(**at)).count()
}

fn row_height(row: &Row, unit: f32) -> f32 {
    (unit * ROW).max(row.words.size().y + unit * 0.6)
}

fn indent(row: &Row, unit: f32) -> f32 {
    match row.sign {
        Sign::None => 0.0,
        _ => unit * (SAMPLE.x + INSET),
    }
}

struct Setter<'a> {
    ui: &'a Ui,
    context: &'a Context<'a>,
    unit: f32,
    width: f32,
}

impl Setter<'_> {
    fn row(&self, sign: Sign, words: &str) -> Row {
        self.set(sign, words, FontId::proportional(self.unit * SMALLEST))
    }

    fn set(&self, sign: Sign, words: &str, font: FontId) -> Row {
        let ink = self.context.colours().ink;
        let span = Span::new(words, TextFormat::simple(font, ink));
        let width = self.width.max(1.0);
        let job = lines::job(self.ui.ctx(), &[span], width, Setting::Running);
        let words = self.ui.fonts_mut(|fonts| fonts.layout_job(job));
        Row { sign, words }
    }

    /// What is compared, each class from the highest down, the years, and the regions without a value.
    fn classes(&self, key: &ChoroplethKey, rows: &mut Vec<Row>) {
        let strings = self.context.strings;
        let name = Entry::Choropleth(key.clone()).words(strings);
        let strong = FontId::new(self.unit * SMALLEST, semibold());
        rows.push(self.set(Sign::None, &name, strong));
        self.ranges(key, rows);
        if let Some(words) = key.missing_words(strings) {
            rows.push(self.row(Sign::Hatch(key.hatch), &words));
        }
        if let Some(words) = key.years_words(strings) {
            rows.push(self.row(Sign::None, &words));
        }
    }

    /// The unit once, then the bounds of each class.
    fn ranges(&self, key: &ChoroplethKey, rows: &mut Vec<Row>) {
        let strings = self.context.strings;
        let MeasureName { unit, per, .. } = &key.name;
        let figure = |value| figure_text(strings, value, None, unit, per.as_deref());
        let bounds: Vec<[ValueText; 2]> = key
            .classes
            .iter()
            .map(|(_, class)| [figure(class.low), figure(class.high)])
            .collect();
        // The unit is said once where all bounds have the same.
        let mut units = bounds.iter().flatten().map(|bound| &bound.unit);
        let first = units.next().cloned().unwrap_or_default();
        let one_unit = units.all(|unit| *unit == first);
        let highest = key.classes.iter().map(|(_, class)| class.high);
        let scale = Scale::new(
            strings,
            highest.fold(0.0, f64::max),
            Some(&Unit(unit.clone())),
        );
        // Bounds that would be written in different steps are written in that of the highest.
        let rescaled = !one_unit && per.is_none();
        let common = if rescaled { &scale.unit } else { &first };
        if (one_unit || rescaled) && !common.is_empty() {
            rows.push(self.row(Sign::None, common));
        }
        for ((colour, class), bounds) in key.classes.iter().zip(&bounds).rev() {
            let [low, high] = match (one_unit, rescaled) {
                (true, _) => bounds.each_ref().map(|bound| bound.number.clone()),
                (_, true) => [class.low, class.high].map(|value| scale.tick(rounded(value))),
                _ => bounds.each_ref().map(ValueText::joined),
            };
            let words = if low == high {
                high
            } else {
                format!("{low}–{high}")
            };
            rows.push(self.row(Sign::Class(*colour), &words));
        }
    }

    /// The signs of the facts that the slide shows or whose card is open.
    fn statuses(&self, picture: &Picture<'_>, rows: &mut Vec<Row>) {
        let atlas = self.context.atlas;
        let on_slide = picture.slide.facts_shown(self.context.language());
        let on_slide = on_slide.into_iter().filter(|_| picture.text);
        let shown = on_slide.filter_map(|id| atlas.fact(id));
        let on_card = picture.card.into_iter();
        let on_card = on_card.flat_map(|place| atlas.facts_of(&place.id));
        let mut known: Vec<Status> = Vec::new();
        for status in shown.chain(on_card).map(|fact| fact.status) {
            if !known.contains(&status) {
                known.push(status);
                let word = self.context.text(status_key(status));
                rows.push(self.row(Sign::Status(status), word));
            }
        }
    }
}

fn paint_sign(ui: &Ui, context: &Context<'_>, sign: &Sign, rect: Rect) {
    let colours = context.colours();
    match sign {
        Sign::None => {}
        Sign::Class(colour) => {
            let line = Stroke::new(1.0, colours.line);
            ui.painter()
                .rect(rect, 2.0, *colour, line, egui::StrokeKind::Inside);
        }
        Sign::Hatch(colour) => legend::paint_hatch(ui, context, rect, *colour),
        Sign::Status(status) => {
            let square = Rect::from_center_size(rect.center(), egui::Vec2::splat(rect.height()));
            let colour = status_sign::colour(colours, *status);
            ui.painter()
                .extend(status_sign::shapes(*status, square, colour));
        }
        Sign::Entry(entry) => legend::paint_sample(ui, context, rect, entry),
    }
}

/// Where in the window the places are that the picture is about; `rect` is the picture's.
pub(super) fn subjects(picture: &Picture<'_>, view: &View, rect: Rect) -> Vec<Pos2> {
    let atlas = picture.atlas;
    let named = picture.slide.places().into_iter();
    let measured = picture.check.and_then(|id| atlas.check(id));
    let measured = measured
        .map(|check| check.rule.places())
        .unwrap_or_default();
    let ids = named.chain(picture.selected).chain(measured);
    let places = ids.filter_map(|id| atlas.place(id));
    places
        .map(|place| rect.min + view.screen_from_geo(place.anchor()).to_vec2())
        .collect()
}

/// The corner of the free part where it covers the fewest of these points: over the sea rather than inland.
fn corner(free: Rect, size: egui::Vec2, subjects: &[Pos2], unit: f32) -> Rect {
    let size = size.min(free.size());
    let corners = [
        free.right_bottom() - size,
        pos2(free.right() - size.x, free.top()),
        pos2(free.left(), free.bottom() - size.y),
        free.min,
    ];
    let corners = corners.map(|min| Rect::from_min_size(min, size));
    let mut best = corners[0];
    for rect in &corners[1..] {
        if covered(*rect, subjects, unit) < covered(best, subjects, unit) {
            best = *rect;
        }
    }
    best
}

/// Where the legend stood when the picture was last drawn, so that no name is written under it.
pub(super) fn place_id(ui: &Ui) -> Id {
    ui.scope_id().with("legend of the show")
}
