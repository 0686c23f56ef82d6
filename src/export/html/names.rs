//! Symbols and names for every step of zoom, placed by the scene as on the screen: the page only moves them.

use std::{collections::HashMap, fmt::Write as _};

use egui::{Color32, Rect, Vec2, vec2};
use serde_json::{Value, json};

use super::{
    Page,
    ground::{STEPS, hex, unit_from_geo, zoom_of},
    markup::LANGUAGES,
};
use crate::{
    atlas::Language,
    basemap,
    export::Ruler,
    scene::{
        self, Lettering, MapContent, Overlay, PlacedLabel, SceneInput, View, view::plane_from_geo,
    },
};

/// Fonts of the reader's system are wider than the bundled ones at most by this.
const SLACK: f32 = 1.05;
/// Numbers that stand for a name in the page's data.
pub const STRIDE: usize = 8;

/// Texts and letterings, each once.
#[derive(Debug, Default)]
pub struct Names {
    pub texts: Vec<String>,
    by_text: HashMap<String, usize>,
    letterings: Vec<Lettering>,
}

/// All of the map at the zoom of a step.
pub fn whole(step: usize) -> View {
    let extent = basemap::EXTENT;
    let corner = |longitude, latitude| {
        plane_from_geo(crate::atlas::Position {
            longitude,
            latitude,
        })
    };
    let ([west, north], [east, south]) = (
        corner(extent.west, extent.north),
        corner(extent.east, extent.south),
    );
    let zoom = zoom_of(step);
    let scale = 256.0 * zoom.exp2();
    View {
        centre: scene::view::geo_from_plane([
            f64::midpoint(west, east),
            f64::midpoint(north, south),
        ]),
        zoom,
        size: vec2(
            ((east - west) * scale) as f32,
            ((south - north) * scale) as f32,
        ),
    }
}

impl Names {
    /// The number of a text.
    fn text(&mut self, text: &str) -> usize {
        let next = self.texts.len();
        let index = *self.by_text.entry(text.to_owned()).or_insert(next);
        if index == next {
            self.texts.push(text.to_owned());
        }
        index
    }

    /// The number of a lettering, which is that of its class.
    pub fn lettering(&mut self, lettering: &Lettering) -> usize {
        let known = self.letterings.iter().position(|one| one == lettering);
        known.unwrap_or_else(|| {
            self.letterings.push(lettering.clone());
            self.letterings.len() - 1
        })
    }

    /// For each step the symbols and, by language, the names.
    pub fn table(&mut self, page: &Page<'_>, ruler: &Ruler, content: &MapContent) -> Value {
        let mut symbols = Vec::new();
        let mut names: [Vec<Value>; 2] = [Vec::new(), Vec::new()];
        for step in 0..STEPS {
            let view = whole(step);
            for (number, language) in LANGUAGES.into_iter().enumerate() {
                let overlay = overlay(page, ruler, content, &view, language);
                if number == 0 {
                    symbols.push(symbol_numbers(page, &overlay));
                }
                let labels = overlay.labels.iter();
                let flat: Vec<i64> = labels
                    .flat_map(|label| self.name_numbers(page, &view, label))
                    .collect();
                names[number].push(json!(flat));
            }
        }
        let [english, chinese] = names;
        json!({ "symbols": symbols, "en": english, "zh": chinese })
    }

    /// Text, lettering, place from 1 or 0, then where its middle is: points from the place, or units of the plane;
    /// width, height, and degrees.
    fn name_numbers(&mut self, page: &Page<'_>, view: &View, label: &PlacedLabel) -> [i64; STRIDE] {
        let centre = label.rect.center();
        let place = label.place.as_ref().and_then(|id| page.index(id));
        let at = match place {
            Some(index) => {
                let anchor = page.atlas.places()[index].anchor();
                let offset = centre - view.screen_from_geo(anchor);
                [f64::from(offset.x), f64::from(offset.y)]
            }
            None => unit_from_geo(view.geo_from_screen(centre)),
        };
        let size = label.rect.size();
        let rounded = |value: f32| value.round() as i64;
        let number = |index: usize| i64::try_from(index).unwrap_or(i64::MAX);
        [
            number(self.text(&label.text)),
            number(self.lettering(&label.lettering)),
            number(place.map_or(0, |index| index + 1)),
            at[0].round() as i64,
            at[1].round() as i64,
            rounded(size.x),
            rounded(size.y),
            rounded(label.angle.to_degrees()),
        ]
    }

    /// The rules of all letterings.
    pub fn write(&self, css: &mut String) {
        for (class, lettering) in self.letterings.iter().enumerate() {
            let Lettering {
                size,
                semibold,
                italic,
                spacing,
                colour,
                halo,
                plate,
            } = lettering;
            let _ = write!(css, ".t{class}{{font-size:{size}px;fill:{}", paint(*colour));
            if *semibold {
                css.push_str(";font-weight:600");
            }
            if *italic {
                css.push_str(";font-style:italic");
            }
            if *spacing > 0.0 {
                let _ = write!(css, ";letter-spacing:{spacing}px");
            }
            let halo = if plate.is_some() {
                Color32::TRANSPARENT
            } else {
                *halo
            };
            let _ = writeln!(css, ";stroke:{}}}", paint(halo));
            if let Some(plate) = plate {
                let _ = writeln!(css, ".u{class}{{fill:{}}}", paint(*plate));
            }
        }
    }

    /// Whether the letterings have a plate.
    pub fn plates(&self) -> Vec<u8> {
        let plates = self.letterings.iter();
        plates.map(|one| u8::from(one.plate.is_some())).collect()
    }

    /// Their sizes, in points.
    pub fn sizes(&self) -> Vec<f32> {
        self.letterings.iter().map(|one| one.size).collect()
    }
}

fn overlay(
    page: &Page<'_>,
    ruler: &Ruler,
    content: &MapContent,
    view: &View,
    language: Language,
) -> Overlay {
    let input = SceneInput {
        atlas: page.atlas,
        content,
        view: *view,
        free: Rect::from_min_size(egui::Pos2::ZERO, view.size),
        covered: &[],
        colours: &page.theme.map,
        language,
        selected: None,
        hovered: None,
    };
    let measure = |text: &str, lettering: &Lettering| -> Vec2 {
        let size = ruler.size(text, lettering);
        vec2(size.x * SLACK, size.y)
    };
    scene::overlay(input, &measure)
}

/// Place and how many others it stands for, one after the other.
fn symbol_numbers(page: &Page<'_>, overlay: &Overlay) -> Vec<usize> {
    let symbols = overlay.symbols.iter();
    symbols
        .filter_map(|symbol| Some([page.index(&symbol.place)?, symbol.hidden.len()]))
        .flatten()
        .collect()
}

/// A colour with its opacity.
pub fn paint(colour: Color32) -> String {
    match colour.a() {
        0 => "none".to_owned(),
        255 => hex(colour),
        alpha => format!("{}{alpha:02x}", hex(colour)),
    }
}
