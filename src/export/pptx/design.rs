//! What all slides share: colours and fonts, the master, its layouts. Sizes in points.

use std::fmt::Display;

use egui::{Color32, Pos2, Rect, pos2, vec2};

use super::{
    package::OFFICE,
    shape::{Line, Outline, Paint, Placeholder, Shapes, emu, transform},
    text::{Body, Frame, Paragraph, Run, tag},
    xml::Xml,
};
use crate::{
    lang::Strings,
    theme::{Theme, ThemeName},
};

const MAIN: &str = "http://schemas.openxmlformats.org/drawingml/2006/main";
const PRESENTATION: &str = "http://schemas.openxmlformats.org/presentationml/2006/main";
/// On every office computer, so that words keep the room they were given. The Chinese one comes with every Office.
const LATIN: &str = "Arial";
const CHINESE: &str = "Microsoft YaHei";

/// Of a slide, sixteen by nine.
pub const SIZE: egui::Vec2 = vec2(960.0, 540.0);
/// Left of the words.
pub const MARGIN: f32 = 32.0;
/// Where the map begins; the words end a little before.
pub const MAP_LEFT: f32 = 392.0;
/// Of the words beside a map.
pub const COLUMN: f32 = 338.0;
pub const TITLE: f32 = 26.0;
pub const BODY: f32 = 16.0;
pub const SMALL: f32 = 8.0;
const COVER_TITLE: f32 = 44.0;
const NUMBER_WIDTH: f32 = 40.0;
/// Lines of water along the lower edge of a slide without a map, and points of one.
const WATER_LINES: u8 = 7;
const STEPS: u8 = 64;

/// The layouts, in their order in the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layout {
    /// A title and few words on a plate.
    Cover,
    /// Words beside a map.
    Map,
}

impl Layout {
    pub const ALL: [Self; 2] = [Self::Cover, Self::Map];

    pub fn path(self) -> String {
        let number = Self::ALL.iter().position(|one| *one == self).unwrap_or(0) + 1;
        format!("ppt/slideLayouts/slideLayout{number}.xml")
    }

