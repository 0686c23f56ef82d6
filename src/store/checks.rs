//! What only shows when all files are read: references that lead nowhere, sites outside the region they name.

use std::collections::{HashMap, HashSet};

use super::{Finding, Location, MANIFEST, PLACES, Problem};
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
pub fn is_id(id: &str) -> bool {
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
        mut manifest,
        mut places,
        mut facts,
        sources,
    } = parts;
    let known = Known {
        places: places
            .iter()
            .map(|(_, place)| place.id.to_string())
            .collect(),
        sources: sources.iter().map(|source| source.id.to_string()).collect(),
        themes: manifest
            .themes
            .iter()
            .map(|theme| theme.id.to_string())
            .collect(),
    };
    for (location, place) in &mut places {
        known.check_place(place, location, findings);
    }
    facts.retain_mut(|(location, fact)| known.check_fact(fact, location, findings));
    check_disputes(&mut facts, findings);
    check_checks(&mut manifest, &known, &facts, findings);
    let places = places.into_iter().map(|(_, place)| place).collect();
    let facts = facts.into_iter().map(|(_, fact)| fact).collect();
    Atlas::new(manifest, places, facts, sources)
}

/// The ids that can be referred to.
struct Known {
    places: HashSet<String>,
    sources: HashSet<String>,
    themes: HashSet<String>,
}

impl Known {
    fn check_place(&self, place: &mut Place, location: &Location, findings: &mut Vec<Finding>) {
        let mut found = |problem| findings.push(Finding::new(location.clone(), problem));
        let unknown = place
            .within
            .take_if(|within| !self.places.contains(within.as_str()));
        if let Some(within) = unknown {
            found(Problem::WithinUnknown {
                place: within.to_string(),
            });
        }
        if let Some(within) = place.within.take_if(|within| *within == place.id) {
            found(Problem::WithinItself {
                place: within.to_string(),
            });
        }
        let unknown = place
            .position_source
            .take_if(|source| !self.sources.contains(source.as_str()));
        if let Some(source) = unknown {
            found(Problem::SourceUnknown {
                source: source.to_string(),
            });
        }
        for theme in place
            .themes
            .iter()
            .filter(|theme| !self.themes.contains(theme.as_str()))
        {
            found(Problem::ThemeUnknown {
                theme: theme.to_string(),
            });
        }
    }

    /// Whether a place is left that the fact is about.
    fn check_fact(
        &self,
        fact: &mut Fact,
        location: &Location,
        findings: &mut Vec<Finding>,
    ) -> bool {
        let mut found = |problem| findings.push(Finding::new(location.clone(), problem));
        fact.places.retain(|place| {
            let known = self.places.contains(place.as_str());
            if !known {
                found(Problem::PlaceUnknown {
                    place: place.to_string(),
                });
            }
            known
        });
        fact.sources.retain(|source| {
            let known = self.sources.contains(source.as_str());
            if !known {
                found(Problem::SourceUnknown {
                    source: source.to_string(),
                });
            }
            known
        });
        let theme = fact.theme.as_ref();
        if let Some(theme) = theme.filter(|theme| !self.themes.contains(theme.as_str())) {
            found(Problem::ThemeUnknown {
                theme: theme.to_string(),
            });
        }
        !fact.places.is_empty()
    }
}

/// Drops checks that name what does not exist.
fn check_checks(
    manifest: &mut Manifest,
    known: &Known,
    facts: &[(Location, Fact)],
    findings: &mut Vec<Finding>,
) {
    manifest.checks.retain(|check| {
        let mut places = check.rule.places().into_iter();
        let missing = places
            .find(|place| !known.places.contains(place.as_str()))
            .map(ToString::to_string);
        let has_claim = facts.iter().any(|(_, fact)| fact.id == check.claim);
        let missing = missing.or_else(|| (!has_claim).then(|| check.claim.to_string()));
        if let Some(missing) = missing {
            let problem = Problem::CheckDangling {
                id: check.id.clone(),
                missing,
            };
            findings.push(Finding::new(Location::file(MANIFEST), problem));
            return false;
        }
        true
    });
}

fn check_disputes(facts: &mut [(Location, Fact)], findings: &mut Vec<Finding>) {
    let known: HashSet<String> = facts.iter().map(|(_, fact)| fact.id.to_string()).collect();
    for (location, fact) in facts {
        fact.disputes.retain(|other| {
            let exists = known.contains(other.as_str());
            if !exists {
                let problem = Problem::DisputeUnknown {
                    fact: other.to_string(),
                };
                findings.push(Finding::new(location.clone(), problem));
            }
            exists
        });
    }
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
