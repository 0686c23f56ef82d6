//! What of the atlas the map shows, and how: layers, kinds of sites, a theme, a choropleth, the language of names.
//! Knows nothing of camera, selection, interface language and colours; screen, slides and exports read the same one.

use crate::{
    atlas::{Atlas, Kind, Language, Place, PlaceId, ThemeId},
    theme::palette::PaletteName,
};

/// Everything that can be switched on the map.
#[derive(Clone, Debug, PartialEq)]
pub struct MapContent {
    /// Each of [`LayerId::ALL`] once, the lowest first.
    layers: Vec<LayerState>,
    /// Kinds of sites that are not shown.
    pub hidden_kinds: Vec<Kind>,
    /// Only sites with facts of this theme are shown.
    pub theme: Option<ThemeId>,
    pub choropleth: Option<Choropleth>,
    pub labels: LabelLanguages,
    /// Places that it is about, the first ones most: shown whatever kinds are hidden, in front of others, and named
    /// before them.
    pub subjects: Vec<PlaceId>,
}

/// A layer of the map and how it is shown.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LayerState {
    pub layer: LayerId,
    pub visible: bool,
    /// 0 to 1.
    pub opacity: f32,
}

/// What can be shown, made see-through and moved up and down.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LayerId {
    /// Tints that tell districts and cities apart; the colours of a choropleth.
    Areas,
    BuiltUp,
    Water,
    Roads,
    Rail,
    Metro,
    /// Airports, ports and railway stations of the base map.
    Gateways,
    /// Borders and names.
    Districts,
    /// Borders, names and dots.
    Cities,
    /// Borders and names.
    Provinces,
    Graticule,
    /// Regions that an atlas brings with it.
    OwnRegions,
    Sites,
    Names,
}

impl LayerId {
    /// As they are drawn unless somebody moves them, the lowest first.
    pub const ALL: [Self; 14] = [
        Self::Areas,
        Self::BuiltUp,
        Self::Water,
        Self::Roads,
        Self::Rail,
        Self::Metro,
        Self::Districts,
        Self::Cities,
        Self::Provinces,
        Self::Graticule,
        Self::OwnRegions,
        Self::Gateways,
        Self::Sites,
        Self::Names,
    ];

    /// As in the settings file and in the header of a slide.
    pub fn code(self) -> &'static str {
        match self {
            Self::Areas => "areas",
            Self::BuiltUp => "built-up",
            Self::Water => "water",
            Self::Roads => "roads",
            Self::Rail => "rail",
            Self::Metro => "metro",
            Self::Gateways => "gateways",
            Self::Districts => "districts",
            Self::Cities => "cities",
            Self::Provinces => "provinces",
            Self::Graticule => "graticule",
            Self::OwnRegions => "own-regions",
            Self::Sites => "sites",
            Self::Names => "names",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|layer| layer.code() == code)
    }

    /// Whether its place in the order can be changed: the ground can, but what an atlas brings, symbols and names
    /// lie above it.
    pub fn is_movable(self) -> bool {
        !matches!(
            self,
            Self::OwnRegions | Self::Gateways | Self::Sites | Self::Names
        )
    }

    fn default_state(self) -> LayerState {
        LayerState {
            layer: self,
            visible: self != Self::Graticule,
            opacity: 1.0,
        }
    }
}

/// Regions coloured by a number that they share.
#[derive(Clone, Debug, PartialEq)]
pub struct Choropleth {
    pub units: Units,
    pub measure: Measure,
    pub method: Method,
    /// How many classes are asked for, within [`Choropleth::CLASSES`]; there may be fewer different values.
    pub classes: usize,
    pub palette: PaletteName,
}

impl Choropleth {
    /// Fewer say little, more cannot be told apart.
    pub const CLASSES: std::ops::RangeInclusive<usize> = 3..=7;

    /// Five classes of equal counts.
    pub fn of(units: Units, measure: Measure) -> Self {
        Self {
            units,
            measure,
            method: Method::default(),
            classes: 5,
            palette: PaletteName::default(),
        }
    }
}

/// Which regions a choropleth colours.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Units {
    #[default]
    Districts,
    Cities,
}

impl Units {
    pub const ALL: [Self; 2] = [Self::Districts, Self::Cities];

    pub fn code(self) -> &'static str {
        match self {
            Self::Districts => "districts",
            Self::Cities => "cities",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|units| units.code() == code)
    }

    pub fn kind(self) -> Kind {
        match self {
            Self::Districts => Kind::District,
            Self::Cities => Kind::City,
        }
    }
}

