//! What a chart shows, without drawing it: a place among its peers, a value over the years, contradicting values.

use super::{Dispute, alike, number_of, unit_of};
use crate::atlas::{Atlas, Date, Fact, Place};

/// Fewer peers or values make no chart.
const FEWEST_PEERS: usize = 4;
const FEWEST_DATES: usize = 3;

/// A place among the places of its kind, by one figure.
#[derive(Clone, Debug)]
pub struct Standing<'a> {
    /// The place's own value.
    pub fact: &'a Fact,
    /// The largest first.
    pub bars: Vec<(&'a Place, &'a Fact, f64)>,
    /// Where the place is among the bars.
    pub index: usize,
    /// Of the sum of all; `None` for what cannot be added up.
    pub share: Option<f64>,
}

impl Standing<'_> {
    /// From 1; equal values share the better rank.
    pub fn rank(&self) -> usize {
        let own = self.bars[self.index].2;
        1 + self.bars.iter().filter(|bar| bar.2 > own).count()
    }

    /// The first and last year that the values speak of.
    pub fn years(&self) -> Option<(i32, i32)> {
        let years = || {
            self.bars
                .iter()
                .filter_map(|bar| bar.1.as_of.map(|as_of| as_of.last_year()))
        };
        years().min().zip(years().max())
    }
}

/// A value of one place at several dates.
#[derive(Clone, Debug)]
pub struct Series<'a> {
    /// The earliest first.
    pub points: Vec<(f64, &'a Fact, f64)>,
    /// Numbers in the same unit that contradict the series.
    pub against: Vec<(&'a Fact, f64)>,
}

/// Contradicting values of one unit.
#[derive(Clone, Debug)]
pub struct Bars<'a> {
    /// The disputed one first.
    pub bars: Vec<(&'a Fact, f64)>,
}

/// How a region stands among the regions of its kind, by every figure that at least four of them have.
pub fn standings<'a>(atlas: &'a Atlas, place: &'a Place) -> Vec<Standing<'a>> {
    if place.position().is_some() {
        return Vec::new();
    }
    let peers: Vec<&Place> = atlas
        .places()
        .iter()
        .filter(|peer| peer.kind == place.kind)
        .collect();
    let mut own: Vec<&Fact> = Vec::new();
    for fact in atlas.facts_of(&place.id) {
        let charted = number_of(fact).is_some() && !unit_of(fact).is_some_and(is_no_amount);
        if charted && !own.iter().any(|known| alike(known, fact)) {
            own.push(fact);
        }
    }
    own.into_iter()
        .filter_map(|fact| standing(atlas, place, &peers, fact))
        .collect()
}

fn standing<'a>(
    atlas: &'a Atlas,
    place: &'a Place,
    peers: &[&'a Place],
    like: &Fact,
) -> Option<Standing<'a>> {
    let year = usual_year(atlas, peers, like)?;
    let mut bars: Vec<(&Place, &Fact, f64)> = peers
        .iter()
        .filter_map(|peer| {
            let fact = nearest_to(atlas, peer, like, year)?;
            Some((*peer, fact, number_of(fact)?))
        })
        .collect();
    if bars.len() < FEWEST_PEERS {
        return None;
    }
    bars.sort_by(|one, other| other.2.total_cmp(&one.2));
    let index = bars.iter().position(|bar| bar.0.id == place.id)?;
    let total: f64 = bars.iter().map(|bar| bar.2).sum();
    let share = unit_of(like).is_some_and(adds_up) && total > 0.0;
    Some(Standing {
        fact: bars[index].1,
        share: share.then(|| bars[index].2 / total),
        bars,
        index,
    })
}

/// The year that most of the peers' values speak of, the later one on a tie; undated values count as year 0.
fn usual_year(atlas: &Atlas, peers: &[&Place], like: &Fact) -> Option<i32> {
    let mut years: Vec<i32> = peers
        .iter()
        .flat_map(|peer| atlas.facts_of(&peer.id))
        .filter(|fact| alike(fact, like))
        .map(year_of)
        .collect();
    years.sort_unstable();
    let count = |year: &i32| years.iter().filter(|one| *one == year).count();
    years
        .iter()
        .copied()
        .max_by_key(|year| (count(year), *year))
}

