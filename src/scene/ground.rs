//! The ground: everything of the map that stays put, from the sea up to the borders, as fills and lines with their
//! colours and weights for a zoom.

use std::sync::{Arc, LazyLock};

use egui::Color32;
use geo_types::{Geometry, LineString, Polygon};

use super::{
    choropleth::Shading,
    content::{LayerId, MapContent, Units},
    graticule, station, tint,
};
use crate::{
    atlas::{self, Atlas, Extent, PlaceId},
    basemap::{self, Layer},
    theme::MapColours,
};

/// From this zoom on the detailed files are drawn and Shanghai is told apart by districts.
pub const DETAIL_FROM_ZOOM: f64 = 8.5;
/// Weights are worked out anew after this many levels of zoom.
const STYLE_STEP: f64 = 0.25;
/// Widths that a line goes through while it becomes twice as wide.
const WIDTHS_PER_DOUBLING: f32 = 4.0;
/// Steps in which something fades.
const FADE_STEPS: f32 = 5.0;

/// Where the geometry of a layer lives. Cheap to clone; equal if it is the same geometry in memory.
#[derive(Clone, Debug)]
pub enum Shapes {
    Base(&'static Layer),
    Own(Arc<Vec<Geometry>>),
}

impl Shapes {
    pub fn geometry(&self, index: usize) -> Option<&Geometry> {
        match self {
            Self::Base(layer) => layer.features.get(index).map(|feature| &feature.geometry),
            Self::Own(geometries) => geometries.get(index),
        }
    }

    /// Tells shapes apart for as long as one of them is held.
    pub fn address(&self) -> usize {
        match self {
            Self::Base(layer) => std::ptr::from_ref::<Layer>(layer).addr(),
            Self::Own(geometries) => Arc::as_ptr(geometries).addr(),
        }
    }
}

impl PartialEq for Shapes {
    fn eq(&self, other: &Self) -> bool {
        self.address() == other.address()
    }
}

/// How the features of a layer are drawn. Widths and dashes in points.
#[derive(Clone, Debug, PartialEq)]
pub enum Paint {
    Fill,
    Line { width: f32, dash: Vec<f32> },
}

/// Features drawn alike, lowest layer first.
#[derive(Clone, Debug, PartialEq)]
pub struct GroundLayer {
    pub shapes: Shapes,
    pub paint: Paint,
    /// Index of the feature and its colour.
    pub features: Vec<(usize, Color32)>,
    /// What the legend calls it; `None` for what explains itself.
    pub topic: Option<Topic>,
}

/// What a line or a field of the ground stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Topic {
    ProvinceBorder,
    CityBorder,
    DistrictBorder,
    BuiltUp,
    Road,
    Rail,
    Metro,
    Graticule,
}

impl Topic {
    /// Of its name in the language files.
    pub fn key(self) -> &'static str {
        match self {
            Self::ProvinceBorder => "legend-province-border",
            Self::CityBorder => "legend-city-border",
            Self::DistrictBorder => "legend-district-border",
            Self::BuiltUp => "legend-built-up",
            Self::Road => "legend-road",
            Self::Rail => "legend-rail",
            Self::Metro => "legend-metro",
            Self::Graticule => "legend-graticule",
        }
    }
}

/// How many of the layers lie below tiles: the land with its waters and roads do, borders and what an atlas brings do
/// not, and a choropleth, when there is one, is not to be hidden either.
pub fn below_tiles(layers: &[GroundLayer], shaded: bool) -> usize {
    let is_land = |layer: &GroundLayer| match layer.shapes {
        Shapes::Base(base) => {
            std::ptr::eq(base, basemap::land_detail())
                || std::ptr::eq(base, basemap::land_overview())
        }
        Shapes::Own(_) => false,
    };
    let covers = |layer: &GroundLayer| {
        let above = [
            Topic::ProvinceBorder,
            Topic::CityBorder,
            Topic::DistrictBorder,
            Topic::Graticule,
        ];
        layer.topic.is_some_and(|topic| above.contains(&topic))
            || matches!(layer.shapes, Shapes::Own(_))
    };
    let first = if shaded {
        // The plain land follows.
        layers.iter().rposition(is_land).map(|last| last + 2)
    } else {
        layers.iter().position(covers)
    };
    first.unwrap_or(layers.len()).min(layers.len())
}

