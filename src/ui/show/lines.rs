//! Where lines of large words end: never between a number and its unit or before a closing mark, with no word left alone
//! on the last line, and titles in lines of like length.

use egui::{
    Context,
    text::{LayoutJob, TextFormat},
};

/// No line ends here, though it looks like a space.
pub const JOINED: char = '\u{a0}';
/// Share of the width that a last line has at least, if that takes no further line.
const LAST: f32 = 0.3;
/// What a line more costs; raggedness is at most 1 for each line.
const LINE: f32 = 10.0;
/// What it costs to end the line of a title within a phrase.
const PHRASE: f32 = 0.5;
/// What it saves to end it where a speaker pauses.
const PAUSE: f32 = 0.2;
/// What it costs to end any line within a word or a Chinese phrase.
const WORD: f32 = 0.08;

/// Words of one format.
#[derive(Clone, Debug)]
pub struct Span {
    pub text: String,
    pub format: TextFormat,
    /// Stays on one line.
    pub whole: bool,
}

impl Span {
    pub fn new(text: impl Into<String>, format: TextFormat) -> Self {
        Self {
            text: text.into(),
            format,
            whole: false,
        }
    }

    pub fn whole(text: impl Into<String>, format: TextFormat) -> Self {
        Self {
            whole: true,
            ..Self::new(text, format)
        }
    }
}

/// What the lines are to look like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Setting {
    Running,
    /// All lines are about as long.
    Title,
}

/// Words with their lines broken for a width.
pub fn job(fonts: &Context, spans: &[Span], width: f32, setting: Setting) -> LayoutJob {
    let letters = letters(fonts, spans);
    let ends = Breaker::new(&letters, spans, width, setting).ends();
    let mut job = LayoutJob::default();
    // What is too long for a line is broken there all the same.
    job.wrap.max_width = width * 1.02 + 2.0;
    let mut start = 0;
    for end in ends {
        let last = end == letters.len();
        let line = trimmed(&letters[start..end]);
        append(&mut job, line, spans, last);
        start = end;
    }
    job
}

/// Of words that stay on one line.
pub fn width(fonts: &Context, span: &Span) -> f32 {
    let letters = letters(fonts, std::slice::from_ref(span));
    letters.iter().map(|letter| letter.width).sum()
}

/// A character, whose it is, and how wide.
#[derive(Clone, Copy, Debug)]
struct Letter {
    character: char,
    span: usize,
    width: f32,
}

fn letters(fonts: &Context, spans: &[Span]) -> Vec<Letter> {
    fonts.fonts_mut(|fonts| {
        let mut letters = Vec::new();
        for (number, span) in spans.iter().enumerate() {
            let font = &span.format.font_id;
            letters.extend(span.text.chars().map(|character| {
                let shown = shown(character);
                let width = fonts.glyph_width(font, shown) + span.format.extra_letter_spacing;
                Letter {
                    character,
                    span: number,
                    width,
                }
            }));
        }
        letters
    })
}

fn shown(character: char) -> char {
    match character {
        JOINED | '\n' | '\r' | '\t' => ' ',
        other => other,
    }
}

/// Without the space at its end, or a dot between two parts.
fn trimmed(line: &[Letter]) -> &[Letter] {
    let ends = |letter: &Letter| !is_space(letter.character) && letter.character != '·';
    let kept = line.iter().rposition(ends);
    &line[..kept.map_or(0, |last| last + 1)]
}

fn append(job: &mut LayoutJob, line: &[Letter], spans: &[Span], last: bool) {
    let mut rest = line;
    while let Some(first) = rest.first() {
        let same = |letter: &&Letter| letter.span == first.span;
        let count = rest.iter().take_while(same).count();
        let text: String = rest[..count]
            .iter()
            .map(|letter| shown(letter.character))
            .collect();
        job.append(&text, 0.0, spans[first.span].format.clone());
        rest = &rest[count..];
    }
    let format = line.last().map(|letter| &spans[letter.span].format);
    if let (Some(format), false) = (format, last) {
        job.append("\n", 0.0, format.clone());
    }
}

