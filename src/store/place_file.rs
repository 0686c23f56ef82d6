//! `places.geojson`.

use std::sync::Arc;

use geo_types::{Coord, LineString, MultiPolygon, Polygon};
use serde_json::{Map, Value};

use super::{Finding, Location, OpenError, PLACES, Problem, checks, manifest};
use crate::{
    atlas::{
        Extent, Geometry, Kind, Place, PlaceId, Position, PositionError, SourceId, Text, ThemeId,
    },
    basemap,
};

/// Points outside the delta that would lie inside it with latitude and longitude exchanged are suspicious.
const DELTA: Extent = Extent {
    west: 114.0,
    south: 26.0,
    east: 124.0,
    north: 36.5,
};

/// Places with their location, so that references can be checked once everything is read.
pub fn read(text: &str, findings: &mut Vec<Finding>) -> Result<Vec<(Location, Place)>, OpenError> {
    let json = manifest::json(PLACES, text)?;
    let is_collection = json.get("type").and_then(Value::as_str) == Some("FeatureCollection");
    let features = json
        .get("features")
        .and_then(Value::as_array)
        .filter(|_| is_collection);
    let features = features.ok_or(OpenError::NoFeatureCollection)?;
    let mut seen = checks::Seen::default();
    let mut places = Vec::new();
    for (index, feature) in features.iter().enumerate() {
        let number = index + 1;
        let empty = Map::new();
        let properties = feature
            .get("properties")
            .and_then(Value::as_object)
            .unwrap_or(&empty);
        let id = text_of(properties, "id");
        let location = Location::feature(PLACES, number, &id);
        if !seen.take(&id, number.to_string(), &location, findings) {
            continue;
        }
        let mut reader = Reader {
            properties,
            location: location.clone(),
            findings,
        };
        if let Some(place) = reader.place(&id, feature) {
            places.push((location, place));
        }
    }
    Ok(places)
}

fn text_of(properties: &Map<String, Value>, key: &str) -> String {
    match properties.get(key) {
        Some(Value::String(text)) => text.trim().to_owned(),
        Some(Value::Number(number)) => number.to_string(),
        _ => String::new(),
    }
}

struct Reader<'a> {
    properties: &'a Map<String, Value>,
    location: Location,
    findings: &'a mut Vec<Finding>,
}

