//! Cover, contents and slides of a hand-out.

use egui::{Pos2, Rect, Vec2, pos2, vec2};

use super::{
    super::{Furniture, Picture, PictureSize, Type, Warning, svg},
    Composer, PerPage,
    flow::{Column, Onward},
    sheet::{Chapter, Mark, Role, Styled, Tag, Target},
};
use crate::{
    atlas::{Block, Briefing, Fact, Run, Slide, Weight},
    briefing::{Setting, Stage, stage},
    card::{citation, date_of},
    lang::{self, value_text},
    scene::{Shading, View},
    theme::Theme,
};

/// Sizes of a slide's parts, in points, and how much smaller its map is than on the screen.
#[derive(Clone, Copy, Debug)]
struct Scale {
    title: f32,
    body: f32,
    small: f32,
    map: f32,
}

fn scale(per_page: PerPage) -> Scale {
    match per_page {
        PerPage::One => Scale {
            title: 18.0,
            body: 11.0,
            small: 8.5,
            map: 0.72,
        },
        PerPage::Two => Scale {
            title: 14.0,
            body: 9.5,
            small: 7.5,
            map: 0.58,
        },
        PerPage::Four => Scale {
            title: 11.5,
            body: 8.5,
            small: 7.0,
            map: 0.48,
        },
    }
}

impl<'a> Composer<'a> {
    /// The first page: titles; the contents are added when the pages are known.
    pub fn cover(&mut self) {
        let (page, rect) = self.flow.page(&mut self.sheet);
        let section = self.sheet.tag(None, Role::Section);
        let title = self.title().to_owned();
        self.sheet.outline.push(Chapter {
            title: title.clone(),
            page,
            top: 0.0,
            parts: Vec::new(),
        });
        let mut column = Column {
            page,
            rect,
            top: rect.top() + rect.height() * 0.12,
        };
        let accent = self.colours.accent;
        let band = Rect::from_min_size(pos2(rect.left(), column.top - 14.0), vec2(56.0, 4.0));
        let band_mark = Mark::Field {
            rect: band,
            colour: accent,
        };
        self.sheet.mark(page, band_mark);
        let heading = self
            .sheet
            .tag(Some(section), Role::Heading(1, title.clone()));
        let words = [self.ink(title, Type::semibold(28.0))];
        self.flow_text(&mut column, &words, 0.0, 0.0, Some(heading), Onward::Page);
        let atlas = self
            .print
            .atlas
            .manifest
            .title
            .get(self.print.strings.language);
        if atlas != self.title() {
            let paragraph = self.sheet.tag(Some(section), Role::Paragraph);
            let words = [self.weak(atlas, 14.0)];
            self.flow_text(&mut column, &words, 0.0, 6.0, Some(paragraph), Onward::Page);
        }
        let contents = self.sheet.tag(Some(section), Role::Contents);
        self.contents = Some(contents);
        self.starts.push((String::new(), column.top as usize));
    }

    /// Fills the room below the cover's titles.
    pub fn contents(&mut self) {
        let Some(contents) = self.contents else {
            return;
        };
        let rect = self.flow.whole();
        let entries = self.starts.split_off(1);
        let top = self.starts.pop().map_or(rect.top(), |(_, top)| top as f32) + 36.0;
        let room = rect.bottom() - top;
        let step = (room / entries.len().max(1) as f32).min(20.0);
        let kind = Type::regular((step * 0.6).clamp(4.0, 11.0));
        for (number, (title, page)) in entries.iter().enumerate() {
            let y = top + step * number as f32;
            let item = self.sheet.tag(Some(contents), Role::ContentsItem);
            let target = Some(Target::Page(*page));
            let number = (page + 1).to_string();
            let number_width = self.sheet.ruler.width(&number, kind);
            let words = [Styled {
                target: target.clone(),
                ..self.ink(title.clone(), kind)
            }];
            let lines = self.sheet.lines(&words, rect.width() - 60.0);
            if let Some(line) = lines.first() {
                self.sheet
                    .line(0, pos2(rect.left(), y), line, &words, Some(item));
            }
            let words = [self.weak(number, kind.size)];
            let at = pos2(rect.right() - number_width, y);
            for line in self.sheet.lines(&words, f32::INFINITY) {
                self.sheet.line(0, at, &line, &words, Some(item));
            }
            self.rule(0, pos2(rect.left(), y + step - 3.0), rect.width());
        }
    }

