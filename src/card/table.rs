//! The facts of a place, and of several side by side, as tables to be pasted elsewhere: columns by tab for
//! spreadsheets, or Markdown.

use std::fmt::Write as _;

use super::{Card, Comparison, Entry, Footnotes, citation, date_of, text};
use crate::{
    atlas::{Atlas, Date, Fact, Place, Value},
    lang::{self, Strings, plain_number, value_text},
};

/// One row for each fact in the order of the card, the number also plain for calculating; the sources as numbered
/// footnotes below.
pub fn table(atlas: &Atlas, place: &Place, strings: &Strings, today: Date) -> String {
    let mut notes = Footnotes::default();
    let heads = [
        "column-theme",
        "column-fact",
        "column-value",
        "column-number",
        "column-unit",
        "column-date",
        "column-age",
        "column-status",
        "column-sources",
        "column-note",
    ];
    let mut out = String::new();
    line(&mut out, [place.names.get(strings.language)]);
    line(&mut out, heads.map(|key| strings.get(key)));
    let card = Card::new(atlas, place);
    let mut put = |theme: &str, fact| {
        let cells = cells(atlas, strings, today, &mut notes, fact);
        line(
            &mut out,
            std::iter::once(theme).chain(cells.iter().map(String::as_str)),
        );
    };
    for fact in &card.key {
        put(strings.get("key-figures"), fact);
    }
    for group in &card.groups {
        for entry in &group.entries {
            match entry {
                Entry::Fact(fact) => put(group.name(strings), fact),
                Entry::Dispute(dispute) => {
                    for fact in dispute.facts() {
                        put(group.name(strings), fact);
                    }
                }
            }
        }
    }
    footnote_lines(&mut out, strings, &notes);
    out
}

fn cells<'a>(
    atlas: &'a Atlas,
    strings: &Strings,
    today: Date,
    notes: &mut Footnotes<'a>,
    fact: &'a Fact,
) -> [String; 9] {
    let (number, unit) = match &fact.value {
        Value::Number { value, unit, .. } => (
            plain_number(*value),
            unit.as_ref()
                .map_or("", |unit| lang::unit_name(strings, unit)),
        ),
        Value::Words(_) => (String::new(), ""),
    };
    [
        fact.label.get(strings.language).to_owned(),
        value_text(strings, &fact.value).joined(),
        number,
        unit.to_owned(),
        date_of(strings, fact),
        text::stale_age(strings, fact, today).unwrap_or_default(),
        strings.get(lang::status_key(fact.status)).to_owned(),
        notes.marks(atlas, fact).trim().to_owned(),
        fact.note.get(strings.language).to_owned(),
    ]
}

fn footnote_lines(out: &mut String, strings: &Strings, notes: &Footnotes<'_>) {
    if !notes.is_empty() {
        out.push('\n');
    }
    for (number, source) in notes.sources() {
        let url = source.url.as_deref().unwrap_or_default();
        let number = format!("[{number}]");
        line(out, [&number, &citation(strings, source), url]);
    }
}

/// A row of cells by tab.
fn line<'c>(out: &mut String, cells: impl IntoIterator<Item = &'c str>) {
    for (index, cell) in cells.into_iter().enumerate() {
        if index > 0 {
            out.push('\t');
        }
        out.push_str(&tab_cell(cell));
    }
    out.push('\n');
}

/// Without what would break the row; text that a spreadsheet would take for a formula is marked as text.
fn tab_cell(cell: &str) -> String {
    let flat = cell.replace(['\t', '\n', '\r'], " ");
    let number = flat.parse::<f64>().is_ok();
    if flat.starts_with(['=', '+', '-', '@']) && !number {
        format!("'{flat}")
    } else {
        flat
    }
}

/// The comparison by tab: two columns for each place, value and what stands beside it.
pub fn comparison_table(
    atlas: &Atlas,
    comparison: &Comparison<'_>,
    strings: &Strings,
    today: Date,
) -> String {
    let language = strings.language;
    let mut notes = Footnotes::default();
    let mut out = String::new();
    let mut head = vec![strings.get("column-fact").to_owned()];
    for place in &comparison.places {
        head.push(place.names.get(language).to_owned());
        head.push(strings.get("column-standing").to_owned());
    }
    line(&mut out, head.iter().map(String::as_str));
    for row in &comparison.rows {
        let mut cells = vec![row.label.get(language).to_owned()];
        for cell in &row.cells {
            let [value, standing] = pair(atlas, strings, today, &mut notes, *cell);
            cells.extend([value, standing]);
        }
        line(&mut out, cells.iter().map(String::as_str));
    }
    footnote_lines(&mut out, strings, &notes);
    out
}

/// The comparison as a Markdown table, with the sources as a list below.
pub fn comparison_markdown(
    atlas: &Atlas,
    comparison: &Comparison<'_>,
    strings: &Strings,
    today: Date,
) -> String {
    let language = strings.language;
    let mut notes = Footnotes::default();
    let mut out = String::new();
    let names = comparison.places.iter();
    let names: Vec<String> = names
        .map(|place| bar_cell(place.names.get(language)))
        .collect();
    let fact = strings.get("column-fact");
    let _ = writeln!(out, "| {fact} | {} |", names.join(" | "));
    let _ = writeln!(out, "|---|{}", "---|".repeat(names.len()));
    for row in &comparison.rows {
        let _ = write!(out, "| {} |", bar_cell(row.label.get(language)));
        for cell in &row.cells {
            let [value, standing] = pair(atlas, strings, today, &mut notes, *cell);
            let text = if standing.is_empty() {
                value
            } else {
                format!("{value} ({standing})")
            };
            let _ = write!(out, " {} |", bar_cell(&text));
        }
        out.push('\n');
    }
    if !notes.is_empty() {
        out.push('\n');
    }
    for (number, source) in notes.sources() {
        let _ = write!(out, "- [{number}] {}", citation(strings, source));
        match &source.url {
            Some(url) => {
                let _ = writeln!(out, " <{url}>");
            }
            None => out.push('\n'),
        }
    }
    out
}

/// A value, and date, status and footnotes; a gap is a dash and nothing.
fn pair<'a>(
    atlas: &'a Atlas,
    strings: &Strings,
    today: Date,
    notes: &mut Footnotes<'a>,
    fact: Option<&'a Fact>,
) -> [String; 2] {
    match fact {
        None => ["—".to_owned(), String::new()],
        Some(fact) => {
            let standing = text::standing(strings, fact, today);
            [
                value_text(strings, &fact.value).joined(),
                format!("{standing}{}", notes.marks(atlas, fact)),
            ]
        }
    }
}

fn bar_cell(cell: &str) -> String {
    cell.replace('|', "\\|").replace(['\n', '\r'], " ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_can_neither_break_the_row_nor_become_a_formula() {
        assert_eq!(tab_cell("two\twords\nand more"), "two words and more");
        assert_eq!(tab_cell("=1+1"), "'=1+1");
        assert_eq!(tab_cell("-5.2"), "-5.2");
        assert_eq!(bar_cell("a|b"), "a\\|b");
    }
}
