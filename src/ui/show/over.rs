//! What lies over the pictures for the presenter: overview, the box for a slide, search, layers, the keys, the
//! question after freezing, and a number being typed.

use egui::{Align2, Area, Key, Order, ScrollArea, TextEdit, Ui, Vec2, vec2};

use super::{
    super::{Context, layers, widget},
    layout::SMALLEST,
    overview::overview_ui,
    presenter::{Desk, message_text},
};
use crate::{
    app::{Action, ShowAction},
    briefing::show::{Input, Panel},
    scene::content::LayerId,
    search::Index,
    theme::{space, type_size},
};

/// Places that are listed.
const RESULTS: usize = 8;

/// Keys as they are on the keyboard, and what they do.
const KEYS: [(&str, &str); 24] = [
    ("Page Down  →  ↓  Space  Enter  N", "show-do-next"),
    ("Page Up  ←  ↑  Backspace  P", "show-do-previous"),
    ("Home  End", "show-key-ends"),
    ("1 2 3 … Enter", "show-key-digits"),
    ("G", "show-do-goto"),
    ("Tab  O", "show-do-overview"),
    ("B  .", "show-do-black"),
    ("W  ,", "show-do-white"),
    ("F", "show-do-freeze"),
    ("R", "show-do-back"),
    ("/  Ctrl+F", "show-do-search"),
    ("L", "show-do-laser"),
    ("S", "show-do-spotlight"),
    ("D", "show-do-pen"),
    ("E", "show-do-eraser"),
    ("C  Ctrl+Z", "show-key-ink"),
    ("+  −  0", "show-key-zoom"),
    ("I", "show-do-card"),
    ("K", "show-do-legend"),
    ("Y", "show-do-layers"),
    ("T  Ctrl+T", "show-key-timer"),
    ("X", "show-do-swap"),
    ("Ctrl+Shift+L", "show-do-language"),
    ("Esc", "show-key-escape"),
];

/// Returns the slides of the overview that are in sight.
pub fn over_ui(
    ui: &Ui,
    context: &Context<'_>,
    desk: &Desk<'_>,
    index: &Index,
    query: &mut String,
) -> Vec<usize> {
    let state = desk.show.state();
    if let Some(digits) = state.digits {
        let slide = usize::from(digits.number).checked_sub(1);
        let known = slide.filter(|slide| *slide < desk.briefing.slides.len());
        let text = known.map_or_else(
            || {
                context
                    .strings
                    .format("show-no-slide", &[("number", &digits.number.to_string())])
            },
            |slide| desk.name(context, slide),
        );
        bubble_ui(ui, context, "show-key-digits", &text);
    } else if let Some(message) = desk.show.message() {
        bubble_ui(ui, context, "notices", &message_text(context, message));
    }
    let Some(panel) = state.panel else {
        return Vec::new();
    };
    let mut seen = Vec::new();
    let title = match panel {
        Panel::Overview { .. } => "show-do-overview",
        Panel::GoTo => "show-do-goto",
        Panel::Help => "show-keys-title",
        Panel::Search => "show-do-search",
        Panel::Layers => "show-do-layers",
        Panel::SendOrReturn => "show-question",
    };
    let screen = ui.ctx().content_rect();
    Area::new(egui::Id::unique("show panel"))
        .order(Order::Foreground)
        .anchor(Align2::CENTER_CENTER, Vec2::ZERO)
        .accessible_name(context.text(title))
        .show(ui.ctx(), |ui| {
            widget::card_frame(context)
                .inner_margin(space::XL)
                .show(ui, |ui| {
                    if !matches!(panel, Panel::Overview { .. }) {
                        ui.set_max_width((screen.width() * 0.8).min(960.0));
                    }
                    ui.label(widget::strong(
                        context,
                        context.text(title),
                        type_size::TITLE,
                    ));
                    ui.add_space(space::M);
                    match panel {
                        Panel::Overview { marked } => {
                            seen = overview_ui(ui, context, desk, marked);
                        }
                        Panel::GoTo => goto_ui(ui, context, desk, query),
                        Panel::Help => help_ui(ui, context),
                        Panel::Search => search_ui(ui, context, index, query),
                        Panel::Layers => layers_ui(ui, context, desk),
                        Panel::SendOrReturn => question_ui(ui, context),
                    }
                });
        });
    seen
}

