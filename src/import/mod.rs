//! Large data files, GeoJSON and tables with coordinates: bytes in, packed columns and what was left out of them
//! out. Streams, so that a file needs little more memory than its columns; never draws, never writes.

mod delimited;
mod error;
mod feature;
mod frames;
mod geojson;
mod pool;
mod progress;
mod table;

use std::{fs::File, io::Read, path::Path};

pub use error::{Damage, ImportError, LeftOut, Reason};
pub use progress::Progress;
pub use table::{Cell, PartKind, Table, degrees};

use progress::Counted;

/// Endings of files that are read as data, not as an atlas.
const GEOJSON: [&str; 3] = ["geojson", "json", "geojsonl"];
const DELIMITED: [&str; 3] = ["csv", "tsv", "txt"];

/// What could be read of a file.
#[derive(Debug)]
pub struct Import {
    pub table: Table,
    pub left_out: Vec<LeftOut>,
    /// Where the file breaks off; what stands before is in the table.
    pub damage: Option<Damage>,
}

/// Whether a path names a data file, by its ending. `atlas.json` is an atlas.
pub fn is_data(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name != "atlas.json")
        && (ends_with(path, &GEOJSON) || ends_with(path, &DELIMITED))
}

fn ends_with(path: &Path, endings: &[&str]) -> bool {
    path.extension().is_some_and(|ending| {
        endings
            .iter()
            .any(|known| ending.eq_ignore_ascii_case(known))
    })
}

/// Reads a whole file. `progress` is kept up to date and asked whether to go on.
pub fn read(path: &Path, progress: &Progress) -> Result<Import, ImportError> {
    let file = File::open(path)?;
    let about = file.metadata()?;
    if about.is_dir() {
        return Err(ImportError::NoFile);
    }
    progress.start(about.len());
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let import = read_from(file, ends_with(path, &DELIMITED), &name, progress)?;
    if import.table.is_empty() {
        return Err(ImportError::Nothing {
            first: import.left_out.into_iter().next(),
            damage: import.damage,
        });
    }
    Ok(import)
}

/// Reads GeoJSON, or a table if it is `delimited`; `name` is what the layer is called.
pub fn read_from(
    reader: impl Read,
    delimited: bool,
    name: &str,
    progress: &Progress,
) -> Result<Import, ImportError> {
    let reader = Counted::new(reader, progress);
    if delimited {
        delimited::read(reader, name, progress)
    } else {
        geojson::read(reader, name, progress)
    }
}
