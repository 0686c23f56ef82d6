//! Why an atlas cannot be opened at all.

use std::io;

use crate::lang::Strings;

#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    #[error("there is nothing at this path")]
    Missing,
    #[error("neither a folder nor a .atlas file")]
    NoAtlas,
    #[error("the folder has no {file}")]
    FileMissing { file: &'static str },
    #[error("{file} cannot be read: {error}")]
    Unreadable { file: String, error: io::Error },
    #[error("{file} is larger than {limit_mb} MB")]
    TooLarge { file: String, limit_mb: u64 },
    #[error("{file}, line {line}, column {column}: {detail}")]
    Json {
        file: &'static str,
        line: usize,
        column: usize,
        detail: String,
    },
    #[error("atlas.json does not say that it is an atlas")]
    NotAnAtlas,
    #[error("made for version {version} of the disk shape")]
    Newer { version: u64 },
    #[error("places.geojson is no FeatureCollection")]
    NoFeatureCollection,
    #[error("not a zip file that can be read: {detail}")]
    Zip { detail: String },
    #[error("the zip file has {count} entries")]
    ZipEntries { count: usize },
    #[error("the zip file has an entry that leads out of it: {name}")]
    ZipPath { name: String },
    #[error("the zip file has a symbolic link: {name}")]
    ZipLink { name: String },
    #[error("the zip file has {name} twice")]
    ZipTwice { name: String },
    #[error("the zip file is encrypted")]
    ZipEncrypted,
    #[error("reading stopped unexpectedly")]
    Stopped,
}

impl OpenError {
    /// For a reading thread that is gone.
    pub fn stopped() -> Self {
        Self::Stopped
    }

    /// Message and advice are found in the language files under `open-KEY` and `open-KEY-advice`.
    pub fn key(&self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::NoAtlas => "no-atlas",
            Self::FileMissing { .. } => "file-missing",
            Self::Unreadable { .. } => "unreadable",
            Self::TooLarge { .. } => "too-large",
            Self::Json { .. } => "json",
            Self::NotAnAtlas => "not-an-atlas",
            Self::Newer { .. } => "newer",
            Self::NoFeatureCollection => "no-feature-collection",
            Self::Zip { .. } => "zip",
            Self::ZipEntries { .. } => "zip-entries",
            Self::ZipPath { .. } => "zip-path",
            Self::ZipLink { .. } => "zip-link",
            Self::ZipTwice { .. } => "zip-twice",
            Self::ZipEncrypted => "zip-encrypted",
            Self::Stopped => "stopped",
        }
    }

    fn arguments(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::FileMissing { file } => vec![("file", (*file).to_owned())],
            Self::Unreadable { file, error } => {
                vec![("file", file.clone()), ("error", error.to_string())]
            }
            Self::TooLarge { file, limit_mb } => {
                vec![("file", file.clone()), ("limit", limit_mb.to_string())]
            }
            Self::Json {
                file,
                line,
                column,
                detail,
            } => vec![
                ("file", (*file).to_owned()),
                ("line", line.to_string()),
                ("column", column.to_string()),
                ("detail", detail.clone()),
            ],
            Self::Newer { version } => {
                vec![
                    ("version", version.to_string()),
                    ("known", super::VERSION.to_string()),
                ]
            }
            Self::Zip { detail } => vec![("detail", detail.clone())],
            Self::ZipEntries { count } => vec![("count", count.to_string())],
            Self::ZipPath { name } | Self::ZipLink { name } | Self::ZipTwice { name } => {
                vec![("name", name.clone())]
            }
            _ => Vec::new(),
        }
    }

    pub fn message(&self, strings: &Strings) -> String {
        self.in_words(strings, &format!("open-{}", self.key()))
    }

    pub fn advice(&self, strings: &Strings) -> String {
        self.in_words(strings, &format!("open-{}-advice", self.key()))
    }

    fn in_words(&self, strings: &Strings, key: &str) -> String {
        let arguments = self.arguments();
        let arguments: Vec<(&str, &str)> = arguments
            .iter()
            .map(|(name, value)| (*name, value.as_str()))
            .collect();
        strings.format(key, &arguments)
    }
}
