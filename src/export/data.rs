//! Places and facts as data, with their sources: CSV for spreadsheets, JSON for programs, GeoJSON for maps.

use serde_json::{Map, Number, Value as Json, json};

use super::ExportError;
use crate::{
    atlas::{
        Atlas, BriefingId, Extent, Fact, Geometry, Language, Place, PlaceId, Slide, Source, Text,
        Value,
    },
    lang::plain_number,
    scene::credit,
};

/// Spreadsheets take a file without it for one in the encoding of the system.
const BYTE_ORDER_MARK: &str = "\u{FEFF}";
const COLUMNS: [&str; 22] = [
    "id",
    "place",
    "place_en",
    "place_zh",
    "theme",
    "label_en",
    "label_zh",
    "value",
    "unit",
    "qualifier",
    "text_en",
    "text_zh",
    "as_of",
    "status",
    "source",
    "source_title",
    "source_publisher",
    "source_year",
    "source_url",
    "disputes",
    "note_en",
    "note_zh",
];
/// Degrees of GeoJSON are rounded to this many decimals, a tenth of a metre.
const DECIMALS: i32 = 6;

/// Some places of an atlas, and the facts about them.
#[derive(Clone, Debug)]
pub struct Extract<'a> {
    atlas: &'a Atlas,
    places: Vec<&'a Place>,
    facts: Vec<&'a Fact>,
}

impl<'a> Extract<'a> {
    /// Everything.
    pub fn whole(atlas: &'a Atlas) -> Self {
        Self {
            atlas,
            places: atlas.places().iter().collect(),
            facts: atlas.facts().iter().collect(),
        }
    }

    /// These places in the order of the atlas, with the facts that name one of them.
    pub fn of_places(atlas: &'a Atlas, places: &[PlaceId]) -> Self {
        let is_meant = |id: &PlaceId| places.contains(id);
        let places = atlas.places().iter().filter(|place| is_meant(&place.id));
        let facts = atlas
            .facts()
            .iter()
            .filter(|fact| fact.places.iter().any(is_meant));
        Self {
            atlas,
            places: places.collect(),
            facts: facts.collect(),
        }
    }

    /// Sites in the extent, and regions whose name stands there.
    pub fn in_extent(atlas: &'a Atlas, extent: Extent) -> Self {
        let lies_in = |place: &&Place| {
            let at = place.anchor();
            (extent.west..=extent.east).contains(&at.longitude)
                && (extent.south..=extent.north).contains(&at.latitude)
        };
        let places = atlas.places().iter().filter(lies_in);
        let places: Vec<PlaceId> = places.map(|place| place.id.clone()).collect();
        Self::of_places(atlas, &places)
    }

    /// A place and all that lie within it.
    pub fn within(atlas: &'a Atlas, place: &PlaceId) -> Self {
        let lies_within = |one: &&Place| {
            one.id == *place
                || atlas
                    .ancestors(one)
                    .iter()
                    .any(|parent| parent.id == *place)
        };
        let places = atlas.places().iter().filter(lies_within);
        let places: Vec<PlaceId> = places.map(|place| place.id.clone()).collect();
        Self::of_places(atlas, &places)
    }

    /// What slides of a briefing show and rest on.
    pub fn of_slides(atlas: &'a Atlas, briefing: &BriefingId, slides: &[usize]) -> Self {
        let briefing = atlas.briefing(briefing);
        let chosen = slides
            .iter()
            .filter_map(|index| briefing?.slides.get(*index));
        let chosen: Vec<&Slide> = chosen.collect();
        let shown = |fact: &&Fact| {
            chosen.iter().any(|slide| {
                let languages = [Language::English, Language::Chinese];
                languages
                    .into_iter()
                    .any(|language| slide.facts_shown(language).contains(&&fact.id))
            })
        };
        let facts: Vec<&Fact> = atlas.facts().iter().filter(shown).collect();
        let named = |place: &&Place| {
            facts.iter().any(|fact| fact.places.contains(&place.id))
                || chosen
                    .iter()
                    .any(|slide| slide.places().contains(&&place.id))
        };
        Self {
            atlas,
            places: atlas.places().iter().filter(named).collect(),
            facts,
        }
    }

    /// Places and facts.
    pub fn counts(&self) -> (usize, usize) {
        (self.places.len(), self.facts.len())
    }

    /// The sources of the facts, in the order of the atlas.
    fn sources(&self) -> Vec<&'a Source> {
        let is_named = |source: &&Source| {
            self.facts
                .iter()
                .any(|fact| fact.sources.contains(&source.id))
        };
        self.atlas.sources().iter().filter(is_named).collect()
    }
}

