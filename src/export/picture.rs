//! What a picture shows, and the scene that follows from it: the same one that the screen draws.

use egui::{Rect, Vec2};

use super::{PictureSize, furniture::Plates, ruler::Ruler};
use crate::{
    atlas::{Atlas, Extent, Geometry, Language, PlaceId, Position},
    basemap::Feature,
    geo::{self, Locator},
    lang::Strings,
    scene::{
        self, DataLayer, GroundLayer, Lettering, MapContent, Overlay, SceneInput, Shading, View,
        evidence::{Evidence, evidence},
        gateway, ground,
        view::MAX_ZOOM,
    },
    theme::Theme,
};

/// A window of this size shows the home view at its own zoom; other pictures show the same part of the world.
const HOME_SIZE: Vec2 = Vec2::new(1280.0, 752.0);
/// Where an atlas without a home view opens.
const SHANGHAI: (Position, f64) = (
    Position {
        longitude: 121.47,
        latitude: 31.16,
    },
    9.3,
);
/// A site is looked at from here, in a picture of the size of [`HOME_SIZE`].
const SITE_ZOOM: f64 = 11.0;
/// A region is never looked at from nearer than this, in a picture of the size of [`HOME_SIZE`].
const REGION_MAX_ZOOM: f64 = 12.5;

/// A map to be drawn, and all that decides its look.
#[derive(Clone, Copy, Debug)]
pub struct Picture<'a> {
    pub atlas: &'a Atlas,
    pub locator: &'a Locator,
    pub content: &'a MapContent,
    /// Of the content's choropleth, if the atlas has it.
    pub shading: Option<&'a Shading>,
    pub theme: &'a Theme,
    pub strings: &'static Strings,
    pub size: PictureSize,
    pub centre: Position,
    pub zoom: f64,
    pub selected: Option<&'a PlaceId>,
    /// The check that is drawn, by id.
    pub check: Option<&'a str>,
    /// A data file over the base map.
    pub data: Option<&'a DataLayer>,
    pub furniture: &'a Furniture,
}

/// The ground by where it comes from, each lowest layer first.
#[derive(Clone, Debug, PartialEq)]
pub struct Ground {
    pub base: Vec<GroundLayer>,
    /// Regions that the atlas brings.
    pub own: Vec<GroundLayer>,
    /// Signs of airports and ports.
    pub gateways: Vec<GroundLayer>,
    /// The selected region.
    pub selection: Vec<GroundLayer>,
}

/// What stands round the map. Attribution and map approval always do.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Furniture {
    /// Empty: none.
    pub title: String,
    /// Below the title.
    pub subtitle: String,
    pub legend: bool,
    pub scale_bar: bool,
    /// Dates of the facts that are shown, the sources: one paragraph each, below the map.
    pub captions: Vec<String>,
}

/// A camera: where it looks and from how near.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Camera {
    pub centre: Position,
    pub zoom: f64,
}

impl Camera {
    /// What the atlas opens on.
    pub fn home(atlas: &Atlas, size: PictureSize) -> Self {
        let (centre, zoom) = atlas
            .manifest
            .home
            .map_or(SHANGHAI, |home| (home.centre, home.zoom));
        Self {
            centre,
            zoom: zoom + growth(HOME_SIZE, size),
        }
    }

    /// What a view of another size shows, and where that has another shape, a little more.
    pub fn of_view(view: &View, size: PictureSize) -> Self {
        Self {
            centre: view.centre,
            zoom: view.zoom + growth(view.size, size),
        }
    }

    /// A place and its surroundings. A region is fitted into `free`, in points from the picture's top left corner.
    pub fn of_place(atlas: &Atlas, place: &PlaceId, size: PictureSize, free: Rect) -> Self {
        let Some(place) = atlas.place(place) else {
            return Self::home(atlas, size);
        };
        match place.geometry {
            Geometry::Site(position) => Self {
                centre: position,
                zoom: SITE_ZOOM + growth(HOME_SIZE, size),
            },
            Geometry::Region(_) | Geometry::Extent(_) => {
                Self::of_extent(place.extent(), size, free)
            }
        }
    }