/// On one screen the audience sees it, too.
fn bubble_ui(ui: &Ui, context: &Context<'_>, name: &str, text: &str) {
    let screen = ui.ctx().content_rect().size();
    let size = (screen.min_elem() * SMALLEST / 100.0).max(type_size::TITLE);
    Area::new(egui::Id::unique("show bubble"))
        .order(Order::Tooltip)
        .anchor(Align2::CENTER_TOP, vec2(0.0, space::XL))
        .accessible_name(context.text(name))
        .interactable(false)
        .show(ui.ctx(), |ui| {
            widget::card_frame(context)
                .inner_margin(space::M)
                .show(ui, |ui| {
                    ui.add(egui::Label::new(widget::strong(context, text, size)).extend())
                });
        });
}

/// A text field that has the keyboard, with its name for screen readers.
fn field_ui(ui: &mut Ui, context: &Context<'_>, key: &str, text: &mut String) -> bool {
    let name = context.text(key);
    let field = ui.add(
        TextEdit::singleline(text)
            .hint_text(name)
            .char_limit(200)
            .desired_width(420.0),
    );
    field.widget_info(|| egui::WidgetInfo::labeled(egui::Role::SearchInput, true, name));
    if !field.has_focus() && !field.lost_focus() {
        field.request_focus();
    }
    ui.input(|input| input.key_pressed(Key::Enter))
}

fn goto_ui(ui: &mut Ui, context: &Context<'_>, desk: &Desk<'_>, query: &mut String) {
    let enter = field_ui(ui, context, "show-goto-hint", query);
    let wanted = query.trim().to_lowercase();
    let fits = |slide: &usize| {
        let title = desk.briefing.slides[*slide]
            .title
            .get(context.language())
            .to_lowercase();
        wanted.is_empty() || (slide + 1).to_string() == wanted || title.contains(&wanted)
    };
    let found: Vec<usize> = (0..desk.briefing.slides.len()).filter(fits).collect();
    let scroll = ScrollArea::vertical()
        .max_height(360.0)
        .min_scrolled_height(360.0);
    scroll.show(ui, |ui| {
        for slide in &found {
            if widget::text_button_ui(ui, context, &desk.name(context, *slide)).clicked() {
                context.input(Input::GoTo(*slide));
            }
        }
    });
    if let (true, Some(slide)) = (enter, found.first()) {
        context.input(Input::GoTo(*slide));
    }
}

fn search_ui(ui: &mut Ui, context: &Context<'_>, index: &Index, query: &mut String) {
    let enter = field_ui(ui, context, "show-search-hint", query);
    let hits = index.find(query, RESULTS);
    let places = hits
        .iter()
        .filter_map(|hit| context.atlas.place(&hit.place));
    for (row, place) in places.enumerate() {
        let name = place.names.get(context.language());
        if widget::text_button_ui(ui, context, name).clicked() || (enter && row == 0) {
            context.send(Action::Show(ShowAction::Pick(place.id.clone())));
        }
    }
    if hits.is_empty() && !query.trim().is_empty() {
        let nothing = context
            .strings
            .format("search-nothing", &[("text", query.trim())]);
        ui.label(widget::body(context, nothing));
    }
}

fn layers_ui(ui: &mut Ui, context: &Context<'_>, desk: &Desk<'_>) {
    for layer in LayerId::ALL.into_iter().rev() {
        let mut visible = desk.content.is_visible(layer);
        let name = context.text(layers::layer_key(layer));
        if ui
            .checkbox(&mut visible, widget::body(context, name))
            .changed()
        {
            context.send(Action::Show(ShowAction::Layer(layer, visible)));
        }
    }
}

fn help_ui(ui: &mut Ui, context: &Context<'_>) {
    let height = ui.ctx().content_rect().height() * 0.7;
    ui.spacing_mut().interact_size.y = 20.0;
    let scroll = ScrollArea::vertical()
        .max_height(height)
        .min_scrolled_height(height);
    scroll.show(ui, |ui| {
        egui::Grid::new("show keys")
            .num_columns(4)
            .spacing([space::XL, space::XS])
            .show(ui, |ui| {
                for pair in KEYS.chunks(2) {
                    for (keys, does) in pair {
                        ui.label(widget::strong(context, *keys, type_size::BODY));
                        ui.label(widget::body(context, context.text(does)));
                    }
                    ui.end_row();
                }
            });
    });
}

fn question_ui(ui: &mut Ui, context: &Context<'_>) {
    for (key, input) in [
        ("show-send", Input::SendToAudience),
        ("show-return", Input::BackToScript),
        ("show-stay", Input::Escape),
    ] {
        if widget::text_button_ui(ui, context, context.text(key)).clicked() {
            context.input(input);
        }
    }
}
