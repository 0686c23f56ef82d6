//! The ground: everything of the map that stays put, from the sea up to the borders, as fills and lines with their
//! colours and weights for a zoom.

mod pen;

use std::sync::Arc;

use egui::Color32;
use geo_types::Geometry;

use super::{
    choropleth::Shading,
    content::{LayerId, MapContent},
    tint,
};
use crate::{
    atlas::{self, Atlas, PlaceId},
    basemap::{self, Layer},
    theme::MapColours,
};
use pen::Pen;

/// From this zoom on the detailed files are drawn and Shanghai is told apart by districts.
pub const DETAIL_FROM_ZOOM: f64 = 8.5;
/// Weights are worked out anew after this many levels of zoom.
const STYLE_STEP: f64 = 0.25;
/// Widths that a line goes through while it becomes twice as wide.
const WIDTHS_PER_DOUBLING: f32 = 4.0;
/// Steps in which something fades.
const FADE_STEPS: f32 = 5.0;
/// Side of the world at zoom 0, in points.
pub(super) const WORLD_SIDE: f64 = 256.0;

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
    /// The river that the city lies along.
    RiverAxis,
    Graticule,
}

impl Topic {
    /// Whether it lies over tiles of the user's own.
    pub fn is_above_tiles(self) -> bool {
        matches!(
            self,
            Self::ProvinceBorder | Self::CityBorder | Self::DistrictBorder | Self::Graticule
        )
    }

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
            Self::RiverAxis => "legend-river-axis",
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
    let covers = |layer: &GroundLayer| match layer.topic {
        Some(topic) => topic.is_above_tiles(),
        None => matches!(layer.shapes, Shapes::Own(_)),
    };
    let first = if shaded {
        // The plain land follows.
        let fill = |layer: &GroundLayer| is_land(layer) && layer.paint == Paint::Fill;
        layers.iter().position(fill).map(|fill| fill + 2)
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
            LayerId::Areas => {
                match shading {
                    _ if pen.opacity <= 0.0 => {}
                    Some(shading) => pen.choropleth(shading, detail),
                    None => pen.regions(detail),
                }
                // It covers the bare edges of all fills.
                pen.opacity = 1.0;
                pen.coast(detail);
            }
            _ if pen.opacity <= 0.0 => {}
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
            LayerId::OwnRegions | LayerId::Gateways | LayerId::Sites | LayerId::Names => {}
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

#[cfg(test)]
mod tests {
    use super::{pen::interpolate, *};
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
    fn tiles_lie_over_the_stations_of_the_metro_too() {
        let colours = Theme::new(ThemeName::Light).map;
        let layers = ground(&MapContent::default(), None, &colours, 14.0);
        let (below, above) = layers.split_at(below_tiles(&layers, false));
        let has = |layers: &[GroundLayer]| {
            let mut topics = layers.iter().map(|layer| layer.topic);
            topics.any(|topic| topic == Some(Topic::Metro))
        };
        assert!(has(below) && !has(above));
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
