//! A million points at any zoom: for each whole zoom the points that share a square of the screen are one bin, and
//! a point that is alone in its square is kept once, at the zoom where it first is. A view asks for what is in it
//! and pays for what it gets.

use std::ops::Range;

/// Whole zooms that bins are made for.
pub const ZOOMS: Range<u32> = 6..18;
/// Squares along a side of the world at zoom 0, as a power of two: squares of 32 points of the screen.
const SQUARES: u32 = 3;
/// Bits of a coordinate of the plane.
const BITS: u32 = 32;

/// A point of the Mercator plane, 0 to 2³² from west to east and from north to south.
pub type PlanePoint = [u32; 2];

/// Points that share a square.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bin {
    square: PlanePoint,
    /// Their places in the order of [`Pyramid::features`].
    pub members: Range<u32>,
    /// How many of them are shown at this zoom.
    pub count: u32,
    /// Where they are on average.
    pub mean: PlanePoint,
}

/// What a view shows for a square.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// Places in the order of [`Pyramid::features`].
    pub members: Range<u32>,
    pub count: u32,
    pub at: PlanePoint,
    /// The middle of the square.
    pub middle: PlanePoint,
}

#[derive(Debug, Default)]
pub struct Pyramid {
    points: Vec<PlanePoint>,
    /// For each point the last zoom at which it is shown; empty where all are always shown.
    shown_to: Vec<u8>,
    /// Numbers of the points along a Z-order curve, so that every square is a stretch of it.
    order: Vec<u32>,
    levels: Vec<Level>,
}

/// Both by rows from north to south, each from west to east.
#[derive(Debug, Default)]
struct Level {
    /// Squares with several points.
    bins: Vec<Bin>,
    /// Places in `order` of points that are alone from this zoom on.
    singles: Vec<u32>,
    /// What only one bin in a hundred has more of.
    crowd: u32,
}

impl Pyramid {
    /// `shown_to` has the last zoom at which each point is shown, or is empty where all are always shown.
    pub fn new(points: Vec<PlanePoint>, shown_to: Vec<u8>) -> Self {
        let mut keyed: Vec<(u64, u32)> = points
            .iter()
            .zip(0..)
            .map(|(&point, number)| (z_order(point), number))
            .collect();
        keyed.sort_unstable();
        let order: Vec<u32> = keyed.iter().map(|(_, number)| *number).collect();
        drop(keyed);
        let along = order.iter().map(|number| points[*number as usize]);
        let along: Vec<PlanePoint> = along.collect();
        let mut pyramid = Self {
            points,
            shown_to,
            order,
            levels: Vec::new(),
        };
        let all = 0..pyramid.order.len() as u32;
        let mut open: Vec<Range<u32>> = std::iter::once(all).collect();
        for zoom in ZOOMS {
            let level = pyramid.level(zoom, &open, &along);
            open = level.bins.iter().map(|bin| bin.members.clone()).collect();
            open.sort_unstable_by_key(|members| members.start);
            pyramid.levels.push(level);
        }
        pyramid
    }

    /// Splits stretches that hold several points at the zoom before. `along` has the points in their order.
    fn level(&self, zoom: u32, open: &[Range<u32>], along: &[PlanePoint]) -> Level {
        let mut level = Level::default();
        for stretch in open {
            let mut start = stretch.start;
            while start < stretch.end {
                let square = square_of(along[start as usize], zoom);
                let rest = &along[start as usize..stretch.end as usize];
                let length = rest
                    .iter()
                    .take_while(|point| square_of(**point, zoom) == square)
                    .count();
                let members = start..start + length as u32;
                start = members.end;
                self.add(&mut level, zoom, square, (members, &rest[..length]));
            }
        }
        let mut counts: Vec<u32> = level.bins.iter().map(|bin| bin.count).collect();
        if !counts.is_empty() {
            let rank = counts.len() * 99 / 100;
            level.crowd = *counts.select_nth_unstable(rank).1;
        }
        level.bins.sort_unstable_by_key(|bin| row_key(bin.square));
        level
            .singles
            .sort_unstable_by_key(|&place| row_key(square_of(along[place as usize], zoom)));
        level
    }

