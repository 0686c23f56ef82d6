//! A show under way: what performs its effects, where its pictures stand, and what remains when it is left.

use std::sync::Arc;

use egui::{CursorIcon, Rect, Ui, Vec2, ViewportBuilder, ViewportCommand, ViewportId, vec2};

use super::{Action, App, layers::ShadingCache, show_keys};
use crate::{
    atlas::{Atlas, Briefing, BriefingId, Extent, Place, PlaceId},
    briefing::{
        self,
        show::{
            Arrangement, Deck, Effect, Input, Screen, Screens, Show, Sight, SlidePlan, Step, Tool,
        },
    },
    lang,
    map::{Click, MapWidget},
    scene::{MapContent, View, content::LayerId, flight::Flight},
    theme::{Theme, ThemeName},
    ui::{
        Context,
        show::{
            Layout, Picture, Pointer, over, picture,
            picture::PictureOutput,
            presenter::{self, Desk},
        },
    },
};

/// The picture of a rehearsal, which has no audience's screen, in points.
const REHEARSAL: Vec2 = vec2(1280.0, 720.0);
/// A site is looked at from here if the camera has to move.
const SITE_ZOOM: f64 = 12.0;
const REGION_MAX_ZOOM: f64 = 12.5;
/// Sizes of the notes, in points.
const NOTES: std::ops::RangeInclusive<f32> = 12.0..=40.0;
/// A window that is not on its screen after so long is put there again, in seconds.
const SETTLE_S: f64 = 1.5;
/// How near the eraser must come, in points.
const ERASER: f32 = 18.0;

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
}

/// A show that the command line asks for.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct StartShow {
    /// Id or title; `None`: the first.
    pub briefing: Option<String>,
    /// From 1.
    pub slide: usize,
}

/// Camera, layers and selection of one pair of eyes.
#[derive(Clone, Debug, Default)]
struct Scene {
    /// `None`: a slide without a map.
    view: Option<View>,
    flight: Option<(Flight, Option<f64>)>,
    content: MapContent,
    selected: Option<PlaceId>,
    check: Option<String>,
}

/// What waits for the size of the picture.
#[derive(Clone, Debug)]
enum Pending {
    Stage { cut: bool },
    Camera,
    Bring(PlaceId),
    Fit(Extent),
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
}

/// The pictures, each with a map of its own.
const AUDIENCE: usize = 0;
const LIVE: usize = 1;
const NEXT: usize = 2;

fn audience_window() -> ViewportId {
    ViewportId::from_hash_of("audience")
}

/// The place whose facts are open.
fn card<'a>(atlas: &'a Atlas, scene: &Scene, sight: Sight) -> Option<&'a Place> {
    let selected = scene.selected.as_ref().filter(|_| sight.card)?;
    atlas.place(selected)
}

fn deck(briefing: &Briefing) -> Option<Deck> {
    let plan = |slide: &crate::atlas::Slide| SlidePlan {
        builds: slide.builds(),
        planned_s: slide.seconds,
        map: slide.camera != crate::atlas::Camera::None,
    };
    Deck::new(briefing.slides.iter().map(plan).collect())
}

