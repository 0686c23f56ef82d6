//! Controls and text that several panels share, all from the tokens of the theme.

use egui::{
    Button, Color32, CornerRadius, FontId, Frame, Margin, Response, RichText, Role, Sense, Shadow,
    Stroke, Ui, Vec2, WidgetInfo,
};

use super::Context;
use crate::theme::{icon::Icon, radius, semibold, space, type_size};

/// Side of an icon on a button, in points.
const ICON: f32 = 18.0;
/// Side of a button that is only an icon, in points.
const ICON_BUTTON: f32 = 32.0;

pub fn body(context: &Context<'_>, text: impl Into<String>) -> RichText {
    RichText::new(text)
        .size(type_size::BODY)
        .color(context.colours().ink)
}

pub fn caption(context: &Context<'_>, text: impl Into<String>) -> RichText {
    RichText::new(text)
        .size(type_size::CAPTION)
        .color(context.colours().ink_weak)
}

pub fn strong(context: &Context<'_>, text: impl Into<String>, size: f32) -> RichText {
    RichText::new(text)
        .font(FontId::new(size, semibold()))
        .color(context.colours().ink)
}

/// A button that is only an icon, with its name for tooltips and screen readers.
pub fn icon_button_ui(ui: &mut Ui, context: &Context<'_>, icon: Icon, name: &str) -> Response {
    toggle_button_ui(ui, context, icon, name, false)
}

/// The same for something that is open or not.
pub fn toggle_button_ui(
    ui: &mut Ui,
    context: &Context<'_>,
    icon: Icon,
    name: &str,
    active: bool,
) -> Response {
    sized_button_ui(ui, context, icon, name, active, ICON_BUTTON)
}

/// The same of another size, for rows of a list.
pub fn sized_button_ui(
    ui: &mut Ui,
    context: &Context<'_>,
    icon: Icon,
    name: &str,
    active: bool,
    side: f32,
) -> Response {
    let (rect, response) = ui.allocate_exact_size(Vec2::splat(side), Sense::click());
    let enabled = ui.is_enabled();
    response.widget_info(|| WidgetInfo::selected(Role::Button, enabled, active, name));
    let colours = context.colours();
    let fill = if response.hovered() || response.has_focus() {
        colours.well_hover
    } else {
        Color32::TRANSPARENT
    };
    let outline = if response.has_focus() {
        Stroke::new(2.0, colours.accent)
    } else {
        Stroke::NONE
    };
    let corner = CornerRadius::same(radius::CONTROL);
    ui.painter()
        .rect(rect, corner, fill, outline, egui::StrokeKind::Inside);
    let icon_side = ICON.min(side * 0.65);
    let inner = egui::Rect::from_center_size(rect.center(), Vec2::splat(icon_side));
    icon.paint_at(ui, inner, if active { colours.accent } else { colours.ink });
    response.on_hover_text(name)
}

/// A button with an icon and a word that stands out by its outline. `name` is what screen readers and tooltips say.
pub fn outlined_button_ui(
    ui: &mut Ui,
    context: &Context<'_>,
    icon: Icon,
    text: &str,
    name: &str,
) -> Response {
    let colours = context.colours();
    let font = FontId::new(type_size::BODY, semibold());
    let galley = ui
        .painter()
        .layout_no_wrap(text.to_owned(), font, colours.ink);
    let size = egui::vec2(galley.size().x + ICON + 28.0, ICON_BUTTON);
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, name));
    let fill = if response.hovered() {
        colours.well_hover
    } else {
        colours.well
    };
    let outline = if response.has_focus() {
        Stroke::new(2.0, colours.accent)
    } else {
        Stroke::new(1.0, colours.line)
    };
    let corner = CornerRadius::same(radius::CONTROL);
    ui.painter()
        .rect(rect, corner, fill, outline, egui::StrokeKind::Inside);
    let at = rect.left_center() + egui::vec2(10.0 + ICON / 2.0, 0.0);
    let icon_rect = egui::Rect::from_center_size(at, Vec2::splat(ICON));
    icon.paint_at(ui, icon_rect, colours.accent);
    let left = icon_rect.right() + 7.0;
    let at = egui::pos2(left, rect.center().y - galley.size().y / 2.0);
    ui.painter().galley(at, galley, colours.ink);
    response.on_hover_text(name)
}

