//! Keys of exploring. None fires while text is being typed.

use egui::{Event, Key, KeyboardShortcut, Modifiers, vec2};

use super::{Action, DeskAction, Dialog, Drawer, ExportAction, MeasureStep, Session};

/// What an arrow key moves the map by, in points.
const STEP: f32 = 100.0;

/// What the keys of this frame ask for.
pub fn actions(context: &egui::Context, session: &Session) -> Vec<Action> {
    let typing = context.egui_wants_keyboard_input();
    let focused = context.memory(|memory| memory.focused().is_some());
    let actions = context.input_mut(|input| {
        let mut actions = Vec::new();
        let mut on = |modifiers: Modifiers, key: Key, action: Action| {
            if input.consume_shortcut(&KeyboardShortcut::new(modifiers, key)) {
                actions.push(action);
            }
        };
        let none = Modifiers::NONE;
        on(none, Key::Escape, Action::CloseInnermost);
        on(none, Key::F1, Action::Open(Dialog::Keys));
        let present = Action::Present {
            briefing: None,
            slide: None,
            rehearsal: false,
        };
        on(Modifiers::SHIFT, Key::F5, Action::PresentFromHere);
        on(none, Key::F5, present);
        on(none, Key::F11, Action::ToggleFullScreen);
        on(Modifiers::COMMAND, Key::F, Action::FocusSearch);
        on(
            Modifiers::COMMAND,
            Key::E,
            Action::Export(ExportAction::Open),
        );
        on(
            Modifiers::COMMAND | Modifiers::SHIFT,
            Key::T,
            Action::SetTheme(session.theme.next()),
        );
        if typing {
            return actions;
        }
        on(none, Key::L, Action::SetLanguage(session.language.other()));
        on(none, Key::Slash, Action::FocusSearch);
        on(none, Key::Questionmark, Action::Open(Dialog::Keys));
        on(
            Modifiers::SHIFT,
            Key::Questionmark,
            Action::Open(Dialog::Keys),
        );
        on(Modifiers::SHIFT, Key::Slash, Action::Open(Dialog::Keys));
        for (key, levels) in [(Key::Plus, 1.0), (Key::Equals, 1.0), (Key::Minus, -1.0)] {
            on(Modifiers::SHIFT, key, Action::ZoomBy(levels * 2.0));
            on(none, key, Action::ZoomBy(levels));
        }
        on(none, Key::Home, Action::Home);
        on(none, Key::M, Action::ToggleMeasure);
        on(Modifiers::SHIFT, Key::F10, Action::OpenSpotHere);
        for (modifiers, key, action) in keys_of_what_is_open(session) {
            on(modifiers, key, action);
        }
        on(Modifiers::ALT, Key::ArrowLeft, Action::ViewBack);
        on(Modifiers::ALT, Key::ArrowRight, Action::ViewForward);
        if !focused {
            on(none, Key::ArrowLeft, Action::PanBy(vec2(STEP, 0.0)));
            on(none, Key::ArrowRight, Action::PanBy(vec2(-STEP, 0.0)));
            on(none, Key::ArrowUp, Action::PanBy(vec2(0.0, STEP)));
            on(none, Key::ArrowDown, Action::PanBy(vec2(0.0, -STEP)));
        }
        actions
    });
    if actions.contains(&Action::FocusSearch) {
        swallow_slash(context);
    }
    actions
}

/// While something is measured, or the drawer of briefings is open.
fn keys_of_what_is_open(session: &Session) -> Vec<(Modifiers, Key, Action)> {
    let command = Modifiers::COMMAND;
    if session.measure.is_some() {
        let undo = Action::Measure(MeasureStep::Undo);
        return vec![
            (Modifiers::NONE, Key::Backspace, undo.clone()),
            (command, Key::Z, undo),
        ];
    }
    if session.drawer != Some(Drawer::Briefings) {
        return Vec::new();
    }
    vec![
        (
            command | Modifiers::SHIFT,
            Key::Z,
            Action::Desk(DeskAction::Redo),
        ),
        (command, Key::Z, Action::Desk(DeskAction::Undo)),
        (command, Key::S, Action::Desk(DeskAction::Save)),
    ]
}

/// The slash that opens the search box is not the first letter of a search.
fn swallow_slash(context: &egui::Context) {
    let is_slash = |event: &Event| matches!(event, Event::Text(text) if text == "/");
    context.input_mut(|input| input.events.retain(|event| !is_slash(event)));
}
