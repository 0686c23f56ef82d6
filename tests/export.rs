//! Exports: what is in the files, that they are whole, and what is said where they cannot be made. Needs neither
//! display nor graphics.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test may fail loudly"
)]

use std::{fs, path::Path};

use delta_atlas::{
    atlas::{Atlas, BriefingId, Language, PlaceId},
    cli::{self, Outcome},
    export::{
        self, Extract, Format, Handout, Job, Paper, PerPage, PictureSize, Subject, Warning, Watch,
    },
    geo::Locator,
    store,
    theme::{Theme, ThemeName},
};
use image::RgbaImage;

fn job(format: Format, width: u64, height: u64) -> Job {
    Job {
        format,
        subject: Subject::Home,
        size: PictureSize::new(width, height, 1.0).unwrap(),
        language: Language::English,
        theme: ThemeName::Light,
        bare: false,
        handout: Handout::default(),
        data: None,
    }
}

fn made(job: &Job, atlas: &Atlas) -> (Vec<u8>, Vec<Warning>) {
    let mut bytes = Vec::new();
    let locator = Locator::new(atlas);
    let warnings = job
        .write(atlas, &locator, &mut bytes, &Watch::default())
        .unwrap();
    (bytes, warnings)
}

fn svg_of(job: &Job, atlas: &Atlas) -> String {
    String::from_utf8(made(job, atlas).0).unwrap()
}

/// Exit code, standard output, standard error of `delta-atlas export`.
fn run(arguments: &[&str]) -> (u8, String, String) {
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let arguments = ["delta-atlas", "export"]
        .into_iter()
        .chain(arguments.iter().copied())
        .map(Into::into);
    let Outcome::Exit(code) = cli::run(arguments, &mut out, &mut err) else {
        panic!("it would open a window");
    };
    (
        code,
        String::from_utf8(out).unwrap(),
        String::from_utf8(err).unwrap(),
    )
}

fn png(bytes: &[u8]) -> RgbaImage {
    image::load_from_memory(bytes).unwrap().to_rgba8()
}

/// The atlas in a folder with one more name.
fn atlas_with_title(folder: &Path, title: &str) {
    let manifest = serde_json::json!({ "format": "delta-atlas", "version": 1, "title": title });
    fs::write(folder.join("atlas.json"), manifest.to_string()).unwrap();
    let places = r#"{"type": "FeatureCollection", "features": []}"#;
    fs::write(folder.join("places.geojson"), places).unwrap();
}

#[test]
fn a_picture_has_the_size_that_was_asked_for_and_the_sea_its_colour() {
    let atlas = store::builtin().atlas;
    let (bytes, warnings) = made(&job(Format::Png, 320, 200), &atlas);
    assert_eq!(warnings, []);
    let picture = png(&bytes);
    assert_eq!(picture.dimensions(), (320, 200));
    let [red, green, blue, _] = Theme::new(ThemeName::Light).map.sea.to_array();
    assert_eq!(picture.get_pixel(300, 60).0, [red, green, blue, 255]);
}

#[test]
fn text_is_drawn_with_the_bundled_fonts_in_both_languages() {
    let atlas = store::builtin().atlas;
    for language in [Language::English, Language::Chinese] {
        let job = Job {
            language,
            ..job(Format::Svg, 480, 300)
        };
        let svg = svg_of(&job, &atlas);
        let drawn = export::rendered(&svg, [480, 300]).unwrap();
        // Whole words of an unknown family would be dropped without an error.
        let without = svg
            .split("<text")
            .enumerate()
            .map(|(index, part)| match part.split_once("</text>") {
                Some((_, rest)) if index > 0 => rest,
                _ => part,
            })
            .collect::<String>();
        let bare = export::rendered(&without, [480, 300]).unwrap();
        let texts = svg.matches("<text").count();
        let pixels = drawn.chunks(4).zip(bare.chunks(4));
        let inked = pixels.filter(|(one, other)| one != other).count();
        assert!(texts > 10, "{texts} texts");
        assert!(
            inked > texts * 60,
            "{inked} pixels of ink for {texts} texts"
        );
    }
}