impl Presentation {
    fn new(atlas: &Arc<Atlas>, briefing: &Arc<Briefing>, slide: usize) -> Option<Self> {
        let theme = Theme::new(ThemeName::Projector);
        Some(Self {
            show: Show::new(deck(briefing)?, slide),
            briefing: Arc::clone(briefing),
            atlas: Arc::clone(atlas),
            live: Scene::default(),
            held: None,
            pending: Vec::new(),
            next: None,
            screens: Screens::default(),
            rehearsal: false,
            theme,
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
        })
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

    /// The picture's size is known: lettering follows it, and the slide is framed anew.
    fn resize(&mut self, size: Vec2) {
        if self.size == size || size.min_elem() < 1.0 {
            return;
        }
        self.size = size;
        self.maps = Default::default();
        self.next = None;
        if !self.show.state().live.is_off_script() {
            self.pending.push(Pending::Stage { cut: true });
        }
    }

    /// The part of the picture that neither words nor a card cover.
    fn free(&self, context: &Context<'_>, step: Step, words: bool, card: bool) -> Rect {
        let slide = &self.briefing.slides[step.slide];
        let map = slide.camera != crate::atlas::Camera::None;
        let lines = 1 + usize::from(words && !picture::footnotes(context, slide).is_empty());
        Layout::new(self.size, words && map, card, lines).free
    }

    fn staged(&self, context: &Context<'_>, step: Step, card: bool) -> Scene {
        let slide = &self.briefing.slides[step.slide];
        let setting = briefing::Setting {
            atlas: context.atlas,
            locator: context.locator,
            size: self.size,
            free: self.free(context, step, true, card),
        };
        let stage = briefing::stage(setting, slide);
        Scene {
            view: stage.view,
            flight: None,
            content: stage.content,
            selected: stage.selected,
            check: stage.check,
        }
    }

    fn settle(&mut self, context: &Context<'_>) {
        if self.size.min_elem() < 1.0 {
            return;
        }
        let sight = self.show.state().live;
        for pending in std::mem::take(&mut self.pending) {
            match pending {
                Pending::Stage { cut } => {
                    let staged = self.staged(context, sight.step, sight.card);
                    self.live.take_stage(staged, cut || self.reduced);
                }
                Pending::Camera => {
                    let view = self.staged(context, sight.step, sight.card).view;
                    self.live.fly(view, self.reduced);
                }
                Pending::Bring(id) => self.bring(context, &id),
                Pending::Fit(extent) => {
                    let free = self.free(context, sight.step, !sight.strayed, sight.card);
                    let free = free.shrink(free.size().min_elem() * 0.1);
                    let view = View::fitting(extent, self.size, free, 16.0);
                    self.live.fly(Some(view), self.reduced);
                }
            }
        }
        let after = self
            .show
            .deck()
            .after(sight.step)
            .filter(|step| self.next.as_ref().is_none_or(|(known, _)| known != step));
        if let Some(step) = after {
            self.next = Some((step, self.staged(context, step, false)));
        }
    }

    /// Moves the live camera no further than needed to show a place beside its card.
    fn bring(&mut self, context: &Context<'_>, id: &PlaceId) {
        let Some(place) = context.atlas.place(id) else {
            return;
        };
        let sight = self.show.state().live;
        let free = self.free(context, sight.step, !sight.strayed, true);
        let free = free.shrink(free.size().min_elem() * 0.12);
        let Some(view) = self.live.destination().map(|view| View {
            size: self.size,
            ..view
        }) else {
            return;
        };
        let target = match place.position() {
            Some(position) if free.contains(view.screen_from_geo(position)) => return,
            Some(position) => View {
                centre: position,
                zoom: view.zoom.max(SITE_ZOOM - 2.0),
                size: self.size,
            }
            .with_centre_at(free.center()),
            None => View::fitting(place.extent(), self.size, free, REGION_MAX_ZOOM),
        };
        self.live.fly(Some(target), self.reduced);
    }

    fn picture<'a>(
        &'a self,
        which: (&'a Scene, Sight),
        card: Option<&'a Place>,
        shading: Option<&'a Arc<crate::scene::Shading>>,
    ) -> Picture<'a> {
        let (scene, sight) = which;
        let state = self.show.state();
        let slide = sight.step.slide;
        let pointer = self
            .pointer
            .zip(state.tool)
            .filter(|(_, tool)| state.pointing || matches!(tool, Tool::Pen | Tool::Eraser));
        Picture {
            atlas: &self.atlas,
            slide: &self.briefing.slides[slide],
            number: [slide + 1, self.briefing.slides.len()],
            build: sight.step.build,
            view: scene.view,
            content: &scene.content,
            shading,
            selected: scene.selected.as_ref(),
            check: scene.check.as_deref(),
            card,
            text: !sight.strayed,
            legend: state.legend,
            ink: self.show.ink().strokes(slide),
            pointer: pointer.map(|(at, tool)| Pointer { at, tool }),
            curtain: None,
        }
    }

