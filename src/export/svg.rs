//! The map as SVG: the scene as the screen draws it, in named layers, with text that stays text.

use std::collections::BTreeSet;

use egui::{Color32, Pos2, Rect, Vec2, vec2};

use super::{
    Picture, Warning,
    canvas::{Anchor, Canvas, Line},
    furniture::{self, Plates},
    path::{self, Cutter},
    picture::Ground,
    ruler::{Ruler, Type},
};
use crate::{
    atlas::Kind,
    scene::{
        GroundLayer, Overlay, Paint, PlacedLabel, Shapes, Symbol, data_layer::ShapeStyle,
        evidence::Evidence, symbol::Emphasis, view::plane_from_geo,
    },
    theme::{MapColours, icon::Icon},
};

/// An SVG file and what is to be said about it.
#[derive(Clone, Debug, PartialEq)]
pub struct Svg {
    pub text: String,
    pub warnings: Vec<Warning>,
}

/// Draws a picture.
pub fn svg(picture: &Picture<'_>) -> Svg {
    svg_with(picture, &Ruler::new(1.0))
}

/// The same with a ruler that is kept for several pictures.
pub fn svg_with(picture: &Picture<'_>, ruler: &Ruler) -> Svg {
    let plates = Plates::lay_out(picture, ruler);
    let overlay = plates.clear(picture.overlay(ruler, plates.free));
    let evidence = picture.evidence(ruler);
    let title = match picture.furniture.title.as_str() {
        "" => picture.atlas.manifest.title.get(picture.language()),
        title => title,
    };
    let size = picture.size;
    let mut canvas = Canvas::new(
        size.pixels(),
        size.points(),
        picture.language().code(),
        title,
    );
    canvas.description(&furniture::attribution(picture));
    let mut drawing = Drawing {
        picture,
        ruler,
        canvas: &mut canvas,
    };
    drawing.sea();
    let Ground {
        base,
        own,
        gateways,
        selection,
    } = picture.ground();
    drawing.ground(&base, "ground");
    drawing.ground(&own, "regions");
    drawing.ground(&gateways, "gateways");
    drawing.ground(&selection, "selection");
    drawing.data();
    drawing.overlay(&overlay, &evidence);
    plates.draw(picture, ruler, &mut canvas);
    let text = canvas.finish();
    let missing = missing(&text, ruler);
    let warnings = if missing.is_empty() {
        Vec::new()
    } else {
        vec![Warning::MissingCharacters(missing)]
    };
    Svg { text, warnings }
}

/// What lies below shapes that are drawn elsewhere: the sea and some layers of the ground.
pub fn below_svg(picture: &Picture<'_>, ruler: &Ruler, layers: &[GroundLayer]) -> String {
    without_text(picture, ruler, |drawing| {
        drawing.sea();
        drawing.ground(layers, "ground");
    })
}

/// What lies above them: other layers of the ground and the data file, over nothing.
pub fn above_svg(picture: &Picture<'_>, ruler: &Ruler, layers: &[GroundLayer]) -> String {
    without_text(picture, ruler, |drawing| {
        drawing.ground(layers, "ground");
        drawing.data();
    })
}

fn without_text(
    picture: &Picture<'_>,
    ruler: &Ruler,
    draw: impl FnOnce(&mut Drawing<'_>),
) -> String {
    let size = picture.size;
    let language = picture.language().code();
    let mut canvas = Canvas::new(size.pixels(), size.points(), language, "");
    draw(&mut Drawing {
        picture,
        ruler,
        canvas: &mut canvas,
    });
    canvas.finish()
}

/// Characters of the file's texts for which there is no sign.
fn missing(svg: &str, ruler: &Ruler) -> BTreeSet<char> {
    let texts = svg
        .split("<text")
        .skip(1)
        .filter_map(|rest| Some(rest.split_once("</text>")?.0));
    // Between the tags; what stands in them is ASCII.
    let all: String = texts.flat_map(|text| text.split('>').skip(1)).collect();
    ruler.missing(&all)
}

struct Drawing<'a> {
    picture: &'a Picture<'a>,
    ruler: &'a Ruler,
    canvas: &'a mut Canvas,
}

