//! `delta-atlas preflight`.

use std::{io::Write, sync::Arc};

use super::{FAILURE, Failure, SUCCESS};
use crate::{
    atlas::{Atlas, Briefing},
    briefing::preflight::{self, Preflight, Question},
    clock,
    lang::Strings,
    store::{Loaded, Severity},
};

/// Looks through the briefing that is named, or through all.
pub fn run(
    loaded: &Loaded,
    name: Option<&str>,
    strings: &Strings,
    out: &mut dyn Write,
) -> Result<u8, Failure> {
    let mut code = SUCCESS;
    for briefing in chosen(&loaded.atlas, name, strings)? {
        let found = preflight::preflight(Question {
            atlas: &loaded.atlas,
            findings: &loaded.findings,
            briefing,
            language: strings.language,
            today: clock::today(),
            screens: None,
            network_layers: &[],
        });
        write(briefing, &found, strings, out)?;
        if found.count(Severity::Error) > 0 {
            code = FAILURE;
        }
    }
    Ok(code)
}

/// An atlas without briefings has nothing to show, and an unknown name is answered with those that are there.
fn chosen<'a>(
    atlas: &'a Atlas,
    name: Option<&str>,
    strings: &Strings,
) -> Result<Vec<&'a Arc<Briefing>>, Failure> {
    let briefings = atlas.briefings();
    if briefings.is_empty() {
        return Err(Failure::Message(strings.get("preflight-none").to_owned()));
    }
    let Some(name) = name else {
        return Ok(briefings.iter().collect());
    };
    let named = |briefing: &&Arc<Briefing>| {
        let Briefing { id, title, .. } = briefing.as_ref();
        [id.as_str(), &title.en, &title.zh]
            .iter()
            .any(|one| one.to_lowercase() == name.to_lowercase())
    };
    if let Some(briefing) = briefings.iter().find(named) {
        return Ok(vec![briefing]);
    }
    let known: Vec<&str> = briefings
        .iter()
        .map(|briefing| briefing.id.as_str())
        .collect();
    let arguments = [("name", name), ("names", &known.join(", "))];
    Err(Failure::Message(
        strings.format("preflight-unknown", &arguments),
    ))
}

fn write(
    briefing: &Briefing,
    found: &Preflight,
    strings: &Strings,
    out: &mut dyn Write,
) -> Result<(), Failure> {
    let title = briefing.title.get(strings.language);
    writeln!(out, "{title} ({})", briefing.id)?;
    for item in &found.items {
        let severity = match item.severity {
            Severity::Error => "severity-error",
            Severity::Warning => "severity-warning",
            Severity::Note => "severity-note",
        };
        let (severity, place) = (strings.get(severity), item.where_text(strings, briefing));
        writeln!(out, "  {severity}: {place}: {}", item.message(strings))?;
        writeln!(out, "      {}", item.advice(strings))?;
    }
    writeln!(out, "  {}", found.summary(strings))?;
    writeln!(out)?;
    Ok(())
}
