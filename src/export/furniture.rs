//! What stands round the map in a picture: title, legend, scale bar, dates and sources, attribution.

use egui::{Color32, Pos2, Rect, pos2, vec2};

use super::{
    Picture,
    canvas::{Anchor, Canvas, Line},
    ruler::{Paragraph, Ruler, Type},
};
use crate::{
    lang::{Strings, distance_text},
    scene::{
        Overlay,
        credit::{self, Seen},
        data_layer::{Crowd, DataKey, SINGLE_RADIUS, ShapeStyle, dot_colour},
        legend::{self, Entry, Sample},
    },
    theme::{MapColours, icon::Icon, radius, space, type_size},
};

/// Least height of the strip along the lower edge, in points: that of the screen.
const STRIP: f32 = 24.0;
/// The scale bar is at most this long, in points.
const SCALE_BAR: f32 = 130.0;
/// Size of a sample of the legend, and height of its rows, in points.
pub const SAMPLE: egui::Vec2 = vec2(28.0, 16.0);
pub const ROW: f32 = 19.0;
/// The legend takes at most these shares of the map's width and height; else it is left out.
const LEGEND_SHARES: egui::Vec2 = vec2(0.4, 0.85);
/// The same of a legend that only says what the colours of a choropleth mean: it is not to be missed.
const CLASSES_SHARES: egui::Vec2 = vec2(0.75, 0.85);
/// The title takes at most this share of the width.
const TITLE_SHARE: f32 = 0.6;
/// How much of the map shows through plates.
const PLATE_OPACITY: f32 = 0.92;
const SMALL: Type = Type::regular(type_size::CAPTION);

/// The furniture, laid out, in points.
#[derive(Debug)]
pub struct Plates {
    /// Names are written in here.
    pub free: Rect,
    strip: Rect,
    /// The rows of the strip, from the top: attribution beside the scale bar if there is room.
    attribution: Paragraph,
    beside_scale_bar: bool,
    captions: Vec<Paragraph>,
    title: Option<Block>,
    legend: Option<(Rect, Vec<Row>)>,
    /// Of the legend's measures.
    scale: f32,
}

/// A line of the legend.
#[derive(Debug)]
pub struct Row {
    pub sign: Sign,
    pub words: String,
}

/// What stands before the words of the legend.
#[derive(Debug)]
pub enum Sign {
    /// What the classes below it compare.
    Heading,
    /// A remark about them, without a sample.
    Remark,
    Class(Color32),
    Hatch(Color32),
    /// A dot that stands for several features of a data file.
    Crowd(Crowd),
    Entry(Entry),
}

/// Title and subtitle on their plate.
#[derive(Debug)]
struct Block {
    plate: Rect,
    title: Paragraph,
    subtitle: Option<Paragraph>,
}

/// Whom the visible data comes from, and the map approval number or that there is none.
pub fn attribution(picture: &Picture<'_>) -> String {
    let seen = Seen {
        atlas: picture.atlas,
        content: picture.content,
        view: picture.view(),
        selected: picture.selected,
        colours: &picture.theme.map,
    };
    credit::attribution(picture.strings, seen, &[])
}

impl Plates {
    pub fn lay_out(picture: &Picture<'_>, ruler: &Ruler) -> Self {
        let size = picture.size.points();
        let furniture = picture.furniture;
        let inner = size.x - 2.0 * space::L;
        let words = attribution(picture);
        let bar = if furniture.scale_bar {
            picture.view().scale_bar(SCALE_BAR).0 + 90.0
        } else {
            0.0
        };
        let beside_scale_bar = ruler.width(&words, SMALL) <= inner - bar;
        let attribution = ruler.paragraph(&words, SMALL, inner);
        let captions: Vec<Paragraph> = furniture
            .captions
            .iter()
            .map(|caption| ruler.paragraph(caption, SMALL, inner))
            .collect();
        let own_row = furniture.scale_bar && !beside_scale_bar;
        let rows = captions.iter().map(|caption| caption.height + space::XS);
        let height = rows.sum::<f32>()
            + attribution.height.max(STRIP - space::S)
            + space::S
            + if own_row { STRIP - space::S } else { 0.0 };
        let strip = Rect::from_min_max(pos2(0.0, size.y - height), size.to_pos2());
        let free = Rect::from_min_max(Pos2::ZERO, strip.right_top());
        let mut plates = Self {
            free,
            strip,
            attribution,
            beside_scale_bar,
            captions,
            title: Block::lay_out(picture, ruler),
            legend: None,
            scale: 1.0,
        };
        if furniture.legend {
            plates.legend = plates.lay_out_legend(picture, ruler);
        }
        plates
    }

