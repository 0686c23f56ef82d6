//! The state of one window that is not in the file: camera, selection, language, theme, what is open.

use egui::{Pos2, Rect, Vec2};

use crate::{
    atlas::{Atlas, Extent, Geometry, HomeView, Language, Place, PlaceId, Position, SourceId},
    geo::Measure,
    lang::LengthUnit,
    map::Spot,
    scene::{
        MapContent, View,
        flight::Flight,
        history::{History, Stop},
        symbol::SITES_FROM_ZOOM,
    },
    theme::ThemeName,
};

/// A site is looked at from here if the camera has to move anyway.
const SITE_ZOOM: f64 = 12.0;
/// A region is never looked at from nearer than this.
const REGION_MAX_ZOOM: f64 = 12.5;
/// Free room round what the camera is to show, in points.
const FRAME: f32 = 48.0;
/// Half of a symbol with its halo, in points.
const SYMBOL: f32 = 14.0;
/// The map of a window on a common screen, in points: a larger one opens nearer.
const COMMON_MAP: Vec2 = Vec2::new(1920.0, 1032.0);
/// Where an atlas without a home view opens.
const SHANGHAI: HomeView = HomeView {
    centre: Position {
        longitude: 121.47,
        latitude: 31.16,
    },
    zoom: 9.3,
};

/// Which dialog is open over the map; one at a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialog {
    Keys,
    About,
    Findings,
    BaseMap,
    Export,
    /// What to mend and to know before a briefing is shown.
    Preflight,
    /// What remains of a show that was left.
    AfterShow,
}

/// What the rail opens on the left; one at a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Drawer {
    Layers,
    Figures,
    Claims,
    Compare,
    Sources,
    Briefings,
}

/// How the camera and the panels come to where they are wanted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Motion {
    #[default]
    Full,
    /// They jump.
    Reduced,
}

#[derive(Debug)]
pub struct Session {
    pub language: Language,
    pub theme: ThemeName,
    /// What of the atlas the map shows.
    pub content: MapContent,
    pub selected: Option<PlaceId>,
    /// What was selected before the last click, for a double click that only meant to zoom.
    pub selected_before: Option<PlaceId>,
    /// The places of a cluster that was clicked and cannot be told apart by zooming.
    pub choices: Vec<PlaceId>,
    pub dialog: Option<Dialog>,
    pub drawer: Option<Drawer>,
    /// The drawer from which a single source was opened.
    pub drawer_before: Option<Drawer>,
    /// The one source that the drawer of sources shows, with all that rests on it.
    pub source: Option<SourceId>,
    /// The places side by side, at most four.
    pub compared: Vec<PlaceId>,
    /// The check that is drawn on the map, by id.
    pub check: Option<String>,
    pub legend_open: bool,
    /// What is being measured by hand.
    pub measure: Option<Measure>,
    pub length_unit: LengthUnit,
    /// What a right click has opened.
    pub spot: Option<Spot>,
    pub search: String,
    /// Whether the list under the search box is shown.
    pub search_open: bool,
    /// The result that Enter takes.
    pub search_row: usize,
    pub centre: Position,
    pub zoom: f64,
    /// Of the map, in points; what no panel covers is inside [`Self::free`].
    pub map_size: Vec2,
    /// The part of the map that no panel covers, in points from its top left corner.
    pub free: Rect,
    /// What stands over the free part, in points from the map's top left corner.
    pub covered: Vec<Rect>,
    /// A flight under way and when it began, in seconds of egui's clock; `None` until its first frame.
    flight: Option<(Flight, Option<f64>)>,
    /// The home view to start at as soon as the size of the map is known.
    pending_home: Option<HomeView>,
    /// A place to be brought into view as soon as the size of the map is known.
    pending: Option<PlaceId>,
    /// Where the camera has been.
    pub history: History,
    pub motion: Motion,
    /// egui's clock at the last frame, in seconds.
    now_s: f64,
    /// A picture has been on the screen: from now on the camera flies instead of jumping.
    shown: bool,
}

impl Session {
    pub fn new(language: Language, theme: ThemeName) -> Self {
        Self {
            language,
            theme,
            content: MapContent::default(),
            selected: None,
            selected_before: None,
            choices: Vec::new(),
            dialog: None,
            drawer: None,
            drawer_before: None,
            source: None,
            compared: Vec::new(),
            check: None,
            legend_open: false,
            measure: None,
            length_unit: LengthUnit::default(),
            spot: None,
            search: String::new(),
            search_open: false,
            search_row: 0,
            centre: SHANGHAI.centre,
            zoom: SHANGHAI.zoom,
            map_size: Vec2::ZERO,
            free: Rect::ZERO,
            covered: Vec::new(),
            flight: None,
            pending_home: None,
            pending: None,
            history: History::default(),
            motion: Motion::Full,
            now_s: 0.0,
            shown: false,
        }
    }