/// One row for each fact, in the columns of `facts.csv`, the sources spelt out beside their ids.
pub fn csv(extract: &Extract<'_>) -> Result<Vec<u8>, ExportError> {
    let failed = |error: ::csv::Error| ExportError::Library(error.to_string());
    let mut table = ::csv::Writer::from_writer(BYTE_ORDER_MARK.as_bytes().to_vec());
    table.write_record(COLUMNS).map_err(failed)?;
    for fact in &extract.facts {
        table
            .write_record(row(extract.atlas, fact))
            .map_err(failed)?;
    }
    table
        .into_inner()
        .map_err(|error| ExportError::Write(error.into_error()))
}

fn row(atlas: &Atlas, fact: &Fact) -> Vec<String> {
    let places: Vec<&Place> = fact
        .places
        .iter()
        .filter_map(|id| atlas.place(id))
        .collect();
    let sources: Vec<&Source> = fact
        .sources
        .iter()
        .filter_map(|id| atlas.source(id))
        .collect();
    let of_places = |part: fn(&Place) -> &str| list(places.iter().map(|place| part(place)));
    let of_sources = |part: fn(&Source) -> String| list(sources.iter().map(|source| part(source)));
    let (value, unit, qualifier, words) = match &fact.value {
        Value::Number {
            value,
            qualifier,
            unit,
        } => (
            plain_number(*value),
            unit.as_ref().map_or("", |unit| &unit.0),
            qualifier.map_or("", |qualifier| qualifier.code()),
            Text::default(),
        ),
        Value::Words(words) => (String::new(), "", "", words.clone()),
    };
    let date = fact.as_of.map_or_else(String::new, |date| date.to_string());
    vec![
        fact.id.to_string(),
        of_places(|place| place.id.as_str()),
        of_places(|place| &place.names.en),
        of_places(|place| &place.names.zh),
        fact.theme
            .as_ref()
            .map_or_else(String::new, ToString::to_string),
        fact.label.en.clone(),
        fact.label.zh.clone(),
        value,
        unit.to_owned(),
        qualifier.to_owned(),
        words.en,
        words.zh,
        date,
        fact.status.code().to_owned(),
        of_sources(|source| source.id.to_string()),
        of_sources(|source| source.title.clone()),
        of_sources(|source| source.publisher.clone()),
        of_sources(|source| {
            source
                .year
                .map_or_else(String::new, |year| year.to_string())
        }),
        of_sources(|source| source.url.clone().unwrap_or_default()),
        list(fact.disputes.iter().map(crate::atlas::FactId::as_str)),
        fact.note.en.clone(),
        fact.note.zh.clone(),
    ]
}

/// As `facts.csv` has lists.
fn list<T: AsRef<str>>(parts: impl Iterator<Item = T>) -> String {
    let parts: Vec<T> = parts.collect();
    let parts: Vec<&str> = parts.iter().map(AsRef::as_ref).collect();
    parts.join(";")
}

/// Places, facts and sources, each once, referring to each other by id.
pub fn json(extract: &Extract<'_>) -> Result<Vec<u8>, ExportError> {
    let places: Vec<Json> = extract
        .places
        .iter()
        .map(|place| Json::Object(place_json(place)))
        .collect();
    let facts: Vec<Json> = extract.facts.iter().map(|fact| fact_json(fact)).collect();
    let mut whole = head(extract);
    whole.insert("places".to_owned(), json!(places));
    whole.insert("facts".to_owned(), json!(facts));
    pretty(&Json::Object(whole))
}

/// A feature for each place, its facts among its properties; sources and credits beside the features.
pub fn geojson(extract: &Extract<'_>) -> Result<Vec<u8>, ExportError> {
    let features: Vec<Json> = extract
        .places
        .iter()
        .map(|place| {
            let about = extract
                .facts
                .iter()
                .filter(|fact| fact.places.contains(&place.id));
            let facts: Vec<Json> = about.map(|fact| fact_json(fact)).collect();
            let mut properties = place_json(place);
            properties.insert("facts".to_owned(), json!(facts));
            json!({ "type": "Feature", "id": place.id.as_str(), "properties": properties, "geometry": geometry(place) })
        })
        .collect();
    let mut whole = Map::new();
    whole.insert("type".to_owned(), json!("FeatureCollection"));
    whole.extend(head(extract));
    whole.insert("features".to_owned(), json!([]));
    let whole = compact(&Json::Object(whole))?;
    let features: Result<Vec<String>, ExportError> = features.iter().map(compact).collect();
    // One feature a line: small, and versions can be compared.
    let before = whole.strip_suffix("]}").unwrap_or(&whole);
    Ok(format!("{before}\n{}\n]}}\n", features?.join(",\n")).into_bytes())
}

fn compact(value: &Json) -> Result<String, ExportError> {
    serde_json::to_string(value).map_err(|error| ExportError::Library(error.to_string()))
}

