//! The layers of tiles under the atlas: switched on and off, made anew when their look changes, and their troubles
//! told once. The server's is off at every start unless the user asked to keep it on.

use std::path::PathBuf;

use super::{App, Notice, chooser::Chooser};
use crate::tiles::{
    Limits, Look, Network, SharedLayer, Template, TemplateError, TileLayer, Trouble,
};

/// Providers have no tiles beyond this zoom.
pub const MAX_ZOOM: u8 = 22;
/// Tiles fainter than this cannot be seen, in percent.
pub const MIN_OPACITY: u8 = 20;

/// What lies under tiles as strong as this is no longer made out, in percent.
const COVERING_OPACITY: u8 = 80;

/// Which of the two layers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TileSource {
    Network,
    File,
}

/// A server of tiles as the user describes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Server {
    pub template: String,
    /// Whom the provider asks to be named.
    pub attribution: String,
    pub max_zoom: u8,
}

/// What is kept of the base map.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BaseMapSettings {
    pub server: Server,
    /// Ask the server again after a restart.
    pub keep_on: bool,
    pub file: String,
    pub file_on: bool,
    /// In percent.
    pub opacity: u8,
}

impl Default for BaseMapSettings {
    fn default() -> Self {
        Self {
            server: Server {
                template: String::new(),
                attribution: String::new(),
                max_zoom: 18,
            },
            keep_on: false,
            file: String::new(),
            file_on: false,
            opacity: 85,
        }
    }
}

/// Why a server cannot be asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ServerError {
    Template(TemplateError),
    NoAttribution,
}

impl Server {
    /// The address, if the server may be asked.
    pub fn check(&self) -> Result<Template, ServerError> {
        let template = Template::parse(&self.template).map_err(ServerError::Template)?;
        if self.attribution.trim().is_empty() {
            return Err(ServerError::NoAttribution);
        }
        Ok(template)
    }
}

/// What can be asked of the base map.
#[derive(Clone, Debug, PartialEq)]
pub enum BaseMapAction {
    /// Takes the server and switches it on.
    AskServer(Server),
    LeaveServer,
    KeepServer(bool),
    ShowFile(String),
    HideFile,
    /// Opens the system's dialog.
    ChooseFile,
    SetOpacity(u8),
    TryAgain(TileSource),
}

/// What a panel shows of the base map.
#[derive(Clone, Debug)]
pub struct BaseMapState<'a> {
    pub settings: &'a BaseMapSettings,
    pub server: LayerState,
    pub file: LayerState,
    /// Of the file that is shown, or that was shown last.
    pub file_path: String,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct LayerState {
    pub on: bool,
    pub busy: bool,
    pub trouble: Option<Trouble>,
}

/// The layers that are on.
#[derive(Debug, Default)]
pub(super) struct BaseMap {
    server: Option<SharedLayer>,
    file: Option<SharedLayer>,
    file_path: PathBuf,
    /// Of the file's layer.
    look: Option<Look>,
    chooser: Chooser,
    cache: Option<PathBuf>,
    limits: Limits,
}

impl BaseMap {
    /// `cache`: where fetched tiles are kept; `None`: nowhere.
    pub(super) fn new(cache: Option<PathBuf>, limits: Limits) -> Self {
        Self {
            cache,
            limits,
            ..Self::default()
        }
    }

    fn layers(&self) -> impl Iterator<Item = &SharedLayer> {
        self.server.iter().chain(&self.file)
    }

    fn layer(&mut self, source: TileSource) -> &mut Option<SharedLayer> {
        match source {
            TileSource::Network => &mut self.server,
            TileSource::File => &mut self.file,
        }
    }
}

impl App {
    /// Switches on what was on. `file` is for this run only.
    pub(super) fn start_base_map(&mut self, context: &egui::Context, file: Option<PathBuf>) {
        let settings = &self.settings.base_map;
        let file = file.or_else(|| settings.file_on.then(|| PathBuf::from(&settings.file)));
        if settings.keep_on {
            self.ask_server(context);
        }
        if let Some(path) = file {
            self.show_file(context, path);
        }
        self.hand_layers_to_map();
    }

    pub(super) fn perform_base_map(&mut self, context: &egui::Context, action: BaseMapAction) {
        match action {
            BaseMapAction::AskServer(server) => {
                self.settings.base_map.server = server;
                self.ask_server(context);
            }
            BaseMapAction::LeaveServer => {
                self.settings.base_map.keep_on = false;
                self.switch_off(TileSource::Network);
            }
            BaseMapAction::KeepServer(keep) => self.settings.base_map.keep_on = keep,
            BaseMapAction::ShowFile(file) => {
                self.settings.base_map.file_on = true;
                self.show_file(context, PathBuf::from(&file));
                self.settings.base_map.file = file;
            }
            BaseMapAction::HideFile => {
                self.settings.base_map.file_on = false;
                self.switch_off(TileSource::File);
            }
            BaseMapAction::ChooseFile => {
                let strings = crate::lang::strings(self.session.language);
                let (title, kind) = (strings.get("tiles-choose"), strings.get("tiles-kind"));
                self.base_map.chooser.ask(context, title, kind, "pmtiles");
            }
            BaseMapAction::SetOpacity(percent) => {
                self.settings.base_map.opacity = percent.clamp(MIN_OPACITY, 100);
            }
            BaseMapAction::TryAgain(source) => self.try_again(context, source),
        }
        self.hand_layers_to_map();
        self.save_settings();
    }

