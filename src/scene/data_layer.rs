//! A data file over the base map: which of its features a view shows one by one, which as a dot that stands for
//! several, and what lies under a point.

use std::ops::Range;

use egui::{Color32, Pos2, pos2};
use rstar::{AABB, RTree, primitives::GeomWithData, primitives::Rectangle};

use super::{
    View,
    view::{BOUNDS, plane_from_geo},
};
use crate::{
    atlas::{Extent, Position},
    geo::{
        pyramid::{Mark, PlanePoint, Pyramid},
        significance,
    },
    import::{PartKind, Table, degrees},
    theme::MapColours,
};

/// A line or an area whose longer side is shorter than this is a dot, in points.
const SMALLEST_SHAPE: f64 = 4.0;
/// A simplified line is nowhere farther off than this, in points.
const TOLERANCE: f64 = 0.5;
/// Zooms at which vertices come in, per level.
const STEPS: f64 = 4.0;
/// Radius of the dot of one feature, in points.
const SINGLE_RADIUS: f32 = 3.0;
/// A dot that stands for several is at least this large, in points.
const BIN_RADIUS: f32 = 4.0;
/// Side of a square that one dot stands for at a whole zoom, in points.
const SQUARE: f32 = 32.0;
/// A little more than the dot itself answers, in points.
const REACH: f32 = 3.0;
/// Points of the screen at zoom 0, along a side of the world.
const WORLD_SIDE: f64 = 256.0;
/// Whole numbers along a side of the plane.
const PLANE_SIDE: f64 = 4_294_967_296.0;

/// Where more shapes than this are in view they are filled only.
const OUTLINED: usize = 20_000;
/// Strength of fills with and without an outline, of outlines, and of a dot that stands for several features.
const FILL: f32 = 0.16;
const BARE_FILL: f32 = 0.45;
const LINE: f32 = 0.75;
const CROWD: f32 = 0.72;

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

/// A file of features, ready to be drawn at any zoom.
#[derive(Debug)]
pub struct DataLayer {
    table: Table,
    pyramid: Pyramid,
    /// The feature of each point of the pyramid; `None`: the number is the same.
    owners: Option<Vec<u32>>,
    shapes: Option<Shapes>,
    /// Features that lie outside of what the map shows.
    outside: usize,
    extent: Option<Extent>,
}

/// What lines and areas need beyond the table.
#[derive(Debug)]
struct Shapes {
    /// For each vertex of the table the zoom from which it is drawn, in quarters of a level.
    needed: Vec<u8>,
    boxes: RTree<Boxed>,
}

/// Rectangle of the plane, number of the feature.
type Boxed = GeomWithData<Rectangle<[f64; 2]>, u32>;

/// One feature or several, in points from the map's top left corner.
#[derive(Clone, Debug, PartialEq)]
pub struct Dot {
    pub centre: Pos2,
    pub radius: f32,
    pub count: u32,
    pub hit: Hit,
}

/// A line or an area as it is drawn at a zoom.
#[derive(Clone, Debug, PartialEq)]
pub struct Outline {
    pub feature: usize,
    /// Lines of one area enclose by the even-odd rule.
    pub area: bool,
    /// In the Mercator plane, 0 to 1.
    pub lines: Vec<Vec<[f64; 2]>>,
}

/// Features under a point.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Hit {
    /// A dot, by what the layer calls its members.
    Dot(Range<u32>),
    /// Lines and areas over each other, the smallest first.
    Shapes(Vec<u32>),
}

/// Equal if it is the same layer in memory.
impl PartialEq for DataLayer {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self, other)
    }
}

impl Dot {
    pub fn colour(&self, colours: &MapColours) -> Color32 {
        if self.count == 1 {
            colours.symbol
        } else {
            colours.symbol.gamma_multiply(CROWD)
        }
    }

    /// Round a single feature: the width of the ring that parts it from the ground, in points.
    pub fn ring(&self) -> Option<f32> {
        (self.count == 1).then_some(1.0)
    }
}

