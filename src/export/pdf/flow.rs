//! Text that flows down a column and on into the next one.

use egui::{Pos2, Rect, pos2, vec2};

use super::{
    Composer, FOOTER, Handout, MARGIN, PerPage,
    sheet::{Mark, Sheet, Styled, Tag},
};

/// Between the parts of a page, in points.
const GAP: f32 = 18.0;

/// The parts of the pages, one after the other.
#[derive(Debug)]
pub struct Grid {
    cells: Vec<Rect>,
    whole: Rect,
    next: usize,
    page: Option<usize>,
}

/// Where the next line goes.
#[derive(Clone, Copy, Debug)]
pub struct Column {
    pub page: usize,
    pub rect: Rect,
    pub top: f32,
}

impl Grid {
    pub fn new(size: egui::Vec2, handout: Handout) -> Self {
        let whole = Rect::from_min_max(
            pos2(MARGIN, MARGIN),
            size.to_pos2() - vec2(MARGIN, MARGIN + FOOTER),
        );
        let (columns, rows) = match (handout.per_page, handout.landscape) {
            (PerPage::One, _) => (1, 1),
            (PerPage::Two, false) => (1, 2),
            (PerPage::Two, true) => (2, 1),
            (PerPage::Four, _) => (2, 2),
        };
        let width = (whole.width() - GAP * (columns - 1) as f32) / columns as f32;
        let height = (whole.height() - GAP * (rows - 1) as f32) / rows as f32;
        let cell = |index: usize| {
            let corner = vec2(
                (index % columns) as f32 * (width + GAP),
                (index / columns) as f32 * (height + GAP),
            );
            Rect::from_min_size(whole.min + corner, vec2(width, height))
        };
        Self {
            cells: (0..columns * rows).map(cell).collect(),
            whole,
            next: 0,
            page: None,
        }
    }

    /// The next part, on a new page if the last one is full.
    pub fn cell(&mut self, sheet: &mut Sheet<'_>) -> (usize, Rect) {
        let page = match self.page {
            Some(page) if self.next < self.cells.len() => page,
            _ => {
                self.next = 0;
                sheet.new_page()
            }
        };
        self.page = Some(page);
        self.next += 1;
        (page, self.cells[self.next - 1])
    }

    /// A new page as one part, whatever was on the last one.
    pub fn page(&mut self, sheet: &mut Sheet<'_>) -> (usize, Rect) {
        self.page = None;
        (sheet.new_page(), self.whole)
    }

    pub fn whole(&self) -> Rect {
        self.whole
    }
}

/// Where a text goes on when its column is full.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Onward {
    Cell,
    Page,
}

impl Composer<'_> {
    pub fn next_column(&mut self, onward: Onward) -> Column {
        let (page, rect) = match onward {
            Onward::Cell => self.flow.cell(&mut self.sheet),
            Onward::Page => self.flow.page(&mut self.sheet),
        };
        Column {
            page,
            rect,
            top: rect.top(),
        }
    }

    /// Writes a paragraph and moves the column below it. `before` is left free above it, unless it is the first.
    pub fn flow_text(
        &mut self,
        column: &mut Column,
        pieces: &[Styled],
        indent: f32,
        before: f32,
        tag: Option<Tag>,
        onward: Onward,
    ) {
        for piece in pieces {
            self.missing.extend(self.sheet.ruler.missing(&piece.text));
        }
        if column.top > column.rect.top() {
            column.top += before;
        }
        let lines = self
            .sheet
            .lines(pieces, (column.rect.width() - indent).max(40.0));
        for line in &lines {
            if column.top + line.height > column.rect.bottom() {
                *column = self.next_column(onward);
            }
            let corner = pos2(column.rect.left() + indent, column.top);
            self.sheet.line(column.page, corner, line, pieces, tag);
            column.top += line.height;
        }
    }

    /// A hairline from side to side.
    pub fn rule(&mut self, page: usize, from: Pos2, width: f32) {
        let colour = self.colours.line;
        let to = from + vec2(width, 0.0);
        self.sheet.mark(page, Mark::Line { from, to, colour });
    }
}
