//! What happens before the first picture, with times, for `--trace-startup`.

use std::time::{Duration, Instant};

use crate::lang::Strings;

/// A step on the way to the first picture, in their order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Settings are read and the window is described.
    Settings,
    /// The system has opened the window and the graphics driver answers.
    Window,
    /// Fonts, theme and atlas are there.
    Atlas,
    /// The first frame is laid out and its map is made of triangles.
    Frame,
    /// The first picture is on the screen.
    Picture,
    /// A data file is on the map.
    Data,
}

impl Step {
    fn key(self) -> &'static str {
        match self {
            Self::Settings => "trace-settings",
            Self::Window => "trace-window",
            Self::Atlas => "trace-atlas",
            Self::Frame => "trace-frame",
            Self::Picture => "trace-picture",
            Self::Data => "trace-data",
        }
    }
}

/// The times of the steps, from the start of the program.
#[derive(Debug)]
pub struct Trace {
    began: Instant,
    /// Of the step before.
    last: Duration,
    done: Vec<Step>,
}

impl Default for Trace {
    fn default() -> Self {
        Self {
            began: Instant::now(),
            last: Duration::ZERO,
            done: Vec::new(),
        }
    }
}

impl Trace {
    /// The line for a step, the first time that it is reached: time since the start, time since the step before,
    /// what was done.
    pub fn reach(&mut self, step: Step, strings: &Strings) -> Option<String> {
        if self.done.contains(&step) {
            return None;
        }
        self.done.push(step);
        let now = self.began.elapsed();
        let took = now.saturating_sub(self.last);
        self.last = now;
        let ms = |time: Duration| format!("{:8.1} ms", time.as_secs_f64() * 1000.0);
        Some(format!(
            "{}  +{}  {}",
            ms(now),
            ms(took),
            strings.get(step.key())
        ))
    }

    pub fn has_reached(&self, step: Step) -> bool {
        self.done.contains(&step)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{atlas::Language, lang};

    #[test]
    fn every_step_is_told_once_in_words() {
        let strings = lang::strings(Language::English);
        let mut trace = Trace::default();
        for step in [
            Step::Settings,
            Step::Window,
            Step::Atlas,
            Step::Frame,
            Step::Picture,
            Step::Data,
        ] {
            let line = trace.reach(step, strings).unwrap();
            assert!(line.contains(" ms") && !line.contains("trace-"), "{line}");
            assert_eq!(trace.reach(step, strings), None);
        }
    }
}
