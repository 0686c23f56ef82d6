//! Reduced motion: whether the camera and the panels move or jump, from the settings or else from the desktop.

use std::{path::PathBuf, process::Command, sync::mpsc, thread};

use super::{App, Motion};
use crate::theme;

impl App {
    pub(super) fn reduce_motion(&mut self, context: &egui::Context, reduced: bool) {
        self.settings.reduced_motion = Some(reduced);
        self.save_settings();
        self.apply_motion(context);
    }

    /// The settings first, then the desktop. After every change of theme, which brings its own times.
    pub(super) fn apply_motion(&mut self, context: &egui::Context) {
        let reduced = self.settings.reduced_motion.or(self.desktop_motion);
        self.session.motion = match reduced {
            Some(true) => Motion::Reduced,
            Some(false) | None => Motion::Full,
        };
        theme::apply(context, &self.theme);
        if self.session.motion == Motion::Reduced {
            context.all_styles_mut(|style| {
                style.animation_time = 0.0;
                style.scroll_animation = egui::style::ScrollAnimation::none();
            });
        }
    }

    /// What the desktop has answered, once it has.
    pub(super) fn take_desktop_motion(&mut self, context: &egui::Context) {
        let answer = self.asked_motion.as_ref().map(mpsc::Receiver::try_recv);
        match answer {
            None | Some(Err(mpsc::TryRecvError::Empty)) => {}
            Some(Err(mpsc::TryRecvError::Disconnected)) => self.asked_motion = None,
            Some(Ok(reduced)) => {
                self.asked_motion = None;
                self.desktop_motion = Some(reduced);
                self.apply_motion(context);
            }
        }
    }
}

/// Asks the desktop on another thread whether motion is to be reduced. Nothing comes where it does not say.
pub(super) fn ask_desktop(context: &egui::Context) -> mpsc::Receiver<bool> {
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
