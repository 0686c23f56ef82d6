//! A briefing: slides that are views of the map with few words, told in order. As its author wrote it: what a slide
//! names may be missing from the atlas.

use std::sync::Arc;

use super::{BriefingId, FactId, Language, PlaceId, Position, SlideId, Text};

#[derive(Clone, Debug, PartialEq)]
pub struct Briefing {
    pub id: BriefingId,
    pub title: Text,
    pub slides: Vec<Slide>,
    /// Keys of the file's header that nobody here knows, with their values.
    pub extra: Vec<(String, String)>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Slide {
    /// Unique within the briefing.
    pub id: SlideId,
    pub title: Text,
    pub body: Body,
    /// What the speaker reads, never the audience. Plain text, paragraphs apart by blank lines.
    pub notes: Text,
    /// Planned length; `None`: not planned.
    pub seconds: Option<u32>,
    pub camera: Camera,
    /// The place that is marked and whose card is open.
    pub selected: Option<PlaceId>,
    /// The check that is drawn on the map, by id.
    pub check: Option<String>,
    pub map: SlideMap,
    pub placement: Where,
    /// Facts that the slide rests on without naming them in its text.
    pub facts: Vec<FactId>,
    /// Keys that nobody here knows, with their values.
    pub extra: Vec<(String, String)>,
}

/// Where the map's camera is on a slide.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Camera {
    /// No map: a title or closing slide.
    None,
    /// What the slide draws or selects fills the map: its check, else its place, else the home view.
    #[default]
    Subject,
    /// The atlas's home view.
    Home,
    Place {
        place: PlaceId,
        zoom: Option<f64>,
    },
    /// All of these, as near as they fit.
    Fit(Vec<PlaceId>),
    /// Finite, and on the map.
    Exact {
        centre: Position,
        zoom: f64,
    },
}

/// Where the text of a slide stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Where {
    /// Beside the map, which keeps the rest of the screen.
    #[default]
    Beside,
    /// In a card over the map.
    On,
}

impl Where {
    pub fn code(self) -> &'static str {
        match self {
            Self::Beside => "beside",
            Self::On => "on",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Beside, Self::On]
            .into_iter()
            .find(|one| one.code() == code)
    }
}

/// What of the map is shown, in the words of the author. What is not named stays as the atlas has it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SlideMap {
    /// Where every layer is named, the lowest first.
    pub layers: Vec<LayerChoice>,
    /// Kinds of places that are not shown, by their codes.
    pub hidden_kinds: Vec<String>,
    /// Only places with facts of this theme, by its id.
    pub theme: Option<String>,
    /// The figure that colours the regions, as written.
    pub choropleth: Option<String>,
    /// The languages of the names on the map, as written.
    pub labels: Option<String>,
}

/// A layer shown, hidden or made fainter.
#[derive(Clone, Debug, PartialEq)]
pub struct LayerChoice {
    pub id: String,
    pub visible: bool,
    /// 0 to 1; `None`: as the atlas has it.
    pub opacity: Option<f32>,
}

/// The text of a slide in both languages; either may be empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Body {
    pub en: Vec<Element>,
    pub zh: Vec<Element>,
}

/// A block and when it appears.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Element {
    pub block: Block,
    /// 0: with the slide; n: with the n-th Next.
    pub build: usize,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    Heading(Vec<Run>),
    Paragraph(Vec<Run>),
    /// One point of a list.
    Item {
        runs: Vec<Run>,
        /// 0 is the outermost.
        level: u8,
        /// Its number, in a list that counts.
        number: Option<u64>,
    },
    /// A fact on a line of its own: label, value, unit, date and status, large.
    Figure(FactId),
    /// By its path from the folder of the briefings.
    Picture {
        path: String,
        alt: String,
    },
}

/// A piece of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Run {
    Words(String, Weight),
    /// The value of a fact with its unit, written from the fact.
    Fact(FactId, Weight),
    /// http or https.
    Link {
        words: String,
        url: String,
    },
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Weight {
    #[default]
    Plain,
    Emphasis,
    Strong,
}

/// A picture that lies beside the briefings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    /// A PNG file.
    pub bytes: Arc<[u8]>,
    /// Width and height, in pixels.
    pub size: [u32; 2],
}

impl Briefing {
    /// Planned length of the slides that have one, in seconds.
    pub fn planned_seconds(&self) -> u64 {
        self.slides
            .iter()
            .filter_map(|slide| slide.seconds)
            .map(u64::from)
            .sum()
    }

    pub fn position(&self, id: &SlideId) -> Option<usize> {
        self.slides.iter().position(|slide| slide.id == *id)
    }
}

impl Slide {
    /// Without text, on the home view.
    pub fn new(id: SlideId) -> Self {
        Self {
            id,
            title: Text::default(),
            body: Body::default(),
            notes: Text::default(),
            seconds: None,
            camera: Camera::default(),
            selected: None,
            check: None,
            map: SlideMap::default(),
            placement: Where::default(),
            facts: Vec::new(),
            extra: Vec::new(),
        }
    }

    /// How often Next reveals something before it leaves the slide.
    pub fn builds(&self) -> usize {
        let of = |elements: &[Element]| elements.iter().map(|one| one.build).max().unwrap_or(0);
        of(&self.body.en).max(of(&self.body.zh))
    }

    /// Every fact that the slide shows or rests on, in the order of the text, each once.
    pub fn facts_shown(&self, language: Language) -> Vec<&FactId> {
        let named = self.body.facts(language);
        let mut facts: Vec<&FactId> = Vec::new();
        for fact in named.chain(&self.facts) {
            if !facts.contains(&fact) {
                facts.push(fact);
            }
        }
        facts
    }

    /// Every place that camera and selection name.
    pub fn places(&self) -> Vec<&PlaceId> {
        let mut places: Vec<&PlaceId> = match &self.camera {
            Camera::Place { place, .. } => vec![place],
            Camera::Fit(places) => places.iter().collect(),
            _ => Vec::new(),
        };
        places.extend(&self.selected);
        places
    }
}

impl Body {
    /// Exactly this language, possibly empty.
    pub fn exactly(&self, language: Language) -> &[Element] {
        match language {
            Language::English => &self.en,
            Language::Chinese => &self.zh,
        }
    }

    /// This language, or the other one where this one is missing.
    pub fn get(&self, language: Language) -> &[Element] {
        match self.exactly(language) {
            [] => self.exactly(language.other()),
            elements => elements,
        }
    }

    /// Those in the text, in its order.
    pub fn facts(&self, language: Language) -> impl Iterator<Item = &FactId> {
        self.get(language).iter().flat_map(Element::facts)
    }
}

impl Element {
    fn facts(&self) -> Vec<&FactId> {
        match &self.block {
            Block::Figure(fact) => vec![fact],
            Block::Heading(runs) | Block::Paragraph(runs) | Block::Item { runs, .. } => {
                let facts = runs.iter().filter_map(|run| match run {
                    Run::Fact(fact, _) => Some(fact),
                    _ => None,
                });
                facts.collect()
            }
            Block::Picture { .. } => Vec::new(),
        }
    }
}
