//! The claims of the founding article, each with its verdict.

use egui::Ui;

use super::{Context, fact, widget};
use crate::{app::Action, atlas::Fact, theme::space};

/// Ids of claims start like this.
const CLAIM: &str = "claim-";

/// The claims of the atlas by theme; a click shows one at its place.
pub fn claims_ui(ui: &mut Ui, context: &Context<'_>) {
    let claims: Vec<&Fact> = context
        .atlas
        .facts()
        .iter()
        .filter(|fact| fact.id.as_str().starts_with(CLAIM))
        .collect();
    if claims.is_empty() {
        ui.add_space(space::M);
        let nothing = widget::body(context, context.text("claims-none"));
        ui.add(egui::Label::new(nothing).wrap());
    }
    for theme in &context.atlas.manifest.themes {
        let of_theme: Vec<&&Fact> = claims
            .iter()
            .filter(|fact| fact.theme.as_ref() == Some(&theme.id))
            .collect();
        if of_theme.is_empty() {
            continue;
        }
        ui.add_space(space::M);
        ui.label(widget::strong(
            context,
            theme.name.get(context.language()),
            crate::theme::type_size::LEAD,
        ));
        for fact in of_theme {
            ui.add_space(space::S);
            fact::fact_ui(ui, context, None, fact);
            ui.horizontal_wrapped(|ui| {
                for place in fact.places.iter().filter_map(|id| context.atlas.place(id)) {
                    let name = place.map_label(context.language());
                    if widget::link_button_ui(ui, context, name).clicked() {
                        context.send(Action::Select(place.id.clone()));
                    }
                }
            });
        }
    }
}
