//! What holds of a claim about space, computed from the places' positions, so that moving a place changes it.

use geo::{Bearing, Destination, Geodesic};
use geo_types::Point;

use super::{Locator, distance_m};
use crate::atlas::{Atlas, Check, Kind, Place, PlaceId, Position, Rule};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    Holds,
    Fails,
    /// The positions are not known well enough for this limit.
    TooCloseToTell,
}

/// A geodesic between two places.
#[derive(Clone, Debug, PartialEq)]
pub struct Leg {
    pub from: PlaceId,
    pub to: PlaceId,
    pub distance_m: f64,
}

/// A circle on the ground.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Circle {
    pub centre: Position,
    pub radius_m: f64,
}

/// What was measured for a check, and what follows.
#[derive(Clone, Debug, PartialEq)]
pub struct Verdict {
    pub outcome: Outcome,
    /// The one that decides first.
    pub legs: Vec<Leg>,
    /// The limit round the place that the claim starts from.
    pub ring: Option<Circle>,
    /// The smallest circle that holds all places of a claim about their distances from each other.
    pub enclosing: Option<Circle>,
    /// The region that the claim names.
    pub region: Option<PlaceId>,
}

/// `None` if a place of the rule is not in the atlas.
pub fn verdict(atlas: &Atlas, locator: &Locator, check: &Check) -> Option<Verdict> {
    match &check.rule {
        Rule::WithinEachOther { places, limit_m } => within_each_other(atlas, places, *limit_m),
        Rule::WithinOf {
            centre,
            places,
            limit_m,
        } => within_of(atlas, centre, places, *limit_m),
        Rule::Inside { place, region } => inside(atlas, locator, place, region),
        Rule::CountWithin {
            centre,
            kind,
            limit_m,
            at_least,
        } => count_within(atlas, centre, kind, *limit_m, *at_least),
        Rule::Nearest {
            place,
            kind,
            nearest,
        } => nearest_of(atlas, place, kind, nearest),
    }
}

fn leg(from: &Place, to: &Place) -> Leg {
    Leg {
        from: from.id.clone(),
        to: to.id.clone(),
        distance_m: distance_m(from.anchor(), to.anchor()),
    }
}

fn uncertainty_m(one: &Place, other: &Place) -> f64 {
    one.accuracy_m.unwrap_or(0.0) + other.accuracy_m.unwrap_or(0.0)
}

/// Whether a distance keeps a limit, as far as the positions can tell.
fn compare(distance_m: f64, limit_m: f64, uncertainty_m: f64) -> Outcome {
    if (distance_m - limit_m).abs() <= uncertainty_m {
        Outcome::TooCloseToTell
    } else if distance_m < limit_m {
        Outcome::Holds
    } else {
        Outcome::Fails
    }
}

/// The longest leg first, and whether it keeps the limit.
fn longest(mut pairs: Vec<(&Place, &Place)>, limit_m: f64) -> Option<(Outcome, Vec<Leg>)> {
    pairs.sort_by(|one, other| {
        let length = |(from, to): &(&Place, &Place)| distance_m(from.anchor(), to.anchor());
        length(other).total_cmp(&length(one))
    });
    let (from, to) = *pairs.first()?;
    let legs: Vec<Leg> = pairs.iter().map(|(from, to)| leg(from, to)).collect();
    Some((
        compare(legs[0].distance_m, limit_m, uncertainty_m(from, to)),
        legs,
    ))
}

fn within_each_other(atlas: &Atlas, places: &[PlaceId], limit_m: f64) -> Option<Verdict> {
    let places = places
        .iter()
        .map(|id| atlas.place(id))
        .collect::<Option<Vec<_>>>()?;
    let mut pairs = Vec::new();
    for (index, one) in places.iter().enumerate() {
        pairs.extend(places[index + 1..].iter().map(|other| (*one, *other)));
    }
    let (outcome, legs) = longest(pairs, limit_m)?;
    let positions: Vec<Position> = places.iter().map(|place| place.anchor()).collect();
    let ring = places.first().map(|place| Circle {
        centre: place.anchor(),
        radius_m: limit_m,
    });
    Some(Verdict {
        outcome,
        legs,
        ring,
        enclosing: smallest_circle(&positions),
        region: None,
    })
}

