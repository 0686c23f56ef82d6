//! Why a data file cannot be read, where it breaks off, and why features were left out.

use std::io;

use crate::{atlas::PositionError, lang::Strings};

/// Why there is nothing to show.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    #[error("cannot be read: {0}")]
    Unreadable(#[from] io::Error),
    #[error("a folder, not a file")]
    NoFile,
    #[error("no FeatureCollection")]
    NoFeatureCollection,
    #[error("no columns for longitude and latitude among: {columns}")]
    NoCoordinates { columns: String },
    #[error("UTF-16 text")]
    Encoding,
    #[error("no feature that can be shown")]
    Nothing {
        first: Option<LeftOut>,
        damage: Option<Damage>,
    },
    #[error("more than 4 GB of positions or texts, or a feature of more than 256 MB")]
    TooLarge,
    #[error("cancelled")]
    Cancelled,
    #[error("reading stopped unexpectedly")]
    Stopped,
}

/// Where a file is not what it should be; everything from here on is not read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Damage {
    /// Counted from 1.
    pub line: u64,
    /// Counted from 0.
    pub byte: u64,
    /// What the parser says.
    pub detail: String,
}

/// Features left out for one reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LeftOut {
    pub reason: Reason,
    pub count: usize,
    /// Line of the first one.
    pub line: u64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// No geometry, or an empty one.
    NoPosition,
    /// A coordinate that is no number.
    NoNumber,
    /// No degrees: metres of a projection, perhaps.
    OutOfRange,
    /// Fine with latitude and longitude exchanged.
    Swapped,
    /// Coordinates that do not fit the type of geometry.
    Geometry,
}

impl From<PositionError> for Reason {
    fn from(error: PositionError) -> Self {
        match error {
            PositionError::NotFinite => Self::NoNumber,
            PositionError::OutOfRange => Self::OutOfRange,
            PositionError::Swapped => Self::Swapped,
        }
    }
}

impl Reason {
    fn key(self) -> &'static str {
        match self {
            Self::NoPosition => "import-left-out-no-position",
            Self::NoNumber => "import-left-out-no-number",
            Self::OutOfRange => "import-left-out-out-of-range",
            Self::Swapped => "import-left-out-swapped",
            Self::Geometry => "import-left-out-geometry",
        }
    }
}

impl LeftOut {
    pub fn message(&self, strings: &Strings) -> String {
        let Self {
            reason,
            count,
            line,
        } = self;
        strings.format(
            reason.key(),
            &[("count", &count.to_string()), ("line", &line.to_string())],
        )
    }

    /// Counts another one.
    pub(super) fn add(list: &mut Vec<Self>, reason: Reason, line: u64) {
        match list.iter_mut().find(|known| known.reason == reason) {
            Some(known) => known.count += 1,
            None => list.push(Self {
                reason,
                count: 1,
                line,
            }),
        }
    }
}

impl Damage {
    pub fn message(&self, strings: &Strings) -> String {
        let Self { line, byte, detail } = self;
        strings.format(
            "import-damage",
            &[
                ("line", &line.to_string()),
                ("byte", &byte.to_string()),
                ("detail", detail),
            ],
        )
    }
}

impl ImportError {
    /// For a reading thread that is gone.
    pub fn stopped() -> Self {
        Self::Stopped
    }

    /// What is wrong and what to do.
    pub fn message(&self, strings: &Strings) -> String {
        match self {
            Self::Unreadable(error) => {
                strings.format("import-unreadable", &[("error", &error.to_string())])
            }
            Self::NoFile => strings.get("import-no-file").to_owned(),
            Self::NoFeatureCollection => strings.get("import-no-collection").to_owned(),
            Self::NoCoordinates { columns } => {
                strings.format("import-no-coordinates", &[("columns", columns)])
            }
            Self::Encoding => strings.get("import-encoding").to_owned(),
            Self::Nothing { first, damage } => {
                let mut lines = vec![strings.get("import-nothing").to_owned()];
                lines.extend(damage.as_ref().map(|damage| damage.message(strings)));
                lines.extend(first.map(|first| first.message(strings)));
                lines.join("\n")
            }
            Self::TooLarge => strings.get("import-too-large").to_owned(),
            Self::Cancelled => strings.get("import-cancelled").to_owned(),
            Self::Stopped => strings.get("import-stopped").to_owned(),
        }
    }
}
