//! What a frame costs the processor without the graphics: the whole interface and scene of the built-in atlas, laid
//! out and turned into triangles. While the camera moves, at most 2 ms at 1920 x 1080 (half of the runs).

use delta_atlas::{
    app::{App, Settings, Start},
    atlas::Language,
    theme::ThemeName,
};
use egui::{Event, MouseWheelSource, MouseWheelUnit, RawInput, Rect, TouchPhase, Vec2, pos2, vec2};

const SIZES: [&str; 2] = ["1920x1080", "3840x2160"];

fn main() {
    divan::main();
}

/// A window without a system behind it.
struct Window {
    context: egui::Context,
    app: App,
    size: Vec2,
    time_s: f64,
    frame: u32,
}

impl Window {
    /// At rest on a place, or on the home view.
    fn new(size: &str, at: Option<&str>) -> Self {
        let context = egui::Context::default();
        let start = Start {
            at: at.map(str::to_owned),
            settings: Settings {
                language: Some(Language::English),
                theme: Some(ThemeName::Light),
                hint_seen: true,
                ..Settings::default()
            },
            ..Start::default()
        };
        let size = match size {
            "1920x1080" => vec2(1920.0, 1080.0),
            _ => vec2(3840.0, 2160.0),
        };
        let app = App::new(&context, start);
        let mut window = Self {
            context,
            app,
            size,
            time_s: 0.0,
            frame: 0,
        };
        for _ in 0..40 {
            window.run(Vec::new());
        }
        window
    }

    fn run(&mut self, events: Vec<Event>) -> usize {
        self.time_s += 1.0 / 60.0;
        let input = RawInput {
            screen_rect: Some(Rect::from_min_size(pos2(0.0, 0.0), self.size)),
            time: Some(self.time_s),
            events,
            ..RawInput::default()
        };
        let Self { context, app, .. } = self;
        let mut output = context.run_ui(input, |ui| {
            app.logic(ui.ctx());
            app.show_ui(ui);
        });
        // Nobody uploads them.
        output.textures_delta.clear();
        let triangles = context.tessellate(output.shapes, output.pixels_per_point);
        triangles.len()
    }

    /// A frame in which the camera comes closer or goes away a little, as on a flight: every name is placed anew.
    fn fly(&mut self) -> usize {
        self.frame += 1;
        let step = if self.frame % 60 < 30 { 2.0 } else { -2.0 };
        let middle = self.size / 2.0;
        self.run(vec![
            Event::PointerMoved(middle.to_pos2()),
            Event::MouseWheel {
                unit: MouseWheelUnit::Point,
                delta: vec2(0.0, step),
                phase: TouchPhase::Move,
                source: MouseWheelSource::Unknown,
                modifiers: egui::Modifiers::NONE,
            },
        ])
    }
}

/// The delta from the home view on: the camera moves in every frame.
#[divan::bench(args = SIZES, sample_count = 200)]
fn flying_over_the_delta(bencher: divan::Bencher<'_, '_>, size: &str) {
    let mut window = Window::new(size, None);
    bencher.bench_local(|| window.fly());
}

/// The middle of Shanghai with the card of a place: the camera moves in every frame.
#[divan::bench(args = SIZES, sample_count = 200)]
fn flying_over_the_city_with_a_card(bencher: divan::Bencher<'_, '_>, size: &str) {
    let mut window = Window::new(size, Some("lujiazui"));
    bencher.bench_local(|| window.fly());
}

/// A frame that something else asked for, such as a pointer that moves over the bar.
#[divan::bench(args = SIZES, sample_count = 200)]
fn standing_still(bencher: divan::Bencher<'_, '_>, size: &str) {
    let mut window = Window::new(size, None);
    bencher.bench_local(|| window.run(Vec::new()));
}