fn within_of(atlas: &Atlas, centre: &PlaceId, places: &[PlaceId], limit_m: f64) -> Option<Verdict> {
    let centre = atlas.place(centre)?;
    let places = places
        .iter()
        .map(|id| atlas.place(id))
        .collect::<Option<Vec<_>>>()?;
    let pairs = places.into_iter().map(|place| (centre, place)).collect();
    let (outcome, legs) = longest(pairs, limit_m)?;
    let ring = Some(Circle {
        centre: centre.anchor(),
        radius_m: limit_m,
    });
    Some(Verdict {
        outcome,
        legs,
        ring,
        enclosing: None,
        region: None,
    })
}

fn inside(atlas: &Atlas, locator: &Locator, place: &PlaceId, region: &PlaceId) -> Option<Verdict> {
    let (place, region) = (atlas.place(place)?, atlas.place(region)?);
    let outside_m = locator.distance_to_region_m(region, place.anchor())?;
    let outcome = match outside_m {
        0.0 => Outcome::Holds,
        outside_m if outside_m <= place.accuracy_m.unwrap_or(0.0) => Outcome::TooCloseToTell,
        _ => Outcome::Fails,
    };
    let region = Some(region.id.clone());
    Some(Verdict {
        outcome,
        legs: Vec::new(),
        ring: None,
        enclosing: None,
        region,
    })
}

fn sites_of<'a>(
    atlas: &'a Atlas,
    kind: &'a Kind,
    but: &'a Place,
) -> impl Iterator<Item = &'a Place> {
    let sites = atlas
        .places()
        .iter()
        .filter(move |place| place.kind == *kind && place.id != but.id);
    sites.filter(|place| place.position().is_some())
}

fn count_within(
    atlas: &Atlas,
    centre: &PlaceId,
    kind: &Kind,
    limit_m: f64,
    at_least: usize,
) -> Option<Verdict> {
    let centre = atlas.place(centre)?;
    let legs = sites_of(atlas, kind, centre).map(|place| leg(centre, place));
    let legs: Vec<Leg> = legs.filter(|leg| leg.distance_m <= limit_m).collect();
    let outcome = if legs.len() >= at_least {
        Outcome::Holds
    } else {
        Outcome::Fails
    };
    let ring = Some(Circle {
        centre: centre.anchor(),
        radius_m: limit_m,
    });
    Some(Verdict {
        outcome,
        legs,
        ring,
        enclosing: None,
        region: None,
    })
}

fn nearest_of(atlas: &Atlas, place: &PlaceId, kind: &Kind, nearest: &PlaceId) -> Option<Verdict> {
    let place = atlas.place(place)?;
    atlas.place(nearest)?;
    let mut legs: Vec<Leg> = sites_of(atlas, kind, place)
        .map(|site| leg(place, site))
        .collect();
    legs.sort_by(|one, other| one.distance_m.total_cmp(&other.distance_m));
    legs.truncate(2);
    let outcome = if legs.first()?.to == *nearest {
        Outcome::Holds
    } else {
        Outcome::Fails
    };
    Some(Verdict {
        outcome,
        legs,
        ring: None,
        enclosing: None,
        region: None,
    })
}

/// `count` positions along the geodesic between two positions, both ends included.
pub fn geodesic_line(from: Position, to: Position, count: usize) -> Vec<Position> {
    let start = Point::from(from);
    let bearing = Geodesic.bearing(start, Point::from(to));
    let length = distance_m(from, to);
    let steps = count.max(2) - 1;
    let at = |step: usize| destination(from, bearing, length * step as f64 / steps as f64);
    (0..=steps).map(at).collect()
}

