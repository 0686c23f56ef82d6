//! The overview in the corner: the whole base map small, and where we are in it.

use std::sync::LazyLock;

use egui::{Color32, Mesh, Pos2, Rect, Shape, Stroke, StrokeKind, Ui, Vec2, vec2};
use geo::Simplify;
use geo_types::{Geometry, LineString};
use lyon_tessellation::geom::{Point, point};

use crate::{
    atlas::{Extent, Position},
    basemap::{self, Feature, Layer},
    scene::{
        tint::polygons,
        view::{View, geo_from_plane, plane_from_geo},
    },
    theme::MapColours,
};

/// What it shows.
const EXTENT: Extent = basemap::EXTENT;
/// Detail that is left out, in degrees: about a point of the picture.
const TOLERANCE: f64 = 0.03;
/// Areas smaller than this square are left out, in degrees.
const SMALLEST: f64 = 0.12;
/// Of the frame that shows where we are, in points: a smaller one is drawn this large.
const SMALLEST_FRAME: f32 = 7.0;

/// Makes the picture, so that it is there when it is first drawn.
pub fn make_ready() {
    LazyLock::force(&PICTURE);
}

/// Width by height.
pub fn aspect() -> f32 {
    let [west, north] = plane_corner(EXTENT.west, EXTENT.north);
    let [east, south] = plane_corner(EXTENT.east, EXTENT.south);
    ((east - west) / (south - north)) as f32
}

fn plane_corner(longitude: f64, latitude: f64) -> [f64; 2] {
    plane_from_geo(Position {
        longitude,
        latitude,
    })
}

/// Paints it into `rect`, with a frame round what `view` shows.
pub fn paint(ui: &Ui, rect: Rect, colours: &MapColours, view: &View) {
    let painter = ui.painter().with_clip_rect(rect);
    painter.rect_filled(rect, 0.0, colours.sea);
    let picture = &*PICTURE;
    painter.add(placed(&picture.land, rect, colours.land));
    let shanghai = colours.symbol.gamma_multiply(0.3);
    painter.add(placed(&picture.shanghai, rect, shanghai));
    painter.add(placed(&picture.water, rect, colours.sea));
    for line in &picture.borders {
        painter.add(line_in(
            line,
            rect,
            Stroke::new(0.8, colours.border_province),
        ));
    }
    for line in &picture.coast {
        painter.add(line_in(line, rect, Stroke::new(1.0, colours.label_water)));
    }
    let extent = view.extent();
    let corner = |longitude, latitude| {
        inset_from_geo(
            rect,
            Position {
                longitude,
                latitude,
            },
        )
    };
    let shown = Rect::from_two_pos(
        corner(extent.west, extent.north),
        corner(extent.east, extent.south),
    );
    let size = shown.size().max(vec2(SMALLEST_FRAME, SMALLEST_FRAME));
    let frame = Rect::from_center_size(shown.center(), size).intersect(rect.shrink(1.0));
    let halo = Stroke::new(4.0, colours.halo.gamma_multiply(0.8));
    painter.rect_stroke(frame, 1.0, halo, StrokeKind::Middle);
    let line = Stroke::new(1.8, colours.accent);
    let fill = colours.accent.gamma_multiply(0.12);
    painter.rect(frame, 1.0, fill, line, StrokeKind::Middle);
}

/// Point of the picture in `rect` where a position is.
pub fn inset_from_geo(rect: Rect, position: Position) -> Pos2 {
    let [x, y] = share_from_geo(position);
    rect.min + vec2(x, y) * rect.size()
}

/// The inverse of [`inset_from_geo`].
pub fn geo_from_inset(rect: Rect, at: Pos2) -> Position {
    let [west, north] = plane_corner(EXTENT.west, EXTENT.north);
    let [east, south] = plane_corner(EXTENT.east, EXTENT.south);
    let x = f64::from((at.x - rect.left()) / rect.width());
    let y = f64::from((at.y - rect.top()) / rect.height());
    geo_from_plane([west + (east - west) * x, north + (south - north) * y])
}

/// 0 to 1 from west to east and from north to south.
fn share_from_geo(position: Position) -> [f32; 2] {
    let [x, y] = plane_from_geo(position);
    let [west, north] = plane_corner(EXTENT.west, EXTENT.north);
    let [east, south] = plane_corner(EXTENT.east, EXTENT.south);
    [
        ((x - west) / (east - west)) as f32,
        ((y - north) / (south - north)) as f32,
    ]
}

/// Shares of the picture in triangles are so many times larger, for the tolerance of the tessellation.
const ENLARGED: f32 = 1000.0;