    pub fn view(&self) -> View {
        View {
            centre: self.centre,
            zoom: self.zoom,
            size: self.map_size,
        }
    }

    /// Puts the camera at the home view, without a flight.
    pub fn start_at(&mut self, home: Option<HomeView>) {
        let home = home.unwrap_or(SHANGHAI);
        self.flight = None;
        self.history = History::default();
        self.shown = false;
        self.centre = home.centre;
        self.zoom = self.home_zoom(home);
        self.pending_home = Some(home);
    }

    /// Nearer in a window larger than a common screen: it shows the same ground, not the blank beyond the map.
    fn home_zoom(&self, home: HomeView) -> f64 {
        let share = self.map_size / COMMON_MAP;
        home.zoom + f64::from(share.min_elem().max(1.0).log2())
    }

    pub fn fly_home(&mut self, home: Option<HomeView>) {
        let home = home.unwrap_or(SHANGHAI);
        self.jump_to(View {
            centre: home.centre,
            zoom: self.home_zoom(home),
            size: self.map_size,
        });
    }

    /// To a position, at the present zoom, in the middle of what no panel covers.
    pub fn view_of(&self, centre: Position) -> View {
        let view = View {
            centre,
            ..self.destination()
        };
        view.with_centre_at(self.free.center())
    }

    /// A flight that the history of views remembers as a step of its own.
    pub fn jump_to(&mut self, view: View) {
        self.history.leave(self.now_s);
        self.fly_to(view);
    }

    /// Flies to a view that the history gave.
    pub fn return_to(&mut self, stop: Option<Stop>) {
        if let Some(Stop { centre, zoom }) = stop {
            self.fly_to(View {
                centre,
                zoom,
                size: self.map_size,
            });
        }
    }

    /// Lets the history know where the camera is or is going.
    pub fn note_view(&mut self) {
        self.history.note(self.destination(), self.now_s);
    }

    pub fn fly_to(&mut self, view: View) {
        let view = view.kept_in_bounds();
        let from = self.view();
        if !self.shown || self.motion == Motion::Reduced {
            self.follow(view);
        } else if from != view {
            self.flight = Some((Flight::new(from, view), None));
        }
    }

    /// The view at the end of the flight under way, or the present one.
    pub fn destination(&self) -> View {
        self.flight
            .as_ref()
            .map_or_else(|| self.view(), |(flight, _)| flight.destination())
    }

    /// Puts the camera where the user moved it; that ends a flight.
    pub fn follow(&mut self, view: View) {
        self.flight = None;
        self.pending = None;
        self.centre = view.centre;
        self.zoom = view.zoom;
    }

    /// The camera's position has been on the screen.
    pub fn mark_shown(&mut self) {
        self.shown = true;
    }

    /// Moves the camera along its flight. Returns whether it is still under way.
    pub fn advance(&mut self, now_s: f64) -> bool {
        self.now_s = now_s;
        let Some((flight, began)) = &mut self.flight else {
            return false;
        };
        let began = *began.get_or_insert(now_s);
        let (view, ended) = flight.at(now_s - began);
        self.centre = view.centre;
        self.zoom = view.zoom;
        if ended {
            self.flight = None;
        }
        !ended
    }

    pub fn is_flying(&self) -> bool {
        self.flight.is_some()
    }

    /// Selects a place and asks for the camera to bring it into the free part of the map.
    pub fn select(&mut self, place: PlaceId) {
        self.choices.clear();
        self.pending = Some(place.clone());
        self.selected_before = self.selected.replace(place);
    }

    /// Asks for the camera to keep what is selected clear of a panel that has just opened.
    pub fn keep_selected_in_view(&mut self) {
        self.pending.clone_from(&self.selected);
    }

    pub fn toggle_drawer(&mut self, drawer: Drawer) {
        self.keep_selected_in_view();
        self.source = None;
        self.drawer_before = None;
        self.drawer = if self.drawer == Some(drawer) {
            None
        } else {
            Some(drawer)
        };
    }

    pub fn deselect(&mut self) {
        self.choices.clear();
        self.pending = None;
        self.selected_before = self.selected.take();
    }

