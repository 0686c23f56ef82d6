//! The program behind the window: session, actions and what performs them, background jobs. Draws nothing itself.

mod action;
mod after;
mod base_map;
mod chooser;
mod compare;
mod content_file;
mod data;
pub mod desk;
mod early;
mod export;
mod finding;
mod graphics;
mod heap;
mod keys;
mod layers;
mod measuring;
mod motion;
mod notice;
mod session;
pub mod settings;
mod show;
mod spot;
mod trace;
mod window;

use std::{
    cell::RefCell,
    path::{Path, PathBuf},
    sync::{Arc, mpsc},
    thread,
};

use egui::{Rect, Ui};

pub use action::Action;
pub use after::{AfterAction, AfterOutcome, AfterShow};
pub use base_map::{
    BaseMapAction, BaseMapSettings, BaseMapState, LayerState, MAX_ZOOM as MAX_TILE_ZOOM,
    MIN_OPACITY, Server, ServerError, TileSource,
};
pub use data::{Data, Picked};
pub use desk::{Desk, DeskAction};
pub use early::Early;
pub use export::{ExportAction, ExportForm, ExportOutcome, ExportState, What};
pub use measuring::MeasureStep;
pub use notice::{Notice, NoticeKind};
pub use session::{Dialog, Drawer, Motion, Session};
pub use settings::{Settings, WindowPlace};
pub use show::{ShowAction, StartShow, Thumbnails};
pub use window::{StartError, run};

use layers::ShadingCache;
use motion::DesktopMotion;

use crate::{
    atlas::{Atlas, Date, Extent, Language, PlaceId},
    briefing::show::Screen,
    clock,
    geo::{self, Locator},
    import, lang,
    map::{Click, MapInput, MapOutput, MapWidget},
    scene::{self, View, view::MAX_ZOOM},
    search::Index,
    store::{self, BriefingText, Finding, Loaded, OpenError, Severity},
    theme::{self, Theme, ThemeName},
    ui::{self, Context, facts, furniture::Strip},
};

/// What the program starts with.
#[derive(Debug, Default)]
pub struct Start {
    /// `None`: the built-in atlas.
    pub atlas: Option<PathBuf>,
    /// The built-in atlas, if it is being read already.
    pub early: Option<Early>,
    /// A place to open on, by id or name.
    pub at: Option<String>,
    /// For this run, whatever the settings say.
    pub language: Option<Language>,
    /// For this run, whatever the settings say.
    pub theme: Option<ThemeName>,
    /// A file of tiles to be shown in this run.
    pub tiles: Option<PathBuf>,
    /// Where fetched tiles are kept; `None`: nowhere.
    pub tile_cache: Option<PathBuf>,
    pub tile_limits: crate::tiles::Limits,
    pub settings: Settings,
    /// `None`: settings are not saved.
    pub settings_folder: Option<PathBuf>,
    pub notices: Vec<Notice>,
    /// A show to start with.
    pub present: Option<StartShow>,
    /// What day it is, for the age of facts; `None`: by the machine's clock.
    pub today: Option<Date>,
    /// Whether the desktop is asked for reduced motion.
    pub ask_desktop: bool,
}

/// An atlas in use, with what is looked up in it.
struct Document {
    atlas: Arc<Atlas>,
    locator: Locator,
    index: Index,
    findings: Vec<Finding>,
    /// As they stand in their files, until the desk takes them.
    briefings: Vec<BriefingText>,
    /// `None`: the built-in atlas.
    path: Option<PathBuf>,
}

impl Document {
    fn new(loaded: Loaded) -> Self {
        let Loaded {
            atlas,
            findings,
            briefings,
        } = loaded;
        Self {
            locator: Locator::new(&atlas),
            index: Index::new(&atlas),
            findings,
            briefings,
            path: None,
            atlas: Arc::new(atlas),
        }
    }
}

/// An atlas being read on another thread.
struct Opening {
    path: PathBuf,
    result: mpsc::Receiver<Result<Document, OpenError>>,
}

