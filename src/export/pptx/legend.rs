//! Legend and scale bar on the map of a slide, as shapes.

use egui::{Color32, Pos2, Rect, Vec2, pos2, vec2};

use super::{
    super::{
        Picture, Ruler, Type,
        furniture::{ROW, Row, SAMPLE, Sign},
    },
    icon,
    map::Plate,
    shape::{Line, Outline, Paint, Shapes},
    text::{Body, Frame, Paragraph, Run},
};
use crate::{
    lang::distance_text,
    scene::{
        data_layer::{SINGLE_RADIUS, ShapeStyle, dot_colour},
        legend::{Entry, Sample},
    },
    theme::{icon::Icon, space, type_size},
};

/// The scale bar is at most this long.
const SCALE_BAR: f32 = 110.0;
const SCALE_HEIGHT: f32 = 22.0;
/// Of the legend's measures: a slide is smaller than a screen, and the map is looked at first.
pub const SCALE: f32 = 0.78;
/// How much of the map shows through plates.
const PLATE_OPACITY: f32 = 0.92;

pub fn draw(plate: &Plate<'_>, shapes: &mut Shapes) {
    scale_bar(plate, shapes);
    let Some((rect, rows)) = plate.plates.legend() else {
        return;
    };
    let rect = rect.translate(plate.corner.to_vec2());
    let name = plate.picture.strings.get("legend");
    shapes.group(name, rect, |shapes| {
        shapes.rect(name, rect, paper(plate.picture));
        let mut corner = rect.min + vec2(space::M, space::S) * SCALE;
        let width = rect.width() - 2.0 * space::M * SCALE;
        let ink = plate.picture.theme.interface.ink;
        let heading = Run::new(name, type_size::BODY * SCALE)
            .strong()
            .coloured(ink);
        line_of_words(plate, shapes, corner, width, heading);
        corner.y += space::XS * SCALE;
        for row in rows {
            corner.y += ROW * SCALE;
            draw_row(plate, shapes, corner, width, row);
        }
    });
}

fn draw_row(plate: &Plate<'_>, shapes: &mut Shapes, corner: Pos2, width: f32, row: &Row) {
    let colours = &plate.picture.theme.interface;
    let words = Run::new(&*row.words, type_size::CAPTION * SCALE);
    match row.sign {
        Sign::Heading => {
            let words = words.strong().coloured(colours.ink);
            line_of_words(plate, shapes, corner, width, words);
        }
        Sign::Remark => {
            let words = words.coloured(colours.ink_weak);
            line_of_words(plate, shapes, corner, width, words);
        }
        _ => {
            let min = corner + vec2(0.0, (ROW - SAMPLE.y) / 2.0 * SCALE);
            let sample = Rect::from_min_size(min, SAMPLE * SCALE);
            draw_sign(plate, shapes, sample, row);
            let gap = (SAMPLE.x + space::S) * SCALE;
            let at = corner + vec2(gap, 0.0);
            line_of_words(plate, shapes, at, width - gap, words.coloured(colours.ink));
        }
    }
}

fn line_of_words(plate: &Plate<'_>, shapes: &mut Shapes, corner: Pos2, width: f32, run: Run) {
    let name = run.text.clone();
    let body = Body {
        language: plate.picture.language(),
        frame: Frame::Line,
        paragraphs: vec![Paragraph::of(vec![run])],
    };
    let rect = Rect::from_min_size(corner, vec2(width, ROW * SCALE));
    shapes.words(&name, rect, 0.0, None, &body);
}

fn draw_sign(plate: &Plate<'_>, shapes: &mut Shapes, rect: Rect, row: &Row) {
    let (picture, name) = (plate.picture, &*row.words);
    let field = rect.shrink2(vec2(2.0, 1.0));
    let outline = line(1.0, picture.theme.interface.line);
    match &row.sign {
        Sign::Heading | Sign::Remark => {}
        Sign::Class(colour) => shapes.rect(name, field, Paint::filled(*colour).with_line(outline)),
        Sign::Hatch(colour) => {
            let land = Paint::filled(picture.theme.map.land).with_line(outline);
            shapes.rect(name, field, land);
            let rise = field.height();
            let mut strokes = Outline::default();
            let mut left = field.left();
            while left + rise <= field.right() {
                let foot = pos2(left, field.bottom());
                strokes.path([foot, foot + vec2(rise, -rise)]);
                left += 5.0;
            }
            shapes.freeform(name, "", &[strokes], Paint::line(line(1.0, *colour)));
        }
        Sign::Crowd(crowd) => {
            let paint = Paint::filled(dot_colour(2, &picture.theme.map));
            let radius = crowd.radius.min(rect.height() / 2.0);
            shapes.ellipse(name, "", rect.center(), radius, paint);
        }
        Sign::Entry(entry) => draw_sample(picture, shapes, rect, name, entry),
    }
}

