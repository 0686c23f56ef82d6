//! Every key from each of its word starts on, sorted, so that what begins with a text is one range: found in the time
//! of a few comparisons however many keys there are. Chinese is written without spaces: there each character starts a
//! word.

use std::ops::Range;

/// Ends every key. Keys are folded and hold no control characters.
const END: char = '\n';

#[derive(Debug, Default)]
pub(super) struct WordStarts {
    /// All keys, one after the other.
    text: String,
    keys: Vec<Key>,
    /// Sorted by what follows.
    starts: Vec<Start>,
}

#[derive(Clone, Copy, Debug)]
pub(super) struct Key {
    /// Byte of [`WordStarts::text`].
    start: u32,
    characters: u32,
    pub entry: u32,
    pub weight: u32,
}

#[derive(Clone, Copy, Debug)]
struct Start {
    key: u32,
    /// Byte of [`WordStarts::text`].
    at: u32,
}

/// Where in its key a text was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Spot {
    /// It is the key.
    Whole,
    Start,
    WordStart,
    Inside,
}

impl WordStarts {
    /// A key of an entry; takes effect with [`Self::sort`]. Keys beyond 4 GB are left out.
    pub fn push(&mut self, entry: u32, text: &str, weight: u32) {
        let Ok(start) = u32::try_from(self.text.len()) else {
            return;
        };
        let key = self.keys.len() as u32;
        let mut before = None;
        for (offset, letter) in text.char_indices() {
            if starts_word(before, letter) {
                let at = start.saturating_add(offset as u32);
                self.starts.push(Start { key, at });
            }
            before = Some(letter);
        }
        self.text.push_str(text);
        self.text.push(END);
        self.keys.push(Key {
            start,
            characters: text.chars().count() as u32,
            entry,
            weight,
        });
    }

    pub fn sort(&mut self) {
        let Self { text, starts, .. } = self;
        // Most are told apart by their first bytes, without a look at the text.
        let mut keyed: Vec<(u64, Start)> = starts
            .iter()
            .map(|start| (first_bytes(rest(text, start.at)), *start))
            .collect();
        keyed.sort_unstable_by(|(one, a), (other, b)| {
            one.cmp(other)
                .then_with(|| line(text, a.at).cmp(line(text, b.at)))
        });
        *starts = keyed.into_iter().map(|(_, start)| start).collect();
    }

    pub fn keys(&self) -> &[Key] {
        &self.keys
    }

    /// The word starts that go on with `text`.
    pub fn beginning_with(&self, text: &str) -> Range<usize> {
        self.within(0..self.starts.len(), 0, text)
    }

    /// Of a range whose texts agree in their first `skip` bytes, those that go on with `text` behind these.
    fn within(&self, range: Range<usize>, skip: usize, text: &str) -> Range<usize> {
        let wanted = text.as_bytes();
        let part = |start: &Start| {
            let rest = &self.text.as_bytes()[start.at as usize + skip..];
            &rest[..rest.len().min(wanted.len())]
        };
        let starts = &self.starts[range.clone()];
        let first = starts.partition_point(|start| part(start) < wanted);
        let count = starts[first..].partition_point(|start| part(start) == wanted);
        range.start + first..range.start + first + count
    }

    /// The word starts that go on with `text` but for one typing error of Damerau's four kinds: a letter too many, one
    /// missing, another one, or two neighbours exchanged. Never in the first letter. Ranges may overlap.
    pub fn beginning_nearly_with(&self, text: &str) -> Vec<Range<usize>> {
        let letters: Vec<(usize, char)> = text.char_indices().collect();
        let mut ranges = Vec::new();
        for (number, &(offset, letter)) in letters.iter().enumerate().skip(1) {
            let base = self.beginning_with(&text[..offset]);
            if base.is_empty() {
                break;
            }
            let rest = &text[offset..];
            let behind = &rest[letter.len_utf8()..];
            ranges.push(self.within(base.clone(), offset, behind));
            if let Some(&(_, next)) = letters.get(number + 1) {
                let swapped: String = [next, letter]
                    .into_iter()
                    .chain(behind.chars().skip(1))
                    .collect();
                ranges.push(self.within(base.clone(), offset, &swapped));
            }
            self.for_each_next_letter(base, offset, |range, skip| {
                ranges.push(self.within(range.clone(), skip, behind));
                ranges.push(self.within(range, skip, rest));
            });
        }
        ranges.retain(|range| !range.is_empty());
        ranges
    }

    /// The parts of a range by the letter behind the first `skip` bytes.
    fn for_each_next_letter(
        &self,
        base: Range<usize>,
        skip: usize,
        mut take: impl FnMut(Range<usize>, usize),
    ) {
        let mut from = base.start;
        while from < base.end {
            let rest = rest(&self.text, self.starts[from].at);
            let Some(letter) = rest[skip..].chars().next() else {
                return;
            };
            let one = self.within(from..base.end, skip, letter.encode_utf8(&mut [0; 4]));
            from = one.end.max(from + 1);
            if letter != END {
                take(one, skip + letter.len_utf8());
            }
        }
    }

