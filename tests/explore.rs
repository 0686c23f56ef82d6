//! Exploring: search, camera, measuring, coordinates, furniture, language, keyboard.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test may fail loudly"
)]

mod common;

use common::{Window, app, click, press, selected, settle, start, window};
use delta_atlas::{
    app::{Drawer, Motion, Settings, Start},
    atlas::{Language, PlaceId, Position},
};
use egui::{Key, Modifiers};
use egui_kittest::kittest::{NodeT as _, Queryable as _};

fn search(window: &mut Window, text: &str) {
    press(window, Key::Slash);
    window.event(egui::Event::Text(text.to_owned()));
    settle(window);
}

#[test]
fn a_fact_that_is_chosen_is_in_view_on_the_card_of_its_place() {
    let mut window = window(start());
    search(&mut window, "population pudong");
    press(&mut window, Key::Enter);
    assert_eq!(selected(&window).as_deref(), Some("pudong"));
    assert_eq!(app(&window).session().search, "");
    // The last fact of the card is far below its upper edge.
    let fact = {
        let atlas = app(&window).atlas();
        let last = atlas
            .facts_of(&PlaceId::new("pudong"))
            .last()
            .expect("facts");
        last.label.en.clone()
    };
    search(&mut window, &format!("{fact} pudong"));
    press(&mut window, Key::Enter);
    assert_eq!(selected(&window).as_deref(), Some("pudong"));
    let shown = window.get_all_by_label(&fact).any(|label| {
        let rect = label.rect();
        rect.top() > 100.0 && rect.bottom() < 776.0
    });
    assert!(shown, "{fact}");
}

#[test]
fn a_source_that_is_chosen_is_in_view_in_the_drawer_with_its_facts() {
    let mut window = window(start());
    let title = "Yangshan Port to expand";
    let chosen = |source: &&delta_atlas::atlas::Source| source.title.contains(title);
    search(&mut window, title);
    let first = app(&window).atlas().sources().iter().find(chosen);
    let title = first.expect("the source").title.clone();
    press(&mut window, Key::Enter);
    assert_eq!(app(&window).session().drawer, Some(Drawer::Sources));
    let shown = window.get_all_by_label(&title).any(|label| {
        let rect = label.rect();
        rect.top() > 100.0 && rect.bottom() < 776.0
    });
    assert!(shown, "{title}");
    window.get_by_label_contains("Phase IV quay length");
}

#[test]
fn results_are_grouped_under_their_kind_and_walked_by_arrows() {
    let mut window = window(start());
    search(&mut window, "yangshan");
    for heading in ["Places", "Facts", "Sources"] {
        assert!(
            window.query_all_by_label(heading).next().is_some(),
            "{heading}"
        );
    }
    press(&mut window, Key::ArrowDown);
    assert_eq!(app(&window).session().search_row, 1);
    press(&mut window, Key::ArrowUp);
    press(&mut window, Key::ArrowUp);
    assert!(app(&window).session().search_row > 1, "round to the last");
    press(&mut window, Key::Escape);
    assert_eq!(app(&window).session().search, "");
    assert_eq!(selected(&window), None);
}

#[test]
fn what_was_chosen_lately_is_offered_by_the_empty_box_and_kept_in_the_settings() {
    let mut one = window(start());
    press(&mut one, Key::Slash);
    assert!(
        one.query_by_label("Recent").is_none(),
        "nothing was chosen yet"
    );
    one.event(egui::Event::Text("ljz".to_owned()));
    settle(&mut one);
    press(&mut one, Key::Enter);
    press(&mut one, Key::Escape);
    press(&mut one, Key::Slash);
    one.get_by_label("Recent");
    press(&mut one, Key::Enter);
    assert_eq!(selected(&one).as_deref(), Some("lujiazui"));

    let folder = tempfile::tempdir().unwrap();
    let begin = || Start {
        settings_folder: Some(folder.path().to_owned()),
        settings: Settings {
            recent: delta_atlas::app::settings::load(folder.path())
                .settings
                .recent,
            ..common::settings()
        },
        ..start()
    };
    let mut two = window(begin());
    search(&mut two, "yangshan");
    press(&mut two, Key::Enter);
    drop(two);
    let mut three = window(begin());
    press(&mut three, Key::Slash);
    press(&mut three, Key::Enter);
    assert_eq!(selected(&three).as_deref(), Some("yangshan"));
}

