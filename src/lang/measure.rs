//! Positions and distances as a reader of the language writes them.

use super::{Language, Strings, plain_number};
use crate::atlas::{Position, Status};

/// What measured lengths are written in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LengthUnit {
    #[default]
    Kilometre,
    /// The international mile.
    Mile,
}

impl LengthUnit {
    pub fn metres(self) -> f64 {
        match self {
            Self::Kilometre => 1000.0,
            Self::Mile => 1609.344,
        }
    }
}

/// Latitude first, as people say it, with hemispheres: `31.2040° N, 121.5834° E`.
pub fn position_text(strings: &Strings, position: Position) -> String {
    let Position {
        longitude,
        latitude,
    } = position;
    let (south, west) = (latitude < 0.0, longitude < 0.0);
    let (latitude, longitude) = (latitude.abs(), longitude.abs());
    match strings.language {
        Language::English => {
            let (vertical, horizontal) =
                (if south { 'S' } else { 'N' }, if west { 'W' } else { 'E' });
            format!("{latitude:.4}° {vertical}, {longitude:.4}° {horizontal}")
        }
        Language::Chinese => {
            let vertical = if south { "南纬" } else { "北纬" };
            let horizontal = if west { "西经" } else { "东经" };
            format!("{vertical} {latitude:.4}°，{horizontal} {longitude:.4}°")
        }
    }
}

/// Degrees, minutes and seconds to a tenth, latitude first: `31°12′14.5″ N, 121°35′00.1″ E`.
pub fn dms_text(strings: &Strings, position: Position) -> String {
    let vertical = ("N", "S", "北纬", "南纬");
    let horizontal = ("E", "W", "东经", "西经");
    let sides = [
        (position.latitude, vertical),
        (position.longitude, horizontal),
    ];
    let [latitude, longitude] = sides.map(|(degrees, (plus, minus, zh_plus, zh_minus))| {
        let tenths = (degrees.abs() * 36_000.0).round() as u64;
        let (whole, minutes, seconds) = (
            tenths / 36_000,
            tenths / 600 % 60,
            (tenths % 600) as f64 / 10.0,
        );
        let text = format!("{whole}°{minutes:02}′{seconds:04.1}″");
        match (strings.language, degrees < 0.0) {
            (Language::English, false) => format!("{text} {plus}"),
            (Language::English, true) => format!("{text} {minus}"),
            (Language::Chinese, false) => format!("{zh_plus} {text}"),
            (Language::Chinese, true) => format!("{zh_minus} {text}"),
        }
    });
    match strings.language {
        Language::English => format!("{latitude}, {longitude}"),
        Language::Chinese => format!("{latitude}，{longitude}"),
    }
}

/// Which way degrees are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Axis {
    Longitude,
    Latitude,
}

