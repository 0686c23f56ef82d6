//! A column of words for the last row: laid out first, made smaller until it fits, then painted.

use std::{collections::HashMap, sync::Arc};

use egui::{
    Color32, FontFamily, FontId, Galley, Pos2, Rect, Stroke, Ui, load::SizedTexture,
    text::TextFormat, vec2,
};

use super::{
    super::{Context, status_sign},
    layout::{BODY, FIGURE, SMALLEST, TITLE},
    lines::{self, JOINED, Setting, Span},
};
use crate::{
    atlas::{Block, Element, Fact, Language, Place, Run, Slide, Status, Value, Weight},
    card::{self, Footnotes, date_of},
    lang::{status_key, value_text},
    theme::semibold,
};

/// Sizes that are tried one after the other; what would be too small to be read stays at the smallest type.
const SHRINK: [f32; 7] = [1.0, 0.9, 0.82, SMALLEST / BODY, 0.66, 0.58, 0.5];
/// Sizes that are tried first in a band that is as wide as this, in hundredths of the picture's shorter side.
const GROWTH: [f32; 3] = [1.4, 1.25, 1.12];
const BAND: f32 = 80.0;

/// Letters of a number with its unit that stay on one line.
const SHORT: usize = 20;
/// What follows the number of a year in Chinese.
const YEAR: char = '年';
/// A title does not become smaller than this, as a share of its size.
const LEAST_TITLE: f32 = 0.75;
/// Smaller than this, status and date of a figure stand beside its value.
const COMPACT: f32 = 0.76;
/// Share of the column's height that a picture takes at most.
const PICTURE: f32 = 0.55;

/// Words that have found their places, from the top left corner of the column.
#[derive(Debug)]
pub struct Column {
    pieces: Vec<(Pos2, Piece)>,
    height: f32,
}

#[derive(Debug)]
enum Piece {
    Words(Arc<Galley>),
    Sign(Status, f32),
    /// The short line in the accent over a title.
    Rule(f32),
    Dot(f32),
    Picture(SizedTexture),
}

/// What lays the words out.
struct Setter<'a> {
    ui: &'a Ui,
    context: &'a Context<'a>,
    /// A hundredth of the picture's shorter side, in points.
    unit: f32,
    width: f32,
    /// Of body and title; the smallest text stays.
    shrink: f32,
    /// Pictures in the text, by their paths, and how high one may be.
    pictures: Option<(&'a HashMap<String, SizedTexture>, f32)>,
    /// Of the column, for words that are longer than it at any size.
    limit: Option<f32>,
    /// Of the figure that stands directly above.
    label: Option<&'a str>,
    column: Column,
}

impl<'a> Setter<'a> {
    fn new(ui: &'a Ui, context: &'a Context<'a>, unit: f32, width: f32, shrink: f32) -> Self {
        Self {
            ui,
            context,
            unit,
            width,
            shrink,
            pictures: None,
            limit: None,
            label: None,
            column: Column {
                pieces: Vec::new(),
                height: 0.0,
            },
        }
    }

    /// In points, from hundredths of the picture.
    fn size(&self, hundredths: f32) -> f32 {
        self.unit * (hundredths * self.shrink).max(SMALLEST)
    }

    fn font(&self, hundredths: f32, strong: bool) -> FontId {
        let family = if strong {
            semibold()
        } else {
            FontFamily::Proportional
        };
        FontId::new(self.size(hundredths), family)
    }

    fn gap(&mut self, hundredths: f32) {
        self.column.height += self.unit * hundredths * self.shrink;
    }

    fn galley(&self, spans: &[Span], indent: f32, setting: Setting) -> Arc<Galley> {
        let width = (self.width - indent).max(1.0);
        let job = lines::job(self.ui.ctx(), spans, width, setting);
        self.ui.fonts_mut(|fonts| fonts.layout_job(job))
    }

    fn words(&mut self, spans: &[Span], indent: f32) {
        let galley = self.galley(spans, indent, Setting::Running);
        let left = self.limit.map(|limit| limit - self.column.height);
        let Some(left) = left.filter(|left| galley.size().y > *left) else {
            self.put(galley, indent);
            return;
        };
        // What does not fit ends with a whole line.
        let line = galley.rows.first().map_or(0.0, |row| row.height());
        let lines = (left / line.max(1.0)).floor().max(0.0) as usize;
        if lines > 0 {
            let width = (self.width - indent).max(1.0);
            let mut job = lines::job(self.ui.ctx(), spans, width, Setting::Running);
            job.wrap.max_rows = lines;
            let galley = self.ui.fonts_mut(|fonts| fonts.layout_job(job));
            self.put(galley, indent);
        }
    }

