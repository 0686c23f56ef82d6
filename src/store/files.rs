//! The bytes of an atlas, from a folder, a zip file or the program itself, within limits that no file can talk its
//! way past.

use std::{
    collections::HashMap,
    fs::{self, File},
    io::{self, Read},
    path::{Component, Path, PathBuf},
};

use zip::{ZipArchive, result::ZipError};

use super::{BRIEFINGS, FACTS, MANIFEST, OpenError, PLACES, SOURCES};

/// Of one file, unpacked.
const FILE_LIMIT: u64 = 256 * MB;
/// Of all files of a zip file together, unpacked.
const TOTAL_LIMIT: u64 = 512 * MB;
/// Of one briefing; a larger one is left out.
pub const BRIEFING_LIMIT: u64 = 4 * MB;
/// Of one picture; a larger one is left out.
const PICTURE_LIMIT: u64 = 8 * MB;
/// Briefings, and pictures, that are read of one atlas.
pub const BRIEFINGS_LIMIT: usize = 100;
/// Of a zip file's list of contents.
const ENTRY_LIMIT: usize = 10_000;
pub const MB: u64 = 1024 * 1024;

/// Files that an atlas may lack are empty.
#[derive(Clone, Debug, Default)]
pub struct Files {
    pub manifest: Vec<u8>,
    pub places: Vec<u8>,
    pub facts: Vec<u8>,
    pub sources: Vec<u8>,
    /// In the order of their names.
    pub briefings: Vec<Extra>,
    pub pictures: Vec<Extra>,
    /// How many of either there are.
    pub briefing_count: usize,
}

/// A file of which an atlas can have any number.
#[derive(Clone, Debug)]
pub struct Extra {
    /// Within the folder of the briefings: `ports.md`, `pictures/quay.png`.
    pub name: String,
    /// `None`: larger than its limit.
    pub bytes: Option<Vec<u8>>,
}

pub fn embedded() -> Files {
    Files {
        manifest: include_bytes!("../../assets/atlas/atlas.json").to_vec(),
        places: include_bytes!("../../assets/atlas/places.geojson").to_vec(),
        facts: include_bytes!("../../assets/atlas/facts.csv").to_vec(),
        sources: include_bytes!("../../assets/atlas/sources.csv").to_vec(),
        briefings: EMBEDDED_BRIEFINGS
            .into_iter()
            .map(|(name, text)| Extra {
                name: name.to_owned(),
                bytes: Some(text.as_bytes().to_vec()),
            })
            .collect(),
        pictures: Vec::new(),
        briefing_count: EMBEDDED_BRIEFINGS.len(),
    }
}

const EMBEDDED_BRIEFINGS: [(&str, &str); 2] = [
    (
        "article.md",
        include_str!("../../assets/atlas/briefings/article.md"),
    ),
    (
        "network.md",
        include_str!("../../assets/atlas/briefings/network.md"),
    ),
];

/// What an extra file is, by its name within the folder of the briefings; other files are passed over.
#[derive(Clone, Copy, PartialEq, Eq)]
enum ExtraKind {
    Briefing,
    Picture,
}

impl ExtraKind {
    fn of(name: &str) -> Option<Self> {
        let lower = name.to_lowercase();
        let (folder, file) = lower.rsplit_once('/').unwrap_or(("", &lower));
        let ending = Path::new(file).extension()?.to_str()?;
        match (folder, ending) {
            _ if file.starts_with('.') || file == "readme.md" => None,
            ("", "md") => Some(Self::Briefing),
            ("pictures", "png") => Some(Self::Picture),
            _ => None,
        }
    }

    fn limit(self) -> u64 {
        match self {
            Self::Briefing => BRIEFING_LIMIT,
            Self::Picture => PICTURE_LIMIT,
        }
    }
}

