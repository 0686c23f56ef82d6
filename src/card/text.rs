//! The facts of a place as text: what `delta-atlas facts` writes and what the card copies.

use std::fmt::{self, Write as _};

use super::{Card, Dispute, Entry, Footnotes, citation, date_of, whereabouts};
use crate::{
    atlas::{Atlas, Date, Fact, Language, Place},
    lang::{self, Strings, value_text},
};

/// Names, whereabouts, summary, facts in the order of the card, and the sources as numbered footnotes.
pub fn text(atlas: &Atlas, place: &Place, strings: &Strings, today: Date) -> String {
    let mut writer = Writer {
        atlas,
        strings,
        today,
        notes: Footnotes::default(),
        out: String::new(),
    };
    // Writing into a string cannot fail.
    let _ = writer.write(place);
    writer.out
}

/// One fact with its place and its sources, to be copied.
pub fn fact_text(atlas: &Atlas, fact: &Fact, strings: &Strings, today: Date) -> String {
    let language = strings.language;
    let names = fact.places.iter().filter_map(|id| atlas.place(id));
    let names: Vec<&str> = names.map(|place| place.map_label(language)).collect();
    let mut text = format!(
        "{} · {}: {} ({})",
        names.join(", "),
        fact.label.get(language),
        value_text(strings, &fact.value).joined(),
        standing(strings, fact, today)
    );
    let note = fact.note.get(language);
    if !note.is_empty() {
        let _ = write!(text, "\n{note}");
    }
    for source in fact.sources.iter().filter_map(|id| atlas.source(id)) {
        let _ = write!(text, "\n{}", citation(strings, source));
        if let Some(url) = &source.url {
            let _ = write!(text, " {url}");
        }
    }
    text
}

/// Date, status and, of a stale fact, its age: `Apr 2023; one source; 3 years old`.
pub(super) fn standing(strings: &Strings, fact: &Fact, today: Date) -> String {
    let status = strings.get(lang::status_key(fact.status)).to_owned();
    let age = stale_age(strings, fact, today);
    let parts = [Some(date_of(strings, fact)), Some(status), age];
    let parts: Vec<String> = parts
        .into_iter()
        .flatten()
        .filter(|part| !part.is_empty())
        .collect();
    parts.join(match strings.language {
        Language::English => "; ",
        Language::Chinese => "；",
    })
}

/// The age in words, of a stale fact.
pub(super) fn stale_age(strings: &Strings, fact: &Fact, today: Date) -> Option<String> {
    let years = fact.age_years(today).filter(|_| fact.is_stale(today))?;
    Some(strings.format("fact-age", &[("years", &years.to_string())]))
}

struct Writer<'a> {
    atlas: &'a Atlas,
    strings: &'a Strings,
    today: Date,
    notes: Footnotes<'a>,
    out: String,
}

impl<'a> Writer<'a> {
    fn write(&mut self, place: &'a Place) -> fmt::Result {
        self.write_head(place)?;
        let card = Card::new(self.atlas, place);
        if !card.key.is_empty() {
            writeln!(self.out, "\n{}", self.strings.get("key-figures"))?;
            for fact in &card.key {
                self.write_fact(fact)?;
            }
        }
        for group in &card.groups {
            writeln!(self.out, "\n{}", group.name(self.strings))?;
            for entry in &group.entries {
                match entry {
                    Entry::Fact(fact) => self.write_fact(fact)?,
                    Entry::Dispute(dispute) => self.write_dispute(dispute)?,
                }
            }
        }
        self.write_notes()
    }

    fn write_head(&mut self, place: &Place) -> fmt::Result {
        let strings = self.strings;
        let language = strings.language;
        let out = &mut self.out;
        writeln!(out, "{}", place.names.get(language))?;
        let other = place.names.exactly(language.other());
        if !other.is_empty() {
            writeln!(out, "{other}")?;
        }
        writeln!(out, "{}", whereabouts(self.atlas, strings, place))?;
        if let Some(position) = place.position() {
            let mut line = format!("{} WGS 84", lang::position_text(strings, position));
            if let Some(accuracy) = place.accuracy_m {
                let _ = write!(line, ", ± {}", lang::distance_text(strings, accuracy));
            }
            writeln!(out, "{line}")?;
        }
        let summary = place.summary.get(language);
        if !summary.is_empty() {
            writeln!(out, "\n{summary}")?;
        }
        Ok(())
    }

    fn write_fact(&mut self, fact: &'a Fact) -> fmt::Result {
        let strings = self.strings;
        writeln!(self.out, "  {}", fact.label.get(strings.language))?;
        self.write_value(fact, "    ")?;
        let note = fact.note.get(strings.language);
        if !note.is_empty() {
            writeln!(self.out, "    {note}")?;
        }
        Ok(())
    }

    fn write_value(&mut self, fact: &'a Fact, indent: &str) -> fmt::Result {
        let value = value_text(self.strings, &fact.value).joined();
        let standing = standing(self.strings, fact, self.today);
        let marks = self.notes.marks(self.atlas, fact);
        writeln!(self.out, "{indent}{value}  ({standing}){marks}")
    }

    fn write_dispute(&mut self, dispute: &Dispute<'a>) -> fmt::Result {
        self.write_fact(dispute.head)?;
        writeln!(self.out, "    {}", self.strings.get("disputed-by"))?;
        for other in &dispute.others {
            writeln!(self.out, "      {}", other.label.get(self.strings.language))?;
            self.write_value(other, "        ")?;
        }
        Ok(())
    }

    fn write_notes(&mut self) -> fmt::Result {
        if !self.notes.is_empty() {
            writeln!(self.out)?;
        }
        for (number, source) in self.notes.sources() {
            writeln!(self.out, "[{number}] {}", citation(self.strings, source))?;
            if let Some(url) = &source.url {
                writeln!(self.out, "    {url}")?;
            }
        }
        Ok(())
    }
}
