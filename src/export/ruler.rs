//! How much room a text takes, without a window: the bundled fonts, laid out by the code that lays them out on the
//! screen, so that names find the same places there and here.

use std::{cell::RefCell, collections::BTreeSet};

use egui::{
    FontFamily, FontId, Vec2,
    epaint::{
        TextOptions,
        text::{Fonts, Glyph, LayoutJob, TextFormat},
    },
};

use crate::{scene::Lettering, theme};

/// Stands for a character that no bundled font has.
const BOX: char = '□';

/// A face of the bundled family and a size in points.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Type {
    pub size: f32,
    pub semibold: bool,
}

impl Type {
    pub const fn regular(size: f32) -> Self {
        Self {
            size,
            semibold: false,
        }
    }

    pub const fn semibold(size: f32) -> Self {
        Self {
            size,
            semibold: true,
        }
    }

    fn font(self) -> FontId {
        let family = if self.semibold {
            theme::semibold()
        } else {
            FontFamily::Proportional
        };
        FontId::new(self.size, family)
    }
}

/// A name of one line, or of two in two languages, in points.
#[derive(Clone, Debug, PartialEq)]
pub struct Measured {
    pub size: Vec2,
    /// Each with its baseline, from the top of the name.
    pub lines: Vec<(String, f32)>,
}

/// A line of a paragraph, in points.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    pub text: String,
    pub width: f32,
    /// From the top of the paragraph.
    pub top: f32,
    pub baseline: f32,
}

/// A paragraph broken into lines.
#[derive(Clone, Debug, PartialEq)]
pub struct Paragraph {
    pub lines: Vec<Line>,
    pub height: f32,
    /// Of the longest line.
    pub width: f32,
}

/// A piece of a text in one type.
#[derive(Clone, Debug, PartialEq)]
pub struct Piece {
    pub text: String,
    pub kind: Type,
}

/// A line of a text of several pieces, in points.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RichLine {
    pub runs: Vec<RichRun>,
    pub height: f32,
    /// From the top of the line.
    pub baseline: f32,
}

/// What of a line is of one piece and written with one font.
#[derive(Clone, Debug, PartialEq)]
pub struct RichRun {
    pub text: String,
    /// Of the pieces.
    pub piece: usize,
    pub chinese: bool,
    /// From the left end of the line.
    pub x: f32,
    pub width: f32,
}

pub struct Ruler {
    fonts: RefCell<Fonts>,
    pixels_per_point: f32,
}

impl std::fmt::Debug for Ruler {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Ruler").finish_non_exhaustive()
    }
}

impl Ruler {
    /// As a screen of this many pixels per point rounds.
    pub fn new(pixels_per_point: f32) -> Self {
        let fonts = Fonts::new(TextOptions::default(), theme::font_definitions());
        Self {
            fonts: RefCell::new(fonts),
            pixels_per_point,
        }
    }

    pub fn name(&self, text: &str, lettering: &Lettering) -> Measured {
        let kind = Type {
            size: lettering.size,
            semibold: lettering.semibold,
        };
        let format = TextFormat {
            extra_letter_spacing: lettering.spacing,
            italics: lettering.italic,
            ..format(kind)
        };
        let job = LayoutJob::single_section(text.to_owned(), format);
        let mut fonts = self.fonts.borrow_mut();
        let mut fonts = fonts.with_pixels_per_point(self.pixels_per_point);
        let galley = fonts.layout_job(job);
        let lines = galley.rows.iter().map(|row| {
            let glyphs = &row.row.glyphs;
            let baseline = glyphs.first().map_or(0.0, |glyph| glyph.pos.y);
            let text = glyphs.iter().map(|glyph| glyph.chr).collect();
            (text, row.pos.y + baseline)
        });
        Measured {
            size: galley.size(),
            lines: lines.collect(),
        }
    }

    pub fn size(&self, text: &str, lettering: &Lettering) -> Vec2 {
        self.name(text, lettering).size
    }

    pub fn width(&self, text: &str, kind: Type) -> f32 {
        self.paragraph(text, kind, f32::INFINITY).width
    }

    /// Broken where the width ends, by the rules of the screen.
    pub fn paragraph(&self, text: &str, kind: Type, width: f32) -> Paragraph {
        let mut job = LayoutJob::single_section(text.to_owned(), format(kind));
        job.wrap.max_width = width;
        let mut fonts = self.fonts.borrow_mut();
        let mut fonts = fonts.with_pixels_per_point(self.pixels_per_point);
        let galley = fonts.layout_job(job);
        let lines = galley.rows.iter().map(|row| {
            let glyphs = &row.row.glyphs;
            let text: String = glyphs.iter().map(|glyph| glyph.chr).collect();
            let text = text.trim_end().to_owned();
            let last = text.chars().count().checked_sub(1);
            let last = last.and_then(|index| glyphs.get(index));
            Line {
                text,
                width: last.map_or(0.0, egui::epaint::text::Glyph::max_x),
                top: row.pos.y,
                baseline: row.pos.y + glyphs.first().map_or(0.0, |glyph| glyph.pos.y),
            }
        });
        let lines: Vec<Line> = lines.collect();
        Paragraph {
            width: lines.iter().map(|line| line.width).fold(0.0, f32::max),
            height: galley.size().y,
            lines,
        }
    }

