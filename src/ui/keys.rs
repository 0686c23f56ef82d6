//! The list of keys: what is pressed and what it does, in groups.

use egui::{Align, Layout, Ui, vec2};

use super::{Context, widget};
use crate::theme::{space, type_size};

/// Keys under the key of a heading. Each is what is pressed, alternatives apart by two spaces, and the key of what it
/// does; what is no key of the keyboard is the key of a string itself.
pub type Group = (&'static str, &'static [(&'static str, &'static str)]);

/// What the keys of exploring do.
pub const GROUPS: [Group; 5] = [
    (
        "keys-map",
        &[
            ("←  ↑  →  ↓", "key-pan"),
            ("+  −", "key-zoom"),
            ("Shift +  Shift −", "key-zoom-twice"),
            ("Home", "key-home"),
            ("Alt ←  Alt →", "key-history"),
            ("key-name-click", "key-click"),
            ("key-name-double", "key-double"),
            ("key-name-right", "key-right"),
            ("key-name-wheel", "key-wheel"),
        ],
    ),
    (
        "keys-find",
        &[
            ("Ctrl F  /", "key-search"),
            ("Tab  Shift Tab", "key-walk"),
            ("Enter", "key-enter"),
            ("Esc", "key-close"),
        ],
    ),
    (
        "keys-present",
        &[
            ("F5", "key-present"),
            ("Shift F5", "key-present-here"),
            ("Ctrl S", "key-save"),
            ("Ctrl Z", "key-undo"),
            ("Ctrl Shift Z", "key-redo"),
        ],
    ),
    (
        "keys-tools",
        &[
            ("M", "key-measure"),
            ("Backspace", "key-measure-back"),
            ("Shift F10", "key-spot"),
            ("Ctrl E", "key-export"),
        ],
    ),
    (
        "keys-look",
        &[
            ("L", "key-language"),
            ("Ctrl Shift T", "key-theme"),
            ("F11", "key-full-screen"),
            ("F1  ?", "key-help"),
        ],
    ),
];

/// Width of the column of keys, in points.
const KEYS: f32 = 158.0;
/// Below this width the groups stand in one column.
const TWO_COLUMNS: f32 = 640.0;

pub fn keys_ui(ui: &mut Ui, context: &Context<'_>) {
    ui.spacing_mut().item_spacing.y = space::XS;
    ui.spacing_mut().interact_size.y = 22.0;
    let width = ui.available_width();
    if width < TWO_COLUMNS {
        for group in &GROUPS {
            group_ui(ui, context, group);
        }
        return;
    }
    let column = (width - space::XL) / 2.0;
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = space::XL;
        for groups in [&GROUPS[..2], &GROUPS[2..]] {
            ui.allocate_ui_with_layout(vec2(column, 0.0), Layout::top_down(Align::Min), |ui| {
                ui.set_width(column);
                for group in groups {
                    group_ui(ui, context, group);
                }
            });
        }
    });
}

fn group_ui(ui: &mut Ui, context: &Context<'_>, (heading, keys): &Group) {
    let heading = context.text(heading);
    ui.label(widget::strong(context, heading, type_size::BODY).color(context.colours().second));
    for (pressed, does) in *keys {
        let row = vec2(ui.available_width(), 24.0);
        ui.allocate_ui_with_layout(row, Layout::left_to_right(Align::Center), |ui| {
            ui.spacing_mut().item_spacing.x = 3.0;
            let left = ui.cursor().left();
            for (index, keys) in context.text(pressed).split("  ").enumerate() {
                if index > 0 {
                    ui.add_space(space::XS);
                }
                if keys == context.text(pressed) && context.text(pressed) != *pressed {
                    // A gesture.
                    ui.label(widget::caption(context, keys));
                    continue;
                }
                for key in keys.split(' ') {
                    widget::keys_ui(ui, context, key);
                }
            }
            ui.add_space((left + KEYS - ui.cursor().left()).max(space::S));
            ui.add(egui::Label::new(widget::body(context, context.text(does))).wrap());
        });
    }
    ui.add_space(space::M);
}
