//! Lines and areas: which are large enough to be seen, and with which of their vertices they are drawn at a zoom.

use egui::Color32;
use rstar::{AABB, RTree, primitives::GeomWithData, primitives::Rectangle};

use super::{DataLayer, PLANE_SIDE, WORLD_SIDE, dot::whole_zoom, plane_point};
use crate::{
    geo::{pyramid::PlanePoint, significance},
    import::{PartKind, Table, degrees},
    scene::view::plane_from_geo,
    theme::MapColours,
};

/// A line or an area whose longer side is shorter than this is a dot, in points.
const SMALLEST: f64 = 4.0;
/// A simplified line is nowhere farther off than this, in points.
const TOLERANCE: f64 = 0.5;
/// Zooms at which vertices come in, per level.
const STEPS: f64 = 4.0;
/// Where more shapes than this are in view they are filled only.
const OUTLINED: usize = 20_000;
/// Strength of fills with and without an outline, and of outlines.
const FILL: f32 = 0.16;
const BARE_FILL: f32 = 0.45;
const LINE: f32 = 0.75;

/// How lines and areas are painted.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ShapeStyle {
    pub fill: Color32,
    pub line: Color32,
    /// In points.
    pub width: f32,
    /// Whether areas have an outline.
    pub outlined: bool,
}

impl ShapeStyle {
    /// For so many shapes in view.
    pub fn new(colours: &MapColours, shapes: usize) -> Self {
        let outlined = shapes <= OUTLINED;
        let strength = if outlined { FILL } else { BARE_FILL };
        Self {
            fill: colours.symbol.gamma_multiply(strength),
            line: colours.symbol.gamma_multiply(LINE),
            width: colours.weight,
            outlined,
        }
    }
}

/// What lines and areas need beyond the table.
#[derive(Debug)]
pub(super) struct Shapes {
    /// For each vertex of the table the zoom from which it is drawn, in quarters of a level.
    needed: Vec<u8>,
    boxes: RTree<Boxed>,
}

/// Rectangle of the plane, number of the feature.
pub(super) type Boxed = GeomWithData<Rectangle<[f64; 2]>, u32>;

/// A line or an area as it is drawn at a zoom.
#[derive(Clone, Debug, PartialEq)]
pub struct Outline {
    pub feature: usize,
    /// Lines of one area enclose by the even-odd rule.
    pub area: bool,
    /// In the Mercator plane, 0 to 1.
    pub lines: Vec<Vec<[f64; 2]>>,
}

/// Points of the pyramid while they are gathered.
#[derive(Default)]
pub(super) struct Marks {
    pub(super) points: Vec<PlanePoint>,
    pub(super) shown_to: Vec<u8>,
    pub(super) owners: Vec<u32>,
}

impl DataLayer {
    /// Lines and areas that meet a box of the plane and are large enough to be seen, simplified for a zoom.
    pub fn outlines(&self, low: [f64; 2], high: [f64; 2], zoom: f64) -> Vec<Outline> {
        let Some(shapes) = &self.shapes else {
            return Vec::new();
        };
        let step = step(zoom);
        let seen = shapes.seen_in(low, high, zoom);
        let mut found: Vec<u32> = seen.map(|boxed| boxed.data).collect();
        found.sort_unstable();
        found
            .into_iter()
            .flat_map(|feature| shapes.outlines(&self.table, feature as usize, step))
            .collect()
    }

    /// Lines and areas of one feature, simplified for a zoom; none for points.
    pub fn outlines_of(&self, feature: usize, zoom: f64) -> Vec<Outline> {
        let shapes = self.shapes.iter();
        shapes
            .flat_map(|shapes| shapes.outlines(&self.table, feature, step(zoom)))
            .collect()
    }
}