    pub fn slide(&mut self, number: usize, slide: &'a Slide) {
        let scale = scale(self.print.handout.per_page);
        let language = self.print.strings.language;
        let (page, cell) = self.flow.cell(&mut self.sheet);
        let title = match slide.title.get(language) {
            "" => slide.id.to_string(),
            title => title.to_owned(),
        };
        let section = self.sheet.tag(None, Role::Section);
        let mut column = Column {
            page,
            rect: cell,
            top: cell.top(),
        };
        let heading = self
            .sheet
            .tag(Some(section), Role::Heading(2, title.clone()));
        let words = [
            self.weak(format!("{}  ", number + 1), scale.title * 0.8),
            self.ink(title.clone(), Type::semibold(scale.title)),
        ];
        self.flow_text(&mut column, &words, 0.0, 0.0, Some(heading), Onward::Cell);
        self.starts.push((title.clone(), page));
        if let Some(first) = self.sheet.outline.first_mut() {
            first.parts.push(Chapter {
                title: title.clone(),
                page,
                top: cell.top(),
                parts: Vec::new(),
            });
        }
        column.top += 6.0;
        self.slide_map(&mut column, slide, &title, section, scale);
        let cited = self.notes.sources().count();
        for element in slide.body.get(language) {
            self.block(&mut column, &element.block, section, scale);
        }
        self.resting_facts(slide);
        self.footnotes(&mut column, cited, slide, section, scale);
        if self.print.handout.notes {
            self.speaker_notes(&mut column, slide, section, scale);
        }
    }

    /// The map beside or above the text, which keeps what is left of the column.
    fn slide_map(
        &mut self,
        column: &mut Column,
        slide: &Slide,
        title: &str,
        section: Tag,
        scale: Scale,
    ) {
        let left = Rect::from_min_max(pos2(column.rect.left(), column.top), column.rect.max);
        let has_text = !slide.body.get(self.print.strings.language).is_empty();
        let beside = left.width() > left.height() * 1.15;
        let size = if beside && has_text {
            vec2(left.width() * 0.62, left.height())
        } else if beside {
            left.size()
        } else {
            let share = if has_text || self.print.handout.notes {
                0.55
            } else {
                0.9
            };
            vec2(
                left.width(),
                (left.width() * 0.78).min(left.height() * share),
            )
        };
        let rect = Rect::from_min_size(left.min, size);
        let Some(svg) = self.map_svg(slide, rect.size() / scale.map) else {
            return;
        };
        let words = self
            .print
            .strings
            .format("export-map-alt", &[("title", title)]);
        let figure = self.sheet.tag(Some(section), Role::Figure(words));
        let slot = self.sheet.slot(figure);
        self.sheet.mark(column.page, Mark::Map { svg, rect, slot });
        if beside {
            column.rect.min = pos2(rect.right() + 14.0, rect.top());
            column.top = rect.top();
        } else {
            column.top = rect.bottom() + 8.0;
        }
    }

