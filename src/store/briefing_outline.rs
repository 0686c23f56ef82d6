//! Where what stands in the text of a briefing: slides, keys, titles, texts and notes by their bytes. Reading and
//! editing both go by it, so that an edit changes exactly what is read.

use std::ops::Range;

use crate::atlas::Language;

/// Byte ranges of a text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outline {
    /// The keys between the lines `---` at the top.
    pub keys: Vec<KeyLine>,
    /// Lines up there that are no `key: value`.
    pub stray: Vec<Range<usize>>,
    /// Whether there is such a header.
    pub has_header: bool,
    pub slides: Vec<SlideOutline>,
    /// Where each line starts.
    lines: Vec<usize>,
}

/// `key: value` on a line of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyLine {
    pub key: Range<usize>,
    /// Without white space round it.
    pub value: Range<usize>,
    /// With its line break.
    pub line: Range<usize>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SlideOutline {
    /// From its heading to the next slide's, or to the end.
    pub whole: Range<usize>,
    pub id: Range<usize>,
    /// With its line break.
    pub heading: Range<usize>,
    pub keys: Vec<KeyLine>,
    /// Lines among the keys that are none.
    pub stray: Vec<Range<usize>>,
    /// Where a further key goes: behind the last one, or behind the heading.
    pub keys_end: usize,
    pub texts: Vec<TextOutline>,
    /// Headings of the second rank that name no language.
    pub strange: Vec<Range<usize>>,
}

/// What a slide says in one language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextOutline {
    pub language: Language,
    pub whole: Range<usize>,
    pub title: Range<usize>,
    /// With its line break.
    pub heading: Range<usize>,
    /// From behind the heading to the notes.
    pub body: Range<usize>,
    pub notes: Option<NotesOutline>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotesOutline {
    pub heading: Range<usize>,
    pub text: Range<usize>,
}

/// What a line is, outside code and comments.
enum Line {
    Slide(Range<usize>),
    Text(Language, Range<usize>),
    /// A second-rank heading that names no language.
    Strange,
    Notes,
    Other,
}

impl Outline {
    pub fn of(text: &str) -> Self {
        let mut scan = Scan {
            text,
            outline: Self::default(),
            verbatim: None,
        };
        let mut at = scan.header();
        while at < text.len() {
            let end = line_end(text, at);
            scan.line(at..end);
            at = end;
        }
        scan.end();
        let breaks = text.match_indices('\n').map(|(at, _)| at + 1);
        scan.outline.lines = std::iter::once(0).chain(breaks).collect();
        scan.outline
    }

    /// The number of the line that a byte stands on, counted from 1.
    pub fn line_of(&self, at: usize) -> u64 {
        self.lines.partition_point(|start| *start <= at).max(1) as u64
    }
}

impl SlideOutline {
    pub fn text(&self, language: Language) -> Option<&TextOutline> {
        self.texts.iter().find(|text| text.language == language)
    }

    /// The first line with this key.
    pub fn key<'a>(&'a self, text: &str, key: &str) -> Option<&'a KeyLine> {
        self.keys
            .iter()
            .find(|line| text[line.key.clone()].eq_ignore_ascii_case(key))
    }
}

/// What headings mean nothing in.
#[derive(Clone, Copy)]
enum Verbatim {
    Comment,
    /// Code between fences of this character.
    Code(char),
}

struct Scan<'a> {
    text: &'a str,
    outline: Outline,
    verbatim: Option<Verbatim>,
}