/// `None` instead of the refusal of a file that is too large.
fn or_too_large(bytes: Result<Vec<u8>, OpenError>) -> Result<Option<Vec<u8>>, OpenError> {
    match bytes {
        Ok(bytes) => Ok(Some(bytes)),
        Err(OpenError::TooLarge { .. }) => Ok(None),
        Err(error) => Err(error),
    }
}

impl Files {
    /// Takes extra files by name, within the limits.
    fn take_extras<T>(
        &mut self,
        mut found: Vec<(String, T)>,
        mut read: impl FnMut(&T, &str, u64) -> Result<Vec<u8>, OpenError>,
    ) -> Result<(), OpenError> {
        found.sort_by(|(one, _), (other, _)| one.cmp(other));
        for (name, source) in found {
            let Some(kind) = ExtraKind::of(&name) else {
                continue;
            };
            let list = match kind {
                ExtraKind::Briefing => {
                    self.briefing_count += 1;
                    &mut self.briefings
                }
                ExtraKind::Picture => &mut self.pictures,
            };
            if list.len() < BRIEFINGS_LIMIT {
                let bytes = or_too_large(read(&source, &name, kind.limit()))?;
                list.push(Extra { name, bytes });
            }
        }
        Ok(())
    }
}

/// From a folder or a zip file.
pub fn read(path: &Path) -> Result<Files, OpenError> {
    let about = fs::metadata(path).map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => OpenError::Missing,
        _ => unreadable(path, error),
    })?;
    if about.is_dir() {
        return folder(path);
    }
    if path.file_name().is_some_and(|name| name == MANIFEST)
        && let Some(parent) = path.parent()
    {
        return folder(parent);
    }
    let file = File::open(path).map_err(|error| unreadable(path, error))?;
    match ZipArchive::new(io::BufReader::new(file)) {
        Ok(archive) => zipped(archive),
        Err(ZipError::InvalidArchive(_)) if !is_atlas_name(path) => Err(OpenError::NoAtlas),
        Err(error) => Err(zip_error(&error)),
    }
}

fn is_atlas_name(path: &Path) -> bool {
    path.extension().is_some_and(|ending| {
        ending.eq_ignore_ascii_case("atlas") || ending.eq_ignore_ascii_case("zip")
    })
}

fn unreadable(path: &Path, error: io::Error) -> OpenError {
    OpenError::Unreadable {
        file: path.display().to_string(),
        error,
    }
}

fn folder(folder: &Path) -> Result<Files, OpenError> {
    let names = fs::read_dir(folder).map_err(|error| unreadable(folder, error))?;
    // People and file systems differ in capitals.
    let names: HashMap<String, PathBuf> = names
        .flatten()
        .map(|entry| {
            (
                entry.file_name().to_string_lossy().to_lowercase(),
                entry.path(),
            )
        })
        .collect();
    let bytes = |name: &str| -> Result<Option<Vec<u8>>, OpenError> {
        let exact = folder.join(name);
        let path = if exact.exists() {
            Some(&exact)
        } else {
            names.get(name)
        };
        path.map(|path| limited(path, name)).transpose()
    };
    let required = |file| bytes(file)?.ok_or(OpenError::FileMissing { file });
    let mut files = Files {
        manifest: required(MANIFEST)?,
        places: required(PLACES)?,
        facts: bytes(FACTS)?.unwrap_or_default(),
        sources: bytes(SOURCES)?.unwrap_or_default(),
        ..Files::default()
    };
    if let Some(briefings) = names.get(BRIEFINGS).filter(|path| path.is_dir()) {
        let mut found = listing(briefings, "")?;
        let pictures = briefings.join("pictures");
        if pictures.is_dir() {
            found.extend(listing(&pictures, "pictures/")?);
        }
        files.take_extras(found, |path, name, limit| {
            let file = File::open(path).map_err(|error| unreadable(path, error))?;
            read_limited(file, name, limit)
        })?;
    }
    Ok(files)
}

