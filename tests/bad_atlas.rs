//! Untrusted and damaged atlases: each gives a clear message, and what is sound still loads.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stderr,
    reason = "a test may fail loudly"
)]

use std::{
    fs,
    io::Write as _,
    path::{Path, PathBuf},
};

use delta_atlas::{
    atlas::{Language, PlaceId},
    lang,
    store::{self, Loaded, OpenError, Problem},
};
use proptest::prelude::*;
use tempfile::TempDir;
use zip::{ZipWriter, write::SimpleFileOptions};

const MANIFEST: &str = r#"{"format": "delta-atlas", "version": 1, "title": {"en": "Test", "zh": "试"},
    "languages": ["en", "zh"], "themes": [{"id": "profile", "name": {"en": "Profile", "zh": "概况"}}]}"#;
const PLACES: &str = r#"{"type": "FeatureCollection", "features": [
    {"type": "Feature", "properties": {"id": "depot", "kind": "port", "name_en": "Depot", "within": "pudong"},
     "geometry": {"type": "Point", "coordinates": [121.6, 31.2]}},
    {"type": "Feature", "properties": {"id": "pudong", "kind": "district", "name_zh": "浦东新区", "adcode": "310115"},
     "geometry": null}]}"#;
const FACTS: &str = "id,place,theme,label_en,value,unit,as_of,status,source\n\
    depot-area,depot,profile,Area,12.5,km2,2023,sourced,yearbook\n";
const SOURCES: &str =
    "id,title,publisher,year,url\nyearbook,Yearbook,Office,2023,https://example.org\n";

/// A folder with a sound atlas, in which single files are then spoilt.
struct Folder(TempDir);

impl Folder {
    fn new() -> Self {
        let folder = Self(tempfile::tempdir().unwrap());
        folder.put("atlas.json", MANIFEST);
        folder.put("places.geojson", PLACES);
        folder.put("facts.csv", FACTS);
        folder.put("sources.csv", SOURCES);
        folder
    }

    fn path(&self) -> &Path {
        self.0.path()
    }

    fn put(&self, name: &str, contents: impl AsRef<[u8]>) {
        fs::write(self.path().join(name), contents).unwrap();
    }

    /// Replaces a piece of a file.
    fn spoil(&self, name: &str, from: &str, to: &str) {
        let path = self.path().join(name);
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.contains(from), "{name} has no {from}");
        fs::write(path, text.replace(from, to)).unwrap();
    }

    fn open(&self) -> Result<Loaded, OpenError> {
        store::open(self.path())
    }

    fn loaded(&self) -> Loaded {
        self.open().unwrap()
    }

    /// The keys of what is found.
    fn found(&self) -> Vec<&'static str> {
        self.loaded()
            .findings
            .iter()
            .map(|finding| finding.problem.key())
            .collect()
    }

    fn refused(&self) -> OpenError {
        self.open().unwrap_err()
    }
}

fn has_place(loaded: &Loaded, id: &str) -> bool {
    loaded.atlas.place(&PlaceId::new(id)).is_some()
}

#[test]
fn a_sound_atlas_loads_without_findings() {
    let loaded = Folder::new().loaded();
    assert_eq!(loaded.findings, []);
    assert!(has_place(&loaded, "depot") && has_place(&loaded, "pudong"));
    assert_eq!(loaded.atlas.facts().len(), 1);
}

#[test]
fn facts_and_sources_may_be_missing() {
    let folder = Folder::new();
    fs::remove_file(folder.path().join("facts.csv")).unwrap();
    fs::remove_file(folder.path().join("sources.csv")).unwrap();
    assert_eq!(folder.loaded().findings, []);
}

#[test]
fn a_folder_without_atlas_json_is_refused_by_name() {
    let folder = Folder::new();
    fs::remove_file(folder.path().join("atlas.json")).unwrap();
    let message = folder.refused().message(lang::strings(Language::English));
    assert!(message.contains("atlas.json"), "{message}");
}

#[test]
fn a_path_to_nothing_and_a_file_of_another_kind_are_told_apart() {
    let folder = Folder::new();
    assert!(matches!(
        store::open(&folder.path().join("nowhere")),
        Err(OpenError::Missing)
    ));
    assert!(matches!(
        store::open(&folder.path().join("facts.csv")),
        Err(OpenError::NoAtlas)
    ));
}

