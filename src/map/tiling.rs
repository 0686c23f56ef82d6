//! The user's tiles on the screen: which of them a view needs, and the pictures and figures that they hold.

use std::sync::Arc;

use egui::{Color32, Mesh, Painter, Pos2, Rect, Shape, TextureId, Vec2, pos2, vec2};
use walkers::{Drawable, Tile, TileId, TilePiece, Tiles as _};

use super::{
    brush::{Brush, Pen},
    figure::{Placement, Track},
    painter::Frame,
};
use crate::{scene::view::plane_from_geo, tiles::TileLayer};

/// Of a picture tile, in points at its own zoom.
const SIDE: f64 = 256.0;
/// The finest tiles there are.
const MAX_ZOOM: f64 = 30.0;

/// A tile that is there, or the part of a larger one that stands in for it.
struct Piece {
    tile: Tile,
    part: Rect,
    rect: Rect,
}

impl Piece {
    fn is_as(&self, other: &Self) -> bool {
        let same = match (&self.tile, &other.tile) {
            (Tile::Raster(one), Tile::Raster(other)) => one.id() == other.id(),
            (
                Tile::Vector { drawables: one, .. },
                Tile::Vector {
                    drawables: other, ..
                },
            ) => Arc::ptr_eq(one, other),
            _ => false,
        };
        same && self.part == other.part && self.rect == other.rect
    }
}

/// Keeps what was last drawn of a layer.
#[derive(Default)]
pub struct TilePainter {
    made_for: Option<(Frame, f32)>,
    pieces: Vec<Piece>,
    shapes: Vec<(Rect, Shape)>,
}

impl TilePainter {
    /// Draws what the layer has for the frame, and has it ask for the rest. `opacity` is from 0 to 1.
    pub fn paint(
        &mut self,
        painter: &Painter,
        frame: Frame,
        texture: TextureId,
        (layer, opacity): (&mut TileLayer, f32),
    ) {
        let side = layer.tile_size();
        let tiles = needed(frame, side).into_iter();
        let pieces = tiles.filter_map(|(id, rect)| {
            let TilePiece { tile, uv } = layer.at(id)?;
            Some(Piece {
                tile,
                part: uv,
                rect,
            })
        });
        let pieces: Vec<Piece> = pieces.collect();
        let made_for = Some((frame, opacity));
        let known = self.pieces.len() == pieces.len() && self.made_for == made_for;
        if !known
            || !self
                .pieces
                .iter()
                .zip(&pieces)
                .all(|(one, other)| one.is_as(other))
        {
            let shapes = pieces.iter().map(|piece| {
                let clip = piece.rect.intersect(frame.rect);
                (clip, shape(piece, side, clip, frame, texture, opacity))
            });
            self.shapes = shapes.collect();
            self.pieces = pieces;
            self.made_for = made_for;
        }
        for (clip, shape) in &self.shapes {
            let clip = clip.intersect(painter.clip_rect());
            painter.with_clip_rect(clip).add(shape.clone());
        }
    }
}

fn shape(
    piece: &Piece,
    side: u32,
    clip: Rect,
    frame: Frame,
    texture: TextureId,
    opacity: f32,
) -> Shape {
    let mesh = match &piece.tile {
        Tile::Raster(picture) => {
            let mut mesh = Mesh::with_texture(picture.id());
            let tint = Color32::WHITE.gamma_multiply(opacity);
            mesh.add_rect_with_uv(piece.rect, piece.part, tint);
            mesh
        }
        Tile::Vector { drawables, .. } => {
            let whole = whole_of(piece.rect, piece.part);
            let placement = Placement {
                scale: whole.width() / side as f32,
                from: Pos2::ZERO,
                to: whole.min,
            };
            let mut brush = Brush::new(texture, placement, clip, frame.pixels_per_point);
            for drawable in drawables.iter() {
                draw(&mut brush, drawable, opacity);
            }
            brush.finish()
        }
    };
    Shape::mesh(mesh)
}

