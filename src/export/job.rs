//! One export as it is asked for, from the window or from the command line: what, as which format, how.

use std::io::Write;

use super::{
    Camera, ExportError, Extract, Furniture, Picture, PictureSize, Warning, Watch, csv, geojson,
    json, png, svg,
};
use crate::{
    atlas::{Atlas, Fact, Language, Place, PlaceId, Source},
    geo::Locator,
    lang::{self, Strings},
    scene::{MapContent, Shading, View},
    theme::{Theme, ThemeName},
};

/// Sources that are named below a picture; the others are counted.
const NAMED_SOURCES: usize = 6;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Format {
    Png,
    Svg,
    Csv,
    Json,
    GeoJson,
}

impl Format {
    pub const ALL: [Self; 5] = [Self::Png, Self::Svg, Self::Csv, Self::Json, Self::GeoJson];

    /// As on the command line, and the ending of a file's name.
    pub fn code(self) -> &'static str {
        match self {
            Self::Png => "png",
            Self::Svg => "svg",
            Self::Csv => "csv",
            Self::Json => "json",
            Self::GeoJson => "geojson",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        let code = code.to_lowercase();
        Self::ALL.into_iter().find(|format| format.code() == code)
    }

    /// Whether it is made from the map, or from the places and facts alone.
    pub fn is_picture(self) -> bool {
        matches!(self, Self::Png | Self::Svg)
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
            Format::Csv => csv(&self.extract(atlas))?,
            Format::Json => json(&self.extract(atlas))?,
            Format::GeoJson => geojson(&self.extract(atlas))?,
        };
        watch.step(0.9)?;
        out.write_all(&bytes)?;
        Ok(Vec::new())
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
        let camera = match &self.subject {
            Subject::Home => Camera::home(atlas, self.size),
            Subject::View(shown) => Camera::of_view(&shown.view, self.size),
            Subject::Place(place) => Camera::of_place(atlas, place, self.size),
        };
        let (selected, check) = match &self.subject {
            Subject::Home => (None, None),
            Subject::View(shown) => (shown.selected.as_ref(), shown.check.as_deref()),
            Subject::Place(place) => (Some(place), None),
        };
        let content = match &self.subject {
            Subject::View(shown) => shown.content.clone(),
            Subject::Home | Subject::Place(_) => MapContent::default(),
        };
        let shading = content.choropleth.as_ref();
        let shading = shading.and_then(|choropleth| Shading::of(atlas, choropleth));
        let selected_place = selected.and_then(|id| atlas.place(id));
        let furniture = if self.bare {
            Furniture::default()
        } else {
            furniture(atlas, selected_place, strings)
        };
        draw(&Picture {
            atlas,
            locator,
            content: &content,
            shading: shading.as_ref(),
            theme: &theme,
            strings,
            size: self.size,
            centre: camera.centre,
            zoom: camera.zoom,
            selected,
            check,
            furniture: &furniture,
        })
    }

    fn extract<'a>(&self, atlas: &'a Atlas) -> Extract<'a> {
        match &self.subject {
            Subject::Home => Extract::whole(atlas),
            Subject::View(shown) => Extract::in_extent(atlas, shown.view.extent()),
            Subject::Place(place) => Extract::within(atlas, place),
        }
    }
}

/// All of it: the place's name, or the atlas's; dates and sources of the facts about the place.
fn furniture(atlas: &Atlas, place: Option<&Place>, strings: &Strings) -> Furniture {
    let language = strings.language;
    let atlas_title = atlas.manifest.title.get(language).to_owned();
    let Some(place) = place else {
        return Furniture {
            title: atlas_title,
            legend: true,
            scale_bar: true,
            ..Furniture::default()
        };
    };
    let facts: Vec<&Fact> = atlas.facts_of(&place.id).collect();
    Furniture {
        title: place.names.get(language).to_owned(),
        subtitle: atlas_title,
        legend: true,
        scale_bar: true,
        captions: captions(atlas, &facts, strings),
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
