//! Bytes in, a tile for walkers out.

use std::{
    io::Cursor,
    panic::{self, AssertUnwindSafe},
};

use egui::{ColorImage, Context, TextureOptions};
use image::{ImageFormat, ImageReader, Limits};
use walkers::{Style, Tile};

/// Sides of a picture, in pixels; larger ones are no tiles.
const MAX_SIDE: u32 = 2048;
const MAX_MEMORY: u64 = 64 * 1024 * 1024;
/// What vector tiles are drawn for, in points: half of a zoom level larger than pictures are, as everywhere.
pub const VECTOR_SIDE: u32 = 512;

/// PNG or JPEG by its first bytes; `None` if it is neither or damaged.
pub fn raster(context: &Context, bytes: &[u8]) -> Option<Tile> {
    let mut reader = ImageReader::new(Cursor::new(bytes))
        .with_guessed_format()
        .ok()?;
    if !matches!(reader.format(), Some(ImageFormat::Png | ImageFormat::Jpeg)) {
        return None;
    }
    let mut limits = Limits::default();
    limits.max_image_width = Some(MAX_SIDE);
    limits.max_image_height = Some(MAX_SIDE);
    limits.max_alloc = Some(MAX_MEMORY);
    reader.limits(limits);
    let picture = reader.decode().ok()?.to_rgba8();
    let size = [picture.width() as usize, picture.height() as usize];
    let image = ColorImage::from_rgba_unmultiplied(size, picture.as_flat_samples().as_slice());
    Some(Tile::Raster(context.load_texture(
        "tile",
        image,
        TextureOptions::LINEAR,
    )))
}

/// A Mapbox vector tile drawn in `style`; `None` if it is none.
pub fn vector(bytes: &[u8], style: &Style, zoom: u8) -> Option<Tile> {
    // The reader of vector tiles is not proof against every damage.
    let decoded = panic::catch_unwind(AssertUnwindSafe(|| {
        Tile::from_mvt(bytes, style, zoom, VECTOR_SIDE)
    }));
    decoded.ok()?.ok()
}
