//! `delta-atlas facts`.

use std::io::Write;

use serde_json::{Map, Number, Value as Json, json};

use super::{Failure, SUCCESS};
use crate::{
    atlas::{Atlas, Fact, Place, Source, Value},
    card, clock,
    lang::Strings,
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
        write!(out, "{}", card::text(atlas, place, strings, clock::today()))?;
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
    let today = clock::today();
    put("age_years", json!(fact.age_years(today)));
    put("stale", json!(fact.is_stale(today)));
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
