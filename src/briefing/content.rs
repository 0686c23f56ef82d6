//! What of the map a slide shows: the words of its author to the scene's [`MapContent`], and back.

use crate::{
    atlas::{Atlas, Kind, LayerChoice, SlideMap, ThemeId},
    scene::{
        choropleth::Shading,
        content::{
            Choropleth, LabelLanguages, LayerId, LayerState, MapContent, Measure, Method, Quantity,
            Units,
        },
    },
    theme::palette::PaletteName,
};

/// Something that the author asks for and the map does not have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Lack {
    Layer(String),
    Labels(String),
    /// Not written as a choropleth is, or no region has such a figure.
    Choropleth(String),
}

/// What the map shows, and what it lacks. The rest is as an atlas shows it first.
pub fn content(atlas: &Atlas, map: &SlideMap) -> (MapContent, Vec<Lack>) {
    let mut content = MapContent::default();
    let mut lacks = Vec::new();
    lay(&map.layers, &mut content, &mut lacks);
    content.hidden_kinds = map
        .hidden_kinds
        .iter()
        .map(|code| Kind::from_code(code))
        .collect();
    content.theme = map.theme.as_ref().map(ThemeId::new);
    if let Some(text) = &map.choropleth {
        let read = choropleth(text);
        content.choropleth = read.filter(|choropleth| Shading::of(atlas, choropleth).is_some());
        if content.choropleth.is_none() {
            lacks.push(Lack::Choropleth(text.clone()));
        }
    }
    if let Some(code) = &map.labels {
        match LabelLanguages::from_code(code) {
            Some(labels) => content.labels = labels,
            None => lacks.push(Lack::Labels(code.clone())),
        }
    }
    (content, lacks)
}

/// Where every layer is named, in their order; else each in its place.
fn lay(choices: &[LayerChoice], content: &mut MapContent, lacks: &mut Vec<Lack>) {
    let mut states: Vec<LayerState> = Vec::new();
    for choice in choices {
        match LayerId::from_code(&choice.id) {
            Some(layer) => states.push(LayerState {
                layer,
                visible: choice.visible,
                opacity: choice.opacity.unwrap_or(1.0),
            }),
            None => lacks.push(Lack::Layer(choice.id.clone())),
        }
    }
    let all = LayerId::ALL
        .into_iter()
        .all(|layer| states.iter().any(|state| state.layer == layer));
    if all {
        content.set_layers(states);
        return;
    }
    for state in states {
        content.set_visible(state.layer, state.visible);
        content.set_opacity(state.layer, state.opacity);
    }
}

/// The words for what the map shows: only what differs from what an atlas shows first.
pub fn written(content: &MapContent) -> SlideMap {
    let plain = MapContent::default();
    let moved = content
        .layers()
        .iter()
        .zip(plain.layers())
        .any(|(one, other)| one.layer != other.layer);
    let differs = |state: &&LayerState| moved || **state != plain.state(state.layer);
    let layers = content
        .layers()
        .iter()
        .filter(differs)
        .map(|state| LayerChoice {
            id: state.layer.code().to_owned(),
            visible: state.visible,
            opacity: (state.visible && state.opacity < 1.0).then_some(state.opacity),
        });
    SlideMap {
        layers: layers.collect(),
        hidden_kinds: content
            .hidden_kinds
            .iter()
            .map(|kind| kind.code().to_owned())
            .collect(),
        theme: content.theme.as_ref().map(ToString::to_string),
        choropleth: content.choropleth.as_ref().map(choropleth_text),
        labels: (content.labels != LabelLanguages::default())
            .then(|| content.labels.code().to_owned()),
    }
}

/// `cities; GDP (CNY) / Resident population (persons); quantile; 5; ylgnbu`, where all behind the measure may be
/// left out. `None` if it is none.
fn choropleth(text: &str) -> Option<Choropleth> {
    let mut parts = text.split([';', '；']).map(str::trim);
    let units = Units::from_code(parts.next()?)?;
    let mut choropleth = Choropleth::of(units, measure(parts.next()?)?);
    for part in parts {
        if let Some(method) = Method::from_code(part) {
            choropleth.method = method;
        } else if let Some(palette) = PaletteName::from_code(part) {
            choropleth.palette = palette;
        } else {
            let classes = part.parse().ok();
            choropleth.classes = classes.filter(|count| Choropleth::CLASSES.contains(count))?;
        }
    }
    Some(choropleth)
}

