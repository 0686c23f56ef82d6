//! Contradicting values side by side: who says what, and when.

use egui::{Frame, Label, Margin, Ui, vec2};

use super::{Context, chart, cite, fact, status_sign, value, verdict, widget};
use crate::{
    app::Action,
    atlas::{Fact, Place},
    card::{Bars, Dispute, date_of},
    theme::{radius, space, type_size},
};

/// Share of the width for who says it.
const WHO_SHARE: f32 = 0.46;
/// Width of the bar that marks a dispute, in points.
const MARK: f32 = 3.0;

/// The disputed statement, then a row for each value with who says it; below them a chart where one can be drawn.
pub fn dispute_ui(
    ui: &mut Ui,
    context: &Context<'_>,
    place: Option<&Place>,
    dispute: &Dispute<'_>,
    bars: Option<&Bars<'_>>,
) {
    let frame = Frame::new()
        .fill(context.colours().well)
        .corner_radius(f32::from(radius::CONTROL))
        .inner_margin(Margin {
            left: space::M as i8,
            right: space::S as i8,
            top: space::S as i8,
            bottom: space::S as i8,
        });
    let shown = frame.show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.spacing_mut().item_spacing.y = space::XS;
        head_ui(ui, context, dispute.head);
        says_ui(ui, context, &Other::Head, dispute.head);
        for other in &dispute.others {
            widget::hairline_ui(ui, context);
            let elsewhere = place.is_none_or(|place| !other.places.contains(&place.id));
            let elsewhere = elsewhere.then(|| other.places.first()).flatten();
            let elsewhere = elsewhere.and_then(|id| context.atlas.place(id));
            says_ui(
                ui,
                context,
                &elsewhere.map_or(Other::Here, Other::Elsewhere),
                other,
            );
        }
        if let Some(bars) = bars {
            chart::bars_ui(ui, context, bars);
        }
        verdict::verdicts_ui(ui, context, dispute.head);
        fact::details_ui(ui, context, dispute.head);
    });
    let rect = shown.response.rect;
    let mark = rect.with_max_x(rect.left() + MARK);
    ui.painter()
        .rect_filled(mark, 1.0, context.colours().caution);
}

fn head_ui(ui: &mut Ui, context: &Context<'_>, head: &Fact) {
    let label = head.label.get(context.language());
    fact::label_ui(
        ui,
        context,
        head,
        widget::strong(context, label, type_size::BODY),
    );
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(5.0, 2.0);
        status_sign::status_ui(ui, context, head.status);
        status_sign::date_ui(ui, context, head);
        status_sign::age_ui(ui, context, head);
    });
}

/// Which of the values a row tells.
enum Other<'a> {
    /// The disputed statement itself.
    Head,
    /// Another value, said of the same place.
    Here,
    /// Another value, said of another place.
    Elsewhere(&'a Place),
}

/// A row: who says it to the left, what is said to the right.
fn says_ui(ui: &mut Ui, context: &Context<'_>, other: &Other<'_>, fact: &Fact) {
    let is_head = matches!(other, Other::Head);
    let width = ui.available_width();
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = space::S;
        ui.vertical(|ui| {
            ui.set_width(width * WHO_SHARE);
            ui.spacing_mut().item_spacing.y = 1.0;
            ui.add_space(2.0);
            for source in fact
                .sources
                .iter()
                .filter_map(|id| context.atlas.source(id))
            {
                cite::source_ui(ui, context, source);
            }
            if !is_head {
                ui.add(Label::new(widget::caption(context, date_of(context.strings, fact))).wrap());
            }
        });
        ui.vertical(|ui| {
            ui.set_width(ui.available_width());
            ui.spacing_mut().item_spacing.y = 1.0;
            value::value_ui(ui, context, fact, type_size::LEAD);
            if !is_head {
                let label = fact.label.get(context.language());
                ui.add(
                    Label::new(widget::caption(context, label))
                        .wrap()
                        .selectable(true),
                );
                if let Other::Elsewhere(elsewhere) = other {
                    let name = elsewhere.map_label(context.language());
                    if widget::link_button_ui(ui, context, name).clicked() {
                        context.send(Action::Select(elsewhere.id.clone()));
                    }
                }
            }
        });
    });
}
