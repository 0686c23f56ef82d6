//! The map of a slide: a picture of sea, land and lines with districts, sites and names on it as shapes.

use egui::{Pos2, Rect, Vec2, pos2, vec2};

use super::{
    super::{
        ExportError, Picture, Ruler, Type, Watch,
        furniture::Plates,
        path::Cutter,
        picture::Ground,
        png::png_of,
        svg::{above_svg, below_svg},
    },
    icon, legend,
    package::{Kind as PartKind, Links, Package},
    shape::{Alternative, Line, Outline, Paint, Shapes},
    text::{Align, Body, Frame, Paragraph, Run},
};
use crate::{
    atlas::{Geometry, Kind, Language, Place},
    scene::{
        GroundLayer, Paint as GroundPaint, PlacedLabel, Shapes as Source, Symbol,
        evidence::Evidence, symbol::Emphasis,
    },
    theme::icon::Icon,
};

/// Of the pictures: what programs for slides call the quality of print.
const DOTS_PER_POINT: f32 = 220.0 / 72.0;

/// Draws the map of a picture on a slide.
#[derive(Debug)]
pub struct Plate<'a> {
    pub picture: &'a Picture<'a>,
    pub ruler: &'a Ruler,
    pub plates: Plates,
    /// Of the map on the slide.
    pub corner: Pos2,
    /// What the map is called for people who do not see it.
    pub alt: String,
}

/// The ground with the fills of regions apart.
struct Split {
    below: Vec<GroundLayer>,
    regions: Vec<GroundLayer>,
    above: Vec<GroundLayer>,
}

