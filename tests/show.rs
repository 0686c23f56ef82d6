//! What a presenter does and sees during a show, in a window without a desktop.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test may fail loudly"
)]

mod common;

use common::{Window, app, press, settings, settle, start, window};
use delta_atlas::{
    app::{Settings, Start, StartShow},
    atlas::Language,
    briefing::show::{Curtain, Panel, Screen, State, Step},
};
use egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable as _;

fn presenting(slide: usize) -> Window {
    window(Start {
        present: Some(StartShow {
            briefing: None,
            slide,
        }),
        ..start()
    })
}

fn state(window: &Window) -> State {
    *app(window).show().expect("a show").state()
}

fn step(slide: usize, build: usize) -> Step {
    Step { slide, build }
}

fn title(window: &Window, slide: usize) -> String {
    let briefing = &app(window).atlas().briefings()[0];
    briefing.slides[slide].title.en.clone()
}

/// Two screens beside each other, this window on the left one.
fn plug_in(window: &mut Window) {
    let screen = |index: usize| Screen {
        index,
        name: format!("screen {index}"),
        bounds: [1280 * i32::try_from(index).unwrap(), 0, 1280, 800],
    };
    let found = vec![screen(0), screen(1)];
    let app = window.state_mut().as_mut().unwrap();
    app.see_screens(found, Some([600, 400]));
    window.run_steps(3);
}

fn unplug(window: &mut Window) {
    let left = Screen {
        index: 0,
        name: "screen 0".to_owned(),
        bounds: [0, 0, 1280, 800],
    };
    let app = window.state_mut().as_mut().unwrap();
    app.see_screens(vec![left], Some([600, 400]));
    window.run_steps(3);
}

fn key(window: &mut Window, key: Key) {
    window.key_press(key);
    window.run_steps(4);
}

#[test]
fn f5_starts_the_first_briefing_and_escape_then_f5_returns_to_the_very_slide() {
    let mut window = window(start());
    press(&mut window, Key::F5);
    assert!(app(&window).is_presenting());
    assert_eq!(state(&window).live.step, step(0, 0));
    key(&mut window, Key::PageDown);
    key(&mut window, Key::PageDown);
    let here = state(&window).live.step;
    assert_ne!(here, step(0, 0));
    key(&mut window, Key::Escape);
    assert!(!app(&window).is_presenting());
    window.get_by_label("Search");
    key(&mut window, Key::F5);
    assert!(app(&window).is_presenting());
    assert_eq!(state(&window).live.step, here);
}

#[test]
fn the_button_in_the_bar_starts_the_show_too() {
    let mut window = window(start());
    common::click(&mut window, "Present (F5)");
    assert!(app(&window).is_presenting());
}

#[test]
fn the_command_line_opens_on_a_slide_and_on_the_last_one_for_a_number_too_large() {
    assert_eq!(state(&presenting(3)).live.step, step(2, 0));
    let window = presenting(9999);
    let last = app(&window).atlas().briefings()[0].slides.len() - 1;
    assert_eq!(state(&window).live.step.slide, last);
}

#[test]
fn a_briefing_that_is_not_there_is_named_and_the_atlas_stays() {
    let window = window(Start {
        present: Some(StartShow {
            briefing: Some("nothing".to_owned()),
            slide: 1,
        }),
        ..start()
    });
    assert!(!app(&window).is_presenting());
    window.get_by_label("No briefing is called “nothing”.");
}

#[test]
fn a_clickers_keys_move_blacken_and_wake() {
    let mut window = presenting(1);
    key(&mut window, Key::Period);
    assert_eq!(state(&window).curtain, Some(Curtain::Black));
    key(&mut window, Key::PageDown);
    assert_eq!(
        (state(&window).curtain, state(&window).live.step),
        (None, step(0, 0))
    );
    key(&mut window, Key::PageDown);
    assert_eq!(state(&window).live.step, step(1, 0));
    key(&mut window, Key::PageUp);
    assert_eq!(state(&window).live.step.slide, 0);
    key(&mut window, Key::F5);
    assert!(app(&window).is_presenting());
}

