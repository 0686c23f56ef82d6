//! `facts.csv`.

use super::{
    FACTS, Finding, Location, Problem, checks,
    table::{Row, Table},
};
use crate::atlas::{
    AsOf, Fact, FactId, PlaceId, Qualifier, SourceId, Status, Text, ThemeId, Unit, Value,
};

/// Facts with their location, so that references can be checked once everything is read.
pub fn read(text: &str, findings: &mut Vec<Finding>) -> Vec<(Location, Fact)> {
    let table = Table::read(FACTS, text, &["id", "place", "status", "source"], findings);
    let mut seen = checks::Seen::default();
    let mut facts = Vec::new();
    for row in table.rows() {
        if seen.take(
            row.cell("id"),
            row.line.to_string(),
            &row.location(),
            findings,
        ) && let Some(fact) = fact(&row, findings)
        {
            facts.push((row.location(), fact));
        }
    }
    facts
}

/// `None` if what is left would not be a fact.
fn fact(row: &Row<'_>, findings: &mut Vec<Finding>) -> Option<Fact> {
    let mut found = |problem| findings.push(Finding::new(row.location(), problem));
    let label = Text::new(row.cell("label_en"), row.cell("label_zh"));
    if label.is_empty() {
        found(Problem::LabelMissing {});
        return None;
    }
    let places: Vec<PlaceId> = row.list("place").map(PlaceId::new).collect();
    if places.is_empty() {
        found(Problem::PlaceMissing {});
        return None;
    }
    let status = row.cell("status");
    let Some(status) = Status::from_code(status) else {
        found(Problem::StatusUnknown {
            status: status.to_owned(),
        });
        return None;
    };
    let value = value(row, &mut found)?;
    let as_of = row.cell("as_of");
    let date: Option<AsOf> = as_of.parse().ok();
    if !as_of.is_empty() && date.is_none() {
        found(Problem::DateWrong {
            date: as_of.to_owned(),
        });
    }
    let sources = row
        .list("source")
        .chain(row.list("second_source"))
        .map(SourceId::new);
    let sources: Vec<SourceId> = sources.collect();
    if sources.is_empty() {
        found(Problem::SourceMissing {});
    }
    let theme = row.cell("theme");
    Some(Fact {
        id: FactId::new(row.cell("id")),
        places,
        theme: (!theme.is_empty()).then(|| ThemeId::new(theme)),
        label,
        value,
        as_of: date,
        status,
        sources,
        disputes: row.list("disputes").map(FactId::new).collect(),
        note: Text::new(row.cell("note_en"), row.cell("note_zh")),
    })
}

fn value(row: &Row<'_>, found: &mut impl FnMut(Problem)) -> Option<Value> {
    let (number, unit) = (row.cell("value"), row.cell("unit"));
    let words = Text::new(row.cell("text_en"), row.cell("text_zh"));
    let parsed = number.parse::<f64>().ok().filter(|value| value.is_finite());
    match parsed {
        Some(value) => {
            let qualifier = row.cell("qualifier");
            let known = Qualifier::from_code(qualifier);
            if !qualifier.is_empty() && known.is_none() {
                found(Problem::QualifierUnknown {
                    qualifier: qualifier.to_owned(),
                });
            }
            let unit = (!unit.is_empty()).then(|| Unit(unit.to_owned()));
            Some(Value::Number {
                value,
                qualifier: known,
                unit,
            })
        }
        None if !unit.is_empty() => {
            found(Problem::ValueNoNumber {
                value: number.to_owned(),
                unit: unit.to_owned(),
            });
            None
        }
        None if !words.is_empty() => Some(Value::Words(words)),
        None if !number.is_empty() => Some(Value::Words(Text::new(number, number))),
        None => {
            found(Problem::ValueMissing {});
            None
        }
    }
}