/// The files of a folder, with their names behind `prefix`.
fn listing(folder: &Path, prefix: &str) -> Result<Vec<(String, PathBuf)>, OpenError> {
    let entries = fs::read_dir(folder).map_err(|error| unreadable(folder, error))?;
    let files = entries.flatten().filter(|entry| entry.path().is_file());
    let named = files.map(|entry| {
        let name = entry.file_name().to_string_lossy().into_owned();
        (format!("{prefix}{name}"), entry.path())
    });
    Ok(named.collect())
}

fn limited(path: &Path, name: &str) -> Result<Vec<u8>, OpenError> {
    let file = File::open(path).map_err(|error| unreadable(path, error))?;
    read_limited(file, name, FILE_LIMIT)
}

/// Counts what really comes, whatever a header promised.
fn read_limited(reader: impl Read, name: &str, limit: u64) -> Result<Vec<u8>, OpenError> {
    let mut bytes = Vec::new();
    let count = reader
        .take(limit + 1)
        .read_to_end(&mut bytes)
        .map_err(|error| OpenError::Unreadable {
            file: name.to_owned(),
            error,
        })?;
    if count as u64 > limit {
        return Err(OpenError::TooLarge {
            file: name.to_owned(),
            limit_mb: limit / MB,
        });
    }
    Ok(bytes)
}

fn zipped<R: Read + io::Seek>(mut archive: ZipArchive<R>) -> Result<Files, OpenError> {
    if archive.len() > ENTRY_LIMIT {
        return Err(OpenError::ZipEntries {
            count: archive.len(),
        });
    }
    let Entries { wanted, extras } = wanted_entries(&mut archive)?;
    let mut left = TOTAL_LIMIT;
    let mut bytes = |name: &'static str| -> Result<Option<Vec<u8>>, OpenError> {
        let Some(&index) = wanted.get(name) else {
            return Ok(None);
        };
        let entry = archive.by_index(index).map_err(|error| zip_error(&error))?;
        let bytes = read_limited(entry, name, FILE_LIMIT.min(left))?;
        left -= bytes.len() as u64;
        Ok(Some(bytes))
    };
    let mut files = Files {
        manifest: bytes(MANIFEST)?.ok_or(OpenError::FileMissing { file: MANIFEST })?,
        places: bytes(PLACES)?.ok_or(OpenError::FileMissing { file: PLACES })?,
        facts: bytes(FACTS)?.unwrap_or_default(),
        sources: bytes(SOURCES)?.unwrap_or_default(),
        ..Files::default()
    };
    files.take_extras(extras, |index, name, limit| {
        let entry = archive
            .by_index(*index)
            .map_err(|error| zip_error(&error))?;
        let bytes = read_limited(entry, name, limit.min(left))?;
        left -= bytes.len() as u64;
        Ok(bytes)
    })?;
    Ok(files)
}

/// Hands over the files of a zip file that the program does not read, with their paths within the atlas, and those of
/// its briefings and pictures; nothing for a folder.
pub fn others<E: From<OpenError>>(
    path: &Path,
    mut take: impl FnMut(&Path, Vec<u8>) -> Result<(), E>,
) -> Result<(), E> {
    if path.is_dir() || path.file_name().is_some_and(|name| name == MANIFEST) {
        return Ok(());
    }
    let file = File::open(path).map_err(|error| unreadable(path, error))?;
    let mut archive =
        ZipArchive::new(io::BufReader::new(file)).map_err(|error| zip_error(&error))?;
    let Entries { wanted, .. } = wanted_entries(&mut archive)?;
    let paths: Vec<Option<PathBuf>> = (0..archive.len())
        .map(|index| {
            let entry = archive.by_index_raw(index).ok()?;
            let name = entry.name().ok()?.into_owned();
            safe_path(&name).filter(|_| !entry.is_dir())
        })
        .collect();
    let manifest = wanted
        .get(MANIFEST)
        .and_then(|index| paths[*index].as_ref());
    let top = manifest.and_then(|manifest| manifest.parent());
    let top = top.map(Path::to_owned).unwrap_or_default();
    let mut left = TOTAL_LIMIT;
    for (index, path) in paths.iter().enumerate() {
        let Some(rest) = path.as_ref().and_then(|path| path.strip_prefix(&top).ok()) else {
            continue;
        };
        if wanted.values().any(|known| *known == index) {
            continue;
        }
        let entry = archive.by_index(index).map_err(|error| zip_error(&error))?;
        let name = rest.to_string_lossy();
        let bytes = read_limited(entry, &name, FILE_LIMIT.min(left))?;
        left -= bytes.len() as u64;
        take(rest, bytes)?;
    }
    Ok(())
}

