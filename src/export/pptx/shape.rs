//! The shapes of `DrawingML` on one slide: named, with ids of their own, in points from the slide's top left corner.

use egui::{Color32, Pos2, Rect};

use super::{
    text::{Body, write_body},
    xml::Xml,
};

/// English Metric Units in a point.
const EMU: f64 = 12_700.0;
/// Of an angle, in a degree.
const ANGLE: f32 = 60_000.0;

pub fn emu(points: f32) -> i64 {
    (f64::from(points) * EMU).round() as i64
}

/// A line round or along a shape; `dash`: drawn in dashes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Line {
    pub width: f32,
    pub colour: Color32,
    pub dash: bool,
}

/// One step along the edge of a free shape.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Step {
    Move(Pos2),
    Line(Pos2),
    Cubic(Pos2, Pos2, Pos2),
    Close,
}

/// What a free shape consists of; where its parts lie in each other, they are holes.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Outline {
    pub steps: Vec<Step>,
    pub filled: bool,
}

impl Outline {
    pub fn ring(&mut self, points: impl IntoIterator<Item = Pos2>) {
        self.path(points);
        self.steps.push(Step::Close);
    }

    pub fn path(&mut self, points: impl IntoIterator<Item = Pos2>) {
        for (index, point) in points.into_iter().enumerate() {
            self.steps.push(if index == 0 {
                Step::Move(point)
            } else {
                Step::Line(point)
            });
        }
    }

    fn points(&self) -> impl Iterator<Item = Pos2> + '_ {
        self.steps.iter().flat_map(|step| match *step {
            Step::Move(point) | Step::Line(point) => vec![point],
            Step::Cubic(one, two, point) => vec![one, two, point],
            Step::Close => Vec::new(),
        })
    }
}

/// How a shape is painted.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Paint {
    pub fill: Option<Color32>,
    pub line: Option<Line>,
}

impl Paint {
    pub fn filled(colour: Color32) -> Self {
        Self {
            fill: Some(colour),
            line: None,
        }
    }

    pub fn line(line: Line) -> Self {
        Self {
            fill: None,
            line: Some(line),
        }
    }

    #[must_use]
    pub fn with_line(self, line: Line) -> Self {
        Self {
            line: Some(line),
            ..self
        }
    }
}

/// What a picture is for people who do not see it.
#[derive(Clone, Debug, PartialEq)]
pub enum Alternative {
    Words(String),
    /// Another one says it.
    Decorative,
}

/// The shapes of a slide, the lowest first.
#[derive(Debug)]
pub struct Shapes {
    pub xml: Xml,
    last: u32,
}

impl Default for Shapes {
    fn default() -> Self {
        Self {
            xml: Xml::fragment(),
            // The tree itself is 1.
            last: 1,
        }
    }
}

impl Shapes {
    pub fn next_id(&mut self) -> u32 {
        self.last += 1;
        self.last
    }

    /// Several that belong together.
    pub fn group(&mut self, name: &str, rect: Rect, inside: impl FnOnce(&mut Self)) {
        let id = self.next_id();
        let mut group = Self {
            xml: Xml::fragment(),
            last: self.last,
        };
        inside(&mut group);
        if group.last == id {
            // Programs refuse a group of nothing.
            return;
        }
        self.last = group.last;
        self.xml.element("p:grpSp", &[], |xml| {
            xml.element("p:nvGrpSpPr", &[], |xml| {
                xml.empty("p:cNvPr", &[("id", &id), ("name", &name)]);
                xml.empty("p:cNvGrpSpPr", &[]);
                xml.empty("p:nvPr", &[]);
            });
            xml.element("p:grpSpPr", &[], |xml| {
                xml.element("a:xfrm", &[], |xml| {
                    place(xml, ["a:off", "a:ext"], rect);
                    place(xml, ["a:chOff", "a:chExt"], rect);
                });
            });
            xml.append(group.xml);
        });
    }

    /// `alt`: what it is for people who do not see it, where the name does not say it.
    fn shape(&mut self, name: &str, alt: &str, inside: impl FnOnce(&mut Xml)) {
        let id = self.next_id();
        self.xml.element("p:sp", &[], |xml| {
            xml.element("p:nvSpPr", &[], |xml| {
                if alt.is_empty() {
                    xml.empty("p:cNvPr", &[("id", &id), ("name", &name)]);
                } else {
                    xml.empty("p:cNvPr", &[("id", &id), ("name", &name), ("descr", &alt)]);
                }
                xml.empty("p:cNvSpPr", &[]);
                xml.empty("p:nvPr", &[]);
            });
            inside(xml);
        });
    }

    pub fn freeform(&mut self, name: &str, alt: &str, outlines: &[Outline], paint: Paint) {
        let points = || outlines.iter().flat_map(Outline::points);
        if points().count() < 2 {
            return;
        }
        let bounds = Rect::from_points(&points().collect::<Vec<_>>());
        self.shape(name, alt, |xml| {
            xml.element("p:spPr", &[], |xml| {
                transform(xml, bounds, 0.0);
                geometry(xml, outlines, bounds);
                painted(xml, paint);
            });
        });
    }