/// A number that regions share: of facts with the same label and unit, or of two such divided.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Measure {
    pub quantity: Quantity,
    /// What it is divided by: people for a figure per head, area for a density.
    pub per: Option<Quantity>,
}

/// Facts are of the same quantity if they have this label and this unit.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Quantity {
    /// The label in English, or in Chinese where there is no English one.
    pub label: String,
    /// Its id in facts.csv; empty for a bare number.
    pub unit: String,
}

/// How the bounds between classes are found.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Method {
    /// As many regions in each class.
    #[default]
    Quantile,
    /// Each class as wide.
    EqualInterval,
    /// Fisher and Jenks: values in a class differ as little as can be.
    NaturalBreaks,
}

impl Method {
    pub const ALL: [Self; 3] = [Self::Quantile, Self::EqualInterval, Self::NaturalBreaks];

    pub fn code(self) -> &'static str {
        match self {
            Self::Quantile => "quantile",
            Self::EqualInterval => "equal-interval",
            Self::NaturalBreaks => "natural-breaks",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|method| method.code() == code)
    }
}

/// The languages of the names on the map.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum LabelLanguages {
    /// That of the interface.
    #[default]
    Follow,
    English,
    Chinese,
    /// English above Chinese.
    Both,
}

impl LabelLanguages {
    pub const ALL: [Self; 4] = [Self::Follow, Self::English, Self::Chinese, Self::Both];

    pub fn code(self) -> &'static str {
        match self {
            Self::Follow => "follow",
            Self::English => "english",
            Self::Chinese => "chinese",
            Self::Both => "both",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|labels| labels.code() == code)
    }

    /// The language that names are written in first, and a second one.
    pub fn languages(self, interface: Language) -> (Language, Option<Language>) {
        match self {
            Self::Follow => (interface, None),
            Self::English => (Language::English, None),
            Self::Chinese => (Language::Chinese, None),
            Self::Both => (interface, Some(interface.other())),
        }
    }
}

impl Default for MapContent {
    fn default() -> Self {
        Self {
            layers: LayerId::ALL.map(LayerId::default_state).to_vec(),
            hidden_kinds: Vec::new(),
            theme: None,
            choropleth: None,
            labels: LabelLanguages::default(),
            subjects: Vec::new(),
        }
    }
}

impl MapContent {
    /// The lowest first.
    pub fn layers(&self) -> &[LayerState] {
        &self.layers
    }

    /// Takes these layers, the lowest first, as a file has them: a layer that is named twice counts once, one that is
    /// missing goes where it is by default, and what cannot be moved stays on top.
    pub fn set_layers(&mut self, states: impl IntoIterator<Item = LayerState>) {
        let mut layers: Vec<LayerState> = Vec::new();
        for state in states {
            if layers.iter().all(|known| known.layer != state.layer) {
                let opacity = if state.opacity.is_finite() {
                    state.opacity.clamp(0.0, 1.0)
                } else {
                    1.0
                };
                layers.push(LayerState { opacity, ..state });
            }
        }
        for (rank, layer) in LayerId::ALL.into_iter().enumerate() {
            if layers.iter().all(|known| known.layer != layer) {
                let before = LayerId::ALL[..rank]
                    .iter()
                    .filter_map(|lower| layers.iter().position(|known| known.layer == *lower))
                    .max();
                layers.insert(before.map_or(0, |index| index + 1), layer.default_state());
            }
        }
        layers.sort_by_key(|state| {
            let fixed = LayerId::ALL.iter().position(|layer| *layer == state.layer);
            fixed.filter(|_| !state.layer.is_movable())
        });
        self.layers = layers;
    }

    pub fn state(&self, layer: LayerId) -> LayerState {
        let known = self.layers.iter().find(|state| state.layer == layer);
        known.copied().unwrap_or(layer.default_state())
    }

    pub fn is_visible(&self, layer: LayerId) -> bool {
        self.opacity(layer) > 0.0
    }

    /// 0 for a layer that is switched off.
    pub fn opacity(&self, layer: LayerId) -> f32 {
        let state = self.state(layer);
        if state.visible { state.opacity } else { 0.0 }
    }

    pub fn set_visible(&mut self, layer: LayerId, visible: bool) {
        self.change(layer, |state| state.visible = visible);
    }

    /// 0 to 1; a value that is no number is left out.
    pub fn set_opacity(&mut self, layer: LayerId, opacity: f32) {
        if opacity.is_finite() {
            self.change(layer, |state| state.opacity = opacity.clamp(0.0, 1.0));
        }
    }

    /// Moves a layer just above another one. Does nothing where one of the two cannot be moved.
    pub fn move_above(&mut self, layer: LayerId, below: LayerId) {
        self.move_beside(layer, below, 1);
    }