    fn put(&mut self, galley: Arc<Galley>, indent: f32) {
        let at = Pos2::new(indent, self.column.height);
        self.column.height += galley.size().y;
        self.column.pieces.push((at, Piece::Words(galley)));
    }

    fn line(&mut self, text: &str, hundredths: f32, strong: bool, colour: Color32) {
        let format = TextFormat::simple(self.font(hundredths, strong), colour);
        self.words(&[Span::new(text, format)], 0.0);
    }

    fn title(&mut self, text: &str) {
        let ink = self.context.colours().ink;
        // It stays a title, however small the words are.
        let size = self.unit * TITLE * self.shrink.max(LEAST_TITLE);
        let format = TextFormat::simple(FontId::new(size, semibold()), ink);
        let galley = self.galley(&[Span::new(text, format)], 0.0, Setting::Title);
        self.put(galley, 0.0);
    }

    /// Sign and word of a fact's status, then its date and the number of its footnote; beside the value where that
    /// has to be, and the room is there.
    fn status(&mut self, fact: &Fact, mark: &str) {
        let size = self.unit * SMALLEST;
        let spans = self.status_words(fact, mark, size);
        let beside = self
            .column
            .pieces
            .last()
            .and_then(|(at, piece)| match piece {
                Piece::Words(value) if self.shrink < COMPACT && value.rows.len() == 1 => {
                    Some((at.x + value.size().x + size * 0.8, value.size().y))
                }
                _ => None,
            });
        let galley = self.galley(&spans, size * 1.35, Setting::Running);
        let needed = size * 1.35 + galley.size().x;
        let sign = Piece::Sign(fact.status, size * 0.9);
        if let Some((left, height)) = beside.filter(|(left, _)| left + needed <= self.width) {
            let top = self.column.height - height * 0.14 - galley.size().y;
            let at = Pos2::new(left, top + size * 0.2);
            self.column.pieces.push((at, sign));
            let at = Pos2::new(left + size * 1.35, top);
            self.column.pieces.push((at, Piece::Words(galley)));
        } else {
            let at = Pos2::new(0.0, self.column.height + size * 0.2);
            self.column.pieces.push((at, sign));
            self.put(galley, size * 1.35);
        }
    }

    fn status_words(&self, fact: &Fact, mark: &str, size: f32) -> Vec<Span> {
        let colours = self.context.colours();
        let colour = status_sign::colour(colours, fact.status);
        let word = self.context.text(status_key(fact.status));
        let plain = |colour| TextFormat::simple(FontId::proportional(size), colour);
        let date = date_of(self.context.strings, fact);
        let gap = if date.is_empty() { "" } else { "  " };
        let date = Span::new(format!("{gap}{date}{mark}"), plain(colours.ink_weak));
        vec![Span::whole(word, plain(colour)), date]
    }

    /// Its label, unless the figure above has the same, and its value in large.
    fn fact(&mut self, fact: &'a Fact, mark: &str) {
        let colours = self.context.colours();
        let (ink, weak) = (colours.ink, colours.ink_weak);
        let label = fact.label.get(self.context.language());
        if self.label.replace(label) != Some(label) {
            self.line(label, 3.4, false, weak);
        }
        let value = value_text(self.context.strings, &fact.value);
        let long = value.number.chars().count() > 14;
        let number = self.font(if long { BODY } else { FIGURE }, true);
        let mut spans = vec![Span::new(value.number, TextFormat::simple(number, ink))];
        if !value.unit.is_empty() {
            let unit = TextFormat::simple(self.font(BODY, false), ink);
            spans.push(Span::new(format!("{JOINED}{}", value.unit), unit));
        }
        self.words(&spans, 0.0);
        self.status(fact, mark);
    }

