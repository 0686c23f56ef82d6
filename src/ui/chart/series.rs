//! A value over the years.

use std::iter;

use egui::{Align2, Ui, Vec2b};
use egui_plot::{
    AxisHints, HLine, Line, LineStyle, MarkerShape, PlotPoint, PlotPoints, PlotUi, Points, Text,
};

use super::frame::{
    HEIGHT, axis, base, below_ui, heading_ui, round_values, said, scale_of, spoken, strong,
    value_axis, who, whole_numbers,
};
use crate::{atlas::Fact, card::Series, lang::value_text, ui::Context};

/// The years that a chart spans, with a little room at both ends.
#[derive(Clone, Copy)]
struct Span {
    start: f64,
    end: f64,
    edge: f64,
}

/// A value at its dates, with what contradicts it as a dashed line.
pub fn series_ui(ui: &mut Ui, context: &Context<'_>, series: &Series<'_>) {
    let Some((first, latest)) = series.points.first().zip(series.points.last()) else {
        return;
    };
    let (start, end) = (first.0.floor(), latest.0.ceil());
    let edge = (end - start) * 0.06;
    let span = Span { start, end, edge };
    let largest = series.points.iter().map(|point| point.2);
    let rivals = series.against.iter().map(|rival| rival.1);
    let largest = largest.chain(rivals).fold(0.0, f64::max);
    let scale = scale_of(context, first.1, largest);
    let label = first.1.label.get(context.language());
    let arguments = [("fact", label), ("unit", &*scale.unit)];
    let title = context.strings.format("chart-series", &arguments);
    let spoken_list: Vec<String> = facts(series).map(|fact| said(context, fact)).collect();
    heading_ui(ui, context, &title);
    let id = ("series", first.1.id.as_str(), context.language().code());
    let years = axis(context, AxisHints::new_x()).formatter(|mark, _| format!("{:.0}", mark.value));
    let shown = base(context, id, HEIGHT + 24.0)
        .default_x_bounds(start - edge, end + edge)
        .default_y_bounds(0.0, largest * 1.2)
        .show_axes(Vec2b::TRUE)
        .show_grid(Vec2b::new(false, true))
        .y_grid_spacer(move |_| round_values(largest))
        .x_grid_spacer(move |_| whole_numbers(start, end))
        .custom_x_axes(vec![years])
        .custom_y_axes(vec![value_axis(context, &scale)])
        .show(ui, |plot| {
            rivals_ui(plot, context, series, span);
            points_ui(plot, context, series, span);
        });
    spoken(&shown.response, &title, &spoken_list);
    below_ui(ui, context, &title, facts(series), &spoken_list);
}

fn facts<'a>(series: &'a Series<'a>) -> impl Iterator<Item = &'a Fact> {
    let rivals = series.against.iter().map(|rival| rival.0);
    iter::Iterator::chain(series.points.iter().map(|point| point.1), rivals)
}

/// What contradicts the series: a dashed line with who says it.
fn rivals_ui(plot: &mut PlotUi<'_>, context: &Context<'_>, series: &Series<'_>, span: Span) {
    let caution = context.colours().caution;
    for (rival, value) in &series.against {
        let line = HLine::new("", *value).color(caution).width(1.5);
        plot.hline(line.style(LineStyle::dashed_dense()));
        let value_words = value_text(context.strings, &rival.value).joined();
        let label = format!("{}: {value_words}", who(context, rival));
        let at = PlotPoint::new(span.end + span.edge, *value);
        let text = strong(context, &label).color(caution);
        plot.text(Text::new("", at, text).anchor(Align2::RIGHT_BOTTOM));
    }
}

fn points_ui<'p>(plot: &mut PlotUi<'p>, context: &Context<'_>, series: &Series<'_>, span: Span) {
    let second = context.colours().second;
    let points = || -> PlotPoints<'p> {
        let points = series.points.iter().map(|point| [point.0, point.2]);
        points.collect()
    };
    plot.line(Line::new("", points()).color(second).width(2.0));
    let marks = Points::new("", points()).shape(MarkerShape::Circle);
    plot.points(marks.radius(4.0).color(second));
    for (x, fact, y) in &series.points {
        let anchor = if *x > f64::midpoint(span.start, span.end) {
            Align2::RIGHT_BOTTOM
        } else {
            Align2::LEFT_BOTTOM
        };
        let label = format!(" {} ", value_text(context.strings, &fact.value).number);
        let at = PlotPoint::new(*x, *y);
        plot.text(Text::new("", at, strong(context, &label)).anchor(anchor));
    }
}
