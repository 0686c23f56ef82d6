//! The map as PNG, strip by strip, so that a poster needs no more memory than a postcard.

use std::{
    io::Write,
    sync::{Arc, LazyLock},
};

use resvg::{
    tiny_skia::{Pixmap, Transform},
    usvg::{FontResolver, Options, Tree, fontdb},
};

use super::{ExportError, Picture, Warning, Watch, svg::svg};
use crate::theme::{FONT_FAMILIES, FONT_FILES};

/// Bytes of a strip's pixels.
const STRIP_BYTES: usize = 3 << 20;
/// Rows drawn beyond a strip and dropped: the renderer smooths lines differently where its picture ends.
const OVERLAP: u32 = 4;
/// Share of the work that is done before the first strip, for who waits.
const READY: f32 = 0.1;
/// Resolution at a scale of 1: that of CSS, 96 pixels an inch, in pixels a metre.
const PIXELS_PER_METRE: f32 = 3779.53;

/// Draws a picture. The bytes go to `out` as they come.
pub fn png(
    picture: &Picture<'_>,
    out: &mut dyn Write,
    watch: &Watch,
) -> Result<Vec<Warning>, ExportError> {
    let drawn = svg(picture);
    watch.step(READY / 2.0)?;
    let tree = tree(&drawn.text)?;
    watch.step(READY)?;
    let [width, height] = picture.size.pixels();
    let mut encoder = ::png::Encoder::new(out, width, height);
    encoder.set_color(::png::ColorType::Rgb);
    encoder.set_depth(::png::BitDepth::Eight);
    encoder.set_compression(::png::Compression::Balanced);
    let per_metre = (PIXELS_PER_METRE * picture.size.scale()).round() as u32;
    encoder.set_pixel_dims(Some(::png::PixelDimensions {
        xppu: per_metre,
        yppu: per_metre,
        unit: ::png::Unit::Meter,
    }));
    let copyright = super::furniture::attribution(picture);
    encoder
        .add_itxt_chunk("Copyright".to_owned(), copyright)
        .map_err(from_png)?;
    let mut header = encoder.write_header().map_err(from_png)?;
    let mut stream = header.stream_writer().map_err(from_png)?;
    strips(&tree, [width, height], &mut stream, watch)?;
    stream.finish().map_err(from_png)?;
    header.finish().map_err(from_png)?;
    Ok(drawn.warnings)
}

/// The picture in memory, for a preview or the clipboard: width, height, and bytes of opaque RGBA.
pub fn pixels(picture: &Picture<'_>, watch: &Watch) -> Result<([u32; 2], Vec<u8>), ExportError> {
    let tree = tree(&svg(picture).text)?;
    watch.step(READY)?;
    let [width, height] = picture.size.pixels();
    let mut pixels = Vec::new();
    draw_strips(&tree, [width, height], watch, |strip| {
        pixels.extend_from_slice(strip);
        Ok(())
    })?;
    Ok(([width, height], pixels))
}

/// An SVG of ours as pixels of opaque RGBA.
pub fn rendered(svg: &str, size: [u32; 2]) -> Result<Vec<u8>, ExportError> {
    let mut pixels = Vec::new();
    draw_strips(&tree(svg)?, size, &Watch::default(), |strip| {
        pixels.extend_from_slice(strip);
        Ok(())
    })?;
    Ok(pixels)
}

/// An SVG of ours as a PNG file in memory, transparent where nothing is drawn unless it is `opaque`.
pub fn png_of(
    svg: &str,
    size: [u32; 2],
    opaque: bool,
    watch: &Watch,
) -> Result<Vec<u8>, ExportError> {
    let mut bytes = Vec::new();
    let mut encoder = ::png::Encoder::new(&mut bytes, size[0], size[1]);
    let kind = if opaque {
        ::png::ColorType::Rgb
    } else {
        ::png::ColorType::Rgba
    };
    encoder.set_color(kind);
    encoder.set_depth(::png::BitDepth::Eight);
    encoder.set_compression(::png::Compression::Balanced);
    let mut header = encoder.write_header().map_err(from_png)?;
    let mut stream = header.stream_writer().map_err(from_png)?;
    let mut row = Vec::new();
    draw_strips(&tree(svg)?, size, &Watch::default(), |strip| {
        watch.pause()?;
        row.clear();
        for pixel in strip.chunks_exact(4) {
            match pixel[3] {
                _ if opaque => row.extend(&pixel[..3]),
                0 => row.extend([0; 4]),
                alpha => {
                    let whole = |part: u8| u16::from(part) * 255 / u16::from(alpha);
                    let colour = [pixel[0], pixel[1], pixel[2]].map(whole);
                    row.extend(colour.map(|part| part.min(255) as u8));
                    row.push(alpha);
                }
            }
        }
        stream.write_all(&row).map_err(ExportError::Write)
    })?;
    stream.finish().map_err(from_png)?;
    header.finish().map_err(from_png)?;
    Ok(bytes)
}

fn strips(
    tree: &Tree,
    size: [u32; 2],
    out: &mut dyn Write,
    watch: &Watch,
) -> Result<(), ExportError> {
    let mut rgb = Vec::new();
    draw_strips(tree, size, watch, |strip| {
        rgb.clear();
        rgb.extend(strip.chunks_exact(4).flat_map(|pixel| &pixel[..3]));
        out.write_all(&rgb).map_err(ExportError::Write)
    })
}

