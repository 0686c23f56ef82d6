//! Regions coloured by a figure that they share: which figure and how, what it rests on, and the ranking beside the
//! map.

use std::collections::BTreeMap;

use egui::{
    Align, Align2, Color32, FontId, Layout, Rect, Role, Sense, Stroke, Ui, WidgetInfo, pos2, vec2,
};

use super::{Context, cite, status_sign, widget};
use crate::{
    app::{Action, Session},
    atlas::{Fact, Language, PlaceId, Source, Status},
    card::date_of,
    lang::{figure_text, measure_text},
    scene::{
        Shading,
        choropleth::{MeasureName, Row, offers},
        content::{Choropleth, Method, Units},
    },
    theme::{palette::PaletteName, semibold, space, type_size},
};

/// Height of a row of the ranking, in points.
const ROW: f32 = 26.0;
/// Sources named before the rest is only counted.
const SOURCES: usize = 6;

pub fn figures_ui(
    ui: &mut Ui,
    context: &Context<'_>,
    session: &Session,
    shading: Option<&Shading>,
) {
    let shown = &session.content.choropleth;
    let mut wanted = shown.clone();
    let units = units_ui(ui, context, &mut wanted);
    measures_ui(ui, context, units, &mut wanted);
    if let Some(choropleth) = &mut wanted {
        classes_ui(ui, context, choropleth);
    }
    if wanted != *shown {
        let mut map = session.content.clone();
        map.choropleth = wanted;
        context.send(Action::ShowOnMap(Box::new(map)));
    }
    match shading {
        Some(shading) => {
            notes_ui(ui, context, shading);
            ranking_ui(ui, context, shading, session.selected.as_ref());
            rests_on_ui(ui, context, shading);
        }
        None if shown.is_some() => {
            ui.add_space(space::M);
            let text = context.text("figures-missing-here");
            ui.label(widget::body(context, text).color(context.colours().caution));
        }
        None => {
            ui.add_space(space::M);
            let hint = widget::caption(context, context.text("figures-hint"));
            ui.add(egui::Label::new(hint).wrap());
        }
    }
    ui.add_space(space::L);
}

fn heading_ui(ui: &mut Ui, context: &Context<'_>, key: &str) {
    ui.add_space(space::M);
    ui.label(widget::strong(context, context.text(key), type_size::LEAD));
    ui.add_space(space::XS);
}

/// Whose figures are looked at: those of the choropleth, or those last looked at.
fn units_ui(ui: &mut Ui, context: &Context<'_>, wanted: &mut Option<Choropleth>) -> Units {
    let id = egui::Id::unique("figures of");
    let remembered = ui.data(|data| data.get_temp::<Units>(id));
    let shown = wanted.as_ref().map(|choropleth| choropleth.units);
    let mut units = shown.or(remembered).unwrap_or_default();
    ui.add_space(space::S);
    ui.horizontal_wrapped(|ui| {
        for (one, key) in [
            (Units::Districts, "figures-districts"),
            (Units::Cities, "figures-cities"),
        ] {
            if widget::chip_ui(ui, context, context.text(key), units == one).clicked() {
                units = one;
            }
        }
    });
    ui.data_mut(|data| data.insert_temp(id, units));
    // The same figure of the other regions, if they share it.
    if let Some(choropleth) = wanted.as_mut().filter(|known| known.units != units) {
        let measure = choropleth.measure.clone();
        let offered = offers(context.atlas, units)
            .iter()
            .any(|offer| offer.measure == measure);
        choropleth.units = units;
        if !offered {
            *wanted = None;
        }
    }
    units
}

fn measures_ui(ui: &mut Ui, context: &Context<'_>, units: Units, wanted: &mut Option<Choropleth>) {
    let offers = offers(context.atlas, units);
    heading_ui(ui, context, "figures-figure");
    if offers.is_empty() {
        ui.label(widget::caption(
            context,
            context.text("figures-none-shared"),
        ));
    }
    ui.spacing_mut().item_spacing.y = 0.0;
    let none = context.text("figures-off");
    if widget::option_ui(ui, context, none, "", wanted.is_none()).clicked() {
        *wanted = None;
    }
    for offer in offers {
        let MeasureName { quantity, per, .. } = &offer.name;
        let name = measure_text(context.strings, quantity, per.as_deref());
        let count = context
            .strings
            .format("figures-regions", &[("count", &offer.count.to_string())]);
        let active = wanted
            .as_ref()
            .is_some_and(|choropleth| choropleth.measure == offer.measure);
        if widget::option_ui(ui, context, &name, &count, active).clicked() {
            *wanted = Some(match wanted.take() {
                Some(choropleth) => Choropleth {
                    units,
                    measure: offer.measure,
                    ..choropleth
                },
                None => Choropleth::of(units, offer.measure),
            });
        }
    }
    ui.spacing_mut().item_spacing.y = space::XS;
}

