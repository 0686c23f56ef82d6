//! The windows of a show and the screens that they are on.

use std::sync::Arc;

use egui::{CursorIcon, Rect, Ui, Vec2, ViewportBuilder, ViewportCommand, ViewportId, vec2};

use super::{
    Presentation, ShowAction, keys,
    look::{AUDIENCE, LIVE, NEXT},
};
use crate::{
    app::{Action, App, Motion},
    briefing::show::{Arrangement, Input, Screens},
    lang,
    search::Index,
    ui::{
        Context,
        show::{over, presenter},
    },
};

/// The picture of a rehearsal, which has no audience's screen, in points.
const REHEARSAL: Vec2 = vec2(1280.0, 720.0);
/// A window that is not on its screen after so long is put there again, in seconds.
const SETTLE_S: f64 = 1.5;

fn audience_window() -> ViewportId {
    ViewportId::from_hash_of("audience")
}

impl App {
    /// All windows of a show.
    pub(in crate::app) fn show_windows_ui(&mut self, ui: &mut Ui) {
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
        presentation.reduced = self.session.motion == Motion::Reduced;
        presentation.data = self.data.layer().cloned();
        presentation.tiles = self.tiles_over_land();
        presentation.credits = self.tile_credits();
        presentation.follow_pictures(ui.ctx());
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

pub(super) fn leave_windows(context: &egui::Context, was_full_screen: bool) {
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
        let mut inputs = keys::inputs(ui.ctx());
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
    index: &Index,
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
    let seen = over::over_ui(ui, context, &desk, index, &mut query);
    presentation.query = query;
    presentation.follow_thumbnails(ui.ctx(), context, &seen);
    inputs
}

/// The presenter's own window.
fn desk_ui(
    ui: &mut Ui,
    context: &Context<'_>,
    presentation: &mut Presentation,
    index: &Index,
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
    let seen = over::over_ui(ui, context, &presentation.desk(now_s), index, &mut query);
    presentation.query = query;
    presentation.follow_thumbnails(ui.ctx(), context, &seen);
}

fn hide_resting_pointer(ui: &Ui, presentation: &Presentation) {
    let now_s = ui.input(|input| input.time);
    let state = presentation.show.state();
    let rests = presentation.show.pointer_rests_in_s(now_s).is_none();
    if (rests && state.panel.is_none()) || state.tool.is_some() {
        ui.ctx().set_cursor_icon(CursorIcon::None);
    }
}
