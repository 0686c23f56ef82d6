//! What a slide puts on the screen: the view, the selection and the check, for a picture of any size.

use egui::{Rect, Vec2};

use crate::{
    atlas::{Atlas, Camera, Extent, Geometry, HomeView, Language, Place, PlaceId, Position, Slide},
    basemap,
    geo::{self, Locator},
    scene::{View, content::MapContent, evidence},
};

/// A site is looked at from here unless the slide says otherwise.
const SITE_ZOOM: f64 = 12.0;
/// What is fitted is never looked at from nearer than this.
const FIT_MAX_ZOOM: f64 = 12.5;
/// Free room round what the camera is to show, as a share of the shorter side.
const FRAME: f32 = 0.1;
/// What is as wide as this in degrees is most of the base map, and has its frame with it.
const WHOLE: f64 = 6.0;
const WHOLE_FRAME: f32 = 0.015;
/// For an atlas without a home view.
const SHANGHAI: HomeView = HomeView {
    centre: Position {
        longitude: 121.47,
        latitude: 31.16,
    },
    zoom: 9.3,
};

/// What a slide is staged in.
#[derive(Clone, Copy, Debug)]
pub struct Setting<'a> {
    pub atlas: &'a Atlas,
    pub locator: &'a Locator,
    /// Of the picture, in points.
    pub size: Vec2,
    /// The part that nothing covers, in points from the top left corner.
    pub free: Rect,
}

/// What a slide shows. What it names and the atlas lacks is left out.
#[derive(Clone, Debug, PartialEq)]
pub struct Stage {
    /// `None`: a slide without a map.
    pub view: Option<View>,
    pub selected: Option<PlaceId>,
    pub check: Option<String>,
    pub content: MapContent,
}

/// Stages a slide. The subject of the camera lies within the free part.
pub fn stage(setting: Setting<'_>, slide: &Slide) -> Stage {
    let atlas = setting.atlas;
    let selected = slide
        .selected
        .as_ref()
        .filter(|id| atlas.place(id).is_some());
    let check = slide
        .check
        .as_deref()
        .filter(|id| atlas.check(id).is_some());
    let mut content = super::content::content(atlas, &slide.map).0;
    content.subjects = subjects(atlas, slide);
    Stage {
        view: view(setting, slide),
        selected: selected.cloned(),
        check: check.map(str::to_owned),
        content,
    }
}

/// What a slide is about: what it selects and names, the places of its check, or else those of the facts in its text.
fn subjects(atlas: &Atlas, slide: &Slide) -> Vec<PlaceId> {
    let check = slide.check.as_deref().and_then(|id| atlas.check(id));
    let checked = check.map(|check| check.rule.places()).unwrap_or_default();
    let facts = [Language::English, Language::Chinese]
        .into_iter()
        .flat_map(|language| slide.body.facts(language))
        .filter_map(|id| atlas.fact(id));
    let of_facts = facts.filter(|_| check.is_none());
    let of_facts = of_facts.flat_map(|fact| &fact.places);
    let selected = slide.selected.iter();
    let named = selected.chain(checked).chain(slide.places());
    let named = named.chain(of_facts);
    let mut subjects: Vec<PlaceId> = Vec::new();
    for place in named {
        if !subjects.contains(place) && atlas.place(place).is_some() {
            subjects.push(place.clone());
        }
    }
    subjects
}

fn view(setting: Setting<'_>, slide: &Slide) -> Option<View> {
    let view = match &slide.camera {
        Camera::None => return None,
        Camera::Subject => subject(setting, slide),
        Camera::Home => None,
        Camera::Place { place, zoom } => at_place(setting, place, *zoom),
        Camera::Fit(places) => fit_places(setting, places),
        Camera::Exact { centre, zoom } => Some(at(setting, *centre, *zoom)),
    };
    Some(view.unwrap_or_else(|| home(setting)))
}

fn home(setting: Setting<'_>) -> View {
    let HomeView { centre, zoom } = setting.atlas.manifest.home.unwrap_or(SHANGHAI);
    at(setting, centre, zoom)
}

/// A position in the middle of the free part.
fn at(setting: Setting<'_>, centre: Position, zoom: f64) -> View {
    let view = View {
        centre,
        zoom,
        size: setting.size,
    };
    view.kept_in_bounds().with_centre_at(setting.free.center())
}

fn subject(setting: Setting<'_>, slide: &Slide) -> Option<View> {
    let drawn = slide.check.as_deref().and_then(|id| of_check(setting, id));
    drawn.or_else(|| at_place(setting, slide.selected.as_ref()?, None))
}

fn of_check(setting: Setting<'_>, id: &str) -> Option<View> {
    let check = setting.atlas.check(id)?;
    let verdict = geo::verdict(setting.atlas, setting.locator, check)?;
    let extent = evidence::extent(setting.atlas, check, &verdict)?;
    Some(fitted(setting, extent))
}

fn at_place(setting: Setting<'_>, id: &PlaceId, zoom: Option<f64>) -> Option<View> {
    let place = setting.atlas.place(id)?;
    Some(match (&place.geometry, zoom) {
        (_, Some(zoom)) => at(setting, place.anchor(), zoom),
        (Geometry::Site(position), None) => at(setting, *position, SITE_ZOOM),
        (Geometry::Region(_) | Geometry::Extent(_), None) => fitted(setting, place.extent()),
    })
}

