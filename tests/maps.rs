//! The files of `maps/`: coverage, shared borders, coast, positions, budgets, licences.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test may fail loudly"
)]

use std::{
    collections::{BTreeMap, BTreeSet, HashMap, HashSet},
    fs,
    path::PathBuf,
};

use delta_atlas::{
    atlas::{Atlas, Geometry, Kind, Place, Position},
    basemap::{self, Feature, Layer},
    geo::Locator,
    store,
};
use geo::{Area, BooleanOps, Contains, Intersects, Validation, Winding};
use geo_types::{Coord, LineString, MultiPolygon, Point, Polygon};
use rstar::{PointDistance, RTree, primitives::Line};
use serde_json::Value;

/// Bytes of one file, and of all together.
const FILE_BUDGET: usize = 900_000;
const TOTAL_BUDGET: usize = 4_000_000;

/// How far off a side of the land a piece of it may lie: both are rounded to the fifth decimal (0.7 m at most).
const ROUNDING: f64 = 1.0;

/// Square metres of one square degree at 31 N, and what two outlines may overlap by.
const SQUARE_DEGREE_M2: f64 = 110_900.0 * 95_500.0;
const OVERLAP_M2: f64 = 1.0;

/// Where the coast of the districts leaves that of the land, by 40 m at most and with one side each, written as the
/// corner where that side begins: the pipeline cuts scraps of land off or gives them to the neighbour.
const OFF_THE_COAST: [Key; 6] = [
    [12_140_189, 3_070_513],
    [12_143_236, 3_160_142],
    [12_152_082, 3_156_160],
    [12_152_914, 3_155_758],
    [12_170_869, 3_136_927],
    [12_182_997, 3_130_529],
];

/// Sides without length: corners written twice or three times in a row, which is harmless.
const SIDES_WITHOUT_LENGTH: [(&str, usize); 3] =
    [("districts", 0), ("cities", 2), ("cities_detail", 10)];

/// Polygons of land with corners that are no corner of a city: their west and south, and how many.
const LAND_OF_NO_CITY: [(&str, Key, usize); 7] = [
    // In Sanmen Bay, where an island of the overview laps over the mainland by 15 m.
    ("land_overview", [12_149_864, 2_912_343], 1),
    // Three polygons beside sides of `OFF_THE_COAST`.
    ("land_detail", [12_143_246, 3_155_733], 3),
    ("land_detail", [12_182_992, 3_130_521], 1),
    ("land_detail", [12_170_980, 3_136_825], 1),
    // A whole island of 1.1 km² in the Yangtze at 121.14 E, 31.78 N, outside all borders of the source.
    ("land_detail", [12_113_273, 3_177_462], 10),
    // A whole islet of 0.1 km² north of Zhoushan at 122.17 E, 30.81 N.
    ("land_detail", [12_217_167, 3_080_863], 5),
    // An islet of 0.04 km² off Jinshan, beside a side of `OFF_THE_COAST`.
    ("land_detail", [12_140_214, 3_070_508], 1),
];

/// Sites outside the region they name by more than their stated accuracy.
const SITES_OUTSIDE: [(&str, &str); 1] = [(
    "donghai-bridge",
    "a bridge of 32 km, placed by its middle, which is 13 km out at sea",
)];

/// Corners of a ring beyond which the validity of its area is left to `maps/build/check.py`: the time goes with the square.
const LONGEST_RING: usize = 4_000;

/// The adcode of the municipality.
const SHANGHAI: &str = "310000";

/// Longitude and latitude in units of the fifth decimal.
type Key = [i64; 2];

/// A side of an outline, in the direction of its ring: the area lies to its left.
type Side = [Key; 2];

fn key(coord: Coord) -> Key {
    [
        (coord.x * 1e5).round() as i64,
        (coord.y * 1e5).round() as i64,
    ]
}

fn reversed([from, to]: Side) -> Side {
    [to, from]
}

fn atlas() -> Atlas {
    store::builtin().atlas
}

