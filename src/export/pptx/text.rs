//! Words of `DrawingML`: paragraphs of runs, in a frame. Sizes in points.

use egui::Color32;

use super::{
    shape::{emu, solid, write_colour},
    xml::Xml,
};
use crate::atlas::Language;

/// As `PowerPoint` names a language.
pub fn tag(language: Language) -> &'static str {
    match language {
        Language::English => "en-GB",
        Language::Chinese => "zh-CN",
    }
}

/// Some words in one type.
#[derive(Clone, Debug, PartialEq)]
pub struct Run {
    pub text: String,
    pub size: f32,
    pub strong: bool,
    pub slanted: bool,
    /// `None`: that of the layout.
    pub colour: Option<Color32>,
    /// Raised like the number of a footnote.
    pub raised: bool,
    /// Between letters.
    pub spacing: f32,
    /// Round the letters.
    pub halo: Option<Color32>,
    /// The id of a relationship.
    pub link: Option<String>,
}

impl Run {
    pub fn new(text: impl Into<String>, size: f32) -> Self {
        Self {
            text: text.into(),
            size,
            strong: false,
            slanted: false,
            colour: None,
            raised: false,
            spacing: 0.0,
            halo: None,
            link: None,
        }
    }

    #[must_use]
    pub fn strong(self) -> Self {
        Self {
            strong: true,
            ..self
        }
    }

    #[must_use]
    pub fn coloured(self, colour: Color32) -> Self {
        Self {
            colour: Some(colour),
            ..self
        }
    }
}

/// What stands before a paragraph.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sign {
    #[default]
    None,
    Dot(u8),
    /// Level and number.
    Number(u8, u64),
}

impl Sign {
    /// How far the words stand in, in sizes of the type.
    pub fn indent(self) -> f32 {
        match self {
            Self::None => 0.0,
            Self::Dot(level) | Self::Number(level, _) => 1.0 + f32::from(level.min(8)),
        }
    }

