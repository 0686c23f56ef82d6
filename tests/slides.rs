//! The map of a slide: what it is about stands in front, has its name, and is covered by nothing.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test may fail loudly"
)]

mod common;

use common::measure;
use delta_atlas::{
    atlas::{Atlas, Camera, Language, PlaceId, Slide},
    briefing::{Setting, stage},
    geo::{self, Locator},
    lang,
    scene::{
        Emphasis, Overlay, SceneInput, View,
        evidence::{Evidence, evidence},
        overlay,
    },
    store,
    theme::{Theme, ThemeName},
    ui::show::{Layout, Parts, picture},
};
use egui::{Rect, Vec2, vec2};

const BEAMERS: [Vec2; 3] = [
    vec2(1920.0, 1080.0),
    vec2(1024.0, 768.0),
    vec2(1080.0, 1920.0),
];

/// A slide as the audience sees it.
struct Shown {
    view: View,
    free: Rect,
    overlay: Overlay,
    evidence: Evidence,
    /// What camera, selection and check name.
    about: Vec<PlaceId>,
}

fn shown(atlas: &Atlas, locator: &Locator, slide: &Slide, size: Vec2, language: Language) -> Shown {
    shown_under((atlas, locator), slide, size, language, &[])
}

/// With something over the map, in points from its top left corner.
fn shown_under(
    (atlas, locator): (&Atlas, &Locator),
    slide: &Slide,
    size: Vec2,
    language: Language,
    covered: &[Rect],
) -> Shown {
    let theme = picture::theme_for(&Theme::new(ThemeName::Projector), size);
    let parts = Parts {
        text: Some(slide.placement),
        ..Parts::default()
    };
    let free = Layout::new(size, parts, 4).free;
    let setting = Setting {
        atlas,
        locator,
        size,
        free,
    };
    let stage = stage(setting, slide);
    let view = stage.view.unwrap();
    let check = stage.check.as_deref().and_then(|id| atlas.check(id));
    let verdict = check.and_then(|check| geo::verdict(atlas, locator, check));
    let drawn = verdict.map(|verdict| {
        let strings = lang::strings(language);
        evidence(
            atlas, &verdict, &view, covered, &theme.map, strings, &measure,
        )
    });
    let drawn = drawn.unwrap_or_default();
    let covered: Vec<Rect> = drawn.plates().collect();
    let input = SceneInput {
        atlas,
        content: &stage.content,
        view,
        free,
        covered: &covered,
        colours: &theme.map,
        language,
        selected: stage.selected.as_ref(),
        hovered: None,
    };
    let checked = check.map(|check| check.rule.places()).unwrap_or_default();
    Shown {
        view,
        free,
        overlay: overlay(input, &measure),
        evidence: drawn,
        about: slide.places().into_iter().chain(checked).cloned().collect(),
    }
}

fn of_every_slide(each: impl Fn(&Atlas, &Shown, &str)) {
    let atlas = store::builtin().atlas;
    let locator = Locator::new(&atlas);
    let slides = atlas.briefings().iter().flat_map(|one| &one.slides);
    for slide in slides.filter(|slide| slide.camera != Camera::None) {
        for size in BEAMERS {
            for language in [Language::English, Language::Chinese] {
                let shown = shown(&atlas, &locator, slide, size, language);
                let name = format!("{} {language:?} {size}", slide.id);
                each(&atlas, &shown, &name);
            }
        }
    }
}

#[test]
fn the_places_of_a_slide_stand_before_others_and_are_named() {
    of_every_slide(|atlas, shown, name| {
        for id in &shown.about {
            let place = atlas.place(id).unwrap();
            let Some(position) = place.position() else {
                continue;
            };
            if !shown.free.contains(shown.view.screen_from_geo(position)) {
                continue;
            }
            let symbols = &shown.overlay.symbols;
            let symbol = symbols
                .iter()
                .find(|symbol| symbol.place == *id || symbol.hidden.contains(id))
                .unwrap_or_else(|| panic!("{name}: {id} has no symbol"));
            assert!(symbol.emphasis > Emphasis::Plain, "{name}: {id}");
            let mut labels = shown.overlay.labels.iter();
            let named = labels.any(|label| label.place.as_ref() == Some(&symbol.place));
            assert!(named, "{name}: {} is not named", symbol.place);
        }
    });
}

#[test]
fn the_lengths_of_a_check_cover_none_of_its_places() {
    of_every_slide(|atlas, shown, name| {
        for id in &shown.about {
            let at = shown
                .view
                .screen_from_geo(atlas.place(id).unwrap().anchor());
            for plate in shown.evidence.plates() {
                assert!(!plate.contains(at), "{name}: {id}");
            }
        }
    });
}

#[test]
fn no_name_of_what_a_slide_is_about_leaves_the_part_that_panels_leave() {
    of_every_slide(|_, shown, name| {
        for label in &shown.overlay.labels {
            let about = label.place.as_ref();
            let about = about.is_some_and(|place| shown.about.contains(place));
            let inside = shown.free.contains_rect(label.rect);
            assert!(!about || inside, "{name}: {}", label.text);
        }
    });
}

#[test]
fn the_words_of_a_check_keep_clear_of_what_lies_over_the_map() {
    let atlas = store::builtin().atlas;
    let locator = Locator::new(&atlas);
    let mut slides = atlas.briefings().iter().flat_map(|one| &one.slides);
    let triangle = slides.find(|slide| slide.check.as_deref() == Some("triangle"));
    let triangle = triangle.unwrap();
    for size in BEAMERS {
        for language in [Language::English, Language::Chinese] {
            let before = shown(&atlas, &locator, triangle, size, language);
            let claimed = before.evidence.labels[1].rect;
            // Over the end of the words that stand at the top of the claimed ring.
            let covered = Rect::from_min_size(claimed.center(), claimed.size());
            let after = shown_under((&atlas, &locator), triangle, size, language, &[covered]);
            assert_eq!(after.evidence.labels.len(), before.evidence.labels.len());
            for label in &after.evidence.labels {
                let clear = !label.rect.intersects(covered);
                assert!(clear, "{} {language:?} {size}", label.text);
            }
        }
    }
}
