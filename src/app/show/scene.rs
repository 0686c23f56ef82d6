//! What one pair of eyes sees of the map, and how the live picture is put on its slide.

use std::{
    thread,
    time::{Duration, Instant},
};

use egui::{Rect, Vec2};

use super::Presentation;
use crate::{
    atlas::{Camera, Extent, PlaceId},
    briefing::{self, content, show::Step},
    map,
    scene::{MapContent, SceneInput, View, flight::Flight},
    ui::{
        Context, furniture,
        show::{Layout, Parts, Strip, picture},
    },
};

/// A site is looked at from here if the camera has to move.
const SITE_ZOOM: f64 = 12.0;
const REGION_MAX_ZOOM: f64 = 12.5;
/// So many views of the flight to the next slide are made ready ahead.
const VIEWS_AHEAD: u32 = 12;
/// And the names of one in so many of them.
const NAMES_EVERY: usize = 4;
/// How long letters are drawn ahead in one frame.
const LETTERS_FOR: Duration = Duration::from_millis(2);

/// Camera, layers and selection of one pair of eyes.
#[derive(Clone, Debug, Default)]
pub(super) struct Scene {
    /// `None`: a slide without a map.
    pub(super) view: Option<View>,
    pub(super) flight: Option<(Flight, Option<f64>)>,
    pub(super) content: MapContent,
    pub(super) selected: Option<PlaceId>,
    pub(super) check: Option<String>,
}

/// What waits for the size of the picture.
#[derive(Clone, Debug)]
pub(super) enum Pending {
    Stage { cut: bool },
    Camera,
    Bring(PlaceId),
    Fit(Extent),
}

impl Scene {
    pub(super) fn take_stage(&mut self, staged: Self, cut: bool) {
        let from = self.view;
        let target = staged.view;
        *self = staged;
        if let (Some(_), Some(_), false) = (from, target, cut) {
            self.view = from;
            self.fly(target, false);
        }
    }

    pub(super) fn fly(&mut self, target: Option<View>, cut: bool) {
        match (self.view, target) {
            (Some(from), Some(to)) if !cut => {
                let to = to.kept_in_bounds();
                let from = View {
                    size: to.size,
                    ..from
                };
                if from != to {
                    self.flight = Some((Flight::new(from, to), None));
                }
            }
            _ => {
                self.flight = None;
                self.view = target;
            }
        }
    }

    pub(super) fn destination(&self) -> Option<View> {
        let flight = self.flight.as_ref().map(|(flight, _)| flight.destination());
        flight.or(self.view)
    }

    pub(super) fn advance(&mut self, now_s: f64) {
        let Some((flight, began)) = &mut self.flight else {
            return;
        };
        let began = *began.get_or_insert(now_s);
        let (view, ended) = flight.at(now_s - began);
        self.view = Some(view);
        if ended {
            self.flight = None;
        }
    }
}

impl Presentation {
    /// The picture's size is known: lettering follows it, and the slide is framed anew.
    pub(super) fn resize(&mut self, size: Vec2) {
        if self.size == size || size.min_elem() < 1.0 {
            return;
        }
        self.size = size;
        self.maps = Default::default();
        self.next = None;
        if !self.show.state().live.is_off_script() {
            self.pending.push(Pending::Stage { cut: true });
        }
    }

    /// The part of the picture that neither words nor a card cover.
    fn free(&self, context: &Context<'_>, step: Step, words: bool, card: bool) -> Rect {
        let slide = &self.briefing.slides[step.slide];
        let parts = Parts {
            text: (words && slide.camera != Camera::None).then_some(slide.placement),
            card,
            key: content::content(context.atlas, &slide.map)
                .0
                .choropleth
                .is_some(),
        };
        let free = |attribution: &str| {
            let fonts = &self.fonts;
            let strip = Strip::of(
                fonts,
                context,
                slide,
                parts.text.is_some(),
                attribution,
                self.size,
            );
            Layout::new(self.size, parts, strip.lines()).free
        };
        // How many lines the credits take follows from what is seen, and that hardly from the credits.
        let nearly = briefing::stage(self.setting(context, free(" ")), slide);
        let shown = Context {
            content: &nearly.content,
            ..*context
        };
        let attribution = nearly.view.map_or_else(String::new, |view| {
            let selected = nearly.selected.as_ref();
            furniture::attribution(&shown, view, selected, &self.credits)
        });
        free(&attribution)
    }

