//! The briefings of the atlas, the slides of one of them, and what is changed on a slide.

use egui::{
    Align2, CornerRadius, DragAndDrop, FontId, Id, Label, Rect, Response, Role, Sense, Stroke,
    TextEdit, Ui, WidgetInfo, pos2, vec2,
};

use super::{Context, widget};
use crate::{
    app::{Action, AfterAction, Desk, DeskAction, ShowAction, desk},
    atlas::{Briefing, BriefingId, Language, Slide},
    briefing::preflight::time_text,
    store::{Finding, Severity, briefing_value, briefing_write::Change},
    theme::{ThemeName, icon::Icon, radius, semibold, space, type_size},
};

/// Height of a slide's row, in points.
const ROW: f32 = 32.0;
/// Room of the number and of the time in a row, in points.
const NUMBER: f32 = 28.0;
const TIME: f32 = 44.0;
/// The notes scroll beyond this height, in points.
const NOTES: f32 = 140.0;

/// `shown_in`: the theme of shows.
pub fn briefings_ui(
    ui: &mut Ui,
    context: &Context<'_>,
    (desk, findings): (&Desk, &[Finding]),
    shown_in: ThemeName,
) {
    ui.add_space(space::S);
    if context.atlas.briefings().is_empty() {
        ui.add(Label::new(widget::body(context, context.text("desk-none"))).wrap());
        copy_ui(ui, context, desk);
        return;
    }
    let mut open = None;
    for briefing in context.atlas.briefings() {
        let chosen = desk.chosen() == Some(&briefing.id);
        if briefing_ui(ui, context, desk, briefing, chosen).clicked() {
            send(context, DeskAction::Choose(briefing.id.clone()));
        }
        if chosen {
            open = Some(briefing);
        }
    }
    if let Some(briefing) = open {
        ui.add_space(space::S);
        let about = (desk.after().is_some(), shown_in);
        show_ui(ui, context, &briefing.id, about);
    }
    ui.add_space(space::S);
    ui.separator();
    copy_ui(ui, context, desk);
    if let Some(briefing) = open {
        tools_ui(ui, context, desk);
        ui.add_space(space::S);
        slides_ui(ui, context, (desk, findings), briefing);
    }
}

fn send(context: &Context<'_>, action: DeskAction) {
    context.send(Action::Desk(action));
}

fn tools_ui(ui: &mut Ui, context: &Context<'_>, desk: &Desk) {
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = space::XS;
        ui.spacing_mut().button_padding.x = space::S;
        let add = context.text("desk-add");
        if widget::action_button_ui(ui, context, Icon::Plus, add, false).clicked() {
            send(context, DeskAction::AddSlide);
        }
        let tools = [
            ("desk-undo", desk.can_undo(), DeskAction::Undo),
            ("desk-redo", desk.can_redo(), DeskAction::Redo),
            ("desk-save", desk.is_any_changed(), DeskAction::Save),
        ];
        for (key, can, action) in tools {
            let button = egui::Button::new(widget::caption(context, context.text(key)));
            if ui.add_enabled(can, button).clicked() {
                send(context, action);
            }
        }
    });
}

/// What can be done where the atlas cannot be written.
fn copy_ui(ui: &mut Ui, context: &Context<'_>, desk: &Desk) {
    if desk.has_folder() {
        return;
    }
    ui.add(Label::new(widget::caption(context, context.text("desk-copy-why"))).wrap());
    if widget::text_button_ui(ui, context, context.text("desk-save-copy")).clicked() {
        send(context, DeskAction::SaveCopy);
    }
}

