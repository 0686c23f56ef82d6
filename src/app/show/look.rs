//! The pictures of a show: what each of them shows, and what was done on them.

use std::sync::Arc;

use egui::Ui;

use super::{
    Presentation,
    scene::{Pending, Scene},
};
use crate::{
    atlas::{Atlas, Extent, Place, PlaceId, Position},
    briefing::show::{Input, Sight, Tool},
    map::Click,
    scene::{Shading, View},
    ui::{
        Context,
        show::{Picture, Pointer, picture, picture::PictureOutput, presenter::Desk},
    },
};

/// The pictures, each with a map of its own.
pub(super) const AUDIENCE: usize = 0;
pub(super) const LIVE: usize = 1;
pub(super) const NEXT: usize = 2;
/// How near the eraser must come, in points.
const ERASER: f32 = 18.0;

/// The place whose facts are open.
fn card<'a>(atlas: &'a Atlas, scene: &Scene, sight: Sight) -> Option<&'a Place> {
    let selected = scene.selected.as_ref().filter(|_| sight.card)?;
    atlas.place(selected)
}

impl Presentation {
    fn picture<'a>(
        &'a self,
        which: (&'a Scene, Sight),
        card: Option<&'a Place>,
        shading: Option<&'a Arc<Shading>>,
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
            bound_for: scene.destination(),
            content: &scene.content,
            shading,
            selected: scene.selected.as_ref(),
            check: scene.check.as_deref(),
            card,
            data: self.data.as_ref(),
            credits: &self.credits,
            pictures: self.pictures.shown(),
            text: !sight.strayed,
            legend: state.legend,
            ink: self.show.ink().strokes(slide),
            pointer: pointer.map(|(at, tool)| Pointer { at, tool }),
            curtain: None,
        }
    }

    pub(super) fn look(
        &mut self,
        index: usize,
        ui: &mut Ui,
        context: &Context<'_>,
    ) -> PictureOutput {
        let state = *self.show.state();
        let nothing = Scene::default();
        let mut map = std::mem::take(&mut self.maps[index]);
        map.put_over_land(self.tiles.clone());
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
        let smaller = |view: View| View {
            zoom: view.zoom + levels,
            size,
            ..view
        };
        shown.view = shown.view.map(smaller);
        shown.bound_for = shown.bound_for.map(smaller);
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

    /// Pictures in the text of this slide and of the next one.
    pub(super) fn follow_pictures(&mut self, context: &egui::Context) {
        let now = self.show.state().audience().step.slide;
        let next = self.next.as_ref().map(|(step, _)| step.slide);
        let live = self.show.state().live.step.slide;
        let slides = [Some(live), Some(now), next].into_iter().flatten();
        let slides = slides.filter_map(|slide| self.briefing.slides.get(slide));
        self.pictures.follow(context, &self.atlas, slides);
    }

    /// Pictures of the slides that the overview shows.
    pub(super) fn follow_thumbnails(
        &mut self,
        context: &egui::Context,
        panels: &Context<'_>,
        seen: &[usize],
    ) {
        if !seen.is_empty() {
            let look = (panels.language(), self.theme.name);
            self.thumbnails
                .follow(context, &self.atlas, &self.briefing.id, look, seen);
        }
    }

    /// What was done on a picture becomes inputs; what is on the ground stays there.
    pub(super) fn took(&mut self, context: &Context<'_>, output: PictureOutput) -> Vec<Input> {
        let mut inputs = Vec::new();
        if let Some(at) = output.pointer {
            let moved = self.pointer.is_none_or(|known| known.distance(at) > 0.5);
            self.pointer = Some(at);
            inputs.extend(moved.then_some(Input::PointerMoved));
        }
        let slide = self.show.state().live.step.slide;
        for (index, at) in output.drawn.into_iter().enumerate() {
            let begins = output.began && index == 0;
            match self.show.state().tool {
                Some(Tool::Pen) if begins => self.show.ink_mut().begin(slide, at),
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

    fn erase(&mut self, slide: usize, at: Position) {
        let Some(view) = self.live.view.map(|view| View {
            size: self.size,
            ..view
        }) else {
            self.show.ink_mut().clear(slide);
            return;
        };
        let here = view.screen_from_geo(at);
        self.show.ink_mut().erase(slide, |stroke| {
            let near = |point: &Position| view.screen_from_geo(*point).distance(here) < ERASER;
            stroke.points.iter().any(near)
        });
    }

    pub(super) fn pick(&mut self, id: PlaceId) {
        self.live.check = None;
        self.live.selected = Some(id.clone());
        self.pending.push(Pending::Bring(id));
    }

    /// What the presenter's desk shows of it.
    pub(super) fn desk(&self, now_s: f64) -> Desk<'_> {
        Desk {
            briefing: &self.briefing,
            show: &self.show,
            next: self.next.as_ref().map(|(step, _)| *step),
            notes_size: self.notes_size,
            rehearsal: self.rehearsal,
            screens: &self.screens,
            picture: self.size,
            content: &self.live.content,
            found: self.found.as_ref(),
            thumbnails: &self.thumbnails,
            theme: self.theme.name,
            now_s,
        }
    }
}
