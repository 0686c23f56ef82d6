//! What can be wrong with a layer of tiles, and what to do about it.

use crate::lang::Strings;

/// Why a layer shows nothing, or not all that it should.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trouble {
    FileMissing,
    /// The system's reason.
    FileUnreadable(String),
    NotPmTiles,
    /// Of the format; 3 is read.
    FormatVersion(u8),
    /// It ends before what its header announces.
    Truncated {
        bytes: u64,
        announced: u64,
    },
    /// What cannot be made sense of.
    Damaged(&'static str),
    /// By its name.
    Compression(&'static str),
    /// By its name.
    TileType(&'static str),
    /// The file covers another part of the world.
    Elsewhere,
    /// The system's reason.
    Unreachable(String),
    /// Seconds that were waited.
    NoAnswer(u64),
    /// Of HTTP.
    Status(u16),
    /// An answer that is no tile.
    NotATile,
    /// The thread ended.
    Stopped,
}

impl Trouble {
    pub fn message(&self, strings: &Strings) -> String {
        let plain = |key: &str| strings.get(key).to_owned();
        match self {
            Self::FileMissing => plain("tiles-file-missing"),
            Self::FileUnreadable(reason) => {
                strings.format("tiles-file-unreadable", &[("reason", reason)])
            }
            Self::NotPmTiles => plain("tiles-not-pmtiles"),
            Self::FormatVersion(version) => {
                strings.format("tiles-format-version", &[("version", &version.to_string())])
            }
            Self::Truncated { bytes, announced } => strings.format(
                "tiles-truncated",
                &[
                    ("bytes", &bytes.to_string()),
                    ("announced", &announced.to_string()),
                ],
            ),
            Self::Damaged(part) => strings.format("tiles-damaged", &[("part", part)]),
            Self::Compression(name) => strings.format("tiles-compression", &[("name", name)]),
            Self::TileType(name) => strings.format("tiles-type", &[("name", name)]),
            Self::Elsewhere => plain("tiles-elsewhere"),
            Self::Unreachable(reason) => strings.format("tiles-unreachable", &[("reason", reason)]),
            Self::NoAnswer(seconds) => {
                strings.format("tiles-no-answer", &[("seconds", &seconds.to_string())])
            }
            Self::Status(status) => {
                strings.format("tiles-status", &[("status", &status.to_string())])
            }
            Self::NotATile => plain("tiles-not-a-tile"),
            Self::Stopped => plain("tiles-stopped"),
        }
    }

    pub fn advice(&self, strings: &Strings) -> String {
        let key = match self {
            Self::FileMissing | Self::FileUnreadable(_) => "tiles-advice-path",
            Self::NotPmTiles
            | Self::FormatVersion(_)
            | Self::Compression(_)
            | Self::TileType(_) => "tiles-advice-convert",
            Self::Truncated { .. } | Self::Damaged(_) => "tiles-advice-copy",
            Self::Elsewhere => "tiles-advice-elsewhere",
            Self::Unreachable(_) | Self::NoAnswer(_) => "tiles-advice-network",
            Self::Status(401 | 403) => "tiles-advice-refused",
            Self::Status(429) => "tiles-advice-slow-down",
            Self::Status(404 | 410) | Self::NotATile => "tiles-advice-address",
            Self::Status(_) => "tiles-advice-later",
            Self::Stopped => "tiles-advice-again",
        };
        strings.get(key).to_owned()
    }
}
