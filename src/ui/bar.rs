//! The bar along the top: title, search, language, theme, help.

use egui::{
    Align, CornerRadius, Layout, Margin, Rect, Role, Sense, Stroke, Ui, UiBuilder, WidgetInfo, vec2,
};

use super::{Context, search, widget};
use crate::{
    app::{Action, Dialog, ExportAction, Session},
    atlas::Language,
    search::{Found, Index},
    theme::{ThemeName, icon::Icon, radius, semibold, space, type_size},
};

/// Of a row, in points.
const HEIGHT: f32 = 48.0;
/// A narrower window has the search field in a row of its own.
const NARROW: f32 = 600.0;
/// Height of that row, in points.
const SEARCH_ROW: f32 = 40.0;
/// From this width on the button that starts a briefing has its name on it.
const NAMED: f32 = 1000.0;
/// The search field's width, if there is room.
const SEARCH_WIDTH: f32 = 380.0;
/// The title leaves so much to it, and is left out if it would be shorter than that.
const SEARCH_LEAST: f32 = 180.0;
const TITLE_LEAST: f32 = 80.0;
/// Height of the search field, in points.
const FIELD: f32 = 32.0;

/// `recent` is what was chosen from the search list before, the latest first.
pub fn bar_ui(
    ui: &mut Ui,
    context: &Context<'_>,
    session: &mut Session,
    index: &Index,
    recent: &[Found],
) {
    let colours = context.colours();
    let narrow = ui.available_width() < NARROW;
    let height = if narrow { HEIGHT + SEARCH_ROW } else { HEIGHT };
    egui::Panel::top("bar")
        .exact_size(height)
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
            let row = whole.with_max_y(whole.top() + HEIGHT);
            let buttons = ui.new_child(
                UiBuilder::new()
                    .max_rect(row)
                    .layout(Layout::right_to_left(Align::Center)),
            );
            let taken = buttons_ui(buttons, context, session);
            let search = if narrow {
                title_ui(ui, context, row.with_max_x(row.right() - taken - space::M));
                let middle = egui::pos2(whole.center().x, row.bottom() + SEARCH_ROW / 2.0 - 4.0);
                Rect::from_center_size(middle, vec2(whole.width(), FIELD))
            } else {
                // Searching is worth more than the title.
                let room = row.width() - taken - SEARCH_LEAST - space::XL - space::M;
                let title = title_ui(ui, context, row.with_max_x(row.left() + room));
                let free = row
                    .with_min_x(row.left() + title + if title > 0.0 { space::XL } else { 0.0 })
                    .with_max_x(row.right() - taken - space::M);
                let width = SEARCH_WIDTH.min(free.width());
                let centred = row.center().x - width / 2.0;
                let rightmost = (free.right() - width).max(free.left());
                let left = centred.clamp(free.left(), rightmost);
                let at = egui::pos2(left, row.center().y - FIELD / 2.0);
                Rect::from_min_size(at, vec2(width, FIELD))
            };
            let mut child = ui.new_child(UiBuilder::new().max_rect(search));
            search::search_ui(&mut child, context, session, index, recent);
        });
}

/// The width that it takes; none where there is too little room for it.
fn title_ui(ui: &mut Ui, context: &Context<'_>, room: Rect) -> f32 {
    if room.width() < TITLE_LEAST {
        return 0.0;
    }
    let layout = Layout::left_to_right(Align::Center);
    let mut child = ui.new_child(UiBuilder::new().max_rect(room).layout(layout));
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
    let named = ui.max_rect().width() >= NAMED;
    let pressed = if named {
        let text = context.text("present-button");
        widget::outlined_button_ui(&mut ui, context, Icon::Present, text, name)
    } else {
        widget::icon_button_ui(&mut ui, context, Icon::Present, name)
    };
    if pressed.clicked() {
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
