//! Colours as colour-blind people see them: classes and signs stay apart.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test may fail loudly"
)]

use delta_atlas::{
    scene::content::Choropleth,
    theme::{Theme, ThemeName, palette::PaletteName},
};
use egui::Color32;

/// Full protanopia, deuteranopia and tritanopia on linear RGB: Machado, Oliveira and Fernandes, "A
/// physiologically-based model for simulation of color vision deficiency", IEEE Transactions on Visualization and
/// Computer Graphics 15 (2009), table of severity 1.0.
const SEEN_BY: [(&str, [[f64; 3]; 3]); 4] = [
    ("all", [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]]),
    (
        "protanopes",
        [
            [0.152_286, 1.052_583, -0.204_868],
            [0.114_503, 0.786_281, 0.099_216],
            [-0.003_882, -0.048_116, 1.051_998],
        ],
    ),
    (
        "deuteranopes",
        [
            [0.367_322, 0.860_646, -0.227_968],
            [0.280_085, 0.672_501, 0.047_413],
            [-0.011_820, 0.042_940, 0.968_881],
        ],
    ),
    (
        "tritanopes",
        [
            [1.255_528, -0.076_749, -0.178_779],
            [-0.078_411, 0.930_809, 0.147_602],
            [0.004_733, 0.691_367, 0.303_900],
        ],
    ),
];

/// CIE L*a*b* under D65 of what is seen.
fn seen(colour: Color32, matrix: &[[f64; 3]; 3]) -> [f64; 3] {
    let linear = [colour.r(), colour.g(), colour.b()].map(|value| {
        let value = f64::from(value) / 255.0;
        if value <= 0.040_45 {
            value / 12.92
        } else {
            ((value + 0.055) / 1.055).powf(2.4)
        }
    });
    let times = |row: &[f64; 3], vector: [f64; 3]| -> f64 {
        row.iter().zip(vector).map(|(one, other)| one * other).sum()
    };
    let rgb = matrix.map(|row| times(&row, linear).clamp(0.0, 1.0));
    let xyz = [
        [0.412_456_4, 0.357_576_1, 0.180_437_5],
        [0.212_672_9, 0.715_152_2, 0.072_175_0],
        [0.019_333_9, 0.119_192_0, 0.950_304_1],
    ]
    .map(|row| times(&row, rgb));
    let bend = |value: f64| {
        if value > 0.008_856 {
            value.cbrt()
        } else {
            7.787 * value + 16.0 / 116.0
        }
    };
    let [x, y, z] = [xyz[0] / 0.950_47, xyz[1], xyz[2] / 1.088_83].map(bend);
    [116.0 * y - 16.0, 500.0 * (x - y), 200.0 * (y - z)]
}

/// ΔE of 1976; about 2.3 is just seen side by side.
fn apart(one: Color32, other: Color32, matrix: &[[f64; 3]; 3]) -> f64 {
    let (one, other) = (seen(one, matrix), seen(other, matrix));
    let squares = one.iter().zip(other).map(|(a, b)| (a - b).powi(2));
    squares.sum::<f64>().sqrt()
}

/// The least ΔE between two of the colours.
fn least(colours: &[Color32], matrix: &[[f64; 3]; 3]) -> f64 {
    let pairs = colours.iter().enumerate().flat_map(|(index, one)| {
        colours[..index]
            .iter()
            .map(|other| apart(*one, *other, matrix))
    });
    pairs.fold(f64::INFINITY, f64::min)
}

#[test]
fn the_simulation_takes_red_and_green_for_alike_and_leaves_grey_alone() {
    let red_green = |matrix| {
        apart(
            Color32::from_rgb(170, 80, 60),
            Color32::from_rgb(110, 112, 40),
            matrix,
        )
    };
    let [(_, all), _, (_, deuteranopes), _] = &SEEN_BY;
    assert!(red_green(all) > 2.5 * red_green(deuteranopes));
    for (who, matrix) in &SEEN_BY {
        let grey = seen(Color32::from_gray(140), matrix);
        assert!(grey[1].abs() < 1.0 && grey[2].abs() < 1.0, "{who} {grey:?}");
    }
}

#[test]
fn every_two_classes_of_every_palette_are_told_apart_by_everybody() {
    for theme in ThemeName::ALL {
        for palette in PaletteName::ALL {
            for classes in Choropleth::CLASSES {
                let colours = palette.colours(theme, classes);
                for (who, matrix) in &SEEN_BY {
                    let least = least(&colours, matrix);
                    // Seven classes are the most that fit between light and dark; five are the default.
                    let needed = match classes {
                        7 => 5.5,
                        6 => 8.0,
                        _ => 12.0,
                    };
                    let (theme, palette) = (theme.code(), palette.code());
                    assert!(
                        least >= needed,
                        "{palette} of {classes} in {theme} for {who}: {least}"
                    );
                }
            }
        }
    }
}

#[test]
fn what_marks_trust_selection_and_links_is_told_apart_by_everybody() {
    for name in ThemeName::ALL {
        let colours = Theme::new(name).interface;
        let marks = [colours.ink, colours.accent, colours.second, colours.caution];
        for (who, matrix) in &SEEN_BY {
            let least = least(&marks, matrix);
            assert!(least >= 8.0, "{} for {who}: {least}", name.code());
            for mark in marks {
                let ground = apart(mark, colours.paper, matrix);
                assert!(ground >= 40.0, "{} for {who}: {ground}", name.code());
            }
        }
    }
}
