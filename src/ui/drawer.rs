//! The rail of buttons on the left and the drawer that one of them opens.

use egui::{Align, Area, Layout, Order, Pos2, Rect, ScrollArea, Ui, Vec2, vec2};

use super::{
    Context, briefings, claims, compare, figures, furniture, layers, sources, tile_layer, widget,
};
use crate::{
    app::{Action, BaseMapState, Desk, Drawer, Session},
    scene::Shading,
    store::Finding,
    theme::{ThemeName, icon::Icon, space, type_size},
};

/// In points.
const WIDTH: f32 = 400.0;
/// The map is never narrower than this share of the window; a drawer that would make it so covers the map instead.
const MAP_SHARE: f32 = 0.5;
/// Height of the buttons of the camera above the rail, in points.
const CAMERA_BUTTONS: f32 = 120.0;
/// Height of the free map in which the rail stands upright, with the buttons above and the legend below it, in points.
const RAIL_NEEDS: f32 = 420.0;

/// The rail's drawers, with their icons and the keys of their names.
const RAIL: [(Drawer, Icon, &str); 6] = [
    (Drawer::Layers, Icon::Layers, "drawer-layers"),
    (Drawer::Figures, Icon::Figures, "drawer-figures"),
    (Drawer::Claims, Icon::Claims, "drawer-claims"),
    (Drawer::Compare, Icon::Compare, "drawer-compare"),
    (Drawer::Sources, Icon::Sources, "drawer-sources"),
    (Drawer::Briefings, Icon::Briefing, "drawer-briefings"),
];

fn title_key(drawer: Drawer) -> &'static str {
    let known = RAIL.iter().find(|(known, ..)| *known == drawer);
    known.map_or("rail", |(_, _, key)| key)
}

/// The drawer's outer bounds on a map of which `free` is not covered by the card.
pub fn bounds(map: Rect, free: Rect, session: &Session) -> Option<Rect> {
    let width = match session.drawer? {
        Drawer::Compare => {
            let wished = compare::wished_width(session.compared.len()) + 2.0 * space::L;
            // As wide as leaves the strip of map in which the camera keeps what is selected.
            let strip = map.width() * MAP_SHARE / 2.0;
            let room = free.right() - map.left() - strip - space::M;
            wished.clamp(WIDTH, room.max(WIDTH))
        }
        _ => WIDTH,
    };
    let width = width.min(map.width() - space::M);
    Some(Rect::from_min_max(
        map.min + vec2(space::M, space::M),
        map.left_bottom() + vec2(width, -space::M - furniture::LINE_HEIGHT),
    ))
}

/// What the drawer leaves of the free part of the map.
pub fn free_part(map: Rect, free: Rect, drawer: Option<Rect>) -> Rect {
    match drawer.map(|drawer| drawer.right() + space::M) {
        Some(left) if free.right() - left >= map.width() * MAP_SHARE / 2.0 => free.with_min_x(left),
        _ => free,
    }
}

pub fn rail_id() -> egui::Id {
    egui::Id::unique("rail")
}

/// Where the rail begins: below the buttons of the camera, or beside them, below the tools, where the map is too low.
fn rail_at(free: Rect) -> (Pos2, bool) {
    let low = free.height() < RAIL_NEEDS;
    let from_corner = if low {
        vec2(space::M + furniture::TOOLS_OFFSET, 2.0 * space::M + 36.0)
    } else {
        vec2(space::M, space::M + CAMERA_BUTTONS)
    };
    (free.left_top() + from_corner, low)
}

pub fn rail_ui(ui: &Ui, context: &Context<'_>, free: Rect, open: Option<Drawer>) {
    let (at, low) = rail_at(free);
    Area::new(rail_id())
        .order(Order::Middle)
        .fixed_pos(at)
        .accessible_name(context.text("rail"))
        .show(ui.ctx(), |ui| {
            widget::card_frame(context)
                .inner_margin(space::XS / 2.0)
                .show(ui, |ui| {
                    ui.spacing_mut().item_spacing = Vec2::splat(2.0);
                    let layout = if low {
                        Layout::left_to_right(Align::Center)
                    } else {
                        Layout::top_down(Align::Min)
                    };
                    ui.with_layout(layout, |ui| {
                        for (drawer, icon, key) in RAIL {
                            let active = open == Some(drawer);
                            if widget::toggle_button_ui(
                                ui,
                                context,
                                icon,
                                context.text(key),
                                active,
                            )
                            .clicked()
                            {
                                context.send(Action::ToggleDrawer(drawer));
                            }
                        }
                    });
                });
        });
}

/// What the drawers show.
#[derive(Clone, Copy, Debug)]
pub struct Shown<'a> {
    pub session: &'a Session,
    pub shading: Option<&'a Shading>,
    /// What is written, and what was found in all of the atlas.
    pub desk: (&'a Desk, &'a [Finding]),
    /// The theme of shows.
    pub show_theme: ThemeName,
    pub base_map: &'a BaseMapState<'a>,
}

pub fn drawer_ui(ui: &Ui, context: &Context<'_>, bounds: Rect, shown: Shown<'_>) {
    let Shown {
        session,
        shading,
        desk,
        show_theme,
        base_map,
    } = shown;
    let Some(drawer) = session.drawer else { return };
    let title = context.text(title_key(drawer));
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
                head_ui(ui, context, session, drawer, inner.width());
                widget::hairline_ui(ui, context);
                ui.spacing_mut().interact_size.y = 20.0;
                if drawer == Drawer::Compare {
                    let selected = session.selected.as_ref();
                    compare::compare_ui(ui, context, &session.compared, selected);
                    return;
                }
                let left = inner.bottom() - ui.cursor().top();
                ScrollArea::vertical()
                    .id_salt(title_key(drawer))
                    .max_height(left.max(80.0))
                    .auto_shrink([false, false])
                    .show(ui, |ui| match drawer {
                        Drawer::Layers => {
                            layers::layers_ui(ui, context, &session.content);
                            tile_layer::fold_ui(ui, context, base_map);
                        }
                        Drawer::Figures => figures::figures_ui(ui, context, session, shading),
                        Drawer::Claims => claims::claims_ui(ui, context),
                        Drawer::Sources => {
                            sources::sources_ui(ui, context, session.source.as_ref());
                        }
                        Drawer::Briefings => {
                            briefings::briefings_ui(ui, context, desk, show_theme);
                        }
                        Drawer::Compare => {}
                    });
            });
        });
}

/// The drawer's name, the way back to the one before, and the way out.
fn head_ui(ui: &mut Ui, context: &Context<'_>, session: &Session, drawer: Drawer, width: f32) {
    let row = vec2(width, 36.0);
    ui.allocate_ui_with_layout(row, Layout::right_to_left(Align::Center), |ui| {
        if widget::icon_button_ui(ui, context, Icon::Close, context.text("close")).clicked() {
            context.send(Action::ToggleDrawer(drawer));
        }
        ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
            if session.source.is_some() && drawer == Drawer::Sources {
                let to = session.drawer_before.unwrap_or(Drawer::Sources);
                let name = match session.drawer_before {
                    Some(_) => {
                        let before = context.text(title_key(to));
                        context.strings.format("drawer-back", &[("drawer", before)])
                    }
                    None => context.text("sources-back").to_owned(),
                };
                if widget::icon_button_ui(ui, context, Icon::Back, &name).clicked() {
                    context.send(Action::LeaveSource);
                }
            }
            let title = context.text(title_key(drawer));
            ui.label(widget::strong(context, title, type_size::TITLE));
        });
    });
}
