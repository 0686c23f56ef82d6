//! The HTML file: that it is whole, sound and loads nothing, whatever the atlas says. Needs neither display nor
//! browser; `.ci/html-check.sh` drives it in one.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test may fail loudly"
)]

use std::{collections::BTreeSet, fs, path::Path};

use delta_atlas::{
    atlas::{Atlas, BriefingId, Language, PlaceId},
    export::{Format, Handout, Job, PictureSize, Subject, Watch},
    geo::Locator,
    store,
    theme::ThemeName,
};
use quick_xml::{Reader, events::Event};

fn job(subject: Subject) -> Job {
    Job {
        format: Format::Html,
        subject,
        size: PictureSize::new(640, 400, 1.0).unwrap(),
        language: Language::English,
        theme: ThemeName::Light,
        bare: false,
        handout: Handout::default(),
        data: None,
    }
}

fn made(job: &Job, atlas: &Atlas) -> String {
    let mut bytes = Vec::new();
    let locator = Locator::new(atlas);
    let warnings = job.write(atlas, &locator, &mut bytes, &Watch::default());
    assert_eq!(warnings.unwrap(), []);
    String::from_utf8(bytes).unwrap()
}

fn slides(atlas: &Atlas, name: &str) -> Subject {
    let id = BriefingId::new(name);
    let count = atlas.briefing(&id).unwrap().slides.len();
    Subject::Slides(id, (0..count).collect())
}

/// Every element: its name and its attributes.
type Element = (String, Vec<(String, String)>);

/// Reads the file as XML, which HTML that is written with care is.
fn elements(html: &str) -> Vec<Element> {
    let mut reader = Reader::from_str(html);
    reader.config_mut().check_end_names = true;
    let mut elements = Vec::new();
    let mut open = 0_i32;
    loop {
        let event = reader.read_event().expect("well-formed");
        let (Event::Start(ref tag) | Event::Empty(ref tag)) = event else {
            match event {
                Event::End(_) => open -= 1,
                Event::Eof => break,
                _ => {}
            }
            continue;
        };
        if matches!(event, Event::Start(_)) {
            open += 1;
        }
        let attributes = tag.attributes().map(|attribute| {
            let attribute = attribute.expect("quoted and given once");
            let name = String::from_utf8(attribute.key.as_ref().to_vec()).unwrap();
            let value = String::from_utf8(attribute.value.to_vec()).unwrap();
            let value = quick_xml::escape::unescape(&value).unwrap().into_owned();
            (name, value)
        });
        let name = String::from_utf8(tag.name().as_ref().to_vec()).unwrap();
        elements.push((name, attributes.collect()));
    }
    assert_eq!(open, 0, "every element is closed");
    elements
}

fn value<'e>(element: &'e Element, name: &str) -> Option<&'e str> {
    let found = element.1.iter().find(|(one, _)| one == name);
    found.map(|(_, value)| value.as_str())
}

/// Whatever would load something: only pictures inside of the file and links that wait for a click may.
fn assert_loads_nothing(elements: &[Element]) {
    for element in elements {
        for name in [
            "src",
            "srcset",
            "action",
            "formaction",
            "poster",
            "data",
            "background",
        ] {
            assert_eq!(value(element, name), None, "{element:?}");
        }
        for (name, _) in &element.1 {
            assert!(!name.starts_with("on"), "{element:?}");
        }
        let tag = element.0.as_str();
        assert!(
            !matches!(
                tag,
                "link" | "iframe" | "object" | "embed" | "base" | "form" | "foreignObject"
            ),
            "{element:?}"
        );
        let Some(href) = value(element, "href") else {
            continue;
        };
        let inside = href.starts_with('#');
        let picture = tag == "image" && href.starts_with("data:image/png;base64,");
        let web = tag == "a" && (href.starts_with("https://") || href.starts_with("http://"));
        assert!(inside || picture || web, "{element:?}");
        if web {
            assert_eq!(value(element, "rel"), Some("noopener noreferrer"));
        }
    }
}

fn assert_ids_are_unique_and_references_lead_somewhere(elements: &[Element]) {
    let mut ids = BTreeSet::new();
    for id in elements.iter().filter_map(|element| value(element, "id")) {
        assert!(ids.insert(id), "{id} is there twice");
    }
    for element in elements {
        let mut targets: Vec<&str> = Vec::new();
        targets.extend(value(element, "href").and_then(|href| href.strip_prefix('#')));
        for name in ["aria-labelledby", "aria-controls", "for"] {
            targets.extend(value(element, name));
        }
        for target in targets {
            assert!(ids.contains(target), "{target} of {element:?}");
        }
    }
}

