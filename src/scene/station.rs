//! Stations of the metro: dots on their lines, and their names where there is room. Shown only as near as their
//! positions are known.

use std::{
    collections::HashMap,
    ops::RangeInclusive,
    sync::{Arc, LazyLock, Mutex, PoisonError},
};

use geo_types::{Coord, Geometry, LineString, Polygon};

use super::{Shapes, view::MAX_ZOOM};
use crate::{atlas::Position, basemap};

/// At these zooms stations are drawn: as near as the lines through them, which the legend calls schematic.
pub const SHOWN: RangeInclusive<f64> = 12.5..=MAX_ZOOM;
/// At these zooms they are named; those where lines cross earlier.
pub const NAMED: RangeInclusive<f64> = 14.0..=MAX_ZOOM;
pub const INTERCHANGES_NAMED: RangeInclusive<f64> = 13.25..=MAX_ZOOM;
/// In points.
const RADIUS: f32 = 2.8;
const INTERCHANGE_RADIUS: f32 = 4.0;
const CORNERS: u32 = 18;

/// Every station as a dot, for a step of zoom; made once for each.
pub fn dots(zoom: f64) -> Shapes {
    type Made = HashMap<u64, Arc<Vec<Geometry>>>;
    static MADE: LazyLock<Mutex<Made>> = LazyLock::new(Mutex::default);
    let mut made = MADE.lock().unwrap_or_else(PoisonError::into_inner);
    let dots = made.entry(zoom.to_bits()).or_insert_with(|| {
        let dots = positions().map(|(station, position)| dot(position, radius(station), zoom));
        Arc::new(dots.collect())
    });
    Shapes::Own(Arc::clone(dots))
}

/// The stations and where they are.
pub fn positions() -> impl Iterator<Item = (&'static basemap::Feature, Position)> {
    let stations = basemap::metro_stations().features.iter();
    stations.filter_map(|station| match station.geometry {
        Geometry::Point(point) => {
            let position = Position {
                longitude: point.x(),
                latitude: point.y(),
            };
            Some((station, position))
        }
        _ => None,
    })
}

/// Whether one can change lines here.
pub fn is_interchange(station: &basemap::Feature) -> bool {
    station.lines > 1
}

/// Of its dot, in points.
pub fn radius(station: &basemap::Feature) -> f32 {
    if is_interchange(station) {
        INTERCHANGE_RADIUS
    } else {
        RADIUS
    }
}

/// A circle that is round on the screen.
fn dot(position: Position, radius: f32, zoom: f64) -> Geometry {
    let radius = f64::from(radius) * 360.0 / (256.0 * zoom.exp2());
    let corner = |number: u32| {
        let angle = std::f64::consts::TAU * f64::from(number) / f64::from(CORNERS);
        Coord {
            x: position.longitude + radius * angle.cos(),
            y: position.latitude + radius * position.latitude.to_radians().cos() * angle.sin(),
        }
    };
    let ring: Vec<Coord> = (0..=CORNERS)
        .map(|number| corner(number % CORNERS))
        .collect();
    Geometry::Polygon(Polygon::new(LineString::new(ring), Vec::new()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_step_of_zoom_has_one_set_of_dots_so_that_it_is_uploaded_once() {
        assert_eq!(dots(13.0), dots(13.0));
        assert_ne!(dots(13.0), dots(13.25));
        assert!(positions().count() > 300);
    }

    #[test]
    fn where_lines_cross_the_dot_is_larger() {
        let larger = |name: &str| {
            let station = positions().find(|(station, _)| station.names.zh == name);
            radius(station.unwrap().0) > RADIUS
        };
        assert!(larger("人民广场") && larger("徐家汇") && !larger("锦江乐园"));
    }
}
