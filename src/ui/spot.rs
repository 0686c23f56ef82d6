//! What a right click on the map offers: what can be done with the place that lies there, the coordinate in every form
//! that is asked for, and measuring from there.

use egui::{
    Align2, Area, Order, Rect, Response, Role, Sense, Stroke, StrokeKind, Ui, WidgetInfo, vec2,
};

use super::{Context, widget};
use crate::{
    app::{Action, Session},
    atlas::Place,
    card,
    geo::datum,
    lang::{decimal_text, dms_text},
    map::Spot,
    theme::{icon::Icon, radius, space, type_size},
};

/// In points.
const WIDTH: f32 = 296.0;
const ROW_HEIGHT: f32 = 38.0;
const MENU_ROW: f32 = 30.0;

pub fn spot_ui(ui: &Ui, context: &Context<'_>, map: Rect, spot: &Spot, session: &Session) {
    let id = egui::Id::unique("spot");
    let shown = Area::new(id)
        .order(Order::Foreground)
        .fixed_pos(spot.at)
        .constrain_to(map)
        .accessible_name(context.text("spot"))
        .show(ui.ctx(), |ui| {
            let frame = widget::card_frame(context).inner_margin(space::XS);
            frame.show(ui, |ui| {
                ui.set_width(WIDTH.min(map.width() - space::XL));
                ui.spacing_mut().item_spacing.y = 0.0;
                contents_ui(ui, context, spot, session)
            })
        });
    // Opened by a key, it is walked on by keys: once, so that Tab can leave.
    let first = shown.inner.inner;
    let asked = ui.data(|data| data.get_temp::<egui::Pos2>(id));
    if spot.by_key && asked != Some(spot.at) {
        first.request_focus();
        ui.data_mut(|data| data.insert_temp(id, spot.at));
    }
    let left = ui.input(|input| {
        let at = input.pointer.interact_pos();
        input.pointer.primary_pressed() && at.is_some_and(|at| !shown.response.rect.contains(at))
    });
    if left {
        context.send(Action::CloseSpot);
    }
}

/// Gives the first row.
fn contents_ui(ui: &mut Ui, context: &Context<'_>, spot: &Spot, session: &Session) -> Response {
    let mut first = None;
    let subject = spot.subject.as_ref().and_then(|id| context.atlas.place(id));
    if let Some(place) = subject {
        first = Some(subject_ui(ui, context, place, session));
        line_ui(ui, context);
    }
    for (key, text) in coordinates(context, spot) {
        let row = row_ui(ui, context, context.text(key), &text);
        if row.clicked() {
            context.send(Action::Copy(text));
            context.send(Action::CloseSpot);
        }
        first.get_or_insert(row);
    }
    line_ui(ui, context);
    let measure = menu_row_ui(
        ui,
        context,
        Icon::Measure,
        context.text("measure-from-here"),
    );
    if measure.clicked() {
        context.send(Action::MeasureFrom(spot.position, spot.place.clone()));
    }
    first.unwrap_or(measure)
}

fn line_ui(ui: &mut Ui, context: &Context<'_>) {
    ui.add_space(space::XS);
    widget::hairline_ui(ui, context);
    ui.add_space(space::XS);
}

/// Which place lies there, and what can be done with it. Gives the first row.
fn subject_ui(ui: &mut Ui, context: &Context<'_>, place: &Place, session: &Session) -> Response {
    ui.add_space(space::XS);
    ui.spacing_mut().interact_size.y = 18.0;
    let indented = |ui: &mut Ui, text: egui::RichText| {
        ui.horizontal(|ui| {
            ui.add_space(space::S);
            ui.add(egui::Label::new(text).truncate());
        });
    };
    let name = place.names.get(context.language());
    indented(ui, widget::strong(context, name, type_size::BODY));
    let whereabouts = card::whereabouts(context.atlas, context.strings, place);
    indented(ui, widget::caption(context, whereabouts));
    ui.add_space(space::XS);
    let facts = menu_row_ui(
        ui,
        context,
        Icon::of_kind(&place.kind),
        context.text("spot-facts"),
    );
    if facts.clicked() {
        context.send(Action::Select(place.id.clone()));
        context.send(Action::CloseSpot);
    }
    if menu_row_ui(ui, context, Icon::Search, context.text("spot-zoom")).clicked() {
        context.send(Action::ZoomTo(place.id.clone()));
    }
    let compared = session.compared.contains(&place.id);
    let key = if compared {
        "compare-remove-this"
    } else {
        "compare-add-this"
    };
    if menu_row_ui(ui, context, Icon::Compare, context.text(key)).clicked() {
        context.send(Action::ToggleCompared(place.id.clone()));
        context.send(Action::CloseSpot);
    }
    facts
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
fn row_ui(ui: &mut Ui, context: &Context<'_>, datum: &str, text: &str) -> Response {
    let colours = context.colours();
    let arguments = [("datum", datum), ("coordinate", text)];
    let name = context.strings.format("copy-coordinate", &arguments);
    let (rect, response) = ground_ui(ui, context, ROW_HEIGHT, &name);
    let left = rect.left() + space::S;
    let font = |size| egui::FontId::proportional(size);
    let lines = [
        (
            rect.top() + 11.0,
            datum,
            type_size::CAPTION,
            colours.ink_weak,
        ),
        (rect.bottom() - 11.0, text, type_size::BODY, colours.ink),
    ];
    for (middle, words, size, colour) in lines {
        let at = egui::pos2(left, middle);
        ui.painter()
            .text(at, Align2::LEFT_CENTER, words, font(size), colour);
    }
    let at = rect.right_center() - vec2(space::L, 0.0);
    let icon = Rect::from_center_size(at, vec2(16.0, 16.0));
    Icon::Copy.paint_at(ui, icon, colours.ink_weak);
    response
}

/// What a click does.
fn menu_row_ui(ui: &mut Ui, context: &Context<'_>, icon: Icon, text: &str) -> Response {
    let (rect, response) = ground_ui(ui, context, MENU_ROW, text);
    let at = rect.left_center() + vec2(space::S + 8.0, 0.0);
    let side = Rect::from_center_size(at, vec2(16.0, 16.0));
    icon.paint_at(ui, side, context.colours().ink_weak);
    let left = egui::pos2(side.right() + space::S, rect.center().y);
    widget::line_of_text(ui, context, text, left, rect.right() - left.x);
    response
}

/// A row that is pressed, named for screen readers.
fn ground_ui(ui: &mut Ui, context: &Context<'_>, height: f32, name: &str) -> (Rect, Response) {
    let colours = context.colours();
    let size = vec2(ui.available_width(), height);
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, name));
    let corner = f32::from(radius::CONTROL);
    if response.hovered() || response.has_focus() {
        ui.painter().rect_filled(rect, corner, colours.well);
    }
    if response.has_focus() {
        let outline = Stroke::new(2.0, colours.accent);
        ui.painter()
            .rect_stroke(rect, corner, outline, StrokeKind::Inside);
    }
    (rect, response)
}
