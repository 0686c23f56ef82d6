//! A place among the places of its kind.

use egui::{Align2, Ui, Vec2b};
use egui_plot::{Bar, BarChart, PlotPoint, Text};

use super::frame::{
    HEIGHT, base, below_ui, heading_ui, round_values, scale_of, spoken, strong, told, value_axis,
};
use crate::{
    card::{Standing, kind_name},
    lang::{Scale, value_text},
    ui::{Context, widget},
};

/// The place among the places of its kind, the largest first.
pub fn standing_ui(ui: &mut Ui, context: &Context<'_>, standing: &Standing<'_>) {
    let own = standing.fact;
    let largest = standing.bars.first().map_or(0.0, |bar| bar.2);
    let scale = scale_of(context, own, largest);
    let title = title(context, standing, &scale);
    heading_ui(ui, context, &title);
    let words = standing_words(context, standing);
    ui.label(widget::caption(context, words).color(context.colours().ink));
    let count = standing.bars.len() as f64;
    let list = list(context, standing);
    let chart = BarChart::new("", drawn(context, standing, &list))
        .element_formatter(Box::new(|bar, _| bar.name.clone()));
    let id = ("standing", own.id.as_str(), context.language().code());
    let shown = base(context, id, HEIGHT)
        .default_x_bounds(-0.6, count - 0.4)
        .default_y_bounds(0.0, largest * 1.22)
        .show_axes(Vec2b::new(false, true))
        .show_grid(Vec2b::new(false, true))
        .y_grid_spacer(move |_| round_values(largest))
        .custom_y_axes(vec![value_axis(context, &scale)])
        .show(ui, |plot| {
            plot.bar_chart(chart);
            plot.text(own_label(context, standing));
        });
    spoken(&shown.response, &title, &list);
    let facts = standing.bars.iter().map(|bar| bar.1);
    below_ui(ui, context, &title, facts, &list);
}

fn title(context: &Context<'_>, standing: &Standing<'_>, scale: &Scale) -> String {
    let kind = &standing.bars[standing.index].0.kind;
    let kinds = format!("kind-many-{}", kind.code());
    let kinds = context.strings.find(&kinds);
    let arguments = [
        ("fact", standing.fact.label.get(context.language())),
        ("count", &*standing.bars.len().to_string()),
        ("kinds", kinds.unwrap_or(kind_name(context.strings, kind))),
        ("unit", &scale.unit),
    ];
    context.strings.format("chart-standing", &arguments)
}

/// Place, value and date of every bar, numbered.
fn list(context: &Context<'_>, standing: &Standing<'_>) -> Vec<String> {
    let bars = standing.bars.iter().enumerate();
    bars.map(|(index, (place, fact, _))| {
        let name = place.map_label(context.language());
        format!("{}. {name}: {}", index + 1, told(context, fact))
    })
    .collect()
}

fn drawn(context: &Context<'_>, standing: &Standing<'_>, list: &[String]) -> Vec<Bar> {
    let colours = context.colours();
    let bar = |(index, (.., value)): (usize, &(_, _, f64))| {
        let fill = if index == standing.index {
            colours.accent
        } else {
            colours.second.gamma_multiply(0.55)
        };
        Bar::new(index as f64, *value)
            .width(0.72)
            .fill(fill)
            .name(&list[index])
    };
    standing.bars.iter().enumerate().map(bar).collect()
}

/// The place's name and value above its bar, inside the chart.
fn own_label(context: &Context<'_>, standing: &Standing<'_>) -> Text {
    let (place, fact, value) = standing.bars[standing.index];
    let words = value_text(context.strings, &fact.value).joined();
    let label = format!("{} · {words}", place.map_label(context.language()));
    let anchor = match standing.index as f64 / standing.bars.len() as f64 {
        share if share < 0.4 => Align2::LEFT_BOTTOM,
        share if share > 0.6 => Align2::RIGHT_BOTTOM,
        _ => Align2::CENTER_BOTTOM,
    };
    let at = PlotPoint::new(standing.index as f64, value);
    Text::new("", at, strong(context, &label)).anchor(anchor)
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