impl Drawing<'_> {
    fn colours(&self) -> &MapColours {
        &self.picture.theme.map
    }

    fn label(&self, id: &str) -> &'static str {
        let key = format!("export-layer-{id}");
        self.picture.strings.find(&key).unwrap_or_default()
    }

    fn sea(&mut self) {
        let sea = self.colours().sea;
        let label = self.label("sea");
        let whole = Rect::from_min_size(Pos2::ZERO, self.picture.view().size);
        self.canvas
            .layer("sea", label, |canvas| canvas.rect(whole, 0.0, sea, None));
    }

    /// `other`: the group of what is none of the base map's.
    fn ground(&mut self, layers: &[GroundLayer], other: &'static str) {
        let cutter = Cutter::new(&self.picture.view(), self.picture.size.scale());
        let mut rest = layers;
        while let Some(first) = rest.first() {
            let id = layer_id(first).unwrap_or(other);
            let count = rest
                .iter()
                .take_while(|layer| layer_id(layer).unwrap_or(other) == id)
                .count();
            let (of_one_kind, others) = rest.split_at(count);
            rest = others;
            let (label, picture) = (self.label(id), self.picture);
            self.canvas.layer(id, label, |canvas| {
                for layer in of_one_kind {
                    ground_layer(canvas, cutter, layer, picture);
                }
            });
        }
    }

    /// As `map::data` paints it.
    fn data(&mut self) {
        let Some(layer) = self.picture.data else {
            return;
        };
        let view = self.picture.view();
        let corner = |point: Pos2| plane_from_geo(view.geo_from_screen(point));
        let (low, high) = (corner(Pos2::ZERO), corner(view.size.to_pos2()));
        let outlines = layer.outlines(low, high, view.zoom);
        let colours = &self.picture.theme.map;
        let style = ShapeStyle::new(colours, outlines.len());
        let label = self.label("data");
        self.canvas.layer("data", label, |canvas| {
            for outline in &outlines {
                let data = path::of_outline(&view, outline);
                if outline.area {
                    canvas.area(&data, style.fill, "");
                }
                if style.outlined || !outline.area {
                    let line = Line {
                        width: style.width,
                        colour: style.line,
                        dash: &[],
                    };
                    canvas.line(&data, line);
                }
            }
            for dot in layer.dots(&view) {
                let ring = dot.ring().map(|width| Line {
                    width: width * 2.0,
                    colour: colours.symbol_paper,
                    dash: &[],
                });
                if ring.is_some() {
                    canvas.circle(dot.centre, dot.radius, colours.symbol_paper, ring);
                }
                canvas.circle(dot.centre, dot.radius, dot.colour(colours), None);
            }
        });
    }

    fn overlay(&mut self, overlay: &Overlay, evidence: &Evidence) {
        if !evidence.strokes.is_empty() {
            let label = self.label("evidence");
            self.canvas.layer("evidence", label, |canvas| {
                for stroke in &evidence.strokes {
                    let dash = [stroke.width * 4.0, stroke.width * 2.5];
                    let line = Line {
                        width: stroke.width,
                        colour: stroke.colour,
                        dash: if stroke.dashed { &dash } else { &[] },
                    };
                    canvas.polyline(&stroke.points, line);
                }
            });
        }
        let Self { picture, ruler, .. } = *self;
        let label = self.label("symbols");
        self.canvas.layer("symbols", label, |canvas| {
            for symbol in &overlay.symbols {
                let place = picture.atlas.place(&symbol.place);
                let name = place.map_or("", |place| place.names.get(picture.language()));
                let colours = &picture.theme.map;
                canvas.thing(name, |canvas| draw_symbol(canvas, ruler, colours, symbol));
            }
        });
        let label = self.label("names");
        self.canvas.layer("names", label, |canvas| {
            // Last first, so that the most important lie on top.
            for label in overlay.labels.iter().rev().chain(&evidence.labels) {
                draw_name(canvas, ruler, label);
            }
        });
    }
}

/// The group that a layer of the base map belongs to; `None` for others.
fn layer_id(layer: &GroundLayer) -> Option<&'static str> {
    let Shapes::Base(base) = &layer.shapes else {
        return None;
    };
    Some(match base.name {
        "land_overview" | "land_detail" => "land",
        "cities" | "cities_detail" | "districts" => "regions",
        "builtup" => "built-up",
        "water_overview" | "water_detail" | "rivers" => "waters",
        "roads" => "roads",
        "rail" => "railways",
        "metro" => "metro",
        "borders_overview" | "borders_detail" => "borders",
        _ => "ground",
    })
}

