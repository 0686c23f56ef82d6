//! Layers, themes, the choropleth and the names of the map, as a user meets them.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test may fail loudly"
)]

mod common;

use std::fmt::Write as _;

use common::{
    Window, app, click, click_at, measure, on_screen, selected, settings, settle, start, window,
};
use delta_atlas::{
    app::{Start, settings as settings_file},
    atlas::{Atlas, Language, PlaceId, Position},
    scene::{
        MapContent, Overlay, PlacedLabel, SceneInput, Shading, View,
        content::{Choropleth, LabelLanguages, LayerId, Measure, Method, Quantity, Units},
        overlay,
    },
    store,
    theme::{Theme, ThemeName, palette::PaletteName},
};
use egui::{Color32, Rect, Vec2, pos2, vec2};
use egui_kittest::kittest::Queryable as _;

fn layers() -> Window {
    let mut window = window(start());
    click(&mut window, "Layers and themes");
    window
}

fn shown(window: &Window) -> &MapContent {
    &app(window).session().content
}

/// A click that does not need the control to be in sight: long drawers scroll.
fn press(window: &mut Window, label: &str) {
    window.get_by_label(label).click_accesskit();
    settle(window);
}

/// One of several choices.
fn choose(window: &mut Window, label: &str) {
    let choice = window.get_by_role_and_label(egui::accesskit::Role::RadioButton, label);
    choice.click_accesskit();
    settle(window);
}

#[test]
fn tiles_of_ones_own_are_found_below_the_layers() {
    let mut window = layers();
    assert!(window.query_by_label("Show this file").is_none());
    press(&mut window, "Base map of your own: tiles");
    assert!(window.query_by_label("Show this file").is_some());
    assert!(
        window
            .query_by_label("Fetch tiles from this server")
            .is_some()
    );
}

#[test]
fn a_layer_is_hidden_moved_and_brought_back_by_its_buttons() {
    let mut window = layers();
    press(&mut window, "Hide: Expressway");
    assert!(!shown(&window).is_visible(LayerId::Roads));
    press(&mut window, "Show: Meridians and parallels");
    assert!(shown(&window).is_visible(LayerId::Graticule));
    let order = |window: &Window| -> Vec<LayerId> {
        shown(window)
            .layers()
            .iter()
            .map(|state| state.layer)
            .collect()
    };
    let at = |window: &Window, layer| order(window).iter().position(|one| *one == layer).unwrap();
    let before = at(&window, LayerId::Water);
    press(&mut window, "Move up: Water");
    assert_eq!(at(&window, LayerId::Water), before + 1);
    press(&mut window, "Move down: Water");
    assert_eq!(at(&window, LayerId::Water), before);
    press(&mut window, "Reset layers");
    assert_eq!(*shown(&window), MapContent::default());
}

#[test]
fn a_theme_leaves_only_its_sites_and_its_facts() {
    let mut window = layers();
    let name = |window: &Window, id: &str| common::place(window, id).names.en.clone();
    let (bank, port) = (name(&window, "lujiazui"), name(&window, "taicang-port"));
    assert!(window.query_by_label(&port).is_some());
    choose(&mut window, "Finance");
    assert!(
        window.query_by_label(&port).is_none(),
        "a port is no finance"
    );
    assert!(window.query_by_label(&bank).is_some());
    let at = on_screen(&window, "lujiazui");
    click_at(&mut window, at);
    window.get_by_label_contains("Only the theme Finance is shown");
    press(&mut window, "Show all themes");
    assert_eq!(shown(&window).theme, None);
    assert!(window.query_by_label(&port).is_some());
}

#[test]
fn a_kind_of_sites_is_switched_off_and_its_symbols_with_it() {
    let mut window = layers();
    let port = common::place(&window, "yangshan").names.en.clone();
    press(&mut window, "Hide: Port");
    assert!(window.query_by_label(&port).is_none());
    press(&mut window, "Show: Port");
    assert!(window.query_by_label(&port).is_some());
}

#[test]
fn what_the_map_shows_is_there_again_after_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let start = || Start {
        settings: settings(),
        settings_folder: Some(folder.path().to_owned()),
        ..Start::default()
    };
    let mut first = window(start());
    click(&mut first, "Layers and themes");
    press(&mut first, "Hide: Water");
    press(&mut first, "Both");
    let loaded = settings_file::load(folder.path()).settings;
    assert!(!loaded.content.is_visible(LayerId::Water));
    assert_eq!(loaded.content.labels, LabelLanguages::Both);
    let second = window(Start {
        settings: loaded,
        ..start()
    });
    assert_eq!(shown(&second), shown(&first));
}

