//! Changes to the text of a briefing, by its outline: everything that a person wrote and that a change does not mean
//! stays as it is, byte by byte.
//!
//! A comment in front of a slide's heading counts to the slide before it and moves with that one.

use super::{
    briefing_outline::{Outline, SlideOutline},
    briefing_value as value, checks,
};
use crate::atlas::{Camera, Language, PlaceId, SlideMap, Text};

/// What notes must not begin a line with, lest the outline takes it for its own.
const SIGNS: [&str; 5] = ["#", "<!--", "```", "~~~", "\\"];

/// What somebody wants of the slides of a briefing. Slides are counted from 0.
#[derive(Clone, Debug, PartialEq)]
pub enum Change {
    /// Behind the slide `after`; `None`: in front of all.
    Add {
        after: Option<usize>,
        title: Text,
        sight: Sight,
    },
    /// What the slide shows becomes this.
    Show {
        slide: usize,
        sight: Sight,
    },
    Title {
        slide: usize,
        language: Language,
        title: String,
    },
    Notes {
        slide: usize,
        language: Language,
        notes: String,
    },
    Seconds {
        slide: usize,
        seconds: Option<u32>,
    },
    /// So that it stands where the slide `to` stood.
    Move {
        slide: usize,
        to: usize,
    },
    Duplicate {
        slide: usize,
    },
    Delete {
        slide: usize,
    },
}

/// What is on the map.
#[derive(Clone, Debug, PartialEq)]
pub struct Sight {
    pub camera: Camera,
    pub selected: Option<PlaceId>,
    pub check: Option<String>,
    pub map: SlideMap,
}

/// The text with a change. `None` if it cannot be made there: no such slide, or the text around it would be read
/// as something else, such as within a comment that never ends.
pub fn changed(text: &str, change: &Change) -> Option<String> {
    let before = Outline::of(text);
    let mut draft = Draft {
        text: text.to_owned(),
        eol: if text.contains("\r\n") { "\r\n" } else { "\n" },
    };
    let more = match change {
        Change::Add {
            after,
            title,
            sight,
        } => {
            draft.add(*after, title, sight)?;
            1
        }
        Change::Show { slide, sight } => {
            draft.show(*slide, sight)?;
            0
        }
        Change::Title {
            slide,
            language,
            title,
        } => {
            draft.title(*slide, *language, title)?;
            0
        }
        Change::Notes {
            slide,
            language,
            notes,
        } => {
            draft.notes(*slide, *language, notes)?;
            0
        }
        Change::Seconds { slide, seconds } => {
            let seconds = seconds.map(|seconds| seconds.to_string());
            draft.key(*slide, "seconds", seconds.as_deref())?;
            0
        }
        Change::Move { slide, to } => {
            draft.move_to(*slide, *to)?;
            0
        }
        Change::Duplicate { slide } => {
            draft.duplicate(*slide)?;
            1
        }
        Change::Delete { slide } => {
            draft
                .text
                .replace_range(before.slides.get(*slide)?.whole.clone(), "");
            -1
        }
    };
    let count = Outline::of(&draft.text).slides.len();
    let as_meant = before.slides.len().checked_add_signed(more) == Some(count);
    as_meant.then_some(draft.text)
}

/// Notes as they are read: without the signs that keep them out of the outline.
pub fn bared(notes: &str) -> String {
    let bare = |line: &str| {
        let start = line.len() - line.trim_start().len();
        let rest = line[start..].strip_prefix('\\');
        match rest.filter(|rest| SIGNS.iter().any(|sign| rest.starts_with(sign))) {
            Some(rest) => format!("{}{rest}", &line[..start]),
            None => line.to_owned(),
        }
    };
    notes.split('\n').map(bare).collect::<Vec<_>>().join("\n")
}

fn shielded(notes: &str) -> String {
    let shield = |line: &str| {
        let start = line.len() - line.trim_start().len();
        let line = line.trim_end();
        if SIGNS.iter().any(|sign| line.trim_start().starts_with(sign)) {
            format!("{}\\{}", &line[..start], &line[start..])
        } else {
            line.to_owned()
        }
    };
    notes
        .trim()
        .lines()
        .map(shield)
        .collect::<Vec<_>>()
        .join("\n")
}

/// On one line, without control characters.
fn one_line(text: &str) -> String {
    let words: Vec<&str> = text.split(|letter: char| letter.is_control()).collect();
    words.join(" ").trim().to_owned()
}

struct Draft {
    text: String,
    eol: &'static str,
}

impl Draft {
    fn outline(&self, slide: usize) -> Option<SlideOutline> {
        let mut slides = Outline::of(&self.text).slides;
        (slide < slides.len()).then(|| slides.swap_remove(slide))
    }