impl DataLayer {
    /// Takes seconds for millions of vertices: not for the thread of the window.
    pub fn new(table: Table) -> Self {
        let mut marks = Marks::default();
        let shapes = if table.is_points() {
            marks.points = table
                .vertices()
                .iter()
                .map(|vertex| plane_point(*vertex))
                .collect();
            None
        } else {
            Some(Shapes::new(&table, &mut marks))
        };
        let positions = table.vertices().iter().map(|vertex| degrees(*vertex));
        let extent = positions.map(Extent::around).reduce(Extent::union);
        let is_outside = |feature: &usize| {
            let first = table.vertices()[table.vertex_range(*feature).start];
            !is_on_map(degrees(first))
        };
        let outside = (0..table.len()).filter(is_outside).count();
        let owners = (!table.is_points()).then_some(marks.owners);
        Self {
            pyramid: Pyramid::new(marks.points, marks.shown_to),
            owners,
            shapes,
            outside,
            extent: extent.and_then(on_map),
            table,
        }
    }

    pub fn table(&self) -> &Table {
        &self.table
    }

    /// Count of features that lie outside of what the map shows.
    pub fn outside(&self) -> usize {
        self.outside
    }

    /// What the camera shows; `None` if all lies outside of the map.
    pub fn extent(&self) -> Option<Extent> {
        self.extent
    }

    pub fn has_shapes(&self) -> bool {
        self.shapes.is_some()
    }

    /// Size in memory, in bytes.
    pub fn bytes(&self) -> usize {
        let shapes = self.shapes.as_ref().map_or(0, |shapes| {
            shapes.needed.len() + shapes.boxes.size() * size_of::<Boxed>()
        });
        let owners = self
            .owners
            .as_ref()
            .map_or(0, |owners| size_of_val(&**owners));
        self.table.bytes() + self.pyramid.bytes() + shapes + owners
    }

    /// The dots of a view, the large ones first.
    pub fn dots(&self, view: &View) -> Vec<Dot> {
        self.dots_in(view, Pos2::ZERO, view.size.to_pos2())
    }

    fn dots_in(&self, view: &View, from: Pos2, to: Pos2) -> Vec<Dot> {
        let projection = Projection::new(view);
        let marks = self.pyramid.marks(
            projection.plane_from_screen(from),
            projection.plane_from_screen(to),
            whole_zoom(view.zoom),
        );
        let half = SQUARE * (view.zoom - f64::from(whole_zoom(view.zoom))).exp2() as f32 / 2.0;
        let crowd = self.pyramid.crowd(whole_zoom(view.zoom)) as f32;
        let mut dots: Vec<Dot> = marks
            .into_iter()
            .map(|mark| dot(&projection, mark, half, crowd))
            .collect();
        dots.sort_by_key(|dot| std::cmp::Reverse(dot.count));
        dots
    }

    /// Lines and areas that meet a box of the plane and are large enough to be seen, simplified for a zoom.
    pub fn outlines(&self, low: [f64; 2], high: [f64; 2], zoom: f64) -> Vec<Outline> {
        let Some(shapes) = &self.shapes else {
            return Vec::new();
        };
        let least = SMALLEST_SHAPE / (WORLD_SIDE * f64::from(whole_zoom(zoom)).exp2());
        let step = step(zoom);
        let mut found: Vec<u32> = shapes
            .boxes
            .locate_in_envelope_intersecting(&AABB::from_corners(low, high))
            .filter(|boxed| longer_side(boxed.geom()) >= least)
            .map(|boxed| boxed.data)
            .collect();
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

    /// The points of one feature.
    pub fn points_of(&self, feature: usize) -> impl Iterator<Item = Position> + '_ {
        let parts = self.table.parts(feature);
        parts
            .filter(|(kind, _)| *kind == PartKind::Points)
            .flat_map(|(_, range)| &self.table.vertices()[range])
            .map(|vertex| degrees(*vertex))
    }

    /// What lies under a point of the screen.
    pub fn pick(&self, view: &View, point: Pos2) -> Option<Hit> {
        let reach = egui::Vec2::splat(SQUARE);
        let dots = self.dots_in(view, point - reach, point + reach);
        let hit = dots
            .into_iter()
            .filter(|dot| dot.centre.distance(point) <= dot.radius + REACH)
            .min_by(|one, other| {
                let distance = |dot: &Dot| dot.centre.distance(point) - dot.radius;
                distance(one).total_cmp(&distance(other))
            });
        hit.map(|dot| dot.hit)
            .or_else(|| self.pick_shapes(view, point))
    }