#[test]
fn districts_are_coloured_ranked_and_selected_from_the_list() {
    let mut window = window(start());
    click(&mut window, "Colour by a figure");
    choose(&mut window, "Resident population");
    press(&mut window, "Show the legend");
    window.get_by_label("Figures of 2020");
    press(&mut window, "No. 1: Pudong, 5,682,000 people");
    assert_eq!(selected(&window).as_deref(), Some("pudong"));
    press(&mut window, "Natural breaks");
    press(&mut window, "3 classes");
    let choropleth = shown(&window).choropleth.clone().unwrap();
    assert_eq!(
        (choropleth.method, choropleth.classes),
        (Method::NaturalBreaks, 3)
    );
    press(&mut window, "No colouring");
    assert_eq!(shown(&window).choropleth, None);
}

#[test]
fn the_figure_of_the_region_under_the_pointer_is_told_with_its_rank() {
    let mut window = window(start());
    click(&mut window, "Colour by a figure");
    press(&mut window, "Cities of the delta");
    press(&mut window, "GDP per head");
    let at = app(&window).window_from_geo(Position {
        longitude: 121.62,
        latitude: 30.905,
    });
    window.hover_at(at);
    settle(&mut window);
    window.get_by_label("No. 1 of 41 · 2024 / 1 Nov 2020");
    click_at(&mut window, at);
    assert_eq!(
        selected(&window).as_deref(),
        Some("shanghai"),
        "a city is compared, so a city is selected, not its district"
    );
}

fn quantity(label: &str, unit: &str) -> Quantity {
    Quantity {
        label: label.to_owned(),
        unit: unit.to_owned(),
    }
}

/// An atlas of three districts with these areas.
fn districts(areas: [Option<&str>; 3]) -> Atlas {
    let folder = tempfile::tempdir().unwrap();
    let features: Vec<String> = ["310101", "310104", "310105"]
        .iter()
        .enumerate()
        .map(|(index, adcode)| {
            format!(
                r#"{{"type": "Feature", "geometry": null, "properties": {{"id": "d{index}", "kind": "district", "name_en": "D{index}", "adcode": "{adcode}"}}}}"#
            )
        })
        .collect();
    let places = format!(
        r#"{{"type": "FeatureCollection", "features": [{}]}}"#,
        features.join(",")
    );
    let mut facts = "id,place,label_en,value,unit,status,source\n".to_owned();
    for (index, area) in areas.iter().enumerate() {
        if let Some(area) = area {
            writeln!(facts, "a{index},d{index},Area,{area},km2,sourced,s").unwrap();
        }
    }
    let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
    write(
        "atlas.json",
        r#"{"format": "delta-atlas", "version": 1, "title": {"en": "T"}, "languages": ["en"]}"#,
    );
    write("places.geojson", &places);
    write("facts.csv", &facts);
    write("sources.csv", "id,title\ns,Survey\n");
    store::open(folder.path()).unwrap().atlas
}

fn by_area(method: Method) -> Choropleth {
    let measure = Measure {
        quantity: quantity("Area", "km2"),
        per: None,
    };
    Choropleth {
        method,
        ..Choropleth::of(Units::Districts, measure)
    }
}

#[test]
fn equal_values_are_one_class_of_one_rank_in_every_method() {
    let atlas = districts([Some("5"), Some("5"), Some("5")]);
    for method in Method::ALL {
        let shading = Shading::of(&atlas, &by_area(method)).unwrap();
        assert_eq!(shading.classes.len(), 1);
        assert!(shading.rows.iter().all(|row| row.rank == 1));
    }
}

#[test]
fn a_single_value_is_one_class_and_the_regions_without_one_are_hatched() {
    let atlas = districts([None, Some("5"), None]);
    for method in Method::ALL {
        let shading = Shading::of(&atlas, &by_area(method)).unwrap();
        assert_eq!((shading.rows.len(), shading.classes.len()), (1, 1));
        assert_eq!(shading.missing.len(), 2);
        assert_eq!(shading.class_by_adcode("310101"), Some(None));
        assert!(shading.hatching(11.0).is_some());
    }
    assert!(Shading::of(&districts([None; 3]), &by_area(Method::Quantile)).is_none());
}

/// CIE lightness, 0 to 100.
fn lightness(colour: Color32) -> f64 {
    let channel = |value: u8| {
        let value = f64::from(value) / 255.0;
        if value <= 0.040_45 {
            value / 12.92
        } else {
            ((value + 0.055) / 1.055).powf(2.4)
        }
    };
    let luminance =
        0.2126 * channel(colour.r()) + 0.7152 * channel(colour.g()) + 0.0722 * channel(colour.b());
    116.0 * luminance.cbrt() - 16.0
}

