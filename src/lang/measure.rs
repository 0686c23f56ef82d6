//! Positions and distances as a reader of the language writes them.

use super::{Language, Strings, plain_number};
use crate::atlas::{Position, Status};

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
