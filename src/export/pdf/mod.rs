//! A briefing as a hand-out: cover, slides with maps that stay sharp, notes, footnotes, and an annex with every fact.

mod annex;
mod flow;
mod press;
mod sheet;
mod slides;

use std::collections::BTreeSet;

use egui::{Vec2, vec2};

use super::{ExportError, Ruler, Type, Warning, Watch};
use crate::{
    atlas::{Atlas, Briefing, Fact, FactId, Slide},
    card::Footnotes,
    geo::Locator,
    lang::Strings,
    scene::DataLayer,
    theme::{Interface, Theme, ThemeName},
};
use sheet::{Sheet, Styled};
pub use slides::briefing_about;

/// Rounds the layout to this share of a point.
const PIXELS_PER_POINT: f32 = 4.0;
/// Round every page, in points.
const MARGIN: f32 = 40.0;
/// Below the text, for title and number of the page.
const FOOTER: f32 = 24.0;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Paper {
    #[default]
    A4,
    Letter,
}

impl Paper {
    pub const ALL: [Self; 2] = [Self::A4, Self::Letter];

    pub fn code(self) -> &'static str {
        match self {
            Self::A4 => "a4",
            Self::Letter => "letter",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        let code = code.to_lowercase();
        Self::ALL.into_iter().find(|paper| paper.code() == code)
    }

    /// Upright, in points of 1/72 inch.
    fn size(self) -> Vec2 {
        match self {
            Self::A4 => vec2(595.28, 841.89),
            Self::Letter => vec2(612.0, 792.0),
        }
    }
}

/// How many slides stand on a page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PerPage {
    #[default]
    One,
    Two,
    Four,
}

impl PerPage {
    pub const ALL: [Self; 3] = [Self::One, Self::Two, Self::Four];

    pub fn count(self) -> usize {
        match self {
            Self::One => 1,
            Self::Two => 2,
            Self::Four => 4,
        }
    }

    pub fn from_count(count: usize) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.count() == count)
    }
}

/// How a hand-out is laid out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Handout {
    pub paper: Paper,
    pub landscape: bool,
    pub per_page: PerPage,
    /// With what the speaker reads.
    pub notes: bool,
}

impl Handout {
    fn size(self) -> Vec2 {
        let Vec2 { x, y } = self.paper.size();
        if self.landscape {
            vec2(y, x)
        } else {
            vec2(x, y)
        }
    }
}

/// What is printed.
#[derive(Clone, Copy, Debug)]
pub struct Print<'a> {
    pub atlas: &'a Atlas,
    pub locator: &'a Locator,
    pub strings: &'static Strings,
    /// Of the maps; the pages are white.
    pub theme: ThemeName,
    pub briefing: &'a Briefing,
    /// Positions in the briefing, in the order in which they are printed.
    pub slides: &'a [usize],
    pub handout: Handout,
    /// A data file over the base map.
    pub data: Option<&'a DataLayer>,
}

/// The bytes of the file, and what is to be said about it.
pub fn pdf(print: &Print<'_>, watch: &Watch) -> Result<(Vec<u8>, Vec<Warning>), ExportError> {
    let ruler = Ruler::new(PIXELS_PER_POINT);
    let mut composer = Composer::new(print, &ruler);
    composer.cover();
    let count = print.slides.len().max(1) as f32;
    for (number, slide) in composer.chosen().into_iter().enumerate() {
        composer.slide(number, slide);
        watch.step(0.3 * (number + 1) as f32 / count)?;
    }
    composer.annex();
    composer.contents();
    composer.footers();
    let properties = press::Properties {
        title: composer.title().to_owned(),
        subject: print
            .atlas
            .manifest
            .title
            .get(print.strings.language)
            .to_owned(),
        language: match print.strings.language {
            crate::atlas::Language::English => "en",
            crate::atlas::Language::Chinese => "zh-Hans",
        },
    };
    let bytes = press::print(&composer.sheet, &properties, watch)?;
    let warnings = if composer.missing.is_empty() {
        Vec::new()
    } else {
        vec![Warning::MissingCharacters(composer.missing)]
    };
    Ok((bytes, warnings))
}

/// Lays out the pages. Its parts are in `slides` and `annex`.
struct Composer<'a> {
    print: &'a Print<'a>,
    sheet: Sheet<'a>,
    /// White paper, whatever the theme of the maps.
    colours: Interface,
    map_theme: Theme,
    notes: Footnotes<'a>,
    /// Each once, in the order in which they were used.
    facts: Vec<&'a Fact>,
    missing: BTreeSet<char>,
    /// Where each slide begins, for the table of contents.
    starts: Vec<(String, usize)>,
    contents: Option<sheet::Tag>,
    flow: flow::Grid,
}

impl<'a> Composer<'a> {
    fn new(print: &'a Print<'a>, ruler: &'a Ruler) -> Self {
        let size = print.handout.size();
        Self {
            print,
            sheet: Sheet::new(ruler, size),
            colours: Theme::new(ThemeName::Light).interface,
            map_theme: Theme::new(print.theme),
            notes: Footnotes::default(),
            facts: Vec::new(),
            missing: BTreeSet::new(),
            starts: Vec::new(),
            contents: None,
            flow: flow::Grid::new(size, print.handout),
        }
    }

    fn chosen(&self) -> Vec<&'a Slide> {
        let slides = &self.print.briefing.slides;
        let chosen = self.print.slides.iter();
        chosen.filter_map(|index| slides.get(*index)).collect()
    }

    fn title(&self) -> &'a str {
        let language = self.print.strings.language;
        match self.print.briefing.title.get(language) {
            "" => self.print.atlas.manifest.title.get(language),
            title => title,
        }
    }

    fn text(&self, key: &'static str) -> &'static str {
        self.print.strings.get(key)
    }

    fn ink(&self, text: impl Into<String>, kind: Type) -> Styled {
        Styled::new(text, kind, self.colours.ink)
    }

    fn weak(&self, text: impl Into<String>, size: f32) -> Styled {
        Styled::new(text, Type::regular(size), self.colours.ink_weak)
    }

    /// A fact that is used; `None` if the atlas has none of this id.
    fn fact(&mut self, id: &FactId) -> Option<&'a Fact> {
        let fact = self.print.atlas.fact(id)?;
        if !self.facts.iter().any(|known| known.id == fact.id) {
            self.facts.push(fact);
        }
        Some(fact)
    }
}
