//! Briefings: the two that come with the atlas, the published grammar, and files that nobody should have written.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test may fail loudly"
)]

use std::{fs, path::Path, time::Instant};

use delta_atlas::{
    atlas::{Block, BriefingId, Camera, Language, Run, Slide, Status, Where},
    briefing::words,
    cli, lang,
    store::{self, Loaded, Severity},
};
use tempfile::TempDir;

const ATLAS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/assets/atlas");
const HEADER: &str = "---\nbriefing: 1\ntitle.en: Test\ntitle.zh: 试\n---\n\n";

/// The built-in atlas as a folder, with one briefing of ours instead of its own.
fn folder_with(briefing: &str) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for name in ["atlas.json", "places.geojson", "facts.csv", "sources.csv"] {
        fs::copy(Path::new(ATLAS).join(name), folder.path().join(name)).unwrap();
    }
    fs::create_dir(folder.path().join("briefings")).unwrap();
    fs::write(folder.path().join("briefings/test.md"), briefing).unwrap();
    folder
}

fn loaded(briefing: &str) -> Loaded {
    store::open(folder_with(briefing).path()).unwrap()
}

fn slides(loaded: &Loaded) -> &[Slide] {
    &loaded.atlas.briefings()[0].slides
}

/// Of findings in briefings: key and line.
fn found(loaded: &Loaded) -> Vec<(&'static str, u64)> {
    loaded
        .findings
        .iter()
        .filter(|finding| finding.location.file.starts_with("briefings"))
        .map(|finding| (finding.problem.key(), finding.location.line.unwrap_or(0)))
        .collect()
}

#[test]
fn the_built_in_briefings_have_eight_to_fourteen_slides_in_both_languages_with_notes_and_times() {
    let atlas = store::builtin().atlas;
    assert_eq!(atlas.briefings().len(), 2);
    for briefing in atlas.briefings() {
        assert!((8..=14).contains(&briefing.slides.len()), "{}", briefing.id);
        let minutes = briefing.planned_seconds() / 60;
        assert!((10..=20).contains(&minutes), "{}: {minutes}", briefing.id);
        for slide in &briefing.slides {
            let id = format!("{}, {}", briefing.id, slide.id);
            for language in [Language::English, Language::Chinese] {
                assert!(!slide.title.exactly(language).is_empty(), "{id}");
                assert!(!slide.body.exactly(language).is_empty(), "{id}");
                assert!(!slide.notes.exactly(language).is_empty(), "{id}");
            }
            assert!(slide.seconds.is_some(), "{id}");
            let builds = |elements: &[delta_atlas::atlas::Element]| {
                elements.iter().map(|one| one.build).max()
            };
            assert_eq!(builds(&slide.body.en), builds(&slide.body.zh), "{id}");
            let shown = |language| slide.facts_shown(language).len();
            assert_eq!(shown(Language::English), shown(Language::Chinese), "{id}");
        }
        let any = |test: &dyn Fn(&Slide) -> bool| briefing.slides.iter().any(test);
        assert!(any(&|slide| slide.check.is_some()));
        assert!(any(&|slide| slide.builds() > 1));
        assert!(any(&|slide| slide.camera == Camera::None));
    }
    let mut all = atlas
        .briefings()
        .iter()
        .flat_map(|briefing| &briefing.slides);
    assert!(all.any(|slide| slide.map.choropleth.is_some()));
}

#[test]
fn no_number_of_the_built_in_briefings_is_typed_by_hand() {
    let atlas = store::builtin().atlas;
    for briefing in atlas.briefings() {
        for slide in &briefing.slides {
            for (language, elements) in [("en", &slide.body.en), ("zh", &slide.body.zh)] {
                let runs = elements.iter().flat_map(|element| match &element.block {
                    Block::Heading(runs) | Block::Paragraph(runs) | Block::Item { runs, .. } => {
                        runs.as_slice()
                    }
                    _ => &[],
                });
                for run in runs {
                    let Run::Words(words, _) = run else { continue };
                    // Proper names.
                    let words = words.replace("5G", "").replace("G60", "");
                    let typed = words.chars().any(|letter| letter.is_ascii_digit());
                    assert!(!typed, "{}, {}, {language}: {words}", briefing.id, slide.id);
                }
            }
        }
    }
}

