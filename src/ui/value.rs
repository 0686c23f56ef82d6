//! A value as it is set: the number large and semibold, its unit smaller beside it; words in the size of text.

use egui::{FontFamily, FontId, Ui, text::LayoutJob, text::TextFormat};

use super::Context;
use crate::{
    atlas::{Fact, Value},
    lang::value_text,
    theme::{semibold, type_size},
};

/// A unit is this much smaller than its number, but never smaller than text.
const UNIT_SHARE: f32 = 0.5;

/// How far letters reach below the line, as a share of their size; of both bundled fonts.
const DESCENT: f32 = 0.24;

/// The value ready for a label, at most `width` points wide, number and unit on one base line.
pub fn job(ui: &Ui, context: &Context<'_>, fact: &Fact, size: f32, width: f32) -> LayoutJob {
    let value = value_text(context.strings, &fact.value);
    let ink = context.colours().ink;
    let words = matches!(fact.value, Value::Words(_));
    let font = if words {
        FontId::new(type_size::BODY, FontFamily::Proportional)
    } else {
        FontId::new(size, semibold())
    };
    let mut job = LayoutJob::default();
    job.wrap.max_width = width;
    let format = |font_id, line_height| TextFormat {
        font_id,
        color: ink,
        line_height,
        ..TextFormat::default()
    };
    job.append(&value.number, 0.0, format(font, None));
    if !value.unit.is_empty() {
        let gap = if value.unit == "%" { "" } else { " " };
        let unit_size = (size * UNIT_SHARE).max(type_size::CAPTION + 1.0);
        let font = FontId::new(unit_size, FontFamily::Proportional);
        let own = ui.ctx().fonts_mut(|fonts| fonts.row_height(&font));
        // Text is centred in its line: a taller line lifts the unit to the number's base line.
        let line = own + 2.0 * DESCENT * (size - unit_size);
        job.append(
            &format!("{gap}{}", value.unit),
            0.0,
            format(font, Some(line)),
        );
    }
    job
}

/// How wide the value is in one line, in points.
pub fn width(ui: &Ui, context: &Context<'_>, fact: &Fact, size: f32) -> f32 {
    let job = job(ui, context, fact, size, f32::INFINITY);
    ui.painter().layout_job(job).size().x
}

/// Words stand under their label, numbers beside it.
pub fn stands_below(fact: &Fact) -> bool {
    matches!(fact.value, Value::Words(_))
}

pub fn value_ui(ui: &mut Ui, context: &Context<'_>, fact: &Fact, size: f32) {
    let job = job(ui, context, fact, size, ui.available_width());
    ui.add(egui::Label::new(job).wrap().selectable(true));
}
