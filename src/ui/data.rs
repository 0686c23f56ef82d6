//! The data file over the map: a strip that says what it is or how far it has been read, and a card with the
//! properties of a feature.

use egui::{
    Align, Align2, Area, Label, Layout, Order, ProgressBar, Rect, ScrollArea, Sense, Ui, Vec2, vec2,
};

use super::{Context, facts, widget};
use crate::{
    app::{Action, Data, Picked},
    import::{Cell, Progress, Table},
    lang::{grouped, position_text},
    scene::DataLayer,
    theme::{icon::Icon, space, type_size},
};

/// Columns whose value is the name of a feature, in small letters, best first for a reader of English; Chinese names
/// come first for a reader of Chinese.
const NAMES: [&str; 6] = ["name_en", "name", "title", "label", "name_zh", "名称"];
const NAMES_CHINESE: [&str; 6] = ["name_zh", "名称", "name", "title", "label", "name_en"];
/// Width of the bar of progress, in points.
const BAR: f32 = 160.0;
/// Share of the card that the names of properties take.
const NAME_SHARE: f32 = 0.36;

/// `free` is the part of the map that no panel covers.
pub fn data_ui(ui: &Ui, context: &Context<'_>, map: Rect, free: Rect, data: &Data) {
    if let Some(reading) = data.reading() {
        let name = reading.path.file_name().unwrap_or_default();
        let name = name.to_string_lossy();
        strip_ui(ui, context, free, |ui| {
            reading_ui(ui, context, &name, &reading.progress);
        });
    } else if let Some(layer) = data.layer() {
        strip_ui(ui, context, free, |ui| layer_ui(ui, context, layer));
        if let (Some(picked), Some(feature)) = (data.picked(), data.feature()) {
            card_ui(ui, context, map, layer, picked, feature);
        }
    }
}

fn strip_ui(ui: &Ui, context: &Context<'_>, free: Rect, contents: impl FnOnce(&mut Ui)) {
    Area::new(egui::Id::unique("data strip"))
        .order(Order::Middle)
        .fixed_pos(free.center_bottom() - vec2(0.0, space::M))
        .pivot(Align2::CENTER_BOTTOM)
        .accessible_name(context.text("data"))
        .show(ui.ctx(), |ui| {
            let margin = egui::Margin::symmetric(space::M as i8, space::XS as i8);
            widget::card_frame(context)
                .inner_margin(margin)
                .show(ui, |ui| {
                    ui.spacing_mut().item_spacing.x = space::S;
                    ui.horizontal(contents);
                });
        });
}

fn reading_ui(ui: &mut Ui, context: &Context<'_>, name: &str, progress: &Progress) {
    let share = progress.share();
    let count = grouped(progress.features() as f64);
    let key = if share < 1.0 {
        "data-reading"
    } else {
        "data-preparing"
    };
    let text = context
        .strings
        .format(key, &[("name", name), ("count", &count)]);
    ui.label(widget::body(context, text));
    let bar = ProgressBar::new(share)
        .desired_width(BAR)
        .desired_height(space::S)
        .fill(context.colours().second);
    let bar = ui.add(bar);
    let percent = format!("{:.0} %", share * 100.0);
    bar.widget_info(|| egui::WidgetInfo::labeled(egui::Role::ProgressIndicator, true, &percent));
    ui.label(widget::caption(context, percent));
    if widget::text_button_ui(ui, context, context.text("data-cancel")).clicked() {
        context.send(Action::CloseData);
    }
}

fn layer_ui(ui: &mut Ui, context: &Context<'_>, layer: &DataLayer) {
    let (rect, _) = ui.allocate_exact_size(Vec2::splat(12.0), Sense::hover());
    ui.painter()
        .circle_filled(rect.center(), 5.0, context.theme.map.symbol);
    let count = grouped(layer.table().len() as f64);
    ui.label(widget::strong(
        context,
        layer.table().name(),
        type_size::BODY,
    ));
    let text = context.strings.format("data-count", &[("count", &count)]);
    ui.label(widget::caption(context, text));
    for (key, icon, action) in [
        ("data-nearest", Icon::Place, Action::NearestFeature),
        ("data-all", Icon::Search, Action::ShowAllData),
        ("data-close", Icon::Close, Action::CloseData),
    ] {
        if widget::icon_button_ui(ui, context, icon, context.text(key)).clicked() {
            context.send(action);
        }
    }
}

