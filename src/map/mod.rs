//! The walkers side: paints the scene, moves the camera by gestures, turns the pointer into what it means.
//! What is drawn is decided by `scene`.

mod brush;
mod clip;
mod data;
mod figure;
pub mod inset;
mod letterer;
mod mosaic;
mod painter;
mod profile;
mod symbol;
mod tiling;

use std::{cell::RefCell, sync::Arc};

use egui::{DragPanButtons, PointerButton, Pos2, Rect, Response, Ui, Vec2};
use walkers::{Map, MapMemory};

use crate::{
    atlas::{Atlas, Language, PlaceId, Position},
    geo::{self, Locator, Measure},
    lang,
    scene::{
        self, DataLayer, Lettering, MapContent, Overlay, SceneInput, Shading, Shapes, View,
        data_layer::{Dot, Hit},
        evidence::{Evidence, evidence},
        gateway,
        ground::{self, OwnRegions},
        legend, pick,
    },
    theme::{MapColours, Theme},
    tiles::SharedLayer,
};
use data::DataPainter;
pub use letterer::{Name, make_ready as make_name_ready};
use painter::{Frame, GroundPainter, Ink};
use tiling::TilePainter;

/// Points of wheel travel for one level of zoom; a notch of a common wheel is about 50.
const WHEEL_PER_LEVEL: f64 = 150.0;
/// Levels of zoom for a double click.
const DOUBLE_CLICK_LEVELS: f64 = 1.0;

/// What the map shows.
#[derive(Clone, Copy, Debug)]
pub struct MapInput<'a> {
    pub atlas: &'a Arc<Atlas>,
    pub locator: &'a Locator,
    pub content: &'a MapContent,
    /// Of the content's choropleth, if the atlas has it.
    pub shading: Option<&'a Arc<Shading>>,
    pub theme: &'a Theme,
    pub language: Language,
    pub centre: Position,
    pub zoom: f64,
    /// The part of the map that no panel covers, in points from its top left corner.
    pub free: Rect,
    /// What lies over the free part, in points from the map's top left corner: no name goes under it.
    pub covered: &'a [Rect],
    pub selected: Option<&'a PlaceId>,
    /// The check that is drawn, by id.
    pub check: Option<&'a str>,
    /// A data file over the base map.
    pub data: Option<&'a Arc<DataLayer>>,
    /// The feature of the data file whose properties are shown.
    pub feature: Option<usize>,
    /// What is being measured by hand.
    pub measure: Option<&'a Measure>,
}

/// What the user did on the map.
#[derive(Debug)]
pub struct MapOutput {
    /// The view after gestures.
    pub view: View,
    /// Where the map is, in points of the window.
    pub rect: Rect,
    /// The user moved the camera, so that a flight ends here.
    pub moved: bool,
    /// Where the pointer is.
    pub pointer: Option<Position>,
    pub click: Option<Click>,
}

/// What a click on the map means.
#[derive(Clone, Debug, PartialEq)]
pub enum Click {
    Place(PlaceId),
    /// The number on a symbol that stands for several places.
    Cluster(Vec<PlaceId>),
    /// Of the data file.
    Features(Hit),
    Nothing,
    /// Twice: come closer to this position.
    Closer(Position),
    /// A point to measure, that of a site if one was clicked.
    Point(Position, Option<PlaceId>),
    /// With the right button.
    Spot(Spot),
}

/// Where the map was clicked with the right button.
#[derive(Clone, Debug, PartialEq)]
pub struct Spot {
    /// In points of the window.
    pub at: Pos2,
    pub position: Position,
    /// The site that was clicked.
    pub place: Option<PlaceId>,
    /// What lies there: that site, else the region.
    pub subject: Option<PlaceId>,
    /// Opened by a key: the keyboard goes on in it.
    pub by_key: bool,
}

/// The map widget's memory between frames.
#[derive(Default)]
pub struct MapWidget {
    memory: MapMemory,
    ink: Ink,
    painter: GroundPainter,
    /// Tiles over the land and under the borders, the lowest first, with their opacity.
    tiles: Vec<(SharedLayer, f32, TilePainter)>,
    data_painter: DataPainter,
    dots: Option<(usize, View, Arc<Vec<Dot>>)>,
    /// The view at the end of the last frame: a difference to the view asked for means that the program moved it.
    last: Option<View>,
    hovered: Option<PlaceId>,
    overlay: Option<(OverlayKey, Overlay)>,
    /// Where names stood in the view before.
    names: scene::Memory,
    sizes: letterer::Sizes,
    own_regions: Option<(usize, Option<OwnRegions>)>,
    selection: Option<(PlaceId, Option<Shapes>)>,
}