/// Title, slides and planned time of a briefing.
fn briefing_ui(
    ui: &mut Ui,
    context: &Context<'_>,
    desk: &Desk,
    briefing: &Briefing,
    chosen: bool,
) -> Response {
    let title = briefing.title.get(context.language());
    let mut about = context.strings.format(
        "desk-about",
        &[
            ("slides", &briefing.slides.len().to_string()),
            ("time", &time_text(briefing.planned_seconds())),
        ],
    );
    if desk.is_changed(&briefing.id) {
        about = format!("{about} · {}", context.text("desk-changed-mark"));
    }
    let size = vec2(ui.available_width(), 52.0);
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, chosen, title));
    ground(ui, context, &response, rect, chosen);
    let colours = context.colours();
    let inner = rect.shrink2(vec2(space::S, space::XS + 2.0));
    let painter = ui.painter().with_clip_rect(inner);
    let ink = if chosen { colours.accent } else { colours.ink };
    let strong = FontId::new(type_size::LEAD, semibold());
    painter.text(inner.left_top(), Align2::LEFT_TOP, title, strong, ink);
    let small = FontId::proportional(type_size::CAPTION);
    painter.text(
        inner.left_bottom(),
        Align2::LEFT_BOTTOM,
        about,
        small,
        colours.ink_weak,
    );
    response.on_hover_text(title)
}

/// The surface of something that can be chosen.
fn ground(ui: &Ui, context: &Context<'_>, response: &Response, rect: Rect, chosen: bool) {
    let colours = context.colours();
    let fill = match () {
        () if response.hovered() => colours.well_hover,
        () if chosen => colours.well,
        () => egui::Color32::TRANSPARENT,
    };
    let outline = if response.has_focus() {
        Stroke::new(2.0, colours.accent)
    } else {
        Stroke::NONE
    };
    let corner = CornerRadius::same(radius::CONTROL);
    ui.painter()
        .rect(rect, corner, fill, outline, egui::StrokeKind::Inside);
}

pub(super) fn theme_key(theme: ThemeName) -> &'static str {
    match theme {
        ThemeName::Light => "theme-light",
        ThemeName::Dark => "theme-dark",
        ThemeName::Projector => "theme-projector",
    }
}

/// Present, rehearse, look through, look back; and the theme of shows.
fn show_ui(
    ui: &mut Ui,
    context: &Context<'_>,
    id: &BriefingId,
    (after, shown_in): (bool, ThemeName),
) {
    ui.horizontal_wrapped(|ui| {
        for (key, rehearsal) in [("desk-present", false), ("desk-rehearse", true)] {
            let name = context.text(key);
            let button = if rehearsal {
                widget::text_button_ui(ui, context, name)
            } else {
                widget::primary_button_ui(ui, context, name)
            };
            if button.clicked() {
                context.send(Action::Present {
                    briefing: Some(id.clone()),
                    slide: None,
                    rehearsal,
                });
            }
        }
        if widget::text_button_ui(ui, context, context.text("desk-preflight")).clicked() {
            send(context, DeskAction::Preflight(id.clone()));
        }
        if after && widget::text_button_ui(ui, context, context.text("after-title")).clicked() {
            context.send(Action::AfterShow(AfterAction::Open));
        }
    });
    ui.horizontal_wrapped(|ui| {
        ui.set_row_height(widget::CHIP_HEIGHT);
        ui.label(widget::caption(context, context.text("show-theme")));
        for theme in [ThemeName::Projector, ThemeName::Light, ThemeName::Dark] {
            let name = context.text(theme_key(theme));
            if widget::chip_ui(ui, context, name, theme == shown_in).clicked() {
                context.send(Action::Show(ShowAction::Theme(theme)));
            }
        }
    });
    ui.add_space(space::XS);
}

fn slides_ui(
    ui: &mut Ui,
    context: &Context<'_>,
    (desk, findings): (&Desk, &[Finding]),
    briefing: &Briefing,
) {
    for (number, slide) in briefing.slides.iter().enumerate() {
        let chosen = desk.slide() == Some(number);
        let grave = |finding: &&Finding| finding.severity != Severity::Note;
        let faults: Vec<&Finding> = desk::findings_of(findings, &briefing.id, slide)
            .filter(grave)
            .collect();
        let row = row_ui(ui, context, (number, slide), chosen, !faults.is_empty());
        if row.clicked() {
            send(context, DeskAction::Show(number));
        }
        drop_ui(ui, context, &row, number);
        if chosen {
            bring_into_view(ui, briefing, number, &row);
        }
        if chosen {
            let inset = egui::Margin::symmetric(space::M as i8, space::S as i8);
            egui::Frame::new().inner_margin(inset).show(ui, |ui| {
                for finding in faults {
                    let text = widget::caption(context, finding.message(context.strings));
                    ui.add(Label::new(text.color(context.colours().caution)).wrap());
                }
                slide_ui(ui, context, briefing, number, slide);
            });
        }
    }
}