pub struct App {
    document: Document,
    session: Session,
    theme: Theme,
    map: MapWidget,
    shading: ShadingCache,
    /// Where the map was in the last frame.
    map_rect: Rect,
    actions: RefCell<Vec<Action>>,
    notices: Vec<Notice>,
    opening: Option<Opening>,
    data: Data,
    /// The place to open on, once there is an atlas.
    at: Option<String>,
    base_map: base_map::BaseMap,
    desk: export::Desk,
    settings: Settings,
    settings_folder: Option<PathBuf>,
    /// The day for the age of facts.
    today: Date,
    desktop_motion: DesktopMotion,
    /// The show on the screen, or the one that was left and F5 goes on with.
    presentation: Option<Box<show::Presentation>>,
    writing: Desk,
    /// A show to start with, once there is an atlas.
    present: Option<StartShow>,
    /// The screens of the desktop, and the middle of this window, in pixels.
    screens: (Vec<Screen>, Option<[i32; 2]>),
}

impl std::fmt::Debug for App {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("App")
            .field("session", &self.session)
            .finish_non_exhaustive()
    }
}

impl App {
    pub fn new(context: &egui::Context, start: Start) -> Self {
        heap::keep_blocks_of_frames();
        context.set_fonts(theme::font_definitions());
        egui_extras::install_image_loaders(context);
        // Zoom in and out are the map's.
        context.options_mut(|options| options.zoom_with_keyboard = false);
        let language = start
            .language
            .or(start.settings.language)
            .unwrap_or_default();
        let theme_name = start.theme.or(start.settings.theme).unwrap_or_default();
        let theme = Theme::new(theme_name);
        let mut app = Self {
            document: start
                .early
                .map_or_else(|| Document::new(store::builtin()), Early::document),
            session: Session::new(language, theme_name),
            theme,
            map: MapWidget::default(),
            shading: ShadingCache::default(),
            map_rect: Rect::ZERO,
            actions: RefCell::default(),
            notices: start.notices,
            opening: None,
            data: Data::default(),
            at: start.at,
            base_map: base_map::BaseMap::new(start.tile_cache, start.tile_limits),
            desk: export::Desk::default(),
            settings: start.settings,
            settings_folder: start.settings_folder,
            today: start.today.unwrap_or_else(clock::today),
            desktop_motion: if start.ask_desktop {
                DesktopMotion::ToAsk
            } else {
                DesktopMotion::Unknown
            },
            presentation: None,
            writing: Desk::default(),
            present: start.present,
            screens: Default::default(),
        };
        app.apply_motion(context);
        app.session.content = app.settings.content.clone();
        if !app.settings.hint_seen {
            app.notices.push(Notice::Welcome);
        }
        app.start_base_map(context, start.tiles);
        match start.atlas {
            None => app.took_document(),
            Some(path) if import::is_data(&path) => {
                app.took_document();
                app.open_data(context, path);
            }
            Some(path) => app.open(context, path),
        }
        app
    }

    pub fn session(&self) -> &Session {
        &self.session
    }

    pub fn atlas(&self) -> &Atlas {
        &self.document.atlas
    }

    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// Where a position is in the window, in points.
    pub fn window_from_geo(&self, position: crate::atlas::Position) -> egui::Pos2 {
        self.map_rect.min + self.session.view().screen_from_geo(position).to_vec2()
    }

    /// Whether an atlas or a data file is being read, or briefings are being written.
    pub fn is_opening(&self) -> bool {
        self.opening.is_some()
            || self.data.reading().is_some()
            || self.map.is_busy()
            || self.writing.is_saving()
    }

    /// The data file over the base map.
    pub fn data(&self) -> &Data {
        &self.data
    }

    /// Takes what other threads have finished, keys and queued actions; moves the camera.
    pub fn logic(&mut self, context: &egui::Context) {
        if !self.is_presenting() {
            self.take_opened();
        }
        self.take_atlas_copy(context);
        self.take_saved();
        self.follow_after();
        self.follow_desktop_motion(context);
        self.follow_base_map(context);
        self.follow_export(context);
        self.take_data(context);
        self.start_show(context);
        if self.is_presenting() {
            self.show_logic(context);
        } else {
            for action in keys::actions(context, &self.session) {
                self.perform(context, action);
            }
        }
        let queued = std::mem::take(&mut *self.actions.borrow_mut());
        for action in queued {
            self.perform(context, action);
        }
        if self.session.advance(context.input(|input| input.time)) {
            context.request_repaint();
        }
    }