impl std::fmt::Debug for MapWidget {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("MapWidget")
            .field("last", &self.last)
            .finish_non_exhaustive()
    }
}

/// Everything that the overlay depends on.
#[derive(Clone, PartialEq)]
struct OverlayKey {
    atlas: usize,
    content: MapContent,
    view: View,
    free: Rect,
    covered: Vec<Rect>,
    theme: crate::theme::ThemeName,
    language: Language,
    selected: Option<PlaceId>,
    hovered: Option<PlaceId>,
}

impl MapWidget {
    /// Fills what is left of `ui`.
    pub fn show_ui(&mut self, ui: &mut Ui, input: MapInput<'_>) -> MapOutput {
        let rect = ui.available_rect_before_wrap();
        let asked = View {
            centre: input.centre,
            zoom: input.zoom,
            size: rect.size(),
        }
        .kept_in_bounds();
        let wheeled = wheel(ui, rect, asked);
        self.move_memory(wheeled.unwrap_or(asked));
        let shown = Map::new(None, &mut self.memory, input.centre.into())
            .drag_pan_buttons(DragPanButtons::PRIMARY | DragPanButtons::MIDDLE)
            .zoom_with_ctrl(true)
            .panning(false)
            .double_click_to_zoom(false)
            .show(ui, |_, _, _, _| ());
        let response = shown.response;
        let view = self.view(asked, rect.size());
        let gesture = self
            .last
            .is_some_and(|_| (view.zoom - asked.zoom).abs() > 1e-9 || differs(&view, &asked));
        self.last = Some(view);

        let mut child = ui.new_child(egui::UiBuilder::new().max_rect(rect));
        child.set_clip_rect(rect);
        self.paint_ground(&child, rect, input, &view);
        let evidence = self.evidence_of(&child, input, &view);
        let overlay = self.overlay(&child, input, view, &evidence);
        self.paint_data(&child, rect.min, input, view);
        let local = |point: Pos2| (point - rect.min).to_pos2();
        let pointer = response.hover_pos().map(local);
        let evidence = self.with_measured(&child, input, &view, pointer, evidence);
        letterer::paint_strokes(&child, rect.min, &evidence.strokes);
        let symbol_click = symbol::symbols_ui(&mut child, rect.min, input, &overlay.symbols);
        letterer::paint_labels(&child, rect.min, &overlay.labels);
        letterer::paint_labels(&child, rect.min, &evidence.labels);
        let on_data =
            symbol_click.hovered.is_none() && hover_data(&response, input, &view, pointer);
        let on_ground = pointer.filter(|_| !on_data);
        self.hover(ui, input, &overlay, &symbol_click, on_ground, view);
        let click = symbol_click
            .clicked
            .or_else(|| click_on_map(&response, input, &overlay, view, local));
        MapOutput {
            view,
            rect,
            moved: gesture || wheeled.is_some() || response.dragged(),
            pointer: pointer.map(|point| view.geo_from_screen(point)),
            click,
        }
    }

    /// Draws tiles between the land and the borders, the lowest first, with their opacity from 0 to 1.
    pub fn put_over_land(&mut self, tiles: Vec<(SharedLayer, f32)>) {
        let mut painters = std::mem::take(&mut self.tiles).into_iter();
        let tiles = tiles.into_iter().map(|(layer, opacity)| {
            let painter = painters.next().map(|(.., painter)| painter);
            (layer, opacity, painter.unwrap_or_default())
        });
        self.tiles = tiles.collect();
    }

