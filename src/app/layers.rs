//! What performs the actions of the layers and of the choropleth.

use std::sync::Arc;

use super::App;
use crate::{
    atlas::Atlas,
    scene::{MapContent, Shading, View, content::Choropleth, legend},
};

impl App {
    /// What the legend explains; `None` while it is folded.
    pub(super) fn legend(
        &self,
        shading: Option<&Shading>,
        view: &View,
    ) -> Option<Vec<legend::Entry>> {
        let entries = || {
            self.map
                .legend(&self.session.content, shading, &self.theme.map, view)
        };
        self.session.legend_open.then(entries)
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