#[test]
fn classes_stay_in_order_and_apart_in_greyscale_in_every_palette_and_theme() {
    for theme in ThemeName::ALL {
        for palette in PaletteName::ALL {
            for classes in Choropleth::CLASSES {
                let tones: Vec<f64> = palette
                    .colours(theme, classes)
                    .into_iter()
                    .map(lightness)
                    .collect();
                for pair in tones.windows(2) {
                    let step = if theme == ThemeName::Dark {
                        pair[1] - pair[0]
                    } else {
                        pair[0] - pair[1]
                    };
                    assert!(step > 4.0, "{} {} {tones:?}", theme.code(), palette.code());
                }
            }
        }
    }
}

struct Map {
    atlas: Atlas,
    content: MapContent,
    theme: Theme,
    selected: Option<PlaceId>,
    covered: Vec<Rect>,
}

impl Map {
    fn new() -> Self {
        Self {
            atlas: store::builtin().atlas,
            content: MapContent::default(),
            theme: Theme::new(ThemeName::Projector),
            selected: None,
            covered: Vec::new(),
        }
    }

    fn overlay(&self, longitude: f64, latitude: f64, zoom: f64) -> Overlay {
        let view = View {
            centre: Position {
                longitude,
                latitude,
            },
            zoom,
            size: vec2(1280.0, 752.0),
        };
        self.overlay_of(view)
    }

    fn overlay_of(&self, view: View) -> Overlay {
        let input = SceneInput {
            atlas: &self.atlas,
            content: &self.content,
            view,
            free: view.rect(),
            covered: &self.covered,
            colours: &self.theme.map,
            language: Language::English,
            selected: self.selected.as_ref(),
            hovered: None,
        };
        overlay(input, &measure)
    }
}

#[test]
fn no_name_goes_under_what_lies_over_the_map() {
    let mut map = Map::new();
    let panel = Rect::from_min_max(pos2(700.0, 200.0), pos2(1000.0, 500.0));
    let under = |map: &Map| {
        let labels = map.overlay(121.47, 31.16, 9.3).labels;
        let under = labels.iter().filter(|label| label.rect.intersects(panel));
        under.count()
    };
    assert!(under(&map) > 0, "there would be names");
    map.covered = vec![panel];
    assert_eq!(under(&map), 0);
}

/// Whether two names, turned as they are, cover the same ground: no line parts them along a side of either.
fn overlap(one: &PlacedLabel, other: &PlacedLabel) -> bool {
    let corners = |label: &PlacedLabel| {
        let half = measure(&label.text, &label.lettering) / 2.0;
        let turn = egui::emath::Rot2::from_angle(label.angle);
        [(-1.0, -1.0), (1.0, -1.0), (1.0, 1.0), (-1.0, 1.0)]
            .map(|(x, y)| label.rect.center() + turn * vec2(half.x * x, half.y * y))
    };
    let (ones, others) = (corners(one), corners(other));
    let span = |corners: &[egui::Pos2; 4], axis: Vec2| {
        let along = corners.map(|corner| corner.to_vec2().dot(axis));
        let least = along.iter().copied().fold(f32::INFINITY, f32::min);
        (
            least,
            along.iter().copied().fold(f32::NEG_INFINITY, f32::max),
        )
    };
    [one.angle, other.angle]
        .into_iter()
        .flat_map(|angle| [Vec2::angled(angle), Vec2::angled(angle).rot90()])
        .all(|axis| {
            let (a, b) = (span(&ones, axis), span(&others, axis));
            a.0 < b.1 && b.0 < a.1
        })
}

#[test]
fn no_two_names_and_no_two_symbols_overlap_at_any_place_and_zoom() {
    let mut map = Map::new();
    for labels in LabelLanguages::ALL {
        map.content.labels = labels;
        for step in 0..60 {
            let wander = f64::from(step);
            let overlay = map.overlay(
                119.0 + (wander * 0.37) % 3.4,
                30.0 + (wander * 0.53) % 2.6,
                6.0 + (wander * 0.71) % 9.0,
            );
            for (index, label) in overlay.labels.iter().enumerate() {
                for other in &overlay.labels[..index] {
                    assert!(!overlap(label, other), "{} {}", label.text, other.text);
                }
            }
            for (index, symbol) in overlay.symbols.iter().enumerate() {
                for other in &overlay.symbols[..index] {
                    let apart = symbol.centre.distance(other.centre);
                    let is_dot = |radius: f32| radius < 6.0;
                    assert!(
                        apart >= symbol.radius + other.radius
                            || is_dot(symbol.radius) && is_dot(other.radius),
                        "{} and {} are {apart} apart",
                        symbol.place,
                        other.place
                    );
                }
            }
        }
    }
}

