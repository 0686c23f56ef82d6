//! Messages that stand over the map until they are dismissed.

use std::path::PathBuf;

use super::{Action, BaseMapAction, DeskAction, Dialog, TileSource, data::DataFindings};
use crate::{
    atlas::Text,
    import::ImportError,
    lang::Strings,
    store::{CopyError, OpenError, SaveError},
    tiles::Trouble,
};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoticeKind {
    Hint,
    Warning,
}

#[derive(Debug)]
pub enum Notice {
    /// For the first start.
    Welcome,
    Opening(PathBuf),
    OpenFailed {
        path: PathBuf,
        error: OpenError,
    },
    /// The atlas was opened, but not all of it is sound.
    Findings {
        errors: usize,
        warnings: usize,
    },
    UnknownPlace {
        text: String,
        meant: Option<String>,
    },
    /// There is nothing on the map but the map.
    NoPlaces,
    SettingsSetAside(PathBuf),
    SettingsNotSaved(String),
    UnknownBriefing(String),
    /// The atlas has no briefing with a slide.
    NothingToPresent,
    /// The briefing that was asked for, by its title, has no slide.
    EmptyBriefing(Text),
    LinkRefused(String),
    /// The system shows no dialog to choose a file in.
    NoDialog,
    /// A layer of tiles shows nothing, or not all that it should.
    Tiles {
        source: TileSource,
        trouble: Trouble,
    },
    DataFailed {
        path: PathBuf,
        error: ImportError,
    },
    /// The text of a briefing that a change cannot be made in.
    NotChanged(String),
    NotSaved(SaveError),
    CopySaved(PathBuf),
    CopyFailed(CopyError),
    /// A data file was read, but not all of it is on the map.
    DataFindings(DataFindings),
}

impl Notice {
    pub fn kind(&self) -> NoticeKind {
        match self {
            Self::Welcome | Self::Opening(_) | Self::NoPlaces | Self::CopySaved(_) => {
                NoticeKind::Hint
            }
            _ => NoticeKind::Warning,
        }
    }

    pub fn message(&self, strings: &Strings) -> String {
        let with_path = |key: &str, path: &PathBuf| {
            strings.format(key, &[("path", &path.display().to_string())])
        };
        match self {
            Self::Welcome => strings.get("notice-welcome").to_owned(),
            Self::Opening(path) => with_path("notice-opening", path),
            Self::OpenFailed { path, error } => {
                let what = with_path("notice-open-failed", path);
                format!(
                    "{what}\n{}\n{}",
                    error.message(strings),
                    error.advice(strings)
                )
            }
            Self::Findings { errors, warnings } => strings.format(
                "notice-findings",
                &[
                    ("errors", &errors.to_string()),
                    ("warnings", &warnings.to_string()),
                ],
            ),
            Self::UnknownPlace {
                text,
                meant: Some(meant),
            } => strings.format(
                "notice-unknown-place-meant",
                &[("text", text), ("meant", meant)],
            ),
            Self::UnknownPlace { text, meant: None } => {
                strings.format("notice-unknown-place", &[("text", text)])
            }
            Self::NoPlaces => strings.get("notice-no-places").to_owned(),
            Self::SettingsSetAside(path) => with_path("notice-settings-set-aside", path),
            Self::SettingsNotSaved(error) => {
                strings.format("notice-settings-not-saved", &[("error", error)])
            }
            Self::DataFailed { path, error } => {
                let what = with_path("data-failed", path);
                format!("{what}\n{}", error.message(strings))
            }
            Self::DataFindings(findings) => findings.message(strings),
            Self::UnknownBriefing(name) => {
                strings.format("notice-unknown-briefing", &[("name", name)])
            }
            Self::NoDialog => strings.get("notice-no-dialog").to_owned(),
            Self::NothingToPresent => strings.get("notice-nothing-to-present").to_owned(),
            Self::EmptyBriefing(title) => {
                let title = title.get(strings.language);
                strings.format("notice-empty-briefing", &[("title", title)])
            }
            Self::NotChanged(file) => strings.format("desk-not-changed", &[("file", file)]),
            Self::NotSaved(error) => error.message(strings),
            Self::CopySaved(path) => with_path("desk-copy-saved", path),
            Self::CopyFailed(error) => error.message(strings),
            Self::LinkRefused(url) => strings.format("notice-link-refused", &[("url", url)]),
            Self::Tiles { source, trouble } => {
                let layer = strings.get(match source {
                    TileSource::Network => "tiles-layer-network",
                    TileSource::File => "tiles-layer-file",
                });
                let what = trouble.message(strings);
                format!("{layer}\n{what}\n{}", trouble.advice(strings))
            }
        }
    }

    /// What can be done about it: the key of the button's text, and its action.
    pub fn offer(&self) -> Option<(&'static str, Action)> {
        match self {
            Self::OpenFailed { .. } => Some(("open-built-in", Action::OpenBuiltIn)),
            Self::NotSaved(_) => Some(("desk-save-copy", Action::Desk(DeskAction::SaveCopy))),
            Self::Findings { .. } => Some(("findings-show", Action::Open(Dialog::Findings))),
            Self::Tiles { source, .. } => Some((
                "tiles-try-again",
                Action::BaseMap(BaseMapAction::TryAgain(*source)),
            )),
            _ => None,
        }
    }
}
