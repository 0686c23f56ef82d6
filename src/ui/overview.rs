//! The overview map in the lower right corner: shows where we are and takes us elsewhere.

use egui::{Area, Order, Rect, Role, Sense, Ui, Vec2, WidgetInfo, vec2};

use super::{Context, widget};
use crate::{app::Action, map::inset, scene::View, theme::space};

/// In points.
const WIDTH: f32 = 132.0;
const PADDING: f32 = 3.0;
/// In a free part of the map smaller than this there is no overview.
const NEEDED: Vec2 = vec2(620.0, 440.0);

/// `free` is the part of the window that no panel covers.
pub fn overview_ui(ui: &Ui, context: &Context<'_>, free: Rect, view: &View) {
    if free.width() < NEEDED.x || free.height() < NEEDED.y {
        return;
    }
    let size = vec2(WIDTH, WIDTH / inset::aspect());
    let corner = free.right_bottom() - Vec2::splat(space::M) - size - Vec2::splat(2.0 * PADDING);
    let name = context.text("overview");
    Area::new(egui::Id::unique("overview map"))
        .order(Order::Middle)
        .fixed_pos(corner)
        .accessible_name(name)
        .show(ui.ctx(), |ui| {
            widget::card_frame(context)
                .inner_margin(PADDING)
                .show(ui, |ui| {
                    // The keyboard has the arrows and the home key for this.
                    let (rect, response) = ui.allocate_exact_size(size, Sense::CLICK | Sense::DRAG);
                    response.widget_info(|| WidgetInfo::labeled(Role::Image, true, name));
                    inset::paint(ui, rect, &context.theme.map, view);
                    if let Some(at) = response.interact_pointer_pos() {
                        let at = inset::geo_from_inset(rect, at.clamp(rect.min, rect.max));
                        if response.dragged() {
                            context.send(Action::CentreAt(at));
                        } else if response.clicked() {
                            context.send(Action::FlyTo(at));
                        }
                    }
                    response.on_hover_text(name);
                });
        });
}
