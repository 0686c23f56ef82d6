//! What the map says of a claim about space, in words, and the button that draws it.

use egui::Ui;

use super::{Context, widget};
use crate::{
    app::Action,
    atlas::Fact,
    geo::Outcome,
    scene::evidence::verdict_words,
    theme::{Interface, space},
};

/// The verdicts on the claim that a fact makes; nothing for other facts.
pub fn verdicts_ui(ui: &mut Ui, context: &Context<'_>, fact: &Fact) {
    for check in context
        .atlas
        .manifest
        .checks
        .iter()
        .filter(|check| check.claim == fact.id)
    {
        let Some(verdict) = context.verdict(check) else {
            continue;
        };
        ui.horizontal_wrapped(|ui| {
            let colour = colour(context.colours(), verdict.outcome);
            let words = verdict_words(context.atlas, context.strings, check, &verdict);
            ui.add(
                egui::Label::new(widget::caption(context, words).color(colour))
                    .wrap()
                    .selectable(true),
            );
        });
        let name = context.text("check-show");
        if widget::link_button_ui(ui, context, name).clicked() {
            context.send(Action::ShowCheck(check.id.clone()));
        }
        ui.add_space(space::XS);
    }
}

fn colour(colours: &Interface, outcome: Outcome) -> egui::Color32 {
    match outcome {
        Outcome::Holds => colours.ink,
        Outcome::Fails => colours.accent,
        Outcome::TooCloseToTell => colours.caution,
    }
}
