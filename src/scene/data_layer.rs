//! A data file over the base map: which of its features a view shows one by one, which as a dot that stands for
//! several, and what lies under a point.

mod dot;
mod hit;
mod key;
mod shape;

pub use dot::{Dot, SINGLE_RADIUS, dot_colour, whole_zoom};
pub use hit::Hit;
pub use key::{Crowd, DataKey};
pub use shape::{Outline, ShapeStyle};

use shape::{Marks, Shapes};

use super::view::{geo_from_plane, plane_from_geo};
use crate::{
    atlas::{Extent, Position},
    basemap::EXTENT,
    geo::pyramid::{PlanePoint, Pyramid},
    import::{PartKind, Table, degrees},
};

/// Whole numbers along a side of the plane.
const PLANE_SIDE: f64 = 4_294_967_296.0;
/// Points of the screen at zoom 0, along a side of the world.
const WORLD_SIDE: f64 = 256.0;

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

/// Equal if it is the same layer in memory.
impl PartialEq for DataLayer {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self, other)
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
        let shapes = self.shapes.as_ref().map_or(0, Shapes::bytes);
        let owners = self
            .owners
            .as_ref()
            .map_or(0, |owners| size_of_val(&**owners));
        self.table.bytes() + self.pyramid.bytes() + shapes + owners
    }

    /// The points of one feature.
    pub fn points_of(&self, feature: usize) -> impl Iterator<Item = Position> + '_ {
        let parts = self.table.parts(feature);
        parts
            .filter(|(kind, _)| *kind == PartKind::Points)
            .flat_map(|(_, range)| &self.table.vertices()[range])
            .map(|vertex| degrees(*vertex))
    }

    /// What the features of a dot extend over, as points of the plane turned into degrees.
    pub fn dot_extent(&self, hit: &Hit) -> Option<Extent> {
        let Hit::Dot(members) = hit else { return None };
        let positions = self.pyramid.features(members).iter().map(|number| {
            let at = self.pyramid.position(*number);
            geo_from_plane(at.map(|value| f64::from(value) / PLANE_SIDE))
        });
        positions.map(Extent::around).reduce(Extent::union)
    }

    /// What the extent of a feature is.
    pub fn feature_extent(&self, feature: usize) -> Option<Extent> {
        let vertices = &self.table.vertices()[self.table.vertex_range(feature)];
        let positions = vertices.iter().map(|vertex| degrees(*vertex));
        positions.map(Extent::around).reduce(Extent::union)
    }
}

fn plane_point(vertex: [i32; 2]) -> PlanePoint {
    plane_from_geo(degrees(vertex)).map(|value| (value * PLANE_SIDE) as u32)
}

fn is_on_map(position: Position) -> bool {
    (EXTENT.west..=EXTENT.east).contains(&position.longitude)
        && (EXTENT.south..=EXTENT.north).contains(&position.latitude)
}

/// The part of an extent that the map shows.
fn on_map(extent: Extent) -> Option<Extent> {
    let part = Extent {
        west: extent.west.max(EXTENT.west),
        south: extent.south.max(EXTENT.south),
        east: extent.east.min(EXTENT.east),
        north: extent.north.min(EXTENT.north),
    };
    (part.west <= part.east && part.south <= part.north).then_some(part)
}

#[cfg(test)]
mod tests {
    use super::{super::View, *};
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
                .is_some_and(|extent| extent.west >= EXTENT.west)
        );
    }

    #[test]
    fn points_take_at_most_six_times_the_memory_of_their_columns() {
        let points: Vec<String> = (0..20_000)
            .map(|number| {
                let (east, north) = (f64::from(number % 140), f64::from(number / 140));
                point(115.0 + east * 0.05, 28.0 + north * 0.04)
            })
            .collect();
        let layer = layer(&points.join(","));
        let (all, columns) = (layer.bytes(), layer.table().bytes());
        assert!(all <= 6 * columns, "{all} bytes for {columns}");
    }
}
