//! The rail of buttons on the left and the drawer that one of them opens.

use egui::{Align, Area, Layout, Order, Rect, ScrollArea, Ui, vec2};

use super::{Context, claims, furniture, sources, widget};
use crate::{
    app::{Action, Drawer},
    theme::{icon::Icon, space, type_size},
};

/// In points.
const WIDTH: f32 = 400.0;
/// The map is never narrower than this share of the window; a drawer that would make it so covers the map instead.
const MAP_SHARE: f32 = 0.5;
/// Height of the buttons of the camera above the rail, in points.
const CAMERA_BUTTONS: f32 = 120.0;

/// The rail's drawers, with their icons and the keys of their names.
const RAIL: [(Drawer, Icon, &str); 2] = [
    (Drawer::Claims, Icon::Claims, "drawer-claims"),
    (Drawer::Sources, Icon::Sources, "drawer-sources"),
];

/// What the drawer leaves of the free part of the map.
pub fn free_part(map: Rect, free: Rect, open: bool) -> Rect {
    let left = map.left() + WIDTH + space::M;
    if open && free.right() - left >= map.width() * MAP_SHARE / 2.0 {
        free.with_min_x(left)
    } else {
        free
    }
}

pub fn rail_ui(ui: &Ui, context: &Context<'_>, free: Rect, open: Option<Drawer>) {
    Area::new(egui::Id::unique("rail"))
        .order(Order::Middle)
        .fixed_pos(free.left_top() + vec2(space::M, space::M + CAMERA_BUTTONS))
        .accessible_name(context.text("rail"))
        .show(ui.ctx(), |ui| {
            widget::card_frame(context)
                .inner_margin(space::XS / 2.0)
                .show(ui, |ui| {
                    ui.spacing_mut().item_spacing.y = 2.0;
                    for (drawer, icon, key) in RAIL {
                        let active = open == Some(drawer);
                        if widget::toggle_button_ui(ui, context, icon, context.text(key), active)
                            .clicked()
                        {
                            context.send(Action::ToggleDrawer(drawer));
                        }
                    }
                });
        });
}

pub fn drawer_ui(ui: &Ui, context: &Context<'_>, map: Rect, drawer: Drawer) {
    let bounds = Rect::from_min_max(
        map.min + vec2(space::M, space::M),
        map.left_bottom() + vec2(WIDTH, -space::M - furniture::LINE_HEIGHT),
    );
    let title = context.text(match drawer {
        Drawer::Claims => "drawer-claims",
        Drawer::Sources => "drawer-sources",
    });
    Area::new(egui::Id::unique("drawer"))
        .order(Order::Middle)
        .fixed_pos(bounds.min)
        .constrain(false)
        .accessible_name(title)
        .show(ui.ctx(), |ui| {
            widget::card_frame(context).show(ui, |ui| {
                let inner = bounds.shrink(space::L);
                ui.set_width(inner.width());
                ui.set_height(inner.height());
                ui.spacing_mut().item_spacing = vec2(space::S, space::XS);
                let row = vec2(inner.width(), 36.0);
                ui.allocate_ui_with_layout(row, Layout::right_to_left(Align::Center), |ui| {
                    if widget::icon_button_ui(ui, context, Icon::Close, context.text("close"))
                        .clicked()
                    {
                        context.send(Action::ToggleDrawer(drawer));
                    }
                    ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                        ui.label(widget::strong(context, title, type_size::TITLE));
                    });
                });
                widget::hairline_ui(ui, context);
                ui.spacing_mut().interact_size.y = 20.0;
                let left = inner.bottom() - ui.cursor().top();
                ScrollArea::vertical()
                    .id_salt(title)
                    .max_height(left.max(80.0))
                    .auto_shrink([false, false])
                    .show(ui, |ui| match drawer {
                        Drawer::Claims => claims::claims_ui(ui, context),
                        Drawer::Sources => sources::sources_ui(ui, context),
                    });
            });
        });
}
