//! What stands along the lower edge of the map and on its side: scale bar, coordinate with its datum, attribution,
//! and the buttons of the camera.

use egui::{
    Align2, Area, Color32, FontId, Order, Painter, Rect, Role, Sense, Stroke, Ui, WidgetInfo, pos2,
    vec2,
};

use super::{Context, widget};
use crate::{
    app::{Action, Session},
    atlas::{PlaceId, Position},
    lang::{distance_text, position_text},
    scene::{
        View,
        credit::{self, Seen},
    },
    theme::{icon::Icon, space, type_size},
};

/// Height of the line along the lower edge, in points.
pub const LINE_HEIGHT: f32 = 24.0;
/// The scale bar is at most this long, in points.
const SCALE_BAR: f32 = 130.0;

/// The line along the lower edge of the map, and on as many lines of its own above it as they need the words of the
/// attribution, where they find no room on it.
#[derive(Clone, Debug)]
pub struct Strip {
    words: String,
    /// Above the line, in points.
    own_height: f32,
    /// The same for the longest attribution there can be, so that nothing moves while the map is moved.
    kept_free: f32,
}

impl Strip {
    pub fn lay_out(
        ui: &Ui,
        context: &Context<'_>,
        (map, view): (Rect, View),
        selected: Option<&PlaceId>,
        tiles: &[String],
    ) -> Self {
        let font = FontId::proportional(type_size::CAPTION);
        let ink = context.colours().ink_weak;
        let scale = distance_text(context.strings, view.scale_bar(SCALE_BAR).1);
        let words = attribution(context, view, selected, tiles);
        let longest = credit::longest(context.strings, context.atlas, tiles);
        ui.fonts_mut(|fonts| {
            let scale = fonts.layout_no_wrap(scale, font.clone(), ink).size().x;
            // The bar is taken at its longest, so that the line stays as it is while the map is zoomed.
            let left = space::L + SCALE_BAR + space::S + scale + space::XL;
            let mut height = |words: &str| {
                let line = fonts.layout_no_wrap(words.to_owned(), font.clone(), ink);
                if line.size().x <= map.width() - space::L - left {
                    return 0.0;
                }
                let width = map.width() - 2.0 * space::L;
                let lines = fonts.layout(words.to_owned(), font.clone(), ink, width);
                lines.size().y + space::XS
            };
            Self {
                own_height: height(&words),
                kept_free: height(&longest),
                words,
            }
        })
    }

    /// The map as if its lower edge were higher by what the attribution may take above the line.
    pub fn above(&self, map: Rect) -> Rect {
        map.with_max_y(map.bottom() - self.own_height.max(self.kept_free))
    }
}

pub fn line_ui(
    ui: &Ui,
    context: &Context<'_>,
    map: Rect,
    view: View,
    under_pointer: Option<Position>,
    strip: &Strip,
) {
    let colours = context.colours();
    let line = map.with_min_y(map.bottom() - LINE_HEIGHT);
    let whole = line.with_min_y(line.top() - strip.own_height);
    let painter = ui.painter().with_clip_rect(map);
    painter.rect_filled(whole, 0.0, colours.paper.gamma_multiply(0.9));
    let font = FontId::proportional(type_size::CAPTION);

    let (length, distance_m) = view.scale_bar(SCALE_BAR);
    let left = line.left() + space::L;
    let base = line.center().y + 3.0;
    let stroke = Stroke::new(1.5, colours.ink);
    painter.line_segment([pos2(left, base), pos2(left + length, base)], stroke);
    for end in [left, left + length] {
        painter.line_segment([pos2(end, base), pos2(end, base - 6.0)], stroke);
    }
    let scale = distance_text(context.strings, distance_m);
    let at = pos2(left + length + space::S, line.center().y);
    let scale = painter.text(at, Align2::LEFT_CENTER, scale, font.clone(), colours.ink);

    let words = attribution_strip(&painter, context, line, strip);
    if let Some(position) = under_pointer {
        let text = format!("{}  WGS 84", position_text(context.strings, position));
        let galley = painter.layout_no_wrap(text, font, colours.ink);
        let room = words.left() - scale.right() - 2.0 * space::L;
        if galley.size().x < room {
            let at = pos2(
                scale.right() + space::XL,
                line.center().y - galley.size().y / 2.0,
            );
            painter.galley(at, galley, Color32::PLACEHOLDER);
        }
    }
    let response = ui.interact(whole, ui.scope_id().with("furniture"), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &strip.words));
    response.on_hover_text(context.text("attribution-hint"));
}

