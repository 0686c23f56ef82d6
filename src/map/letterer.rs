//! Paints names with a halo, through egui's fonts.

use std::{
    cell::RefCell,
    collections::HashMap,
    hash::{BuildHasher as _, RandomState},
    sync::Arc,
};

use egui::{
    Align, Align2, Color32, Context, FontFamily, FontId, Galley, Pos2, Rect, Shape, Ui, Vec2,
    epaint::TextShape,
    text::{LayoutJob, TextFormat},
    vec2,
};

use crate::{
    scene::{Lettering, PlacedLabel, evidence::Stroke},
    theme,
};

/// Width of the halo, in points.
const HALO: f32 = 1.6;

/// More sizes than this are not kept.
const KEPT_SIZES: usize = 20_000;

/// Sizes of names, which every view of a flight asks for anew.
#[derive(Default)]
pub struct Sizes(RefCell<KnownSizes>);

#[derive(Default)]
struct KnownSizes {
    pixels_per_point: f32,
    /// By the hash of the name and how it is written.
    sizes: HashMap<u64, Vec2>,
    hasher: RandomState,
}

impl Sizes {
    /// Width and height of a name, in points.
    pub fn measure(&self, ui: &Ui, text: &str, lettering: &Lettering) -> Vec2 {
        let mut known = self.0.borrow_mut();
        let pixels_per_point = ui.ctx().pixels_per_point();
        if known.pixels_per_point != pixels_per_point || known.sizes.len() > KEPT_SIZES {
            known.sizes.clear();
            known.pixels_per_point = pixels_per_point;
        }
        let Lettering {
            size,
            semibold,
            italic,
            spacing,
            ..
        } = lettering;
        let key = (text, size.to_bits(), semibold, italic, spacing.to_bits());
        let key = known.hasher.hash_one(key);
        let size = known.sizes.entry(key);
        *size.or_insert_with(|| galley(ui.ctx(), text, lettering).size())
    }
}

/// A name and how it is written.
pub type Name = (String, Lettering);

/// Has the letters of a name drawn.
pub fn make_ready(context: &Context, (text, lettering): &Name) {
    galley(context, text, lettering);
}

/// Labels in points from `origin`.
pub fn paint_labels(ui: &Ui, origin: Pos2, labels: &[PlacedLabel]) {
    // Last first, so that the most important lie on top.
    for label in labels.iter().rev() {
        let galley = galley(ui.ctx(), &label.text, &label.lettering);
        let centre = origin + label.rect.center().to_vec2();
        let at = centre - galley.rect.center().to_vec2();
        let painter = ui.painter();
        if let Some(plate) = label.lettering.plate {
            let rect = Rect::from_center_size(centre, galley.size() + vec2(7.0, 2.0));
            painter.rect_filled(rect, 3.0, plate);
            painter.galley(at, galley, label.lettering.colour);
            continue;
        }
        let turned = |at: Pos2, colour: Color32| {
            TextShape::new(at, galley.clone(), colour)
                .with_override_text_color(colour)
                .with_angle_and_anchor(label.angle, Align2::CENTER_CENTER)
        };
        for offset in halo_offsets() {
            painter.add(turned(at + offset, label.lettering.halo));
        }
        painter.add(turned(at, label.lettering.colour));
    }
}

/// Lines in points from `origin`.
pub fn paint_strokes(ui: &Ui, origin: Pos2, strokes: &[Stroke]) {
    for Stroke {
        points,
        colour,
        width,
        dashed,
    } in strokes
    {
        let points: Vec<Pos2> = points
            .iter()
            .map(|point| origin + point.to_vec2())
            .collect();
        let stroke = egui::Stroke::new(*width, *colour);
        if *dashed {
            ui.painter().extend(Shape::dashed_line(
                &points,
                stroke,
                width * 4.0,
                width * 2.5,
            ));
        } else {
            ui.painter().add(Shape::line(points, stroke));
        }
    }
}

/// Six are enough: letters are wider than the gaps between them.
fn halo_offsets() -> impl Iterator<Item = Vec2> {
    let (near, far) = (HALO / 2.0, HALO * 0.75_f32.sqrt());
    [
        vec2(HALO, 0.0),
        vec2(near, far),
        vec2(-near, far),
        vec2(-HALO, 0.0),
        vec2(-near, -far),
        vec2(near, -far),
    ]
    .into_iter()
}

/// Egui keeps it while it is in use.
fn galley(context: &Context, text: &str, lettering: &Lettering) -> Arc<Galley> {
    let family = if lettering.semibold {
        theme::semibold()
    } else {
        FontFamily::Proportional
    };
    let format = TextFormat {
        font_id: FontId::new(lettering.size, family),
        extra_letter_spacing: lettering.spacing,
        italics: lettering.italic,
        color: Color32::PLACEHOLDER,
        ..TextFormat::default()
    };
    let mut job = LayoutJob::single_section(text.to_owned(), format);
    job.halign = Align::Center;
    context.fonts_mut(|fonts| fonts.layout_job(job))
}
