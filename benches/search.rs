//! How long a search takes while somebody types: at most 5 ms in the built-in atlas, 30 ms among 100,000 places.

use std::{hint::black_box, sync::LazyLock};

use delta_atlas::{
    atlas::{Atlas, Geometry, Kind, Place, PlaceId, Position, Text},
    search::Index,
    store,
};

const SIZES: [usize; 4] = [1_000, 10_000, 100_000, 1_000_000];
const ROWS: usize = 9;
/// A letter, a beginning, a whole name, initials, characters, words, a typing error, letters inside a word, nothing.
const QUERIES: [&str; 10] = [
    "z",
    "zhang",
    "zhangjiang",
    "zj",
    "江",
    "park pudong",
    "zhangjang",
    "hangji",
    "qqqxxyyzz",
    "park",
];

fn main() {
    divan::main();
}

/// Names put together from syllables, as a user's own table of companies might hold them.
fn large(places: usize) -> Atlas {
    let syllables = [
        ("zhāng", "张"),
        ("jiāng", "江"),
        ("pǔ", "浦"),
        ("dōng", "东"),
        ("lù", "陆"),
        ("jiā", "家"),
        ("zuǐ", "嘴"),
        ("yáng", "洋"),
        ("shān", "山"),
        ("sū", "苏"),
        ("zhōu", "州"),
        ("níng", "宁"),
        ("bō", "波"),
        ("hé", "合"),
        ("féi", "肥"),
        ("nán", "南"),
        ("jīng", "京"),
    ];
    let endings = [
        "Park",
        "Science City",
        "Port",
        "Logistics Centre",
        "University",
    ];
    let place = |number: usize| {
        let part = |step: usize| syllables[(number / step + number * 7) % syllables.len()];
        let parts = [part(1), part(17), part(289), part(4913)];
        let pinyin: String = parts.iter().map(|(sound, _)| *sound).collect();
        let chinese: String = parts.iter().map(|(_, sign)| *sign).collect();
        let english = format!("{pinyin} {} {number}", endings[number % endings.len()]);
        Place {
            id: PlaceId::new(format!("place-{number}")),
            kind: Kind::Company,
            names: Text::new(english, format!("{chinese}园区")),
            label: Text::default(),
            pinyin: Some(pinyin),
            aliases: Vec::new(),
            summary: Text::default(),
            within: None,
            adcode: None,
            geometry: Geometry::Site(Position {
                longitude: 121.0,
                latitude: 31.0,
            }),
            centre: None,
            accuracy_m: None,
            position_note: Text::default(),
            position_source: None,
            themes: Vec::new(),
        }
    };
    let manifest = store::builtin().atlas.manifest;
    Atlas::new(
        manifest,
        (0..places).map(place).collect(),
        Vec::new(),
        Vec::new(),
    )
}

#[divan::bench(args = QUERIES)]
fn built_in(bencher: divan::Bencher<'_, '_>, query: &str) {
    static INDEX: LazyLock<std::sync::Mutex<Index>> =
        LazyLock::new(|| std::sync::Mutex::new(Index::new(&store::builtin().atlas)));
    let Ok(index) = INDEX.lock() else { return };
    bencher.bench_local(|| index.find_all(black_box(query), ROWS));
}

#[divan::bench(args = QUERIES, sample_count = 20)]
fn among_100_000_places(bencher: divan::Bencher<'_, '_>, query: &str) {
    static INDEX: LazyLock<std::sync::Mutex<Index>> =
        LazyLock::new(|| std::sync::Mutex::new(Index::new(&large(100_000))));
    let Ok(index) = INDEX.lock() else { return };
    bencher.bench_local(|| index.find_all(black_box(query), ROWS));
}

/// How the cost grows with the places.
#[divan::bench(args = SIZES, sample_count = 20)]
fn zhangjiang_among_places(bencher: divan::Bencher<'_, '_>, places: usize) {
    let index = Index::new(&large(places));
    bencher.bench_local(|| index.find_all(black_box("zhangjiang"), ROWS));
}

#[divan::bench(args = SIZES, sample_count = 3)]
fn making_the_index_of_places(bencher: divan::Bencher<'_, '_>, places: usize) {
    let atlas = large(places);
    bencher.bench_local(|| Index::new(black_box(&atlas)));
}

#[divan::bench]
fn making_the_index_of_the_built_in_atlas(bencher: divan::Bencher<'_, '_>) {
    let atlas = store::builtin().atlas;
    bencher.bench_local(|| Index::new(black_box(&atlas)));
}
