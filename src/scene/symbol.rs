//! Symbols of sites and dots of cities: where they go, and which stand for several that would pile up.

use egui::Pos2;

use super::{SceneInput, ground::DETAIL_FROM_ZOOM, on_screen, prominence};
use crate::atlas::{Geometry, Kind, Place, PlaceId};

/// Below this zoom only the dots of cities and the selected site are shown.
pub const SITES_FROM_ZOOM: f64 = 7.25;
/// Radius of a site's symbol, in points.
const SITE_RADIUS: f32 = 11.0;
/// Radius of a city's dot, in points.
const DOT_RADIUS: f32 = 3.5;
/// Symbols nearer than this to each other become one, in points.
const CLUSTER_DISTANCE: f32 = 23.0;

/// How much a symbol asks to be looked at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Emphasis {
    #[default]
    Plain,
    Hovered,
    Selected,
}

/// A symbol on the screen.
#[derive(Clone, Debug, PartialEq)]
pub struct Symbol {
    /// The place that it shows: of several, the most prominent.
    pub place: PlaceId,
    /// The others that it stands for.
    pub hidden: Vec<PlaceId>,
    pub kind: Kind,
    pub centre: Pos2,
    pub radius: f32,
    pub emphasis: Emphasis,
}

/// In drawing order: the emphasised ones last.
pub fn symbols(input: SceneInput<'_>) -> Vec<Symbol> {
    let mut symbols = sites(input);
    symbols.extend(dots(input));
    symbols.retain(|symbol| on_screen(&input.view, symbol.centre, symbol.radius * 2.0));
    symbols.sort_by_key(|symbol| symbol.emphasis);
    symbols
}

fn sites(input: SceneInput<'_>) -> Vec<Symbol> {
    let mut sites: Vec<(&Place, Pos2)> = input
        .atlas
        .places()
        .iter()
        .filter_map(|place| Some((place, input.view.screen_from_geo(place.position()?))))
        .filter(|(place, _)| {
            input.view.zoom >= SITES_FROM_ZOOM || Some(&place.id) == input.selected
        })
        .collect();
    sites.sort_by_cached_key(|(place, _)| {
        let selected = Some(&place.id) == input.selected;
        std::cmp::Reverse((selected, prominence(input.atlas, place)))
    });
    let mut symbols: Vec<Symbol> = Vec::new();
    for (place, centre) in sites {
        let crowded = symbols
            .iter_mut()
            .find(|symbol| symbol.centre.distance(centre) < CLUSTER_DISTANCE);
        if let Some(symbol) = crowded {
            symbol.hidden.push(place.id.clone());
        } else {
            symbols.push(symbol(input, place, centre, SITE_RADIUS));
        }
    }
    symbols
}

/// The urban centres of cities, where the map is too small for districts and sites.
fn dots(input: SceneInput<'_>) -> impl Iterator<Item = Symbol> {
    let cities = input.atlas.places().iter().filter(move |place| {
        input.view.zoom < DETAIL_FROM_ZOOM
            && place.kind == Kind::City
            && matches!(place.geometry, Geometry::Region(_))
    });
    cities.filter_map(move |place| {
        let centre = input.view.screen_from_geo(place.centre?);
        Some(symbol(input, place, centre, DOT_RADIUS))
    })
}

fn symbol(input: SceneInput<'_>, place: &Place, centre: Pos2, radius: f32) -> Symbol {
    let emphasis = if Some(&place.id) == input.selected {
        Emphasis::Selected
    } else if Some(&place.id) == input.hovered {
        Emphasis::Hovered
    } else {
        Emphasis::Plain
    };
    Symbol {
        place: place.id.clone(),
        hidden: Vec::new(),
        kind: place.kind.clone(),
        centre,
        radius: radius * input.colours.lettering,
        emphasis,
    }
}
