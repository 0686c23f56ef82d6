//! A file that is written whole or not at all: under another name in the same folder first, and under its own when
//! every byte is on the disk.

use std::{
    fs::{self, File, OpenOptions},
    io::{self, BufWriter, Write},
    path::{Path, PathBuf},
};

use crate::lang::Strings;

/// Why a file cannot be written. What was there before is as it was, and no fragment is left.
#[derive(Debug, thiserror::Error)]
#[error("{path}: {reason}", path = path.display())]
pub struct WriteError {
    pub path: PathBuf,
    pub reason: WriteReason,
}

#[derive(Debug, thiserror::Error)]
pub enum WriteReason {
    #[error("exists")]
    Exists,
    #[error("is a folder")]
    Folder,
    /// A device, a pipe or the like.
    #[error("is no file")]
    NoFile,
    #[error("its folder does not exist")]
    FolderMissing,
    #[error("the disk is full")]
    DiskFull,
    #[error("not allowed")]
    NotAllowed,
    #[error("{0}")]
    Other(io::Error),
}

impl From<io::Error> for WriteReason {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Self::DiskFull,
            io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => Self::NotAllowed,
            _ => Self::Other(error),
        }
    }
}

impl WriteError {
    /// The path, what is wrong and what to do.
    pub fn message(&self, strings: &Strings) -> String {
        let key = match &self.reason {
            WriteReason::Exists => "write-exists",
            WriteReason::Folder => "write-folder",
            WriteReason::NoFile => "write-no-file",
            WriteReason::FolderMissing => "write-folder-missing",
            WriteReason::DiskFull => "write-disk-full",
            WriteReason::NotAllowed => "write-not-allowed",
            WriteReason::Other(_) => "write-failed",
        };
        let error = match &self.reason {
            WriteReason::Other(error) => error.to_string(),
            _ => String::new(),
        };
        let path = self.path.display().to_string();
        strings.format(key, &[("path", &path), ("error", &error)])
    }
}

/// Takes bytes until [`Self::finish`]; dropped before that, it leaves nothing behind.
#[derive(Debug)]
pub struct NewFile {
    path: PathBuf,
    unfinished: PathBuf,
    /// `None` once it is closed.
    file: Option<BufWriter<File>>,
    replace: bool,
    /// Of the first write that failed: who writes through a library gets the error back as mere words.
    trouble: Option<io::ErrorKind>,
}

impl NewFile {
    /// An existing file is only replaced where `replace` says so.
    pub fn create(path: &Path, replace: bool) -> Result<Self, WriteError> {
        let refuse = |reason| WriteError {
            path: path.to_owned(),
            reason,
        };
        refused(path, replace).map_err(refuse)?;
        // Behind a link the file that it leads to is replaced, not the link.
        let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let unfinished = path.with_file_name(format!(".{name}.{}.part", std::process::id()));
        clear_abandoned(&path, &name);
        let file = OpenOptions::new()
            .write(true)
            .create(true)
            .truncate(true)
            .open(&unfinished)
            .map_err(|error| refuse(error.into()))?;
        // Tells others that somebody still writes it; where there are no locks nobody clears up.
        let _ = file.try_lock();
        Ok(Self {
            path,
            unfinished,
            file: Some(BufWriter::new(file)),
            replace,
            trouble: None,
        })
    }

    /// Gives the file its name.
    pub fn finish(mut self) -> Result<(), WriteError> {
        let result = self.close();
        result.map_err(|reason| WriteError {
            path: self.path.clone(),
            reason,
        })
    }

    fn close(&mut self) -> Result<(), WriteReason> {
        let Some(buffer) = self.file.take() else {
            return Ok(());
        };
        let file = buffer
            .into_inner()
            .map_err(|error| WriteReason::from(error.into_error()))?;
        file.sync_all()?;
        // Somebody else may have been quicker.
        refused(&self.path, self.replace)?;
        // Locked until it has its name.
        fs::rename(&self.unfinished, &self.path)?;
        Ok(())
    }

    /// The same for an error of writing, which may be that the disk is full.
    pub fn failed(&self, error: io::Error) -> WriteError {
        WriteError {
            path: self.path.clone(),
            reason: match self.trouble {
                Some(kind) if kind != error.kind() => io::Error::from(kind).into(),
                _ => error.into(),
            },
        }
    }
}

/// Takes away what a killed program has left unfinished under this name: such a file is not locked any more.
fn clear_abandoned(path: &Path, name: &str) {
    let folder = path.parent().filter(|folder| *folder != Path::new(""));
    let Ok(entries) = fs::read_dir(folder.unwrap_or(Path::new("."))) else {
        return;
    };
    for entry in entries.flatten() {
        let known = entry.file_name();
        let is_unfinished = known.to_str().is_some_and(|known| {
            let rest = known
                .strip_prefix('.')
                .and_then(|known| known.strip_prefix(name));
            let writer = rest.and_then(|rest| rest.strip_prefix('.')?.strip_suffix(".part"));
            writer.is_some_and(|writer| writer.parse::<u32>().is_ok())
        });
        if !is_unfinished || !entry.file_type().is_ok_and(|kind| kind.is_file()) {
            continue;
        }
        let file = OpenOptions::new().write(true).open(entry.path());
        if file.is_ok_and(|file| file.try_lock().is_ok()) {
            // It only takes up room; whoever may not remove it leaves it.
            let _ = fs::remove_file(entry.path());
        }
    }
}

