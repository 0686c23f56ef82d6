//! Tints that tell neighbouring regions apart: greedy colouring of the graph of shared borders.

use std::{
    cmp::Reverse,
    collections::{BTreeSet, HashMap},
};

use geo_types::{Coord, Geometry, LineString, Polygon};

/// Attempts before a map that cannot be coloured, or only with great luck, gets neighbours of one tint.
const ATTEMPTS: usize = 20_000;

/// For each geometry the number of its tint, so that two that share a stretch of border differ wherever `tints` are
/// enough; four are, for regions that do not overlap. Brélaz's DSATUR (the next one is that whose neighbours have the
/// most tints already), with backtracking.
pub fn colour<'a>(geometries: impl Iterator<Item = &'a Geometry>, tints: usize) -> Vec<usize> {
    let neighbours = neighbours(geometries);
    let mut chosen = vec![None; neighbours.len()];
    let mut attempts = ATTEMPTS;
    complete(&neighbours, tints, &mut chosen, &mut attempts);
    let tinted = chosen.into_iter().enumerate();
    tinted
        .map(|(index, tint)| tint.unwrap_or(index % tints.max(1)))
        .collect()
}

/// Whether the rest could be coloured; if not, `chosen` is as it was.
fn complete(
    neighbours: &[BTreeSet<usize>],
    tints: usize,
    chosen: &mut [Option<usize>],
    attempts: &mut usize,
) -> bool {
    let taken = |chosen: &[Option<usize>], index: usize| -> BTreeSet<usize> {
        neighbours[index]
            .iter()
            .filter_map(|&other| chosen[other])
            .collect()
    };
    let open = (0..chosen.len()).filter(|&index| chosen[index].is_none());
    let next = open.max_by_key(|&index| {
        (
            taken(chosen, index).len(),
            neighbours[index].len(),
            Reverse(index),
        )
    });
    let Some(index) = next else { return true };
    let taken = taken(chosen, index);
    for tint in (0..tints).filter(|tint| !taken.contains(tint)) {
        if *attempts == 0 {
            return false;
        }
        *attempts -= 1;
        chosen[index] = Some(tint);
        if complete(neighbours, tints, chosen, attempts) {
            return true;
        }
    }
    chosen[index] = None;
    false
}

/// Which geometries share a side of their outlines.
fn neighbours<'a>(geometries: impl Iterator<Item = &'a Geometry>) -> Vec<BTreeSet<usize>> {
    let bits = |coord: Coord| [coord.x.to_bits(), coord.y.to_bits()];
    let mut owners: HashMap<[[u64; 2]; 2], usize> = HashMap::new();
    let mut neighbours: Vec<BTreeSet<usize>> = Vec::new();
    for (index, geometry) in geometries.enumerate() {
        neighbours.push(BTreeSet::new());
        for side in polygons(geometry).flat_map(|polygon| polygon.exterior().lines()) {
            let mut ends = [bits(side.start), bits(side.end)];
            ends.sort_unstable();
            match owners.insert(ends, index) {
                Some(other) if other != index => {
                    neighbours[index].insert(other);
                    neighbours[other].insert(index);
                }
                _ => {}
            }
        }
    }
    neighbours
}

/// The lines of a geometry: rings of polygons, lines as they are.
pub fn lines(geometry: &Geometry) -> Vec<&LineString> {
    let mut lines: Vec<&LineString> = Vec::new();
    for polygon in polygons(geometry) {
        lines.push(polygon.exterior());
        lines.extend(polygon.interiors());
    }
    match geometry {
        Geometry::LineString(line) => lines.push(line),
        Geometry::MultiLineString(many) => lines.extend(many.iter()),
        _ => {}
    }
    lines
}

/// The polygons of a geometry; none for points and lines.
pub fn polygons(geometry: &Geometry) -> impl Iterator<Item = &Polygon> {
    match geometry {
        Geometry::Polygon(polygon) => std::slice::from_ref(polygon),
        Geometry::MultiPolygon(polygons) => polygons.0.as_slice(),
        _ => &[],
    }
    .iter()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::basemap;

    #[test]
    fn four_tints_tell_neighbouring_districts_and_cities_apart() {
        for layer in [basemap::districts(), basemap::cities()] {
            let geometries = || layer.features.iter().map(|feature| &feature.geometry);
            let tints = colour(geometries(), 4);
            assert!(
                neighbours(geometries())
                    .iter()
                    .filter(|others| !others.is_empty())
                    .count()
                    > 14
            );
            for (index, others) in neighbours(geometries()).iter().enumerate() {
                for &other in others {
                    assert_ne!(
                        tints[index], tints[other],
                        "{}",
                        layer.features[index].names.zh
                    );
                }
            }
        }
    }
}
