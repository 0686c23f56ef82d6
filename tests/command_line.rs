//! The command line, run in process: what it prints and how it ends.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stderr,
    reason = "a test may fail loudly"
)]

use std::fs;

use delta_atlas::{
    atlas::{Language, Status},
    cli::{self, Graphics, Outcome, WindowOptions},
    store,
    theme::ThemeName,
};
use serde_json::Value;

/// Exit code, standard output, standard error.
fn run(arguments: &[&str]) -> (u8, String, String) {
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let arguments = std::iter::once("delta-atlas")
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

fn json(arguments: &[&str]) -> Value {
    let (code, out, err) = run(arguments);
    assert_eq!((code, err.as_str()), (0, ""), "{arguments:?}");
    serde_json::from_str(&out).unwrap()
}

#[test]
fn the_built_in_atlas_passes_its_own_check_and_is_counted() {
    let (code, out, _) = run(&["check", "--lang", "en"]);
    assert_eq!(code, 0, "{out}");
    for line in ["    City: 41", "    District: 16", "0 errors, 0 warnings"] {
        assert!(out.contains(line), "{line} in {out}");
    }
    assert!(out.contains("no map approval number"));
}

#[test]
fn check_names_file_line_and_what_to_do_and_fails() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(
        folder.path().join("atlas.json"),
        r#"{"format": "delta-atlas", "version": 1, "title": "T"}"#,
    )
    .unwrap();
    let places = r#"{"type": "FeatureCollection", "features": []}"#;
    fs::write(folder.path().join("places.geojson"), places).unwrap();
    let facts = "id,place,label_en,value,unit,status,source\narea,depot,Area,1,km2,sourced,book\n";
    fs::write(folder.path().join("facts.csv"), facts).unwrap();
    let path = folder.path().to_str().unwrap();
    let (code, out, _) = run(&["check", path, "--lang", "en"]);
    assert_eq!(code, 1);
    assert!(
        out.contains("Error: facts.csv, line 2 (area): The place “depot” does not exist."),
        "{out}"
    );
    let (_, out, _) = run(&["check", path, "--lang", "zh"]);
    assert!(out.contains("地点“depot”不存在"), "{out}");
}

#[test]
fn facts_as_json_have_the_promised_shape() {
    for language in ["en", "zh"] {
        let place = json(&["facts", "yangshan", "--json", "--lang", language]);
        assert_eq!(place["id"], "yangshan");
        assert_eq!(place["kind"], "port");
        assert_eq!(place["names"]["zh"], "洋山深水港");
        assert_eq!(place["position"]["longitude"], 122.06);
        assert_eq!(place["position"]["latitude"], 30.63);
        assert!(!place["summary"][language].as_str().unwrap().is_empty());
        let facts = place["facts"].as_array().unwrap();
        assert!(facts.len() > 3);
        for fact in facts {
            for key in [
                "id", "label", "value", "unit", "as_of", "status", "note", "sources", "disputes",
            ] {
                assert!(fact.get(key).is_some(), "{key} of {fact}");
            }
            assert!(Status::from_code(fact["status"].as_str().unwrap()).is_some());
            for source in fact["sources"].as_array().unwrap() {
                for key in ["id", "title", "publisher", "year", "url"] {
                    assert!(source.get(key).is_some(), "{key} of {source}");
                }
            }
        }
    }
    assert!(
        json(&["facts", "pudong", "--json"])["position"].is_null(),
        "regions have none"
    );
}

#[test]
fn numbers_are_numbers_and_disputes_name_facts_that_exist() {
    let atlas = store::builtin().atlas;
    let place = json(&["facts", "zhangjiang", "--json"]);
    let facts = place["facts"].as_array().unwrap();
    let enterprises = facts
        .iter()
        .find(|fact| fact["value"] == 18000)
        .expect("a whole number");
    assert_eq!(enterprises["status"], "disputed");
    assert_eq!(enterprises["qualifier"], "more-than");
    let disputes = enterprises["disputes"].as_array().unwrap();
    assert!(!disputes.is_empty());
    for id in disputes {
        let id = delta_atlas::atlas::FactId::new(id.as_str().unwrap());
        assert!(atlas.fact(&id).is_some(), "{id}");
    }
}

#[test]
fn facts_as_text_are_written_in_the_language_with_numbered_sources() {
    let (code, out, _) = run(&["facts", "pudong", "--lang", "en"]);
    assert_eq!(code, 0);
    assert!(out.starts_with("Pudong New Area\n浦东新区\n"), "{out}");
    assert!(
        out.contains("1,210.41 km²") && out.contains("5,681,512 people"),
        "{out}"
    );
    assert!(out.contains("[1] "), "{out}");
    let (_, out, _) = run(&["facts", "浦东新区", "--lang", "zh"]);
    assert!(out.starts_with("浦东新区\nPudong New Area\n"), "{out}");
    assert!(out.contains("平方公里"), "{out}");
}