#[test]
fn json_cut_in_the_middle_is_refused_with_line_and_column() {
    for (name, whole) in [("atlas.json", MANIFEST), ("places.geojson", PLACES)] {
        let folder = Folder::new();
        folder.put(name, &whole[..whole.len() / 2]);
        let OpenError::Json { file, line, .. } = folder.refused() else {
            panic!("{name}")
        };
        assert_eq!(file, name);
        assert!(line >= 1);
    }
}

#[test]
fn deeply_nested_json_is_refused_without_a_crash() {
    let folder = Folder::new();
    folder.put("places.geojson", "[".repeat(1_000_000));
    assert!(matches!(folder.refused(), OpenError::Json { .. }));
}

#[test]
fn a_table_cut_in_the_middle_keeps_what_is_whole() {
    let folder = Folder::new();
    folder.put(
        "facts.csv",
        format!("{FACTS}depot-name,depot,profile,\"The na"),
    );
    assert!(folder.found().contains(&"table-cut"));
    assert_eq!(folder.loaded().atlas.facts().len(), 1);
}

#[test]
fn a_missing_column_is_named() {
    let folder = Folder::new();
    folder.spoil("facts.csv", "status", "state");
    let loaded = folder.loaded();
    let missing = Problem::ColumnMissing {
        column: "status".to_owned(),
    };
    assert!(
        loaded
            .findings
            .iter()
            .any(|finding| finding.problem == missing)
    );
    assert!(has_place(&loaded, "depot"));
}

#[test]
fn a_place_twice_is_taken_once_and_both_are_named() {
    let folder = Folder::new();
    folder.spoil("places.geojson", "\"id\": \"pudong\"", "\"id\": \"depot\"");
    let loaded = folder.loaded();
    let twice = Problem::Duplicate {
        id: "depot".to_owned(),
        first: "1".to_owned(),
    };
    let finding = loaded
        .findings
        .iter()
        .find(|finding| finding.problem == twice)
        .unwrap();
    assert_eq!(finding.location.feature, Some(2));
}

#[test]
fn references_that_lead_nowhere_are_found_with_file_and_line() {
    for (from, to, key) in [
        ("depot-area,depot", "depot-area,harbour", "place-unknown"),
        ("yearbook", "almanac", "source-unknown"),
        ("profile", "weather", "theme-unknown"),
    ] {
        let folder = Folder::new();
        folder.spoil("facts.csv", from, to);
        let loaded = folder.loaded();
        let finding = loaded
            .findings
            .iter()
            .find(|finding| finding.problem.key() == key)
            .expect(key);
        assert_eq!(
            (finding.location.file.as_ref(), finding.location.line),
            ("facts.csv", Some(2)),
            "{key}"
        );
    }
}

#[test]
fn values_that_mean_nothing_are_found_with_file_and_line() {
    for (from, to, key) in [
        ("sourced", "certain", "status-unknown"),
        ("12.5", "a lot", "value-no-number"),
        ("12.5", "NaN", "value-no-number"),
        ("2023,sourced", "2025-13,sourced", "date-wrong"),
        ("sourced,yearbook", "sourced,", "source-missing"),
        ("Area", "", "label-missing"),
        ("depot-area", "Depot Area!", "id-strange"),
    ] {
        let folder = Folder::new();
        folder.spoil("facts.csv", from, to);
        let loaded = folder.loaded();
        let finding = loaded
            .findings
            .iter()
            .find(|finding| finding.problem.key() == key)
            .expect(key);
        assert_eq!(
            (finding.location.file.as_ref(), finding.location.line),
            ("facts.csv", Some(2)),
            "{key}"
        );
    }
}

#[test]
fn a_source_address_that_is_no_web_address_is_found_and_never_offered() {
    let folder = Folder::new();
    folder.spoil("sources.csv", "https://example.org", "file:///etc/passwd");
    let loaded = folder.loaded();
    assert_eq!(loaded.findings[0].problem.key(), "url-wrong");
    assert_eq!(loaded.atlas.sources()[0].url, None);
}

#[test]
fn coordinates_are_checked_and_swapped_ones_are_asked_about() {
    for (coordinates, key) in [
        ("[31.2, 121.6]", "swapped"),
        ("[221.6, 131.2]", "out-of-range"),
        ("[null, 31.2]", "not-a-number"),
        ("[\"NaN\", 31.2]", "not-a-number"),
        ("[121.6]", "not-a-number"),
    ] {
        let folder = Folder::new();
        folder.spoil("places.geojson", "[121.6, 31.2]", coordinates);
        let loaded = folder.loaded();
        let finding = loaded
            .findings
            .iter()
            .find(|finding| finding.problem.key() == key)
            .expect(key);
        assert_eq!(finding.location.feature, Some(1));
        assert!(!has_place(&loaded, "depot") && has_place(&loaded, "pudong"));
    }
    let folder = Folder::new();
    folder.spoil("places.geojson", "[121.6, 31.2]", "[31.2, 121.6]");
    let advice = folder.loaded().findings[0].message(lang::strings(Language::English));
    assert!(advice.contains("latitude first"), "{advice}");
}

