//! One export as it is asked for, from the window or from the command line: what, as which format, how.

use std::{io::Write, sync::Arc};

use egui::{Pos2, Rect};

use super::{
    Camera, ExportError, Extract, Furniture, Handout, Page, Picture, PictureSize, Print, Warning,
    Watch, briefing_about, csv, geojson, html, json, pdf, png, pptx, svg,
};
use crate::{
    atlas::{Atlas, Briefing, BriefingId, Fact, Language, PlaceId, Slide, Source},
    briefing::{Setting, stage},
    geo::Locator,
    lang::{self, Strings},
    scene::{DataLayer, MapContent, Shading, View},
    theme::{Theme, ThemeName},
};

/// Sources that are named below a picture; the others are counted.
const NAMED_SOURCES: usize = 6;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Format {
    Png,
    Svg,
    Pdf,
    /// A presentation for other programs.
    Pptx,
    Html,
    Csv,
    Json,
    GeoJson,
}

impl Format {
    pub const ALL: [Self; 8] = [
        Self::Png,
        Self::Svg,
        Self::Pdf,
        Self::Pptx,
        Self::Html,
        Self::Csv,
        Self::Json,
        Self::GeoJson,
    ];

    /// As on the command line, and the ending of a file's name.
    pub fn code(self) -> &'static str {
        match self {
            Self::Png => "png",
            Self::Svg => "svg",
            Self::Pdf => "pdf",
            Self::Pptx => "pptx",
            Self::Html => "html",
            Self::Csv => "csv",
            Self::Json => "json",
            Self::GeoJson => "geojson",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        let code = code.to_lowercase();
        Self::ALL.into_iter().find(|format| format.code() == code)
    }

    /// Whether the map is seen in it.
    pub fn shows_map(self) -> bool {
        self.is_picture() || self.is_document() || self == Self::Html
    }

    /// Whether it is a picture of the map.
    pub fn is_picture(self) -> bool {
        matches!(self, Self::Png | Self::Svg)
    }

    /// Whether it is a document of slides, or one page about a place.
    pub fn is_document(self) -> bool {
        matches!(self, Self::Pdf | Self::Pptx)
    }
}

/// What is exported.
#[derive(Clone, Debug, PartialEq)]
pub enum Subject {
    /// What the atlas opens on; of data, everything.
    Home,
    /// What a window shows.
    View(Box<Shown>),
    /// A place; of data, with all that lie within it.
    Place(PlaceId),
    /// Slides of a briefing by their positions, in this order; a picture is of the first.
    Slides(BriefingId, Vec<usize>),
}

/// A view of the map and what is marked on it.
#[derive(Clone, Debug, PartialEq)]
pub struct Shown {
    pub view: View,
    pub content: MapContent,
    pub selected: Option<PlaceId>,
    /// The check that is drawn, by id.
    pub check: Option<String>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Job {
    pub format: Format,
    pub subject: Subject,
    pub size: PictureSize,
    pub language: Language,
    pub theme: ThemeName,
    /// Nothing round the map but the attribution.
    pub bare: bool,
    /// Of a document; of slides only whether they have notes.
    pub handout: Handout,
    /// A data file over the base map of a picture; what the atlas opens on becomes all of it.
    pub data: Option<Arc<DataLayer>>,
}

impl Job {
    /// Makes the export. The bytes go to `out` as they come; after an error what was written is of no use.
    pub fn write(
        &self,
        atlas: &Atlas,
        locator: &Locator,
        out: &mut dyn Write,
        watch: &Watch,
    ) -> Result<Vec<Warning>, ExportError> {
        let bytes = match self.format {
            Format::Png => {
                return self.with_picture(atlas, locator, |picture| png(picture, out, watch));
            }
            Format::Svg => {
                let drawn = self.with_picture(atlas, locator, svg);
                out.write_all(drawn.text.as_bytes())?;
                return Ok(drawn.warnings);
            }
            Format::Pdf => {
                let (bytes, warnings) =
                    self.with_print(atlas, locator, |print| pdf(print, watch))??;
                out.write_all(&bytes)?;
                return Ok(warnings);
            }
            Format::Pptx => {
                let (bytes, warnings) =
                    self.with_print(atlas, locator, |print| pptx(print, watch))??;
                out.write_all(&bytes)?;
                return Ok(warnings);
            }
            Format::Html => self.html(atlas, locator, watch)?,
            Format::Csv => csv(&self.extract(atlas))?,
            Format::Json => json(&self.extract(atlas))?,
            Format::GeoJson => geojson(&self.extract(atlas))?,
        };
        watch.step(0.9)?;
        out.write_all(&bytes)?;
        Ok(Vec::new())
    }