    /// Moves a layer just below another one. Does nothing where one of the two cannot be moved.
    pub fn move_below(&mut self, layer: LayerId, above: LayerId) {
        self.move_beside(layer, above, 0);
    }

    /// `None` for what an atlas without the theme would show: everything.
    pub fn theme_in<'a>(&'a self, atlas: &Atlas) -> Option<&'a ThemeId> {
        let theme = self.theme.as_ref();
        theme.filter(|theme| atlas.manifest.theme(theme).is_some())
    }

    /// The ground is the same whatever it is about.
    #[must_use]
    pub fn without_subjects(&self) -> Self {
        Self {
            subjects: Vec::new(),
            ..self.clone()
        }
    }

    /// How much it is about a place: 0 for one that it is not about.
    pub fn rank(&self, place: &PlaceId) -> usize {
        let at = self.subjects.iter().position(|subject| subject == place);
        at.map_or(0, |at| self.subjects.len() - at)
    }

    pub fn is_about(&self, place: &PlaceId) -> bool {
        self.subjects.contains(place)
    }

    /// Whether a site is of a kind and of the theme that are shown, or what the map is about; its layer is another
    /// question.
    pub fn shows_site(&self, atlas: &Atlas, place: &Place) -> bool {
        let of_theme = |theme: &ThemeId| {
            place.themes.contains(theme)
                || atlas
                    .facts_of(&place.id)
                    .any(|fact| fact.theme.as_ref() == Some(theme))
        };
        let wanted = || {
            !self.hidden_kinds.contains(&place.kind) && self.theme_in(atlas).is_none_or(of_theme)
        };
        self.is_about(&place.id) || wanted()
    }

    fn move_beside(&mut self, layer: LayerId, other: LayerId, offset: usize) {
        if layer == other || !layer.is_movable() || !other.is_movable() {
            return;
        }
        let state = self.state(layer);
        self.layers.retain(|known| known.layer != layer);
        let at = self.layers.iter().position(|known| known.layer == other);
        let at = at.map_or(self.layers.len(), |index| index + offset);
        self.layers.insert(at, state);
    }

    fn change(&mut self, layer: LayerId, change: impl FnOnce(&mut LayerState)) {
        if let Some(state) = self.layers.iter_mut().find(|state| state.layer == layer) {
            change(state);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn every_code_leads_back_to_what_it_stands_for() {
        for layer in LayerId::ALL {
            assert_eq!(LayerId::from_code(layer.code()), Some(layer));
        }
        for method in Method::ALL {
            assert_eq!(Method::from_code(method.code()), Some(method));
        }
        for units in Units::ALL {
            assert_eq!(Units::from_code(units.code()), Some(units));
        }
        for labels in LabelLanguages::ALL {
            assert_eq!(LabelLanguages::from_code(labels.code()), Some(labels));
        }
    }

    #[test]
    fn a_layer_moves_above_and_below_another_one_but_never_above_symbols_and_names() {
        let order = |content: &MapContent| -> Vec<LayerId> {
            content.layers().iter().map(|state| state.layer).collect()
        };
        let mut content = MapContent::default();
        content.move_above(LayerId::Water, LayerId::Metro);
        let at = |content: &MapContent, layer| order(content).iter().position(|one| *one == layer);
        assert_eq!(at(&content, LayerId::Water), Some(5));
        content.move_below(LayerId::Water, LayerId::BuiltUp);
        assert_eq!(at(&content, LayerId::Water), Some(1));
        let before = content.clone();
        content.move_above(LayerId::Water, LayerId::Names);
        content.move_below(LayerId::Sites, LayerId::Water);
        assert_eq!(content, before);
    }

    proptest! {
        #[test]
        fn whatever_a_file_says_every_layer_is_there_once_and_names_are_on_top(
            states in proptest::collection::vec((0usize..14, any::<bool>(), any::<f32>()), 0..30)
        ) {
            let mut content = MapContent::default();
            content.set_layers(states.into_iter().map(|(index, visible, opacity)| LayerState {
                layer: LayerId::ALL[index],
                visible,
                opacity,
            }));
            for layer in LayerId::ALL {
                prop_assert_eq!(content.layers().iter().filter(|state| state.layer == layer).count(), 1);
                prop_assert!((0.0..=1.0).contains(&content.opacity(layer)));
            }
            let top: Vec<LayerId> = content.layers()[10..].iter().map(|state| state.layer).collect();
            prop_assert_eq!(top, vec![LayerId::OwnRegions, LayerId::Gateways, LayerId::Sites, LayerId::Names]);
        }
    }
}
