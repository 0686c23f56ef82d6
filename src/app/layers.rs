//! What performs the actions of the layers and of the choropleth.

use std::sync::Arc;

use egui::Rect;

use super::App;
use crate::{
    atlas::Atlas,
    map::MapOutput,
    scene::{MapContent, Shading, content::Choropleth, legend::Entry},
    ui::{Context, figures, legend},
};

impl App {
    /// Changes what the map shows. It is written down as soon as no slider is being dragged.
    pub(super) fn show_on_map(&mut self, context: &egui::Context, map: MapContent) {
        self.settings.content = map.clone();
        self.session.content = map;
        if !context.input(|input| input.pointer.any_down()) {
            self.save_settings();
        }
    }

    /// What the map shows in words: the legend, and the figure of the region under the pointer.
    pub(super) fn legend_ui(
        &self,
        ui: &egui::Ui,
        context: &Context<'_>,
        free: Rect,
        shading: Option<&Shading>,
        output: &MapOutput,
    ) {
        let entries = || -> Vec<Entry> {
            let (colours, view) = (&self.theme.map, &output.view);
            let data = self.data.layer().and_then(|layer| layer.key(view));
            let shown = &self.session.content;
            let mut ground = self.map.legend(shown, shading, colours, view);
            // A choropleth lies over tiles with all that is above the land.
            if shading.is_none() && self.tiles_cover() {
                crate::scene::legend::over_tiles(&mut ground);
            }
            data.map(Entry::Data).into_iter().chain(ground).collect()
        };
        let entries = self.session.legend_open.then(entries);
        legend::legend_ui(ui, context, free, entries.as_deref());
        let hovered = self.map.hovered().filter(|_| output.pointer.is_some());
        if let Some((shading, place)) = shading.zip(hovered) {
            figures::hover_ui(ui, context, shading, place);
        }
    }
}

/// The choropleth of the atlas in use, worked out anew only for another one.
#[derive(Default)]
pub(super) struct ShadingCache {
    made: Option<(Arc<Atlas>, Choropleth, Option<Arc<Shading>>)>,
}

impl ShadingCache {
    /// `None` without a choropleth, and where the atlas has no such number.
    pub(super) fn of(&mut self, atlas: &Arc<Atlas>, content: &MapContent) -> Option<Arc<Shading>> {
        let choropleth = content.choropleth.as_ref()?;
        let known = self
            .made
            .as_ref()
            .filter(|(of, made_for, _)| Arc::ptr_eq(of, atlas) && made_for == choropleth);
        if let Some((.., shading)) = known {
            return shading.clone();
        }
        let shading = Shading::of(atlas, choropleth).map(Arc::new);
        self.made = Some((Arc::clone(atlas), choropleth.clone(), shading.clone()));
        shading
    }
}
