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
    app::{Action, AfterAction, Settings, Start, StartShow},
    atlas::Language,
    briefing::show::{Curtain, Panel, Screen, State, Step},
    store,
    theme::ThemeName,
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

// ---- Before and after

/// A show that moved on twice and was left.
fn left(rehearse: bool) -> Window {
    let mut window = window(start());
    if rehearse {
        common::click(&mut window, "Briefings");
        common::click(&mut window, "Rehearse");
    } else {
        press(&mut window, Key::F5);
    }
    for pressed in [Key::PageDown, Key::PageDown] {
        key(&mut window, pressed);
        window.run_steps(40);
    }
    key(&mut window, Key::Escape);
    assert!(!app(&window).is_presenting());
    window
}

#[test]
fn after_a_show_its_record_is_saved_and_never_over_another_file_unasked() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("shown.csv");
    let mut window = left(false);
    let context = window.ctx.clone();
    let state = window.state_mut().as_mut().unwrap();
    let file = AfterAction::File(path.to_string_lossy().into_owned());
    state.act(&context, Action::AfterShow(file));
    common::click(&mut window, "Save record");
    saved(&mut window);
    window.get_by_label_contains("The record was saved to");
    let table = std::fs::read_to_string(&path).unwrap();
    assert!(
        table.starts_with("\u{feff}Time,Lasted,Slide,Shown\n"),
        "{table}"
    );
    assert!(table.contains(&title(&window, 1)), "{table}");
    std::fs::write(&path, "mine").unwrap();
    common::click(&mut window, "Save record");
    saved(&mut window);
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "mine");
    common::click(&mut window, "Replace the file");
    saved(&mut window);
    assert_eq!(std::fs::read_to_string(&path).unwrap(), table);
}

fn saved(window: &mut Window) {
    while app(window).desk().after().unwrap().is_saving() {
        std::thread::sleep(std::time::Duration::from_millis(5));
        window.run();
    }
    window.run();
}

#[test]
fn a_record_that_is_dropped_is_gone_and_the_slide_is_not() {
    let mut window = left(false);
    let here = state(&window).live.step;
    common::click(&mut window, "Drop record");
    assert!(app(&window).desk().after().is_none());
    assert!(window.query_by_label("After the show").is_none());
    key(&mut window, Key::F5);
    assert_eq!(state(&window).live.step, here);
}

#[test]
fn a_rehearsal_shows_its_times_and_they_become_the_plan_until_they_are_undone() {
    let mut window = left(true);
    assert_eq!(window.query_all_by_label("After the rehearsal").count(), 2);
    assert!(window.query_by_label("Save record").is_none());
    let planned = |window: &Window| {
        let briefing = &app(window).atlas().briefings()[0];
        let seconds = briefing.slides.iter().map(|slide| slide.seconds);
        seconds.collect::<Vec<_>>()
    };
    let before = planned(&window);
    let measured = app(&window).show().unwrap().times().of(1).round() as u32;
    assert!(measured >= 4, "{measured}");
    common::click(&mut window, "Take these times as the plan");
    let after = planned(&window);
    assert_eq!(after[1], Some(measured));
    assert_eq!(
        after[5..],
        before[5..],
        "slides that were not shown keep their plan"
    );
    window.key_press_modifiers(Modifiers::COMMAND, Key::Z);
    window.run_steps(4);
    assert_eq!(planned(&window), before);
}

#[test]
fn a_briefing_that_is_edited_between_escape_and_f5_goes_on_with_the_same_slide() {
    let mut window = left(false);
    let here = state(&window).live.step.slide;
    let name = title(&window, here);
    press(&mut window, Key::Escape);
    common::click(&mut window, "Briefings");
    let first = format!("Slide 1: {}", title(&window, 0));
    common::click(&mut window, &first);
    common::click(&mut window, "Delete");
    key(&mut window, Key::F5);
    assert_eq!(state(&window).live.step.slide, here - 1);
    assert_eq!(title(&window, here - 1), name);
}

#[test]
fn shift_f5_starts_from_the_slide_that_is_chosen_in_the_drawer() {
    let mut window = window(start());
    common::click(&mut window, "Briefings");
    let fifth = format!("Slide 5: {}", title(&window, 4));
    common::click(&mut window, &fifth);
    window.key_press_modifiers(Modifiers::SHIFT, Key::F5);
    window.run_steps(4);
    assert_eq!(state(&window).live.step, step(4, 0));
}

#[test]
fn f5_starts_the_briefing_that_was_chosen_in_the_drawer() {
    let mut window = left(false);
    press(&mut window, Key::Escape);
    common::click(&mut window, "Briefings");
    let second = app(&window).atlas().briefings()[1].title.en.clone();
    common::click(&mut window, &second);
    key(&mut window, Key::F5);
    let slides = app(&window).atlas().briefings()[1].slides.len();
    assert_eq!(app(&window).show().unwrap().deck().last() + 1, slides);
}

/// The built-in atlas in a folder, where the first slide selects a place that is gone.
fn with_a_fault() -> (tempfile::TempDir, Window) {
    let parent = tempfile::tempdir().unwrap();
    let built_in = store::builtin().briefings;
    let folder = store::save_copy(None, &built_in, parent.path()).unwrap();
    let path = folder.join("briefings/article.md");
    let text = std::fs::read_to_string(&path).unwrap();
    let text = text.replace("# scorecard\n", "# scorecard\nselect: gone\n");
    std::fs::write(&path, text).unwrap();
    let window = window(Start {
        atlas: Some(folder),
        ..start()
    });
    (parent, window)
}

#[test]
fn what_is_to_be_mended_is_shown_before_the_show_and_a_second_f5_presents_anyway() {
    let (_parent, mut window) = with_a_fault();
    press(&mut window, Key::F5);
    assert!(!app(&window).is_presenting());
    window.get_by_label("Present anyway (F5)");
    press(&mut window, Key::F5);
    assert!(app(&window).is_presenting());
    plug_in(&mut window);
    assert!(window.query_by_label_contains("gone").is_none());
    key(&mut window, Key::PageDown);
    window.get_by_label_contains("gone");
}

#[test]
fn shows_are_in_the_colours_of_projectors_until_others_are_chosen() {
    let mut window = presenting(2);
    assert_eq!(app(&window).show_theme(), ThemeName::Projector);
    plug_in(&mut window);
    window.get_by_label("Colours: projector").click_accesskit();
    window.run_steps(4);
    window.get_by_label("Colours: light");
    assert_eq!(app(&window).settings().show_theme, Some(ThemeName::Light));
}

#[test]
fn a_briefing_without_slides_is_told_by_its_title_and_f5_passes_it_over() {
    let parent = tempfile::tempdir().unwrap();
    let built_in = store::builtin().briefings;
    let folder = store::save_copy(None, &built_in, parent.path()).unwrap();
    let empty = "---\nbriefing: 1\ntitle.en: Nothing yet\ntitle.zh: 空\n---\n";
    std::fs::write(folder.join("briefings/aaa.md"), empty).unwrap();
    let mut window = window(Start {
        atlas: Some(folder),
        present: Some(StartShow {
            briefing: Some("aaa".to_owned()),
            slide: 1,
        }),
        ..start()
    });
    assert!(!app(&window).is_presenting());
    window.get_by_label_contains("The briefing “Nothing yet” has no slides.");
    press(&mut window, Key::F5);
    if !app(&window).is_presenting() {
        press(&mut window, Key::F5);
    }
    let slides = app(&window).show().unwrap().deck().last() + 1;
    assert_eq!(slides, app(&window).atlas().briefings()[1].slides.len());
}
