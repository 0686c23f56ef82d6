//! The legend: what is on the screen and nothing else.

use egui::Color32;
use geo_types::coord;

use super::{
    GroundLayer, MapContent, Paint, Shading, Shapes, Symbol, View,
    choropleth::{Class, MeasureName},
    content::LayerId,
    data_layer::{Crowd, DataKey},
    ground::{self, Topic},
};
use crate::{
    atlas::{Extent, Kind},
    basemap,
    lang::{Strings, figure_text, grouped, measure_text},
    theme::MapColours,
};

/// One line of the legend.
#[derive(Clone, Debug, PartialEq)]
pub enum Entry {
    /// A data file over the map.
    Data(DataKey),
    Choropleth(ChoroplethKey),
    Site(Kind),
    Ground {
        topic: Topic,
        sample: Sample,
        schematic: bool,
    },
}

/// What the colours of a choropleth mean.
#[derive(Clone, Debug, PartialEq)]
pub struct ChoroplethKey {
    pub name: MeasureName,
    /// The lowest first.
    pub classes: Vec<(Color32, Class)>,
    /// How many regions have no value.
    pub missing: usize,
    /// The first and the last year that the values are of.
    pub years: Option<(i32, i32)>,
    pub hatch: Color32,
}

/// How it is drawn on the map; widths and dashes in points.
#[derive(Clone, Debug, PartialEq)]
pub enum Sample {
    Field(Color32),
    /// The lower line first.
    Lines(Vec<(f32, Vec<f32>, Color32)>),
    /// Several colours stand for the same thing.
    Colours(Vec<Color32>),
}

impl Entry {
    /// What the legend calls it.
    pub fn words(&self, strings: &Strings) -> String {
        match self {
            Self::Choropleth(key) => {
                let MeasureName { quantity, per, .. } = &key.name;
                measure_text(strings, quantity, per.as_deref())
            }
            Self::Data(key) => key.name.clone(),
            Self::Site(kind) => strings
                .find(&format!("kind-{}", kind.code()))
                .unwrap_or(kind.code())
                .to_owned(),
            Self::Ground {
                topic, schematic, ..
            } => {
                let name = strings.get(topic.key());
                if *schematic {
                    strings.format("legend-schematic", &[("name", name)])
                } else {
                    name.to_owned()
                }
            }
        }
    }
}

impl Crowd {
    /// For how many features a dot of this size stands.
    pub fn words(&self, strings: &Strings) -> String {
        let Some(count) = self.count else {
            return strings.get("legend-data-several").to_owned();
        };
        strings.format(
            "legend-data-crowd",
            &[("count", &grouped(f64::from(count)))],
        )
    }
}

impl ChoroplethKey {
    /// The bounds of a class and how many regions are in it.
    pub fn class_words(&self, strings: &Strings, class: Class) -> String {
        let MeasureName { unit, per, .. } = &self.name;
        let figure = |value| figure_text(strings, value, None, unit, per.as_deref());
        let (low, high) = (figure(class.low), figure(class.high));
        let count = class.count.to_string();
        if low == high {
            let arguments = [("value", &*high.joined()), ("count", &count)];
            return strings.format("legend-class-one", &arguments);
        }
        // The unit is said once where both have the same.
        let low = if low.unit == high.unit {
            low.number
        } else {
            low.joined()
        };
        let arguments = [("low", &*low), ("high", &high.joined()), ("count", &count)];
        strings.format("legend-class", &arguments)
    }

    /// Of which years the values are; `None` if none is dated.
    pub fn years_words(&self, strings: &Strings) -> Option<String> {
        let (first, last) = self.years?;
        let years = if first == last {
            first.to_string()
        } else {
            format!("{first}–{last}")
        };
        Some(strings.format("legend-years", &[("years", &years)]))
    }

    /// How the regions without a value are called; `None` if there is none.
    pub fn missing_words(&self, strings: &Strings) -> Option<String> {
        let count = self.missing.to_string();
        (self.missing > 0).then(|| strings.format("legend-missing", &[("count", &count)]))
    }
}

/// A choropleth first, then kinds of sites, then the ground from the top down.
pub fn entries(
    content: &MapContent,
    shading: Option<&Shading>,
    colours: &MapColours,
    view: &View,
    symbols: &[Symbol],
) -> Vec<Entry> {
    let mut entries: Vec<Entry> = Vec::new();
    if let Some(shading) = shading.filter(|_| content.is_visible(LayerId::Areas)) {
        let ramp = shading.colours(colours).into_iter();
        entries.push(Entry::Choropleth(ChoroplethKey {
            name: shading.name.clone(),
            classes: ramp.zip(shading.classes.iter().copied()).collect(),
            missing: shading.missing.len(),
            years: shading.years,
            hatch: colours.hatch,
        }));
    }
    for symbol in symbols
        .iter()
        .filter(|symbol| symbol.opacity > 0.0 && view.rect().contains(symbol.centre))
    {
        let entry = Entry::Site(symbol.kind.clone());
        if !entries.contains(&entry) {
            entries.push(entry);
        }
    }
    let extent = view.extent();
    let layers = ground::ground(content, shading, colours, view.zoom);
    for topic in layers.iter().rev().filter_map(|layer| layer.topic) {
        let known = entries
            .iter()
            .any(|entry| matches!(entry, Entry::Ground { topic: one, .. } if *one == topic));
        let of_topic: Vec<&GroundLayer> = layers
            .iter()
            .filter(|layer| layer.topic == Some(topic))
            .collect();
        if !known && of_topic.iter().any(|layer| is_visible(layer, extent)) {
            entries.push(Entry::Ground {
                topic,
                sample: sample(topic, &of_topic),
                schematic: of_topic.iter().any(|layer| is_schematic(layer)),
            });
        }
    }
    entries
}