    fn runs(&self, runs: &[Run], hundredths: f32, notes: &mut Footnotes<'a>) -> Vec<Span> {
        let colours = self.context.colours();
        // Chinese is not slanted.
        let slants = self.context.language() == Language::English;
        let format = |weight: Weight, colour| {
            let strong = match weight {
                Weight::Strong => true,
                Weight::Emphasis => !slants,
                Weight::Plain => false,
            };
            TextFormat {
                italics: weight == Weight::Emphasis && slants,
                ..TextFormat::simple(self.font(hundredths, strong), colour)
            }
        };
        let mut spans = Vec::new();
        let mut year = false;
        for (index, run) in runs.iter().enumerate() {
            match run {
                Run::Words(words, weight) => {
                    let words = words.strip_prefix(YEAR).filter(|_| year).unwrap_or(words);
                    spans.push(Span::new(words, format(*weight, colours.ink)));
                }
                Run::Link { words, .. } => {
                    spans.push(Span::new(words, format(Weight::Plain, colours.second)));
                }
                Run::Fact(id, _) => match self.context.atlas.fact(id) {
                    Some(fact) => {
                        let strong = format(Weight::Strong, colours.ink);
                        let next = runs.get(index + 1);
                        let next =
                            matches!(next, Some(Run::Words(words, _)) if words.starts_with(YEAR));
                        let mut value = self.value(fact, strong, notes);
                        // Its footnote stands behind the whole year.
                        if let (true, Some(number)) = (next, value.first_mut()) {
                            number.text.push(YEAR);
                        }
                        spans.extend(value);
                        year = next;
                        continue;
                    }
                    None => spans.push(Span::new("–", format(Weight::Plain, colours.ink_weak))),
                },
            }
            year = false;
        }
        spans
    }

    /// A fact within a line: its value, a word where it asks for caution, and the numbers of its footnotes.
    fn value(&self, fact: &Fact, format: TextFormat, notes: &mut Footnotes<'a>) -> Vec<Span> {
        let colours = self.context.colours();
        let small = TextFormat::simple(
            FontId::proportional(self.unit * SMALLEST),
            status_sign::colour(colours, fact.status),
        );
        let value = value_text(self.context.strings, &fact.value).joined();
        let value = match (&fact.value, self.context.language()) {
            // Its unit has no words to be parted at.
            (Value::Number { .. }, Language::Chinese) => Span::whole(value, format),
            (Value::Number { .. }, Language::English) => Span::new(with_unit(&value), format),
            (Value::Words(_), _) => Span::new(value, format),
        };
        let mut spans = vec![value];
        let caution = matches!(
            fact.status,
            Status::Disputed | Status::Reported | Status::NeedsCheck
        );
        if caution {
            let word = self.context.text(status_key(fact.status));
            let arguments = [("word", word)];
            let word = self.context.strings.format("show-caution", &arguments);
            let english = self.context.language() == Language::English;
            spans.push(Span::new(if english { " " } else { "" }, small.clone()));
            spans.push(Span::whole(word, small.clone()));
        }
        let marks = joined(&notes.marks(self.context.atlas, fact));
        // A bracket of Chinese has its own room.
        let marks = match self.context.language() {
            Language::Chinese if caution => marks.trim_start_matches(JOINED),
            _ => &marks,
        };
        spans.push(Span::new(marks, small));
        spans
    }

    /// As wide as the column, unless that makes it too high; the words that describe it while it is not there.
    fn picture(&mut self, path: &str, alt: &str) {
        let known = self.pictures;
        let known = known.and_then(|(pictures, highest)| Some((pictures.get(path)?, highest)));
        let Some((texture, highest)) = known else {
            let colour = self.context.colours().ink_weak;
            self.line(alt, BODY, false, colour);
            return;
        };
        let whole = texture.size;
        let share = (self.width / whole.x).min(highest * self.shrink / whole.y);
        let size = whole * share;
        let at = Pos2::new(0.0, self.column.height);
        let texture = SizedTexture::new(texture.id, size);
        self.column.pieces.push((at, Piece::Picture(texture)));
        self.column.height += size.y;
    }

    fn block(&mut self, block: &Block, notes: &mut Footnotes<'a>) {
        if !matches!(block, Block::Figure(_)) {
            self.label = None;
        }
        match block {
            Block::Heading(runs) => {
                self.gap(1.0);
                let mut spans = self.runs(runs, 4.6, notes);
                for span in &mut spans {
                    span.format.font_id = self.font(4.6, true);
                }
                self.words(&spans, 0.0);
            }
            Block::Paragraph(runs) => {
                let spans = self.runs(runs, BODY, notes);
                self.words(&spans, 0.0);
            }
            Block::Item {
                runs,
                level,
                number,
            } => {
                let size = self.size(BODY);
                let indent = size * (0.9 + 0.9 * f32::from((*level).min(3)));
                let at = Pos2::new(indent - size * 0.9, self.column.height);
                if let Some(number) = number {
                    let accent = self.context.colours().accent;
                    let format = TextFormat::simple(self.font(BODY, true), accent);
                    let number = Span::whole(format!("{number}."), format);
                    let galley = self.galley(&[number], 0.0, Setting::Running);
                    self.column.pieces.push((at, Piece::Words(galley)));
                } else {
                    let at = at + vec2(size * 0.25, size * 0.62);
                    self.column.pieces.push((at, Piece::Dot(size * 0.16)));
                }
                let extra = if number.is_some() { size * 0.4 } else { 0.0 };
                let spans = self.runs(runs, BODY, notes);
                self.words(&spans, indent + extra);
            }
            Block::Figure(id) => {
                if let Some(fact) = self.context.atlas.fact(id) {
                    let mark = notes.marks(self.context.atlas, fact);
                    self.fact(fact, &joined(&mark));
                }
            }
            Block::Picture { path, alt } => self.picture(path, alt),
        }
    }
}