    /// Inserts lines of `\n` at a place, with a line break before them if one is missing there.
    fn insert(&mut self, at: usize, lines: &str) {
        let lines = lines.replace('\n', self.eol);
        let before = &self.text[..at];
        let gap = if before.is_empty() || before.ends_with('\n') {
            ""
        } else {
            self.eol
        };
        self.text.insert_str(at, &format!("{gap}{lines}"));
    }

    /// The same with an empty line before them.
    fn insert_block(&mut self, at: usize, lines: &str) {
        let before = self.text[..at].replace("\r\n", "\n");
        let apart = before.is_empty() || before.ends_with("\n\n");
        let lines = if apart {
            lines.to_owned()
        } else {
            format!("\n{lines}")
        };
        self.insert(at, &lines);
    }

    /// Sets the value of a key, or takes the key away.
    fn key(&mut self, slide: usize, key: &str, value: Option<&str>) -> Option<()> {
        let outline = self.outline(slide)?;
        let known = outline.key(&self.text, key);
        match (known, value) {
            (Some(line), Some(value)) if self.text[line.value.clone()] == *value => {}
            (Some(line), Some(value)) if line.value.is_empty() => {
                let end = line.line.start + self.text[line.line.clone()].trim_end().len();
                self.text.insert_str(end, &format!(" {value}"));
            }
            (Some(line), Some(value)) => self.text.replace_range(line.value.clone(), value),
            (Some(line), None) => self.text.replace_range(line.line.clone(), ""),
            (None, Some(value)) => self.insert(outline.keys_end, &format!("{key}: {value}\n")),
            (None, None) => {}
        }
        Some(())
    }

    fn show(&mut self, slide: usize, sight: &Sight) -> Option<()> {
        for (key, value) in keys(sight) {
            self.key(slide, key, value.as_deref())?;
        }
        Some(())
    }

    fn title(&mut self, slide: usize, language: Language, title: &str) -> Option<()> {
        let title = one_line(title);
        let outline = self.outline(slide)?;
        if let Some(text) = outline.text(language) {
            let heading = format!("## {}: {title}", language.code());
            let line = self.text[text.heading.clone()].trim_end().len();
            let range = text.heading.start..text.heading.start + line;
            self.text.replace_range(range, heading.trim_end());
        } else {
            let lines = format!("## {}: {title}\n\n", language.code());
            self.insert_block(outline.whole.end, &lines);
        }
        Some(())
    }

    fn notes(&mut self, slide: usize, language: Language, notes: &str) -> Option<()> {
        if self.outline(slide)?.text(language).is_none() {
            self.title(slide, language, "")?;
        }
        let outline = self.outline(slide)?;
        let text = outline.text(language)?;
        let notes = shielded(notes);
        match (&text.notes, notes.is_empty()) {
            (Some(known), false) => {
                let lines = format!("\n{notes}\n\n").replace('\n', self.eol);
                self.text.replace_range(known.text.clone(), &lines);
            }
            (Some(known), true) => {
                self.text
                    .replace_range(known.heading.start..known.text.end, "");
            }
            (None, false) => self.insert_block(text.body.end, &format!("### notes\n\n{notes}\n\n")),
            (None, true) => {}
        }
        Some(())
    }

    fn add(&mut self, after: Option<usize>, title: &Text, sight: &Sight) -> Option<()> {
        let outline = Outline::of(&self.text);
        let at = match after {
            Some(slide) => outline.slides.get(slide)?.whole.end,
            None => outline
                .slides
                .first()
                .map_or(self.text.len(), |slide| slide.whole.start),
        };
        let base = sight.selected.as_ref().map_or("slide", PlaceId::as_str);
        let mut lines = format!("# {}\n", self.free_id(base));
        for (key, value) in keys(sight) {
            if let Some(value) = value {
                for part in [key, ": ", &value, "\n"] {
                    lines.push_str(part);
                }
            }
        }
        for language in [Language::English, Language::Chinese] {
            let title = one_line(title.get(language));
            lines.push_str(format!("\n## {}: {title}", language.code()).trim_end());
            lines.push('\n');
        }
        lines.push('\n');
        self.insert_block(at, &lines);
        Some(())
    }

    /// The same id, with a number behind it if it is taken.
    fn free_id(&self, wanted: &str) -> String {
        let outline = Outline::of(&self.text);
        let taken = |id: &str| {
            outline
                .slides
                .iter()
                .any(|slide| self.text[slide.id.clone()] == *id)
        };
        let base = if checks::is_id(wanted) && !wanted.is_empty() {
            wanted
        } else {
            "slide"
        };
        let base: String = base.chars().take(72).collect();
        let numbered = (2..).map(|number| format!("{base}-{number}"));
        let mut ids = std::iter::once(base.clone()).chain(numbered);
        ids.find(|id| !taken(id)).unwrap_or(base)
    }