/// Numbers of the entries of a zip file that belong to the atlas.
struct Entries {
    wanted: HashMap<&'static str, usize>,
    /// With their names within the folder of the briefings.
    extras: Vec<(String, usize)>,
}

/// The files of the atlas by name, at the top of the archive or in its only top folder. Refuses the whole archive
/// for an entry that no honest one has.
fn wanted_entries<R: Read + io::Seek>(archive: &mut ZipArchive<R>) -> Result<Entries, OpenError> {
    let mut others: Vec<(PathBuf, usize)> = Vec::new();
    let mut found: HashMap<(PathBuf, &'static str), usize> = HashMap::new();
    for index in 0..archive.len() {
        let entry = archive
            .by_index_raw(index)
            .map_err(|error| zip_error(&error))?;
        let name = entry
            .name()
            .map_err(|error| zip_error(&error))?
            .into_owned();
        if entry.encrypted() {
            return Err(OpenError::ZipEncrypted);
        }
        if entry.is_symlink() {
            return Err(OpenError::ZipLink { name });
        }
        let path = safe_path(&name).ok_or(OpenError::ZipPath { name: name.clone() })?;
        let file_name = path
            .file_name()
            .map(|name| name.to_string_lossy().to_lowercase());
        let known = [MANIFEST, PLACES, FACTS, SOURCES];
        let Some(known) = known
            .into_iter()
            .find(|known| file_name.as_deref() == Some(known))
        else {
            others.push((path, index));
            continue;
        };
        let parent = path.parent().map(Path::to_path_buf).unwrap_or_default();
        if found.insert((parent, known), index).is_some() {
            return Err(OpenError::ZipTwice { name });
        }
    }
    let folders = found
        .keys()
        .filter(|(_, name)| *name == MANIFEST)
        .map(|(folder, _)| folder.clone());
    let top = folders.min_by_key(|folder| folder.components().count());
    let top = top.ok_or(OpenError::FileMissing { file: MANIFEST })?;
    let within = |(path, index): (PathBuf, usize)| {
        let rest = path.strip_prefix(&top).ok()?;
        let mut parts = rest
            .components()
            .map(|part| part.as_os_str().to_string_lossy());
        parts
            .next()
            .filter(|folder| folder.to_lowercase() == BRIEFINGS)?;
        let name: Vec<_> = parts.collect();
        Some((name.join("/"), index))
    };
    let extras = others.into_iter().filter_map(within).collect();
    let inside = found.into_iter().filter(|((folder, _), _)| *folder == top);
    let wanted = inside.map(|((_, name), index)| (name, index)).collect();
    Ok(Entries { wanted, extras })
}

/// `None` for a name that leads out of the archive, on any system.
fn safe_path(name: &str) -> Option<PathBuf> {
    let path = PathBuf::from(name.replace('\\', "/"));
    let inside = path
        .components()
        .all(|part| matches!(part, Component::Normal(_) | Component::CurDir));
    let drive = name.as_bytes().get(1) == Some(&b':');
    (inside && !drive).then_some(path)
}

fn zip_error(error: &ZipError) -> OpenError {
    match error {
        ZipError::UnsupportedArchive(detail) if detail.contains("assword") => {
            OpenError::ZipEncrypted
        }
        _ => OpenError::Zip {
            detail: error.to_string(),
        },
    }
}