fn measure(text: &str) -> Option<Measure> {
    let (quantity_text, per) = match text.split_once(") / ") {
        Some((first, second)) => (format!("{first})"), Some(quantity(second)?)),
        None => (text.to_owned(), None),
    };
    Some(Measure {
        quantity: quantity(&quantity_text)?,
        per,
    })
}

/// `Resident population (persons)`.
fn quantity(text: &str) -> Option<Quantity> {
    let (label, unit) = text.trim().strip_suffix(')')?.rsplit_once('(')?;
    let label = label.trim();
    (!label.is_empty()).then(|| Quantity {
        label: label.to_owned(),
        unit: unit.trim().to_owned(),
    })
}

fn choropleth_text(choropleth: &Choropleth) -> String {
    let quantity = |quantity: &Quantity| format!("{} ({})", quantity.label, quantity.unit);
    let Choropleth {
        units,
        measure,
        method,
        classes,
        palette,
    } = choropleth;
    let mut text = format!("{}; {}", units.code(), quantity(&measure.quantity));
    if let Some(per) = &measure.per {
        text.push_str(" / ");
        text.push_str(&quantity(per));
    }
    let plain = Choropleth::of(*units, measure.clone());
    if *method != plain.method {
        text = format!("{text}; {}", method.code());
    }
    if *classes != plain.classes {
        text = format!("{text}; {classes}");
    }
    if *palette != plain.palette {
        text = format!("{text}; {}", palette.code());
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{scene::choropleth::offers, store};
    use proptest::prelude::*;

    #[test]
    fn every_measure_that_the_map_offers_can_be_written_on_a_slide_and_read_again() {
        let atlas = store::builtin().atlas;
        for units in Units::ALL {
            for offer in offers(&atlas, units) {
                let mut map = MapContent::default();
                let chosen = Choropleth {
                    classes: 4,
                    method: Method::NaturalBreaks,
                    palette: PaletteName::Viridis,
                    ..Choropleth::of(units, offer.measure)
                };
                map.choropleth = Some(chosen);
                assert_eq!(content(&atlas, &written(&map)), (map, Vec::new()));
            }
        }
    }

    #[test]
    fn what_the_map_lacks_is_named_and_the_rest_is_shown() {
        let atlas = store::builtin().atlas;
        let map = SlideMap {
            layers: store::briefing_value::layers("no rail, trams, metro 40%").unwrap(),
            choropleth: Some("cities; Happiness (smiles)".to_owned()),
            labels: Some("latin".to_owned()),
            ..SlideMap::default()
        };
        let (content, lacks) = content(&atlas, &map);
        assert!(!content.is_visible(LayerId::Rail));
        assert_eq!(content.opacity(LayerId::Metro), 0.4);
        let expected = [
            Lack::Layer("trams".to_owned()),
            Lack::Choropleth("cities; Happiness (smiles)".to_owned()),
            Lack::Labels("latin".to_owned()),
        ];
        assert_eq!(lacks, expected);
    }

    proptest! {
        #[test]
        fn whatever_the_map_shows_a_slide_can_say_it(
            states in proptest::collection::vec((0usize..13, any::<bool>(), 1u8..=100), 0..20),
            labels in 0usize..4,
        ) {
            let atlas = Atlas::empty();
            let mut map = MapContent::default();
            map.set_layers(states.into_iter().map(|(index, visible, percent)| LayerState {
                layer: LayerId::ALL[index],
                visible,
                // The opacity of what is hidden is not kept.
                opacity: if visible { f32::from(percent) / 100.0 } else { 1.0 },
            }));
            map.labels = LabelLanguages::ALL[labels];
            let slide_map = written(&map);
            let text = store::briefing_value::layers_text(&slide_map.layers);
            let layers = store::briefing_value::layers(&text).unwrap();
            let (read, lacks) = content(&atlas, &SlideMap { layers, ..slide_map });
            prop_assert_eq!(lacks, Vec::new());
            prop_assert_eq!(read, map);
        }

        #[test]
        fn any_words_are_a_choropleth_or_none(text in "(cities|districts)?[;； ]?\\PC{0,40}") {
            let _ = choropleth(&text);
        }
    }
}
