//! One fact: what it is, its value, how far it can be trusted, when it was true, who says so; more on demand.

use egui::{Label, Ui, Vec2, vec2};

use super::{Context, cite, status_sign, value, verdict, widget};
use crate::{
    app::Action,
    atlas::{Fact, Place, Status},
    card::{self, Dispute},
    theme::{icon::Icon, space, type_size},
};

/// A label narrower than this stands above its value, in points.
const LABEL_MIN: f32 = 130.0;
/// Side of the small buttons behind a fact, in points.
const BUTTON: f32 = 18.0;

/// One fact in full, with what contradicts it; `place` is the place on whose card it stands.
pub fn fact_ui(ui: &mut Ui, context: &Context<'_>, place: Option<&Place>, fact: &Fact) {
    match Dispute::of(context.atlas, fact) {
        Some(dispute) => super::dispute::dispute_ui(ui, context, place, &dispute, None),
        None => plain_ui(ui, context, fact),
    }
}

/// A fact that nothing contradicts: label to the left, value to the right, the rest in a line below.
pub fn plain_ui(ui: &mut Ui, context: &Context<'_>, fact: &Fact) {
    label_and_value_ui(ui, context, fact);
    meta_ui(ui, context, fact);
    verdict::verdicts_ui(ui, context, fact);
    details_ui(ui, context, fact);
}

fn label_and_value_ui(ui: &mut Ui, context: &Context<'_>, fact: &Fact) {
    let label = fact.label.get(context.language());
    let width = ui.available_width();
    let galley = ui
        .painter()
        .layout_job(value::job(ui, context, fact, type_size::LEAD, width));
    let left = width - galley.size().x - space::M;
    if value::stands_below(fact) || left < LABEL_MIN {
        ui.add(
            Label::new(widget::caption(context, label))
                .wrap()
                .selectable(true),
        );
        ui.add(Label::new(galley).selectable(true));
        return;
    }
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = 0.0;
        ui.vertical(|ui| {
            ui.set_width(left + space::M);
            ui.add_space(4.0);
            ui.set_max_width(left);
            ui.add(
                Label::new(widget::caption(context, label))
                    .wrap()
                    .selectable(true),
            );
        });
        ui.add(Label::new(galley).selectable(true));
    });
}

/// Status, date, age and sources in a line that wraps, and to its right the fact's buttons.
pub fn meta_ui(ui: &mut Ui, context: &Context<'_>, fact: &Fact) {
    let width = ui.available_width() - 2.0 * BUTTON;
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = 0.0;
        ui.vertical(|ui| {
            ui.set_width(width);
            ui.horizontal_wrapped(|ui| {
                ui.spacing_mut().item_spacing = vec2(5.0, 1.0);
                ui.style_mut().wrap_mode = Some(egui::TextWrapMode::Extend);
                status_sign::status_ui(ui, context, fact.status);
                status_sign::date_ui(ui, context, fact);
                status_sign::age_ui(ui, context, fact);
                cite::sources_ui(ui, context, fact);
            });
        });
        buttons_ui(ui, context, fact);
    });
}

/// The same in a narrow column, a line for each; the fact's buttons are elsewhere.
pub fn narrow_meta_ui(ui: &mut Ui, context: &Context<'_>, fact: &Fact) {
    let line_ui = |ui: &mut Ui, contents: &dyn Fn(&mut Ui)| {
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 5.0;
            ui.spacing_mut().interact_size.y = 14.0;
            contents(ui);
        });
    };
    line_ui(ui, &|ui| {
        status_sign::status_ui(ui, context, fact.status);
        status_sign::date_ui(ui, context, fact);
    });
    if fact.is_stale(context.today) {
        line_ui(ui, &|ui| status_sign::age_ui(ui, context, fact));
    }
    cite::first_source_ui(ui, context, fact);
}

/// A label with the fact's buttons to its right.
pub fn label_ui(ui: &mut Ui, context: &Context<'_>, fact: &Fact, label: egui::RichText) {
    let width = ui.available_width() - 2.0 * BUTTON;
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = 0.0;
        ui.vertical(|ui| {
            ui.set_width(width);
            ui.add(Label::new(label).wrap().selectable(true));
        });
        buttons_ui(ui, context, fact);
    });
}

/// Whether the fact's note and sources are unfolded: at once where caution is asked for.
fn is_open(ui: &Ui, fact: &Fact) -> bool {
    let stored = ui.data(|data| data.get_temp(details_id(fact)));
    stored.unwrap_or(false)
}

fn details_id(fact: &Fact) -> egui::Id {
    egui::Id::unique(("details", fact.id.as_str()))
}

/// Copies the fact, unfolds its note and its sources.
pub fn buttons_ui(ui: &mut Ui, context: &Context<'_>, fact: &Fact) {
    let label = fact.label.get(context.language());
    let open = is_open(ui, fact);
    let key = if open { "fact-less" } else { "fact-more" };
    let name = context.strings.format(key, &[("fact", label)]);
    let icon = if open { Icon::Minus } else { Icon::Plus };
    if small_button_ui(ui, context, icon, &name).clicked() {
        ui.data_mut(|data| data.insert_temp(details_id(fact), !open));
    }
    let name = context.strings.format("fact-copy", &[("fact", label)]);
    if small_button_ui(ui, context, Icon::Copy, &name).clicked() {
        let text = card::fact_text(context.atlas, fact, context.strings, context.today);
        context.send(Action::Copy(text));
    }
}

/// A quiet button of the size of a caption.
pub fn small_button_ui(
    ui: &mut Ui,
    context: &Context<'_>,
    icon: Icon,
    name: &str,
) -> egui::Response {
    let (rect, response) = ui.allocate_exact_size(Vec2::splat(BUTTON), egui::Sense::click());
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, name));
    let colours = context.colours();
    let active = response.hovered() || response.has_focus();
    if active {
        ui.painter().rect_filled(rect, 4.0, colours.well_hover);
    }
    let ink = if active {
        colours.ink
    } else {
        colours.ink_weak
    };
    icon.paint_at(ui, rect.shrink(3.0), ink);
    response.on_hover_text(name)
}

/// The note at once where caution is asked for; the sources in full when unfolded.
pub fn details_ui(ui: &mut Ui, context: &Context<'_>, fact: &Fact) {
    let open = is_open(ui, fact);
    let caution = matches!(
        fact.status,
        Status::Reported | Status::Disputed | Status::NeedsCheck
    );
    let note = fact.note.get(context.language());
    if !note.is_empty() && (open || caution) {
        ui.add(
            Label::new(widget::caption(context, note))
                .wrap()
                .selectable(true),
        );
    }
    if open {
        cite::in_full_ui(ui, context, fact);
    }
}
