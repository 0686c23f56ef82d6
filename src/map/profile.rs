//! How the ink of a line fades at its edges, as a small picture that lines are painted with: one row for each width,
//! so that a line is two triangles for each of its sides whatever its width, and smooth without multisampling.

use egui::{
    Color32, ColorImage, Context, Pos2, TextureHandle, TextureOptions, TextureWrapMode, pos2,
};

/// Across a line, from edge to edge.
const COLUMNS: usize = 128;
/// The first row is all ink, for areas; the last one fades from the middle to the edges; the others are for widths, each
/// wider than the one before. Both sides are powers of two, as those of the picture of letters are: a software driver
/// compiles once for those, once more for others.
const ROWS: usize = 64;
/// Rows for a width that doubles.
const ROWS_PER_DOUBLING: f32 = 6.0;
/// Of the second row, in pixels.
const THINNEST: f32 = 0.25;

/// Loads the picture. It is one for all lines and areas of a map, so that these are drawn at one stroke.
pub fn load(context: &Context) -> TextureHandle {
    let pixels = (0..ROWS).flat_map(|row| (0..COLUMNS).map(move |column| texel(row, column)));
    let image = ColorImage::new([COLUMNS, ROWS], pixels.collect());
    let options = TextureOptions {
        wrap_mode: TextureWrapMode::ClampToEdge,
        ..TextureOptions::LINEAR
    };
    context.load_texture("profile of lines", image, options)
}

/// Where the picture is all ink.
pub fn ink() -> Pos2 {
    pos2(0.5, middle_of_row(0.0))
}

/// The row of a line, between 0 and 1.
pub fn row_of(width_px: f32) -> f32 {
    let row = (width_px.max(THINNEST) / THINNEST).log2() * ROWS_PER_DOUBLING;
    // The last one is not next to the one that fades.
    middle_of_row((row + 1.0).min((ROWS - 3) as f32))
}

/// The row of a line that fades from its middle to its edges, between 0 and 1.
pub fn fading() -> f32 {
    middle_of_row((ROWS - 1) as f32)
}

fn middle_of_row(row: f32) -> f32 {
    (row + 0.5) / ROWS as f32
}

fn texel(row: usize, column: usize) -> Color32 {
    let Some(line) = row.checked_sub(1) else {
        return Color32::WHITE;
    };
    let across = (column as f32 + 0.5) / COLUMNS as f32 * 2.0 - 1.0;
    let ink = if row == ROWS - 1 {
        1.0 - across.abs()
    } else {
        let width_px = THINNEST * (line as f32 / ROWS_PER_DOUBLING).exp2();
        ink_at(across.abs(), width_px)
    };
    Color32::WHITE.gamma_multiply(ink)
}

/// Share of a pixel that a line covers, at a place between its middle (0) and its edge (1), half a pixel beyond its
/// width. A line thinner than a pixel is paler instead.
fn ink_at(place: f32, width_px: f32) -> f32 {
    let from_edge = 1.0 - place;
    if width_px < 1.0 {
        from_edge * 2.0 * width_px / (width_px + 1.0)
    } else {
        (from_edge * (width_px + 1.0) / 2.0).min(1.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_has_as_much_ink_as_it_is_wide() {
        for width in [0.3, 0.8, 1.0, 2.5, 9.0] {
            let half = f64::from(width + 1.0) / 2.0;
            let steps = 1000;
            let places = (0..steps).map(|step| (step as f32 + 0.5) / steps as f32);
            let ink: f64 = places.map(|place| f64::from(ink_at(place, width))).sum();
            let total = ink / f64::from(steps) * half * 2.0;
            assert!(
                (total - f64::from(width)).abs() < 0.01,
                "{total} of {width}"
            );
        }
    }

    #[test]
    fn wider_lines_have_later_rows_and_the_widest_is_still_one() {
        let rows = [0.0, 0.25, 1.0, 5.0, 40.0, 1000.0].map(row_of);
        assert!(rows.is_sorted() && rows[0] > ink().y && rows[5] < 1.0);
    }
}