/// The degrees of a meridian or a parallel, with minutes and seconds where it has any: `121°30′ E`.
pub fn arc_text(strings: &Strings, axis: Axis, degrees: f64) -> String {
    let seconds = (degrees.abs() * 3600.0).round() as u64;
    let (whole, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    let text = match (minutes, seconds) {
        (0, 0) => format!("{whole}°"),
        (_, 0) => format!("{whole}°{minutes:02}′"),
        _ => format!("{whole}°{minutes:02}′{seconds:02}″"),
    };
    let [english, chinese] = match (axis, degrees < 0.0) {
        (Axis::Longitude, false) => ["E", "东经"],
        (Axis::Longitude, true) => ["W", "西经"],
        (Axis::Latitude, false) => ["N", "北纬"],
        (Axis::Latitude, true) => ["S", "南纬"],
    };
    match strings.language {
        Language::English => format!("{text} {english}"),
        Language::Chinese => format!("{chinese} {text}"),
    }
}

/// As programs read it, latitude first, to about a metre: `31.20404, 121.58336`.
pub fn decimal_text(position: Position) -> String {
    format!("{:.5}, {:.5}", position.latitude, position.longitude)
}

/// A measured length: `845 m`, `7.42 km`, `94.8 km`, `58.9 mi`.
pub fn length_text(strings: &Strings, length_m: f64, unit: LengthUnit) -> String {
    let value = length_m / unit.metres();
    match unit {
        LengthUnit::Kilometre if value < 1.0 => format!("{length_m:.0} {}", strings.get("unit-m")),
        LengthUnit::Kilometre => format!("{} {}", rounded(value), strings.get("unit-km")),
        LengthUnit::Mile => format!("{} {}", rounded(value), strings.get("unit-mi")),
    }
}

/// A measured area: `0.58 km²`, `1,210.4 km²`, `467.3 sq mi`.
pub fn area_text(strings: &Strings, area_m2: f64, unit: LengthUnit) -> String {
    let value = area_m2 / unit.metres().powi(2);
    let name = match unit {
        LengthUnit::Kilometre => "unit-km2",
        LengthUnit::Mile => "unit-mi2",
    };
    format!("{} {}", rounded(value), strings.get(name))
}

/// `278° W`: clockwise from north, and the nearest of eight directions.
pub fn bearing_text(strings: &Strings, bearing_deg: f64) -> String {
    const NAMES: [&str; 8] = [
        "direction-n",
        "direction-ne",
        "direction-e",
        "direction-se",
        "direction-s",
        "direction-sw",
        "direction-w",
        "direction-nw",
    ];
    let eighth = (bearing_deg / 45.0).round() as usize % NAMES.len();
    let degrees = bearing_deg.round() % 360.0;
    format!("{degrees:.0}° {}", strings.get(NAMES[eighth]))
}

/// With two decimals below 10, else one; commas between thousands.
fn rounded(value: f64) -> String {
    let decimals = if value < 10.0 { 2 } else { 1 };
    let text = format!("{value:.decimals$}");
    let (whole, rest) = text.split_once('.').unwrap_or((&text, ""));
    let mut grouped = String::new();
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    format!("{grouped}.{rest}")
}

/// `20 km`, `500 m`.
pub fn distance_text(strings: &Strings, distance_m: f64) -> String {
    let far = distance_m >= 1000.0;
    let (value, unit) = if far {
        (distance_m / 1000.0, "unit-km")
    } else {
        (distance_m, "unit-m")
    };
    format!("{} {}", plain_number(value), strings.get(unit))
}

/// The key of the word for a status.
pub fn status_key(status: Status) -> &'static str {
    match status {
        Status::Corroborated => "status-corroborated",
        Status::Sourced => "status-sourced",
        Status::Computed => "status-computed",
        Status::Reported => "status-reported",
        Status::Disputed => "status-disputed",
        Status::NeedsCheck => "status-needs-check",
    }
}

#[cfg(test)]
mod tests {
    use super::super::strings;
    use super::*;

    #[test]
    fn positions_are_written_in_degrees_minutes_and_seconds() {
        let text = |language, latitude, longitude| {
            let position = Position::new(longitude, latitude).unwrap();
            dms_text(strings(language), position)
        };
        let english = text(Language::English, 31.204_04, 121.583_36);
        assert_eq!(english, "31°12′14.5″ N, 121°35′00.1″ E");
        let chinese = text(Language::Chinese, -31.204_04, -121.583_36);
        assert_eq!(chinese, "南纬 31°12′14.5″，西经 121°35′00.1″");
        // A second is never 60.
        assert!(text(Language::English, 30.999_999_99, 121.0).starts_with("31°00′00.0″"));
    }

    #[test]
    fn lengths_and_areas_are_rounded_to_what_a_hand_can_point_at() {
        let english = strings(Language::English);
        let km = |length| length_text(english, length, LengthUnit::Kilometre);
        assert_eq!(
            [km(845.4), km(7421.0), km(94_812.0)],
            ["845 m", "7.42 km", "94.8 km"]
        );
        assert_eq!(length_text(english, 94_812.0, LengthUnit::Mile), "58.9 mi");
        assert_eq!(
            area_text(english, 1_210_410_000.0, LengthUnit::Kilometre),
            "1,210.4 km²"
        );
        assert_eq!(bearing_text(english, 278.4), "278° W");
        assert_eq!(bearing_text(english, 359.8), "0° N");
    }
}
