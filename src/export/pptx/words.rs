//! The words of a slide as paragraphs, and how much room they take.

use super::{
    super::{Piece, Ruler, Type},
    package::{Links, Target},
    text::{Paragraph, Run, Sign},
};
use crate::{
    atlas::{Atlas, Block, Fact, FactId, Language, Run as Part, Slide, Status, Weight},
    briefing::words::expanded,
    card::{Footnotes, citation},
    lang::{self, Strings, value_text},
    theme::Theme,
};

/// Height of a line in sizes of its type: the Chinese font that programs take stands wider.
const LINE_HEIGHT: [f32; 2] = [1.2, 1.36];

/// The fonts of other programs run narrower than the one that measures.
const NARROWER: f32 = 1.04;

/// What words are made from.
#[derive(Clone, Copy, Debug)]
pub struct Words<'a> {
    pub atlas: &'a Atlas,
    pub strings: &'static Strings,
    pub theme: &'a Theme,
    pub ruler: &'a Ruler,
}

impl<'a> Words<'a> {
    /// In points, broken at this width.
    pub fn height(&self, paragraphs: &[Paragraph], width: f32) -> f32 {
        let [latin, chinese] = LINE_HEIGHT;
        let factor = match self.strings.language {
            Language::English => latin,
            Language::Chinese => chinese,
        };
        let heights = paragraphs.iter().enumerate().map(|(index, paragraph)| {
            let pieces = paragraph.runs.iter().map(|run| Piece {
                text: run.text.clone(),
                kind: Type {
                    size: run.size * if run.raised { 0.66 } else { 1.0 },
                    semibold: run.strong,
                },
            });
            let pieces: Vec<Piece> = pieces.collect();
            let room = (width - paragraph.size() * paragraph.sign.indent()) * NARROWER;
            let lines = self.ruler.rich(&pieces, room).len().max(1);
            let before = if index == 0 { 0.0 } else { paragraph.before };
            lines as f32 * paragraph.size() * factor + before
        });
        heights.sum()
    }

