//! The values of the three themes, and the scales of type, space and radius that they share.

use egui::Color32;

use super::ThemeName;

/// Sizes of type, in points.
pub mod type_size {
    pub const CAPTION: f32 = 12.0;
    pub const BODY: f32 = 14.0;
    pub const LEAD: f32 = 16.0;
    pub const TITLE: f32 = 20.0;
    pub const FIGURE: f32 = 28.0;
}

/// Distances, in points.
pub mod space {
    pub const XS: f32 = 4.0;
    pub const S: f32 = 8.0;
    pub const M: f32 = 12.0;
    pub const L: f32 = 16.0;
    pub const XL: f32 = 24.0;
}

/// Radii of corners, in points.
pub mod radius {
    pub const CARD: u8 = 8;
    pub const CONTROL: u8 = 4;
}

/// One theme: interface and map.
#[derive(Clone, Debug, PartialEq)]
pub struct Theme {
    pub name: ThemeName,
    pub interface: Interface,
    pub map: MapColours,
}

/// Colours of panels and controls.
#[derive(Clone, Debug, PartialEq)]
pub struct Interface {
    /// Surface of cards and bars.
    pub paper: Color32,
    /// Surface of fields and chips on paper.
    pub well: Color32,
    /// The same under the pointer.
    pub well_hover: Color32,
    pub ink: Color32,
    /// Captions and secondary text; still at least 4.5:1 on paper.
    pub ink_weak: Color32,
    /// Hairlines between things.
    pub line: Color32,
    /// Selected, active, go: nothing else.
    pub accent: Color32,
    /// Text on the accent.
    pub on_accent: Color32,
    /// Links.
    pub second: Color32,
    /// Warnings: status signs that ask for caution.
    pub caution: Color32,
    pub shadow: Color32,
    /// Over what lies behind a dialog.
    pub shade: Color32,
}

/// Colours and weights of the map.
#[derive(Clone, Debug, PartialEq)]
pub struct MapColours {
    /// The theme that these are of.
    pub theme: ThemeName,
    pub sea: Color32,
    /// Bands of lighter water along the coast that soften it, one in the other.
    pub coast_glow: Color32,
    pub coast: Color32,
    /// Paper round the map, where the data ends, and the line between them.
    pub margin: Color32,
    pub neat_line: Color32,
    /// Land outside the delta.
    pub land_outside: Color32,
    /// Land of the delta.
    pub land: Color32,
    /// Neighbouring cities differ in these.
    pub tints: [Color32; 4],
    /// Neighbouring districts of the municipality differ in these, stronger than the cities round it.
    pub districts: [Color32; 4],
    pub builtup: Color32,
    pub water: Color32,
    /// The river that the city lies along.
    pub axis: Color32,
    pub shore: Color32,
    pub border_province: Color32,
    pub border_city: Color32,
    pub border_district: Color32,
    pub road: Color32,
    pub road_case: Color32,
    pub rail: Color32,
    /// Airports, ports and stations of the base map, and their names.
    pub gateway: Color32,
    /// Ground of the numbers of roads.
    pub road_plate: Color32,
    /// Meridians and parallels.
    pub graticule: Color32,
    /// Strokes over regions without a value.
    pub hatch: Color32,
    pub selection_fill: Color32,
    pub label: Color32,
    pub label_weak: Color32,
    pub label_water: Color32,
    pub label_province: Color32,
    pub halo: Color32,
    pub symbol: Color32,
    pub symbol_paper: Color32,
    pub accent: Color32,
    pub on_accent: Color32,
    /// Multiplies the width of lines: thicker on a beamer.
    pub weight: f32,
    /// Multiplies the size of lettering.
    pub lettering: f32,
}

pub(super) const fn rgb(hex: u32) -> Color32 {
    let [_, red, green, blue] = hex.to_be_bytes();
    Color32::from_rgb(red, green, blue)
}

fn glass(hex: u32, alpha: u8) -> Color32 {
    let [_, red, green, blue] = hex.to_be_bytes();
    Color32::from_rgba_unmultiplied(red, green, blue, alpha)
}

impl Theme {
    pub fn new(name: ThemeName) -> Self {
        match name {
            ThemeName::Light => light(),
            ThemeName::Dark => dark(),
            ThemeName::Projector => projector(),
        }
    }
}

