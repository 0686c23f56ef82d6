//! What the search box and `find` list: places by name in both languages, pinyin, initials, other spellings and
//! with small typos; facts by what they say, sources by title and publisher. Best first.

mod key;
mod keys;
mod words;

use std::{cell::RefCell, cmp::Reverse, collections::HashMap};

use nucleo_matcher::{
    Config, Matcher, Utf32Str,
    pattern::{AtomKind, CaseMatching, Normalization, Pattern},
};

use crate::atlas::{Atlas, FactId, Place, PlaceId, SourceId};
use words::{Spot, WordStarts};

/// More of a query is not looked at.
const QUERY_CHARACTERS: usize = 64;
/// Words of a query that are looked for one by one.
const QUERY_WORDS: usize = 8;
/// A query this long may hold a typing error.
const TYPO_CHARACTERS: usize = 4;
/// In a larger atlas scattered letters are not looked for: that means looking at every key.
const SCATTERED_KEYS: usize = 20_000;
/// Rows of a list that are kept for each kind of thing, if it has any.
const KEPT_ROWS: usize = 2;

/// What was found.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Found {
    Place(PlaceId),
    Fact(FactId),
    Source(SourceId),
}

impl Found {
    /// As in the settings file.
    pub fn code(&self) -> String {
        match self {
            Self::Place(id) => format!("place/{id}"),
            Self::Fact(id) => format!("fact/{id}"),
            Self::Source(id) => format!("source/{id}"),
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        let (kind, id) = code.split_once('/')?;
        match kind {
            "place" => Some(Self::Place(PlaceId::new(id))),
            "fact" => Some(Self::Fact(FactId::new(id))),
            "source" => Some(Self::Source(SourceId::new(id))),
            _ => None,
        }
    }
}

/// A place that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    pub place: PlaceId,
    /// Higher is better; only comparable within one search.
    pub score: u32,
}

/// Everything in an atlas that can be found, under its keys.
pub struct Index {
    found: Vec<Found>,
    prominence: Vec<u32>,
    words: WordStarts,
    matcher: RefCell<Matcher>,
}

impl std::fmt::Debug for Index {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Index")
            .field("entries", &self.found.len())
            .finish_non_exhaustive()
    }
}

/// Between one fit and the next better one.
const STEP: u32 = 10_000;

/// How a query and a key fit, worst first; each step outweighs every score of the one before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Fit {
    Scattered = 1,
    Typo,
    Inside,
    /// Every word of the query begins a word of some key.
    AllWords,
    WordStart,
    Start,
    Whole,
}

/// The best score of each entry; 0: not found.
struct Scores(Vec<u32>);

impl Scores {
    fn offer(&mut self, entry: u32, score: u32) {
        let best = &mut self.0[entry as usize];
        *best = (*best).max(score);
    }

    fn any(&self, at_least: Fit) -> bool {
        self.0.iter().any(|score| *score >= at_least as u32 * STEP)
    }
}

impl Index {
    pub fn new(atlas: &Atlas) -> Self {
        let mut index = Self {
            found: Vec::new(),
            prominence: Vec::new(),
            words: WordStarts::default(),
            matcher: RefCell::new(Matcher::new(Config::DEFAULT)),
        };
        for (number, entry) in keys::entries(atlas).enumerate() {
            for key in &entry.keys {
                index.words.push(number as u32, &key.text, key.weight);
            }
            index.found.push(entry.found);
            index.prominence.push(entry.prominence);
        }
        index.words.sort();
        index
    }

    /// At most `limit` places, best first; equal ones stay in the order of the atlas.
    pub fn find(&self, query: &str, limit: usize) -> Vec<Hit> {
        let places = self.best(&self.scores(query), limit, |found| {
            matches!(found, Found::Place(_))
        });
        let hits = places.into_iter().filter_map(|(score, found)| match found {
            Found::Place(place) => Some(Hit {
                place: place.clone(),
                score,
            }),
            _ => None,
        });
        hits.collect()
    }

