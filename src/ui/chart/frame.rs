//! What all charts share: frame and axes, words for values, and what stands above and below.

use egui::{Color32, FontId, Label, RichText, Ui};
use egui_plot::{AxisHints, GridMark, Plot};

use crate::{
    atlas::{Fact, Value},
    card::date_of,
    lang::{Scale, value_text},
    theme::{icon::Icon, semibold, space, type_size},
    ui::{Context, cite, fact::small_button_ui, widget},
};

/// Height of a chart with upright bars or a line, in points.
pub(super) const HEIGHT: f32 = 124.0;
/// Longer names of sources are cut.
const LONGEST_NAME: usize = 18;
/// Sources named under a chart; the others are counted.
const SOURCES: usize = 3;

/// Nothing moves, nothing is drawn that says nothing.
pub(super) fn base<'a>(context: &Context<'_>, id: (&str, &str, &str), height: f32) -> Plot<'a> {
    Plot::new(id)
        .height(height)
        .allow_zoom(false)
        .allow_drag(false)
        .allow_scroll(false)
        .allow_boxed_zoom(false)
        .allow_axis_zoom_drag(false)
        .allow_double_click_reset(false)
        .sense(egui::Sense::hover())
        .show_x(false)
        .show_y(false)
        .show_crosshair(false)
        .show_background(false)
        .grid_color(context.colours().line)
        .grid_fade(0.0)
        .cursor_color(Color32::TRANSPARENT)
        .set_margin_fraction(egui::Vec2::ZERO)
}

pub(super) fn axis<'a>(context: &Context<'_>, hints: AxisHints<'a>) -> AxisHints<'a> {
    hints
        .tick_label_color(context.colours().ink_weak)
        .tick_label_font(FontId::proportional(type_size::CAPTION))
}

pub(super) fn value_axis<'a>(context: &Context<'_>, scale: &Scale) -> AxisHints<'a> {
    let scale = scale.clone();
    axis(context, AxisHints::new_y())
        .label_spacing(egui::Rangef::new(6.0, 8.0))
        .formatter(move |mark, _| scale.tick(mark.value))
}

/// Three to six round values from 0 to `largest`.
pub(super) fn round_values(largest: f64) -> Vec<GridMark> {
    if largest <= 0.0 {
        return Vec::new();
    }
    let rough = largest / 4.0;
    let power = 10f64.powf(rough.log10().floor());
    let step_size = [1.0, 2.0, 5.0, 10.0]
        .map(|factor| factor * power)
        .into_iter()
        .find(|step| *step >= rough)
        .unwrap_or(rough);
    let count = (largest / step_size).floor() as usize;
    (0..=count)
        .map(|index| GridMark {
            value: index as f64 * step_size,
            step_size,
        })
        .collect()
}

pub(super) fn whole_numbers(first: f64, last: f64) -> Vec<GridMark> {
    let count = (last - first).round().max(0.0) as usize + 1;
    let step = count.div_ceil(8);
    (0..count)
        .step_by(step)
        .map(|index| GridMark {
            value: first + index as f64,
            step_size: step as f64,
        })
        .collect()
}

pub(super) fn scale_of(context: &Context<'_>, fact: &Fact, largest: f64) -> Scale {
    let unit = match &fact.value {
        Value::Number { unit, .. } => unit.as_ref(),
        Value::Words(_) => None,
    };
    Scale::new(context.strings, largest, unit)
}

pub(super) fn strong(context: &Context<'_>, text: &str) -> RichText {
    RichText::new(text)
        .font(FontId::new(type_size::CAPTION, semibold()))
        .color(context.colours().ink)
}

/// Who says a value, short enough for a chart.
pub(super) fn who(context: &Context<'_>, fact: &Fact) -> String {
    let source = fact.sources.first().and_then(|id| context.atlas.source(id));
    cut(source.map_or("", |source| source.who(context.language())))
}

/// Short enough to stand beside a bar.
pub(super) fn cut(name: &str) -> String {
    let short: String = name.chars().take(LONGEST_NAME).collect();
    if short.len() < name.len() {
        format!("{}…", short.trim_end_matches([' ', '(', '（', ',', '/']))
    } else {
        short
    }
}

/// A value and when it was true.
pub(super) fn told(context: &Context<'_>, fact: &Fact) -> String {
    let value = value_text(context.strings, &fact.value).joined();
    format!("{value} ({})", date_of(context.strings, fact))
}

/// What, how much, when and who says so.
pub(super) fn said(context: &Context<'_>, fact: &Fact) -> String {
    let label = fact.label.get(context.language());
    format!("{label}: {} · {}", told(context, fact), who(context, fact))
}

pub(super) fn heading_ui(ui: &mut Ui, context: &Context<'_>, title: &str) {
    ui.add_space(space::L);
    ui.add(Label::new(widget::strong(context, title, type_size::BODY)).wrap());
}

/// The chart in words for screen readers.
pub(super) fn spoken(response: &egui::Response, title: &str, list: &[String]) {
    response.widget_info(|| {
        let words = format!("{title}. {}", list.join("; "));
        egui::WidgetInfo::labeled(egui::Role::Image, true, words)
    });
}

/// Sources, and the values as a list on demand.
pub(super) fn below_ui<'f>(
    ui: &mut Ui,
    context: &Context<'_>,
    title: &str,
    facts: impl Iterator<Item = &'f Fact>,
    list: &[String],
) {
    let mut sources: Vec<String> = Vec::new();
    for id in facts.flat_map(|fact| &fact.sources) {
        let source = context.atlas.source(id);
        let name = source.map(|source| cite::short_name(context, source));
        sources.extend(name.filter(|name| !sources.contains(name)));
    }
    let more = sources.len().saturating_sub(SOURCES).to_string();
    let mut names = sources[..sources.len().min(SOURCES)].join(" · ");
    if sources.len() > SOURCES {
        names.push_str(
            &context
                .strings
                .format("chart-more-sources", &[("count", &more)]),
        );
    }
    let id = egui::Id::unique(("chart list", title));
    let mut open = ui.data(|data| data.get_temp(id)).unwrap_or(false);
    ui.horizontal_wrapped(|ui| {
        ui.label(widget::caption(
            context,
            context
                .strings
                .format("chart-source", &[("sources", &names)]),
        ));
        let key = if open {
            "chart-list-hide"
        } else {
            "chart-list-show"
        };
        let name = context.strings.format(key, &[("chart", title)]);
        let icon = if open { Icon::Minus } else { Icon::Plus };
        if small_button_ui(ui, context, icon, &name).clicked() {
            open = !open;
            ui.data_mut(|data| data.insert_temp(id, open));
        }
    });
    if open {
        for line in list {
            ui.add(
                Label::new(widget::caption(context, &**line))
                    .wrap()
                    .selectable(true),
            );
        }
    }
}
