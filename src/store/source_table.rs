//! `sources.csv`.

use super::{Finding, Problem, SOURCES, checks, table::Table};
use crate::atlas::{Source, SourceId, Text};

pub fn read(text: &str, findings: &mut Vec<Finding>) -> Vec<Source> {
    let table = Table::read(SOURCES, text, &["id", "title"], findings);
    let mut seen = checks::Seen::default();
    let mut sources = Vec::new();
    for row in table.rows() {
        let id = row.cell("id");
        if !seen.take(id, row.line.to_string(), &row.location(), findings) {
            continue;
        }
        let mut found = |problem| findings.push(Finding::new(row.location(), problem));
        let year = row.cell("year");
        if !year.is_empty() && year.parse::<i32>().is_err() {
            found(Problem::YearWrong {
                year: year.to_owned(),
            });
        }
        let url = row.cell("url");
        let safe = url.starts_with("https://") || url.starts_with("http://");
        if !url.is_empty() && !safe {
            found(Problem::UrlWrong {
                url: url.to_owned(),
            });
        }
        if row.cell("title").is_empty() {
            found(Problem::TitleMissing {});
        }
        sources.push(Source {
            id: SourceId::new(id),
            title: row.cell("title").to_owned(),
            publisher: row.cell("publisher").to_owned(),
            publisher_zh: row.cell("publisher_zh").to_owned(),
            year: year.parse().ok(),
            url: safe.then(|| url.to_owned()),
            note: Text::new(row.cell("note_en"), row.cell("note_zh")),
        });
    }
    sources
}
