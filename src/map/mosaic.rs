//! Neighbouring areas simplified alike: a border that two areas share loses the same vertices on both sides, so that
//! no gap opens between them at any zoom.

use std::collections::HashMap;

use egui::Pos2;

use crate::geo::significance;

/// Tells points apart by what they are exactly.
type Key = [u32; 2];

/// The vertices next to a vertex, as far as there are not more than two of them.
#[derive(Default)]
struct Neighbours {
    known: [Option<Key>; 2],
    more: bool,
}

impl Neighbours {
    fn add(&mut self, key: Key) {
        for place in &mut self.known {
            match place {
                Some(known) if *known == key => return,
                Some(_) => {}
                None => {
                    *place = Some(key);
                    return;
                }
            }
        }
        self.more = true;
    }
}

/// For each vertex of each ring the largest tolerance at which it is still needed; endless where borders meet. A ring
/// ends in the point where it begins.
pub fn needed(rings: &[Vec<Pos2>]) -> Vec<Vec<f32>> {
    let mut neighbours: HashMap<Key, Neighbours> = HashMap::new();
    for pair in rings.iter().flat_map(|ring| ring.windows(2)) {
        let (one, other) = (key(pair[0]), key(pair[1]));
        neighbours.entry(one).or_default().add(other);
        neighbours.entry(other).or_default().add(one);
    }
    let meet = |at: Pos2| neighbours.get(&key(at)).is_some_and(|near| near.more);
    rings.iter().map(|ring| needed_of(ring, &meet)).collect()
}

fn needed_of(ring: &[Pos2], meet: &impl Fn(Pos2) -> bool) -> Vec<f32> {
    let mut found = vec![0.0; ring.len()];
    let Some(count) = ring.len().checked_sub(1).filter(|count| *count > 0) else {
        return found;
    };
    let mut ends: Vec<usize> = (0..count).filter(|&index| meet(ring[index])).collect();
    if ends.is_empty() {
        // The same one from wherever a neighbour counts.
        ends.extend((0..count).min_by_key(|&index| key(ring[index])));
    }
    for (number, &start) in ends.iter().enumerate() {
        let end = ends.get(number + 1).copied().unwrap_or(ends[0] + count);
        let mut places: Vec<usize> = (start..=end).map(|index| index % count).collect();
        let ahead = |places: &[usize]| [ring[places[0]], ring[places[1]]].map(key);
        let back = [places[places.len() - 1], places[places.len() - 2]];
        if back.map(|place| key(ring[place])) < ahead(&places) {
            places.reverse();
        }
        let border: Vec<[f64; 2]> = places
            .iter()
            .map(|&place| [ring[place].x, ring[place].y].map(f64::from))
            .collect();
        for (&place, needed) in places.iter().zip(significance(&border)) {
            found[place] = needed as f32;
        }
    }
    found[count] = found[0];
    found
}

fn key(at: Pos2) -> Key {
    [at.x.to_bits(), at.y.to_bits()]
}

#[cfg(test)]
mod tests {
    use super::*;
    use egui::pos2;

    /// Two areas with a ragged border between them, the second one told the other way round.
    fn neighbours() -> [Vec<Pos2>; 2] {
        let border: Vec<Pos2> = (0..=40_u16)
            .map(|step| pos2(f32::from(step * 7 % 5), f32::from(step)))
            .collect();
        let mut west = vec![pos2(-20.0, 40.0), pos2(-20.0, 0.0)];
        west.extend(&border);
        west.push(west[0]);
        let mut east: Vec<Pos2> = border.iter().rev().copied().collect();
        east.extend([pos2(20.0, 0.0), pos2(20.0, 40.0)]);
        east.push(east[0]);
        [west, east]
    }

    #[test]
    fn a_border_keeps_the_same_vertices_on_both_sides() {
        let rings = neighbours();
        let needed = needed(&rings);
        for tolerance in [0.5, 1.0, 1.6, 3.0] {
            let kept = [0, 1].map(|side| {
                let ring: &Vec<Pos2> = &rings[side];
                let kept = ring.iter().zip(&needed[side]);
                let kept = kept.filter(|(at, needed)| **needed > tolerance && at.x.abs() < 10.0);
                let mut kept: Vec<Key> = kept.map(|(at, _)| key(*at)).collect();
                kept.sort_unstable();
                kept.dedup();
                kept
            });
            assert_eq!(kept[0], kept[1], "at {tolerance}");
            assert!(kept[0].len() < 41, "at {tolerance}");
        }
    }

    #[test]
    fn a_hole_and_what_fills_it_keep_the_same_vertices() {
        let island: Vec<Pos2> = [(0.0, 0.0), (4.0, 1.0), (9.0, 0.0), (9.0, 9.0), (3.0, 8.0)]
            .map(Pos2::from)
            .to_vec();
        let closed = |from: usize, backwards: bool| {
            let mut ring = island.clone();
            ring.rotate_left(from);
            if backwards {
                ring.reverse();
            }
            ring.push(ring[0]);
            ring
        };
        let rings = [closed(0, false), closed(3, true)];
        let needed = needed(&rings);
        for (at, one) in rings[0].iter().zip(&needed[0]) {
            let place = rings[1].iter().position(|other| other == at).unwrap();
            assert_eq!(*one, needed[1][place]);
        }
    }
}
