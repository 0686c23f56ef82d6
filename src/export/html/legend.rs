//! The legend: of a slide what its map shows, of the live map all that it can show, each with when it does.

use std::fmt::Write as _;

use egui::{Color32, Rect};

use super::{
    Page,
    figure::{icon_id, tenth},
    ground::{STEPS, hex, unit_from_geo},
    map::{Maps, Scene},
    markup::{LANGUAGES, Markup},
    names::whole,
};
use crate::{
    atlas::Position,
    lang,
    scene::{
        GroundLayer, SceneInput, Shapes, View, ground,
        legend::{self, ChoroplethKey, Entry, Sample},
        symbol,
    },
    theme::icon::Icon,
};

/// What of a map's legend is seen on the view of a slide.
pub fn of_view(out: &mut Markup, page: &Page<'_>, maps: &Maps<'_>, scene: &Scene<'_>, view: &View) {
    let ground = &maps.grounds[scene.variant];
    let input = SceneInput {
        atlas: page.atlas,
        content: &scene.content,
        view: *view,
        free: Rect::from_min_size(egui::Pos2::ZERO, view.size),
        covered: &[],
        colours: &page.theme.map,
        language: page.language,
        selected: None,
        hovered: None,
    };
    let symbols = symbol::symbols(input);
    let (shading, colours) = (ground.shading.as_ref(), &page.theme.map);
    let entries = legend::entries(&scene.content, shading, colours, view, &symbols);
    out.within("ul", &[("class", "legend")], |out| {
        for entry in &entries {
            row(out, page, entry, &[]);
        }
    });
}

/// A list for each ground; the script shows the rows of what is on the screen.
pub fn live(out: &mut Markup, page: &Page<'_>, maps: &Maps<'_>) {
    for (number, ground) in maps.grounds.iter().enumerate() {
        let number = number.to_string();
        let attributes = [("class", "legend"), ("data-variant", &*number)];
        out.within("ul", &attributes, |out| {
            for (entry, steps, extent) in entries(page, ground) {
                let steps: String = steps
                    .map(|seen| if seen { '1' } else { '0' })
                    .iter()
                    .collect();
                let extent = extent.map(|side| side.round().to_string()).join(" ");
                let kind = match &entry {
                    Entry::Site(kind) => kind.code().to_owned(),
                    _ => String::new(),
                };
                let seen = [("data-steps", &*steps), ("data-extent", &*extent)];
                match &entry {
                    Entry::Site(_) => row(out, page, &entry, &[("data-kind", &kind)]),
                    Entry::Ground { .. } => row(out, page, &entry, &seen),
                    Entry::Choropleth(_) | Entry::Data(_) => row(out, page, &entry, &[]),
                }
            }
        });
    }
}

type Seen = (Entry, [bool; STEPS], [f64; 4]);

/// Everything that is ever explained on a ground, the topmost first.
fn entries(page: &Page<'_>, made: &super::map::Ground) -> Vec<Seen> {
    let colours = &page.theme.map;
    let mut seen: Vec<Seen> = Vec::new();
    let mut kinds = Vec::new();
    for place in page
        .atlas
        .places()
        .iter()
        .filter(|place| place.position().is_some())
    {
        if !kinds.contains(&place.kind) {
            kinds.push(place.kind.clone());
        }
    }
    for step in 0..STEPS {
        let view = whole(step);
        let shading = made.shading.as_ref();
        let layers = ground::ground(&made.content, shading, colours, view.zoom);
        for entry in legend::entries(&made.content, shading, colours, &view, &[]) {
            let topic = |entry: &Entry| match entry {
                Entry::Ground { topic, .. } => Some(*topic),
                _ => None,
            };
            let known = seen
                .iter()
                .position(|(one, ..)| topic(one) == topic(&entry));
            let index = known.unwrap_or_else(|| {
                let extent = extent(layers.iter().filter(|one| one.topic == topic(&entry)));
                seen.push((entry.clone(), [false; STEPS], extent));
                seen.len() - 1
            });
            seen[index].1[step] = true;
            // As it looks in the middle of the zooms.
            if step <= STEPS / 2 {
                seen[index].0 = entry;
            }
        }
    }
    let first = seen
        .iter()
        .position(|(entry, ..)| matches!(entry, Entry::Ground { .. }));
    let at = first.unwrap_or(seen.len());
    let sites = kinds
        .into_iter()
        .map(|kind| (Entry::Site(kind), [true; STEPS], [0.0; 4]));
    seen.splice(at..at, sites);
    seen
}

