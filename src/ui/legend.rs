//! The legend in the lower left corner; folds to a button.

use egui::{Align2, Area, Order, Rect, Sense, Shape, Stroke, Ui, vec2};

use super::{Context, drawer, widget};
use crate::{
    app::Action,
    scene::{
        data_layer::{DataKey, SINGLE_RADIUS, ShapeStyle, dot_colour},
        legend::{ChoroplethKey, Entry, Sample},
    },
    theme::{icon::Icon, space, type_size},
};

/// Size of a sample, in points.
const SAMPLE: egui::Vec2 = vec2(28.0, 16.0);
/// Over a choropleth the legend is no higher than its classes need, in points; the rest scrolls.
const CLASSES: f32 = 250.0;

/// `entries` is `None` while the legend is folded.
pub fn legend_ui(ui: &Ui, context: &Context<'_>, free: Rect, entries: Option<&[Entry]>) {
    let corner = free.left_bottom() + vec2(space::M, -space::M);
    // It scrolls rather than cover the rail above it.
    let rail = ui
        .ctx()
        .memory(|memory| memory.area_rect(drawer::rail_id()));
    let above = rail.filter(|rail| rail.left() < corner.x + space::XL);
    let top = above.map_or(free.top(), |rail| rail.bottom());
    let room = (corner.y - top - space::M).max(120.0);
    let is_key = |entry: &Entry| matches!(entry, Entry::Choropleth(_));
    let room = match entries {
        Some(entries) if entries.iter().any(is_key) => room.min(CLASSES),
        _ => room,
    };
    Area::new(egui::Id::unique("legend"))
        .order(Order::Middle)
        .fixed_pos(corner)
        .pivot(Align2::LEFT_BOTTOM)
        .accessible_name(context.text("legend"))
        .show(ui.ctx(), |ui| {
            widget::card_frame(context)
                .inner_margin(space::XS / 2.0)
                .show(ui, |ui| match entries {
                    None => {
                        if widget::icon_button_ui(
                            ui,
                            context,
                            Icon::Legend,
                            context.text("legend-show"),
                        )
                        .clicked()
                        {
                            context.send(Action::ToggleLegend);
                        }
                    }
                    Some(entries) => entries_ui(ui, context, entries, room),
                });
        });
}

fn entries_ui(ui: &mut Ui, context: &Context<'_>, entries: &[Entry], room: f32) {
    ui.set_max_width(250.0);
    ui.spacing_mut().item_spacing = vec2(space::S, 3.0);
    ui.horizontal(|ui| {
        if widget::icon_button_ui(ui, context, Icon::Legend, context.text("legend-hide")).clicked()
        {
            context.send(Action::ToggleLegend);
        }
        ui.label(widget::strong(
            context,
            context.text("legend"),
            type_size::BODY,
        ));
        ui.add_space(space::L);
    });
    ui.spacing_mut().interact_size.y = 18.0;
    egui::ScrollArea::vertical()
        .max_height(room - 40.0)
        .min_scrolled_height(room - 40.0)
        .show(ui, |ui| lines_ui(ui, context, entries));
}

fn lines_ui(ui: &mut Ui, context: &Context<'_>, entries: &[Entry]) {
    for entry in entries {
        if let Entry::Choropleth(key) = entry {
            classes_ui(ui, context, key);
            continue;
        }
        row_ui(ui, context, entry.words(context.strings), &|ui, rect| {
            paint_sample(ui, context, rect, entry);
        });
        if let Entry::Data(DataKey {
            crowd: Some(crowd), ..
        }) = entry
        {
            row_ui(ui, context, crowd.words(context.strings), &|ui, rect| {
                let colour = dot_colour(2, &context.theme.map);
                ui.painter()
                    .circle_filled(rect.center(), crowd.radius, colour);
            });
        }
    }
    if entries.iter().any(|entry| {
        matches!(
            entry,
            Entry::Ground {
                schematic: true,
                ..
            }
        )
    }) {
        ui.horizontal_wrapped(|ui| {
            ui.add_space(space::XS);
            ui.label(widget::caption(
                context,
                context.text("legend-schematic-means"),
            ));
        });
    }
    ui.add_space(space::XS);
}

/// A sample and what it stands for.
fn row_ui(ui: &mut Ui, context: &Context<'_>, text: String, paint: &dyn Fn(&Ui, Rect)) {
    ui.horizontal(|ui| {
        ui.add_space(space::XS);
        let (rect, _) = ui.allocate_exact_size(SAMPLE, Sense::hover());
        paint(ui, rect);
        ui.label(widget::body(context, text).size(type_size::CAPTION));
        ui.add_space(space::S);
    });
}

