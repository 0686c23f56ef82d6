//! A place among the places of its kind.

use egui::{Align2, Ui, Vec2b};
use egui_plot::{Bar, BarChart, PlotPoint, Text};

use super::frame::{
    HEIGHT, base, below_ui, heading_ui, scale_of, spoken, strong, told, value_axis,
};
use crate::{
    card::{Standing, kind_name},
    lang::value_text,
    ui::{Context, widget},
};

/// The place among the places of its kind, the largest first.
pub fn standing_ui(ui: &mut Ui, context: &Context<'_>, standing: &Standing<'_>) {
    let own = standing.fact;
    let largest = standing.bars.first().map_or(0.0, |bar| bar.2);
    let scale = scale_of(context, own, largest);
    let (place, ..) = standing.bars[standing.index];
    let arguments = [
        ("fact", own.label.get(context.language())),
        ("count", &*standing.bars.len().to_string()),
        ("kind", kind_name(context.strings, &place.kind)),
        ("unit", &scale.unit),
    ];
    let title = context.strings.format("chart-standing", &arguments);
    let words = standing_words(context, standing);
    let list: Vec<String> = standing
        .bars
        .iter()
        .enumerate()
        .map(|(index, (place, fact, _))| {
            let name = place.map_label(context.language());
            format!("{}. {name}: {}", index + 1, told(context, fact))
        })
        .collect();
    heading_ui(ui, context, &title);
    ui.label(widget::caption(context, &*words).color(context.colours().ink));
    let colours = context.colours();
    let bars = standing.bars.iter().enumerate();
    let bars: Vec<Bar> = bars
        .map(|(index, (place, fact, value))| {
            let chosen = index == standing.index;
            let name = place.map_label(context.language());
            Bar::new(index as f64, *value)
                .width(0.72)
                .fill(if chosen {
                    colours.accent
                } else {
                    colours.second.gamma_multiply(0.55)
                })
                .name(format!("{name}\n{}", told(context, fact)))
        })
        .collect();
    let count = bars.len() as f64;
    let chart = BarChart::new("", bars).element_formatter(Box::new(|bar, _| bar.name.clone()));
    let label = value_text(context.strings, &own.value).joined();
    let label = format!("{} · {label}", place.map_label(context.language()));
    let at = PlotPoint::new(standing.index as f64, standing.bars[standing.index].2);
    let anchor = match standing.index as f64 / count {
        share if share < 0.4 => Align2::LEFT_BOTTOM,
        share if share > 0.6 => Align2::RIGHT_BOTTOM,
        _ => Align2::CENTER_BOTTOM,
    };
    let shown = base(
        context,
        ("standing", own.id.as_str(), context.language().code()),
        HEIGHT,
    )
    .default_x_bounds(-0.6, count - 0.4)
    .default_y_bounds(0.0, largest * 1.22)
    .show_axes(Vec2b::new(false, true))
    .show_grid(Vec2b::new(false, true))
    .custom_y_axes(vec![value_axis(context, &scale)])
    .show(ui, |plot| {
        plot.bar_chart(chart);
        plot.text(Text::new("", at, strong(context, &label)).anchor(anchor));
    });
    spoken(&shown.response, &title, &list);
    let facts = standing.bars.iter().map(|bar| bar.1);
    below_ui(ui, context, &title, facts, &list);
}

/// Rank, share and the years of the values.
fn standing_words(context: &Context<'_>, standing: &Standing<'_>) -> String {
    let strings = context.strings;
    let (rank, count) = (standing.rank().to_string(), standing.bars.len().to_string());
    let mut words = strings.format("chart-rank", &[("rank", &rank), ("count", &count)]);
    if let Some(share) = standing.share {
        let share = format!("{:.1}", share * 100.0);
        words.push_str(&strings.format("chart-share", &[("share", &share)]));
    }
    if let Some((first, last)) = standing.years().filter(|(first, last)| first != last) {
        let years = [("first", &*first.to_string()), ("last", &last.to_string())];
        words.push_str(&strings.format("chart-years", &years));
    }
    words
}
