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

/// Latin first, Chinese behind it, in both weights; the system's fonts come after them.
pub fn definitions() -> FontDefinitions {
    let mut fonts = FontDefinitions::empty();
    for (name, bytes) in [
        (
            REGULAR_LATIN,
            include_bytes!("../../assets/fonts/DeltaLatin-Regular.ttf").as_slice(),
        ),
        (
            "Latin semibold",
            include_bytes!("../../assets/fonts/DeltaLatin-SemiBold.ttf"),
        ),
        (
            "Chinese",
            include_bytes!("../../assets/fonts/DeltaHan-Regular.otf"),
        ),
        (
            "Chinese semibold",
            include_bytes!("../../assets/fonts/DeltaHan-Bold.otf"),
        ),
    ] {
        fonts
            .font_data
            .insert(name.to_owned(), Arc::new(FontData::from_static(bytes)));
    }
    let regular = vec![REGULAR_LATIN.to_owned(), "Chinese".to_owned()];
    let semi = vec!["Latin semibold".to_owned(), "Chinese semibold".to_owned()];
    fonts
        .families
        .insert(FontFamily::Proportional, regular.clone());
    fonts.families.insert(FontFamily::Monospace, regular);
    fonts.families.insert(semibold(), semi);
    fonts
}
