//! What remains of a show: the time of each slide against its plan, and the record of what the audience saw.

use egui::{
    Align2, CornerRadius, FontId, Label, Rect, Role, Sense, Stroke, TextEdit, Ui, WidgetInfo, pos2,
    vec2,
};

use super::{Context, widget};
use crate::{
    app::{Action, AfterAction, AfterOutcome, AfterShow},
    briefing::preflight::time_text,
    theme::{radius, semibold, space, type_size},
};

/// Height of a slide's row and of its bar, in points.
const ROW: f32 = 26.0;
const BAR: f32 = 8.0;
/// Room of the bar, of both times and of their difference, in points.
const BARS: f32 = 110.0;
const TIMES: f32 = 92.0;
const DIFFERENCE: f32 = 56.0;
/// Kept free at the right, in points.
const SCROLL_BAR: f32 = 14.0;
/// A slide is on its plan within so many seconds.
const TOLERANCE_S: f64 = 5.0;

pub fn after_ui(ui: &mut Ui, context: &Context<'_>, after: &AfterShow) {
    ui.spacing_mut().item_spacing = vec2(space::S, space::XS);
    let title = after.briefing.title.get(context.language());
    ui.add(Label::new(widget::strong(context, title, type_size::LEAD)).wrap());
    ui.add(Label::new(widget::body(context, summary(context, after))).wrap());
    ui.add_space(space::S);
    if !after.rehearsal {
        record_ui(ui, context, after);
        ui.add_space(space::M);
    }
    times_ui(ui, context, after);
    if !after.rehearsal {
        ui.add_space(space::M);
        lines_ui(ui, context, after);
    }
}

fn send(context: &Context<'_>, action: AfterAction) {
    context.send(Action::AfterShow(action));
}

/// Whole time against the plan, and how many slides were on.
fn summary(context: &Context<'_>, after: &AfterShow) -> String {
    let slides = &after.briefing.slides;
    let shown = (0..slides.len()).filter(|slide| after.times.of(*slide) >= 1.0);
    let planned = after.briefing.planned_seconds();
    let whole = after.times.whole_s();
    let arguments = [
        ("time", &*time_text(whole.round() as u64)),
        ("planned", &time_text(planned)),
        ("shown", &shown.count().to_string()),
        ("slides", &slides.len().to_string()),
    ];
    let what = context.strings.format("after-summary", &arguments);
    if planned == 0 {
        return what;
    }
    let off = whole - planned as f64;
    let by = time_text(off.abs().round() as u64);
    let key = match off {
        off if off > TOLERANCE_S => "show-overtime",
        off if off < -TOLERANCE_S => "show-early",
        _ => "show-on-pace",
    };
    format!("{what} · {}", context.strings.format(key, &[("time", &by)]))
}

/// Where the record goes, and what came of it.
fn record_ui(ui: &mut Ui, context: &Context<'_>, after: &AfterShow) {
    heading_ui(ui, context, "after-record");
    ui.add(Label::new(widget::caption(context, context.text("after-record-what"))).wrap());
    let mut file = after.file.clone();
    ui.horizontal(|ui| {
        let choose = context.text("after-choose-button");
        let room = ui.available_width() - 120.0;
        let field = ui.add(TextEdit::singleline(&mut file).desired_width(room));
        let name = context.text("after-file");
        field.widget_info(|| WidgetInfo::labeled(Role::TextInput, true, name));
        if widget::text_button_ui(ui, context, choose).clicked() {
            send(context, AfterAction::Choose);
        }
    });
    if file != after.file {
        send(context, AfterAction::File(file));
    }
    ui.horizontal(|ui| {
        let replace = after.outcome.as_ref().is_some_and(AfterOutcome::exists);
        let key = if replace {
            "after-replace"
        } else {
            "after-save"
        };
        let save = egui::Button::new(widget::body(context, context.text(key)));
        let can = !after.is_saving() && !after.file.trim().is_empty();
        if ui.add_enabled(can, save).clicked() {
            send(context, AfterAction::Save { replace });
        }
        if widget::text_button_ui(ui, context, context.text("after-drop")).clicked() {
            send(context, AfterAction::Drop);
        }
    });
    if let Some(outcome) = &after.outcome {
        let text = widget::body(context, outcome.message(context.strings));
        ui.add(Label::new(text).wrap().selectable(true));
    }
}

fn heading_ui(ui: &mut Ui, context: &Context<'_>, key: &str) {
    let text = widget::strong(context, context.text(key), type_size::LEAD);
    ui.label(text);
}