/// Chooses the ends of lines.
struct Breaker<'a> {
    letters: &'a [Letter],
    /// Where a line may end, in letters, the end of all last.
    ends: Vec<usize>,
    /// Width of all letters before each.
    before: Vec<f32>,
    width: f32,
    setting: Setting,
}

impl<'a> Breaker<'a> {
    fn new(letters: &'a [Letter], spans: &[Span], width: f32, setting: Setting) -> Self {
        let mut before = vec![0.0];
        let mut sum = 0.0;
        before.extend(letters.iter().map(|letter| {
            sum += letter.width;
            sum
        }));
        let may_end = |at: &usize| {
            let (one, next) = (letters[at - 1], letters[*at]);
            let inside = one.span == next.span && spans[one.span].whole;
            !inside && may_break(one.character, next.character)
        };
        let mut ends: Vec<usize> = (1..letters.len()).filter(may_end).collect();
        ends.extend((!letters.is_empty()).then_some(letters.len()));
        Self {
            letters,
            ends,
            before,
            width,
            setting,
        }
    }

    /// The ends of the fewest lines that look best.
    fn ends(&self) -> Vec<usize> {
        let count = self.ends.len();
        // The least cost of lines up to each end, and where the last of them begins.
        let mut best: Vec<(f32, usize)> = Vec::with_capacity(count);
        for last in 0..count {
            let mut found = (f32::INFINITY, last);
            for first in (0..=last).rev() {
                let wide = self.line_width(first, last);
                if wide > self.width && first < last {
                    break;
                }
                let until = if first == 0 { 0.0 } else { best[first - 1].0 };
                let cost = until + self.cost(first, last, wide);
                if cost < found.0 {
                    found = (cost, first);
                }
            }
            best.push(found);
        }
        let mut chosen = Vec::new();
        let mut next = count;
        while next > 0 {
            chosen.push(self.ends[next - 1]);
            next = best[next - 1].1;
        }
        chosen.reverse();
        chosen
    }

    /// From the start of a piece to the end of another, without the space at its end.
    fn line_width(&self, first: usize, last: usize) -> f32 {
        let start = if first == 0 { 0 } else { self.ends[first - 1] };
        let line = trimmed(&self.letters[start..self.ends[last]]);
        self.before[start + line.len()] - self.before[start]
    }

    fn cost(&self, first: usize, last: usize, wide: f32) -> f32 {
        let filled = (wide / self.width.max(1.0)).min(1.0);
        let is_last = last + 1 == self.ends.len();
        let ragged = (1.0 - filled).powi(2);
        let end = self.ends[last];
        let before = self.letters[end - 1].character;
        let line = trimmed(&self.letters[..end]);
        let spoken = line.last().map_or(before, |letter| letter.character);
        let in_phrase = !is_last && is_wide(before);
        let in_word = !is_last && matches!(before, '-' | '–' | '/');
        LINE + match self.setting {
            Setting::Title if in_phrase => ragged + PHRASE,
            Setting::Title if in_word => ragged + PHRASE,
            Setting::Title if !is_last && ",;:".contains(spoken) => ragged - PAUSE,
            Setting::Title => ragged,
            Setting::Running if in_word || in_phrase => ragged + WORD,
            Setting::Running if !is_last => ragged,
            Setting::Running if first == 0 || filled >= LAST => 0.0,
            Setting::Running => LAST - filled,
        }
    }
}

fn is_space(character: char) -> bool {
    matches!(character, ' ' | '\n' | '\r' | '\t')
}

/// Characters that stand without spaces, but for their punctuation.
fn is_wide(character: char) -> bool {
    character >= '\u{2e80}' && !closes(character) && !opens(character)
}

