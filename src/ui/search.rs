//! The search box and the list of what it finds, or of what was found lately while it is empty.

use egui::{
    Area, Key, Order, Rect, Response, Role, Sense, TextEdit, Ui, Vec2, WidgetInfo, accesskit::Live,
    vec2,
};

use super::{Context, widget};
use crate::{
    app::{Action, Session},
    card,
    lang::{date_text, value_text},
    search::{Found, Index},
    theme::{icon::Icon, radius, space, type_size},
};

/// Results that are listed.
const RESULTS: usize = 9;
const ROW_HEIGHT: f32 = 40.0;
const HEADING_HEIGHT: f32 = 22.0;
/// The list is never narrower, however narrow the field is, in points.
const LIST_WIDTH: f32 = 320.0;

/// What identifies the text field, so that a key can put the keyboard into it.
pub fn field_id() -> egui::Id {
    egui::Id::unique("search field")
}

fn list_id() -> egui::Id {
    egui::Id::unique("search results")
}

/// `recent` is what was chosen before, the latest first.
pub fn search_ui(
    ui: &mut Ui,
    context: &Context<'_>,
    session: &mut Session,
    index: &Index,
    recent: &[Found],
) {
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
    let icon = Rect::from_center_size(
        field.rect.left_center() + vec2(18.0, 0.0),
        Vec2::splat(16.0),
    );
    Icon::Search.paint_at(ui, icon, colours.ink_weak);
    if session.search != before {
        session.search_row = 0;
    }
    if session.search != before || field.gained_focus() || field.clicked() {
        session.search_open = true;
    }
    if session.search_open {
        let found = if session.search.trim().is_empty() {
            recent.to_vec()
        } else {
            index.find_all(&session.search, results_that_fit(ui, &field))
        };
        list_ui(ui, context, session, &field, &found);
    }
}

fn list_ui(
    ui: &Ui,
    context: &Context<'_>,
    session: &mut Session,
    field: &Response,
    found: &[Found],
) {
    let searching = !session.search.trim().is_empty();
    if found.is_empty() && !searching {
        return;
    }
    if field.has_focus() || field.lost_focus() {
        let chosen = keys(ui, session, found.len());
        if let Some(found) = chosen.and_then(|row| found.get(row)) {
            choose(session, context, found);
            return;
        }
    }
    announce(ui, context, field, found, searching);
    let width = field.rect.width().max(LIST_WIDTH);
    let shown = Area::new(list_id())
        .order(Order::Foreground)
        .fixed_pos(field.rect.left_bottom() + vec2(0.0, 4.0))
        .accessible_name(context.text("search-results"))
        .show(ui.ctx(), |ui| {
            let frame = widget::card_frame(context).inner_margin(space::XS);
            frame
                .show(ui, |ui| {
                    ui.set_width(width.min(ui.ctx().content_rect().width() - space::XL) - space::S);
                    ui.spacing_mut().item_spacing.y = 0.0;
                    if found.is_empty() {
                        nothing_ui(ui, context, session);
                    }
                    rows_ui(ui, context, session, found, searching)
                })
                .inner
        });
    close_if_left(ui, session, field, shown.response.rect, shown.inner);
}

/// Tells a screen reader what was found while the keyboard stays in the field.
fn announce(ui: &Ui, context: &Context<'_>, field: &Response, found: &[Found], searching: bool) {
    let first = found.first().and_then(|found| words(context, found));
    let text = match first {
        _ if !searching => return,
        None => context.text("search-found-none").to_owned(),
        Some((_, first, _)) => {
            let count = found.len().to_string();
            let arguments = [("count", &*count), ("first", &first)];
            context.strings.format("search-found", &arguments)
        }
    };
    let corner = Rect::from_min_size(field.rect.left_bottom(), Vec2::splat(1.0));
    let status = ui.interact(corner, field.id.with("found"), Sense::hover());
    status.widget_info(|| WidgetInfo::labeled(Role::Status, true, &text));
    ui.ctx()
        .accesskit_node_builder(status.id, |node| node.set_live(Live::Polite));
}

fn nothing_ui(ui: &mut Ui, context: &Context<'_>, session: &Session) {
    let nothing = context
        .strings
        .format("search-nothing", &[("text", session.search.trim())]);
    ui.add_space(space::S);
    ui.add(egui::Label::new(widget::body(context, nothing)).wrap());
    let advice = widget::caption(context, context.text("search-nothing-advice"));
    ui.add(egui::Label::new(advice).wrap());
    ui.add_space(space::S);
}

/// Rows under a heading for each kind. Whether one of them has the keyboard.
fn rows_ui(
    ui: &mut Ui,
    context: &Context<'_>,
    session: &mut Session,
    found: &[Found],
    searching: bool,
) -> bool {
    let mut focused = false;
    let mut heading = "";
    for (row, one) in found.iter().enumerate() {
        let wanted = match one {
            _ if !searching => "search-recent",
            Found::Place(_) => "search-places",
            Found::Fact(_) => "search-facts",
            Found::Source(_) => "search-sources",
        };
        if heading != wanted {
            heading = wanted;
            heading_ui(ui, context, context.text(heading));
        }
        let response = row_ui(ui, context, one, row == session.search_row);
        focused |= response.has_focus();
        if response.clicked() {
            choose(session, context, one);
        }
    }
    focused
}