/// The words of a slide, as many of its builds as are shown, in the largest size that fits.
pub(super) fn of_slide<'a>(
    ui: &'a Ui,
    context: &'a Context<'a>,
    unit: f32,
    room: Rect,
    (slide, build, pictures): (&Slide, usize, &'a HashMap<String, SizedTexture>),
) -> Column {
    let pictures = Some((pictures, room.height() * PICTURE));
    let all = fitting(ui, context, unit, room, |setter| {
        setter.pictures = pictures;
        set_slide(setter, slide, usize::MAX);
    });
    // The size is that of the whole slide, so that nothing jumps when something is revealed.
    let mut setter = Setter::new(ui, context, unit, room.width(), all.1);
    setter.pictures = pictures;
    setter.limit = Some(room.height());
    set_slide(&mut setter, slide, build);
    setter.column
}

fn set_slide(setter: &mut Setter<'_>, slide: &Slide, build: usize) {
    let language = setter.context.language();
    let rule = setter.unit * 9.0;
    let at = Pos2::new(0.0, setter.column.height);
    setter.column.pieces.push((at, Piece::Rule(rule)));
    setter.gap(2.2);
    setter.title(slide.title.get(language));
    setter.gap(2.2);
    let mut notes = Footnotes::default();
    let shown = |element: &&Element| element.build <= build;
    for element in slide.body.get(language).iter().filter(shown) {
        setter.block(&element.block, &mut notes);
        setter.gap(1.8);
    }
}

/// Name, whereabouts and the first facts of a place, as many as there is room for; smaller, if that shows a second one.
pub fn of_place<'a>(
    ui: &'a Ui,
    context: &'a Context<'a>,
    unit: f32,
    room: Rect,
    place: &Place,
) -> Column {
    let sizes = SHRINK.into_iter().filter(|shrink| *shrink >= COMPACT);
    let mut set = sizes.map(|shrink| set_place(ui, context, (unit, shrink), room, place));
    let wanted = context.atlas.facts_of(&place.id).take(2).count();
    let found = set.find(|(_, facts)| *facts >= wanted);
    let largest = || set_place(ui, context, (unit, 1.0), room, place);
    found.unwrap_or_else(largest).0
}

/// The column, and how many facts are in it.
fn set_place<'a>(
    ui: &'a Ui,
    context: &'a Context<'a>,
    (unit, shrink): (f32, f32),
    room: Rect,
    place: &Place,
) -> (Column, usize) {
    let mut setter = Setter::new(ui, context, unit, room.width(), shrink);
    let colours = context.colours();
    let language = context.language();
    setter.line(place.names.get(language), 5.0, true, colours.ink);
    let other = place.names.exactly(language.other());
    if !other.is_empty() {
        setter.line(other, SMALLEST, false, colours.ink_weak);
    }
    let whereabouts = card::whereabouts(context.atlas, context.strings, place);
    setter.line(&whereabouts, SMALLEST, false, colours.ink_weak);
    setter.gap(2.0);
    let mut shown = 0;
    for fact in context.atlas.facts_of(&place.id) {
        let (height, pieces) = (setter.column.height, setter.column.pieces.len());
        let source = fact
            .sources
            .first()
            .and_then(|id| context.atlas.source(id))
            .map(|source| format!(" · {}", super::super::cite::short_name(context, source)));
        setter.fact(fact, &source.unwrap_or_default());
        setter.gap(2.0);
        if setter.column.height > room.height() {
            setter.column.pieces.truncate(pieces);
            setter.column.height = height;
            break;
        }
        shown += 1;
    }
    (setter.column, shown)
}