/// Scrolls to a slide when another one is chosen.
fn bring_into_view(ui: &Ui, briefing: &Briefing, number: usize, row: &Response) {
    let id = Id::unique("chosen slide");
    let now = (briefing.id.clone(), number);
    let before = ui.data(|data| data.get_temp::<(BriefingId, usize)>(id));
    if before.as_ref() != Some(&now) {
        row.scroll_to_me(None);
        ui.data_mut(|data| data.insert_temp(id, now));
    }
}

/// Number, title and planned time; dragged to another place.
fn row_ui(
    ui: &mut Ui,
    context: &Context<'_>,
    (number, slide): (usize, &Slide),
    chosen: bool,
    faulty: bool,
) -> Response {
    let title = match slide.title.get(context.language()) {
        "" => context.text("desk-no-title"),
        title => title,
    };
    let shown = (number + 1).to_string();
    let name = context
        .strings
        .format("desk-slide", &[("number", &shown), ("title", title)]);
    let size = vec2(ui.available_width(), ROW);
    let (rect, response) = ui.allocate_exact_size(size, Sense::click_and_drag());
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, chosen, &name));
    response.dnd_set_drag_payload(number);
    if !ui.is_rect_visible(rect) {
        return response;
    }
    ground(ui, context, &response, rect, chosen);
    let colours = context.colours();
    let inner = rect.shrink2(vec2(space::S, 0.0));
    let text = |at, anchor, text: &str, colour, clip: Rect| {
        let font = FontId::proportional(type_size::BODY);
        ui.painter()
            .with_clip_rect(clip)
            .text(at, anchor, text, font, colour);
    };
    let middle = rect.center().y;
    text(
        pos2(inner.left(), middle),
        Align2::LEFT_CENTER,
        &shown,
        colours.ink_weak,
        inner,
    );
    let sign = if faulty { 20.0 } else { 0.0 };
    let words = Rect::from_min_max(
        inner.min + vec2(NUMBER, 0.0),
        inner.max - vec2(TIME + sign, 0.0),
    );
    let ink = if chosen { colours.accent } else { colours.ink };
    text(
        pos2(words.left(), middle),
        Align2::LEFT_CENTER,
        title,
        ink,
        words,
    );
    if faulty {
        let at = pos2(words.right() + 12.0, middle);
        Icon::Warning.paint_at(
            ui,
            Rect::from_center_size(at, vec2(16.0, 16.0)),
            colours.caution,
        );
    }
    if let Some(seconds) = slide.seconds {
        let time = time_text(u64::from(seconds));
        text(
            pos2(inner.right(), middle),
            Align2::RIGHT_CENTER,
            &time,
            colours.ink_weak,
            inner,
        );
    }
    response.on_hover_text(title)
}

/// Where a dragged slide would go, and that it goes there. Between two rows belongs to the nearer one.
fn drop_ui(ui: &Ui, context: &Context<'_>, row: &Response, number: usize) {
    let gap = ui.spacing().item_spacing.y;
    if !ui.rect_contains_pointer(row.rect.expand2(vec2(0.0, gap / 2.0))) {
        return;
    }
    let Some(slide) = DragAndDrop::payload::<usize>(ui.ctx()) else {
        return;
    };
    let edge = if *slide < number {
        row.rect.bottom()
    } else {
        row.rect.top()
    };
    let stroke = Stroke::new(2.0, context.colours().accent);
    ui.painter().hline(row.rect.x_range(), edge, stroke);
    if ui.input(|input| input.pointer.any_released()) && *slide != number {
        DragAndDrop::clear_payload(ui.ctx());
        let change = Change::Move {
            slide: *slide,
            to: number,
        };
        send(context, DeskAction::Change(Box::new(change)));
    }
}

