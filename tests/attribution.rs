//! Whom a map comes from: exactly those whose data is on it, on the screen and in exports; OpenStreetMap always.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test may fail loudly"
)]

use delta_atlas::{
    atlas::{Atlas, Kind, Language, PlaceId, Position},
    export::{Furniture, Picture, PictureSize},
    geo::Locator,
    lang,
    scene::{
        MapContent, View,
        content::LayerId,
        credit::{self, Seen},
    },
    store,
    theme::{Theme, ThemeName},
};
use egui::vec2;

const OPEN_SEA: [f64; 3] = [123.4, 31.0, 12.0];
const SHANGHAI: [f64; 3] = [121.47, 31.2, 9.3];
const DELTA: [f64; 3] = [120.5, 31.3, 7.0];

fn words(
    atlas: &Atlas,
    content: &MapContent,
    [longitude, latitude, zoom]: [f64; 3],
    tiles: &[String],
) -> String {
    let seen = Seen {
        atlas,
        content,
        view: View {
            centre: Position::new(longitude, latitude).unwrap(),
            zoom,
            size: vec2(1000.0, 700.0),
        },
        selected: None,
        colours: &Theme::new(ThemeName::Light).map,
    };
    credit::attribution(lang::strings(Language::English), seen, tiles)
}

#[test]
fn each_maker_is_named_while_its_data_is_on_the_screen_and_not_else() {
    let atlas = store::builtin().atlas;
    let content = MapContent::default();
    let none = "No map approval number";
    let at = |view| words(&atlas, &content, view, &[]);
    assert_eq!(
        at(OPEN_SEA),
        format!("© OpenStreetMap contributors · {none}")
    );
    let airports = "airportsdata (airport positions)";
    let echarts = "Apache ECharts (borders, changed)";
    let shanghai = at(SHANGHAI);
    assert!(
        shanghai.contains(echarts) && shanghai.contains(airports),
        "{shanghai}"
    );
    let nearer = at([121.47, 31.2, 11.5]);
    assert!(!nearer.contains("GeoNames"), "no city dots: {nearer}");
    let gateways = at([120.4, 31.5, 10.5]);
    assert!(gateways.contains(airports), "of the base map: {gateways}");
    assert!(!shanghai.contains("Natural Earth"), "{shanghai}");
    let delta = at(DELTA);
    assert!(delta.contains("GeoNames (city centres)"), "{delta}");
    let twice = delta.matches("OpenStreetMap").count();
    assert_eq!(twice, 1, "{delta}");
    let mut hidden = MapContent::default();
    hidden.hidden_kinds.push(Kind::Airport);
    hidden.set_visible(LayerId::Cities, false);
    hidden.set_visible(LayerId::Gateways, false);
    assert!(!words(&atlas, &hidden, SHANGHAI, &[]).contains(airports));
    assert!(!words(&atlas, &hidden, DELTA, &[]).contains("GeoNames"));
}

#[test]
fn rivers_from_natural_earth_are_credited_where_they_run() {
    let atlas = store::builtin().atlas;
    let mut content = MapContent::default();
    // In the south of Anhui, far from Shanghai.
    let there = [117.5, 33.0, 8.0];
    assert!(words(&atlas, &content, there, &[]).contains("Natural Earth"));
    content.set_visible(LayerId::Water, false);
    assert!(!words(&atlas, &content, there, &[]).contains("Natural Earth"));
}

#[test]
fn openstreetmap_is_never_missing_whatever_an_atlas_says_and_whatever_is_switched_off() {
    let mut atlas = store::builtin().atlas;
    let mut content = MapContent::default();
    for layer in content.layers().to_vec() {
        content.set_visible(layer.layer, false);
    }
    atlas.manifest.credits.clear();
    for view in [OPEN_SEA, SHANGHAI, DELTA] {
        for content in [&MapContent::default(), &content] {
            assert!(words(&atlas, content, view, &[]).contains("© OpenStreetMap contributors"));
        }
    }
    let all = credit::all(&atlas);
    let has = |licence: &str| {
        all.iter()
            .any(|credit| credit.license.as_deref() == Some(licence))
    };
    assert!(has("ODbL-1.0") && has("Apache-2.0"));
}

#[test]
fn tiles_are_credited_first_and_an_atlas_of_ones_own_names_its_own() {
    let mut atlas = store::builtin().atlas;
    let mut own = atlas.manifest.credits[0].clone();
    own.text = delta_atlas::atlas::Text::new("Our own survey", "");
    own.kinds.clear();
    atlas.manifest.credits = vec![own];
    atlas.manifest.map_approval_number = Some("GS(2026)0001".to_owned());
    let content = MapContent::default();
    let text = words(&atlas, &content, OPEN_SEA, &["© Some tiles".to_owned()]);
    assert_eq!(
        text,
        "© Some tiles · © OpenStreetMap contributors · Our own survey · Map approval number GS(2026)0001"
    );
    let other = words(&atlas, &content, OPEN_SEA, &[]);
    assert!(!other.contains("tiles"), "{other}");
}

#[test]
fn an_export_credits_what_a_window_of_the_same_view_credits() {
    let atlas = store::builtin().atlas;
    let content = MapContent::default();
    let theme = Theme::new(ThemeName::Light);
    for [longitude, latitude, zoom] in [OPEN_SEA, SHANGHAI, DELTA] {
        let picture = Picture {
            atlas: &atlas,
            locator: &Locator::new(&atlas),
            content: &content,
            shading: None,
            theme: &theme,
            strings: lang::strings(Language::English),
            centre: Position::new(longitude, latitude).unwrap(),
            zoom,
            size: PictureSize::new(1000, 700, 1.0).unwrap(),
            selected: None::<&PlaceId>,
            check: None,
            data: None,
            furniture: &Furniture::default(),
        };
        let window = words(&atlas, &content, [longitude, latitude, zoom], &[]);
        assert_eq!(delta_atlas::export::attribution(&picture), window);
    }
}