    /// Several pieces in a row, broken where the width ends.
    pub fn rich(&self, pieces: &[Piece], width: f32) -> Vec<RichLine> {
        let mut job = LayoutJob::default();
        let mut owners: Vec<usize> = Vec::new();
        for (index, piece) in pieces.iter().enumerate() {
            job.append(&piece.text, 0.0, format(piece.kind));
            owners.extend(piece.text.chars().map(|_| index));
        }
        job.wrap.max_width = width;
        let mut fonts = self.fonts.borrow_mut();
        let mut fonts = fonts.with_pixels_per_point(self.pixels_per_point);
        let latin = latin(&mut fonts);
        let galley = fonts.layout_job(job);
        let mut first = 0;
        let mut lines = Vec::new();
        for row in &galley.rows {
            let glyphs = &row.row.glyphs;
            let owners = owners.get(first..).unwrap_or_default();
            lines.push(RichLine {
                runs: runs(glyphs, owners, &latin),
                height: row.row.size.y,
                baseline: glyphs.iter().map(|glyph| glyph.pos.y).fold(0.0, f32::max),
            });
            first += glyphs.len() + usize::from(row.ends_with_newline);
        }
        lines
    }

    /// The text with a box in the place of each character that no bundled font has.
    pub fn drawable(&self, text: &str) -> String {
        let missing = self.missing(text);
        let drawn = |c: char| if missing.contains(&c) { BOX } else { c };
        text.chars()
            .filter(|c| !c.is_control() || *c == '\n')
            .map(drawn)
            .collect()
    }

    /// Characters for which no bundled font has a sign.
    pub fn missing(&self, text: &str) -> BTreeSet<char> {
        let mut fonts = self.fonts.borrow_mut();
        let mut fonts = fonts.with_pixels_per_point(self.pixels_per_point);
        let regular = Type::regular(12.0).font();
        let unknown = |c: &char| !c.is_whitespace() && !c.is_control();
        let characters: BTreeSet<char> = text.chars().filter(unknown).collect();
        characters
            .into_iter()
            .filter(|c| !fonts.has_glyph(&regular, *c))
            .collect()
    }
}

/// What the Latin font is asked for; the Chinese one has the rest.
fn latin(fonts: &mut egui::epaint::text::FontsView<'_>) -> BTreeSet<char> {
    let known = fonts.characters(&FontFamily::Proportional);
    let is_latin = |names: &[String]| names.iter().any(|name| name == theme::REGULAR_LATIN);
    known
        .iter()
        .filter(|(_, names)| is_latin(names))
        .map(|(character, _)| *character)
        .collect()
}

fn runs(glyphs: &[Glyph], owners: &[usize], latin: &BTreeSet<char>) -> Vec<RichRun> {
    let mut runs: Vec<RichRun> = Vec::new();
    for (glyph, &piece) in glyphs.iter().zip(owners) {
        let chinese = !latin.contains(&glyph.chr);
        match runs.last_mut() {
            Some(run) if run.piece == piece && run.chinese == chinese => {
                run.text.push(glyph.chr);
                run.width = glyph.max_x() - run.x;
            }
            _ => runs.push(RichRun {
                text: glyph.chr.to_string(),
                piece,
                chinese,
                x: glyph.pos.x,
                width: glyph.advance_width,
            }),
        }
    }
    runs
}

fn format(kind: Type) -> TextFormat {
    TextFormat {
        font_id: kind.font(),
        ..TextFormat::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_that_no_bundled_font_has_are_named() {
        let ruler = Ruler::new(1.0);
        assert_eq!(ruler.missing("Zhāngjiāng 张江, 94.8 km²"), BTreeSet::new());
        assert_eq!(ruler.missing("a\u{10A0}b"), BTreeSet::from(['\u{10A0}']));
    }

    #[test]
    fn a_paragraph_is_broken_between_words_and_between_chinese_characters() {
        let ruler = Ruler::new(1.0);
        let kind = Type::regular(12.0);
        for text in [
            "The port lies thirty kilometres off the coast",
            "洋山深水港位于杭州湾口外的崎岖列岛之上距上海南汇芦潮港约三十公里",
        ] {
            let paragraph = ruler.paragraph(text, kind, 100.0);
            assert!(paragraph.lines.len() > 2, "{text}");
            assert!(paragraph.width <= 100.0, "{text}");
            let joined: String = paragraph.lines.iter().map(|line| &*line.text).collect();
            assert_eq!(joined.replace(' ', ""), text.replace(' ', ""));
        }
    }
}