fn nearest_to<'a>(atlas: &'a Atlas, place: &Place, like: &Fact, year: i32) -> Option<&'a Fact> {
    let facts = atlas.facts_of(&place.id).filter(|fact| alike(fact, like));
    facts.min_by_key(|fact| (year_of(fact).abs_diff(year), -year_of(fact)))
}

fn year_of(fact: &Fact) -> i32 {
    fact.as_of.map_or(0, |as_of| as_of.last_year())
}

fn is_no_amount(unit: &str) -> bool {
    matches!(unit, "year" | "rank")
}

/// Whether the amounts of several regions make a whole.
fn adds_up(unit: &str) -> bool {
    !matches!(unit, "percent" | "ratio" | "percent-per-year" | "m" | "km")
        && !unit.contains("-per-")
}

/// What a place has at three or more dates.
pub fn series<'a>(atlas: &'a Atlas, place: &'a Place) -> Vec<Series<'a>> {
    let mut found: Vec<Series<'a>> = Vec::new();
    for fact in atlas.facts_of(&place.id) {
        let known = found.iter().any(|series| alike(series.points[0].1, fact));
        let charted = unit_of(fact).is_some_and(|unit| !is_no_amount(unit));
        if known || !charted {
            continue;
        }
        let mut points: Vec<(f64, &Fact, f64)> = atlas
            .facts_of(&place.id)
            .filter(|other| alike(other, fact))
            .filter_map(|other| Some((decimal_year(other)?, other, number_of(other)?)))
            .collect();
        points.sort_by(|one, other| one.0.total_cmp(&other.0));
        points.dedup_by(|one, other| one.0 == other.0);
        if points.len() < FEWEST_DATES {
            continue;
        }
        let mut against: Vec<(&Fact, f64)> = Vec::new();
        for id in points.iter().flat_map(|point| &point.1.disputes) {
            let rival = atlas
                .fact(id)
                .filter(|rival| unit_of(rival) == unit_of(fact));
            let Some((rival, value)) = rival.and_then(|rival| Some((rival, number_of(rival)?)))
            else {
                continue;
            };
            if !against.iter().any(|known| known.0.id == rival.id) {
                against.push((rival, value));
            }
        }
        found.push(Series { points, against });
    }
    found
}

/// The middle of the period that the last date of the fact means.
fn decimal_year(fact: &Fact) -> Option<f64> {
    let as_of = fact.as_of?;
    let Date { year, month, day } = as_of.end.unwrap_or(as_of.start);
    let within = match (month, day) {
        (None, _) => 0.5,
        (Some(month), None) => (f64::from(month) - 0.5) / 12.0,
        (Some(month), Some(day)) => (f64::from(month - 1) + f64::from(day) / 31.0) / 12.0,
    };
    Some(f64::from(year) + within)
}

/// The numbers of a dispute that are in the unit of the disputed one; `None` where there are none to compare, where
/// the number is no amount, or where a series of the place tells it better.
pub fn bars<'a>(dispute: &Dispute<'a>, told: &[Series<'_>]) -> Option<Bars<'a>> {
    let head = dispute.head;
    let unit = unit_of(head)?;
    let in_series = |fact: &Fact| {
        told.iter().any(|series| {
            series
                .points
                .iter()
                .any(|(_, point, _)| point.id == fact.id)
        })
    };
    if is_no_amount(unit) || dispute.others.iter().any(|other| in_series(other)) {
        return None;
    }
    let bars: Vec<(&Fact, f64)> = dispute
        .facts()
        .filter(|fact| unit_of(fact) == Some(unit))
        .filter_map(|fact| Some((fact, number_of(fact)?)))
        .collect();
    (bars.len() > 1).then_some(Bars { bars })
}