    /// Land and waters, the tiles, borders and whatever lies above them, lines and areas of the data file.
    fn paint_ground(&mut self, ui: &Ui, rect: Rect, input: MapInput<'_>, view: &View) {
        self.prepare_ground(input, view.zoom);
        let style = (&input.theme.map, input.theme.name);
        self.data_painter.prepare(ui.ctx(), input.data, style, view);
        let frame = Frame {
            view: *view,
            rect,
            pixels_per_point: ui.ctx().pixels_per_point(),
        };
        let texture = self.ink.texture(ui.ctx());
        let painter = ui.painter();
        let [below, above] = self.painter.shapes(frame, texture, !self.tiles.is_empty());
        painter.add(below);
        for (layer, opacity, tiles) in &mut self.tiles {
            tiles.paint(painter, frame, texture, (&mut layer.lock(), *opacity));
        }
        painter.add(above);
        painter.add(self.data_painter.shape(frame, texture));
    }

    /// Takes a view that the program asks for into walkers' memory; one that it merely gives back leaves a drag or
    /// its inertia going.
    fn move_memory(&mut self, view: View) {
        let unchanged = self
            .last
            .is_some_and(|last| !differs(&last, &view) && last.zoom == view.zoom);
        if !unchanged {
            self.memory.center_at(view.centre.into());
            if self.memory.set_zoom(view.zoom).is_err() {
                log::warn!("zoom {} is out of walkers' range", view.zoom);
            }
        }
    }

    fn view(&self, asked: View, size: Vec2) -> View {
        let centre = self
            .memory
            .detached()
            .map_or(asked.centre, |point| Position {
                longitude: point.x(),
                latitude: point.y(),
            });
        View {
            centre,
            zoom: self.memory.zoom(),
            size,
        }
        .kept_in_bounds()
    }

    fn prepare_ground(&mut self, input: MapInput<'_>, zoom: f64) {
        let colours = &input.theme.map;
        let address = Arc::as_ptr(input.atlas).addr();
        if self
            .own_regions
            .as_ref()
            .is_none_or(|(made_for, _)| *made_for != address)
        {
            self.own_regions = Some((address, ground::own_regions(input.atlas)));
            self.selection = None;
        }
        if self.selection.as_ref().map(|(id, _)| id) != input.selected {
            self.selection = input
                .selected
                .map(|id| (id.clone(), ground::selection(input.atlas, id)));
        }
        let own = self.own_regions.as_ref().and_then(|(_, own)| own.as_ref());
        let shading = input.shading.map(AsRef::as_ref);
        let selection = self
            .selection
            .as_ref()
            .and_then(|(_, shapes)| shapes.as_ref());
        let key = painter::Key {
            atlas: address,
            content: input.content.without_subjects(),
            theme: input.theme.name,
            zoom: ground::style_zoom(zoom),
            shading: input.shading.map(|shading| Arc::as_ptr(shading).addr()),
            own: own.map(|own| own.shapes.address()),
            selection: selection.map(Shapes::address),
        };
        self.painter.prepare(key, || {
            let mut layers = ground::ground(input.content, shading, colours, zoom);
            layers.extend(own.into_iter().flat_map(|own| {
                ground::own_region_layers(input.content, own, shading, colours, zoom)
            }));
            layers.extend(gateway::layers(input.atlas, input.content, colours, zoom));
            layers.extend(
                selection
                    .into_iter()
                    .flat_map(|own| ground::selection_layers(shading, own, colours)),
            );
            layers
        });
    }

    /// The check that is drawn, on this view.
    fn evidence_of(&self, ui: &Ui, input: MapInput<'_>, view: &View) -> Evidence {
        let atlas: &Atlas = input.atlas;
        let check = input
            .check
            .and_then(|id| atlas.manifest.checks.iter().find(|check| check.id == id));
        let verdict = check.and_then(|check| geo::verdict(atlas, input.locator, check));
        let measure = |text: &str, lettering: &Lettering| self.sizes.measure(ui, text, lettering);
        verdict.map_or_else(Evidence::default, |verdict| {
            evidence(
                atlas,
                &verdict,
                view,
                input.covered,
                &input.theme.map,
                lang::strings(input.language),
                &measure,
            )
        })
    }

    /// What is being measured, over what is drawn already.
    fn with_measured(
        &self,
        ui: &Ui,
        input: MapInput<'_>,
        view: &View,
        pointer: Option<Pos2>,
        mut drawn: Evidence,
    ) -> Evidence {
        let measured = self.measured(ui, input, view, pointer);
        drawn.strokes.extend(measured.strokes);
        drawn.labels.extend(measured.labels);
        drawn
    }

