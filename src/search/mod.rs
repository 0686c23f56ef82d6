//! What the search box and `find` list: places by name in both languages, pinyin, initials, other spellings and
//! with small typos, best first.

mod key;

use nucleo_matcher::{
    Config, Matcher, Utf32Str,
    pattern::{AtomKind, CaseMatching, Normalization, Pattern},
};
use std::{cell::RefCell, cmp::Reverse};

use crate::{
    atlas::{Atlas, Kind, Language, Place, PlaceId},
    lang,
};

/// More of a query is not looked at.
const QUERY_CHARACTERS: usize = 64;

/// A place that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    pub place: PlaceId,
    /// Higher is better; only comparable within one search.
    pub score: u32,
}

/// The keys under which places are found.
pub struct Index {
    entries: Vec<Entry>,
    matcher: RefCell<Matcher>,
}

impl std::fmt::Debug for Index {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Index")
            .field("places", &self.entries.len())
            .finish_non_exhaustive()
    }
}

#[derive(Debug)]
struct Entry {
    place: PlaceId,
    /// Folded: lower case, no tone marks.
    keys: Vec<Key>,
    /// Of two places that fit equally well the one with more facts is meant.
    prominence: usize,
}

#[derive(Debug)]
struct Key {
    text: String,
    /// Names weigh more than kinds and initials.
    weight: u32,
}

const NAME: u32 = 3;
const OTHER_NAME: u32 = 2;
const HELPER: u32 = 1;

/// Between one fit and the next better one.
const STEP: u32 = 10_000;

/// How a query and a key fit, worst first; each step outweighs every score of the one before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Fit {
    Scattered = 1,
    Typo,
    Inside,
    WordStart,
    Start,
    Whole,
}

impl Index {
    pub fn new(atlas: &Atlas) -> Self {
        let entries = atlas
            .places()
            .iter()
            .map(|place| Entry {
                place: place.id.clone(),
                keys: keys_of(place),
                prominence: atlas.facts_of(&place.id).count() + kind_weight(&place.kind),
            })
            .collect();
        Self {
            entries,
            matcher: RefCell::new(Matcher::new(Config::DEFAULT)),
        }
    }

    /// At most `limit` places, best first; equal ones stay in the order of the atlas.
    pub fn find(&self, query: &str, limit: usize) -> Vec<Hit> {
        let query = key::fold(&clean(query));
        if query.is_empty() {
            return Vec::new();
        }
        let pattern = Pattern::new(
            &query,
            CaseMatching::Ignore,
            Normalization::Smart,
            AtomKind::Fuzzy,
        );
        let mut matcher = self.matcher.borrow_mut();
        let mut found: Vec<(u32, usize, &Entry)> = self
            .entries
            .iter()
            .filter_map(|entry| {
                let score = entry.score(&query, &pattern, &mut matcher)?;
                Some((score, entry.prominence, entry))
            })
            .collect();
        // Scattered letters are a last resort.
        if found
            .iter()
            .any(|(score, ..)| *score >= Fit::Typo as u32 * STEP)
        {
            found.retain(|(score, ..)| *score >= Fit::Typo as u32 * STEP);
        }
        found.sort_by_key(|(score, prominence, _)| Reverse((*score, *prominence)));
        let hits = found.into_iter().take(limit);
        hits.map(|(score, _, entry)| Hit {
            place: entry.place.clone(),
            score,
        })
        .collect()
    }
}

impl Entry {
    fn score(&self, query: &str, pattern: &Pattern, matcher: &mut Matcher) -> Option<u32> {
        let mut buffer = Vec::new();
        self.keys
            .iter()
            .filter_map(|key| {
                let (fit, closeness) = fit(query, &key.text).or_else(|| {
                    let text = Utf32Str::new(&key.text, &mut buffer);
                    let score = pattern.score(text, matcher)?;
                    let tight = key.weight > HELPER && score >= 18 * query.chars().count() as u32;
                    tight.then_some((Fit::Scattered, score.min(999)))
                })?;
                Some(fit as u32 * STEP + key.weight * 1_000 + closeness.min(999))
            })
            .max()
    }
}

/// How a query fits a key letter by letter or with one typo, and how much of the key it covers, 0 to 999.
fn fit(query: &str, key: &str) -> Option<(Fit, u32)> {
    let coverage = || (query.chars().count() * 999 / key.chars().count().max(1)) as u32;
    if query == key {
        return Some((Fit::Whole, 999));
    }
    if query.contains(' ') && query.replace(' ', "") == key {
        return Some((Fit::Whole, 998));
    }
    if let Some(at) = key.find(query) {
        let before = key[..at].chars().next_back();
        let fit = match before {
            None => Fit::Start,
            Some(letter) if !letter.is_alphanumeric() => Fit::WordStart,
            Some(_) => Fit::Inside,
        };
        let long_enough = query.chars().count() > 1 || !query.is_ascii() || fit >= Fit::WordStart;
        return long_enough.then(|| (fit, coverage()));
    }
    (key::one_typo_apart(query, key)).then(|| (Fit::Typo, coverage()))
}

