//! Puts figures on the screen as triangles that every graphics system draws: areas in one colour, lines as bands of
//! a width in points with mitred corners, and dashes that keep their place while the map is moved.

use egui::{Color32, Mesh, Pos2, Rect, TextureId, Vec2, epaint::Vertex as Corner, pos2};

use super::{
    clip,
    figure::{Level, Placement, Track, Triangles, Vertex},
    profile,
};

/// How far a simplified line may be from the exact one, in pixels.
const TOLERANCE_PX: f32 = 0.4;
/// The same of a wide line, as a share of its width.
const TOLERANCE_WIDTH: f32 = 0.2;
/// A ring that is smaller has no line round it, in pixels.
const SMALLEST_RING_PX: f32 = 1.5;
/// A corner whose tip would be so many times the width of the line away is cut off.
const LONGEST_TIP: f32 = 1.5;
/// Corners of lines as wide as this are round, in points: tips of a soft edge would be thorns.
const ROUND_FROM: f32 = 7.0;
/// Corners whose cosine is below this are; others are blunt enough.
const ROUND_BELOW: f32 = 0.88;
/// Below this a corner has five sections instead of three.
const ROUND_FINE_BELOW: f32 = 0.4;
/// Points that are nearer to each other than this are one.
const SAME: f32 = 0.01;

/// How a line is drawn; lengths in points.
#[derive(Clone, Copy, Debug)]
pub struct Pen<'a> {
    pub width: f32,
    pub colour: Color32,
    /// Lengths of dashes and gaps in turn; empty for a line without gaps.
    pub dash: &'a [f32],
    /// From its middle to its edges.
    pub fades: bool,
}

/// A point of a line on the screen, and how far along the line it is.
type Step = (Pos2, f32);

/// Draws one thing over another into a mesh.
#[derive(Debug)]
pub struct Brush {
    mesh: Mesh,
    placement: Placement,
    /// What is seen of the screen.
    seen: Rect,
    /// Of a pixel, in points.
    pixel: f32,
    run: Vec<Step>,
    piece: Vec<Pos2>,
}

impl Brush {
    /// `texture` is that of [`profile::load`].
    pub fn new(
        texture: TextureId,
        placement: Placement,
        seen: Rect,
        pixels_per_point: f32,
    ) -> Self {
        Self {
            mesh: Mesh::with_texture(texture),
            placement,
            seen,
            pixel: 1.0 / pixels_per_point.max(0.1),
            run: Vec::new(),
            piece: Vec::new(),
        }
    }

    /// Takes the room of a mesh that is no longer drawn.
    pub fn reusing(mut self, mut spare: Mesh) -> Self {
        spare.clear();
        spare.texture_id = self.mesh.texture_id;
        self.mesh = spare;
        self
    }

    pub fn finish(self) -> Mesh {
        self.mesh
    }

    /// What is seen of a figure whose lines have this width.
    pub fn seen(&self, width: f32) -> Rect {
        let margin = f32::midpoint(width, self.pixel) * LONGEST_TIP;
        self.placement.figure_from_screen(self.seen.expand(margin))
    }

    /// How coarse a figure may be.
    pub fn level(&self) -> Level {
        Level::nearest(TOLERANCE_PX * self.pixel / self.placement.scale)
    }

    pub fn fill(&mut self, triangles: &Triangles, colour: Color32) {
        let corners = triangles.corners.iter().map(|&at| (at, colour));
        self.triangles(corners, &triangles.indices);
    }

    /// Triangles whose corners have colours of their own.
    pub fn triangles(&mut self, corners: impl Iterator<Item = (Pos2, Color32)>, indices: &[u32]) {
        let first = self.mesh.vertices.len() as u32;
        let (placement, uv) = (self.placement, profile::ink());
        self.mesh.vertices.extend(corners.map(|(at, color)| Corner {
            pos: placement.screen_from_figure(at),
            uv,
            color,
        }));
        let indices = indices.iter().map(|index| first + index);
        self.mesh.indices.extend(indices);
    }