/// What is left to explain where tiles cover the land with its waters and roads.
pub fn over_tiles(entries: &mut Vec<Entry>) {
    entries.retain(|entry| match entry {
        Entry::Ground { topic, .. } => topic.is_above_tiles(),
        Entry::Site(_) | Entry::Choropleth(_) | Entry::Data(_) => true,
    });
}

fn features(layer: &GroundLayer) -> impl Iterator<Item = &'static basemap::Feature> {
    let base = match layer.shapes {
        Shapes::Base(base) => Some(base),
        Shapes::Own(_) => None,
    };
    layer
        .features
        .iter()
        .filter_map(move |(index, _)| base?.features.get(*index))
}

/// Whether the box round one of its features meets the screen.
fn is_visible(layer: &GroundLayer, extent: Extent) -> bool {
    if layer.topic == Some(Topic::Graticule) {
        return true;
    }
    let low = coord! { x: extent.west, y: extent.south };
    let high = coord! { x: extent.east, y: extent.north };
    features(layer).any(|feature| {
        let (least, most) = (feature.bounds.min(), feature.bounds.max());
        least.x <= high.x && most.x >= low.x && least.y <= high.y && most.y >= low.y
    })
}

fn is_schematic(layer: &GroundLayer) -> bool {
    features(layer).any(|feature| feature.schematic)
}

fn sample(topic: Topic, layers: &[&GroundLayer]) -> Sample {
    if topic == Topic::Metro {
        let mut colours: Vec<Color32> = Vec::new();
        let lines = layers
            .iter()
            .filter(|layer| matches!(layer.shapes, Shapes::Base(_)));
        for (_, colour) in lines.flat_map(|layer| &layer.features) {
            if !colours.contains(colour) {
                colours.push(*colour);
            }
        }
        colours.truncate(5);
        return Sample::Colours(colours);
    }
    let colour = |layer: &GroundLayer| {
        layer
            .features
            .first()
            .map_or(Color32::GRAY, |(_, colour)| *colour)
    };
    let lines = layers.iter().filter_map(|layer| match &layer.paint {
        Paint::Line { width, dash } => Some((*width, dash.clone(), colour(layer))),
        Paint::Fill => None,
    });
    let lines: Vec<_> = lines.collect();
    match layers.first() {
        Some(layer) if lines.is_empty() => Sample::Field(colour(layer)),
        _ => Sample::Lines(lines),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        atlas::Position,
        theme::{Theme, ThemeName},
    };
    use egui::vec2;

    fn topics(longitude: f64, latitude: f64, zoom: f64) -> Vec<Topic> {
        let view = View {
            centre: Position {
                longitude,
                latitude,
            },
            zoom,
            size: vec2(800.0, 600.0),
        };
        let entries = entries(
            &MapContent::default(),
            None,
            &Theme::new(ThemeName::Light).map,
            &view,
            &[],
        );
        let topic = |entry: &Entry| match entry {
            Entry::Ground { topic, .. } => Some(*topic),
            Entry::Data(_) | Entry::Site(_) | Entry::Choropleth(_) => None,
        };
        entries.iter().filter_map(topic).collect()
    }

    #[test]
    fn the_metro_is_in_the_legend_in_the_city_and_not_in_anhui() {
        assert!(topics(121.47, 31.23, 11.5).contains(&Topic::Metro));
        assert!(!topics(117.3, 31.8, 11.5).contains(&Topic::Metro));
    }

    #[test]
    fn under_opaque_tiles_only_borders_and_what_the_atlas_brings_are_explained() {
        let ground = |topic| Entry::Ground {
            topic,
            sample: Sample::Field(Color32::GRAY),
            schematic: true,
        };
        let site = Entry::Site(Kind::Port);
        let mut entries = vec![site.clone(), ground(Topic::Road), ground(Topic::CityBorder)];
        over_tiles(&mut entries);
        assert_eq!(entries, [site, ground(Topic::CityBorder)]);
    }

    #[test]
    fn on_the_open_sea_there_is_nothing_to_explain() {
        assert_eq!(topics(123.4, 31.0, 12.0), []);
    }
}
