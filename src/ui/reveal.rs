//! The fact that a search result points at, once it is drawn on the card of its place: brought into view and marked
//! until another one is chosen.

use egui::{Context, Rect, Ui, vec2};

use super::Context as PanelContext;
use crate::{
    atlas::{Fact, FactId},
    theme::space,
};

/// Width of the mark beside it, in points.
const MARK: f32 = 3.0;

#[derive(Clone)]
struct Revealed {
    fact: FactId,
    /// It has been scrolled to.
    seen: bool,
}

fn id() -> egui::Id {
    egui::Id::unique("revealed fact")
}

/// From the next frame on.
pub fn ask(context: &Context, fact: FactId) {
    let revealed = Revealed { fact, seen: false };
    context.data_mut(|data| data.insert_temp(id(), revealed));
}

pub fn forget(context: &Context) {
    context.data_mut(|data| data.remove::<Revealed>(id()));
}

/// Draws one or several facts of a card. If the revealed one is among them they are marked, the first time with a
/// scroll to them.
pub fn facts_ui<'a>(
    ui: &mut Ui,
    context: &PanelContext<'_>,
    mut facts: impl Iterator<Item = &'a Fact>,
    draw: impl FnOnce(&mut Ui),
) {
    let drawn = ui.scope(draw).response.rect;
    let revealed: Option<Revealed> = ui.data(|data| data.get_temp(id()));
    let Some(revealed) = revealed.filter(|revealed| facts.any(|fact| fact.id == revealed.fact))
    else {
        return;
    };
    mark(ui, context, drawn);
    if !revealed.seen {
        ui.scroll_to_rect(drawn, Some(egui::Align::Center));
        let seen = Revealed {
            seen: true,
            ..revealed
        };
        ui.data_mut(|data| data.insert_temp(id(), seen));
    }
}

fn mark(ui: &Ui, context: &PanelContext<'_>, drawn: Rect) {
    let corner = drawn.left_top() - vec2(space::S, 0.0);
    let mark = Rect::from_min_size(corner, vec2(MARK, drawn.height()));
    ui.painter()
        .rect_filled(mark, MARK / 2.0, context.colours().accent);
}