/// The step of zoom whose weights `zoom` is drawn with.
pub fn style_zoom(zoom: f64) -> f64 {
    (zoom / STYLE_STEP).floor() * STYLE_STEP
}

/// All layers of the base map for a zoom that the content shows, lowest first. The sea is what is left free.
/// `shading` is that of the content's choropleth, if the atlas has it.
pub fn ground(
    content: &MapContent,
    shading: Option<&Shading>,
    colours: &MapColours,
    zoom: f64,
) -> Vec<GroundLayer> {
    let zoom = style_zoom(zoom);
    let detail = zoom >= DETAIL_FROM_ZOOM;
    let mut pen = Pen::new(colours, zoom);
    pen.land(detail);
    if content.opacity(LayerId::Areas) < 1.0 || shading.is_some() {
        pen.plain_land(detail);
    }
    for state in content.layers() {
        pen.opacity = content.opacity(state.layer);
        match state.layer {
            _ if pen.opacity <= 0.0 => {}
            LayerId::Areas => match shading {
                Some(shading) => pen.choropleth(shading, detail),
                None => pen.regions(detail),
            },
            // It would change the colours of a choropleth.
            LayerId::BuiltUp if shading.is_some() => {}
            LayerId::BuiltUp => pen.builtup(),
            LayerId::Water => pen.water(detail),
            LayerId::Roads => pen.roads(),
            LayerId::Rail => pen.rail(),
            LayerId::Metro => pen.metro(),
            LayerId::Districts => pen.district_borders(),
            LayerId::Cities => pen.city_borders(),
            LayerId::Provinces => pen.province_borders(),
            LayerId::Graticule => pen.graticule(),
            LayerId::OwnRegions | LayerId::Sites | LayerId::Names => {}
        }
    }
    pen.opacity = 1.0;
    pen.plate();
    pen.layers
}

/// Regions that an atlas brings with it, above the base map.
pub fn own_regions(atlas: &Atlas) -> Option<OwnRegions> {
    let own = atlas.places().iter().filter(|place| place.adcode.is_none());
    let (places, geometries): (Vec<PlaceId>, Vec<Geometry>) = own
        .filter_map(|place| match &place.geometry {
            atlas::Geometry::Region(outline) => Some((
                place.id.clone(),
                Geometry::MultiPolygon((**outline).clone()),
            )),
            _ => None,
        })
        .unzip();
    (!geometries.is_empty()).then(|| OwnRegions {
        shapes: Shapes::Own(Arc::new(geometries)),
        places,
    })
}

/// Whether an atlas brings regions of its own.
pub fn has_own_regions(atlas: &Atlas) -> bool {
    let mut places = atlas.places().iter();
    places
        .any(|place| place.adcode.is_none() && matches!(place.geometry, atlas::Geometry::Region(_)))
}

/// The outlines that an atlas brings with it, and whose they are.
#[derive(Clone, Debug)]
pub struct OwnRegions {
    pub shapes: Shapes,
    places: Vec<PlaceId>,
}

/// How an atlas's own regions are drawn.
pub fn own_region_layers(
    content: &MapContent,
    own: &OwnRegions,
    shading: Option<&Shading>,
    colours: &MapColours,
    zoom: f64,
) -> Vec<GroundLayer> {
    let Shapes::Own(geometries) = &own.shapes else {
        return Vec::new();
    };
    let mut pen = Pen::new(colours, style_zoom(zoom));
    pen.opacity = content.opacity(LayerId::OwnRegions);
    if pen.opacity <= 0.0 {
        return Vec::new();
    }
    let tints = tint::colour(geometries.iter(), colours.tints.len());
    let ramp = shading.map(|shading| (shading, shading.colours(colours)));
    let fill = |(index, &tint): (usize, &usize)| {
        let tint = colours.tints[tint];
        let Some((shading, ramp)) = &ramp else {
            return Some((index, tint));
        };
        match shading.class_of(&own.places[index]) {
            Some(Some(class)) => Some((index, *ramp.get(class)?)),
            // Left to the hatching, or not what is compared.
            Some(None) => None,
            None => Some((index, tint)),
        }
    };
    let fills: Vec<_> = tints.iter().enumerate().filter_map(fill).collect();
    pen.push(own.shapes.clone(), Paint::Fill, fills);
    pen.line(&own.shapes, 1.2, &[], colours.border_city);
    pen.layers
}