    pub fn line(&mut self, track: &Track, mut pen: Pen<'_>) {
        let placement = self.placement;
        if track.closed {
            // Wider than what it goes round it would be a blot.
            let around = track.bounds.size().max_elem() * placement.scale;
            if around < SMALLEST_RING_PX * self.pixel {
                return;
            }
            pen.width = pen.width.min(around);
        }
        // As coarse as areas are, so that it runs along their edges.
        let tolerance = self.level().tolerance();
        let tolerance = tolerance.max(pen.width * TOLERANCE_WIDTH / placement.scale);
        let seen = self.seen(pen.width);
        let mut run = std::mem::take(&mut self.run);
        let mut whole = true;
        run.clear();
        for (covers, vertices) in track.stretches() {
            if !seen.intersects(covers) {
                self.run(&run, pen, false);
                run.clear();
                whole = false;
                continue;
            }
            let Some((last, others)) = vertices.split_last() else {
                continue;
            };
            let begins = run.is_empty();
            let mut step = |vertex: &Vertex| {
                let at = placement.screen_from_figure(vertex.at);
                let apart = |last: &Step| last.0.distance_sq(at) > SAME * SAME;
                if run.last().is_none_or(apart) {
                    run.push((at, vertex.along * placement.scale));
                }
            };
            if let (true, Some(first)) = (begins, others.first()) {
                step(first);
            }
            let others = others.iter().skip(1);
            others
                .filter(|vertex| vertex.needed > tolerance)
                .for_each(&mut step);
            // Stretches meet in a vertex that is always there.
            step(last);
        }
        self.run(&run, pen, whole && track.closed);
        self.run = run;
    }

    fn run(&mut self, run: &[Step], pen: Pen<'_>, closed: bool) {
        if pen.dash.is_empty() {
            self.band(run, |(at, _)| *at, pen, closed);
            return;
        }
        let mut piece = std::mem::take(&mut self.piece);
        piece.clear();
        for pair in run.windows(2) {
            self.dashes(pair[0], pair[1], pen, &mut piece);
        }
        self.dash(&piece, pen);
        self.piece = piece;
    }

    fn dash(&mut self, piece: &[Pos2], pen: Pen<'_>) {
        self.band(piece, |at| *at, pen, false);
    }

    /// The dashes between two points; `piece` is the dash that goes on from one to the next.
    fn dashes(&mut self, from: Step, to: Step, pen: Pen<'_>, piece: &mut Vec<Pos2>) {
        let Some((first, last)) = clip::way(from.0, to.0, self.seen.expand(pen.width)) else {
            self.dash(piece, pen);
            piece.clear();
            return;
        };
        if first > 0.0 {
            self.dash(piece, pen);
            piece.clear();
        }
        // Where the line is simplified it is a little shorter than what it stands for.
        let length = to.1 - from.1;
        let at = |done: f32| {
            from.0
                .lerp(to.0, if length > 0.0 { done / length } else { 0.0 })
        };
        let (mut done, end) = (length * first, length * last);
        let mut pattern = Pattern::at(pen.dash, from.1, done);
        while done < end {
            let step = pattern.rest.min(end - done);
            if pattern.inked {
                if piece.is_empty() {
                    piece.push(at(done));
                }
                piece.push(at(done + step));
            }
            let ends = step >= pattern.rest;
            if ends || !pattern.inked {
                self.dash(piece, pen);
                piece.clear();
            }
            done += step.max(SAME);
            pattern.pass(step, ends);
        }
    }

    /// A band along points that are apart from each other; a closed one ends in the point where it begins.
    fn band<P>(&mut self, points: &[P], at: impl Fn(&P) -> Pos2, pen: Pen<'_>, closed: bool) {
        let count = points.len();
        if count < 2 {
            return;
        }
        let at = |index: usize| at(&points[index]);
        let closed = closed && count > 3 && at(0).distance(at(count - 1)) <= SAME;
        let half = f32::midpoint(pen.width, self.pixel);
        let row = if pen.fades {
            profile::fading()
        } else {
            profile::row_of(pen.width / self.pixel)
        };
        let mesh = &mut self.mesh;
        mesh.vertices.reserve(count * 2);
        mesh.indices.reserve(count * 6);
        let mut joined = false;
        let mut section = |at: Pos2, [left, right]: [Vec2; 2]| {
            let next = mesh.vertices.len() as u32;
            let corner = |side: Vec2, across: f32| Corner {
                pos: at + side,
                uv: pos2(across, row),
                color: pen.colour,
            };
            let corners = [corner(left, 0.0), corner(right, 1.0)];
            mesh.vertices.extend_from_slice(&corners);
            if std::mem::replace(&mut joined, true) {
                let corners = [next - 2, next - 1, next, next, next - 1, next + 1];
                mesh.indices.extend_from_slice(&corners);
            }
        };
        let across = |from: Pos2, to: Pos2| {
            let way = to - from;
            way.rot90() * (half / way.length_sq().sqrt().max(f32::MIN_POSITIVE))
        };
        let mut before = closed.then(|| across(at(count - 2), at(0)));
        // A tip of so many times half the width is where both offsets together are so short.
        let shortest = (2.0 * half / LONGEST_TIP).powi(2);
        for index in 0..count {
            let here = at(index);
            let after = if index + 1 < count {
                Some(across(here, at(index + 1)))
            } else {
                closed.then(|| across(at(0), at(1)))
            };
            match (before, after) {
                (Some(before), Some(after)) => {
                    let sum = before + after;
                    let square = sum.length_sq();
                    if pen.width >= ROUND_FROM && before.dot(after) < ROUND_BELOW * half * half {
                        for sides in round_corner(before, after) {
                            section(here, sides);
                        }
                    } else if square >= shortest {
                        section(here, both(sum * (2.0 * half * half / square)));
                    } else {
                        section(here, both(before));
                        section(here, both(after));
                    }
                }
                (Some(one), None) | (None, Some(one)) => section(here, both(one)),
                (None, None) => {}
            }
            before = after;
        }
    }
}