/// From the top down, pixels of four bytes. The sea covers all of a picture, so that every pixel is opaque.
fn draw_strips(
    tree: &Tree,
    [width, height]: [u32; 2],
    watch: &Watch,
    take: impl FnMut(&[u8]) -> Result<(), ExportError>,
) -> Result<(), ExportError> {
    let rows = (STRIP_BYTES / (width as usize * 4)).clamp(16, 4096) as u32;
    draw_strips_of(rows, tree, [width, height], watch, take)
}

fn draw_strips_of(
    rows: u32,
    tree: &Tree,
    [width, height]: [u32; 2],
    watch: &Watch,
    mut take: impl FnMut(&[u8]) -> Result<(), ExportError>,
) -> Result<(), ExportError> {
    let scale_x = width as f32 / tree.size().width();
    let scale_y = height as f32 / tree.size().height();
    let mut top = 0;
    while top < height {
        let count = rows.min(height - top);
        let above = OVERLAP.min(top);
        let drawn = above + count + OVERLAP.min(height - top - count);
        let mut strip = Pixmap::new(width, drawn)
            .ok_or_else(|| ExportError::Library(format!("{width} x {drawn} pixels")))?;
        let shift = -((top - above) as f32);
        let transform = Transform::from_scale(scale_x, scale_y).post_translate(0.0, shift);
        resvg::render(tree, transform, &mut strip.as_mut());
        let row = width as usize * 4;
        take(&strip.data()[above as usize * row..][..count as usize * row])?;
        top += count;
        watch.step(READY + (1.0 - READY) * top as f32 / height as f32)?;
    }
    Ok(())
}

/// A full disk shows itself as an error of writing, whatever the library calls it.
fn from_png(error: ::png::EncodingError) -> ExportError {
    match error {
        ::png::EncodingError::IoError(error) => ExportError::Write(error),
        other => ExportError::Library(other.to_string()),
    }
}

/// An SVG of ours, ready to be rendered with the bundled fonts and no others.
pub fn tree(svg: &str) -> Result<Tree, ExportError> {
    static FONTS: LazyLock<Arc<fontdb::Database>> = LazyLock::new(|| {
        let mut database = fontdb::Database::new();
        for file in FONT_FILES {
            database.load_font_source(fontdb::Source::Binary(Arc::new(file.bytes)));
        }
        Arc::new(database)
    });
    let options = Options {
        font_family: FONT_FAMILIES[0].to_owned(),
        fontdb: Arc::clone(&FONTS),
        font_resolver: FontResolver {
            select_font: FontResolver::default_font_selector(),
            select_fallback: Box::new(fallback),
        },
        ..Options::default()
    };
    Tree::from_str(svg, &options).map_err(|error| ExportError::Library(error.to_string()))
}

/// The other bundled family in the weight nearest to that of the first font.
fn fallback(
    _character: char,
    used: &[fontdb::ID],
    database: &mut Arc<fontdb::Database>,
) -> Option<fontdb::ID> {
    let weight = used
        .first()
        .and_then(|id| database.face(*id))
        .map_or(400, |face| face.weight.0);
    database
        .faces()
        .filter(|face| !used.contains(&face.id))
        .filter(|face| {
            face.families
                .iter()
                .any(|(name, _)| name == FONT_FAMILIES[1])
        })
        .min_by_key(|face| face.weight.0.abs_diff(weight))
        .map(|face| face.id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_is_the_same_whether_drawn_in_one_strip_or_in_many() {
        let svg = "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 60 40' width='60' height='40'>\
            <rect width='60' height='40' fill='#cfe2ec'/><circle cx='30' cy='20' r='15' fill-opacity='.5'/>\
            <path d='M2 3l50 31' stroke='#b8392b' stroke-width='1.4' stroke-dasharray='6 3'/>\
            <text x='4' y='28' font-family='Delta Latin' font-size='19'>Yangshan</text></svg>";
        let tree = tree(svg).unwrap();
        let drawn = |rows| {
            let mut pixels = Vec::new();
            let watch = Watch::default();
            draw_strips_of(rows, &tree, [120, 80], &watch, |strip| {
                pixels.extend_from_slice(strip);
                Ok(())
            })
            .unwrap();
            assert_eq!(watch.done(), 1.0);
            pixels
        };
        let (whole, strips) = (drawn(80), drawn(7));
        assert_eq!(whole.len(), strips.len());
        // Smoothed edges may differ by a shade that nobody sees; a seam would be rows of pixels.
        let apart: Vec<u8> = whole
            .iter()
            .zip(&strips)
            .map(|(a, b)| a.abs_diff(*b))
            .collect();
        let furthest = apart.iter().max();
        assert!(furthest <= Some(&16), "{furthest:?}");
        let many = apart.iter().filter(|shade| **shade > 2).count();
        assert!(many * 200 < apart.len(), "{many} of {}", apart.len());
    }

    #[test]
    fn an_export_that_is_stopped_ends() {
        let tree =
            tree("<svg xmlns='http://www.w3.org/2000/svg' width='64' height='64'/>").unwrap();
        let watch = Watch::default();
        watch.stop();
        let stopped = draw_strips_of(8, &tree, [64, 64], &watch, |_| Ok(()));
        assert!(matches!(stopped, Err(ExportError::Cancelled)));
    }
}