#[test]
fn the_selected_place_is_always_named_and_shown_whatever_is_switched_off() {
    let mut map = Map::new();
    map.content.set_visible(LayerId::Names, false);
    map.content.set_visible(LayerId::Sites, false);
    for id in ["yangshan", "shanghai-tower", "pudong", "nantong"] {
        let place = map.atlas.place(&PlaceId::new(id)).unwrap().clone();
        map.selected = Some(place.id.clone());
        let at = place.anchor();
        for zoom in [6.5, 8.0, 10.0, 13.0] {
            let overlay = map.overlay(at.longitude, at.latitude, zoom);
            let names: Vec<&str> = overlay.labels.iter().map(|label| &*label.text).collect();
            assert_eq!(
                names,
                [place.map_label(Language::English)],
                "{id} at {zoom}"
            );
        }
    }
}

#[test]
fn panning_never_changes_which_sites_share_a_symbol() {
    let map = Map::new();
    let middle = View {
        centre: Position {
            longitude: 121.45,
            latitude: 31.22,
        },
        zoom: 9.7,
        size: vec2(1280.0, 752.0),
    };
    let clusters = |view: View| {
        let symbols = map.overlay_of(view).symbols;
        let near = Rect::from_center_size(egui::pos2(640.0, 376.0), vec2(700.0, 350.0));
        let shift = view.screen_from_geo(middle.centre) - near.center();
        let mut clusters: Vec<(PlaceId, Vec<PlaceId>)> = symbols
            .into_iter()
            .filter(|symbol| near.contains(symbol.centre - shift))
            .map(|symbol| (symbol.place, symbol.hidden))
            .collect();
        clusters.sort();
        clusters
    };
    let before = clusters(middle);
    assert!(before.iter().any(|(_, hidden)| hidden.len() > 2));
    for step in 1..40 {
        let moved = middle.panned(vec2(step as f32 * 3.7, step as f32 * -2.3));
        assert_eq!(clusters(moved), before, "step {step}");
    }
}

/// The grip of a layer lies at the left of its eye.
fn grip(window: &Window, layer: &str) -> egui::Pos2 {
    let eye = window.get_by_label(&format!("Hide: {layer}")).rect();
    eye.left_center() - vec2(11.0, 0.0)
}

#[test]
fn a_layer_is_dragged_to_another_place_and_stays_there_after_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let begin = || Start {
        settings_folder: Some(folder.path().to_owned()),
        settings: settings_file::load(folder.path()).settings,
        ..start()
    };
    let order = |window: &Window| -> Vec<LayerId> {
        shown(window)
            .layers()
            .iter()
            .map(|state| state.layer)
            .collect()
    };
    let place = |order: &[LayerId], layer| order.iter().position(|one| *one == layer).unwrap();
    let mut window = window(Start {
        settings: settings(),
        ..begin()
    });
    click(&mut window, "Layers and themes");
    let before = order(&window);
    assert!(place(&before, LayerId::Metro) > place(&before, LayerId::Rail));
    let (from, to) = (grip(&window, "Metro"), grip(&window, "Railway"));
    let button = |window: &mut Window, pos, pressed| {
        window.event(egui::Event::PointerButton {
            pos,
            button: egui::PointerButton::Primary,
            pressed,
            modifiers: egui::Modifiers::NONE,
        });
        window.step();
    };
    window.hover_at(from);
    window.step();
    button(&mut window, from, true);
    for step in 1..=6 {
        window.hover_at(from.lerp(to + vec2(0.0, 8.0), step as f32 / 6.0));
        window.step();
    }
    button(&mut window, to + vec2(0.0, 8.0), false);
    settle(&mut window);
    let after = order(&window);
    assert!(
        place(&after, LayerId::Metro) < place(&after, LayerId::Rail),
        "{after:?}"
    );
    let others = |order: &[LayerId]| -> Vec<LayerId> {
        let moved = |layer: &LayerId| *layer != LayerId::Metro;
        order.iter().copied().filter(moved).collect()
    };
    assert_eq!(others(&before), others(&after), "the rest keeps its order");
    drop(window);
    let again = common::window(begin());
    assert_eq!(order(&again), after);
}

#[test]
fn a_layer_is_moved_by_the_keyboard_alone() {
    let mut window = layers();
    let rank = |window: &Window| {
        let layers = shown(window).layers();
        layers.iter().position(|one| one.layer == LayerId::Metro)
    };
    let before = rank(&window);
    window.get_by_label("Move down: Metro").focus();
    settle(&mut window);
    common::press(&mut window, egui::Key::Enter);
    assert_eq!(rank(&window), before.map(|rank| rank - 1));
}
