//! Names while the map moves: they stay with the ground and do not flicker; degrees stand along the edges.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test may fail loudly"
)]

use std::collections::HashMap;

mod common;

use common::measure;
use delta_atlas::{
    atlas::{Atlas, Language, PlaceId, Position},
    basemap::EXTENT,
    scene::{
        MapContent, Memory, Overlay, PlacedLabel, SceneInput, View,
        content::{LabelLanguages, LayerId},
        overlay, overlay_after,
        view::plane_from_geo,
    },
    store,
    theme::{Theme, ThemeName},
};
use egui::{Rect, Vec2, pos2, vec2};

const SIZE: Vec2 = vec2(1280.0, 752.0);

struct Map {
    atlas: Atlas,
    content: MapContent,
    theme: Theme,
    language: Language,
    selected: Option<PlaceId>,
    covered: Vec<Rect>,
}

impl Map {
    fn new() -> Self {
        Self {
            atlas: store::builtin().atlas,
            content: MapContent::default(),
            theme: Theme::new(ThemeName::Light),
            language: Language::English,
            selected: None,
            covered: vec![Rect::from_min_max(pos2(12.0, 12.0), pos2(50.0, 340.0))],
        }
    }

    fn input(&self, view: View) -> SceneInput<'_> {
        SceneInput {
            atlas: &self.atlas,
            content: &self.content,
            view,
            free: view.rect(),
            covered: &self.covered,
            colours: &self.theme.map,
            language: self.language,
            selected: self.selected.as_ref(),
            hovered: None,
        }
    }

    fn alone(&self, view: View) -> Overlay {
        overlay(self.input(view), &measure)
    }

    fn after(&self, view: View, before: &Memory) -> (Overlay, Memory) {
        overlay_after(self.input(view), before, &measure)
    }
}

fn view(longitude: f64, latitude: f64, zoom: f64) -> View {
    View {
        centre: Position {
            longitude,
            latitude,
        },
        zoom,
        size: SIZE,
    }
}

/// The middle of a name on the ground, in points at this zoom.
fn ground(view: &View, label: &PlacedLabel) -> [f64; 2] {
    let position = view.geo_from_screen(label.rect.center());
    plane_from_geo(position).map(|value| value * view.scale())
}

/// What the pan of a map did to its names.
#[derive(Debug, Default)]
struct Count {
    steps: usize,
    /// Names that moved on the ground though they would still have been seen where they were.
    jumps: Vec<String>,
    /// Names that went and came back though they would have been seen all the time.
    flickers: Vec<String>,
}

/// Names that only one label of the view bears: a river is named several times.
fn single(overlay: &Overlay) -> HashMap<&str, &PlacedLabel> {
    let mut labels: HashMap<&str, (usize, &PlacedLabel)> = HashMap::new();
    for label in &overlay.labels {
        labels.entry(&label.text).or_insert((0, label)).0 += 1;
    }
    let once = labels.into_iter().filter(|(_, (count, _))| *count == 1);
    once.map(|(text, (_, label))| (text, label)).collect()
}

fn pan(map: &Map, from: View, step: Vec2, remembers: bool, count: &mut Count) {
    let mut memory = Memory::default();
    // Each name's last stand on the ground and whether it was there in the last view.
    let mut stands: HashMap<String, ([f64; 2], Vec2, bool)> = HashMap::new();
    let mut view = from;
    for number in 0..36 {
        let (overlay, next) = map.after(view, &memory);
        if remembers {
            memory = next;
        }
        let shown = single(&overlay);
        let all = |text: &str| overlay.labels.iter().any(|label| label.text == text);
        for (text, label) in &shown {
            count.steps += 1;
            let here = ground(&view, label);
            if let Some((there, size, was_there)) = stands.get(*text) {
                let moved = (here[0] - there[0]).hypot(here[1] - there[1]) > 0.5;
                if moved && would_be_seen(map, &view, *there, *size) {
                    count.jumps.push(format!("{text} at step {number}"));
                }
                if !moved && !was_there {
                    count.flickers.push(format!("{text} at step {number}"));
                }
            }
        }
        stands.retain(|text, (there, size, was_there)| {
            *was_there = all(text);
            *was_there || would_be_seen(map, &view, *there, *size)
        });
        for (text, label) in shown {
            let stand = (ground(&view, label), label.rect.size(), true);
            stands.insert(text.to_owned(), stand);
        }
        view = view.panned(step);
    }
}

/// Whether a name of this size would lie on the screen, clear of its edge and of panels.
fn would_be_seen(map: &Map, view: &View, middle: [f64; 2], size: Vec2) -> bool {
    let scale = view.scale();
    let at = view.screen_from_plane(middle.map(|value| value / scale));
    let rect = Rect::from_center_size(at, size + Vec2::splat(6.0));
    view.rect().contains_rect(rect) && !map.covered.iter().any(|panel| panel.intersects(rect))
}

/// Over the city, the delta, the estuary and the lakes, at zooms with and without districts, stations, numbers.
const STARTS: [(f64, f64, f64); 9] = [
    (121.2, 31.2, 11.4),
    (121.47, 31.23, 13.6),
    (121.3, 31.1, 12.3),
    (121.47, 31.16, 9.3),
    (120.3, 31.3, 9.9),
    (120.5, 31.2, 8.2),
    (119.6, 31.6, 7.3),
    (121.0, 30.6, 10.6),
    (121.5, 31.3, 14.7),
];
const STEPS: [Vec2; 4] = [
    vec2(-11.3, 0.0),
    vec2(7.1, 5.7),
    vec2(0.0, -9.9),
    vec2(-5.3, 8.9),
];