    fn look(&mut self, index: usize, ui: &mut Ui, context: &Context<'_>) -> PictureOutput {
        let state = *self.show.state();
        let nothing = Scene::default();
        let mut map = std::mem::take(&mut self.maps[index]);
        let mut shadings = std::mem::take(&mut self.shadings[index]);
        let next = self.next.as_ref();
        let (scene, sight) = match index {
            AUDIENCE => (self.held.as_ref().unwrap_or(&self.live), state.audience()),
            LIVE => (&self.live, state.live),
            _ => next.map_or((&nothing, state.live), |(step, scene)| {
                (scene, Sight::at(*step))
            }),
        };
        let shading = shadings.of(&self.atlas, &scene.content);
        let card = card(&self.atlas, scene, sight);
        let mut shown = self.picture((scene, sight), card, shading.as_ref());
        // A small copy is laid out in proportion.
        let size = ui.available_size_before_wrap();
        let share = size.x / self.size.x.max(1.0);
        let levels = f64::from(share.max(0.01).log2());
        shown.view = shown.view.map(|view| View {
            zoom: view.zoom + levels,
            size,
            ..view
        });
        if let Some(pointer) = &mut shown.pointer {
            pointer.at = (pointer.at.to_vec2() * share).to_pos2();
        }
        let theme = picture::theme_for(&self.theme, size);
        let context = Context {
            theme: &theme,
            ..*context
        };
        match index {
            AUDIENCE => shown.curtain = state.curtain,
            NEXT => shown.pointer = None,
            _ => {}
        }
        let mut output = picture::picture_ui(ui, &context, &shown, &mut map);
        if let Some(map) = &mut output.map {
            map.view.zoom -= levels;
            map.view.size = self.size;
        }
        output.pointer = output
            .pointer
            .map(|at| (at.to_vec2() / share.max(0.01)).to_pos2());
        self.maps[index] = map;
        self.shadings[index] = shadings;
        output
    }

    /// What was done on a picture becomes inputs; what is on the ground stays there.
    fn took(&mut self, context: &Context<'_>, output: PictureOutput) -> Vec<Input> {
        let mut inputs = Vec::new();
        if let Some(at) = output.pointer {
            let moved = self.pointer.is_none_or(|known| known.distance(at) > 0.5);
            self.pointer = Some(at);
            inputs.extend(moved.then_some(Input::PointerMoved));
        }
        let slide = self.show.state().live.step.slide;
        if let Some((at, began)) = output.drawn {
            match self.show.state().tool {
                Some(Tool::Pen) if began => self.show.ink_mut().begin(slide, at),
                Some(Tool::Pen) => self.show.ink_mut().draw(slide, at),
                Some(Tool::Eraser) => self.erase(slide, at),
                _ => {}
            }
        }
        if output.clicked {
            inputs.push(Input::ClickEmpty);
        }
        let Some(map) = output.map else { return inputs };
        if map.moved {
            self.live.view = Some(map.view);
            self.live.flight = None;
            inputs.push(Input::CameraMoved);
        }
        match map.click {
            Some(Click::Place(id)) => {
                let site = context
                    .atlas
                    .place(&id)
                    .is_some_and(|place| place.position().is_some());
                let state = self.show.state();
                if site || state.live.is_off_script() || state.frozen.is_some() {
                    self.pick(id);
                }
                inputs.push(if site {
                    Input::ClickSite
                } else {
                    Input::ClickRegion
                });
            }
            Some(Click::Cluster(places)) => {
                let sites = places
                    .iter()
                    .filter_map(|id| context.atlas.place(id)?.position());
                let extent = sites.map(Extent::around).reduce(Extent::union);
                self.pending.extend(extent.map(Pending::Fit));
                inputs.push(Input::CameraMoved);
            }
            Some(Click::Nothing) => inputs.push(Input::ClickEmpty),
            Some(Click::Features(_) | Click::Closer(_) | Click::Point(..) | Click::Spot(_))
            | None => {}
        }
        inputs
    }

    fn erase(&mut self, slide: usize, at: crate::atlas::Position) {
        let Some(view) = self.live.view.map(|view| View {
            size: self.size,
            ..view
        }) else {
            self.show.ink_mut().clear(slide);
            return;
        };
        let here = view.screen_from_geo(at);
        self.show.ink_mut().erase(slide, |stroke| {
            let near = |point: &crate::atlas::Position| {
                view.screen_from_geo(*point).distance(here) < ERASER
            };
            stroke.points.iter().any(near)
        });
    }

    fn pick(&mut self, id: PlaceId) {
        self.live.check = None;
        self.live.selected = Some(id.clone());
        self.pending.push(Pending::Bring(id));
    }

    /// What the presenter's desk shows of it.
    fn desk(&self, now_s: f64) -> Desk<'_> {
        Desk {
            briefing: &self.briefing,
            show: &self.show,
            next: self.next.as_ref().map(|(step, _)| *step),
            notes_size: self.notes_size,
            rehearsal: self.rehearsal,
            screens: &self.screens,
            picture: self.size,
            content: &self.live.content,
            now_s,
        }
    }
}

