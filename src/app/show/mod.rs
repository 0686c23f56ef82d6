//! A show under way: what performs its effects, and what remains when it is left.

mod keys;
mod look;
mod pictures;
mod scene;
mod start;
mod thumbnails;
mod windows;

use std::sync::Arc;

use egui::Vec2;

use super::{App, Dialog, after::AfterShow, layers::ShadingCache};
use crate::{
    atlas::{Atlas, Briefing, Camera, PlaceId, Slide},
    briefing::{
        Preflight, Sitting,
        show::{Arrangement, Deck, Effect, Input, Screen, Screens, Show, SlidePlan, Step},
    },
    map::{MapWidget, Name},
    scene::{DataLayer, content::LayerId},
    theme::{Theme, ThemeName},
    tiles::SharedLayer,
};
use pictures::Pictures;
use scene::{Pending, Scene};
pub use start::StartShow;
pub use thumbnails::Thumbnails;
use windows::leave_windows;

/// Sizes of the notes, in points.
const NOTES: std::ops::RangeInclusive<f32> = 12.0..=40.0;

/// What is asked for during a show.
#[derive(Clone, Debug, PartialEq)]
pub enum ShowAction {
    Input(Input),
    /// A place of the search list.
    Pick(PlaceId),
    /// By so many points.
    NotesSize(f32),
    /// The audience's screen, by name.
    Audience(String),
    Layer(LayerId, bool),
    /// The theme of this show and of those to come.
    Theme(ThemeName),
}

/// A show and all that its windows need.
pub(super) struct Presentation {
    briefing: Arc<Briefing>,
    atlas: Arc<Atlas>,
    show: Show,
    live: Scene,
    /// What a frozen audience keeps seeing.
    held: Option<Scene>,
    pending: Vec<Pending>,
    next: Option<(Step, Scene)>,
    /// Names of the next slide whose letters are not drawn yet, the most urgent last.
    letters: Vec<Name>,
    screens: Screens,
    rehearsal: bool,
    theme: Theme,
    /// Of the audience's picture, in points.
    size: Vec2,
    maps: [MapWidget; 3],
    shadings: [ShadingCache; 3],
    notes_size: f32,
    /// What is typed into the open box.
    query: String,
    /// The pointer on the picture.
    pointer: Option<egui::Pos2>,
    arranged: Option<Arrangement>,
    /// When the windows were last put on their screens.
    arranged_s: f64,
    was_full_screen: bool,
    /// The camera jumps instead of flying.
    reduced: bool,
    sittings: Vec<Sitting>,
    /// What was found before the show, for the presenter.
    found: Option<Preflight>,
    /// Letters are measured with its fonts.
    fonts: egui::Context,
    thumbnails: Thumbnails,
    pictures: Pictures,
    /// The user's own data and tiles over the base map, and whom they come from.
    data: Option<Arc<DataLayer>>,
    tiles: Vec<(SharedLayer, f32)>,
    credits: Vec<String>,
}

fn deck(briefing: &Briefing) -> Option<Deck> {
    let plan = |slide: &Slide| SlidePlan {
        builds: slide.builds(),
        planned_s: slide.seconds,
        map: slide.camera != Camera::None,
    };
    Deck::new(briefing.slides.iter().map(plan).collect())
}

impl Presentation {
    fn new(
        fonts: &egui::Context,
        atlas: &Arc<Atlas>,
        briefing: &Arc<Briefing>,
        slide: usize,
        theme: ThemeName,
    ) -> Option<Self> {
        Some(Self {
            show: Show::new(deck(briefing)?, slide),
            briefing: Arc::clone(briefing),
            atlas: Arc::clone(atlas),
            live: Scene::default(),
            held: None,
            pending: Vec::new(),
            next: None,
            letters: Vec::new(),
            screens: Screens::default(),
            rehearsal: false,
            theme: Theme::new(theme),
            size: Vec2::ZERO,
            maps: Default::default(),
            shadings: Default::default(),
            notes_size: 18.0,
            query: String::new(),
            pointer: None,
            arranged: None,
            arranged_s: 0.0,
            was_full_screen: false,
            reduced: false,
            sittings: Vec::new(),
            found: None,
            fonts: fonts.clone(),
            thumbnails: Thumbnails::default(),
            pictures: Pictures::default(),
            data: None,
            tiles: Vec::new(),
            credits: Vec::new(),
        })
    }

    /// To look back on it.
    pub(super) fn show_left(&self) -> &Show {
        &self.show
    }

    pub(super) fn sittings(&self) -> &[Sitting] {
        &self.sittings
    }

    pub(super) fn is_rehearsal(&self) -> bool {
        self.rehearsal
    }

    pub(super) fn drop_record(&mut self) {
        self.show.drop_record();
    }

    pub(super) fn is_running(&self) -> bool {
        self.show.state().running
    }

    fn is_flying(&self) -> bool {
        self.live.flight.is_some() || self.held.as_ref().is_some_and(|held| held.flight.is_some())
    }

    fn arrangement(&self) -> Arrangement {
        if self.rehearsal {
            Arrangement::One
        } else {
            self.screens.arrangement()
        }
    }
}

