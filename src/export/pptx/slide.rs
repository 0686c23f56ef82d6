//! One slide: how much room its words, its table and its map get, and the part that comes of it.

use egui::{Pos2, Rect, pos2, vec2};

use super::{
    super::{
        ExportError, Furniture, Picture, PictureSize, Ruler, Watch,
        furniture::{self, Plates},
    },
    design::{self, COLUMN, Layout, MAP_LEFT, MARGIN, SIZE, SMALL},
    legend::SCALE as LEGEND,
    map::Plate,
    package::{Kind, Links, Package},
    shape::{Alternative, Placeholder, Shapes},
    table::Table,
    text::{Body, Frame, Paragraph, Run},
    words::Words,
    xml::Xml,
};
use crate::{
    atlas::{Block, Camera, Fact, Slide},
    briefing::{Setting, Stage, stage},
    card::Footnotes,
    export::Print,
    scene::Shading,
};

/// Shares of the wished size that are tried one after the other.
const SHRINK: [f32; 8] = [1.25, 1.12, 1.0, 0.93, 0.86, 0.8, 0.74, 0.68];
const TABLE_SIZE: f32 = 9.5;
const LEAST_TABLE_SIZE: f32 = 8.0;
/// Between title, text, table and picture.
const GAP: f32 = 12.0;
/// Above the footer.
const AIR: f32 = 10.0;

/// Makes the slides of a presentation.
pub struct Composer<'a> {
    pub print: &'a Print<'a>,
    pub words: Words<'a>,
    pub package: Package,
}

/// What stands in the left column.
struct Column {
    title: Vec<Paragraph>,
    text: Vec<Paragraph>,
    table: Option<Table>,
    /// Of title and text.
    heights: [f32; 2],
}

impl Column {
    fn height(&self) -> f32 {
        let table = self
            .table
            .as_ref()
            .map_or(0.0, |table| table.height() + GAP);
        self.heights[0] + self.heights[1] + GAP + table
    }
}

impl<'a> Composer<'a> {
    /// The part of a slide and what it refers to. `number`: in the file, from 1.
    pub fn slide(
        &mut self,
        number: usize,
        slide: &'a Slide,
        watch: &Watch,
    ) -> Result<(Vec<u8>, Links), ExportError> {
        let mut links = Links::default();
        let mut shapes = Shapes::default();
        let facts = self.facts(slide);
        let mut notes = Footnotes::default();
        let has_map = slide.camera != Camera::None;
        let layout = if has_map { Layout::Map } else { Layout::Cover };
        links.part(Kind::Layout, layout.path());
        // The numbers of the sources are those of the full text, however much of it there is room for.
        self.words
            .of_slide(slide, &mut notes, &mut links, design::BODY);
        if has_map {
            Table::new(&self.words, &facts, &mut notes, TABLE_SIZE);
        }
        // Whom the map comes from follows from what is on it, and a line more or less changes nothing in that.
        let size = vec2(SIZE.x - MAP_LEFT, SIZE.y * 0.9);
        let credits = self.with_picture(slide, size, |picture, _| furniture::attribution(picture));
        let credits = credits.transpose()?;
        let footer = self
            .words
            .footer(&notes, &mut links, credits.as_deref(), SMALL);
        let footer_height = self.words.height(&footer, design::footer(0.0).width());
        let footer_rect = design::footer(footer_height);
        let images = self.images(slide);
        let title = match slide.title.get(self.words.strings.language) {
            "" => slide.id.to_string(),
            title => title.to_owned(),
        };
        match layout {
            Layout::Cover => self.cover(&mut shapes, &mut links, slide, &title),
            Layout::Map => {
                let bottom = footer_rect.top() - AIR;
                self.column(
                    &mut shapes,
                    &mut links,
                    slide,
                    &facts,
                    &title,
                    &images,
                    bottom,
                );
                let rect = Rect::from_min_max(pos2(MAP_LEFT, 0.0), pos2(SIZE.x, bottom.floor()));
                self.map(&mut shapes, &mut links, slide, &title, rect, watch)?;
            }
        }
        self.foot(&mut shapes, footer, footer_rect, number);
        let bytes = Xml::document("p:sld", &design::namespaces(), |xml| {
            xml.element("p:cSld", &[("name", &slide.id)], |xml| {
                design::tree(xml, shapes);
            });
            xml.element("p:clrMapOvr", &[], |xml| {
                xml.empty("a:masterClrMapping", &[]);
            });
        });
        Ok((bytes, links))
    }

