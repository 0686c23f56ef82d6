//! `briefings/*.md`: one briefing each, both languages inside. The grammar is in `assets/briefing-grammar.md`.

use std::{borrow::Cow, collections::HashSet, ops::Range};

use super::{
    Finding, Location, Problem,
    briefing_outline::{KeyLine, Outline, SlideOutline},
    briefing_text, briefing_value as value, briefing_write,
};
use crate::atlas::{
    Atlas, Body, Briefing, BriefingId, Camera, Element, FactId, Kind, Language, PlaceId, Slide,
    SlideId, Text, Where,
};

/// The version of the grammar that this program writes and the newest it reads.
pub const GRAMMAR_VERSION: u32 = 1;
/// Slides that are read of one file.
pub const SLIDE_LIMIT: usize = 2_000;
/// More slides than this are remarked on: nobody sits through them.
const MANY_SLIDES: usize = 100;
/// The longest notes in one language, in characters.
const NOTES_LIMIT: usize = 20_000;
/// The longest title, in characters.
const TITLE_LIMIT: usize = 300;
/// Characters of a value that a finding quotes.
const QUOTE: usize = 80;

/// A briefing and what it names, to be looked up when the atlas is there.
#[derive(Debug)]
pub struct Draft {
    pub briefing: Briefing,
    names: Vec<Name>,
}

/// Something that a slide names.
#[derive(Debug)]
struct Name {
    location: Location,
    what: Named,
}

#[derive(Debug)]
enum Named {
    Place(PlaceId),
    Fact(FactId),
    Check(String),
    Theme(String),
    Kind(String),
    Picture(String),
}

/// `None` if a newer program wrote it.
pub fn read(file: &str, text: &str, findings: &mut Vec<Finding>) -> Option<Draft> {
    let outline = Outline::of(text);
    let mut reader = Reader {
        file: Cow::Owned(file.to_owned()),
        text,
        outline: &outline,
        slide: String::new(),
        findings,
        names: Vec::new(),
    };
    let id = stem(file);
    let header = reader.header()?;
    let slides = reader.slides();
    let Header { mut title, extra } = header;
    if title.is_empty() {
        title = Text::new(id, id);
    }
    let names = reader.names;
    Some(Draft {
        briefing: Briefing {
            id: BriefingId::new(id),
            title,
            slides,
            extra,
        },
        names,
    })
}

/// The name of the file without folder and ending.
pub fn stem(file: &str) -> &str {
    let name = file.rsplit('/').next().unwrap_or(file);
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}

impl Draft {
    /// Finds what the slides name and the atlas does not have.
    pub fn check(&self, atlas: &Atlas, findings: &mut Vec<Finding>) {
        for Name { location, what } in &self.names {
            if let Some(problem) = what.missing(atlas) {
                findings.push(Finding::new(location.clone(), problem));
            }
        }
    }
}

impl Named {
    fn missing(&self, atlas: &Atlas) -> Option<Problem> {
        let (known, problem) = match self {
            Self::Place(id) => (
                atlas.place(id).is_some(),
                Problem::PlaceUnknown {
                    place: id.to_string(),
                },
            ),
            Self::Fact(id) => (
                atlas.fact(id).is_some(),
                Problem::FactUnknown {
                    fact: id.to_string(),
                },
            ),
            Self::Check(id) => (
                atlas.check(id).is_some(),
                Problem::CheckUnknown { check: id.clone() },
            ),
            Self::Theme(id) => {
                let mut themes = atlas.manifest.themes.iter();
                let known = themes.any(|theme| theme.id.as_str() == id);
                (known, Problem::ThemeUnknown { theme: id.clone() })
            }
            Self::Kind(code) => {
                let known = atlas.places().iter().any(|place| place.kind.code() == code)
                    || Kind::KNOWN.iter().any(|kind| kind.code() == code);
                (known, Problem::KindUnknown { kind: code.clone() })
            }
            Self::Picture(path) => (
                atlas.picture(path).is_some(),
                Problem::PictureMissing {
                    picture: path.clone(),
                },
            ),
        };
        (!known).then_some(problem)
    }
}

struct Header {
    title: Text,
    extra: Vec<(String, String)>,
}

struct Reader<'a> {
    file: Cow<'static, str>,
    text: &'a str,
    outline: &'a Outline,
    /// The slide under way.
    slide: String,
    findings: &'a mut Vec<Finding>,
    names: Vec<Name>,
}

