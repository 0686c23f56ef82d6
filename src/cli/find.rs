//! `delta-atlas find`.

use std::io::Write;

use serde_json::json;

use super::{Failure, SUCCESS};
use crate::{
    atlas::{Atlas, Text},
    lang::Strings,
    search::{Found, Index},
};

/// Places, facts and sources that are listed.
const LIMIT: usize = 20;

/// What is said of one that was found.
struct Row {
    id: String,
    /// As programs read it.
    kind: String,
    /// As people read it.
    kind_name: String,
    names: Text,
}

pub fn run(
    atlas: &Atlas,
    text: &str,
    strings: &Strings,
    as_json: bool,
    out: &mut dyn Write,
) -> Result<u8, Failure> {
    let found = Index::new(atlas).find_all(text, LIMIT);
    let rows: Vec<Row> = found
        .iter()
        .filter_map(|found| row(atlas, strings, found))
        .collect();
    if as_json {
        let list: Vec<_> = rows
            .iter()
            .map(|row| {
                json!({
                    "id": row.id,
                    "kind": row.kind,
                    "names": { "en": row.names.en, "zh": row.names.zh },
                })
            })
            .collect();
        writeln!(out, "{:#}", json!(list))?;
        return Ok(SUCCESS);
    }
    if rows.is_empty() {
        let nothing = strings.format("search-nothing", &[("text", text)]);
        return Err(Failure::Message(format!(
            "{nothing}\n{}",
            strings.get("search-nothing-advice")
        )));
    }
    for Row {
        id,
        kind_name,
        names,
        ..
    } in rows
    {
        let mut words = vec![names.en.as_str(), names.zh.as_str()];
        words.retain(|words| !words.is_empty());
        words.dedup();
        writeln!(out, "{id}\t{}\t{kind_name}", words.join(" · "))?;
    }
    Ok(SUCCESS)
}

fn row(atlas: &Atlas, strings: &Strings, found: &Found) -> Option<Row> {
    let row = match found {
        Found::Place(id) => {
            let place = atlas.place(id)?;
            let kind = place.kind.code();
            let name = strings.find(&format!("kind-{kind}"));
            Row {
                id: id.to_string(),
                kind: kind.to_owned(),
                kind_name: name.unwrap_or(kind).to_owned(),
                names: place.names.clone(),
            }
        }
        Found::Fact(id) => {
            let fact = atlas.fact(id)?;
            let places = fact.places.iter().filter_map(|id| atlas.place(id));
            let places: Vec<&str> = places
                .map(|place| place.map_label(strings.language))
                .collect();
            Row {
                id: id.to_string(),
                kind: "fact".to_owned(),
                kind_name: strings.format("find-fact", &[("places", &places.join(", "))]),
                names: fact.label.clone(),
            }
        }
        // A title is in the language of the publication, whichever that is.
        Found::Source(id) => {
            let source = atlas.source(id)?;
            Row {
                id: id.to_string(),
                kind: "source".to_owned(),
                kind_name: strings.get("find-source").to_owned(),
                names: Text::new(&*source.title, &*source.title),
            }
        }
    };
    Some(row)
}