    /// A slide's text with an end that another slide can follow.
    fn block(&self, outline: &SlideOutline) -> String {
        let block = &self.text[outline.whole.clone()];
        let end = match block {
            _ if block.ends_with("\n\n") || block.ends_with("\r\n\r\n") => String::new(),
            _ if block.ends_with('\n') => self.eol.to_owned(),
            _ => self.eol.repeat(2),
        };
        format!("{block}{end}")
    }

    fn move_to(&mut self, slide: usize, to: usize) -> Option<()> {
        let outline = Outline::of(&self.text);
        let (moved, target) = (outline.slides.get(slide)?, outline.slides.get(to)?);
        let block = self.block(moved);
        if slide < to {
            let end = target.whole.end;
            let last = self.text[target.whole.clone()].len() != self.block(target).len();
            if last {
                let ended = self.block(target);
                self.text.replace_range(target.whole.clone(), &ended);
            }
            let at = if last { self.text.len() } else { end };
            self.text.insert_str(at, &block);
            self.text.replace_range(moved.whole.clone(), "");
        } else if slide > to {
            self.text.replace_range(moved.whole.clone(), "");
            self.text.insert_str(target.whole.start, &block);
        }
        Some(())
    }

    fn duplicate(&mut self, slide: usize) -> Option<()> {
        let outline = self.outline(slide)?;
        let id = self.free_id(&self.text[outline.id.clone()]);
        let block = self.block(&outline);
        let start = outline.whole.start;
        let copy = format!(
            "{}{id}{}",
            &block[..outline.id.start - start],
            &block[outline.id.end - start..]
        );
        self.text
            .replace_range(outline.whole.clone(), &format!("{block}{copy}"));
        Some(())
    }
}