    /// Takes what the layers' threads have left, tells what went wrong, and follows the theme. Once per frame.
    pub(super) fn follow_base_map(&mut self, context: &egui::Context) {
        if let Some(path) = self.base_map.chooser.take() {
            let file = path.to_string_lossy().into_owned();
            self.perform_base_map(context, BaseMapAction::ShowFile(file));
        }
        if self.base_map.chooser.has_failed() {
            self.notices.push(Notice::NoDialog);
        }
        for source in [TileSource::Network, TileSource::File] {
            let Some(layer) = self.base_map.layer(source).clone() else {
                continue;
            };
            let mut layer = layer.lock();
            layer.begin_frame();
            if let Some(trouble) = layer.untold_trouble() {
                self.notices.push(Notice::Tiles { source, trouble });
            }
        }
        let look = Look::new(&self.theme.map);
        if self.base_map.file.is_some() && self.base_map.look != Some(look) {
            let path = self.base_map.file_path.clone();
            self.show_file(context, path);
            self.hand_layers_to_map();
        }
    }

    /// Whether tiles hide the built-in land with its roads and waters.
    pub(super) fn tiles_cover(&self) -> bool {
        let hides = |layer: &SharedLayer| {
            let layer = layer.lock();
            layer.is_visible() && layer.has_pictures()
        };
        self.settings.base_map.opacity >= COVERING_OPACITY && self.base_map.layers().any(hides)
    }

    /// Whom the tiles on the map come from.
    pub fn tile_credits(&self) -> Vec<String> {
        let mut credits = Vec::new();
        if let Some(layer) = &self.base_map.server
            && layer.lock().is_visible()
        {
            credits.push(self.settings.base_map.server.attribution.trim().to_owned());
        }
        if let Some(layer) = &self.base_map.file {
            let layer = layer.lock();
            if layer.is_visible() {
                let name = || {
                    let name = self.base_map.file_path.file_name();
                    name.map(|name| name.to_string_lossy().into_owned())
                };
                credits.extend(layer.own_attribution().map(str::to_owned).or_else(name));
            }
        }
        credits
    }

    pub fn base_map_state(&self) -> BaseMapState<'_> {
        let state = |layer: Option<&SharedLayer>| {
            layer.map_or_else(LayerState::default, |layer| {
                let layer = layer.lock();
                LayerState {
                    on: true,
                    busy: layer.is_busy(),
                    trouble: layer.trouble().cloned(),
                }
            })
        };
        BaseMapState {
            settings: &self.settings.base_map,
            server: state(self.base_map.server.as_ref()),
            file: state(self.base_map.file.as_ref()),
            file_path: if self.base_map.file.is_some() {
                self.base_map.file_path.to_string_lossy().into_owned()
            } else {
                self.settings.base_map.file.clone()
            },
        }
    }

    /// A server that may not be asked is left alone: the panel says why.
    fn ask_server(&mut self, context: &egui::Context) {
        self.switch_off(TileSource::Network);
        let server = &self.settings.base_map.server;
        if let Ok(template) = server.check() {
            let network = Network {
                template,
                max_zoom: server.max_zoom.min(MAX_ZOOM),
                cache: self.base_map.cache.clone(),
                limits: self.base_map.limits,
            };
            self.base_map.server = Some(TileLayer::of_network(network, context).shared());
        }
    }

    fn show_file(&mut self, context: &egui::Context, path: PathBuf) {
        self.switch_off(TileSource::File);
        let look = Look::new(&self.theme.map);
        self.base_map.look = Some(look);
        self.base_map.file_path.clone_from(&path);
        self.base_map.file = Some(TileLayer::of_file(path, look, context).shared());
    }

    fn switch_off(&mut self, source: TileSource) {
        *self.base_map.layer(source) = None;
        self.forget_tile_notices(source);
    }

    fn try_again(&mut self, context: &egui::Context, source: TileSource) {
        self.forget_tile_notices(source);
        let Some(layer) = self.base_map.layer(source).clone() else {
            return;
        };
        let ended = layer.lock().has_ended();
        match source {
            TileSource::Network if ended => self.ask_server(context),
            TileSource::File if ended => {
                let path = self.base_map.file_path.clone();
                self.show_file(context, path);
            }
            _ => layer.lock().try_again(),
        }
    }

    fn forget_tile_notices(&mut self, source: TileSource) {
        self.notices
            .retain(|notice| !matches!(notice, Notice::Tiles { source: of, .. } if *of == source));
    }

    fn hand_layers_to_map(&mut self) {
        self.map.put_over_land(self.tiles_over_land());
    }

    /// The layers of tiles, the lowest first, with their opacity from 0 to 1.
    pub(super) fn tiles_over_land(&self) -> Vec<(SharedLayer, f32)> {
        let opacity = f32::from(self.settings.base_map.opacity) / 100.0;
        let layers = self.base_map.layers();
        layers.map(|layer| (layer.clone(), opacity)).collect()
    }
}
