//! Two to four places side by side, the same facts in rows, gaps shown as gaps.

use egui::{Label, ScrollArea, Ui};

use super::{Context, fact::small_button_ui, status_sign, value, widget};
use crate::{
    app::Action,
    atlas::{Fact, Place, PlaceId},
    card::{self, Comparison, MOST, Row},
    theme::{icon::Icon, space, type_size},
};

/// Width of the column of labels, in points.
const LABELS: f32 = 136.0;
/// Width of the column of one place where there is room, in points.
const COLUMN: f32 = 172.0;
/// Columns never get narrower; then the table scrolls sideways.
const COLUMN_MIN: f32 = 116.0;

/// How wide the drawer would like to be, margins aside.
pub fn wished_width(places: usize) -> f32 {
    LABELS + places.clamp(1, MOST) as f32 * (COLUMN + space::M)
}

/// `selected` can be added.
pub fn compare_ui(ui: &mut Ui, context: &Context<'_>, ids: &[PlaceId], selected: Option<&PlaceId>) {
    let comparison = Comparison::new(context.atlas, ids);
    controls_ui(ui, context, &comparison, selected);
    if comparison.places.is_empty() {
        return;
    }
    let places = comparison.places.len() as f32;
    let room = ui.available_width() - LABELS - space::S;
    let column = (room / places - space::M).clamp(COLUMN_MIN, COLUMN * 1.5);
    ScrollArea::horizontal()
        .id_salt("comparison, sideways")
        .auto_shrink([false, false])
        .show(ui, |ui| {
            heads_ui(ui, context, &comparison, column);
            widget::hairline_ui(ui, context);
            ScrollArea::vertical()
                .id_salt("comparison")
                .auto_shrink([false, false])
                .show(ui, |ui| rows_ui(ui, context, &comparison, column));
        });
}

fn controls_ui(
    ui: &mut Ui,
    context: &Context<'_>,
    comparison: &Comparison<'_>,
    selected: Option<&PlaceId>,
) {
    let count = comparison.places.len();
    if count < 2 {
        ui.add_space(space::S);
        ui.add(Label::new(widget::body(context, context.text("compare-hint"))).wrap());
        ui.add_space(space::XS);
    }
    ui.horizontal_wrapped(|ui| {
        let known = |id: &PlaceId| comparison.places.iter().any(|place| place.id == *id);
        let more = selected.filter(|id| count < MOST && !known(id));
        if let Some(place) = more.and_then(|id| context.atlas.place(id)) {
            let name = place.map_label(context.language());
            let text = context.strings.format("compare-add", &[("place", name)]);
            if widget::outlined_button_ui(ui, context, Icon::Plus, &text, &text).clicked() {
                context.send(Action::ToggleCompared(place.id.clone()));
            }
        }
        if count == 0 {
            return;
        }
        if widget::action_button_ui(
            ui,
            context,
            Icon::Table,
            context.text("compare-copy-table"),
            false,
        )
        .clicked()
        {
            let text =
                card::comparison_table(context.atlas, comparison, context.strings, context.today);
            context.send(Action::Copy(text));
        }
        if widget::action_button_ui(
            ui,
            context,
            Icon::Copy,
            context.text("compare-copy-markdown"),
            false,
        )
        .clicked()
        {
            let text = card::comparison_markdown(
                context.atlas,
                comparison,
                context.strings,
                context.today,
            );
            context.send(Action::Copy(text));
        }
        if widget::action_button_ui(
            ui,
            context,
            Icon::Close,
            context.text("compare-clear"),
            false,
        )
        .clicked()
        {
            context.send(Action::ClearCompared);
        }
    });
}

/// The names of the places, each with the way to its card and out of the comparison.
fn heads_ui(ui: &mut Ui, context: &Context<'_>, comparison: &Comparison<'_>, column: f32) {
    columns_ui(
        ui,
        column,
        &comparison.places,
        |_| {},
        |ui, place: &&Place| {
            let name = place.names.get(context.language());
            ui.horizontal_top(|ui| {
                let label = widget::strong(
                    context,
                    place.map_label(context.language()),
                    type_size::LEAD,
                );
                let text = label.color(context.colours().second);
                ui.allocate_ui(egui::vec2(column - 30.0, 20.0), |ui| {
                    let link = ui.add(egui::Link::new(text)).on_hover_text(name);
                    if link.clicked() {
                        context.send(Action::Select(place.id.clone()));
                    }
                });
                let remove = context.strings.format("compare-remove", &[("place", name)]);
                if small_button_ui(ui, context, Icon::Close, &remove).clicked() {
                    context.send(Action::ToggleCompared(place.id.clone()));
                }
            });
            let whereabouts = card::whereabouts(context.atlas, context.strings, place);
            ui.add(Label::new(widget::caption(context, whereabouts)).truncate());
        },
    );
}

fn rows_ui(ui: &mut Ui, context: &Context<'_>, comparison: &Comparison<'_>, column: f32) {
    let mut shared = None;
    let several = comparison.places.len() > 1;
    for row in &comparison.rows {
        if several && shared != Some(row.is_shared()) {
            shared = Some(row.is_shared());
            let key = if row.is_shared() {
                "compare-shared"
            } else {
                "compare-only-one"
            };
            ui.add_space(space::M);
            ui.label(widget::strong(context, context.text(key), type_size::BODY));
            widget::hairline_ui(ui, context);
        }
        row_ui(ui, context, row, column);
        widget::hairline_ui(ui, context);
    }
}

fn row_ui(ui: &mut Ui, context: &Context<'_>, row: &Row<'_>, column: f32) {
    let label = row.label.get(context.language());
    ui.add_space(space::XS);
    let label_ui = |ui: &mut Ui| {
        ui.add_space(3.0);
        ui.add(
            Label::new(widget::caption(context, label))
                .wrap()
                .selectable(true),
        );
    };
    columns_ui(ui, column, &row.cells, label_ui, |ui, cell| {
        cell_ui(ui, context, *cell);
    });
    ui.add_space(space::XS);
}

/// Value, and below it status and date; a dash where there is none.
fn cell_ui(ui: &mut Ui, context: &Context<'_>, cell: Option<&Fact>) {
    let Some(fact) = cell else {
        let dash = ui
            .label(widget::strong(context, "—", type_size::LEAD).color(context.colours().ink_weak));
        let gap = context.text("compare-gap");
        dash.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Label, true, gap));
        dash.on_hover_text(gap);
        return;
    };
    value::value_ui(ui, context, fact, type_size::LEAD);
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = egui::vec2(5.0, 1.0);
        status_sign::status_ui(ui, context, fact.status);
        status_sign::date_ui(ui, context, fact);
        status_sign::age_ui(ui, context, fact);
    });
}

/// A label and then cells of equal width.
fn columns_ui<T>(
    ui: &mut Ui,
    column: f32,
    cells: &[T],
    label: impl FnOnce(&mut Ui),
    mut cell: impl FnMut(&mut Ui, &T),
) {
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = space::M;
        ui.vertical(|ui| {
            ui.set_width(LABELS - space::M);
            label(ui);
        });
        for one in cells {
            ui.vertical(|ui| {
                ui.set_width(column);
                ui.spacing_mut().item_spacing.y = 1.0;
                cell(ui, one);
            });
        }
    });
}
