//! The facts of a slide as a table: what, how much, from when and how sure, who says so.

use egui::{Color32, Rect, vec2};

use super::{
    design::COLUMN,
    shape::{Shapes, emu, solid, transform_of_frame},
    text::{Body, Frame, Paragraph, Run, write_body},
    words::Words,
    xml::Xml,
};
use crate::{
    atlas::{Atlas, Fact, Status},
    card::{Dispute, Footnotes, date_of},
    lang::{self, value_text},
};

/// Shares of the width: fact, value, date and status.
const COLUMNS: [f32; 3] = [0.40, 0.33, 0.27];
/// Above and below the words of a cell, and beside them.
const PAD: egui::Vec2 = vec2(3.0, 2.0);

/// A table that knows how much room it takes.
#[derive(Debug)]
pub struct Table {
    rows: Vec<Row>,
}

#[derive(Debug)]
struct Row {
    cells: [Vec<Paragraph>; 3],
    height: f32,
}

/// A sign of its own for each status, so that colour is not the only one.
fn sign(status: Status) -> &'static str {
    match status {
        Status::Corroborated => "●",
        Status::Sourced => "○",
        Status::Computed => "▣",
        Status::Reported => "▲",
        Status::Disputed => "◆",
        Status::NeedsCheck => "?",
    }
}

impl Table {
    pub fn new<'a>(
        words: &Words<'a>,
        facts: &[&'a Fact],
        notes: &mut Footnotes<'a>,
        size: f32,
    ) -> Self {
        let mut table = Self { rows: Vec::new() };
        let heads = [
            "export-column-fact",
            "export-column-value",
            "slides-column-standing",
        ];
        let colour = words.theme.interface.ink;
        let heads = heads.map(|key| {
            let run = Run::new(words.strings.get(key), size)
                .strong()
                .coloured(colour);
            vec![Paragraph::of(vec![run])]
        });
        table.push(words, heads);
        for fact in facts {
            let cells = cells(words, fact, facts, notes, size);
            table.push(words, cells);
        }
        table
    }

    fn push(&mut self, words: &Words<'_>, cells: [Vec<Paragraph>; 3]) {
        let heights = cells
            .iter()
            .zip(COLUMNS)
            .map(|(paragraphs, share)| words.height(paragraphs, COLUMN * share - 2.0 * PAD.x));
        let height = heights.fold(0.0, f32::max) + 2.0 * PAD.y;
        self.rows.push(Row { cells, height });
    }

    pub fn height(&self) -> f32 {
        self.rows.iter().map(|row| row.height).sum()
    }

    /// Only the rows that fit into so much height.
    pub fn keep(&mut self, height: f32) {
        let mut used = 0.0;
        self.rows.retain(|row| {
            used += row.height;
            used <= height
        });
    }

    /// Writes it with its upper left corner there.
    pub fn draw(&self, words: &Words<'_>, shapes: &mut Shapes, corner: egui::Pos2) {
        let id = shapes.next_id();
        let rect = Rect::from_min_size(corner, vec2(COLUMN, self.height()));
        let name = words.strings.get("export-column-fact");
        shapes.xml.element("p:graphicFrame", &[], |xml| {
            xml.element("p:nvGraphicFramePr", &[], |xml| {
                let alt = words.strings.get("export-facts-used");
                xml.empty("p:cNvPr", &[("id", &id), ("name", &name), ("descr", &alt)]);
                xml.element("p:cNvGraphicFramePr", &[], |xml| {
                    xml.empty("a:graphicFrameLocks", &[("noGrp", &1)]);
                });
                xml.empty("p:nvPr", &[]);
            });
            transform_of_frame(xml, rect);
            xml.element("a:graphic", &[], |xml| {
                let uri = "http://schemas.openxmlformats.org/drawingml/2006/table";
                xml.element("a:graphicData", &[("uri", &uri)], |xml| {
                    self.write(xml, words);
                });
            });
        });
    }

