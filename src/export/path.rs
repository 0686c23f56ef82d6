//! Geometry of the ground as path data of SVG: projected, cut off round the picture, rounded so that neighbours keep
//! sharing their border.

use std::fmt::Write as _;

use geo_types::{Coord, Geometry};

use crate::{
    atlas::Position,
    scene::{
        View,
        data_layer::Outline,
        tint::{lines, polygons},
        view::plane_from_geo,
    },
};

/// Kept round the picture, wider than half of the widest line, in points.
const MARGIN: f64 = 24.0;

/// Projects into points of a picture and cuts off what lies far outside.
#[derive(Clone, Copy, Debug)]
pub struct Cutter {
    centre: [f64; 2],
    scale: f64,
    middle: [f64; 2],
    /// Least and most x, least and most y.
    bounds: [[f64; 2]; 2],
    /// Steps per point to which coordinates are rounded: 10 or 100.
    steps: f64,
}

/// x and y.
pub type Point = [f64; 2];

impl Cutter {
    /// `scale` is pixels per point of the picture: a larger one is rounded more finely.
    pub fn new(view: &View, scale: f32) -> Self {
        Self::with_margin(view, MARGIN, if scale > 1.5 { 100.0 } else { 10.0 })
    }

    /// Cuts exactly along the edge of the picture, for shapes that nothing else cuts off.
    pub fn exact(view: &View) -> Self {
        Self::with_margin(view, 0.0, 4.0)
    }

    fn with_margin(view: &View, margin: f64, steps: f64) -> Self {
        let size = [f64::from(view.size.x), f64::from(view.size.y)];
        Self {
            centre: plane_from_geo(view.centre),
            scale: view.scale(),
            middle: size.map(|side| side / 2.0),
            bounds: size.map(|side| [-margin, side + margin]),
            steps,
        }
    }

    fn project(&self, coord: Coord) -> Point {
        let [x, y] = plane_from_geo(Position {
            longitude: coord.x,
            latitude: coord.y,
        });
        [
            (x - self.centre[0]) * self.scale + self.middle[0],
            (y - self.centre[1]) * self.scale + self.middle[1],
        ]
    }

    /// Path data of the areas of a geometry; empty if none is in the picture.
    pub fn area(&self, geometry: &Geometry) -> String {
        let mut data = String::new();
        for polygon in polygons(geometry) {
            let rings = std::iter::once(polygon.exterior()).chain(polygon.interiors());
            for ring in rings {
                let points = ring.coords().map(|coord| self.project(*coord)).collect();
                self.write(&self.cut_ring(points), true, &mut data);
            }
        }
        data
    }

    /// The rings of the areas of a geometry, in points, each once round; none if none is in the picture.
    pub fn rings(&self, geometry: &Geometry) -> Vec<Vec<Point>> {
        let mut all = Vec::new();
        for polygon in polygons(geometry) {
            let rings = std::iter::once(polygon.exterior()).chain(polygon.interiors());
            for ring in rings {
                let points = ring.coords().map(|coord| self.project(*coord)).collect();
                let rounded = self.rounded(&self.cut_ring(points), true);
                if rounded.len() >= 3 {
                    let points = rounded.into_iter();
                    all.push(
                        points
                            .map(|point| point.map(|value| value as f64 / self.steps))
                            .collect(),
                    );
                }
            }
        }
        all
    }

    /// What of a line on the screen, in points, lies in the picture.
    pub fn pieces(&self, line: &[Point]) -> Vec<Vec<Point>> {
        self.cut_line(line)
    }

    /// Path data of the lines of a geometry, rings of polygons among them; empty if none is in the picture.
    pub fn line(&self, geometry: &Geometry) -> String {
        let mut data = String::new();
        for line in lines(geometry) {
            let points: Vec<Point> = line.coords().map(|coord| self.project(*coord)).collect();
            let pieces = self.cut_line(&points);
            let whole = line.is_closed() && pieces.len() == 1 && pieces[0].len() == points.len();
            for piece in pieces {
                self.write(&piece, whole, &mut data);
            }
        }
        data
    }

    /// Sutherland and Hodgman, "Reentrant polygon clipping", Communications of the ACM 17 (1974). Sides along the
    /// cut lie outside the picture.
    fn cut_ring(&self, mut ring: Vec<Point>) -> Vec<Point> {
        for axis in 0..2 {
            for (limit, sign) in [(self.bounds[axis][0], 1.0), (self.bounds[axis][1], -1.0)] {
                let inside = |point: &Point| (point[axis] - limit) * sign >= 0.0;
                if ring.iter().all(inside) {
                    continue;
                }
                let mut cut = Vec::with_capacity(ring.len());
                for (index, point) in ring.iter().enumerate() {
                    let previous = &ring[(index + ring.len() - 1) % ring.len()];
                    if inside(previous) != inside(point) {
                        cut.push(crossing(*previous, *point, axis, limit));
                    }
                    if inside(point) {
                        cut.push(*point);
                    }
                }
                ring = cut;
            }
        }
        ring
    }

    fn cut_line(&self, points: &[Point]) -> Vec<Vec<Point>> {
        let mut pieces: Vec<Vec<Point>> = Vec::new();
        let mut open = false;
        for pair in points.windows(2) {
            let Some([from, to]) = self.cut_side(pair[0], pair[1]) else {
                open = false;
                continue;
            };
            match pieces.last_mut() {
                Some(piece) if open && from == pair[0] => piece.push(to),
                _ => pieces.push(vec![from, to]),
            }
            open = to == pair[1];
        }
        pieces
    }

