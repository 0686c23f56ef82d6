//! The strokes of the ground: which features of the base map are drawn, in which colour and how wide at a zoom.

use std::sync::{Arc, LazyLock};

use egui::Color32;
use geo_types::{Geometry, LineString, Polygon};

use super::{DETAIL_FROM_ZOOM, FADE_STEPS, GroundLayer, Paint, Shapes, Topic, WIDTHS_PER_DOUBLING};
use crate::{
    atlas::Extent,
    basemap::{self, Layer},
    scene::{choropleth::Shading, content::Units, graticule, station, tint},
    theme::MapColours,
};

/// Bands of lighter water along the coast, the widest first: shares of the widest one's width.
const SHALLOWS: [f32; 3] = [1.0, 0.6, 0.28];
/// From here on roads have an edge and railways their sleepers.
const ROADS_CASED_FROM: f64 = 9.0;
/// So near the legend says that its banks are schematic.
const AXIS_TOLD_FROM: f64 = 13.0;
/// The river that the city lies along.
const AXIS: &str = "黄浦江";
/// The adcode of the municipality.
const SHANGHAI: &str = "310000";

pub(super) struct Pen<'a> {
    colours: &'a MapColours,
    zoom: f64,
    pub(super) layers: Vec<GroundLayer>,
    /// Of the layers that come next.
    topic: Option<Topic>,
    /// Of the layers that come next, 0 to 1.
    pub(super) opacity: f32,
}

impl<'a> Pen<'a> {
    pub(super) fn new(colours: &'a MapColours, zoom: f64) -> Self {
        Self {
            colours,
            zoom,
            layers: Vec::new(),
            topic: None,
            opacity: 1.0,
        }
    }

    pub(super) fn push(
        &mut self,
        shapes: Shapes,
        paint: Paint,
        mut features: Vec<(usize, Color32)>,
    ) {
        if self.opacity < 1.0 {
            for (_, colour) in &mut features {
                *colour = colour.gamma_multiply(self.opacity);
            }
        }
        if !features.is_empty() {
            self.layers.push(GroundLayer {
                shapes,
                paint,
                features,
                topic: self.topic,
            });
        }
    }

    fn fill(&mut self, layer: &'static Layer, colour: Color32) {
        let features = (0..layer.features.len())
            .map(|index| (index, colour))
            .collect();
        self.push(Shapes::Base(layer), Paint::Fill, features);
    }

    pub(super) fn line(&mut self, shapes: &Shapes, width: f32, dash: &[f32], colour: Color32) {
        let count = match shapes {
            Shapes::Base(layer) => layer.features.len(),
            Shapes::Own(geometries) => geometries.len(),
        };
        self.line_some(
            shapes,
            (0..count).map(|index| (index, colour)).collect(),
            width,
            dash,
        );
    }

    fn line_some(
        &mut self,
        shapes: &Shapes,
        features: Vec<(usize, Color32)>,
        width: f32,
        dash: &[f32],
    ) {
        let width = width * self.colours.weight;
        let dash = dash
            .iter()
            .map(|length| length * self.colours.weight)
            .collect();
        self.push(shapes.clone(), Paint::Line { width, dash }, features);
    }

    /// The features of one class, in one colour.
    fn line_of_class(
        &mut self,
        layer: &'static Layer,
        class: &str,
        width: f32,
        dash: &[f32],
        colour: Color32,
    ) {
        let features = of_class(layer, |feature| feature.class == class, colour);
        self.line_some(&Shapes::Base(layer), features, width, dash);
    }

    /// A width. It changes by a fifth at a time: a line that stays as wide as it was stays on the GPU, and a flight
    /// through many zooms uploads each line a few times instead of at every step.
    fn at(&self, stops: &[(f64, f32)]) -> f32 {
        let width = interpolate(stops, self.zoom);
        ((width.log2() * WIDTHS_PER_DOUBLING).round() / WIDTHS_PER_DOUBLING).exp2()
    }

    /// The strength of what fades in or out, in a few steps for the same reason.
    fn strength(&self, stops: &[(f64, f32)]) -> f32 {
        (interpolate(stops, self.zoom) * FADE_STEPS).round() / FADE_STEPS
    }

    pub(super) fn land(&mut self, detail: bool) {
        let layer = land_layer(detail);
        let glow = self.at(&[(5.0, 4.0), (8.0, 9.0), (10.0, 16.0), (13.0, 22.0)]);
        for share in SHALLOWS {
            let width = glow * share;
            self.line(&Shapes::Base(layer), width, &[], self.colours.coast_glow);
        }
        self.fill(layer, self.colours.land_outside);
    }

