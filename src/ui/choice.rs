//! A choice between places that share one spot of the map.

use egui::{Align2, Area, Order, Ui, Vec2};

use super::{Context, widget};
use crate::{
    app::Action,
    atlas::PlaceId,
    theme::{space, type_size},
};

pub fn choices_ui(ui: &Ui, context: &Context<'_>, places: &[PlaceId]) {
    if places.is_empty() {
        return;
    }
    Area::new(egui::Id::unique("choices"))
        .order(Order::Foreground)
        .anchor(Align2::CENTER_CENTER, Vec2::ZERO)
        .accessible_name(context.text("choices"))
        .show(ui.ctx(), |ui| {
            widget::card_frame(context).show(ui, |ui| {
                ui.label(widget::strong(
                    context,
                    context.text("choices"),
                    type_size::LEAD,
                ));
                ui.add_space(space::S);
                for place in places.iter().filter_map(|id| context.atlas.place(id)) {
                    let name = place.names.get(context.language());
                    if widget::text_button_ui(ui, context, name).clicked() {
                        context.send(Action::Select(place.id.clone()));
                    }
                }
            });
        });
}
