//! Every colour, size and font, in three themes from one set of tokens. Nothing outside names a colour.

mod fonts;
pub mod icon;
pub mod palette;
mod style;
mod tokens;

pub use fonts::{
    FAMILIES as FONT_FAMILIES, FILES as FONT_FILES, FontFile, REGULAR_LATIN, SEMIBOLD_FAMILY,
    definitions as font_definitions, semibold,
};
pub use style::apply;
pub use tokens::{Interface, MapColours, Theme, radius, space, type_size};

/// The three themes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum ThemeName {
    #[default]
    Light,
    Dark,
    /// High contrast, for a washed-out beamer.
    Projector,
}

impl ThemeName {
    pub const ALL: [Self; 3] = [Self::Light, Self::Dark, Self::Projector];

    /// As on the command line and in the settings file.
    pub fn code(self) -> &'static str {
        match self {
            Self::Light => "light",
            Self::Dark => "dark",
            Self::Projector => "projector",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|name| name.code() == code)
    }

    /// The next one, in the order of [`Self::ALL`], round and round.
    #[must_use]
    pub fn next(self) -> Self {
        match self {
            Self::Light => Self::Dark,
            Self::Dark => Self::Projector,
            Self::Projector => Self::Light,
        }
    }
}