    /// Without the strip along the lower edge and without a title: others say it. `scale`: of the legend's measures.
    pub fn of_legend(picture: &Picture<'_>, ruler: &Ruler, scale: f32) -> Self {
        let free = Rect::from_min_size(Pos2::ZERO, picture.size.points());
        let mut plates = Self {
            free,
            strip: Rect::from_min_max(free.left_bottom(), free.max),
            attribution: ruler.paragraph("", SMALL, f32::INFINITY),
            beside_scale_bar: false,
            captions: Vec::new(),
            title: None,
            legend: None,
            scale,
        };
        plates.legend = plates.lay_out_legend(picture, ruler);
        plates
    }

    /// Where the legend stands, and its lines below the heading.
    pub fn legend(&self) -> Option<(Rect, &[Row])> {
        let (rect, rows) = self.legend.as_ref()?;
        Some((*rect, rows))
    }

    /// `None` where there is no room for it or nothing in it.
    fn lay_out_legend(&self, picture: &Picture<'_>, ruler: &Ruler) -> Option<(Rect, Vec<Row>)> {
        let symbols = picture.overlay(ruler, self.free).symbols;
        let colours = &picture.theme.map;
        let view = picture.view();
        let entries = legend::entries(picture.content, picture.shading, colours, &view, &symbols);
        let data = picture.data.and_then(|data| data.key(&view));
        let entries = data
            .map(Entry::Data)
            .into_iter()
            .chain(entries)
            .flat_map(|entry| rows(entry, picture.strings));
        let entries: Vec<Row> = entries.collect();
        self.place_legend(picture, ruler, entries)
    }

    /// Where there is no room for all of it, the classes alone: without them the colours mean nothing.
    fn place_legend(
        &self,
        picture: &Picture<'_>,
        ruler: &Ruler,
        entries: Vec<Row>,
    ) -> Option<(Rect, Vec<Row>)> {
        let widest = entries
            .iter()
            .map(|row| ruler.width(&row.words, SMALL))
            .fold(0.0, f32::max);
        let heading = ruler.width(picture.strings.get("legend"), heading());
        let width = (SAMPLE.x + space::S + widest).max(heading) + 2.0 * space::M;
        let height = ROW * (entries.len() as f32 + 1.0) + 2.0 * space::S + space::XS;
        let is_class = |row: &Row| !matches!(row.sign, Sign::Entry(_) | Sign::Crowd(_));
        let shares = if entries.iter().all(is_class) {
            CLASSES_SHARES
        } else {
            LEGEND_SHARES
        };
        let most = self.free.size() * shares;
        let size = vec2(width, height) * self.scale;
        let fits = size.x <= most.x && size.y <= most.y;
        let min = self.free.left_bottom() + vec2(space::M, -space::M - size.y);
        let rect = Rect::from_min_size(min, size);
        let covers_title = self
            .title
            .as_ref()
            .is_some_and(|title| title.plate.intersects(rect));
        if fits && !covers_title && !entries.is_empty() {
            return Some((rect, entries));
        }
        let all = entries.len();
        let classes: Vec<Row> = entries.into_iter().filter(is_class).collect();
        if classes.is_empty() || classes.len() == all {
            return None;
        }
        self.place_legend(picture, ruler, classes)
    }