#[test]
fn a_list_of_results_closes_when_the_user_turns_elsewhere_and_a_click_in_it_counts() {
    let mut window = window(start());
    search(&mut window, "ljz");
    let name = common::place(&window, "lujiazui").names.en.clone();
    let row = |window: &Window| {
        window
            .query_all_by_role_and_label(egui::accesskit::Role::ListBoxOption, &name)
            .next()
            .map(|row| row.rect())
    };
    common::click_at(&mut window, egui::pos2(700.0, 700.0));
    assert_eq!(row(&window), None, "closed");
    press(&mut window, Key::Escape);
    press(&mut window, Key::Escape);
    search(&mut window, "ljz");
    let at = row(&window).expect("the row").center();
    common::click_at(&mut window, at);
    assert_eq!(selected(&window).as_deref(), Some("lujiazui"));
}

#[test]
fn a_search_that_finds_nothing_says_what_to_try() {
    let mut window = window(start());
    search(&mut window, "qqqxxyyzz");
    window.get_by_label_contains("Nothing found");
    window.get_by_label_contains("Try another spelling");
}

#[test]
fn a_pasted_search_of_ten_thousand_or_control_characters_is_harmless() {
    let mut window = window(start());
    for text in [
        "洋山".repeat(5000),
        "\u{0}\u{7}\u{1b}\r\n\t\u{202e}".repeat(1500),
    ] {
        press(&mut window, Key::Slash);
        window.event(egui::Event::Paste(text));
        settle(&mut window);
        press(&mut window, Key::Enter);
        press(&mut window, Key::Escape);
        press(&mut window, Key::Escape);
    }
    click(&mut window, "Keys and help");
}

fn zoom(window: &Window) -> f64 {
    app(window).session().zoom
}

#[test]
fn alt_and_arrows_go_back_and_forward_through_the_views() {
    let mut window = window(start());
    let home = app(&window).session().view();
    search(&mut window, "yangshan");
    press(&mut window, Key::Enter);
    press(&mut window, Key::Home);
    search(&mut window, "hefei");
    press(&mut window, Key::Enter);
    let there = app(&window).session().view();
    assert!((there.centre.longitude - home.centre.longitude).abs() > 1.0);
    let back = |window: &mut Window| {
        window.key_press_modifiers(Modifiers::ALT, Key::ArrowLeft);
        settle(window);
    };
    back(&mut window);
    assert!((zoom(&window) - home.zoom).abs() < 1e-6);
    window.key_press_modifiers(Modifiers::ALT, Key::ArrowRight);
    settle(&mut window);
    assert!((app(&window).session().centre.longitude - there.centre.longitude).abs() < 1e-6);
    click(&mut window, "The view before (Alt+←)");
    assert!((zoom(&window) - home.zoom).abs() < 1e-6);
}

#[test]
fn a_flight_ends_where_the_user_takes_the_map_and_a_key_replaces_it() {
    let mut window = window(start());
    window.key_press(Key::Slash);
    window.step();
    window.event(egui::Event::Text("hefei".to_owned()));
    window.step();
    window.key_press(Key::Enter);
    for _ in 0..4 {
        window.step();
    }
    assert!(app(&window).session().is_flying());
    window.key_press(Key::Home);
    settle(&mut window);
    assert!((app(&window).session().centre.longitude - 121.47).abs() < 1.0);
}

#[test]
fn under_reduced_motion_the_camera_jumps() {
    let mut window = window(Start {
        settings: Settings {
            reduced_motion: Some(true),
            ..common::settings()
        },
        ..start()
    });
    window.key_press(Key::Slash);
    window.step();
    window.event(egui::Event::Text("hefei".to_owned()));
    window.step();
    window.key_press(Key::Enter);
    for _ in 0..3 {
        window.step();
        assert!(!app(&window).session().is_flying());
    }
    assert!(app(&window).session().centre.longitude < 118.5);
    press(&mut window, Key::F1);
    click(
        &mut window,
        "Reduced motion: jump instead of flying and sliding",
    );
    assert_eq!(app(&window).session().motion, Motion::Full);
    assert_eq!(app(&window).settings().reduced_motion, Some(false));
}