fn heading_ui(ui: &mut Ui, context: &Context<'_>, text: &str) {
    let size = vec2(ui.available_width(), HEADING_HEIGHT);
    let (rect, _) = ui.allocate_exact_size(size, Sense::hover());
    let mut child = ui.new_child(
        egui::UiBuilder::new()
            .max_rect(rect.shrink2(vec2(space::S, 0.0)))
            .layout(egui::Layout::left_to_right(egui::Align::Max)),
    );
    child.label(widget::caption(context, text));
}

/// A press elsewhere, or the keyboard elsewhere, closes the list and leaves the text.
fn close_if_left(ui: &Ui, session: &mut Session, field: &Response, list: Rect, row_focused: bool) {
    let pressed_elsewhere = ui.input(|input| {
        let at = input.pointer.interact_pos();
        input.pointer.any_pressed()
            && at.is_some_and(|at| !list.contains(at) && !field.rect.contains(at))
    });
    let focus = ui.memory(egui::Memory::focused);
    let elsewhere = focus.is_some_and(|id| id != field.id) && !row_focused && !field.lost_focus();
    if pressed_elsewhere || elsewhere {
        session.search_open = false;
    }
}

/// As many as there is room for under the field, with the headings of three kinds.
fn results_that_fit(ui: &Ui, field: &Response) -> usize {
    let taken = field.rect.bottom() + ROW_HEIGHT + 3.0 * HEADING_HEIGHT;
    let room = ui.ctx().content_rect().bottom() - taken;
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

fn choose(session: &mut Session, context: &Context<'_>, found: &Found) {
    session.search.clear();
    session.search_row = 0;
    session.search_open = false;
    context.send(Action::Choose(found.clone()));
}

/// What a row says: icon, first line, second line.
fn words(context: &Context<'_>, found: &Found) -> Option<(Icon, String, String)> {
    let language = context.language();
    let words = match found {
        Found::Place(id) => {
            let place = context.atlas.place(id)?;
            let mut detail = card::whereabouts(context.atlas, context.strings, place);
            let other = place.names.exactly(language.other());
            if !other.is_empty() {
                detail = format!("{other} · {detail}");
            }
            let name = place.names.get(language).to_owned();
            (Icon::of_kind(&place.kind), name, detail)
        }
        Found::Fact(id) => {
            let fact = context.atlas.fact(id)?;
            let places = fact.places.iter().filter_map(|id| context.atlas.place(id));
            let places: Vec<&str> = places.map(|place| place.map_label(language)).collect();
            let value = value_text(context.strings, &fact.value).joined();
            let mut detail = format!("{} · {value}", places.join(", "));
            if let Some(date) = &fact.as_of {
                detail = format!("{detail} · {}", date_text(context.strings, date));
            }
            (Icon::Claims, fact.label.get(language).to_owned(), detail)
        }
        Found::Source(id) => {
            let source = context.atlas.source(id)?;
            let year = source.year.map(|year| year.to_string());
            let detail = [Some(source.publisher.clone()), year];
            let detail: Vec<String> = detail.into_iter().flatten().collect();
            (Icon::Sources, source.title.clone(), detail.join(" · "))
        }
    };
    Some(words)
}

fn row_ui(ui: &mut Ui, context: &Context<'_>, found: &Found, active: bool) -> Response {
    let colours = context.colours();
    let (rect, response) =
        ui.allocate_exact_size(vec2(ui.available_width(), ROW_HEIGHT), Sense::click());
    let Some((icon, name, detail)) = words(context, found) else {
        return response;
    };
    response.widget_info(|| WidgetInfo::selected(Role::ListBoxOption, true, active, &name));
    if active || response.hovered() || response.has_focus() {
        let fill = if active {
            colours.well_hover
        } else {
            colours.well
        };
        let corner = egui::CornerRadius::same(radius::CONTROL);
        ui.painter().rect_filled(rect, corner, fill);
        if response.has_focus() {
            let outline = egui::Stroke::new(2.0, colours.accent);
            ui.painter()
                .rect_stroke(rect, corner, outline, egui::StrokeKind::Inside);
        }
    }
    let at = Rect::from_center_size(rect.left_center() + vec2(16.0, 0.0), Vec2::splat(18.0));
    icon.paint_at(ui, at, colours.ink_weak);
    let mut text = ui.new_child(
        egui::UiBuilder::new()
            .max_rect(rect.with_min_x(rect.left() + 34.0).shrink2(vec2(0.0, 2.0)))
            .layout(egui::Layout::top_down(egui::Align::Min)),
    );
    text.spacing_mut().item_spacing.y = 0.0;
    text.add(egui::Label::new(widget::body(context, name).size(type_size::BODY)).truncate());
    text.add(egui::Label::new(widget::caption(context, detail)).truncate());
    response
}
