//! Where a position lies: the regions of an atlas that hold it, or the nearest land a short way off the coast.

use std::sync::{Arc, OnceLock};

use geo::{Area, BoundingRect, Contains, HaversineClosestPoint};
use geo_types::{MultiPolygon, Point};
use rstar::{AABB, RTree, RTreeObject};

use super::{distance_m, outline::Outline};
use crate::atlas::{Atlas, Geometry, Place, PlaceId, Position};

/// Metres in a degree of latitude, rounded down so that a search window is never too small.
const METRES_PER_DEGREE: f64 = 110_000.0;

/// The outlines of an atlas's regions, indexed by their extents.
#[derive(Debug)]
pub struct Locator {
    regions: RTree<Region>,
}

#[derive(Debug)]
struct Region {
    place: PlaceId,
    area: Arc<MultiPolygon>,
    /// Made when a position is first looked for in it.
    outline: OnceLock<Outline>,
    envelope: AABB<[f64; 2]>,
    /// In square degrees: only to put the small before the large.
    size: f64,
}

impl Region {
    fn outline(&self) -> &Outline {
        self.outline.get_or_init(|| Outline::new(&self.area))
    }
}

impl RTreeObject for Region {
    type Envelope = AABB<[f64; 2]>;

    fn envelope(&self) -> Self::Envelope {
        self.envelope
    }
}

impl Locator {
    pub fn new(atlas: &Atlas) -> Self {
        let regions = atlas.places().iter().filter_map(region).collect();
        Self {
            regions: RTree::bulk_load(regions),
        }
    }

    /// The regions that hold `position`, the smallest first. Where there are none, those whose outline comes nearest
    /// within `reach_m` metres.
    pub fn regions_at<'a>(
        &self,
        atlas: &'a Atlas,
        position: Position,
        reach_m: f64,
    ) -> Vec<&'a Place> {
        let point = Point::from(position);
        let here = AABB::from_point([point.x(), point.y()]);
        let mut holding: Vec<&Region> = self
            .regions
            .locate_in_envelope_intersecting(&here)
            .filter(|region| region.outline().contains(position))
            .collect();
        if holding.is_empty() {
            holding = self.nearest(position, reach_m);
        }
        holding.sort_by(|one, other| one.size.total_cmp(&other.size));
        holding
            .into_iter()
            .filter_map(|region| atlas.place(&region.place))
            .collect()
    }

    /// The regions that come as near as the nearest one: a district and its city share a coast.
    fn nearest(&self, position: Position, reach_m: f64) -> Vec<&Region> {
        let point = Point::from(position);
        let up = reach_m / METRES_PER_DEGREE;
        let across = up / position.latitude.to_radians().cos().max(0.01);
        let window = AABB::from_corners(
            [point.x() - across, point.y() - up],
            [point.x() + across, point.y() + up],
        );
        let near: Vec<(f64, &Region)> = self
            .regions
            .locate_in_envelope_intersecting(&window)
            .filter_map(|region| Some((region.outline().distance_m(position, reach_m)?, region)))
            .collect();
        let least = near
            .iter()
            .map(|(distance, _)| *distance)
            .fold(f64::INFINITY, f64::min);
        near.into_iter()
            .filter(|(distance, _)| *distance <= least + 1.0)
            .map(|(_, region)| region)
            .collect()
    }

    /// Metres from `position` to the outline of a region; 0 inside it, `None` for what is no region.
    pub fn distance_to_region_m(&self, place: &Place, position: Position) -> Option<f64> {
        let Geometry::Region(outline) = &place.geometry else {
            return None;
        };
        if outline.contains(&Point::from(position)) {
            return Some(0.0);
        }
        distance_to(outline, position)
    }
}

fn region(place: &Place) -> Option<Region> {
    let Geometry::Region(outline) = &place.geometry else {
        return None;
    };
    let bounds = outline.bounding_rect()?;
    Some(Region {
        place: place.id.clone(),
        area: Arc::clone(outline),
        outline: OnceLock::new(),
        envelope: AABB::from_corners(bounds.min().into(), bounds.max().into()),
        size: outline.unsigned_area(),
    })
}

fn distance_to(outline: &MultiPolygon, position: Position) -> Option<f64> {
    match outline.haversine_closest_point(&Point::from(position)) {
        geo::Closest::Intersection(closest) | geo::Closest::SinglePoint(closest) => {
            let closest = Position::new(closest.x(), closest.y()).ok()?;
            Some(distance_m(position, closest))
        }
        geo::Closest::Indeterminate => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store;

    fn names_at(latitude: f64, longitude: f64) -> Vec<String> {
        let atlas = store::builtin().atlas;
        let position = Position::new(longitude, latitude).unwrap();
        let found = Locator::new(&atlas).regions_at(&atlas, position, 2000.0);
        found
            .into_iter()
            .map(|place| place.id.to_string())
            .collect()
    }

    #[test]
    fn a_point_in_a_district_lies_in_the_district_before_the_city() {
        assert_eq!(names_at(31.203, 121.59), ["pudong", "shanghai"]);
        assert_eq!(names_at(31.2304, 121.4737), ["huangpu", "shanghai"]);
    }

    #[test]
    fn yangshan_in_the_water_belongs_to_the_nearest_land_which_is_zhoushan() {
        assert_eq!(names_at(30.62, 122.06), ["zhoushan"]);
    }

    #[test]
    fn the_open_sea_belongs_to_nobody() {
        assert!(names_at(30.9, 123.2).is_empty());
    }
}
