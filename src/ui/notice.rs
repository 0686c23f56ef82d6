//! Messages over the map: what went wrong, what was found in the atlas, what to do.

use egui::{Align, Align2, Area, Layout, Order, Rect, Ui, vec2};

use super::{Context, widget};
use crate::{
    app::{Action, Notice, NoticeKind},
    theme::{icon::Icon, space, type_size},
};

const WIDTH: f32 = 460.0;

/// `free` is the part of the window that no panel covers.
pub fn notices_ui(ui: &Ui, context: &Context<'_>, free: Rect, notices: &[Notice]) {
    if notices.is_empty() {
        return;
    }
    Area::new(egui::Id::unique("notices"))
        .order(Order::Foreground)
        .fixed_pos(free.center_top() + vec2(0.0, space::M))
        .pivot(Align2::CENTER_TOP)
        .accessible_name(context.text("notices"))
        .show(ui.ctx(), |ui| {
            ui.set_max_width(WIDTH.min(free.width() - space::XL));
            for (number, notice) in notices.iter().enumerate() {
                notice_ui(ui, context, number, notice);
            }
        });
}

fn notice_ui(ui: &mut Ui, context: &Context<'_>, number: usize, notice: &Notice) {
    widget::card_frame(context)
        .inner_margin(space::M)
        .show(ui, |ui| {
            ui.with_layout(Layout::right_to_left(Align::Min), |ui| {
                if widget::icon_button_ui(ui, context, Icon::Close, context.text("dismiss"))
                    .clicked()
                {
                    context.send(Action::DismissNotice(number));
                }
                ui.with_layout(Layout::left_to_right(Align::Min), |ui| {
                    let side = 20.0;
                    let icon = match notice.kind() {
                        NoticeKind::Warning => Icon::Warning,
                        NoticeKind::Hint => Icon::Help,
                    };
                    ui.add(icon.image(side, context.colours().caution));
                    ui.vertical(|ui| {
                        if matches!(notice, Notice::Welcome) {
                            welcome_ui(ui, context, &notice.message(context.strings));
                            return;
                        }
                        ui.label(widget::body(context, notice.message(context.strings)));
                        if let Some((key, action)) = notice.offer()
                            && widget::text_button_ui(ui, context, context.text(key)).clicked()
                        {
                            context.send(action);
                        }
                    });
                });
            });
        });
}

/// The keys that a newcomer needs, as keys. `words` say the same to screen readers.
fn welcome_ui(ui: &mut Ui, context: &Context<'_>, words: &str) {
    let shown = ui.scope(|ui| {
        ui.spacing_mut().interact_size.y = 22.0;
        ui.spacing_mut().item_spacing = vec2(space::XS, space::XS);
        ui.label(widget::strong(
            context,
            context.text("hint-click"),
            type_size::BODY,
        ));
        ui.horizontal_wrapped(|ui| {
            for (keys, does) in [
                ("/", "hint-search"),
                ("F5", "hint-present"),
                ("L", "hint-language"),
                ("F1", "hint-keys"),
            ] {
                widget::keys_ui(ui, context, keys);
                ui.label(widget::body(context, context.text(does)));
                ui.add_space(space::S);
            }
        });
    });
    let label = || egui::WidgetInfo::labeled(egui::Role::Label, true, words);
    shown.response.widget_info(label);
}
