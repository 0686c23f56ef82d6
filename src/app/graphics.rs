//! What draws the window: OpenGL or wgpu, whichever starts, and what is said when neither does. The rest of the
//! program draws meshes and does not know.

use std::{
    cell::RefCell,
    panic::{self, AssertUnwindSafe},
};

use eframe::{CreationContext, NativeOptions, Renderer};
use egui::ViewportBuilder;

use super::StartError;
use crate::cli::Graphics;

/// In the order in which they are tried. Where there is no graphics card, OpenGL has its first picture in a third to
/// two thirds of the time and needs less memory; but Windows without a driver, as on a remote desktop, has an OpenGL
/// that is too old and a Direct3D that will do, and macOS has given OpenGL up.
fn order(wish: Graphics) -> &'static [Renderer] {
    match wish {
        Graphics::Auto if cfg!(any(target_os = "windows", target_os = "macos")) => {
            &[Renderer::Wgpu, Renderer::Glow]
        }
        Graphics::Auto => &[Renderer::Glow, Renderer::Wgpu],
        Graphics::OpenGl => &[Renderer::Glow],
        Graphics::Wgpu => &[Renderer::Wgpu],
    }
}

fn name(renderer: Renderer) -> &'static str {
    match renderer {
        Renderer::Glow => "OpenGL",
        Renderer::Wgpu => "wgpu",
    }
}

/// Opens the window with what starts, and returns when it is closed. `make` makes the program once there is a window.
pub(super) fn open<A: eframe::App + 'static>(
    wish: Graphics,
    viewport: &ViewportBuilder,
    make: impl FnOnce(&CreationContext<'_>) -> A,
) -> Result<(), StartError> {
    let make = RefCell::new(Some(make));
    let mut reasons = Vec::new();
    for &renderer in order(wish) {
        match attempt(renderer, viewport, &make) {
            Ok(()) => return Ok(()),
            // The program ran, and another attempt would be another program.
            Err(error) if make.borrow().is_none() => return Err(error),
            Err(error @ StartError::Display(_)) => return Err(error),
            Err(StartError::Graphics(reason)) => {
                log::warn!("{} does not start: {reason}", name(renderer));
                reasons.push(format!("{}: {reason}", name(renderer)));
            }
        }
    }
    Err(StartError::Graphics(reasons.join("; ")))
}

fn attempt<A: eframe::App + 'static>(
    renderer: Renderer,
    viewport: &ViewportBuilder,
    make: &RefCell<Option<impl FnOnce(&CreationContext<'_>) -> A>>,
) -> Result<(), StartError> {
    let options = NativeOptions {
        viewport: viewport.clone(),
        renderer,
        persist_window: false,
        dithering: false,
        ..NativeOptions::default()
    };
    let run = || {
        let app = |creation: &CreationContext<'_>| -> Result<Box<dyn eframe::App>, _> {
            let make = make.borrow_mut().take().ok_or("started before")?;
            Ok(Box::new(make(creation)))
        };
        eframe::run_native(crate::TITLE, options, Box::new(app))
    };
    // The window library takes some kinds of missing drivers for impossible.
    match panic::catch_unwind(AssertUnwindSafe(run)) {
        Ok(result) => result.map_err(|error| start_error(&error)),
        Err(panic) if make.borrow().is_none() => panic::resume_unwind(panic),
        Err(panic) => {
            let reason = panic.downcast_ref::<String>().cloned();
            let reason = reason.or_else(|| Some((*panic.downcast_ref::<&str>()?).to_owned()));
            Err(StartError::Graphics(reason.unwrap_or_default()))
        }
    }
}

fn start_error(error: &eframe::Error) -> StartError {
    match error {
        eframe::Error::Winit(_) | eframe::Error::WinitEventLoop(_) => {
            StartError::Display(error.to_string())
        }
        _ => StartError::Graphics(error.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wish_is_kept_to_and_without_one_there_is_a_second_attempt() {
        assert_eq!(order(Graphics::OpenGl), [Renderer::Glow]);
        assert_eq!(order(Graphics::Wgpu), [Renderer::Wgpu]);
        assert_eq!(order(Graphics::Auto).len(), 2);
    }
}
