//! Whom a map comes from: exactly those whose data is on the screen, in the window and in exports alike.

use std::sync::{Arc, Mutex, PoisonError};

use geo_types::Rect;

use super::{
    GroundLayer, MapContent, Shapes, View,
    content::{LayerId, LayerState},
    gateway::{self, Gateway},
    ground, on_screen,
    symbol::{self, SITES_FROM_ZOOM},
};
use crate::{
    atlas::{Atlas, Credit, Extent, Geometry, Language, Place, PlaceId, Position},
    basemap::{self, Origin},
    lang::Strings,
    theme::MapColours,
};

/// What is on the screen.
#[derive(Clone, Copy, Debug)]
pub struct Seen<'a> {
    pub atlas: &'a Atlas,
    pub content: &'a MapContent,
    pub view: View,
    pub selected: Option<&'a PlaceId>,
    pub colours: &'a MapColours,
}

/// Whom the visible data comes from, tiles first, and the map approval number or that there is none.
pub fn attribution(strings: &Strings, seen: Seen<'_>, tiles: &[String]) -> String {
    let language = strings.language;
    let mut parts = tiles.to_vec();
    let base = origins(seen).into_iter().map(Origin::credit);
    parts.extend(base.map(|credit| credit.text.get(language).to_owned()));
    let own = own_credits(seen.atlas);
    let shown = own.filter(|credit| credit.on_map && is_seen(seen, credit));
    parts.extend(shown.map(|credit| credit.text.get(language).to_owned()));
    parts.push(approval(strings, seen.atlas));
    parts.join(" · ")
}

/// The attribution of a view that shows everything: none is longer.
pub fn longest(strings: &Strings, atlas: &Atlas, tiles: &[String]) -> String {
    let mut parts = tiles.to_vec();
    let shown = all(atlas).into_iter().filter(|credit| credit.on_map);
    parts.extend(shown.map(|credit| credit.text.get(strings.language).to_owned()));
    parts.push(approval(strings, atlas));
    parts.join(" · ")
}

fn approval(strings: &Strings, atlas: &Atlas) -> String {
    match &atlas.manifest.map_approval_number {
        Some(number) => strings.format("map-approval", &[("number", number)]),
        None => strings.get("map-approval-none").to_owned(),
    }
}

/// All that an atlas may show, that of the base map first, for a list of credits.
pub fn all(atlas: &Atlas) -> Vec<Credit> {
    let base = Origin::ALL.map(Origin::credit).into_iter();
    base.chain(own_credits(atlas).cloned()).collect()
}

/// Those of the atlas that do not name the base map once more.
fn own_credits(atlas: &Atlas) -> impl Iterator<Item = &Credit> {
    let names_base = |credit: &Credit| {
        let mut base = Origin::ALL.into_iter();
        base.any(|origin| names(credit, origin))
    };
    let credits = atlas.manifest.credits.iter();
    credits.filter(move |credit| !names_base(credit))
}

fn names(credit: &Credit, origin: Origin) -> bool {
    let base = origin.credit();
    let same = |language| base.text.exactly(language) == credit.text.exactly(language);
    same(Language::English) || same(Language::Chinese)
}

/// Airports of the base map, or those of the atlas if it says that they are from there.
fn shows_airports(seen: Seen<'_>) -> bool {
    let on_map = |position| {
        let at = seen.view.screen_from_geo(position);
        on_screen(&seen.view, at, 0.0)
    };
    let zoom = ground::style_zoom(seen.view.zoom);
    let drawn =
        seen.content.is_visible(LayerId::Gateways) && Gateway::Airport.shown().contains(&zoom);
    let is_drawn = |(_, gateway, position): (usize, Gateway, Position)| {
        gateway == Gateway::Airport && on_map(position)
    };
    let listed = |credit: &Credit| {
        credit.on_map && names(credit, Origin::AirportsData) && is_seen(seen, credit)
    };
    drawn && gateway::of(seen.atlas).into_iter().any(is_drawn)
        || seen.atlas.manifest.credits.iter().any(listed)
}