    /// A briefing, or one page about what else is asked for.
    fn with_print<T>(
        &self,
        atlas: &Atlas,
        locator: &Locator,
        make: impl FnOnce(&Print<'_>) -> T,
    ) -> Result<T, ExportError> {
        let about;
        let (briefing, slides): (&Briefing, &[usize]) = match &self.subject {
            Subject::Slides(id, slides) => match atlas.briefing(id) {
                Some(briefing) => (briefing, slides),
                None => return Err(ExportError::NoBriefing(id.clone())),
            },
            Subject::Home => {
                let mut briefing = briefing_about(atlas, None);
                let extent = self.data.as_ref().and_then(|data| data.extent());
                if let (Some(extent), Some(slide)) = (extent, briefing.slides.first_mut()) {
                    // What is in the data file is to be seen.
                    let Camera { centre, zoom } =
                        Camera::of_extent(extent, self.size, self.whole());
                    slide.camera = crate::atlas::Camera::Exact { centre, zoom };
                }
                about = briefing;
                (&about, &[0])
            }
            Subject::Place(place) => {
                about = briefing_about(atlas, Some(place));
                (&about, &[0])
            }
            Subject::View(shown) => {
                let mut briefing = briefing_about(atlas, shown.selected.as_ref());
                for slide in &mut briefing.slides {
                    slide.camera = crate::atlas::Camera::Exact {
                        centre: shown.view.centre,
                        zoom: shown.view.zoom,
                    };
                    slide.map = crate::briefing::content::written(&shown.content);
                    slide.check.clone_from(&shown.check);
                }
                about = briefing;
                (&about, &[0])
            }
        };
        let print = Print {
            atlas,
            locator,
            strings: lang::strings(self.language),
            theme: self.theme,
            briefing,
            slides,
            handout: self.handout,
            data: self.data.as_deref(),
        };
        Ok(make(&print))
    }

    /// One file that loads nothing: the briefing, or the whole atlas that opens on what else is asked for.
    fn html(
        &self,
        atlas: &Atlas,
        locator: &Locator,
        watch: &Watch,
    ) -> Result<Vec<u8>, ExportError> {
        if self.data.is_some() {
            return Err(ExportError::DataInPage);
        }
        self.with_print(atlas, locator, |print| {
            let page = Page {
                atlas,
                locator,
                language: self.language,
                theme: Theme::new(self.theme),
                briefing: print.briefing,
                slides: print.slides,
                whole: !matches!(self.subject, Subject::Slides(..)),
                notes: self.handout.notes,
            };
            html(&page, watch)
        })?
    }

    /// The picture that the job asks for.
    pub fn with_picture<T>(
        &self,
        atlas: &Atlas,
        locator: &Locator,
        draw: impl FnOnce(&Picture<'_>) -> T,
    ) -> T {
        let theme = Theme::new(self.theme);
        let strings = lang::strings(self.language);
        let staged = self.staged(atlas, locator, self.whole());
        let furniture = if self.bare {
            Furniture::default()
        } else {
            furniture(atlas, &staged, strings)
        };
        let shading = staged.content.choropleth.as_ref();
        let shading = shading.and_then(|choropleth| Shading::of(atlas, choropleth));
        let mut picture = Picture {
            atlas,
            locator,
            content: &staged.content,
            shading: shading.as_ref(),
            theme: &theme,
            strings,
            size: self.size,
            centre: staged.camera.centre,
            zoom: staged.camera.zoom,
            selected: staged.selected.as_ref(),
            check: staged.check.as_deref(),
            data: self.data.as_deref(),
            furniture: &furniture,
        };
        // The legend must not cover the subject, and follows from what is shown round it.
        let Camera { centre, zoom } = self.staged(atlas, locator, picture.subject_part()).camera;
        (picture.centre, picture.zoom) = (centre, zoom);
        draw(&picture)
    }

    /// The whole of a picture, in points.
    fn whole(&self) -> Rect {
        Rect::from_min_size(Pos2::ZERO, self.size.points())
    }

    /// What the picture shows, its subject in the free part, and what is said round it.
    fn staged<'a>(&self, atlas: &'a Atlas, locator: &Locator, free: Rect) -> Staged<'a> {
        let mut staged = Staged {
            camera: Camera::home(atlas, self.size),
            selected: None,
            check: None,
            content: MapContent::default(),
            title: String::new(),
            facts: Vec::new(),
        };
        match &self.subject {
            Subject::Home => {
                let extent = self.data.as_ref().and_then(|data| data.extent());
                if let Some(extent) = extent {
                    staged.camera = Camera::of_extent(extent, self.size, free);
                }
            }
            Subject::View(shown) => {
                staged.camera = Camera::of_view(&shown.view, self.size);
                staged.selected.clone_from(&shown.selected);
                staged.check.clone_from(&shown.check);
                staged.content = shown.content.clone();
            }
            Subject::Place(place) => {
                staged.camera = Camera::of_place(atlas, place, self.size, free);
                staged.selected = Some(place.clone());
            }
            Subject::Slides(briefing, slides) => {
                let briefing = atlas.briefing(briefing);
                let slide = briefing
                    .zip(slides.first())
                    .and_then(|(briefing, index)| briefing.slides.get(*index));
                if let Some(slide) = slide {
                    self.stage_slide(&mut staged, slide, (atlas, locator, free));
                    return staged;
                }
            }
        }
        if let Some(place) = staged.selected.as_ref().and_then(|id| atlas.place(id)) {
            place.names.get(self.language).clone_into(&mut staged.title);
            staged.facts = atlas.facts_of(&place.id).collect();
        }
        staged
    }