#[test]
fn a_click_on_the_overview_goes_there_and_a_small_window_has_none() {
    let name = "Overview: click or drag to go there";
    let mut window = window(start());
    let rect = window
        .get_by_role_and_label(egui::accesskit::Role::Image, name)
        .rect();
    let hefei = common::place(&window, "hefei").anchor();
    let at = delta_atlas::map::inset::inset_from_geo(rect, hefei);
    common::click_at(&mut window, at);
    let free = app(&window).session().free.center();
    let there = app(&window).session().view().screen_from_geo(hefei);
    assert!((there - free).length() < 40.0, "{there} {free}");
    let builder = egui_kittest::Harness::builder().with_size([500.0, 400.0]);
    let small = common::window_of(builder, start());
    assert!(small.query_by_label(name).is_none());
}

fn at(longitude: f64, latitude: f64) -> Position {
    Position::new(longitude, latitude).unwrap()
}

fn click_on(window: &mut Window, position: Position) {
    let at = app(window).window_from_geo(position);
    common::click_at(window, at);
}

fn right_click(window: &mut Window, at: egui::Pos2) {
    window.hover_at(at);
    window.run();
    for pressed in [true, false] {
        window.event(egui::Event::PointerButton {
            pos: at,
            button: egui::PointerButton::Secondary,
            pressed,
            modifiers: Modifiers::NONE,
        });
        window.step();
    }
    settle(window);
}

fn copied(window: &Window) -> Option<String> {
    let commands = &window.output().platform_output.commands;
    commands.iter().find_map(|command| match command {
        egui::OutputCommand::CopyText(text) => Some(text.clone()),
        _ => None,
    })
}

/// Clicks a button and gives what it put on the clipboard.
fn copy_by(window: &mut Window, label: &str) -> String {
    window.get_by_label(label).click_accesskit();
    for _ in 0..4 {
        window.step();
        if let Some(text) = copied(window) {
            return text;
        }
    }
    panic!("{label} copies nothing");
}

#[test]
fn two_places_that_are_searched_for_are_measured_without_a_mouse() {
    let mut window = window(start());
    press(&mut window, Key::M);
    window.get_by_label_contains("Click on the map or on places");
    for place in ["zhangjiang", "suzhou-jiangsu"] {
        search(&mut window, place);
        press(&mut window, Key::Enter);
    }
    assert_eq!(selected(&window), None, "measuring opens no card");
    window.get_by_label("94.8 km");
    window.get_by_label_contains("bearing 277° W");
    click(&mut window, "mi");
    window.get_by_label("58.9 mi");
    let text = copy_by(&mut window, "Copy");
    assert!(
        text.starts_with("58.9 mi\n") && text.contains("Zhangjiang"),
        "{text}"
    );
    assert!(text.contains("Geodesic on WGS 84"), "{text}");
    press(&mut window, Key::Backspace);
    window.get_by_label_contains("Now the next point");
    press(&mut window, Key::Escape);
    assert_eq!(app(&window).session().measure, None);
}

#[test]
fn clicks_measure_an_area_and_say_when_its_outline_crosses_itself() {
    let mut window = window(start());
    click(&mut window, "Measure (M)");
    click(&mut window, "Area");
    let corners = [
        at(122.05, 31.0),
        at(122.2, 31.0),
        at(122.2, 31.1),
        at(122.05, 31.12),
    ];
    for corner in corners {
        click_on(&mut window, corner);
    }
    let measure = app(&window).session().measure.clone().unwrap();
    assert_eq!(measure.points.len(), 4, "{:?}", measure.points);
    assert!((measure.points[0].position.longitude - 122.05).abs() < 1e-3);
    window.get_by_label_contains("km²");
    window.get_by_label_contains("Perimeter: ");
    click_on(&mut window, at(122.3, 31.05));
    window.get_by_label_contains("crosses itself");
    click(&mut window, "Take back");
    window.get_by_label_contains("Perimeter: ");
    click(&mut window, "Rings");
    window.get_by_label_contains("draw a ring through each");
    click(&mut window, "Clear");
    click_on(&mut window, at(122.2, 31.05));
    window.get_by_label("10.0 km · 50.0 km · 100.0 km");
}