/// Where the words are on the line, or its right end.
fn attribution_strip(painter: &Painter, context: &Context<'_>, line: Rect, strip: &Strip) -> Rect {
    let ink = context.colours().ink_weak;
    let font = FontId::proportional(type_size::CAPTION);
    let words = strip.words.clone();
    if strip.own_height == 0.0 {
        let galley = painter.layout_no_wrap(words, font, ink);
        let right = pos2(line.right() - space::L, line.center().y);
        let rect = Align2::RIGHT_CENTER.anchor_size(right, galley.size());
        painter.galley(rect.min, galley, Color32::PLACEHOLDER);
        return rect;
    }
    let wrapped = painter.layout(words, font, ink, line.width() - 2.0 * space::L);
    let at = line.left_top() + vec2(space::L, space::XS - strip.own_height);
    painter.galley(at, wrapped, Color32::PLACEHOLDER);
    Rect::from_min_max(line.right_top(), line.right_bottom())
}

/// Whom the data on this view comes from, tiles first, and the map approval number or that there is none.
pub fn attribution(
    context: &Context<'_>,
    view: View,
    selected: Option<&PlaceId>,
    tile_credits: &[String],
) -> String {
    let seen = Seen {
        atlas: context.atlas,
        content: context.content,
        view,
        selected,
        colours: &context.theme.map,
    };
    credit::attribution(context.strings, seen, tile_credits)
}

/// Beside the buttons of the camera, in points.
pub const TOOLS_OFFSET: f32 = 44.0;

/// The view before and after this one, and measuring, in a row.
pub fn tools_ui(ui: &Ui, context: &Context<'_>, free: Rect, session: &Session) {
    let at = free.left_top() + vec2(space::M + TOOLS_OFFSET, space::M);
    let history = &session.history;
    let views = [
        (
            Icon::Back,
            "view-back",
            Action::ViewBack,
            history.can_go_back(),
        ),
        (
            Icon::Forward,
            "view-forward",
            Action::ViewForward,
            history.can_go_forward(),
        ),
    ];
    Area::new(egui::Id::unique("tools"))
        .order(Order::Middle)
        .fixed_pos(at)
        .accessible_name(context.text("tools"))
        .show(ui.ctx(), |ui| {
            let frame = widget::card_frame(context).inner_margin(space::XS / 2.0);
            frame.show(ui, |ui| {
                ui.horizontal(|ui| {
                    ui.spacing_mut().item_spacing.x = 2.0;
                    for (icon, key, action, possible) in views {
                        ui.add_enabled_ui(possible, |ui| {
                            let name = context.text(key);
                            if widget::icon_button_ui(ui, context, icon, name).clicked() {
                                context.send(action);
                            }
                        });
                    }
                    let (name, active) = (context.text("measure-open"), session.measure.is_some());
                    if widget::toggle_button_ui(ui, context, Icon::Measure, name, active).clicked()
                    {
                        context.send(Action::ToggleMeasure);
                    }
                });
            });
        });
}

/// What stood over the free part of the map in the last frame, in points from its top left corner.
pub fn covered(context: &egui::Context, map: Rect) -> Vec<Rect> {
    let areas = [
        "camera buttons",
        "tools",
        "rail",
        "legend",
        "overview map",
        "measure",
    ];
    context.memory(|memory| {
        let shown = |area: &str| {
            let id = egui::Id::unique(area);
            let layer = egui::LayerId::new(Order::Middle, id);
            let visible = memory.areas().visible_last_frame(&layer);
            memory.area_rect(id).filter(|_| visible)
        };
        let rects = areas.into_iter().filter_map(shown);
        rects
            .map(|rect| rect.translate(-map.min.to_vec2()))
            .collect()
    })
}

/// Zoom in, zoom out, home view.
pub fn camera_buttons_ui(ui: &Ui, context: &Context<'_>, free: Rect) {
    let at = free.left_top() + vec2(space::M, space::M);
    Area::new(egui::Id::unique("camera buttons"))
        .order(Order::Middle)
        .fixed_pos(at)
        .accessible_name(context.text("camera"))
        .show(ui.ctx(), |ui| {
            widget::card_frame(context)
                .inner_margin(space::XS / 2.0)
                .show(ui, |ui| {
                    ui.spacing_mut().item_spacing.y = 2.0;
                    for (icon, key, action) in [
                        (Icon::Plus, "zoom-in", Action::ZoomBy(1.0)),
                        (Icon::Minus, "zoom-out", Action::ZoomBy(-1.0)),
                        (Icon::Home, "home-view", Action::Home),
                    ] {
                        if widget::icon_button_ui(ui, context, icon, context.text(key)).clicked() {
                            context.send(action);
                        }
                    }
                });
        });
}
