//! `delta-atlas find`.

use std::io::Write;

use serde_json::json;

use super::{Failure, SUCCESS};
use crate::{
    atlas::{Atlas, Place},
    lang::Strings,
    search::Index,
};

/// Places that are listed.
const LIMIT: usize = 20;

pub fn run(
    atlas: &Atlas,
    text: &str,
    strings: &Strings,
    as_json: bool,
    out: &mut dyn Write,
) -> Result<u8, Failure> {
    let hits = Index::new(atlas).find(text, LIMIT);
    let places: Vec<&Place> = hits
        .iter()
        .filter_map(|hit| atlas.place(&hit.place))
        .collect();
    if as_json {
        let list: Vec<_> = places
            .iter()
            .map(|place| {
                json!({
                    "id": place.id.as_str(),
                    "kind": place.kind.code(),
                    "names": { "en": place.names.en, "zh": place.names.zh },
                })
            })
            .collect();
        writeln!(out, "{:#}", json!(list))?;
        return Ok(SUCCESS);
    }
    if places.is_empty() {
        let nothing = strings.format("search-nothing", &[("text", text)]);
        return Err(Failure::Message(format!(
            "{nothing}\n{}",
            strings.get("search-nothing-advice")
        )));
    }
    for place in places {
        let kind = strings
            .find(&format!("kind-{}", place.kind.code()))
            .unwrap_or(place.kind.code());
        let names: Vec<&str> = [place.names.en.as_str(), place.names.zh.as_str()]
            .into_iter()
            .filter(|name| !name.is_empty())
            .collect();
        writeln!(out, "{}\t{}\t{kind}", place.id, names.join(" · "))?;
    }
    Ok(SUCCESS)
}
