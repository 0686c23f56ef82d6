//! Values that contradict each other, side by side.

use crate::atlas::{Atlas, Fact, Place};

/// One statement and what other sources say instead.
#[derive(Clone, Debug)]
pub struct Dispute<'a> {
    /// The one that most of the others contradict.
    pub head: &'a Fact,
    /// In the order in which the head names them.
    pub others: Vec<&'a Fact>,
}

impl<'a> Dispute<'a> {
    /// The dispute in which `fact` stands, as the card of `place` tells it: all that contradicts the head if the head
    /// is said of this place, otherwise the head and what is said of this place against it. `None` if nothing
    /// contradicts the fact.
    pub fn around(atlas: &'a Atlas, place: &Place, fact: &'a Fact) -> Option<Self> {
        let head = head_of(atlas, fact)?;
        let here = |fact: &Fact| fact.places.contains(&place.id);
        let others = opponents(atlas, head).filter(|other| here(head) || here(other));
        Some(Self {
            head,
            others: others.collect(),
        })
    }

    /// The whole of it, wherever it is said.
    pub fn of(atlas: &'a Atlas, fact: &'a Fact) -> Option<Self> {
        let head = head_of(atlas, fact)?;
        Some(Self {
            head,
            others: opponents(atlas, head).collect(),
        })
    }

    /// Head first.
    pub fn facts(&self) -> impl Iterator<Item = &'a Fact> + '_ {
        std::iter::once(self.head).chain(self.others.iter().copied())
    }
}

fn opponents<'a>(atlas: &'a Atlas, fact: &'a Fact) -> impl Iterator<Item = &'a Fact> {
    fact.disputes.iter().filter_map(|id| atlas.fact(id))
}

/// The fact itself or one of its opponents, whichever is contradicted by most; itself on a tie.
fn head_of<'a>(atlas: &'a Atlas, fact: &'a Fact) -> Option<&'a Fact> {
    let mut head = fact;
    for other in opponents(atlas, fact) {
        let mutual = other.disputes.contains(&fact.id);
        if mutual && opponents(atlas, other).count() > opponents(atlas, head).count() {
            head = other;
        }
    }
    // Of two that contradict only each other, the first in the file leads, whichever is asked for.
    if head.disputes.len() == 1
        && let Some(other) = opponents(atlas, head).next()
        && other.disputes.len() == 1
        && comes_first(atlas, other, head)
    {
        head = other;
    }
    opponents(atlas, head).next().map(|_| head)
}

fn comes_first(atlas: &Atlas, one: &Fact, other: &Fact) -> bool {
    let place_in_file = |fact: &Fact| atlas.facts().iter().position(|known| known.id == fact.id);
    place_in_file(one) < place_in_file(other)
}
