//! What a choice in the search list leads to, and what is remembered of it.

use super::App;
use crate::{atlas::FactId, search::Found, ui};

/// Choices that are remembered.
const RECENT: usize = 8;

impl App {
    /// Opens what was found and remembers it as chosen lately.
    pub(super) fn choose(&mut self, context: &egui::Context, found: Found) {
        let code = found.code();
        self.settings.recent.retain(|known| *known != code);
        self.settings.recent.insert(0, code);
        self.settings.recent.truncate(RECENT);
        self.save_settings();
        ui::reveal::forget(context);
        match found {
            Found::Place(place) if self.session.measure.is_some() => self.measure_to_found(&place),
            Found::Place(place) => self.session.select(place),
            Found::Fact(fact) => self.show_fact(context, &fact),
            Found::Source(source) => self.show_source(source),
        }
    }

    /// What was chosen lately and is in this atlas, the latest first.
    pub(super) fn recent(&self) -> Vec<Found> {
        let atlas = &self.document.atlas;
        let known = |found: &Found| match found {
            Found::Place(id) => atlas.place(id).is_some(),
            Found::Fact(id) => atlas.fact(id).is_some(),
            Found::Source(id) => atlas.source(id).is_some(),
        };
        let recent = self.settings.recent.iter();
        recent
            .filter_map(|code| Found::from_code(code))
            .filter(known)
            .collect()
    }

    /// On the card of a place that it is about: of the selected one, if it is one of them.
    fn show_fact(&mut self, context: &egui::Context, id: &FactId) {
        let Some(fact) = self.document.atlas.fact(id) else {
            return;
        };
        let selected = self.session.selected.as_ref();
        let place = selected
            .filter(|place| fact.places.contains(place))
            .or(fact.places.first());
        if let Some(place) = place.cloned() {
            self.session.select(place);
            ui::reveal::ask(context, id.clone());
        }
    }
}
