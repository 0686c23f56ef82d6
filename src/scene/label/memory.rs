//! Where names stood in the view before, so that they stay with the ground while the map moves under the hand.

use std::collections::HashMap;

use egui::{Rect, Vec2};

use super::{Candidate, Written, spots::Spot};
use crate::{atlas::PlaceId, scene::View};

/// What tells a name apart from one view to the next.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Key {
    Place(PlaceId),
    /// Of the base map, by the number of the feature.
    Water(usize),
    Station(usize),
    /// A town, an airport, a port or a station of the railway.
    Point(usize),
    Island(usize),
    Metro(usize),
    Road(usize),
}

/// The names of one view. Given to the next one it keeps them where they are; it never keeps one alive that the
/// content, the zoom or the screen no longer shows.
#[derive(Clone, Debug, Default)]
pub struct Memory {
    view: Option<View>,
    stands: HashMap<Key, Stand>,
}

/// Where a name stands, or stood until it was covered.
#[derive(Clone, Debug)]
struct Stand {
    text: String,
    /// The middle of the name on the Mercator plane.
    middle: [f64; 2],
    spot: Spot,
    /// Of the view in which it came to stand there.
    zoom: f64,
    /// The view that saw it last, if that is not the present one.
    lost_in: Option<View>,
}

/// Levels of zoom after which a name on the ground looks for another spot.
const STAYS_FOR: f64 = 0.5;
/// A name that was lost comes back elsewhere only after the map was panned so far, in points: it does not flicker.
const COMES_BACK_AFTER: f64 = 160.0;

impl Memory {
    pub(super) fn of(
        view: &View,
        written: &[Written],
        missed: &[Candidate],
        before: &Self,
    ) -> Self {
        let scale = view.scale();
        let stands = written.iter().map(|written| {
            let middle = view.plane_from_screen(written.label.rect.center());
            let near = |stand: &&Stand| {
                let apart = |axis: usize| (stand.middle[axis] - middle[axis]).abs() * scale;
                apart(0) < 0.5 && apart(1) < 0.5
            };
            let text = written.label.text.clone();
            let (spot, lost_in) = (written.spot, None);
            // What stayed keeps the number of its spot and does not creep by rounding.
            let stand = match before.stands.get(&written.key).filter(near) {
                Some(known) => Stand {
                    text,
                    lost_in,
                    spot: Spot {
                        number: spot.number.or(known.spot.number),
                        ..spot
                    },
                    ..known.clone()
                },
                None => Stand {
                    text,
                    middle,
                    spot,
                    zoom: view.zoom,
                    lost_in,
                },
            };
            (written.key.clone(), stand)
        });
        let lost = missed.iter().filter_map(|candidate| {
            let known = before.stands.get(&candidate.key)?.clone();
            let lost_in = known.lost_in.or(before.view);
            Some((candidate.key.clone(), Stand { lost_in, ..known }))
        });
        Self {
            view: Some(*view),
            stands: stands.chain(lost).collect(),
        }
    }

    /// Whether a view looks elsewhere from as near.
    pub(super) fn is_panned_to(&self, view: &View) -> bool {
        let same = |before: &View| (before.zoom - view.zoom).abs() < 1e-9;
        self.view.as_ref().is_some_and(same)
    }

    pub(super) fn knows(&self, key: &Key) -> bool {
        self.stands.contains_key(key)
    }

    /// The spot of a name of this size as it was before.
    pub(super) fn kept(&self, candidate: &Candidate, view: &View, size: Vec2) -> Option<Spot> {
        let stand = self.stands.get(&candidate.key);
        let stand = stand.filter(|stand| stand.text == candidate.text)?;
        let number = stand.spot.number;
        let numbered = number.and_then(|number| candidate.spots.numbered(number, size));
        let on_ground = || {
            let stays = number.is_none() || self.is_panned_to(view);
            let middle = view.screen_from_plane(stand.middle);
            let near = (view.zoom - stand.zoom).abs() < STAYS_FOR;
            (stays && near).then(|| Spot::at(middle, stand.spot.angle, size))
        };
        numbered.or_else(on_ground)
    }

    /// Whether a name was lost a moment ago, though its spot can still be seen in the `free` part of the screen: it may
    /// come back only there.
    pub(super) fn bars(&self, candidate: &Candidate, view: &View, free: Rect) -> bool {
        let stand = self.stands.get(&candidate.key);
        let stand = stand.filter(|stand| {
            let middle = view.screen_from_plane(stand.middle);
            stand.text == candidate.text && free.contains(middle)
        });
        let lost_in = stand.and_then(|stand| stand.lost_in.as_ref());
        lost_in.is_some_and(|lost| {
            let away = view.screen_from_geo(lost.centre) - view.rect().center();
            let same = (lost.zoom - view.zoom).abs() < 1e-9 && lost.size == view.size;
            same && f64::from(away.length()) < COMES_BACK_AFTER
        })
    }
}