/// To the left and to the right of a line.
fn both(offset: Vec2) -> [Vec2; 2] {
    [offset, -offset]
}

/// Sections that turn round the outer side of a corner and stay on the inner one, where a see-through line would cover
/// itself. Offsets to the left before and after the corner; equally long.
fn round_corner(before: Vec2, after: Vec2) -> impl Iterator<Item = [Vec2; 2]> {
    let square = before.length_sq();
    let inner = (before + after).normalized() * square.sqrt();
    let to_left = (before - after).rot90().dot(inner) > 0.0;
    let halfway = |one: Vec2, other: Vec2| {
        let sum = one + other;
        // Where the line turns back, the way on is between the two.
        let sum = match (sum.length_sq() < SAME * square, to_left) {
            (false, _) => sum,
            (true, false) => -before.rot90(),
            (true, true) => before.rot90(),
        };
        sum.normalized() * square.sqrt()
    };
    let middle = halfway(before, after);
    let fan = [
        before,
        halfway(before, middle),
        middle,
        halfway(middle, after),
        after,
    ];
    let fine = before.dot(after) < ROUND_FINE_BELOW * square;
    let fan = fan.into_iter().step_by(if fine { 1 } else { 2 });
    fan.map(move |outer| {
        if to_left {
            [inner, -outer]
        } else {
            [outer, -inner]
        }
    })
}

/// Where a line is in its pattern of dashes and gaps.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Pattern<'a> {
    dash: &'a [f32],
    /// Which length it is in; those of an odd number are taken twice, so that dashes and gaps change places.
    number: usize,
    inked: bool,
    /// How long this goes on.
    rest: f32,
}

impl<'a> Pattern<'a> {
    /// At `from + done`.
    fn at(dash: &'a [f32], from: f32, done: f32) -> Self {
        let total: f32 = dash.iter().sum();
        if total <= 0.0 {
            return Self {
                dash,
                number: 0,
                inked: true,
                rest: f32::MAX,
            };
        }
        let period = total * 2.0;
        let within = |at: f32| at - (at / period).floor() * period;
        let mut place = within(within(from) + done);
        let mut number = 0;
        while number < dash.len() * 2 - 1 && place >= dash[number % dash.len()] {
            place -= dash[number % dash.len()];
            number += 1;
        }
        Self {
            dash,
            number,
            inked: number % 2 == 0,
            rest: dash[number % dash.len()] - place,
        }
    }

