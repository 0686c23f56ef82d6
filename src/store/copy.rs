//! A copy of an atlas as a folder, for atlases that cannot be written where they are.

use std::{
    fs,
    io::{self, Write},
    path::{Path, PathBuf},
};

use super::{
    BRIEFINGS, BriefingText, FACTS, MANIFEST, NewFile, OpenError, PLACES, SOURCES, WriteError,
    files,
};
use crate::lang::Strings;

/// What a copy's folder is called; a number follows if there is one already.
const NAME: &str = "delta-atlas";
/// Numbers that are tried.
const TRIES: usize = 1_000;

#[derive(Debug, thiserror::Error)]
pub enum CopyError {
    #[error(transparent)]
    Open(#[from] OpenError),
    #[error(transparent)]
    Write(#[from] WriteError),
    #[error("{path}: {error}", path = path.display())]
    Folder { path: PathBuf, error: io::Error },
}

impl CopyError {
    pub fn message(&self, strings: &Strings) -> String {
        match self {
            Self::Open(error) => error.message(strings),
            Self::Write(error) => error.message(strings),
            Self::Folder { path, error } => {
                let path = path.display().to_string();
                let arguments = [("path", &*path), ("error", &error.to_string())];
                strings.format("desk-no-folder", &arguments)
            }
        }
    }
}

/// Writes the atlas at `from` (`None`: the built-in one) with these briefings into a new folder inside of `parent`,
/// and returns it. Nothing that is there is touched.
pub fn save_copy(
    from: Option<&Path>,
    briefings: &[BriefingText],
    parent: &Path,
) -> Result<PathBuf, CopyError> {
    let source = from.map_or_else(|| Ok(files::embedded()), files::read)?;
    let folder = new_folder(parent)?;
    for (name, bytes) in [
        (MANIFEST, &source.manifest),
        (PLACES, &source.places),
        (FACTS, &source.facts),
        (SOURCES, &source.sources),
    ] {
        write_new(&folder.join(name), bytes)?;
    }
    let pictures = folder.join(BRIEFINGS).join("pictures");
    fs::create_dir_all(&pictures).map_err(|error| CopyError::Folder {
        path: pictures.clone(),
        error,
    })?;
    for picture in &source.pictures {
        if let Some(bytes) = &picture.bytes {
            write_new(&folder.join(BRIEFINGS).join(&picture.name), bytes)?;
        }
    }
    for briefing in briefings {
        write_new(&folder.join(&briefing.file), briefing.text.as_bytes())?;
    }
    if let Some(from) = from {
        copy_others(from, &folder)?;
    }
    Ok(folder)
}

/// What an `.atlas` file has besides, and what could not be read of it, comes along as it is.
fn copy_others(from: &Path, folder: &Path) -> Result<(), CopyError> {
    files::others(from, |path, bytes| {
        let target = folder.join(path);
        if target.exists() {
            return Ok(());
        }
        if let Some(parent) = target.parent() {
            fs::create_dir_all(parent).map_err(|error| CopyError::Folder {
                path: parent.to_owned(),
                error,
            })?;
        }
        Ok(write_new(&target, &bytes)?)
    })
}

fn new_folder(parent: &Path) -> Result<PathBuf, CopyError> {
    let mut number = 1;
    loop {
        let name = match number {
            1 => NAME.to_owned(),
            _ => format!("{NAME}-{number}"),
        };
        let path = parent.join(name);
        match fs::create_dir(&path) {
            Ok(()) => return Ok(path),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists && number < TRIES => {
                number += 1;
            }
            Err(error) => return Err(CopyError::Folder { path, error }),
        }
    }
}

fn write_new(path: &Path, bytes: &[u8]) -> Result<(), WriteError> {
    write(path, bytes, false)
}

fn write(path: &Path, bytes: &[u8], replace: bool) -> Result<(), WriteError> {
    let mut file = NewFile::create(path, replace)?;
    file.write_all(bytes).map_err(|error| file.failed(error))?;
    file.finish()
}

/// Why a briefing was not written where it came from.
#[derive(Debug, thiserror::Error)]
pub enum SaveError {
    /// Somebody else has changed it, moved it or deleted it since it was read.
    #[error("{0} was changed by somebody else")]
    Changed(PathBuf),
    /// It is not plain UTF-8: every line would be written anew.
    #[error("{0} has another encoding")]
    Foreign(PathBuf),
    #[error(transparent)]
    Write(#[from] WriteError),
}

impl SaveError {
    pub fn message(&self, strings: &Strings) -> String {
        let with = |key, path: &Path| strings.format(key, &[("path", &path.display().to_string())]);
        match self {
            Self::Changed(path) => with("desk-changed", path),
            Self::Foreign(path) => with("desk-foreign", path),
            Self::Write(error) => error.message(strings),
        }
    }
}

/// Replaces a briefing in the folder of its atlas, if the file still is as it was read (`disk`).
pub fn save_briefing(folder: &Path, briefing: &BriefingText, disk: &str) -> Result<(), SaveError> {
    let path = folder.join(&briefing.file);
    if briefing.foreign {
        return Err(SaveError::Foreign(path));
    }
    let there = fs::read(&path);
    if !there.is_ok_and(|bytes| bytes == disk.as_bytes()) {
        return Err(SaveError::Changed(path));
    }
    Ok(write(&path, briefing.text.as_bytes(), true)?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store;

    #[test]
    fn a_copy_of_the_built_in_atlas_is_the_same_atlas_and_never_overwrites_one() {
        let parent = tempfile::tempdir().unwrap();
        let built_in = store::builtin();
        let first = save_copy(None, &built_in.briefings, parent.path()).unwrap();
        let second = save_copy(Some(&first), &built_in.briefings, parent.path()).unwrap();
        assert_ne!(first, second);
        for folder in [first, second] {
            let copy = store::open(&folder).unwrap();
            assert_eq!(copy.briefings, built_in.briefings);
            assert_eq!(copy.findings, built_in.findings);
            assert_eq!(copy.atlas.facts().len(), built_in.atlas.facts().len());
        }
    }

    #[test]
    fn a_copy_of_a_zipped_atlas_keeps_what_the_program_does_not_know() {
        let parent = tempfile::tempdir().unwrap();
        let zipped = parent.path().join("mine.atlas");
        let mut writer = zip::ZipWriter::new(fs::File::create(&zipped).unwrap());
        let known = files::embedded();
        let newer = "---\nbriefing: 9\ntitle.en: Later\n---\n";
        let options = zip::write::SimpleFileOptions::default();
        for (name, bytes) in [
            ("mine/atlas.json", &*known.manifest),
            ("mine/places.geojson", &known.places),
            ("mine/briefings/later.md", newer.as_bytes()),
            ("mine/LICENCE.txt", b"mine"),
            ("mine/notes/todo.txt", b"ask"),
        ] {
            writer.start_file(name, options).unwrap();
            writer.write_all(bytes).unwrap();
        }
        writer.finish().unwrap();
        let opened = store::open(&zipped).unwrap();
        let folder = save_copy(Some(&zipped), &opened.briefings, parent.path()).unwrap();
        let read = |name: &str| fs::read_to_string(folder.join(name)).unwrap();
        assert_eq!(read("LICENCE.txt"), "mine");
        assert_eq!(read("notes/todo.txt"), "ask");
        assert_eq!(read("briefings/later.md"), newer);
    }

    #[test]
    fn a_file_that_somebody_else_changed_is_left_alone() {
        let parent = tempfile::tempdir().unwrap();
        let mut briefing = store::builtin().briefings.swap_remove(0);
        let folder = save_copy(None, &[briefing.clone()], parent.path()).unwrap();
        let disk = briefing.text.clone();
        briefing.text = format!("{disk}<!-- end -->\n").into();
        save_briefing(&folder, &briefing, &disk).unwrap();
        let path = folder.join(&briefing.file);
        assert_eq!(fs::read_to_string(&path).unwrap(), &*briefing.text);
        fs::write(&path, "by somebody else").unwrap();
        let refused = save_briefing(&folder, &briefing, &disk);
        assert!(matches!(refused, Err(SaveError::Changed(_))));
        assert_eq!(fs::read_to_string(&path).unwrap(), "by somebody else");
        fs::remove_file(&path).unwrap();
        assert!(save_briefing(&folder, &briefing, &disk).is_err());
        assert!(!path.exists());
        briefing.foreign = true;
        let refused = save_briefing(&folder, &briefing, &disk);
        assert!(matches!(refused, Err(SaveError::Foreign(_))));
    }
}