#[test]
fn a_click_on_a_site_while_measuring_takes_exactly_its_position() {
    let mut window = window(start());
    press(&mut window, Key::M);
    let yangshan = common::place(&window, "yangshan").anchor();
    click_on(&mut window, yangshan);
    let measure = app(&window).session().measure.clone().unwrap();
    assert_eq!(measure.points[0].position, yangshan);
    assert_eq!(measure.points[0].place, Some(PlaceId::new("yangshan")));
}

#[test]
fn a_right_click_gives_the_coordinate_in_four_forms_and_starts_measuring() {
    let mut window = window(start());
    let spot = at(121.9, 31.0);
    let point = app(&window).window_from_geo(spot);
    right_click(&mut window, point);
    let labels = [
        "Copy WGS 84 (latitude, longitude): ",
        "Copy WGS 84, degrees, minutes, seconds: ",
        "Copy GCJ-02, approximate (AutoNavi, Tencent): ",
        "Copy BD-09, approximate (Baidu): ",
    ];
    for label in labels {
        window.get_by_label_contains(label);
    }
    let name = {
        let node = window.get_by_label_contains(labels[2]);
        node.accesskit_node().label().unwrap()
    };
    let text = copy_by(&mut window, &name);
    let (latitude, longitude) = text.split_once(", ").unwrap();
    let shifted = at(longitude.parse().unwrap(), latitude.parse().unwrap());
    let back = delta_atlas::geo::datum::wgs84_from_gcj02(shifted);
    let off = delta_atlas::geo::distance_m(spot, back);
    assert!(off < 200.0, "within a point of the screen: {off}");
    settle(&mut window);
    assert_eq!(app(&window).session().spot, None);

    right_click(&mut window, point);
    click(&mut window, "Measure from here");
    click_on(&mut window, at(122.2, 31.0));
    let measure = app(&window).session().measure.clone().unwrap();
    assert_eq!(measure.points.len(), 2);
    assert!(
        (28_000.0..29_200.0).contains(&measure.length_m()),
        "{}",
        measure.length_m()
    );
}

#[test]
fn the_keyboard_gets_the_coordinates_of_the_selected_site() {
    let mut window = window(Start {
        at: Some("yangshan".to_owned()),
        ..start()
    });
    window.key_press_modifiers(Modifiers::SHIFT, Key::F10);
    settle(&mut window);
    let spot = app(&window).session().spot.clone().unwrap();
    assert_eq!(spot.place, Some(PlaceId::new("yangshan")));
    window.get_by_label_contains("Copy GCJ-02, approximate");
    press(&mut window, Key::Escape);
    assert_eq!(app(&window).session().spot, None);
    assert!(selected(&window).is_some(), "only the innermost is closed");
}

/// The text between double quotes on each line of a source file, as it stands there.
fn literals(source: &str) -> impl Iterator<Item = &str> {
    source
        .lines()
        .flat_map(|line| line.split('"').skip(1).step_by(2))
}

/// Whether a literal with `{}` or `{name}` in it can become the key: `kind-{}` becomes `kind-port`.
fn makes(literal: &str, key: &str) -> bool {
    let Some((head, rest)) = literal.split_once('{') else {
        return literal == key;
    };
    let tail = rest.rsplit('}').next().unwrap_or_default();
    let firm = head.len() + tail.len() >= 4;
    firm && key.len() > head.len() + tail.len() && key.starts_with(head) && key.ends_with(tail)
}

fn sources(folder: &std::path::Path, found: &mut Vec<String>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            found.push(std::fs::read_to_string(&path).unwrap());
        }
    }
}

#[test]
fn no_string_of_the_interface_is_unused() {
    let mut files = Vec::new();
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    sources(&root.join("src"), &mut files);
    let literals: std::collections::HashSet<&str> =
        files.iter().flat_map(|file| literals(file)).collect();
    let patterns: Vec<&str> = literals
        .iter()
        .copied()
        .filter(|text| text.contains('{'))
        .collect();
    let strings = delta_atlas::lang::strings(delta_atlas::atlas::Language::English);
    let mut unused: Vec<&str> = strings
        .keys()
        .filter(|key| !literals.contains(key) && !patterns.iter().any(|text| makes(text, key)))
        .collect();
    unused.sort_unstable();
    assert!(unused.is_empty(), "{unused:#?}");
}