/// `None` if the atlas has none of them.
fn fit_places(setting: Setting<'_>, places: &[PlaceId]) -> Option<View> {
    let places = places.iter().filter_map(|id| setting.atlas.place(id));
    let extent = places.map(Place::extent).reduce(Extent::union)?;
    Some(fitted(setting, extent))
}

fn fitted(setting: Setting<'_>, extent: Extent) -> View {
    let free = setting.free;
    let (extent, frame) = if extent.east - extent.west >= WHOLE {
        (extent.union(basemap::EXTENT), WHOLE_FRAME)
    } else {
        (extent, FRAME)
    };
    let free = free.shrink(free.size().min_elem() * frame);
    View::fitting(extent, setting.size, free, FIT_MAX_ZOOM)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        atlas::{Atlas, SlideId},
        store,
    };
    use egui::{pos2, vec2};
    use proptest::prelude::*;

    fn staged(atlas: &Atlas, slide: &Slide, size: Vec2, free: Rect) -> Stage {
        let locator = Locator::new(atlas);
        let setting = Setting {
            atlas,
            locator: &locator,
            size,
            free,
        };
        stage(setting, slide)
    }

    fn slide(camera: Camera) -> Slide {
        Slide {
            camera,
            ..Slide::new(SlideId::new("test"))
        }
    }

    const BEAMERS: [Vec2; 4] = [
        vec2(1920.0, 1080.0),
        vec2(1024.0, 768.0),
        vec2(1080.0, 1920.0),
        vec2(320.0, 200.0),
    ];

    #[test]
    fn the_subject_lies_in_the_free_part_on_every_beamer() {
        let atlas = store::builtin().atlas;
        let ids = ["zhangjiang", "yangshan", "sip"].map(PlaceId::new);
        for size in BEAMERS {
            let free = Rect::from_min_max(pos2(size.x / 3.0, 0.0), size.to_pos2());
            let fit = staged(&atlas, &slide(Camera::Fit(ids.to_vec())), size, free);
            let view = fit.view.unwrap();
            for id in &ids {
                let point = view.screen_from_geo(atlas.place(id).unwrap().anchor());
                assert!(free.contains(point), "{id} on {size}: {point}");
            }
            let place = Camera::Place {
                place: ids[0].clone(),
                zoom: Some(13.0),
            };
            let view = staged(&atlas, &slide(place), size, free).view.unwrap();
            let point = view.screen_from_geo(atlas.place(&ids[0]).unwrap().anchor());
            assert!((point - free.center()).length() < 1.0, "{point}");
        }
    }

    #[test]
    fn a_check_is_framed_with_all_that_it_draws() {
        let atlas = store::builtin().atlas;
        let mut slide = slide(Camera::Subject);
        slide.check = Some("triangle".to_owned());
        let free = Rect::from_min_size(pos2(640.0, 0.0), vec2(1280.0, 1080.0));
        let stage = staged(&atlas, &slide, BEAMERS[0], free);
        assert_eq!(stage.check.as_deref(), Some("triangle"));
        let view = stage.view.unwrap();
        for id in ["zhangjiang", "suzhou-jiangsu", "yangshan"] {
            let anchor = atlas.place(&PlaceId::new(id)).unwrap().anchor();
            assert!(free.contains(view.screen_from_geo(anchor)), "{id}");
        }
    }

    #[test]
    fn what_the_atlas_lacks_leads_to_the_home_view_and_no_selection() {
        let atlas = store::builtin().atlas;
        let gone = PlaceId::new("gone");
        let free = Rect::from_min_size(pos2(0.0, 0.0), BEAMERS[0]);
        let home = staged(&atlas, &slide(Camera::Home), BEAMERS[0], free);
        for camera in [
            Camera::Fit(vec![gone.clone()]),
            Camera::Place {
                place: gone.clone(),
                zoom: None,
            },
        ] {
            let mut slide = slide(camera);
            slide.selected = Some(gone.clone());
            slide.check = Some("gone".to_owned());
            assert_eq!(staged(&atlas, &slide, BEAMERS[0], free), home);
        }
        assert_eq!(
            staged(&atlas, &slide(Camera::None), BEAMERS[0], free).view,
            None
        );
    }

    proptest! {
        #[test]
        fn no_camera_and_no_size_lead_astray(
            longitude in proptest::num::f64::ANY, latitude in proptest::num::f64::ANY, zoom in proptest::num::f64::ANY,
            width in 0f32..4000.0, height in 0f32..4000.0,
        ) {
            let atlas = Atlas::empty();
            let exact = Camera::Exact { centre: Position { longitude, latitude }, zoom };
            let size = vec2(width, height);
            let free = Rect::from_min_size(pos2(0.0, 0.0), size);
            let view = staged(&atlas, &slide(exact), size, free).view.unwrap();
            prop_assert!(view.zoom.is_finite() && view.centre.longitude.is_finite() && view.centre.latitude.is_finite());
        }
    }
}
