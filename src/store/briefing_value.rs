//! The values of a slide's keys: read from the file and written to it, each way in one place.

use crate::atlas::{Camera, LayerChoice, PlaceId, Position};

/// Zoom levels that make sense on a Web Mercator map.
const ZOOMS: std::ops::RangeInclusive<f64> = 0.0..=24.0;
/// Longest planned time of one slide, in seconds.
const LONGEST_S: u32 = 2 * 60 * 60;
/// Places that a camera fits at most.
const MOST_PLACES: usize = 100;

/// The parts of a list, which commas or semicolons separate.
pub fn list(value: &str) -> impl Iterator<Item = &str> {
    value
        .split([',', ';', '，', '；', '、'])
        .map(str::trim)
        .filter(|part| !part.is_empty())
}

/// `None` if it is no camera.
pub fn camera(value: &str) -> Option<Camera> {
    let (word, rest) = match value.split_once(char::is_whitespace) {
        Some((word, rest)) => (word, rest.trim()),
        None => (value, ""),
    };
    match (word, rest) {
        ("none", "") => Some(Camera::None),
        ("subject", "") => Some(Camera::Subject),
        ("home", "") => Some(Camera::Home),
        ("place", rest) => place(rest),
        ("fit", rest) => {
            let places: Vec<PlaceId> = list(rest).map(PlaceId::new).collect();
            (1..=MOST_PLACES)
                .contains(&places.len())
                .then_some(Camera::Fit(places))
        }
        _ => exact(value),
    }
}

fn place(value: &str) -> Option<Camera> {
    let mut parts = list(value);
    let place = PlaceId::new(parts.next()?);
    let zoom = match parts.next() {
        Some(part) => Some(zoom(part)?),
        None => None,
    };
    parts
        .next()
        .is_none()
        .then_some(Camera::Place { place, zoom })
}

fn zoom(part: &str) -> Option<f64> {
    let zoom: f64 = part.strip_prefix("zoom")?.trim().parse().ok()?;
    ZOOMS.contains(&zoom).then_some(zoom)
}

/// `31.204 N, 121.583 E, zoom 12`; the letters make the order free.
fn exact(value: &str) -> Option<Camera> {
    let (mut latitude, mut longitude, mut level) = (None, None, None);
    for part in list(value) {
        let degrees = |letter: char| -> Option<f64> {
            let number = part.strip_suffix(letter)?.trim_end_matches(['°', ' ']);
            number.trim().parse().ok()
        };
        let slot = if let Some(north) = degrees('N').or_else(|| degrees('S').map(|south| -south)) {
            (&mut latitude, north)
        } else if let Some(east) = degrees('E').or_else(|| degrees('W').map(|west| -west)) {
            (&mut longitude, east)
        } else {
            (&mut level, zoom(part)?)
        };
        if slot.0.replace(slot.1).is_some() {
            return None;
        }
    }
    let centre = Position::new(longitude?, latitude?).ok()?;
    Some(Camera::Exact {
        centre,
        zoom: level?,
    })
}

/// As [`camera`] reads it. Positions are kept to 5 decimals (about a metre), zoom to 2.
pub fn camera_text(camera: &Camera) -> String {
    match camera {
        Camera::None => "none".to_owned(),
        Camera::Subject => "subject".to_owned(),
        Camera::Home => "home".to_owned(),
        Camera::Place { place, zoom: None } => format!("place {place}"),
        Camera::Place {
            place,
            zoom: Some(zoom),
        } => format!("place {place}, zoom {}", short(*zoom, 100.0)),
        Camera::Fit(places) => {
            let places: Vec<&str> = places.iter().map(PlaceId::as_str).collect();
            format!("fit {}", places.join(", "))
        }
        Camera::Exact { centre, zoom } => {
            let letter = |value: f64, letters: [char; 2]| letters[usize::from(value < 0.0)];
            format!(
                "{} {}, {} {}, zoom {}",
                short(centre.latitude.abs(), 1e5),
                letter(centre.latitude, ['N', 'S']),
                short(centre.longitude.abs(), 1e5),
                letter(centre.longitude, ['E', 'W']),
                short(*zoom, 100.0)
            )
        }
    }
}