/// The keys of a slide that say what is on the map.
fn keys(sight: &Sight) -> [(&'static str, Option<String>); 8] {
    let Sight {
        camera,
        selected,
        check,
        map,
    } = sight;
    let list = |parts: &[String]| (!parts.is_empty()).then(|| parts.join(", "));
    let layers = Some(value::layers_text(&map.layers)).filter(|text| !text.is_empty());
    [
        ("camera", Some(value::camera_text(camera))),
        ("select", selected.as_ref().map(ToString::to_string)),
        ("check", check.clone()),
        ("layers", layers),
        ("hide", list(&map.hidden_kinds)),
        ("theme", map.theme.clone()),
        ("choropleth", map.choropleth.clone()),
        ("labels", map.labels.clone()),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        atlas::{Briefing, Position},
        store::{
            briefing_file,
            briefing_history::{Edit, History},
        },
    };
    use proptest::prelude::*;

    const TEXT: &str = "---\nbriefing: 1\ntitle.en: Ports\n---\n\n<!-- mine -->\n# one\nseconds:  30\nmy-key: kept\n\n## en: First\n\nWords.\n\n### notes\n\nSay it.\n\n## zh：第一\n\n话。\n# two\n\n## en: Second";

    fn read(text: &str) -> Briefing {
        briefing_file::read("briefings/test.md", text, &mut Vec::new())
            .unwrap()
            .briefing
    }

    fn sight() -> Sight {
        Sight {
            camera: Camera::Exact {
                centre: Position {
                    longitude: 121.5,
                    latitude: 31.2,
                },
                zoom: 9.25,
            },
            selected: Some(PlaceId::new("yangshan")),
            check: Some("triangle".to_owned()),
            map: SlideMap::default(),
        }
    }

    #[test]
    fn a_new_title_touches_nothing_else() {
        let change = Change::Title {
            slide: 0,
            language: Language::English,
            title: "Hello\nthere".to_owned(),
        };
        let text = changed(TEXT, &change).unwrap();
        assert_eq!(text, TEXT.replace("## en: First", "## en: Hello there"));
    }

    #[test]
    fn planned_seconds_are_changed_added_and_taken_away_on_their_line() {
        let set = |slide, seconds| changed(TEXT, &Change::Seconds { slide, seconds }).unwrap();
        assert_eq!(
            set(0, Some(45)),
            TEXT.replace("seconds:  30", "seconds:  45")
        );
        assert_eq!(set(0, None), TEXT.replace("seconds:  30\n", ""));
        assert_eq!(
            set(1, Some(9)),
            TEXT.replace("# two\n", "# two\nseconds: 9\n")
        );
    }

    #[test]
    fn notes_that_look_like_headings_stay_notes() {
        let notes = "# not a slide\n## en: nor a text\n<!-- nor a comment\n```\n\\# nor this";
        let change = Change::Notes {
            slide: 1,
            language: Language::English,
            notes: notes.to_owned(),
        };
        let text = changed(TEXT, &change).unwrap();
        assert_eq!(read(&text).slides[1].notes.en, notes);
        assert_eq!(read(&text).slides.len(), 2);
    }

    #[test]
    fn a_slide_from_the_view_is_read_as_the_view_was() {
        for after in [None, Some(0), Some(1)] {
            let change = Change::Add {
                after,
                title: Text::new("Yangshan", "洋山"),
                sight: sight(),
            };
            let slides = read(&changed(TEXT, &change).unwrap()).slides;
            let slide = &slides[after.map_or(0, |after| after + 1)];
            assert_eq!(slide.camera, sight().camera);
            assert_eq!(slide.selected, sight().selected);
            assert_eq!(slide.check, sight().check);
            assert_eq!((slide.id.as_str(), &*slide.title.zh), ("yangshan", "洋山"));
            assert_eq!(slides.len(), 3);
        }
    }

    #[test]
    fn slides_are_moved_doubled_and_deleted_whole() {
        let ids = |text: &str| -> Vec<String> {
            read(text)
                .slides
                .iter()
                .map(|slide| slide.id.to_string())
                .collect()
        };
        let of = |change| changed(TEXT, &change).unwrap();
        assert_eq!(ids(&of(Change::Move { slide: 0, to: 1 })), ["two", "one"]);
        assert_eq!(ids(&of(Change::Move { slide: 1, to: 0 })), ["two", "one"]);
        assert_eq!(
            ids(&of(Change::Duplicate { slide: 1 })),
            ["one", "two", "two-2"]
        );
        assert_eq!(ids(&of(Change::Delete { slide: 0 })), ["two"]);
        assert_eq!(changed(TEXT, &Change::Delete { slide: 2 }), None);
    }

    #[test]
    fn a_text_that_would_be_read_as_something_else_is_left_alone() {
        let open = "---\nbriefing: 1\n---\n# one\n\n## en: A\n\n<!-- never closed\n";
        let change = Change::Duplicate { slide: 0 };
        assert_eq!(changed(open, &change), None);
    }

    fn any_change() -> impl Strategy<Value = Change> {
        let language = prop_oneof![Just(Language::English), Just(Language::Chinese)];
        let words = "(# |## en:|<!--|```|### notes|\\\\)?\\PC{0,12}(\n# x)?";
        prop_oneof![
            (0usize..4, language.clone(), words).prop_map(|(slide, language, title)| {
                Change::Title {
                    slide,
                    language,
                    title,
                }
            }),
            (0usize..4, language, words).prop_map(|(slide, language, notes)| Change::Notes {
                slide,
                language,
                notes
            }),
            (0usize..4, proptest::option::of(1u32..7200))
                .prop_map(|(slide, seconds)| Change::Seconds { slide, seconds }),
            (0usize..4, 0usize..4).prop_map(|(slide, to)| Change::Move { slide, to }),
            (0usize..4).prop_map(|slide| Change::Duplicate { slide }),
            (0usize..4).prop_map(|slide| Change::Delete { slide }),
            (0usize..4).prop_map(|slide| Change::Show {
                slide,
                sight: sight()
            }),
            proptest::option::of(0usize..4).prop_map(|after| Change::Add {
                after,
                title: Text::new("T", "题"),
                sight: sight(),
            }),
        ]
    }

    proptest! {
        #[test]
        fn whatever_is_done_can_be_undone_to_the_byte_and_done_again(
            changes in proptest::collection::vec(any_change(), 1..20), windows in any::<bool>(),
        ) {
            let first = if windows { TEXT.replace('\n', "\r\n") } else { TEXT.to_owned() };
            let mut text = first.clone();
            let mut history = History::default();
            for change in &changes {
                let Some(next) = changed(&text, change) else { continue };
                if let Some(edit) = Edit::between(&text, &next) {
                    prop_assert_eq!(edit.applied(&text), Some(next.clone()));
                    history.note(edit);
                }
                // What a person wrote stays, unless its slide is deleted.
                prop_assert!(next.starts_with(&first[..first.find("# one").unwrap()]));
                text = next;
            }
            let last = text.clone();
            while history.can_undo() {
                text = history.undo(&text).unwrap();
            }
            prop_assert_eq!(&text, &first);
            while history.can_redo() {
                text = history.redo(&text).unwrap();
            }
            prop_assert_eq!(text, last);
        }

        #[test]
        fn notes_and_titles_are_read_as_they_were_written(words in "\\PC{0,20}(\n(# |## zh: |<!--|~~~)?\\PC{0,10}){0,3}") {
            let change = Change::Notes { slide: 0, language: Language::Chinese, notes: words.clone() };
            let text = changed(TEXT, &change).unwrap();
            let lines: Vec<&str> = words.trim().lines().map(str::trim_end).collect();
            let lines = lines.join("\n");
            prop_assert_eq!(&read(&text).slides[0].notes.zh, lines.trim());
            prop_assert_eq!(&read(&text).slides[0].notes.en, "Say it.");
        }
    }
}