    /// Everything in the window.
    pub fn show_ui(&mut self, ui: &mut Ui) {
        if self.is_presenting() {
            self.show_windows_ui(ui);
        } else {
            self.explore_ui(ui);
        }
    }

    /// The map with its panels.
    fn explore_ui(&mut self, ui: &mut Ui) {
        let strings = lang::strings(self.session.language);
        let atlas = Arc::clone(&self.document.atlas);
        let shown = self.session.content.clone();
        let context = Context {
            atlas: &atlas,
            locator: &self.document.locator,
            content: &shown,
            strings,
            theme: &self.theme,
            today: self.today,
            actions: &self.actions,
        };
        let recent = self.recent();
        ui::bar::bar_ui(
            ui,
            &context,
            &mut self.session,
            &self.document.index,
            &recent,
        );
        self.map_rect = ui.available_rect_before_wrap();
        let strip = self.strip(ui, &context);
        let base = strip.above(self.map_rect);
        let card = self.has_card().then(|| facts::bounds(base));
        let free = facts::free_part(base, card);
        let drawer = ui::drawer::bounds(base, free, &self.session);
        let free = ui::drawer::free_part(base, free, drawer);
        self.session.lay_out(self.map_rect, free);
        self.session.covered = ui::furniture::covered(ui.ctx(), self.map_rect);
        self.session.bring_pending_into_view(&atlas);
        let shading = self.shading.of(&atlas, &self.session.content);
        let input = MapInput {
            atlas: &atlas,
            covered: &self.session.covered,
            locator: &self.document.locator,
            content: &self.session.content,
            shading: shading.as_ref(),
            theme: &self.theme,
            language: self.session.language,
            centre: self.session.centre,
            zoom: self.session.zoom,
            free: self.session.free,
            selected: self.session.selected.as_ref(),
            check: self.session.check.as_deref(),
            data: self.data.layer(),
            feature: self.data.feature(),
            measure: self.session.measure.as_ref(),
        };
        let frame = egui::Frame::new().fill(self.theme.map.sea);
        let output = egui::CentralPanel::no_frame()
            .frame(frame)
            .show(ui, |ui| self.map.show_ui(ui, input))
            .inner;
        self.furniture_ui(ui, &context, free, &output, &strip);
        ui::drawer::rail_ui(ui, &context, free, self.session.drawer);
        if let Some(bounds) = drawer {
            self.drawer_ui(ui, &context, bounds, shading.as_deref());
        }
        self.legend_ui(ui, &context, free, shading.as_deref(), &output);
        self.card_ui(ui, &context, base);
        ui::data::data_ui(ui, &context, base, free, &self.data);
        self.above_all_ui(ui, &context, free);
        self.take_map_output(output);
        if !self.actions.borrow().is_empty() || self.session.is_flying() {
            ui.ctx().request_repaint();
        }
    }

    /// The card of the selected place.
    fn card_ui(&self, ui: &Ui, context: &Context<'_>, map: Rect) {
        let selected = self.session.selected.as_ref();
        if let Some(place) = selected.and_then(|id| context.atlas.place(id)) {
            let compared = self.session.compared.contains(&place.id);
            facts::card_ui(ui, context, map, place, compared);
        }
    }

    fn drawer_ui(
        &self,
        ui: &Ui,
        context: &Context<'_>,
        bounds: Rect,
        shading: Option<&scene::Shading>,
    ) {
        let base_map = self.base_map_state();
        let shown = ui::drawer::Shown {
            session: &self.session,
            shading,
            base_map: &base_map,
            desk: (&self.writing, &self.document.findings),
            show_theme: self.show_theme(),
        };
        ui::drawer::drawer_ui(ui, context, bounds, shown);
    }

    /// The line along the lower edge, with whom the visible data comes from.
    fn strip(&self, ui: &Ui, context: &Context<'_>) -> Strip {
        let view = View {
            size: self.map_rect.size(),
            ..self.session.view()
        };
        let (selected, tiles) = (self.session.selected.as_ref(), self.tile_credits());
        Strip::lay_out(ui, context, (self.map_rect, view), selected, &tiles)
    }