fn short(value: f64, per_unit: f64) -> f64 {
    (value * per_unit).round() / per_unit
}

/// Seconds, or minutes and seconds: `90`, `1:30`.
pub fn seconds(value: &str) -> Option<u32> {
    let number = |text: &str| -> Option<u32> {
        let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        digits.then(|| text.parse().ok()).flatten()
    };
    let seconds = match value.split_once([':', '：']) {
        Some((minutes, seconds)) => {
            let seconds = number(seconds).filter(|seconds| *seconds < 60)?;
            number(minutes)?.checked_mul(60)?.checked_add(seconds)?
        }
        None => number(value)?,
    };
    (1..=LONGEST_S).contains(&seconds).then_some(seconds)
}

/// `metro, no rail, built-up 40%`. `None` if a part is none of these.
pub fn layers(value: &str) -> Option<Vec<LayerChoice>> {
    list(value).map(layer).collect()
}

fn layer(part: &str) -> Option<LayerChoice> {
    let choice = |id: &str, visible, opacity| {
        let fits = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.:".contains(&byte);
        let id_fits = !id.is_empty() && id.bytes().all(fits);
        id_fits.then(|| LayerChoice {
            id: id.to_owned(),
            visible,
            opacity,
        })
    };
    match part.split_once(char::is_whitespace) {
        None => choice(part, true, None),
        Some(("no", id)) => choice(id.trim(), false, None),
        Some((id, share)) => {
            let percent: f32 = share.trim().strip_suffix('%')?.trim().parse().ok()?;
            let fits = (0.0..=100.0).contains(&percent);
            fits.then(|| choice(id, true, Some(percent / 100.0)))
                .flatten()
        }
    }
}

/// As [`layers`] reads it.
pub fn layers_text(layers: &[LayerChoice]) -> String {
    let one = |choice: &LayerChoice| match choice {
        LayerChoice {
            id, visible: false, ..
        } => format!("no {id}"),
        LayerChoice {
            id,
            opacity: Some(opacity),
            ..
        } => format!("{id} {}%", (opacity * 100.0).round()),
        LayerChoice { id, .. } => id.clone(),
    };
    let parts: Vec<String> = layers.iter().map(one).collect();
    parts.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_camera_of_no_number_or_off_the_globe_is_none() {
        for wrong in [
            "NaN N, 121 E, zoom 9",
            "31 N, inf E, zoom 9",
            "31 N, 121 E, zoom NaN",
            "91 N, 121 E, zoom 9",
            "31 N, 121 E",
            "31, 121, zoom 9",
            "31 N, 32 N, zoom 9",
            "place",
            "fit",
            "place x, zoom 99",
            "",
        ] {
            assert_eq!(camera(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn seconds_and_minutes_are_read() {
        assert_eq!(seconds("90"), Some(90));
        assert_eq!(seconds("1:30"), Some(90));
        for wrong in ["0", "-5", "1:90", "99999999999", "9999", "ninety", ":", ""] {
            assert_eq!(seconds(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn layers_are_shown_hidden_or_faint() {
        let read = layers("metro, no rail, built-up 40%").unwrap();
        assert!(read[0].visible && !read[1].visible);
        assert_eq!(read[2].opacity, Some(0.4));
        assert_eq!(layers_text(&read), "metro, no rail, built-up 40%");
        assert_eq!(layers("metro 140%"), None);
    }

    proptest! {
        #[test]
        fn every_camera_is_read_as_it_is_written(latitude in -9_000_000i32..9_000_000, longitude in -18_000_000i32..18_000_000, zoom in 0..2400) {
            let degrees = |value: i32| f64::from(value) / 1e5;
            let exact = Camera::Exact {
                centre: Position { longitude: degrees(longitude), latitude: degrees(latitude) },
                zoom: f64::from(zoom) / 100.0,
            };
            prop_assert_eq!(camera(&camera_text(&exact)), Some(exact));
        }

        #[test]
        fn any_value_is_read_or_refused_but_never_panics(value in "\\PC{0,40}") {
            let _ = (camera(&value), seconds(&value), layers(&value));
        }
    }
}