#[test]
fn the_scorecard_counts_the_claims_of_the_atlas() {
    let atlas = store::builtin().atlas;
    let of = |status| {
        let claims = atlas.facts().iter();
        claims
            .filter(|fact| fact.id.as_str().starts_with("claim-") && fact.status == status)
            .count()
    };
    let counts = [Status::Corroborated, Status::Disputed, Status::Reported].map(of);
    assert_eq!(counts, [8, 12, 12]);
    let article = atlas.briefing(&BriefingId::new("article")).unwrap();
    let scorecard = &article.slides[1];
    assert!(scorecard.title.en.starts_with("Thirty-two"));
    let strings = lang::strings(Language::English);
    let lines: Vec<String> = scorecard
        .body
        .en
        .iter()
        .filter_map(|element| match &element.block {
            Block::Item { runs, .. } => Some(words::line(&atlas, strings, runs)),
            _ => None,
        })
        .collect();
    for (line, count) in lines.iter().zip(["Eight", "Twelve", "Twelve"]) {
        assert!(line.starts_with(count), "{line}");
    }
}

#[test]
fn the_example_of_the_grammar_is_read_as_the_grammar_says() {
    let grammar = include_str!("../assets/briefing-grammar.md");
    let example = grammar.split("````markdown\n").nth(1).unwrap();
    let example = example.split("````").next().unwrap();
    let loaded = loaded(example);
    let line = 1 + example[..example.find("my-note").unwrap()]
        .matches('\n')
        .count() as u64;
    assert_eq!(found(&loaded), [("slide-key-unknown", line)]);
    let briefing = &loaded.atlas.briefings()[0];
    assert_eq!(
        (&*briefing.title.en, &*briefing.title.zh),
        ("Two ports", "两处港口")
    );
    let [welcome, yangshan] = briefing.slides.as_slice() else {
        unreachable!("two slides");
    };
    assert_eq!(welcome.camera, Camera::None);
    assert_eq!(yangshan.seconds, Some(90));
    assert_eq!(yangshan.builds(), 1);
    assert_eq!(yangshan.placement, Where::Beside);
    assert_eq!(yangshan.notes.zh, "报数字时一并报年份。");
    assert_eq!(yangshan.facts_shown(Language::English).len(), 3);
    assert_eq!(yangshan.extra[0].0, "my-note");
}

#[test]
fn every_layer_and_key_that_the_program_knows_is_in_the_grammar() {
    let grammar = include_str!("../assets/briefing-grammar.md");
    for layer in delta_atlas::scene::content::LayerId::ALL {
        assert!(
            grammar.contains(&format!("\"{}\"", layer.code())),
            "{layer:?}"
        );
    }
    for palette in delta_atlas::theme::palette::PaletteName::ALL {
        assert!(grammar.contains(palette.code()), "{palette:?}");
    }
    for key in [
        "camera",
        "select",
        "check",
        "layers",
        "hide",
        "theme",
        "choropleth",
        "labels",
        "text",
        "facts",
        "seconds",
    ] {
        assert!(grammar.contains(&format!("| `{key}` |")), "{key}");
        let unknown = loaded(&format!("{HEADER}# one\n{key}: home\n")).findings;
        let unknown = unknown
            .iter()
            .any(|finding| finding.problem.key() == "slide-key-unknown");
        assert!(!unknown, "{key}");
    }
}

#[test]
fn a_slide_that_names_what_is_gone_is_found_with_its_line_and_stays() {
    let loaded = loaded(&format!(
        "{HEADER}# one\ncamera: fit zhangjiang, atlantis\nselect: atlantis\ncheck: gone\ntheme: gone\nhide: gone\n\n## en: A\n\n{{gone}}\n\n![x](pictures/gone.png)\n\n## zh: 甲\n\n{{zhangjiang-area-2023}}\n"
    ));
    let expected = [
        ("place-unknown", 8),
        ("place-unknown", 9),
        ("check-unknown", 10),
        ("theme-unknown", 11),
        ("kind-unknown", 12),
        ("fact-unknown", 16),
        ("picture-missing", 18),
    ];
    assert_eq!(found(&loaded), expected);
    assert_eq!(slides(&loaded).len(), 1);
}

#[test]
fn a_camera_of_no_number_is_found_and_the_slide_shows_the_home_view() {
    let loaded = loaded(&format!("{HEADER}# one\ncamera: NaN N, 121 E, zoom 9\n"));
    assert_eq!(found(&loaded), [("slide-camera", 8)]);
    assert_eq!(slides(&loaded)[0].camera, Camera::Home);
}

#[test]
fn two_slides_with_the_same_id_both_stay_and_the_second_gets_another() {
    let loaded = loaded(&format!("{HEADER}# one\n# one\n# Not an id!\n"));
    assert_eq!(found(&loaded), [("slide-twice", 8), ("slide-id", 9)]);
    let ids: Vec<&str> = slides(&loaded)
        .iter()
        .map(|slide| slide.id.as_str())
        .collect();
    assert_eq!(ids, ["one", "one-2", "slide-3"]);
    // Each is told of the slide that has to be mended.
    let told = loaded.findings.iter().filter_map(|finding| {
        let twice = finding.problem.key().starts_with("slide-");
        twice.then_some(finding.location.id.as_deref()?)
    });
    assert_eq!(told.collect::<Vec<_>>(), ["one-2", "slide-3"]);
}