#[test]
fn polygons_with_open_or_short_rings_are_found() {
    for (ring, key) in [
        ("[[121,31],[122,31],[122,32],[121,32]]", "ring-open"),
        ("[[121,31],[122,31],[121,31]]", "ring-short"),
        ("[]", "ring-short"),
    ] {
        let folder = Folder::new();
        let polygon = format!(r#"{{"type": "Polygon", "coordinates": [{ring}]}}"#);
        folder.spoil(
            "places.geojson",
            "\"geometry\": null",
            &format!("\"geometry\": {polygon}"),
        );
        assert!(folder.found().contains(&key), "{key}");
    }
}

#[test]
fn a_site_far_outside_the_region_it_names_is_remarked_on() {
    let folder = Folder::new();
    folder.spoil("places.geojson", "[121.6, 31.2]", "[118.8, 32.0]");
    assert_eq!(folder.found(), ["outside"]);
}

#[test]
fn a_table_saved_by_a_spreadsheet_is_read_whatever_its_encoding_and_separator() {
    let chinese = FACTS
        .replace("label_en", "label_zh")
        .replace("Area", "面积");
    let (gbk, _, _) = encoding_rs::GB18030.encode(&chinese);
    let utf_16: Vec<u8> = [0xff, 0xfe]
        .into_iter()
        .chain(chinese.encode_utf16().flat_map(u16::to_le_bytes))
        .collect();
    let with_mark = format!("\u{feff}{chinese}").into_bytes();
    let semicolons = chinese.replace(',', ";").into_bytes();
    for (bytes, key) in [
        (gbk.into_owned(), "encoding"),
        (utf_16, "encoding"),
        (with_mark, "byte-order-mark"),
        (semicolons, "separator"),
    ] {
        let folder = Folder::new();
        folder.put("facts.csv", bytes);
        let loaded = folder.loaded();
        assert_eq!(
            loaded
                .findings
                .iter()
                .map(|one| one.problem.key())
                .collect::<Vec<_>>(),
            [key]
        );
        assert_eq!(loaded.atlas.facts()[0].label.zh, "面积");
    }
}

#[test]
fn a_newer_version_of_the_disk_shape_is_refused_and_left_alone() {
    let folder = Folder::new();
    folder.spoil("atlas.json", "\"version\": 1", "\"version\": 2");
    let before = fs::read(folder.path().join("atlas.json")).unwrap();
    assert!(matches!(folder.refused(), OpenError::Newer { version: 2 }));
    assert_eq!(fs::read(folder.path().join("atlas.json")).unwrap(), before);
}

#[test]
fn unknown_keys_and_columns_are_no_fault() {
    let folder = Folder::new();
    folder.spoil(
        "atlas.json",
        "\"version\": 1",
        "\"version\": 1, \"mood\": \"calm\"",
    );
    folder.spoil("facts.csv", "source\n", "source,mood\n");
    folder.spoil("facts.csv", "yearbook\n", "yearbook,calm\n");
    assert_eq!(folder.loaded().findings, []);
}

/// A zip file of these entries.
fn zipped(folder: &Path, entries: &[(&str, &[u8])]) -> PathBuf {
    let path = folder.join("test.atlas");
    let mut zip = ZipWriter::new(fs::File::create(&path).unwrap());
    for (name, bytes) in entries {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap();
    path
}

fn sound_entries(prefix: &str) -> Vec<(String, Vec<u8>)> {
    [
        ("atlas.json", MANIFEST),
        ("places.geojson", PLACES),
        ("facts.csv", FACTS),
        ("sources.csv", SOURCES),
    ]
    .map(|(name, text)| (format!("{prefix}{name}"), text.as_bytes().to_vec()))
    .to_vec()
}

fn open_zip_with(prefix: &str, extra: &[(&str, &[u8])]) -> Result<Loaded, OpenError> {
    let folder = tempfile::tempdir().unwrap();
    let sound = sound_entries(prefix);
    let mut entries: Vec<(&str, &[u8])> = sound
        .iter()
        .map(|(name, bytes)| (name.as_str(), bytes.as_slice()))
        .collect();
    entries.extend_from_slice(extra);
    store::open(&zipped(folder.path(), &entries))
}

#[test]
fn a_zipped_atlas_loads_with_its_files_at_the_top_or_in_one_folder() {
    for prefix in ["", "my atlas/"] {
        let loaded = open_zip_with(prefix, &[("__MACOSX/._atlas.json", b"x")]).unwrap();
        assert_eq!(loaded.findings, []);
        assert_eq!(loaded.atlas.facts().len(), 1);
    }
}

#[test]
fn a_zip_that_leads_out_of_itself_is_refused() {
    for name in [
        "../evil.csv",
        "a/../../evil.csv",
        "/etc/evil",
        "..\\evil.csv",
        "C:\\evil",
    ] {
        let refused = open_zip_with("", &[(name, b"x")]);
        assert!(
            matches!(refused, Err(OpenError::ZipPath { .. })),
            "{name}: {refused:?}"
        );
    }
}

#[test]
fn a_zip_with_a_symbolic_link_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("test.atlas");
    let mut zip = ZipWriter::new(fs::File::create(&path).unwrap());
    zip.add_symlink("atlas.json", "/etc/passwd", SimpleFileOptions::default())
        .unwrap();
    zip.finish().unwrap();
    assert!(matches!(store::open(&path), Err(OpenError::ZipLink { .. })));
}

#[test]
fn a_zip_bomb_is_refused_before_it_fills_the_memory() {
    let zeros = vec![b' '; 300 * 1024 * 1024];
    let folder = tempfile::tempdir().unwrap();
    let entries = [
        ("atlas.json", MANIFEST.as_bytes()),
        ("places.geojson", zeros.as_slice()),
    ];
    let path = zipped(folder.path(), &entries);
    assert!(
        fs::metadata(&path).unwrap().len() < 2 * 1024 * 1024,
        "well packed"
    );
    assert!(matches!(
        store::open(&path),
        Err(OpenError::TooLarge { .. })
    ));
}

#[test]
fn a_zip_with_very_many_entries_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let names: Vec<String> = (0..20_000).map(|number| format!("{number}")).collect();
    let entries: Vec<(&str, &[u8])> = names
        .iter()
        .map(|name| (name.as_str(), b"".as_slice()))
        .collect();
    let path = zipped(folder.path(), &entries);
    assert!(matches!(
        store::open(&path),
        Err(OpenError::ZipEntries { count: 20_000 })
    ));
}