    fn fact(&self, id: &FactId) -> Option<&'a Fact> {
        self.atlas.fact(id)
    }

    /// All of a slide's text, with every build. `size`: of the body.
    pub fn of_slide(
        &self,
        slide: &Slide,
        notes: &mut Footnotes<'a>,
        links: &mut Links,
        size: f32,
    ) -> Vec<Paragraph> {
        let mut paragraphs: Vec<Paragraph> = Vec::new();
        for element in slide.body.get(self.strings.language) {
            match &element.block {
                Block::Heading(parts) => paragraphs.push(Paragraph {
                    runs: self
                        .runs(parts, notes, links, size * 1.1)
                        .into_iter()
                        .map(Run::strong)
                        .collect(),
                    before: size * 0.7,
                    ..Paragraph::default()
                }),
                Block::Paragraph(parts) => paragraphs.push(Paragraph {
                    runs: self.runs(parts, notes, links, size),
                    before: size * 0.5,
                    ..Paragraph::default()
                }),
                Block::Item {
                    runs,
                    level,
                    number,
                } => paragraphs.push(Paragraph {
                    runs: self.runs(runs, notes, links, size),
                    sign: number.map_or(Sign::Dot(*level), |number| Sign::Number(*level, number)),
                    before: size * 0.4,
                    ..Paragraph::default()
                }),
                Block::Figure(id) => self.figure(id, notes, size, &mut paragraphs),
                Block::Picture { .. } => {}
            }
        }
        paragraphs
    }

    /// Label and value, large.
    fn figure(
        &self,
        id: &FactId,
        notes: &mut Footnotes<'a>,
        size: f32,
        paragraphs: &mut Vec<Paragraph>,
    ) {
        let colours = &self.theme.interface;
        let Some(fact) = self.fact(id) else {
            paragraphs.push(Paragraph::of(vec![self.gone(id, size)]));
            return;
        };
        let label = fact.label.get(self.strings.language);
        let label = Run::new(label, size * 0.75).coloured(colours.ink_weak);
        paragraphs.push(Paragraph {
            runs: vec![label],
            before: size * 0.6,
            ..Paragraph::default()
        });
        let value = value_text(self.strings, &fact.value);
        // A sentence is no figure.
        let large = if value.number.chars().count() > 24 {
            1.0
        } else {
            1.5
        };
        let mut runs = vec![Run::new(&*value.number, size * large).strong()];
        if !value.unit.is_empty() {
            let gap = if value.unit == "%" { "" } else { " " };
            runs.push(Run::new(format!("{gap}{}", value.unit), size));
        }
        runs.extend(self.standing(fact, notes, size * large));
        paragraphs.push(Paragraph::of(runs));
    }

    /// Whatever asks for caution in words, then the numbers of the sources.
    fn standing(&self, fact: &Fact, notes: &mut Footnotes<'a>, size: f32) -> Vec<Run> {
        let colours = &self.theme.interface;
        let mut runs = Vec::new();
        if matches!(
            fact.status,
            Status::Disputed | Status::Reported | Status::NeedsCheck
        ) {
            let status = self.strings.get(lang::status_key(fact.status));
            let text = self.strings.format("slides-caution", &[("status", status)]);
            runs.push(Run::new(text, (size * 0.7).min(12.0)).coloured(colours.caution));
        }
        let marks = notes.marks(self.atlas, fact);
        if !marks.is_empty() {
            // On the line of what they are about.
            let marks = marks.replace(' ', "\u{a0}");
            runs.push(Run {
                raised: true,
                ..Run::new(marks, size.min(16.0)).coloured(colours.ink_weak)
            });
        }
        runs
    }

    fn gone(&self, id: &FactId, size: f32) -> Run {
        let text = self
            .strings
            .format("export-fact-missing", &[("fact", id.as_str())]);
        Run::new(text, size).coloured(self.theme.interface.caution)
    }

    fn runs(
        &self,
        parts: &[Part],
        notes: &mut Footnotes<'a>,
        links: &mut Links,
        size: f32,
    ) -> Vec<Run> {
        let mut runs = Vec::new();
        for part in parts {
            match part {
                Part::Words(words, weight) => runs.push(Run {
                    strong: *weight == Weight::Strong,
                    slanted: *weight == Weight::Emphasis,
                    ..Run::new(&**words, size)
                }),
                Part::Link { words, url } => runs.push(Run {
                    link: Some(links.id(Target::Web(url.clone()))),
                    ..Run::new(&**words, size)
                }),
                Part::Fact(id, _) => match self.fact(id) {
                    Some(fact) => {
                        let value = value_text(self.strings, &fact.value).joined();
                        runs.push(Run::new(value, size).strong());
                        runs.extend(self.standing(fact, notes, size));
                    }
                    None => runs.push(self.gone(id, size)),
                },
            }
        }
        runs
    }

    /// The sources by their numbers, one after the other, each leading to its page; then the credits of the map.
    pub fn footer(
        &self,
        notes: &Footnotes<'a>,
        links: &mut Links,
        credits: Option<&str>,
        size: f32,
    ) -> Vec<Paragraph> {
        let colour = self.theme.interface.ink_weak;
        let mut runs = Vec::new();
        for (number, source) in notes.sources() {
            let link = source.url.clone().map(|url| links.id(Target::Web(url)));
            runs.push(Run {
                link,
                ..Run::new(format!("[{number}]"), size).coloured(colour)
            });
            let text = format!(" {}   ", citation(self.strings, source));
            runs.push(Run::new(text, size).coloured(colour));
        }
        let credits = credits.map(|credits| vec![Run::new(credits, size).coloured(colour)]);
        let paragraphs = [Some(runs), credits].into_iter().flatten();
        paragraphs
            .filter(|runs| !runs.is_empty())
            .map(Paragraph::of)
            .collect()
    }

    /// What the speaker reads; empty: nothing.
    pub fn notes(&self, slide: &Slide) -> Vec<Paragraph> {
        let text = slide.notes.get(self.strings.language);
        let text = expanded(self.atlas, self.strings, text);
        let paragraphs = text.split("\n\n").map(str::trim);
        paragraphs
            .filter(|paragraph| !paragraph.is_empty())
            .enumerate()
            .map(|(number, paragraph)| Paragraph {
                before: if number == 0 { 0.0 } else { 6.0 },
                ..Paragraph::of(vec![Run::new(paragraph.replace('\n', " "), 12.0)])
            })
            .collect()
    }
}