    pub fn ellipse(&mut self, name: &str, alt: &str, centre: Pos2, radius: f32, paint: Paint) {
        let rect = Rect::from_center_size(centre, egui::Vec2::splat(radius * 2.0));
        self.preset(name, alt, "ellipse", rect, paint);
    }

    pub fn rect(&mut self, name: &str, rect: Rect, paint: Paint) {
        self.preset(name, "", "rect", rect, paint);
    }

    fn preset(&mut self, name: &str, alt: &str, form: &str, rect: Rect, paint: Paint) {
        self.shape(name, alt, |xml| {
            xml.element("p:spPr", &[], |xml| {
                transform(xml, rect, 0.0);
                xml.element("a:prstGeom", &[("prst", &form)], |xml| {
                    xml.empty("a:avLst", &[]);
                });
                painted(xml, paint);
            });
        });
    }

    /// Words that are no placeholder's; `angle` clockwise in radians, `plate` behind them.
    pub fn words(
        &mut self,
        name: &str,
        rect: Rect,
        angle: f32,
        plate: Option<Color32>,
        body: &Body,
    ) {
        let id = self.next_id();
        self.xml.element("p:sp", &[], |xml| {
            xml.element("p:nvSpPr", &[], |xml| {
                xml.empty("p:cNvPr", &[("id", &id), ("name", &name)]);
                xml.empty("p:cNvSpPr", &[("txBox", &1)]);
                xml.empty("p:nvPr", &[]);
            });
            xml.element("p:spPr", &[], |xml| {
                transform(xml, rect, angle);
                let form = if plate.is_some() { "roundRect" } else { "rect" };
                xml.element("a:prstGeom", &[("prst", &form)], |xml| {
                    xml.empty("a:avLst", &[]);
                });
                painted(
                    xml,
                    Paint {
                        fill: plate,
                        line: None,
                    },
                );
            });
            write_body(xml, "p:txBody", body);
        });
    }

    /// Words in a placeholder of the layout, for the outline and for screen readers.
    pub fn placeholder(&mut self, name: &str, kind: Placeholder, rect: Option<Rect>, body: &Body) {
        let id = self.next_id();
        self.xml.element("p:sp", &[], |xml| {
            xml.element("p:nvSpPr", &[], |xml| {
                xml.empty("p:cNvPr", &[("id", &id), ("name", &name)]);
                xml.element("p:cNvSpPr", &[], |xml| {
                    xml.empty("a:spLocks", &[("noGrp", &1)]);
                });
                xml.element("p:nvPr", &[], |xml| kind.write(xml));
            });
            xml.element("p:spPr", &[], |xml| {
                if let Some(rect) = rect {
                    transform(xml, rect, 0.0);
                }
            });
            write_body(xml, "p:txBody", body);
        });
    }

    /// `link`: the id of its relationship. A `fixed` one lets clicks through to what lies below it.
    pub fn picture(&mut self, name: &str, link: &str, rect: Rect, alt: &Alternative, fixed: bool) {
        let id = self.next_id();
        self.xml.element("p:pic", &[], |xml| {
            xml.element("p:nvPicPr", &[], |xml| {
                match alt {
                    Alternative::Words(words) => {
                        xml.empty("p:cNvPr", &[("id", &id), ("name", &name), ("descr", words)]);
                    }
                    Alternative::Decorative => {
                        xml.element("p:cNvPr", &[("id", &id), ("name", &name)], decorative);
                    }
                }
                xml.element("p:cNvPicPr", &[], |xml| {
                    if fixed {
                        let locks: [(&str, &dyn std::fmt::Display); 2] =
                            [("noSelect", &1), ("noChangeAspect", &1)];
                        xml.empty("a:picLocks", &locks);
                    } else {
                        xml.empty("a:picLocks", &[("noChangeAspect", &1)]);
                    }
                });
                xml.empty("p:nvPr", &[]);
            });
            xml.element("p:blipFill", &[], |xml| {
                xml.empty("a:blip", &[("r:embed", &link)]);
                xml.element("a:stretch", &[], |xml| xml.empty("a:fillRect", &[]));
            });
            xml.element("p:spPr", &[], |xml| {
                transform(xml, rect, 0.0);
                xml.element("a:prstGeom", &[("prst", &"rect")], |xml| {
                    xml.empty("a:avLst", &[]);
                });
            });
        });
    }
}

/// Tells screen readers to pass over it.
fn decorative(xml: &mut Xml) {
    xml.element("a:extLst", &[], |xml| {
        let uri = "{C183D7F6-B498-43B3-948B-1728B52AA6E4}";
        xml.element("a:ext", &[("uri", &uri)], |xml| {
            let namespace = "http://schemas.microsoft.com/office/drawing/2017/decorative";
            xml.empty(
                "adec:decorative",
                &[("xmlns:adec", &namespace), ("val", &1)],
            );
        });
    });
}