/// West, north, east and south of the features, in units of the plane.
fn extent<'l>(layers: impl Iterator<Item = &'l GroundLayer>) -> [f64; 4] {
    let mut extent = [
        f64::INFINITY,
        f64::INFINITY,
        f64::NEG_INFINITY,
        f64::NEG_INFINITY,
    ];
    for layer in layers {
        let Shapes::Base(base) = layer.shapes else {
            return [f64::MIN, f64::MIN, f64::MAX, f64::MAX].map(|side| side.clamp(-1e9, 1e9));
        };
        for feature in layer
            .features
            .iter()
            .filter_map(|(index, _)| base.features.get(*index))
        {
            for corner in [feature.bounds.min(), feature.bounds.max()] {
                let [x, y] = unit_from_geo(Position {
                    longitude: corner.x,
                    latitude: corner.y,
                });
                extent = [
                    extent[0].min(x),
                    extent[1].min(y),
                    extent[2].max(x),
                    extent[3].max(y),
                ];
            }
        }
    }
    extent
}

fn row(out: &mut Markup, page: &Page<'_>, entry: &Entry, attributes: &[(&str, &str)]) {
    if let Entry::Choropleth(key) = entry {
        out.within("li", &[("class", "classes")], |out| {
            choropleth(out, page, entry, key);
        });
        return;
    }
    out.within("li", attributes, |out| {
        sample(out, page, entry);
        out.within("span", &[], |out| out.words(|strings| entry.words(strings)));
    });
}

fn choropleth(out: &mut Markup, page: &Page<'_>, entry: &Entry, key: &ChoroplethKey) {
    out.within("b", &[], |out| out.words(|strings| entry.words(strings)));
    let [english, _] = LANGUAGES.map(|language| key.years_words(lang::strings(language)));
    if english.is_some() {
        out.within("small", &[], |out| {
            out.words(|strings| key.years_words(strings).unwrap_or_default());
        });
    }
    out.within("ul", &[], |out| {
        for (colour, class) in key.classes.iter().rev() {
            out.within("li", &[], |out| {
                swatch(out, |out| field(out, *colour));
                out.within("span", &[], |out| {
                    out.words(|strings| key.class_words(strings, *class));
                });
            });
        }
        if key.missing > 0 {
            out.within("li", &[], |out| {
                swatch(out, |out| {
                    field(out, page.theme.map.land);
                    for left in [2, 7, 12, 17] {
                        let _ = write!(
                            out.out,
                            "<path d=\"M{left} 14l9-12\" stroke=\"{}\"/>",
                            hex(key.hatch)
                        );
                    }
                });
                out.within("span", &[], |out| {
                    out.words(|strings| key.missing_words(strings).unwrap_or_default());
                });
            });
        }
    });
}

fn swatch(out: &mut Markup, inside: impl FnOnce(&mut Markup)) {
    let attributes = [
        ("class", "sample"),
        ("viewBox", "0 0 28 16"),
        ("aria-hidden", "true"),
    ];
    out.within("svg", &attributes, inside);
}

fn field(out: &mut Markup, colour: Color32) {
    let _ = write!(
        out.out,
        "<rect x=\"2\" y=\"2\" width=\"24\" height=\"12\" rx=\"2\" fill=\"{}\" fill-opacity=\"{}\"/>",
        hex(colour),
        opacity(colour)
    );
}

fn opacity(colour: Color32) -> String {
    tenth_of_hundred(f32::from(colour.a()) / 255.0)
}

/// To a hundredth.
fn tenth_of_hundred(share: f32) -> String {
    format!("{}", (f64::from(share) * 100.0).round() / 100.0)
}

fn sample(out: &mut Markup, page: &Page<'_>, entry: &Entry) {
    swatch(out, |out| match entry {
        Entry::Choropleth(_) | Entry::Data(_) => {}
        Entry::Site(kind) => {
            let _ = write!(
                out.out,
                "<use href=\"#{}\" class=\"icon kind\" x=\"6\" y=\"0\" width=\"16\" height=\"16\"/>",
                icon_id(Icon::of_kind(kind))
            );
        }
        Entry::Ground { sample, .. } => match sample {
            Sample::Field(colour) => {
                field(out, page.theme.map.land);
                field(out, *colour);
            }
            Sample::Colours(several) => {
                let step = 28.0 / several.len().max(1) as f32;
                for (number, colour) in several.iter().enumerate() {
                    line(out, [step * number as f32, step], 3.0, &[], *colour);
                }
            }
            Sample::Lines(lines) => {
                for (width, dash, colour) in lines {
                    line(out, [0.0, 28.0], width.min(8.0), dash, *colour);
                }
            }
        },
    });
}

/// From a left end, so long.
fn line(out: &mut Markup, [left, length]: [f32; 2], width: f32, dash: &[f32], colour: Color32) {
    let _ = write!(
        out.out,
        "<path d=\"M{} 8h{}\" stroke=\"{}\" stroke-opacity=\"{}\" stroke-width=\"{}\"",
        tenth(left),
        tenth(length),
        hex(colour),
        opacity(colour),
        tenth(width)
    );
    if !dash.is_empty() {
        let dash: Vec<String> = dash.iter().map(|one| tenth(*one)).collect();
        let _ = write!(out.out, " stroke-dasharray=\"{}\"", dash.join(" "));
    }
    out.raw("/>");
}