/// A pasted text may hold line breaks and control characters, and be long.
fn clean(query: &str) -> String {
    let words: String = query
        .chars()
        .take(QUERY_CHARACTERS)
        .map(|letter| if letter.is_control() { ' ' } else { letter })
        .collect();
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn keys_of(place: &Place) -> Vec<Key> {
    let mut keys: Vec<Key> = Vec::new();
    let mut add = |text: String, weight: u32| {
        if !text.is_empty() && !keys.iter().any(|key| key.text == text) {
            keys.push(Key { text, weight });
        }
    };
    for name in [&place.names, &place.label] {
        add(key::fold(&name.en), NAME);
        add(key::fold(&name.zh), NAME);
    }
    if let Some(pinyin) = &place.pinyin {
        let syllables = key::fold(pinyin);
        add(syllables.replace([' ', '\''], ""), NAME);
        add(syllables, NAME);
    }
    for alias in &place.aliases {
        add(key::fold(alias), OTHER_NAME);
    }
    add(key::fold(place.id.as_str()), OTHER_NAME);
    // Initials of the pinyin of the whole name, and of a syllabified short name such as Lujiazui.
    if let Some(pinyin) = &place.pinyin {
        add(key::initials(pinyin), OTHER_NAME);
    }
    for name in [&place.names.en, &place.label.en] {
        add(key::initials(name), HELPER);
        add(key::syllable_initials(name), HELPER);
    }
    for language in [Language::English, Language::Chinese] {
        let kind = lang::strings(language).find(&format!("kind-{}", place.kind.code()));
        add(key::fold(kind.unwrap_or_default()), HELPER);
    }
    keys
}

/// Cities before the sites that carry their name.
fn kind_weight(kind: &Kind) -> usize {
    match kind {
        Kind::City | Kind::District => 20,
        _ => 0,
    }
}

/// The place with this id, or the only one with exactly this name in either language.
pub fn exact_place<'a>(atlas: &'a Atlas, text: &str) -> Option<&'a Place> {
    let wanted = key::fold(&clean(text));
    if let Some(place) = atlas.place(&PlaceId::new(&wanted)) {
        return Some(place);
    }
    let named = |place: &&Place| {
        [&place.names, &place.label]
            .into_iter()
            .flat_map(|name| [&name.en, &name.zh])
            .any(|name| !name.is_empty() && key::fold(name) == wanted)
    };
    let mut places = atlas.places().iter().filter(named);
    let first = places.next();
    first.filter(|_| places.next().is_none())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store;
    use proptest::prelude::*;

    fn first(query: &str) -> Option<String> {
        let atlas = store::builtin().atlas;
        Index::new(&atlas)
            .find(query, 5)
            .first()
            .map(|hit| hit.place.to_string())
    }

    #[test]
    fn places_are_found_by_names_in_both_languages() {
        assert_eq!(first("Zhangjiang").as_deref(), Some("zhangjiang"));
        assert_eq!(first("张江").as_deref(), Some("zhangjiang"));
        assert_eq!(first("浦东").as_deref(), Some("pudong"));
        assert_eq!(first("yangshan").as_deref(), Some("yangshan"));
    }

    #[test]
    fn places_are_found_by_pinyin_with_and_without_tones_and_spaces() {
        for query in ["lujiazui", "lù jiā zuǐ", "Lùjiāzuǐ", "lu jia zui"] {
            assert_eq!(first(query).as_deref(), Some("lujiazui"), "{query}");
        }
    }

    #[test]
    fn places_are_found_by_initials() {
        assert_eq!(first("ljz").as_deref(), Some("lujiazui"));
        assert!(matches!(
            first("zj").as_deref(),
            Some("zhangjiang" | "zhenjiang")
        ));
    }

    #[test]
    fn a_small_typo_is_forgiven() {
        assert_eq!(first("zhangjang").as_deref(), Some("zhangjiang"));
        assert_eq!(first("lujiazuii").as_deref(), Some("lujiazui"));
        assert_eq!(first("yangshna").as_deref(), Some("yangshan"));
    }

    #[test]
    fn what_fits_nothing_finds_nothing() {
        assert_eq!(first("qqqxxyyzz"), None);
        assert_eq!(first("   \u{7}\n"), None);
    }

    #[test]
    fn an_id_or_a_name_that_only_one_place_has_names_it_exactly() {
        let atlas = store::builtin().atlas;
        let named = |text: &str| exact_place(&atlas, text).map(|place| place.id.to_string());
        assert_eq!(named("suzhou-jiangsu").as_deref(), Some("suzhou-jiangsu"));
        assert_eq!(named("外滩").as_deref(), Some("bund"));
        assert_eq!(named("the bund").as_deref(), Some("bund"));
        assert_eq!(named("zhangjian"), None);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(32))]
        #[test]
        fn no_query_panics(query in "\\PC{0,200}") {
            let atlas = store::builtin().atlas;
            Index::new(&atlas).find(&query, 5);
        }
    }
}