impl Scene {
    fn take_stage(&mut self, staged: Self, cut: bool) {
        let from = self.view;
        let target = staged.view;
        *self = staged;
        if let (Some(_), Some(_), false) = (from, target, cut) {
            self.view = from;
            self.fly(target, false);
        }
    }

    fn fly(&mut self, target: Option<View>, cut: bool) {
        match (self.view, target) {
            (Some(from), Some(to)) if !cut => {
                let to = to.kept_in_bounds();
                let from = View {
                    size: to.size,
                    ..from
                };
                if from != to {
                    self.flight = Some((Flight::new(from, to), None));
                }
            }
            _ => {
                self.flight = None;
                self.view = target;
            }
        }
    }

    fn destination(&self) -> Option<View> {
        let flight = self.flight.as_ref().map(|(flight, _)| flight.destination());
        flight.or(self.view)
    }

    fn advance(&mut self, now_s: f64) {
        let Some((flight, began)) = &mut self.flight else {
            return;
        };
        let began = *began.get_or_insert(now_s);
        let (view, ended) = flight.at(now_s - began);
        self.view = Some(view);
        if ended {
            self.flight = None;
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

    /// F5: goes on with the show that was left, or starts the first briefing; a slide or another briefing start anew.
    pub(super) fn present(
        &mut self,
        context: &egui::Context,
        briefing: Option<&BriefingId>,
        slide: Option<usize>,
        rehearsal: bool,
    ) {
        let atlas = Arc::clone(&self.document.atlas);
        let known = self.presentation.take().filter(|known| {
            let same = briefing.is_none_or(|id| known.briefing.id == *id);
            slide.is_none()
                && same
                && Arc::ptr_eq(&known.atlas, &atlas)
                && known.rehearsal == rehearsal
        });
        let wanted = match briefing {
            Some(id) => atlas.briefing(id),
            None => atlas.briefings().first(),
        };
        let started = known.or_else(|| {
            let new = Presentation::new(&atlas, wanted?, slide.unwrap_or(0))?;
            Some(Box::new(new))
        });
        let Some(mut presentation) = started else {
            self.notices.push(super::Notice::NothingToPresent);
            return;
        };
        presentation.rehearsal = rehearsal;
        presentation.arranged = None;
        presentation.was_full_screen =
            context.input(|input| input.viewport().fullscreen == Some(true));
        self.session.dialog = None;
        self.session.search.clear();
        self.presentation = Some(presentation);
        self.show_input(context, Input::Resume);
    }

    /// The show that the command line asked for, as soon as its atlas is there.
    pub(super) fn start_show(&mut self, context: &egui::Context) {
        if self.is_opening() {
            return;
        }
        let Some(StartShow { briefing, slide }) = self.present.take() else {
            return;
        };
        let wanted = briefing.as_deref().map(str::trim);
        let fits = |known: &&Arc<Briefing>| {
            wanted.is_none_or(|name| {
                let named = |title: &str| title.to_lowercase() == name.to_lowercase();
                known.id.as_str() == name || named(&known.title.en) || named(&known.title.zh)
            })
        };
        let atlas = Arc::clone(&self.document.atlas);
        match atlas.briefings().iter().find(fits) {
            Some(known) => self.present(
                context,
                Some(&known.id),
                Some(slide.saturating_sub(1)),
                false,
            ),
            None => self.notices.push(match briefing {
                Some(name) => super::Notice::UnknownBriefing(name),
                None => super::Notice::NothingToPresent,
            }),
        }
    }

    /// What screens there are, and the middle of this window, in pixels of the desktop.
    pub fn see_screens(&mut self, found: Vec<Screen>, window: Option<[i32; 2]>) {
        let Some(presentation) = &mut self.presentation else {
            return;
        };
        presentation.screens.see(found, window);
    }

    pub(super) fn perform_show(&mut self, context: &egui::Context, action: ShowAction) {
        if let ShowAction::Input(input) = action {
            self.show_input(context, input);
            return;
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
                }
                _ => {}
            }
        }
        if presentation.show.state().panel != panel {
            presentation.query.clear();
        }
        context.request_repaint();
    }