    fn name(self, strings: &'static Strings) -> &'static str {
        match self {
            Self::Cover => strings.get("slides-layout-cover"),
            Self::Map => strings.get("slides-layout-map"),
        }
    }

    pub fn title(self) -> Rect {
        match self {
            Self::Cover => Rect::from_min_size(pos2(96.0, 132.0), vec2(760.0, 120.0)),
            Self::Map => Rect::from_min_size(pos2(MARGIN, 36.0), vec2(COLUMN, 72.0)),
        }
    }

    pub fn text(self) -> Rect {
        match self {
            Self::Cover => Rect::from_min_size(pos2(96.0, 268.0), vec2(680.0, 130.0)),
            Self::Map => Rect::from_min_size(pos2(MARGIN, 120.0), vec2(COLUMN, 340.0)),
        }
    }

    pub fn title_size(self) -> f32 {
        match self {
            Self::Cover => COVER_TITLE,
            Self::Map => TITLE,
        }
    }

    pub fn text_size(self) -> f32 {
        match self {
            Self::Cover => 20.0,
            Self::Map => BODY,
        }
    }

    /// The band in the accent over the title.
    fn band(self) -> Rect {
        match self {
            Self::Cover => Rect::from_min_size(pos2(96.0, 112.0), vec2(72.0, 5.0)),
            Self::Map => Rect::from_min_size(pos2(MARGIN, 26.0), vec2(44.0, 3.5)),
        }
    }
}

/// Of the sources, `height` high.
pub fn footer(height: f32) -> Rect {
    let size = vec2(SIZE.x - 2.0 * MARGIN - NUMBER_WIDTH - 12.0, height);
    Rect::from_min_size(pos2(MARGIN, SIZE.y - height - 8.0), size)
}

pub fn number() -> Rect {
    let corner = pos2(SIZE.x - MARGIN - NUMBER_WIDTH, SIZE.y - 30.0);
    Rect::from_min_size(corner, vec2(NUMBER_WIDTH, 18.0))
}

/// The root's attributes of every part with shapes.
pub fn namespaces() -> [(&'static str, &'static dyn Display); 3] {
    [
        ("xmlns:a", &MAIN),
        ("xmlns:r", &OFFICE),
        ("xmlns:p", &PRESENTATION),
    ]
}

/// Colours and fonts, for the lists that programs offer.
pub fn theme(theme: &Theme, name: &str) -> Vec<u8> {
    Xml::document("a:theme", &[("xmlns:a", &MAIN), ("name", &name)], |xml| {
        xml.element("a:themeElements", &[], |xml| {
            colours(xml, theme, name);
            xml.element("a:fontScheme", &[("name", &name)], |xml| {
                for element in ["a:majorFont", "a:minorFont"] {
                    xml.element(element, &[], |xml| {
                        xml.empty("a:latin", &[("typeface", &LATIN)]);
                        xml.empty("a:ea", &[("typeface", &CHINESE)]);
                        xml.empty("a:cs", &[("typeface", &"")]);
                        xml.empty("a:font", &[("script", &"Hans"), ("typeface", &CHINESE)]);
                    });
                }
            });
            formats(xml, name);
        });
        xml.empty("a:objectDefaults", &[]);
        xml.empty("a:extraClrSchemeLst", &[]);
    })
}

fn colours(xml: &mut Xml, theme: &Theme, name: &str) {
    let (interface, map) = (&theme.interface, &theme.map);
    // Dark is dark, whichever of the two is the paper.
    let [dark, light, dark_weak, light_weak] = if theme.name == ThemeName::Dark {
        [
            interface.paper,
            interface.ink,
            interface.well,
            interface.ink_weak,
        ]
    } else {
        [
            interface.ink,
            interface.paper,
            interface.ink_weak,
            interface.well,
        ]
    };
    let all: [(&'static str, Color32); 12] = [
        ("a:dk1", dark),
        ("a:lt1", light),
        ("a:dk2", dark_weak),
        ("a:lt2", light_weak),
        ("a:accent1", interface.accent),
        ("a:accent2", interface.second),
        ("a:accent3", map.label_water),
        ("a:accent4", interface.caution),
        ("a:accent5", map.border_province),
        ("a:accent6", map.road_case),
        ("a:hlink", interface.second),
        ("a:folHlink", map.label_province),
    ];
    xml.element("a:clrScheme", &[("name", &name)], |xml| {
        for (element, colour) in all {
            xml.element(element, &[], |xml| super::shape::write_colour(xml, colour));
        }
    });
}

/// The schema wants three of each; nothing here is shaded.
fn formats(xml: &mut Xml, name: &str) {
    let fill = |xml: &mut Xml| {
        xml.element("a:solidFill", &[], |xml| {
            xml.empty("a:schemeClr", &[("val", &"phClr")]);
        });
    };
    xml.element("a:fmtScheme", &[("name", &name)], |xml| {
        xml.element("a:fillStyleLst", &[], |xml| (0..3).for_each(|_| fill(xml)));
        xml.element("a:lnStyleLst", &[], |xml| {
            for width in [6_350, 12_700, 19_050] {
                xml.element("a:ln", &[("w", &width)], |xml| {
                    fill(xml);
                    xml.empty("a:prstDash", &[("val", &"solid")]);
                });
            }
        });
        xml.element("a:effectStyleLst", &[], |xml| {
            for _ in 0..3 {
                xml.element("a:effectStyle", &[], |xml| xml.empty("a:effectLst", &[]));
            }
        });
        xml.element("a:bgFillStyleLst", &[], |xml| {
            (0..3).for_each(|_| fill(xml));
        });
    });
}

/// The tree of shapes of a part, with the root group that the schema asks for.
pub fn tree(xml: &mut Xml, shapes: Shapes) {
    xml.element("p:spTree", &[], |xml| {
        xml.element("p:nvGrpSpPr", &[], |xml| {
            xml.empty("p:cNvPr", &[("id", &1), ("name", &"")]);
            xml.empty("p:cNvGrpSpPr", &[]);
            xml.empty("p:nvPr", &[]);
        });
        xml.element("p:grpSpPr", &[], |xml| {
            xml.element("a:xfrm", &[], |xml| {
                for [at, extent] in [["a:off", "a:ext"], ["a:chOff", "a:chExt"]] {
                    xml.empty(at, &[("x", &0), ("y", &0)]);
                    xml.empty(extent, &[("cx", &0), ("cy", &0)]);
                }
            });
        });
        xml.append(shapes.xml);
    });
}

/// Which colours of the theme are paper and ink.
pub fn colour_map(xml: &mut Xml, theme: ThemeName) {
    let [paper, ink, paper_weak, ink_weak] = if theme == ThemeName::Dark {
        ["dk1", "lt1", "dk2", "lt2"]
    } else {
        ["lt1", "dk1", "lt2", "dk2"]
    };
    xml.empty(
        "p:clrMap",
        &[
            ("bg1", &paper),
            ("tx1", &ink),
            ("bg2", &paper_weak),
            ("tx2", &ink_weak),
            ("accent1", &"accent1"),
            ("accent2", &"accent2"),
            ("accent3", &"accent3"),
            ("accent4", &"accent4"),
            ("accent5", &"accent5"),
            ("accent6", &"accent6"),
            ("hlink", &"hlink"),
            ("folHlink", &"folHlink"),
        ],
    );
}

/// `layouts`: the ids of the relationships to them.
pub fn master(theme: &Theme, strings: &'static Strings, layouts: &[String]) -> Vec<u8> {
    Xml::document("p:sldMaster", &namespaces(), |xml| {
        xml.element("p:cSld", &[], |xml| {
            background(xml);
            let mut shapes = Shapes::default();
            prompts(&mut shapes, Layout::Map, strings);
            tree(xml, shapes);
        });
        colour_map(xml, theme.name);
        xml.element("p:sldLayoutIdLst", &[], |xml| {
            for (number, link) in layouts.iter().enumerate() {
                // The master itself is the first of this range.
                let id = 2_147_483_649 + number as u64;
                xml.empty("p:sldLayoutId", &[("id", &id), ("r:id", link)]);
            }
        });
        xml.element("p:txStyles", &[], |xml| styles(xml, strings));
    })
}

fn background(xml: &mut Xml) {
    xml.element("p:bg", &[], |xml| {
        xml.element("p:bgPr", &[], |xml| {
            xml.element("a:solidFill", &[], |xml| {
                xml.empty("a:schemeClr", &[("val", &"bg1")]);
            });
            xml.empty("a:effectLst", &[]);
        });
    });
}

/// What stands in the placeholders of master and layouts before somebody writes there.
fn prompts(shapes: &mut Shapes, layout: Layout, strings: &'static Strings) {
    let body = |text: &str, size| Body {
        language: strings.language,
        frame: Frame::Block,
        paragraphs: vec![Paragraph::of(vec![Run::new(text, size)])],
    };
    let framed = |body: Body| Body {
        frame: Frame::Shrinking,
        ..body
    };
    let title = strings.get("slides-title");
    let words = body(title, layout.title_size());
    shapes.placeholder(
        title,
        Placeholder::Title,
        Some(layout.title()),
        &framed(words),
    );
    let text = strings.get("slides-text");
    let words = body(text, layout.text_size());
    shapes.placeholder(text, Placeholder::Text, Some(layout.text()), &framed(words));
    let footer_name = strings.get("export-sources-used");
    let words = body(footer_name, SMALL);
    shapes.placeholder(footer_name, Placeholder::Footer, Some(footer(28.0)), &words);
    let mut words = body("‹#›", 11.0);
    words.paragraphs[0].number = true;
    shapes.placeholder(
        strings.get("slides-number"),
        Placeholder::Number,
        Some(number()),
        &words,
    );
}

/// How titles, text and the rest look.
fn styles(xml: &mut Xml, strings: &'static Strings) {
    let language = tag(strings.language);
    let run = |xml: &mut Xml, size: f32, strong: bool, font: &str| {
        let (size, strong) = ((size * 100.0) as i64, i32::from(strong));
        xml.element(
            "a:defRPr",
            &[
                ("lang", &language),
                ("sz", &size),
                ("b", &strong),
                ("kern", &1200),
            ],
            |xml| {
                xml.element("a:solidFill", &[], |xml| {
                    xml.empty("a:schemeClr", &[("val", &"tx1")]);
                });
                for (element, script) in [("a:latin", "lt"), ("a:ea", "ea"), ("a:cs", "cs")] {
                    xml.empty(element, &[("typeface", &format!("+{font}-{script}"))]);
                }
            },
        );
    };
    xml.element("p:titleStyle", &[], |xml| {
        xml.element("a:lvl1pPr", &[("algn", &"l")], |xml| {
            xml.empty("a:buNone", &[]);
            run(xml, TITLE, true, "mj");
        });
    });
    let levels = [
        "a:lvl1pPr",
        "a:lvl2pPr",
        "a:lvl3pPr",
        "a:lvl4pPr",
        "a:lvl5pPr",
        "a:lvl6pPr",
        "a:lvl7pPr",
        "a:lvl8pPr",
        "a:lvl9pPr",
    ];
    for (element, size) in [("p:bodyStyle", BODY), ("p:otherStyle", 12.0)] {
        xml.element(element, &[], |xml| {
            for (number, level) in levels.into_iter().enumerate() {
                let indent = emu(size * number as f32);
                xml.element(level, &[("marL", &indent), ("algn", &"l")], |xml| {
                    xml.empty("a:buNone", &[]);
                    run(xml, size, false, "mn");
                });
            }
        });
    }
}

pub fn layout(layout: Layout, theme: &Theme, strings: &'static Strings) -> Vec<u8> {
    let [a, r, p] = namespaces();
    let attributes = [a, r, p, ("preserve", &1 as &dyn Display), ("userDrawn", &1)];
    Xml::document("p:sldLayout", &attributes, |xml| {
        xml.element("p:cSld", &[("name", &layout.name(strings))], |xml| {
            let mut shapes = Shapes::default();
            if layout == Layout::Cover {
                plate(&mut shapes, theme);
            }
            let band = Paint::filled(theme.interface.accent);
            shapes.rect("Band", layout.band(), band);
            prompts(&mut shapes, layout, strings);
            tree(xml, shapes);
        });
        xml.element("p:clrMapOvr", &[], |xml| {
            xml.empty("a:masterClrMapping", &[]);
        });
    })
}

/// The title page of an atlas: a double frame, and lines that follow each other like the tide into the estuary.
fn plate(shapes: &mut Shapes, theme: &Theme) {
    let whole = Rect::from_min_size(Pos2::ZERO, SIZE);
    for line in (0..WATER_LINES).rev() {
        let mut outline = Outline::default();
        outline.path((0..=STEPS).map(|step| water(f32::from(step) / f32::from(STEPS), line)));
        let strength = 1.0 - f32::from(line) / f32::from(WATER_LINES + 1);
        let line = Line {
            width: 1.1,
            colour: theme.map.coast.gamma_multiply(strength * 0.7),
            dash: false,
        };
        shapes.freeform("Water", "", &[outline], Paint::line(line));
    }
    for (inset, width) in [(14.0, 2.4), (20.0, 0.6)] {
        let line = Line {
            width,
            colour: theme.map.neat_line,
            dash: false,
        };
        shapes.rect("Frame", whole.shrink(inset), Paint::line(line));
    }
}

/// A point of a line, `share` of the way from left to right, inside the frame.
fn water(share: f32, line: u8) -> Pos2 {
    let line = f32::from(line);
    let swell = (share * 7.0 + 0.6).sin() * 9.0 + (share * 17.0 + 1.3).sin() * 4.0;
    let calm = 1.0 / (1.0 + line * 0.35);
    let left = 22.0;
    pos2(
        left + share * (SIZE.x - 2.0 * left),
        430.0 - share * 34.0 + swell * calm + line * 8.5,
    )
}

/// The parts that say nothing, but that programs expect.
pub fn presentation_properties() -> Vec<u8> {
    Xml::document("p:presentationPr", &namespaces(), |_| {})
}

pub fn view_properties() -> Vec<u8> {
    Xml::document("p:viewPr", &namespaces(), |_| {})
}

pub fn table_styles() -> Vec<u8> {
    let plain = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}";
    Xml::document(
        "a:tblStyleLst",
        &[("xmlns:a", &MAIN), ("def", &plain)],
        |_| {},
    )
}

/// The master of the notes: the slide above, the words below, on upright paper.
pub fn notes_master(theme: ThemeName, strings: &'static Strings) -> Vec<u8> {
    let name = strings.get("export-notes");
    Xml::document("p:notesMaster", &namespaces(), |xml| {
        xml.element("p:cSld", &[], |xml| {
            background(xml);
            let mut shapes = Shapes::default();
            notes_shapes(
                &mut shapes,
                strings,
                vec![Paragraph::of(vec![Run::new(name, 12.0)])],
                true,
            );
            tree(xml, shapes);
        });
        colour_map(xml, theme);
        xml.element("p:notesStyle", &[], |xml| {
            xml.element("a:lvl1pPr", &[("algn", &"l")], |xml| {
                let language = tag(strings.language);
                xml.empty("a:defRPr", &[("lang", &language), ("sz", &1200)]);
            });
        });
    })
}

/// What the speaker reads beside one slide.
pub fn notes(strings: &'static Strings, paragraphs: Vec<Paragraph>) -> Vec<u8> {
    Xml::document("p:notes", &namespaces(), |xml| {
        xml.element("p:cSld", &[], |xml| {
            let mut shapes = Shapes::default();
            notes_shapes(&mut shapes, strings, paragraphs, false);
            tree(xml, shapes);
        });
        xml.element("p:clrMapOvr", &[], |xml| {
            xml.empty("a:masterClrMapping", &[]);
        });
    })
}

/// Of the paper of notes.
pub const NOTES_SIZE: egui::Vec2 = vec2(540.0, 720.0);

fn notes_shapes(
    shapes: &mut Shapes,
    strings: &'static Strings,
    paragraphs: Vec<Paragraph>,
    placed: bool,
) {
    let id = shapes.next_id();
    let image = Rect::from_min_size(pos2(54.0, 54.0), vec2(432.0, 243.0));
    shapes.xml.element("p:sp", &[], |xml| {
        xml.element("p:nvSpPr", &[], |xml| {
            xml.empty(
                "p:cNvPr",
                &[("id", &id), ("name", &strings.get("slides-slide"))],
            );
            xml.element("p:cNvSpPr", &[], |xml| {
                let locks: [(&'static str, &dyn Display); 3] =
                    [("noGrp", &1), ("noRot", &1), ("noChangeAspect", &1)];
                xml.empty("a:spLocks", &locks);
            });
            xml.element("p:nvPr", &[], |xml| {
                xml.empty("p:ph", &[("type", &"sldImg")]);
            });
        });
        xml.element("p:spPr", &[], |xml| {
            if placed {
                transform(xml, image, 0.0);
                xml.element("a:prstGeom", &[("prst", &"rect")], |xml| {
                    xml.empty("a:avLst", &[]);
                });
            }
        });
    });
    let words = Rect::from_min_size(pos2(54.0, 318.0), vec2(432.0, 348.0));
    let body = Body {
        language: strings.language,
        frame: Frame::Block,
        paragraphs,
    };
    let place = placed.then_some(words);
    shapes.placeholder(strings.get("export-notes"), Placeholder::Text, place, &body);
}