    fn pick_shapes(&self, view: &View, point: Pos2) -> Option<Hit> {
        let shapes = self.shapes.as_ref()?;
        let position = view.geo_from_screen(point);
        let at = plane_from_geo(position);
        let reach = f64::from(REACH) / view.scale();
        let least = SMALLEST_SHAPE / (WORLD_SIDE * f64::from(whole_zoom(view.zoom)).exp2());
        let window =
            AABB::from_corners(at.map(|value| value - reach), at.map(|value| value + reach));
        let mut found: Vec<&Boxed> = shapes
            .boxes
            .locate_in_envelope_intersecting(&window)
            .filter(|boxed| longer_side(boxed.geom()) >= least)
            .filter(|boxed| self.meets(boxed.data as usize, position, reach))
            .collect();
        found.sort_by(|one, other| longer_side(one.geom()).total_cmp(&longer_side(other.geom())));
        let features: Vec<u32> = found.into_iter().map(|boxed| boxed.data).collect();
        (!features.is_empty()).then_some(Hit::Shapes(features))
    }

    /// Whether a feature's areas hold the position, or its lines come within `reach` of the plane.
    fn meets(&self, feature: usize, position: Position, reach: f64) -> bool {
        let at = plane_from_geo(position);
        let mut inside = false;
        for (kind, range) in self.table.parts(feature) {
            let vertices = &self.table.vertices()[range];
            let line = vertices
                .iter()
                .map(|vertex| plane_from_geo(degrees(*vertex)));
            let line: Vec<[f64; 2]> = line.collect();
            match kind {
                PartKind::Points => {}
                PartKind::Ring => inside ^= encloses(&line, at),
                PartKind::Line => {
                    if line
                        .windows(2)
                        .any(|pair| significance(&[pair[0], at, pair[1]])[1] <= reach)
                    {
                        return true;
                    }
                }
            }
        }
        inside
    }

    /// How many features a hit stands for.
    pub fn count(&self, hit: &Hit) -> usize {
        match hit {
            Hit::Dot(members) => members.len(),
            Hit::Shapes(features) => features.len(),
        }
    }

    /// One of the features of a hit, counted from 0.
    pub fn feature(&self, hit: &Hit, index: usize) -> Option<usize> {
        let number = match hit {
            Hit::Dot(members) => {
                let number = *self.pyramid.features(members).get(index)?;
                self.owners
                    .as_ref()
                    .map_or(number, |owners| owners[number as usize])
            }
            Hit::Shapes(features) => *features.get(index)?,
        };
        Some(number as usize)
    }

    /// What the features of a dot extend over, as points of the plane turned into degrees.
    pub fn dot_extent(&self, hit: &Hit) -> Option<Extent> {
        let Hit::Dot(members) = hit else { return None };
        let positions = self.pyramid.features(members).iter().map(|number| {
            let at = self.pyramid.position(*number);
            super::view::geo_from_plane(at.map(|value| f64::from(value) / PLANE_SIDE))
        });
        positions.map(Extent::around).reduce(Extent::union)
    }

    /// What the extent of a feature is.
    pub fn feature_extent(&self, feature: usize) -> Option<Extent> {
        let vertices = &self.table.vertices()[self.table.vertex_range(feature)];
        let positions = vertices.iter().map(|vertex| degrees(*vertex));
        positions.map(Extent::around).reduce(Extent::union)
    }

    /// The hit nearest to the middle of a part of the screen.
    pub fn nearest(&self, view: &View, middle: Pos2) -> Option<Hit> {
        let dots = self.dots(view).into_iter();
        let nearest = dots.min_by(|one, other| {
            let distance = |dot: &Dot| dot.centre.distance(middle);
            distance(one).total_cmp(&distance(other))
        });
        self.pick_shapes(view, middle)
            .or(nearest.map(|dot| dot.hit))
    }
}

/// Points of the pyramid while they are gathered.
#[derive(Default)]
struct Marks {
    points: Vec<PlanePoint>,
    shown_to: Vec<u8>,
    owners: Vec<u32>,
}

