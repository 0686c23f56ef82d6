//! A data file over the base map: what a user sees of it and can do with it.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test may fail loudly"
)]

mod common;

use common::{Window, app, click, click_at, press, settle, start, window};
use delta_atlas::{
    app::Start,
    atlas::Position,
    cli::{self, Outcome},
};
use egui::Key;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use tempfile::TempDir;

/// A window on a file of this name and text.
fn opened(name: &str, text: &str) -> (Window, TempDir) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join(name);
    std::fs::write(&path, text).expect("a file");
    let window = window(Start {
        atlas: Some(path),
        ..start()
    });
    (window, folder)
}

fn point(name: &str, longitude: f64, latitude: f64) -> String {
    format!(
        "{{\"type\": \"Feature\", \"properties\": {{\"name\": \"{name}\", \"beds\": 1200}}, \"geometry\": {{\"type\": \"Point\", \"coordinates\": [{longitude}, {latitude}]}}}}"
    )
}

fn collection(features: &[String]) -> String {
    format!(
        "{{\"type\": \"FeatureCollection\", \"features\": [\n{}\n]}}",
        features.join(",\n")
    )
}

fn at(window: &Window, longitude: f64, latitude: f64) -> egui::Pos2 {
    app(window).window_from_geo(Position {
        longitude,
        latitude,
    })
}

#[test]
fn a_click_on_a_feature_shows_its_properties_and_escape_closes_them() {
    let features = [
        point("Clinic", 120.02, 32.93),
        point("Depot", 121.97, 30.01),
    ];
    let (mut window, _folder) = opened("clinics.geojson", &collection(&features));
    window.get_by_label("clinics.geojson");
    window.get_by_label("Features: 2");
    let clinic = at(&window, 120.02, 32.93);
    click_at(&mut window, clinic);
    window.get_by_label("Properties of Clinic");
    window.get_by_label("1,200");
    press(&mut window, Key::Escape);
    assert!(window.query_by_label("Properties of Clinic").is_none());
}

#[test]
fn a_table_with_coordinates_opens_like_geojson() {
    let (mut window, _folder) = opened(
        "shops.csv",
        "名称,经度,纬度\n书店,120.02,32.93\n茶馆,121.97,30.01\n",
    );
    window.get_by_label("Features: 2");
    let shop = at(&window, 120.02, 32.93);
    click_at(&mut window, shop);
    window.get_by_label("Properties of 书店");
}

#[test]
fn a_click_on_a_dot_of_many_comes_closer_until_they_are_told_apart() {
    let features: Vec<String> = (0..40)
        .map(|index| {
            point(
                &format!("P{index}"),
                120.02 + f64::from(index % 8) * 0.002,
                32.93 + f64::from(index / 8) * 0.002,
            )
        })
        .chain([point("Far", 121.97, 30.01)])
        .collect();
    let (mut window, _folder) = opened("many.geojson", &collection(&features));
    let zoom = app(&window).session().zoom;
    let many = at(&window, 120.027, 32.934);
    click_at(&mut window, many);
    assert!(app(&window).session().zoom > zoom + 3.0);
    let one = at(&window, 120.02, 32.93);
    click_at(&mut window, one);
    window.get_by_label("Properties of P0");
}

#[test]
fn the_legend_names_the_file_and_says_for_how_many_features_a_dot_stands() {
    let features: Vec<String> = (0..400)
        .map(|index| {
            point(
                "P",
                120.0 + f64::from(index % 20) * 0.0001,
                32.9 + f64::from(index / 20) * 0.0001,
            )
        })
        .chain([point("Far", 121.97, 30.01)])
        .collect();
    let (mut window, _folder) = opened("many.geojson", &collection(&features));
    click(&mut window, "Show the legend");
    assert_eq!(window.query_all_by_label("many.geojson").count(), 2);
    let said = window.get_by_label_contains("About ").accesskit_node();
    // A dot of the legend is smaller than the one on the map, whose area is for 400.
    let words = said.value().or_else(|| said.label()).unwrap_or_default();
    let count: f64 = words
        .split(' ')
        .nth(1)
        .and_then(|count| count.parse().ok())
        .unwrap();
    assert!((2.0..400.0).contains(&count), "{words}");
    click(&mut window, "Close the data file");
    settle(&mut window);
    assert_eq!(window.query_all_by_label("many.geojson").count(), 0);
}

#[test]
fn features_in_one_spot_are_leafed_through() {
    let features = [point("One", 121.0, 32.0), point("Two", 121.0, 32.0)];
    let (mut window, _folder) = opened("same.geojson", &collection(&features));
    click(
        &mut window,
        "Show the feature nearest to the middle of the map",
    );
    window.get_by_label("1 of 2");
    click(&mut window, "Next");
    window.get_by_label("2 of 2");
}

#[test]
fn what_a_damaged_file_holds_before_its_fault_is_shown_and_the_fault_is_named() {
    let text = format!(
        "{{\"features\": [\n{},\n{{\"geometry\": oops",
        point("Sound", 121.0, 32.0)
    );
    let (window, _folder) = opened("cut.geojson", &text);
    window.get_by_label("Features: 1");
    window.get_by_label_contains("Line 3 (byte ");
}

#[test]
fn a_file_without_coordinates_says_what_it_lacks_and_the_map_stays() {
    let (window, _folder) = opened("plain.csv", "name,value\nA,1\n");
    window.get_by_label_contains("There are: name, value");
    window.get_by_label("Yangshan Deep-Water Port");
}

#[test]
fn closing_the_file_leaves_the_atlas() {
    let (mut window, _folder) = opened("one.geojson", &collection(&[point("One", 121.0, 32.0)]));
    click(&mut window, "Close the data file");
    settle(&mut window);
    assert!(window.query_by_label("one.geojson").is_none());
    assert!(app(&window).data().layer().is_none());
}

/// What `delta-atlas` with these arguments ends with.
fn code_of(arguments: &[&str]) -> u8 {
    let all = std::iter::once("delta-atlas").chain(arguments.iter().copied());
    let outcome = cli::run(all.map(Into::into), &mut Vec::new(), &mut Vec::new());
    match outcome {
        Outcome::Exit(code) => code,
        Outcome::OpenWindow(_) => u8::MAX,
    }
}

#[test]
fn an_export_draws_the_dots_and_areas_of_a_data_file() {
    let folder = tempfile::tempdir().expect("a folder");
    let area = "{\"properties\": {}, \"geometry\": {\"type\": \"Polygon\", \"coordinates\": [[[120,30],[121,30],[121,31],[120,31],[120,30]]]}}";
    let features = [point("One", 121.9, 32.9), area.to_owned()];
    let path = |name: &str| folder.path().join(name).display().to_string();
    std::fs::write(path("data.geojson"), collection(&features)).expect("a file");
    for name in ["map.svg", "map.png"] {
        let output = path(name);
        let code = code_of(&[
            "export",
            &path("data.geojson"),
            "--output",
            &output,
            "--size",
            "800x600",
            "--lang",
            "en",
        ]);
        assert_eq!(code, 0, "{name}");
    }
    let svg = std::fs::read_to_string(path("map.svg")).expect("an SVG");
    let layer = svg
        .split("inkscape:label=\"Data file\"")
        .nth(1)
        .expect("a layer");
    let layer = layer.split("</g>").next().unwrap();
    // The dot with its ring; the area with its outline.
    assert_eq!(
        (
            layer.matches("<circle").count(),
            layer.matches("<path").count()
        ),
        (2, 2)
    );
    let png = image::open(path("map.png")).expect("a PNG");
    assert_eq!((png.width(), png.height()), (800, 600));
}
