//! Pages as they are laid out: what stands where, and what it is to a reader who does not see the page.

use egui::{Color32, Pos2, Rect, Vec2};

use super::super::{
    Ruler,
    ruler::{Piece, RichLine, Type},
};

/// Of a node in the tree of tags.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tag(usize);

/// Where a piece of a page is bound into the tree of tags, once it is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slot(pub usize);

/// What a part of the document is.
#[derive(Clone, Debug, PartialEq)]
pub enum Role {
    Section,
    /// From 1, the outermost.
    Heading(u16, String),
    Paragraph,
    Note,
    List,
    Item,
    Label,
    Body,
    Table,
    Row,
    HeadCell,
    Cell,
    /// With what a reader is told who does not see it.
    Figure(String),
    Contents,
    ContentsItem,
    Link,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Child {
    Node(Tag),
    Slot(Slot),
}

#[derive(Debug)]
pub struct Node {
    pub role: Role,
    pub children: Vec<Child>,
}

/// Where a link leads.
#[derive(Clone, Debug, PartialEq)]
pub enum Target {
    Web(String),
    /// A page, from 0.
    Page(usize),
}

/// Something on a page, in points from its top left corner.
#[derive(Debug)]
pub enum Mark {
    Text {
        text: String,
        /// Left end of the baseline.
        at: Pos2,
        kind: Type,
        chinese: bool,
        colour: Color32,
        slanted: bool,
        /// `None`: an ornament, such as a page number.
        slot: Option<Slot>,
    },
    Field {
        rect: Rect,
        colour: Color32,
    },
    Line {
        from: Pos2,
        to: Pos2,
        colour: Color32,
    },
    /// An SVG of ours.
    Map {
        svg: String,
        rect: Rect,
        slot: Slot,
    },
    /// A PNG file.
    Image {
        bytes: Vec<u8>,
        rect: Rect,
        slot: Slot,
    },
    Link {
        rect: Rect,
        target: Target,
        words: String,
        slot: Slot,
    },
}

/// An entry of the outline.
#[derive(Debug)]
pub struct Chapter {
    pub title: String,
    pub page: usize,
    pub top: f32,
    pub parts: Vec<Chapter>,
}

/// How a piece of a text looks and what it does.
#[derive(Clone, Debug, PartialEq)]
pub struct Styled {
    pub text: String,
    pub kind: Type,
    pub colour: Color32,
    pub slanted: bool,
    pub target: Option<Target>,
}

impl Styled {
    /// Upright, and no link.
    pub fn new(text: impl Into<String>, kind: Type, colour: Color32) -> Self {
        Self {
            text: text.into(),
            kind,
            colour,
            slanted: false,
            target: None,
        }
    }
}

#[derive(Debug)]
pub struct Sheet<'a> {
    pub ruler: &'a Ruler,
    pub size: Vec2,
    pub pages: Vec<Vec<Mark>>,
    pub nodes: Vec<Node>,
    /// The outermost ones.
    pub roots: Vec<Tag>,
    pub slots: usize,
    pub outline: Vec<Chapter>,
}

impl<'a> Sheet<'a> {
    pub fn new(ruler: &'a Ruler, size: Vec2) -> Self {
        Self {
            ruler,
            size,
            pages: Vec::new(),
            nodes: Vec::new(),
            roots: Vec::new(),
            slots: 0,
            outline: Vec::new(),
        }
    }

    /// Its number, from 0.
    pub fn new_page(&mut self) -> usize {
        self.pages.push(Vec::new());
        self.pages.len() - 1
    }

    pub fn mark(&mut self, page: usize, mark: Mark) {
        if let Some(page) = self.pages.get_mut(page) {
            page.push(mark);
        }
    }

    /// A node below another one, or an outermost one.
    pub fn tag(&mut self, parent: Option<Tag>, role: Role) -> Tag {
        let tag = Tag(self.nodes.len());
        self.nodes.push(Node {
            role,
            children: Vec::new(),
        });
        match parent {
            Some(Tag(parent)) => self.nodes[parent].children.push(Child::Node(tag)),
            None => self.roots.push(tag),
        }
        tag
    }

    pub fn node(&self, Tag(index): Tag) -> &Node {
        &self.nodes[index]
    }

    pub fn slot(&mut self, Tag(parent): Tag) -> Slot {
        let slot = Slot(self.slots);
        self.slots += 1;
        self.nodes[parent].children.push(Child::Slot(slot));
        slot
    }

    /// Breaks a text into lines.
    pub fn lines(&self, pieces: &[Styled], width: f32) -> Vec<RichLine> {
        let plain: Vec<Piece> = pieces
            .iter()
            .map(|piece| Piece {
                text: self.ruler.drawable(&piece.text),
                kind: piece.kind,
            })
            .collect();
        self.ruler.rich(&plain, width)
    }

    /// A line of a text at its top left corner. `tag` is `None` for an ornament.
    pub fn line(
        &mut self,
        page: usize,
        corner: Pos2,
        line: &RichLine,
        pieces: &[Styled],
        tag: Option<Tag>,
    ) {
        for run in &line.runs {
            let Some(piece) = pieces.get(run.piece) else {
                continue;
            };
            let leads = match (&piece.target, tag) {
                (Some(target), Some(tag)) => Some((target, self.tag(Some(tag), Role::Link))),
                _ => None,
            };
            let parent = leads.as_ref().map(|(_, tag)| *tag).or(tag);
            let slot = parent.map(|parent| self.slot(parent));
            let at = corner + egui::vec2(run.x, line.baseline);
            self.mark(
                page,
                Mark::Text {
                    text: run.text.clone(),
                    at,
                    kind: piece.kind,
                    chinese: run.chinese,
                    colour: piece.colour,
                    slanted: piece.slanted,
                    slot,
                },
            );
            if let Some((target, tag)) = leads {
                let slot = self.slot(tag);
                let rect = Rect::from_min_size(
                    corner + egui::vec2(run.x, 0.0),
                    egui::vec2(run.width, line.height),
                );
                let words = run.text.clone();
                let target = target.clone();
                self.mark(
                    page,
                    Mark::Link {
                        rect,
                        target,
                        words,
                        slot,
                    },
                );
            }
        }
    }
}