/// Name and text of every file.
fn files() -> BTreeMap<String, String> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("maps");
    let paths = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    paths
        .filter(|path| path.extension().is_some_and(|ending| ending == "geojson"))
        .map(|path| {
            let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
            (name, fs::read_to_string(path).unwrap())
        })
        .collect()
}

/// Name and content of every file.
fn documents() -> Vec<(String, Value)> {
    let parse = |text: &str| serde_json::from_str(text).unwrap();
    files()
        .into_iter()
        .map(|(name, text)| (name, parse(&text)))
        .collect()
}

/// Longitude and latitude of every vertex of a geometry.
fn vertices(geometry: &Value) -> Vec<&Vec<Value>> {
    let mut vertices = Vec::new();
    let mut open = vec![geometry["coordinates"].as_array().unwrap()];
    while let Some(parts) = open.pop() {
        if parts[0].is_array() {
            open.extend(parts.iter().map(|part| part.as_array().unwrap()));
        } else {
            vertices.push(parts);
        }
    }
    vertices
}

fn area(feature: &Feature) -> MultiPolygon {
    match &feature.geometry {
        geo_types::Geometry::Polygon(polygon) => MultiPolygon::new(vec![polygon.clone()]),
        geo_types::Geometry::MultiPolygon(polygons) => polygons.clone(),
        other => panic!("{} is no area: {other:?}", feature.names.zh),
    }
}

fn rings(polygon: &Polygon) -> impl Iterator<Item = &LineString> {
    std::iter::once(polygon.exterior()).chain(polygon.interiors())
}

fn sides(feature: &Feature) -> Vec<Side> {
    area(feature)
        .iter()
        .flat_map(rings)
        .flat_map(LineString::lines)
        .map(|line| [key(line.start), key(line.end)])
        .collect()
}

/// The pairs of layers whose outlines go together: regions and their land.
fn levels() -> [(&'static Layer, &'static Layer); 3] {
    [
        (basemap::districts(), basemap::land_detail()),
        (basemap::cities(), basemap::land_overview()),
        (basemap::cities_detail(), basemap::land_detail()),
    ]
}

/// The sides that no neighbour shares, and those that are there twice in the same direction: outlines that overlap.
fn lone_sides(features: &[Feature]) -> (HashSet<Side>, Vec<Side>) {
    let mut all = HashSet::new();
    let sides = features
        .iter()
        .flat_map(sides)
        .filter(|[from, to]| from != to);
    let twice = sides.filter(|side| !all.insert(*side)).collect();
    let lone = all.iter().filter(|side| !all.contains(&reversed(**side)));
    (lone.copied().collect(), twice)
}

/// The sides of the land.
struct Coast {
    sides: RTree<Line<[f64; 2]>>,
}

fn numbers([x, y]: Key) -> [f64; 2] {
    [x as f64, y as f64]
}

impl Coast {
    fn of(land: &Layer) -> Self {
        let sides = land.features.iter().flat_map(sides);
        let lines = sides.map(|[from, to]| Line::new(numbers(from), numbers(to)));
        Self {
            sides: RTree::bulk_load(lines.collect()),
        }
    }

    /// Whether `side` is a side of the land or a piece of one, in the same direction.
    fn has(&self, [from, to]: Side) -> bool {
        let ([west, south], end) = (numbers(from), numbers(to));
        let near = self
            .sides
            .locate_within_distance([west, south], ROUNDING.powi(2));
        near.filter(|line| line.distance_2(&end) <= ROUNDING.powi(2))
            .any(|line| {
                let along = |axis: usize| line.to[axis] - line.from[axis];
                along(0) * (end[0] - west) + along(1) * (end[1] - south) > 0.0
            })
    }
}

/// The sides that are neither shared with one neighbour nor sides of the coast.
fn off_the_coast(features: &[Feature], coast: &Coast) -> Vec<Side> {
    let (lone, twice) = lone_sides(features);
    assert!(twice.is_empty(), "{twice:?}");
    let mut off: Vec<Side> = lone.into_iter().filter(|side| !coast.has(*side)).collect();
    off.sort_unstable();
    off
}