/// `count` positions on a circle, the first repeated at the end.
pub fn ring_line(circle: Circle, count: usize) -> Vec<Position> {
    let at = |step: usize| {
        destination(
            circle.centre,
            360.0 * step as f64 / count as f64,
            circle.radius_m,
        )
    };
    (0..=count).map(at).collect()
}

fn destination(from: Position, bearing: f64, distance_m: f64) -> Position {
    let point = Geodesic.destination(Point::from(from), bearing, distance_m);
    Position {
        longitude: point.x(),
        latitude: point.y(),
    }
}

/// Rounds of refining the centre of projection.
const ROUNDS: usize = 4;

/// The smallest circle that holds all positions, to about a metre at this scale: planar in the azimuthal equidistant
/// projection round its own centre, which is refined. `None` for fewer than two positions.
pub fn smallest_circle(positions: &[Position]) -> Option<Circle> {
    if positions.len() < 2 {
        return None;
    }
    let count = positions.len() as f64;
    let mut centre = Position {
        longitude: positions
            .iter()
            .map(|position| position.longitude)
            .sum::<f64>()
            / count,
        latitude: positions
            .iter()
            .map(|position| position.latitude)
            .sum::<f64>()
            / count,
    };
    for _ in 0..ROUNDS {
        let planar: Vec<[f64; 2]> = positions
            .iter()
            .map(|position| flat(centre, *position))
            .collect();
        let [x, y] = planar_centre(&planar)?;
        centre = destination(centre, x.atan2(y).to_degrees(), x.hypot(y));
    }
    let radius_m = positions
        .iter()
        .map(|position| distance_m(centre, *position))
        .fold(0.0, f64::max);
    Some(Circle { centre, radius_m })
}

/// Metres east and north of `centre`, with true distance and direction from it.
fn flat(centre: Position, position: Position) -> [f64; 2] {
    let distance = distance_m(centre, position);
    let bearing = Geodesic
        .bearing(Point::from(centre), Point::from(position))
        .to_radians();
    [distance * bearing.sin(), distance * bearing.cos()]
}

/// Of the circles over two points and round three, the smallest that holds all.
fn planar_centre(points: &[[f64; 2]]) -> Option<[f64; 2]> {
    let mut centres = Vec::new();
    for (index, one) in points.iter().enumerate() {
        for (next, other) in points.iter().enumerate().skip(index + 1) {
            centres.push([
                f64::midpoint(one[0], other[0]),
                f64::midpoint(one[1], other[1]),
            ]);
            for third in &points[next + 1..] {
                centres.extend(circumcentre(*one, *other, *third));
            }
        }
    }
    let radius = |centre: &[f64; 2]| {
        let distances = points
            .iter()
            .map(|point| (point[0] - centre[0]).hypot(point[1] - centre[1]));
        distances.fold(0.0, f64::max)
    };
    centres
        .into_iter()
        .min_by(|one, other| radius(one).total_cmp(&radius(other)))
}