impl Scan<'_> {
    /// Reads the header. Returns where the rest begins.
    fn header(&mut self) -> usize {
        let first = line_end(self.text, 0);
        if self.text[..first].trim_end() != "---" {
            return 0;
        }
        let mut at = first;
        let mut keys = Vec::new();
        let mut stray = Vec::new();
        while at < self.text.len() {
            let end = line_end(self.text, at);
            let line = self.text[at..end].trim();
            if line == "---" {
                self.outline.has_header = true;
                self.outline.keys = keys;
                self.outline.stray = stray;
                return end;
            }
            if line.starts_with("# ") {
                break;
            }
            match key_line(self.text, at..end) {
                Some(key) => keys.push(key),
                None if line.is_empty() || line.starts_with('#') => {}
                None => stray.push(at..end),
            }
            at = end;
        }
        0
    }

    fn line(&mut self, range: Range<usize>) {
        if self.passes_over(&range) {
            return;
        }
        match kind(self.text, &range) {
            Line::Slide(id) => self.slide(id, range),
            Line::Text(language, title) => self.language(language, title, range),
            Line::Strange => {
                if let Some(slide) = self.outline.slides.last_mut() {
                    slide.strange.push(range);
                }
            }
            Line::Notes => self.notes(range),
            Line::Other => self.key(range),
        }
    }

    /// Whether the line lies in a comment or in code.
    fn passes_over(&mut self, range: &Range<usize>) -> bool {
        let line = self.text[range.clone()].trim();
        let fence = |mark: char| line.chars().take_while(|one| *one == mark).count() >= 3;
        match self.verbatim {
            Some(Verbatim::Comment) => {
                if line.contains("-->") {
                    self.verbatim = None;
                }
                true
            }
            Some(Verbatim::Code(mark)) => {
                if fence(mark) && line.trim_matches(mark).is_empty() {
                    self.verbatim = None;
                }
                true
            }
            None if line.starts_with("<!--") => {
                if !line.contains("-->") {
                    self.verbatim = Some(Verbatim::Comment);
                }
                true
            }
            None => {
                let mark = ['`', '~'].into_iter().find(|mark| fence(*mark));
                self.verbatim = mark.map(Verbatim::Code);
                mark.is_some()
            }
        }
    }

    fn slide(&mut self, id: Range<usize>, heading: Range<usize>) {
        self.close(heading.start);
        self.outline.slides.push(SlideOutline {
            whole: heading.start..heading.end,
            id,
            keys: Vec::new(),
            stray: Vec::new(),
            keys_end: heading.end,
            heading,
            texts: Vec::new(),
            strange: Vec::new(),
        });
    }

    fn language(&mut self, language: Language, title: Range<usize>, heading: Range<usize>) {
        let Some(slide) = self.outline.slides.last_mut() else {
            return;
        };
        if slide.text(language).is_some() {
            slide.strange.push(heading);
            return;
        }
        if let Some(text) = slide.texts.last_mut() {
            text.close(heading.start);
        }
        slide.texts.push(TextOutline {
            language,
            whole: heading.start..heading.end,
            title,
            body: heading.end..heading.end,
            heading,
            notes: None,
        });
    }

    fn notes(&mut self, heading: Range<usize>) {
        let text = self
            .outline
            .slides
            .last_mut()
            .and_then(|slide| slide.texts.last_mut());
        if let Some(text) = text.filter(|text| text.notes.is_none()) {
            text.body.end = heading.start;
            text.notes = Some(NotesOutline {
                text: heading.end..heading.end,
                heading,
            });
        }
    }

    /// A line before the texts of a slide.
    fn key(&mut self, range: Range<usize>) {
        let Some(slide) = self.outline.slides.last_mut() else {
            return;
        };
        if !slide.texts.is_empty() || self.text[range.clone()].trim().is_empty() {
            return;
        }
        match key_line(self.text, range.clone()) {
            Some(key) => {
                slide.keys_end = range.end;
                slide.keys.push(key);
            }
            None => slide.stray.push(range),
        }
    }

    /// Ends the last slide.
    fn close(&mut self, at: usize) {
        if let Some(slide) = self.outline.slides.last_mut() {
            slide.whole.end = at;
            if let Some(text) = slide.texts.last_mut() {
                text.close(at);
            }
        }
    }

    fn end(&mut self) {
        self.close(self.text.len());
    }
}

impl TextOutline {
    fn close(&mut self, at: usize) {
        self.whole.end = at;
        match &mut self.notes {
            Some(notes) => notes.text.end = at,
            None => self.body.end = at,
        }
    }
}

/// Behind the line break of the line that begins at `start`.
fn line_end(text: &str, start: usize) -> usize {
    text[start..]
        .find('\n')
        .map_or(text.len(), |at| start + at + 1)
}