    /// What is being measured; with the way to the pointer, if there is one.
    fn measured(
        &self,
        ui: &Ui,
        input: MapInput<'_>,
        view: &View,
        pointer: Option<Pos2>,
    ) -> Evidence {
        let Some(measure) = input.measure else {
            return Evidence::default();
        };
        let pointer = pointer.map(|point| view.geo_from_screen(point));
        let strings = lang::strings(input.language);
        let size = |text: &str, lettering: &Lettering| self.sizes.measure(ui, text, lettering);
        let colours = &input.theme.map;
        scene::measure::measured(measure, pointer, view, colours, strings, &size)
    }

    /// The overlay of this view, worked out anew only when something changed.
    fn overlay(
        &mut self,
        ui: &Ui,
        input: MapInput<'_>,
        view: View,
        evidence: &Evidence,
    ) -> Overlay {
        let measured = self.measured(ui, input, &view, None);
        let plates = evidence.plates().chain(measured.plates());
        let covered: Vec<Rect> = input.covered.iter().copied().chain(plates).collect();
        let key = OverlayKey {
            atlas: Arc::as_ptr(input.atlas).addr(),
            content: input.content.clone(),
            view,
            free: input.free,
            covered: covered.clone(),
            theme: input.theme.name,
            language: input.language,
            selected: input.selected.cloned(),
            hovered: self.hovered.clone(),
        };
        if let Some((made_for, overlay)) = &self.overlay
            && *made_for == key
        {
            return overlay.clone();
        }
        let scene_input = SceneInput {
            atlas: input.atlas,
            content: input.content,
            view,
            free: input.free,
            covered: &covered,
            colours: &input.theme.map,
            language: input.language,
            selected: input.selected,
            hovered: self.hovered.as_ref(),
        };
        if self.overlay.as_ref().map(|(made_for, _)| made_for.atlas) != Some(key.atlas) {
            self.names = scene::Memory::default();
        }
        let measure = |text: &str, lettering: &Lettering| self.sizes.measure(ui, text, lettering);
        let (overlay, names) = scene::overlay_after(scene_input, &self.names, &measure);
        self.names = names;
        self.overlay = Some((key, overlay.clone()));
        overlay
    }

    /// The dots of the data file and what is picked of it; the dots are worked out anew only when the view changed.
    fn paint_data(&mut self, ui: &Ui, origin: Pos2, input: MapInput<'_>, view: View) {
        let Some(layer) = input.data else {
            self.dots = None;
            return;
        };
        let address = Arc::as_ptr(layer).addr();
        let known = self.dots.as_ref();
        let known = known.filter(|(made_for, at, _)| *made_for == address && *at == view);
        let dots = match known {
            Some((.., dots)) => Arc::clone(dots),
            None => Arc::new(layer.dots(&view)),
        };
        let colours = &input.theme.map;
        data::paint_dots(ui, origin, &dots, colours);
        if let Some(feature) = input.feature {
            data::paint_picked(ui, origin, layer, feature, &view, colours);
        }
        self.dots = Some((address, view, dots));
    }

    /// Whether lines and areas of the data file are being made ready.
    pub fn is_busy(&self) -> bool {
        self.data_painter.is_busy()
    }

    fn hover(
        &mut self,
        ui: &Ui,
        input: MapInput<'_>,
        overlay: &Overlay,
        symbols: &symbol::SymbolsOutput,
        pointer: Option<Pos2>,
        view: View,
    ) {
        let under = pointer.and_then(|point| pick_at(input, overlay, view, point));
        let hovered = symbols.hovered.clone().or(under);
        if hovered.is_some() && pointer.is_some() {
            ui.ctx().set_cursor_icon(egui::CursorIcon::PointingHand);
        }
        if hovered != self.hovered {
            self.hovered = hovered;
            ui.ctx().request_repaint();
        }
    }

    /// The legend of what was last drawn.
    pub fn legend(
        &self,
        content: &MapContent,
        shading: Option<&Shading>,
        colours: &MapColours,
        view: &View,
    ) -> Vec<legend::Entry> {
        let symbols = self
            .overlay
            .as_ref()
            .map_or(&[][..], |(_, overlay)| &overlay.symbols);
        legend::entries(content, shading, colours, view, symbols)
    }

    /// The place under the pointer.
    pub fn hovered(&self) -> Option<&PlaceId> {
        self.hovered.as_ref()
    }
}

