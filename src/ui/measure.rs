//! What is measured by hand: its kind, its unit, what it comes to, and the way back.

use egui::{Align2, Area, Order, Rect, Ui, vec2};

use super::{Context, widget};
use crate::{
    app::{Action, MeasureStep},
    atlas::Atlas,
    geo::{Measure, MeasureKind, Outline, Waypoint},
    lang::{LengthUnit, Strings, area_text, bearing_text, decimal_text, length_text},
    theme::{icon::Icon, space, type_size},
};

/// In points.
const WIDTH: f32 = 400.0;

const KINDS: [(MeasureKind, &str); 3] = [
    (MeasureKind::Path, "measure-path"),
    (MeasureKind::Area, "measure-area"),
    (MeasureKind::Rings, "measure-rings"),
];
const UNITS: [(LengthUnit, &str); 2] = [
    (LengthUnit::Kilometre, "unit-km"),
    (LengthUnit::Mile, "unit-mi"),
];

/// `free` is the part of the window that no panel covers.
pub fn measure_ui(ui: &Ui, context: &Context<'_>, free: Rect, measure: &Measure) {
    let name = context.text("measure");
    Area::new(egui::Id::unique("measure"))
        .order(Order::Middle)
        .fixed_pos(free.center_bottom() - vec2(0.0, space::M))
        .pivot(Align2::CENTER_BOTTOM)
        .accessible_name(name)
        .show(ui.ctx(), |ui| {
            let frame = widget::card_frame(context).inner_margin(space::M);
            frame.show(ui, |ui| {
                ui.set_width(WIDTH.min(free.width() - 3.0 * space::XL));
                ui.spacing_mut().item_spacing = vec2(space::XS, space::XS);
                ui.spacing_mut().interact_size.y = 24.0;
                choices_ui(ui, context, measure);
                ui.add_space(space::XS);
                result_ui(ui, context, measure);
                ui.add_space(space::XS);
                steps_ui(ui, context, measure);
            });
        });
}

fn choices_ui(ui: &mut Ui, context: &Context<'_>, measure: &Measure) {
    ui.horizontal_wrapped(|ui| {
        for (kind, key) in KINDS {
            let chosen = measure.kind == kind;
            if ui.selectable_label(chosen, context.text(key)).clicked() {
                context.send(Action::Measure(MeasureStep::Kind(kind)));
            }
        }
        ui.add_space(space::L);
        for (unit, key) in UNITS {
            let chosen = measure.unit == unit;
            if ui.selectable_label(chosen, context.text(key)).clicked() {
                context.send(Action::Measure(MeasureStep::Unit(unit)));
            }
        }
    });
}

fn result_ui(ui: &mut Ui, context: &Context<'_>, measure: &Measure) {
    let (large, small) = result(context.strings, measure);
    if !large.is_empty() {
        ui.label(widget::strong(context, large, type_size::TITLE));
    }
    ui.add(egui::Label::new(widget::caption(context, small)).wrap());
}

/// The result, and what to say below it or to do next.
fn result(strings: &Strings, measure: &Measure) -> (String, String) {
    let unit = measure.unit;
    let length = |length_m| length_text(strings, length_m, unit);
    let hint = |key: &str| (String::new(), strings.get(key).to_owned());
    match measure.kind {
        _ if measure.points.is_empty() => hint("measure-hint"),
        MeasureKind::Path => match measure.stretches().last() {
            None => hint("measure-hint-next"),
            Some(last) => {
                let arguments = [
                    ("length", &*length(last.distance_m)),
                    ("bearing", &bearing_text(strings, last.bearing_deg)),
                ];
                let last = strings.format("measure-last", &arguments);
                (length(measure.length_m()), last)
            }
        },
        MeasureKind::Area => match measure.outline() {
            Outline::Open => hint("measure-hint-area"),
            Outline::Crossing => hint("measure-crossing"),
            Outline::Closed {
                area_m2,
                perimeter_m,
            } => {
                let perimeter = [("length", &*length(perimeter_m))];
                let perimeter = strings.format("measure-perimeter", &perimeter);
                (area_text(strings, area_m2, unit), perimeter)
            }
        },
        MeasureKind::Rings => {
            let rings = measure.rings();
            let radii: Vec<String> = rings.iter().map(|ring| length(ring.radius_m)).collect();
            (
                radii.join(" · "),
                strings.get("measure-hint-rings").to_owned(),
            )
        }
    }
}

fn steps_ui(ui: &mut Ui, context: &Context<'_>, measure: &Measure) {
    ui.horizontal_wrapped(|ui| {
        ui.add_enabled_ui(!measure.points.is_empty(), |ui| {
            let copied = Action::Copy(text(context.atlas, context.strings, measure));
            for (icon, key, action) in [
                (
                    Icon::Back,
                    "measure-undo",
                    Action::Measure(MeasureStep::Undo),
                ),
                (
                    Icon::Minus,
                    "measure-clear",
                    Action::Measure(MeasureStep::Clear),
                ),
                (Icon::Copy, "measure-copy", copied),
            ] {
                if widget::action_button_ui(ui, context, icon, context.text(key), false).clicked() {
                    context.send(action);
                }
            }
        });
        let close = context.text("measure-close");
        if widget::action_button_ui(ui, context, Icon::Close, close, false).clicked() {
            context.send(Action::ToggleMeasure);
        }
    });
}

/// The result and its points, to be pasted elsewhere.
pub fn text(atlas: &Atlas, strings: &Strings, measure: &Measure) -> String {
    let point = |point: &Waypoint| {
        let place = point.place.as_ref().and_then(|id| atlas.place(id));
        let position = decimal_text(point.position);
        match place {
            Some(place) => format!("{} ({position})", place.names.get(strings.language)),
            None => position,
        }
    };
    let (large, small) = result(strings, measure);
    let mut lines = vec![large, small];
    if measure.kind == MeasureKind::Rings {
        lines.pop();
    }
    lines.push(strings.get("measure-method").to_owned());
    lines.extend(measure.points.iter().map(point));
    lines.retain(|line| !line.is_empty());
    lines.join("\n")
}