impl App {
    /// Whether a show is on the screen.
    pub fn is_presenting(&self) -> bool {
        self.presentation
            .as_ref()
            .is_some_and(|show| show.is_running())
    }

    /// The show on the screen, or the one that F5 goes on with.
    pub fn show(&self) -> Option<&Show> {
        self.presentation
            .as_ref()
            .map(|presentation| &presentation.show)
    }

    /// What screens there are, and the middle of this window, in pixels of the desktop.
    pub fn see_screens(&mut self, found: Vec<Screen>, window: Option<[i32; 2]>) {
        if self.is_presenting()
            && let Some(presentation) = &mut self.presentation
        {
            presentation.screens.see(found.clone(), window);
        }
        self.screens = (found, window);
    }

    pub(super) fn perform_show(&mut self, context: &egui::Context, action: ShowAction) {
        if let ShowAction::Input(input) = action {
            self.show_input(context, input);
            return;
        }
        if let ShowAction::Theme(name) = action {
            self.settings.show_theme = Some(name);
            self.save_settings();
        }
        let Some(presentation) = &mut self.presentation else {
            return;
        };
        match action {
            ShowAction::Input(_) => {}
            ShowAction::NotesSize(by) => {
                presentation.notes_size =
                    (presentation.notes_size + by).clamp(*NOTES.start(), *NOTES.end());
            }
            ShowAction::Audience(name) => {
                presentation.screens.choose_audience(&name);
            }
            ShowAction::Layer(layer, visible) => {
                presentation.live.content.set_visible(layer, visible);
                self.show_input(context, Input::LayersChanged);
            }
            ShowAction::Theme(name) => {
                presentation.theme = Theme::new(name);
            }
            ShowAction::Pick(place) => {
                presentation.query.clear();
                presentation.pick(place);
                self.show_input(context, Input::Found);
            }
        }
    }

    fn show_input(&mut self, context: &egui::Context, input: Input) {
        let now_s = context.input(|input| input.time);
        let Some(presentation) = &mut self.presentation else {
            return;
        };
        if input == Input::Card && presentation.live.selected.is_none() {
            return;
        }
        let panel = presentation.show.state().panel;
        for effect in presentation.show.take(input, now_s) {
            match effect {
                Effect::Stage { cut } => presentation.pending.push(Pending::Stage { cut }),
                Effect::ResetCamera => presentation.pending.push(Pending::Camera),
                Effect::Zoom(levels) => {
                    if let Some(view) = presentation.live.destination() {
                        let middle = (view.size / 2.0).to_pos2();
                        presentation
                            .live
                            .fly(Some(view.zoomed_at(middle, levels)), presentation.reduced);
                    }
                }
                Effect::Hold => presentation.held = Some(presentation.live.clone()),
                Effect::Send => presentation.held = None,
                Effect::Return => {
                    if let Some(held) = presentation.held.take() {
                        presentation.live = held;
                    }
                }
                Effect::SwapScreens => presentation.screens.swap(),
                Effect::SwitchLanguage => {
                    self.session.language = self.session.language.other();
                }
                Effect::Leave => {
                    presentation.held = None;
                    leave_windows(context, presentation.was_full_screen);
                    if let Some(after) = AfterShow::of(presentation) {
                        self.writing.keep_after(after);
                        self.session.dialog = Some(Dialog::AfterShow);
                    }
                }
                _ => {}
            }
        }
        let live = presentation.show.state().live;
        if input == Input::Card && live.card && live.is_off_script() {
            let selected = presentation.live.selected.clone();
            presentation.pending.extend(selected.map(Pending::Bring));
        }
        if presentation.show.state().panel != panel {
            presentation.query.clear();
        }
        context.request_repaint();
    }

    /// Keys, the clock and what the screens do; instead of what exploring does.
    pub(super) fn show_logic(&mut self, context: &egui::Context) {
        for input in keys::inputs(context) {
            self.show_input(context, input);
        }
        let now_s = context.input(|input| input.time);
        let Some(presentation) = &mut self.presentation else {
            return;
        };
        let two = matches!(presentation.arrangement(), Arrangement::Two { .. });
        if two != presentation.show.state().two_screens {
            self.show_input(context, Input::Screens { two });
        }
        let Some(presentation) = &mut self.presentation else {
            return;
        };
        presentation.live.advance(now_s);
        if let Some(held) = &mut presentation.held {
            held.advance(now_s);
        }
        let scene = presentation.held.as_ref().unwrap_or(&presentation.live);
        let selected = scene
            .selected
            .clone()
            .filter(|_| presentation.show.state().audience().card);
        presentation.show.tick(selected.as_ref(), now_s);
        if presentation.is_flying() {
            context.request_repaint();
        } else {
            // The clock goes on, and screens may come and go.
            context.request_repaint_after_secs(1.0);
        }
        match presentation.show.pointer_rests_in_s(now_s) {
            Some(rests) => context.request_repaint_after_secs(rests as f32),
            None if presentation.show.state().pointing => {
                self.show_input(context, Input::PointerRested);
            }
            None => {}
        }
    }
}