/// A row for each slide: its number and title, a bar against the plan, both times, and how far they are apart.
fn times_ui(ui: &mut Ui, context: &Context<'_>, after: &AfterShow) {
    heading_ui(ui, context, "after-times");
    let slides = after.briefing.slides.iter().enumerate();
    let longest = slides
        .clone()
        .map(|(number, slide)| {
            let planned = f64::from(slide.seconds.unwrap_or(0));
            planned.max(after.times.of(number))
        })
        .fold(1.0, f64::max);
    ui.spacing_mut().item_spacing.y = 0.0;
    for (number, slide) in slides {
        let row = Row {
            number: number + 1,
            title: match slide.title.get(context.language()) {
                "" => context.text("desk-no-title"),
                title => title,
            },
            planned_s: slide.seconds.map(f64::from),
            spent_s: after.times.of(number),
            longest_s: longest,
        };
        row_ui(ui, context, &row);
    }
    ui.spacing_mut().item_spacing.y = space::XS;
    ui.add_space(space::XS);
    if after.taken {
        ui.add(Label::new(widget::caption(context, context.text("after-taken"))).wrap());
        return;
    }
    let measured = after.times.whole_s() >= 1.0;
    let take = egui::Button::new(widget::body(context, context.text("after-take")));
    if ui.add_enabled(measured, take).clicked() {
        send(context, AfterAction::TakeTimes);
    }
}

struct Row<'a> {
    number: usize,
    title: &'a str,
    planned_s: Option<f64>,
    spent_s: f64,
    /// That a whole bar stands for.
    longest_s: f64,
}

impl Row<'_> {
    /// The time it took, and what was planned.
    fn times(&self) -> String {
        let spent = match self.spent_s {
            spent if spent < 1.0 => "–".to_owned(),
            spent => time_text(spent.round() as u64),
        };
        match self.planned_s {
            Some(planned) => format!("{spent} / {}", time_text(planned as u64)),
            None => spent,
        }
    }

    /// `None` where there is nothing to compare.
    fn off_s(&self) -> Option<f64> {
        let planned = self.planned_s.filter(|_| self.spent_s >= 1.0)?;
        Some((self.spent_s - planned).round())
    }
}

fn row_ui(ui: &mut Ui, context: &Context<'_>, row: &Row<'_>) {
    let size = vec2(ui.available_width() - SCROLL_BAR, ROW);
    let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
    let times = row.times();
    let name = format!("{} {}: {times}", row.number, row.title);
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &name));
    let colours = context.colours();
    let middle = rect.center().y;
    let font = FontId::proportional(type_size::BODY);
    let strong = FontId::new(type_size::BODY, semibold());
    let painter = ui.painter();
    let text = |x: f32, align: Align2, text: &str, font: &FontId, colour| {
        painter.text(pos2(x, middle), align, text, font.clone(), colour);
    };
    let off = row.off_s();
    let (sign, colour) = match off {
        Some(off) if off > TOLERANCE_S => ("+", colours.caution),
        Some(off) if off < -TOLERANCE_S => ("−", colours.second),
        _ => ("", colours.ink_weak),
    };
    if let Some(off) = off {
        let words = match sign {
            "" => "=".to_owned(),
            sign => format!("{sign}{}", time_text(off.abs() as u64)),
        };
        text(rect.right(), Align2::RIGHT_CENTER, &words, &strong, colour);
    }
    let right = rect.right() - DIFFERENCE;
    text(right, Align2::RIGHT_CENTER, &times, &font, colours.ink);
    let bars = Rect::from_min_size(
        pos2(right - TIMES - BARS - space::S, rect.top()),
        vec2(BARS, ROW),
    );
    bar_ui(ui, context, row, bars, colour);
    let number = row.number.to_string();
    let left = rect.left() + 24.0;
    let small = FontId::proportional(type_size::CAPTION);
    text(
        left,
        Align2::RIGHT_CENTER,
        &number,
        &small,
        colours.ink_weak,
    );
    let left = left + space::S;
    let at = pos2(left, middle);
    widget::line_of_text(ui, context, row.title, at, bars.left() - space::S - left);
}

/// The time that it took, filled, over the plan, framed.
fn bar_ui(ui: &Ui, context: &Context<'_>, row: &Row<'_>, room: Rect, colour: egui::Color32) {
    let colours = context.colours();
    let corner = CornerRadius::same(radius::CONTROL / 2);
    let bar = |seconds: f64, height: f32| {
        let width = room.width() * (seconds / row.longest_s).min(1.0) as f32;
        let size = vec2(width.max(1.0), height);
        Rect::from_min_size(pos2(room.left(), room.center().y - height / 2.0), size)
    };
    if row.spent_s >= 1.0 {
        ui.painter()
            .rect_filled(bar(row.spent_s, BAR), corner, colour);
    }
    if let Some(planned) = row.planned_s {
        let stroke = Stroke::new(1.0, colours.ink);
        ui.painter().rect_stroke(
            bar(planned, BAR + 4.0),
            corner,
            stroke,
            egui::StrokeKind::Inside,
        );
    }
}

/// What the audience saw, in the order of time.
fn lines_ui(ui: &mut Ui, context: &Context<'_>, after: &AfterShow) {
    heading_ui(ui, context, "after-seen");
    let lines = after.lines(context.atlas, context.strings);
    egui::Grid::new("shown")
        .num_columns(3)
        .spacing([space::L, space::XS])
        .min_row_height(20.0)
        .show(ui, |ui| {
            for line in lines {
                ui.label(widget::caption(context, line.clock));
                ui.label(widget::caption(context, line.lasted));
                let what = match line.slide.as_str() {
                    "" => line.what,
                    slide => format!("{slide}  {}", line.what),
                };
                ui.add(Label::new(widget::body(context, what)).truncate());
                ui.end_row();
            }
        });
}
