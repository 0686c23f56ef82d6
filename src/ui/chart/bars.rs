//! Contradicting values.

use egui::{Align2, RichText, TextStyle, TextWrapMode, Ui, Vec2b, WidgetText};
use egui_plot::{AxisHints, Bar, BarChart, GridMark, PlotPoint, Text};

use super::frame::{axis, base, cut, said, spoken, strong, who, whole_numbers};
use crate::{atlas::Fact, card::Bars, lang::value_text, theme::space, ui::Context};

/// Height of one lying bar, in points.
const BAR_HEIGHT: f32 = 24.0;
/// Width for the names beside lying bars, in points.
const NAMES: f32 = 118.0;

/// Contradicting values as lying bars, the disputed one first and in the colour of caution.
pub fn bars_ui(ui: &mut Ui, context: &Context<'_>, bars: &Bars<'_>) {
    let head = bars.bars[0].0;
    let count = bars.bars.len();
    let list: Vec<String> = bars.bars.iter().map(|bar| said(context, bar.0)).collect();
    let arguments = [("fact", head.label.get(context.language()))];
    let title = context.strings.format("chart-dispute", &arguments);
    let labels = labels(context, bars);
    let far = farthest(ui, bars, &labels);
    let chart = BarChart::new("", drawn(context, bars, &list))
        .horizontal()
        .element_formatter(Box::new(|bar, _| bar.name.clone()));
    let id = ("bars", head.id.as_str(), context.language().code());
    let shown = base(context, id, BAR_HEIGHT * count as f32 + 8.0)
        .default_x_bounds(0.0, far)
        .default_y_bounds(-0.6, count as f64 - 0.4)
        .show_axes(Vec2b::new(false, true))
        .show_grid(false)
        .y_grid_spacer(move |_| whole_numbers(0.0, (count - 1) as f64))
        .custom_y_axes(vec![names_axis(context, bars)])
        .show(ui, |plot| {
            plot.bar_chart(chart);
            for (index, ((_, value), label)) in bars.bars.iter().zip(labels).enumerate() {
                let at = PlotPoint::new(*value, row(count, index));
                plot.text(Text::new("", at, label).anchor(Align2::LEFT_CENTER));
            }
        });
    spoken(&shown.response, &title, &list);
}

/// Where a bar lies: the first one on top.
fn row(count: usize, index: usize) -> f64 {
    (count - 1 - index) as f64
}

fn drawn(context: &Context<'_>, bars: &Bars<'_>, list: &[String]) -> Vec<Bar> {
    let colours = context.colours();
    let bar = |(index, (_, value)): (usize, &(_, f64))| {
        let fill = if index == 0 {
            colours.caution
        } else {
            colours.second
        };
        Bar::new(row(bars.bars.len(), index), *value)
            .width(0.5)
            .fill(fill)
            .name(&list[index])
    };
    bars.bars.iter().enumerate().map(bar).collect()
}

/// The values, to stand behind their bars.
fn labels(context: &Context<'_>, bars: &Bars<'_>) -> Vec<RichText> {
    let label = |value| format!(" {}", value_text(context.strings, value).joined());
    let labels = bars.bars.iter().map(|bar| label(&bar.0.value));
    labels.map(|label| strong(context, &label)).collect()
}

/// The value at the right edge, so far that every label has room behind its bar.
fn farthest(ui: &Ui, bars: &Bars<'_>, labels: &[RichText]) -> f64 {
    let width = ui.available_width() - NAMES - 2.0 * space::M;
    let mut far: f64 = 0.0;
    for ((_, value), label) in bars.bars.iter().zip(labels) {
        let label = WidgetText::from(label.clone()).into_galley(
            ui,
            Some(TextWrapMode::Extend),
            f32::INFINITY,
            TextStyle::Small,
        );
        let room = (width - label.size().x).max(width / 4.0);
        far = far.max(value * f64::from(width / room));
    }
    far
}

/// Who says it, beside each bar; what is said, where one source says several.
fn names_axis<'a>(context: &Context<'_>, bars: &Bars<'_>) -> AxisHints<'a> {
    let says = |fact: &Fact| {
        let bars = bars.bars.iter();
        bars.filter(|bar| bar.0.sources == fact.sources).count()
    };
    let name = |fact: &Fact| match says(fact) {
        1 => who(context, fact),
        _ => cut(fact.label.get(context.language())),
    };
    let names: Vec<String> = bars.bars.iter().map(|bar| name(bar.0)).collect();
    let name_of = move |mark: GridMark, _: &std::ops::RangeInclusive<f64>| {
        let index = (names.len() - 1) as f64 - mark.value;
        let name = names.get(index.round() as usize);
        name.cloned().unwrap_or_default()
    };
    axis(context, AxisHints::new_y())
        .label_spacing(egui::Rangef::new(1.0, 2.0))
        .min_thickness(NAMES)
        .formatter(name_of)
}