/// Triangles and lines in shares of the picture.
struct Picture {
    land: Mesh,
    water: Mesh,
    /// The one region that a newcomer looks for.
    shanghai: Mesh,
    coast: Vec<Vec<Vec2>>,
    /// Of provinces.
    borders: Vec<Vec<Vec2>>,
}

static PICTURE: LazyLock<Picture> = LazyLock::new(|| {
    let is_shanghai = |feature: &&Feature| feature.adcode.as_deref() == Some("310000");
    let is_province = |feature: &&Feature| feature.class == "province";
    let coast = large(basemap::land_overview()).flat_map(|feature| polygons(&feature.geometry));
    let borders = basemap::borders_overview().features.iter();
    Picture {
        land: triangles(large(basemap::land_overview())),
        water: triangles(large(basemap::water_overview())),
        shanghai: triangles(basemap::cities().features.iter().filter(is_shanghai)),
        coast: coast.map(|polygon| shares(polygon.exterior())).collect(),
        borders: borders
            .filter(is_province)
            .flat_map(|feature| match &feature.geometry {
                Geometry::LineString(line) => vec![shares(line)],
                Geometry::MultiLineString(lines) => lines.iter().map(shares).collect(),
                _ => Vec::new(),
            })
            .collect(),
    }
});

fn large(layer: &'static Layer) -> impl Iterator<Item = &'static Feature> {
    layer.features.iter().filter(|feature| {
        let size = feature.bounds;
        size.width() * size.height() > SMALLEST * SMALLEST
    })
}

fn shares(line: &LineString) -> Vec<Vec2> {
    let simple = line.simplify(TOLERANCE);
    let shares = simple.coords().map(|at| {
        let [x, y] = share_from_geo(Position {
            longitude: at.x,
            latitude: at.y,
        });
        vec2(x, y)
    });
    shares.collect()
}

fn line_in(line: &[Vec2], rect: Rect, stroke: Stroke) -> Shape {
    let points = line.iter().map(|share| rect.lerp_inside(*share));
    Shape::line(points.collect(), stroke)
}

fn triangles(features: impl Iterator<Item = &'static Feature>) -> Mesh {
    let mut mesh = Mesh::default();
    for polygon in features.flat_map(|feature| polygons(&feature.geometry)) {
        let simple = polygon.simplify(TOLERANCE);
        let ring: Vec<Point<f32>> = simple.exterior().coords().map(|at| share(*at)).collect();
        match walkers::tessellate_polygon(&ring, &[], Color32::WHITE) {
            Ok(part) => append(&mut mesh, &part),
            Err(error) => log::warn!("a polygon of the inset cannot be filled: {error}"),
        }
    }
    mesh
}

fn append(mesh: &mut Mesh, part: &walkers::Mesh) {
    let first = mesh.vertices.len() as u32;
    for vertex in &part.vertices {
        mesh.colored_vertex(vertex.position, Color32::WHITE);
    }
    mesh.indices
        .extend(part.indices.iter().map(|index| first + index));
}

fn share(at: geo_types::Coord) -> Point<f32> {
    let [x, y] = share_from_geo(Position {
        longitude: at.x,
        latitude: at.y,
    });
    point(x * ENLARGED, y * ENLARGED)
}

fn placed(shares: &Mesh, rect: Rect, colour: Color32) -> Mesh {
    let mut mesh = shares.clone();
    for vertex in &mut mesh.vertices {
        vertex.pos = rect.lerp_inside(vertex.pos.to_vec2() / ENLARGED);
        vertex.color = colour;
    }
    mesh
}

#[cfg(test)]
mod tests {
    use super::*;
    use egui::pos2;

    #[test]
    fn picture_and_ground_are_inverse() {
        let rect = Rect::from_min_size(pos2(20.0, 30.0), vec2(150.0, 150.0 / aspect()));
        let zhangjiang = Position {
            longitude: 121.583,
            latitude: 31.204,
        };
        let at = inset_from_geo(rect, zhangjiang);
        assert!(rect.contains(at));
        let back = geo_from_inset(rect, at);
        assert!((back.longitude - zhangjiang.longitude).abs() < 1e-3);
        assert!((back.latitude - zhangjiang.latitude).abs() < 1e-3);
    }

    #[test]
    fn the_picture_is_small_enough_to_be_drawn_every_frame() {
        let Picture {
            land,
            water,
            shanghai,
            coast,
            borders,
        } = &*PICTURE;
        let meshes = [land, water, shanghai].map(|mesh| mesh.vertices.len());
        let lines = coast.iter().chain(borders).map(Vec::len).sum::<usize>();
        let vertices = meshes.into_iter().sum::<usize>() + lines;
        assert!((100..6000).contains(&vertices), "{vertices}");
    }
}
