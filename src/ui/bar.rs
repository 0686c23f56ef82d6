//! The bar along the top: title, search, language, theme, help.

use egui::{
    Align, CornerRadius, Layout, Margin, Role, Sense, Stroke, Ui, UiBuilder, WidgetInfo, vec2,
};

use super::{Context, search, widget};
use crate::{
    app::{Action, Dialog, ExportAction, Session},
    atlas::Language,
    search::{Found, Index},
    theme::{ThemeName, icon::Icon, radius, semibold, space, type_size},
};

/// In points.
pub const HEIGHT: f32 = 48.0;
/// The search field's width, if there is room.
const SEARCH_WIDTH: f32 = 380.0;
/// The title leaves so much to it, and is left out if it would be shorter than that.
const SEARCH_LEAST: f32 = 180.0;
const TITLE_LEAST: f32 = 80.0;

/// `recent` is what was chosen from the search list before, the latest first.
pub fn bar_ui(
    ui: &mut Ui,
    context: &Context<'_>,
    session: &mut Session,
    index: &Index,
    recent: &[Found],
) {
    let colours = context.colours();
    egui::Panel::top("bar")
        .exact_size(HEIGHT)
        .resizable(false)
        .show_separator_line(false)
        .frame(
            egui::Frame::new()
                .fill(colours.paper)
                .inner_margin(Margin::symmetric(space::L as i8, 0)),
        )
        .show(ui, |ui| {
            let whole = ui.max_rect();
            ui.painter().hline(
                ui.clip_rect().x_range(),
                whole.bottom() - 0.5,
                Stroke::new(1.0, colours.line),
            );
            let buttons = ui.new_child(
                UiBuilder::new()
                    .max_rect(whole)
                    .layout(Layout::right_to_left(Align::Center)),
            );
            let taken = buttons_ui(buttons, context, session);
            // In a narrow window searching is worth more than the title.
            let title_room = whole.width() - taken - SEARCH_LEAST;
            let title_width = if title_room >= TITLE_LEAST {
                title_ui(ui, context, title_room) + space::XL
            } else {
                0.0
            };
            let room = whole.width() - taken - title_width - space::M;
            let width = SEARCH_WIDTH.min(room);
            if width > 0.0 {
                let centred = whole.center().x - width / 2.0;
                let leftmost = whole.left() + title_width;
                let left = centred.clamp(leftmost, (leftmost + room - width).max(leftmost));
                let rect = egui::Rect::from_min_size(
                    egui::pos2(left, whole.center().y - 16.0),
                    vec2(width, 32.0),
                );
                let mut child = ui.new_child(UiBuilder::new().max_rect(rect));
                search::search_ui(&mut child, context, session, index, recent);
            }
        });
}

/// The width that it takes.
fn title_ui(ui: &mut Ui, context: &Context<'_>, room: f32) -> f32 {
    let rect = ui
        .max_rect()
        .with_max_x(ui.max_rect().left() + room.max(0.0));
    let mut child = ui.new_child(
        UiBuilder::new()
            .max_rect(rect)
            .layout(Layout::left_to_right(Align::Center)),
    );
    let title = context.atlas.manifest.title.get(context.language());
    let text = widget::strong(context, title, type_size::LEAD);
    child.add(egui::Label::new(text).truncate()).rect.width()
}

/// The width that they take.
fn buttons_ui(mut ui: Ui, context: &Context<'_>, session: &Session) -> f32 {
    ui.spacing_mut().item_spacing.x = space::XS;
    let help = context.text("help");
    if widget::icon_button_ui(&mut ui, context, Icon::Help, help).clicked() {
        context.send(Action::Open(Dialog::Keys));
    }
    let name = context.text("export-open");
    if widget::icon_button_ui(&mut ui, context, Icon::Export, name).clicked() {
        context.send(Action::Export(ExportAction::Open));
    }
    let present = Action::Present {
        briefing: None,
        slide: None,
        rehearsal: false,
    };
    let name = context.text("present");
    if widget::icon_button_ui(&mut ui, context, Icon::Present, name).clicked() {
        context.send(present);
    }
    let (icon, name) = match session.theme {
        ThemeName::Light => (Icon::Sun, "theme-light"),
        ThemeName::Dark => (Icon::Moon, "theme-dark"),
        ThemeName::Projector => (Icon::Projector, "theme-projector"),
    };
    let name = context
        .strings
        .format("theme-now", &[("theme", context.text(name))]);
    if widget::icon_button_ui(&mut ui, context, icon, &name).clicked() {
        context.send(Action::SetTheme(session.theme.next()));
    }
    ui.add_space(space::XS);
    language_ui(&mut ui, context);
    ui.min_rect().width()
}

/// Both languages side by side, the present one filled.
fn language_ui(ui: &mut Ui, context: &Context<'_>) {
    let colours = context.colours();
    ui.spacing_mut().item_spacing.x = 0.0;
    // From right to left, as the bar is laid out.
    for (language, sign, key) in [
        (Language::Chinese, "中", "language-chinese"),
        (Language::English, "EN", "language-english"),
    ] {
        let active = context.language() == language;
        let (rect, response) = ui.allocate_exact_size(vec2(36.0, 28.0), Sense::click());
        let name = context.text(key);
        response.widget_info(|| WidgetInfo::selected(Role::RadioButton, true, active, name));
        let fill = match (active, response.hovered()) {
            (true, _) => colours.accent,
            (false, true) => colours.well_hover,
            (false, false) => colours.well,
        };
        let corner = CornerRadius::same(radius::CONTROL);
        let outline = if response.has_focus() {
            Stroke::new(2.0, colours.ink)
        } else {
            Stroke::NONE
        };
        ui.painter()
            .rect(rect, corner, fill, outline, egui::StrokeKind::Inside);
        ui.painter().text(
            rect.center(),
            egui::Align2::CENTER_CENTER,
            sign,
            egui::FontId::new(type_size::BODY, semibold()),
            if active {
                colours.on_accent
            } else {
                colours.ink
            },
        );
        if response.on_hover_text(name).clicked() {
            context.send(Action::SetLanguage(language));
        }
    }
}