fn pretty(value: &Json) -> Result<Vec<u8>, ExportError> {
    let mut bytes = serde_json::to_vec_pretty(value)
        .map_err(|error| ExportError::Library(error.to_string()))?;
    bytes.push(b'\n');
    Ok(bytes)
}

/// What the data is, whom it comes from.
fn head(extract: &Extract<'_>) -> Map<String, Json> {
    let manifest = &extract.atlas.manifest;
    let credits: Vec<Json> = credit::all(extract.atlas)
        .iter()
        .map(|credit| json!({ "text": text(&credit.text), "license": credit.license, "url": credit.url }))
        .collect();
    let sources: Vec<Json> = extract.sources().into_iter().map(source_json).collect();
    let mut head = Map::new();
    head.insert("title".to_owned(), text(&manifest.title));
    head.insert("datum".to_owned(), json!("WGS 84"));
    head.insert("credits".to_owned(), json!(credits));
    head.insert(
        "map_approval_number".to_owned(),
        json!(manifest.map_approval_number),
    );
    head.insert("sources".to_owned(), json!(sources));
    head
}

fn text(text: &Text) -> Json {
    json!({ "en": text.en, "zh": text.zh })
}

fn place_json(place: &Place) -> Map<String, Json> {
    let position = place
        .position()
        .map(|at| json!({ "longitude": at.longitude, "latitude": at.latitude }));
    let mut object = Map::new();
    let mut put = |key: &str, value: Json| object.insert(key.to_owned(), value);
    put("id", json!(place.id.as_str()));
    put("kind", json!(place.kind.code()));
    put("name_en", json!(place.names.en));
    put("name_zh", json!(place.names.zh));
    put("summary_en", json!(place.summary.en));
    put("summary_zh", json!(place.summary.zh));
    put("within", json!(place.within.as_ref().map(PlaceId::as_str)));
    put("adcode", json!(place.adcode));
    put("position", json!(position));
    put("accuracy_m", json!(place.accuracy_m));
    object
}

fn fact_json(fact: &Fact) -> Json {
    let (value, unit, qualifier) = match &fact.value {
        Value::Number {
            value,
            qualifier,
            unit,
        } => (
            number(*value),
            json!(unit.as_ref().map(|unit| &unit.0)),
            json!(qualifier.map(crate::atlas::Qualifier::code)),
        ),
        Value::Words(words) => (text(words), Json::Null, Json::Null),
    };
    let ids = |ids: Vec<&str>| json!(ids);
    json!({
        "id": fact.id.as_str(),
        "places": ids(fact.places.iter().map(PlaceId::as_str).collect()),
        "theme": fact.theme.as_ref().map(crate::atlas::ThemeId::as_str),
        "label": text(&fact.label),
        "value": value,
        "unit": unit,
        "qualifier": qualifier,
        "as_of": fact.as_of.map(|date| date.to_string()),
        "status": fact.status.code(),
        "sources": ids(fact.sources.iter().map(crate::atlas::SourceId::as_str).collect()),
        "disputes": ids(fact.disputes.iter().map(crate::atlas::FactId::as_str).collect()),
        "note": text(&fact.note),
    })
}

fn source_json(source: &Source) -> Json {
    json!({
        "id": source.id.as_str(),
        "title": source.title,
        "publisher": source.publisher,
        "year": source.year,
        "url": source.url,
        "note": text(&source.note),
    })
}

/// Whole numbers without a decimal point.
fn number(value: f64) -> Json {
    if value.fract() == 0.0 && value.abs() < 9e15 {
        json!(value as i64)
    } else {
        Number::from_f64(value).map_or(Json::Null, Json::Number)
    }
}

fn geometry(place: &Place) -> Json {
    let rounded = |degrees: f64| {
        let factor = 10f64.powi(DECIMALS);
        (degrees * factor).round() / factor
    };
    let position = |longitude: f64, latitude: f64| json!([rounded(longitude), rounded(latitude)]);
    match &place.geometry {
        Geometry::Site(at) => {
            json!({ "type": "Point", "coordinates": position(at.longitude, at.latitude) })
        }
        Geometry::Region(outline) => {
            let ring = |line: &geo_types::LineString| -> Json {
                line.coords().map(|at| position(at.x, at.y)).collect()
            };
            let polygons: Json = outline
                .iter()
                .map(|polygon| -> Json {
                    std::iter::once(polygon.exterior())
                        .chain(polygon.interiors())
                        .map(ring)
                        .collect()
                })
                .collect();
            json!({ "type": "MultiPolygon", "coordinates": polygons })
        }
        Geometry::Extent(extent) => {
            let corners = [
                position(extent.west, extent.south),
                position(extent.east, extent.south),
                position(extent.east, extent.north),
                position(extent.west, extent.north),
                position(extent.west, extent.south),
            ];
            json!({ "type": "Polygon", "coordinates": [corners] })
        }
    }
}
