//! A claim about space that can be tested on the map: who lies within what distance of whom, or in which region.

use super::{FactId, Kind, PlaceId};

#[derive(Clone, Debug, PartialEq)]
pub struct Check {
    /// Unique among the checks of an atlas.
    pub id: String,
    /// The fact that makes the claim.
    pub claim: FactId,
    pub rule: Rule,
}

/// What is claimed. Distances are geodesics on WGS84 between the places' positions.
#[derive(Clone, Debug, PartialEq)]
pub enum Rule {
    /// Every two of `places` are at most so far apart.
    WithinEachOther { places: Vec<PlaceId>, limit_m: f64 },
    /// Each of `places` is at most so far from `centre`.
    WithinOf {
        centre: PlaceId,
        places: Vec<PlaceId>,
        limit_m: f64,
    },
    /// `place` lies in `region`.
    Inside { place: PlaceId, region: PlaceId },
    /// At least so many sites of a kind lie within a ring round `centre`, itself not counted.
    CountWithin {
        centre: PlaceId,
        kind: Kind,
        limit_m: f64,
        at_least: usize,
    },
    /// Of all sites of a kind `nearest` is the nearest to `place`.
    Nearest {
        place: PlaceId,
        kind: Kind,
        nearest: PlaceId,
    },
}

impl Rule {
    /// The places that it names.
    pub fn places(&self) -> Vec<&PlaceId> {
        match self {
            Self::WithinEachOther { places, .. } => places.iter().collect(),
            Self::WithinOf { centre, places, .. } => {
                std::iter::once(centre).chain(places).collect()
            }
            Self::Inside { place, region } => vec![place, region],
            Self::CountWithin { centre, .. } => vec![centre],
            Self::Nearest { place, nearest, .. } => vec![place, nearest],
        }
    }
}
