//! Ink of the pen: lines on the ground, kept per slide, with undo.

use std::collections::HashMap;

use crate::atlas::Position;

/// Changes that can be taken back, per slide.
const HISTORY: usize = 200;
/// Points of one stroke; a pen that never lifts begins a new one.
const MAX_POINTS: usize = 4000;

/// One line of the pen, on the ground.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Stroke {
    pub points: Vec<Position>,
}

/// The ink of all slides.
#[derive(Debug, Default)]
pub struct Ink {
    slides: HashMap<usize, Page>,
}

#[derive(Debug, Default)]
struct Page {
    strokes: Vec<Stroke>,
    before: Vec<Vec<Stroke>>,
}

impl Page {
    fn remember(&mut self) {
        if self.before.len() >= HISTORY {
            self.before.remove(0);
        }
        self.before.push(self.strokes.clone());
    }
}

impl Ink {
    /// The lowest first.
    pub fn strokes(&self, slide: usize) -> &[Stroke] {
        self.slides
            .get(&slide)
            .map_or(&[], |page| page.strokes.as_slice())
    }

    /// The pen touches the ground.
    pub fn begin(&mut self, slide: usize, at: Position) {
        let page = self.slides.entry(slide).or_default();
        page.remember();
        page.strokes.push(Stroke { points: vec![at] });
    }

    /// The pen moves on. Without a beginning it is one.
    pub fn draw(&mut self, slide: usize, to: Position) {
        let page = self.slides.entry(slide).or_default();
        match page.strokes.last_mut() {
            Some(stroke) if stroke.points.len() < MAX_POINTS => stroke.points.push(to),
            _ => page.strokes.push(Stroke { points: vec![to] }),
        }
    }

    /// Takes away every stroke that `touched` says yes to.
    pub fn erase(&mut self, slide: usize, touched: impl Fn(&Stroke) -> bool) {
        let Some(page) = self.slides.get_mut(&slide) else {
            return;
        };
        if page.strokes.iter().any(&touched) {
            page.remember();
            page.strokes.retain(|stroke| !touched(stroke));
        }
    }

    /// Slides stand elsewhere now; the ink of those that are gone is gone.
    pub fn follow(&mut self, moved: impl Fn(usize) -> Option<usize>) {
        let old = std::mem::take(&mut self.slides);
        self.slides = old
            .into_iter()
            .filter_map(|(slide, page)| Some((moved(slide)?, page)))
            .collect();
    }

    pub fn clear(&mut self, slide: usize) {
        self.erase(slide, |_| true);
    }

    pub fn undo(&mut self, slide: usize) {
        let page = self.slides.get_mut(&slide);
        if let Some((page, before)) = page.and_then(|page| {
            let before = page.before.pop()?;
            Some((page, before))
        }) {
            page.strokes = before;
        }
    }
}
