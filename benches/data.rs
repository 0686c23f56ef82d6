//! Data files, from 1,000 to 1,000,000 features: reading, making ready for every zoom, what a frame and a click cost.
//! A million points: at most 0.4 of the time that GDAL takes to read them, a frame under 4 ms, a click under 1 ms.

mod features;

use std::hint::black_box;

use delta_atlas::{
    atlas::Position,
    import::{Import, Progress, read_from},
    scene::{DataLayer, View},
};
use egui::{pos2, vec2};
use features::{areas, csv, geojson};

const SIZES: [usize; 4] = [1_000, 10_000, 100_000, 1_000_000];
/// Of a screen of 1920 x 1080 points: all of the delta, a city, a street.
const ZOOMS: [f64; 3] = [7.3, 10.3, 15.3];

fn main() {
    divan::main();
}

fn import(text: &str, delimited: bool) -> Import {
    match read_from(text.as_bytes(), delimited, "bench", &Progress::default()) {
        Ok(import) => import,
        Err(error) => unreachable!("{error}"),
    }
}

fn view(zoom: f64) -> View {
    View {
        centre: Position {
            longitude: 121.0,
            latitude: 31.3,
        },
        zoom,
        size: vec2(1920.0, 1080.0),
    }
}

#[divan::bench(args = SIZES, sample_count = 3)]
fn reading_geojson(bencher: divan::Bencher<'_, '_>, features: usize) {
    let text = geojson(features);
    bencher.bench_local(|| import(black_box(&text), false));
}

#[divan::bench(args = SIZES, sample_count = 3)]
fn reading_csv(bencher: divan::Bencher<'_, '_>, features: usize) {
    let text = csv(features);
    bencher.bench_local(|| import(black_box(&text), true));
}

#[divan::bench(args = SIZES, sample_count = 3)]
fn binning_points_for_every_zoom(bencher: divan::Bencher<'_, '_>, features: usize) {
    let text = geojson(features);
    bencher
        .with_inputs(|| import(&text, false).table)
        .bench_local_values(DataLayer::new);
}

/// 50 vertices each: 100,000 areas have 5,000,000.
#[divan::bench(args = [1_000, 10_000, 100_000], sample_count = 3)]
fn simplifying_areas_for_every_zoom(bencher: divan::Bencher<'_, '_>, features: usize) {
    let text = areas(features);
    bencher
        .with_inputs(|| import(&text, false).table)
        .bench_local_values(DataLayer::new);
}

/// Clustering: what a frame pays for while the camera moves.
#[divan::bench(args = ZOOMS)]
fn dots_of_a_million_points_in_view(bencher: divan::Bencher<'_, '_>, zoom: f64) {
    let layer = DataLayer::new(import(&geojson(1_000_000), false).table);
    bencher.bench_local(|| layer.dots(black_box(&view(zoom))));
}

#[divan::bench(args = SIZES)]
fn dots_of_the_delta_in_view(bencher: divan::Bencher<'_, '_>, features: usize) {
    let layer = DataLayer::new(import(&geojson(features), false).table);
    bencher.bench_local(|| layer.dots(black_box(&view(7.3))));
}

#[divan::bench(args = SIZES)]
fn a_click_in_the_delta(bencher: divan::Bencher<'_, '_>, features: usize) {
    let layer = DataLayer::new(import(&geojson(features), false).table);
    bencher.bench_local(|| layer.pick(black_box(&view(7.3)), pos2(960.0, 540.0)));
}

#[divan::bench(args = ZOOMS)]
fn a_click_among_a_million_points(bencher: divan::Bencher<'_, '_>, zoom: f64) {
    let layer = DataLayer::new(import(&geojson(1_000_000), false).table);
    bencher.bench_local(|| layer.pick(black_box(&view(zoom)), pos2(960.0, 540.0)));
}

#[divan::bench(args = [7.3, 9.3, 12.3])]
fn a_click_among_100_000_areas(bencher: divan::Bencher<'_, '_>, zoom: f64) {
    let layer = DataLayer::new(import(&areas(100_000), false).table);
    bencher.bench_local(|| layer.pick(black_box(&view(zoom)), pos2(960.0, 540.0)));
}

/// On another thread, once for each level of zoom and part of the map.
#[divan::bench(args = [7.3, 9.3, 12.3], sample_count = 10)]
fn outlines_of_100_000_areas_in_view(bencher: divan::Bencher<'_, '_>, zoom: f64) {
    use delta_atlas::scene::view::plane_from_geo;
    let layer = DataLayer::new(import(&areas(100_000), false).table);
    let view = view(zoom);
    let low = plane_from_geo(view.geo_from_screen(pos2(0.0, 0.0)));
    let high = plane_from_geo(view.geo_from_screen(view.size.to_pos2()));
    bencher.bench_local(|| layer.outlines(black_box(low), black_box(high), zoom));
}