fn trimmed(text: &str, range: Range<usize>) -> Range<usize> {
    let piece = &text[range.clone()];
    let start = range.start + (piece.len() - piece.trim_start().len());
    let end = range.start + piece.trim_end().len();
    start.min(end)..end
}

fn kind(text: &str, range: &Range<usize>) -> Line {
    let line = &text[range.clone()];
    let behind = |mark: &str| trimmed(text, range.start + mark.len()..range.end);
    if line.starts_with("# ") {
        return Line::Slide(behind("# "));
    }
    if line.starts_with("## ") {
        let rest = behind("## ");
        let words = &text[rest.clone()];
        let Some((at, colon)) = words
            .char_indices()
            .find(|(_, one)| matches!(one, ':' | '：'))
        else {
            return match Language::from_code(words) {
                Some(language) if words.len() == 2 => Line::Text(language, rest.end..rest.end),
                _ => Line::Strange,
            };
        };
        let title = rest.start + at + colon.len_utf8()..rest.end;
        return match words[..at].trim() {
            "en" => Line::Text(Language::English, trimmed(text, title)),
            "zh" => Line::Text(Language::Chinese, trimmed(text, title)),
            _ => Line::Strange,
        };
    }
    match line.strip_prefix("### ").map(str::trim) {
        Some(words) if words.eq_ignore_ascii_case("notes") || words == "备注" => Line::Notes,
        _ => Line::Other,
    }
}

/// A word of letters, digits, dots and hyphens, a colon, a value.
fn key_line(text: &str, range: Range<usize>) -> Option<KeyLine> {
    let line = &text[range.clone()];
    let (at, colon) = line
        .char_indices()
        .find(|(_, one)| matches!(one, ':' | '：'))?;
    let key = trimmed(text, range.start..range.start + at);
    let word = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_');
    if key.is_empty() || !text[key.clone()].bytes().all(word) {
        return None;
    }
    let value = trimmed(text, range.start + at + colon.len_utf8()..range.end);
    Some(KeyLine {
        key,
        value,
        line: range,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const TEXT: &str = "---\nbriefing: 1\ntitle.en: Ports\n---\n\n# one\nseconds: 30\n\n## en: First\n\nWords.\n\n### notes\n\nSay it.\n\n## zh：第一\n\n话。\n\n# two\n";

    #[test]
    fn slides_keys_texts_and_notes_are_found_where_they_stand() {
        let outline = Outline::of(TEXT);
        assert_eq!(&TEXT[outline.keys[1].value.clone()], "Ports");
        let [one, two] = outline.slides.as_slice() else {
            panic!("{outline:#?}");
        };
        assert_eq!(&TEXT[one.id.clone()], "one");
        assert_eq!(&TEXT[one.keys[0].value.clone()], "30");
        assert_eq!(&TEXT[one.keys_end..=one.keys_end], "\n");
        let english = one.text(Language::English).unwrap();
        assert_eq!(TEXT[english.body.clone()].trim(), "Words.");
        assert_eq!(TEXT[english.notes.clone().unwrap().text].trim(), "Say it.");
        assert_eq!(
            &TEXT[one.text(Language::Chinese).unwrap().title.clone()],
            "第一"
        );
        assert_eq!(two.whole.end, TEXT.len());
        assert_eq!(outline.line_of(two.heading.start), 21);
    }

    #[test]
    fn headings_in_code_and_comments_are_no_slides() {
        let text = "# one\n<!-- old:\n# no\n-->\n## en: T\n```\n# no\n```\n# two\n";
        assert_eq!(Outline::of(text).slides.len(), 2);
    }

    proptest! {
        #[test]
        fn any_text_has_an_outline_whose_slides_cover_it(
            lines in proptest::collection::vec("(# |## en: |## zh：|### notes|<!--|-->|---|```|key: |\\PC){0,3}\\PC{0,8}\r?", 0..40),
        ) {
            let text = lines.join("\n");
            let outline = Outline::of(&text);
            let mut at = outline.slides.first().map_or(text.len(), |slide| slide.whole.start);
            for slide in &outline.slides {
                prop_assert_eq!(slide.whole.start, at);
                prop_assert!(slide.keys_end <= slide.whole.end);
                at = slide.whole.end;
            }
            prop_assert_eq!(at, text.len());
        }
    }
}
