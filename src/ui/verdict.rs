//! What the map says of a claim about space, in words, and the button that draws it.

use egui::Ui;

use super::{Context, widget};
use crate::{
    app::Action,
    atlas::{Check, Fact, PlaceId, Rule},
    card::kind_name,
    geo::{Outcome, Verdict},
    lang::distance_text,
    scene::evidence::rounded_km,
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
            let (key, colour) = outcome(context.colours(), verdict.outcome);
            let words = format!("{} {}", context.text(key), words(context, check, &verdict));
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

fn outcome(colours: &Interface, outcome: Outcome) -> (&'static str, egui::Color32) {
    match outcome {
        Outcome::Holds => ("check-holds", colours.ink),
        Outcome::Fails => ("check-fails", colours.accent),
        Outcome::TooCloseToTell => ("check-too-close", colours.caution),
    }
}

fn words(context: &Context<'_>, check: &Check, verdict: &Verdict) -> String {
    let name = |id: &PlaceId| {
        let place = context.atlas.place(id);
        place.map_or_else(String::new, |place| {
            place.map_label(context.language()).to_owned()
        })
    };
    let strings = context.strings;
    let first = verdict.legs.first();
    let from = first.map_or_else(String::new, |leg| name(&leg.from));
    let to = first.map_or_else(String::new, |leg| name(&leg.to));
    let distance = first.map_or_else(String::new, |leg| rounded_km(strings, leg.distance_m));
    let limit = |metres: f64| distance_text(strings, metres);
    match &check.rule {
        Rule::WithinEachOther { limit_m, .. } => {
            let arguments = [
                ("from", &*from),
                ("to", &to),
                ("distance", &distance),
                ("limit", &limit(*limit_m)),
            ];
            strings.format("check-each-other", &arguments)
        }
        Rule::WithinOf { limit_m, .. } => {
            let arguments = [
                ("from", &*from),
                ("to", &to),
                ("distance", &distance),
                ("limit", &limit(*limit_m)),
            ];
            strings.format("check-within-of", &arguments)
        }
        Rule::Inside { place, region } => {
            let key = if verdict.outcome == Outcome::Holds {
                "check-inside"
            } else {
                "check-outside"
            };
            strings.format(key, &[("place", &name(place)), ("region", &name(region))])
        }
        Rule::CountWithin {
            centre,
            kind,
            limit_m,
            at_least,
        } => {
            let count = verdict.legs.len().to_string();
            let kind = kind_name(strings, kind).to_owned();
            let arguments = [
                ("count", &*count),
                ("kind", &kind),
                ("centre", &name(centre)),
                ("limit", &limit(*limit_m)),
                ("least", &at_least.to_string()),
            ];
            strings.format("check-count", &arguments)
        }
        Rule::Nearest { place, kind, .. } => {
            let kind = kind_name(strings, kind).to_owned();
            let arguments = [
                ("kind", &*kind),
                ("place", &name(place)),
                ("nearest", &to),
                ("distance", &distance),
            ];
            strings.format("check-nearest", &arguments)
        }
    }
}
