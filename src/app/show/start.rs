//! How a show begins: with which briefing, from which slide, after a look at what is to be mended, or going on where
//! it was left.

use std::sync::Arc;

use super::{Pictures, Presentation, Thumbnails, deck};
use crate::{
    app::{App, Dialog, Notice},
    atlas::{Atlas, Briefing, BriefingId},
    briefing::{
        Preflight, Sitting,
        preflight::{Matter, Question, preflight},
        show::Input,
    },
    clock::Moment,
    store::Severity,
    theme::ThemeName,
};

/// A show that the command line asks for.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct StartShow {
    /// Id or title; `None`: the first.
    pub briefing: Option<String>,
    /// From 1.
    pub slide: usize,
}

/// Whether the dialog of what was found opens before a show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Look {
    /// If there is something to mend.
    First,
    /// It was asked for in so many words.
    Not,
}

impl Presentation {
    /// The briefing was edited since the show was left: slides are found again by their ids.
    fn take_edited(&mut self, atlas: &Arc<Atlas>, briefing: &Arc<Briefing>) {
        let Some(deck) = deck(briefing) else { return };
        let old = Arc::clone(&self.briefing);
        let moved = |slide: usize| briefing.position(&old.slides.get(slide)?.id);
        self.show.fit(deck, moved);
        self.atlas = Arc::clone(atlas);
        self.briefing = Arc::clone(briefing);
        self.next = None;
        self.thumbnails = Thumbnails::default();
        self.pictures = Pictures::default();
        self.maps = Default::default();
        self.shadings = Default::default();
    }
}

impl App {
    /// F5: goes on with the show that was left, or starts a briefing; a slide or another briefing start anew.
    pub(in crate::app) fn present(
        &mut self,
        context: &egui::Context,
        briefing: Option<&BriefingId>,
        slide: Option<usize>,
        rehearsal: bool,
    ) {
        let asked_again = self.session.dialog == Some(Dialog::Preflight);
        let look = if asked_again || rehearsal {
            Look::Not
        } else {
            Look::First
        };
        self.begin(context, briefing, (slide, rehearsal), look);
    }

    /// Shift+F5: from the slide that is chosen in the drawer, else like F5.
    pub(in crate::app) fn present_from_here(&mut self, context: &egui::Context) {
        let briefing = self.writing.chosen().cloned();
        match self.writing.slide() {
            Some(slide) => self.present(context, briefing.as_ref(), Some(slide), false),
            None => self.present(context, None, None, false),
        }
    }

    /// What is asked for, else what was chosen in the drawer since the last show, else what was left, else the first.
    fn wanted(&self, briefing: Option<&BriefingId>) -> Option<Arc<Briefing>> {
        let atlas = &self.document.atlas;
        let left = self.presentation.as_ref().map(|left| &left.briefing.id);
        let ids = [briefing, self.writing.asked(), left];
        let known = ids
            .into_iter()
            .flatten()
            .find_map(|id| atlas.briefing(id))
            .filter(|known| briefing.is_none_or(|id| known.id == *id));
        let mut all = atlas.briefings().iter();
        let first = || all.find(|one| briefing.is_none() && !one.slides.is_empty());
        known.or_else(first).cloned()
    }

    fn begin(
        &mut self,
        context: &egui::Context,
        briefing: Option<&BriefingId>,
        (slide, rehearsal): (Option<usize>, bool),
        look: Look,
    ) {
        let atlas = Arc::clone(&self.document.atlas);
        let Some(wanted) = self.wanted(briefing) else {
            self.notices.push(Notice::NothingToPresent);
            return;
        };
        if wanted.slides.is_empty() {
            let title = wanted.title.clone();
            self.notices.push(Notice::EmptyBriefing(title));
            return;
        }
        let goes_on = self.presentation.as_ref().is_some_and(|known| {
            slide.is_none() && known.briefing.id == wanted.id && known.rehearsal == rehearsal
        });
        let found = self.look_at(&wanted);
        if look == Look::First && !goes_on && is_to_be_mended(&found) {
            self.writing.keep_preflight(wanted.id.clone(), found, slide);
            self.session.dialog = Some(Dialog::Preflight);
            return;
        }
        let known = self.presentation.take().filter(|_| goes_on);
        let started = if let Some(mut known) = known {
            let same = Arc::ptr_eq(&known.atlas, &atlas);
            if !same || !Arc::ptr_eq(&known.briefing, &wanted) {
                known.take_edited(&atlas, &wanted);
            }
            Some(known)
        } else {
            let first = slide.unwrap_or(0);
            Presentation::new(context, &atlas, &wanted, first, self.show_theme()).map(Box::new)
        };
        let Some(mut presentation) = started else {
            return;
        };
        presentation.rehearsal = rehearsal;
        presentation.found = Some(found);
        presentation.arranged = None;
        presentation.was_full_screen =
            context.input(|input| input.viewport().fullscreen == Some(true));
        presentation.sittings.push(Sitting {
            from_s: context.input(|input| input.time),
            began: Moment::now(),
            briefing: wanted,
        });
        let (screens, window) = self.screens.clone();
        presentation.screens.see(screens, window);
        self.session.dialog = None;
        self.session.search.clear();
        self.writing.forget_asked();
        self.presentation = Some(presentation);
        self.show_input(context, Input::Resume);
        let timed = self.show().is_some_and(|show| show.timer().is_used());
        if rehearsal && !timed {
            self.show_input(context, Input::TimerToggle);
        }
    }

    /// The theme of shows, whatever the window's own is.
    pub fn show_theme(&self) -> ThemeName {
        self.settings.show_theme.unwrap_or(ThemeName::Projector)
    }

    /// The show that the command line asked for, as soon as its atlas is there.
    pub(in crate::app) fn start_show(&mut self, context: &egui::Context) {
        if self.is_opening() {
            return;
        }
        let Some(StartShow { briefing, slide }) = self.present.take() else {
            return;
        };
        let wanted = briefing.as_deref().map(str::trim);
        let fits = |known: &&Arc<Briefing>| {
            wanted.is_none_or(|name| {
                let named = |title: &str| title.to_lowercase() == name.to_lowercase();
                known.id.as_str() == name || named(&known.title.en) || named(&known.title.zh)
            })
        };
        let atlas = Arc::clone(&self.document.atlas);
        match atlas.briefings().iter().find(fits) {
            Some(known) => {
                let slide = Some(slide.saturating_sub(1));
                self.begin(context, Some(&known.id), (slide, false), Look::Not);
            }
            None => self.notices.push(match briefing {
                Some(name) => Notice::UnknownBriefing(name),
                None => Notice::NothingToPresent,
            }),
        }
    }

    /// Looks through a briefing with what is known of screens and network.
    pub(in crate::app) fn look_at(&self, briefing: &Briefing) -> Preflight {
        let screens = &self.screens.0;
        preflight(Question {
            atlas: &self.document.atlas,
            findings: &self.document.findings,
            briefing,
            language: self.session.language,
            today: self.today,
            screens: (!screens.is_empty()).then_some(screens.len()),
            network_layers: &self.network_layers(),
        })
    }
}

/// Something is missing, or would be missing in the room: a show does not start over it without a word.
fn is_to_be_mended(found: &Preflight) -> bool {
    found
        .items
        .iter()
        .any(|item| item.severity == Severity::Error || matches!(item.matter, Matter::Network(_)))
}