impl Shapes {
    pub(super) fn new(table: &Table, marks: &mut Marks) -> Self {
        let mut needed = vec![0; table.vertices().len()];
        let mut boxes = Vec::new();
        for feature in 0..table.len() {
            let mut bounds: Option<AABB<[f64; 2]>> = None;
            for (kind, range) in table.parts(feature) {
                let vertices = &table.vertices()[range.clone()];
                if kind == PartKind::Points {
                    marks
                        .points
                        .extend(vertices.iter().map(|vertex| plane_point(*vertex)));
                    marks.shown_to.resize(marks.points.len(), u8::MAX);
                    marks.owners.resize(marks.points.len(), feature as u32);
                    continue;
                }
                let line: Vec<[f64; 2]> = vertices
                    .iter()
                    .map(|vertex| plane_from_geo(degrees(*vertex)))
                    .collect();
                for (slot, tolerance) in needed[range].iter_mut().zip(significance(&line)) {
                    *slot = needed_from(tolerance);
                }
                let own = AABB::from_points(&line);
                bounds = Some(bounds.map_or(own, |bounds| rstar::Envelope::merged(&bounds, &own)));
            }
            if let Some(bounds) = bounds {
                let rectangle = Rectangle::from_aabb(bounds);
                let middle = rstar::Envelope::center(&bounds);
                marks
                    .points
                    .push(middle.map(|value| (value * PLANE_SIDE) as u32));
                marks.shown_to.push(shown_to(longer_side(&rectangle)));
                marks.owners.push(feature as u32);
                boxes.push(GeomWithData::new(rectangle, feature as u32));
            }
        }
        Self {
            needed,
            boxes: RTree::bulk_load(boxes),
        }
    }

    pub(super) fn bytes(&self) -> usize {
        self.needed.len() + self.boxes.size() * size_of::<Boxed>()
    }

    /// Features whose boxes meet a box of the plane and that are large enough to be seen at a zoom.
    pub(super) fn seen_in(
        &self,
        low: [f64; 2],
        high: [f64; 2],
        zoom: f64,
    ) -> impl Iterator<Item = &Boxed> {
        let least = SMALLEST / (WORLD_SIDE * f64::from(whole_zoom(zoom)).exp2());
        self.boxes
            .locate_in_envelope_intersecting(&AABB::from_corners(low, high))
            .filter(move |boxed| longer_side(boxed.geom()) >= least)
    }

    /// Of one feature, lines and areas apart.
    fn outlines(&self, table: &Table, feature: usize, step: u8) -> impl Iterator<Item = Outline> {
        let mut lines = Vec::new();
        let mut rings = Vec::new();
        for (kind, range) in table.parts(feature) {
            let (list, least) = match kind {
                PartKind::Points => continue,
                PartKind::Line => (&mut lines, 2),
                PartKind::Ring => (&mut rings, 4),
            };
            let kept = range.filter(|&index| self.needed[index] <= step);
            let line: Vec<[f64; 2]> = kept
                .map(|index| plane_from_geo(degrees(table.vertices()[index])))
                .collect();
            if line.len() >= least {
                list.push(line);
            }
        }
        [(rings, true), (lines, false)]
            .into_iter()
            .filter(|(lines, _)| !lines.is_empty())
            .map(move |(lines, area)| Outline {
                feature,
                area,
                lines,
            })
    }
}

/// In quarters of a level.
fn step(zoom: f64) -> u8 {
    (zoom * STEPS).ceil().clamp(0.0, 255.0) as u8
}

pub(super) fn longer_side(rectangle: &Rectangle<[f64; 2]>) -> f64 {
    let (low, high) = (rectangle.lower(), rectangle.upper());
    (high[0] - low[0]).max(high[1] - low[1])
}

/// The last whole zoom at which a shape of this size is a dot.
fn shown_to(side: f64) -> u8 {
    let zoom = (SMALLEST / (WORLD_SIDE * side)).log2();
    (zoom.ceil() - 1.0).clamp(0.0, 255.0) as u8
}

/// The zoom from which a vertex is drawn, in quarters of a level.
fn needed_from(tolerance: f64) -> u8 {
    let zoom = (TOLERANCE / (WORLD_SIDE * tolerance)).log2();
    (zoom * STEPS).ceil().clamp(0.0, 255.0) as u8
}