fn classes_ui(ui: &mut Ui, context: &Context<'_>, choropleth: &mut Choropleth) {
    heading_ui(ui, context, "figures-classes");
    ui.horizontal_wrapped(|ui| {
        for method in Method::ALL {
            let (name, means) = match method {
                Method::Quantile => ("method-quantile", "method-quantile-means"),
                Method::EqualInterval => ("method-equal-interval", "method-equal-interval-means"),
                Method::NaturalBreaks => ("method-natural-breaks", "method-natural-breaks-means"),
            };
            let active = choropleth.method == method;
            let chip = widget::chip_ui(ui, context, context.text(name), active);
            if chip.on_hover_text(context.text(means)).clicked() {
                choropleth.method = method;
            }
        }
    });
    let row = vec2(ui.available_width(), 28.0);
    ui.allocate_ui_with_layout(row, Layout::left_to_right(Align::Center), |ui| {
        ui.label(widget::caption(context, context.text("figures-how-many")));
        for classes in Choropleth::CLASSES {
            let active = choropleth.classes == classes;
            let name = context
                .strings
                .format("figures-class-count", &[("count", &classes.to_string())]);
            let chip = widget::chip_ui(ui, context, &classes.to_string(), active);
            chip.widget_info(|| WidgetInfo::selected(Role::RadioButton, true, active, &name));
            if chip.clicked() {
                choropleth.classes = classes;
            }
        }
    });
    ui.horizontal(|ui| {
        for palette in PaletteName::ALL {
            if palette_ui(ui, context, palette, choropleth.palette == palette) {
                choropleth.palette = palette;
            }
        }
    });
}

/// A palette as its own picture. Returns whether it was clicked.
fn palette_ui(ui: &mut Ui, context: &Context<'_>, palette: PaletteName, active: bool) -> bool {
    let (rect, response) = ui.allocate_exact_size(vec2(62.0, 26.0), Sense::click());
    let name = match palette {
        PaletteName::YlGnBu => "palette-ylgnbu",
        PaletteName::BuPu => "palette-bupu",
        PaletteName::YlOrBr => "palette-ylorbr",
        PaletteName::Viridis => "palette-viridis",
        PaletteName::Cividis => "palette-cividis",
    };
    let name = context.text(name);
    response.widget_info(|| WidgetInfo::selected(Role::RadioButton, true, active, name));
    let colours = palette.colours(context.theme.name, 5);
    let inner = rect.shrink(4.0);
    let step = inner.width() / colours.len() as f32;
    for (index, colour) in colours.into_iter().enumerate() {
        let left = inner.left() + step * index as f32;
        let field = Rect::from_min_max(pos2(left, inner.top()), pos2(left + step, inner.bottom()));
        ui.painter().rect_filled(field, 0.0, colour);
    }
    let outline = match (active, response.has_focus() || response.hovered()) {
        (true, _) => Stroke::new(2.0, context.colours().accent),
        (false, true) => Stroke::new(2.0, context.colours().ink),
        (false, false) => Stroke::new(1.0, context.colours().line),
    };
    ui.painter()
        .rect_stroke(rect, 4.0, outline, egui::StrokeKind::Inside);
    response.on_hover_text(name).clicked()
}

/// What a reader should know of the classes: fewer than asked for, and why.
fn notes_ui(ui: &mut Ui, context: &Context<'_>, shading: &Shading) {
    let note = match (shading.rows.len(), shading.classes.len()) {
        (1, _) => context.text("figures-one-value").to_owned(),
        (_, 1) => context.text("figures-all-equal").to_owned(),
        (_, count) if count < shading.choropleth.classes => context
            .strings
            .format("figures-fewer", &[("count", &count.to_string())]),
        _ => return,
    };
    ui.add_space(space::S);
    ui.label(widget::caption(context, note).color(context.colours().caution));
}

