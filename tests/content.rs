//! The built-in atlas holds what was researched: counts, sums, statuses, both languages, links both ways.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test may fail loudly"
)]

use delta_atlas::{
    atlas::{Atlas, Fact, Kind, PlaceId, Status, Text, Value},
    geo, lang, store,
};

fn atlas() -> Atlas {
    store::builtin().atlas
}

fn number(fact: &Fact) -> Option<f64> {
    match fact.value {
        Value::Number { value, .. } => Some(value),
        Value::Words(_) => None,
    }
}

/// The value of the fact with this label, of every district.
fn of_districts(atlas: &Atlas, label: &str) -> Vec<f64> {
    let districts = atlas
        .places()
        .iter()
        .filter(|place| place.kind == Kind::District);
    districts
        .map(|district| {
            let mut facts = atlas.facts_of(&district.id);
            let fact = facts.find(|fact| fact.label.en == label);
            fact.and_then(number)
                .unwrap_or_else(|| panic!("{label} of {}", district.id))
        })
        .collect()
}

fn claims(atlas: &Atlas) -> Vec<&Fact> {
    atlas
        .facts()
        .iter()
        .filter(|fact| fact.id.as_str().starts_with("claim-"))
        .collect()
}

#[test]
fn there_are_sixteen_districts_forty_one_cities_fifty_two_sites_and_their_sources() {
    let atlas = atlas();
    let count = |kind| {
        atlas
            .places()
            .iter()
            .filter(|place| place.kind == kind)
            .count()
    };
    assert_eq!(count(Kind::District), 16);
    assert_eq!(count(Kind::City), 41);
    assert_eq!(
        atlas
            .places()
            .iter()
            .filter(|place| place.position().is_some())
            .count(),
        52
    );
    assert_eq!(atlas.sources().len(), 162);
}

#[test]
fn the_populations_and_areas_of_the_districts_add_up_to_the_city() {
    let atlas = atlas();
    let people: f64 = of_districts(&atlas, "Resident population").iter().sum();
    assert_eq!(people, 24_870_895.0);
    let area: f64 = of_districts(&atlas, "Area").iter().sum();
    assert!((area - 6_340.50).abs() < 0.005, "{area}");
}

#[test]
fn all_thirty_two_claims_are_there_with_their_status() {
    let atlas = atlas();
    let claims = claims(&atlas);
    assert_eq!(claims.len(), 32);
    let count = |status| claims.iter().filter(|claim| claim.status == status).count();
    assert_eq!(count(Status::Corroborated), 8);
    assert_eq!(count(Status::Disputed), 12);
    assert_eq!(count(Status::Reported), 12);
}

#[test]
fn every_disputed_claim_has_another_value_beside_it_and_links_go_both_ways() {
    let atlas = atlas();
    for claim in claims(&atlas)
        .iter()
        .filter(|claim| claim.status == Status::Disputed)
    {
        assert!(!claim.disputes.is_empty(), "{}", claim.id);
    }
    for fact in atlas.facts() {
        for other in &fact.disputes {
            let other = atlas.fact(other).unwrap();
            assert!(
                other.disputes.contains(&fact.id),
                "{} and {}",
                fact.id,
                other.id
            );
        }
    }
}

#[test]
fn every_fact_has_a_source_and_every_text_both_languages() {
    let atlas = atlas();
    let whole = |text: &Text| text.is_empty() || (!text.en.is_empty() && !text.zh.is_empty());
    for fact in atlas.facts() {
        assert!(!fact.sources.is_empty(), "{}", fact.id);
        assert!(
            !fact.label.is_empty() && whole(&fact.label) && whole(&fact.note),
            "{}",
            fact.id
        );
        if let Value::Words(words) = &fact.value {
            assert!(whole(words), "{}", fact.id);
        }
    }
    for place in atlas.places() {
        for text in [&place.names, &place.summary, &place.position_note] {
            assert!(whole(text), "{}", place.id);
        }
        assert!(!place.summary.is_empty(), "{}", place.id);
    }
}

