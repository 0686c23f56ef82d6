//! A window without a desktop: the whole program in `egui_kittest`.

#![allow(clippy::expect_used, reason = "a test may fail loudly")]
#![allow(dead_code, reason = "each test file uses a part of it")]

use delta_atlas::{
    app::{App, Settings, Start},
    atlas::{Language, PlaceId},
    theme::ThemeName,
};
use egui_kittest::{Harness, HarnessBuilder, kittest::Queryable as _};

/// The program's state: `None` until the first frame, which makes it.
pub type Window = Harness<'static, Option<App>>;

/// English and light, with the hint for newcomers read.
pub fn settings() -> Settings {
    Settings {
        language: Some(Language::English),
        theme: Some(ThemeName::Light),
        hint_seen: true,
        ..Settings::default()
    }
}

pub fn start() -> Start {
    Start {
        settings: settings(),
        ..Start::default()
    }
}

/// A window of 1280 x 800 points that has come to rest.
pub fn window(start: Start) -> Window {
    window_of(Harness::builder().with_size([1280.0, 800.0]), start)
}

pub fn window_of(builder: HarnessBuilder<Option<App>>, start: Start) -> Window {
    let mut start = Some(start);
    let mut harness = builder.with_max_steps(60).with_step_dt(0.1).build_ui_state(
        move |ui, app: &mut Option<App>| match app {
            None => {
                *app = start.take().map(|start| App::new(ui.ctx(), start));
                ui.ctx().request_repaint();
            }
            Some(app) => {
                app.logic(ui.ctx());
                app.show_ui(ui);
            }
        },
        None,
    );
    settle(&mut harness);
    harness
}

/// Runs until an atlas that is being read on another thread is there and nothing moves any more.
pub fn settle(harness: &mut Window) {
    harness.run();
    while harness.state().as_ref().is_some_and(App::is_opening) {
        std::thread::sleep(std::time::Duration::from_millis(5));
        harness.run();
    }
    harness.run();
}

pub fn app(harness: &Window) -> &App {
    harness
        .state()
        .as_ref()
        .expect("the first frame has made the program")
}

pub fn selected(harness: &Window) -> Option<String> {
    app(harness)
        .session()
        .selected
        .as_ref()
        .map(PlaceId::to_string)
}

pub fn click(harness: &mut Window, label: &str) {
    harness.get_by_label(label).click();
    settle(harness);
}

/// A click of the pointer at a point of the window.
pub fn click_at(harness: &mut Window, at: egui::Pos2) {
    harness.hover_at(at);
    harness.run();
    for pressed in [true, false] {
        harness.event(egui::Event::PointerButton {
            pos: at,
            button: egui::PointerButton::Primary,
            pressed,
            modifiers: egui::Modifiers::NONE,
        });
        harness.step();
    }
    settle(harness);
}

pub fn press(harness: &mut Window, key: egui::Key) {
    harness.key_press(key);
    settle(harness);
}

pub fn place<'a>(harness: &'a Window, id: &str) -> &'a delta_atlas::atlas::Place {
    app(harness)
        .atlas()
        .place(&PlaceId::new(id))
        .expect("the place is in the atlas")
}

/// Where the place is on the screen.
pub fn on_screen(harness: &Window, id: &str) -> egui::Pos2 {
    app(harness).window_from_geo(place(harness, id).anchor())
}

/// As wide as letters are on average; Chinese ones are square.
pub fn measure(text: &str, lettering: &delta_atlas::scene::Lettering) -> egui::Vec2 {
    let width = |line: &str| -> f32 {
        let letter = |letter: char| if letter.is_ascii() { 0.55 } else { 1.0 };
        line.chars()
            .map(|one| letter(one) * lettering.size + lettering.spacing)
            .sum()
    };
    let lines: Vec<f32> = text.lines().map(width).collect();
    let widest = lines.iter().copied().fold(0.0, f32::max);
    egui::vec2(widest, lines.len() as f32 * lettering.size * 1.25)
}