    /// At most `limit` places, facts and sources. Those of a kind stand together, best first; the kind with the best
    /// fit comes first, of equal ones places. Every kind has some rows.
    pub fn find_all(&self, query: &str, limit: usize) -> Vec<Found> {
        let scores = self.scores(query);
        let kinds: [fn(&Found) -> bool; 3] = [
            |found| matches!(found, Found::Place(_)),
            |found| matches!(found, Found::Fact(_)),
            |found| matches!(found, Found::Source(_)),
        ];
        let mut groups = kinds.map(|kind| self.best(&scores, limit, kind)).to_vec();
        let fit = |group: &Vec<(u32, &Found)>| group.first().map(|(score, _)| score / STEP);
        groups.sort_by_key(|group| Reverse(fit(group)));
        let lengths: Vec<usize> = groups.iter().map(Vec::len).collect();
        let list = groups.iter().zip(shares(&lengths, limit));
        list.flat_map(|(group, rows)| group.iter().take(rows))
            .map(|(_, found)| (*found).clone())
            .collect()
    }

    /// The best of one kind, with their scores.
    fn best(
        &self,
        scores: &Scores,
        limit: usize,
        kind: impl Fn(&Found) -> bool,
    ) -> Vec<(u32, &Found)> {
        let mut found: Vec<(u32, u32, usize)> = (0..self.found.len())
            .filter(|number| scores.0[*number] > 0 && kind(&self.found[*number]))
            .map(|number| (scores.0[number], self.prominence[number], number))
            .collect();
        let order = |one: &(u32, u32, usize)| (Reverse((one.0, one.1)), one.2);
        if found.len() > limit {
            found.select_nth_unstable_by_key(limit, order);
            found.truncate(limit);
        }
        found.sort_unstable_by_key(order);
        let rows = found.into_iter();
        rows.map(|(score, _, number)| (score, &self.found[number]))
            .collect()
    }

    fn scores(&self, query: &str) -> Scores {
        let mut scores = Scores(vec![0; self.found.len()]);
        let query = key::fold(&clean(query));
        if query.is_empty() {
            return scores;
        }
        self.score_beginnings(&query, &mut scores);
        let words: Vec<&str> = query.split(' ').take(QUERY_WORDS).collect();
        if words.len() > 1 {
            // As with pinyin, which some write in one word.
            self.score_beginnings(&words.concat(), &mut scores);
            self.score_words(&words, &mut scores);
        }
        let characters = query.chars().count();
        if scores.any(Fit::AllWords) {
            return scores;
        }
        if characters > 1 {
            for key in self.words.holding(&query) {
                let (weight, coverage) = (key.weight, key.coverage(characters));
                offer(&mut scores, key.entry, Fit::Inside, weight, coverage);
            }
        }
        if characters >= TYPO_CHARACTERS {
            self.score_typos(&query, characters, &mut scores);
        }
        if !scores.any(Fit::Scattered) && self.words.keys().len() <= SCATTERED_KEYS {
            self.score_scattered(&query, characters, &mut scores);
        }
        scores
    }

    fn score_beginnings(&self, query: &str, scores: &mut Scores) {
        let characters = query.chars().count();
        let range = self.words.beginning_with(query);
        for (key, spot) in self.words.spots(range, query.len()) {
            let fit = match spot {
                Spot::Whole => Fit::Whole,
                Spot::Start => Fit::Start,
                Spot::WordStart => Fit::WordStart,
                Spot::Inside => Fit::Inside,
            };
            let coverage = key.coverage(characters);
            offer(scores, key.entry, fit, key.weight, coverage);
        }
    }

    /// Entries in whose keys every word begins one.
    fn score_words(&self, words: &[&str], scores: &mut Scores) {
        let mut ranges: Vec<_> = words
            .iter()
            .map(|word| self.words.beginning_with(word))
            .collect();
        ranges.sort_by_key(ExactSizeIterator::len);
        let Some((fewest, others)) = ranges.split_first() else {
            return;
        };
        // Of each entry how many of the words it has, and the greatest weight of a key that has one.
        let mut having: HashMap<u32, (usize, u32)> = HashMap::new();
        for (key, _) in self.words.spots(fewest.clone(), 0) {
            let (_, weight) = having.entry(key.entry).or_insert((1, 0));
            *weight = key.weight.max(*weight);
        }
        for (number, range) in others.iter().enumerate() {
            for (key, _) in self.words.spots(range.clone(), 0) {
                if let Some((count, weight)) = having.get_mut(&key.entry)
                    && *count > number
                {
                    *count = number + 2;
                    *weight = key.weight.max(*weight);
                }
            }
        }
        for (entry, (count, weight)) in having {
            if count == words.len() {
                offer(scores, entry, Fit::AllWords, weight, 0);
            }
        }
    }

