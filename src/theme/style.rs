//! Our tokens as an egui style.

use egui::{
    Color32, Context, CornerRadius, FontFamily, FontId, Margin, Shadow, Stroke, TextStyle, Visuals,
    style::{Selection, WidgetVisuals},
};

use super::{Interface, Theme, ThemeName, radius, space, type_size};

/// Makes `theme` the look of every viewport.
pub fn apply(context: &Context, theme: &Theme) {
    let base = match theme.name {
        ThemeName::Dark => egui::Theme::Dark,
        ThemeName::Light | ThemeName::Projector => egui::Theme::Light,
    };
    context.set_theme(base);
    context.style_mut_of(base, |style| {
        style.visuals = visuals(&theme.interface, base);
        let font = |size| FontId::new(size, FontFamily::Proportional);
        style.text_styles = [
            (TextStyle::Small, font(type_size::CAPTION)),
            (TextStyle::Body, font(type_size::BODY)),
            (TextStyle::Button, font(type_size::BODY)),
            (TextStyle::Monospace, font(type_size::BODY)),
            (
                TextStyle::Heading,
                FontId::new(type_size::TITLE, super::semibold()),
            ),
        ]
        .into();
        style.spacing.item_spacing = egui::vec2(space::S, space::S);
        style.spacing.button_padding = egui::vec2(space::M, space::XS + 2.0);
        style.spacing.interact_size = egui::vec2(32.0, 32.0);
        style.spacing.menu_margin = Margin::same(space::S as i8);
        style.spacing.window_margin = Margin::same(space::L as i8);
        style.interaction.selectable_labels = false;
        style.animation_time = 0.15;
    });
}

fn visuals(interface: &Interface, base: egui::Theme) -> Visuals {
    let mut visuals = base.default_visuals();
    let corner_radius = CornerRadius::same(radius::CONTROL);
    let widget = |fill: Color32, ink: Color32, outline: Color32| WidgetVisuals {
        bg_fill: fill,
        weak_bg_fill: fill,
        bg_stroke: Stroke::new(1.0, outline),
        corner_radius,
        fg_stroke: Stroke::new(1.5, ink),
        expansion: 0.0,
    };
    let Interface {
        paper,
        well,
        well_hover,
        ink,
        line,
        accent,
        ..
    } = *interface;
    visuals.widgets.noninteractive = widget(paper, ink, line);
    visuals.widgets.inactive = widget(well, ink, Color32::TRANSPARENT);
    visuals.widgets.hovered = widget(well_hover, ink, line);
    visuals.widgets.active = widget(well_hover, ink, accent);
    visuals.widgets.open = widget(well_hover, ink, line);
    visuals.selection = Selection {
        bg_fill: accent.gamma_multiply(0.25),
        stroke: Stroke::new(2.0, accent),
    };
    visuals.weak_text_color = Some(interface.ink_weak);
    visuals.hyperlink_color = interface.second;
    visuals.warn_fg_color = interface.caution;
    visuals.error_fg_color = accent;
    visuals.faint_bg_color = well;
    visuals.extreme_bg_color = well;
    visuals.panel_fill = paper;
    visuals.window_fill = paper;
    visuals.window_stroke = Stroke::new(1.0, line);
    visuals.window_corner_radius = CornerRadius::same(radius::CARD);
    visuals.menu_corner_radius = CornerRadius::same(radius::CARD);
    let shadow = Shadow {
        offset: [0, 2],
        blur: 12,
        spread: 0,
        color: interface.shadow,
    };
    visuals.window_shadow = shadow;
    visuals.popup_shadow = shadow;
    visuals
}
