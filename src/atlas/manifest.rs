//! What `atlas.json` says about the atlas as a whole.

use super::{Check, Kind, Language, Position, Text, ThemeId};

#[derive(Clone, Debug, PartialEq)]
pub struct Manifest {
    pub title: Text,
    /// The languages that the atlas is written in, the preferred one first; at least one.
    pub languages: Vec<Language>,
    /// `None`: the view that shows all places.
    pub home: Option<HomeView>,
    pub themes: Vec<Theme>,
    pub credits: Vec<Credit>,
    /// Claims that can be tested on the map.
    pub checks: Vec<Check>,
    /// 审图号, the review number of a map that may be shown in public in mainland China.
    pub map_approval_number: Option<String>,
}

/// What the atlas opens on.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct HomeView {
    pub centre: Position,
    /// Web Mercator zoom level: at 0 the world is 256 points wide.
    pub zoom: f64,
}

/// A subject under which facts are grouped.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Theme {
    pub id: ThemeId,
    pub name: Text,
}

/// Whom to name for data that others made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Credit {
    pub text: Text,
    /// SPDX identifier.
    pub license: Option<String>,
    pub url: Option<String>,
    /// Named on the map itself, not only in the About box.
    pub on_map: bool,
    /// Of which kinds of places it is: named on the map while one of them is shown. Empty: always.
    pub kinds: Vec<Kind>,
}

impl Manifest {
    pub fn theme(&self, id: &ThemeId) -> Option<&Theme> {
        self.themes.iter().find(|theme| theme.id == *id)
    }
}
