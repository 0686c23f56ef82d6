//! What a user sees and does in the window, found by accessible names.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stderr,
    reason = "a test may fail loudly"
)]

mod common;

use common::{app, click, click_at, on_screen, place, press, selected, settle, start, window};
use delta_atlas::{
    app::Start,
    atlas::{Geometry, Language},
    theme::ThemeName,
    ui::facts,
};
use egui::{Key, Modifiers, Rect, pos2, vec2};
use egui_kittest::{Harness, kittest::Queryable as _};

/// Where the map is in a window of 1280 x 800.
fn map() -> Rect {
    Rect::from_min_max(pos2(0.0, 48.0), pos2(1280.0, 800.0))
}

#[test]
fn the_first_picture_has_zhangjiang_lujiazui_and_yangshan_on_it() {
    let window = window(start());
    for id in ["zhangjiang", "lujiazui", "yangshan"] {
        let place = place(&window, id);
        let symbol = window.get_by_label(&place.names.en);
        assert!(map().contains_rect(symbol.rect()), "{id}");
    }
}

#[test]
fn a_click_on_a_site_opens_its_facts_with_value_unit_date_status_and_source() {
    let mut window = window(start());
    let at = on_screen(&window, "yangshan");
    click_at(&mut window, at);
    assert_eq!(selected(&window).as_deref(), Some("yangshan"));
    let name = place(&window, "yangshan").names.clone();
    window.get_by_label(&format!("Facts about {}", name.en));
    window.get_by_label_contains(&name.zh);
    window
        .get_all_by_label("one source")
        .next()
        .expect("a status in words");
    assert!(
        window
            .query_all_by_role(egui::accesskit::Role::Link)
            .next()
            .is_some(),
        "a source"
    );
}

#[test]
fn the_camera_brings_what_was_selected_into_the_part_that_no_panel_covers() {
    for id in ["yangshan", "shanghai-tower", "chongming", "nantong", "ustc"] {
        let window = window(Start {
            at: Some(id.to_owned()),
            ..start()
        });
        assert_eq!(selected(&window).as_deref(), Some(id));
        let free = facts::free_part(map(), Some(facts::bounds(map())));
        let place = place(&window, id);
        let extent = place.extent();
        let corners = match place.geometry {
            Geometry::Site(position) => vec![position],
            _ => vec![
                delta_atlas::atlas::Position {
                    longitude: extent.west,
                    latitude: extent.south,
                },
                delta_atlas::atlas::Position {
                    longitude: extent.east,
                    latitude: extent.north,
                },
            ],
        };
        for corner in corners {
            let at = app(&window).window_from_geo(corner);
            assert!(free.expand(1.0).contains(at), "{id} at {at}, free {free}");
        }
    }
}

#[test]
fn escape_and_a_click_on_the_open_sea_close_the_facts() {
    let mut window = window(Start {
        at: Some("yangshan".to_owned()),
        ..start()
    });
    press(&mut window, Key::Escape);
    assert_eq!(selected(&window), None);
    let at = on_screen(&window, "yangshan");
    click_at(&mut window, at);
    assert!(selected(&window).is_some());
    let sea = app(&window).window_from_geo(delta_atlas::atlas::Position {
        longitude: 122.2,
        latitude: 30.85,
    });
    click_at(&mut window, sea);
    assert_eq!(selected(&window), None);
}

#[test]
fn a_click_on_a_district_selects_it_and_one_on_a_city_the_city() {
    let mut window = window(start());
    let fengxian = delta_atlas::atlas::Position {
        longitude: 121.62,
        latitude: 30.905,
    };
    let at = app(&window).window_from_geo(fengxian);
    click_at(&mut window, at);
    assert_eq!(selected(&window).as_deref(), Some("fengxian"));
    press(&mut window, Key::Escape);
    press(&mut window, Key::Home);
    let jiaxing = delta_atlas::atlas::Position {
        longitude: 120.85,
        latitude: 30.62,
    };
    let at = app(&window).window_from_geo(jiaxing);
    click_at(&mut window, at);
    assert_eq!(selected(&window).as_deref(), Some("jiaxing"));
}

#[test]
fn one_key_switches_every_word_to_chinese_and_back() {
    let mut window = window(Start {
        at: Some("lujiazui".to_owned()),
        ..start()
    });
    press(&mut window, Key::L);
    assert_eq!(app(&window).session().language, Language::Chinese);
    window.get_by_label("陆家嘴金融城的资料");
    press(&mut window, Key::L);
    window.get_by_label("Facts about Lujiazui Financial City");
}

#[test]
fn keys_do_nothing_while_text_is_typed() {
    let mut window = window(start());
    window.key_press_modifiers(Modifiers::COMMAND, Key::F);
    settle(&mut window);
    window.event(egui::Event::Text("l".to_owned()));
    press(&mut window, Key::L);
    assert_eq!(app(&window).session().language, Language::English);
    assert_eq!(app(&window).session().search, "l");
}

