//! What a right click offers, and what it leads to.

use super::App;
use crate::{
    atlas::{Place, PlaceId},
    map::Spot,
};

impl App {
    /// What a right click would offer at the selected place, or in the middle of the map: for the keyboard.
    pub(super) fn open_spot(&mut self) {
        let atlas = &self.document.atlas;
        let selected = self.session.selected.as_ref();
        let selected = selected.and_then(|id| atlas.place(id));
        let site = selected.filter(|place| place.position().is_some());
        let middle = || {
            let middle = self.session.free.center();
            self.session.view().geo_from_screen(middle)
        };
        let position = selected.map_or_else(middle, Place::anchor);
        let regions = self.document.locator.regions_at(atlas, position, 0.0);
        let subject = selected.or_else(|| regions.first().copied());
        let spot = Spot {
            at: self.window_from_geo(position),
            position,
            place: site.map(|place| place.id.clone()),
            subject: subject.map(|place| place.id.clone()),
            by_key: true,
        };
        self.session.spot = Some(spot);
    }

    /// Brings the camera to a place as near as it can be seen whole.
    pub(super) fn zoom_to(&mut self, place: &PlaceId) {
        self.session.spot = None;
        if let Some(place) = self.document.atlas.place(place) {
            self.session.zoom_to(place);
        }
    }
}