    /// Those of the text, then those that the slide rests on.
    fn facts(&self, slide: &Slide) -> Vec<&'a Fact> {
        let ids = slide.facts_shown(self.words.strings.language).into_iter();
        ids.filter_map(|id| self.print.atlas.fact(id)).collect()
    }

    fn body(&self, frame: Frame, paragraphs: Vec<Paragraph>) -> Body {
        Body {
            language: self.words.strings.language,
            frame,
            paragraphs,
        }
    }

    fn cover(&self, shapes: &mut Shapes, links: &mut Links, slide: &'a Slide, title: &str) {
        let strings = self.words.strings;
        let layout = Layout::Cover;
        let sizes = [layout.title_size(), 36.0, 30.0];
        let room = layout.title();
        let set = |size| vec![Paragraph::of(vec![Run::new(title, size).strong()])];
        let size = sizes
            .into_iter()
            .find(|size| self.words.height(&set(*size), room.width()) <= room.height());
        let words = set(size.unwrap_or(26.0));
        let height = self.words.height(&words, room.width());
        let rect = Rect::from_min_size(room.min, vec2(room.width(), height));
        let words = self.body(Frame::Shrinking, words);
        let name = strings.get("slides-title");
        shapes.placeholder(name, Placeholder::Title, Some(rect), &words);
        let below = layout.text();
        let below = Rect::from_min_size(pos2(below.left(), rect.bottom() + 18.0), below.size());
        let mut notes = Footnotes::default();
        let text = self
            .words
            .of_slide(slide, &mut notes, links, layout.text_size());
        if !text.is_empty() {
            let words = self.body(Frame::Shrinking, text);
            let name = strings.get("slides-text");
            shapes.placeholder(name, Placeholder::Text, Some(below), &words);
        }
    }

    #[expect(clippy::too_many_arguments, reason = "the parts of one slide")]
    fn column(
        &mut self,
        shapes: &mut Shapes,
        links: &mut Links,
        slide: &'a Slide,
        facts: &[&'a Fact],
        title: &str,
        images: &[(String, String, egui::Vec2)],
        bottom: f32,
    ) {
        let strings = self.words.strings;
        let top = Layout::Map.title().top();
        let pictures: f32 = images.iter().map(|(_, _, size)| size.y + GAP).sum();
        let room = bottom - top - pictures;
        let column = self.fitting(links, slide, facts, title, room);
        let mut at = pos2(MARGIN, top);
        let rect = Rect::from_min_size(at, vec2(COLUMN, column.heights[0]));
        let words = self.body(Frame::Shrinking, column.title);
        let name = strings.get("slides-title");
        shapes.placeholder(name, Placeholder::Title, Some(rect), &words);
        at.y = rect.bottom() + GAP;
        if !column.text.is_empty() {
            let rect = Rect::from_min_size(at, vec2(COLUMN, column.heights[1]));
            let words = self.body(Frame::Shrinking, column.text);
            let name = strings.get("slides-text");
            shapes.placeholder(name, Placeholder::Text, Some(rect), &words);
            at.y = rect.bottom() + GAP;
        }
        for (path, alt, size) in images {
            let link = links.part(Kind::Image, path.clone());
            let rect = Rect::from_min_size(at, *size);
            let alt_words = Alternative::Words(alt.clone());
            shapes.picture(
                strings.get("slides-picture"),
                &link,
                rect,
                &alt_words,
                false,
            );
            at.y += size.y + GAP;
        }
        if let Some(table) = &column.table {
            // On the ground of the column, so that tables stand alike from slide to slide.
            at.y = at.y.max(bottom - table.height());
            table.draw(&self.words, shapes, at);
        }
    }

    /// As large as it fits; facts that the text does not name go first where there is no room.
    fn fitting(
        &self,
        links: &mut Links,
        slide: &'a Slide,
        facts: &[&'a Fact],
        title: &str,
        room: f32,
    ) -> Column {
        let resting = |fact: &&&Fact| slide.facts.contains(&fact.id);
        let named: Vec<&Fact> = {
            let bare = Slide {
                facts: Vec::new(),
                ..slide.clone()
            };
            let named = bare.facts_shown(self.words.strings.language);
            let of_text = |fact: &&&Fact| named.contains(&&fact.id) || !resting(fact);
            facts.iter().filter(of_text).copied().collect()
        };
        let mut smallest = None;
        for facts in [facts, &named] {
            for shrink in SHRINK {
                let column = self.set(links, slide, facts, title, shrink);
                if column.height() <= room {
                    return column;
                }
                smallest = Some(column);
            }
        }
        // The text says the values, too.
        let mut column = smallest.unwrap_or_else(|| self.set(links, slide, &[], title, 0.68));
        if let Some(table) = &mut column.table {
            let left = room - column.heights[0] - column.heights[1] - 2.0 * GAP;
            table.keep(left);
        }
        column
    }

    fn set(
        &self,
        links: &mut Links,
        slide: &'a Slide,
        facts: &[&'a Fact],
        title: &str,
        shrink: f32,
    ) -> Column {
        let mut notes = Footnotes::default();
        let size = (design::TITLE * shrink).clamp(20.0, design::TITLE + 2.0);
        let title = vec![Paragraph::of(vec![Run::new(title, size).strong()])];
        let text = self
            .words
            .of_slide(slide, &mut notes, links, design::BODY * shrink);
        let table_size = (TABLE_SIZE * shrink).clamp(LEAST_TABLE_SIZE, TABLE_SIZE + 1.0);
        let table =
            (!facts.is_empty()).then(|| Table::new(&self.words, facts, &mut notes, table_size));
        let heights = [&title, &text].map(|paragraphs| match paragraphs.as_slice() {
            [] => 0.0,
            _ => self.words.height(paragraphs, COLUMN),
        });
        Column {
            title,
            text,
            table,
            heights,
        }
    }

    /// Pictures of the briefing by their path in the package, what they show, and their size on the slide.
    fn images(&mut self, slide: &Slide) -> Vec<(String, String, egui::Vec2)> {
        let mut images = Vec::new();
        for element in slide.body.get(self.words.strings.language) {
            let Block::Picture { path, alt } = &element.block else {
                continue;
            };
            let Some(picture) = self.print.atlas.picture(path) else {
                continue;
            };
            let size = vec2(picture.size[0].max(1) as f32, picture.size[1].max(1) as f32);
            let size = size * (COLUMN / size.x).min(SIZE.y * 0.3 / size.y).min(0.75);
            images.push((
                self.package.image(picture.bytes.to_vec()),
                alt.clone(),
                size,
            ));
        }
        images
    }

    fn staged(&self, slide: &Slide, size: egui::Vec2, free: Rect) -> Stage {
        let setting = Setting {
            atlas: self.print.atlas,
            locator: self.print.locator,
            size,
            free,
        };
        stage(setting, slide)
    }

    fn map(
        &mut self,
        shapes: &mut Shapes,
        links: &mut Links,
        slide: &Slide,
        title: &str,
        rect: Rect,
        watch: &Watch,
    ) -> Result<(), ExportError> {
        let words = self.words;
        let mut package = std::mem::take(&mut self.package);
        let drawn = self.with_picture(slide, rect.size(), |picture, plates| {
            let plate = Plate {
                picture,
                ruler: words.ruler,
                plates,
                corner: rect.min,
                alt: words.strings.format("export-map-alt", &[("title", title)]),
            };
            plate.draw(shapes, &mut package, links, watch)
        });
        self.package = package;
        drawn.transpose()?.unwrap_or(Ok(()))
    }

    /// The map of a slide and its legend; `None` for a slide without a map.
    fn with_picture<T>(
        &self,
        slide: &Slide,
        size: egui::Vec2,
        make: impl FnOnce(&Picture<'_>, Plates) -> T,
    ) -> Option<Result<T, ExportError>> {
        let size = match PictureSize::new(size.x as u64, size.y as u64, 1.0) {
            Ok(size) => size,
            Err(error) => return Some(Err(error)),
        };
        let whole = Rect::from_min_size(Pos2::ZERO, size.points());
        let staged = self.staged(slide, size.points(), whole);
        let view = staged.view?;
        let shading = staged.content.choropleth.as_ref();
        let shading = shading.and_then(|choropleth| Shading::of(self.print.atlas, choropleth));
        let furniture = Furniture {
            legend: true,
            ..Furniture::default()
        };
        let mut picture = Picture {
            atlas: self.print.atlas,
            locator: self.print.locator,
            content: &staged.content,
            shading: shading.as_ref(),
            theme: self.words.theme,
            strings: self.words.strings,
            size,
            centre: view.centre,
            zoom: view.zoom,
            selected: staged.selected.as_ref(),
            check: staged.check.as_deref(),
            data: self.print.data,
            furniture: &furniture,
        };
        // The legend must not cover the subject, and follows from what is shown round it.
        let ruler: &Ruler = self.words.ruler;
        let free = Plates::of_legend(&picture, ruler, LEGEND).subject_part();
        if let Some(view) = self.staged(slide, size.points(), free).view {
            (picture.centre, picture.zoom) = (view.centre, view.zoom);
        }
        let plates = Plates::of_legend(&picture, ruler, LEGEND);
        Some(Ok(make(&picture, plates)))
    }

    fn foot(&self, shapes: &mut Shapes, footer: Vec<Paragraph>, rect: Rect, number: usize) {
        let strings = self.words.strings;
        if !footer.is_empty() {
            let words = self.body(Frame::Block, footer);
            let name = strings.get("export-sources-used");
            shapes.placeholder(name, Placeholder::Footer, Some(rect), &words);
        }
        let run = Run::new(number.to_string(), 11.0).coloured(self.words.theme.interface.ink_weak);
        let paragraph = Paragraph {
            number: true,
            align: super::text::Align::End,
            ..Paragraph::of(vec![run])
        };
        let words = self.body(Frame::Block, vec![paragraph]);
        shapes.placeholder(
            strings.get("slides-number"),
            Placeholder::Number,
            None,
            &words,
        );
    }
}
