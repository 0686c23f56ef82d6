//! What an export costs, from the atlas to the bytes of the file: pictures of the home view, the hand-out of the
//! longest briefing, the same as a presentation, the atlas as one page of HTML, all facts.

use std::hint::black_box;

use delta_atlas::{
    atlas::Language,
    export::{Format, Handout, Job, PerPage, PictureSize, Subject, Watch},
    geo::Locator,
    store,
    theme::ThemeName,
};

/// In pixels: the map of a small window, of a projector, of a poster on A3.
const SIZES: [(u64, u64); 3] = [(1280, 752), (1920, 1080), (3840, 2160)];

fn main() {
    divan::main();
}

/// The bytes that a job gives.
fn bench(bencher: divan::Bencher<'_, '_>, job: &Job) {
    let atlas = store::builtin().atlas;
    let locator = Locator::new(&atlas);
    bencher.bench_local(|| {
        let mut bytes = Vec::new();
        match job.write(&atlas, &locator, &mut bytes, &Watch::default()) {
            Ok(_) => black_box(bytes),
            Err(error) => unreachable!("{error:?}"),
        }
    });
}

fn job(format: Format, (width, height): (u64, u64)) -> Job {
    let Ok(size) = PictureSize::new(width, height, 1.0) else {
        unreachable!("{width} x {height} can be made")
    };
    Job {
        format,
        subject: Subject::Home,
        size,
        language: Language::English,
        theme: ThemeName::Light,
        bare: false,
        handout: Handout::default(),
        data: None,
    }
}

/// With legend, scale bar and sources.
#[divan::bench(args = SIZES, sample_count = 10)]
fn home_view_as_png(bencher: divan::Bencher<'_, '_>, size: (u64, u64)) {
    bench(bencher, &job(Format::Png, size));
}

#[divan::bench(args = SIZES, sample_count = 20)]
fn home_view_as_svg(bencher: divan::Bencher<'_, '_>, size: (u64, u64)) {
    bench(bencher, &job(Format::Svg, size));
}

/// All of the longest briefing, with notes.
fn briefing(format: Format, per_page: usize) -> Option<Job> {
    let atlas = store::builtin().atlas;
    let longest = atlas
        .briefings()
        .iter()
        .max_by_key(|one| one.slides.len())?;
    Some(Job {
        subject: Subject::Slides(longest.id.clone(), (0..longest.slides.len()).collect()),
        handout: Handout {
            per_page: PerPage::from_count(per_page).unwrap_or_default(),
            notes: true,
            ..Handout::default()
        },
        ..job(format, SIZES[1])
    })
}

/// Every slide with map, facts and notes; so many slides on a page.
#[divan::bench(args = [1, 4], sample_count = 3)]
fn longest_briefing_as_pdf(bencher: divan::Bencher<'_, '_>, per_page: usize) {
    let Some(job) = briefing(Format::Pdf, per_page) else {
        return;
    };
    bench(bencher, &job);
}

/// Every slide with its map as shapes, words, tables and notes.
#[divan::bench(sample_count = 3)]
fn longest_briefing_as_pptx(bencher: divan::Bencher<'_, '_>) {
    let Some(job) = briefing(Format::Pptx, 1) else {
        return;
    };
    bench(bencher, &job);
}

/// The whole atlas as one page that opens without network.
#[divan::bench(sample_count = 3)]
fn home_view_as_html(bencher: divan::Bencher<'_, '_>) {
    bench(bencher, &job(Format::Html, SIZES[1]));
}

#[divan::bench]
fn all_facts_as_csv(bencher: divan::Bencher<'_, '_>) {
    bench(bencher, &job(Format::Csv, SIZES[0]));
}

#[divan::bench]
fn all_facts_as_json(bencher: divan::Bencher<'_, '_>) {
    bench(bencher, &job(Format::Json, SIZES[0]));
}

#[divan::bench]
fn all_places_as_geojson(bencher: divan::Bencher<'_, '_>) {
    bench(bencher, &job(Format::GeoJson, SIZES[0]));
}
