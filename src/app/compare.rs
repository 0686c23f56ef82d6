//! Which places stand side by side, and which source is looked at.

use super::{App, Drawer};
use crate::{
    atlas::{PlaceId, SourceId},
    card::MOST,
};

impl App {
    /// Takes a place into the comparison and shows it, or takes it out. A fifth place takes the room of the first.
    pub(super) fn toggle_compared(&mut self, place: PlaceId) {
        let compared = &mut self.session.compared;
        if let Some(index) = compared.iter().position(|known| *known == place) {
            compared.remove(index);
            return;
        }
        if compared.len() == MOST {
            compared.remove(0);
        }
        compared.push(place);
        self.session.drawer = Some(Drawer::Compare);
        self.session.keep_selected_in_view();
    }

    pub(super) fn clear_compared(&mut self) {
        self.session.compared.clear();
    }

    /// Opens the drawer of sources on one of them, and remembers which drawer was open.
    pub(super) fn show_source(&mut self, source: SourceId) {
        let session = &mut self.session;
        if session.source.is_none() {
            session.drawer_before = session.drawer.filter(|drawer| *drawer != Drawer::Sources);
        }
        session.drawer = Some(Drawer::Sources);
        session.source = Some(source);
        session.keep_selected_in_view();
    }

    /// Back to the drawer that was open before, or to all sources.
    pub(super) fn leave_source(&mut self) {
        let session = &mut self.session;
        session.source = None;
        session.drawer = session.drawer_before.take().or(session.drawer);
    }
}
