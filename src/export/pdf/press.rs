//! Prints laid-out pages as PDF: subset fonts, tags, links, outline. Knows no briefing.

use std::num::NonZeroU16;

use egui::{Color32, Pos2, Rect};
use krilla::{
    Document, SerializeSettings,
    action::LinkAction,
    annotation::{Annotation, LinkAnnotation, Target as PdfTarget},
    color::rgb,
    configure::{Accessibility, ConfigurationBuilder},
    destination::XyzDestination,
    geom::{PathBuilder, Point, Rect as PdfRect, Size, Transform},
    image::Image,
    metadata::Metadata,
    num::NormalizedF32,
    outline::{Outline, OutlineNode},
    page::PageSettings,
    paint::{Fill, FillRule, Stroke},
    surface::Surface,
    tagging::{
        Artifact, ArtifactType, ContentTag, Identifier, ListNumbering, Node, SpanTag,
        TableHeaderScope, Tag as PdfTag, TagGroup, TagKind, TagTree,
    },
    text::{Font, TextDirection},
};
use krilla_svg::{SurfaceExt as _, SvgSettings};

use super::{
    super::{ExportError, Watch, png::tree},
    sheet::{Chapter, Child, Mark, Role, Sheet, Slot, Tag, Target},
};
use crate::theme::FONT_FILES;

/// What stands in the properties of the file.
#[derive(Clone, Debug)]
pub struct Properties {
    pub title: String,
    pub subject: String,
    /// BCP 47.
    pub language: &'static str,
}

/// The same sheets give the same bytes: there is no date in the file.
pub fn print(
    sheet: &Sheet<'_>,
    properties: &Properties,
    watch: &Watch,
) -> Result<Vec<u8>, ExportError> {
    let configuration = ConfigurationBuilder::new()
        .with_accessibility_validator(Accessibility::UA1)
        .finish()
        .map_err(|error| ExportError::Library(format!("{error:?}")))?;
    let mut document = Document::new_with(SerializeSettings {
        configuration,
        ..SerializeSettings::default()
    });
    let fonts = fonts()?;
    let mut slots: Vec<Option<Identifier>> = vec![None; sheet.slots];
    for (number, marks) in sheet.pages.iter().enumerate() {
        let settings = PageSettings::from_wh(sheet.size.x, sheet.size.y)
            .ok_or_else(|| ExportError::Library("page size".to_owned()))?;
        let mut page = document.start_page_with(settings);
        let mut surface = page.surface();
        for mark in marks {
            draw(&mut surface, &fonts, mark, properties.language, &mut slots)?;
        }
        surface.finish();
        for mark in marks {
            if let Mark::Link {
                rect,
                target,
                words,
                slot: Slot(slot),
            } = mark
            {
                let annotation = link(*rect, target, words)?;
                slots[*slot] = Some(page.add_tagged_annotation(annotation));
            }
        }
        page.finish();
        watch.step(0.3 + 0.6 * (number + 1) as f32 / sheet.pages.len() as f32)?;
    }
    let mut tags = TagTree::new().with_lang(Some(properties.language.to_owned()));
    for root in &sheet.roots {
        tags.push(group(sheet, *root, &slots));
    }
    document.set_tag_tree(tags);
    let mut outline = Outline::new();
    for chapter in &sheet.outline {
        outline.push_child(outline_node(chapter));
    }
    document.set_outline(outline);
    document.set_metadata(
        Metadata::new()
            .title(properties.title.clone())
            .description(properties.subject.clone())
            .language(properties.language.to_owned())
            .creator(crate::TITLE.to_owned()),
    );
    document
        .finish()
        .map_err(|error| ExportError::Library(format!("PDF: {error}")))
}

/// In the order of [`FONT_FILES`].
fn fonts() -> Result<Vec<Font>, ExportError> {
    FONT_FILES
        .into_iter()
        .map(|file| {
            Font::new(file.bytes.into(), 0)
                .ok_or_else(|| ExportError::Library(file.name.to_owned()))
        })
        .collect()
}

fn draw(
    surface: &mut Surface<'_>,
    fonts: &[Font],
    mark: &Mark,
    language: &str,
    slots: &mut [Option<Identifier>],
) -> Result<(), ExportError> {
    let ornament = || ContentTag::Artifact(Artifact::with_kind(ArtifactType::Layout));
    match mark {
        Mark::Text { slot, .. } => {
            let tag = match slot {
                Some(_) => ContentTag::Span(SpanTag::empty().with_lang(Some(language))),
                None => ContentTag::Artifact(Artifact::with_kind(ArtifactType::Footer)),
            };
            let identifier = surface.start_tagged(tag);
            text(surface, fonts, mark);
            surface.end_tagged();
            if let Some(Slot(slot)) = slot {
                slots[*slot] = Some(identifier);
            }
        }
        Mark::Field { rect, colour } => {
            surface.start_tagged(ornament());
            surface.set_stroke(None);
            surface.set_fill(Some(fill(*colour)));
            let mut path = PathBuilder::new();
            path.push_rect(pdf_rect(*rect)?);
            if let Some(path) = path.finish() {
                surface.draw_path(&path);
            }
            surface.end_tagged();
        }
        Mark::Line { from, to, colour } => {
            surface.start_tagged(ornament());
            surface.set_fill(None);
            surface.set_stroke(Some(Stroke {
                paint: rgb(*colour).into(),
                width: 0.5,
                ..Stroke::default()
            }));
            let mut path = PathBuilder::new();
            path.move_to(from.x, from.y);
            path.line_to(to.x, to.y);
            if let Some(path) = path.finish() {
                surface.draw_path(&path);
            }
            surface.set_stroke(None);
            surface.end_tagged();
        }
        Mark::Map { svg, rect, slot } => {
            let tree = tree(svg)?;
            let identifier = surface.start_tagged(ContentTag::Other);
            surface.push_transform(&Transform::from_translate(rect.left(), rect.top()));
            let drawn = surface.draw_svg(&tree, size(*rect)?, SvgSettings::default());
            surface.pop();
            surface.end_tagged();
            drawn.ok_or_else(|| ExportError::Library("SVG".to_owned()))?;
            slots[slot.0] = Some(identifier);
        }
        Mark::Image { bytes, rect, slot } => {
            let image =
                Image::from_png(bytes.clone().into(), false).map_err(ExportError::Library)?;
            let identifier = surface.start_tagged(ContentTag::Other);
            surface.push_transform(&Transform::from_translate(rect.left(), rect.top()));
            surface.draw_image(image, size(*rect)?);
            surface.pop();
            surface.end_tagged();
            slots[slot.0] = Some(identifier);
        }
        // Added when the surface of the page is finished.
        Mark::Link { .. } => {}
    }
    Ok(())
}