    /// The overlay without what the plates would cover or cut.
    pub fn clear(&self, mut overlay: Overlay) -> Overlay {
        let title = self.title.as_ref().map(|title| title.plate);
        let legend = self.legend.as_ref().map(|(rect, _)| *rect);
        for plate in title.into_iter().chain(legend) {
            overlay
                .symbols
                .retain(|symbol| plate.distance_to_pos(symbol.centre) > symbol.radius);
            overlay.labels.retain(|label| !plate.intersects(label.rect));
        }
        overlay
            .symbols
            .retain(|symbol| symbol.centre.y + symbol.radius < self.strip.top());
        overlay
    }

    /// The part of the map that a subject can fill without being covered.
    pub fn subject_part(&self) -> Rect {
        match &self.legend {
            Some((legend, _)) => self.free.with_min_x(legend.right()),
            None => self.free,
        }
    }

    pub fn draw(&self, picture: &Picture<'_>, ruler: &Ruler, canvas: &mut Canvas) {
        let label = |id: &str| picture.strings.get(id).to_owned();
        if let Some(title) = &self.title {
            canvas.layer("title", &label("export-layer-title"), |canvas| {
                title.draw(picture, canvas);
            });
        }
        if let Some((rect, entries)) = &self.legend {
            canvas.layer("legend", &label("export-layer-legend"), |canvas| {
                draw_legend(picture, ruler, canvas, *rect, entries);
            });
        }
        canvas.layer("credits", &label("export-layer-credits"), |canvas| {
            self.draw_strip(picture, canvas);
        });
    }

    fn draw_strip(&self, picture: &Picture<'_>, canvas: &mut Canvas) {
        let colours = &picture.theme.interface;
        let paper = colours.paper.gamma_multiply(PLATE_OPACITY);
        canvas.rect(self.strip, 0.0, paper, None);
        let left = self.strip.left() + space::L;
        let mut top = self.strip.top() + space::XS;
        if picture.furniture.scale_bar {
            draw_scale_bar(picture, canvas, pos2(left, top + (STRIP - space::S) / 2.0));
            if !self.beside_scale_bar {
                top += STRIP - space::S;
            }
        }
        for line in &self.attribution.lines {
            let at = pos2(
                self.strip.right() - space::L,
                top + line.baseline + (STRIP - space::S - line_height(&self.attribution)) / 2.0,
            );
            canvas.text(at, SMALL, colours.ink_weak, Anchor::End, &line.text);
        }
        top += self.attribution.height.max(STRIP - space::S) + space::XS;
        for caption in &self.captions {
            for line in &caption.lines {
                let at = pos2(left, top + line.baseline);
                canvas.text(at, SMALL, colours.ink_weak, Anchor::Start, &line.text);
            }
            top += caption.height + space::XS;
        }
    }
}

/// A choropleth is a row for each class.
fn rows(entry: Entry, strings: &Strings) -> Vec<Row> {
    let words = entry.words(strings);
    let Entry::Choropleth(key) = &entry else {
        let crowd = match &entry {
            Entry::Data(key) => key.crowd,
            _ => None,
        };
        let first = Row {
            sign: Sign::Entry(entry),
            words,
        };
        let second = crowd.map(|crowd| Row {
            sign: Sign::Crowd(crowd),
            words: crowd.words(strings),
        });
        return std::iter::once(first).chain(second).collect();
    };
    let mut rows = vec![Row {
        sign: Sign::Heading,
        words,
    }];
    rows.extend(key.classes.iter().rev().map(|(colour, class)| Row {
        sign: Sign::Class(*colour),
        words: key.class_words(strings, *class),
    }));
    rows.extend(key.years_words(strings).map(|words| Row {
        sign: Sign::Remark,
        words,
    }));
    rows.extend(key.missing_words(strings).map(|words| Row {
        sign: Sign::Hatch(key.hatch),
        words,
    }));
    rows
}

fn line_height(paragraph: &Paragraph) -> f32 {
    paragraph.height / paragraph.lines.len().max(1) as f32
}

