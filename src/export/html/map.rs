//! The maps of the page: what each slide shows, the ground and the tables of names that they share, the checks that
//! are drawn.

use std::cell::{Ref, RefCell};

use egui::{Pos2, Rect, pos2, vec2};
use serde_json::{Value, json};

use super::{
    Page,
    ground::{Making, Paths, Styles, UNIT_ZOOM, Variant, unit_from_geo},
    markup::LANGUAGES,
    names::Names,
};
use crate::{
    atlas::{Geometry, Place, Slide},
    basemap,
    briefing::{Setting, stage},
    export::{ExportError, Ruler, Watch},
    geo, lang,
    scene::{
        Lettering, MapContent, Shading, Shapes, View,
        content::LabelLanguages,
        evidence::{self, Evidence, evidence},
        ground,
    },
};

/// The screen that a slide is composed for, in points.
const SCREEN: egui::Vec2 = vec2(1280.0, 752.0);
/// The part of it that the words of a slide take.
const WORDS: f32 = 427.0;

/// A camera: what is in its middle, in units of the plane, and how near, where the free part is so large.
#[derive(Clone, Copy, Debug)]
pub struct Framed {
    pub centre: [f64; 2],
    pub zoom: f64,
    pub free: egui::Vec2,
    geo: crate::atlas::Position,
}

impl Framed {
    fn new(view: &View, free: Rect) -> Self {
        let geo = view.geo_from_screen(free.center());
        Self {
            centre: unit_from_geo(geo),
            zoom: view.zoom,
            free: free.size(),
            geo,
        }
    }

    /// The same part of the world in a picture of another size.
    pub fn view(&self, size: egui::Vec2) -> View {
        let share = (size / self.free).min_elem();
        View {
            centre: self.geo,
            zoom: self.zoom + f64::from(share).log2(),
            size,
        }
        .kept_in_bounds()
    }

    pub fn json(&self) -> Value {
        let [x, y] = self.centre.map(f64::round);
        let zoom = (self.zoom * 1000.0).round() / 1000.0;
        json!([x, y, zoom, self.free.x.round(), self.free.y.round()])
    }
}

/// A slide on the map.
#[derive(Debug)]
pub struct Scene<'a> {
    pub slide: &'a Slide,
    /// From 0.
    pub number: usize,
    /// `None`: without a map.
    pub camera: Option<Framed>,
    pub content: MapContent,
    /// Among the variants of the ground and the tables of names.
    pub variant: usize,
    pub table: usize,
    /// Among the atlas's places and checks.
    pub selected: Option<usize>,
    pub check: Option<usize>,
}

/// A ground and what its colours mean.
#[derive(Debug)]
pub struct Ground {
    pub content: MapContent,
    pub shading: Option<Shading>,
    pub variant: Variant,
}

/// A check as it is drawn.
#[derive(Debug)]
pub struct Drawn {
    pub evidence: [Evidence; 2],
    pub view: View,
    pub framed: Framed,
}

#[derive(Debug)]
pub struct Maps<'a> {
    pub paths: Paths,
    pub styles: Styles,
    /// Grows while maps are written.
    names: RefCell<Names>,
    pub grounds: Vec<Ground>,
    /// The content that the names are of, and the names.
    pub tables: Vec<(MapContent, Value)>,
    pub scenes: Vec<Scene<'a>>,
    /// By the atlas's checks; `None` for what cannot be drawn.
    pub checks: Vec<Option<Drawn>>,
    /// By place: its outline among the paths.
    pub outlines: Vec<Option<usize>>,
    pub ruler: &'a Ruler,
    own: Option<ground::OwnRegions>,
}

impl<'a> Maps<'a> {
    pub fn new(page: &Page<'a>, ruler: &'a Ruler, watch: &Watch) -> Result<Self, ExportError> {
        let mut maps = Self {
            paths: Paths::default(),
            styles: Styles::default(),
            names: RefCell::new(Names::default()),
            grounds: Vec::new(),
            tables: Vec::new(),
            scenes: Vec::new(),
            checks: Vec::new(),
            outlines: Vec::new(),
            ruler,
            own: ground::own_regions(page.atlas),
        };
        let count = page.slides.len().max(1) as f32;
        for (number, slide) in page.chosen().enumerate() {
            maps.add_scene(page, number, slide);
            watch.step(0.1 + 0.6 * (number + 1) as f32 / count)?;
        }
        let checks = page.atlas.manifest.checks.iter();
        maps.checks = checks.map(|check| drawn(page, ruler, check)).collect();
        let places = page.atlas.places().iter();
        maps.outlines = places.map(|place| maps.paths.outline(place)).collect();
        watch.step(0.75)?;
        Ok(maps)
    }