fn facts_of<'a>(context: &Context<'a>, row: &Row) -> Vec<&'a Fact> {
    let atlas = context.atlas;
    row.facts.iter().filter_map(|id| atlas.fact(id)).collect()
}

fn ranking_ui(ui: &mut Ui, context: &Context<'_>, shading: &Shading, selected: Option<&PlaceId>) {
    heading_ui(ui, context, "figures-ranking");
    let ramp = shading.colours(&context.theme.map);
    let most = shading.rows.first().map_or(1.0, |row| row.value.abs());
    let last = egui::Id::unique("figures selected");
    let before = ui
        .data(|data| data.get_temp::<Option<PlaceId>>(last))
        .flatten();
    ui.spacing_mut().item_spacing.y = 0.0;
    for row in &shading.rows {
        let active = selected == Some(&row.place);
        let colour = ramp.get(row.class).copied().unwrap_or(Color32::TRANSPARENT);
        let share = if most > 0.0 { row.value / most } else { 0.0 };
        let response = row_ui(ui, context, shading, row, (colour, share as f32, active));
        if active && before.as_ref() != selected {
            response.scroll_to_me(Some(Align::Center));
        }
        if response.clicked() {
            context.send(Action::Select(row.place.clone()));
        }
    }
    ui.data_mut(|data| data.insert_temp(last, selected.cloned()));
    ui.spacing_mut().item_spacing.y = space::XS;
    if !shading.missing.is_empty() {
        let missing = shading.missing.iter();
        let names: Vec<&str> = missing
            .filter_map(|id| Some(context.atlas.place(id)?.map_label(context.language())))
            .collect();
        let comma = match context.language() {
            Language::English => ", ",
            Language::Chinese => "、",
        };
        let names = names.join(comma);
        let text = context
            .strings
            .format("figures-without", &[("places", &names)]);
        ui.add(egui::Label::new(widget::caption(context, text)).wrap());
    }
}

fn value_of(context: &Context<'_>, shading: &Shading, row: &Row) -> String {
    let MeasureName { unit, per, .. } = &shading.name;
    figure_text(
        context.strings,
        row.value,
        row.qualifier,
        unit,
        per.as_deref(),
    )
    .joined()
}

fn dates_of(context: &Context<'_>, row: &Row) -> String {
    let mut dates: Vec<String> = Vec::new();
    for fact in facts_of(context, row) {
        let date = date_of(context.strings, fact);
        if !dates.contains(&date) {
            dates.push(date);
        }
    }
    dates.join(" / ")
}

/// Rank, colour of the class, name, value; the bar behind it is the share of the greatest value.
fn row_ui(
    ui: &mut Ui,
    context: &Context<'_>,
    shading: &Shading,
    row: &Row,
    (colour, share, active): (Color32, f32, bool),
) -> egui::Response {
    let colours = context.colours();
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::click());
    let place = context.atlas.place(&row.place);
    let name = place.map_or("", |place| place.map_label(context.language()));
    let value = value_of(context, shading, row);
    let rank = row.rank.to_string();
    let label = context.strings.format(
        "figures-row",
        &[("rank", &rank), ("place", name), ("value", &value)],
    );
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, active, &label));
    let painter = ui.painter();
    let bar = Rect::from_min_size(
        rect.min + vec2(56.0, 3.0),
        vec2((rect.width() - 56.0) * share.clamp(0.0, 1.0), ROW - 6.0),
    );
    painter.rect_filled(bar, 2.0, colours.well);
    let outline = match (active, response.hovered() || response.has_focus()) {
        (true, _) => Stroke::new(2.0, colours.accent),
        (false, true) => Stroke::new(1.0, colours.ink_weak),
        (false, false) => Stroke::NONE,
    };
    painter.rect_stroke(rect, 4.0, outline, egui::StrokeKind::Inside);
    let caption = FontId::proportional(type_size::CAPTION);
    let at = pos2(rect.left() + 28.0, rect.center().y);
    painter.text(at, Align2::RIGHT_CENTER, rank, caption, colours.ink_weak);
    let chip = Rect::from_center_size(pos2(rect.left() + 42.0, rect.center().y), vec2(14.0, 14.0));
    painter.rect_filled(chip, 2.0, colour);
    painter.rect_stroke(
        chip,
        2.0,
        Stroke::new(1.0, colours.line),
        egui::StrokeKind::Inside,
    );
    let at = pos2(rect.right() - space::S, rect.center().y);
    let font = FontId::new(type_size::BODY, semibold());
    let taken = painter.text(at, Align2::RIGHT_CENTER, value, font, colours.ink);
    let left = pos2(rect.left() + 60.0, rect.center().y);
    widget::line_of_text(ui, context, name, left, taken.left() - space::S - left.x);
    response.on_hover_text(dates_of(context, row))
}

