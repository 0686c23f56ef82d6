//! What the script works with: its code, its data, and the policy that lets nothing but it run and nothing be loaded.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use egui::vec2;
use serde_json::{Map, Value, json};
use sha2::{Digest as _, Sha256};

use super::{
    Page, figure,
    ground::{STEPS, UNIT_ZOOM, unit_from_geo, zoom_of},
    map::{Drawn, Maps, Scene},
    markup::{LANGUAGES, Markup},
};
use crate::{
    atlas::{Geometry, Place},
    basemap, lang,
    scene::view::BOUNDS,
    theme::icon::Icon,
};

pub fn base64(bytes: &[u8]) -> String {
    STANDARD.encode(bytes)
}

/// Nothing is loaded, only this style sheet and this script count, pictures are inside of the file.
pub fn policy(css: &str, code: &str) -> String {
    let hash = |text: &str| format!("'sha256-{}'", base64(&Sha256::digest(text.as_bytes())));
    format!(
        "default-src 'none'; style-src {}; script-src {}; img-src data:; base-uri 'none'; \
         form-action 'none'",
        hash(css),
        hash(code)
    )
}

/// One function of all parts; as XML the marks round it make it text.
pub fn code() -> String {
    [
        "/*<![CDATA[*/(() => {\n'use strict';\n",
        include_str!("../../../assets/html/page.js"),
        include_str!("../../../assets/html/map.js"),
        include_str!("../../../assets/html/gesture.js"),
        include_str!("../../../assets/html/show.js"),
        include_str!("../../../assets/html/start.js"),
        "})();/*]]>*/",
    ]
    .concat()
}

pub fn data(out: &mut Markup, page: &Page<'_>, maps: &Maps<'_>) {
    let attributes = [("type", "application/json"), ("id", "data")];
    out.within("script", &attributes, |out| {
        let text = value(page, maps).to_string();
        // So that no text can end the element, and XML reads the same.
        let text = text
            .replace('<', "\\u003c")
            .replace('>', "\\u003e")
            .replace('&', "\\u0026");
        out.raw(&text);
    });
}

fn value(page: &Page<'_>, maps: &Maps<'_>) -> Value {
    let checks: Vec<Value> = maps
        .checks
        .iter()
        .map(|check| check.as_ref().map_or(Value::Null, |one| drawn(maps, one)))
        .collect();
    let bounds =
        [(BOUNDS.west, BOUNDS.north), (BOUNDS.east, BOUNDS.south)].map(|(longitude, latitude)| {
            let at = crate::atlas::Position {
                longitude,
                latitude,
            };
            unit_from_geo(at).map(f64::round)
        });
    let places = page.atlas.places().iter().enumerate();
    let places: Vec<Value> = places
        .map(|(number, place)| one_place(maps, number, place))
        .collect();
    let names = maps.names();
    json!({
        "whole": page.whole,
        "unitZoom": UNIT_ZOOM,
        "steps": (0..STEPS).map(zoom_of).collect::<Vec<_>>(),
        "north": basemap::EXTENT.north,
        "bounds": bounds,
        "places": places,
        "scenes": maps.scenes.iter().map(|scene| one_scene(page, maps, scene)).collect::<Vec<_>>(),
        "tables": maps.tables.iter().map(|(_, table)| table).collect::<Vec<_>>(),
        "texts": names.texts,
        "plates": names.plates(),
        "sizes": names.sizes(),
        "lettering": page.theme.map.lettering,
        "checks": checks,
        "shaded": maps.grounds.iter().map(|one| one.shading.is_some()).collect::<Vec<_>>(),
        "titles": titles(page),
        "words": words(page),
    })
}

/// The title of the window, by language.
fn titles(page: &Page<'_>) -> Value {
    let titles =
        LANGUAGES.map(|language| (language.code().to_owned(), json!(page.title(language))));
    Value::Object(Map::from_iter(titles))
}

/// What the script says by itself, by language.
fn words(page: &Page<'_>) -> Value {
    let keys = [
        "unit-km",
        "unit-m",
        "close",
        "cluster",
        "page-slide-of",
        "show-no-slide",
        "show-first-slide",
        "show-last-slide",
        "show-badge-black",
        "show-badge-white",
        "show-do-overview",
        "page-off-script",
        "page-language-now",
    ];
    let both = LANGUAGES.map(|language| {
        let strings = lang::strings(language);
        let mut words = Map::new();
        for key in keys {
            words.insert(key.to_owned(), json!(strings.get(key)));
        }
        let title = json!(page.atlas.manifest.title.get(language));
        words.insert("atlas".to_owned(), title);
        (language.code().to_owned(), Value::Object(words))
    });
    Value::Object(Map::from_iter(both))
}

/// Id, where, icon, kind, names; of a region its outline and what it extends over.
fn one_place(maps: &Maps<'_>, number: usize, place: &Place) -> Value {
    let [x, y] = unit_from_geo(place.anchor()).map(f64::round);
    let names = LANGUAGES.map(|language| place.map_label(language));
    let mut value = json!({
        "id": place.id.as_str(),
        "at": [x, y],
        "icon": figure::icon_id(Icon::of_kind(&place.kind)),
        "kind": place.kind.code(),
        "en": names[0],
        "zh": names[1],
    });
    if let Some(outline) = maps.outlines[number] {
        value["outline"] = json!(outline);
    }
    if !matches!(place.geometry, Geometry::Site(_)) {
        let extent = place.extent();
        let corners = [(extent.west, extent.north), (extent.east, extent.south)];
        let corners = corners.map(|(longitude, latitude)| {
            let at = crate::atlas::Position {
                longitude,
                latitude,
            };
            unit_from_geo(at).map(f64::round)
        });
        value["extent"] = json!(corners);
    }
    value
}

fn one_scene(page: &Page<'_>, maps: &Maps<'_>, scene: &Scene<'_>) -> Value {
    json!({
        "camera": scene.camera.map(|camera| camera.json()),
        "variant": scene.variant,
        "table": scene.table,
        "selected": scene.selected,
        "check": scene.check.filter(|check| maps.checks[*check].is_some()),
        "card": page.whole && scene.selected.is_some(),
    })
}

/// The names of a check's lines: text in both languages, lettering, where, width and height.
fn drawn(maps: &Maps<'_>, drawn: &Drawn) -> Value {
    let [english, chinese] = &drawn.evidence;
    let both = english.labels.iter().zip(&chinese.labels);
    let labels: Vec<Value> = both
        .map(|(english, chinese)| {
            let centre = drawn.view.geo_from_screen(english.rect.center());
            let [x, y] = unit_from_geo(centre).map(f64::round);
            let size = english.rect.size().max(chinese.rect.size()) + vec2(8.0, 4.0);
            json!({
                "en": english.text,
                "zh": chinese.text,
                "lettering": maps.lettering(&english.lettering),
                "at": [x, y],
                "size": [size.x.round(), size.y.round()],
            })
        })
        .collect();
    json!({ "camera": drawn.framed.json(), "labels": labels })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_policy_names_the_hash_of_the_code() {
        // RFC 4648 and FIPS 180-2: the hash of "abc".
        let policy = policy("", "abc");
        assert!(
            policy.contains("'sha256-ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0='"),
            "{policy}"
        );
    }
}