fn light() -> Theme {
    Theme {
        name: ThemeName::Light,
        interface: Interface {
            paper: rgb(0xFD_FC_F9),
            well: rgb(0xF1_EE_E7),
            well_hover: rgb(0xE8_E4_DA),
            ink: rgb(0x1E_23_28),
            ink_weak: rgb(0x5C_63_6B),
            line: rgb(0xDD_D8_CE),
            accent: rgb(0xB8_39_2B),
            on_accent: rgb(0xFF_FF_FF),
            second: rgb(0x2F_4B_7C),
            caution: rgb(0x8A_56_00),
            shadow: glass(0x1E_23_28, 40),
            shade: glass(0x1E_23_28, 90),
        },
        map: MapColours {
            theme: ThemeName::Light,
            sea: rgb(0xC9_DE_EA),
            coast_glow: glass(0xFF_FF_FF, 46),
            coast: rgb(0x86_AD_C4),
            margin: rgb(0xFD_FC_F9),
            neat_line: rgb(0x8C_7A_8E),
            land_outside: rgb(0xE6_E5_E1),
            land: rgb(0xF5_F2_EA),
            tints: [
                rgb(0xF3_F0_E6),
                rgb(0xEE_F0_E8),
                rgb(0xF3_ED_E7),
                rgb(0xEE_ED_EA),
            ],
            districts: [
                rgb(0xFB_F1_D8),
                rgb(0xE8_F1_DC),
                rgb(0xFA_E5_D9),
                rgb(0xEC_E6_F0),
            ],
            builtup: glass(0xC4_AF_98, 90),
            water: rgb(0xC9_DE_EA),
            axis: rgb(0xAF_D0_E4),
            shore: rgb(0x9D_C0_D3),
            border_province: rgb(0x8C_7A_8E),
            border_city: rgb(0xA8_99_AA),
            border_district: rgb(0xB5_A8_B2),
            road: rgb(0xFF_FF_FF),
            road_case: rgb(0xD2_C3_AC),
            rail: rgb(0x9E_9A_96),
            gateway: rgb(0x5A_62_78),
            road_plate: rgb(0xEB_E1_CF),
            graticule: glass(0x2F_4B_7C, 70),
            hatch: rgb(0x8A_84_8C),
            selection_fill: glass(0xB8_39_2B, 34),
            label: rgb(0x1E_23_28),
            label_weak: rgb(0x55_4F_58),
            label_water: rgb(0x3A_6E_8C),
            label_province: rgb(0x6E_5F_72),
            halo: rgb(0xFB_F9_F4),
            symbol: rgb(0x2F_4B_7C),
            symbol_paper: rgb(0xFF_FF_FF),
            accent: rgb(0xB8_39_2B),
            on_accent: rgb(0xFF_FF_FF),
            weight: 1.0,
            lettering: 1.0,
        },
    }
}

fn dark() -> Theme {
    Theme {
        name: ThemeName::Dark,
        interface: Interface {
            paper: rgb(0x1B_23_2B),
            well: rgb(0x27_32_3C),
            well_hover: rgb(0x31_3E_4A),
            ink: rgb(0xE8_EC_EF),
            ink_weak: rgb(0xA3_AF_BA),
            line: rgb(0x34_41_4D),
            accent: rgb(0xF0_70_5E),
            on_accent: rgb(0x1A_0E_0C),
            second: rgb(0x8F_B4_EA),
            caution: rgb(0xE9_B8_5C),
            shadow: glass(0x00_00_00, 120),
            shade: glass(0x00_00_00, 120),
        },
        map: MapColours {
            theme: ThemeName::Dark,
            sea: rgb(0x0B_17_22),
            coast_glow: glass(0x46_86_B0, 22),
            coast: rgb(0x43_68_80),
            margin: rgb(0x14_1A_20),
            neat_line: rgb(0x63_60_70),
            land_outside: rgb(0x1A_22_2A),
            land: rgb(0x26_31_3B),
            tints: [
                rgb(0x26_32_3C),
                rgb(0x27_37_3A),
                rgb(0x2D_33_3E),
                rgb(0x23_2F_3A),
            ],
            districts: [
                rgb(0x35_42_4C),
                rgb(0x2E_45_44),
                rgb(0x42_3D_48),
                rgb(0x30_3F_54),
            ],
            builtup: glass(0x8E_9A_A8, 40),
            water: rgb(0x0D_1D_2B),
            axis: rgb(0x13_34_4C),
            shore: rgb(0x2D_4C_62),
            border_province: rgb(0xA2_91_AB),
            border_city: rgb(0x70_6D_7F),
            border_district: rgb(0x66_6A_7A),
            road: rgb(0x4B_59_65),
            road_case: rgb(0x1A_23_2B),
            rail: rgb(0x73_80_8B),
            gateway: rgb(0x9F_AD_C0),
            road_plate: rgb(0x33_40_4B),
            graticule: glass(0x9C_BE_F0, 70),
            hatch: rgb(0x7C_86_90),
            selection_fill: glass(0xF0_70_5E, 40),
            label: rgb(0xE8_EC_EF),
            label_weak: rgb(0xB4_BD_C6),
            label_water: rgb(0x7F_AF_CC),
            label_province: rgb(0xAE_A0_B6),
            halo: rgb(0x14_1D_26),
            symbol: rgb(0x9C_BE_F0),
            symbol_paper: rgb(0x14_1D_26),
            accent: rgb(0xF0_70_5E),
            on_accent: rgb(0x1A_0E_0C),
            weight: 1.0,
            lettering: 1.0,
        },
    }
}