/// Where lines of sides begin and where they end.
fn open_ends(sides: &[Side]) -> (Vec<Key>, Vec<Key>) {
    let mut balance: BTreeMap<Key, i32> = BTreeMap::new();
    for [from, to] in sides {
        *balance.entry(*from).or_default() += 1;
        *balance.entry(*to).or_default() -= 1;
    }
    let with = |sign: i32| {
        let corners = balance.iter().filter(|(_, count)| count.signum() == sign);
        corners.map(|(corner, _)| *corner).collect()
    };
    (with(1), with(-1))
}

/// How many lines the sides make, each hanging together; a loop is one.
fn lines(sides: &[Side]) -> usize {
    let mut neighbours: BTreeMap<Key, Vec<Key>> = BTreeMap::new();
    for [from, to] in sides {
        neighbours.entry(*from).or_default().push(*to);
        neighbours.entry(*to).or_default().push(*from);
    }
    let mut lines = 0;
    while let Some((_, mut open)) = neighbours.pop_first() {
        lines += 1;
        while let Some(corner) = open.pop() {
            open.extend(neighbours.remove(&corner).unwrap_or_default());
        }
    }
    lines
}

/// The outlines of what is left free inside the union of areas whose lone sides these are, walked with the free space to
/// the right; a gap runs clockwise. Where outlines touch in a corner, the walk turns as far right as it can.
fn gaps(lone: &HashSet<Side>) -> Vec<Vec<Side>> {
    let mut from: HashMap<Key, Vec<Side>> = HashMap::new();
    for side in lone {
        from.entry(side[0]).or_default().push(*side);
    }
    let angle = |from: Key, to: Key| ((to[1] - from[1]) as f64).atan2((to[0] - from[0]) as f64);
    let next = |[before, here]: Side| {
        let back = angle(here, before);
        let turn =
            |side: &&Side| (angle(side[0], side[1]) - back).rem_euclid(std::f64::consts::TAU);
        from[&here]
            .iter()
            .min_by(|one, other| turn(one).total_cmp(&turn(other)))
            .copied()
            .unwrap()
    };
    let mut left: BTreeSet<Side> = lone.iter().copied().collect();
    let mut gaps = Vec::new();
    while let Some(first) = left.pop_first() {
        let mut ring = vec![first];
        let mut side = next(first);
        while left.remove(&side) {
            ring.push(side);
            side = next(side);
        }
        let twice_the_area: i64 = ring
            .iter()
            .map(|[a, b]| {
                (a[0] - first[0][0]) * (b[1] - first[0][1])
                    - (b[0] - first[0][0]) * (a[1] - first[0][1])
            })
            .sum();
        if twice_the_area <= 0 {
            gaps.push(ring);
        }
    }
    gaps
}

/// Pairs that overlap, and by how many square metres.
fn overlaps(features: &[Feature]) -> Vec<(String, String, f64)> {
    let mut overlaps = Vec::new();
    for (index, one) in features.iter().enumerate() {
        for other in features[index + 1..]
            .iter()
            .filter(|other| other.bounds.intersects(&one.bounds))
        {
            let square_metres =
                area(one).intersection(&area(other)).unsigned_area() * SQUARE_DEGREE_M2;
            if square_metres > OVERLAP_M2 {
                overlaps.push((one.names.zh.clone(), other.names.zh.clone(), square_metres));
            }
        }
    }
    overlaps
}

/// The name of the one area that holds a point.
fn holder(layer: &Layer, longitude: f64, latitude: f64) -> String {
    let point = Point::new(longitude, latitude);
    let holders = layer
        .features
        .iter()
        .filter(|feature| area(feature).contains(&point));
    holders
        .map(|feature| feature.names.zh.as_str())
        .collect::<Vec<_>>()
        .join(" and ")
}

fn adcodes(layer: &Layer) -> BTreeSet<String> {
    layer
        .features
        .iter()
        .map(|feature| feature.adcode.clone().unwrap())
        .collect()
}

