//! What a right click on the map offers: the coordinate in every form that is asked for, and measuring from there.

use egui::{Align2, Area, Order, Rect, Role, Sense, Stroke, StrokeKind, Ui, WidgetInfo, vec2};

use super::{Context, widget};
use crate::{
    app::Action,
    geo::datum,
    lang::{decimal_text, dms_text},
    map::Spot,
    theme::{icon::Icon, radius, space, type_size},
};

/// In points.
const WIDTH: f32 = 296.0;
const ROW_HEIGHT: f32 = 40.0;

pub fn spot_ui(ui: &Ui, context: &Context<'_>, map: Rect, spot: &Spot) {
    let shown = Area::new(egui::Id::unique("spot"))
        .order(Order::Foreground)
        .fixed_pos(spot.at)
        .constrain_to(map)
        .accessible_name(context.text("spot"))
        .show(ui.ctx(), |ui| {
            let frame = widget::card_frame(context).inner_margin(space::XS);
            frame.show(ui, |ui| {
                ui.set_width(WIDTH);
                ui.spacing_mut().item_spacing.y = 0.0;
                contents_ui(ui, context, spot);
            });
        });
    let left = ui.input(|input| {
        let at = input.pointer.interact_pos();
        input.pointer.primary_pressed() && at.is_some_and(|at| !shown.response.rect.contains(at))
    });
    if left {
        context.send(Action::CloseSpot);
    }
}

fn contents_ui(ui: &mut Ui, context: &Context<'_>, spot: &Spot) {
    if let Some(place) = spot.place.as_ref().and_then(|id| context.atlas.place(id)) {
        let name = place.names.get(context.language());
        ui.horizontal(|ui| {
            ui.add_space(space::S);
            ui.label(widget::strong(context, name, type_size::BODY));
        });
    }
    for (key, text) in coordinates(context, spot) {
        if row_ui(ui, context, context.text(key), &text).clicked() {
            context.send(Action::Copy(text));
            context.send(Action::CloseSpot);
        }
    }
    widget::hairline_ui(ui, context);
    ui.add_space(space::XS);
    ui.horizontal(|ui| {
        let name = context.text("measure-from-here");
        if widget::action_button_ui(ui, context, Icon::Measure, name, false).clicked() {
            context.send(Action::MeasureFrom(spot.position, spot.place.clone()));
        }
    });
}

/// Each with the key of its datum's name.
fn coordinates(context: &Context<'_>, spot: &Spot) -> [(&'static str, String); 4] {
    let here = spot.position;
    [
        ("datum-wgs84", decimal_text(here)),
        ("datum-wgs84-dms", dms_text(context.strings, here)),
        ("datum-gcj02", decimal_text(datum::gcj02_from_wgs84(here))),
        ("datum-bd09", decimal_text(datum::bd09_from_wgs84(here))),
    ]
}

/// A coordinate that a click copies.
fn row_ui(ui: &mut Ui, context: &Context<'_>, datum: &str, text: &str) -> egui::Response {
    let colours = context.colours();
    let size = vec2(ui.available_width(), ROW_HEIGHT);
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    let arguments = [("datum", datum), ("coordinate", text)];
    let name = context.strings.format("copy-coordinate", &arguments);
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &name));
    let corner = f32::from(radius::CONTROL);
    if response.hovered() || response.has_focus() {
        ui.painter().rect_filled(rect, corner, colours.well);
    }
    if response.has_focus() {
        let outline = Stroke::new(2.0, colours.accent);
        ui.painter()
            .rect_stroke(rect, corner, outline, StrokeKind::Inside);
    }
    let left = rect.left() + space::S;
    let font = |size| egui::FontId::proportional(size);
    let lines = [
        (
            rect.top() + 12.0,
            datum,
            type_size::CAPTION,
            colours.ink_weak,
        ),
        (rect.bottom() - 13.0, text, type_size::BODY, colours.ink),
    ];
    for (middle, words, size, colour) in lines {
        let at = egui::pos2(left, middle);
        ui.painter()
            .text(at, Align2::LEFT_CENTER, words, font(size), colour);
    }
    let at = rect.right_center() - vec2(space::M, 0.0);
    let icon = Rect::from_center_size(at, vec2(16.0, 16.0));
    Icon::Copy.paint_at(ui, icon, colours.ink_weak);
    response
}