#[test]
fn a_zip_cut_in_the_middle_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let sound = sound_entries("");
    let entries: Vec<(&str, &[u8])> = sound
        .iter()
        .map(|(name, bytes)| (name.as_str(), bytes.as_slice()))
        .collect();
    let path = zipped(folder.path(), &entries);
    let bytes = fs::read(&path).unwrap();
    fs::write(&path, &bytes[..bytes.len() / 2]).unwrap();
    assert!(matches!(store::open(&path), Err(OpenError::Zip { .. })));
}

#[test]
fn every_finding_and_every_refusal_has_words_and_advice_in_both_languages() {
    for language in [Language::English, Language::Chinese] {
        let strings = lang::strings(language);
        for key in Problem::KEYS {
            for key in [format!("finding-{key}"), format!("finding-{key}-advice")] {
                assert!(strings.find(&key).is_some(), "{key} in {}", language.code());
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn no_bytes_in_any_file_crash_the_program(
        which in 0usize..4,
        cut in 0usize..400,
        bytes in proptest::collection::vec(any::<u8>(), 0..60),
    ) {
        let folder = Folder::new();
        let (name, whole) = [
            ("atlas.json", MANIFEST), ("places.geojson", PLACES), ("facts.csv", FACTS), ("sources.csv", SOURCES),
        ][which];
        let mut spoilt = whole.as_bytes().to_vec();
        let at = cut.min(spoilt.len());
        spoilt.splice(at..(at + bytes.len()).min(whole.len()), bytes);
        folder.put(name, spoilt);
        let _ = folder.open();
    }

    #[test]
    fn no_bytes_that_claim_to_be_a_zip_crash_the_program(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x.atlas");
        fs::write(&path, [b"PK\x03\x04".as_slice(), &bytes].concat()).unwrap();
        prop_assert!(store::open(&path).is_err());
    }
}