/// The placeholders of the layouts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Placeholder {
    Title,
    Text,
    Footer,
    Number,
}

impl Placeholder {
    pub fn write(self, xml: &mut Xml) {
        match self {
            Self::Title => xml.empty("p:ph", &[("type", &"title")]),
            Self::Text => xml.empty("p:ph", &[("type", &"body"), ("idx", &1)]),
            Self::Footer => xml.empty(
                "p:ph",
                &[("type", &"ftr"), ("sz", &"quarter"), ("idx", &11)],
            ),
            Self::Number => xml.empty(
                "p:ph",
                &[("type", &"sldNum"), ("sz", &"quarter"), ("idx", &12)],
            ),
        }
    }
}

fn place(xml: &mut Xml, [at, extent]: [&'static str; 2], rect: Rect) {
    let (x, y) = (emu(rect.left()), emu(rect.top()));
    xml.empty(at, &[("x", &x), ("y", &y)]);
    let (width, height) = (emu(rect.width()), emu(rect.height()));
    xml.empty(extent, &[("cx", &width), ("cy", &height)]);
}

/// Of a frame that holds a table.
pub fn transform_of_frame(xml: &mut Xml, rect: Rect) {
    xml.element("p:xfrm", &[], |xml| place(xml, ["a:off", "a:ext"], rect));
}

/// `angle` clockwise in radians.
pub fn transform(xml: &mut Xml, rect: Rect, angle: f32) {
    let inside = |xml: &mut Xml| place(xml, ["a:off", "a:ext"], rect);
    let turn = (angle.to_degrees().rem_euclid(360.0) * ANGLE).round() as i64;
    if turn == 0 {
        xml.element("a:xfrm", &[], inside);
    } else {
        xml.element("a:xfrm", &[("rot", &turn)], inside);
    }
}

fn geometry(xml: &mut Xml, outlines: &[Outline], bounds: Rect) {
    let (width, height) = (emu(bounds.width()).max(1), emu(bounds.height()).max(1));
    let point = |xml: &mut Xml, point: Pos2| {
        let (x, y) = (emu(point.x - bounds.left()), emu(point.y - bounds.top()));
        xml.empty("a:pt", &[("x", &x), ("y", &y)]);
    };
    xml.element("a:custGeom", &[], |xml| {
        for list in ["a:avLst", "a:gdLst", "a:ahLst", "a:cxnLst"] {
            xml.empty(list, &[]);
        }
        let sides: [(&str, &dyn std::fmt::Display); 4] =
            [("l", &"0"), ("t", &"0"), ("r", &"r"), ("b", &"b")];
        xml.empty("a:rect", &sides);
        xml.element("a:pathLst", &[], |xml| {
            for outline in outlines {
                let fill = if outline.filled { "norm" } else { "none" };
                let size: [(&str, &dyn std::fmt::Display); 3] =
                    [("w", &width), ("h", &height), ("fill", &fill)];
                xml.element("a:path", &size, |xml| {
                    for step in &outline.steps {
                        match *step {
                            Step::Move(to) => xml.element("a:moveTo", &[], |xml| point(xml, to)),
                            Step::Line(to) => xml.element("a:lnTo", &[], |xml| point(xml, to)),
                            Step::Cubic(one, two, to) => xml.element("a:cubicBezTo", &[], |xml| {
                                for at in [one, two, to] {
                                    point(xml, at);
                                }
                            }),
                            Step::Close => xml.empty("a:close", &[]),
                        }
                    }
                });
            }
        });
    });
}

/// Fill, then line, as the schema orders them.
fn painted(xml: &mut Xml, paint: Paint) {
    match paint.fill {
        Some(colour) => solid(xml, colour),
        None => xml.empty("a:noFill", &[]),
    }
    let Some(line) = paint.line.filter(|line| line.width > 0.0) else {
        xml.element("a:ln", &[], |xml| xml.empty("a:noFill", &[]));
        return;
    };
    let width = emu(line.width);
    xml.element("a:ln", &[("w", &width), ("cap", &"rnd")], |xml| {
        solid(xml, line.colour);
        if line.dash {
            xml.empty("a:prstDash", &[("val", &"dash")]);
        }
        xml.empty("a:round", &[]);
    });
}

pub fn solid(xml: &mut Xml, colour: Color32) {
    xml.element("a:solidFill", &[], |xml| write_colour(xml, colour));
}

pub fn write_colour(xml: &mut Xml, colour: Color32) {
    let [red, green, blue, alpha] = colour.to_srgba_unmultiplied();
    let hex = format!("{red:02X}{green:02X}{blue:02X}");
    if alpha == u8::MAX {
        xml.empty("a:srgbClr", &[("val", &hex)]);
    } else {
        let share = (f32::from(alpha) / 255.0 * 100_000.0).round() as i64;
        xml.element("a:srgbClr", &[("val", &hex)], |xml| {
            xml.empty("a:alpha", &[("val", &share)]);
        });
    }
}