#[test]
fn a_search_by_initials_flies_to_what_enter_takes() {
    let mut window = window(start());
    press(&mut window, Key::Slash);
    window.event(egui::Event::Text("ljz".to_owned()));
    settle(&mut window);
    press(&mut window, Key::Enter);
    assert_eq!(selected(&window).as_deref(), Some("lujiazui"));
    assert_eq!(app(&window).session().search, "");
}

#[test]
fn the_theme_button_goes_through_the_three_themes() {
    let mut window = window(start());
    for (shown, next) in [
        ("light", ThemeName::Dark),
        ("dark", ThemeName::Projector),
        ("projector", ThemeName::Light),
    ] {
        click(&mut window, &format!("Theme: {shown}. Click for the next"));
        assert_eq!(app(&window).session().theme, next);
    }
}

#[test]
fn every_site_is_reached_by_tab_and_opened_by_enter() {
    let mut window = window(start());
    let name = place(&window, "yangshan").names.en.clone();
    for _ in 0..120 {
        window.key_press(Key::Tab);
        window.step();
        let focused = window.get_by_label(&name).is_focused();
        if focused {
            press(&mut window, Key::Enter);
            assert_eq!(selected(&window).as_deref(), Some("yangshan"));
            return;
        }
    }
    panic!("Tab never reached {name}");
}

#[test]
fn nothing_is_repainted_while_nothing_changes() {
    let mut window = window(start());
    window.step();
    let viewport = window
        .output()
        .viewport_output
        .values()
        .next()
        .expect("a window");
    assert_eq!(viewport.repaint_delay, std::time::Duration::MAX);
}

#[test]
fn an_atlas_that_cannot_be_opened_says_so_and_offers_the_built_in_one() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut window = window(Start {
        atlas: Some(folder.path().to_owned()),
        ..start()
    });
    window.get_by_label_contains("atlas.json");
    click(&mut window, "Go on with the built-in atlas");
    assert!(
        window
            .query_by_label("Go on with the built-in atlas")
            .is_none()
    );
    window.get_by_label(&place(&window, "yangshan").names.en.clone());
}

#[test]
fn a_place_that_does_not_exist_is_named_with_what_may_have_been_meant() {
    let window = window(Start {
        at: Some("zhangjang".to_owned()),
        ..start()
    });
    window.get_by_label_contains("Did you mean zhangjiang?");
}

#[test]
fn windows_from_tiny_to_huge_draw_without_a_fault() {
    for size in [vec2(300.0, 240.0), vec2(899.0, 700.0), vec2(3840.0, 2160.0)] {
        for scale in [0.75, 3.0] {
            let builder = Harness::builder()
                .with_size(size)
                .with_pixels_per_point(scale);
            let mut window = common::window_of(
                builder,
                Start {
                    at: Some("lujiazui".to_owned()),
                    ..start()
                },
            );
            settle(&mut window);
            window.get_by_label("Facts about Lujiazui Financial City");
        }
    }
}

#[test]
fn a_claim_about_space_is_judged_in_words_and_drawn_on_the_map() {
    let mut window = window(start());
    click(&mut window, "Claims and what holds");
    let verdict = "Does not hold. Farthest apart are Suzhou and Yangshan Port: 158.6 km. Claimed: at most 100 km.";
    window.get_by_label(verdict);
    window.get_by_label_contains("Holds. Farthest from Zhangjiang is Suzhou: 94.8 km.");
    let shows: Vec<_> = window.get_all_by_label("Show on the map").collect();
    assert!(shows.len() >= 6, "{} checks", shows.len());
    let below = window.get_by_label(verdict).rect().bottom();
    let show = shows
        .iter()
        .find(|show| show.rect().top() >= below - 1.0)
        .expect("its button");
    show.click_accesskit();
    settle(&mut window);
    assert_eq!(app(&window).session().check.as_deref(), Some("triangle"));
    for id in ["zhangjiang", "suzhou-jiangsu", "yangshan"] {
        assert!(map().contains(on_screen(&window, id)), "{id}");
    }
    press(&mut window, Key::Escape);
    assert_eq!(app(&window).session().check, None);
}

#[test]
fn from_a_source_to_its_facts_to_their_place() {
    let mut window = window(start());
    click(&mut window, "Sources");
    window.get_by_label("Sources: 162");
    click(&mut window, "No address");
    assert!(
        window.query_by_label("Sources: 162").is_none(),
        "fewer are listed"
    );
    click(&mut window, "All");
    window.get_by_label("Filter by title or publisher").focus();
    settle(&mut window);
    window.event(egui::Event::Text("Yangshan Port to expand".to_owned()));
    settle(&mut window);
    window.get_by_label("Sources: 1");
    window
        .get_by_label_contains("facts rest on it")
        .click_accesskit();
    settle(&mut window);
    window.get_by_label_contains("Phase IV quay length");
    window
        .get_all_by_role_and_label(egui::accesskit::Role::Link, "Yangshan Port")
        .next()
        .expect("the way to the place")
        .click_accesskit();
    settle(&mut window);
    assert_eq!(selected(&window).as_deref(), Some("yangshan"));
}