#[test]
fn a_briefing_without_slides_and_one_without_a_header_are_found() {
    assert_eq!(found(&loaded(HEADER)), [("briefing-empty", 1)]);
    assert_eq!(found(&loaded("# one\n")), [("briefing-header", 1)]);
    assert_eq!(
        found(&loaded("")),
        [("briefing-header", 1), ("briefing-empty", 1)]
    );
}

#[test]
fn a_briefing_of_a_newer_program_is_left_alone() {
    let loaded = loaded("---\nbriefing: 2\n---\n# one\n");
    assert_eq!(found(&loaded), [("briefing-newer", 2)]);
    assert!(loaded.atlas.briefings().is_empty() && loaded.briefings.is_empty());
}

#[test]
fn thousands_of_slides_and_megabytes_of_text_are_read_in_bounded_time() {
    let started = Instant::now();
    let many = loaded(&format!(
        "{HEADER}{}",
        "# same\n## en: T\n\nwords\n\n".repeat(2_500)
    ));
    assert_eq!(slides(&many).len(), 2_000);
    assert!(
        found(&many)
            .iter()
            .any(|(key, _)| *key == "slides-too-many")
    );
    let long = loaded(&format!(
        "{HEADER}# one\n## en: T\n\n{}",
        "[![*_".repeat(200_000)
    ));
    assert!(found(&long).contains(&("slide-text-long", 9)));
    let huge = loaded(&"x".repeat(5 << 20));
    assert_eq!(found(&huge), [("briefing-too-large", 0)]);
    assert!(started.elapsed().as_secs() < 20, "{:?}", started.elapsed());
}

#[test]
fn html_and_pictures_of_the_web_are_found_and_no_part_of_the_slide() {
    let loaded = loaded(&format!(
        "{HEADER}# one\n\n## en: A\n\n<script src=\"https://example.org/x.js\"></script>\n\n![](https://example.org/x.png)\n\n## zh: 甲\n\n话\n"
    ));
    assert_eq!(
        found(&loaded),
        [("slide-html", 11), ("picture-elsewhere", 13)]
    );
    assert!(!format!("{:?}", slides(&loaded)).contains("example.org"));
}

#[test]
fn every_finding_says_what_to_do_in_both_languages() {
    let loaded = loaded("# one\ncamera: nowhere\nfacts: gone\nwords\n");
    assert!(loaded.count(Severity::Error) >= 2);
    for language in [Language::English, Language::Chinese] {
        let strings = lang::strings(language);
        for finding in &loaded.findings {
            assert!(!finding.message(strings).contains('{'));
            assert!(!finding.advice(strings).contains('{'));
        }
    }
}

/// Exit code, standard output, standard error.
fn run(arguments: &[&str]) -> (u8, String, String) {
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let arguments = std::iter::once("delta-atlas").chain(arguments.iter().copied());
    let outcome = cli::run(arguments.map(Into::into), &mut out, &mut err);
    let code = match outcome {
        cli::Outcome::Exit(code) => code,
        cli::Outcome::OpenWindow(_) => u8::MAX,
    };
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (code, text(out), text(err))
}

#[test]
fn preflight_passes_the_built_in_briefings_in_both_languages() {
    for (language, title) in [
        ("en", "The delta as a production network"),
        ("zh", "长三角：一张生产网络"),
    ] {
        let (code, out, err) = run(&["preflight", "--briefing", "network", "--lang", language]);
        assert_eq!((code, err.as_str()), (0, ""), "{out}");
        assert!(out.starts_with(title), "{out}");
        assert!(out.contains("15:20"), "{out}");
    }
    let (_, both, _) = run(&["preflight", "--lang", "en"]);
    assert!(both.contains("(article)") && both.contains("(network)"));
}

#[test]
fn preflight_names_slide_line_and_what_to_do_and_fails() {
    let folder = folder_with(&format!(
        "{HEADER}# one\ncamera: place atlantis\nlayers: no trams\n\n## en: Lost\n\nwords\n\n## zh: 失落\n\n话\n"
    ));
    let path = folder.path().to_string_lossy().into_owned();
    let (code, out, _) = run(&["preflight", &path, "--lang", "en"]);
    assert_eq!(code, 1);
    for words in [
        "Slide 1 · Lost",
        "atlantis",
        "line 8",
        "trams",
        "Slides without a planned time: 1",
    ] {
        assert!(out.contains(words), "{words} in {out}");
    }
}

#[test]
fn preflight_of_an_unknown_briefing_names_those_there_are() {
    let (code, _, err) = run(&["preflight", "--briefing", "artcle", "--lang", "en"]);
    assert_eq!(code, 1);
    assert!(
        err.contains("artcle") && err.contains("article, network"),
        "{err}"
    );
}