    /// Keys, the clock and what the screens do; instead of what exploring does.
    pub(super) fn show_logic(&mut self, context: &egui::Context) {
        for input in show_keys::inputs(context) {
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

    /// All windows of a show.
    pub(super) fn show_windows_ui(&mut self, ui: &mut Ui) {
        let Some(mut presentation) = self.presentation.take() else {
            return;
        };
        let atlas = Arc::clone(&self.document.atlas);
        let shown = presentation.live.content.clone();
        let context = Context {
            atlas: &atlas,
            locator: &self.document.locator,
            content: &shown,
            strings: lang::strings(self.session.language),
            theme: &self.theme,
            today: self.today,
            actions: &self.actions,
        };
        presentation.reduced = self.session.motion == super::Motion::Reduced;
        let arrangement = presentation.arrangement();
        arrange(ui.ctx(), &mut presentation, &arrangement);
        let mut inputs = Vec::new();
        match arrangement {
            Arrangement::Two { audience, .. } => {
                inputs.extend(audience_ui(ui.ctx(), &context, &mut presentation, audience));
                let root = ViewportId::ROOT;
                if is_on(ui.ctx(), root, &presentation.screens, audience) == Some(true) {
                    // This window is still on the audience's screen: no notes there, not for a moment.
                    presentation.look(LIVE, ui, &context);
                } else {
                    desk_ui(
                        ui,
                        &context,
                        &mut presentation,
                        &self.document.index,
                        &mut inputs,
                    );
                }
            }
            Arrangement::One if presentation.rehearsal => {
                presentation.resize(REHEARSAL);
                presentation.settle(&context);
                desk_ui(
                    ui,
                    &context,
                    &mut presentation,
                    &self.document.index,
                    &mut inputs,
                );
            }
            Arrangement::One => {
                inputs.extend(clean_ui(
                    ui,
                    &context,
                    &mut presentation,
                    &self.document.index,
                ));
            }
        }
        self.presentation = Some(presentation);
        for input in inputs {
            self.actions
                .borrow_mut()
                .push(Action::Show(ShowAction::Input(input)));
        }
        if !self.actions.borrow().is_empty() {
            ui.ctx().request_repaint();
        }
    }
}

/// Puts the windows on their screens when these changed, and again where the desktop put one elsewhere.
fn arrange(context: &egui::Context, presentation: &mut Presentation, arrangement: &Arrangement) {
    let now_s = context.input(|input| input.time);
    let changed = presentation.arranged.as_ref() != Some(arrangement);
    let waited = now_s - presentation.arranged_s > SETTLE_S;
    if !changed && !waited {
        return;
    }
    presentation.arranged = Some(arrangement.clone());
    presentation.arranged_s = now_s;
    match *arrangement {
        Arrangement::Two {
            audience,
            presenter,
        } => {
            for (window, monitor) in [(ViewportId::ROOT, presenter), (audience_window(), audience)]
            {
                let astray = is_on(context, window, &presentation.screens, monitor) == Some(false);
                if astray && !changed {
                    let corner = presentation
                        .screens
                        .bounds(monitor)
                        .map(|bounds| bounds[..2].to_vec());
                    put_back(context, window, corner.as_deref());
                }
                if astray || changed {
                    context.send_viewport_cmd_to(window, ViewportCommand::SetMonitor(monitor));
                }
            }
        }
        Arrangement::One if presentation.rehearsal || !changed => {}
        Arrangement::One => context.send_viewport_cmd(ViewportCommand::Fullscreen(true)),
    }
}

/// Out of full screen and to the corner of its screen, so that full screen can be asked for once more.
fn put_back(context: &egui::Context, window: ViewportId, corner: Option<&[i32]>) {
    context.send_viewport_cmd_to(window, ViewportCommand::Fullscreen(false));
    if let Some([left, top]) = corner {
        let scale = context.pixels_per_point();
        let at = egui::pos2(*left as f32 / scale, *top as f32 / scale);
        context.send_viewport_cmd_to(window, ViewportCommand::OuterPosition(at));
    }
}

/// Whether the middle of a window is on a screen; `None` where the desktop does not tell.
fn is_on(
    context: &egui::Context,
    window: ViewportId,
    screens: &Screens,
    monitor: usize,
) -> Option<bool> {
    let [left, top, width, height] = screens.bounds(monitor)?;
    let (rect, scale) = context.input(|input| {
        let info = input.raw.viewports.get(&window)?;
        Some((info.outer_rect?, info.native_pixels_per_point?))
    })?;
    let middle = rect.center() * scale;
    let screen = Rect::from_min_size(
        egui::pos2(left as f32, top as f32),
        vec2(width as f32, height as f32),
    );
    Some(screen.contains(middle))
}

fn leave_windows(context: &egui::Context, was_full_screen: bool) {
    context.send_viewport_cmd(ViewportCommand::Fullscreen(was_full_screen));
}

/// The window that the audience sees: the picture and nothing else.
fn audience_ui(
    context: &egui::Context,
    panels: &Context<'_>,
    presentation: &mut Presentation,
    monitor: usize,
) -> Vec<Input> {
    let title = panels.text("show-audience-window");
    let builder = ViewportBuilder::default()
        .with_title(title)
        .with_app_id(crate::APP_ID)
        .with_monitor(monitor)
        .with_decorations(false)
        .with_inner_size([1280.0, 720.0]);
    context.show_viewport_immediate(audience_window(), builder, |ui, _| {
        let mut inputs = show_keys::inputs(ui.ctx());
        if ui.input(|input| input.viewport().close_requested()) {
            inputs.push(Input::Escape);
        }
        presentation.resize(ui.available_size_before_wrap());
        presentation.settle(panels);
        hide_resting_pointer(ui, presentation);
        let output = presentation.look(AUDIENCE, ui, panels);
        if presentation.held.is_none() {
            inputs.extend(presentation.took(panels, output));
        }
        inputs
    })
}

/// One screen: the same picture over the whole window, controls only while the pointer moves.
fn clean_ui(
    ui: &mut Ui,
    context: &Context<'_>,
    presentation: &mut Presentation,
    index: &crate::search::Index,
) -> Vec<Input> {
    presentation.resize(ui.available_size_before_wrap());
    presentation.settle(context);
    let output = presentation.look(AUDIENCE, ui, context);
    let mut inputs = presentation.took(context, output);
    let moved = ui.input(|input| input.pointer.delta() != Vec2::ZERO);
    inputs.extend((moved && !inputs.contains(&Input::PointerMoved)).then_some(Input::PointerMoved));
    let now_s = ui.input(|input| input.time);
    hide_resting_pointer(ui, presentation);
    let awake = presentation.show.pointer_rests_in_s(now_s).is_some();
    let mut query = std::mem::take(&mut presentation.query);
    let desk = presentation.desk(now_s);
    if awake && desk.show.state().tool.is_none() {
        presenter::controls_over_ui(ui, context, &desk);
    }
    over::over_ui(ui, context, &desk, index, &mut query);
    presentation.query = query;
    inputs
}

/// The presenter's own window.
fn desk_ui(
    ui: &mut Ui,
    context: &Context<'_>,
    presentation: &mut Presentation,
    index: &crate::search::Index,
    inputs: &mut Vec<Input>,
) {
    let now_s = ui.input(|input| input.time);
    let places = presenter::desk_ui(ui, context, &presentation.desk(now_s));
    let size = presentation.size;
    let frozen = presentation.held.is_some();
    let output = presenter::scaled_ui(ui, "live picture", places.live, size, |ui| {
        presentation.look(LIVE, ui, context)
    });
    if let Some(output) = output {
        inputs.extend(presentation.took(context, output));
    }
    if frozen || presentation.next.is_some() {
        let which = if frozen { AUDIENCE } else { NEXT };
        presenter::scaled_ui(ui, "next picture", places.next, size, |ui| {
            let rect = ui.max_rect();
            presentation.look(which, ui, context);
            // It is only looked at: clicks and drags stop here.
            ui.interact(
                rect,
                ui.scope_id().with("cover"),
                egui::Sense::click_and_drag(),
            );
        });
    }
    let mut query = std::mem::take(&mut presentation.query);
    over::over_ui(ui, context, &presentation.desk(now_s), index, &mut query);
    presentation.query = query;
}

fn hide_resting_pointer(ui: &Ui, presentation: &Presentation) {
    let now_s = ui.input(|input| input.time);
    let state = presentation.show.state();
    let rests = presentation.show.pointer_rests_in_s(now_s).is_none();
    if (rests && state.panel.is_none()) || state.tool.is_some() {
        ui.ctx().set_cursor_icon(CursorIcon::None);
    }
}
