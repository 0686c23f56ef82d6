//! What part of the world is on the screen: Web Mercator, as walkers and every web map have it.

use std::f64::consts::PI;

use egui::{Pos2, Rect, Vec2, pos2};

use crate::atlas::{Extent, Position};

/// Side of the world at zoom 0, in points.
const WORLD_SIDE: f64 = 256.0;
/// Equatorial circumference of WGS84, in metres.
const EQUATOR_M: f64 = 40_075_016.686;

pub const MIN_ZOOM: f64 = 6.0;
pub const MAX_ZOOM: f64 = 17.0;
/// The camera's centre stays in here, so that nobody gets lost in the Pacific. All of the delta can be seen in any
/// corner of the screen.
pub const BOUNDS: Extent = Extent {
    west: 111.0,
    south: 23.0,
    east: 127.0,
    north: 39.0,
};

/// The camera and the size of the picture.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct View {
    pub centre: Position,
    pub zoom: f64,
    /// Of the map, in points.
    pub size: Vec2,
}

/// Point of the Mercator plane, 0 to 1 from west to east and from north to south.
pub fn plane_from_geo(position: Position) -> [f64; 2] {
    let x = f64::midpoint(position.longitude / 180.0, 1.0);
    let y = (1.0 - position.latitude.to_radians().tan().asinh() / PI) / 2.0;
    [x, y]
}

/// The inverse of [`plane_from_geo`].
pub fn geo_from_plane([x, y]: [f64; 2]) -> Position {
    Position {
        longitude: (x * 2.0 - 1.0) * 180.0,
        latitude: ((1.0 - y * 2.0) * PI).sinh().atan().to_degrees(),
    }
}

/// Where the points of the plane are on the screen in a view, in points from the map's top left corner.
#[derive(Clone, Copy, Debug)]
pub struct Projection {
    centre: [f64; 2],
    scale: f64,
    middle: Vec2,
}

impl Projection {
    pub fn screen_from_geo(&self, position: Position) -> Pos2 {
        self.screen_from_plane(plane_from_geo(position))
    }

    pub fn screen_from_plane(&self, [x, y]: [f64; 2]) -> Pos2 {
        let [centre_x, centre_y] = self.centre;
        pos2(
            ((x - centre_x) * self.scale) as f32 + self.middle.x,
            ((y - centre_y) * self.scale) as f32 + self.middle.y,
        )
    }

    pub fn plane_from_screen(&self, point: Pos2) -> [f64; 2] {
        let [centre_x, centre_y] = self.centre;
        [
            centre_x + f64::from(point.x - self.middle.x) / self.scale,
            centre_y + f64::from(point.y - self.middle.y) / self.scale,
        ]
    }
}

impl View {
    /// Length of the whole plane at this zoom, in points.
    pub fn scale(&self) -> f64 {
        WORLD_SIDE * self.zoom.exp2()
    }

    pub fn rect(&self) -> Rect {
        Rect::from_min_size(Pos2::ZERO, self.size)
    }

    /// To put many points on the screen.
    pub fn projection(&self) -> Projection {
        Projection {
            centre: plane_from_geo(self.centre),
            scale: self.scale(),
            middle: self.size / 2.0,
        }
    }

    /// In points from the map's top left corner.
    pub fn screen_from_geo(&self, position: Position) -> Pos2 {
        self.projection().screen_from_geo(position)
    }

    pub fn screen_from_plane(&self, point: [f64; 2]) -> Pos2 {
        self.projection().screen_from_plane(point)
    }

    pub fn geo_from_screen(&self, point: Pos2) -> Position {
        geo_from_plane(self.plane_from_screen(point))
    }

    /// The inverse of [`Self::screen_from_plane`].
    pub fn plane_from_screen(&self, point: Pos2) -> [f64; 2] {
        self.projection().plane_from_screen(point)
    }

    /// Ground distance of one point of the screen at this latitude, in metres.
    pub fn metres_per_point(&self, latitude: f64) -> f64 {
        EQUATOR_M * latitude.to_radians().cos() / self.scale()
    }

    /// The same view moved so that what was at the middle of the screen is `offset` points away from it.
    #[must_use]
    pub fn panned(&self, offset: Vec2) -> Self {
        let middle = (self.size / 2.0).to_pos2();
        Self {
            centre: self.geo_from_screen(middle - offset),
            ..*self
        }
        .kept_in_bounds()
    }

    /// Zoomed by `levels`, with what is at `fixed` staying there.
    #[must_use]
    pub fn zoomed_at(&self, fixed: Pos2, levels: f64) -> Self {
        let anchor = self.geo_from_screen(fixed);
        let zoomed = Self {
            zoom: (self.zoom + levels).clamp(MIN_ZOOM, MAX_ZOOM),
            ..*self
        };
        let moved = zoomed.screen_from_geo(anchor);
        zoomed.panned(fixed - moved)
    }

    /// Zoom and centre within the limits; a value that is no number becomes the middle.
    #[must_use]
    pub fn kept_in_bounds(&self) -> Self {
        let clamp = |value: f64, low: f64, high: f64| {
            if value.is_finite() {
                value.clamp(low, high)
            } else {
                f64::midpoint(low, high)
            }
        };
        Self {
            centre: Position {
                longitude: clamp(self.centre.longitude, BOUNDS.west, BOUNDS.east),
                latitude: clamp(self.centre.latitude, BOUNDS.south, BOUNDS.north),
            },
            zoom: clamp(self.zoom, MIN_ZOOM, MAX_ZOOM),
            ..*self
        }
    }