#[test]
fn an_svg_has_named_layers_and_text_that_can_be_searched() {
    let atlas = store::builtin().atlas;
    for (language, name, layer) in [
        (Language::English, ">Jiaxing<", "inkscape:label=\"Borders\""),
        (Language::Chinese, ">嘉兴<", "inkscape:label=\"界线\""),
    ] {
        let job = Job {
            language,
            ..job(Format::Svg, 1280, 752)
        };
        let svg = svg_of(&job, &atlas);
        for part in [
            name,
            layer,
            "id=\"symbols\"",
            "id=\"waters\"",
            "'Delta Han'",
        ] {
            assert!(svg.contains(part), "{part}");
        }
        assert!(svg.contains("OpenStreetMap") && svg.contains("Apache ECharts"));
        // Drawing programs list layers by their labels.
        let labels = svg
            .split("inkscape:groupmode=\"layer\" inkscape:label=\"")
            .skip(1);
        let labels: Vec<&str> = labels.filter_map(|rest| rest.split('"').next()).collect();
        for label in &labels {
            let alike = labels.iter().filter(|one| *one == label).count();
            assert_eq!(alike, 1, "{label}");
        }
    }
}

#[test]
fn the_attribution_stands_even_where_nothing_else_does() {
    let atlas = store::builtin().atlas;
    let bare = Job {
        bare: true,
        ..job(Format::Svg, 640, 400)
    };
    let svg = svg_of(&bare, &atlas);
    for credit in [
        "© OpenStreetMap",
        "Apache ECharts",
        "No map approval number",
    ] {
        assert!(svg.contains(credit), "{credit}");
    }
    assert!(!svg.contains("id=\"legend\"") && !svg.contains("id=\"title\""));
}

#[test]
fn the_picture_of_a_place_marks_it_and_names_dates_and_sources() {
    let atlas = store::builtin().atlas;
    let pudong = Job {
        subject: Subject::Place(PlaceId::new("pudong")),
        ..job(Format::Svg, 1000, 700)
    };
    let svg = svg_of(&pudong, &atlas);
    let [red, green, blue, _] = Theme::new(ThemeName::Light).map.accent.to_array();
    assert!(svg.contains(&format!("stroke=\"#{red:02x}{green:02x}{blue:02x}\"")));
    for part in ["Pudong New Area", "Sources: ", "Facts from "] {
        assert!(svg.contains(part), "{part}");
    }
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    let atlas = store::builtin().atlas;
    for format in Format::ALL {
        let job = job(format, 256, 160);
        assert_eq!(made(&job, &atlas), made(&job, &atlas), "{format:?}");
    }
}

#[test]
fn characters_without_a_sign_are_named_and_refused_when_strict() {
    let folder = tempfile::tempdir().unwrap();
    atlas_with_title(folder.path(), "Ⴀ atlas");
    let atlas = folder.path().to_str().unwrap();
    let output = folder.path().join("map.svg");
    let output = output.to_str().unwrap();
    let common = [
        atlas, "--size", "640x400", "--lang", "en", "--output", output,
    ];
    let (code, _, err) = run(&[&common[..], &["--strict"]].concat());
    assert_eq!(code, 1);
    assert!(err.contains("Ⴀ (U+10A0)"), "{err}");
    assert!(!Path::new(output).exists(), "strict");
    let (code, _, err) = run(&common);
    assert_eq!(code, 0);
    assert!(
        err.contains("Ⴀ (U+10A0)") && Path::new(output).exists(),
        "{err}"
    );
}

