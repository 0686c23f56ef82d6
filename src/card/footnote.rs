//! Numbered sources.

use std::fmt::Write as _;

use crate::{
    atlas::{Atlas, Fact, Language, Source},
    lang::Strings,
};

/// The sources of a text in the order in which they are first cited.
#[derive(Debug, Default)]
pub struct Footnotes<'a> {
    cited: Vec<&'a Source>,
}

impl<'a> Footnotes<'a> {
    /// ` [1] [3]`, with a new number for each source that was not cited before.
    pub fn marks(&mut self, atlas: &'a Atlas, fact: &Fact) -> String {
        let mut marks = String::new();
        for source in fact.sources.iter().filter_map(|id| atlas.source(id)) {
            let known = self.cited.iter().position(|one| one.id == source.id);
            let number = known.unwrap_or_else(|| {
                self.cited.push(source);
                self.cited.len() - 1
            });
            let _ = write!(marks, " [{}]", number + 1);
        }
        marks
    }

    /// With their numbers, from 1.
    pub fn sources(&self) -> impl Iterator<Item = (usize, &'a Source)> + '_ {
        self.cited
            .iter()
            .enumerate()
            .map(|(index, source)| (index + 1, *source))
    }

    pub fn is_empty(&self) -> bool {
        self.cited.is_empty()
    }
}

/// Title, publisher and year, without the address.
pub fn citation(strings: &Strings, source: &Source) -> String {
    let mut text = source.title.clone();
    let who = source.who(strings.language);
    if who != source.title {
        let gap = match strings.language {
            Language::English => ". ",
            Language::Chinese => "，",
        };
        text.push_str(gap);
        text.push_str(who);
    }
    if let Some(year) = source.year {
        let _ = match strings.language {
            Language::English => write!(text, ", {year}"),
            Language::Chinese => write!(text, "，{year}年"),
        };
    }
    text
}