impl Shapes {
    fn new(table: &Table, marks: &mut Marks) -> Self {
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

/// From the screen to the plane and back, for many points of one view.
struct Projection {
    centre: [f64; 2],
    half: [f64; 2],
    scale: f64,
}

impl Projection {
    fn new(view: &View) -> Self {
        Self {
            centre: plane_from_geo(view.centre),
            half: [view.size.x / 2.0, view.size.y / 2.0].map(f64::from),
            scale: view.scale(),
        }
    }

    fn screen_from_plane(&self, point: PlanePoint) -> Pos2 {
        let on_axis = |axis: usize| {
            let off = f64::from(point[axis]) / PLANE_SIDE - self.centre[axis];
            (off * self.scale + self.half[axis]) as f32
        };
        pos2(on_axis(0), on_axis(1))
    }

    fn plane_from_screen(&self, point: Pos2) -> PlanePoint {
        let on_axis = |axis: usize, value: f32| {
            let share = self.centre[axis] + (f64::from(value) - self.half[axis]) / self.scale;
            (share * PLANE_SIDE) as u32
        };
        [on_axis(0, point.x), on_axis(1, point.y)]
    }
}

/// `half` of the side of a square, in points; a dot of `crowd` features fills its square. Areas are as counts.
fn dot(projection: &Projection, mark: Mark, half: f32, crowd: f32) -> Dot {
    let at = projection.screen_from_plane(mark.at);
    let (centre, radius) = if mark.count == 1 {
        (at, SINGLE_RADIUS)
    } else {
        let radius = (half * (mark.count as f32 / crowd).sqrt()).clamp(BIN_RADIUS, half);
        // Where its features are on average, but inside its square: so dots keep clear of each other.
        let room = egui::Vec2::splat(half - radius);
        let middle = projection.screen_from_plane(mark.middle);
        (at.clamp(middle - room, middle + room), radius)
    };
    Dot {
        centre,
        radius,
        count: mark.count,
        hit: Hit::Dot(mark.members),
    }
}

/// The zoom whose squares a view shows.
pub fn whole_zoom(zoom: f64) -> u32 {
    zoom.round() as u32
}

/// In quarters of a level.
fn step(zoom: f64) -> u8 {
    (zoom * STEPS).ceil().clamp(0.0, 255.0) as u8
}

fn plane_point(vertex: [i32; 2]) -> PlanePoint {
    plane_from_geo(degrees(vertex)).map(|value| (value * PLANE_SIDE) as u32)
}

fn longer_side(rectangle: &Rectangle<[f64; 2]>) -> f64 {
    let (low, high) = (rectangle.lower(), rectangle.upper());
    (high[0] - low[0]).max(high[1] - low[1])
}

/// The last whole zoom at which a shape of this size is a dot.
fn shown_to(side: f64) -> u8 {
    let zoom = (SMALLEST_SHAPE / (WORLD_SIDE * side)).log2();
    (zoom.ceil() - 1.0).clamp(0.0, 255.0) as u8
}

/// The zoom from which a vertex is drawn, in quarters of a level.
fn needed_from(tolerance: f64) -> u8 {
    let zoom = (TOLERANCE / (WORLD_SIDE * tolerance)).log2();
    (zoom * STEPS).ceil().clamp(0.0, 255.0) as u8
}

/// Even-odd, for a ring whose last vertex is its first.
fn encloses(ring: &[[f64; 2]], [x, y]: [f64; 2]) -> bool {
    ring.windows(2).fold(false, |inside, side| {
        let [[x0, y0], [x1, y1]] = [side[0], side[1]];
        let crosses = (y0 > y) != (y1 > y) && x < (x1 - x0) * (y - y0) / (y1 - y0) + x0;
        inside ^ crosses
    })
}

fn is_on_map(position: Position) -> bool {
    (BOUNDS.west..=BOUNDS.east).contains(&position.longitude)
        && (BOUNDS.south..=BOUNDS.north).contains(&position.latitude)
}

/// The part of an extent that the map shows.
fn on_map(extent: Extent) -> Option<Extent> {
    let part = Extent {
        west: extent.west.max(BOUNDS.west),
        south: extent.south.max(BOUNDS.south),
        east: extent.east.min(BOUNDS.east),
        north: extent.north.min(BOUNDS.north),
    };
    (part.west <= part.east && part.south <= part.north).then_some(part)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::{Progress, read_from};
    use egui::vec2;

    fn layer(features: &str) -> DataLayer {
        let json = format!("{{\"type\": \"FeatureCollection\", \"features\": [{features}]}}");
        let import = read_from(json.as_bytes(), false, "test", &Progress::default()).unwrap();
        DataLayer::new(import.table)
    }

    fn point(longitude: f64, latitude: f64) -> String {
        format!(
            "{{\"type\": \"Feature\", \"properties\": {{}}, \"geometry\": {{\"type\": \"Point\", \"coordinates\": [{longitude}, {latitude}]}}}}"
        )
    }

    fn area(west: f64, south: f64, side: f64) -> String {
        let (east, north) = (west + side, south + side);
        format!(
            "{{\"properties\": {{}}, \"geometry\": {{\"type\": \"Polygon\", \"coordinates\": [[[{west},{south}],[{east},{south}],[{east},{north}],[{west},{north}],[{west},{south}]]]}}}}"
        )
    }

    fn view(longitude: f64, latitude: f64, zoom: f64) -> View {
        View {
            centre: Position {
                longitude,
                latitude,
            },
            zoom,
            size: vec2(1280.0, 756.0),
        }
    }

    #[test]
    fn features_far_apart_are_dots_of_their_own_where_they_are() {
        let layer = layer(&[point(121.5, 31.2), point(120.6, 31.3)].join(","));
        let view = view(121.0, 31.2, 9.0);
        let dots = layer.dots(&view);
        assert_eq!(dots.len(), 2);
        for (longitude, latitude) in [(121.5, 31.2), (120.6, 31.3)] {
            let at = view.screen_from_geo(Position {
                longitude,
                latitude,
            });
            assert!(dots.iter().any(|dot| dot.centre.distance(at) < 0.1));
        }
    }

    #[test]
    fn features_close_together_share_a_dot_until_the_camera_is_close() {
        let layer = layer(
            &[
                point(121.5, 31.2),
                point(121.5005, 31.2005),
                point(121.501, 31.201),
            ]
            .join(","),
        );
        let far = layer.dots(&view(121.5, 31.2, 8.0));
        assert_eq!(far.iter().map(|dot| dot.count).sum::<u32>(), 3);
        assert!(far.len() < 3);
        assert_eq!(layer.dots(&view(121.5, 31.2, 16.0)).len(), 3);
    }

    #[test]
    fn a_click_finds_the_dot_or_the_area_under_it_and_nothing_beside_them() {
        let layer = layer(
            &[
                point(121.5, 31.2),
                area(120.0, 30.0, 1.0),
                area(120.4, 30.4, 0.2),
            ]
            .join(","),
        );
        let view = view(121.0, 31.0, 9.0);
        let pick = |longitude, latitude| {
            let hit = layer.pick(
                &view,
                view.screen_from_geo(Position {
                    longitude,
                    latitude,
                }),
            )?;
            Some((layer.feature(&hit, 0)?, layer.count(&hit)))
        };
        assert_eq!(pick(121.5, 31.2), Some((0, 1)));
        assert_eq!(pick(120.2, 30.2), Some((1, 1)));
        assert_eq!(
            pick(120.5, 30.5),
            Some((2, 2)),
            "the small before the large"
        );
        assert_eq!(pick(121.8, 31.5), None);
    }

    #[test]
    fn an_area_is_a_dot_while_it_is_small_and_an_outline_once_it_is_not() {
        let layer = layer(&area(121.0, 31.0, 0.01));
        let drawn = |zoom: f64| {
            let view = view(121.0, 31.0, zoom);
            let outlines = layer.outlines([0.0; 2], [1.0; 2], zoom);
            (layer.dots(&view).len(), outlines.len())
        };
        assert_eq!(drawn(7.0), (1, 0));
        assert_eq!(drawn(12.0), (0, 1));
        for step in 24..68 {
            let (dots, outlines) = drawn(f64::from(step) / 4.0);
            assert_eq!(dots + outlines, 1, "zoom {}", f64::from(step) / 4.0);
        }
    }

    #[test]
    fn an_outline_has_the_fewer_vertices_the_farther_away_it_is() {
        let ring: Vec<String> = (0..=720)
            .map(|step| {
                let angle = f64::from(step % 720).to_radians() / 2.0;
                format!(
                    "[{:.7},{:.7}]",
                    121.0 + angle.cos() * 0.1,
                    31.0 + angle.sin() * 0.1
                )
            })
            .collect();
        let layer = layer(&format!(
            "{{\"properties\": {{}}, \"geometry\": {{\"type\": \"Polygon\", \"coordinates\": [[{}]]}}}}",
            ring.join(",")
        ));
        let vertices = |zoom| layer.outlines([0.0; 2], [1.0; 2], zoom)[0].lines[0].len();
        assert!(vertices(8.0) < 40, "{}", vertices(8.0));
        assert!(vertices(8.0) < vertices(11.0) && vertices(11.0) < vertices(14.0));
    }

    #[test]
    fn features_outside_of_the_map_are_counted() {
        let layer = layer(&[point(121.5, 31.2), point(2.35, 48.85)].join(","));
        assert_eq!(layer.outside(), 1);
        assert!(
            layer
                .extent()
                .is_some_and(|extent| extent.west >= BOUNDS.west)
        );
    }
}