/// `None` for points on a line.
fn circumcentre(a: [f64; 2], b: [f64; 2], c: [f64; 2]) -> Option<[f64; 2]> {
    let (bx, by) = (b[0] - a[0], b[1] - a[1]);
    let (cx, cy) = (c[0] - a[0], c[1] - a[1]);
    let d = 2.0 * (bx * cy - by * cx);
    if d.abs() < 1e-6 {
        return None;
    }
    let (b2, c2) = (bx * bx + by * by, cx * cx + cy * cy);
    Some([
        a[0] + (cy * b2 - by * c2) / d,
        a[1] + (bx * c2 - cx * b2) / d,
    ])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{atlas::FactId, store};
    use proptest::prelude::*;

    fn judged(rule: Rule) -> Verdict {
        let atlas = store::builtin().atlas;
        let check = Check {
            id: "test".to_owned(),
            claim: FactId::new("test"),
            rule,
        };
        verdict(&atlas, &Locator::new(&atlas), &check).unwrap()
    }

    fn ids(ids: &[&str]) -> Vec<PlaceId> {
        ids.iter().map(PlaceId::new).collect()
    }

    #[test]
    fn the_triangle_keeps_a_hundred_kilometres_from_zhangjiang_but_not_between_all() {
        let places = ids(&["zhangjiang", "suzhou-jiangsu", "yangshan"]);
        let all = judged(Rule::WithinEachOther {
            places: places.clone(),
            limit_m: 100_000.0,
        });
        assert_eq!(all.outcome, Outcome::Fails);
        assert!(
            (all.legs[0].distance_m - 158_600.0).abs() < 60.0,
            "{:?}",
            all.legs[0]
        );
        // Suzhou and Yangshan lie on it opposite each other, Zhangjiang inside.
        let circle = all.enclosing.unwrap();
        assert!(
            (circle.radius_m * 2.0 - all.legs[0].distance_m).abs() < 1.0,
            "{circle:?}"
        );
        let from_zhangjiang = judged(Rule::WithinOf {
            centre: places[0].clone(),
            places: places[1..].to_vec(),
            limit_m: 100_000.0,
        });
        assert_eq!(from_zhangjiang.outcome, Outcome::Holds);
    }

    #[test]
    fn what_the_positions_cannot_tell_is_not_claimed() {
        let rule = |limit_m| Rule::WithinOf {
            centre: PlaceId::new("zhangjiang"),
            places: ids(&["yangshan"]),
            limit_m,
        };
        assert_eq!(judged(rule(78_000.0)).outcome, Outcome::TooCloseToTell);
        assert_eq!(judged(rule(70_000.0)).outcome, Outcome::Fails);
    }

    #[test]
    fn regions_counts_and_neighbours_are_judged() {
        let inside = |place, region| {
            judged(Rule::Inside {
                place: PlaceId::new(place),
                region: PlaceId::new(region),
            })
        };
        assert_eq!(inside("smic", "pudong").outcome, Outcome::Holds);
        assert_eq!(inside("sensetime", "pudong").outcome, Outcome::Fails);
        let near = judged(Rule::Nearest {
            place: PlaceId::new("tesla-giga"),
            kind: Kind::Port,
            nearest: PlaceId::new("yangshan"),
        });
        assert_eq!(near.outcome, Outcome::Holds);
        let centre = PlaceId::new("zhangjiang");
        let many = |at_least| Rule::CountWithin {
            centre: centre.clone(),
            kind: Kind::University,
            limit_m: 5_000.0,
            at_least,
        };
        assert_eq!(judged(many(2)).outcome, Outcome::Holds);
        assert_eq!(judged(many(40)).outcome, Outcome::Fails);
    }

    proptest! {
        #[test]
        fn the_smallest_circle_holds_every_position_and_two_lie_on_it(
            points in proptest::collection::vec((115.0..123.0f64, 27.0..35.0f64), 2..6),
        ) {
            let positions: Vec<Position> =
                points.iter().map(|(longitude, latitude)| Position { longitude: *longitude, latitude: *latitude }).collect();
            let circle = smallest_circle(&positions).unwrap();
            let distances: Vec<f64> = positions.iter().map(|position| distance_m(circle.centre, *position)).collect();
            prop_assert!(distances.iter().all(|distance| *distance <= circle.radius_m + 1.0));
            let far = distances.iter().filter(|distance| **distance > circle.radius_m - 200.0).count();
            prop_assert!(far >= 2, "{distances:?} {}", circle.radius_m);
        }

        #[test]
        fn a_geodesic_line_ends_where_it_should(x in 115.0..123.0f64, y in 27.0..35.0f64) {
            let (from, to) = (Position { longitude: 121.5, latitude: 31.2 }, Position { longitude: x, latitude: y });
            let line = geodesic_line(from, to, 16);
            prop_assert_eq!(line.len(), 16);
            prop_assert!(distance_m(line[15], to) < 0.01);
        }
    }
}