    fn write(&self, xml: &mut Xml, words: &Words<'_>) {
        let colours = &words.theme.interface;
        xml.element("a:tbl", &[], |xml| {
            xml.element("a:tblPr", &[("firstRow", &1)], |xml| {
                xml.words("a:tableStyleId", "{2D5ABB26-0587-4C30-8999-92F81FD0307C}");
            });
            xml.element("a:tblGrid", &[], |xml| {
                for share in COLUMNS {
                    xml.empty("a:gridCol", &[("w", &emu(COLUMN * share))]);
                }
            });
            for (number, row) in self.rows.iter().enumerate() {
                let is_head = number == 0;
                let fill = is_head.then_some(colours.well);
                xml.element("a:tr", &[("h", &emu(row.height))], |xml| {
                    for cell in &row.cells {
                        write_cell(xml, words, cell, fill, colours.line);
                    }
                });
            }
        });
    }
}

fn write_cell(
    xml: &mut Xml,
    words: &Words<'_>,
    paragraphs: &[Paragraph],
    fill: Option<Color32>,
    line: Color32,
) {
    xml.element("a:tc", &[], |xml| {
        let body = Body {
            language: words.strings.language,
            frame: Frame::Cell,
            paragraphs: paragraphs.to_vec(),
        };
        write_body(xml, "a:txBody", &body);
        let (side, end) = (emu(PAD.x), emu(PAD.y));
        let margins: [(&'static str, &dyn std::fmt::Display); 4] = [
            ("marL", &side),
            ("marR", &side),
            ("marT", &end),
            ("marB", &end),
        ];
        xml.element("a:tcPr", &margins, |xml| {
            for edge in ["a:lnL", "a:lnR", "a:lnT"] {
                xml.element(edge, &[("w", &0)], |xml| xml.empty("a:noFill", &[]));
            }
            xml.element("a:lnB", &[("w", &6_350)], |xml| solid(xml, line));
            match fill {
                Some(colour) => solid(xml, colour),
                None => xml.empty("a:noFill", &[]),
            }
        });
    });
}

fn cells<'a>(
    words: &Words<'a>,
    fact: &'a Fact,
    shown: &[&'a Fact],
    notes: &mut Footnotes<'a>,
    size: f32,
) -> [Vec<Paragraph>; 3] {
    let (strings, atlas) = (words.strings, words.atlas);
    let colours = &words.theme.interface;
    let places = fact.places.iter().filter_map(|id| atlas.place(id));
    let places = places.map(|place| place.map_label(strings.language));
    let mut places = places.collect::<Vec<_>>().join(", ");
    if !places.is_empty() {
        places.push_str(" · ");
    }
    let label = vec![
        Run::new(places, size).coloured(colours.ink_weak),
        Run::new(fact.label.get(strings.language), size).coloured(colours.ink),
    ];
    let value = value_text(strings, &fact.value).joined();
    // A sentence is no figure.
    let value = Run {
        strong: value.chars().count() <= 24,
        ..Run::new(value, size).coloured(colours.ink)
    };
    let mut values = vec![Paragraph::of(vec![value])];
    if fact.status == Status::Disputed {
        let mut said = Vec::new();
        for other in opponents(atlas, fact, shown) {
            let value = value_text(strings, &other.value).joined();
            if said.contains(&value) {
                continue;
            }
            let text = strings.format("slides-against", &[("value", &value)]);
            said.push(value);
            let runs = vec![
                Run::new(text, size).coloured(colours.caution),
                Run::new(notes.marks(atlas, other), size - 1.0).coloured(colours.ink_weak),
            ];
            values.push(Paragraph::of(runs));
        }
    }
    let caution = matches!(
        fact.status,
        Status::Reported | Status::Disputed | Status::NeedsCheck
    );
    let colour = if caution {
        colours.caution
    } else {
        colours.ink_weak
    };
    let status = strings.get(lang::status_key(fact.status));
    let status = format!("{} {status}", sign(fact.status));
    let mut standing = vec![Paragraph::of(vec![
        Run::new(status, size).coloured(colour),
        Run::new(notes.marks(atlas, fact), size - 1.0).coloured(colours.ink_weak),
    ])];
    let date = date_of(strings, fact);
    if !date.is_empty() {
        let date = Run::new(date, size).coloured(colours.ink_weak);
        standing.push(Paragraph::of(vec![date]));
    }
    [vec![Paragraph::of(label)], values, standing]
}

/// What contradicts a fact and has no row of its own.
fn opponents<'a>(atlas: &'a Atlas, fact: &'a Fact, shown: &[&Fact]) -> Vec<&'a Fact> {
    let dispute = Dispute::of(atlas, fact);
    let all = dispute.iter().flat_map(Dispute::facts);
    all.filter(|other| !shown.iter().any(|one| one.id == other.id))
        .collect()
}
