//! The layers of the map: which are shown, how strongly and in what order; kinds of sites, a theme, and the languages
//! of the names.

use egui::{Align, DragAndDrop, Layout, Rect, Sense, Slider, Stroke, Ui, UiBuilder, Vec2, vec2};

use super::{Context, widget};
use crate::{
    app::Action,
    atlas::Kind,
    card::kind_name,
    scene::{
        MapContent,
        content::{LabelLanguages, LayerId},
    },
    theme::{icon::Icon, space, type_size},
};

/// Height of a row, in points.
const ROW: f32 = 30.0;
/// Side of a button in a row, in points.
const BUTTON: f32 = 26.0;
/// Length of the slider of a layer, in points.
const SLIDER: f32 = 72.0;

pub fn layers_ui(ui: &mut Ui, context: &Context<'_>, map: &MapContent) {
    let mut wanted = map.clone();
    themes_ui(ui, context, &mut wanted);
    names_ui(ui, context, &mut wanted);
    heading_ui(ui, context, context.text("layers"));
    let dragged = list_ui(ui, context, &mut wanted);
    heading_ui(ui, context, context.text("layers-kinds"));
    kinds_ui(ui, context, &mut wanted);
    ui.add_space(space::L);
    let mut default = MapContent::default();
    default.choropleth.clone_from(&wanted.choropleth);
    let reset = egui::Button::new(widget::body(context, context.text("layers-reset")));
    if ui.add_enabled(wanted != default, reset).clicked() {
        wanted = default;
    }
    ui.add_space(space::L);
    // What was dragged is sent once more when it is let go, so that it is written down.
    if wanted != *map || dragged {
        context.send(Action::ShowOnMap(Box::new(wanted)));
    }
}

fn heading_ui(ui: &mut Ui, context: &Context<'_>, text: &str) {
    ui.add_space(space::M);
    ui.label(widget::strong(context, text, type_size::LEAD));
    ui.add_space(space::XS);
}

fn themes_ui(ui: &mut Ui, context: &Context<'_>, map: &mut MapContent) {
    let themes = &context.atlas.manifest.themes;
    if themes.is_empty() {
        return;
    }
    heading_ui(ui, context, context.text("layers-theme"));
    let shown = map.theme_in(context.atlas).cloned();
    ui.horizontal_wrapped(|ui| {
        let all = context.text("layers-theme-all");
        if widget::chip_ui(ui, context, all, shown.is_none()).clicked() {
            map.theme = None;
        }
        for theme in themes {
            let active = shown.as_ref() == Some(&theme.id);
            let name = theme.name.get(context.language());
            if widget::chip_ui(ui, context, name, active).clicked() {
                map.theme = Some(theme.id.clone());
            }
        }
    });
    if shown.is_some() {
        ui.label(widget::caption(context, context.text("layers-theme-means")));
    }
}

fn names_ui(ui: &mut Ui, context: &Context<'_>, map: &mut MapContent) {
    heading_ui(ui, context, context.text("layers-names"));
    ui.horizontal_wrapped(|ui| {
        for labels in LabelLanguages::ALL {
            let name = context.text(match labels {
                LabelLanguages::Follow => "names-follow",
                LabelLanguages::English => "names-english",
                LabelLanguages::Chinese => "names-chinese",
                LabelLanguages::Both => "names-both",
            });
            if widget::chip_ui(ui, context, name, map.labels == labels).clicked() {
                map.labels = labels;
            }
        }
    });
}

pub fn layer_key(layer: LayerId) -> &'static str {
    match layer {
        LayerId::Areas => "layer-areas",
        LayerId::BuiltUp => "legend-built-up",
        LayerId::Water => "layer-water",
        LayerId::Roads => "legend-road",
        LayerId::Rail => "legend-rail",
        LayerId::Metro => "layer-metro",
        LayerId::Gateways => "layer-gateways",
        LayerId::Districts => "layer-districts",
        LayerId::Cities => "layer-cities",
        LayerId::Provinces => "layer-provinces",
        LayerId::Graticule => "legend-graticule",
        LayerId::OwnRegions => "layer-own-regions",
        LayerId::Sites => "layer-sites",
        LayerId::Names => "layer-names",
    }
}

