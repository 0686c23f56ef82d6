//! Under which words places, facts and sources are found.

use super::{
    Found,
    key::{fold, initials, syllable_initials},
};
use crate::{
    atlas::{Atlas, Fact, Kind, Language, Place, Source, Text, Value},
    lang,
};

/// What can be found, and its keys.
#[derive(Debug)]
pub(super) struct Entry {
    pub found: Found,
    pub keys: Vec<Key>,
    /// Of two that fit equally well the one of which there is more to say is meant.
    pub prominence: u32,
}

#[derive(Debug)]
pub(super) struct Key {
    /// Folded: lower case, no tone marks.
    pub text: String,
    /// Of two keys that fit equally well the one of greater weight wins: places before facts before sources.
    pub weight: u32,
}

/// Names weigh more than other spellings, and these more than kinds and initials.
const NAME: u32 = 9;
const OTHER_NAME: u32 = 8;
const HELPER: u32 = 7;
const LABEL: u32 = 5;
const WORDS: u32 = 4;
const TITLE: u32 = 3;
const PUBLISHER: u32 = 2;
/// Counts only beside another word: `population` with `pudong`.
pub(super) const BESIDE: u32 = 0;

/// Everything in an atlas that can be found, in its order.
pub(super) fn entries(atlas: &Atlas) -> impl Iterator<Item = Entry> {
    let places = atlas.places().iter().map(|place| of_place(atlas, place));
    let facts = atlas.facts().iter().map(|fact| of_fact(atlas, fact));
    let sources = atlas
        .sources()
        .iter()
        .map(|source| of_source(atlas, source));
    places.chain(facts).chain(sources)
}

/// Collects keys, each text once.
#[derive(Default)]
struct Keys(Vec<Key>);

impl Keys {
    fn add(&mut self, text: String, weight: u32) {
        if !text.is_empty() && !self.0.iter().any(|key| key.text == text) {
            self.0.push(Key { text, weight });
        }
    }

    fn add_both(&mut self, text: &Text, weight: u32) {
        self.add(fold(&text.en), weight);
        self.add(fold(&text.zh), weight);
    }
}

fn of_place(atlas: &Atlas, place: &Place) -> Entry {
    let mut keys = Keys::default();
    keys.add_both(&place.names, NAME);
    keys.add_both(&place.label, NAME);
    if let Some(pinyin) = &place.pinyin {
        let syllables = fold(pinyin);
        keys.add(syllables.replace([' ', '\''], ""), NAME);
        keys.add(syllables, NAME);
    }
    for alias in &place.aliases {
        keys.add(fold(alias), OTHER_NAME);
    }
    keys.add(fold(place.id.as_str()), OTHER_NAME);
    // Initials of the pinyin of the whole name, and of a syllabified short name such as Lujiazui.
    if let Some(pinyin) = &place.pinyin {
        keys.add(initials(pinyin), OTHER_NAME);
    }
    for name in [&place.names.en, &place.label.en] {
        keys.add(initials(name), HELPER);
        keys.add(syllable_initials(name), HELPER);
    }
    for language in [Language::English, Language::Chinese] {
        let kind = lang::strings(language).find(&format!("kind-{}", place.kind.code()));
        keys.add(fold(kind.unwrap_or_default()), HELPER);
    }
    let facts = atlas.facts_of(&place.id).count() as u32;
    Entry {
        found: Found::Place(place.id.clone()),
        keys: keys.0,
        prominence: facts + kind_weight(&place.kind),
    }
}

/// Cities before the sites that carry their name.
fn kind_weight(kind: &Kind) -> u32 {
    match kind {
        Kind::City | Kind::District => 20,
        _ => 0,
    }
}

fn of_fact(atlas: &Atlas, fact: &Fact) -> Entry {
    let mut keys = Keys::default();
    keys.add_both(&fact.label, LABEL);
    if let Value::Words(words) = &fact.value {
        keys.add_both(words, WORDS);
    }
    for place in fact.places.iter().filter_map(|id| atlas.place(id)) {
        keys.add_both(&place.names, BESIDE);
        keys.add_both(&place.label, BESIDE);
    }
    Entry {
        found: Found::Fact(fact.id.clone()),
        keys: keys.0,
        prominence: fact.sources.len() as u32,
    }
}

fn of_source(atlas: &Atlas, source: &Source) -> Entry {
    let mut keys = Keys::default();
    keys.add(fold(&source.title), TITLE);
    keys.add(fold(&source.publisher), PUBLISHER);
    if let Some(year) = source.year {
        keys.add(year.to_string(), BESIDE);
    }
    Entry {
        found: Found::Source(source.id.clone()),
        keys: keys.0,
        prominence: atlas.facts_resting_on(&source.id).count() as u32,
    }
}