#[test]
fn the_program_holds_every_file_of_the_folder() {
    let names: BTreeSet<String> = files().into_keys().collect();
    let layers: BTreeSet<String> = basemap::all()
        .iter()
        .map(|layer| layer.name.to_owned())
        .collect();
    assert_eq!(names, layers);
}

#[test]
fn no_file_is_over_its_budget_and_all_together_stay_below_four_megabytes() {
    let sizes: Vec<(String, usize)> = files()
        .into_iter()
        .map(|(name, text)| (name, text.len()))
        .collect();
    let over: Vec<_> = sizes
        .iter()
        .filter(|(_, size)| *size > FILE_BUDGET)
        .collect();
    assert!(over.is_empty(), "{over:?}");
    let total: usize = sizes.iter().map(|(_, size)| size).sum();
    assert!(total < TOTAL_BUDGET, "{total} bytes");
}

#[test]
fn coordinates_have_at_most_five_decimals_and_stay_in_the_frame() {
    for (name, document) in documents() {
        let features = document["features"].as_array().unwrap();
        assert!(!features.is_empty(), "{name}");
        for vertex in features
            .iter()
            .flat_map(|feature| vertices(&feature["geometry"]))
        {
            let [longitude, latitude] = vertex.as_slice() else {
                panic!("{name}: {vertex:?}")
            };
            assert!(
                (114.0..=124.0).contains(&longitude.as_f64().unwrap()),
                "{name}: {vertex:?}"
            );
            assert!(
                (26.5..=36.0).contains(&latitude.as_f64().unwrap()),
                "{name}: {vertex:?}"
            );
            for number in vertex {
                let text = number.to_string();
                let decimals = text
                    .split_once('.')
                    .map_or(0, |(_, decimals)| decimals.len());
                assert!(decimals <= 5 && !text.contains('e'), "{name}: {text}");
            }
        }
    }
}

#[test]
fn every_file_states_licence_attribution_and_lineage_and_the_licence_text_lies_beside_it() {
    let texts = |licence: &str| -> &[&str] {
        match licence {
            "ODbL-1.0" => &["ODbL-1.0.md"],
            "Apache-2.0" => &["Apache-2.0.txt", "ECharts-NOTICE.txt"],
            "MIT" => &["airportsdata-MIT.txt"],
            "project" => &["../../LICENSE-MIT", "../../LICENSE-APACHE"],
            other => panic!("no text of {other}"),
        }
    };
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("maps/licenses");
    for (name, document) in documents() {
        let member = |member: &str| {
            document[member]
                .as_str()
                .unwrap_or_else(|| panic!("{member} of {name}"))
        };
        let (licence, attribution) = (member("license"), member("attribution"));
        assert!(
            !attribution.is_empty() && member("lineage").len() > 20,
            "{name}"
        );
        let osm = attribution.contains("© OpenStreetMap contributors");
        assert_eq!(osm, licence == "ODbL-1.0", "{name}: {attribution}");
        if licence == "Apache-2.0" {
            assert!(
                attribution.contains("Apache ECharts") && attribution.contains("changed"),
                "{name}"
            );
        }
        for text in texts(licence) {
            assert!(
                fs::metadata(folder.join(text)).unwrap().len() > 100,
                "{text} for {name}"
            );
        }
    }
}

/// Whether a feature of a file was drawn by hand, by `maps/README.md`.
fn drawn_by_hand(file: &str, properties: &Value) -> bool {
    let is = |member: &str, values: &[&str]| {
        properties[member]
            .as_str()
            .is_some_and(|value| values.contains(&value))
    };
    match file {
        "builtup" | "roads" | "rail" | "metro" | "metro_stations" => true,
        "rivers" => !is("kind", &["river_ne"]),
        "points" => is("kind", &["port", "station"]),
        "water_overview" | "water_detail" => is(
            "name",
            &[
                "太湖",
                "淀山湖",
                "元荡",
                "金鸡湖",
                "独墅湖",
                "青草沙水库",
                "滴水湖",
                "黄浦江",
                "长江",
            ],
        ),
        "water_labels" => is("kind", &["sea", "bay"]),
        _ => false,
    }
}

