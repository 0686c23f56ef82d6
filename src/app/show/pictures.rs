//! Pictures in the text of slides: PNG files of the atlas, read on another thread, never larger than a screen shows.

use std::{
    collections::HashMap,
    io::Cursor,
    sync::{Arc, mpsc},
    thread,
};

use egui::{ColorImage, TextureHandle, TextureOptions, load::SizedTexture};

use crate::atlas::{Atlas, Block, Slide};

/// Longer side that is kept, in pixels.
const SIDE: usize = 1400;
/// Pixels of a picture that is read at all; of a larger one the words that describe it are shown.
const LARGEST: u64 = 40_000_000;
/// Pictures that are kept at once.
const KEPT: usize = 12;

/// The pictures by their paths.
#[derive(Default)]
pub(super) struct Pictures {
    shown: HashMap<String, SizedTexture>,
    kept: HashMap<String, TextureHandle>,
    /// Asked for, the latest last; those that cannot be read stay so.
    asked: Vec<String>,
    coming: Option<mpsc::Receiver<(String, Option<TextureHandle>)>>,
}

impl Pictures {
    pub(super) fn shown(&self) -> &HashMap<String, SizedTexture> {
        &self.shown
    }

    /// Takes what was read, and asks for the pictures of these slides. One is read at a time.
    pub(super) fn follow<'a>(
        &mut self,
        context: &egui::Context,
        atlas: &Arc<Atlas>,
        slides: impl Iterator<Item = &'a Slide>,
    ) {
        match self.coming.as_ref().map(mpsc::Receiver::try_recv) {
            Some(Err(mpsc::TryRecvError::Empty)) => return,
            Some(Ok((path, texture))) => {
                self.coming = None;
                if let Some(texture) = texture {
                    let sized = SizedTexture::from_handle(&texture);
                    self.shown.insert(path.clone(), sized);
                    self.kept.insert(path, texture);
                }
            }
            Some(Err(mpsc::TryRecvError::Disconnected)) | None => self.coming = None,
        }
        let wanted = slides
            .flat_map(|slide| slide.body.en.iter().chain(&slide.body.zh))
            .filter_map(|element| match &element.block {
                Block::Picture { path, .. } => Some(path),
                _ => None,
            })
            .find(|path| !self.asked.contains(path));
        let Some(path) = wanted.filter(|path| atlas.picture(path).is_some()) else {
            return;
        };
        if self.asked.len() >= KEPT {
            let oldest = self.asked.remove(0);
            self.shown.remove(&oldest);
            self.kept.remove(&oldest);
        }
        self.asked.push(path.clone());
        self.coming = Some(start(context, atlas, path.clone()));
    }
}

fn start(
    context: &egui::Context,
    atlas: &Arc<Atlas>,
    path: String,
) -> mpsc::Receiver<(String, Option<TextureHandle>)> {
    let (sender, coming) = mpsc::channel();
    let (context, atlas) = (context.clone(), Arc::clone(atlas));
    thread::spawn(move || {
        let image = atlas
            .picture(&path)
            .and_then(|picture| read(&picture.bytes));
        if image.is_none() {
            log::warn!("{path} is no picture that can be shown");
        }
        let texture = image.map(|image| context.load_texture(&path, image, TextureOptions::LINEAR));
        // Nobody waits any more if the show has ended.
        let _ = sender.send((path, texture));
        context.request_repaint();
    });
    coming
}

/// A PNG file as pixels, made smaller if it is larger than a screen shows. `None` if it is damaged or far too large.
fn read(bytes: &[u8]) -> Option<ColorImage> {
    let mut decoder = png::Decoder::new(Cursor::new(bytes));
    decoder.set_transformations(png::Transformations::normalize_to_color8());
    let mut reader = decoder.read_info().ok()?;
    let (width, height) = (reader.info().width, reader.info().height);
    if u64::from(width) * u64::from(height) > LARGEST {
        return None;
    }
    let mut pixels = vec![0; reader.output_buffer_size()?];
    let frame = reader.next_frame(&mut pixels).ok()?;
    let samples = frame.color_type.samples();
    let whole = Raster {
        size: [frame.width as usize, frame.height as usize],
        samples,
        pixels: &pixels,
    };
    Some(whole.shrunk(SIDE))
}