fn heading() -> Type {
    Type::semibold(type_size::BODY)
}

impl Block {
    fn lay_out(picture: &Picture<'_>, ruler: &Ruler) -> Option<Self> {
        let furniture = picture.furniture;
        if furniture.title.is_empty() {
            return None;
        }
        let room = picture.size.points().x * TITLE_SHARE;
        let kind = Type::semibold(type_size::TITLE);
        let title = ruler.paragraph(&furniture.title, kind, room);
        let subtitle = (!furniture.subtitle.is_empty())
            .then(|| ruler.paragraph(&furniture.subtitle, SMALL, room));
        let below = subtitle
            .as_ref()
            .map_or(0.0, |text| text.height + space::XS);
        let width = subtitle
            .as_ref()
            .map_or(0.0, |text| text.width)
            .max(title.width);
        let size = vec2(width, title.height + below) + vec2(space::L, space::S) * 2.0;
        let plate = Rect::from_min_size(pos2(space::M, space::M), size);
        Some(Self {
            plate,
            title,
            subtitle,
        })
    }

    fn draw(&self, picture: &Picture<'_>, canvas: &mut Canvas) {
        let colours = &picture.theme.interface;
        draw_plate(picture, canvas, self.plate);
        let corner = self.plate.min + vec2(space::L, space::S);
        let kind = Type::semibold(type_size::TITLE);
        for line in &self.title.lines {
            let at = corner + vec2(0.0, line.baseline);
            canvas.text(at, kind, colours.ink, Anchor::Start, &line.text);
        }
        let corner = corner + vec2(0.0, self.title.height + space::XS);
        for line in self.subtitle.iter().flat_map(|text| &text.lines) {
            let at = corner + vec2(0.0, line.baseline);
            canvas.text(at, SMALL, colours.ink_weak, Anchor::Start, &line.text);
        }
    }
}

fn draw_plate(picture: &Picture<'_>, canvas: &mut Canvas, rect: Rect) {
    let colours = &picture.theme.interface;
    let outline = Line {
        width: 1.0,
        colour: colours.line,
        dash: &[],
    };
    let paper = colours.paper.gamma_multiply(PLATE_OPACITY);
    canvas.rect(rect, f32::from(radius::CARD), paper, Some(outline));
}

/// `base` is the left end of the bar.
fn draw_scale_bar(picture: &Picture<'_>, canvas: &mut Canvas, base: Pos2) {
    let ink = picture.theme.interface.ink;
    let (length, distance_m) = picture.view().scale_bar(SCALE_BAR);
    let base = base + vec2(0.0, 3.0);
    let end = base + vec2(length, 0.0);
    let up = vec2(0.0, -6.0);
    let line = Line {
        width: 1.5,
        colour: ink,
        dash: &[],
    };
    canvas.polyline(&[base + up, base, end, end + up], line);
    let words = distance_text(picture.strings, distance_m);
    let at = end + vec2(space::S, 1.0);
    canvas.text(at, SMALL, ink, Anchor::Start, &words);
}

fn draw_legend(
    picture: &Picture<'_>,
    ruler: &Ruler,
    canvas: &mut Canvas,
    rect: Rect,
    rows: &[Row],
) {
    let colours = &picture.theme.interface;
    draw_plate(picture, canvas, rect);
    let mut corner = rect.min + vec2(space::M, space::S);
    let baseline = |kind| {
        let line = ruler.paragraph("0", kind, f32::INFINITY);
        let baseline = line.lines.first().map_or(0.0, |line| line.baseline);
        (ROW - line.height) / 2.0 + baseline
    };
    let words = picture.strings.get("legend");
    let at = corner + vec2(0.0, baseline(heading()));
    canvas.text(at, heading(), colours.ink, Anchor::Start, words);
    corner.y += space::XS;
    for row in rows {
        corner.y += ROW;
        if let Sign::Heading = row.sign {
            let kind = Type::semibold(type_size::CAPTION);
            let at = corner + vec2(0.0, baseline(kind));
            canvas.text(at, kind, colours.ink, Anchor::Start, &row.words);
            continue;
        }
        if let Sign::Remark = row.sign {
            let at = corner + vec2(0.0, baseline(SMALL));
            canvas.text(at, SMALL, colours.ink_weak, Anchor::Start, &row.words);
            continue;
        }
        let sample = Rect::from_min_size(corner + vec2(0.0, (ROW - SAMPLE.y) / 2.0), SAMPLE);
        draw_sign(picture, canvas, sample, &row.sign);
        let at = corner + vec2(SAMPLE.x + space::S, baseline(SMALL));
        canvas.text(at, SMALL, colours.ink, Anchor::Start, &row.words);
    }
}