#[test]
fn a_place_that_is_not_there_is_answered_with_what_may_be_meant() {
    let (code, out, err) = run(&["facts", "zhangjian", "--lang", "en"]);
    assert_eq!((code, out.as_str()), (1, ""));
    assert!(err.contains("Did you mean zhangjiang"), "{err}");
}

#[test]
fn find_lists_names_pinyin_initials_and_typos_best_first() {
    for (text, id) in [
        ("Lujiazui", "lujiazui"),
        ("ljz", "lujiazui"),
        ("洋山", "yangshan"),
        ("yángshān", "yangshan"),
        ("zhangjang", "zhangjiang"),
        ("suzhou", "suzhou-jiangsu"),
    ] {
        let list = json(&["find", text, "--json"]);
        assert_eq!(list[0]["id"], id, "{text}");
        assert!(list[0]["names"]["en"].is_string() && list[0]["kind"].is_string());
    }
    let (code, _, err) = run(&["find", "qqqxxyyzz", "--lang", "en"]);
    assert_eq!(code, 1);
    assert!(err.contains("Nothing found"), "{err}");
}

#[test]
fn a_wrong_flag_says_what_was_meant_and_ends_with_the_code_for_wrong_use() {
    let (code, _, err) = run(&["--them", "dark"]);
    assert_eq!(code, 2);
    assert!(err.contains("--theme"), "{err}");
    for (arguments, hint) in [
        (["--theme", "blue"], "light, dark or projector"),
        (["--lang", "fr"], "en or zh"),
        (["--size", "wide"], "1280x800"),
        (["--size", "0x800"], "200"),
    ] {
        let (code, _, err) = run(&arguments);
        assert_eq!(code, 2);
        assert!(err.contains(hint), "{err}");
    }
}

#[test]
fn help_and_version_go_to_standard_output() {
    let (code, out, err) = run(&["--help"]);
    assert_eq!((code, err.as_str()), (0, ""));
    for word in [
        "check", "facts", "find", "--at", "--lang", "--theme", "--size",
    ] {
        assert!(out.contains(word), "{word}");
    }
    let (code, out, _) = run(&["--version"]);
    assert_eq!(
        (code, out.trim()),
        (0, concat!("delta-atlas ", env!("CARGO_PKG_VERSION")))
    );
}

#[test]
fn without_a_command_the_window_is_asked_for_with_its_options() {
    let arguments = [
        "delta-atlas",
        "my.atlas",
        "--at",
        "bund",
        "--lang",
        "zh",
        "--theme",
        "projector",
        "--size",
        "1920x1080",
        "--tiles",
        "delta.pmtiles",
        "--renderer",
        "opengl",
        "--trace-startup",
    ];
    let outcome = cli::run(arguments.map(Into::into), &mut Vec::new(), &mut Vec::new());
    let Outcome::OpenWindow(options) = outcome else {
        panic!("{outcome:?}")
    };
    let expected = WindowOptions {
        atlas: Some("my.atlas".into()),
        at: Some("bund".to_owned()),
        language: Some(Language::Chinese),
        theme: Some(ThemeName::Projector),
        tiles: Some("delta.pmtiles".into()),
        size: Some([1920, 1080]),
        graphics: Graphics::OpenGl,
        trace: true,
        ..WindowOptions::default()
    };
    assert_eq!(options, expected);
}

#[test]
fn an_atlas_that_cannot_be_opened_is_named_with_what_to_do() {
    let (code, _, err) = run(&["facts", "bund", "no/such/folder", "--lang", "en"]);
    assert_eq!(code, 1);
    assert!(
        err.contains("no/such/folder") && err.contains("nothing at this path"),
        "{err}"
    );
}

/// The code blocks of the README that start with `start`.
fn readme_blocks(start: &str) -> Vec<String> {
    let readme = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/README.md")).unwrap();
    let blocks = readme.split("```").skip(1).step_by(2);
    let contents = blocks.filter_map(|block| Some(block.split_once('\n')?.1.to_owned()));
    contents.filter(|block| block.starts_with(start)).collect()
}

#[test]
fn an_atlas_made_from_the_readme_alone_passes_check() {
    let folder = tempfile::tempdir().unwrap();
    let json = readme_blocks("{");
    let tables = readme_blocks("id,");
    for (name, text) in [
        ("atlas.json", &json[0]),
        ("places.geojson", &json[1]),
        ("facts.csv", &tables[0]),
        ("sources.csv", &tables[1]),
    ] {
        fs::write(folder.path().join(name), text).unwrap();
    }
    let (code, out, _) = run(&["check", folder.path().to_str().unwrap(), "--lang", "en"]);
    assert_eq!(code, 0, "{out}");
    assert!(out.contains("0 errors, 0 warnings, 0 notes"), "{out}");
}
