//! Names that the atlas says nothing about but that a reader looks for: towns, islands, airports, ports and stations
//! of the base map. They give way to the names of places.

use std::sync::LazyLock;

use egui::{Pos2, vec2};
use geo::Area as _;
use geo_types::Geometry;

use super::{Candidate, Lettering, in_languages, memory::Key, spots::Spots};
use crate::{
    atlas::{Language, Position},
    basemap::{self, Feature},
    scene::{SceneInput, content::LayerId, gateway, on_screen},
};

/// Zooms at which towns are named.
const TOWNS: std::ops::Range<f64> = 9.25..13.5;
/// Islands of these areas and more, in square degrees, are named from these zooms on.
const ISLANDS: [(f64, f64); 3] = [(0.02, 8.75), (0.004, 9.75), (0.0, 10.5)];
const ISLANDS_TO_ZOOM: f64 = 14.0;
/// Higher goes first; below sites, districts and large waters.
const TOWN: usize = 97;
const ISLAND: usize = 96;
const AIRPORT: usize = 99;
const OTHER_GATEWAY: usize = 82;

pub(super) fn candidates(input: SceneInput<'_>) -> Vec<Candidate> {
    let mut candidates: Vec<Candidate> = Vec::new();
    if input.content.is_visible(LayerId::Cities) {
        candidates.extend(towns(input));
    }
    candidates.extend(islands(input));
    if input.content.is_visible(LayerId::Gateways) {
        candidates.extend(gateways(input));
    }
    candidates
}

fn towns(input: SceneInput<'_>) -> impl Iterator<Item = Candidate> {
    let shown = TOWNS.contains(&input.view.zoom);
    let points = basemap::points().features.iter().enumerate();
    let towns = points.filter(move |(_, feature)| shown && feature.class == "town");
    towns.filter_map(move |(number, town)| {
        let at = point_of(town).map(|at| input.view.screen_from_geo(at))?;
        let seen = on_screen(&input.view, at, 0.0) && !is_told(input, town);
        seen.then(|| Candidate {
            key: Key::Point(number),
            text: in_languages(input, |language| town.names.get(language)),
            lettering: lettering(input, 12.0),
            place: None,
            priority: TOWN,
            spots: Spots::On(at, Vec::new()),
        })
    })
}

/// Named islands and where their middle is, with their area in square degrees.
static ISLES: LazyLock<Vec<(&'static Feature, Position, f64)>> = LazyLock::new(|| {
    let land = basemap::land_detail().features.iter();
    let named = land.filter(|feature| !feature.names.zh.is_empty());
    named
        .map(|island| {
            let middle = island.bounds.center();
            let position = Position {
                longitude: middle.x,
                latitude: middle.y,
            };
            (island, position, island.geometry.unsigned_area())
        })
        .collect()
});

fn islands(input: SceneInput<'_>) -> impl Iterator<Item = Candidate> {
    let zoom = input.view.zoom;
    let shows = move |area: f64| {
        let class = ISLANDS.iter().find(|(least, _)| area >= *least);
        class.is_some_and(|(_, from)| (*from..ISLANDS_TO_ZOOM).contains(&zoom))
    };
    let islands = ISLES.iter().enumerate();
    let islands = islands.filter(move |(_, (.., area))| shows(*area));
    islands.filter_map(move |(number, (island, middle, _))| {
        let at = input.view.screen_from_geo(*middle);
        let seen = on_screen(&input.view, at, 0.0) && !is_told(input, island);
        seen.then(|| Candidate {
            key: Key::Island(number),
            text: in_languages(input, |language| island.names.get(language)),
            lettering: lettering(input, 11.5),
            place: None,
            priority: ISLAND,
            spots: Spots::Any(round(at)),
        })
    })
}

/// On an island, or beside a small one.
fn round(at: Pos2) -> Vec<Pos2> {
    let offsets = [
        (0.0, 0.0),
        (0.0, 18.0),
        (0.0, -18.0),
        (62.0, 0.0),
        (-62.0, 0.0),
    ];
    offsets.map(|(x, y)| at + vec2(x, y)).to_vec()
}

fn gateways(input: SceneInput<'_>) -> Vec<Candidate> {
    let zoom = input.view.zoom;
    let own = gateway::of(input.atlas).into_iter();
    let named = own
        .filter(|(_, gateway, _)| zoom >= gateway.named_from() && gateway.shown().contains(&zoom));
    named
        .filter_map(|(index, gateway, position)| {
            let feature = basemap::points().features.get(index)?;
            let at = input.view.screen_from_geo(position);
            let airport = gateway == gateway::Gateway::Airport;
            on_screen(&input.view, at, 0.0).then(|| Candidate {
                key: Key::Point(index),
                text: in_languages(input, |language| feature.names.get(language)),
                lettering: Lettering {
                    colour: input.colours.gateway,
                    ..lettering(input, 11.0)
                },
                place: None,
                priority: if airport { AIRPORT } else { OTHER_GATEWAY },
                spots: Spots::Beside(at, gateway.radius() * input.colours.lettering),
            })
        })
        .collect()
}

/// Whether the atlas has a place of this name, which then stands on the map or in its list.
fn is_told(input: SceneInput<'_>, feature: &Feature) -> bool {
    let mut places = input.atlas.places().iter();
    places.any(|place| {
        [Language::Chinese, Language::English]
            .iter()
            .any(|language| {
                let name = feature.names.get(*language);
                !name.is_empty() && place.names.get(*language).starts_with(name)
            })
    })
}

fn point_of(feature: &Feature) -> Option<Position> {
    match &feature.geometry {
        Geometry::Point(point) => Some(Position {
            longitude: point.x(),
            latitude: point.y(),
        }),
        _ => None,
    }
}

fn lettering(input: SceneInput<'_>, size: f32) -> Lettering {
    Lettering {
        size: size * input.colours.lettering,
        semibold: false,
        italic: false,
        spacing: 0.0,
        colour: input.colours.label_weak,
        halo: input.colours.halo,
        plate: None,
    }
}
