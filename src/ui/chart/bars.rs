//! Contradicting values.

use egui::{Align2, Ui, Vec2b};
use egui_plot::{AxisHints, Bar, BarChart, GridMark, PlotPoint, Text};

use super::frame::{axis, base, said, spoken, strong, who, whole_numbers};
use crate::{card::Bars, lang::value_text, ui::Context};

/// Height of one lying bar, in points.
const BAR_HEIGHT: f32 = 24.0;
/// Width for the names beside lying bars, in points.
const NAMES: f32 = 118.0;

/// Contradicting values as lying bars, the disputed one first and in the colour of caution.
pub fn bars_ui(ui: &mut Ui, context: &Context<'_>, bars: &Bars<'_>) {
    let head = bars.bars[0].0;
    let largest = bars.bars.iter().map(|bar| bar.1).fold(0.0, f64::max);
    let count = bars.bars.len();
    let list: Vec<String> = bars.bars.iter().map(|bar| said(context, bar.0)).collect();
    let arguments = [("fact", head.label.get(context.language()))];
    let title = context.strings.format("chart-dispute", &arguments);
    let colours = context.colours();
    let row = move |index: usize| (count - 1 - index) as f64;
    let drawn: Vec<Bar> = bars
        .bars
        .iter()
        .enumerate()
        .map(|(index, (_, value))| {
            let fill = if index == 0 {
                colours.caution
            } else {
                colours.second
            };
            Bar::new(row(index), *value)
                .width(0.5)
                .fill(fill)
                .name(&list[index])
        })
        .collect();
    let names: Vec<String> = bars.bars.iter().map(|bar| who(context, bar.0)).collect();
    let name_of = move |mark: GridMark, _: &std::ops::RangeInclusive<f64>| {
        let index = (count - 1) as f64 - mark.value;
        names
            .get(index.round() as usize)
            .cloned()
            .unwrap_or_default()
    };
    let names_axis = axis(context, AxisHints::new_y())
        .label_spacing(egui::Rangef::new(1.0, 2.0))
        .min_thickness(NAMES)
        .formatter(name_of);
    let shown = base(
        context,
        ("bars", head.id.as_str(), context.language().code()),
        BAR_HEIGHT * count as f64 as f32 + 8.0,
    )
    .default_x_bounds(0.0, largest * 1.5)
    .default_y_bounds(-0.6, count as f64 - 0.4)
    .show_axes(Vec2b::new(false, true))
    .show_grid(false)
    .y_grid_spacer(move |_| whole_numbers(0.0, (count - 1) as f64))
    .custom_y_axes(vec![names_axis])
    .show(ui, |plot| {
        let chart = BarChart::new("", drawn).horizontal();
        plot.bar_chart(chart.element_formatter(Box::new(|bar, _| bar.name.clone())));
        for (index, (fact, value)) in bars.bars.iter().enumerate() {
            let label = format!(" {}", value_text(context.strings, &fact.value).joined());
            let at = PlotPoint::new(*value, row(index));
            plot.text(Text::new("", at, strong(context, &label)).anchor(Align2::LEFT_CENTER));
        }
    });
    spoken(&shown.response, &title, &list);
}