#[test]
fn the_built_in_atlas_and_its_briefings_are_sound_small_and_load_nothing() {
    let atlas = store::builtin().atlas;
    for subject in [
        Subject::Home,
        slides(&atlas, "article"),
        slides(&atlas, "network"),
    ] {
        let html = made(&job(subject), &atlas);
        assert!(html.len() < 5_000_000, "{} bytes", html.len());
        let elements = elements(&html);
        assert_loads_nothing(&elements);
        assert_ids_are_unique_and_references_lead_somewhere(&elements);
        let policy = elements
            .iter()
            .find(|element| value(element, "http-equiv") == Some("Content-Security-Policy"));
        let policy = value(policy.unwrap(), "content").unwrap();
        assert!(policy.starts_with("default-src 'none';"), "{policy}");
        assert!(
            !policy.contains("unsafe") && !policy.contains("http"),
            "{policy}"
        );
        for part in [
            "OpenStreetMap",
            "Apache ECharts",
            "No map approval number",
            "无审图号",
        ] {
            assert!(html.contains(part), "{part}");
        }
    }
}

#[test]
fn the_same_atlas_gives_the_same_bytes() {
    let atlas = store::builtin().atlas;
    let job = job(slides(&atlas, "network"));
    assert!(made(&job, &atlas) == made(&job, &atlas));
}

#[test]
fn both_languages_are_inside_and_the_one_that_is_asked_for_comes_first() {
    let atlas = store::builtin().atlas;
    for (language, lang) in [(Language::English, "en"), (Language::Chinese, "zh-Hans")] {
        let job = Job {
            language,
            ..job(Subject::Home)
        };
        let html = made(&job, &atlas);
        let elements = elements(&html);
        assert_eq!(elements[0].0, "html");
        assert_eq!(value(&elements[0], "lang"), Some(lang));
        for words in [
            "High-tech park of 1992",
            "张江科学城",
            "Other sources say",
            "其他来源",
            "disputed",
        ] {
            assert!(html.contains(words), "{words}");
        }
        for code in ["en", "zh-Hans"] {
            let of = |element: &&Element| value(element, "lang") == Some(code);
            assert!(elements.iter().filter(of).count() > 1000, "{code}");
        }
    }
}

#[test]
fn every_place_has_a_card_and_contradicting_facts_stand_side_by_side() {
    let atlas = store::builtin().atlas;
    let html = made(&job(Subject::Home), &atlas);
    for place in atlas.places() {
        let card = format!("<article class=\"card\" id=\"place-{}\"", place.id);
        assert!(html.contains(&card), "{}", place.id);
    }
    let (_, zhangjiang) = html.split_once("id=\"place-zhangjiang\"").unwrap();
    let (card, _) = zhangjiang.split_once("</article>").unwrap();
    assert!(card.contains("class=\"dispute\"") && card.contains("#sign-disputed"));
    assert!(card.contains("31.2040° N, 121.5834° E WGS 84"));
}

#[test]
fn only_the_slides_that_are_asked_for_are_inside_in_their_order() {
    let atlas = store::builtin().atlas;
    let chosen = Subject::Slides(BriefingId::new("network"), vec![2, 0]);
    let html = made(&job(chosen), &atlas);
    let at = |text: &str| html.find(text);
    assert_eq!(html.matches("<section class=\"slide").count(), 2);
    assert!(at("Output per head falls off") < at("<section class=\"slide bare\" id=\"slide-2\""));
    assert!(!html.contains("It begins with light"));
}

#[test]
fn what_the_speaker_reads_is_inside_only_when_asked_for() {
    let atlas = store::builtin().atlas;
    let secret = "Do not mock the article";
    let without = made(&job(slides(&atlas, "article")), &atlas);
    assert!(!without.contains(secret));
    let with = Job {
        handout: Handout {
            notes: true,
            ..Handout::default()
        },
        ..job(slides(&atlas, "article"))
    };
    assert!(made(&with, &atlas).contains(secret));
}

#[test]
fn a_place_that_is_asked_for_is_what_the_atlas_opens_on() {
    let atlas = store::builtin().atlas;
    let subject = Subject::Place(PlaceId::new("pudong"));
    let html = made(&job(subject), &atlas);
    let index = atlas
        .places()
        .iter()
        .position(|place| place.id.as_str() == "pudong");
    let selected = format!("\"selected\":{}", index.unwrap());
    assert!(html.contains(&selected) && html.contains("\"card\":true"));
}