/// Titles, planned time and notes of a slide, and what can be done with it.
fn slide_ui(ui: &mut Ui, context: &Context<'_>, briefing: &Briefing, number: usize, slide: &Slide) {
    buttons_ui(ui, context, briefing, number);
    ui.add_space(space::XS);
    let language = context.language();
    let key = |what: &str| Id::unique(("slide", &briefing.id, &slide.id, what));
    for (what, of) in [
        ("desk-title", language),
        ("desk-title-other", language.other()),
    ] {
        let old = slide.title.exactly(of);
        if let Some(title) = field_ui(ui, context, key(of.code()), what, old, Field::Line) {
            let change = Change::Title {
                slide: number,
                language: of,
                title,
            };
            send(context, DeskAction::Change(Box::new(change)));
        }
    }
    let old = slide
        .seconds
        .map_or(String::new(), |seconds| time_text(u64::from(seconds)));
    if let Some(text) = field_ui(
        ui,
        context,
        key("seconds"),
        "desk-seconds",
        &old,
        Field::Line,
    ) {
        let seconds = briefing_value::seconds(text.trim());
        // What is no time stays as it was.
        if seconds.is_some() || text.trim().is_empty() {
            let slide = number;
            send(
                context,
                DeskAction::Change(Box::new(Change::Seconds { slide, seconds })),
            );
        }
    }
    notes_ui(ui, context, number, slide, key("notes"), language);
}

fn notes_ui(
    ui: &mut Ui,
    context: &Context<'_>,
    number: usize,
    slide: &Slide,
    id: Id,
    language: Language,
) {
    let old = slide.notes.exactly(language);
    let id = id.with(language.code());
    if let Some(notes) = field_ui(ui, context, id, "desk-notes", old, Field::Lines) {
        let change = Change::Notes {
            slide: number,
            language,
            notes,
        };
        send(context, DeskAction::Change(Box::new(change)));
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Field {
    Line,
    Lines,
}

/// A field with its name above. Returns what was typed when the field is left, if it differs.
fn field_ui(
    ui: &mut Ui,
    context: &Context<'_>,
    id: Id,
    name: &str,
    old: &str,
    field: Field,
) -> Option<String> {
    let label = ui.label(widget::caption(context, context.text(name)));
    let typed = ui.data_mut(|data| data.get_temp::<String>(id));
    let mut text = typed.unwrap_or_else(|| old.to_owned());
    let edit = match field {
        Field::Line => TextEdit::singleline(&mut text),
        Field::Lines => TextEdit::multiline(&mut text).desired_rows(3),
    };
    let edit = edit.id(id.with("field")).desired_width(f32::INFINITY);
    let response = egui::ScrollArea::vertical()
        .id_salt(id)
        .max_height(NOTES)
        .show(ui, |ui| ui.add(edit).labelled_by(label.id))
        .inner;
    if response.has_focus() {
        ui.data_mut(|data| data.insert_temp(id, text));
        return None;
    }
    ui.data_mut(|data| data.remove_temp::<String>(id));
    let left = response.lost_focus() && text != old;
    left.then_some(text)
}

fn buttons_ui(ui: &mut Ui, context: &Context<'_>, briefing: &Briefing, slide: usize) {
    let last = briefing.slides.len() - 1;
    let up = Change::Move {
        slide,
        to: slide.saturating_sub(1),
    };
    let down = Change::Move {
        slide,
        to: (slide + 1).min(last),
    };
    let buttons = [
        ("desk-up", slide > 0, DeskAction::Change(Box::new(up))),
        (
            "desk-down",
            slide < last,
            DeskAction::Change(Box::new(down)),
        ),
        (
            "desk-duplicate",
            true,
            DeskAction::Change(Box::new(Change::Duplicate { slide })),
        ),
        ("desk-here", true, DeskAction::ShowHere(slide)),
        (
            "desk-delete",
            true,
            DeskAction::Change(Box::new(Change::Delete { slide })),
        ),
    ];
    ui.horizontal_wrapped(|ui| {
        for (key, can, action) in buttons {
            let button = egui::Button::new(widget::caption(context, context.text(key)));
            if ui.add_enabled(can, button).clicked() {
                send(context, action);
            }
        }
        let from_here = egui::Button::new(widget::caption(context, context.text("desk-from-here")));
        if ui.add(from_here).clicked() {
            context.send(Action::Present {
                briefing: Some(briefing.id.clone()),
                slide: Some(slide),
                rehearsal: false,
            });
        }
    });
}
