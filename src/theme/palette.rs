//! Colours of choropleths: sequential palettes that colour-blind readers can tell apart and that stay in order in
//! greyscale. `YlGnBu`, `BuPu` and `YlOrBr` are Cynthia Brewer's (`ColorBrewer` 2.0, nine classes each), Viridis is by
//! Smith and van der Walt (matplotlib), Cividis by Nuñez, Anderton and Renslow (2018).

use egui::Color32;

use super::{ThemeName, tokens::rgb};

/// A palette of nine or ten steps, from light to dark.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum PaletteName {
    #[default]
    YlGnBu,
    BuPu,
    YlOrBr,
    Viridis,
    Cividis,
}

const YL_GN_BU: [u32; 9] = [
    0xFF_FF_D9, 0xED_F8_B1, 0xC7_E9_B4, 0x7F_CD_BB, 0x41_B6_C4, 0x1D_91_C0, 0x22_5E_A8, 0x25_34_94,
    0x08_1D_58,
];
const BU_PU: [u32; 9] = [
    0xF7_FC_FD, 0xE0_EC_F4, 0xBF_D3_E6, 0x9E_BC_DA, 0x8C_96_C6, 0x8C_6B_B1, 0x88_41_9D, 0x81_0F_7C,
    0x4D_00_4B,
];
const YL_OR_BR: [u32; 9] = [
    0xFF_FF_E5, 0xFF_F7_BC, 0xFE_E3_91, 0xFE_C4_4F, 0xFE_99_29, 0xEC_70_14, 0xCC_4C_02, 0x99_34_04,
    0x66_25_06,
];
const VIRIDIS: [u32; 9] = [
    0xFD_E7_25, 0xAD_DC_30, 0x5E_C9_62, 0x28_AE_80, 0x21_91_8C, 0x2C_72_8E, 0x3B_52_8B, 0x47_2D_7B,
    0x44_01_54,
];
const CIVIDIS: [u32; 10] = [
    0xFE_E8_38, 0xE1_CC_55, 0xC3_B3_69, 0xA5_9C_74, 0x8A_86_78, 0x70_71_73, 0x57_5D_6D, 0x3B_49_6C,
    0x12_35_70, 0x00_22_4E,
];

impl PaletteName {
    pub const ALL: [Self; 5] = [
        Self::YlGnBu,
        Self::BuPu,
        Self::YlOrBr,
        Self::Viridis,
        Self::Cividis,
    ];

    /// As in the settings file and in the header of a slide.
    pub fn code(self) -> &'static str {
        match self {
            Self::YlGnBu => "ylgnbu",
            Self::BuPu => "bupu",
            Self::YlOrBr => "ylorbr",
            Self::Viridis => "viridis",
            Self::Cividis => "cividis",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|name| name.code() == code)
    }

    fn steps(self) -> &'static [u32] {
        match self {
            Self::YlGnBu => &YL_GN_BU,
            Self::BuPu => &BU_PU,
            Self::YlOrBr => &YL_OR_BR,
            Self::Viridis => &VIRIDIS,
            Self::Cividis => &CIVIDIS,
        }
    }

    /// A colour for each class, the least first. The more, the further from the ground: darker on a light map,
    /// lighter on a dark one.
    pub fn colours(self, theme: ThemeName, classes: usize) -> Vec<Color32> {
        // The ends of the palettes come too close to paper and ink.
        let (first, last) = match (theme, self) {
            (ThemeName::Dark, _) => (0.95, 0.1),
            (_, Self::Viridis | Self::Cividis) => (0.0, 0.9),
            (ThemeName::Projector, _) => (0.1, 1.0),
            (ThemeName::Light, _) => (0.1, 0.82),
        };
        let share = |class: usize| match classes {
            0 | 1 => 0.5,
            _ => class as f32 / (classes - 1) as f32,
        };
        (0..classes)
            .map(|class| self.at(first + (last - first) * share(class)))
            .collect()
    }

    /// Linear in sRGB between the steps; 0 is the lightest.
    fn at(self, share: f32) -> Color32 {
        let steps = self.steps();
        let place = share.clamp(0.0, 1.0) * (steps.len() - 1) as f32;
        let lower = (place as usize).min(steps.len() - 2);
        rgb(steps[lower]).lerp_to_gamma(rgb(steps[lower + 1]), place - lower as f32)
    }
}
