//! Dialogs over the map: the keys, about and licences, what was found in the atlas.

use egui::{Align2, Area, Order, ScrollArea, Sense, Ui, Vec2};

use super::{Context, after_show, export, keys, preflight, tile_layer, widget};
use crate::{
    app::{Action, BaseMapState, Desk, Dialog, ExportState, Motion, Session},
    scene::credit,
    store::{Finding, Severity},
    theme::{icon::Icon, space, type_size},
};

const WIDTH: f32 = 560.0;

/// The list of keys has two columns.
const KEYS_WIDTH: f32 = 820.0;

/// What the dialogs show.
#[derive(Clone, Copy, Debug)]
pub struct Shown<'a> {
    pub findings: &'a [Finding],
    pub session: &'a Session,
    pub base_map: &'a BaseMapState<'a>,
    pub desk: &'a Desk,
    pub exported: Option<&'a ExportState<'a>>,
}

pub fn dialog_ui(ui: &Ui, context: &Context<'_>, dialog: Dialog, shown: Shown<'_>) {
    let title = match dialog {
        Dialog::Keys => "keys-title",
        Dialog::About => "about-title",
        Dialog::Findings => "findings-title",
        Dialog::BaseMap => "base-map",
        Dialog::Export => "export",
        Dialog::Preflight => "preflight-title",
        Dialog::AfterShow => after_title(shown.desk),
    };
    let screen = ui.ctx().content_rect();
    let height = (screen.height() - 170.0).max(120.0);
    let width = match dialog {
        Dialog::Keys => KEYS_WIDTH,
        _ => WIDTH,
    };
    dim_ui(ui, context);
    Area::new(egui::Id::unique("dialog"))
        .order(Order::Foreground)
        .anchor(Align2::CENTER_CENTER, Vec2::ZERO)
        .accessible_name(context.text(title))
        .show(ui.ctx(), |ui| {
            widget::card_frame(context)
                .inner_margin(space::XL)
                .show(ui, |ui| {
                    ui.set_width(width.min(screen.width() - 4.0 * space::XL));
                    ui.horizontal(|ui| {
                        ui.label(widget::strong(
                            context,
                            context.text(title),
                            type_size::TITLE,
                        ));
                        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                            if widget::icon_button_ui(
                                ui,
                                context,
                                Icon::Close,
                                context.text("close"),
                            )
                            .clicked()
                            {
                                context.send(Action::CloseInnermost);
                            }
                        });
                    });
                    ui.add_space(space::M);
                    ScrollArea::vertical()
                        .max_height(height)
                        .min_scrolled_height(height)
                        .auto_shrink([false, true])
                        .show(ui, |ui| match dialog {
                            Dialog::Keys => keys_ui(ui, context, shown.session),
                            Dialog::About => about_ui(ui, context),
                            Dialog::Findings => findings_ui(ui, context, shown.findings),
                            Dialog::BaseMap => tile_layer::section_ui(ui, context, shown.base_map),
                            Dialog::Preflight => preflight::preflight_ui(ui, context, shown.desk),
                            Dialog::AfterShow => {
                                if let Some(after) = shown.desk.after() {
                                    after_show::after_ui(ui, context, after);
                                }
                            }
                            Dialog::Export => {
                                if let Some(state) = shown.exported {
                                    export::section_ui(ui, context, state);
                                }
                            }
                        });
                });
        });
}

fn after_title(desk: &Desk) -> &'static str {
    match desk.after() {
        Some(after) if after.rehearsal => "after-rehearsal-title",
        _ => "after-title",
    }
}

/// What lies behind a dialog steps back, and a click there leaves it.
fn dim_ui(ui: &Ui, context: &Context<'_>) {
    let screen = ui.ctx().content_rect();
    let shade = Area::new(egui::Id::unique("behind the dialog"))
        .order(Order::Middle)
        .fixed_pos(screen.min)
        .constrain(false);
    let shown = shade.show(ui.ctx(), |ui| {
        let (rect, response) = ui.allocate_exact_size(screen.size(), Sense::click());
        ui.painter().rect_filled(rect, 0.0, context.colours().shade);
        response
    });
    ui.ctx().move_to_top(shown.response.layer_id);
    if shown.inner.clicked() {
        context.send(Action::CloseInnermost);
    }
}

fn keys_ui(ui: &mut Ui, context: &Context<'_>, session: &Session) {
    keys::keys_ui(ui, context);
    let mut reduced = session.motion == Motion::Reduced;
    let words = context.text("reduced-motion");
    if widget::checkbox_ui(ui, context, &mut reduced, words).changed() {
        context.send(Action::ReduceMotion(reduced));
    }
    ui.add_space(space::L);
    ui.horizontal(|ui| {
        for (key, dialog) in [
            ("about-title", Dialog::About),
            ("base-map", Dialog::BaseMap),
        ] {
            if widget::text_button_ui(ui, context, context.text(key)).clicked() {
                context.send(Action::Open(dialog));
            }
        }
    });
}

fn about_ui(ui: &mut Ui, context: &Context<'_>) {
    let version = context
        .strings
        .format("about-version", &[("version", env!("CARGO_PKG_VERSION"))]);
    ui.label(widget::body(context, version));
    ui.add(egui::Label::new(widget::body(context, context.text("about-text"))).wrap());
    ui.add_space(space::M);
    ui.label(widget::strong(
        context,
        context.text("about-data"),
        type_size::LEAD,
    ));
    for credit in credit::all(context.atlas) {
        let mut text = credit.text.get(context.language()).to_owned();
        if let Some(license) = &credit.license {
            text = format!("{text} ({license})");
        }
        ui.add(egui::Label::new(widget::body(context, text)).wrap());
        if let Some(url) = &credit.url {
            widget::link_ui(ui, context, url, url);
        }
    }
    ui.add_space(space::M);
    ui.label(widget::strong(
        context,
        context.text("about-approval"),
        type_size::LEAD,
    ));
    let approval = match &context.atlas.manifest.map_approval_number {
        Some(number) => context
            .strings
            .format("map-approval", &[("number", number)]),
        None => context.text("map-approval-needed").to_owned(),
    };
    ui.add(egui::Label::new(widget::body(context, approval)).wrap());
    ui.add_space(space::M);
    ui.label(widget::strong(
        context,
        context.text("about-licence"),
        type_size::LEAD,
    ));
    ui.add(egui::Label::new(widget::body(context, context.text("about-licence-text"))).wrap());
}

fn findings_ui(ui: &mut Ui, context: &Context<'_>, findings: &[Finding]) {
    for finding in findings {
        let key = match finding.severity {
            Severity::Error => "severity-error",
            Severity::Warning => "severity-warning",
            Severity::Note => "severity-note",
        };
        let head = format!(
            "{} · {}",
            context.text(key),
            finding.location_text(context.strings)
        );
        ui.label(widget::caption(context, head));
        ui.add(
            egui::Label::new(widget::body(context, finding.message(context.strings)))
                .wrap()
                .selectable(true),
        );
        ui.add(egui::Label::new(widget::caption(context, finding.advice(context.strings))).wrap());
        ui.add_space(space::M);
    }
}