#[test]
fn impossible_sizes_and_places_are_refused_before_anything_is_written() {
    let folder = tempfile::tempdir().unwrap();
    let output = folder.path().join("map.png");
    let path = output.to_str().unwrap();
    for (arguments, part) in [
        (["--size", "0x800"], "0 × 800 pixels"),
        (["--size", "1000000x800"], "64 to 40000"),
        (["--scale", "0"], "scale 0"),
        (["--view", "zhangjian"], "Did you mean zhangjiang"),
    ] {
        let (code, _, err) = run(&[&arguments[..], &["--lang", "en", "--output", path]].concat());
        assert_eq!(code, 1, "{arguments:?}");
        assert!(err.contains(part), "{err}");
    }
    let (code, _, err) = run(&["--format", "gif", "--output", path]);
    assert_eq!(code, 2);
    assert!(err.contains("png, svg"), "{err}");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[test]
fn a_folder_an_existing_file_and_a_missing_folder_are_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let there = folder.path().join("facts.csv");
    fs::write(&there, "mine").unwrap();
    let export = |path: &Path, more: &[&str]| {
        let fixed = [
            "--format",
            "csv",
            "--lang",
            "en",
            "--output",
            path.to_str().unwrap(),
        ];
        run(&[&fixed[..], more].concat())
    };
    let (code, _, err) = export(folder.path(), &[]);
    assert!(code == 1 && err.contains("is a folder"), "{err}");
    let (code, _, err) = export(&there, &[]);
    assert!(code == 1 && err.contains("exists already"), "{err}");
    assert_eq!(fs::read(&there).unwrap(), b"mine");
    let (code, _, err) = export(&folder.path().join("no/facts.csv"), &[]);
    assert!(code == 1 && err.contains("does not exist"), "{err}");
    let (code, out, _) = export(&there, &["--force"]);
    assert!(code == 0 && out.contains("facts.csv"), "{out}");
    assert!(fs::read(&there).unwrap().len() > 1000);
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[test]
fn every_fact_is_a_row_whose_sources_are_spelt_out() {
    let atlas = store::builtin().atlas;
    let bytes = export::csv(&Extract::whole(&atlas)).unwrap();
    let text = String::from_utf8(bytes).unwrap();
    let text = text.strip_prefix('\u{FEFF}').expect("for spreadsheets");
    let mut table = csv::Reader::from_reader(text.as_bytes());
    let headers = table.headers().unwrap().clone();
    let column = |name: &str| headers.iter().position(|header| header == name).unwrap();
    let rows: Vec<csv::StringRecord> = table.records().map(Result::unwrap).collect();
    assert_eq!(rows.len(), atlas.facts().len());
    for row in &rows {
        let sources = row[column("source")].split(';').count();
        assert_eq!(row[column("source_publisher")].split(';').count(), sources);
        assert!(!row[column("status")].is_empty());
    }
}

#[test]
fn json_of_a_place_holds_what_lies_within_it_and_every_source_that_is_named() {
    let atlas = store::builtin().atlas;
    let extract = Extract::within(&atlas, &PlaceId::new("pudong"));
    let value: serde_json::Value =
        serde_json::from_slice(&export::json(&extract).unwrap()).unwrap();
    let ids = |key: &str| -> Vec<String> {
        let list = value[key].as_array().unwrap().iter();
        list.map(|one| one["id"].as_str().unwrap().to_owned())
            .collect()
    };
    let (places, sources) = (ids("places"), ids("sources"));
    assert!(places.contains(&"pudong".to_owned()) && places.contains(&"lujiazui".to_owned()));
    assert!(!places.contains(&"chongming".to_owned()));
    for fact in value["facts"].as_array().unwrap() {
        for source in fact["sources"].as_array().unwrap() {
            assert!(
                sources.contains(&source.as_str().unwrap().to_owned()),
                "{source}"
            );
        }
    }
    assert!(value["credits"].as_array().unwrap().len() > 2);
}

#[test]
fn geojson_is_read_by_others_with_points_areas_and_facts() {
    let atlas = store::builtin().atlas;
    let bytes = export::geojson(&Extract::whole(&atlas)).unwrap();
    let text = String::from_utf8(bytes).unwrap();
    let collection: geojson::FeatureCollection = text.parse().unwrap();
    assert_eq!(collection.features.len(), atlas.places().len());
    let pudong = collection
        .features
        .iter()
        .find(|feature| feature.property("id").unwrap() == "pudong")
        .unwrap();
    assert!(pudong.property("facts").unwrap().as_array().unwrap().len() > 2);
    let geometry = geo_types::Geometry::<f64>::try_from(pudong.geometry.clone().unwrap()).unwrap();
    assert!(matches!(geometry, geo_types::Geometry::MultiPolygon(_)));
}

/// A briefing of one slide with more text than a page holds.
fn long_atlas(folder: &Path) {
    atlas_with_title(folder, "Long");
    let lines: String = (1..=60).fold(String::new(), |text, number| {
        text + &format!("- Point number {number} of many, which takes a line of its own\n")
    });
    let briefing = format!(
        "---\nbriefing: 1\ntitle.en: Long\n---\n\n# first\ncamera: home\n\n## en: All of it\n\n{lines}"
    );
    fs::create_dir(folder.join("briefings")).unwrap();
    fs::write(folder.join("briefings/long.md"), briefing).unwrap();
}

fn handout(briefing: &str, slides: Vec<usize>, handout: Handout) -> Job {
    Job {
        subject: Subject::Slides(BriefingId::new(briefing), slides),
        handout,
        ..job(Format::Pdf, 64, 64)
    }
}

fn count(bytes: &[u8], part: &str) -> usize {
    let part = part.as_bytes();
    bytes
        .windows(part.len())
        .filter(|here| *here == part)
        .count()
}

#[test]
fn a_hand_out_is_tagged_linked_and_outlined_with_fonts_inside() {
    let atlas = store::builtin().atlas;
    for language in [Language::English, Language::Chinese] {
        let job = Job {
            language,
            ..handout("article", vec![0, 1], Handout::default())
        };
        let (bytes, warnings) = made(&job, &atlas);
        assert_eq!(warnings, []);
        assert!(bytes.starts_with(b"%PDF-1."));
        for part in [
            "/StructTreeRoot",
            "/Marked true",
            "/Outlines",
            "/URI",
            "/ToUnicode",
            "/Figure",
        ] {
            assert!(count(&bytes, part) > 0, "{part} in {language:?}");
        }
        let code = if language == Language::Chinese {
            "(zh-Hans)"
        } else {
            "(en)"
        };
        assert!(count(&bytes, code) > 0, "the language of the document");
        assert_eq!(
            bytes,
            made(&job, &atlas).0,
            "the same input, the same bytes"
        );
    }
}

#[test]
fn every_layout_of_a_hand_out_can_be_printed() {
    let atlas = store::builtin().atlas;
    for paper in Paper::ALL {
        for per_page in PerPage::ALL {
            for landscape in [false, true] {
                let layout = Handout {
                    paper,
                    landscape,
                    per_page,
                    notes: true,
                };
                let (bytes, _) = made(&handout("network", vec![0, 1], layout), &atlas);
                let width = match (paper, landscape) {
                    (Paper::A4, false) => "[0 0 595.28 841.89]",
                    (Paper::A4, true) => "[0 0 841.89 595.28]",
                    (Paper::Letter, false) => "[0 0 612 792]",
                    (Paper::Letter, true) => "[0 0 792 612]",
                };
                assert!(count(&bytes, width) >= 3, "{layout:?}");
            }
        }
    }
}

#[test]
fn what_does_not_fit_on_a_page_goes_on_on_the_next() {
    let folder = tempfile::tempdir().unwrap();
    long_atlas(folder.path());
    let atlas = store::open(folder.path()).unwrap().atlas;
    let pages = |per_page| {
        let layout = Handout {
            per_page,
            ..Handout::default()
        };
        let (bytes, _) = made(&handout("long", vec![0], layout), &atlas);
        count(&bytes, "/MediaBox")
    };
    // Cover, annex, and three pages for the text; four slides a page share one.
    assert_eq!((pages(PerPage::One), pages(PerPage::Four)), (5, 3));
}

#[test]
fn unknown_briefings_and_slides_are_refused_with_what_there_is() {
    let folder = tempfile::tempdir().unwrap();
    let output = folder.path().join("talk.pdf");
    let path = output.to_str().unwrap();
    for (arguments, part) in [
        (vec!["--briefing", "nothing"], "It has: article, network"),
        (
            vec!["--briefing", "article", "--slides", "1,99"],
            "“99” names no slide",
        ),
        (
            vec!["--briefing", "article", "--slides", "2-1"],
            "slides 1 to ",
        ),
    ] {
        let (code, _, err) = run(&[&arguments[..], &["--lang", "en", "--output", path]].concat());
        assert_eq!(code, 1);
        assert!(err.contains(part), "{err}");
    }
    let (code, _, _) = run(&["--slides", "1", "--output", path]);
    assert_eq!(code, 2, "slides of what?");
    assert!(!output.exists());
}

#[test]
fn findings_of_a_briefing_are_listed_and_refused_when_strict() {
    let folder = tempfile::tempdir().unwrap();
    atlas_with_title(folder.path(), "Findings");
    fs::create_dir(folder.path().join("briefings")).unwrap();
    let briefing = "---\nbriefing: 1\ntitle.en: T\n---\n\n# first\nselected: gone\n\n## en: One\n\nA {missing-fact}.\n";
    fs::write(folder.path().join("briefings/talk.md"), briefing).unwrap();
    let output = folder.path().join("talk.pdf");
    let common = [
        folder.path().to_str().unwrap(),
        "--briefing",
        "talk",
        "--lang",
        "en",
        "--output",
        output.to_str().unwrap(),
    ];
    let (code, _, err) = run(&[&common[..], &["--strict"]].concat());
    assert_eq!(code, 1, "{err}");
    assert!(
        err.contains("talk.md") && err.contains("missing-fact"),
        "{err}"
    );
    assert!(!output.exists());
    let (code, _, err) = run(&common);
    assert!(
        code == 0 && err.contains("missing-fact") && output.exists(),
        "{err}"
    );
}