/// A box to tick, with an outline that is seen on any ground.
pub fn checkbox_ui(ui: &mut Ui, context: &Context<'_>, ticked: &mut bool, text: &str) -> Response {
    let outline = Stroke::new(1.5, context.colours().ink_weak);
    ui.scope(|ui| {
        let widgets = &mut ui.visuals_mut().widgets;
        widgets.inactive.bg_stroke = outline;
        widgets.hovered.bg_stroke = outline;
        ui.checkbox(ticked, body(context, text))
    })
    .inner
}

/// Keys as they are on the keyboard: those that are pressed together stand side by side.
pub fn keys_ui(ui: &mut Ui, context: &Context<'_>, keys: &str) {
    let colours = context.colours();
    let frame = Frame::new()
        .fill(colours.well)
        .stroke(Stroke::new(1.0, colours.ink_weak.gamma_multiply(0.5)))
        .corner_radius(CornerRadius::same(radius::CONTROL))
        .inner_margin(Margin::symmetric(6, 1));
    let font = FontId::new(type_size::CAPTION, semibold());
    let text = RichText::new(keys).font(font).color(colours.ink);
    frame.show(ui, |ui| ui.label(text));
}

/// A button with words.
pub fn text_button_ui(ui: &mut Ui, context: &Context<'_>, text: &str) -> Response {
    ui.add(Button::new(body(context, text)))
}

/// The button for what one came here to do.
pub fn primary_button_ui(ui: &mut Ui, context: &Context<'_>, text: &str) -> Response {
    let colours = context.colours();
    let words = strong(context, text, type_size::BODY).color(colours.on_accent);
    ui.add(Button::new(words).fill(colours.accent))
}

/// A quiet button with an icon and words; `active` marks what is switched on, by a frame as well as by colour.
pub fn action_button_ui(
    ui: &mut Ui,
    context: &Context<'_>,
    icon: Icon,
    text: &str,
    active: bool,
) -> Response {
    let colours = context.colours();
    let ink = if active { colours.accent } else { colours.ink };
    let label = RichText::new(text).size(type_size::CAPTION).color(ink);
    let outline = if active {
        Stroke::new(1.0, colours.accent)
    } else {
        Stroke::NONE
    };
    let button = Button::image_and_text(icon.image(ICON - 4.0, ink), label)
        .fill(Color32::TRANSPARENT)
        .stroke(outline);
    ui.add(button)
}

/// Words that do something when clicked.
pub fn link_button_ui(ui: &mut Ui, context: &Context<'_>, text: &str) -> Response {
    let label = RichText::new(text)
        .size(type_size::CAPTION)
        .color(context.colours().second);
    ui.add(egui::Link::new(label))
}

/// Words that lead to a web page when clicked.
pub fn link_ui(ui: &mut Ui, context: &Context<'_>, text: &str, url: &str) {
    let label = RichText::new(text)
        .size(type_size::CAPTION)
        .color(context.colours().second);
    let response = ui.add(egui::Link::new(label)).on_hover_text(url);
    if response.clicked() {
        context.send(crate::app::Action::OpenLink(url.to_owned()));
    }
}

/// The surface of cards that float over the map.
pub fn card_frame(context: &Context<'_>) -> Frame {
    let colours = context.colours();
    Frame::new()
        .fill(colours.paper)
        .stroke(Stroke::new(1.0, colours.line))
        .corner_radius(CornerRadius::same(radius::CARD))
        .inner_margin(Margin::same(space::L as i8))
        .shadow(Shadow {
            offset: [0, 2],
            blur: 12,
            spread: 0,
            color: colours.shadow,
        })
}