    fn setting<'a>(&self, context: &Context<'a>, free: Rect) -> briefing::Setting<'a> {
        briefing::Setting {
            atlas: context.atlas,
            locator: context.locator,
            size: self.size,
            free,
        }
    }

    fn staged(&self, context: &Context<'_>, step: Step, card: bool) -> Scene {
        let slide = &self.briefing.slides[step.slide];
        let setting = self.setting(context, self.free(context, step, true, card));
        let stage = briefing::stage(setting, slide);
        Scene {
            view: stage.view,
            flight: None,
            content: stage.content,
            selected: stage.selected,
            check: stage.check,
        }
    }

    pub(super) fn settle(&mut self, context: &Context<'_>) {
        if self.size.min_elem() < 1.0 {
            return;
        }
        let sight = self.show.state().live;
        for pending in std::mem::take(&mut self.pending) {
            match pending {
                Pending::Stage { cut } => {
                    let staged = self.staged(context, sight.step, sight.card);
                    self.live.take_stage(staged, cut || self.reduced);
                }
                Pending::Camera => {
                    let view = self.staged(context, sight.step, sight.card).view;
                    self.live.fly(view, self.reduced);
                }
                Pending::Bring(id) => self.bring(context, &id),
                Pending::Fit(extent) => {
                    let free = self.free(context, sight.step, !sight.strayed, sight.card);
                    let free = free.shrink(free.size().min_elem() * 0.1);
                    let view = View::fitting(extent, self.size, free, 16.0);
                    self.live.fly(Some(view), self.reduced);
                }
            }
        }
        let after = self
            .show
            .deck()
            .after(sight.step)
            .filter(|step| self.next.as_ref().is_none_or(|(known, _)| known != step));
        if let Some(step) = after {
            let next = self.staged(context, step, false);
            self.make_ready(context, &next);
            self.next = Some((step, next));
        }
        self.draw_letters_ahead();
    }

    /// Has ready what the flight to the next slide needs, last view first: the triangles of its ground are made on
    /// another thread, the letters of its names are drawn while nothing moves.
    fn make_ready(&mut self, context: &Context<'_>, next: &Scene) {
        let Some(to) = next.view else {
            return;
        };
        let from = self.live.destination().filter(|from| *from != to);
        let mut views = vec![to];
        if let (Some(from), false) = (from, self.reduced) {
            let flight = Flight::new(from, to);
            let at = |number| flight.duration_s() * f64::from(number) / f64::from(VIEWS_AHEAD);
            views.extend((0..VIEWS_AHEAD).map(|number| flight.at(at(number)).0));
        }
        let theme = picture::theme_for(&self.theme, self.size);
        let names_of = |view: &View| {
            map::names_of(SceneInput {
                atlas: context.atlas,
                content: &next.content,
                view: *view,
                free: view.rect(),
                covered: &[],
                colours: &theme.map,
                language: context.language(),
                selected: next.selected.as_ref(),
                hovered: None,
            })
        };
        let some_views = views.iter().step_by(NAMES_EVERY);
        self.letters = some_views.rev().flat_map(names_of).collect();
        let shown = next.content.clone();
        let pixels_per_point = self.fonts.pixels_per_point();
        thread::spawn(move || {
            for view in views {
                map::make_ready(&shown, &theme, view, pixels_per_point);
            }
        });
    }

    /// Draws letters of the next slide for a moment, and again in the next frame until all are there. On another thread
    /// they would come between a frame's layout and its picture.
    fn draw_letters_ahead(&mut self) {
        if self.live.flight.is_some() || self.letters.is_empty() {
            return;
        }
        let began = Instant::now();
        while let Some(name) = self.letters.pop() {
            map::make_name_ready(&self.fonts, &name);
            if began.elapsed() > LETTERS_FOR {
                break;
            }
        }
        self.fonts.request_repaint();
    }

    /// Moves the live camera no further than needed to show a place beside its card.
    fn bring(&mut self, context: &Context<'_>, id: &PlaceId) {
        let Some(place) = context.atlas.place(id) else {
            return;
        };
        let sight = self.show.state().live;
        let free = self.free(context, sight.step, !sight.strayed, true);
        let free = free.shrink(free.size().min_elem() * 0.12);
        let Some(view) = self.live.destination().map(|view| View {
            size: self.size,
            ..view
        }) else {
            return;
        };
        let target = match place.position() {
            Some(position) if free.contains(view.screen_from_geo(position)) => return,
            Some(position) => View {
                centre: position,
                zoom: view.zoom.max(SITE_ZOOM - 2.0),
                size: self.size,
            }
            .with_centre_at(free.center()),
            None => View::fitting(place.extent(), self.size, free, REGION_MAX_ZOOM),
        };
        self.live.fly(Some(target), self.reduced);
    }
}