fn ground_layer(canvas: &mut Canvas, cutter: Cutter, layer: &GroundLayer, picture: &Picture<'_>) {
    let name = |index: usize| match &layer.shapes {
        Shapes::Base(base) => base
            .features
            .get(index)
            .map_or("", |feature| picture.feature_name(feature)),
        Shapes::Own(_) => "",
    };
    match &layer.paint {
        Paint::Fill => {
            for &(index, colour) in &layer.features {
                if let Some(geometry) = layer.shapes.geometry(index) {
                    canvas.area(&cutter.area(geometry), colour, name(index));
                }
            }
        }
        Paint::Line { width, dash } => {
            // Neighbours of one colour are one path: where they cross, a transparent one does not darken.
            let alike = |one: &(usize, Color32), other: &(usize, Color32)| one.1 == other.1;
            for run in layer.features.chunk_by(alike) {
                let geometries = run
                    .iter()
                    .filter_map(|(index, _)| layer.shapes.geometry(*index));
                let data: String = geometries.map(|geometry| cutter.line(geometry)).collect();
                let line = Line {
                    width: *width,
                    colour: run[0].1,
                    dash,
                };
                canvas.line(&data, line);
            }
        }
    }
}

/// As `map::symbol` paints it.
fn draw_symbol(canvas: &mut Canvas, ruler: &Ruler, colours: &MapColours, symbol: &Symbol) {
    let selected = symbol.emphasis == Emphasis::Selected;
    let (paper, ink) = if selected {
        (colours.accent, colours.on_accent)
    } else {
        (colours.symbol_paper, colours.symbol)
    };
    let [paper, ink] = [paper, ink].map(|colour| colour.gamma_multiply(symbol.opacity));
    let radius = symbol.drawn_radius();
    let outline = Line {
        width: symbol.outline(colours.weight),
        colour: ink,
        dash: &[],
    };
    if symbol.kind == Kind::City {
        canvas.circle(symbol.centre, radius, paper, Some(outline));
    } else {
        if selected {
            let halo = colours.accent.gamma_multiply(0.3);
            canvas.circle(symbol.centre, radius + 4.0, halo, None);
        }
        canvas.circle(symbol.centre, radius, paper, Some(outline));
        let rect = Rect::from_center_size(symbol.centre, Vec2::splat(radius * 1.36));
        canvas.icon(Icon::of_kind(&symbol.kind), rect, ink);
    }
    if symbol.hidden.is_empty() {
        return;
    }
    let count = symbol.hidden.len() + 1;
    let text = if count > 99 {
        "99+".to_owned()
    } else {
        count.to_string()
    };
    let kind = Type::semibold(Symbol::count_size(colours.lettering));
    let line = ruler.paragraph(&text, kind, f32::INFINITY);
    let baseline = line.lines.first().map_or(0.0, |line| line.baseline);
    let centre = symbol.centre + vec2(radius, -radius) * 0.75;
    let size = vec2(line.width + 8.0, line.height + 2.0);
    let rect = Rect::from_center_size(centre, size);
    let ring = Line {
        width: 1.5,
        colour: colours.symbol_paper,
        dash: &[],
    };
    // The screen draws the ring outside of the badge.
    let (outer, radius) = (rect.expand(0.75), rect.height() / 2.0 + 0.75);
    canvas.rect(outer, radius, colours.symbol, Some(ring));
    let at = centre + vec2(0.0, baseline - line.height / 2.0);
    canvas.text(at, kind, colours.symbol_paper, Anchor::Middle, &text);
}

/// As `map::letterer` paints it.
fn draw_name(canvas: &mut Canvas, ruler: &Ruler, label: &PlacedLabel) {
    let centre = label.rect.center();
    if let Some(plate) = label.lettering.plate {
        let size = ruler.size(&label.text, &label.lettering) + vec2(7.0, 2.0);
        canvas.rect(Rect::from_center_size(centre, size), 3.0, plate, None);
    }
    canvas.name(ruler, &label.text, centre, label.angle, &label.lettering);
}