    /// The line of the coast.
    pub(super) fn coast(&mut self, detail: bool) {
        self.topic = None;
        let layer = land_layer(detail);
        let coast = self.at(&[(5.0, 0.6), (8.0, 0.8), (12.0, 1.4)]);
        self.line(&Shapes::Base(layer), coast, &[], self.colours.coast);
    }

    /// The delta without tints.
    pub(super) fn plain_land(&mut self, detail: bool) {
        let cities = if detail {
            basemap::cities_detail()
        } else {
            basemap::cities()
        };
        self.fill(cities, self.colours.land);
    }

    pub(super) fn regions(&mut self, detail: bool) {
        static CITY_TINTS: LazyLock<Vec<usize>> =
            LazyLock::new(|| tints_of(basemap::cities_detail()));
        static DISTRICT_TINTS: LazyLock<Vec<usize>> =
            LazyLock::new(|| tints_of(basemap::districts()));
        self.topic = None;
        let MapColours {
            tints, districts, ..
        } = self.colours;
        let cities = if detail {
            basemap::cities_detail()
        } else {
            basemap::cities()
        };
        let is_shanghai = |index: usize| cities.features[index].adcode.as_deref() == Some(SHANGHAI);
        // The municipality comes forward: alone among the cities first, then by its districts.
        let city_fills = CITY_TINTS.iter().enumerate().filter_map(|(index, &tint)| {
            match (is_shanghai(index), detail) {
                (true, true) => None,
                (true, false) => Some((index, districts[0])),
                (false, _) => Some((index, tints[tint])),
            }
        });
        self.push(Shapes::Base(cities), Paint::Fill, city_fills.collect());
        if detail {
            let fills = DISTRICT_TINTS.iter().enumerate();
            let fills = fills.map(|(index, &tint)| (index, districts[tint]));
            let shapes = Shapes::Base(basemap::districts());
            self.push(shapes, Paint::Fill, fills.collect());
        }
    }

    /// Districts or cities in the colours of their classes; hatched where there is no value.
    pub(super) fn choropleth(&mut self, shading: &Shading, detail: bool) {
        self.topic = None;
        let ramp = shading.colours(self.colours);
        let layer = match (shading.choropleth.units, detail) {
            (Units::Districts, _) => basemap::districts(),
            (Units::Cities, true) => basemap::cities_detail(),
            (Units::Cities, false) => basemap::cities(),
        };
        let fills = layer
            .features
            .iter()
            .enumerate()
            .filter_map(|(index, feature)| {
                let class = shading.class_by_adcode(feature.adcode.as_deref()?)??;
                Some((index, *ramp.get(class)?))
            });
        let shapes = Shapes::Base(layer);
        self.push(shapes.clone(), Paint::Fill, fills.collect());
        // Neighbours of one class stay two.
        self.line(&shapes, 1.0, &[], self.colours.halo.gamma_multiply(0.6));
        if let Some(strokes) = shading.hatching(self.zoom) {
            self.line(&strokes, 1.0, &[], self.colours.hatch);
        }
    }

    pub(super) fn builtup(&mut self) {
        let fade = self.strength(&[(7.0, 0.0), (8.0, 1.0), (11.0, 1.0), (13.0, 0.0)]);
        if fade > 0.0 {
            self.topic = Some(Topic::BuiltUp);
            // Three areas within each other: a generalised edge is soft.
            let tone = self.colours.builtup.gamma_multiply(fade * 0.3);
            self.fill(basemap::builtup(), tone);
        }
    }

    pub(super) fn water(&mut self, detail: bool) {
        self.topic = None;
        let rivers = basemap::rivers();
        let MapColours {
            water, shore, axis, ..
        } = *self.colours;
        let main = self.at(&[(5.0, 1.6), (8.0, 4.0)]);
        let small = self.at(&[(6.0, 0.7), (9.0, 1.4), (12.0, 3.0), (15.0, 6.0)]);
        // Bridges what the areas leave open where they are too small to be seen.
        if self.zoom < 9.0 {
            self.line_of_class(rivers, "river_main", main, &[], water);
        }
        let layer = if detail {
            basemap::water_detail()
        } else {
            basemap::water_overview()
        };
        let is_axis = |feature: &basemap::Feature| feature.names.zh == AXIS;
        let areas = of_class(layer, |feature| !is_axis(feature), water);
        self.push(Shapes::Base(layer), Paint::Fill, areas);
        let river = of_class(layer, is_axis, axis);
        self.topic = (self.zoom >= AXIS_TOLD_FROM).then_some(Topic::RiverAxis);
        self.push(Shapes::Base(layer), Paint::Fill, river);
        self.topic = None;
        // Rivers lap over the estuary, where a bank would be wrong; the Huangpu ends in it.
        let has_bank = |feature: &basemap::Feature| feature.class != "river" || is_axis(feature);
        let lakes = of_class(layer, has_bank, shore);
        let shore_width = self.at(&[(6.0, 0.5), (12.0, 1.2)]);
        self.line_some(&Shapes::Base(layer), lakes, shore_width, &[]);
        self.line_of_class(rivers, "creek", small, &[], shore);
        let coarse = of_class(
            rivers,
            |feature| matches!(feature.class.as_str(), "canal" | "river" | "river_ne"),
            // Known to a kilometre or three.
            shore.gamma_multiply(self.strength(&[(11.5, 1.0), (13.5, 0.0)])),
        );
        self.line_some(&Shapes::Base(rivers), coarse, small, &[]);
        let wide = self.at(&[(5.0, 1.2), (9.0, 2.4), (11.0, 3.4)]);
        if self.zoom < 11.5 {
            self.line_of_class(rivers, "river_axis", wide, &[], self.colours.coast);
        }
    }