    /// `None` for a slide without a map.
    fn map_svg(&mut self, slide: &Slide, size: Vec2) -> Option<String> {
        let print = self.print;
        let size = PictureSize::new(size.x.round() as u64, size.y.round() as u64, 1.0).ok()?;
        let staged_in = |free| {
            let setting = Setting {
                atlas: print.atlas,
                locator: print.locator,
                size: size.points(),
                free,
            };
            stage(setting, slide)
        };
        let staged = staged_in(Rect::from_min_size(Pos2::ZERO, size.points()));
        let view = staged.view?;
        let shading = staged.content.choropleth.as_ref();
        let shading = shading.and_then(|choropleth| Shading::of(print.atlas, choropleth));
        let rows = shading.iter().flat_map(|shading| &shading.rows);
        let shown: Vec<_> = rows.flat_map(|row| row.facts.clone()).collect();
        for id in &shown {
            self.fact(id);
        }
        if let Some(check) = staged.check.as_deref().and_then(|id| print.atlas.check(id)) {
            self.fact(&check.claim);
        }
        let furniture = Furniture {
            legend: true,
            scale_bar: true,
            ..Furniture::default()
        };
        let theme = self.map_theme.clone();
        let picture = picture(
            self,
            &staged,
            view,
            size,
            shading.as_ref(),
            &theme,
            &furniture,
        );
        let drawn = svg(&picture);
        let mut text = drawn.text;
        for Warning::MissingCharacters(characters) in drawn.warnings {
            for character in &characters {
                text = text.replace(*character, "□");
            }
            self.missing.extend(characters);
        }
        Some(text)
    }

    fn block(&mut self, column: &mut Column, block: &Block, section: Tag, scale: Scale) {
        let gap = scale.body * 0.45;
        match block {
            Block::Heading(runs) => {
                let words = self.runs(runs, Type::semibold(scale.body * 1.15));
                let title = words.iter().map(|piece| &*piece.text).collect();
                let tag = self.sheet.tag(Some(section), Role::Heading(3, title));
                self.flow_text(column, &words, 0.0, gap * 2.0, Some(tag), Onward::Cell);
            }
            Block::Paragraph(runs) => {
                let words = self.runs(runs, Type::regular(scale.body));
                let tag = self.sheet.tag(Some(section), Role::Paragraph);
                self.flow_text(column, &words, 0.0, gap, Some(tag), Onward::Cell);
            }
            Block::Item {
                runs,
                level,
                number,
            } => {
                let list = self.sheet.tag(Some(section), Role::List);
                let item = self.sheet.tag(Some(list), Role::Item);
                let sign = number.map_or_else(|| "•".to_owned(), |number| format!("{number}."));
                let indent = scale.body * (f32::from(*level) + 1.0) * 1.2;
                let label = self.sheet.tag(Some(item), Role::Label);
                let body = self.sheet.tag(Some(item), Role::Body);
                let words = self.runs(runs, Type::regular(scale.body));
                let signs = [self.ink(sign, Type::regular(scale.body))];
                let first = self.sheet.lines(&signs, f32::INFINITY);
                let height = first.first().map_or(0.0, |line| line.height);
                if column.top + gap + height > column.rect.bottom() {
                    *column = self.next_column(Onward::Cell);
                } else if column.top > column.rect.top() {
                    column.top += gap;
                }
                for line in &first {
                    let x = column.rect.left() + indent - scale.body * 1.1;
                    let corner = pos2(x, column.top);
                    self.sheet
                        .line(column.page, corner, line, &signs, Some(label));
                }
                self.flow_text(column, &words, indent, 0.0, Some(body), Onward::Cell);
            }
            Block::Figure(id) => self.figure(column, id, section, scale),
            Block::Picture { path, alt } => self.image(column, path, alt, section),
        }
    }

