//! What was on the audience's screen, and when: to be saved or dropped after the show.

use std::fmt::Write as _;

use super::deck::Step;
use crate::atlas::PlaceId;

/// What the audience sees.
#[derive(Clone, Debug, PartialEq)]
pub enum Seen {
    Black,
    White,
    Slide(Step),
    /// The map was moved or something else was selected while this slide was on.
    OffScript {
        slide: usize,
        place: Option<PlaceId>,
    },
}

/// A stretch of time in which it saw the same.
#[derive(Clone, Debug, PartialEq)]
pub struct Showing {
    /// In seconds of the show's clock.
    pub from_s: f64,
    /// `None`: it is still on.
    pub to_s: Option<f64>,
    pub seen: Seen,
}

/// In the order of time.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Record {
    showings: Vec<Showing>,
}

/// One line of the record in words, as it is saved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Time of the day.
    pub clock: String,
    /// How long it was on.
    pub lasted: String,
    /// As on the screen, from 1; empty behind a curtain.
    pub slide: String,
    pub what: String,
}

impl Record {
    pub fn showings(&self) -> &[Showing] {
        &self.showings
    }

    /// From now on this is seen; nothing happens if it was before.
    pub fn note(&mut self, seen: Seen, now_s: f64) {
        let same = |last: &Showing| last.to_s.is_none() && last.seen == seen;
        if self.showings.last().is_some_and(same) {
            return;
        }
        self.end(now_s);
        self.showings.push(Showing {
            from_s: now_s,
            to_s: None,
            seen,
        });
    }

    /// Nothing is seen any more.
    pub fn end(&mut self, now_s: f64) {
        if let Some(last) = self.showings.last_mut() {
            last.to_s.get_or_insert(now_s);
        }
    }
}

/// As a table for a spreadsheet, with these four words as its header.
pub fn csv(header: [&str; 4], lines: &[Line]) -> Result<Vec<u8>, csv::Error> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(header)?;
    for line in lines {
        writer.write_record([&line.clock, &line.lasted, &line.slide, &line.what])?;
    }
    writer
        .into_inner()
        .map_err(|error| csv::Error::from(error.into_error()))
}

/// As a table in Markdown under a title.
pub fn markdown(title: &str, header: [&str; 4], lines: &[Line]) -> String {
    let cell = |text: &str| text.replace('|', "\\|").replace('\n', " ");
    let mut text = format!("# {}\n\n", cell(title));
    let _ = writeln!(text, "| {} |", header.join(" | "));
    text.push_str("|---|---|---|---|\n");
    for Line {
        clock,
        lasted,
        slide,
        what,
    } in lines
    {
        let _ = writeln!(
            text,
            "| {} | {} | {} | {} |",
            cell(clock),
            cell(lasted),
            cell(slide),
            cell(what)
        );
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_becomes_a_table_that_no_title_can_break() {
        let line = Line {
            clock: "10:15:02".to_owned(),
            lasted: "0:31".to_owned(),
            slide: "2".to_owned(),
            what: "Chips, \"cars\" | ships".to_owned(),
        };
        let header = ["Time", "Lasted", "Slide", "Shown"];
        let table = csv(header, std::slice::from_ref(&line)).unwrap();
        assert_eq!(
            String::from_utf8(table).unwrap(),
            "Time,Lasted,Slide,Shown\n10:15:02,0:31,2,\"Chips, \"\"cars\"\" | ships\"\n"
        );
        let text = markdown("Shown", header, &[line]);
        assert!(text.ends_with("| 10:15:02 | 0:31 | 2 | Chips, \"cars\" \\| ships |\n"));
    }
}
