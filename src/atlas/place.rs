//! A place: a site (a point) or a region (an area), with its names and what is known about its position.

use std::sync::Arc;

use geo_types::MultiPolygon;

use super::{Language, PlaceId, SourceId, Text, ThemeId};

#[derive(Clone, Debug, PartialEq)]
pub struct Place {
    pub id: PlaceId,
    pub kind: Kind,
    /// At least one of the two languages.
    pub names: Text,
    /// Short names for the map; empty where the full ones serve.
    pub label: Text,
    /// Of the Chinese name, with tone marks.
    pub pinyin: Option<String>,
    /// Other names and spellings, for search.
    pub aliases: Vec<String>,
    pub summary: Text,
    pub within: Option<PlaceId>,
    /// Six-digit code of the Chinese administrative divisions.
    pub adcode: Option<String>,
    pub geometry: Geometry,
    /// Of a region: where its name is known to be, such as the urban centre of a city.
    pub centre: Option<Position>,
    /// Belief about the error of the position as a marker of the named place.
    pub accuracy_m: Option<f64>,
    /// How the position was found.
    pub position_note: Text,
    pub position_source: Option<SourceId>,
    pub themes: Vec<ThemeId>,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Geometry {
    Site(Position),
    /// Outline in WGS84 degrees, x = longitude.
    Region(Arc<MultiPolygon>),
    /// A region of which only the extent is known.
    Extent(Extent),
}

/// A box along meridians and parallels, WGS84 degrees, not across the antimeridian.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Extent {
    pub west: f64,
    pub south: f64,
    pub east: f64,
    pub north: f64,
}

/// WGS84 degrees.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Position {
    pub longitude: f64,
    pub latitude: f64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PositionError {
    #[error("is not a number")]
    NotFinite,
    #[error("is out of range")]
    OutOfRange,
    /// Out of range as it stands, but fine with latitude and longitude exchanged.
    #[error("is out of range as longitude, latitude; is this latitude first?")]
    Swapped,
}

impl Position {
    /// Longitude first, as in GeoJSON.
    pub fn new(longitude: f64, latitude: f64) -> Result<Self, PositionError> {
        if !longitude.is_finite() || !latitude.is_finite() {
            return Err(PositionError::NotFinite);
        }
        let fits =
            |longitude: f64, latitude: f64| longitude.abs() <= 180.0 && latitude.abs() <= 90.0;
        match (fits(longitude, latitude), fits(latitude, longitude)) {
            (true, _) => Ok(Self {
                longitude,
                latitude,
            }),
            (false, true) => Err(PositionError::Swapped),
            (false, false) => Err(PositionError::OutOfRange),
        }
    }
}

impl From<Position> for geo_types::Point {
    fn from(position: Position) -> Self {
        Self::new(position.longitude, position.latitude)
    }
}

impl From<Position> for geo_types::Coord {
    fn from(position: Position) -> Self {
        Self {
            x: position.longitude,
            y: position.latitude,
        }
    }
}

impl Extent {
    pub fn around(position: Position) -> Self {
        Self {
            west: position.longitude,
            south: position.latitude,
            east: position.longitude,
            north: position.latitude,
        }
    }

    pub fn union(self, other: Self) -> Self {
        Self {
            west: self.west.min(other.west),
            south: self.south.min(other.south),
            east: self.east.max(other.east),
            north: self.north.max(other.north),
        }
    }

    pub fn centre(self) -> Position {
        Position {
            longitude: f64::midpoint(self.west, self.east),
            latitude: f64::midpoint(self.south, self.north),
        }
    }
}

impl Place {
    /// Where to put its name: a site's own position, a region's centre or, without one, the middle of its extent.
    pub fn anchor(&self) -> Position {
        match &self.geometry {
            Geometry::Site(position) => *position,
            Geometry::Region(_) | Geometry::Extent(_) => {
                self.centre.unwrap_or_else(|| self.extent().centre())
            }
        }
    }

    /// The name as written on the map: the short one if there is one.
    pub fn map_label(&self, language: Language) -> &str {
        match self.label.exactly(language) {
            "" => self.names.get(language),
            label => label,
        }
    }

    /// `None` for regions.
    pub fn position(&self) -> Option<Position> {
        match self.geometry {
            Geometry::Site(position) => Some(position),
            _ => None,
        }
    }

    pub fn extent(&self) -> Extent {
        match &self.geometry {
            Geometry::Site(position) => Extent::around(*position),
            Geometry::Extent(extent) => *extent,
            Geometry::Region(outline) => outline
                .iter()
                .flat_map(|polygon| polygon.exterior().coords())
                .map(|coord| {
                    Extent::around(Position {
                        longitude: coord.x,
                        latitude: coord.y,
                    })
                })
                .reduce(Extent::union)
                .unwrap_or(Extent::around(Position {
                    longitude: 0.0,
                    latitude: 0.0,
                })),
        }
    }
}

/// What sort of place it is: decides the symbol, the rank of its label and which of two places a click means.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    Region,
    Province,
    City,
    District,
    Town,
    Park,
    Finance,
    Port,
    Airport,
    University,
    Research,
    Company,
    Regeneration,
    Landmark,
    /// A kind of somebody's own, shown with the general symbol.
    Other(String),
}

impl Kind {
    /// Every kind that the interface has a name for.
    pub const KNOWN: [Self; 14] = [
        Self::Region,
        Self::Province,
        Self::City,
        Self::District,
        Self::Town,
        Self::Park,
        Self::Finance,
        Self::Port,
        Self::Airport,
        Self::University,
        Self::Research,
        Self::Company,
        Self::Regeneration,
        Self::Landmark,
    ];

    /// As in the property `kind` of places.geojson.
    pub fn code(&self) -> &str {
        match self {
            Self::Region => "region",
            Self::Province => "province",
            Self::City => "city",
            Self::District => "district",
            Self::Town => "town",
            Self::Park => "park",
            Self::Finance => "finance",
            Self::Port => "port",
            Self::Airport => "airport",
            Self::University => "university",
            Self::Research => "research",
            Self::Company => "company",
            Self::Regeneration => "regeneration",
            Self::Landmark => "landmark",
            Self::Other(code) => code,
        }
    }

    pub fn from_code(code: &str) -> Self {
        Self::KNOWN
            .into_iter()
            .find(|kind| kind.code() == code)
            .unwrap_or_else(|| Self::Other(code.to_owned()))
    }
}
