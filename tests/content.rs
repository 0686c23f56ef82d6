//! The built-in atlas holds what was researched: counts, sums, statuses, both languages, links both ways.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test may fail loudly"
)]

use delta_atlas::{
    atlas::{Atlas, Fact, Geometry, Kind, PlaceId, Position, Status, Text, Value},
    card, geo, lang, store,
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
    // The researched sites, and the second marker that the editor's note on SenseTime asks for.
    let sites = atlas
        .places()
        .iter()
        .filter(|place| place.position().is_some() && place.id.as_str() != "sensetime-lingang");
    assert_eq!(sites.count(), 52);
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

/// The atlas with one site moved.
fn with_moved(atlas: &Atlas, id: &str, longitude: f64, latitude: f64) -> Atlas {
    let mut places = atlas.places().to_vec();
    let place = places.iter_mut().find(|place| place.id.as_str() == id);
    place.unwrap().geometry = Geometry::Site(Position::new(longitude, latitude).unwrap());
    Atlas::new(
        atlas.manifest.clone(),
        places,
        atlas.facts().to_vec(),
        atlas.sources().to_vec(),
    )
}

#[test]
fn the_triangle_has_ring_and_circle_and_moving_a_place_changes_the_verdict() {
    let judge = |atlas: &Atlas| {
        let checks = &atlas.manifest.checks;
        let check = checks.iter().find(|check| check.id == "triangle").unwrap();
        geo::verdict(atlas, &geo::Locator::new(atlas), check).unwrap()
    };
    let atlas = atlas();
    let before = judge(&atlas);
    assert_eq!(before.outcome, geo::Outcome::Fails);
    let ring = before.ring.expect("the ring that is claimed");
    assert_eq!(ring.radius_m, 100_000.0);
    assert_eq!(
        ring.centre,
        atlas.place(&PlaceId::new("zhangjiang")).unwrap().anchor()
    );
    let diameter = |verdict: &geo::Verdict| verdict.enclosing.unwrap().radius_m * 2.0 / 1000.0;
    assert!(
        (diameter(&before) - 158.65).abs() < 0.06,
        "{}",
        diameter(&before)
    );
    // Yangshan moved to the Qingpu lakes: all three within 90 km of each other.
    let moved = judge(&with_moved(&atlas, "yangshan", 121.0, 31.1));
    assert_eq!(moved.outcome, geo::Outcome::Holds);
    assert!(diameter(&moved) < 100.0);
}

#[test]
fn sensetime_is_marked_in_caohejing_and_in_lingang_and_the_claim_is_told_at_both() {
    let atlas = atlas();
    for (id, note) in [
        ("sensetime", "Caohejing"),
        ("sensetime-lingang", "Lin-gang"),
    ] {
        let place = atlas.place(&PlaceId::new(id)).unwrap();
        assert!(
            place.position().is_some() && place.summary.en.contains("Zhangjiang"),
            "{id}"
        );
        assert!(place.position_note.en.contains(note), "{id}");
        let mut facts = atlas.facts_of(&place.id);
        assert!(
            facts.any(|fact| fact.id.as_str() == "claim-sensetime-in-zhangjiang"),
            "{id}"
        );
    }
}

#[test]
fn every_site_says_how_well_its_position_is_known_and_an_airport_lies_where_the_map_has_it() {
    let atlas = atlas();
    for place in atlas
        .places()
        .iter()
        .filter(|place| place.position().is_some())
    {
        assert!(
            place.accuracy_m.is_some_and(|accuracy| accuracy > 0.0),
            "{}",
            place.id
        );
        assert!(
            !place.position_note.is_empty() && place.position_source.is_some(),
            "{}",
            place.id
        );
    }
    let airport = atlas.place(&PlaceId::new("pudong-airport")).unwrap();
    let points =
        std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/maps/points.geojson"));
    let points: serde_json::Value = serde_json::from_str(&points.unwrap()).unwrap();
    let features = points["features"].as_array().unwrap();
    let pvg = features
        .iter()
        .find(|point| point["properties"]["iata"] == "PVG")
        .unwrap();
    let at = &pvg["geometry"]["coordinates"];
    let at = Position::new(at[0].as_f64().unwrap(), at[1].as_f64().unwrap()).unwrap();
    assert!(geo::distance_m(airport.anchor(), at) < 1.0);
}

#[test]
fn the_test_roads_are_a_dated_series_against_which_the_briefing_figure_stands() {
    let atlas = atlas();
    let shanghai = atlas.place(&PlaceId::new("shanghai")).unwrap();
    let series = card::series(&atlas, shanghai);
    assert_eq!(series.len(), 1);
    let values: Vec<f64> = series[0].points.iter().map(|point| point.2).collect();
    assert_eq!(values, [560.0, 2000.0, 5200.0]);
    let against: Vec<f64> = series[0].against.iter().map(|one| one.1).collect();
    assert_eq!(against, [300.0]);
}

#[test]
fn a_district_stands_among_sixteen_and_a_city_among_forty_one() {
    let atlas = atlas();
    let standing = |id: &str, label: &str| {
        let place = atlas.place(&PlaceId::new(id)).unwrap();
        let mut all = card::standings(&atlas, place).into_iter();
        let found = all
            .find(|standing| standing.fact.label.en == label)
            .unwrap();
        (found.rank(), found.bars.len(), found.share)
    };
    let (rank, of, share) = standing("pudong", "Resident population");
    assert_eq!((rank, of), (1, 16));
    assert!((share.unwrap() - 5_681_512.0 / 24_870_895.0).abs() < 1e-9);
    assert_eq!(standing("huangpu", "Area").0, 16);
    let (rank, of, share) = standing("suzhou-jiangsu", "GDP");
    assert_eq!((rank, of), (2, 41));
    assert!(share.is_some());
    let (rank, of, _) = standing("shanghai", "Resident population");
    assert_eq!((rank, of), (1, 41));
}

#[test]
fn a_dispute_is_told_once_and_begins_with_the_statement_that_is_disputed() {
    let atlas = atlas();
    let place = atlas.place(&PlaceId::new("zhangjiang")).unwrap();
    let card = card::Card::new(&atlas, place);
    let mut told: Vec<&str> = Vec::new();
    for group in &card.groups {
        for entry in &group.entries {
            match entry {
                card::Entry::Fact(fact) => told.push(fact.id.as_str()),
                card::Entry::Dispute(dispute) => {
                    assert!(dispute.head.id.as_str().starts_with("claim-"));
                    told.extend(dispute.facts().map(|fact| fact.id.as_str()));
                }
            }
        }
    }
    told.extend(card.key.iter().map(|fact| fact.id.as_str()));
    let all: Vec<&Fact> = atlas.facts_of(&place.id).collect();
    for fact in all {
        let times = told.iter().filter(|id| **id == fact.id.as_str()).count();
        assert_eq!(times, 1, "{}", fact.id);
    }
}

#[test]
fn charted_disputes_compare_only_amounts_of_one_unit() {
    let atlas = atlas();
    let place = atlas.place(&PlaceId::new("zhangjiang")).unwrap();
    let claim = |id: &str| atlas.fact(&delta_atlas::atlas::FactId::new(id)).unwrap();
    let bars = |id: &str| {
        let dispute = card::Dispute::around(&atlas, place, claim(id)).unwrap();
        card::bars(&dispute, &[]).map(|bars| bars.bars.iter().map(|bar| bar.1).collect::<Vec<_>>())
    };
    assert_eq!(
        bars("claim-zhangjiang-enterprises").unwrap(),
        [8_000.0, 18_000.0, 100_000.0, 685.0]
    );
    assert_eq!(
        bars("claim-asia-innovation-leader"),
        None,
        "ranks are no amounts"
    );
    assert_eq!(
        bars("claim-sensetime-in-zhangjiang"),
        None,
        "words are no amounts"
    );
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
    let made = [
        "unit-",
        "kind-",
        "finding-",
        "open-",
        "export-layer-",
        "preflight-",
    ];
    for key in lang::strings(lang::Language::English).keys() {
        let used =
            code.contains(&format!("\"{key}\"")) || made.iter().any(|made| key.starts_with(made));
        assert!(used, "{key}");
    }
}