impl Reader<'_> {
    fn location(&self, at: usize) -> Location {
        Location::line(self.file.clone(), self.outline.line_of(at), &self.slide)
    }

    fn found(&mut self, at: usize, problem: Problem) {
        let location = self.location(at);
        self.findings.push(Finding::new(location, problem));
    }

    fn name(&mut self, at: usize, what: Named) {
        let location = self.location(at);
        self.names.push(Name { location, what });
    }

    fn piece(&self, range: &Range<usize>) -> &str {
        &self.text[range.clone()]
    }

    fn quote(&self, range: &Range<usize>) -> String {
        self.piece(range).trim().chars().take(QUOTE).collect()
    }

    fn header(&mut self) -> Option<Header> {
        let outline = self.outline;
        if !outline.has_header {
            self.found(0, Problem::BriefingHeader {});
        }
        let mut header = Header {
            title: Text::default(),
            extra: Vec::new(),
        };
        for line in &outline.keys {
            let value = self.piece(&line.value).to_owned();
            match self.piece(&line.key) {
                "briefing" => match value.parse::<u32>() {
                    Ok(version) if version > GRAMMAR_VERSION => {
                        self.found(line.key.start, Problem::BriefingNewer { version: value });
                        return None;
                    }
                    Ok(1..) => {}
                    _ => self.wrong(line, "1"),
                },
                "title.en" => header.title.en = short(&value, TITLE_LIMIT),
                "title.zh" => header.title.zh = short(&value, TITLE_LIMIT),
                key => header.extra.push((key.to_owned(), value)),
            }
        }
        for stray in &outline.stray {
            let line = self.quote(stray);
            self.found(stray.start, Problem::SlideLineStray { line });
        }
        if outline.has_header && header.title.is_empty() {
            self.found(0, Problem::TitleMissing {});
        }
        Some(header)
    }

    fn wrong(&mut self, line: &KeyLine, expected: &str) {
        let problem = Problem::SlideValueWrong {
            key: self.quote(&line.key),
            value: self.quote(&line.value),
            expected: expected.to_owned(),
        };
        self.found(line.key.start, problem);
    }

    fn slides(&mut self) -> Vec<Slide> {
        let outline = self.outline;
        let count = outline.slides.len();
        if count == 0 {
            self.found(0, Problem::BriefingEmpty {});
        }
        if count > SLIDE_LIMIT {
            let problem = Problem::SlidesTooMany {
                count: count.to_string(),
                limit: SLIDE_LIMIT.to_string(),
            };
            self.found(outline.slides[SLIDE_LIMIT].heading.start, problem);
        } else if count > MANY_SLIDES {
            let problem = Problem::SlidesMany {
                count: count.to_string(),
            };
            self.found(0, problem);
        }
        let mut taken = HashSet::new();
        let mut slides = Vec::new();
        for (index, slide) in outline.slides.iter().take(SLIDE_LIMIT).enumerate() {
            slides.push(self.slide(index, slide, &mut taken));
            self.slide.clear();
        }
        slides
    }

    fn slide(
        &mut self,
        index: usize,
        outline: &SlideOutline,
        taken: &mut HashSet<String>,
    ) -> Slide {
        let id = self.slide_id(index, outline, taken);
        self.slide.clone_from(&id);
        let mut slide = Slide::new(SlideId::new(id));
        for stray in &outline.stray {
            let line = self.quote(stray);
            self.found(stray.start, Problem::SlideLineStray { line });
        }
        for strange in &outline.strange {
            let line = self.quote(strange);
            self.found(strange.start, Problem::SlideLanguage { line });
        }
        for (number, line) in outline.keys.iter().enumerate() {
            let key = self.piece(&line.key).to_lowercase();
            let mut before = outline.keys[..number].iter();
            if before.any(|known| self.piece(&known.key).eq_ignore_ascii_case(&key)) {
                self.found(line.key.start, Problem::SlideKeyTwice { key });
            } else {
                self.key(&key, line, &mut slide);
            }
        }
        self.texts(outline, &mut slide);
        if slide.camera == Camera::None && slide.body == Body::default() && slide.title.is_empty() {
            self.found(outline.heading.start, Problem::SlideEmpty {});
        }
        slide
    }

    /// The id that is written, or another one where that cannot be used.
    fn slide_id(
        &mut self,
        index: usize,
        outline: &SlideOutline,
        taken: &mut HashSet<String>,
    ) -> String {
        let written = self.piece(&outline.id).to_owned();
        self.slide = short(&written, QUOTE);
        let fits = super::checks::is_id(&written) && !written.is_empty();
        if fits && taken.insert(written.clone()) {
            return written;
        }
        let base = if fits {
            written.clone()
        } else {
            format!("slide-{}", index + 1)
        };
        let mut id = base.clone();
        // Numbers by place, not by search: two thousand equal ids take no longer than others.
        if taken.contains(&id) {
            id = format!("{base}-{}", index + 1);
        }
        while taken.contains(&id) {
            id.push('x');
        }
        taken.insert(id.clone());
        let (at, used) = (outline.heading.start, id.clone());
        let problem = if fits {
            Problem::SlideTwice { id: written, used }
        } else {
            let id = short(&written, QUOTE);
            Problem::SlideId { id, used }
        };
        // It is this slide that the presenter is told about, not the first of its id.
        self.slide = short(&id, QUOTE);
        self.found(at, problem);
        id
    }

    fn key(&mut self, key: &str, line: &KeyLine, slide: &mut Slide) {
        let text = self.piece(&line.value).to_owned();
        let at = line.key.start;
        let some = || Some(text.clone()).filter(|text| !text.is_empty());
        match key {
            "camera" => slide.camera = self.camera(line),
            "select" => slide.selected = some().map(PlaceId::new),
            "check" => slide.check = some(),
            "layers" => match value::layers(&text) {
                Some(layers) => slide.map.layers = layers,
                None => self.wrong(line, "metro, no rail, built-up 40%"),
            },
            "hide" => slide.map.hidden_kinds = value::list(&text).map(str::to_owned).collect(),
            "theme" => slide.map.theme = some(),
            "choropleth" => slide.map.choropleth = some(),
            "labels" => slide.map.labels = some(),
            "text" => match Where::from_code(&text) {
                Some(placement) => slide.placement = placement,
                None => self.wrong(line, "beside, on"),
            },
            "facts" => slide.facts = value::list(&text).map(FactId::new).collect(),
            "seconds" => match value::seconds(&text) {
                Some(seconds) => slide.seconds = Some(seconds),
                None => self.wrong(line, "90, 1:30"),
            },
            _ => {
                let key = self.quote(&line.key);
                slide.extra.push((key.clone(), text.clone()));
                self.found(at, Problem::SlideKeyUnknown { key });
            }
        }
        self.names_of(key, at, slide);
    }

    /// The home view for what is no camera, and that is found.
    fn camera(&mut self, line: &KeyLine) -> Camera {
        value::camera(self.piece(&line.value)).unwrap_or_else(|| {
            let camera = self.quote(&line.value);
            self.found(line.key.start, Problem::SlideCamera { camera });
            Camera::Home
        })
    }

    /// Notes what a key names.
    fn names_of(&mut self, key: &str, at: usize, slide: &Slide) {
        let names: Vec<Named> = match key {
            "camera" => match &slide.camera {
                Camera::Place { place, .. } => vec![Named::Place(place.clone())],
                Camera::Fit(places) => places.iter().cloned().map(Named::Place).collect(),
                _ => Vec::new(),
            },
            "select" => slide.selected.iter().cloned().map(Named::Place).collect(),
            "check" => slide.check.iter().cloned().map(Named::Check).collect(),
            "theme" => slide.map.theme.iter().cloned().map(Named::Theme).collect(),
            "hide" => slide
                .map
                .hidden_kinds
                .iter()
                .cloned()
                .map(Named::Kind)
                .collect(),
            "facts" => slide.facts.iter().cloned().map(Named::Fact).collect(),
            _ => Vec::new(),
        };
        for name in names {
            self.name(at, name);
        }
    }

    fn texts(&mut self, outline: &SlideOutline, slide: &mut Slide) {
        for text in &outline.texts {
            let title = short(self.piece(&text.title), TITLE_LIMIT);
            let body = self.body(&text.body);
            let notes = text.notes.as_ref();
            let notes = notes.map_or(String::new(), |notes| self.notes(&notes.text));
            let (to_title, to_body, to_notes) = match text.language {
                Language::English => (&mut slide.title.en, &mut slide.body.en, &mut slide.notes.en),
                Language::Chinese => (&mut slide.title.zh, &mut slide.body.zh, &mut slide.notes.zh),
            };
            (*to_title, *to_body, *to_notes) = (title, body, notes);
        }
        if let [only] = outline.texts.as_slice() {
            let language = only.language.other().code().to_owned();
            self.found(
                outline.heading.start,
                Problem::SlideOneLanguage { language },
            );
        }
    }

    fn body(&mut self, range: &Range<usize>) -> Vec<Element> {
        let text = briefing_text::read(self.piece(range));
        for (at, problem) in text.problems {
            self.found(range.start + at, problem);
        }
        for (at, fact) in text.facts {
            self.name(range.start + at, Named::Fact(fact));
        }
        for (at, picture) in text.pictures {
            self.name(range.start + at, Named::Picture(picture));
        }
        text.elements
    }

    fn notes(&mut self, range: &Range<usize>) -> String {
        let notes = self.piece(range).trim();
        let kept = short(notes, NOTES_LIMIT);
        if kept.len() < notes.len() {
            let limit = NOTES_LIMIT.to_string();
            self.found(range.start, Problem::SlideTextLong { limit });
        }
        briefing_write::bared(&kept.replace("\r\n", "\n"))
    }
}

/// At most so many characters of it.
fn short(text: &str, limit: usize) -> String {
    text.chars().take(limit).collect()
}