fn may_break(before: char, after: char) -> bool {
    if before == JOINED || after == JOINED || is_space(after) {
        return false;
    }
    if is_space(before) {
        return after != '·';
    }
    if closes(after) || opens(before) {
        return false;
    }
    let wide = |character: char| character >= '\u{2e80}';
    if wide(before) {
        // The number of a footnote stays with what it is about.
        return after != '[';
    }
    if wide(after) {
        // A number stays with what it counts.
        return !before.is_ascii_digit();
    }
    matches!(before, '-' | '–' | '/') && after.is_alphabetic()
}

/// Never begins a line.
fn closes(character: char) -> bool {
    "，。、；：？！）】》〉」』”’…—％%‰℃／·,.;:?!)]}".contains(character)
}

/// Never ends a line.
fn opens(character: char) -> bool {
    "（【《〈「『“‘([{".contains(character)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::theme;
    use egui::{Color32, FontId};

    fn lines(spans: &[(&str, bool)], width: f32, setting: Setting) -> Vec<String> {
        let context = Context::default();
        context.set_fonts(theme::font_definitions());
        let mut broken = Vec::new();
        let mut output = context.run_ui(egui::RawInput::default(), |ui| {
            let format = TextFormat::simple(FontId::proportional(20.0), Color32::BLACK);
            let spans: Vec<Span> = spans
                .iter()
                .map(|(text, whole)| Span {
                    whole: *whole,
                    ..Span::new(*text, format.clone())
                })
                .collect();
            let job = job(ui.ctx(), &spans, width, setting);
            let galley = ui.fonts_mut(|fonts| fonts.layout_job(job));
            broken = galley.rows.iter().map(|row| row.text()).collect();
        });
        output.textures_delta.clear();
        broken
    }

    #[test]
    fn a_number_stays_with_its_unit_and_its_footnote() {
        let spans = [
            ("Zhangjiang to Suzhou: ", false),
            ("94.8 km", true),
            ("\u{a0}[2]", false),
            (".", false),
        ];
        for width in [230.0, 260.0, 280.0, 300.0, 310.0] {
            let broken = lines(&spans, width, Setting::Running);
            assert!(
                broken.iter().any(|line| line.ends_with("94.8 km [2].")),
                "{width}: {broken:?}"
            );
        }
    }

    #[test]
    fn no_line_begins_with_closing_marks_nor_ends_with_opening_ones() {
        let text = "张江（核心园）、科学城：两者“口径”不同，统计年份也不同。";
        for width in 60..300 {
            let broken = lines(&[(text, false)], width as f32, Setting::Running);
            assert_eq!(broken.concat(), text);
            for line in &broken {
                let (first, last) = (line.chars().next(), line.chars().last());
                assert!(!first.is_some_and(closes), "{width}: {broken:?}");
                assert!(!last.is_some_and(opens), "{width}: {broken:?}");
            }
        }
    }

    #[test]
    fn a_title_is_broken_at_its_phrases_and_in_lines_of_like_length() {
        let chinese = lines(&[("文章怎么说，哪些站得住", false)], 190.0, Setting::Title);
        assert_eq!(chinese, ["文章怎么说，", "哪些站得住"]);
        let english = lines(
            &[("What the article says, and what holds", false)],
            330.0,
            Setting::Title,
        );
        assert_eq!(english, ["What the article says,", "and what holds"]);
    }

    #[test]
    fn no_word_is_left_alone_on_the_last_line() {
        let text = "Three industry funds are in place and one masterplan is not there yet";
        for width in 200..420 {
            let broken = lines(&[(text, false)], width as f32, Setting::Running);
            let last = broken.last().unwrap();
            assert!(last.len() > 6, "{width}: {broken:?}");
        }
    }

    #[test]
    fn a_word_that_is_longer_than_the_line_does_no_harm() {
        let word = "a".repeat(400);
        let broken = lines(&[(&word, false)], 100.0, Setting::Running);
        assert_eq!(broken.concat(), word);
        assert!(lines(&[], 100.0, Setting::Running).concat().is_empty());
    }
}