/// Pixels of one to four samples: grey, grey and alpha, colours, colours and alpha.
struct Raster<'a> {
    size: [usize; 2],
    samples: usize,
    pixels: &'a [u8],
}

impl Raster<'_> {
    /// The mean of whole squares of pixels, so many to a side that the longer side is not above `most`.
    fn shrunk(&self, most: usize) -> ColorImage {
        let [width, height] = self.size;
        let step = width.max(height).div_ceil(most).max(1);
        let size = [width.div_ceil(step), height.div_ceil(step)];
        let mut image = ColorImage::filled(size, egui::Color32::TRANSPARENT);
        for row in 0..size[1] {
            for column in 0..size[0] {
                let (top, left) = (row * step, column * step);
                let bottom = (top + step).min(height);
                let right = (left + step).min(width);
                image[(column, row)] = self.mean([top, bottom], [left, right]);
            }
        }
        image
    }

    fn mean(&self, rows: [usize; 2], columns: [usize; 2]) -> egui::Color32 {
        let mut sums = [0_u32; 4];
        let mut count = 0;
        for row in rows[0]..rows[1] {
            for column in columns[0]..columns[1] {
                for (sum, sample) in sums.iter_mut().zip(self.rgba(row, column)) {
                    *sum += u32::from(sample);
                }
                count += 1;
            }
        }
        let [red, green, blue, alpha] = sums.map(|sum| (sum / count.max(1)) as u8);
        egui::Color32::from_rgba_unmultiplied(red, green, blue, alpha)
    }

    fn rgba(&self, row: usize, column: usize) -> [u8; 4] {
        let at = (row * self.size[0] + column) * self.samples;
        match self.pixels.get(at..at + self.samples) {
            Some(&[grey]) => [grey, grey, grey, 255],
            Some(&[grey, alpha]) => [grey, grey, grey, alpha],
            Some(&[red, green, blue]) => [red, green, blue, 255],
            Some(&[red, green, blue, alpha]) => [red, green, blue, alpha],
            _ => [0; 4],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn png_file(width: u32, height: u32, colour: png::ColorType, pixels: &[u8]) -> Vec<u8> {
        let mut bytes = Vec::new();
        let mut encoder = png::Encoder::new(&mut bytes, width, height);
        encoder.set_color(colour);
        let mut writer = encoder.write_header().unwrap();
        writer.write_image_data(pixels).unwrap();
        writer.finish().unwrap();
        bytes
    }

    #[test]
    fn a_large_picture_is_kept_small_and_damaged_ones_are_none() {
        let row: Vec<u8> = (0..3000).map(|column| (column % 2 * 255) as u8).collect();
        let bytes = png_file(3000, 3, png::ColorType::Grayscale, &row.repeat(3));
        let image = read(&bytes).unwrap();
        assert_eq!(image.size, [1000, 1]);
        // Of three pixels one or two are white.
        assert_eq!(image[(0, 0)], egui::Color32::from_gray(85));
        assert!(read(&bytes[..bytes.len() / 2]).is_none());
        assert!(read(b"no picture").is_none());
    }

    #[test]
    fn the_colours_of_a_picture_stay() {
        let pixels = [10, 20, 30, 255, 200, 100, 50, 255];
        let image = read(&png_file(2, 1, png::ColorType::Rgba, &pixels)).unwrap();
        assert_eq!(image[(0, 0)], egui::Color32::from_rgb(10, 20, 30));
        assert_eq!(image[(1, 0)], egui::Color32::from_rgb(200, 100, 50));
    }
}