fn draw_sample(picture: &Picture<'_>, shapes: &mut Shapes, rect: Rect, name: &str, entry: &Entry) {
    let colours = &picture.theme.map;
    let sample = match entry {
        Entry::Choropleth(_) => return,
        Entry::Data(key) if key.shapes => {
            let style = ShapeStyle::new(colours, 1);
            let paint = Paint::filled(style.fill).with_line(line(style.width, style.line));
            shapes.rect(name, rect.shrink2(vec2(2.0, 1.0)), paint);
            return;
        }
        Entry::Data(_) => {
            let paint = Paint::filled(dot_colour(1, colours));
            shapes.ellipse(name, "", rect.center(), SINGLE_RADIUS, paint);
            return;
        }
        Entry::Site(kind) => {
            let side = Rect::from_center_size(rect.center(), Vec2::splat(rect.height()));
            let sign = icon::outlines(Icon::of_kind(kind), side);
            shapes.freeform(name, "", &sign, icon::paint(side, colours.symbol));
            return;
        }
        Entry::Ground { sample, .. } => sample,
    };
    let along = |from: f32, to: f32| {
        let mut outline = Outline::default();
        let y = rect.center().y;
        outline.path([pos2(from, y), pos2(to, y)]);
        [outline]
    };
    match sample {
        Sample::Field(colour) => {
            let field = rect.shrink(2.0);
            shapes.rect(name, field, Paint::filled(colours.land));
            shapes.rect(name, field, Paint::filled(*colour));
        }
        Sample::Colours(several) => {
            let step = rect.width() / several.len().max(1) as f32;
            for (number, colour) in several.iter().enumerate() {
                let from = rect.left() + step * number as f32;
                let paint = Paint::line(line(3.0, *colour));
                shapes.freeform(name, "", &along(from, from + step), paint);
            }
        }
        Sample::Lines(lines) => {
            for (width, dash, colour) in lines {
                let stroke = Line {
                    dash: !dash.is_empty(),
                    ..line(width.min(8.0), *colour)
                };
                let paint = Paint::line(stroke);
                shapes.freeform(name, "", &along(rect.left(), rect.right()), paint);
            }
        }
    }
}

fn line(width: f32, colour: Color32) -> Line {
    Line {
        width,
        colour,
        dash: false,
    }
}

fn paper(picture: &Picture<'_>) -> Paint {
    let colours = &picture.theme.interface;
    Paint::filled(colours.paper.gamma_multiply(PLATE_OPACITY)).with_line(line(1.0, colours.line))
}

/// The plate of the scale bar in the lower right corner of the picture.
pub fn scale_rect(picture: &Picture<'_>, ruler: &Ruler) -> Rect {
    let (length, distance_m) = picture.view().scale_bar(SCALE_BAR);
    let words = distance_text(picture.strings, distance_m);
    let words = ruler.width(&words, Type::regular(type_size::CAPTION));
    let size = vec2(length + words + 3.0 * space::S, SCALE_HEIGHT);
    let corner = picture.size.points().to_pos2() - vec2(space::M, space::M);
    Rect::from_min_max(corner - size, corner)
}

fn scale_bar(plate: &Plate<'_>, shapes: &mut Shapes) {
    let picture = plate.picture;
    let ink = picture.theme.interface.ink;
    let rect = scale_rect(picture, plate.ruler).translate(plate.corner.to_vec2());
    let (length, distance_m) = picture.view().scale_bar(SCALE_BAR);
    let name = picture.strings.get("slides-scale-bar");
    shapes.group(name, rect, |shapes| {
        shapes.rect(name, rect, paper(picture));
        let base = pos2(rect.left() + space::S, rect.center().y + 3.0);
        let end = base + vec2(length, 0.0);
        let up = vec2(0.0, -6.0);
        let mut bar = Outline::default();
        bar.path([base + up, base, end, end + up]);
        shapes.freeform(name, "", &[bar], Paint::line(line(1.5, ink)));
        let words = distance_text(picture.strings, distance_m);
        let run = Run::new(words, type_size::CAPTION * SCALE).coloured(ink);
        let corner = pos2(end.x + space::S, rect.center().y - ROW / 2.0 * SCALE);
        let room = rect.right() - space::S - corner.x;
        line_of_words(plate, shapes, corner, room, run);
    });
}
