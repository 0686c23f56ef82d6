//! How vector tiles look under the atlas: its own colours on the layers of the two common schemas (Protomaps,
//! `OpenMapTiles`), a thin line for what neither knows. The names in the tiles are not drawn: the atlas has its own,
//! in both languages.

use egui::Color32;
use walkers::{Color, Paint, SourceLayer, Style, StyleLayer, json, linear_zoom_interpolation};

use crate::theme::MapColours;

/// The colours that a layer is drawn in; a layer that was made for others is made anew.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Look {
    land: Color32,
    green: Color32,
    water: Color32,
    shore: Color32,
    building: Color32,
    road: Color32,
    road_case: Color32,
    rail: Color32,
    border: Color32,
}

impl Look {
    pub fn new(colours: &MapColours) -> Self {
        Self {
            land: colours.land,
            green: colours.tints[1],
            water: colours.water,
            shore: colours.shore,
            building: colours.builtup,
            road: colours.road,
            road_case: colours.road_case,
            rail: colours.rail,
            border: colours.border_district,
        }
    }
}

const WATER: [&str; 2] = ["water", "ocean"];
const ROADS: [&str; 2] = ["roads", "transportation"];
/// Layers that are drawn in a way of their own, and those that hold nothing but names.
const KNOWN: [&str; 22] = [
    "earth",
    "landuse",
    "landcover",
    "park",
    "water",
    "ocean",
    "waterway",
    "roads",
    "transportation",
    "transit",
    "buildings",
    "building",
    "boundaries",
    "boundary",
    "places",
    "place",
    "pois",
    "poi",
    "transportation_name",
    "water_name",
    "mountain_peak",
    "housenumber",
];

/// `names` are the layers that a file says to have.
pub fn style(look: &Look, names: &[String]) -> Style {
    let mut layers = vec![
        fill(&["earth"], look.land),
        fill(&["landuse", "landcover", "park"], look.green),
        fill(&WATER, look.water),
        fill(&["buildings", "building"], look.building),
        line(&["water", "waterway"], look.shore, [0.5, 1.5]),
        line(&ROADS, look.road_case, [0.8, 5.0]),
        line(&ROADS, look.road, [0.4, 3.6]),
        line(&["transit"], look.rail, [0.5, 1.5]),
        line(&["boundaries", "boundary"], look.border, [0.6, 1.2]),
    ];
    let unknown = names.iter().map(String::as_str);
    let unknown: Vec<&str> = unknown.filter(|name| !KNOWN.contains(name)).collect();
    if !unknown.is_empty() {
        layers.push(fill(&unknown, look.green));
        layers.push(line(&unknown, look.border, [1.0, 2.0]));
    }
    Style { layers }
}

fn fill(names: &[&str], colour: Color32) -> StyleLayer {
    StyleLayer::Fill {
        source_layer: source(names),
        filter: None,
        paint: Paint {
            fill_color: Some(css(colour)),
            ..Paint::default()
        },
    }
}

/// `widths` are at zoom 8 and at zoom 16, in points.
fn line(names: &[&str], colour: Color32, [far, near]: [f64; 2]) -> StyleLayer {
    StyleLayer::Line {
        source_layer: source(names),
        filter: None,
        paint: Paint {
            line_color: Some(css(colour)),
            line_width: Some(linear_zoom_interpolation(&[
                (0.0, far),
                (8.0, far),
                (16.0, near),
                (31.0, near),
            ])),
            ..Paint::default()
        },
    }
}

fn source(names: &[&str]) -> SourceLayer {
    SourceLayer::Many(names.iter().map(|name| (*name).to_owned()).collect())
}

/// walkers takes the parts of a colour as they are, multiplied by its opacity already.
fn css(colour: Color32) -> Color {
    let [red, green, blue, alpha] = colour.to_array();
    Color(json!(format!("#{red:02x}{green:02x}{blue:02x}{alpha:02x}")))
}