#[test]
fn what_is_drawn_by_hand_says_schematic_and_how_far_it_may_be_off() {
    let mut by_hand = BTreeSet::new();
    for (name, document) in documents() {
        for feature in document["features"].as_array().unwrap() {
            let properties = &feature["properties"];
            if !drawn_by_hand(&name, properties) {
                continue;
            }
            by_hand.insert(name.clone());
            assert_eq!(properties["schematic"], true, "{name}: {properties}");
            // A name has a place to stand, not a position.
            let off = properties["accuracy_m"].as_f64();
            assert!(
                name == "water_labels" || off.is_some_and(|off| off > 0.0),
                "{name}: {properties}"
            );
        }
    }
    let expected = [
        "builtup",
        "metro",
        "metro_stations",
        "points",
        "rail",
        "rivers",
        "roads",
        "water_detail",
        "water_labels",
        "water_overview",
    ];
    assert!(by_hand.iter().eq(expected.iter()), "{by_hand:?}");
}

#[test]
fn what_comes_from_data_does_not_say_schematic() {
    for layer in [
        basemap::land_overview(),
        basemap::land_detail(),
        basemap::cities(),
        basemap::cities_detail(),
        basemap::districts(),
        basemap::borders_overview(),
        basemap::borders_detail(),
    ] {
        assert!(
            layer.features.iter().all(|feature| !feature.schematic),
            "{}",
            layer.name
        );
    }
}

#[test]
fn areas_are_valid_and_wind_as_rfc_7946_says() {
    assert_eq!(basemap::districts().features.len(), 16);
    assert_eq!(basemap::cities().features.len(), 41);
    assert_eq!(basemap::cities_detail().features.len(), 41);
    let waters = [
        basemap::water_overview(),
        basemap::water_detail(),
        basemap::builtup(),
    ];
    let layers = levels()
        .into_iter()
        .flat_map(|(regions, land)| [regions, land])
        .chain(waters);
    let layers: BTreeMap<&str, &Layer> = layers.map(|layer| (layer.name, layer)).collect();
    assert_eq!(layers.len(), 8);
    let mut too_long = Vec::new();
    for feature in layers.values().flat_map(|layer| &layer.features) {
        let area = area(feature);
        let longest = area.iter().map(|polygon| polygon.exterior().0.len()).max();
        if longest > Some(LONGEST_RING) {
            too_long.push(feature.bounds);
        } else {
            assert!(
                area.is_valid(),
                "{}: {:?}",
                feature.names.zh,
                area.validation_errors()
            );
        }
        for polygon in &area {
            assert!(polygon.exterior().is_ccw(), "{}", feature.names.zh);
            assert!(
                polygon.interiors().iter().all(Winding::is_cw),
                "{}",
                feature.names.zh
            );
        }
    }
    assert_eq!(
        too_long.len(),
        1,
        "only the continent at detail: {too_long:?}"
    );
}

#[test]
fn districts_share_every_side_with_a_district_or_a_city_or_have_it_from_the_coast() {
    let shanghai = |city: &&Feature| city.adcode.as_deref() == Some(SHANGHAI);
    let others = basemap::cities_detail()
        .features
        .iter()
        .filter(|city| !shanghai(city));
    let around: HashSet<Side> = others.flat_map(sides).collect();
    let [(districts, land), ..] = levels();
    let off = off_the_coast(&districts.features, &Coast::of(land));
    let off: Vec<Side> = off
        .into_iter()
        .filter(|side| !around.contains(&reversed(*side)))
        .collect();
    let begins: Vec<Key> = off.iter().map(|side| side[0]).collect();
    assert_eq!(begins, OFF_THE_COAST);
    for [from, to] in off {
        let length = ((to[0] - from[0]) as f64).hypot((to[1] - from[1]) as f64);
        assert!(length < 200.0, "{from:?} to {to:?}");
    }
}

