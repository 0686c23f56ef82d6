//! How large a picture is: pixels, and how many of them make a point of the map.

use egui::{Vec2, vec2};

use super::ExportError;

/// Of each side, in pixels.
pub const MIN_SIDE: u32 = 64;
pub const MAX_SIDE: u32 = 40_000;
const SCALES: std::ops::RangeInclusive<f32> = 0.25..=20.0;

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PictureSize {
    width: u32,
    height: u32,
    /// Pixels per point: at 2 lines and lettering are twice as many pixels wide.
    scale: f32,
}

impl PictureSize {
    /// Sides in pixels.
    pub fn new(width: u64, height: u64, scale: f32) -> Result<Self, ExportError> {
        if !SCALES.contains(&scale) {
            return Err(ExportError::Scale(scale));
        }
        let side = |side: u64| {
            let fits = |side: &u32| (MIN_SIDE..=MAX_SIDE).contains(side);
            u32::try_from(side).ok().filter(fits)
        };
        // A map of fewer points than this shows nothing.
        let room = |side: u32| side as f32 / scale >= MIN_SIDE as f32;
        match (side(width), side(height)) {
            (Some(width), Some(height)) if room(width) && room(height) => Ok(Self {
                width,
                height,
                scale,
            }),
            (Some(_), Some(_)) => Err(ExportError::Scale(scale)),
            _ => Err(ExportError::Size { width, height }),
        }
    }

    /// The same map in a picture whose sides are at most so many pixels long: for a preview.
    #[must_use]
    pub fn shrunk(self, most: u32) -> Self {
        let share = (most as f32 / self.width.max(self.height) as f32).min(1.0);
        let side = |side: u32| ((side as f32 * share).round() as u32).max(1);
        Self {
            width: side(self.width),
            height: side(self.height),
            scale: self.scale * share,
        }
    }

    pub fn pixels(self) -> [u32; 2] {
        [self.width, self.height]
    }

    pub fn scale(self) -> f32 {
        self.scale
    }

    /// The size of the view.
    pub fn points(self) -> Vec2 {
        vec2(self.width as f32, self.height as f32) / self.scale
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_and_a_million_pixels_are_refused() {
        for (width, height) in [(0, 600), (800, 0), (1_000_000, 600), (u64::MAX, 600)] {
            let refused = PictureSize::new(width, height, 1.0);
            assert!(
                matches!(refused, Err(ExportError::Size { .. })),
                "{width} x {height}"
            );
        }
        for scale in [0.0, -1.0, f32::NAN, f32::INFINITY, 100.0] {
            let refused = PictureSize::new(800, 600, scale);
            assert!(matches!(refused, Err(ExportError::Scale(_))), "{scale}");
        }
        assert!(
            PictureSize::new(100, 100, 20.0).is_err(),
            "a map of five points"
        );
    }

    #[test]
    fn a_poster_of_scale_four_has_a_quarter_of_the_points() {
        let size = PictureSize::new(10_000, 8_000, 4.0).unwrap();
        assert_eq!(size.points(), vec2(2500.0, 2000.0));
    }
}