/// All layers, the highest first. Returns whether a slider was let go.
fn list_ui(ui: &mut Ui, context: &Context<'_>, map: &mut MapContent) -> bool {
    let has_own = crate::scene::ground::has_own_regions(context.atlas);
    let layers: Vec<LayerId> = map
        .layers()
        .iter()
        .rev()
        .map(|state| state.layer)
        .filter(|layer| has_own || *layer != LayerId::OwnRegions)
        .collect();
    let movable: Vec<LayerId> = layers
        .iter()
        .copied()
        .filter(|layer| layer.is_movable())
        .collect();
    let mut let_go = false;
    let mut rows: Vec<(LayerId, Rect)> = Vec::new();
    ui.spacing_mut().item_spacing.y = 0.0;
    for layer in layers {
        let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::hover());
        let mut row = ui.new_child(
            UiBuilder::new()
                .id_salt(layer.code())
                .max_rect(rect)
                .layout(Layout::right_to_left(Align::Center)),
        );
        row.spacing_mut().item_spacing.x = 2.0;
        let_go |= row_ui(&mut row, context, map, layer, &movable);
        if layer.is_movable() {
            rows.push((layer, rect));
        }
    }
    drop_ui(ui, context, map, &rows);
    ui.spacing_mut().item_spacing.y = space::XS;
    let_go
}

/// From right to left. Returns whether the slider was let go.
fn row_ui(
    ui: &mut Ui,
    context: &Context<'_>,
    map: &mut MapContent,
    layer: LayerId,
    movable: &[LayerId],
) -> bool {
    let name = context.text(layer_key(layer));
    let named = |key: &str| context.strings.format(key, &[("layer", name)]);
    if let Some(index) = movable.iter().position(|one| *one == layer) {
        let below = movable.get(index + 1).copied();
        let above = index.checked_sub(1).map(|index| movable[index]);
        let mut button = |icon: Icon, key: &str, other: Option<LayerId>| {
            let enabled = other.is_some();
            let pressed = ui.add_enabled_ui(enabled, |ui| {
                widget::sized_button_ui(ui, context, icon, &named(key), false, BUTTON).clicked()
            });
            other.filter(|_| pressed.inner)
        };
        if let Some(below) = button(Icon::Down, "layer-down", below) {
            map.move_below(layer, below);
        }
        if let Some(above) = button(Icon::Up, "layer-up", above) {
            map.move_above(layer, above);
        }
    } else {
        ui.add_space(2.0 * (BUTTON + 2.0));
    }
    let let_go = slider_ui(ui, context, map, layer);
    ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
        grip_ui(ui, context, layer);
        let visible = map.state(layer).visible;
        let (icon, key) = if visible {
            (Icon::Eye, "layer-hide")
        } else {
            (Icon::EyeOff, "layer-show")
        };
        if widget::sized_button_ui(ui, context, icon, &named(key), false, BUTTON).clicked() {
            map.set_visible(layer, !visible);
        }
        let colours = context.colours();
        let ink = if visible {
            colours.ink
        } else {
            colours.ink_weak
        };
        let text = widget::body(context, name).color(ink);
        ui.add(egui::Label::new(text).truncate());
    });
    let_go
}

/// Returns whether it was let go.
fn slider_ui(ui: &mut Ui, context: &Context<'_>, map: &mut MapContent, layer: LayerId) -> bool {
    let name = context.text(layer_key(layer));
    let label = context.strings.format("layer-opacity", &[("layer", name)]);
    let mut percent = (map.state(layer).opacity * 100.0).round();
    ui.spacing_mut().slider_width = SLIDER;
    ui.spacing_mut().interact_size.y = 18.0;
    let slider = Slider::new(&mut percent, 0.0..=100.0)
        .step_by(5.0)
        .show_value(false)
        .trailing_fill(true);
    let visible = map.state(layer).visible;
    let response = ui.add_enabled(visible, slider);
    response.widget_info(|| egui::WidgetInfo::slider(visible, f64::from(percent), &label));
    let response = response.on_hover_text(format!("{label}: {percent}%"));
    if response.changed() {
        map.set_opacity(layer, percent / 100.0);
    }
    response.drag_stopped()
}