    fn add(
        &self,
        level: &mut Level,
        zoom: u32,
        square: PlanePoint,
        (members, points): (Range<u32>, &[PlanePoint]),
    ) {
        let (mut count, mut sum, mut last) = (0, [0_u64; 2], members.start);
        let points = members.clone().zip(points);
        for (place, &[x, y]) in points.filter(|(place, _)| self.is_shown(*place, zoom)) {
            sum = [sum[0] + u64::from(x), sum[1] + u64::from(y)];
            count += 1;
            last = place;
        }
        match count {
            0 => {}
            1 if members.len() == 1 => level.singles.push(last),
            _ => level.bins.push(Bin {
                square,
                members,
                count,
                mean: sum.map(|sum| (sum / u64::from(count)) as u32),
            }),
        }
    }

    fn point(&self, place: u32) -> PlanePoint {
        self.points[self.order[place as usize] as usize]
    }

    fn is_shown(&self, place: u32, zoom: u32) -> bool {
        if self.shown_to.is_empty() {
            return true;
        }
        let number = self.order[place as usize] as usize;
        self.shown_to
            .get(number)
            .is_none_or(|&last| zoom <= u32::from(last))
    }

    /// Numbers of the points that a mark stands for.
    pub fn features(&self, members: &Range<u32>) -> &[u32] {
        &self.order[members.start as usize..members.end as usize]
    }

    /// Where a point is.
    pub fn position(&self, number: u32) -> PlanePoint {
        self.points[number as usize]
    }

    /// How many points a crowded bin of this zoom has; at least 1.
    pub fn crowd(&self, zoom: u32) -> u32 {
        let zoom = zoom.clamp(ZOOMS.start, ZOOMS.end - 1);
        let level = self.levels.get((zoom - ZOOMS.start) as usize);
        level.map_or(1, |level| level.crowd.max(1))
    }

    /// What is shown between two corners of the plane, north-west and south-east, at a whole zoom.
    pub fn marks(&self, from: PlanePoint, to: PlanePoint, zoom: u32) -> Vec<Mark> {
        let zoom = zoom.clamp(ZOOMS.start, ZOOMS.end - 1);
        let index = (zoom - ZOOMS.start) as usize;
        let mut marks = Vec::new();
        for (level, own_zoom) in self.levels.iter().zip(ZOOMS).take(index + 1) {
            let (low, high) = (square_of(from, own_zoom), square_of(to, own_zoom));
            let square_at = |&place: &u32| square_of(self.point(place), own_zoom);
            for single in in_rows(&level.singles, low, high, square_at) {
                let at = self.point(*single);
                let inside =
                    (from[0]..=to[0]).contains(&at[0]) && (from[1]..=to[1]).contains(&at[1]);
                if inside && self.is_shown(*single, zoom) {
                    marks.push(Mark {
                        members: *single..single + 1,
                        count: 1,
                        at,
                        middle: at,
                    });
                }
            }
            if own_zoom == zoom {
                let bins = in_rows(&level.bins, low, high, |bin| bin.square);
                marks.extend(bins.map(|bin| Mark {
                    members: bin.members.clone(),
                    count: bin.count,
                    at: bin.mean,
                    middle: middle(bin.square, zoom),
                }));
            }
        }
        marks
    }

    /// Size in memory, in bytes.
    pub fn bytes(&self) -> usize {
        let levels = self
            .levels
            .iter()
            .map(|level| size_of_val(&*level.bins) + size_of_val(&*level.singles));
        levels.sum::<usize>()
            + size_of_val(&*self.points)
            + size_of_val(&*self.order)
            + self.shown_to.len()
    }
}

/// Those of a list by rows that lie in a block of squares. Rows without any cost nothing.
fn in_rows<T>(
    list: &[T],
    low: PlanePoint,
    high: PlanePoint,
    square: impl Fn(&T) -> PlanePoint,
) -> impl Iterator<Item = &T> {
    let mut row = low[1];
    let mut rest = list;
    let stretches = std::iter::from_fn(move || {
        loop {
            let first = rest.partition_point(|one| row_key(square(one)) < (row, low[0]));
            rest = &rest[first..];
            let [column, next_row] = square(rest.first()?);
            if next_row > high[1] {
                return None;
            }
            if next_row > row && column < low[0] {
                row = next_row;
                continue;
            }
            if column > high[0] {
                row = next_row + 1;
                continue;
            }
            row = next_row + 1;
            let length = rest.partition_point(|one| row_key(square(one)) <= (next_row, high[0]));
            let (stretch, after) = rest.split_at(length);
            rest = after;
            return Some(stretch);
        }
    });
    stretches.flatten()
}

