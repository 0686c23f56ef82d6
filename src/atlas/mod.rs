//! The document: places, facts, sources, themes, and questions about them. No egui, no files, no clock.

mod age;
mod briefing;
mod check;
mod date;
mod fact;
mod id;
mod manifest;
mod place;
mod text;

pub use age::{SLOW_STALE_AFTER_YEARS, STALE_AFTER_YEARS};
pub use briefing::{
    Block, Body, Briefing, Camera, Element, LayerChoice, Picture, Run, Slide, SlideMap, Weight,
    Where,
};
pub use check::{Check, Rule};
pub use date::{AsOf, AsOfError, Date};
pub use fact::{Fact, Qualifier, Status, Unit, Value};
pub use id::{BriefingId, FactId, PlaceId, SlideId, SourceId, ThemeId};
pub use manifest::{Credit, HomeView, Manifest, Theme};
pub use place::{Extent, Geometry, Kind, Place, Position, PositionError};
pub use text::{Language, Text};

use std::{collections::HashMap, sync::Arc};

/// Where something was published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    pub id: SourceId,
    /// In the language of the publication.
    pub title: String,
    pub publisher: String,
    /// The publisher's name in Chinese; empty where the other serves.
    pub publisher_zh: String,
    pub year: Option<i32>,
    /// http or https only.
    pub url: Option<String>,
    pub note: Text,
}

impl Source {
    /// Who says so, short enough to stand beside a value: the publisher, or the title of what has none.
    pub fn who(&self, language: Language) -> &str {
        let publisher = match language {
            Language::Chinese if !self.publisher_zh.is_empty() => &self.publisher_zh,
            _ => &self.publisher,
        };
        if publisher.is_empty() {
            &self.title
        } else {
            publisher
        }
    }
}

/// A whole atlas in memory. Ids are unique and every reference resolves: `store` sees to that, and drops with a
/// finding what does not. Only briefings keep references that lead nowhere, as their author wrote them: the show goes
/// on without what they name.
#[derive(Clone, Debug)]
pub struct Atlas {
    pub manifest: Manifest,
    places: Vec<Place>,
    facts: Vec<Fact>,
    sources: Vec<Source>,
    place_index: HashMap<PlaceId, usize>,
    fact_index: HashMap<FactId, usize>,
    source_index: HashMap<SourceId, usize>,
    facts_by_place: HashMap<PlaceId, Vec<usize>>,
    facts_by_source: HashMap<SourceId, Vec<usize>>,
    briefings: Vec<Arc<Briefing>>,
    /// By path from the folder of the briefings.
    pictures: HashMap<String, Picture>,
}

impl Atlas {
    /// Where two things share an id, the first wins.
    pub fn new(
        manifest: Manifest,
        places: Vec<Place>,
        facts: Vec<Fact>,
        sources: Vec<Source>,
    ) -> Self {
        let place_index = first_index(places.iter().map(|place| &place.id));
        let fact_index = first_index(facts.iter().map(|fact| &fact.id));
        let source_index = first_index(sources.iter().map(|source| &source.id));
        let mut facts_by_place: HashMap<PlaceId, Vec<usize>> = HashMap::new();
        let mut facts_by_source: HashMap<SourceId, Vec<usize>> = HashMap::new();
        for (index, fact) in facts.iter().enumerate() {
            for source in &fact.sources {
                facts_by_source
                    .entry(source.clone())
                    .or_default()
                    .push(index);
            }
            for place in &fact.places {
                facts_by_place.entry(place.clone()).or_default().push(index);
            }
        }
        Self {
            manifest,
            places,
            facts,
            sources,
            place_index,
            fact_index,
            source_index,
            facts_by_place,
            facts_by_source,
            briefings: Vec::new(),
            pictures: HashMap::new(),
        }
    }

    /// Without a place.
    pub fn empty() -> Self {
        let manifest = Manifest {
            title: Text::default(),
            languages: vec![Language::English],
            home: None,
            themes: Vec::new(),
            credits: Vec::new(),
            checks: Vec::new(),
            map_approval_number: None,
        };
        Self::new(manifest, Vec::new(), Vec::new(), Vec::new())
    }

    pub fn places(&self) -> &[Place] {
        &self.places
    }

    pub fn facts(&self) -> &[Fact] {
        &self.facts
    }

    pub fn sources(&self) -> &[Source] {
        &self.sources
    }

    /// In the order of their files' names.
    pub fn briefings(&self) -> &[Arc<Briefing>] {
        &self.briefings
    }

    pub fn briefing(&self, id: &BriefingId) -> Option<&Arc<Briefing>> {
        self.briefings.iter().find(|briefing| briefing.id == *id)
    }

    pub fn set_briefings(&mut self, briefings: Vec<Arc<Briefing>>) {
        self.briefings = briefings;
    }

    /// A picture that a slide names, by its path from the folder of the briefings.
    pub fn picture(&self, path: &str) -> Option<&Picture> {
        self.pictures.get(path)
    }

    pub fn set_pictures(&mut self, pictures: HashMap<String, Picture>) {
        self.pictures = pictures;
    }

    /// The claim that can be tested on the map, by its id.
    pub fn check(&self, id: &str) -> Option<&Check> {
        self.manifest.checks.iter().find(|check| check.id == id)
    }

    pub fn place(&self, id: &PlaceId) -> Option<&Place> {
        self.place_index.get(id).map(|&index| &self.places[index])
    }

    pub fn fact(&self, id: &FactId) -> Option<&Fact> {
        self.fact_index.get(id).map(|&index| &self.facts[index])
    }

    pub fn source(&self, id: &SourceId) -> Option<&Source> {
        self.source_index.get(id).map(|&index| &self.sources[index])
    }

    /// The facts of one place, in the order of the file.
    pub fn facts_of(&self, place: &PlaceId) -> impl Iterator<Item = &Fact> {
        self.facts_by_place
            .get(place)
            .into_iter()
            .flatten()
            .map(|&index| &self.facts[index])
    }

    /// The facts that name this source, in the order of the file.
    pub fn facts_resting_on(&self, source: &SourceId) -> impl Iterator<Item = &Fact> {
        self.facts_by_source
            .get(source)
            .into_iter()
            .flatten()
            .map(|&index| &self.facts[index])
    }

    /// The region with this adcode (the six-digit code of the Chinese administrative divisions).
    pub fn region_by_adcode(&self, adcode: &str) -> Option<&Place> {
        self.places
            .iter()
            .find(|place| place.adcode.as_deref() == Some(adcode))
    }

    /// The places that contain this one, from the nearest outwards. Ends at a cycle.
    pub fn ancestors<'a>(&'a self, place: &'a Place) -> Vec<&'a Place> {
        let mut found: Vec<&Place> = Vec::new();
        let mut next = place.within.as_ref().and_then(|id| self.place(id));
        while let Some(parent) = next {
            if parent.id == place.id || found.iter().any(|seen| seen.id == parent.id) {
                break;
            }
            found.push(parent);
            next = parent.within.as_ref().and_then(|id| self.place(id));
        }
        found
    }
}

fn first_index<'a, Id: Clone + Eq + std::hash::Hash + 'a>(
    ids: impl Iterator<Item = &'a Id>,
) -> HashMap<Id, usize> {
    let mut index = HashMap::new();
    for (position, id) in ids.enumerate() {
        index.entry(id.clone()).or_insert(position);
    }
    index
}