/// Makes what a view of the base map consists of, so that it is there when it is first drawn.
pub fn make_ready(content: &MapContent, theme: &Theme, view: View, pixels_per_point: f32) {
    let layers = ground::ground(content, None, &theme.map, view.zoom);
    painter::make_ready(&layers, view, pixels_per_point);
}

/// The names that a view may show, whether or not they find room.
pub fn names_of(input: SceneInput<'_>) -> Vec<Name> {
    let names = RefCell::new(Vec::new());
    scene::overlay(input, &|text, lettering| {
        names
            .borrow_mut()
            .push((text.to_owned(), lettering.clone()));
        // About as large as it is.
        Vec2::new(lettering.size * 0.5 * text.len() as f32, lettering.size)
    });
    names.into_inner()
}

/// The view after the wheel, if it was turned over the map.
fn wheel(ui: &Ui, rect: Rect, view: View) -> Option<View> {
    let over = ui.rect_contains_pointer(rect);
    let (travel, pointer, modifiers) = ui.input(|input| {
        (
            input.smooth_scroll_delta.y,
            input.pointer.hover_pos(),
            input.modifiers,
        )
    });
    let pointer = pointer.filter(|_| over && travel != 0.0 && !modifiers.command)?;
    ui.input_mut(|input| input.smooth_scroll_delta = Vec2::ZERO);
    // The map may be drawn smaller than it is, as on the presenter's screen.
    let drawn = ui.ctx().layer_transform_from_global(ui.layer_id());
    let pointer = drawn.map_or(pointer, |drawn| drawn * pointer);
    let levels = f64::from(travel) / WHEEL_PER_LEVEL;
    Some(view.zoomed_at((pointer - rect.min).to_pos2(), levels))
}

fn pick_at(input: MapInput<'_>, overlay: &Overlay, view: View, point: Pos2) -> Option<PlaceId> {
    let compared = input.shading.map(|shading| shading.choropleth.units);
    pick::pick(input.atlas, input.locator, overlay, view, compared, point)
}

/// Whether a feature of the data file is under the pointer; says of how many a dot is.
fn hover_data(
    response: &Response,
    input: MapInput<'_>,
    view: &View,
    pointer: Option<Pos2>,
) -> bool {
    let hit = pointer.and_then(|point| input.data?.pick(view, point));
    let (Some(hit), Some(layer)) = (hit, input.data) else {
        return false;
    };
    let context = &response.ctx;
    context.set_cursor_icon(egui::CursorIcon::PointingHand);
    let count = layer.count(&hit);
    if count > 1 {
        let strings = lang::strings(input.language);
        let text = strings.format("data-dot", &[("count", &lang::grouped(count as f64))]);
        response.clone().on_hover_text_at_pointer(text);
    }
    true
}

fn click_on_map(
    response: &Response,
    input: MapInput<'_>,
    overlay: &Overlay,
    view: View,
    local: impl Fn(Pos2) -> Pos2,
) -> Option<Click> {
    let at = response.interact_pointer_pos()?;
    let point = local(at);
    if response.secondary_clicked() {
        return Some(Click::Spot(Spot {
            at,
            position: view.geo_from_screen(point),
            place: None,
            subject: pick_at(input, overlay, view, point),
            by_key: false,
        }));
    }
    if input.measure.is_some() {
        let position = view.geo_from_screen(point);
        let clicked = response.clicked_by(PointerButton::Primary);
        return clicked.then_some(Click::Point(position, None));
    }
    if response.double_clicked_by(PointerButton::Primary) {
        let closer = view.zoomed_at(point, DOUBLE_CLICK_LEVELS);
        return Some(Click::Closer(closer.geo_from_screen(point)));
    }
    response.clicked_by(PointerButton::Primary).then(|| {
        if let Some(hit) = input.data.and_then(|layer| layer.pick(&view, point)) {
            return Click::Features(hit);
        }
        match pick_at(input, overlay, view, point) {
            Some(place) => Click::Place(place),
            None => Click::Nothing,
        }
    })
}

/// Whether two views look at different centres.
fn differs(one: &View, other: &View) -> bool {
    let apart = |a: f64, b: f64| (a - b).abs() > 1e-9;
    apart(one.centre.longitude, other.centre.longitude)
        || apart(one.centre.latitude, other.centre.latitude)
}
