//! What only shows when all files are read: references that lead nowhere, sites outside the region they name.

use std::collections::{HashMap, HashSet};

use super::{Finding, Location, PLACES, Problem};
use crate::{
    atlas::{Atlas, Fact, Geometry, Manifest, Place, Source},
    geo::Locator,
};

/// A site this far outside the region it names, beyond its own accuracy, is remarked on, in metres.
const OUTSIDE_M: f64 = 250.0;

/// Ids seen so far in one file, and where.
#[derive(Default)]
pub struct Seen(HashMap<String, String>);

impl Seen {
    /// Whether an id is fit for use and new; if not, that is found.
    pub fn take(
        &mut self,
        id: &str,
        at: String,
        location: &Location,
        findings: &mut Vec<Finding>,
    ) -> bool {
        let problem = if id.is_empty() {
            Problem::IdMissing {}
        } else if !is_id(id) {
            Problem::IdStrange { id: id.to_owned() }
        } else if let Some(first) = self.0.get(id) {
            Problem::Duplicate {
                id: id.to_owned(),
                first: first.clone(),
            }
        } else {
            self.0.insert(id.to_owned(), at);
            return true;
        };
        findings.push(Finding::new(location.clone(), problem));
        false
    }
}

/// Lower-case letters, digits and hyphens, 80 at most.
fn is_id(id: &str) -> bool {
    let fits = |byte: u8| {
        byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-' || byte == b'_'
    };
    id.len() <= 80 && id.bytes().all(fits)
}

/// What was read from the four files.
pub struct Parts {
    pub manifest: Manifest,
    pub places: Vec<(Location, Place)>,
    pub facts: Vec<(Location, Fact)>,
    pub sources: Vec<Source>,
}

/// The atlas of these parts, without references that lead nowhere.
pub fn resolve(parts: Parts, findings: &mut Vec<Finding>) -> Atlas {
    let Parts {
        manifest,
        mut places,
        mut facts,
        sources,
    } = parts;
    let place_ids: HashSet<String> = places
        .iter()
        .map(|(_, place)| place.id.to_string())
        .collect();
    let source_ids: HashSet<&str> = sources.iter().map(|source| source.id.as_str()).collect();
    let theme_ids: HashSet<&str> = manifest
        .themes
        .iter()
        .map(|theme| theme.id.as_str())
        .collect();

    for (location, place) in &mut places {
        let mut found = |problem| findings.push(Finding::new(location.clone(), problem));
        if let Some(within) = place
            .within
            .take_if(|within| !place_ids.contains(within.as_str()))
        {
            found(Problem::WithinUnknown {
                place: within.to_string(),
            });
        }
        if let Some(within) = place.within.take_if(|within| *within == place.id) {
            found(Problem::WithinItself {
                place: within.to_string(),
            });
        }
        if let Some(source) = place
            .position_source
            .take_if(|source| !source_ids.contains(source.as_str()))
        {
            found(Problem::SourceUnknown {
                source: source.to_string(),
            });
        }
        for theme in place
            .themes
            .iter()
            .filter(|theme| !theme_ids.contains(theme.as_str()))
        {
            found(Problem::ThemeUnknown {
                theme: theme.to_string(),
            });
        }
    }
    facts.retain_mut(|(location, fact)| {
        let mut found = |problem| findings.push(Finding::new(location.clone(), problem));
        fact.places.retain(|place| {
            let known = place_ids.contains(place.as_str());
            if !known {
                found(Problem::PlaceUnknown {
                    place: place.to_string(),
                });
            }
            known
        });
        fact.sources.retain(|source| {
            let known = source_ids.contains(source.as_str());
            if !known {
                found(Problem::SourceUnknown {
                    source: source.to_string(),
                });
            }
            known
        });
        if let Some(theme) = fact
            .theme
            .as_ref()
            .filter(|theme| !theme_ids.contains(theme.as_str()))
        {
            found(Problem::ThemeUnknown {
                theme: theme.to_string(),
            });
        }
        !fact.places.is_empty()
    });
    let fact_ids: HashSet<String> = facts.iter().map(|(_, fact)| fact.id.to_string()).collect();
    for (location, fact) in &mut facts {
        fact.disputes.retain(|other| {
            let known = fact_ids.contains(other.as_str());
            if !known {
                let problem = Problem::DisputeUnknown {
                    fact: other.to_string(),
                };
                findings.push(Finding::new(location.clone(), problem));
            }
            known
        });
    }
    let places = places.into_iter().map(|(_, place)| place).collect();
    let facts = facts.into_iter().map(|(_, fact)| fact).collect();
    Atlas::new(manifest, places, facts, sources)
}

/// Sites that lie outside the region they name by more than their accuracy.
pub fn containment(atlas: &Atlas, findings: &mut Vec<Finding>) {
    let locator = Locator::new(atlas);
    for (index, place) in atlas.places().iter().enumerate() {
        let Geometry::Site(position) = place.geometry else {
            continue;
        };
        let Some(region) = place.within.as_ref().and_then(|id| atlas.place(id)) else {
            continue;
        };
        let Some(distance_m) = locator.distance_to_region_m(region, position) else {
            continue;
        };
        if distance_m > OUTSIDE_M + place.accuracy_m.unwrap_or(0.0) {
            let problem = Problem::Outside {
                within: region.id.to_string(),
                distance: format!("{:.1}", distance_m / 1000.0),
            };
            let location = Location::feature(PLACES, index + 1, place.id.as_str());
            findings.push(Finding::new(location, problem));
        }
    }
}
