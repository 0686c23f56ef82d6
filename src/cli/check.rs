//! `delta-atlas check`.

use std::io::Write;

use super::{FAILURE, Failure, SUCCESS};
use crate::{
    atlas::{Atlas, Kind, Status},
    briefing::{
        content::{self, Lack},
        preflight::{Item, Matter},
    },
    lang::Strings,
    store::{Finding, Loaded, Location, Severity, briefing_outline::Outline},
};

pub fn run(loaded: &Loaded, strings: &Strings, out: &mut dyn Write) -> Result<u8, Failure> {
    for finding in &loaded.findings {
        write_finding(finding, strings, out)?;
    }
    let lacks = lacks(loaded);
    for (location, item) in &lacks {
        write_lack(location, item, strings, out)?;
    }
    if !loaded.findings.is_empty() || !lacks.is_empty() {
        writeln!(out)?;
    }
    write_counts(&loaded.atlas, strings, out)?;
    let count = |severity| loaded.count(severity).to_string();
    let errors = loaded.count(Severity::Error) + lacks.len();
    let summary = [
        ("errors", errors.to_string()),
        ("warnings", count(Severity::Warning)),
        ("notes", count(Severity::Note)),
    ];
    let summary = summary
        .each_ref()
        .map(|(name, count)| (*name, count.as_str()));
    writeln!(out, "{}", strings.format("check-summary", &summary))?;
    Ok(if errors == 0 { SUCCESS } else { FAILURE })
}

/// What slides ask of the map and it does not have, as the look through a briefing before its show finds it.
fn lacks(loaded: &Loaded) -> Vec<(Location, Item)> {
    let mut lacks = Vec::new();
    for text in &loaded.briefings {
        let Some(briefing) = loaded.atlas.briefing(&text.id) else {
            continue;
        };
        let mut outline = None;
        for (number, slide) in briefing.slides.iter().enumerate() {
            for lack in content::content(&loaded.atlas, &slide.map).1 {
                let outline = outline.get_or_insert_with(|| Outline::of(&text.text));
                let key = match lack {
                    Lack::Layer(_) => "layers",
                    Lack::Labels(_) => "labels",
                    Lack::Choropleth(_) => "choropleth",
                };
                let written = outline.slides.get(number);
                let written = written.and_then(|slide| slide.key(&text.text, key));
                let line = written.map(|line| outline.line_of(line.line.start));
                let location = Location {
                    line,
                    id: Some(slide.id.to_string()),
                    ..Location::file(text.file.clone())
                };
                let item = Item {
                    severity: Severity::Error,
                    slide: Some(number),
                    matter: Matter::Lacks(lack),
                };
                lacks.push((location, item));
            }
        }
    }
    lacks
}

fn write_lack(
    location: &Location,
    item: &Item,
    strings: &Strings,
    out: &mut dyn Write,
) -> Result<(), Failure> {
    let severity = strings.get("severity-error");
    let (location, message) = (location.words(strings), item.message(strings));
    writeln!(out, "{severity}: {location}: {message}")?;
    writeln!(out, "    {}", item.advice(strings))?;
    Ok(())
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{atlas::Language, lang, store};

    #[test]
    fn a_layer_that_no_map_has_is_told_with_file_line_and_slide() {
        let parent = tempfile::tempdir().unwrap();
        let mut briefings = store::builtin().briefings;
        let text = briefings[0].text.replace(
            "# scorecard\n",
            "# scorecard\nchoropleth: cities; Luck (smiles)\nlayers: trams\n",
        );
        let line = text
            .lines()
            .position(|line| line == "layers: trams")
            .unwrap()
            + 1;
        briefings[0].text = text.into();
        let folder = store::save_copy(None, &briefings, parent.path()).unwrap();
        let loaded = store::open(&folder).unwrap();
        let mut out = Vec::new();
        let strings = lang::strings(Language::English);
        assert!(run(&loaded, strings, &mut out).is_ok_and(|code| code == FAILURE));
        let out = String::from_utf8(out).unwrap();
        let expected = format!(
            "Error: briefings/article.md, line {line} (scorecard): The map has no layer “trams”."
        );
        assert!(out.contains(&expected), "{out}");
        assert!(out.contains("Luck (smiles)"), "{out}");
    }
}
