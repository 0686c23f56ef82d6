//! The search box and the list of what it finds.

use egui::{Area, Key, Order, Response, Role, Sense, TextEdit, Ui, Vec2, WidgetInfo, vec2};

use super::{Context, widget};
use crate::{
    app::{Action, Session},
    atlas::PlaceId,
    search::Index,
    theme::{icon::Icon, radius, space, type_size},
};

/// Results that are listed.
const RESULTS: usize = 9;
const ROW_HEIGHT: f32 = 40.0;

/// What identifies the text field, so that a key can put the keyboard into it.
pub fn field_id() -> egui::Id {
    egui::Id::unique("search field")
}

pub fn search_ui(ui: &mut Ui, context: &Context<'_>, session: &mut Session, index: &Index) {
    let colours = context.colours();
    let before = session.search.clone();
    let field = ui.add_sized(
        ui.available_size(),
        TextEdit::singleline(&mut session.search)
            .id(field_id())
            .hint_text(widget::body(context, context.text("search-hint")).color(colours.ink_weak))
            .margin(egui::Margin {
                left: 32,
                right: 8,
                top: 6,
                bottom: 6,
            })
            .char_limit(200)
            .background_color(colours.well)
            .align(egui::Align2::LEFT_CENTER),
    );
    let label = context.text("search");
    field.widget_info(|| WidgetInfo::labeled(Role::SearchInput, true, label));
    let icon = egui::Rect::from_center_size(
        field.rect.left_center() + vec2(18.0, 0.0),
        Vec2::splat(16.0),
    );
    Icon::Search.paint_at(ui, icon, colours.ink_weak);
    if session.search != before {
        session.search_row = 0;
    }
    let open = !session.search.trim().is_empty();
    if open {
        results_ui(ui, context, session, index, &field);
    }
}

fn results_ui(
    ui: &mut Ui,
    context: &Context<'_>,
    session: &mut Session,
    index: &Index,
    field: &Response,
) {
    let hits: Vec<PlaceId> = index
        .find(&session.search, results_that_fit(ui, field))
        .into_iter()
        .map(|hit| hit.place)
        .collect();
    if field.has_focus() || field.lost_focus() {
        let chosen = keys(ui, session, hits.len());
        if let Some(place) = chosen.and_then(|row| hits.get(row)) {
            choose(session, context, place.clone());
            return;
        }
    }
    let area = Area::new(egui::Id::unique("search results"))
        .order(Order::Foreground)
        .fixed_pos(field.rect.left_bottom() + vec2(0.0, 4.0))
        .accessible_name(context.text("search-results"));
    area.show(ui.ctx(), |ui| {
        let frame = widget::card_frame(context).inner_margin(space::XS);
        frame.show(ui, |ui| {
            ui.set_width(field.rect.width() - space::S);
            ui.spacing_mut().item_spacing.y = 0.0;
            if hits.is_empty() {
                let nothing = context
                    .strings
                    .format("search-nothing", &[("text", session.search.trim())]);
                ui.add_space(space::S);
                ui.label(widget::body(context, nothing));
                ui.label(widget::caption(
                    context,
                    context.text("search-nothing-advice"),
                ));
                ui.add_space(space::S);
            }
            for (row, place) in hits.iter().enumerate() {
                if row_ui(ui, context, place, row == session.search_row).clicked() {
                    choose(session, context, place.clone());
                }
            }
        });
    });
}

/// As many as there is room for under the field.
fn results_that_fit(ui: &Ui, field: &Response) -> usize {
    let room = ui.ctx().content_rect().bottom() - field.rect.bottom() - ROW_HEIGHT;
    ((room / ROW_HEIGHT) as usize).clamp(1, RESULTS)
}

/// The row that Enter takes, if it was pressed; arrows move it.
fn keys(ui: &Ui, session: &mut Session, count: usize) -> Option<usize> {
    let (down, up, enter) = ui.input(|input| {
        (
            input.key_pressed(Key::ArrowDown),
            input.key_pressed(Key::ArrowUp),
            input.key_pressed(Key::Enter),
        )
    });
    if count > 0 && down {
        session.search_row = (session.search_row + 1) % count;
    }
    if count > 0 && up {
        session.search_row = (session.search_row + count - 1) % count;
    }
    enter.then_some(session.search_row)
}

fn choose(session: &mut Session, context: &Context<'_>, place: PlaceId) {
    session.search.clear();
    session.search_row = 0;
    context.send(Action::Select(place));
}

fn row_ui(ui: &mut Ui, context: &Context<'_>, place: &PlaceId, active: bool) -> Response {
    let colours = context.colours();
    let (rect, response) =
        ui.allocate_exact_size(vec2(ui.available_width(), ROW_HEIGHT), Sense::click());
    let Some(place) = context.atlas.place(place) else {
        return response;
    };
    let language = context.language();
    let name = place.names.get(language);
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, active, name));
    if active || response.hovered() {
        let fill = if active {
            colours.well_hover
        } else {
            colours.well
        };
        ui.painter()
            .rect_filled(rect, f32::from(radius::CONTROL), fill);
    }
    let icon =
        egui::Rect::from_center_size(rect.left_center() + vec2(16.0, 0.0), Vec2::splat(18.0));
    Icon::of_kind(&place.kind).paint_at(ui, icon, colours.ink_weak);
    let mut text = ui.new_child(
        egui::UiBuilder::new()
            .max_rect(rect.with_min_x(rect.left() + 34.0).shrink2(vec2(0.0, 2.0)))
            .layout(egui::Layout::top_down(egui::Align::Min)),
    );
    text.spacing_mut().item_spacing.y = 0.0;
    text.add(egui::Label::new(widget::body(context, name).size(type_size::BODY)).truncate());
    let mut detail = crate::card::whereabouts(context.atlas, context.strings, place);
    let other = place.names.exactly(language.other());
    if !other.is_empty() {
        detail = format!("{other} · {detail}");
    }
    text.add(egui::Label::new(widget::caption(context, detail)).truncate());
    response
}