fn card_ui(
    ui: &Ui,
    context: &Context<'_>,
    map: Rect,
    layer: &DataLayer,
    picked: &Picked,
    feature: usize,
) {
    let bounds = facts::bounds(map);
    let title = feature_name(context, layer.table(), feature);
    Area::new(egui::Id::unique("data card"))
        .order(Order::Middle)
        .fixed_pos(bounds.min)
        .constrain(false)
        .accessible_name(
            context
                .strings
                .format("data-feature-of", &[("name", &title)]),
        )
        .show(ui.ctx(), |ui| {
            widget::card_frame(context).show(ui, |ui| {
                ui.set_width(bounds.width() - 2.0 * space::L);
                ui.spacing_mut().item_spacing = vec2(space::S, space::XS);
                header_ui(ui, context, layer, &title);
                let count = layer.count(&picked.hit);
                if count > 1 {
                    pager_ui(ui, context, picked.index, count);
                }
                widget::hairline_ui(ui, context);
                let left = bounds.bottom() - ui.cursor().top() - space::L;
                ScrollArea::vertical()
                    .id_salt(("data card", feature))
                    .max_height(left.max(80.0))
                    .auto_shrink([false, true])
                    .show(ui, |ui| properties_ui(ui, context, layer, feature));
            });
        });
}

fn header_ui(ui: &mut Ui, context: &Context<'_>, layer: &DataLayer, title: &str) {
    ui.with_layout(Layout::right_to_left(Align::Min), |ui| {
        if widget::icon_button_ui(ui, context, Icon::Close, context.text("data-close-feature"))
            .clicked()
        {
            context.send(Action::CloseFeature);
        }
        ui.with_layout(Layout::top_down(Align::Min), |ui| {
            ui.add(Label::new(widget::caption(context, layer.table().name())).truncate());
            ui.add(
                Label::new(widget::strong(context, title, type_size::TITLE))
                    .wrap()
                    .selectable(true),
            );
        });
    });
}

fn pager_ui(ui: &mut Ui, context: &Context<'_>, index: usize, count: usize) {
    ui.horizontal(|ui| {
        let (number, count) = (grouped(index as f64 + 1.0), grouped(count as f64));
        for (key, step) in [("data-previous", -1), ("data-next", 1)] {
            if widget::text_button_ui(ui, context, context.text(key)).clicked() {
                context.send(Action::StepFeature(step));
            }
        }
        let text = context
            .strings
            .format("data-of", &[("number", &number), ("count", &count)]);
        ui.label(widget::caption(context, text));
    });
}

fn properties_ui(ui: &mut Ui, context: &Context<'_>, layer: &DataLayer, feature: usize) {
    let table = layer.table();
    let width = ui.available_width();
    for (column, name) in table.columns().enumerate() {
        let Some(cell) = table.cell(column, feature) else {
            continue;
        };
        ui.horizontal_top(|ui| {
            let share = width * NAME_SHARE;
            ui.allocate_ui(vec2(share, 0.0), |ui| {
                ui.set_width(share);
                ui.add(Label::new(widget::caption(context, name)).wrap());
            });
            let value = widget::body(context, cell_text(cell));
            ui.add(Label::new(value).wrap().selectable(true));
        });
    }
    if let Some(extent) = layer.feature_extent(feature) {
        ui.add_space(space::S);
        let position = position_text(context.strings, extent.centre());
        let text = format!("{position}  WGS 84");
        ui.add(Label::new(widget::caption(context, text)).selectable(true));
    }
}

fn cell_text(cell: Cell<'_>) -> String {
    match cell {
        Cell::Number(number) => grouped(number),
        Cell::Text(text) => text.to_owned(),
    }
}

/// The feature's name, or its number.
fn feature_name(context: &Context<'_>, table: &Table, feature: usize) -> String {
    let names = match context.language() {
        crate::atlas::Language::English => NAMES,
        crate::atlas::Language::Chinese => NAMES_CHINESE,
    };
    let found = names.iter().find_map(|name| {
        let column = table
            .columns()
            .position(|column| column.eq_ignore_ascii_case(name))?;
        table
            .cell(column, feature)
            .map(cell_text)
            .filter(|text| !text.is_empty())
    });
    let number = || {
        let number = grouped(feature as f64 + 1.0);
        context
            .strings
            .format("data-feature", &[("number", &number)])
    };
    found.unwrap_or_else(number)
}