const HOSTILE: &str =
    "</script><script>alert(1)</script>\"'><img src=x onerror=alert(2)>&amp;\u{2028}]]>";

/// An atlas whose every text is an attack.
fn write_hostile_atlas(folder: &Path) {
    let manifest = serde_json::json!({
        "format": "delta-atlas", "version": 1,
        "title": {"en": HOSTILE, "zh": HOSTILE.to_owned() + "中"},
        "themes": [{"id": "t", "name": {"en": HOSTILE}}],
        "credits": [{"text": {"en": HOSTILE}, "license": HOSTILE, "url": "javascript:alert(3)"}],
        "map_approval_number": HOSTILE,
    });
    fs::write(folder.join("atlas.json"), manifest.to_string()).unwrap();
    let place = |id: &str, geometry: serde_json::Value| {
        serde_json::json!({"type": "Feature", "geometry": geometry, "properties": {
            "id": id, "kind": "<b>kind", "name_en": HOSTILE, "name_zh": "名".to_owned() + HOSTILE,
            "pinyin": HOSTILE, "aliases": [HOSTILE], "summary_en": HOSTILE, "label_en": HOSTILE,
        }})
    };
    let site = serde_json::json!({"type": "Point", "coordinates": [121.5, 31.2]});
    let ring = [[121.0, 31.0], [121.2, 31.0], [121.2, 31.2], [121.0, 31.0]];
    let region = serde_json::json!({"type": "Polygon", "coordinates": [ring]});
    let places = serde_json::json!({
        "type": "FeatureCollection", "features": [place("site", site), place("region", region)],
    });
    fs::write(folder.join("places.geojson"), places.to_string()).unwrap();
    let quoted = format!("\"{}\"", HOSTILE.replace('"', "\"\""));
    let facts = format!(
        "id,place,theme,label_en,value,unit,text_en,as_of,status,source,note_en\n\
         f1,site,t,{quoted},12,{quoted},,2024,sourced,s,{quoted}\n\
         f2,site,t,{quoted},,,{quoted},2024,sourced,s,{quoted}\n"
    );
    fs::write(folder.join("facts.csv"), facts).unwrap();
    let sources = format!(
        "id,title,publisher,year,url,note_en\ns,{quoted},{quoted},2024,\"https://example.org/?a=1&b=\"\"<x>\",{quoted}\n"
    );
    fs::write(folder.join("sources.csv"), sources).unwrap();
    fs::create_dir(folder.join("briefings")).unwrap();
    let briefing = format!(
        "---\nbriefing: 1\ntitle.en: {HOSTILE}\n---\n\n# one\ncamera: place site\nselect: site\n\n## en: {HOSTILE}\n\n\
         - {HOSTILE} {{f1}} {{gone}}\n+ [link](javascript:alert(4)) [{HOSTILE}](https://example.org/\"onclick=)\n\n\
         {{f2}}\n\n### notes\n\n{HOSTILE}\n"
    );
    fs::write(folder.join("briefings/bad.md"), briefing).unwrap();
}

#[test]
fn no_text_of_an_atlas_becomes_markup_or_code() {
    let folder = tempfile::tempdir().unwrap();
    write_hostile_atlas(folder.path());
    let atlas = store::open(folder.path()).unwrap().atlas;
    assert_eq!(atlas.places().len(), 2);
    for subject in [Subject::Home, slides(&atlas, "bad")] {
        let job = Job {
            handout: Handout {
                notes: true,
                ..Handout::default()
            },
            ..job(subject)
        };
        let html = made(&job, &atlas);
        assert!(html.contains("alert(1)"), "the texts are there");
        assert_eq!(html.matches("<script").count(), 2, "data and code");
        assert_eq!(html.matches("</script").count(), 2);
        assert!(!html.contains("<img"));
        let elements = elements(&html);
        assert_loads_nothing(&elements);
        assert_ids_are_unique_and_references_lead_somewhere(&elements);
        let (_, data) = html.split_once("id=\"data\">").unwrap();
        let (data, _) = data.split_once("</script>").unwrap();
        let data: serde_json::Value = serde_json::from_str(data).expect("sound data");
        assert!(
            data["places"][0]["en"]
                .as_str()
                .unwrap()
                .contains("<script>")
        );
    }
}