    /// Context only: fades out where the zoom exceeds the accuracy of lines drawn by hand.
    fn transport_fade(&self) -> f32 {
        self.strength(&[
            (7.0, 0.0),
            (8.0, 1.0),
            (11.5, 1.0),
            (13.0, 0.35),
            (14.0, 0.0),
        ])
    }

    pub(super) fn roads(&mut self) {
        let fade = self.transport_fade();
        if fade <= 0.0 {
            return;
        }
        let MapColours {
            road, road_case, ..
        } = *self.colours;
        let [road, road_case] = [road, road_case].map(|colour| colour.gamma_multiply(fade));
        let layer = basemap::roads();
        self.topic = Some(Topic::Road);
        if self.zoom < ROADS_CASED_FROM {
            let width = self.at(&[(7.0, 0.7), (9.0, 1.2)]);
            self.line_of_class(layer, "motorway", width, &[], road_case);
            return;
        }
        let motorway = self.at(&[(9.0, 1.4), (10.0, 2.2), (12.0, 4.0)]);
        let classes = [("urban", motorway * 0.75), ("motorway", motorway)];
        for (class, width) in classes {
            self.line_of_class(layer, class, width + 1.3, &[], road_case);
        }
        for (class, width) in classes {
            self.line_of_class(layer, class, width, &[], road);
        }
    }

    /// Not dashed like a border: a line with light sleepers, as on a printed map; thin and plain when far.
    pub(super) fn rail(&mut self) {
        let fade = self.transport_fade();
        if fade <= 0.0 {
            return;
        }
        let rails = Shapes::Base(basemap::rail());
        let MapColours { rail, land, .. } = *self.colours;
        let [rail, land] = [rail, land].map(|colour| colour.gamma_multiply(fade));
        self.topic = Some(Topic::Rail);
        if self.zoom < ROADS_CASED_FROM {
            self.line(&rails, self.at(&[(7.0, 0.5), (9.0, 0.9)]), &[], rail);
            return;
        }
        let width = self.at(&[(9.0, 1.2), (10.0, 1.5), (12.0, 2.4)]);
        self.line(&rails, width, &[], rail);
        self.line(&rails, width * 0.5, &[width * 3.5, width * 3.5], land);
    }

    pub(super) fn metro(&mut self) {
        let stops = [
            (9.75, 0.0),
            (10.5, 0.4),
            (11.0, 0.6),
            (11.5, 0.8),
            (14.0, 0.8),
            (15.0, 0.4),
        ];
        let metro_fade = self.strength(&stops);
        if metro_fade > 0.0 {
            let layer = basemap::metro();
            self.topic = Some(Topic::Metro);
            let width = self.at(&[(10.0, 1.1), (12.0, 2.4), (14.0, 3.8)]);
            let features = layer.features.iter().enumerate().map(|(index, feature)| {
                let [red, green, blue] = feature.colour.unwrap_or([128; 3]);
                (
                    index,
                    Color32::from_rgb(red, green, blue).gamma_multiply(metro_fade),
                )
            });
            self.line_some(&Shapes::Base(layer), features.collect(), width, &[]);
        }
        if station::SHOWN.contains(&self.zoom) {
            self.stations();
        }
    }

    /// Where lines cross, a larger ring.
    fn stations(&mut self) {
        self.topic = Some(Topic::Metro);
        let dots = station::dots(self.zoom);
        let MapColours {
            halo,
            label,
            label_weak,
            ..
        } = *self.colours;
        let fills = (0..station::positions().count()).map(|index| (index, halo));
        self.push(dots.clone(), Paint::Fill, fills.collect());
        for (interchange, width, colour) in [(false, 1.2, label_weak), (true, 1.7, label)] {
            let stations = station::positions().enumerate();
            let rings = stations
                .filter(|(_, (station, _))| station::is_interchange(station) == interchange)
                .map(|(index, _)| (index, colour));
            self.line_some(&dots, rings.collect(), width, &[]);
        }
    }