/// The names of all controls that are shown, with their roles.
fn controls(window: &Window) -> Vec<(egui::accesskit::Role, Option<String>)> {
    use egui::accesskit::Role;
    let mut found = Vec::new();
    for role in [
        Role::Button,
        Role::CheckBox,
        Role::ComboBox,
        Role::Link,
        Role::ListBoxOption,
        Role::RadioButton,
        Role::SearchInput,
        Role::Slider,
        Role::SpinButton,
        Role::TextInput,
    ] {
        for node in window.query_all_by_role(role) {
            let node = node.accesskit_node();
            let name = node.label().or_else(|| node.value());
            found.push((role, name));
        }
    }
    found
}

#[test]
fn every_control_has_a_name_in_both_languages_whatever_is_open() {
    for language in [Language::English, Language::Chinese] {
        let mut window = window(Start {
            language: Some(language),
            at: Some("pudong".to_owned()),
            ..start()
        });
        let walk = |what: &str, window: &mut Window| {
            let nameless: Vec<_> = controls(window)
                .into_iter()
                .filter(|(_, name)| name.as_deref().unwrap_or_default().trim().is_empty())
                .collect();
            assert!(nameless.is_empty(), "{what}: {nameless:?}");
        };
        walk("the card", &mut window);
        press(&mut window, Key::M);
        walk("measuring", &mut window);
        window.key_press_modifiers(Modifiers::SHIFT, Key::F10);
        settle(&mut window);
        walk("a spot", &mut window);
        press(&mut window, Key::F1);
        walk("the keys", &mut window);
        for _ in 0..4 {
            press(&mut window, Key::Escape);
        }
        let strings = delta_atlas::lang::strings(language);
        let drawers: Vec<String> = strings
            .keys()
            .filter(|key| key.starts_with("drawer-"))
            .map(|key| strings.get(key).to_owned())
            .collect();
        for drawer in drawers {
            let button = window
                .query_all_by_role_and_label(egui::accesskit::Role::Button, &drawer)
                .next();
            if let Some(button) = button {
                button.click_accesskit();
                settle(&mut window);
                walk(&drawer, &mut window);
            }
        }
        search(&mut window, "yangshan");
        walk("results", &mut window);
    }
}

#[test]
fn tab_walks_search_tools_map_and_card_and_comes_round_again() {
    let mut window = window(Start {
        at: Some("yangshan".to_owned()),
        ..start()
    });
    let mut seen: Vec<String> = Vec::new();
    for _ in 0..400 {
        window.key_press(Key::Tab);
        window.step();
        let focused = window.root().children_recursive().find(|node| {
            node.is_focused() && node.accesskit_node().id() != window.root().accesskit_node().id()
        });
        let name = focused.and_then(|node| node.accesskit_node().label());
        if let Some(name) = name {
            if seen.len() > 20 && seen.first() == Some(&name) {
                break;
            }
            seen.push(name);
        }
    }
    for name in [
        "Search",
        "Keys and help",
        "Zoom in",
        "Home view",
        "Measure (M)",
        "Claims and what holds",
        "Sources",
        "Show the legend",
        "Close facts",
    ] {
        assert!(seen.iter().any(|known| known == name), "{name} in {seen:?}");
    }
}

#[test]
fn an_atlas_without_places_says_that_there_is_nothing_to_see_yet() {
    let folder = tempfile::tempdir().unwrap();
    let manifest = r#"{"format": "delta-atlas", "version": 1, "title": {"en": "Nothing yet"}, "languages": ["en"]}"#;
    std::fs::write(folder.path().join("atlas.json"), manifest).unwrap();
    let places = r#"{"type": "FeatureCollection", "features": []}"#;
    std::fs::write(folder.path().join("places.geojson"), places).unwrap();
    let mut window = window(Start {
        atlas: Some(folder.path().to_owned()),
        ..start()
    });
    window.get_by_label_contains("no places yet");
    for drawer in ["Claims and what holds", "Sources"] {
        click(&mut window, drawer);
        window.get_by_label_contains(match drawer {
            "Sources" => "no sources yet",
            _ => "no claims",
        });
    }
    search(&mut window, "yangshan");
    window.get_by_label_contains("Nothing found");
}