    /// What stands round the map: scale, attribution, buttons of the camera, overview.
    fn furniture_ui(
        &self,
        ui: &Ui,
        context: &Context<'_>,
        free: Rect,
        output: &MapOutput,
        strip: &Strip,
    ) {
        let (rect, view) = (output.rect, output.view);
        ui::furniture::line_ui(ui, context, rect, view, output.pointer, strip);
        ui::furniture::camera_buttons_ui(ui, context, free);
        ui::furniture::tools_ui(ui, context, free, &self.session);
        ui::overview::overview_ui(ui, context, free, &output.view);
    }

    /// What lies over the map and its panels.
    fn above_all_ui(&self, ui: &Ui, context: &Context<'_>, free: Rect) {
        if let Some(measure) = &self.session.measure {
            ui::measure::measure_ui(ui, context, free, measure);
        }
        if let Some(spot) = &self.session.spot {
            ui::spot::spot_ui(ui, context, self.map_rect, spot, &self.session);
        }
        ui::choice::choices_ui(ui, context, &self.session.choices);
        ui::notice::notices_ui(ui, context, free, &self.notices);
        if let Some(dialog) = self.session.dialog {
            let base_map = self.base_map_state();
            let findings = &self.document.findings;
            let export = self.export_state();
            let shown = ui::dialog::Shown {
                findings,
                session: &self.session,
                base_map: &base_map,
                desk: &self.writing,
                exported: export.as_ref(),
            };
            ui::dialog::dialog_ui(ui, context, dialog, shown);
        }
    }

    fn take_map_output(&mut self, output: MapOutput) {
        let MapOutput {
            view, moved, click, ..
        } = output;
        if moved || !self.session.is_flying() {
            self.session.follow(view);
        }
        self.session.mark_shown();
        self.session.note_view();
        let action = match click {
            Some(Click::Place(place)) => Action::Select(place),
            Some(Click::Cluster(places)) => Action::Disclose(places),
            Some(Click::Features(hit)) => Action::ShowFeatures(hit),
            Some(Click::Nothing) => Action::Deselect,
            Some(Click::Closer(position)) => Action::Closer(position),
            Some(Click::Point(position, place)) => Action::MeasureTo(position, place),
            Some(Click::Spot(spot)) => Action::OpenSpot(spot),
            None => return,
        };
        self.actions.borrow_mut().push(action);
    }

    /// Asks for something as a panel does.
    pub fn act(&mut self, context: &egui::Context, action: Action) {
        self.perform(context, action);
    }

    /// Every action is one call.
    fn perform(&mut self, context: &egui::Context, action: Action) {
        match action {
            Action::Select(place) => self.select(place),
            Action::Disclose(places) => self.disclose(places),
            Action::Deselect => self.deselect(),
            Action::ShowFeatures(hit) => self.show_features(hit),
            Action::StepFeature(step) => self.data.step(step),
            Action::CloseFeature => self.data.drop_picked(),
            Action::NearestFeature => self.nearest_feature(),
            Action::ShowAllData => self.show_all_data(),
            Action::CloseData => self.data.close(),
            Action::Closer(position) => self.closer(position),
            Action::CloseInnermost => self.close_innermost(context),
            Action::ZoomBy(levels) => self.session.zoom_by(levels),
            Action::PanBy(points) => self.session.pan_by(points),
            Action::Home => self.session.fly_home(self.document.atlas.manifest.home),
            Action::CentreAt(position) => self.session.follow(self.session.view_of(position)),
            Action::FlyTo(position) => self.session.jump_to(self.session.view_of(position)),
            Action::ViewBack => self.view_back(),
            Action::ViewForward => self.view_forward(),
            Action::ReduceMotion(reduced) => self.reduce_motion(context, reduced),
            Action::SetLanguage(language) => self.set_language(language),
            Action::SetTheme(name) => self.set_theme(context, name),
            Action::Open(dialog) => self.session.dialog = Some(dialog),
            Action::ShowCheck(id) => self.show_check(id),
            Action::ToggleDrawer(drawer) => self.session.toggle_drawer(drawer),
            Action::ToggleCompared(place) => self.toggle_compared(place),
            Action::ClearCompared => self.clear_compared(),
            Action::ShowSource(source) => self.show_source(source),
            Action::LeaveSource => self.leave_source(),
            Action::ToggleMeasure => self.toggle_measure(),
            Action::MeasureFrom(position, place) => self.measure_from(position, place),
            Action::MeasureTo(position, place) => self.measure_to(position, place),
            Action::Measure(step) => self.measure_step(step),
            Action::OpenSpot(spot) => self.session.spot = Some(spot),
            Action::OpenSpotHere => self.open_spot(),
            Action::CloseSpot => self.session.spot = None,
            Action::ZoomTo(place) => self.zoom_to(&place),
            Action::Choose(found) => self.choose(context, found),
            Action::ShowOnMap(map) => self.show_on_map(context, *map),
            Action::FocusSearch => {
                context.memory_mut(|memory| memory.request_focus(ui::search::field_id()));
            }
            Action::OpenLink(url) => self.open_link(context, url),
            Action::Copy(text) => context.copy_text(text),
            Action::ToggleLegend => self.session.legend_open = !self.session.legend_open,
            Action::ToggleFullScreen => window::toggle_full_screen(context),
            Action::Present {
                briefing,
                slide,
                rehearsal,
            } => self.present(context, briefing.as_ref(), slide, rehearsal),
            Action::PresentFromHere => self.present_from_here(context),
            Action::Show(action) => self.perform_show(context, action),
            Action::AfterShow(action) => self.perform_after(context, action),
            Action::DismissNotice(number) => self.dismiss_notice(number),
            Action::OpenBuiltIn => self.open_built_in(),
            Action::Desk(action) => self.perform_desk(context, action),
            Action::BaseMap(asked) => self.perform_base_map(context, asked),
            Action::Export(asked) => self.perform_export(context, asked),
        }
        context.request_repaint();
    }