    fn stage_slide<'a>(
        &self,
        staged: &mut Staged<'a>,
        slide: &Slide,
        (atlas, locator, free): (&'a Atlas, &Locator, Rect),
    ) {
        let setting = Setting {
            atlas,
            locator,
            size: self.size.points(),
            free,
        };
        let stage = stage(setting, slide);
        if let Some(view) = stage.view {
            staged.camera = Camera {
                centre: view.centre,
                zoom: view.zoom,
            };
        }
        staged.selected = stage.selected;
        staged.check = stage.check;
        staged.content = stage.content;
        slide.title.get(self.language).clone_into(&mut staged.title);
        let facts = slide.facts_shown(self.language).into_iter();
        staged.facts = facts.filter_map(|id| atlas.fact(id)).collect();
    }

    fn extract<'a>(&self, atlas: &'a Atlas) -> Extract<'a> {
        match &self.subject {
            Subject::Home => Extract::whole(atlas),
            Subject::View(shown) => Extract::in_extent(atlas, shown.view.extent()),
            Subject::Place(place) => Extract::within(atlas, place),
            Subject::Slides(briefing, slides) => Extract::of_slides(atlas, briefing, slides),
        }
    }
}

/// What a picture shows.
struct Staged<'a> {
    camera: Camera,
    selected: Option<PlaceId>,
    check: Option<String>,
    content: MapContent,
    /// Of the place or the slide; empty: the atlas's.
    title: String,
    /// That dates and sources are named of.
    facts: Vec<&'a Fact>,
}

/// All of it: title, and dates and sources of the facts.
fn furniture(atlas: &Atlas, staged: &Staged<'_>, strings: &Strings) -> Furniture {
    let atlas_title = atlas.manifest.title.get(strings.language).to_owned();
    let (title, subtitle) = if staged.title.is_empty() || staged.title == atlas_title {
        (atlas_title, String::new())
    } else {
        (staged.title.clone(), atlas_title)
    };
    Furniture {
        title,
        subtitle,
        legend: true,
        scale_bar: true,
        captions: captions(atlas, &staged.facts, strings),
    }
}

/// From when the facts are, and who says so.
fn captions(atlas: &Atlas, facts: &[&Fact], strings: &Strings) -> Vec<String> {
    let mut captions = Vec::new();
    let years = facts.iter().filter_map(|fact| fact.as_of);
    let years: Vec<i32> = years.map(|date| date.last_year()).collect();
    if let (Some(first), Some(last)) = (years.iter().min(), years.iter().max()) {
        let arguments = [("first", &*first.to_string()), ("last", &last.to_string())];
        captions.push(if first == last {
            strings.format("export-dates-one", &arguments)
        } else {
            strings.format("export-dates", &arguments)
        });
    }
    let mut sources: Vec<&Source> = Vec::new();
    for id in facts.iter().flat_map(|fact| &fact.sources) {
        if let Some(source) = atlas.source(id).filter(|source| !sources.contains(source)) {
            sources.push(source);
        }
    }
    if !sources.is_empty() {
        let named = sources.iter().take(NAMED_SOURCES).map(|source| {
            let year = source.year.map(|year| year.to_string());
            let parts = [Some(source.title.clone()), year];
            parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
        });
        let named: Vec<String> = named.collect();
        let list = named.join("; ");
        let others = sources.len().saturating_sub(NAMED_SOURCES).to_string();
        let arguments = [("list", list.as_str()), ("count", others.as_str())];
        captions.push(if sources.len() > NAMED_SOURCES {
            strings.format("export-sources-more", &arguments)
        } else {
            strings.format("export-sources", &arguments)
        });
    }
    captions
}

/// `1,3-5` as positions from 0, in the order given; what is wrong with it otherwise.
pub fn slide_numbers(text: &str, count: usize) -> Result<Vec<usize>, String> {
    let mut chosen = Vec::new();
    for part in text.split([',', '，']).map(str::trim) {
        let (first, last) = part.split_once(['-', '–']).unwrap_or((part, part));
        let number = |text: &str| {
            let number = text.trim().parse::<usize>().ok();
            number.filter(|number| (1..=count).contains(number))
        };
        match (number(first), number(last)) {
            (Some(first), Some(last)) if first <= last => chosen.extend(first - 1..last),
            _ => return Err(part.to_owned()),
        }
    }
    Ok(chosen)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slides_are_chosen_by_numbers_and_spans() {
        assert_eq!(slide_numbers("1, 3-5", 6), Ok(vec![0, 2, 3, 4]));
        assert_eq!(slide_numbers("2", 2), Ok(vec![1]));
        for (text, wrong) in [
            ("0", "0"),
            ("1,7", "7"),
            ("5-3", "5-3"),
            ("", ""),
            ("x", "x"),
        ] {
            assert_eq!(slide_numbers(text, 6), Err(wrong.to_owned()));
        }
    }
}