#[test]
fn cities_share_every_side_with_a_city_or_have_it_from_the_coast_or_the_border_of_the_delta() {
    for (cities, land) in &levels()[1..] {
        let off = off_the_coast(&cities.features, &Coast::of(land));
        let coast_of_shanghai = |side: &Side| OFF_THE_COAST.contains(&side[0]);
        let outer: Vec<Side> = off
            .into_iter()
            .filter(|side| !coast_of_shanghai(side))
            .collect();
        // One line from the coast of Shandong to that of Fujian; a fault in a border would be another.
        assert_eq!(lines(&outer), 1, "{}", cities.name);
        let (begins, ends) = open_ends(&outer);
        let ([[_, north]], [[_, south]]) = (begins.as_slice(), ends.as_slice()) else {
            panic!("{}: {begins:?} to {ends:?}", cities.name);
        };
        assert!((3_500_000..3_520_000).contains(north), "{begins:?}");
        assert!((2_710_000..2_740_000).contains(south), "{ends:?}");
    }
}

#[test]
fn sides_have_a_length_but_for_twelve() {
    let without = levels().map(|(regions, _)| {
        let sides = regions.features.iter().flat_map(sides);
        (regions.name, sides.filter(|[from, to]| from == to).count())
    });
    assert_eq!(without, SIDES_WITHOUT_LENGTH);
}

#[test]
fn the_sixteen_districts_make_up_the_city_of_shanghai() {
    let (outline, _) = lone_sides(&basemap::districts().features);
    let shanghai = |city: &&Feature| city.adcode.as_deref() == Some(SHANGHAI);
    let shanghai = basemap::cities_detail()
        .features
        .iter()
        .find(shanghai)
        .unwrap();
    assert_eq!(outline, sides(shanghai).into_iter().collect());
}

#[test]
fn regions_neither_overlap_nor_leave_gaps() {
    for (regions, _) in levels() {
        let gaps = gaps(&lone_sides(&regions.features).0);
        assert!(gaps.is_empty(), "{}: {gaps:?}", regions.name);
        let overlaps = overlaps(&regions.features);
        assert!(overlaps.is_empty(), "{}: {overlaps:?}", regions.name);
    }
}

#[test]
fn a_shared_corner_moved_by_two_metres_is_noticed() {
    let mut features = basemap::districts().features.clone();
    let coast = Coast::of(basemap::land_detail());
    let before = off_the_coast(&features, &coast).len();
    let huangpu = features
        .iter_mut()
        .find(|feature| feature.names.zh == "黄浦区")
        .unwrap();
    let mut outline = area(huangpu);
    outline.0[0].exterior_mut(|ring| ring.0[5].x += 0.00002);
    huangpu.geometry = outline.into();
    // Two sides of Huangpu and the two that its neighbour had in common with it.
    assert_eq!(off_the_coast(&features, &coast).len(), before + 4);
    let damage = gaps(&lone_sides(&features).0).len() + overlaps(&features).len();
    assert!(damage > 0);
}

#[test]
fn a_missing_district_leaves_a_gap_and_a_doubled_one_overlaps() {
    let mut features = basemap::districts().features.clone();
    let inland = features
        .iter()
        .position(|feature| feature.names.zh == "静安区")
        .unwrap();
    let jingan = features.remove(inland);
    assert_eq!(gaps(&lone_sides(&features).0).len(), 1);
    assert!(overlaps(&[jingan.clone(), jingan.clone()])[0].2 > 30e6);
    assert!(!lone_sides(&[jingan.clone(), jingan]).1.is_empty());
}

