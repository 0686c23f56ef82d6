//! Camera flights: the smooth and efficient zoom-and-pan path of van Wijk and Nuij, "Smooth and efficient zooming
//! and panning", IEEE Symposium on Information Visualization 2003.

use super::view::{View, geo_from_plane, plane_from_geo};

/// The authors' preferred trade-off of zooming against panning, ρ.
const RHO: f64 = 1.41;
/// Length of path per second, in the paper's units; their users preferred about 1.
const SPEED: f64 = 2.4;
const MIN_DURATION_S: f64 = 0.25;
const MAX_DURATION_S: f64 = 2.0;
/// Below this distance, as a share of the view's width, a flight only zooms.
const STANDSTILL: f64 = 1e-6;

/// A camera on its way.
#[derive(Clone, Debug, PartialEq)]
pub struct Flight {
    from: View,
    to: View,
    path: Path,
    duration_s: f64,
}

#[derive(Clone, Debug, PartialEq)]
enum Path {
    Zoom { length: f64 },
    Arc { distance: f64, r0: f64, length: f64 },
}

impl Flight {
    /// Between two views of the same size.
    pub fn new(from: View, to: View) -> Self {
        let path = Path::between(&from, &to);
        let length = match path {
            Path::Zoom { length } | Path::Arc { length, .. } => length.abs(),
        };
        Self {
            from,
            to,
            path,
            duration_s: (length / SPEED).clamp(MIN_DURATION_S, MAX_DURATION_S),
        }
    }

    pub fn duration_s(&self) -> f64 {
        self.duration_s
    }

    pub fn destination(&self) -> View {
        self.to
    }

    /// The view at `elapsed_s` after the start, and whether that is the end.
    pub fn at(&self, elapsed_s: f64) -> (View, bool) {
        let share = elapsed_s / self.duration_s;
        if share >= 1.0 {
            return (self.to, true);
        }
        (self.along(ease(share.max(0.0))), false)
    }

    /// `share` of the path's length, 0 to 1.
    fn along(&self, share: f64) -> View {
        let width0 = width(&self.from);
        let (moved, width) = match self.path {
            Path::Zoom { length } => (share, width0 * (RHO * length * share).exp()),
            Path::Arc {
                distance,
                r0,
                length,
            } => {
                let s = share * length;
                let moved = width0 / (RHO * RHO) * (r0.cosh() * (RHO * s + r0).tanh() - r0.sinh())
                    / distance;
                (moved, width0 * r0.cosh() / (RHO * s + r0).cosh())
            }
        };
        let [x0, y0] = plane_from_geo(self.from.centre);
        let [x1, y1] = plane_from_geo(self.to.centre);
        View {
            centre: geo_from_plane([x0 + (x1 - x0) * moved, y0 + (y1 - y0) * moved]),
            zoom: self.from.zoom + (width0 / width).log2(),
            size: self.to.size,
        }
    }
}

impl Path {
    fn between(from: &View, to: &View) -> Self {
        let (w0, w1) = (width(from), width(to));
        let [x0, y0] = plane_from_geo(from.centre);
        let [x1, y1] = plane_from_geo(to.centre);
        let distance = (x1 - x0).hypot(y1 - y0);
        if distance < w0.max(w1) * STANDSTILL {
            return Self::Zoom {
                length: (w1 / w0).ln() / RHO,
            };
        }
        let rho2 = RHO * RHO;
        let r = |w: f64, sign: f64| {
            let b = (w1 * w1 - w0 * w0 + sign * rho2 * rho2 * distance * distance)
                / (2.0 * w * rho2 * distance);
            (b.mul_add(b, 1.0).sqrt() - b).ln()
        };
        let (r0, r1) = (r(w0, 1.0), r(w1, -1.0));
        Self::Arc {
            distance,
            r0,
            length: (r1 - r0) / RHO,
        }
    }
}

/// Width of the view in the plane.
fn width(view: &View) -> f64 {
    f64::from(view.size.x.max(1.0)) / view.scale()
}

/// Starts and ends gently (smoothstep).
fn ease(share: f64) -> f64 {
    share * share * (3.0 - 2.0 * share)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::atlas::Position;
    use egui::vec2;
    use proptest::prelude::*;

    fn view(longitude: f64, latitude: f64, zoom: f64) -> View {
        View {
            centre: Position {
                longitude,
                latitude,
            },
            zoom,
            size: vec2(1280.0, 756.0),
        }
    }

    #[test]
    fn a_long_flight_rises_before_it_descends() {
        let flight = Flight::new(view(121.6, 31.2, 12.0), view(117.3, 31.8, 12.0));
        let (middle, ended) = flight.at(flight.duration_s() / 2.0);
        assert!(!ended);
        assert!(middle.zoom < 11.0, "{}", middle.zoom);
    }

    proptest! {
        #[test]
        fn every_flight_starts_here_ends_there_and_takes_two_seconds_at_most(
            x0 in 115.0..123.0, y0 in 27.0..35.0, z0 in 5.0..16.0,
            x1 in 115.0..123.0, y1 in 27.0..35.0, z1 in 5.0..16.0,
        ) {
            let (from, to) = (view(x0, y0, z0), view(x1, y1, z1));
            let flight = Flight::new(from, to);
            prop_assert!(flight.duration_s() <= 2.0);
            prop_assert_eq!(flight.at(2.0), (to, true));
            for (share, place) in [(0.0, from), (1.0, to)] {
                let on_path = flight.along(share);
                prop_assert!((on_path.zoom - place.zoom).abs() < 1e-3);
                prop_assert!((on_path.centre.longitude - place.centre.longitude).abs() < 1e-3);
            }
        }
    }
}