/// Whether what a credit is for is on the screen.
fn is_seen(seen: Seen<'_>, credit: &Credit) -> bool {
    let of_kind = |place: &&Place| credit.kinds.contains(&place.kind);
    let mut places = seen.atlas.places().iter().filter(of_kind);
    credit.kinds.is_empty() || places.any(|place| has_symbol(seen, place))
}

/// Whether the symbol of a place is on the screen, or hidden under that of a neighbour.
fn has_symbol(seen: Seen<'_>, place: &Place) -> bool {
    let Seen { content, view, .. } = seen;
    let shown = |position| on_screen(&view, view.screen_from_geo(position), 0.0);
    let selected = Some(&place.id) == seen.selected;
    if let Some(position) = place.position() {
        let wanted = view.zoom >= SITES_FROM_ZOOM
            && content.opacity(LayerId::Sites) > 0.0
            && content.shows_site(seen.atlas, place);
        return (wanted || selected) && shown(position);
    }
    let dot =
        symbol::has_dot(place, view.zoom) && (content.opacity(LayerId::Cities) > 0.0 || selected);
    dot && place.centre.is_some_and(shown)
}

/// Of the base map's data on the screen. The land is always drawn, and it is from OpenStreetMap.
fn origins(seen: Seen<'_>) -> Vec<Origin> {
    let Extent {
        west,
        south,
        east,
        north,
    } = seen.view.extent();
    let meets = |bounds: &Rect| {
        let (least, most) = (bounds.min(), bounds.max());
        least.x <= east && most.x >= west && least.y <= north && most.y >= south
    };
    let drawn = drawn(seen);
    let outlined = seen.selected.and_then(|id| seen.atlas.place(id));
    let from_base =
        |place: &Place| place.adcode.is_some() && matches!(place.geometry, Geometry::Region(_));
    let is_seen = |origin: &Origin| match origin {
        Origin::OpenStreetMap => true,
        Origin::AirportsData => shows_airports(seen),
        Origin::ECharts if outlined.is_some_and(from_base) => true,
        origin => drawn
            .iter()
            .any(|(of, bounds)| of == origin && meets(bounds)),
    };
    Origin::ALL.into_iter().filter(is_seen).collect()
}

/// What is drawn of each origin but OpenStreetMap, by its bounds.
type Drawn = Arc<Vec<(Origin, Rect)>>;

/// For the content and the step of zoom, worked out anew only when one of them changes.
fn drawn(seen: Seen<'_>) -> Drawn {
    type Known = (Vec<LayerState>, f64, Drawn);
    static LAST: Mutex<Option<Known>> = Mutex::new(None);
    let (layers, zoom) = (seen.content.layers(), ground::style_zoom(seen.view.zoom));
    let mut last = LAST.lock().unwrap_or_else(PoisonError::into_inner);
    let known = last.as_ref();
    let known = known.filter(|(of, at, _)| of == layers && at.to_bits() == zoom.to_bits());
    if let Some((.., drawn)) = known {
        return Arc::clone(drawn);
    }
    let ground = ground::ground(seen.content, None, seen.colours, zoom);
    let drawn: Drawn = Arc::new(ground.iter().flat_map(of_layer).collect());
    *last = Some((layers.to_vec(), zoom, Arc::clone(&drawn)));
    drawn
}

fn of_layer(layer: &GroundLayer) -> Vec<(Origin, Rect)> {
    let Shapes::Base(base) = layer.shapes else {
        return Vec::new();
    };
    let others = base.origins.iter().copied();
    let others = others.filter(|origin| *origin != Origin::OpenStreetMap);
    let of_origin = |origin| {
        let features = layer.features.iter();
        features
            .filter_map(move |(index, _)| base.features.get(*index))
            .filter(move |feature| basemap::is_from(feature, origin))
            .map(move |feature| (origin, feature.bounds))
    };
    others.flat_map(of_origin).collect()
}