impl Reader<'_> {
    fn found(&mut self, problem: Problem) {
        self.findings
            .push(Finding::new(self.location.clone(), problem));
    }

    fn text(&self, key: &str) -> String {
        text_of(self.properties, key)
    }

    fn optional(&self, key: &str) -> Option<String> {
        Some(self.text(key)).filter(|text| !text.is_empty())
    }

    fn both(&self, key: &str) -> Text {
        Text::new(
            self.text(&format!("{key}_en")),
            self.text(&format!("{key}_zh")),
        )
    }

    fn strings(&self, key: &str) -> Vec<String> {
        let array = self.properties.get(key).and_then(Value::as_array);
        array
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
            .map(str::to_owned)
            .collect()
    }

    /// `None` if what is left would not be a place.
    fn place(&mut self, id: &str, feature: &Value) -> Option<Place> {
        let names = self.both("name");
        if names.is_empty() {
            self.found(Problem::NameMissing {});
            return None;
        }
        let kind = self.text("kind");
        if kind.is_empty() {
            self.found(Problem::KindMissing {});
            return None;
        }
        let kind = Kind::from_code(&kind);
        if let Kind::Other(kind) = &kind {
            self.found(Problem::KindUnknown { kind: kind.clone() });
        }
        let geometry = self.geometry(feature)?;
        Some(Place {
            id: PlaceId::new(id),
            kind,
            names,
            label: self.both("label"),
            pinyin: self.optional("pinyin"),
            aliases: self.strings("aliases"),
            summary: self.both("summary"),
            within: self.optional("within").map(PlaceId::new),
            adcode: self.optional("adcode"),
            geometry,
            centre: self.centre(),
            accuracy_m: self.accuracy(),
            position_note: self.both("position_note"),
            position_source: self.optional("position_source").map(SourceId::new),
            themes: self
                .strings("themes")
                .into_iter()
                .map(ThemeId::new)
                .collect(),
        })
    }

    fn accuracy(&mut self) -> Option<f64> {
        let value = self
            .properties
            .get("accuracy_m")
            .filter(|value| !value.is_null())?;
        let number = value
            .as_f64()
            .filter(|metres| metres.is_finite() && *metres >= 0.0);
        if number.is_none() {
            let expected = "0, 150, 2000".to_owned();
            self.found(Problem::FieldWrong {
                field: "accuracy_m".to_owned(),
                expected,
            });
        }
        number
    }

    fn centre(&mut self) -> Option<Position> {
        let value = self
            .properties
            .get("centre")
            .filter(|value| !value.is_null())?;
        self.position(value)
    }

    fn geometry(&mut self, feature: &Value) -> Option<Geometry> {
        match feature
            .get("geometry")
            .filter(|geometry| !geometry.is_null())
        {
            Some(geometry) => self.given_geometry(geometry),
            None => self.base_geometry(feature),
        }
    }

    /// Without a geometry of its own: the base map's region of this adcode, or a box.
    fn base_geometry(&mut self, feature: &Value) -> Option<Geometry> {
        let adcode = self.optional("adcode");
        let outline = adcode.as_deref().and_then(basemap::region_outline);
        if let Some(outline) = outline {
            return Some(Geometry::Region(Arc::new(outline)));
        }
        if let Some(extent) = feature.get("bbox").and_then(extent) {
            return Some(Geometry::Extent(extent));
        }
        match adcode {
            Some(adcode) => self.found(Problem::AdcodeUnknown { adcode }),
            None => self.found(Problem::GeometryMissing {}),
        }
        None
    }

    fn given_geometry(&mut self, geometry: &Value) -> Option<Geometry> {
        let kind = geometry.get("type").and_then(Value::as_str).unwrap_or("");
        let coordinates = geometry.get("coordinates");
        match (kind, coordinates) {
            ("Point", Some(coordinates)) => {
                let position = self.position(coordinates)?;
                self.suspect_swap(position);
                Some(Geometry::Site(position))
            }
            ("Polygon", Some(coordinates)) => {
                let polygon = self.polygon(coordinates)?;
                Some(Geometry::Region(Arc::new(MultiPolygon::new(vec![polygon]))))
            }
            ("MultiPolygon", Some(Value::Array(parts))) => {
                let polygons = parts
                    .iter()
                    .map(|part| self.polygon(part))
                    .collect::<Option<Vec<_>>>()?;
                if polygons.is_empty() {
                    self.found(Problem::RingShort {});
                    return None;
                }
                Some(Geometry::Region(Arc::new(MultiPolygon::new(polygons))))
            }
            _ => {
                self.found(Problem::GeometryWrong {
                    detail: kind.to_owned(),
                });
                None
            }
        }
    }

    fn polygon(&mut self, coordinates: &Value) -> Option<Polygon> {
        let rings = coordinates.as_array().filter(|rings| !rings.is_empty());
        let Some(rings) = rings else {
            self.found(Problem::RingShort {});
            return None;
        };
        let rings = rings
            .iter()
            .map(|ring| self.ring(ring))
            .collect::<Option<Vec<_>>>()?;
        let mut rings = rings.into_iter();
        rings
            .next()
            .map(|exterior| Polygon::new(exterior, rings.collect()))
    }

    /// RFC 7946: four positions or more, the last the same as the first.
    fn ring(&mut self, coordinates: &Value) -> Option<LineString> {
        let positions = coordinates
            .as_array()
            .map(Vec::as_slice)
            .unwrap_or_default();
        let coords = positions
            .iter()
            .map(|one| self.position(one).map(Coord::from))
            .collect::<Option<Vec<_>>>()?;
        if coords.len() < 4 {
            self.found(Problem::RingShort {});
            return None;
        }
        if coords.first() != coords.last() {
            self.found(Problem::RingOpen {});
            return None;
        }
        Some(LineString::new(coords))
    }

    fn position(&mut self, value: &Value) -> Option<Position> {
        let coordinate = value.to_string().chars().take(60).collect::<String>();
        let number = |index: usize| value.get(index).and_then(Value::as_f64);
        let (Some(longitude), Some(latitude)) = (number(0), number(1)) else {
            self.found(Problem::NotANumber { coordinate });
            return None;
        };
        match Position::new(longitude, latitude) {
            Ok(position) => Some(position),
            Err(error) => {
                self.found(match error {
                    PositionError::NotFinite => Problem::NotANumber { coordinate },
                    PositionError::OutOfRange => Problem::OutOfRange { coordinate },
                    PositionError::Swapped => Problem::Swapped { coordinate },
                });
                None
            }
        }
    }

    fn suspect_swap(&mut self, position: Position) {
        let Position {
            longitude,
            latitude,
        } = position;
        if !inside(longitude, latitude) && inside(latitude, longitude) {
            self.found(Problem::LooksSwapped {
                coordinate: format!("[{longitude}, {latitude}]"),
            });
        }
    }
}

fn inside(longitude: f64, latitude: f64) -> bool {
    (DELTA.west..=DELTA.east).contains(&longitude)
        && (DELTA.south..=DELTA.north).contains(&latitude)
}

/// `[west, south, east, north]`.
fn extent(value: &Value) -> Option<Extent> {
    let number = |index: usize| value.get(index).and_then(Value::as_f64);
    let south_west = Position::new(number(0)?, number(1)?).ok()?;
    let north_east = Position::new(number(2)?, number(3)?).ok()?;
    let extent = Extent {
        west: south_west.longitude,
        south: south_west.latitude,
        east: north_east.longitude,
        north: north_east.latitude,
    };
    (extent.west < extent.east && extent.south < extent.north).then_some(extent)
}