    /// Takes in where the map is in the window and which part of it no panel covers.
    pub fn lay_out(&mut self, map: Rect, free: Rect) {
        self.map_size = map.size();
        if let Some(home) = self.pending_home.take() {
            self.zoom = self.home_zoom(home);
        }
        self.free = free.translate(-map.min.to_vec2());
    }

    /// Whether the size of the map and what panels cover is not known yet: nothing can be framed.
    pub fn awaits_layout(&self) -> bool {
        self.map_size == Vec2::ZERO || self.pending_home.is_some()
    }

    /// Moves the camera no further than needed to show what was selected in the free part of the map.
    pub fn bring_pending_into_view(&mut self, atlas: &Atlas) {
        let Some(place) = self.pending.take().and_then(|id| atlas.place(&id)) else {
            return;
        };
        let free = self.framed();
        let view = self.destination();
        match place.geometry {
            Geometry::Site(position) => {
                let near_enough = view.zoom >= SITES_FROM_ZOOM;
                let at = view.screen_from_geo(position);
                if near_enough && free.contains(at) && !self.is_covered(at) {
                    return;
                }
                let zoom = if near_enough { view.zoom } else { SITE_ZOOM };
                let centred = View {
                    centre: position,
                    zoom,
                    size: self.map_size,
                };
                self.jump_to(centred.with_centre_at(free.center()));
            }
            Geometry::Region(_) | Geometry::Extent(_) => {
                let extent = place.extent();
                if !shows_well(&view, extent, free) {
                    self.jump_to(View::fitting(extent, self.map_size, free, REGION_MAX_ZOOM));
                }
            }
        }
    }

    /// `free` without the buttons along its left edge and the panels along its lower one, as far as that leaves half of
    /// it.
    fn between_panels(&self, free: Rect) -> Rect {
        let (mut left, mut bottom) = (free.left(), free.bottom());
        for panel in &self.covered {
            if panel.right() < free.left() + FRAME {
                left = left.max(panel.right() + FRAME / 2.0);
            } else if panel.bottom() > free.bottom() && panel.width() > FRAME {
                bottom = bottom.min(panel.top() - FRAME / 2.0);
            }
        }
        free.with_min_x(left.min(free.center().x))
            .with_max_y(bottom.max(free.center().y))
    }

    /// The free part with room round what is to be shown in it.
    fn framed(&self) -> Rect {
        let room = FRAME.min(self.free.size().min_elem() / 4.0);
        self.free.shrink(room)
    }

    /// Whether a panel stands over a symbol at this point of the map.
    pub fn is_covered(&self, at: Pos2) -> bool {
        let mut panels = self.covered.iter();
        panels.any(|panel| panel.expand(SYMBOL).contains(at))
    }

    /// To a place as near as it can be seen whole; to a site closer than it is looked at first.
    pub fn zoom_to(&mut self, place: &Place) {
        let free = self.framed();
        let (extent, most) = match place.geometry {
            Geometry::Site(position) => (
                Extent::around(position),
                self.destination().zoom.max(SITE_ZOOM + 2.0),
            ),
            Geometry::Region(_) | Geometry::Extent(_) => (place.extent(), REGION_MAX_ZOOM),
        };
        self.jump_to(View::fitting(extent, self.map_size, free, most));
    }

    /// Closer to a position by one level.
    pub fn fly_closer(&mut self, centre_of_zoom: Position) {
        let view = self.destination();
        let fixed = view.screen_from_geo(centre_of_zoom);
        self.fly_to(view.zoomed_at(fixed, 1.0));
    }

    pub fn zoom_by(&mut self, levels: f64) {
        let view = self.destination();
        self.fly_to(view.zoomed_at(self.free.center(), levels));
    }

    pub fn pan_by(&mut self, points: Vec2) {
        self.fly_to(self.destination().panned(points));
    }

    /// Closer to several sites, until they are told apart or the zoom ends.
    pub fn fly_to_extent(&mut self, extent: Extent) {
        let free = self.framed();
        let free = self.between_panels(free);
        let fitted = View::fitting(
            extent,
            self.map_size,
            free,
            crate::scene::view::MAX_ZOOM - 1.0,
        );
        self.jump_to(fitted);
    }
}

/// Whether an extent lies in the free part and is not a speck there.
fn shows_well(view: &View, extent: Extent, free: Rect) -> bool {
    let corner = |longitude, latitude| {
        view.screen_from_geo(Position {
            longitude,
            latitude,
        })
    };
    let shown = Rect::from_two_pos(
        corner(extent.west, extent.north),
        corner(extent.east, extent.south),
    );
    free.expand(FRAME / 2.0).contains_rect(shown)
        && shown.size().max_elem() > free.size().min_elem() / 6.0
}