/// Dates, trust and sources of what is coloured.
fn rests_on_ui(ui: &mut Ui, context: &Context<'_>, shading: &Shading) {
    heading_ui(ui, context, "figures-rests-on");
    let facts: Vec<&Fact> = shading
        .rows
        .iter()
        .flat_map(|row| facts_of(context, row))
        .collect();
    if shading.name.per.is_some() {
        ui.label(widget::caption(context, context.text("figures-computed")));
    }
    ui.add(egui::Label::new(widget::caption(context, dates_text(context, &facts))).wrap());
    ui.horizontal_wrapped(|ui| {
        for status in Status::ALL {
            let count = facts.iter().filter(|fact| fact.status == status).count();
            if count > 0 {
                status_sign::status_ui(ui, context, status);
                ui.label(widget::caption(context, format!("{count}   ")));
            }
        }
    });
    let mut sources: Vec<(&Source, usize)> = Vec::new();
    for id in facts.iter().flat_map(|fact| &fact.sources) {
        let Some(source) = context.atlas.source(id) else {
            continue;
        };
        match sources.iter_mut().find(|(known, _)| known.id == *id) {
            Some((_, count)) => *count += 1,
            None => sources.push((source, 1)),
        }
    }
    sources.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    let rest = sources.len().saturating_sub(SOURCES);
    for (source, _) in sources.iter().take(SOURCES) {
        cite::source_ui(ui, context, source);
    }
    if rest > 0 {
        let text = context
            .strings
            .format("figures-more-sources", &[("count", &rest.to_string())]);
        ui.label(widget::caption(context, text));
    }
}

/// Each date with how many figures are of it, the latest first.
fn dates_text(context: &Context<'_>, facts: &[&Fact]) -> String {
    // By the last day of each.
    let mut dates: BTreeMap<_, (String, usize)> = BTreeMap::new();
    for fact in facts {
        let key = fact.as_of.map(|date| {
            let end = date.end.unwrap_or(date.start);
            (end.year, end.month.unwrap_or(0), end.day.unwrap_or(0))
        });
        let entry = dates.entry(key).or_default();
        entry.0 = date_of(context.strings, fact);
        entry.1 += 1;
    }
    let parts: Vec<String> = dates
        .values()
        .rev()
        .map(|(date, count)| format!("{date} ({count})"))
        .collect();
    let dates = parts.join(", ");
    context
        .strings
        .format("figures-dates", &[("dates", &dates)])
}

/// Beside the pointer: value, rank and date of the region under it.
pub fn hover_ui(ui: &Ui, context: &Context<'_>, shading: &Shading, hovered: &PlaceId) {
    let Some(place) = context.atlas.place(hovered) else {
        return;
    };
    let ancestors = context.atlas.ancestors(place).into_iter();
    let mut compared = std::iter::once(place).chain(ancestors);
    let Some(region) = compared.find(|place| shading.class_of(&place.id).is_some()) else {
        return;
    };
    let MeasureName { quantity, per, .. } = &shading.name;
    let measure = measure_text(context.strings, quantity, per.as_deref());
    let tip = egui::Tooltip::always_open(
        ui.ctx().clone(),
        ui.layer_id(),
        egui::Id::unique("figure under the pointer"),
        egui::PopupAnchor::Pointer,
    );
    tip.gap(space::M).show(|ui| {
        let name = region.names.get(context.language());
        ui.label(widget::strong(context, name, type_size::BODY));
        ui.label(widget::caption(context, measure));
        let Some(row) = shading.row(&region.id) else {
            ui.label(widget::body(context, context.text("figures-no-value")));
            return;
        };
        let value = value_of(context, shading, row);
        ui.label(widget::strong(context, value, type_size::LEAD));
        let (rank, count) = (row.rank.to_string(), shading.rows.len().to_string());
        let dates = dates_of(context, row);
        let rank = context
            .strings
            .format("figures-rank", &[("rank", &rank), ("count", &count)]);
        ui.label(widget::caption(context, format!("{rank} · {dates}")));
    });
}