fn text(surface: &mut Surface<'_>, fonts: &[Font], mark: &Mark) {
    let Mark::Text {
        text,
        at,
        kind,
        chinese,
        colour,
        slanted,
        ..
    } = mark
    else {
        return;
    };
    let file = FONT_FILES
        .iter()
        .position(|file| file.semibold == kind.semibold && file.chinese == *chinese);
    let Some(font) = file.and_then(|index| fonts.get(index)) else {
        return;
    };
    surface.set_stroke(None);
    surface.set_fill(Some(fill(*colour)));
    let Pos2 { x, y } = *at;
    if *slanted {
        // The bundled fonts have no italics.
        surface.push_transform(&Transform::from_row(1.0, 0.0, -0.2, 1.0, 0.2 * y, 0.0));
    }
    surface.draw_text(
        Point::from_xy(x, y),
        font.clone(),
        kind.size,
        text,
        false,
        TextDirection::LeftToRight,
    );
    if *slanted {
        surface.pop();
    }
}

fn rgb(colour: Color32) -> rgb::Color {
    rgb::Color::new(colour.r(), colour.g(), colour.b())
}

fn fill(colour: Color32) -> Fill {
    Fill {
        paint: rgb(colour).into(),
        opacity: NormalizedF32::ONE,
        rule: FillRule::NonZero,
    }
}

fn pdf_rect(rect: Rect) -> Result<PdfRect, ExportError> {
    PdfRect::from_ltrb(rect.left(), rect.top(), rect.right(), rect.bottom())
        .ok_or_else(|| ExportError::Library(format!("{rect}")))
}

fn size(rect: Rect) -> Result<Size, ExportError> {
    Size::from_wh(rect.width(), rect.height())
        .ok_or_else(|| ExportError::Library(format!("{rect}")))
}

fn link(rect: Rect, target: &Target, words: &str) -> Result<Annotation, ExportError> {
    let target = match target {
        Target::Web(url) => PdfTarget::Action(LinkAction::new(url.clone()).into()),
        Target::Page(page) => {
            let top = XyzDestination::new(*page, Point::from_xy(0.0, 0.0));
            PdfTarget::Destination(top.into())
        }
    };
    let annotation = LinkAnnotation::new(pdf_rect(rect)?, target);
    Ok(Annotation::new_link(annotation, Some(words.to_owned())))
}

/// A part of the tree of tags with all below it. What was never drawn is left out.
fn group(sheet: &Sheet<'_>, tag: Tag, slots: &[Option<Identifier>]) -> TagGroup {
    let node = sheet.node(tag);
    let mut group = TagGroup::new(kind(&node.role));
    for child in &node.children {
        match child {
            Child::Node(tag) => group.push(Node::Group(self::group(sheet, *tag, slots))),
            Child::Slot(Slot(slot)) => {
                if let Some(identifier) = slots[*slot] {
                    group.push(identifier);
                }
            }
        }
    }
    group
}

fn kind(role: &Role) -> TagKind {
    match role {
        Role::Section => PdfTag::Section.into(),
        Role::Heading(level, title) => {
            let level = NonZeroU16::new(*level).unwrap_or(NonZeroU16::MIN);
            PdfTag::Hn(level, Some(title.clone())).into()
        }
        Role::Paragraph => PdfTag::P.into(),
        Role::Note => PdfTag::Note.into(),
        Role::List => PdfTag::L(ListNumbering::None).into(),
        Role::Item => PdfTag::LI.into(),
        Role::Label => PdfTag::Lbl.into(),
        Role::Body => PdfTag::LBody.into(),
        Role::Table => PdfTag::Table.into(),
        Role::Row => PdfTag::TR.into(),
        Role::HeadCell => PdfTag::TH(TableHeaderScope::Column).into(),
        Role::Cell => PdfTag::TD.into(),
        Role::Figure(words) => PdfTag::Figure(Some(words.clone())).into(),
        Role::Contents => PdfTag::TOC.into(),
        Role::ContentsItem => PdfTag::TOCI.into(),
        Role::Link => PdfTag::Link.into(),
    }
}

fn outline_node(chapter: &Chapter) -> OutlineNode {
    let at = Point::from_xy(0.0, chapter.top);
    let mut node = OutlineNode::new(chapter.title.clone(), XyzDestination::new(chapter.page, at));
    for part in &chapter.parts {
        node.push_child(outline_node(part));
    }
    node
}
