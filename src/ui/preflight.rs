//! What to mend and to know before a briefing is shown.

use egui::{Label, Ui};

use super::{Context, widget};
use crate::{
    app::{Action, Desk},
    store::Severity,
    theme::{space, type_size},
};

/// The list for the briefing that was looked through last, the gravest first.
pub fn preflight_ui(ui: &mut Ui, context: &Context<'_>, desk: &Desk) {
    let known = desk.preflight().and_then(|looked| {
        let briefing = context.atlas.briefing(&looked.briefing)?;
        Some((briefing, &looked.found, looked.slide))
    });
    let Some((briefing, found, slide)) = known else {
        return;
    };
    let strings = context.strings;
    let title = briefing.title.get(context.language());
    ui.add(Label::new(widget::strong(context, title, type_size::LEAD)).wrap());
    ui.add(Label::new(widget::body(context, found.summary(strings))).wrap());
    if found.items.is_empty() {
        ui.label(widget::body(context, context.text("preflight-ready")));
    }
    ui.add_space(space::S);
    let present = Action::Present {
        briefing: Some(briefing.id.clone()),
        slide,
        rehearsal: false,
    };
    let key = if found.count(Severity::Error) > 0 {
        "preflight-anyway"
    } else {
        "desk-present"
    };
    if widget::primary_button_ui(ui, context, context.text(key)).clicked() {
        context.send(present);
    }
    for item in &found.items {
        ui.add_space(space::M);
        let (key, colour) = match item.severity {
            Severity::Error => ("severity-error", context.colours().accent),
            Severity::Warning => ("severity-warning", context.colours().caution),
            Severity::Note => ("severity-note", context.colours().ink_weak),
        };
        let place = item.where_text(strings, briefing);
        let head = format!("{} · {place}", context.text(key));
        ui.add(Label::new(widget::caption(context, head).color(colour)).wrap());
        let message = widget::body(context, item.message(strings));
        ui.add(Label::new(message).wrap().selectable(true));
        ui.add(Label::new(widget::caption(context, item.advice(strings))).wrap());
    }
}
