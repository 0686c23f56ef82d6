//! What is measured by hand: its kind, its unit, what it comes to, and the way back.

use egui::{Align, Align2, Area, Layout, Order, Rect, Ui, Vec2, vec2};

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
/// What the buttons along the left edge take, in points.
const RAIL: f32 = 60.0;

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
    // It leaves the left edge to the rail and the legend.
    let narrow = free.width() < WIDTH + 2.0 * RAIL;
    let room = free.width() - RAIL - 2.0 * space::M;
    let (at, pivot) = if narrow {
        let corner = free.right_bottom() - Vec2::splat(space::M);
        (corner, Align2::RIGHT_BOTTOM)
    } else {
        let middle = free.center_bottom() - vec2(0.0, space::M);
        (middle, Align2::CENTER_BOTTOM)
    };
    Area::new(egui::Id::unique("measure"))
        .order(Order::Middle)
        .fixed_pos(at)
        .pivot(pivot)
        .accessible_name(name)
        .show(ui.ctx(), |ui| {
            let frame = widget::card_frame(context).inner_margin(space::M);
            frame.show(ui, |ui| {
                ui.set_width(WIDTH.min(room - 2.0 * space::M));
                ui.spacing_mut().item_spacing = vec2(space::XS, space::XS);
                ui.spacing_mut().interact_size.y = 24.0;
                kinds_ui(ui, context, measure);
                ui.add_space(space::XS);
                result_ui(ui, context, measure);
                ui.add_space(space::XS);
                steps_ui(ui, context, measure);
            });
        });
}

fn kinds_ui(ui: &mut Ui, context: &Context<'_>, measure: &Measure) {
    ui.horizontal_wrapped(|ui| {
        for (kind, key) in KINDS {
            let chosen = measure.kind == kind;
            if widget::chip_ui(ui, context, context.text(key), chosen).clicked() {
                context.send(Action::Measure(MeasureStep::Kind(kind)));
            }
        }
    });
}

/// The result, the unit that it is in at its right, and what to say below it.
fn result_ui(ui: &mut Ui, context: &Context<'_>, measure: &Measure) {
    let (large, small) = result(context.strings, measure);
    let row = vec2(ui.available_width(), 30.0);
    ui.allocate_ui_with_layout(row, Layout::right_to_left(Align::Center), |ui| {
        for (unit, key) in UNITS.into_iter().rev() {
            let chosen = measure.unit == unit;
            if widget::chip_ui(ui, context, context.text(key), chosen).clicked() {
                context.send(Action::Measure(MeasureStep::Unit(unit)));
            }
        }
        ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
            if large.is_empty() {
                ui.add(egui::Label::new(widget::body(context, &small)).wrap());
            } else {
                let text = widget::strong(context, large.as_str(), type_size::TITLE);
                ui.add(egui::Label::new(text).truncate());
            }
        });
    });
    if !large.is_empty() {
        ui.add(egui::Label::new(widget::caption(context, small)).wrap());
    }
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
    // Without words where there is no room for them.
    let wide = ui.available_width() >= 340.0;
    let button = |ui: &mut Ui, icon: Icon, key: &str| {
        let name = context.text(key);
        if wide {
            widget::action_button_ui(ui, context, icon, name, false).clicked()
        } else {
            widget::icon_button_ui(ui, context, icon, name).clicked()
        }
    };
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
                if button(ui, icon, key) {
                    context.send(action);
                }
            }
        });
        if button(ui, Icon::Close, "measure-close") {
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
