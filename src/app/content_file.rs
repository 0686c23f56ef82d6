//! The disk shape of what the map shows. Codes that this program does not know are passed over.

use serde::{Deserialize, Serialize};

use crate::{
    atlas::{Kind, ThemeId},
    scene::{
        MapContent,
        content::{
            Choropleth, LabelLanguages, LayerId, LayerState, Measure, Method, Quantity, Units,
        },
    },
    theme::palette::PaletteName,
};

/// As in the settings file. Everything may be left out.
#[derive(Default, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct ContentFile {
    /// The lowest first.
    layers: Vec<LayerFile>,
    hidden_kinds: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    theme: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    choropleth: Option<ChoroplethFile>,
    names: String,
}

#[derive(Serialize, Deserialize)]
struct LayerFile {
    layer: String,
    visible: bool,
    opacity: f32,
}

#[derive(Serialize, Deserialize)]
struct ChoroplethFile {
    units: String,
    quantity: QuantityFile,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    per: Option<QuantityFile>,
    method: String,
    classes: usize,
    palette: String,
}

#[derive(Serialize, Deserialize)]
struct QuantityFile {
    label: String,
    unit: String,
}

impl From<&MapContent> for ContentFile {
    fn from(content: &MapContent) -> Self {
        let layers = content.layers().iter().map(|state| LayerFile {
            layer: state.layer.code().to_owned(),
            visible: state.visible,
            opacity: state.opacity,
        });
        let kinds = content.hidden_kinds.iter();
        Self {
            layers: layers.collect(),
            hidden_kinds: kinds.map(|kind| kind.code().to_owned()).collect(),
            theme: content.theme.as_ref().map(ThemeId::to_string),
            choropleth: content.choropleth.as_ref().map(ChoroplethFile::from),
            names: content.labels.code().to_owned(),
        }
    }
}

impl From<&Choropleth> for ChoroplethFile {
    fn from(choropleth: &Choropleth) -> Self {
        let Measure { quantity, per } = &choropleth.measure;
        Self {
            units: choropleth.units.code().to_owned(),
            quantity: QuantityFile::from(quantity),
            per: per.as_ref().map(QuantityFile::from),
            method: choropleth.method.code().to_owned(),
            classes: choropleth.classes,
            palette: choropleth.palette.code().to_owned(),
        }
    }
}

impl From<&Quantity> for QuantityFile {
    fn from(Quantity { label, unit }: &Quantity) -> Self {
        Self {
            label: label.clone(),
            unit: unit.clone(),
        }
    }
}

impl ContentFile {
    pub(super) fn content(self) -> MapContent {
        let mut content = MapContent::default();
        let layers = self.layers.into_iter().filter_map(|file| {
            Some(LayerState {
                layer: LayerId::from_code(&file.layer)?,
                visible: file.visible,
                opacity: file.opacity,
            })
        });
        content.set_layers(layers);
        let kinds = self.hidden_kinds.iter();
        content.hidden_kinds = kinds.map(|code| Kind::from_code(code)).collect();
        content.theme = self.theme.map(ThemeId::new);
        content.choropleth = self.choropleth.map(ChoroplethFile::choropleth);
        content.labels = LabelLanguages::from_code(&self.names).unwrap_or_default();
        content
    }
}

impl ChoroplethFile {
    fn choropleth(self) -> Choropleth {
        let quantity = |file: QuantityFile| Quantity {
            label: file.label,
            unit: file.unit,
        };
        let (least, most) = (*Choropleth::CLASSES.start(), *Choropleth::CLASSES.end());
        Choropleth {
            units: Units::from_code(&self.units).unwrap_or_default(),
            measure: Measure {
                quantity: quantity(self.quantity),
                per: self.per.map(quantity),
            },
            method: Method::from_code(&self.method).unwrap_or_default(),
            classes: self.classes.clamp(least, most),
            palette: PaletteName::from_code(&self.palette).unwrap_or_default(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_map_shows_survives_the_way_through_the_file() {
        let mut content = MapContent::default();
        content.set_visible(LayerId::Roads, false);
        content.set_opacity(LayerId::Water, 0.5);
        content.move_above(LayerId::Rail, LayerId::Districts);
        content.hidden_kinds = vec![Kind::Port, Kind::Other("silo".to_owned())];
        content.theme = Some(ThemeId::new("finance"));
        content.labels = LabelLanguages::Both;
        let quantity = |label: &str, unit: &str| Quantity {
            label: label.to_owned(),
            unit: unit.to_owned(),
        };
        let measure = Measure {
            quantity: quantity("GDP", "CNY"),
            per: Some(quantity("Resident population", "persons")),
        };
        content.choropleth = Some(Choropleth::of(Units::Cities, measure));
        let json = serde_json::to_string(&ContentFile::from(&content)).unwrap();
        let file: ContentFile = serde_json::from_str(&json).unwrap();
        assert_eq!(file.content(), content);
    }

    #[test]
    fn an_empty_file_and_one_of_unknown_codes_are_the_default() {
        for json in [
            "{}",
            r#"{"layers": [{"layer": "moon", "visible": false, "opacity": 0.5}], "names": "klingon"}"#,
        ] {
            let file: ContentFile = serde_json::from_str(json).unwrap();
            assert_eq!(file.content(), MapContent::default());
        }
    }
}
