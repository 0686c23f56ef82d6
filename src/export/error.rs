//! Why there is no export, what is worth saying about one that there is, and how its making is watched and stopped.

use std::{
    collections::BTreeSet,
    io,
    sync::atomic::{AtomicBool, AtomicU32, Ordering},
};

use super::size::{MAX_SIDE, MIN_SIDE};
use crate::{atlas::BriefingId, lang::Strings};

#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    #[error("a picture of {width} x {height} pixels cannot be made")]
    Size { width: u64, height: u64 },
    #[error("a scale of {0} cannot be used")]
    Scale(f32),
    #[error("there is no briefing {0}")]
    NoBriefing(BriefingId),
    #[error("a page cannot hold a data file")]
    DataInPage,
    #[error("stopped")]
    Cancelled,
    /// Of what the bytes were written to.
    #[error(transparent)]
    Write(#[from] io::Error),
    /// A fault of the program: a library refused what it was given.
    #[error("{0}")]
    Library(String),
}

impl ExportError {
    pub fn message(&self, strings: &Strings) -> String {
        match self {
            Self::Size { width, height } => strings.format(
                "export-size-wrong",
                &[
                    ("width", &width.to_string()),
                    ("height", &height.to_string()),
                    ("least", &MIN_SIDE.to_string()),
                    ("most", &MAX_SIDE.to_string()),
                ],
            ),
            Self::Scale(scale) => {
                strings.format("export-scale-wrong", &[("scale", &scale.to_string())])
            }
            Self::NoBriefing(id) => strings.format("export-no-briefing", &[("name", id.as_str())]),
            Self::DataInPage => strings.get("export-page-no-data").to_owned(),
            Self::Cancelled => strings.get("export-cancelled").to_owned(),
            Self::Write(error) => {
                strings.format("export-write-failed", &[("error", &error.to_string())])
            }
            Self::Library(detail) => strings.format("export-failed", &[("detail", detail)]),
        }
    }
}

/// What a reader of the export should know; it was made all the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Warning {
    /// No bundled font has a sign for these characters.
    MissingCharacters(BTreeSet<char>),
}

impl Warning {
    pub fn message(&self, strings: &Strings) -> String {
        match self {
            Self::MissingCharacters(characters) => {
                let list: Vec<String> = characters
                    .iter()
                    .map(|c| format!("{c} (U+{:04X})", u32::from(*c)))
                    .collect();
                strings.format("export-missing-characters", &[("list", &list.join(", "))])
            }
        }
    }
}

/// How far an export is, and the wish to stop it; shared by the thread that makes it and the one that waits.
#[derive(Debug, Default)]
pub struct Watch {
    per_mille: AtomicU32,
    stopped: AtomicBool,
}

impl Watch {
    /// 0 to 1.
    pub fn done(&self) -> f32 {
        self.per_mille.load(Ordering::Relaxed) as f32 / 1000.0
    }

    pub fn stop(&self) {
        self.stopped.store(true, Ordering::Relaxed);
    }

    /// For who does not know how far the whole is: an error if it is to stop.
    pub fn pause(&self) -> Result<(), ExportError> {
        if self.stopped.load(Ordering::Relaxed) {
            Err(ExportError::Cancelled)
        } else {
            Ok(())
        }
    }

    /// Called by who makes the export, often enough that stopping feels immediate.
    pub fn step(&self, done: f32) -> Result<(), ExportError> {
        let per_mille = (done.clamp(0.0, 1.0) * 1000.0) as u32;
        self.per_mille.store(per_mille, Ordering::Relaxed);
        self.pause()
    }
}