/// The outline of the selected region, ready to be drawn above everything else.
pub fn selection(atlas: &Atlas, selected: &PlaceId) -> Option<Shapes> {
    match &atlas.place(selected)?.geometry {
        atlas::Geometry::Region(outline) => {
            let geometry = Geometry::MultiPolygon((**outline).clone());
            Some(Shapes::Own(Arc::new(vec![geometry])))
        }
        _ => None,
    }
}

/// How the selected region is drawn.
pub fn selection_layers(
    shading: Option<&Shading>,
    shapes: &Shapes,
    colours: &MapColours,
) -> Vec<GroundLayer> {
    let layer = |paint, colour| GroundLayer {
        shapes: shapes.clone(),
        paint,
        features: vec![(0, colour)],
        topic: None,
    };
    let line = |width: f32| Paint::Line {
        width: width * colours.weight,
        dash: Vec::new(),
    };
    let mut layers = vec![
        layer(Paint::Fill, colours.selection_fill),
        layer(line(5.0), colours.halo.gamma_multiply(0.7)),
        layer(line(2.5), colours.accent),
    ];
    if shading.is_some() {
        // It would change the colour of the class.
        layers.remove(0);
    }
    layers
}

struct Pen<'a> {
    colours: &'a MapColours,
    zoom: f64,
    layers: Vec<GroundLayer>,
    /// Of the layers that come next.
    topic: Option<Topic>,
    /// Of the layers that come next, 0 to 1.
    opacity: f32,
}

impl<'a> Pen<'a> {
    fn new(colours: &'a MapColours, zoom: f64) -> Self {
        Self {
            colours,
            zoom,
            layers: Vec::new(),
            topic: None,
            opacity: 1.0,
        }
    }