fn draw_sign(picture: &Picture<'_>, canvas: &mut Canvas, rect: Rect, sign: &Sign) {
    let field = rect.shrink2(vec2(2.0, 1.0));
    let outline = Line {
        width: 1.0,
        colour: picture.theme.interface.line,
        dash: &[],
    };
    match sign {
        Sign::Heading | Sign::Remark => {}
        Sign::Crowd(crowd) => {
            let colour = dot_colour(2, &picture.theme.map);
            canvas.circle(rect.center(), crowd.radius, colour, None);
        }
        Sign::Entry(entry) => draw_sample(picture, canvas, rect, entry),
        Sign::Class(colour) => canvas.rect(field, 2.0, *colour, Some(outline)),
        Sign::Hatch(colour) => {
            canvas.rect(field, 0.0, picture.theme.map.land, Some(outline));
            let stroke = Line {
                width: 1.0,
                colour: *colour,
                dash: &[],
            };
            let rise = field.height();
            let mut left = field.left();
            while left + rise <= field.right() {
                let foot = pos2(left, field.bottom());
                canvas.polyline(&[foot, foot + vec2(rise, -rise)], stroke);
                left += 5.0;
            }
        }
    }
}

fn draw_data_sample(canvas: &mut Canvas, rect: Rect, colours: &MapColours, key: &DataKey) {
    if key.shapes {
        let style = ShapeStyle::new(colours, 1);
        let outline = Line {
            width: style.width,
            colour: style.line,
            dash: &[],
        };
        let field = rect.shrink2(vec2(2.0, 1.0));
        canvas.rect(field, 0.0, style.fill, Some(outline));
    } else {
        canvas.circle(rect.center(), SINGLE_RADIUS, dot_colour(1, colours), None);
    }
}

fn draw_sample(picture: &Picture<'_>, canvas: &mut Canvas, rect: Rect, entry: &Entry) {
    let colours = &picture.theme.map;
    let sample = match entry {
        Entry::Choropleth(_) => return,
        Entry::Data(key) => return draw_data_sample(canvas, rect, colours, key),
        Entry::Site(kind) => {
            let square = Rect::from_center_size(rect.center(), vec2(16.0, 16.0));
            canvas.icon(Icon::of_kind(kind), square, colours.symbol);
            return;
        }
        Entry::Ground { sample, .. } => sample,
    };
    let middle = [rect.left_center(), rect.right_center()];
    match sample {
        Sample::Field(colour) => {
            let field = rect.shrink(2.0);
            canvas.rect(field, 2.0, colours.land, None);
            canvas.rect(field, 2.0, *colour, None);
        }
        Sample::Colours(several) => {
            let step = rect.width() / several.len().max(1) as f32;
            for (number, colour) in several.iter().enumerate() {
                let from = middle[0] + vec2(step * number as f32, 0.0);
                let line = Line {
                    width: 3.0,
                    colour: *colour,
                    dash: &[],
                };
                canvas.polyline(&[from, from + vec2(step, 0.0)], line);
            }
        }
        Sample::Lines(lines) => {
            for (width, dash, colour) in lines {
                let line = Line {
                    width: width.min(8.0),
                    colour: *colour,
                    dash,
                };
                canvas.polyline(&middle, line);
            }
        }
    }
}