#[test]
fn every_corner_of_the_land_between_the_ends_of_the_delta_is_a_corner_of_a_city() {
    // East of the cut through the continent, and between the coasts of Shandong and Fujian.
    let in_the_delta = |[x, y]: &Key| *x > 11_930_000 && (2_735_000..3_490_000).contains(y);
    let mut found = Vec::new();
    for (cities, land) in &levels()[1..] {
        let corners: HashSet<Key> = cities
            .features
            .iter()
            .flat_map(sides)
            .map(|side| side[0])
            .collect();
        for feature in &land.features {
            let free = sides(feature).into_iter().map(|side| side[0]);
            let free: Vec<Key> = free
                .filter(|corner| in_the_delta(corner) && !corners.contains(corner))
                .collect();
            let least = |axis: usize| free.iter().map(|corner| corner[axis]).min();
            if let (Some(west), Some(south)) = (least(0), least(1)) {
                found.push((land.name, [west, south], free.len()));
            }
        }
    }
    assert_eq!(found, LAND_OF_NO_CITY);
}

#[test]
fn land_shows_no_seam_where_two_levels_of_detail_meet() {
    // The frame cuts the continent: in units of the fifth decimal, west, south, north.
    let on_the_frame = |axis: usize, at: i64| match axis {
        0 => at == 11_440_000,
        _ => at == 2_690_000 || at == 3_560_000,
    };
    for layer in [basemap::land_overview(), basemap::land_detail()] {
        for [from, to] in layer.features.iter().flat_map(sides) {
            for axis in [0, 1] {
                let long = (from[1 - axis] - to[1 - axis]).abs() > 2_000;
                let straight = from[axis] == to[axis] && long;
                assert!(
                    !straight || on_the_frame(axis, from[axis]),
                    "{}: a straight side of more than 2 km from {:?} to {:?}",
                    layer.name,
                    numbers(from),
                    numbers(to)
                );
            }
        }
    }
}

#[test]
fn labels_stand_inside_their_areas() {
    for layer in [
        basemap::districts(),
        basemap::cities(),
        basemap::cities_detail(),
    ] {
        for feature in &layer.features {
            let label = feature
                .label
                .unwrap_or_else(|| panic!("{}", feature.names.zh));
            assert!(
                area(feature).contains(&Point::from(label)),
                "{} {}",
                layer.name,
                feature.names.zh
            );
        }
    }
    for layer in [basemap::water_overview(), basemap::water_detail()] {
        let labelled = layer
            .features
            .iter()
            .filter_map(|feature| Some((feature, feature.label?)));
        for (feature, label) in labelled {
            assert!(
                area(feature).contains(&Point::from(label)),
                "{} {}",
                layer.name,
                feature.names.zh
            );
        }
    }
}

#[test]
fn the_districts_and_cities_of_the_atlas_and_of_the_map_are_the_same() {
    let atlas = atlas();
    for (kind, layers) in [
        (Kind::District, vec![basemap::districts()]),
        (
            Kind::City,
            vec![basemap::cities(), basemap::cities_detail()],
        ),
    ] {
        let places: Vec<&Place> = atlas
            .places()
            .iter()
            .filter(|place| place.kind == kind)
            .collect();
        let codes: BTreeSet<String> = places
            .iter()
            .map(|place| place.adcode.clone().unwrap())
            .collect();
        assert_eq!(codes.len(), places.len());
        for layer in layers {
            assert_eq!(codes, adcodes(layer), "{}", layer.name);
        }
        let outlined = |place: &&&Place| matches!(place.geometry, Geometry::Region(_));
        assert_eq!(places.iter().filter(outlined).count(), places.len());
    }
}

#[test]
fn every_site_lies_in_the_region_it_names_within_its_stated_accuracy() {
    let atlas = atlas();
    let locator = Locator::new(&atlas);
    let mut sites = 0;
    let mut far = Vec::new();
    for place in atlas.places() {
        let Geometry::Site(position) = place.geometry else {
            continue;
        };
        sites += 1;
        let region = place
            .within
            .as_ref()
            .and_then(|id| atlas.place(id))
            .unwrap();
        let distance = locator.distance_to_region_m(region, position).unwrap();
        if distance > place.accuracy_m.unwrap() {
            far.push(place.id.as_str());
        }
    }
    assert_eq!(sites, 53);
    assert_eq!(far, SITES_OUTSIDE.map(|(site, _)| site));
}