/// A hairline across the panel.
pub fn hairline_ui(ui: &mut Ui, context: &Context<'_>) {
    let (rect, _) = ui.allocate_exact_size(egui::vec2(ui.available_width(), 1.0), Sense::hover());
    ui.painter().rect_filled(rect, 0.0, context.colours().line);
}

/// Of a choice, in points.
pub const CHIP_HEIGHT: f32 = 28.0;

/// One of several choices, as a chip; the chosen one is filled.
pub fn chip_ui(ui: &mut Ui, context: &Context<'_>, text: &str, active: bool) -> Response {
    let colours = context.colours();
    let ink = if active {
        colours.on_accent
    } else {
        colours.ink
    };
    let font = FontId::proportional(type_size::BODY);
    let galley = ui.painter().layout_no_wrap(text.to_owned(), font, ink);
    let size = egui::vec2(galley.size().x + space::M * 2.0, CHIP_HEIGHT);
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::RadioButton, true, active, text));
    let fill = match (active, response.hovered()) {
        (true, _) => colours.accent,
        (false, true) => colours.well_hover,
        (false, false) => colours.well,
    };
    ui.painter().rect(
        rect,
        rect.height() / 2.0,
        fill,
        focus_outline(context, &response),
        egui::StrokeKind::Inside,
    );
    let at = rect.center() - galley.size() / 2.0;
    ui.painter().galley(at, galley, ink);
    response
}

/// One of several choices, as a line across the panel with a mark before it; what is said behind it is weaker.
pub fn option_ui(
    ui: &mut Ui,
    context: &Context<'_>,
    text: &str,
    behind: &str,
    active: bool,
) -> Response {
    let colours = context.colours();
    let size = egui::vec2(ui.available_width(), 28.0);
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::RadioButton, true, active, text));
    if response.hovered() || response.has_focus() {
        let corner = CornerRadius::same(radius::CONTROL);
        let outline = focus_outline(context, &response);
        ui.painter().rect(
            rect,
            corner,
            colours.well_hover,
            outline,
            egui::StrokeKind::Inside,
        );
    }
    let mark = rect.left_center() + egui::vec2(space::M, 0.0);
    ui.painter()
        .circle_stroke(mark, 6.0, Stroke::new(1.5, colours.ink_weak));
    if active {
        ui.painter().circle_filled(mark, 3.5, colours.accent);
    }
    let caption = FontId::proportional(type_size::CAPTION);
    let behind = ui
        .painter()
        .layout_no_wrap(behind.to_owned(), caption, colours.ink_weak);
    let right = rect.right() - space::S - behind.size().x;
    ui.painter().galley(
        egui::pos2(right, rect.center().y - behind.size().y / 2.0),
        behind,
        colours.ink_weak,
    );
    let left = rect.left() + space::XL + space::XS;
    line_of_text(
        ui,
        context,
        text,
        egui::pos2(left, rect.center().y),
        right - space::S - left,
    );
    response
}

/// A line of body text that begins at the left and is cut with an ellipsis where it is wider.
pub fn line_of_text(
    ui: &Ui,
    context: &Context<'_>,
    text: &str,
    left_centre: egui::Pos2,
    width: f32,
) {
    let ink = context.colours().ink;
    let font = FontId::proportional(type_size::BODY);
    let mut job = egui::text::LayoutJob::simple_singleline(text.to_owned(), font, ink);
    job.wrap = egui::text::TextWrapping::truncate_at_width(width.max(0.0));
    let galley = ui.painter().layout_job(job);
    let at = left_centre - egui::vec2(0.0, galley.size().y / 2.0);
    ui.painter().galley(at, galley, ink);
}

/// Round what has the keyboard.
pub fn focus_outline(context: &Context<'_>, response: &Response) -> Stroke {
    if response.has_focus() {
        Stroke::new(2.0, context.colours().ink)
    } else {
        Stroke::NONE
    }
}