    /// Of what stands at each number of a range: its key, and where `length` bytes from there lie in it.
    pub fn spots(&self, range: Range<usize>, length: usize) -> impl Iterator<Item = (Key, Spot)> {
        self.starts[range].iter().map(move |start| {
            let key = self.keys[start.key as usize];
            (key, self.spot(key, start.at, length))
        })
    }

    fn spot(&self, key: Key, at: u32, length: usize) -> Spot {
        if at == key.start {
            let ends = self.text.as_bytes().get(at as usize + length) == Some(&(END as u8));
            return if ends { Spot::Whole } else { Spot::Start };
        }
        let before = self.text[..at as usize].chars().next_back();
        if before.is_some_and(char::is_alphanumeric) {
            Spot::Inside
        } else {
            Spot::WordStart
        }
    }

    /// Keys that hold `text` anywhere, also within words. Looks through all of them.
    pub fn holding<'a>(&'a self, text: &'a str) -> impl Iterator<Item = Key> + 'a {
        self.text.match_indices(text).map(|(at, _)| {
            let number = self.keys.partition_point(|key| key.start as usize <= at);
            self.keys[number.saturating_sub(1)]
        })
    }

    pub fn text(&self, key: Key) -> &str {
        line(&self.text, key.start)
    }
}

impl Key {
    /// How much of the key `characters` cover, 0 to 999.
    pub fn coverage(&self, characters: usize) -> u32 {
        (characters * 999 / (self.characters as usize).max(1)).min(999) as u32
    }
}

fn starts_word(before: Option<char>, letter: char) -> bool {
    let chinese = |letter: char| matches!(letter, '\u{3400}'..='\u{9fff}');
    letter.is_alphanumeric()
        && (chinese(letter)
            || before.is_none_or(|before| !before.is_alphanumeric() || chinese(before)))
}

fn rest(text: &str, at: u32) -> &str {
    &text[at as usize..]
}

/// From `at` to the end of its key.
fn line(text: &str, at: u32) -> &str {
    let rest = rest(text, at);
    rest.find(END).map_or(rest, |end| &rest[..end])
}

/// The first eight bytes of a key as a number that sorts like them; what lies behind its end counts as nothing.
fn first_bytes(rest: &str) -> u64 {
    let mut bytes = [0; 8];
    for (byte, value) in bytes.iter_mut().zip(rest.bytes()) {
        if value == END as u8 {
            break;
        }
        *byte = value;
    }
    u64::from_be_bytes(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn sorted(keys: &[&str]) -> WordStarts {
        let mut words = WordStarts::default();
        for (entry, key) in keys.iter().enumerate() {
            words.push(entry as u32, key, 1);
        }
        words.sort();
        words
    }

    fn nearly(query: &str, key: &str) -> bool {
        !sorted(&[key, "another", "zhu"])
            .beginning_nearly_with(query)
            .into_iter()
            .flatten()
            .collect::<Vec<_>>()
            .is_empty()
    }

    #[test]
    fn the_four_kinds_of_typing_errors_are_forgiven() {
        for typo in [
            "zhangjiiang",
            "zhangjang",
            "zhengjiang",
            "zhnagjiang",
            "zhangjianf",
        ] {
            assert!(nearly(typo, "zhangjiang"), "{typo}");
        }
        assert!(!nearly("zhejiang", "zhangjiang"));
    }

    #[test]
    fn a_text_is_found_where_it_stands_in_its_key() {
        let words = sorted(&["pudong", "pudong airport", "east pudong", "浦东新区"]);
        let found = |text: &str| {
            let spots = words.spots(words.beginning_with(text), text.len());
            let mut found: Vec<_> = spots.map(|(key, spot)| (key.entry, spot)).collect();
            found.sort_by_key(|(entry, _)| *entry);
            found
        };
        let expected = [(0, Spot::Whole), (1, Spot::Start), (2, Spot::WordStart)];
        assert_eq!(found("pudong"), expected);
        assert_eq!(found("新区"), [(3, Spot::Inside)]);
        assert_eq!(found("dong"), []);
        let inside: Vec<u32> = words.holding("udong").map(|key| key.entry).collect();
        assert_eq!(inside, [0, 1, 2]);
    }

    proptest! {
        #[test]
        fn a_range_holds_exactly_what_begins_with_the_text(
            keys in proptest::collection::vec("[ab江 ]{0,6}", 0..12), text in "[ab江]{1,3}",
        ) {
            let keys: Vec<String> = keys.iter().map(|key| super::super::key::fold(key)).collect();
            let words = sorted(&keys.iter().map(String::as_str).collect::<Vec<_>>());
            let found = words.beginning_with(&text).count();
            let expected: usize = keys.iter().map(|key| {
                let mut before = None;
                key.char_indices().filter(|(at, letter)| {
                    let start = starts_word(before, *letter);
                    before = Some(*letter);
                    start && key[*at..].starts_with(&text)
                }).count()
            }).sum();
            prop_assert_eq!(found, expected);
        }
    }
}
