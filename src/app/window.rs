//! The native window: how it is opened, what it remembers, and what is said when it cannot be opened.

use std::io::{self, Write as _};

use eframe::CreationContext;
use egui::{Vec2, ViewportBuilder, ViewportCommand};

use super::{
    App, Early, Notice, Settings, Start, StartShow, WindowPlace, graphics, settings,
    trace::{Step, Trace},
};
use crate::{
    briefing::show::Screen,
    cli::WindowOptions,
    lang::{self, Language, Strings},
    theme::Theme,
};

/// Of a window that was never opened before, in points.
const FIRST_SIZE: [f32; 2] = [1280.0, 800.0];
const MIN_SIZE: [f32; 2] = [360.0, 300.0];
const ICON: &[u8] = include_bytes!("../../assets/icon/delta-atlas.png");
/// Of a texture at most, in pixels: a raster tile is no larger.
const TEXTURE_SIDE: usize = 4096;

/// Why there is no window.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    #[error("no display: {0}")]
    Display(String),
    #[error("no graphics: {0}")]
    Graphics(String),
}

impl StartError {
    /// What is missing, what to install, and the reason that the system gave.
    pub fn message(&self, strings: &Strings) -> String {
        match self {
            Self::Display(reason) => strings.format("start-no-display", &[("reason", reason)]),
            Self::Graphics(reason) => strings.format("start-no-graphics", &[("reason", reason)]),
        }
    }
}

/// Opens the window and returns when it is closed.
pub fn run(options: WindowOptions) -> Result<(), StartError> {
    let trace = options.trace.then(Trace::default);
    check_display()?;
    let wish = options.graphics;
    let (start, viewport) = prepare(options);
    let mut tracer = Tracer::new(trace, start.language);
    tracer.reach(Step::Settings);
    graphics::open(wish, &viewport, move |creation| {
        window_app(creation, start, tracer)
    })
}

/// Says what is missing before the window library fails at it.
fn check_display() -> Result<(), StartError> {
    if cfg!(any(target_os = "windows", target_os = "macos")) {
        return Ok(());
    }
    let names = ["WAYLAND_DISPLAY", "WAYLAND_SOCKET", "DISPLAY"];
    let set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    if names.into_iter().any(set) {
        Ok(())
    } else {
        Err(StartError::Display("DISPLAY, WAYLAND_DISPLAY".to_owned()))
    }
}

fn prepare(options: WindowOptions) -> (Start, ViewportBuilder) {
    let folder = settings::folder();
    let loaded = folder.as_deref().map(settings::load);
    let mut notices = Vec::new();
    let mut remembered = Settings::default();
    if let Some(loaded) = loaded {
        remembered = loaded.settings;
        notices.extend(loaded.set_aside.map(Notice::SettingsSetAside));
    }
    let place = remembered.window;
    let system = || {
        remembered
            .language
            .is_none()
            .then(crate::cli::system_language)
            .flatten()
    };
    let language = options.language.or_else(system);
    let viewport = viewport(place, options.size);
    let theme = Theme::new(options.theme.or(remembered.theme).unwrap_or_default());
    let size = viewport.inner_size.unwrap_or(Vec2::from(FIRST_SIZE));
    let early = Early::begin(remembered.content.clone(), theme, size);
    let start = Start {
        atlas: options.atlas,
        early: Some(early),
        at: options.at,
        language,
        theme: options.theme,
        tiles: options.tiles,
        tile_cache: crate::tiles::default_cache(),
        tile_limits: crate::tiles::Limits::default(),
        present: options.present.map(|slide| StartShow {
            briefing: options.briefing,
            slide,
        }),
        settings: remembered,
        settings_folder: folder,
        notices,
        today: None,
        ask_desktop: true,
    };
    (start, viewport)
}

fn viewport(place: Option<WindowPlace>, size: Option<[u32; 2]>) -> ViewportBuilder {
    let asked = size.map(|[width, height]| [width as f32, height as f32]);
    let size = asked
        .or(place.map(|place| place.size))
        .unwrap_or(FIRST_SIZE);
    let mut viewport = ViewportBuilder::default()
        .with_title(crate::TITLE)
        .with_app_id(crate::APP_ID)
        .with_inner_size(size)
        .with_min_inner_size(MIN_SIZE);
    match eframe::icon_data::from_png_bytes(ICON) {
        Ok(icon) => viewport = viewport.with_icon(icon),
        Err(error) => log::warn!("the window has no icon: {error}"),
    }
    if let Some(place) = place.filter(|_| asked.is_none()) {
        if let Some(position) = place.position {
            viewport = viewport.with_position(position);
        }
        viewport = viewport.with_maximized(place.maximized);
    }
    viewport
}

/// The app as eframe drives it.
struct WindowApp {
    app: App,
    tracer: Tracer,
}

/// Writes the steps of the start, if that was asked for.
struct Tracer {
    trace: Option<Trace>,
    language: Language,
}

impl Tracer {
    fn new(trace: Option<Trace>, language: Option<Language>) -> Self {
        Self {
            trace,
            language: language.unwrap_or_default(),
        }
    }

    fn reach(&mut self, step: Step) {
        let strings = lang::strings(self.language);
        let line = self
            .trace
            .as_mut()
            .and_then(|trace| trace.reach(step, strings));
        if let Some(line) = line {
            // Nobody is left to tell if this fails.
            let _ = writeln!(io::stderr(), "{line}");
        }
    }

