//! What a hand-out ends with: every fact that was used, the sources by their numbers, whom the map comes from.

use egui::{Rect, pos2, vec2};

use super::{
    super::Type,
    Composer, FOOTER, MARGIN,
    flow::{Column, Onward},
    sheet::{Chapter, Mark, Role, Styled, Tag, Target},
};
use crate::{
    atlas::Fact,
    card::{citation, date_of},
    lang::{self, value_text},
    scene::credit,
};

const BODY: f32 = 8.5;
/// Columns of the table and their shares of the width.
const COLUMNS: [(&str, f32); 6] = [
    ("export-column-place", 0.16),
    ("export-column-fact", 0.26),
    ("export-column-value", 0.26),
    ("export-column-date", 0.12),
    ("export-column-status", 0.12),
    ("export-column-sources", 0.08),
];
/// Round the text of a cell, in points.
const PAD: f32 = 3.0;

impl Composer<'_> {
    pub fn annex(&mut self) {
        let mut column = self.next_column(Onward::Page);
        if !self.facts.is_empty() {
            self.fact_table(&mut column);
        }
        if !self.notes.is_empty() {
            self.source_list(&mut column);
        }
        self.map_credits(&mut column);
    }

    /// A chapter with its heading; on a new page where only its heading would fit.
    fn chapter(&mut self, column: &mut Column, key: &'static str) -> Tag {
        let title = self.text(key).to_owned();
        if column.top > column.rect.top() {
            column.top += 16.0;
        }
        if column.top + 70.0 > column.rect.bottom() {
            *column = self.next_column(Onward::Page);
        }
        let section = self.sheet.tag(None, Role::Section);
        self.starts.push((title.clone(), column.page));
        self.sheet.outline.push(Chapter {
            title: title.clone(),
            page: column.page,
            top: column.top,
            parts: Vec::new(),
        });
        let heading = self
            .sheet
            .tag(Some(section), Role::Heading(2, title.clone()));
        let words = [self.ink(title, Type::semibold(16.0))];
        self.flow_text(column, &words, 0.0, 0.0, Some(heading), Onward::Page);
        column.top += 4.0;
        section
    }

    fn fact_table(&mut self, column: &mut Column) {
        let section = self.chapter(column, "export-facts-used");
        let table = self.sheet.tag(Some(section), Role::Table);
        self.head_row(column, Some(table));
        for fact in self.facts.clone() {
            let cells = self.cells(fact);
            self.row(column, table, &cells);
        }
    }

    fn head_row(&mut self, column: &mut Column, table: Option<Tag>) {
        let row = table.map(|table| self.sheet.tag(Some(table), Role::Row));
        let mut left = column.rect.left();
        let height = 16.0;
        let band = Rect::from_min_size(pos2(left, column.top), vec2(column.rect.width(), height));
        let colour = self.colours.well;
        self.sheet
            .mark(column.page, Mark::Field { rect: band, colour });
        for (key, share) in COLUMNS {
            let words = [self.ink(self.text(key), Type::semibold(BODY))];
            let cell = row.map(|row| self.sheet.tag(Some(row), Role::HeadCell));
            for line in self.sheet.lines(&words, f32::INFINITY) {
                let corner = pos2(left + PAD, column.top + PAD);
                self.sheet.line(column.page, corner, &line, &words, cell);
            }
            left += column.rect.width() * share;
        }
        column.top += height;
    }

    /// The words of a row, column by column.
    fn cells(&mut self, fact: &Fact) -> [Vec<Styled>; 6] {
        let strings = self.print.strings;
        let atlas = self.print.atlas;
        let language = strings.language;
        let places = fact.places.iter().filter_map(|id| atlas.place(id));
        let places: Vec<&str> = places.map(|place| place.map_label(language)).collect();
        let marks = self.notes.marks(atlas, fact);
        let kind = Type::regular(BODY);
        [
            vec![self.ink(places.join(", "), kind)],
            vec![self.ink(fact.label.get(language), kind)],
            vec![self.ink(
                value_text(strings, &fact.value).joined(),
                Type::semibold(BODY),
            )],
            vec![self.ink(date_of(strings, fact), kind)],
            vec![self.ink(strings.get(lang::status_key(fact.status)), kind)],
            vec![self.weak(marks.trim(), BODY)],
        ]
    }

    /// A row stays on one page; the head stands again on top of the next one.
    fn row(&mut self, column: &mut Column, table: Tag, cells: &[Vec<Styled>; 6]) {
        let width = column.rect.width();
        let lines: Vec<_> = cells
            .iter()
            .zip(COLUMNS)
            .map(|(words, (_, share))| self.sheet.lines(words, width * share - 2.0 * PAD))
            .collect();
        for piece in cells.iter().flatten() {
            self.missing.extend(self.sheet.ruler.missing(&piece.text));
        }
        let heights = lines
            .iter()
            .map(|lines| lines.iter().map(|line| line.height).sum::<f32>());
        let height = heights.fold(0.0, f32::max) + 2.0 * PAD;
        if column.top + height > column.rect.bottom() {
            *column = self.next_column(Onward::Page);
            self.head_row(column, None);
        }
        let row = self.sheet.tag(Some(table), Role::Row);
        let mut left = column.rect.left();
        for ((words, lines), (_, share)) in cells.iter().zip(&lines).zip(COLUMNS) {
            let cell = self.sheet.tag(Some(row), Role::Cell);
            let mut top = column.top + PAD;
            for line in lines {
                let corner = pos2(left + PAD, top);
                self.sheet
                    .line(column.page, corner, line, words, Some(cell));
                top += line.height;
            }
            left += width * share;
        }
        column.top += height;
        self.rule(column.page, pos2(column.rect.left(), column.top), width);
    }

    fn source_list(&mut self, column: &mut Column) {
        let section = self.chapter(column, "export-sources-used");
        let sources: Vec<_> = self.notes.sources().collect();
        for (number, source) in sources {
            let text = format!("[{number}] {}", citation(self.print.strings, source));
            let mut words = vec![self.ink(text, Type::regular(BODY))];
            if let Some(url) = &source.url {
                words.push(Styled {
                    target: Some(Target::Web(url.clone())),
                    ..Styled::new(format!("  {url}"), Type::regular(BODY), self.colours.second)
                });
            }
            let tag = self.sheet.tag(Some(section), Role::Paragraph);
            self.flow_text(column, &words, 0.0, 3.0, Some(tag), Onward::Page);
        }
    }

    fn map_credits(&mut self, column: &mut Column) {
        let section = self.chapter(column, "about-data");
        let language = self.print.strings.language;
        let manifest = &self.print.atlas.manifest;
        for credit in credit::all(self.print.atlas) {
            let mut text = credit.text.get(language).to_owned();
            if let Some(license) = &credit.license {
                text = format!("{text} ({license})");
            }
            let mut words = vec![self.ink(text, Type::regular(BODY))];
            if let Some(url) = &credit.url {
                words.push(Styled {
                    target: Some(Target::Web(url.clone())),
                    ..Styled::new(format!("  {url}"), Type::regular(BODY), self.colours.second)
                });
            }
            let tag = self.sheet.tag(Some(section), Role::Paragraph);
            self.flow_text(column, &words, 0.0, 3.0, Some(tag), Onward::Page);
        }
        let approval = match &manifest.map_approval_number {
            Some(number) => self
                .print
                .strings
                .format("map-approval", &[("number", number)]),
            None => self.text("map-approval-needed").to_owned(),
        };
        let words = [self.ink(approval, Type::regular(BODY))];
        let tag = self.sheet.tag(Some(section), Role::Paragraph);
        self.flow_text(column, &words, 0.0, 6.0, Some(tag), Onward::Page);
    }

    /// Title and number below every page but the first.
    pub fn footers(&mut self) {
        let count = self.sheet.pages.len();
        let size = self.sheet.size;
        let baseline = size.y - MARGIN - FOOTER + 12.0;
        for page in 1..count {
            let number = format!("{} / {count}", page + 1);
            let kind = Type::regular(8.0);
            let width = self.sheet.ruler.width(&number, kind);
            let title = self.title().to_owned();
            for (text, left) in [(title, MARGIN), (number, size.x - MARGIN - width)] {
                let words = [self.weak(text, kind.size)];
                let lines = self
                    .sheet
                    .lines(&words, size.x - 2.0 * MARGIN - width - 20.0);
                if let Some(line) = lines.first() {
                    self.sheet
                        .line(page, pos2(left, baseline), line, &words, None);
                }
            }
        }
    }
}