    /// Liang and Barsky, "A new concept and method for line clipping", ACM Transactions on Graphics 3 (1984). `None`
    /// outside.
    fn cut_side(&self, from: Point, to: Point) -> Option<[Point; 2]> {
        let (mut enter, mut leave) = (0.0f64, 1.0f64);
        for axis in 0..2 {
            let step = to[axis] - from[axis];
            let [low, high] = self.bounds[axis];
            if step == 0.0 {
                if from[axis] < low || from[axis] > high {
                    return None;
                }
                continue;
            }
            let (one, other) = ((low - from[axis]) / step, (high - from[axis]) / step);
            enter = enter.max(one.min(other));
            leave = leave.min(one.max(other));
        }
        let at = |share: f64| {
            [
                from[0] + (to[0] - from[0]) * share,
                from[1] + (to[1] - from[1]) * share,
            ]
        };
        let start = if enter > 0.0 { at(enter) } else { from };
        let end = if leave < 1.0 { at(leave) } else { to };
        (enter < leave).then_some([start, end])
    }

    /// One subpath: absolute start, relative steps. Points that fall together after rounding are written once.
    fn write(&self, points: &[Point], closed: bool, data: &mut String) {
        let rounded = self.rounded(points, closed);
        if rounded.len() < if closed { 3 } else { 2 } {
            return;
        }
        let mut last = [0, 0];
        for (index, point) in rounded.iter().enumerate() {
            data.push(match index {
                0 => 'M',
                1 => 'l',
                _ => ' ',
            });
            self.number(point[0] - last[0], data);
            data.push(' ');
            self.number(point[1] - last[1], data);
            last = *point;
        }
        if closed {
            data.push('z');
        }
    }

    /// In steps, without repetitions; the first point of a closed one is not said again at its end.
    fn rounded(&self, points: &[Point], closed: bool) -> Vec<[i64; 2]> {
        let rounded = points
            .iter()
            .map(|point| point.map(|value| (value * self.steps).round() as i64));
        let mut rounded: Vec<[i64; 2]> = rounded.collect();
        rounded.dedup();
        if closed && rounded.first() == rounded.last() {
            rounded.pop();
        }
        rounded
    }

    fn number(&self, steps: i64, data: &mut String) {
        // Writing into a string cannot fail.
        let _ = write!(data, "{}", steps as f64 / self.steps);
    }
}

fn crossing(from: Point, to: Point, axis: usize, limit: f64) -> Point {
    let share = (limit - from[axis]) / (to[axis] - from[axis]);
    let mut point = [0, 1].map(|other: usize| from[other] + (to[other] - from[other]) * share);
    point[axis] = limit;
    point
}

/// Of a line or an area of a data file, which needs no cutting: nobody else shares its borders.
pub fn of_outline(view: &View, outline: &Outline) -> String {
    let mut data = String::new();
    for line in &outline.lines {
        for (index, point) in line.iter().enumerate() {
            let at = view.screen_from_plane(*point);
            let command = if index == 0 { 'M' } else { 'L' };
            let _ = write!(data, "{command}{:.1} {:.1}", at.x, at.y);
        }
        if outline.area {
            data.push('Z');
        }
    }
    data
}

#[cfg(test)]
mod tests {
    use super::*;
    use egui::vec2;
    use geo_types::{LineString, Polygon, line_string};

    fn cutter() -> Cutter {
        let view = View {
            centre: Position {
                longitude: 121.5,
                latitude: 31.2,
            },
            zoom: 9.0,
            size: vec2(400.0, 300.0),
        };
        Cutter::new(&view, 1.0)
    }

    fn at(x: f64, y: f64) -> Coord {
        Coord { x, y }
    }

    #[test]
    fn an_area_that_holds_the_whole_picture_becomes_its_rectangle() {
        let ring = LineString::from(vec![
            at(100.0, 10.0),
            at(140.0, 10.0),
            at(140.0, 50.0),
            at(100.0, 50.0),
            at(100.0, 10.0),
        ]);
        let data = cutter().area(&Geometry::Polygon(Polygon::new(ring, vec![])));
        assert_eq!(data.matches(['l', ' ']).count(), 7, "{data}");
        assert!(data.starts_with('M') && data.ends_with('z'), "{data}");
    }

    #[test]
    fn what_lies_elsewhere_leaves_no_trace() {
        let far = line_string![(x: 10.0, y: 50.0), (x: 11.0, y: 51.0)];
        assert_eq!(cutter().line(&Geometry::LineString(far)), "");
    }

    #[test]
    fn a_line_that_leaves_and_comes_back_is_two_pieces() {
        let line = line_string![
            (x: 121.5, y: 31.2), (x: 125.0, y: 31.2), (x: 125.0, y: 31.3), (x: 121.5, y: 31.3)
        ];
        let data = cutter().line(&Geometry::LineString(line));
        assert_eq!(data.matches('M').count(), 2, "{data}");
    }

    #[test]
    fn a_ring_that_is_wholly_inside_is_closed() {
        let ring = line_string![
            (x: 121.4, y: 31.1), (x: 121.6, y: 31.1), (x: 121.6, y: 31.3), (x: 121.4, y: 31.1)
        ];
        let data = cutter().line(&Geometry::LineString(ring));
        assert_eq!(data.matches('z').count(), 1, "{data}");
    }
}