    fn score_typos(&self, query: &str, characters: usize, scores: &mut Scores) {
        for range in self.words.beginning_nearly_with(query) {
            for (key, spot) in self.words.spots(range, query.len()) {
                let at_start = matches!(spot, Spot::Whole | Spot::Start);
                let coverage = key.coverage(characters) / if at_start { 1 } else { 2 };
                offer(scores, key.entry, Fit::Typo, key.weight, coverage);
            }
        }
    }

    /// Scattered letters are a last resort.
    fn score_scattered(&self, query: &str, characters: usize, scores: &mut Scores) {
        let pattern = Pattern::new(
            query,
            CaseMatching::Ignore,
            Normalization::Smart,
            AtomKind::Fuzzy,
        );
        let mut matcher = self.matcher.borrow_mut();
        let mut buffer = Vec::new();
        for key in self.words.keys() {
            let text = Utf32Str::new(self.words.text(*key), &mut buffer);
            let Some(score) = pattern.score(text, &mut matcher) else {
                continue;
            };
            if score >= 18 * characters as u32 {
                offer(
                    scores,
                    key.entry,
                    Fit::Scattered,
                    key.weight,
                    score.min(999),
                );
            }
        }
    }
}

/// A score for an entry. A key that counts only beside others does not count alone.
fn offer(scores: &mut Scores, entry: u32, fit: Fit, weight: u32, coverage: u32) {
    if weight != keys::BESIDE || fit == Fit::AllWords {
        scores.offer(entry, fit as u32 * STEP + weight * 1_000 + coverage);
    }
}

/// How many rows each group gets of `limit`: some for each, the rest in their order.
fn shares(lengths: &[usize], limit: usize) -> Vec<usize> {
    let mut shares: Vec<usize> = lengths
        .iter()
        .map(|length| (*length).min(KEPT_ROWS))
        .collect();
    let mut left = limit;
    for share in &mut shares {
        *share = (*share).min(left);
        left -= *share;
    }
    for (share, length) in shares.iter_mut().zip(lengths) {
        let more = (length - *share).min(left);
        *share += more;
        left -= more;
    }
    shares
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

    fn all(query: &str) -> Vec<Found> {
        let atlas = store::builtin().atlas;
        Index::new(&atlas).find_all(query, 9)
    }

    #[test]
    fn words_in_any_order_find_the_place_that_has_them_all() {
        assert_eq!(
            first("airport pudong"),
            first("pudong international airport")
        );
        assert!(first("airport pudong").is_some());
    }

    #[test]
    fn facts_are_found_by_what_they_say_beside_their_place() {
        let atlas = store::builtin().atlas;
        let found = all("population pudong");
        let Some(Found::Fact(fact)) = found.first() else {
            panic!("{found:?}");
        };
        let fact = atlas.fact(fact).unwrap();
        assert!(fact.label.en.to_lowercase().contains("population"));
        assert!(fact.places.contains(&PlaceId::new("pudong")));
    }

    #[test]
    fn sources_are_found_by_their_publisher() {
        let atlas = store::builtin().atlas;
        let publisher = &atlas.sources()[0].publisher;
        let found = all(publisher);
        assert!(
            found.iter().any(|one| matches!(one, Found::Source(_))),
            "{publisher}: {found:?}"
        );
    }

    #[test]
    fn a_place_comes_before_facts_that_fit_as_well() {
        let found = all("yangshan");
        assert!(
            matches!(&found[0], Found::Place(id) if id.as_str() == "yangshan"),
            "{found:?}"
        );
    }

    #[test]
    fn every_kind_has_rows_and_none_more_than_there_are() {
        assert_eq!(shares(&[30, 5, 1], 9), [6, 2, 1]);
        assert_eq!(shares(&[1, 0, 20], 9), [1, 0, 8]);
        assert_eq!(shares(&[9, 9, 9], 1), [1, 0, 0]);
    }

    #[test]
    fn ten_thousand_characters_or_control_characters_are_harmless() {
        assert_eq!(all(&"江".repeat(10_000)), []);
        assert_eq!(all(&"\u{0}\u{1b}\n\r\t\u{202e}".repeat(2000)), []);
        assert_eq!(first("yang\u{0}shan\n"), first("yang shan"));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(32))]
        #[test]
        fn no_query_panics(query in "\\PC{0,200}") {
            let atlas = store::builtin().atlas;
            Index::new(&atlas).find_all(&query, 5);
        }
    }
}