    /// At the start of a frame: what came before it is on the screen now.
    fn begin_frame(&mut self, app: &App) {
        let laid_out = self.has_reached(Step::Frame);
        if laid_out {
            self.reach(Step::Picture);
        }
        if laid_out && app.data().layer().is_some() && !app.is_opening() {
            self.reach(Step::Data);
        }
    }

    /// At the end of a frame; asks for another one where it is needed to tell that this one is on the screen.
    fn end_frame(&mut self, context: &egui::Context, app: &App) {
        if self.trace.is_none() {
            return;
        }
        self.reach(Step::Frame);
        let has_data = app.data().layer().is_some() && !app.is_opening();
        if !self.has_reached(Step::Picture) || (has_data && !self.has_reached(Step::Data)) {
            context.request_repaint();
        }
    }

    fn has_reached(&self, step: Step) -> bool {
        self.trace
            .as_ref()
            .is_some_and(|trace| trace.has_reached(step))
    }
}

fn window_app(creation: &CreationContext<'_>, start: Start, mut tracer: Tracer) -> WindowApp {
    tracer.reach(Step::Window);
    keep_on_a_monitor(creation);
    let app = App::new(&creation.egui_ctx, start);
    tracer.reach(Step::Atlas);
    WindowApp { app, tracer }
}

/// A remembered place may be on a monitor that is no longer there.
fn keep_on_a_monitor(creation: &CreationContext<'_>) {
    let Some(window) = creation.winit_window() else {
        return;
    };
    let Ok(position) = window.outer_position() else {
        return;
    };
    let size = window.outer_size();
    let middle = [position.x + size.width.cast_signed() / 2, position.y + 20];
    let mut monitors = window.available_monitors().peekable();
    if monitors.peek().is_none() {
        return;
    }
    let on_one = monitors.any(|monitor| {
        let (corner, size) = (monitor.position(), monitor.size());
        (corner.x..corner.x + size.width.cast_signed()).contains(&middle[0])
            && (corner.y..corner.y + size.height.cast_signed()).contains(&middle[1])
    });
    if !on_one && let Some(monitor) = window.primary_monitor() {
        window.set_outer_position(monitor.position());
    }
}

impl eframe::App for WindowApp {
    fn logic(&mut self, context: &egui::Context, frame: &mut eframe::Frame) {
        self.tracer.begin_frame(&self.app);
        if let Some(window) = frame.winit_window() {
            let (screens, middle) = screens(window);
            self.app.see_screens(screens, middle);
        }
        self.app.logic(context);
    }

    fn ui(&mut self, ui: &mut egui::Ui, _frame: &mut eframe::Frame) {
        self.app.show_ui(ui);
        if !self.app.is_presenting()
            && let Some(place) = window_place(ui.ctx())
        {
            self.app.remember_window(place);
        }
        self.tracer.end_frame(ui.ctx(), &self.app);
    }

    /// Egui makes its texture of letters as wide as the driver allows, and high in powers of two: software OpenGL
    /// allows 16,384 pixels, which would take tens of megabytes for a few more letters.
    fn raw_input_hook(&mut self, _: &egui::Context, input: &mut egui::RawInput) {
        let side = input.max_texture_side.unwrap_or(TEXTURE_SIDE);
        input.max_texture_side = Some(side.min(TEXTURE_SIDE));
    }

    fn on_exit(&mut self, _: Option<&eframe::glow::Context>) {
        self.app.finish_saving();
        self.app.save_settings();
    }

    fn clear_color(&self, _visuals: &egui::Visuals) -> [f32; 4] {
        self.app.theme.map.sea.to_normalized_gamma_f32()
    }
}

/// The screens of the desktop, and the middle of this window, in pixels.
fn screens(window: &winit::window::Window) -> (Vec<Screen>, Option<[i32; 2]>) {
    let screens = window
        .available_monitors()
        .enumerate()
        .map(|(index, monitor)| {
            let (corner, size) = (monitor.position(), monitor.size());
            let bounds = [
                corner.x,
                corner.y,
                size.width.cast_signed(),
                size.height.cast_signed(),
            ];
            let name = monitor.name().unwrap_or_else(|| (index + 1).to_string());
            Screen {
                index,
                name,
                bounds,
            }
        });
    let middle = window.outer_position().ok().map(|corner| {
        let size = window.outer_size();
        [
            corner.x + size.width.cast_signed() / 2,
            corner.y + size.height.cast_signed() / 2,
        ]
    });
    (screens.collect(), middle)
}

/// `None` while the window is full screen or minimised: that is not what a restart should bring back.
fn window_place(context: &egui::Context) -> Option<WindowPlace> {
    context.input(|input| {
        let viewport = input.viewport();
        if viewport.fullscreen == Some(true) || viewport.minimized == Some(true) {
            return None;
        }
        let inner = viewport.inner_rect?;
        Some(WindowPlace {
            position: viewport.outer_rect.map(|rect| [rect.min.x, rect.min.y]),
            size: [inner.width(), inner.height()],
            maximized: viewport.maximized.unwrap_or(false),
        })
    })
}

pub(super) fn toggle_full_screen(context: &egui::Context) {
    let full = context.input(|input| input.viewport().fullscreen.unwrap_or(false));
    context.send_viewport_cmd(ViewportCommand::Fullscreen(!full));
}

pub(super) fn leave_full_screen(context: &egui::Context) {
    if context.input(|input| input.viewport().fullscreen == Some(true)) {
        context.send_viewport_cmd(ViewportCommand::Fullscreen(false));
    }
}
