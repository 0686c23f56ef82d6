//! Reduced motion: whether the camera and the panels move or jump, from the settings or else from the desktop.

use std::{path::PathBuf, process::Command, sync::mpsc, thread};

use super::{App, Motion};
use crate::theme;

/// What the desktop says about motion.
#[derive(Debug)]
pub(super) enum DesktopMotion {
    /// It is asked once there is a picture, which the question would only delay.
    ToAsk,
    Asked(mpsc::Receiver<bool>),
    Reduced(bool),
    Unknown,
}

impl App {
    pub(super) fn reduce_motion(&mut self, context: &egui::Context, reduced: bool) {
        self.settings.reduced_motion = Some(reduced);
        self.save_settings();
        self.apply_motion(context);
    }

    /// The settings first, then the desktop. After every change of theme, which brings its own times.
    pub(super) fn apply_motion(&mut self, context: &egui::Context) {
        let desktop = matches!(self.desktop_motion, DesktopMotion::Reduced(true));
        self.session.motion = if self.settings.reduced_motion.unwrap_or(desktop) {
            Motion::Reduced
        } else {
            Motion::Full
        };
        theme::apply(context, &self.theme);
        if self.session.motion == Motion::Reduced {
            context.all_styles_mut(|style| {
                style.animation_time = 0.0;
                style.scroll_animation = egui::style::ScrollAnimation::none();
            });
        }
    }

    /// Asks the desktop, or takes what it has answered.
    pub(super) fn follow_desktop_motion(&mut self, context: &egui::Context) {
        let next = match &self.desktop_motion {
            DesktopMotion::ToAsk if context.cumulative_pass_nr() > 0 => {
                DesktopMotion::Asked(ask_desktop(context))
            }
            DesktopMotion::Asked(answer) => match answer.try_recv() {
                Ok(reduced) => DesktopMotion::Reduced(reduced),
                Err(mpsc::TryRecvError::Disconnected) => DesktopMotion::Unknown,
                Err(mpsc::TryRecvError::Empty) => return,
            },
            DesktopMotion::ToAsk | DesktopMotion::Reduced(_) | DesktopMotion::Unknown => return,
        };
        self.desktop_motion = next;
        if let DesktopMotion::Reduced(_) = self.desktop_motion {
            self.apply_motion(context);
        }
    }
}

/// Asks the desktop on another thread whether motion is to be reduced. Nothing comes where it does not say.
fn ask_desktop(context: &egui::Context) -> mpsc::Receiver<bool> {
    let (sender, receiver) = mpsc::channel();
    let context = context.clone();
    thread::spawn(move || {
        if let Some(reduced) = desktop_reduces_motion() {
            // Nobody waits any more if the program has ended.
            let _ = sender.send(reduced);
            context.request_repaint();
        }
    });
    receiver
}

fn desktop_reduces_motion() -> Option<bool> {
    if cfg!(target_os = "macos") {
        let answer = answer_of(
            "defaults",
            &["read", "com.apple.universalaccess", "reduceMotion"],
        )?;
        return Some(answer.trim() == "1");
    }
    if !cfg!(target_os = "linux") {
        return None;
    }
    let desktop = std::env::var("XDG_CURRENT_DESKTOP").unwrap_or_default();
    if desktop.contains("KDE") {
        let settings = std::fs::read_to_string(config_folder()?.join("kdeglobals")).ok()?;
        return kde_reduces_motion(&settings);
    }
    let key = ["get", "org.gnome.desktop.interface", "enable-animations"];
    let answer = answer_of("gsettings", &key)?;
    Some(answer.trim() == "false")
}

/// Plasma multiplies the length of animations; 0 is none.
fn kde_reduces_motion(settings: &str) -> Option<bool> {
    let mut lines = settings.lines();
    let factor = lines.find_map(|line| line.strip_prefix("AnimationDurationFactor="))?;
    Some(factor.trim().parse::<f64>().ok()? == 0.0)
}

fn answer_of(program: &str, arguments: &[&str]) -> Option<String> {
    let output = Command::new(program).args(arguments).output().ok()?;
    let answer = output.status.success().then_some(output.stdout)?;
    String::from_utf8(answer).ok()
}

fn config_folder() -> Option<PathBuf> {
    let set = std::env::var_os("XDG_CONFIG_HOME").filter(|folder| !folder.is_empty());
    set.map(PathBuf::from)
        .or_else(|| Some(PathBuf::from(std::env::var_os("HOME")?).join(".config")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plasma_without_animations_asks_for_reduced_motion() {
        let settings = |factor: &str| format!("[KDE]\nAnimationDurationFactor={factor}\n");
        assert_eq!(kde_reduces_motion(&settings("0")), Some(true));
        assert_eq!(kde_reduces_motion(&settings("0.5")), Some(false));
        assert_eq!(kde_reduces_motion("[General]\n"), None);
    }
}