    /// The view of this size that shows all of `extent` inside `free`, at most at `max_zoom`.
    pub fn fitting(extent: Extent, size: Vec2, free: Rect, max_zoom: f64) -> Self {
        let [west, north] = plane_from_geo(Position {
            longitude: extent.west,
            latitude: extent.north,
        });
        let [east, south] = plane_from_geo(Position {
            longitude: extent.east,
            latitude: extent.south,
        });
        let levels = |room: f32, span: f64| (f64::from(room.max(1.0)) / (span * WORLD_SIDE)).log2();
        let zoom = levels(free.width(), east - west)
            .min(levels(free.height(), south - north))
            .min(max_zoom)
            .clamp(MIN_ZOOM, MAX_ZOOM);
        let middle = geo_from_plane([f64::midpoint(west, east), f64::midpoint(north, south)]);
        Self {
            centre: middle,
            zoom,
            size,
        }
        .with_centre_at(free.center())
    }

    /// The same view moved so that its centre comes to `point` of the screen.
    #[must_use]
    pub fn with_centre_at(&self, point: Pos2) -> Self {
        self.panned(point - (self.size / 2.0).to_pos2())
    }

    /// What the four sides of the screen enclose.
    pub fn extent(&self) -> Extent {
        let north_west = self.geo_from_screen(Pos2::ZERO);
        let south_east = self.geo_from_screen(self.size.to_pos2());
        Extent {
            west: north_west.longitude,
            south: south_east.latitude,
            east: south_east.longitude,
            north: north_west.latitude,
        }
    }

    /// Length in points of a round ground distance for a scale bar of at most `max` points, and that distance.
    pub fn scale_bar(&self, max: f32) -> (f32, f64) {
        let per_point = self.metres_per_point(self.centre.latitude);
        let longest = per_point * f64::from(max);
        let magnitude = 10f64.powf(longest.log10().floor());
        let distance = [5.0, 2.0, 1.0]
            .into_iter()
            .map(|step| step * magnitude)
            .find(|distance| *distance <= longest)
            .unwrap_or(magnitude);
        ((distance / per_point) as f32, distance)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use egui::vec2;
    use proptest::prelude::*;

    fn shanghai(zoom: f64) -> View {
        View {
            centre: Position {
                longitude: 121.47,
                latitude: 31.2,
            },
            zoom,
            size: vec2(1280.0, 756.0),
        }
    }

    #[test]
    fn the_world_is_256_points_wide_at_zoom_0() {
        let view = shanghai(0.0);
        let at = |longitude| {
            view.screen_from_geo(Position {
                longitude,
                latitude: 0.0,
            })
            .x
        };
        assert!((at(180.0) - at(-180.0) - 256.0).abs() < 1e-3);
    }

    #[test]
    fn the_scale_bar_is_a_round_distance_that_fits() {
        let (points, distance_m) = shanghai(9.3).scale_bar(120.0);
        assert_eq!(distance_m, 20_000.0);
        assert!((40.0..=120.0).contains(&points), "{points}");
    }

    #[test]
    fn a_fitted_extent_lies_in_the_free_part() {
        let free = Rect::from_min_max(pos2(40.0, 40.0), pos2(840.0, 700.0));
        let pudong = Extent {
            west: 121.45,
            south: 30.85,
            east: 122.1,
            north: 31.4,
        };
        let view = View::fitting(pudong, vec2(1280.0, 756.0), free, 14.0);
        for (longitude, latitude) in [(pudong.west, pudong.north), (pudong.east, pudong.south)] {
            let corner = view.screen_from_geo(Position {
                longitude,
                latitude,
            });
            assert!(free.expand(1.0).contains(corner), "{corner}");
        }
    }

    proptest! {
        #[test]
        fn screen_and_ground_are_inverse(x in 0f32..1280.0, y in 0f32..756.0, zoom in 6.0..17.0) {
            let view = shanghai(zoom);
            let back = view.screen_from_geo(view.geo_from_screen(pos2(x, y)));
            prop_assert!((back - pos2(x, y)).length() < 0.05);
        }

        #[test]
        fn zooming_keeps_the_point_under_the_pointer(x in 300f32..900.0, y in 200f32..500.0, levels in -1.0..4.0) {
            let view = shanghai(9.0);
            let pointer = pos2(x, y);
            let zoomed = view.zoomed_at(pointer, levels);
            let moved = zoomed.screen_from_geo(view.geo_from_screen(pointer));
            prop_assert!((moved - pointer).length() < 0.1);
        }

        #[test]
        fn no_number_leads_the_camera_astray(longitude in proptest::num::f64::ANY, latitude in proptest::num::f64::ANY, zoom in proptest::num::f64::ANY) {
            let view = View { centre: Position { longitude, latitude }, zoom, size: vec2(800.0, 600.0) };
            let kept = view.kept_in_bounds();
            prop_assert!((MIN_ZOOM..=MAX_ZOOM).contains(&kept.zoom));
            prop_assert!((BOUNDS.west..=BOUNDS.east).contains(&kept.centre.longitude));
            prop_assert!((BOUNDS.south..=BOUNDS.north).contains(&kept.centre.latitude));
        }
    }
}
