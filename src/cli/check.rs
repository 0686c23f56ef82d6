//! `delta-atlas check`.

use std::io::Write;

use super::{FAILURE, Failure, SUCCESS};
use crate::{
    atlas::{Atlas, Kind, Status},
    lang::Strings,
    store::{Finding, Loaded, Severity},
};

pub fn run(loaded: &Loaded, strings: &Strings, out: &mut dyn Write) -> Result<u8, Failure> {
    for finding in &loaded.findings {
        write_finding(finding, strings, out)?;
    }
    if !loaded.findings.is_empty() {
        writeln!(out)?;
    }
    write_counts(&loaded.atlas, strings, out)?;
    let count = |severity| loaded.count(severity).to_string();
    let summary = [
        ("errors", count(Severity::Error)),
        ("warnings", count(Severity::Warning)),
        ("notes", count(Severity::Note)),
    ];
    let summary = summary
        .each_ref()
        .map(|(name, count)| (*name, count.as_str()));
    writeln!(out, "{}", strings.format("check-summary", &summary))?;
    let sound = loaded.count(Severity::Error) == 0;
    Ok(if sound { SUCCESS } else { FAILURE })
}

fn write_finding(finding: &Finding, strings: &Strings, out: &mut dyn Write) -> Result<(), Failure> {
    let severity = match finding.severity {
        Severity::Error => "severity-error",
        Severity::Warning => "severity-warning",
        Severity::Note => "severity-note",
    };
    let (severity, location) = (strings.get(severity), finding.location_text(strings));
    writeln!(out, "{severity}: {location}: {}", finding.message(strings))?;
    writeln!(out, "    {}", finding.advice(strings))?;
    Ok(())
}

/// Places by kind, facts by status, sources, map approval.
fn write_counts(atlas: &Atlas, strings: &Strings, out: &mut dyn Write) -> Result<(), Failure> {
    writeln!(
        out,
        "{}: {}",
        strings.get("check-places"),
        atlas.places().len()
    )?;
    let mut kinds: Vec<&Kind> = Vec::new();
    for place in atlas.places() {
        if !kinds.contains(&&place.kind) {
            kinds.push(&place.kind);
        }
    }
    for kind in kinds {
        let count = atlas
            .places()
            .iter()
            .filter(|place| place.kind == *kind)
            .count();
        let name = strings
            .find(&format!("kind-{}", kind.code()))
            .unwrap_or(kind.code());
        writeln!(out, "    {name}: {count}")?;
    }
    writeln!(
        out,
        "{}: {}",
        strings.get("check-facts"),
        atlas.facts().len()
    )?;
    for status in Status::ALL {
        let count = atlas
            .facts()
            .iter()
            .filter(|fact| fact.status == status)
            .count();
        if count > 0 {
            let name = strings.get(crate::lang::status_key(status));
            writeln!(out, "    {name}: {count}")?;
        }
    }
    writeln!(
        out,
        "{}: {}",
        strings.get("check-sources"),
        atlas.sources().len()
    )?;
    let approval = match &atlas.manifest.map_approval_number {
        Some(number) => strings.format("map-approval", &[("number", number)]),
        None => strings.get("map-approval-needed").to_owned(),
    };
    writeln!(out, "{approval}")?;
    Ok(())
}
