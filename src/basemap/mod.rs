//! The embedded base map: the files of `maps/`, read once each, on first use. What a layer looks like is the
//! scene's business.

mod origin;

use std::{str::FromStr, sync::LazyLock};

use geo::BoundingRect;
use geo_types::{Geometry, MultiPolygon, Rect};
use geojson::{FeatureCollection, JsonObject};

use crate::atlas::{Extent, Position, Text};

pub use origin::Origin;

/// One file of `maps/`.
#[derive(Debug)]
pub struct Layer {
    pub name: &'static str,
    /// Whom the file names.
    pub origins: Vec<Origin>,
    pub features: Vec<Feature>,
}

/// One feature of the base map, WGS84 degrees, x = longitude.
#[derive(Clone, Debug)]
pub struct Feature {
    pub names: Text,
    /// What the file tells its features apart by: `kind`, `level` or `class`; may be empty.
    pub class: String,
    /// Of names: 1 for the most important, 5 for the least.
    pub rank: Option<u8>,
    /// How many lines of the metro stop here.
    pub lines: usize,
    /// Number or name of a route, as on its signs.
    pub route: Option<String>,
    /// Six-digit code of the Chinese administrative divisions.
    pub adcode: Option<String>,
    /// Official colour, as sRGB.
    pub colour: Option<[u8; 3]>,
    /// Where the name fits best.
    pub label: Option<Position>,
    /// Drawn by hand and generalised: not survey data.
    pub schematic: bool,
    pub geometry: Geometry,
    /// What it extends over.
    pub bounds: Rect,
}

macro_rules! layers {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {
        $(
            $(#[$doc])*
            pub fn $name() -> &'static Layer {
                static LAYER: LazyLock<Layer> = LazyLock::new(|| {
                    read(
                        stringify!($name),
                        include_str!(concat!("../../maps/", stringify!($name), ".geojson")),
                    )
                });
                &LAYER
            }
        )+

        /// Every layer, in the order in which they are drawn.
        pub fn all() -> Vec<&'static Layer> {
            vec![$($name()),+]
        }
    };
}

layers! {
    /// Land below zoom 9.5.
    land_overview,
    /// Land from zoom 9.5.
    land_detail,
    /// The 41 cities, by adcode; matches `land_overview` vertex for vertex.
    cities,
    /// The 41 cities, by adcode; matches `land_detail` vertex for vertex.
    cities_detail,
    /// The 16 districts of Shanghai, by adcode.
    districts,
    /// Built-up areas, drawn by hand.
    builtup,
    /// Lakes and rivers as areas, below zoom 9.5; class is the kind.
    water_overview,
    /// Lakes and rivers as areas, from zoom 9.5; class is the kind.
    water_detail,
    /// Rivers and canals as lines; class is the kind.
    rivers,
    /// Class is the class of road.
    roads,
    rail,
    /// Lines of the metro, each in its official colour.
    metro,
    /// Class is `province`, `city` or `district`; below zoom 9.5.
    borders_overview,
    /// Class is `province`, `city` or `district`; from zoom 9.5.
    borders_detail,
    /// Stations of the metro.
    metro_stations,
    /// Where the names of waters are written; class is the kind.
    water_labels,
    /// Airports, ports and stations; class is the kind.
    points,
}

/// Where there is data on all sides.
pub const EXTENT: Extent = Extent {
    west: 114.5,
    south: 27.0,
    east: 123.6,
    north: 35.5,
};

/// The outline of the district or city with this adcode.
pub fn region_outline(adcode: &str) -> Option<MultiPolygon> {
    let with_code = |layer: &'static Layer| {
        layer
            .features
            .iter()
            .find(|feature| feature.adcode.as_deref() == Some(adcode))
    };
    let feature = with_code(districts()).or_else(|| with_code(cities_detail()))?;
    match &feature.geometry {
        Geometry::Polygon(polygon) => Some(MultiPolygon::new(vec![polygon.clone()])),
        Geometry::MultiPolygon(polygons) => Some(polygons.clone()),
        _ => None,
    }
}

/// A damaged embedded file is an empty layer; a test sees to it that none is.
fn read(name: &'static str, json: &str) -> Layer {
    let collection = FeatureCollection::from_str(json).unwrap_or_else(|error| {
        log::error!("maps/{name}.geojson: {error}");
        FeatureCollection::new(Vec::new())
    });
    let member = |key: &str| {
        let members = collection.foreign_members.as_ref();
        members.and_then(|members| text_property(members, key))
    };
    let [attribution, license] =
        ["attribution", "license"].map(|key| member(key).unwrap_or_default());
    Layer {
        name,
        origins: Origin::named_in(&attribution, &license),
        features: collection
            .features
            .into_iter()
            .filter_map(read_feature)
            .collect(),
    }
}

/// Whether a feature is from one of the origins of its file: the rivers from Natural Earth are a class of their own.
pub fn is_from(feature: &Feature, origin: Origin) -> bool {
    let natural_earth = feature.class == "river_ne";
    (origin == Origin::NaturalEarth) == natural_earth
}

fn read_feature(feature: geojson::Feature) -> Option<Feature> {
    let properties = feature.properties.unwrap_or_default();
    let geometry = Geometry::try_from(feature.geometry?).ok()?;
    let string = |key: &str| text_property(&properties, key);
    let class = ["kind", "level", "class"]
        .into_iter()
        .find_map(string)
        .unwrap_or_default();
    let bounds = geometry.bounding_rect()?;
    Some(Feature {
        bounds,
        lines: properties
            .get("lines")
            .and_then(serde_json::Value::as_array)
            .map_or(0, Vec::len),
        route: string("line").or_else(|| string("ref")),
        names: Text::new(
            string("name_en").unwrap_or_default(),
            string("name").unwrap_or_default(),
        ),
        class,
        rank: properties
            .get("rank")
            .and_then(serde_json::Value::as_u64)
            .and_then(|rank| rank.try_into().ok()),
        adcode: string("adcode"),
        colour: string("color").as_deref().and_then(parse_colour),
        label: properties.get("label").and_then(parse_label),
        schematic: properties
            .get("schematic")
            .and_then(serde_json::Value::as_bool)
            .unwrap_or(false),
        geometry,
    })
}

fn text_property(properties: &JsonObject, key: &str) -> Option<String> {
    match properties.get(key)? {
        serde_json::Value::String(text) => Some(text.clone()),
        serde_json::Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// `#rrggbb`.
fn parse_colour(text: &str) -> Option<[u8; 3]> {
    let digits = text.strip_prefix('#').filter(|digits| digits.len() == 6)?;
    let number = u32::from_str_radix(digits, 16).ok()?;
    let [_, red, green, blue] = number.to_be_bytes();
    Some([red, green, blue])
}

/// `[longitude, latitude]`.
fn parse_label(value: &serde_json::Value) -> Option<Position> {
    let [longitude, latitude] = value.as_array()?.as_slice() else {
        return None;
    };
    Position::new(longitude.as_f64()?, latitude.as_f64()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_embedded_layer_has_features() {
        for layer in all() {
            assert!(!layer.features.is_empty(), "maps/{}.geojson", layer.name);
        }
    }

    #[test]
    fn sixteen_districts_and_forty_one_cities_are_found_by_adcode() {
        assert_eq!(districts().features.len(), 16);
        assert_eq!(cities().features.len(), 41);
        assert_eq!(cities_detail().features.len(), 41);
        assert!(region_outline("310115").is_some(), "Pudong");
        assert!(region_outline("320500").is_some(), "Suzhou");
        assert!(
            region_outline("110000").is_none(),
            "Beijing is not in the delta"
        );
    }
}
