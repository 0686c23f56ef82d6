//! Panels named for what the user sees. They read a [`Context`] and send [`Action`]s; none changes anything itself.

pub mod after_show;
pub mod bar;
pub mod briefings;
mod chart;
pub mod choice;
mod cite;
pub mod claims;
pub mod compare;
pub mod data;
pub mod dialog;
mod dispute;
pub mod drawer;
pub mod export;
mod fact;
pub mod facts;
pub mod figures;
pub mod furniture;
pub mod keys;
pub mod layers;
pub mod legend;
pub mod measure;
pub mod notice;
pub mod overview;
pub mod preflight;
pub mod reveal;
pub mod search;
pub mod show;
pub mod sources;
pub mod spot;
pub mod status_sign;
pub mod tile_layer;
mod value;
pub mod verdict;
mod widget;

use std::cell::RefCell;

use crate::{
    app::Action,
    atlas::{Atlas, Check, Date, Language},
    geo::{self, Locator, Verdict},
    lang::Strings,
    scene::MapContent,
    theme::{Interface, Theme},
};

/// What every panel may read, and where it sends what the user asks for.
pub struct Context<'a> {
    pub atlas: &'a Atlas,
    pub locator: &'a Locator,
    /// What of the atlas the map shows.
    pub content: &'a MapContent,
    pub strings: &'static Strings,
    pub theme: &'a Theme,
    /// What day it is, for the age of facts.
    pub today: Date,
    pub actions: &'a RefCell<Vec<Action>>,
}

impl Context<'_> {
    pub fn language(&self) -> Language {
        self.strings.language
    }

    pub fn text<'k>(&self, key: &'k str) -> &'k str {
        self.strings.get(key)
    }

    pub fn colours(&self) -> &Interface {
        &self.theme.interface
    }

    /// `None` if a place of the check is missing.
    pub fn verdict(&self, check: &Check) -> Option<Verdict> {
        geo::verdict(self.atlas, self.locator, check)
    }

    pub fn send(&self, action: Action) {
        self.actions.borrow_mut().push(action);
    }
}

impl std::fmt::Debug for Context<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Context")
            .field("language", &self.language())
            .finish_non_exhaustive()
    }
}