    /// Comes closer to several sites that share a symbol; where that cannot tell them apart, offers a choice.
    fn disclose(&mut self, places: Vec<PlaceId>) {
        let positions = places
            .iter()
            .filter_map(|id| self.document.atlas.place(id)?.position());
        let extent = positions.map(Extent::around).reduce(Extent::union);
        let Some(extent) = extent else { return };
        let apart = (extent.east - extent.west).max(extent.north - extent.south) > 1e-4;
        if apart && self.session.zoom < MAX_ZOOM - 1.0 {
            self.session.fly_to_extent(extent);
        } else {
            self.session.choices = places;
        }
    }

    /// Draws a check and brings all that it measures into view; the same one again takes it away.
    fn show_check(&mut self, id: String) {
        let atlas = Arc::clone(&self.document.atlas);
        let shown = self.session.check.take();
        let check = atlas.manifest.checks.iter().find(|check| check.id == id);
        let Some(check) = check.filter(|_| shown.as_deref() != Some(&*id)) else {
            return;
        };
        let verdict = geo::verdict(&atlas, &self.document.locator, check);
        let extent = verdict.and_then(|verdict| scene::evidence::extent(&atlas, check, &verdict));
        if let Some(extent) = extent {
            self.session.fly_to_extent(extent);
        }
        self.session.check = Some(id);
    }

    fn view_back(&mut self) {
        let stop = self.session.history.back();
        self.session.return_to(stop);
    }

    fn view_forward(&mut self) {
        let stop = self.session.history.forward();
        self.session.return_to(stop);
    }

    fn closer(&mut self, position: crate::atlas::Position) {
        self.session.selected = self.session.selected_before.take();
        let here = self.session.view();
        self.session.follow(here);
        self.session.fly_closer(position);
    }

    fn close_innermost(&mut self, context: &egui::Context) {
        let session = &mut self.session;
        if session.dialog.take().is_some() {
            // Closed.
        } else if !session.choices.is_empty() {
            session.choices.clear();
        } else if session.search_open || !session.search.is_empty() {
            session.search_open = false;
            session.search.clear();
        } else if session.spot.take().is_some()
            || session.measure.take().is_some()
            || session.check.take().is_some()
            || session.drawer.take().is_some()
        {
            // Closed.
        } else if self.data.feature().is_some() {
            self.data.drop_picked();
        } else if session.selected.is_some() {
            session.deselect();
        } else if !self.notices.is_empty() {
            self.dismiss_notice(0);
        } else {
            window::leave_full_screen(context);
        }
    }

    fn set_language(&mut self, language: Language) {
        self.session.language = language;
        self.settings.language = Some(language);
        self.save_settings();
    }