fn panned(map: &Map, remembers: bool) -> Count {
    let mut count = Count::default();
    for (longitude, latitude, zoom) in STARTS {
        for step in STEPS {
            let from = view(longitude, latitude, zoom);
            pan(map, from, step, remembers, &mut count);
        }
    }
    count
}

#[test]
fn while_the_map_is_panned_no_name_jumps_on_the_ground_and_none_flickers() {
    let mut map = Map::new();
    for labels in [LabelLanguages::English, LabelLanguages::Both] {
        map.content.labels = labels;
        let count = panned(&map, true);
        assert!(count.steps > 15_000, "{} label-steps", count.steps);
        assert_eq!(count.jumps, Vec::<String>::new(), "{labels:?}");
        assert_eq!(count.flickers, Vec::<String>::new(), "{labels:?}");
    }
    // It is the memory that does it.
    let forgetful = panned(&map, false);
    assert!(forgetful.jumps.len() > 20, "{}", forgetful.jumps.len());
    assert!(forgetful.flickers.len() > 5, "{}", forgetful.flickers.len());
}

#[test]
fn without_a_memory_the_same_view_always_has_the_same_names() {
    let map = Map::new();
    let there = view(121.2, 31.2, 11.4);
    let (_, memory) = map.after(view(121.1, 31.25, 11.4), &Memory::default());
    let (moved, _) = map.after(there, &memory);
    let alone = map.alone(there);
    assert_eq!(alone, map.alone(there));
    assert_eq!(alone, map.after(there, &Memory::default()).0);
    assert_ne!(alone.labels, moved.labels, "the memory keeps names");
}

#[test]
fn names_that_are_kept_overlap_nothing_and_a_selection_on_the_way_is_named() {
    let mut map = Map::new();
    let mut memory = Memory::default();
    for (number, zoom) in [(0, 11.4), (60, 11.4), (120, 11.9), (180, 12.6)] {
        let mut there = view(121.2, 31.2, zoom);
        for step in 0..60 {
            map.selected = (step > 30).then(|| PlaceId::new("zhangjiang"));
            let (overlay, next) = map.after(there, &memory);
            memory = next;
            let labels = &overlay.labels;
            for (index, label) in labels.iter().enumerate() {
                // Turned names have empty corners; those are looked at in another test.
                let straight = |label: &&PlacedLabel| label.angle == 0.0;
                let others = labels[..index].iter().filter(straight);
                for other in others.filter(|_| label.angle == 0.0) {
                    let apart = !label.rect.shrink(0.5).intersects(other.rect.shrink(0.5));
                    assert!(apart, "{} {} in {}", label.text, other.text, number + step);
                }
            }
            let selected = map.selected.clone();
            let on_screen = overlay
                .symbols
                .iter()
                .any(|symbol| Some(&symbol.place) == selected.as_ref());
            let named = labels
                .iter()
                .any(|label| label.place.is_some() && label.place == selected);
            assert!(
                selected.is_none() || !on_screen || named,
                "{}",
                number + step
            );
            there = there.panned(vec2(-6.0, 1.5));
        }
    }
}

fn degrees(overlay: &Overlay) -> Vec<&PlacedLabel> {
    let labels = overlay.labels.iter();
    labels.filter(|label| label.text.contains('°')).collect()
}

#[test]
fn degrees_stand_along_the_edges_in_the_notation_of_the_language_and_under_no_panel() {
    let mut map = Map::new();
    assert!(degrees(&map.alone(view(121.47, 31.16, 9.3))).is_empty());
    map.content.set_visible(LayerId::Graticule, true);
    map.covered
        .push(Rect::from_min_max(pos2(1120.0, 560.0), pos2(1268.0, 740.0)));
    for (language, zoom, expected) in [
        (Language::English, 9.3, "121°30′ E"),
        (Language::English, 9.3, "31°30′ N"),
        (Language::Chinese, 9.3, "东经 121°20′"),
        (Language::Chinese, 6.5, "北纬 31°"),
        (Language::English, 14.8, "121°28′30″ E"),
    ] {
        map.language = language;
        let overlay = map.alone(view(121.47, 31.16, zoom));
        let degrees = degrees(&overlay);
        let texts: Vec<&str> = degrees.iter().map(|label| &*label.text).collect();
        assert!(texts.contains(&expected), "{texts:?} at {zoom}");
        for label in &degrees {
            let covered = map.covered.iter().any(|panel| panel.intersects(label.rect));
            assert!(!covered, "{}", label.text);
            // Of the screen, or of the map where that ends before it.
            let there = view(121.47, 31.16, zoom);
            let corner = Position {
                longitude: EXTENT.east,
                latitude: EXTENT.north,
            };
            let corner = there.screen_from_geo(corner);
            let (top, right) = (corner.y.max(0.0), corner.x.min(SIZE.x));
            let at_edge = label.rect.top() < top + 10.0 || label.rect.right() > right - 10.0;
            assert!(at_edge, "{} at {}", label.text, label.rect);
            for other in overlay
                .labels
                .iter()
                .filter(|other| other.text != label.text)
            {
                assert!(
                    !other.rect.intersects(label.rect),
                    "{} {}",
                    label.text,
                    other.text
                );
            }
        }
    }
}

#[test]
fn the_names_that_are_made_ready_ahead_hold_every_name_of_the_view() {
    let map = Map::new();
    for view in [view(119.6, 31.2, 7.3), view(121.47, 31.23, 11.5)] {
        let ready = delta_atlas::map::names_of(map.input(view));
        let labels = map.alone(view).labels;
        assert!(labels.len() > 20, "{}", labels.len());
        for label in &labels {
            let known = |(text, lettering): &(String, _)| {
                *text == label.text && *lettering == label.lettering
            };
            assert!(ready.iter().any(known), "{}", label.text);
        }
    }
}
