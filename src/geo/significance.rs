//! Generalisation of lines, worked out once for all scales: for each vertex the tolerance up to which it is needed.
//! A line for a tolerance is then a filter. D. Douglas and T. Peucker, "Algorithms for the reduction of the number
//! of points required to represent a digitized line or its caricature", Cartographica 10 (2), 1973.

/// For each vertex the largest tolerance at which the line still needs it, in the units of the line; endless for the
/// ends, and for the vertex of a closed line that lies farthest from its end.
pub fn significance(line: &[[f64; 2]]) -> Vec<f64> {
    let mut found = vec![0.0; line.len()];
    let Some(last) = line.len().checked_sub(1) else {
        return found;
    };
    found[0] = f64::INFINITY;
    found[last] = f64::INFINITY;
    // Stretches between vertices that are kept, with the tolerance of the coarser of them.
    let mut open = vec![(0, last, f64::INFINITY)];
    while let Some((from, to, limit)) = open.pop() {
        let distances =
            (from + 1..to).map(|index| (index, distance(line[index], line[from], line[to])));
        let Some((farthest, distance)) = distances.max_by(|one, other| one.1.total_cmp(&other.1))
        else {
            continue;
        };
        let closes = from == 0 && to == last && line[from] == line[to];
        // A vertex is never needed longer than the one that splits its stretch.
        let needed = if closes {
            f64::INFINITY
        } else {
            distance.min(limit)
        };
        found[farthest] = needed;
        open.push((from, farthest, needed));
        open.push((farthest, to, needed));
    }
    found
}

/// From a point to the segment between two others.
fn distance(point: [f64; 2], from: [f64; 2], to: [f64; 2]) -> f64 {
    let minus = |one: [f64; 2], other: [f64; 2]| [one[0] - other[0], one[1] - other[1]];
    let dot = |one: [f64; 2], other: [f64; 2]| one[0] * other[0] + one[1] * other[1];
    let (along, off) = (minus(to, from), minus(point, from));
    let length2 = dot(along, along);
    let share = if length2 > 0.0 {
        (dot(off, along) / length2).clamp(0.0, 1.0)
    } else {
        0.0
    };
    let rest = [off[0] - along[0] * share, off[1] - along[1] * share];
    dot(rest, rest).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_straight_line_needs_only_its_ends_and_a_ring_keeps_two_vertices() {
        let needed = significance(&[[0.0, 0.0], [1.0, 0.0], [2.0, 0.0]]);
        assert_eq!(needed, [f64::INFINITY, 0.0, f64::INFINITY]);
        let ring = significance(&[[0.0, 0.0], [1.0, 0.0], [1.0, 1.0], [0.0, 0.0]]);
        assert_eq!(ring.iter().filter(|needed| needed.is_infinite()).count(), 3);
    }

    proptest! {
        #[test]
        fn a_simplified_line_stays_within_its_tolerance(
            line in proptest::collection::vec(any::<[i16; 2]>(), 2..60), tolerance in 0.0..20_000.0,
        ) {
            let line: Vec<[f64; 2]> = line.into_iter().map(|point| point.map(f64::from)).collect();
            let needed = significance(&line);
            let kept: Vec<usize> = (0..line.len()).filter(|&index| needed[index] > tolerance).collect();
            for pair in kept.windows(2) {
                for index in pair[0]..=pair[1] {
                    let off = distance(line[index], line[pair[0]], line[pair[1]]);
                    prop_assert!(off <= tolerance + 1e-6, "{} off by {}", index, off);
                }
            }
        }
    }
}