#[test]
fn known_places_lie_in_the_right_district() {
    let places = [
        ("张江", 121.59, 31.203, "浦东新区"),
        ("陆家嘴", 121.4998, 31.2397, "浦东新区"),
        ("人民广场", 121.4737, 31.2304, "黄浦区"),
        ("复旦邯郸", 121.5036, 31.2974, "杨浦区"),
        ("虹桥火车站", 121.32, 31.1942, "闵行区"),
        ("外滩", 121.4875, 31.24, "黄浦区"),
        ("徐家汇", 121.4325, 31.1958, "徐汇区"),
        ("静安寺", 121.442, 31.225, "静安区"),
        ("上海站", 121.451, 31.251, "静安区"),
        ("中山公园", 121.412, 31.223, "长宁区"),
        ("曹杨", 121.405, 31.241, "普陀区"),
        ("四川北路", 121.479, 31.262, "虹口区"),
        ("吴淞", 121.485, 31.374, "宝山区"),
        ("嘉定城", 121.25, 31.38, "嘉定区"),
        ("朱家角", 121.051, 31.108, "青浦区"),
        ("松江城", 121.23, 31.008, "松江区"),
        ("朱泾", 121.165, 30.895, "金山区"),
        ("南桥", 121.465, 30.918, "奉贤区"),
        ("城桥", 121.4, 31.627, "崇明区"),
        ("滴水湖", 121.9315, 30.915, "浦东新区"),
        ("浦东机场", 121.805, 31.145, "浦东新区"),
    ];
    for (place, longitude, latitude, district) in places {
        assert_eq!(
            holder(basemap::districts(), longitude, latitude),
            district,
            "{place}"
        );
        assert_eq!(
            holder(basemap::cities_detail(), longitude, latitude),
            "上海市",
            "{place}"
        );
    }
}

#[test]
fn known_places_lie_in_the_right_city() {
    let places = [
        ("南京", 118.7969, 32.0603, "南京市"),
        ("苏州", 120.5853, 31.2989, "苏州市"),
        ("杭州", 120.1551, 30.2741, "杭州市"),
        ("合肥", 117.2272, 31.8206, "合肥市"),
        ("宁波", 121.544, 29.8683, "宁波市"),
        ("舟山定海", 122.107, 30.02, "舟山市"),
        ("嵊泗", 122.451, 30.725, "舟山市"),
        ("昆山花桥", 121.098, 31.301, "苏州市"),
        ("寿县", 116.787, 32.573, "淮南市"),
        ("枞阳", 117.22, 30.7, "铜陵市"),
        ("巢湖", 117.87, 31.6, "合肥市"),
        ("无锡", 120.3119, 31.4912, "无锡市"),
        ("海永，在崇明岛上", 121.42, 31.845, "南通市"),
    ];
    for (place, longitude, latitude, city) in places {
        for layer in [basemap::cities(), basemap::cities_detail()] {
            assert_eq!(
                holder(layer, longitude, latitude),
                city,
                "{place} in {}",
                layer.name
            );
        }
    }
}

#[test]
fn yangshan_lies_in_the_water_and_belongs_to_zhoushan_which_is_the_nearest_land() {
    let atlas = atlas();
    let locator = Locator::new(&atlas);
    let yangshan = Position::new(122.06, 30.62).unwrap();
    assert_eq!(holder(basemap::cities_detail(), 122.06, 30.62), "");
    assert!(locator.regions_at(&atlas, yangshan, 100.0).is_empty());
    let [zhoushan] = locator.regions_at(&atlas, yangshan, 2000.0)[..] else {
        panic!("one place")
    };
    assert_eq!(zhoushan.id.as_str(), "zhoushan");
    let distance = locator.distance_to_region_m(zhoushan, yangshan).unwrap();
    // By the land of the detail level; 347 m by that of the overview, which is coarser.
    assert!((260.0..275.0).contains(&distance), "{distance}");
}