#[test]
fn every_unit_has_a_name_in_both_languages() {
    for fact in atlas().facts() {
        let Value::Number {
            unit: Some(unit), ..
        } = &fact.value
        else {
            continue;
        };
        for language in [lang::Language::English, lang::Language::Chinese] {
            let known = lang::strings(language)
                .find(&format!("unit-{}", unit.0))
                .is_some();
            assert!(
                known || matches!(unit.0.as_str(), "year" | "rank" | "ratio"),
                "{}",
                unit.0
            );
        }
    }
}

#[test]
fn no_advertising_and_no_untraced_expert_is_in_any_text() {
    let atlas = atlas();
    let mut texts: Vec<&str> = Vec::new();
    for fact in atlas.facts() {
        texts.extend([
            fact.label.en.as_str(),
            &fact.label.zh,
            &fact.note.en,
            &fact.note.zh,
        ]);
        if let Value::Words(words) = &fact.value {
            texts.extend([words.en.as_str(), &words.zh]);
        }
    }
    texts.extend(
        atlas
            .places()
            .iter()
            .flat_map(|place| [place.summary.en.as_str(), &place.summary.zh]),
    );
    let advertising = ['\u{8bba}', '\u{575b}'].iter().collect::<String>();
    for text in texts {
        assert!(
            !text.contains(&advertising) && !text.contains("Li Wei") && !text.contains("李伟"),
            "{text}"
        );
    }
}

#[test]
fn the_hundred_kilometre_triangle_is_as_wide_as_its_facts_say() {
    let atlas = atlas();
    let at = |id: &str| atlas.place(&PlaceId::new(id)).unwrap().anchor();
    for (one, other, km) in [
        ("zhangjiang", "suzhou-jiangsu", 94.8),
        ("zhangjiang", "sip", 84.5),
        ("zhangjiang", "yangshan", 78.3),
        ("suzhou-jiangsu", "yangshan", 158.6),
        ("sip", "yangshan", 150.0),
    ] {
        let distance = geo::distance_m(at(one), at(other)) / 1000.0;
        assert!((distance - km).abs() < 0.06, "{one} to {other}: {distance}");
        let computed = atlas
            .facts()
            .iter()
            .filter(|fact| fact.status == Status::Computed);
        let stated = computed
            .filter_map(number)
            .any(|value| (value - km).abs() < 1e-9);
        assert!(stated, "a computed fact says {km} km");
    }
}

#[test]
fn every_claim_that_is_tested_on_the_map_comes_out_as_the_research_says() {
    use geo::Outcome::{Fails, Holds};
    let atlas = atlas();
    let locator = geo::Locator::new(&atlas);
    let expected = [
        ("triangle", Fails),
        ("ring-round-zhangjiang", Holds),
        ("smic-near-zhangjiang", Holds),
        ("smic-in-pudong", Holds),
        ("sensetime-near-zhangjiang", Fails),
        ("sensetime-in-pudong", Fails),
        ("finance-round-lujiazui", Holds),
        ("tesla-nearest-port", Holds),
    ];
    assert_eq!(atlas.manifest.checks.len(), expected.len());
    for (id, outcome) in expected {
        let check = atlas
            .manifest
            .checks
            .iter()
            .find(|check| check.id == id)
            .unwrap();
        assert_eq!(
            geo::verdict(&atlas, &locator, check).unwrap().outcome,
            outcome,
            "{id}"
        );
    }
}

/// The keys in the language files that no source file mentions, those made of data aside.
#[test]
fn no_interface_string_is_unused() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut code = String::new();
    let mut folders = vec![root];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap().flatten() {
            if entry.path().is_dir() {
                folders.push(entry.path());
            } else {
                code.push_str(&std::fs::read_to_string(entry.path()).unwrap());
            }
        }
    }
    let made = ["unit-", "kind-", "finding-", "open-"];
    for key in lang::strings(lang::Language::English).keys() {
        let used =
            code.contains(&format!("\"{key}\"")) || made.iter().any(|made| key.starts_with(made));
        assert!(used, "{key}");
    }
}