    /// All of an extent in the free part, with room round it.
    pub fn of_extent(extent: Extent, size: PictureSize, free: Rect) -> Self {
        let points = size.points();
        let free = free.shrink(free.size().min_elem() * 0.1);
        let nearest = REGION_MAX_ZOOM + growth(HOME_SIZE, size);
        let view = View::fitting(extent, points, free, nearest.min(MAX_ZOOM));
        Self {
            centre: view.centre,
            zoom: view.zoom,
        }
    }
}

/// Levels of zoom by which a picture comes closer than a view of another size that shows the same.
fn growth(from: Vec2, size: PictureSize) -> f64 {
    let to = size.points();
    let share = (to.x / from.x.max(1.0)).min(to.y / from.y.max(1.0));
    f64::from(share).log2()
}

impl Picture<'_> {
    pub fn language(&self) -> Language {
        self.strings.language
    }

    /// The part of the map that legend and credits leave to its subject.
    pub fn subject_part(&self) -> Rect {
        Plates::lay_out(self, &Ruler::new(1.0)).subject_part()
    }

    pub fn view(&self) -> View {
        View {
            centre: self.centre,
            zoom: self.zoom,
            size: self.size.points(),
        }
        .kept_in_bounds()
    }

    /// What a feature of the base map is called: the atlas has its names in both languages.
    pub fn feature_name<'f>(&'f self, feature: &'f Feature) -> &'f str {
        let code = feature.adcode.as_deref();
        let place = code.and_then(|code| self.atlas.region_by_adcode(code));
        let names = place.map_or(&feature.names, |place| &place.names);
        names.get(self.language())
    }

    /// The ground, each part lowest layer first, the parts in this order.
    pub fn ground(&self) -> Ground {
        let (colours, zoom) = (&self.theme.map, self.view().zoom);
        let (content, shading) = (self.content, self.shading);
        let own = ground::own_regions(self.atlas);
        let own = own.map(|own| ground::own_region_layers(content, &own, shading, colours, zoom));
        let selection = self
            .selected
            .and_then(|id| ground::selection(self.atlas, id));
        let selection = selection.map(|shapes| ground::selection_layers(shading, &shapes, colours));
        Ground {
            base: ground::ground(content, shading, colours, zoom),
            own: own.unwrap_or_default(),
            gateways: gateway::layers(self.atlas, content, colours, zoom),
            selection: selection.unwrap_or_default(),
        }
    }

    /// Symbols and names, written inside `free`.
    pub fn overlay(&self, ruler: &Ruler, free: Rect) -> Overlay {
        let covered: Vec<Rect> = self.evidence(ruler).plates().collect();
        let input = SceneInput {
            atlas: self.atlas,
            content: self.content,
            view: self.view(),
            free,
            covered: &covered,
            colours: &self.theme.map,
            language: self.language(),
            selected: self.selected,
            hovered: None,
        };
        let measure = |text: &str, lettering: &Lettering| ruler.size(text, lettering);
        scene::overlay(input, &measure)
    }

    /// The check that is drawn.
    pub fn evidence(&self, ruler: &Ruler) -> Evidence {
        let checks = &self.atlas.manifest.checks;
        let check = self
            .check
            .and_then(|id| checks.iter().find(|check| check.id == id));
        let verdict = check.and_then(|check| geo::verdict(self.atlas, self.locator, check));
        let measure = |text: &str, lettering: &Lettering| ruler.size(text, lettering);
        verdict.map_or_else(Evidence::default, |verdict| {
            let (view, colours) = (self.view(), &self.theme.map);
            let strings = self.strings;
            evidence(self.atlas, &verdict, &view, &[], colours, strings, &measure)
        })
    }
}
