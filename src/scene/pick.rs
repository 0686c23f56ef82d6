//! What lies under a point of the map: symbols before names before regions, the small before the large as far as
//! the zoom shows them.

use egui::Pos2;

use super::{Overlay, View, content::Units, ground::DETAIL_FROM_ZOOM};
use crate::{
    atlas::{Atlas, Kind, Place, PlaceId},
    geo::Locator,
};

/// A little more than the symbol itself answers, in points.
const REACH: f32 = 3.0;
/// At sea the nearest land within this distance answers.
const AT_SEA_M: f64 = 2000.0;

/// `compared`: the regions that a choropleth colours go before others. `point` is in points from the map's top left
/// corner. `None` on the open sea and outside all regions.
pub fn pick(
    atlas: &Atlas,
    locator: &Locator,
    overlay: &Overlay,
    view: View,
    compared: Option<Units>,
    point: Pos2,
) -> Option<PlaceId> {
    let symbol = overlay
        .symbols
        .iter()
        .rev()
        .find(|symbol| symbol.centre.distance(point) <= symbol.radius + REACH);
    if let Some(symbol) = symbol {
        return Some(symbol.place.clone());
    }
    let label = overlay
        .labels
        .iter()
        .find(|label| label.rect.contains(point));
    if let Some(place) = label.and_then(|label| label.place.clone()) {
        return Some(place);
    }
    let position = view.geo_from_screen(point);
    let regions = locator.regions_at(atlas, position, AT_SEA_M);
    let districts = view.zoom >= DETAIL_FROM_ZOOM;
    let of_kind = |units: Units| regions.iter().find(|place| place.kind == units.kind());
    let by_zoom = || {
        let shown = |place: &&&Place| districts || place.kind != Kind::District;
        regions.iter().find(shown)
    };
    let region = compared.and_then(of_kind).or_else(by_zoom);
    region.map(|place| place.id.clone())
}