    /// The map ends where the data ends, as a printed plate does: a margin of paper behind a neat line.
    pub(super) fn plate(&mut self) {
        self.topic = None;
        let (margin, window) = plate_shapes();
        let MapColours {
            margin: paper,
            neat_line,
            ..
        } = *self.colours;
        self.push(margin, Paint::Fill, vec![(0, paper)]);
        self.line(&window, 4.0, &[], paper);
        self.line(&window, 1.2, &[], neat_line);
    }

    /// The generalised lines look calmer until their error of 300 m shows.
    fn borders(&self) -> &'static Layer {
        if self.zoom >= 10.5 {
            basemap::borders_detail()
        } else {
            basemap::borders_overview()
        }
    }

    pub(super) fn district_borders(&mut self) {
        if self.zoom >= DETAIL_FROM_ZOOM - 0.25 {
            let width = self.at(&[(8.0, 0.5), (10.0, 1.1), (13.0, 1.8)]);
            let colour = self.colours.border_district;
            self.topic = Some(Topic::DistrictBorder);
            self.line_of_class(self.borders(), "district", width, &[4.0, 2.0], colour);
        }
    }

    pub(super) fn city_borders(&mut self) {
        let width = self.at(&[(5.0, 0.5), (8.0, 1.0), (12.0, 1.8)]);
        let colour = self.colours.border_city;
        self.topic = Some(Topic::CityBorder);
        self.line_of_class(self.borders(), "city", width, &[6.0, 2.5], colour);
    }

    pub(super) fn province_borders(&mut self) {
        let width = self.at(&[(5.0, 1.2), (8.0, 1.8), (12.0, 2.6)]);
        let colour = self.colours.border_province;
        let band = colour.gamma_multiply(0.18);
        let dash = [9.0, 3.0, 2.0, 3.0];
        self.topic = Some(Topic::ProvinceBorder);
        self.line_of_class(self.borders(), "province", width * 3.0, &[], band);
        self.line_of_class(self.borders(), "province", width, &dash, colour);
    }

    /// Meridians and parallels.
    pub(super) fn graticule(&mut self) {
        self.topic = Some(Topic::Graticule);
        let lines = graticule::lines(self.zoom);
        self.line(&lines, 0.8, &[], self.colours.graticule);
    }
}

/// The world with a window cut into it where there is data, and the outline of that window.
fn plate_shapes() -> (Shapes, Shapes) {
    static SHAPES: LazyLock<[Arc<Vec<Geometry>>; 2]> = LazyLock::new(|| {
        let Extent {
            west,
            south,
            east,
            north,
        } = basemap::EXTENT;
        let ring = |west: f64, south: f64, east: f64, north: f64| {
            let corners = [
                (west, south),
                (east, south),
                (east, north),
                (west, north),
                (west, south),
            ];
            LineString::from(corners.to_vec())
        };
        let window = ring(west, south, east, north);
        let margin = Polygon::new(ring(90.0, 5.0, 150.0, 55.0), vec![window.clone()]);
        [
            vec![Geometry::Polygon(margin)],
            vec![Geometry::LineString(window)],
        ]
        .map(Arc::new)
    });
    let [margin, window] = &*SHAPES;
    (Shapes::Own(margin.clone()), Shapes::Own(window.clone()))
}

fn land_layer(detail: bool) -> &'static Layer {
    if detail {
        basemap::land_detail()
    } else {
        basemap::land_overview()
    }
}

fn tints_of(layer: &'static Layer) -> Vec<usize> {
    tint::colour(layer.features.iter().map(|feature| &feature.geometry), 4)
}

fn of_class(
    layer: &'static Layer,
    wanted: impl Fn(&basemap::Feature) -> bool,
    colour: Color32,
) -> Vec<(usize, Color32)> {
    let indices = layer.features.iter().enumerate();
    indices
        .filter(|(_, feature)| wanted(feature))
        .map(|(index, _)| (index, colour))
        .collect()
}

/// Linear between stops of rising zoom, constant before the first and behind the last.
pub(super) fn interpolate(stops: &[(f64, f32)], zoom: f64) -> f32 {
    let above = stops.iter().position(|(stop, _)| *stop >= zoom);
    match above {
        None => stops.last().map_or(0.0, |(_, value)| *value),
        Some(0) => stops[0].1,
        Some(index) => {
            let ((z0, v0), (z1, v1)) = (stops[index - 1], stops[index]);
            v0 + (v1 - v0) * ((zoom - z0) / (z1 - z0)) as f32
        }
    }
}
