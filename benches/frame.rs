//! What a frame costs the processor without the graphics: the whole interface and scene of the built-in atlas, laid
//! out and turned into triangles. While the camera moves with every layer on, at most 2 ms at 1920 x 1080 (half of the
//! runs); where a slide changes, at most 16 ms (the slowest); over a million points or 100,000 areas of a file, at most
//! 4 ms.

mod features;

use delta_atlas::{
    app::{App, Settings, Start, StartShow},
    atlas::Language,
    scene::content::{LayerId, MapContent},
    theme::ThemeName,
};
use egui::{
    Event, Key, Modifiers, MouseWheelSource, MouseWheelUnit, RawInput, Rect, TouchPhase, Vec2,
    pos2, vec2,
};

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
    /// At rest on a place, or on the home view; every layer of the map is on.
    fn new(size: &str, at: Option<&str>) -> Self {
        let at = at.map(str::to_owned);
        let mut window = Self::start(
            size,
            Start {
                at,
                ..Start::default()
            },
        );
        window.rest();
        window
    }

    /// Before its first frame.
    fn start(size: &str, start: Start) -> Self {
        let context = egui::Context::default();
        let mut everything = MapContent::default();
        for layer in LayerId::ALL {
            everything.set_visible(layer, true);
        }
        let start = Start {
            settings: Settings {
                language: Some(Language::English),
                theme: Some(ThemeName::Light),
                hint_seen: true,
                content: everything,
                ..Settings::default()
            },
            ..start
        };
        let size = match size {
            "1920x1080" => vec2(1920.0, 1080.0),
            _ => vec2(3840.0, 2160.0),
        };
        let app = App::new(&context, start);
        Self {
            context,
            app,
            size,
            time_s: 0.0,
            frame: 0,
        }
    }

    /// On a slide of the first briefing, counted from 1.
    fn presenting(size: &str, slide: usize) -> Self {
        let present = Some(StartShow {
            slide,
            ..StartShow::default()
        });
        let mut window = Self::start(
            size,
            Start {
                present,
                ..Start::default()
            },
        );
        window.rest();
        window
    }

    /// Until nothing flies and no file is being read any more.
    fn rest(&mut self) {
        while self.app.is_opening() {
            self.run(Vec::new());
            std::thread::sleep(std::time::Duration::from_millis(5));
        }
        // Two seconds: the longest flight.
        for _ in 0..130 {
            self.run(Vec::new());
        }
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
                modifiers: Modifiers::NONE,
            },
        ])
    }
}

/// Opening: fonts, atlas, search index, and the first frame with the triangles of its map. What lies behind the
/// graphics driver, and reading the map files once, is not in it.
#[divan::bench(args = SIZES, sample_count = 20)]
fn first_frame_of_a_new_window(bencher: divan::Bencher<'_, '_>, size: &str) {
    bencher
        .with_inputs(|| ())
        .bench_local_values(|()| Window::start(size, Start::default()).run(Vec::new()));
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

/// On a slide with a map, text and a check, while nothing moves.
#[divan::bench(args = SIZES, sample_count = 200)]
fn presenting_a_slide(bencher: divan::Bencher<'_, '_>, size: &str) {
    let mut window = Window::presenting(size, 3);
    bencher.bench_local(|| window.run(Vec::new()));
}

/// A show at 60 frames a second with a Next every second: flights, cards and builds of the article's slides. The
/// slowest frame is the one in which a slide changes. Between two frames there is time, as on a screen: what comes next
/// is made ready on another thread.
#[divan::bench(args = SIZES, sample_count = 1200, sample_size = 1)]
fn presenting_with_a_next_every_second(bencher: divan::Bencher<'_, '_>, size: &str) {
    let mut window = Window::presenting(size, 1);
    let until_the_next = || std::thread::sleep(std::time::Duration::from_millis(14));
    bencher
        .with_inputs(until_the_next)
        .bench_local_values(|()| {
            window.frame += 1;
            let key = |pressed| Event::Key {
                key: Key::PageDown,
                physical_key: None,
                pressed,
                repeat: false,
                modifiers: Modifiers::NONE,
            };
            let is_time = window.frame.is_multiple_of(60);
            window.run(if is_time {
                vec![key(true), key(false)]
            } else {
                Vec::new()
            })
        });
}

/// A million points of a CSV file over the map: the camera moves in every frame.
#[divan::bench(args = SIZES, sample_count = 200)]
fn flying_over_a_million_points(bencher: divan::Bencher<'_, '_>, size: &str) {
    over_a_file(bencher, size, "points.csv", &features::csv(1_000_000));
}

/// 100,000 areas with 5,000,000 vertices of a GeoJSON file over the map: the camera moves in every frame.
#[divan::bench(args = SIZES, sample_count = 200)]
fn flying_over_100_000_areas(bencher: divan::Bencher<'_, '_>, size: &str) {
    over_a_file(bencher, size, "areas.geojson", &features::areas(100_000));
}

fn over_a_file(bencher: divan::Bencher<'_, '_>, size: &str, name: &str, text: &str) {
    let Ok(folder) = tempfile::tempdir() else {
        return;
    };
    let path = folder.path().join(name);
    if std::fs::write(&path, text).is_err() {
        return;
    }
    let mut window = Window::start(
        size,
        Start {
            atlas: Some(path),
            ..Start::default()
        },
    );
    window.rest();
    // Areas are made ready on another thread once it is known where they are seen.
    std::thread::sleep(std::time::Duration::from_secs(2));
    window.rest();
    bencher.bench_local(|| window.fly());
}