/// The tiles that cover the frame, and where they are.
fn needed(frame: Frame, side: u32) -> Vec<(TileId, Rect)> {
    let Frame { view, rect, .. } = frame;
    let coarser = (f64::from(side.max(1)) / SIDE).log2().round();
    let zoom = (view.zoom.round() - coarser).clamp(0.0, MAX_ZOOM);
    let count = zoom.exp2();
    // Of a tile, in points.
    let length = SIDE * (view.zoom - zoom).exp2();
    let [x, y] = plane_from_geo(view.centre).map(|share| share * count);
    let span = |middle: f64, room: f32| {
        let half = f64::from(room) / 2.0 / length;
        let first = (middle - half).floor().max(0.0);
        let last = (middle + half).floor().min(count - 1.0);
        first as u32..=last.max(0.0) as u32
    };
    let columns = span(x, rect.width());
    let rows = span(y, rect.height());
    let place = |column: u32, row: u32| {
        let right = (f64::from(column) - x) * length;
        let down = (f64::from(row) - y) * length;
        let corner = rect.center() + vec2(right as f32, down as f32);
        Rect::from_min_size(corner, Vec2::splat(length as f32))
    };
    rows.flat_map(|row| columns.clone().map(move |column| (column, row)))
        .map(|(x, y)| {
            let zoom = zoom as u8;
            (TileId { x, y, zoom }, place(x, y))
        })
        .collect()
}

/// Where all of a tile is of which a part is at `rect`.
fn whole_of(rect: Rect, part: Rect) -> Rect {
    let size = vec2(
        rect.width() / part.width().max(f32::EPSILON),
        rect.height() / part.height().max(f32::EPSILON),
    );
    let corner = pos2(
        rect.min.x - size.x * part.min.x,
        rect.min.y - size.y * part.min.y,
    );
    Rect::from_min_size(corner, size)
}

fn draw(brush: &mut Brush, drawable: &Drawable, opacity: f32) {
    match drawable {
        Drawable::Fill(mesh) => {
            let corners = mesh.vertices.iter();
            let corners =
                corners.map(|corner| (corner.position, corner.color.gamma_multiply(opacity)));
            brush.triangles(corners, &mesh.indices);
        }
        Drawable::Lines(lines) => {
            for line in lines {
                let pen = Pen {
                    width: line.width,
                    colour: line.color.gamma_multiply(opacity),
                    dash: &line.dasharray,
                    fades: false,
                };
                brush.line(&Track::exact(&line.points), pen);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{atlas::Position, scene::View};

    fn frame(zoom: f64) -> Frame {
        let size = vec2(1280.0, 756.0);
        let centre = Position {
            longitude: 121.5,
            latitude: 31.2,
        };
        Frame {
            view: View { centre, zoom, size },
            rect: Rect::from_min_size(pos2(0.0, 44.0), size),
            pixels_per_point: 1.0,
        }
    }

    #[test]
    fn the_tiles_of_a_view_cover_it_and_none_lies_outside() {
        for (zoom, side) in [(6.0, 256), (9.7, 256), (9.7, 512), (13.4, 128), (0.0, 256)] {
            let frame = frame(zoom);
            let tiles = needed(frame, side);
            let covered = tiles.iter().fold(0.0, |sum, (_, rect)| {
                let seen = rect.intersect(frame.rect);
                assert!(seen.is_positive(), "{rect} at {zoom}");
                sum + seen.area()
            });
            if zoom > 2.0 {
                assert!(
                    (covered / frame.rect.area() - 1.0).abs() < 1e-3,
                    "{covered} at {zoom}"
                );
            }
        }
    }

    #[test]
    fn a_part_of_a_tile_tells_where_all_of_it_is() {
        let whole = Rect::from_min_size(pos2(10.0, 20.0), vec2(200.0, 200.0));
        let part = Rect::from_min_max(pos2(0.25, 0.5), pos2(0.5, 0.75));
        let rect = Rect::from_min_size(pos2(60.0, 120.0), vec2(50.0, 50.0));
        assert_eq!(whole_of(rect, part), whole);
    }
}