#[test]
fn from_300_points_to_8k_and_from_three_quarters_to_threefold_everything_opens() {
    for (size, scale) in [
        ([300.0, 400.0], 0.75),
        ([300.0, 400.0], 3.0),
        ([7680.0, 4320.0], 0.75),
        ([7680.0, 4320.0], 1.0),
    ] {
        let builder = egui_kittest::Harness::builder()
            .with_size(size)
            .with_pixels_per_point(scale);
        let mut window = common::window_of(
            builder,
            Start {
                at: Some("pudong".to_owned()),
                ..start()
            },
        );
        search(&mut window, "yangshan");
        press(&mut window, Key::Enter);
        assert_eq!(selected(&window).as_deref(), Some("yangshan"), "{size:?}");
        press(&mut window, Key::M);
        window.key_press_modifiers(Modifiers::SHIFT, Key::F10);
        settle(&mut window);
        press(&mut window, Key::F1);
        let screen = egui::Rect::from_min_size(egui::Pos2::ZERO, size.into());
        for label in ["Close", "End measuring", "Zoom in", "Close facts"] {
            let rect = window.get_all_by_label(label).next().unwrap().rect();
            assert!(screen.contains_rect(rect), "{label} at {rect} in {size:?}");
        }
    }
}

#[test]
fn a_right_click_on_a_region_offers_its_facts_to_come_closer_and_to_compare_it() {
    let mut window = window(start());
    let point = app(&window).window_from_geo(at(121.1, 31.15));
    let offer = |window: &mut Window, label: &str| {
        right_click(window, point);
        window.get_by_label("Qingpu District");
        window.get_by_label_contains("Copy BD-09");
        click(window, label);
    };
    let before = zoom(&window);
    offer(&mut window, "Zoom to it");
    assert!(zoom(&window) > before);
    assert_eq!(selected(&window), None, "nothing is selected by that");
    press(&mut window, Key::Home);
    offer(&mut window, "Compare this place");
    let session = app(&window).session();
    assert_eq!(session.compared, [PlaceId::new("qingpu")]);
    assert_eq!(session.drawer, Some(Drawer::Compare));
    press(&mut window, Key::Escape);
    press(&mut window, Key::Home);
    offer(&mut window, "Open its facts");
    assert_eq!(selected(&window).as_deref(), Some("qingpu"));
    assert_eq!(app(&window).session().spot, None);
}

#[test]
fn the_menu_that_a_key_opens_is_walked_by_keys() {
    let mut window = window(Start {
        at: Some("pudong".to_owned()),
        ..start()
    });
    window.key_press_modifiers(Modifiers::SHIFT, Key::F10);
    settle(&mut window);
    assert!(window.get_by_label("Open its facts").is_focused());
    press(&mut window, Key::Tab);
    assert!(window.get_by_label("Zoom to it").is_focused());
    let before = zoom(&window);
    press(&mut window, Key::Plus);
    press(&mut window, Key::Enter);
    assert!(app(&window).session().spot.is_none());
    assert!((zoom(&window) - before).abs() < 2.0);
}

#[test]
fn screen_readers_are_told_what_was_found_while_it_is_typed() {
    use egui::accesskit::{Live, Role};
    let mut window = window(start());
    let told = |window: &Window| -> Vec<(Option<String>, Option<Live>)> {
        let nodes = window.query_all_by_role(Role::Status);
        nodes
            .map(|node| {
                let node = node.accesskit_node();
                (node.label(), Some(node.live()))
            })
            .collect()
    };
    assert_eq!(told(&window), []);
    search(&mut window, "ljz");
    let name = common::place(&window, "lujiazui").names.en.clone();
    let [(Some(text), live)] = &told(&window)[..] else {
        panic!("one message: {:?}", told(&window));
    };
    assert!(text.contains("results") && text.contains(&name), "{text}");
    assert_eq!(*live, Some(Live::Polite));
    window.event(egui::Event::Text("qqxx".to_owned()));
    settle(&mut window);
    assert!(told(&window)[0].0.as_ref().unwrap().contains("No results"));
}

