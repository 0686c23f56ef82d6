//! Making the scene: reading the built-in atlas, the layers of the ground, names and symbols of a view, what lies
//! under a point.

use std::hint::black_box;

use delta_atlas::{
    atlas::{Atlas, Language, Position},
    basemap,
    geo::Locator,
    scene::{self, Lettering, MapContent, Overlay, SceneInput, View, ground, pick},
    store,
    theme::{Theme, ThemeName},
};
use egui::{Pos2, Rect, Vec2, vec2};

/// The delta, the city, a district.
const ZOOMS: [f64; 3] = [7.5, 9.3, 12.0];

fn main() {
    divan::main();
}

fn view(zoom: f64) -> View {
    View {
        centre: Position {
            longitude: 121.47,
            latitude: 31.2,
        },
        zoom,
        size: vec2(1920.0, 1032.0),
    }
}

/// As wide as the letters of a common typeface are on average.
fn measure(text: &str, lettering: &Lettering) -> Vec2 {
    vec2(
        text.chars().count() as f32 * lettering.size * 0.55,
        lettering.size * 1.2,
    )
}

fn overlay(atlas: &Atlas, theme: &Theme, view: View) -> Overlay {
    let content = MapContent::default();
    let input = SceneInput {
        atlas,
        content: &content,
        view,
        free: Rect::from_min_size(Pos2::ZERO, view.size),
        covered: &[],
        colours: &theme.map,
        language: Language::English,
        selected: None,
        hovered: None,
    };
    scene::overlay(input, &measure)
}

/// The files of the atlas with all its facts, checked.
#[divan::bench]
fn reading_the_built_in_atlas() -> store::Loaded {
    store::builtin()
}

/// The map files that the first picture needs are read once; this is what looking at them again costs.
#[divan::bench]
fn all_layers_of_the_base_map() -> usize {
    basemap::all()
        .iter()
        .map(|layer| layer.features.len())
        .sum()
}

#[divan::bench(args = ZOOMS)]
fn layers_of_the_ground(bencher: divan::Bencher<'_, '_>, zoom: f64) {
    let theme = Theme::new(ThemeName::Light);
    let content = MapContent::default();
    bencher.bench_local(|| ground::ground(&content, None, &theme.map, black_box(zoom)));
}

/// Symbols and names of a screen of 1920 x 1080.
#[divan::bench(args = ZOOMS)]
fn placing_symbols_and_names(bencher: divan::Bencher<'_, '_>, zoom: f64) {
    let atlas = store::builtin().atlas;
    let theme = Theme::new(ThemeName::Light);
    bencher.bench_local(|| overlay(&atlas, &theme, black_box(view(zoom))));
}

/// What lies under the pointer, in a grid of 96 points over the screen.
#[divan::bench(args = ZOOMS)]
fn picking_at_96_points(bencher: divan::Bencher<'_, '_>, zoom: f64) {
    let atlas = store::builtin().atlas;
    let locator = Locator::new(&atlas);
    let theme = Theme::new(ThemeName::Light);
    let view = view(zoom);
    let overlay = overlay(&atlas, &theme, view);
    bencher.bench_local(|| {
        let points = (0..96_u8).map(|number| {
            let (column, row) = (f32::from(number % 12), f32::from(number / 12));
            Pos2::new(80.0 + column * 160.0, 60.0 + row * 120.0)
        });
        let found =
            points.filter_map(|point| pick::pick(&atlas, &locator, &overlay, view, None, point));
        found.count()
    });
}