    fn set_theme(&mut self, context: &egui::Context, name: ThemeName) {
        self.session.theme = name;
        self.theme = Theme::new(name);
        self.apply_motion(context);
        self.settings.theme = Some(name);
        self.save_settings();
    }

    /// Only web addresses, whatever an atlas file says.
    fn open_link(&mut self, context: &egui::Context, url: String) {
        if url.starts_with("https://") || url.starts_with("http://") {
            context.open_url(egui::OpenUrl::new_tab(url));
        } else {
            self.notices.push(Notice::LinkRefused(url));
        }
    }

    fn dismiss_notice(&mut self, number: usize) {
        if number < self.notices.len() {
            let notice = self.notices.remove(number);
            if matches!(notice, Notice::Welcome) {
                self.settings.hint_seen = true;
                self.save_settings();
            }
        }
    }

    fn open(&mut self, context: &egui::Context, path: PathBuf) {
        let (sender, result) = mpsc::channel();
        self.notices.push(Notice::Opening(path.clone()));
        self.opening = Some(Opening {
            path: path.clone(),
            result,
        });
        let context = context.clone();
        thread::spawn(move || {
            let opened = store::open(&path).map(Document::new);
            // Nobody waits any more if the program ends first.
            let _ = sender.send(opened);
            context.request_repaint();
        });
    }

    fn take_opened(&mut self) {
        let Some(opening) = &self.opening else { return };
        let opened = match opening.result.try_recv() {
            Ok(opened) => opened,
            Err(mpsc::TryRecvError::Empty) => return,
            Err(mpsc::TryRecvError::Disconnected) => Err(OpenError::stopped()),
        };
        let path = opening.path.clone();
        self.opening = None;
        self.notices
            .retain(|notice| !matches!(notice, Notice::Opening(_)));
        match opened {
            Ok(document) => {
                self.document = Document {
                    path: Some(path),
                    ..document
                };
                self.took_document();
            }
            Err(error) => self.notices.push(Notice::OpenFailed { path, error }),
        }
    }

    fn open_built_in(&mut self) {
        self.notices
            .retain(|notice| !matches!(notice, Notice::OpenFailed { .. }));
        self.document = Document::new(store::builtin());
        self.took_document();
    }

    /// The session starts anew on another atlas.
    fn took_document(&mut self) {
        let texts = std::mem::take(&mut self.document.briefings);
        let after = self.writing.drop_after();
        self.writing = Desk::new(texts, self.document.path.as_deref());
        if let Some(after) = after {
            self.writing.keep_after(after);
        }
        self.presentation = None;
        self.session.deselect();
        self.session.compared.clear();
        self.session.source = None;
        self.session.start_at(self.document.atlas.manifest.home);
        let count = |severity| {
            self.document
                .findings
                .iter()
                .filter(|finding| finding.severity == severity)
                .count()
        };
        let (errors, warnings) = (count(Severity::Error), count(Severity::Warning));
        if errors + warnings > 0 {
            self.notices.push(Notice::Findings { errors, warnings });
        }
        if self.document.atlas.places().is_empty() {
            self.notices.push(Notice::NoPlaces);
        }
        if let Some(text) = self.at.take() {
            self.start_at_place(text);
        }
    }

    fn start_at_place(&mut self, text: String) {
        if let Some(place) = crate::search::exact_place(&self.document.atlas, &text) {
            let place = place.id.clone();
            self.session.select(place);
            return;
        }
        let meant = self.document.index.find(&text, 1).into_iter().next();
        let meant = meant.map(|hit| hit.place.to_string());
        self.notices.push(Notice::UnknownPlace { text, meant });
    }

    /// The window's size and place, to be saved with the settings.
    pub fn remember_window(&mut self, place: WindowPlace) {
        self.settings.window = Some(place);
    }

    pub fn save_settings(&mut self) {
        let Some(folder) = self.settings_folder.as_deref() else {
            return;
        };
        if let Err(error) = settings::save(Path::new(folder), &self.settings) {
            log::warn!("the settings cannot be saved: {error}");
            let known = self
                .notices
                .iter()
                .any(|notice| matches!(notice, Notice::SettingsNotSaved(_)));
            if !known {
                self.notices
                    .push(Notice::SettingsNotSaved(error.to_string()));
            }
        }
    }
}