    fn figure(
        &mut self,
        column: &mut Column,
        id: &crate::atlas::FactId,
        section: Tag,
        scale: Scale,
    ) {
        let Some(fact) = self.fact(id) else {
            let words = [self.missing_fact(id, scale.body)];
            let tag = self.sheet.tag(Some(section), Role::Paragraph);
            self.flow_text(column, &words, 0.0, scale.body, Some(tag), Onward::Cell);
            return;
        };
        let strings = self.print.strings;
        let value = value_text(strings, &fact.value);
        let marks = self.notes.marks(self.print.atlas, fact);
        let label = [self.weak(fact.label.get(strings.language), scale.small * 1.1)];
        // A sentence is no figure.
        let large = if value.number.chars().count() > 24 {
            1.1
        } else {
            1.8
        };
        let mut value_words = vec![self.ink(value.number, Type::semibold(scale.body * large))];
        if !value.unit.is_empty() {
            let gap = if value.unit == "%" { "" } else { " " };
            value_words.push(self.ink(format!("{gap}{}", value.unit), Type::regular(scale.body)));
        }
        let standing = [self.weak(format!("{}{marks}", standing(self, fact)), scale.small)];
        for (number, words) in [&label[..], &value_words, &standing]
            .into_iter()
            .enumerate()
        {
            let before = if number == 0 { scale.body } else { 0.0 };
            let tag = self.sheet.tag(Some(section), Role::Paragraph);
            self.flow_text(column, words, 0.0, before, Some(tag), Onward::Cell);
        }
    }

    fn missing_fact(&self, id: &crate::atlas::FactId, size: f32) -> Styled {
        let text = self
            .print
            .strings
            .format("export-fact-missing", &[("fact", id.as_str())]);
        Styled::new(text, Type::regular(size), self.colours.caution)
    }

    fn image(&mut self, column: &mut Column, path: &str, alt: &str, section: Tag) {
        let Some(picture) = self.print.atlas.picture(path) else {
            return;
        };
        let [width, height] = picture.size.map(|side| side.max(1) as f32);
        let bytes = picture.bytes.to_vec();
        let shrink = (column.rect.width() / width)
            .min(column.rect.height() * 0.5 / height)
            .min(0.75);
        let size = vec2(width, height) * shrink;
        if column.top + size.y > column.rect.bottom() {
            *column = self.next_column(Onward::Cell);
        }
        let rect = Rect::from_min_size(pos2(column.rect.left(), column.top + 4.0), size);
        let figure = self.sheet.tag(Some(section), Role::Figure(alt.to_owned()));
        let slot = self.sheet.slot(figure);
        self.sheet
            .mark(column.page, Mark::Image { bytes, rect, slot });
        column.top = rect.bottom() + 4.0;
    }

    fn runs(&mut self, runs: &[Run], kind: Type) -> Vec<Styled> {
        let mut pieces = Vec::new();
        let semibold = Type::semibold(kind.size);
        for run in runs {
            match run {
                Run::Words(words, weight) => pieces.push(Styled {
                    slanted: *weight == Weight::Emphasis,
                    kind: if *weight == Weight::Strong {
                        semibold
                    } else {
                        kind
                    },
                    ..self.ink(words.clone(), kind)
                }),
                Run::Link { words, url } => pieces.push(Styled {
                    target: Some(Target::Web(url.clone())),
                    ..Styled::new(words.clone(), kind, self.colours.second)
                }),
                Run::Fact(id, _) => {
                    let Some(fact) = self.fact(id) else {
                        pieces.push(self.missing_fact(id, kind.size));
                        continue;
                    };
                    let value = value_text(self.print.strings, &fact.value).joined();
                    let marks = self.notes.marks(self.print.atlas, fact);
                    pieces.push(self.ink(value, semibold));
                    pieces.push(self.weak(marks, kind.size * 0.75));
                }
            }
        }
        pieces
    }

    /// What the slide rests on without saying so belongs to the annex, too.
    fn resting_facts(&mut self, slide: &Slide) {
        for id in &slide.facts {
            self.fact(id);
        }
    }