    fn add_scene(&mut self, page: &Page<'a>, number: usize, slide: &'a Slide) {
        let whole = Rect::from_min_size(Pos2::ZERO, SCREEN);
        let free = if page.whole {
            whole
        } else {
            Rect::from_min_max(pos2(WORDS, 0.0), SCREEN.to_pos2())
        };
        let setting = Setting {
            atlas: page.atlas,
            locator: page.locator,
            size: SCREEN,
            free,
        };
        let mut staged = stage(setting, slide);
        // Slides that show all kinds share one table of names, which would be many times as large with one for each.
        if staged.content.hidden_kinds.is_empty() && staged.content.theme.is_none() {
            staged.content.subjects.clear();
        }
        let zoom = staged.view.map_or(8.0, |view| view.zoom);
        let variant = self.ground(page, &staged.content, zoom);
        let table = self.table(page, &staged.content);
        let check = staged.check.and_then(|id| {
            let mut checks = page.atlas.manifest.checks.iter();
            checks.position(|check| check.id == id)
        });
        self.scenes.push(Scene {
            slide,
            number,
            camera: staged.view.map(|view| Framed::new(&view, free)),
            variant,
            table,
            selected: staged.selected.and_then(|id| page.index(&id)),
            check,
            content: staged.content,
        });
    }

    /// The number of the class of a lettering.
    pub fn lettering(&self, lettering: &Lettering) -> usize {
        self.names.borrow_mut().lettering(lettering)
    }

    /// Texts and letterings of all that was written so far.
    pub fn names(&self) -> Ref<'_, Names> {
        self.names.borrow()
    }

    /// The ground of this content; slides that differ only in symbols and names share one.
    fn ground(&mut self, page: &Page<'_>, content: &MapContent, zoom: f64) -> usize {
        let mut content = content.clone();
        content.hidden_kinds.clear();
        content.theme = None;
        content.subjects.clear();
        content.labels = LabelLanguages::default();
        let known = self.grounds.iter().position(|one| one.content == content);
        if let Some(known) = known {
            return known;
        }
        let shading = content.choropleth.as_ref();
        let shading = shading.and_then(|choropleth| Shading::of(page.atlas, choropleth));
        let making = Making {
            content: &content,
            shading: shading.as_ref(),
            own: self.own.as_ref(),
            colours: &page.theme.map,
            zoom,
        };
        let variant = Variant::new(making, &mut self.paths, &mut self.styles);
        self.grounds.push(Ground {
            content,
            shading,
            variant,
        });
        self.grounds.len() - 1
    }

    fn table(&mut self, page: &Page<'_>, content: &MapContent) -> usize {
        let known = self.tables.iter().position(|(one, _)| one == content);
        known.unwrap_or_else(|| {
            let table = self.names.get_mut().table(page, self.ruler, content);
            self.tables.push((content.clone(), table));
            self.tables.len() - 1
        })
    }
}

impl Paths {
    /// Of a region: that of the base map, or its own.
    fn outline(&mut self, place: &Place) -> Option<usize> {
        let Geometry::Region(outline) = &place.geometry else {
            return None;
        };
        for layer in [basemap::districts(), basemap::cities_detail()] {
            let of_place = |feature: &basemap::Feature| {
                feature.adcode.is_some() && feature.adcode == place.adcode
            };
            if let Some(index) = layer.features.iter().position(of_place) {
                return self.of(&Shapes::Base(layer), &[index]);
            }
        }
        let geometry = geo_types::Geometry::MultiPolygon((**outline).clone());
        self.of(&Shapes::Own(std::sync::Arc::new(vec![geometry])), &[0])
    }
}

/// A check on the screen that it fills.
fn drawn(page: &Page<'_>, ruler: &Ruler, check: &crate::atlas::Check) -> Option<Drawn> {
    let verdict = geo::verdict(page.atlas, page.locator, check)?;
    let extent = evidence::extent(page.atlas, check, &verdict)?;
    let whole = Rect::from_min_size(Pos2::ZERO, SCREEN);
    let view = View::fitting(extent, SCREEN, whole.shrink(75.0), 12.5);
    let measure = |text: &str, lettering: &Lettering| ruler.size(text, lettering);
    let evidence = LANGUAGES.map(|language| {
        let strings = lang::strings(language);
        evidence(
            page.atlas,
            &verdict,
            &view,
            &[],
            &page.theme.map,
            strings,
            &measure,
        )
    });
    (!evidence[0].strokes.is_empty()).then(|| Drawn {
        evidence,
        view,
        framed: Framed::new(&view, whole),
    })
}

/// How many points a unit of the plane is at a zoom.
pub fn unit_scale(zoom: f64) -> f64 {
    (zoom - UNIT_ZOOM).exp2()
}