fn row_key([column, row]: PlanePoint) -> (u32, u32) {
    (row, column)
}

fn square_of(point: PlanePoint, zoom: u32) -> PlanePoint {
    point.map(|value| value >> (BITS - SQUARES - zoom))
}

fn middle(square: PlanePoint, zoom: u32) -> PlanePoint {
    let shift = BITS - SQUARES - zoom;
    square.map(|value| (value << shift) + (1 << (shift - 1)))
}

/// Bits of both coordinates in turn.
fn z_order([x, y]: PlanePoint) -> u64 {
    let spread = |value: u32| {
        let mut bits = u64::from(value);
        for (shift, mask) in [
            (16, 0x0000_FFFF_0000_FFFF),
            (8, 0x00FF_00FF_00FF_00FF),
            (4, 0x0F0F_0F0F_0F0F_0F0F),
            (2, 0x3333_3333_3333_3333),
            (1, 0x5555_5555_5555_5555),
        ] {
            bits = (bits | bits << shift) & mask;
        }
        bits
    };
    spread(x) | spread(y) << 1
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const WORLD: (PlanePoint, PlanePoint) = ([0; 2], [u32::MAX; 2]);

    /// Points of which many are close together.
    fn points() -> impl Strategy<Value = Vec<PlanePoint>> {
        let near = (0_u32..1 << 12, 0_u32..1 << 12)
            .prop_map(|(x, y)| [x + 3_600_000_000, y + 1_700_000_000]);
        let apart = (any::<u32>(), any::<u32>()).prop_map(|(x, y)| [x, y]);
        proptest::collection::vec(prop_oneof![near, apart], 0..80)
    }

    proptest! {
        #[test]
        fn at_every_zoom_every_point_is_counted_once(points in points(), zoom in ZOOMS) {
            let pyramid = Pyramid::new(points.clone(), Vec::new());
            let marks = pyramid.marks(WORLD.0, WORLD.1, zoom);
            let mut found: Vec<u32> = marks
                .iter()
                .flat_map(|mark| pyramid.features(&mark.members).to_vec())
                .collect();
            found.sort_unstable();
            prop_assert_eq!(found, (0..points.len() as u32).collect::<Vec<_>>());
            prop_assert!(marks.iter().all(|mark| mark.count as usize == mark.members.len()));
        }

        #[test]
        fn a_view_gets_exactly_the_squares_that_it_touches(points in points(), zoom in ZOOMS, corner in any::<[u32; 2]>()) {
            let pyramid = Pyramid::new(points, Vec::new());
            let to = corner.map(|value| value.saturating_add(1 << 28));
            let all = pyramid.marks(WORLD.0, WORLD.1, zoom);
            let touches = |mark: &&Mark| {
                let (at, low, high) = if mark.count == 1 {
                    (mark.at, corner, to)
                } else {
                    (square_of(mark.middle, zoom), square_of(corner, zoom), square_of(to, zoom))
                };
                (low[0]..=high[0]).contains(&at[0]) && (low[1]..=high[1]).contains(&at[1])
            };
            let expected: Vec<Mark> = all.iter().filter(touches).cloned().collect();
            let mut found = pyramid.marks(corner, to, zoom);
            let mut expected = expected;
            found.sort_by_key(|mark| mark.members.start);
            expected.sort_by_key(|mark| mark.members.start);
            prop_assert_eq!(found, expected);
        }

        #[test]
        fn what_is_drawn_otherwise_is_no_longer_counted(points in points(), last in 6_u8..18, zoom in ZOOMS) {
            let shown_to: Vec<u8> = (0..points.len()).map(|number| if number % 2 == 0 { 255 } else { last }).collect();
            let expected = shown_to.iter().filter(|&&last| zoom <= u32::from(last)).count();
            let pyramid = Pyramid::new(points, shown_to);
            let marks = pyramid.marks(WORLD.0, WORLD.1, zoom);
            prop_assert_eq!(marks.iter().map(|mark| mark.count as usize).sum::<usize>(), expected);
        }
    }
}
