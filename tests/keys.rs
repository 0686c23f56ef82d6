//! The list of keys tells the truth: every key in it is pressed, and does something.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test may fail loudly"
)]

mod common;

use common::{Window, app, click, press, settle, start, window};
use delta_atlas::{
    app::{Dialog, Start},
    atlas::Language,
    ui::keys::GROUPS,
};
use egui::{Event, Key, Modifiers, ViewportCommand};

/// A key as the list writes it.
fn key(sign: &str) -> Key {
    match sign {
        "←" => Key::ArrowLeft,
        "→" => Key::ArrowRight,
        "↑" => Key::ArrowUp,
        "↓" => Key::ArrowDown,
        "+" => Key::Plus,
        "−" => Key::Minus,
        "/" => Key::Slash,
        "?" => Key::Questionmark,
        "Esc" => Key::Escape,
        name => Key::from_name(name).unwrap_or_else(|| panic!("{name} is no key")),
    }
}

/// Presses what the list writes, and gives the commands that this sent to the window.
fn press_keys(window: &mut Window, written: &str) -> Vec<ViewportCommand> {
    let mut modifiers = Modifiers::NONE;
    let mut pressed = None;
    for sign in written.split(' ') {
        match sign {
            "Ctrl" => modifiers |= Modifiers::COMMAND,
            "Shift" => modifiers |= Modifiers::SHIFT,
            "Alt" => modifiers |= Modifiers::ALT,
            sign => pressed = Some(key(sign)),
        }
    }
    let pressed = pressed.expect("a key beside the modifiers");
    let mut commands = Vec::new();
    for down in [true, false] {
        window.event(Event::Key {
            key: pressed,
            physical_key: None,
            pressed: down,
            repeat: false,
            modifiers,
        });
        window.step();
        let sent = window.output().viewport_output.values();
        commands.extend(sent.flat_map(|output| output.commands.clone()));
    }
    settle(window);
    commands
}

fn type_text(window: &mut Window, text: &str) {
    press(window, Key::Slash);
    window.event(Event::Text(text.to_owned()));
    settle(window);
}

fn focused(window: &Window) -> Option<egui::Id> {
    window.ctx.memory(egui::Memory::focused)
}

fn slides(window: &Window) -> usize {
    app(window).atlas().briefings()[0].slides.len()
}

/// A window in which the key has something to do.
fn prepared(does: &str) -> Window {
    let mut window = match does {
        "key-spot" | "key-measure-back" => common::window(Start {
            at: Some("yangshan".to_owned()),
            ..start()
        }),
        _ => window(start()),
    };
    match does {
        "key-home" => press(&mut window, Key::Plus),
        "key-history" => {
            for place in ["yangshan", "hefei", "suzhou"] {
                type_text(&mut window, place);
                press(&mut window, Key::Enter);
            }
            window.key_press_modifiers(Modifiers::ALT, Key::ArrowLeft);
            settle(&mut window);
        }
        "key-enter" => type_text(&mut window, "yangshan"),
        "key-close" => press(&mut window, Key::F1),
        "key-measure-back" => press(&mut window, Key::M),
        "key-undo" | "key-redo" | "key-save" => {
            click(&mut window, "Briefings");
            click(&mut window, "Add slide from this view");
            click(&mut window, "Add slide from this view");
            window.key_press_modifiers(Modifiers::COMMAND, Key::Z);
            settle(&mut window);
        }
        _ => {}
    }
    window
}

#[test]
fn every_key_of_the_list_does_what_the_list_says() {
    for (does, written) in GROUPS
        .iter()
        .flat_map(|(_, keys)| *keys)
        .map(|(written, does)| (*does, *written))
        .filter(|(_, written)| !written.starts_with("key-name-"))
    {
        for written in written.split("  ") {
            let mut window = prepared(does);
            let session = |window: &Window| format!("{:?}", app(window).session());
            let (before, count) = (session(&window), slides(&window));
            let (zoom, centre, focus) = {
                let session = app(&window).session();
                (session.zoom, session.centre, focused(&window))
            };
            let commands = press_keys(&mut window, written);
            let session_now = app(&window).session();
            let worked = match does {
                "key-pan" => session_now.centre != centre && session_now.zoom == zoom,
                "key-zoom" => (session_now.zoom - zoom).abs() > 0.9,
                "key-zoom-twice" => (session_now.zoom - zoom).abs() > 1.9,
                "key-home" => session_now.zoom < zoom,
                "key-history" => session_now.centre != centre,
                "key-search" => focused(&window) == Some(delta_atlas::ui::search::field_id()),
                "key-walk" => focused(&window).is_some() && focused(&window) != focus,
                "key-enter" => common::selected(&window).as_deref() == Some("yangshan"),
                "key-close" => session_now.dialog.is_none(),
                "key-present" | "key-present-here" => app(&window).is_presenting(),
                // The built-in atlas is in the program: saving asks for a place.
                "key-save" => session(&window) != before || !asks(&window).is_empty(),
                "key-undo" | "key-redo" => slides(&window).abs_diff(count) == 1,
                "key-measure" => session_now.measure.is_some(),
                "key-measure-back" => session_now
                    .measure
                    .as_ref()
                    .is_some_and(|measure| measure.points.is_empty()),
                "key-spot" => session_now.spot.is_some(),
                "key-export" => session_now.dialog == Some(Dialog::Export),
                "key-language" => session_now.language == Language::Chinese,
                "key-theme" => session(&window) != before,
                "key-full-screen" => commands
                    .iter()
                    .any(|command| matches!(command, ViewportCommand::Fullscreen(true))),
                "key-help" => session_now.dialog == Some(Dialog::Keys),
                other => panic!("{other} is not tested"),
            };
            assert!(worked, "{written}: {does}");
        }
    }
}

/// What the window says about saving.
fn asks(window: &Window) -> Vec<String> {
    use egui_kittest::kittest::{NodeT as _, Queryable as _};
    let nodes = window.query_all_by_label_contains("cop");
    nodes
        .filter_map(|node| node.accesskit_node().label())
        .collect()
}

#[test]
fn no_key_of_the_list_fires_while_text_is_typed() {
    let mut window = window(start());
    type_text(&mut window, "port");
    let before = app(&window).session().zoom;
    for written in ["L", "M", "+", "−", "?"] {
        press_keys(&mut window, written);
    }
    let session = app(&window).session();
    assert_eq!(session.language, Language::English);
    assert!(session.measure.is_none() && session.dialog.is_none());
    assert!((session.zoom - before).abs() < 1e-9);
}

#[test]
fn the_list_is_whole_in_narrow_and_wide_windows_in_both_languages() {
    use egui_kittest::kittest::Queryable as _;
    for size in [[300.0, 400.0], [1280.0, 800.0]] {
        let builder = egui_kittest::Harness::builder().with_size(size);
        let mut window = common::window_of(builder, start());
        press(&mut window, Key::F1);
        for _ in 0..2 {
            let strings = delta_atlas::lang::strings(app(&window).session().language);
            for does in GROUPS
                .iter()
                .flat_map(|(_, keys)| *keys)
                .map(|(_, does)| *does)
            {
                let words = strings.get(does);
                assert!(window.query_all_by_label(words).next().is_some(), "{words}");
            }
            press(&mut window, Key::L);
        }
    }
}