fn refused(path: &Path, replace: bool) -> Result<(), WriteReason> {
    match fs::metadata(path) {
        Ok(known) if known.is_dir() => Err(WriteReason::Folder),
        Ok(known) if !known.is_file() => Err(WriteReason::NoFile),
        Ok(_) if !replace => Err(WriteReason::Exists),
        Ok(_) => Ok(()),
        Err(_) => {
            let folder = path.parent().filter(|folder| *folder != Path::new(""));
            let missing = folder.is_some_and(|folder| !folder.is_dir());
            if missing || path.file_name().is_none() {
                Err(WriteReason::FolderMissing)
            } else {
                Ok(())
            }
        }
    }
}

impl Write for NewFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match &mut self.file {
            Some(file) => file.write(bytes).inspect_err(|error| {
                self.trouble.get_or_insert(error.kind());
            }),
            None => Err(io::ErrorKind::BrokenPipe.into()),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.as_mut().map_or(Ok(()), Write::flush)
    }
}

impl Drop for NewFile {
    fn drop(&mut self) {
        if let Some(buffer) = self.file.take() {
            // What is still in the buffer is not wanted any more.
            drop(buffer.into_parts());
        }
        // Gone already if it has been given its name.
        let _ = fs::remove_file(&self.unfinished);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).unwrap();
        let mut names: Vec<String> = entries
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }

    #[test]
    fn a_file_has_its_name_only_when_it_is_whole() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("map.png");
        let mut file = NewFile::create(&path, false).unwrap();
        file.write_all(b"half").unwrap();
        assert!(!path.exists());
        file.write_all(b" and half").unwrap();
        file.finish().unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"half and half");
        assert_eq!(names(folder.path()), ["map.png"]);
    }

    #[test]
    fn what_is_given_up_leaves_no_fragment_and_the_old_file_as_it_was() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("map.png");
        fs::write(&path, "old").unwrap();
        let mut file = NewFile::create(&path, true).unwrap();
        file.write_all(&vec![0; 100_000]).unwrap();
        drop(file);
        assert_eq!(fs::read(&path).unwrap(), b"old");
        assert_eq!(names(folder.path()), ["map.png"]);
    }

    #[test]
    fn what_a_killed_program_left_is_taken_away_and_what_another_one_writes_is_not() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("map.png");
        let put = |name: &str| fs::write(folder.path().join(name), "half").unwrap();
        let others = [
            ".map.png.998.part",
            ".map.png.part",
            ".map.png.old.part",
            ".other.png.7.part",
        ];
        put(".map.png.999.part");
        for other in others {
            put(other);
        }
        let busy = File::create(folder.path().join(others[0])).unwrap();
        busy.try_lock().unwrap();
        NewFile::create(&path, false).unwrap().finish().unwrap();
        let mut expected = others.to_vec();
        expected.push("map.png");
        expected.sort_unstable();
        assert_eq!(names(folder.path()), expected);
    }

    #[test]
    fn an_existing_file_is_replaced_only_when_asked_even_if_it_came_later() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("map.png");
        let file = NewFile::create(&path, false).unwrap();
        fs::write(&path, "of somebody else").unwrap();
        let refused = file.finish().unwrap_err();
        assert!(matches!(refused.reason, WriteReason::Exists));
        let refused = NewFile::create(&path, false).unwrap_err();
        assert!(matches!(refused.reason, WriteReason::Exists));
        NewFile::create(&path, true).unwrap().finish().unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"");
        assert_eq!(names(folder.path()), ["map.png"]);
    }

    #[test]
    fn a_full_disk_is_known_even_if_the_error_comes_back_as_words() {
        let folder = tempfile::tempdir().unwrap();
        let mut file = NewFile::create(&folder.path().join("map.png"), false).unwrap();
        file.trouble = Some(io::ErrorKind::StorageFull);
        let failed = file.failed(io::Error::other("encoding: no space left"));
        assert!(matches!(failed.reason, WriteReason::DiskFull));
    }

    #[test]
    fn folders_and_paths_that_lead_nowhere_are_told_apart() {
        let folder = tempfile::tempdir().unwrap();
        let of = |path: &Path| NewFile::create(path, true).unwrap_err().reason;
        assert!(matches!(of(folder.path()), WriteReason::Folder));
        let nowhere = folder.path().join("no/map.png");
        assert!(matches!(of(&nowhere), WriteReason::FolderMissing));
        #[cfg(unix)]
        assert!(matches!(of(Path::new("/dev/null")), WriteReason::NoFile));
    }
}
