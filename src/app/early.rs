//! What the first picture needs and no window: made ready on other threads while the system opens the window.

use std::thread::{self, JoinHandle};

use egui::Vec2;

use super::{Document, Session};
use crate::{
    map,
    scene::{MapContent, View},
    store,
    theme::Theme,
};

/// The built-in atlas on its way.
#[derive(Debug)]
pub struct Early(JoinHandle<Document>);

impl Early {
    /// Reads the built-in atlas; the map of its home view is made ready for a window of `size`, and nobody waits for
    /// it: what is not ready is made when it is drawn.
    pub fn begin(content: MapContent, theme: Theme, size: Vec2) -> Self {
        let document = thread::spawn(|| Document::new(store::builtin()));
        thread::spawn(move || {
            let home = Session::new(crate::atlas::Language::default(), theme.name).view();
            // On a screen of another scale the same is made when it is drawn.
            map::make_ready(&content, &theme, View { size, ..home }, 1.0);
            map::inset::make_ready();
        });
        Self(document)
    }

    /// Waits for the atlas.
    pub(super) fn document(self) -> Document {
        // A thread that failed has said why.
        let read = self.0.join();
        read.unwrap_or_else(|_| Document::new(store::builtin()))
    }
}