#[test]
fn digits_show_number_and_title_while_typing_and_enter_jumps() {
    let mut window = presenting(1);
    key(&mut window, Key::Num4);
    let name = format!("4  {}", title(&window, 3));
    window.get_by_label(&name);
    key(&mut window, Key::Enter);
    assert_eq!(state(&window).live.step, step(3, 0));
}

#[test]
fn two_screens_show_notes_and_slides_to_the_presenter() {
    let mut window = presenting(2);
    assert!(
        window.query_by_label("Notes").is_none(),
        "no notes on one screen"
    );
    plug_in(&mut window);
    assert!(state(&window).two_screens);
    window.get_by_label("Notes");
    let next = format!("3  {}", title(&window, 2));
    window.get_by_label(&next).click_accesskit();
    window.run_steps(4);
    assert_eq!(state(&window).live.step, step(2, 0));
}

#[test]
fn a_screen_that_is_unplugged_takes_the_notes_away_and_keeps_the_slide() {
    let mut window = presenting(3);
    plug_in(&mut window);
    key(&mut window, Key::F);
    assert!(state(&window).frozen.is_some());
    key(&mut window, Key::Plus);
    unplug(&mut window);
    assert!(window.query_by_label("Notes").is_none());
    assert_eq!(state(&window).live.step, step(2, 0));
    assert!(state(&window).frozen.is_none() && !state(&window).live.is_off_script());
    plug_in(&mut window);
    window.get_by_label("Notes");
    assert_eq!(state(&window).live.step, step(2, 0));
}

#[test]
fn a_place_is_searched_off_the_script_and_r_returns() {
    let mut window = presenting(2);
    key(&mut window, Key::Slash);
    assert_eq!(state(&window).panel, Some(Panel::Search));
    let field = window.get_by_label("Place");
    field.focus();
    field.type_text("yangshan");
    window.run_steps(4);
    key(&mut window, Key::Enter);
    let found = state(&window);
    assert!(
        found.live.strayed && found.live.card && found.panel.is_none(),
        "{found:?}"
    );
    key(&mut window, Key::R);
    assert!(!state(&window).live.is_off_script());
    assert_eq!(state(&window).live.step, step(1, 0));
}

#[test]
fn the_letters_of_the_keys_can_be_typed_into_the_search_box() {
    let mut window = presenting(2);
    key(&mut window, Key::Slash);
    let before = state(&window);
    let field = window.get_by_label("Place");
    field.focus();
    window.run_steps(2);
    for letter in [Key::B, Key::W, Key::L, Key::F, Key::X] {
        key(&mut window, letter);
    }
    assert_eq!(state(&window), before);
}

#[test]
fn every_panel_opens_and_closes_in_both_languages() {
    for language in [Language::English, Language::Chinese] {
        let mut window = window(Start {
            settings: Settings {
                language: Some(language),
                ..settings()
            },
            present: Some(StartShow {
                briefing: None,
                slide: 2,
            }),
            ..start()
        });
        for opener in [Key::Tab, Key::G, Key::F1, Key::Y, Key::O] {
            key(&mut window, opener);
            assert!(state(&window).panel.is_some(), "{opener:?}");
            key(&mut window, Key::Escape);
            assert!(state(&window).panel.is_none(), "{opener:?}");
        }
    }
}

#[test]
fn both_briefings_can_be_shown_from_first_to_last_in_both_languages() {
    for language in [Language::English, Language::Chinese] {
        for briefing in ["article", "network"] {
            let mut window = window(Start {
                settings: Settings {
                    language: Some(language),
                    ..settings()
                },
                present: Some(StartShow {
                    briefing: Some(briefing.to_owned()),
                    slide: 1,
                }),
                ..start()
            });
            let mut presses = 0;
            let last = app(&window).show().unwrap().deck().last();
            while state(&window).live.step.slide < last {
                window.key_press(Key::PageDown);
                window.run_steps(2);
                presses += 1;
                assert!(presses < 200);
            }
            window.key_press_modifiers(Modifiers::SHIFT, Key::Space);
            window.run_steps(2);
            assert!(app(&window).is_presenting());
        }
    }
    let mut idle = presenting(1);
    settle(&mut idle);
}