fn projector() -> Theme {
    Theme {
        name: ThemeName::Projector,
        interface: Interface {
            paper: rgb(0xFF_FF_FF),
            well: rgb(0xEC_EC_EC),
            well_hover: rgb(0xDD_DD_DD),
            ink: rgb(0x00_00_00),
            ink_weak: rgb(0x33_33_33),
            line: rgb(0x88_88_88),
            accent: rgb(0xC8_10_2E),
            on_accent: rgb(0xFF_FF_FF),
            second: rgb(0x0B_2F_7A),
            caution: rgb(0x7A_45_00),
            shadow: glass(0x00_00_00, 90),
            shade: glass(0x00_00_00, 120),
        },
        map: MapColours {
            theme: ThemeName::Projector,
            sea: rgb(0x9C_CD_E8),
            coast_glow: glass(0xFF_FF_FF, 50),
            coast: rgb(0x2F_76_9E),
            margin: rgb(0xFF_FF_FF),
            neat_line: rgb(0x4B_2E_55),
            land_outside: rgb(0xE4_E4_E4),
            land: rgb(0xFF_FF_FF),
            tints: [
                rgb(0xFA_F7_EC),
                rgb(0xF2_F7_EE),
                rgb(0xFB_F2_EC),
                rgb(0xF4_F2_F7),
            ],
            districts: [
                rgb(0xFF_F3_CC),
                rgb(0xE2_F3_D4),
                rgb(0xFF_E2_D2),
                rgb(0xE8_E2_F5),
            ],
            builtup: glass(0xB0_98_7A, 84),
            water: rgb(0x9C_CD_E8),
            axis: rgb(0x6F_B4_DC),
            shore: rgb(0x4E_91_B8),
            border_province: rgb(0x4B_2E_55),
            border_city: rgb(0x6B_52_72),
            border_district: rgb(0x80_6C_86),
            road: rgb(0xFF_FF_FF),
            road_case: rgb(0x9B_8B_74),
            rail: rgb(0x5E_5E_5E),
            gateway: rgb(0x38_3F_58),
            road_plate: rgb(0xF0_E8_DA),
            graticule: glass(0x0B_2F_7A, 110),
            hatch: rgb(0x55_55_55),
            selection_fill: glass(0xC8_10_2E, 44),
            label: rgb(0x00_00_00),
            label_weak: rgb(0x2B_2B_2B),
            label_water: rgb(0x0A_4B_73),
            label_province: rgb(0x3E_24_47),
            halo: rgb(0xFF_FF_FF),
            symbol: rgb(0x0B_2F_7A),
            symbol_paper: rgb(0xFF_FF_FF),
            accent: rgb(0xC8_10_2E),
            on_accent: rgb(0xFF_FF_FF),
            weight: 1.5,
            lettering: 1.25,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn luminance(colour: Color32) -> f64 {
        let channel = |value: u8| {
            let value = f64::from(value) / 255.0;
            if value <= 0.040_45 {
                value / 12.92
            } else {
                ((value + 0.055) / 1.055).powf(2.4)
            }
        };
        0.2126 * channel(colour.r()) + 0.7152 * channel(colour.g()) + 0.0722 * channel(colour.b())
    }

    /// WCAG 2 contrast ratio.
    fn contrast(one: Color32, other: Color32) -> f64 {
        let (one, other) = (luminance(one), luminance(other));
        (one.max(other) + 0.05) / (one.min(other) + 0.05)
    }

    #[test]
    fn every_text_colour_reaches_four_and_a_half_to_one_on_its_ground() {
        for name in ThemeName::ALL {
            let Theme { interface, map, .. } = Theme::new(name);
            for (what, text, ground) in [
                ("ink", interface.ink, interface.paper),
                ("ink on well", interface.ink, interface.well_hover),
                ("weak ink", interface.ink_weak, interface.paper),
                ("weak ink on well", interface.ink_weak, interface.well),
                ("accent", interface.accent, interface.paper),
                ("on accent", interface.on_accent, interface.accent),
                ("link", interface.second, interface.paper),
                ("caution", interface.caution, interface.paper),
                ("label", map.label, map.halo),
                ("weak label", map.label_weak, map.halo),
                ("water label", map.label_water, map.halo),
                ("province label", map.label_province, map.halo),
                ("gateway", map.gateway, map.symbol_paper),
                ("gateway's name", map.gateway, map.halo),
                ("symbol", map.symbol, map.symbol_paper),
                ("selected symbol", map.on_accent, map.accent),
            ] {
                let ratio = contrast(text, ground);
                assert!(ratio >= 4.5, "{what} in {}: {ratio:.2}", name.code());
            }
        }
    }
}
