//! The disk shape: reads an atlas from a folder, a `.atlas` file or the program itself, strict about meaning and
//! tolerant about extras. What cannot be used is left out and becomes a [`Finding`]. Files of
//! any kind are written through [`NewFile`].

mod briefing_file;
pub mod briefing_history;
pub mod briefing_outline;
mod briefing_text;
pub mod briefing_value;
pub mod briefing_write;
mod briefings;
mod checks;
mod copy;
mod decode;
mod error;
mod fact_table;
mod files;
mod finding;
mod manifest;
mod new_file;
mod place_file;
mod source_table;
mod table;

use std::path::Path;

pub use briefings::{BriefingText, briefing_of, parse as parse_briefing};
pub use copy::{CopyError, SaveError, save_briefing, save_copy};
pub use error::OpenError;
pub use finding::{Finding, Location, Problem, Severity};
pub use new_file::{NewFile, WriteError, WriteReason};

use crate::atlas::Atlas;
use files::Files;

/// The version of the disk shape that this program writes and the newest it reads.
pub const VERSION: u64 = 1;

/// Names of the files of an atlas.
pub(crate) const MANIFEST: &str = "atlas.json";
pub(crate) const PLACES: &str = "places.geojson";
pub(crate) const FACTS: &str = "facts.csv";
pub(crate) const SOURCES: &str = "sources.csv";
/// The folder of the briefings.
pub(crate) const BRIEFINGS: &str = "briefings";

/// An atlas, and what was found in its files.
#[derive(Clone, Debug)]
pub struct Loaded {
    pub atlas: Atlas,
    /// In the order of the files.
    pub findings: Vec<Finding>,
    /// The briefings as they stand in their files, in the order of [`Atlas::briefings`].
    pub briefings: Vec<BriefingText>,
}

impl Loaded {
    pub fn count(&self, severity: Severity) -> usize {
        self.findings
            .iter()
            .filter(|finding| finding.severity == severity)
            .count()
    }
}

/// The atlas inside the program. A test sees to it that nothing is wrong with it.
pub fn builtin() -> Loaded {
    read(&files::embedded()).unwrap_or_else(|error| {
        log::error!("the built-in atlas: {error}");
        Loaded {
            atlas: Atlas::empty(),
            findings: Vec::new(),
            briefings: Vec::new(),
        }
    })
}

/// Opens a folder or a `.atlas` file.
pub fn open(path: &Path) -> Result<Loaded, OpenError> {
    read(&files::read(path)?)
}

fn read(files: &Files) -> Result<Loaded, OpenError> {
    let mut findings = Vec::new();
    let text = decode::text(MANIFEST, &files.manifest, &mut findings);
    let manifest = manifest::read(&text, &mut findings)?;
    let text = decode::text(SOURCES, &files.sources, &mut findings);
    let sources = source_table::read(&text, &mut findings);
    let text = decode::text(PLACES, &files.places, &mut findings);
    let places = place_file::read(&text, &mut findings)?;
    let text = decode::text(FACTS, &files.facts, &mut findings);
    let facts = fact_table::read(&text, &mut findings);
    let parts = checks::Parts {
        manifest,
        places,
        facts,
        sources,
    };
    let mut atlas = checks::resolve(parts, &mut findings);
    checks::containment(&atlas, &mut findings);
    let briefings = briefings::read(files, &mut atlas, &mut findings);
    Ok(Loaded {
        atlas,
        findings,
        briefings,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_atlas_has_no_findings_but_notes() {
        let loaded = builtin();
        let bad: Vec<&Finding> = loaded
            .findings
            .iter()
            .filter(|finding| finding.severity != Severity::Note)
            .collect();
        assert!(bad.is_empty(), "{bad:#?}");
        assert!(loaded.atlas.places().len() > 100);
    }
}
