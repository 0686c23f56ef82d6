//! Atlas, view and theme in; what is drawn out: ground, symbols, placed labels, and what lies under a point.
//! Knows no egui `Ui`: screen and exports draw the same scene.

pub mod choropleth;
mod classes;
pub mod content;
pub mod credit;
pub mod data_layer;
pub mod evidence;
pub mod flight;
pub mod gateway;
pub mod graticule;
pub mod ground;
mod hatch;
pub mod history;
pub mod label;
pub mod legend;
pub mod measure;
pub mod pick;
pub mod station;
pub mod symbol;
pub mod tint;
pub mod view;

use egui::{Pos2, Rect};

use crate::{
    atlas::{Atlas, Kind, Language, Place, PlaceId, Position},
    basemap,
    theme::MapColours,
};

pub use choropleth::Shading;
pub use content::MapContent;
pub use data_layer::DataLayer;
pub use ground::{GroundLayer, Paint, Shapes};
pub use label::{Lettering, Memory, PlacedLabel};
pub use symbol::{Emphasis, Symbol};
pub use view::View;

/// A name and a symbol may come so near to each other, in points.
const NEAR: f32 = 2.0;

/// What the scene is made from.
#[derive(Clone, Copy, Debug)]
pub struct SceneInput<'a> {
    pub atlas: &'a Atlas,
    pub content: &'a MapContent,
    pub view: View,
    /// The part of the map that no panel covers: names are written in here. In points from the top left corner.
    pub free: egui::Rect,
    /// What lies over the map in its free part: no name goes under it. In points from the top left corner.
    pub covered: &'a [egui::Rect],
    pub colours: &'a MapColours,
    pub language: Language,
    pub selected: Option<&'a PlaceId>,
    pub hovered: Option<&'a PlaceId>,
}

/// What lies above the ground, in points from the map's top left corner.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Overlay {
    pub symbols: Vec<Symbol>,
    pub labels: Vec<PlacedLabel>,
}

/// Symbols and labels of one view. `measure` gives the width and height of a text in a lettering, in points.
pub fn overlay(input: SceneInput<'_>, measure: &dyn Fn(&str, &Lettering) -> egui::Vec2) -> Overlay {
    overlay_after(input, &Memory::default(), measure).0
}

/// The same for a map that moves: names stay with the ground where they stood in the view before. Gives the memory for
/// the next view, too.
pub fn overlay_after(
    input: SceneInput<'_>,
    before: &Memory,
    measure: &dyn Fn(&str, &Lettering) -> egui::Vec2,
) -> (Overlay, Memory) {
    let mut symbols = symbol::symbols(input);
    // What the map is not about does not look out from under a plate.
    let is_about = !input.content.subjects.is_empty();
    symbols.retain(|symbol| {
        let mut plates = input.covered.iter().filter(|_| is_about);
        symbol.emphasis > Emphasis::Subject
            || !plates.any(|plate| plate.expand(symbol.radius * 0.6).contains(symbol.centre))
    });
    // No name runs off the plate onto the paper round it.
    let input = SceneInput {
        free: input.free.intersect(plate(&input.view)),
        ..input
    };
    let (labels, memory) = label::place_labels(input, &symbols, before, measure);
    let mut overlay = Overlay { symbols, labels };
    if is_about {
        clear_names(&mut overlay, input.content);
    }
    (overlay, memory)
}

/// Takes away symbols, with their names, that lie under the name of what the map is about.
fn clear_names(overlay: &mut Overlay, content: &MapContent) {
    let about = |label: &&PlacedLabel| label.place.as_ref().is_some_and(|id| content.is_about(id));
    let names: Vec<Rect> = overlay
        .labels
        .iter()
        .filter(about)
        .map(|label| label.rect.shrink(NEAR))
        .collect();
    let lies_under = |symbol: &Symbol| {
        let side = egui::Vec2::splat(symbol.radius * 2.0);
        let covered = Rect::from_center_size(symbol.centre, side);
        symbol.emphasis == Emphasis::Plain && names.iter().any(|name| name.intersects(covered))
    };
    let (gone, left) = std::mem::take(&mut overlay.symbols)
        .into_iter()
        .partition::<Vec<_>, _>(lies_under);
    overlay.symbols = left;
    let of_gone = |label: &PlacedLabel| {
        let mut gone = gone.iter();
        gone.any(|symbol| Some(&symbol.place) == label.place.as_ref())
    };
    overlay.labels.retain(|label| !of_gone(label));
}

/// Where on the screen the base map has data.
fn plate(view: &View) -> egui::Rect {
    let corner = |longitude, latitude| {
        view.screen_from_geo(Position {
            longitude,
            latitude,
        })
    };
    let extent = basemap::EXTENT;
    egui::Rect::from_min_max(
        corner(extent.west, extent.north),
        corner(extent.east, extent.south),
    )
}

/// How much there is to say of a place: its facts, and more for the kinds that orient a reader. Decides which of
/// two crowded places is shown.
pub fn prominence(atlas: &Atlas, place: &Place) -> usize {
    let facts = atlas.facts_of(&place.id).count();
    match place.kind {
        Kind::Port | Kind::Airport => facts + 2,
        _ => facts,
    }
}

/// Whether a point of the map is on the screen, with a margin in points.
fn on_screen(view: &View, point: Pos2, margin: f32) -> bool {
    view.rect().expand(margin).contains(point)
}