/// What is compared, then each class with its bounds and how many regions are in it.
fn classes_ui(ui: &mut Ui, context: &Context<'_>, key: &ChoroplethKey) {
    let row = |ui: &mut Ui, text: String, paint: &dyn Fn(&Ui, Rect)| {
        row_ui(ui, context, text, &|ui, rect| {
            paint(ui, rect.shrink2(vec2(2.0, 1.0)));
        });
    };
    ui.horizontal_wrapped(|ui| {
        ui.add_space(space::XS);
        let name = Entry::Choropleth(key.clone()).words(context.strings);
        ui.label(widget::strong(context, name, type_size::CAPTION));
    });
    for (colour, class) in key.classes.iter().rev() {
        row(ui, key.class_words(context.strings, *class), &|ui, rect| {
            ui.painter().rect_filled(rect, 2.0, *colour);
            let line = Stroke::new(1.0, context.colours().line);
            ui.painter()
                .rect_stroke(rect, 2.0, line, egui::StrokeKind::Inside);
        });
    }
    if let Some(text) = key.years_words(context.strings) {
        ui.horizontal(|ui| {
            ui.add_space(space::XS);
            ui.label(widget::caption(context, text));
        });
    }
    if let Some(text) = key.missing_words(context.strings) {
        row(ui, text, &|ui, rect| {
            paint_hatch(ui, context, rect, key.hatch);
        });
    }
    ui.add_space(space::XS);
}

/// As on the map: plain land with strokes from the lower left to the upper right.
pub(super) fn paint_hatch(ui: &Ui, context: &Context<'_>, rect: Rect, colour: egui::Color32) {
    let painter = ui.painter().with_clip_rect(rect);
    painter.rect_filled(rect, 0.0, context.theme.map.land);
    let mut left = rect.left() - rect.height();
    while left < rect.right() {
        let foot = egui::pos2(left, rect.bottom());
        painter.line_segment(
            [foot, foot + vec2(rect.height(), -rect.height())],
            Stroke::new(1.0, colour),
        );
        left += 6.0;
    }
}

pub(super) fn paint_sample(ui: &Ui, context: &Context<'_>, rect: Rect, entry: &Entry) {
    let painter = ui.painter();
    match entry {
        Entry::Choropleth(_) => {}
        Entry::Data(key) => {
            let colours = &context.theme.map;
            if key.shapes {
                let style = ShapeStyle::new(colours, 1);
                let field = rect.shrink2(vec2(2.0, 1.0));
                painter.rect_filled(field, 0.0, style.fill);
                let line = Stroke::new(style.width, style.line);
                painter.rect_stroke(field, 0.0, line, egui::StrokeKind::Inside);
            } else {
                painter.circle_filled(rect.center(), SINGLE_RADIUS, dot_colour(1, colours));
            }
        }
        Entry::Site(kind) => {
            let side = Rect::from_center_size(rect.center(), egui::Vec2::splat(rect.height()));
            Icon::of_kind(kind).paint_at(ui, side, context.theme.map.symbol);
        }
        Entry::Ground {
            sample: Sample::Field(colour),
            ..
        } => {
            painter.rect_filled(rect.shrink2(vec2(2.0, 2.0)), 2.0, context.theme.map.land);
            painter.rect_filled(rect.shrink2(vec2(2.0, 2.0)), 2.0, *colour);
        }
        Entry::Ground {
            sample: Sample::Colours(colours),
            ..
        } => {
            let step = rect.width() / colours.len().max(1) as f32;
            for (number, colour) in colours.iter().enumerate() {
                let left = rect.left() + step * number as f32;
                let ends = [
                    egui::pos2(left, rect.center().y),
                    egui::pos2(left + step, rect.center().y),
                ];
                painter.line_segment(ends, Stroke::new(3.0, *colour));
            }
        }
        Entry::Ground {
            sample: Sample::Lines(lines),
            ..
        } => {
            let ends = [rect.left_center(), rect.right_center()];
            for (width, dash, colour) in lines {
                let stroke = Stroke::new(width.min(8.0), *colour);
                if dash.is_empty() {
                    painter.line_segment(ends, stroke);
                } else {
                    let (dashes, gaps): (Vec<f32>, Vec<f32>) = dash
                        .chunks(2)
                        .map(|pair| (pair[0], pair.get(1).copied().unwrap_or(pair[0])))
                        .unzip();
                    painter.extend(Shape::dashed_line_with_offset(
                        &ends, stroke, &dashes, &gaps, 0.0,
                    ));
                }
            }
        }
    }
}
