//! The page's style sheet: the theme's tokens as variables, then the rules of `assets/html/page.css`.

use std::fmt::Write as _;

use egui::Color32;

use super::names::paint;
use crate::theme::{Interface, Theme, ThemeName, radius, space, type_size};

/// Slides lie on their side, an atlas is read upright; which paper it is, the printer knows.
pub fn paper(whole: bool) -> String {
    let side = if whole { "portrait" } else { "landscape" };
    format!("@page{{size:{side};margin:13mm}}\n")
}

pub fn tokens(theme: &Theme) -> String {
    let mut css = String::from(":root{");
    variables(&mut css, &theme.interface);
    let map = &theme.map;
    for (name, colour) in [
        ("sea", map.sea),
        ("land", map.land),
        ("margin", map.margin),
        ("neat-line", map.neat_line),
        ("symbol", map.symbol),
        ("symbol-paper", map.symbol_paper),
        ("label", map.label),
        ("halo", map.halo),
        ("mark", map.accent),
        ("on-mark", map.on_accent),
        ("mark-fill", map.selection_fill),
        ("mark-halo", map.halo.gamma_multiply(0.7)),
        ("hatch", map.hatch),
        ("coast", map.coast),
    ] {
        variable(&mut css, name, colour);
    }
    for (name, length) in [
        ("caption", type_size::CAPTION),
        ("body", type_size::BODY),
        ("lead", type_size::LEAD),
        ("title", type_size::TITLE),
        ("figure", type_size::FIGURE),
        ("xs", space::XS),
        ("s", space::S),
        ("m", space::M),
        ("l", space::L),
        ("xl", space::XL),
        ("card-radius", f32::from(radius::CARD)),
        ("control-radius", f32::from(radius::CONTROL)),
    ] {
        let _ = write!(css, "--{name}:{length}px;");
    }
    let scheme = match theme.name {
        ThemeName::Dark => "dark",
        ThemeName::Light | ThemeName::Projector => "light",
    };
    let _ = writeln!(
        css,
        "--weight:{};--lettering:{};color-scheme:{scheme}}}",
        map.weight, map.lettering
    );
    // Paper is white, whatever the theme of the screen.
    css.push_str("@media print{:root{");
    variables(&mut css, &Theme::new(ThemeName::Light).interface);
    css.push_str("--paper:#fff;color-scheme:light}}\n");
    css
}

fn variables(css: &mut String, interface: &Interface) {
    for (name, colour) in [
        ("paper", interface.paper),
        ("well", interface.well),
        ("well-hover", interface.well_hover),
        ("ink", interface.ink),
        ("ink-weak", interface.ink_weak),
        ("line", interface.line),
        ("accent", interface.accent),
        ("on-accent", interface.on_accent),
        ("second", interface.second),
        ("caution", interface.caution),
        ("shadow", interface.shadow),
    ] {
        variable(css, name, colour);
    }
}

fn variable(css: &mut String, name: &str, colour: Color32) {
    let _ = write!(css, "--{name}:{};", paint(colour));
}