    fn level(self) -> u8 {
        match self {
            Self::None => 0,
            Self::Dot(level) | Self::Number(level, _) => level.min(8),
        }
    }
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Align {
    #[default]
    Start,
    Middle,
    End,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Paragraph {
    pub runs: Vec<Run>,
    pub sign: Sign,
    pub align: Align,
    /// Room above it.
    pub before: f32,
    /// The slide's number instead of its runs, which say what it is now.
    pub number: bool,
}

impl Paragraph {
    pub fn of(runs: Vec<Run>) -> Self {
        Self {
            runs,
            ..Self::default()
        }
    }

    /// Of its largest words.
    pub fn size(&self) -> f32 {
        self.runs.iter().map(|run| run.size).fold(0.0, f32::max)
    }
}

/// How words stand in their frame.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Frame {
    /// Broken at the frame's width.
    #[default]
    Block,
    /// Broken at the frame's width, made smaller by the program when they grow.
    Shrinking,
    /// On one line round the middle of the frame.
    Label,
    /// On one line from the frame's left side.
    Line,
    /// In a cell of a table.
    Cell,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Body {
    pub language: Language,
    pub frame: Frame,
    pub paragraphs: Vec<Paragraph>,
}

/// `element`: the name of the body, which depends on whose it is.
pub fn write_body(xml: &mut Xml, element: &'static str, body: &Body) {
    xml.element(element, &[], |xml| {
        write_frame(xml, body.frame);
        xml.empty("a:lstStyle", &[]);
        for paragraph in &body.paragraphs {
            write_paragraph(xml, paragraph, body.language);
        }
        if body.paragraphs.is_empty() {
            xml.empty("a:p", &[]);
        }
    });
}

fn write_frame(xml: &mut Xml, frame: Frame) {
    let mut attributes: Vec<(&'static str, &dyn std::fmt::Display)> = Vec::new();
    if matches!(frame, Frame::Label | Frame::Line) {
        attributes.push(("wrap", &"none"));
    }
    if frame != Frame::Cell {
        attributes.extend(
            ["lIns", "tIns", "rIns", "bIns"].map(|side| (side, &0 as &dyn std::fmt::Display)),
        );
    }
    if matches!(frame, Frame::Label | Frame::Line) {
        attributes.push(("anchor", &"ctr"));
    }
    xml.element("a:bodyPr", &attributes, |xml| match frame {
        Frame::Shrinking => xml.empty("a:normAutofit", &[]),
        Frame::Label | Frame::Line | Frame::Block => xml.empty("a:noAutofit", &[]),
        Frame::Cell => {}
    });
}

fn write_paragraph(xml: &mut Xml, paragraph: &Paragraph, language: Language) {
    xml.element("a:p", &[], |xml| {
        write_properties(xml, paragraph);
        if paragraph.number {
            let id = "{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}";
            xml.element("a:fld", &[("id", &id), ("type", &"slidenum")], |xml| {
                for run in &paragraph.runs {
                    write_run_properties(xml, run, language);
                }
                let now: String = paragraph.runs.iter().map(|run| &*run.text).collect();
                xml.words("a:t", &now);
            });
            return;
        }
        for run in &paragraph.runs {
            xml.element("a:r", &[], |xml| {
                write_run_properties(xml, run, language);
                xml.words("a:t", &run.text);
            });
        }
    });
}

fn write_properties(xml: &mut Xml, paragraph: &Paragraph) {
    let size = paragraph.size();
    let indent = emu(size * paragraph.sign.indent());
    let hang = -emu(size);
    let level = paragraph.sign.level();
    let align = match paragraph.align {
        Align::Start => "l",
        Align::Middle => "ctr",
        Align::End => "r",
    };
    let first = if paragraph.sign == Sign::None {
        0
    } else {
        hang
    };
    xml.element(
        "a:pPr",
        &[
            ("marL", &indent),
            ("lvl", &level),
            ("indent", &first),
            ("algn", &align),
        ],
        |xml| {
            xml.element("a:spcBef", &[], |xml| {
                let before = (paragraph.before * 100.0).round() as i64;
                xml.empty("a:spcPts", &[("val", &before)]);
            });
            match paragraph.sign {
                Sign::None => xml.empty("a:buNone", &[]),
                Sign::Dot(_) => {
                    xml.empty("a:buFont", &[("typeface", &"Arial")]);
                    xml.empty("a:buChar", &[("char", &"•")]);
                }
                Sign::Number(_, number) => {
                    let number = number.clamp(1, 32_767);
                    xml.empty("a:buFont", &[("typeface", &"+mj-lt")]);
                    xml.empty(
                        "a:buAutoNum",
                        &[("type", &"arabicPeriod"), ("startAt", &number)],
                    );
                }
            }
        },
    );
}

fn write_run_properties(xml: &mut Xml, run: &Run, language: Language) {
    let size = (run.size * 100.0).round() as i64;
    let (strong, slanted) = (i32::from(run.strong), i32::from(run.slanted));
    let spacing = (run.spacing * 100.0).round() as i64;
    let (here, other) = (tag(language), tag(language.other()));
    let mut attributes: Vec<(&'static str, &dyn std::fmt::Display)> = vec![
        ("lang", &here),
        ("altLang", &other),
        ("sz", &size),
        ("b", &strong),
        ("i", &slanted),
    ];
    if spacing != 0 {
        attributes.push(("spc", &spacing));
    }
    if run.raised {
        attributes.push(("baseline", &30_000));
    }
    attributes.push(("dirty", &0));
    xml.element("a:rPr", &attributes, |xml| {
        if let Some(colour) = run.colour {
            solid(xml, colour);
        }
        if let Some(halo) = run.halo {
            let radius = emu(2.2);
            xml.element("a:effectLst", &[], |xml| {
                xml.element("a:glow", &[("rad", &radius)], |xml| write_colour(xml, halo));
            });
        }
        // Named here, too: not every program takes the font of a text box from the theme.
        xml.empty("a:latin", &[("typeface", &"+mn-lt")]);
        xml.empty("a:ea", &[("typeface", &"+mn-ea")]);
        if let Some(link) = &run.link {
            xml.empty("a:hlinkClick", &[("r:id", link)]);
        }
    });
}