    /// The sources that this slide cites, by their numbers.
    fn footnotes(
        &mut self,
        column: &mut Column,
        known: usize,
        slide: &Slide,
        section: Tag,
        scale: Scale,
    ) {
        let language = self.print.strings.language;
        let names_it = |source: &crate::atlas::Source| {
            slide
                .facts_shown(language)
                .into_iter()
                .filter_map(|id| self.print.atlas.fact(id))
                .any(|fact| fact.sources.contains(&source.id))
        };
        let cited: Vec<_> = self
            .notes
            .sources()
            .filter(|(number, source)| *number > known || names_it(source))
            .collect();
        if !cited.is_empty() {
            let top = pos2(column.rect.left(), column.top + scale.small * 0.7);
            self.rule(column.page, top, 60.0);
            column.top += scale.small * 1.2;
        }
        for (number, source) in cited {
            let text = format!("[{number}] {}", citation(self.print.strings, source));
            let words = [Styled {
                target: source.url.clone().map(Target::Web),
                ..self.weak(text, scale.small)
            }];
            let tag = self.sheet.tag(Some(section), Role::Note);
            self.flow_text(column, &words, 0.0, 1.0, Some(tag), Onward::Cell);
        }
    }

    fn speaker_notes(&mut self, column: &mut Column, slide: &Slide, section: Tag, scale: Scale) {
        let notes = slide.notes.get(self.print.strings.language);
        if notes.is_empty() {
            return;
        }
        let title = self.text("export-notes").to_owned();
        let tag = self
            .sheet
            .tag(Some(section), Role::Heading(3, title.clone()));
        let words = [self.ink(title, Type::semibold(scale.small * 1.1))];
        let before = scale.body;
        self.flow_text(column, &words, 0.0, before, Some(tag), Onward::Cell);
        for paragraph in notes.split("\n\n").filter(|text| !text.trim().is_empty()) {
            let words = [self.ink(paragraph.trim(), Type::regular(scale.small * 1.1))];
            let tag = self.sheet.tag(Some(section), Role::Paragraph);
            self.flow_text(column, &words, 0.0, 3.0, Some(tag), Onward::Cell);
        }
    }
}

/// When a fact was true, and how far it can be trusted.
pub fn standing(composer: &Composer<'_>, fact: &Fact) -> String {
    let strings = composer.print.strings;
    let status = strings.get(lang::status_key(fact.status));
    format!("{} · {status}", date_of(strings, fact))
}

fn picture<'p>(
    composer: &'p Composer<'_>,
    staged: &'p Stage,
    view: View,
    size: PictureSize,
    shading: Option<&'p Shading>,
    theme: &'p Theme,
    furniture: &'p Furniture,
) -> Picture<'p> {
    let print = composer.print;
    Picture {
        atlas: print.atlas,
        locator: print.locator,
        content: &staged.content,
        shading,
        theme,
        strings: print.strings,
        size,
        centre: view.centre,
        zoom: view.zoom,
        selected: staged.selected.as_ref(),
        check: staged.check.as_deref(),
        data: print.data,
        furniture,
    }
}

/// One slide about a place with its facts, or about the whole atlas: for a hand-out without a briefing.
pub fn briefing_about(
    atlas: &crate::atlas::Atlas,
    place: Option<&crate::atlas::PlaceId>,
) -> Briefing {
    use crate::atlas::{Body, BriefingId, Camera, Element, SlideId};
    let place = place.and_then(|id| atlas.place(id));
    let facts = place.map(|place| atlas.facts_of(&place.id));
    let figures: Vec<Element> = facts
        .into_iter()
        .flatten()
        .map(|fact| Element {
            block: Block::Figure(fact.id.clone()),
            build: 0,
        })
        .collect();
    let title = place.map_or(&atlas.manifest.title, |place| &place.names);
    let slide = Slide {
        title: title.clone(),
        body: Body {
            en: figures.clone(),
            zh: figures,
        },
        camera: if place.is_some() {
            Camera::Subject
        } else {
            Camera::Home
        },
        selected: place.map(|place| place.id.clone()),
        ..Slide::new(SlideId::new("map"))
    };
    Briefing {
        id: BriefingId::new("map"),
        title: title.clone(),
        slides: vec![slide],
        extra: Vec::new(),
    }
}