    /// Goes on by `step`, to the next length if this one `ends`.
    fn pass(&mut self, step: f32, ends: bool) {
        self.rest -= step;
        if ends {
            self.number = (self.number + 1) % (self.dash.len() * 2);
            self.inked = self.number.is_multiple_of(2);
            self.rest = self.dash[self.number % self.dash.len()];
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use egui::vec2;

    const SEEN: Rect = Rect {
        min: Pos2::ZERO,
        max: Pos2::new(200.0, 100.0),
    };
    const INK: Pen<'_> = Pen {
        width: 3.0,
        colour: Color32::BLACK,
        dash: &[],
        fades: false,
    };

    fn brush(moved: Vec2) -> Brush {
        let placement = Placement {
            scale: 1.0,
            from: Pos2::ZERO,
            to: Pos2::ZERO + moved,
        };
        Brush::new(TextureId::default(), placement, SEEN, 1.0)
    }

    fn drawn(points: &[Pos2], pen: Pen<'_>) -> Mesh {
        let mut brush = brush(Vec2::ZERO);
        brush.line(&Track::exact(points), pen);
        brush.finish()
    }

    #[test]
    fn a_straight_line_is_two_triangles_of_its_width_and_half_a_pixel_more_on_each_side() {
        let mesh = drawn(&[pos2(10.0, 50.0), pos2(90.0, 50.0)], INK);
        assert_eq!(mesh.indices.len(), 6);
        assert_eq!(
            mesh.calc_bounds(),
            Rect::from_min_max(pos2(10.0, 48.0), pos2(90.0, 52.0))
        );
    }

    #[test]
    fn corners_are_mitred_and_the_tip_of_a_sharp_one_is_cut_off() {
        let right = drawn(&[pos2(10.0, 10.0), pos2(50.0, 10.0), pos2(50.0, 50.0)], INK);
        let corner = right.vertices.iter().map(|corner| corner.pos);
        assert!(corner.clone().any(|at| at.distance(pos2(52.0, 8.0)) < 0.01));
        let sharp = drawn(&[pos2(10.0, 10.0), pos2(50.0, 10.0), pos2(10.0, 12.0)], INK);
        assert!(sharp.calc_bounds().max.x < 50.0 + 4.0);
    }

    #[test]
    fn a_wide_line_goes_round_a_corner() {
        let wide = Pen { width: 20.0, ..INK };
        let right = drawn(
            &[pos2(10.0, 50.0), pos2(50.0, 50.0), pos2(50.0, 90.0)],
            wide,
        );
        let corner = pos2(50.0, 50.0);
        let beyond = right.vertices.iter().map(|vertex| vertex.pos);
        let beyond = beyond.filter(|at| at.x > 50.5 && at.y < 49.5);
        let away: Vec<f32> = beyond.map(|at| at.distance(corner)).collect();
        assert!(
            away.len() > 1 && away.iter().all(|away| (away - 10.5).abs() < 0.01),
            "{away:?}"
        );
    }

    #[test]
    fn a_ring_is_closed_without_a_gap() {
        let ring = [
            (10.0, 10.0),
            (50.0, 10.0),
            (50.0, 50.0),
            (10.0, 50.0),
            (10.0, 10.0),
        ]
        .map(Pos2::from);
        let mesh = drawn(&ring, INK);
        let count = mesh.vertices.len();
        assert_eq!(mesh.vertices[0].pos, mesh.vertices[count - 2].pos);
        assert_eq!(mesh.indices.len(), 6 * (count / 2 - 1));
    }

    #[test]
    fn what_is_out_of_sight_has_no_triangles() {
        let far = drawn(&[pos2(300.0, 10.0), pos2(400.0, 10.0)], INK);
        assert!(far.is_empty());
    }

    #[test]
    fn dashes_stay_where_they_are_on_the_ground_while_the_map_moves() {
        let points = [pos2(0.0, 20.0), pos2(67.0, 20.0), pos2(67.0, 90.0)];
        let pen = Pen {
            dash: &[6.0, 3.0],
            ..INK
        };
        let at = |moved: Vec2| -> Vec<Pos2> {
            let mut brush = brush(moved);
            brush.line(&Track::exact(&points), pen);
            let mesh = brush.finish();
            mesh.vertices
                .iter()
                .map(|corner| corner.pos - moved)
                .collect()
        };
        let (here, there) = (at(Vec2::ZERO), at(vec2(13.0, 5.0)));
        assert_eq!(here.len(), there.len());
        assert!(
            here.iter()
                .zip(&there)
                .all(|(one, other)| one.distance(*other) < 0.01)
        );
        // 137 points hold 15 dashes and the beginning of a sixteenth; one of them goes round the corner.
        assert_eq!(here.len(), 16 * 4 + 2);
    }

    #[test]
    fn dashes_begin_and_end_where_the_pattern_says() {
        let at = |dash: &[f32], from: f32, done: f32| {
            let Pattern { inked, rest, .. } = Pattern::at(dash, from, done);
            (inked, rest)
        };
        let dash = [9.0, 3.0, 2.0, 3.0];
        assert_eq!(at(&dash, 0.0, 0.0), (true, 9.0));
        assert_eq!(at(&dash, 10.0, 0.0), (false, 2.0));
        assert_eq!(at(&dash, 10.0, 3.0), (true, 1.0));
        assert_eq!(at(&dash, 17.0, 0.0), (true, 9.0));
        // Odd: dashes and gaps change places.
        assert_eq!(at(&[4.0], 5.0, 0.0), (false, 3.0));
        let mut pattern = Pattern::at(&dash, 16.0, 0.0);
        pattern.pass(1.0, true);
        assert_eq!((pattern.inked, pattern.rest), (true, 9.0));
    }
}