    fn push(&mut self, shapes: Shapes, paint: Paint, mut features: Vec<(usize, Color32)>) {
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

    fn line(&mut self, shapes: &Shapes, width: f32, dash: &[f32], colour: Color32) {
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

    fn land(&mut self, detail: bool) {
        let layer = if detail {
            basemap::land_detail()
        } else {
            basemap::land_overview()
        };
        let glow = self.at(&[(5.0, 3.0), (9.0, 6.0), (12.0, 9.0)]);
        self.line(&Shapes::Base(layer), glow, &[], self.colours.coast_glow);
        self.line(
            &Shapes::Base(layer),
            glow * 0.5,
            &[],
            self.colours.coast_glow,
        );
        self.fill(layer, self.colours.land_outside);
        let coast = self.at(&[(5.0, 0.8), (12.0, 1.4)]);
        self.line(&Shapes::Base(layer), coast, &[], self.colours.coast);
    }

    /// The delta without tints.
    fn plain_land(&mut self, detail: bool) {
        let cities = if detail {
            basemap::cities_detail()
        } else {
            basemap::cities()
        };
        self.fill(cities, self.colours.land);
    }

    fn regions(&mut self, detail: bool) {
        static CITY_TINTS: LazyLock<Vec<usize>> =
            LazyLock::new(|| tints_of(basemap::cities_detail()));
        static DISTRICT_TINTS: LazyLock<Vec<usize>> =
            LazyLock::new(|| tints_of(basemap::districts()));
        self.topic = None;
        let tint = |(index, &tint): (usize, &usize)| (index, self.colours.tints[tint]);
        let cities = if detail {
            basemap::cities_detail()
        } else {
            basemap::cities()
        };
        let is_shanghai = |index: usize| cities.features[index].adcode.as_deref() == Some("310000");
        let city_fills = CITY_TINTS.iter().enumerate().map(tint);
        let city_fills: Vec<_> = city_fills
            .filter(|(index, _)| !(detail && is_shanghai(*index)))
            .collect();
        let district_fills: Vec<_> = DISTRICT_TINTS.iter().enumerate().map(tint).collect();
        self.push(Shapes::Base(cities), Paint::Fill, city_fills);
        if detail {
            self.push(
                Shapes::Base(basemap::districts()),
                Paint::Fill,
                district_fills,
            );
        }
    }

    /// Districts or cities in the colours of their classes; hatched where there is no value.
    fn choropleth(&mut self, shading: &Shading, detail: bool) {
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

    fn builtup(&mut self) {
        let fade = self.strength(&[(7.0, 0.0), (8.0, 1.0), (12.0, 1.0), (13.5, 0.0)]);
        if fade > 0.0 {
            self.topic = Some(Topic::BuiltUp);
            self.fill(
                basemap::builtup(),
                self.colours.builtup.gamma_multiply(fade),
            );
        }
    }

    fn water(&mut self, detail: bool) {
        self.topic = None;
        let rivers = basemap::rivers();
        let MapColours { water, shore, .. } = *self.colours;
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
        self.fill(layer, water);
        // Rivers lap over the estuary, where a bank would be wrong; the Huangpu ends in it.
        let has_bank =
            |feature: &basemap::Feature| feature.class != "river" || feature.names.zh == "黄浦江";
        let lakes = of_class(layer, has_bank, shore);
        let shore_width = self.at(&[(6.0, 0.5), (12.0, 1.2)]);
        self.line_some(&Shapes::Base(layer), lakes, shore_width, &[]);
        let minor = of_class(
            rivers,
            |feature| !matches!(feature.class.as_str(), "river_main" | "river_axis"),
            shore,
        );
        self.line_some(&Shapes::Base(rivers), minor, small, &[]);
        let axis = self.at(&[(5.0, 1.2), (9.0, 2.4), (11.0, 3.0)]);
        if self.zoom < 11.5 {
            self.line_of_class(rivers, "river_axis", axis, &[], self.colours.coast);
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

    fn roads(&mut self) {
        let MapColours {
            road, road_case, ..
        } = *self.colours;
        let fade = self.transport_fade();
        if fade > 0.0 {
            let width = self.at(&[(8.0, 0.9), (10.0, 2.0), (12.0, 3.6)]);
            let roads = Shapes::Base(basemap::roads());
            self.topic = Some(Topic::Road);
            self.line(&roads, width + 1.2, &[], road_case.gamma_multiply(fade));
            if self.zoom >= 9.0 {
                self.line(&roads, width, &[], road.gamma_multiply(fade));
            }
        }
    }

    fn rail(&mut self) {
        let fade = self.transport_fade();
        if fade > 0.0 {
            let rails = Shapes::Base(basemap::rail());
            self.topic = Some(Topic::Rail);
            self.line(
                &rails,
                self.at(&[(8.0, 0.7), (12.0, 1.4)]),
                &[6.0, 3.0],
                self.colours.rail.gamma_multiply(fade),
            );
        }
    }

    fn metro(&mut self) {
        let metro_fade = self.strength(&[(10.0, 0.0), (10.75, 0.8), (14.0, 0.8), (15.0, 0.4)]);
        if metro_fade > 0.0 {
            let layer = basemap::metro();
            self.topic = Some(Topic::Metro);
            let width = self.at(&[(10.0, 1.2), (12.0, 2.4), (14.0, 3.6)]);
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

    fn stations(&mut self) {
        self.topic = None;
        let dots = station::dots(self.zoom);
        let MapColours {
            halo, label_weak, ..
        } = *self.colours;
        let fills = (0..station::positions().count()).map(|index| (index, halo));
        self.push(dots.clone(), Paint::Fill, fills.collect());
        self.line(&dots, 1.3, &[], label_weak);
    }

    /// The map ends where the data ends, as a printed plate does: a margin of paper behind a neat line.
    fn plate(&mut self) {
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

    fn district_borders(&mut self) {
        if self.zoom >= 8.0 {
            let width = self.at(&[(8.0, 0.6), (10.0, 1.1), (13.0, 1.8)]);
            let colour = self.colours.border_district;
            self.topic = Some(Topic::DistrictBorder);
            self.line_of_class(self.borders(), "district", width, &[4.0, 2.0], colour);
        }
    }

    fn city_borders(&mut self) {
        let width = self.at(&[(5.0, 0.5), (8.0, 1.0), (12.0, 1.8)]);
        let colour = self.colours.border_city;
        self.topic = Some(Topic::CityBorder);
        self.line_of_class(self.borders(), "city", width, &[6.0, 2.5], colour);
    }

    fn province_borders(&mut self) {
        let width = self.at(&[(5.0, 1.2), (8.0, 1.8), (12.0, 2.6)]);
        let colour = self.colours.border_province;
        let band = colour.gamma_multiply(0.18);
        let dash = [9.0, 3.0, 2.0, 3.0];
        self.topic = Some(Topic::ProvinceBorder);
        self.line_of_class(self.borders(), "province", width * 3.0, &[], band);
        self.line_of_class(self.borders(), "province", width, &dash, colour);
    }

    /// Meridians and parallels.
    fn graticule(&mut self) {
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
fn interpolate(stops: &[(f64, f32)], zoom: f64) -> f32 {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::theme::{Theme, ThemeName};

    #[test]
    fn a_flight_through_four_levels_makes_few_layers_anew() {
        let colours = Theme::new(ThemeName::Light).map;
        let content = MapContent::default();
        let at = |step: u8| ground(&content, None, &colours, 8.5 + f64::from(step) * STYLE_STEP);
        let (mut all, mut anew) = (0, 0);
        for step in 1..=16 {
            let (before, now) = (at(step - 1), at(step));
            all += now.len();
            anew += now.iter().filter(|layer| !before.contains(layer)).count();
        }
        assert!(anew * 4 < all, "{anew} of {all}");
    }

    #[test]
    fn widths_are_interpolated_between_stops_and_constant_outside() {
        let stops = [(6.0, 1.0), (8.0, 3.0)];
        assert_eq!(
            [5.0, 7.0, 9.0].map(|zoom| interpolate(&stops, zoom)),
            [1.0, 2.0, 3.0]
        );
    }

    #[test]
    fn hand_drawn_roads_are_gone_where_the_zoom_exceeds_their_accuracy() {
        let colours = Theme::new(ThemeName::Light).map;
        let shows_roads = |zoom| {
            let roads = Shapes::Base(basemap::roads());
            ground(&MapContent::default(), None, &colours, zoom)
                .iter()
                .any(|layer| layer.shapes == roads)
        };
        assert!(shows_roads(10.0));
        assert!(!shows_roads(14.5));
    }

    #[test]
    fn tiles_lie_over_roads_and_under_borders() {
        let colours = Theme::new(ThemeName::Light).map;
        let layers = ground(&MapContent::default(), None, &colours, 10.0);
        let (below, above) = layers.split_at(below_tiles(&layers, false));
        let has = |layers: &[GroundLayer], topic| layers.iter().any(|one| one.topic == Some(topic));
        assert!(has(below, Topic::Road) && !has(above, Topic::Road));
        for border in [
            Topic::DistrictBorder,
            Topic::CityBorder,
            Topic::ProvinceBorder,
        ] {
            assert!(has(above, border) && !has(below, border));
        }
    }

    #[test]
    fn the_same_step_of_zoom_gives_the_same_layers() {
        let colours = Theme::new(ThemeName::Dark).map;
        let layers = |zoom| ground(&MapContent::default(), None, &colours, zoom);
        assert_eq!(layers(9.30), layers(9.45));
        assert_ne!(layers(9.30), layers(9.55));
    }

    #[test]
    fn a_layer_that_is_switched_off_is_not_drawn_and_a_moved_one_is_drawn_where_it_went() {
        let colours = Theme::new(ThemeName::Light).map;
        let topics = |content: &MapContent| -> Vec<Topic> {
            let layers = ground(content, None, &colours, 10.5);
            layers.iter().filter_map(|layer| layer.topic).collect()
        };
        let mut content = MapContent::default();
        let at = |content: &MapContent, wanted| {
            topics(content).iter().position(|topic| *topic == wanted)
        };
        assert!(at(&content, Topic::Road) < at(&content, Topic::Metro));
        assert_eq!(at(&content, Topic::Graticule), None);
        content.move_above(LayerId::Roads, LayerId::Metro);
        assert!(at(&content, Topic::Road) > at(&content, Topic::Metro));
        content.set_visible(LayerId::Roads, false);
        content.set_visible(LayerId::Graticule, true);
        assert_eq!(at(&content, Topic::Road), None);
        assert!(at(&content, Topic::Graticule).is_some());
    }
}