impl Plate<'_> {
    pub fn rect(&self) -> Rect {
        Rect::from_min_size(self.corner, self.picture.size.points())
    }

    pub fn draw(
        &self,
        shapes: &mut Shapes,
        package: &mut Package,
        links: &mut Links,
        watch: &Watch,
    ) -> Result<(), ExportError> {
        let Ground {
            base,
            own,
            gateways,
            selection,
        } = self.picture.ground();
        let split = self.split(base);
        let overlay = self.overlay();
        let strings = self.picture.strings;
        let size = self.picture.size.pixels();
        let size = size.map(|side| (side as f32 * DOTS_PER_POINT).round() as u32);
        let svg = below_svg(self.picture, self.ruler, &split.below);
        let below = png_of(&svg, size, true, watch)?;
        let link = links.part(PartKind::Image, package.image(below));
        let alt = Alternative::Words(self.alternative(&overlay.symbols));
        shapes.picture(strings.get("slides-map"), &link, self.rect(), &alt, false);
        self.regions(shapes, &split.regions, &own, &selection);
        let is_line = |layer: &&GroundLayer| matches!(layer.paint, GroundPaint::Line { .. });
        let edges = own.iter().chain(&selection).filter(is_line).cloned();
        let above = split.above.into_iter().chain(edges).chain(gateways);
        let above: Vec<GroundLayer> = above.collect();
        let svg = above_svg(self.picture, self.ruler, &above);
        let above = png_of(&svg, size, false, watch)?;
        let link = links.part(PartKind::Image, package.image(above));
        let alt = Alternative::Decorative;
        shapes.picture(strings.get("slides-lines"), &link, self.rect(), &alt, true);
        let evidence = self.picture.evidence(self.ruler);
        self.measures(shapes, &evidence);
        self.symbols(shapes, &overlay.symbols);
        // Last first, so that the most important lie on top; above them what is measured.
        let names = overlay.labels.iter().rev().chain(&evidence.labels);
        self.names(shapes, names);
        legend::draw(self, shapes);
        Ok(())
    }

    /// A point of the picture on the slide.
    pub fn at(&self, point: Pos2) -> Pos2 {
        point + self.corner.to_vec2()
    }

    /// Symbols and names that legend and scale bar neither cover nor cut.
    fn overlay(&self) -> crate::scene::Overlay {
        let whole = Rect::from_min_size(Pos2::ZERO, self.picture.size.points());
        let mut overlay = self
            .plates
            .clear(self.picture.overlay(self.ruler, self.plates.free));
        let scale = legend::scale_rect(self.picture, self.ruler);
        overlay.symbols.retain(|symbol| {
            let around = Rect::from_center_size(symbol.centre, Vec2::splat(symbol.radius * 2.6));
            whole.contains_rect(around) && !scale.intersects(around)
        });
        overlay.labels.retain(|label| !scale.intersects(label.rect));
        overlay
    }

    fn alternative(&self, symbols: &[Symbol]) -> String {
        let name = |symbol: &Symbol| Some(self.name_of(self.picture.atlas.place(&symbol.place)?));
        let names: Vec<&str> = symbols.iter().filter_map(name).collect();
        if names.is_empty() {
            return self.alt.clone();
        }
        let strings = self.picture.strings;
        let list = names.join(match strings.language {
            Language::English => ", ",
            Language::Chinese => "、",
        });
        strings.format("slides-map-alt", &[("map", &*self.alt), ("list", &list)])
    }

    fn name_of<'p>(&self, place: &'p Place) -> &'p str {
        place.names.get(self.picture.language())
    }

    /// Districts and cities are told apart from the land below them, which has one colour.
    fn split(&self, base: Vec<GroundLayer>) -> Split {
        let land = self.picture.theme.map.land;
        let is_region = |layer: &GroundLayer| {
            let named = match &layer.shapes {
                Source::Base(base) => ["cities", "cities_detail", "districts"].contains(&base.name),
                Source::Own(_) => false,
            };
            let plain = layer.features.iter().all(|(_, colour)| *colour == land);
            named && !plain && layer.paint == GroundPaint::Fill
        };
        let first = base.iter().position(is_region).unwrap_or(base.len());
        let mut split = Split {
            below: Vec::new(),
            regions: Vec::new(),
            above: Vec::new(),
        };
        for (index, layer) in base.into_iter().enumerate() {
            if is_region(&layer) {
                split.regions.push(layer);
            } else if index < first {
                split.below.push(layer);
            } else {
                split.above.push(layer);
            }
        }
        split
    }

    fn regions(
        &self,
        shapes: &mut Shapes,
        regions: &[GroundLayer],
        own: &[GroundLayer],
        selection: &[GroundLayer],
    ) {
        let strings = self.picture.strings;
        let own_names: Vec<&str> = self
            .picture
            .atlas
            .places()
            .iter()
            .filter(|place| place.adcode.is_none() && matches!(place.geometry, Geometry::Region(_)))
            .map(|place| self.name_of(place))
            .collect();
        let selected = self
            .picture
            .selected
            .and_then(|id| self.picture.atlas.place(id));
        let selected = selected.map_or("", |place| self.name_of(place));
        let selected = strings.format("slides-selected", &[("name", selected)]);
        shapes.group(strings.get("export-layer-regions"), self.rect(), |shapes| {
            for layer in regions {
                self.fills(shapes, layer, |index| match &layer.shapes {
                    Source::Base(base) => base
                        .features
                        .get(index)
                        .map_or("", |feature| self.picture.feature_name(feature))
                        .to_owned(),
                    Source::Own(_) => String::new(),
                });
            }
            for layer in own {
                self.fills(shapes, layer, |index| {
                    own_names.get(index).copied().unwrap_or_default().to_owned()
                });
            }
            for layer in selection {
                self.fills(shapes, layer, |_| selected.clone());
            }
        });
    }

    fn fills(&self, shapes: &mut Shapes, layer: &GroundLayer, name: impl Fn(usize) -> String) {
        if layer.paint != GroundPaint::Fill {
            return;
        }
        let cutter = Cutter::exact(&self.picture.view());
        for &(index, colour) in &layer.features {
            let Some(geometry) = layer.shapes.geometry(index) else {
                continue;
            };
            let mut outline = Outline {
                filled: true,
                ..Outline::default()
            };
            for ring in cutter.rings(geometry) {
                outline.ring(
                    ring.into_iter()
                        .map(|[x, y]| self.at(pos2(x as f32, y as f32))),
                );
            }
            shapes.freeform(&name(index), "", &[outline], Paint::filled(colour));
        }
    }

    fn measures(&self, shapes: &mut Shapes, evidence: &Evidence) {
        let strings = self.picture.strings;
        let cutter = Cutter::exact(&self.picture.view());
        shapes.group(
            strings.get("export-layer-evidence"),
            self.rect(),
            |shapes| {
                for stroke in &evidence.strokes {
                    let mut outline = Outline::default();
                    let line: Vec<[f64; 2]> = stroke
                        .points
                        .iter()
                        .map(|point| [f64::from(point.x), f64::from(point.y)])
                        .collect();
                    for piece in cutter.pieces(&line) {
                        let points = piece.into_iter();
                        outline.path(points.map(|[x, y]| self.at(pos2(x as f32, y as f32))));
                    }
                    let line = Line {
                        width: stroke.width,
                        colour: stroke.colour,
                        dash: stroke.dashed,
                    };
                    let name = strings.get("slides-measure");
                    shapes.freeform(name, "", &[outline], Paint::line(line));
                }
            },
        );
    }

    /// As on the screen: a disc of paper with the sign of its kind.
    fn symbols(&self, shapes: &mut Shapes, symbols: &[Symbol]) {
        let strings = self.picture.strings;
        shapes.group(strings.get("export-layer-symbols"), self.rect(), |shapes| {
            for symbol in symbols {
                let place = self.picture.atlas.place(&symbol.place);
                let name = place.map_or("", |place| self.name_of(place));
                let radius = symbol.drawn_radius();
                let centre = self.at(symbol.centre);
                let around = Rect::from_center_size(centre, Vec2::splat(radius * 2.0));
                shapes.group(name, around, |shapes| {
                    self.symbol(shapes, symbol, name, radius);
                });
            }
        });
    }

    fn symbol(&self, shapes: &mut Shapes, symbol: &Symbol, name: &str, radius: f32) {
        let colours = &self.picture.theme.map;
        let selected = symbol.emphasis == Emphasis::Selected;
        let (paper, ink) = if selected {
            (colours.accent, colours.on_accent)
        } else {
            (colours.symbol_paper, colours.symbol)
        };
        let [paper, ink] = [paper, ink].map(|colour| colour.gamma_multiply(symbol.opacity));
        let kind = crate::card::kind_name(self.picture.strings, &symbol.kind);
        let alt = format!("{name} ({kind})");
        let centre = self.at(symbol.centre);
        let line = Line {
            width: symbol.outline(colours.weight),
            colour: ink,
            dash: false,
        };
        if symbol.kind == Kind::City {
            let paint = Paint::filled(paper).with_line(line);
            shapes.ellipse(name, &alt, centre, radius, paint);
            return;
        }
        if selected {
            let halo = Paint::filled(colours.accent.gamma_multiply(0.3));
            shapes.ellipse(
                self.picture.strings.get("slides-halo"),
                "",
                centre,
                radius + 4.0,
                halo,
            );
        }
        let paint = Paint::filled(paper).with_line(line);
        shapes.ellipse(name, &alt, centre, radius, paint);
        let rect = Rect::from_center_size(centre, Vec2::splat(radius * 1.36));
        let sign = Icon::of_kind(&symbol.kind);
        shapes.freeform(
            kind,
            "",
            &icon::outlines(sign, rect),
            icon::paint(rect, ink),
        );
        if !symbol.hidden.is_empty() {
            self.count(shapes, symbol, centre + vec2(radius, -radius) * 0.75);
        }
    }

    /// How many a symbol stands for.
    fn count(&self, shapes: &mut Shapes, symbol: &Symbol, centre: Pos2) {
        let colours = &self.picture.theme.map;
        let count = symbol.hidden.len() + 1;
        let text = if count > 99 {
            "99+".to_owned()
        } else {
            count.to_string()
        };
        let size = Symbol::count_size(colours.lettering);
        let width = self.ruler.width(&text, Type::semibold(size)) + 8.0;
        let rect = Rect::from_center_size(centre, vec2(width, size * 1.4));
        let run = Run::new(&*text, size)
            .strong()
            .coloured(colours.symbol_paper);
        shapes.words(
            &text,
            rect,
            0.0,
            Some(colours.symbol),
            &self.label(vec![run]),
        );
    }

    fn names<'l>(&self, shapes: &mut Shapes, labels: impl Iterator<Item = &'l PlacedLabel>) {
        let strings = self.picture.strings;
        shapes.group(strings.get("export-layer-names"), self.rect(), |shapes| {
            for label in labels {
                self.name(shapes, label);
            }
        });
    }

    fn name(&self, shapes: &mut Shapes, label: &PlacedLabel) {
        let lettering = &label.lettering;
        let size = self.ruler.size(&label.text, lettering) + vec2(7.0, 2.0);
        let rect = Rect::from_center_size(self.at(label.rect.center()), size);
        let has_halo = lettering.plate.is_none() && lettering.halo != egui::Color32::TRANSPARENT;
        let lines = label.text.lines().map(|line| {
            let run = Run {
                strong: lettering.semibold,
                slanted: lettering.italic,
                spacing: lettering.spacing,
                halo: has_halo.then_some(lettering.halo),
                ..Run::new(line, lettering.size).coloured(lettering.colour)
            };
            Paragraph {
                align: Align::Middle,
                ..Paragraph::of(vec![run])
            }
        });
        let body = Body {
            language: self.picture.language(),
            frame: Frame::Label,
            paragraphs: lines.collect(),
        };
        let name = label.text.replace('\n', " ");
        shapes.words(&name, rect, label.angle, lettering.plate, &body);
    }

    pub fn label(&self, runs: Vec<Run>) -> Body {
        Body {
            language: self.picture.language(),
            frame: Frame::Label,
            paragraphs: vec![Paragraph {
                align: Align::Middle,
                ..Paragraph::of(runs)
            }],
        }
    }
}
