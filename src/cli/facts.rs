//! `delta-atlas facts`.

use std::{fmt::Write as _, io::Write};

use serde_json::{Map, Number, Value as Json, json};

use super::{Failure, SUCCESS};
use crate::{
    atlas::{Atlas, Fact, Place, Source, Value},
    lang::{self, Strings, date_text, value_text},
};

pub fn run(
    atlas: &Atlas,
    place: &Place,
    strings: &Strings,
    as_json: bool,
    out: &mut dyn Write,
) -> Result<u8, Failure> {
    if as_json {
        writeln!(out, "{:#}", place_json(atlas, place, strings))?;
    } else {
        write_text(atlas, place, strings, out)?;
    }
    Ok(SUCCESS)
}

fn place_json(atlas: &Atlas, place: &Place, strings: &Strings) -> Json {
    let position = place
        .position()
        .map(|position| json!({ "longitude": position.longitude, "latitude": position.latitude }));
    let facts: Vec<Json> = atlas
        .facts_of(&place.id)
        .map(|fact| fact_json(atlas, fact, strings))
        .collect();
    json!({
        "id": place.id.as_str(),
        "kind": place.kind.code(),
        "names": { "en": place.names.en, "zh": place.names.zh },
        "position": position,
        "summary": { "en": place.summary.en, "zh": place.summary.zh },
        "facts": facts,
    })
}

fn fact_json(atlas: &Atlas, fact: &Fact, strings: &Strings) -> Json {
    let language = strings.language;
    let mut object = Map::new();
    let mut put = |key: &str, value: Json| object.insert(key.to_owned(), value);
    put("id", json!(fact.id.as_str()));
    put("label", json!(fact.label.get(language)));
    match &fact.value {
        Value::Number {
            value,
            qualifier,
            unit,
        } => {
            put("value", number_json(*value));
            put("unit", json!(unit.as_ref().map(|unit| &unit.0)));
            if let Some(qualifier) = qualifier {
                put("qualifier", json!(qualifier.code()));
            }
        }
        Value::Words(words) => {
            put("value", json!(words.get(language)));
            put("unit", Json::Null);
        }
    }
    put("as_of", json!(fact.as_of.map(|date| date.to_string())));
    put("status", json!(fact.status.code()));
    put("note", json!(fact.note.get(language)));
    let sources: Vec<Json> = sources(atlas, fact).map(source_json).collect();
    put("sources", json!(sources));
    let disputes: Vec<&str> = fact
        .disputes
        .iter()
        .map(crate::atlas::FactId::as_str)
        .collect();
    put("disputes", json!(disputes));
    Json::Object(object)
}

/// Whole numbers without a decimal point.
fn number_json(value: f64) -> Json {
    let whole = value.fract() == 0.0 && value.abs() < 9e15;
    if whole {
        json!(value as i64)
    } else {
        Number::from_f64(value).map_or(Json::Null, Json::Number)
    }
}

fn sources<'a>(atlas: &'a Atlas, fact: &'a Fact) -> impl Iterator<Item = &'a Source> {
    fact.sources.iter().filter_map(|id| atlas.source(id))
}

fn source_json(source: &Source) -> Json {
    json!({
        "id": source.id.as_str(),
        "title": source.title,
        "publisher": source.publisher,
        "year": source.year,
        "url": source.url,
    })
}

/// Names, whereabouts, summary, facts, and the sources as numbered footnotes.
fn write_text(
    atlas: &Atlas,
    place: &Place,
    strings: &Strings,
    out: &mut dyn Write,
) -> Result<(), Failure> {
    let language = strings.language;
    writeln!(out, "{}", place.names.get(language))?;
    let other = place.names.exactly(language.other());
    if !other.is_empty() {
        writeln!(out, "{other}")?;
    }
    let kind = strings
        .find(&format!("kind-{}", place.kind.code()))
        .unwrap_or(place.kind.code());
    let within: Vec<&str> = atlas
        .ancestors(place)
        .into_iter()
        .map(|parent| parent.names.get(language))
        .collect();
    writeln!(out, "{}", [vec![kind], within].concat().join(" · "))?;
    if let Some(position) = place.position() {
        let mut line = format!("{} WGS 84", lang::position_text(strings, position));
        if let Some(accuracy) = place.accuracy_m {
            line = format!("{line}, ± {}", lang::distance_text(strings, accuracy));
        }
        writeln!(out, "{line}")?;
    }
    let summary = place.summary.get(language);
    if !summary.is_empty() {
        writeln!(out, "\n{summary}")?;
    }
    let mut cited: Vec<&Source> = Vec::new();
    for fact in atlas.facts_of(&place.id) {
        write_fact(atlas, fact, strings, &mut cited, out)?;
    }
    if !cited.is_empty() {
        writeln!(out)?;
    }
    for (number, source) in cited.iter().enumerate() {
        let year = source
            .year
            .map_or_else(String::new, |year| format!(", {year}"));
        writeln!(
            out,
            "[{}] {}. {}{year}",
            number + 1,
            source.title,
            source.publisher
        )?;
        if let Some(url) = &source.url {
            writeln!(out, "    {url}")?;
        }
    }
    Ok(())
}

fn write_fact<'a>(
    atlas: &'a Atlas,
    fact: &'a Fact,
    strings: &Strings,
    cited: &mut Vec<&'a Source>,
    out: &mut dyn Write,
) -> Result<(), Failure> {
    let mut marks = String::new();
    for source in sources(atlas, fact) {
        let known = cited.iter().position(|one| one.id == source.id);
        let number = known.unwrap_or_else(|| {
            cited.push(source);
            cited.len() - 1
        });
        let _ = write!(marks, " [{}]", number + 1);
    }
    let date = fact.as_of.as_ref().map(|date| date_text(strings, date));
    let date = date.unwrap_or_else(|| strings.get("date-undated").to_owned());
    let status = strings.get(lang::status_key(fact.status));
    writeln!(out, "\n{}", fact.label.get(strings.language))?;
    let value = value_text(strings, &fact.value).joined();
    writeln!(out, "    {value}  ({date}; {status}){marks}")?;
    let note = fact.note.get(strings.language);
    if !note.is_empty() {
        writeln!(out, "    {note}")?;
    }
    for other in fact.disputes.iter().filter_map(|id| atlas.fact(id)) {
        let value = value_text(strings, &other.value).joined();
        writeln!(out, "    {} {value}", strings.get("disputed-by"))?;
    }
    Ok(())
}