#[test]
fn in_narrow_and_low_windows_no_panel_covers_another_nor_the_attribution() {
    for size in [
        [300.0, 600.0],
        [360.0, 700.0],
        [600.0, 400.0],
        [620.0, 520.0],
    ] {
        let builder = egui_kittest::Harness::builder().with_size(size);
        let mut window = common::window_of(builder, start());
        let field = window
            .get_by_role(egui::accesskit::Role::SearchInput)
            .rect();
        assert!(field.width() > 150.0, "{field} in {size:?}");
        press(&mut window, Key::M);
        let rect = |label: &str| {
            let role = egui::accesskit::Role::Button;
            window.get_by_role_and_label(role, label).rect()
        };
        let attribution = window.get_by_label_contains("OpenStreetMap").rect();
        let labels = [
            "Zoom in",
            "Home view",
            "Measure (M)",
            "Layers and themes",
            "Briefings",
            "Show the legend",
            "End measuring",
        ];
        let rects: Vec<egui::Rect> = labels.iter().map(|label| rect(label)).collect();
        let screen = egui::Rect::from_min_size(egui::Pos2::ZERO, size.into());
        for (index, one) in rects.iter().enumerate() {
            assert!(screen.contains_rect(*one), "{} in {size:?}", labels[index]);
            assert!(
                !one.intersects(attribution),
                "{} in {size:?}",
                labels[index]
            );
            for (other, known) in rects[..index].iter().enumerate() {
                let apart = !known.intersects(*one);
                assert!(apart, "{} and {} in {size:?}", labels[index], labels[other]);
            }
        }
        press(&mut window, Key::Escape);
        for (drawer, inside) in [
            ("Layers and themes", "Move down: Metro"),
            ("Sources", "Close"),
        ] {
            click(&mut window, drawer);
            let rect = window.get_all_by_label(inside).next().unwrap().rect();
            assert!(rect.right() <= size[0], "{inside} at {rect} in {size:?}");
            press(&mut window, Key::Escape);
        }
    }
}

#[test]
fn however_far_the_map_is_thrown_it_stays_in_its_bounds() {
    use delta_atlas::scene::view::{BOUNDS, MAX_ZOOM, MIN_ZOOM};
    let mut window = window(start());
    let middle = egui::pos2(700.0, 400.0);
    window.hover_at(middle);
    window.step();
    for delta in [1e9, -1e9, 3.0] {
        window.event(egui::Event::MouseWheel {
            unit: egui::MouseWheelUnit::Point,
            delta: egui::vec2(0.0, delta),
            phase: egui::TouchPhase::Move,
            source: egui::MouseWheelSource::Wheel,
            modifiers: Modifiers::NONE,
        });
        settle(&mut window);
    }
    let button = |window: &mut Window, pos, pressed| {
        window.event(egui::Event::PointerButton {
            pos,
            button: egui::PointerButton::Primary,
            pressed,
            modifiers: Modifiers::NONE,
        });
        window.step();
    };
    for far in [egui::pos2(1e7, -1e7), egui::pos2(-1e9, 1e9)] {
        button(&mut window, middle, true);
        window.hover_at(far);
        window.step();
        button(&mut window, far, false);
        settle(&mut window);
    }
    for key in [Key::Minus, Key::ArrowLeft, Key::ArrowUp, Key::Plus] {
        for _ in 0..30 {
            window.key_press(key);
            window.step();
        }
    }
    settle(&mut window);
    let session = app(&window).session();
    assert!(
        (MIN_ZOOM..=MAX_ZOOM).contains(&session.zoom),
        "{}",
        session.zoom
    );
    let centre = session.centre;
    assert!(
        (BOUNDS.west..=BOUNDS.east).contains(&centre.longitude),
        "{centre:?}"
    );
    assert!(
        (BOUNDS.south..=BOUNDS.north).contains(&centre.latitude),
        "{centre:?}"
    );
    press(&mut window, Key::Home);
    let name = common::place(&window, "zhangjiang").names.en.clone();
    assert!(window.query_all_by_label(&name).next().is_some());
}

#[test]
fn a_huge_window_opens_nearer_on_the_same_ground() {
    let zoom_of = |size: [f32; 2]| {
        let builder = egui_kittest::Harness::builder().with_size(size);
        let window = common::window_of(builder, start());
        zoom(&window)
    };
    let common = zoom_of([1280.0, 800.0]);
    assert!((zoom_of([1920.0, 1080.0]) - common).abs() < 0.01);
    let huge = zoom_of([3840.0, 2160.0]);
    assert!((0.9..1.1).contains(&(huge - common)), "{huge} {common}");
}
