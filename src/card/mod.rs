//! What is said about a place, before anyone draws or writes it: which figures come first, what stands beside what,
//! and the same as text, table, chart and comparison. The window and the command line both take it from here.

mod chart;
mod comparison;
mod dispute;
mod footnote;
mod table;
mod text;

pub use chart::{Bars, Series, Standing, bars, series, standings};
pub use comparison::{Comparison, MOST, Row};
pub use dispute::Dispute;
pub use footnote::{Footnotes, citation};
pub use table::{comparison_markdown, comparison_table, table};
pub use text::{fact_text, text};

use crate::{
    atlas::{Atlas, Fact, Kind, Place, Status, Text, Theme, ThemeId, Value},
    lang::{self, Strings},
};

/// Figures shown large.
const KEY_FIGURES: usize = 4;

/// The facts of a place in the order in which they are read.
#[derive(Clone, Debug)]
pub struct Card<'a> {
    pub place: &'a Place,
    pub key: Vec<&'a Fact>,
    /// In the order of the atlas's themes; facts without one come last.
    pub groups: Vec<Group<'a>>,
}

/// What a card says under one theme.
#[derive(Clone, Debug)]
pub struct Group<'a> {
    /// `None`: of no theme that the atlas knows.
    pub theme: Option<&'a Theme>,
    pub entries: Vec<Entry<'a>>,
}

/// A fact that stands alone, or several that contradict each other.
#[derive(Clone, Debug)]
pub enum Entry<'a> {
    Fact(&'a Fact),
    Dispute(Dispute<'a>),
}

impl<'a> Card<'a> {
    pub fn new(atlas: &'a Atlas, place: &'a Place) -> Self {
        let facts: Vec<&Fact> = atlas.facts_of(&place.id).collect();
        let key = key_figures(&facts);
        let is_key = |fact: &Fact| key.iter().any(|one| one.id == fact.id);
        let mut groups: Vec<Group<'a>> = Vec::new();
        let mut told: Vec<&Fact> = Vec::new();
        for fact in facts {
            if is_key(fact) || told.iter().any(|one| one.id == fact.id) {
                continue;
            }
            let entry = match Dispute::around(atlas, place, fact) {
                Some(dispute) => {
                    told.push(dispute.head);
                    told.extend(&dispute.others);
                    Entry::Dispute(dispute)
                }
                None => Entry::Fact(fact),
            };
            let theme = fact.theme.as_ref().and_then(|id| atlas.manifest.theme(id));
            let known = groups
                .iter_mut()
                .find(|group| group.theme.map(|theme| &theme.id) == theme.map(|theme| &theme.id));
            match known {
                Some(group) => group.entries.push(entry),
                None => groups.push(Group {
                    theme,
                    entries: vec![entry],
                }),
            }
        }
        let rank = |group: &Group<'_>| {
            let themes = &atlas.manifest.themes;
            let of = |theme: &Theme| themes.iter().position(|one| one.id == theme.id);
            group.theme.and_then(of).unwrap_or(usize::MAX)
        };
        groups.sort_by_key(rank);
        Self { place, key, groups }
    }

    /// Leaves out what is of another theme; `None` leaves nothing out. How many facts that were, or `None` for none.
    pub fn keep_theme(&mut self, theme: Option<&ThemeId>) -> Option<usize> {
        let theme = theme?;
        let count = |card: &Self| {
            let entries = card.groups.iter().map(|group| group.entries.len());
            card.key.len() + entries.sum::<usize>()
        };
        let before = count(self);
        self.key.retain(|fact| fact.theme.as_ref() == Some(theme));
        self.groups
            .retain(|group| group.theme.is_some_and(|known| known.id == *theme));
        Some(before - count(self)).filter(|left_out| *left_out > 0)
    }

    pub fn is_empty(&self) -> bool {
        self.key.is_empty() && self.groups.is_empty()
    }
}

impl Group<'_> {
    pub fn name<'s>(&'s self, strings: &'s Strings) -> &'s str {
        match self.theme {
            Some(theme) => theme.name.get(strings.language),
            None => strings.get("theme-none"),
        }
    }
}

/// Numbers that a source stands for, not claims of one unverified text.
fn key_figures<'a>(facts: &[&'a Fact]) -> Vec<&'a Fact> {
    let trusted = |fact: &&&Fact| {
        matches!(&fact.value, Value::Number { unit, .. } if unit.as_ref().is_none_or(|unit| unit.0 != "year"))
            && matches!(
                fact.status,
                Status::Corroborated | Status::Sourced | Status::Computed
            )
    };
    let mut chosen: Vec<&Fact> = Vec::new();
    for fact in facts.iter().filter(trusted) {
        // Of a series only one value is a key figure: the latest.
        let rival = chosen.iter().position(|known| known.label == fact.label);
        match rival {
            Some(index) if chosen[index].as_of < fact.as_of => chosen[index] = fact,
            Some(_) => {}
            None => chosen.push(fact),
        }
    }
    chosen.truncate(KEY_FIGURES);
    chosen
}

/// What a kind of place is called.
pub fn kind_name<'s>(strings: &'s Strings, kind: &'s Kind) -> &'s str {
    strings
        .find(&format!("kind-{}", kind.code()))
        .unwrap_or(kind.code())
}

/// Kind, and what the place lies in.
pub fn whereabouts(atlas: &Atlas, strings: &Strings, place: &Place) -> String {
    let within = atlas
        .ancestors(place)
        .into_iter()
        .filter(|parent| parent.kind != Kind::Region)
        .map(|parent| parent.map_label(strings.language));
    let parts: Vec<&str> = std::iter::once(kind_name(strings, &place.kind))
        .chain(within)
        .collect();
    parts.join(" · ")
}

/// When a fact was true, in words; empty for a year in which something happened, which needs no other date.
pub fn date_of(strings: &Strings, fact: &Fact) -> String {
    match &fact.as_of {
        Some(as_of) => lang::date_text(strings, as_of),
        None if unit_of(fact) == Some("year") => String::new(),
        None => strings.get("date-undated").to_owned(),
    }
}

/// The unit of a value that is a number.
fn unit_of(fact: &Fact) -> Option<&str> {
    match &fact.value {
        Value::Number { unit, .. } => unit.as_ref().map(|unit| unit.0.as_str()),
        Value::Words(_) => None,
    }
}

/// The value itself, where it is a number.
fn number_of(fact: &Fact) -> Option<f64> {
    match fact.value {
        Value::Number { value, .. } => Some(value),
        Value::Words(_) => None,
    }
}

/// Whether two facts measure the same thing: equal labels and units.
fn alike(one: &Fact, other: &Fact) -> bool {
    let same = |one: &Text, other: &Text| one == other;
    let words = |fact: &Fact| matches!(fact.value, Value::Words(_));
    same(&one.label, &other.label) && words(one) == words(other) && unit_of(one) == unit_of(other)
}
