//! The bundled fonts: Inter for Latin letters and figures, Noto Sans SC for Chinese, each regular and semibold.

use std::sync::Arc;

use egui::{FontData, FontDefinitions, FontFamily};

pub const REGULAR_LATIN: &str = "Latin";
/// Family of headings and figures.
pub const SEMIBOLD_FAMILY: &str = "semibold";

/// The family of headings and figures.
pub fn semibold() -> FontFamily {
    FontFamily::Name(SEMIBOLD_FAMILY.into())
}

/// A bundled font file.
#[derive(Clone, Copy, Debug)]
pub struct FontFile {
    /// As egui knows it.
    pub name: &'static str,
    pub semibold: bool,
    /// Holds the Chinese characters; the Latin one is asked first.
    pub chinese: bool,
    pub bytes: &'static [u8],
}

/// The family names that the Latin and the Chinese files carry inside.
pub const FAMILIES: [&str; 2] = ["Delta Latin", "Delta Han"];

/// The bundled fonts, Latin before Chinese.
pub const FILES: [FontFile; 4] = [
    FontFile {
        name: REGULAR_LATIN,
        semibold: false,
        chinese: false,
        bytes: include_bytes!("../../assets/fonts/DeltaLatin-Regular.ttf"),
    },
    FontFile {
        name: "Latin semibold",
        semibold: true,
        chinese: false,
        bytes: include_bytes!("../../assets/fonts/DeltaLatin-SemiBold.ttf"),
    },
    FontFile {
        name: "Chinese",
        semibold: false,
        chinese: true,
        bytes: include_bytes!("../../assets/fonts/DeltaHan-Regular.otf"),
    },
    FontFile {
        name: "Chinese semibold",
        semibold: true,
        chinese: true,
        bytes: include_bytes!("../../assets/fonts/DeltaHan-Bold.otf"),
    },
];

/// Latin first, Chinese behind it, in both weights; the system's fonts come after them.
pub fn definitions() -> FontDefinitions {
    let mut fonts = FontDefinitions::empty();
    let mut families = [Vec::new(), Vec::new()];
    for file in FILES {
        let data = Arc::new(FontData::from_static(file.bytes));
        fonts.font_data.insert(file.name.to_owned(), data);
        families[usize::from(file.semibold)].push(file.name.to_owned());
    }
    let [regular, semi] = families;
    fonts
        .families
        .insert(FontFamily::Proportional, regular.clone());
    fonts.families.insert(FontFamily::Monospace, regular);
    fonts.families.insert(semibold(), semi);
    fonts
}
