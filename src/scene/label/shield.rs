//! Numbers of metro lines and expressways on their lines, in the colour of the line.

use std::sync::LazyLock;

use egui::{Color32, Pos2};
use geo_types::{Coord, Geometry};

use super::{
    super::{
        SceneInput,
        content::LayerId,
        view::{MAX_ZOOM, plane_from_geo},
    },
    Candidate, Lettering, is_latin,
    memory::{Key, Memory},
    spots::Spots,
};
use crate::{
    atlas::Position,
    basemap::{self, Feature, Layer},
};

/// Zooms at which routes carry their numbers.
const METRO_SHIELDS: std::ops::RangeInclusive<f64> = 11.0..=MAX_ZOOM;
const ROAD_SHIELDS: std::ops::Range<f64> = 9.0..12.0;
/// Numbers keep this far from the edge, in points.
const SHIELD_INSET: f32 = 24.0;

/// A numbered line and its course on the Mercator plane.
type Route = (&'static Feature, Vec<[f64; 2]>);

static METRO: LazyLock<Vec<Route>> = LazyLock::new(|| routes(basemap::metro()));
static ROADS: LazyLock<Vec<Route>> = LazyLock::new(|| routes(basemap::roads()));

fn routes(layer: &'static Layer) -> Vec<Route> {
    let on_plane = |at: &Coord| {
        plane_from_geo(Position {
            longitude: at.x,
            latitude: at.y,
        })
    };
    let course = |feature: &Feature| match &feature.geometry {
        Geometry::LineString(line) => line.coords().map(on_plane).collect(),
        _ => Vec::new(),
    };
    let features = layer.features.iter();
    features.map(|feature| (feature, course(feature))).collect()
}

pub fn candidates(input: SceneInput<'_>, before: &Memory) -> Vec<Candidate> {
    let zoom = input.view.zoom;
    let mut routes: Vec<(Key, &Route, Color32)> = Vec::new();
    if METRO_SHIELDS.contains(&zoom) && input.content.is_visible(LayerId::Metro) {
        let of_line = |(feature, _): &Route| {
            let [red, green, blue] = feature.colour.unwrap_or([128; 3]);
            Color32::from_rgb(red, green, blue)
        };
        let lines = METRO.iter().enumerate();
        routes.extend(lines.map(|(number, line)| (Key::Metro(number), line, of_line(line))));
    }
    if ROAD_SHIELDS.contains(&zoom) && input.content.is_visible(LayerId::Roads) {
        let colour = input.colours.road_plate;
        let roads = ROADS.iter().enumerate();
        routes.extend(roads.map(|(number, road)| (Key::Road(number), road, colour)));
    }
    let shown = routes.into_iter().filter_map(|(key, route, colour)| {
        let kept = before.knows(&key);
        shield(input, key, kept, route, colour)
    });
    shown.collect()
}

/// `kept`: it was written in the view before.
fn shield(
    input: SceneInput<'_>,
    key: Key,
    kept: bool,
    (feature, course): &Route,
    colour: Color32,
) -> Option<Candidate> {
    let text = feature.route.clone()?;
    if is_latin(input) && !text.is_ascii() {
        return None;
    }
    let projection = input.view.projection();
    let room = input.free.shrink(SHIELD_INSET);
    let points = course.iter().map(|at| projection.screen_from_plane(*at));
    let points: Vec<Pos2> = points.filter(|at| room.contains(*at)).collect();
    let middle = points.len() / 2;
    let spots: Vec<Pos2> = [middle, middle / 2, middle + middle / 2, 0]
        .into_iter()
        .filter_map(|index| points.get(index).copied())
        .collect();
    let bright =
        u32::from(colour.r()) * 3 + u32::from(colour.g()) * 6 + u32::from(colour.b()) > 1500;
    let ink = if bright {
        Color32::BLACK
    } else {
        Color32::WHITE
    };
    (kept || !spots.is_empty()).then_some(Candidate {
        key,
        text,
        lettering: Lettering {
            size: 10.5 * input.colours.lettering,
            semibold: true,
            italic: false,
            spacing: 0.0,
            colour: ink,
            halo: Color32::TRANSPARENT,
            plate: Some(colour),
        },
        place: None,
        priority: 80,
        spots: Spots::Any(spots),
    })
}