/// What a layer is dragged by; those that stay leave its room free.
fn grip_ui(ui: &mut Ui, context: &Context<'_>, layer: LayerId) {
    let size = vec2(18.0, BUTTON);
    if !layer.is_movable() {
        ui.add_space(size.x + 2.0);
        return;
    }
    // The keyboard has the arrows.
    let (rect, response) = ui.allocate_exact_size(size, Sense::DRAG);
    let inner = Rect::from_center_size(rect.center(), Vec2::splat(14.0));
    Icon::Grip.paint_at(ui, inner, context.colours().ink_weak);
    response.dnd_set_drag_payload(layer);
    response.on_hover_cursor(egui::CursorIcon::Grab);
}

/// Shows where a layer that is dragged would go, and takes it there when it is let go.
fn drop_ui(ui: &Ui, context: &Context<'_>, map: &mut MapContent, rows: &[(LayerId, Rect)]) {
    let Some(layer) = DragAndDrop::payload::<LayerId>(ui.ctx()) else {
        return;
    };
    let pointer = ui.input(|input| input.pointer.interact_pos());
    let nearest = pointer.and_then(|at| {
        let away = |rect: &Rect| (rect.center().y - at.y).abs();
        let rows = rows.iter();
        rows.min_by(|one, other| away(&one.1).total_cmp(&away(&other.1)))
            .map(|(other, rect)| (*other, *rect, at.y < rect.center().y))
    });
    let Some((other, rect, above)) = nearest else {
        return;
    };
    let y = if above { rect.top() } else { rect.bottom() };
    ui.painter().hline(
        rect.x_range(),
        y,
        Stroke::new(2.0, context.colours().accent),
    );
    if ui.input(|input| input.pointer.any_released()) {
        DragAndDrop::clear_payload(ui.ctx());
        if above {
            map.move_above(*layer, other);
        } else {
            map.move_below(*layer, other);
        }
    }
}

/// Each kind of site in the atlas, with a switch and how many there are.
fn kinds_ui(ui: &mut Ui, context: &Context<'_>, map: &mut MapContent) {
    let mut kinds: Vec<(Kind, usize)> = Vec::new();
    for place in context.atlas.places() {
        if place.position().is_none() {
            continue;
        }
        match kinds.iter_mut().find(|(kind, _)| *kind == place.kind) {
            Some((_, count)) => *count += 1,
            None => kinds.push((place.kind.clone(), 1)),
        }
    }
    ui.spacing_mut().item_spacing.y = 0.0;
    for (kind, count) in kinds {
        let hidden = map.hidden_kinds.contains(&kind);
        let name = kind_name(context.strings, &kind);
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = space::XS;
            ui.add_space(20.0);
            let (icon, key) = if hidden {
                (Icon::EyeOff, "layer-show")
            } else {
                (Icon::Eye, "layer-hide")
            };
            let label = context.strings.format(key, &[("layer", name)]);
            if widget::sized_button_ui(ui, context, icon, &label, false, BUTTON).clicked() {
                if hidden {
                    map.hidden_kinds.retain(|known| *known != kind);
                } else {
                    map.hidden_kinds.push(kind.clone());
                }
            }
            let colours = context.colours();
            let ink = if hidden {
                colours.ink_weak
            } else {
                colours.ink
            };
            ui.add(Icon::of_kind(&kind).image(16.0, ink));
            ui.label(widget::body(context, name).color(ink));
            ui.label(widget::caption(context, count.to_string()));
        });
    }
    ui.spacing_mut().item_spacing.y = space::XS;
}