/// A number stays with a short unit, or with the first word of a long one.
fn with_unit(value: &str) -> String {
    let joins = if value.chars().count() <= SHORT { 2 } else { 1 };
    value.replacen(' ', &JOINED.to_string(), joins)
}

/// The numbers of footnotes, which stay with what they are about.
fn joined(marks: &str) -> String {
    marks.replace(' ', &JOINED.to_string())
}

/// The column in the largest size that fits, and how much smaller than wished that is.
fn fitting<'a>(
    ui: &'a Ui,
    context: &'a Context<'a>,
    unit: f32,
    room: Rect,
    set: impl Fn(&mut Setter<'a>),
) -> (Column, f32) {
    let at = |shrink: f32| {
        let mut setter = Setter::new(ui, context, unit, room.width(), shrink);
        set(&mut setter);
        (setter.column, shrink)
    };
    let smallest = SHRINK[SHRINK.len() - 1];
    let growth = GROWTH.into_iter().filter(|_| room.width() >= unit * BAND);
    growth
        .chain(SHRINK)
        .map(at)
        .find(|(column, _)| column.height <= room.height())
        .unwrap_or_else(|| at(smallest))
}

impl Column {
    pub fn height(&self) -> f32 {
        self.height
    }

    /// Paints it into `room`; what does not fit is cut there.
    pub fn paint(&self, ui: &Ui, context: &Context<'_>, room: Rect) {
        let painter = ui.painter().with_clip_rect(room.expand(2.0));
        let colours = context.colours();
        for (at, piece) in &self.pieces {
            let at = room.min + at.to_vec2();
            match piece {
                Piece::Words(galley) => {
                    painter.galley(at, Arc::clone(galley), colours.ink);
                }
                Piece::Sign(status, side) => {
                    let rect = Rect::from_min_size(at, vec2(*side, *side));
                    let colour = status_sign::colour(colours, *status);
                    painter.extend(status_sign::shapes(*status, rect, colour));
                }
                Piece::Rule(width) => {
                    let ends = [at, at + vec2(*width, 0.0)];
                    painter.line_segment(ends, Stroke::new(width / 12.0, colours.accent));
                }
                Piece::Picture(SizedTexture { id, size }) => {
                    let rect = Rect::from_min_size(at, *size);
                    let whole = Rect::from_min_max(Pos2::ZERO, Pos2::new(1.0, 1.0));
                    painter.image(*id, rect, whole, Color32::WHITE);
                }
                Piece::Dot(radius) => {
                    painter.circle_filled(at, *radius, colours.accent);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        atlas::{Date, Language},
        geo::Locator,
        lang,
        scene::{MapContent, credit},
        store,
        theme::{self, Theme, ThemeName},
        ui::show::{Layout, Parts, Strip},
    };
    use std::cell::RefCell;

    #[test]
    fn the_words_of_every_built_in_slide_fit_on_every_beamer_in_both_languages() {
        let atlas = store::builtin().atlas;
        let locator = Locator::new(&atlas);
        let (shown, theme) = (MapContent::default(), Theme::new(ThemeName::Projector));
        let (actions, pictures) = (RefCell::default(), HashMap::new());
        let ctx = egui::Context::default();
        ctx.set_fonts(theme::font_definitions());
        let mut too_long = Vec::new();
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
                let credits = credit::all(&atlas).into_iter();
                let credits = credits
                    .filter(|credit| credit.on_map)
                    .map(|credit| credit.text.get(language).to_owned());
                let credits = credits.collect::<Vec<_>>().join(" · ");
                for slide in atlas.briefings().iter().flat_map(|one| &one.slides) {
                    if slide.camera == crate::atlas::Camera::None {
                        continue;
                    }
                    for size in [
                        vec2(1920.0, 1080.0),
                        vec2(1024.0, 768.0),
                        vec2(1080.0, 1920.0),
                    ] {
                        let strip = Strip::of(ui.ctx(), &context, slide, true, &credits, size);
                        let parts = Parts {
                            text: Some(slide.placement),
                            key: slide.map.choropleth.is_some(),
                            ..Parts::default()
                        };
                        let layout = Layout::new(size, parts, strip.lines());
                        let room = super::super::picture::room_of(&layout, layout.text.unwrap());
                        let subject = (slide, usize::MAX, &pictures);
                        let column = of_slide(ui, &context, layout.unit, room, subject);
                        if column.height() > room.height() {
                            too_long.push((slide.id.to_string(), language, size));
                        }
                    }
                }
            }
        });
        output.textures_delta.clear();
        assert_eq!(too_long, []);
    }
}
