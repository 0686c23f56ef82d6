//! Where the name of a region is written: where it fits best, else where the screen shows the region.

use std::{collections::HashMap, sync::LazyLock};

use egui::{Pos2, Vec2, vec2};
use geo::Contains as _;
use geo_types::Coord;

use super::Spots;
use crate::{
    atlas::{Geometry, Kind, Place, Position},
    basemap,
    scene::{SceneInput, ground::DETAIL_FROM_ZOOM, on_screen},
};

/// From here on a region whose best spot is off the screen is named where it is seen.
const SPREAD_FROM_ZOOM: f64 = 10.5;
/// Where the name of a city may stand from its dot when symbols cover that, in points.
const ROUND_A_DOT: [Vec2; 11] = [
    vec2(0.0, 0.0),
    vec2(0.0, 24.0),
    vec2(0.0, -24.0),
    vec2(60.0, 12.0),
    vec2(-60.0, -12.0),
    vec2(70.0, -24.0),
    vec2(-70.0, 30.0),
    vec2(110.0, 48.0),
    vec2(110.0, -48.0),
    vec2(-110.0, 0.0),
    vec2(170.0, 0.0),
];

/// Adcode of the municipality.
const MUNICIPALITY: &str = "310000";
/// Room for its name: in the city first, then at its edge, then off its coast.
const ACROSS: [(f64, f64); 18] = [
    (121.45, 31.215),
    (121.43, 31.17),
    (121.50, 31.19),
    (121.40, 31.20),
    (121.56, 31.15),
    (121.46, 31.12),
    (121.36, 31.22),
    (121.38, 31.30),
    (121.62, 31.10),
    (121.32, 31.14),
    (121.66, 31.24),
    (121.55, 31.05),
    (121.70, 31.04),
    (121.30, 31.05),
    (121.95, 31.22),
    (122.02, 31.10),
    (122.20, 31.20),
    (122.25, 31.05),
];

/// `None` if the screen does not show it.
pub fn spots(input: SceneInput<'_>, place: &Place) -> Option<Spots> {
    let view = &input.view;
    let anchor = view.screen_from_geo(label_anchor(place));
    if is_municipality(place) && view.zoom >= DETAIL_FROM_ZOOM {
        return Some(Spots::Any(across(input)));
    }
    if place.kind == Kind::City && on_screen(view, anchor, 0.0) {
        let spots = ROUND_A_DOT.map(|offset| anchor + offset);
        return Some(Spots::Any(spots.to_vec()));
    }
    if on_screen(view, anchor, 0.0) {
        return Some(Spots::On(anchor, spread(input, place)));
    }
    let spots = spread(input, place);
    (!spots.is_empty()).then_some(Spots::Any(spots))
}

/// Whether it is the city that is told apart by districts.
pub fn is_municipality(place: &Place) -> bool {
    place.adcode.as_deref() == Some(MUNICIPALITY)
}

/// Where the name of the municipality may stand among those of its districts, the best place first.
fn across(input: SceneInput<'_>) -> Vec<Pos2> {
    let spots = ACROSS.map(|(longitude, latitude)| {
        input.view.screen_from_geo(Position {
            longitude,
            latitude,
        })
    });
    spots.to_vec()
}

/// Points of the screen, spread over it, at which a region lies.
fn spread(input: SceneInput<'_>, place: &Place) -> Vec<Pos2> {
    let Geometry::Region(outline) = &place.geometry else {
        return Vec::new();
    };
    let (own, seen) = (place.extent(), input.view.extent());
    let meets = own.west < seen.east
        && own.east > seen.west
        && own.south < seen.north
        && own.north > seen.south;
    if !meets || input.view.zoom < SPREAD_FROM_ZOOM {
        return Vec::new();
    }
    let shares = [0.5, 0.3, 0.7, 0.15, 0.85];
    let grid = shares
        .into_iter()
        .flat_map(|down| shares.map(|right| input.free.lerp_inside(vec2(right, down))));
    let inside = |point: &Pos2| {
        let position = input.view.geo_from_screen(*point);
        outline.contains(&Coord {
            x: position.longitude,
            y: position.latitude,
        })
    };
    let spots: Vec<Pos2> = grid.filter(inside).collect();
    // Those where the whole name lies in the region come first.
    let ends = [
        vec2(45.0, 0.0),
        vec2(-45.0, 0.0),
        vec2(0.0, 14.0),
        vec2(0.0, -14.0),
    ];
    let whole = |point: &Pos2| ends.iter().all(|end| inside(&(*point + *end)));
    let (mut spots, others): (Vec<Pos2>, Vec<Pos2>) = spots.into_iter().partition(whole);
    spots.extend(others);
    spots
}

/// Where the selected region is seen, however little of it: the spot nearest to its best one.
pub fn sought(input: SceneInput<'_>, place: &Place) -> Option<Spots> {
    let Geometry::Region(outline) = &place.geometry else {
        return None;
    };
    let anchor = input.view.screen_from_geo(label_anchor(place));
    let room = input.free.size().min(vec2(160.0, 60.0)) / 2.0;
    let free = input.free.shrink2(room);
    let share = |index: u8| f32::from(index) / 12.0;
    let grid = (0..=12).flat_map(|x| (0..=12).map(move |y| vec2(share(x), share(y))));
    let inside = grid
        .map(|share| free.lerp_inside(share))
        .filter(|point| outline.contains(&Coord::from(input.view.geo_from_screen(*point))));
    let away = |point: &Pos2| point.distance(anchor);
    let nearest = inside.min_by(|one, other| away(one).total_cmp(&away(other)));
    nearest.map(|spot| Spots::Any(vec![spot]))
}

/// Where the name of a region fits: the base map knows for its districts.
fn label_anchor(place: &Place) -> Position {
    static BASE: LazyLock<HashMap<&'static str, Position>> = LazyLock::new(|| {
        basemap::districts()
            .features
            .iter()
            .filter_map(|feature| Some((feature.adcode.as_deref()?, feature.label?)))
            .collect()
    });
    let from_base = || BASE.get(place.adcode.as_deref()?).copied();
    match place.geometry {
        // A city is named where it is built.
        Geometry::Region(_) if place.kind == Kind::City => {
            place.centre.unwrap_or_else(|| place.anchor())
        }
        Geometry::Region(_) => from_base().unwrap_or_else(|| place.anchor()),
        _ => place.anchor(),
    }
}
