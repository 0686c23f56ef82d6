//! Keys and clickers of presenting. One press is one input, whatever the layout of the keyboard: the sign decides
//! first, the place of the key where the sign means nothing. None fires while text is typed or an input method composes.

use egui::{Event, ImeEvent, Key, Modifiers};

use crate::briefing::show::Input;

/// Takes out of the events what the show understands.
pub fn inputs(context: &egui::Context) -> Vec<Input> {
    let typing = context.text_edit_focused();
    let inputs = context.input_mut(|input| take(&mut input.events, typing));
    if !typing {
        // A button that has been clicked must not answer to Space as well.
        if let Some(focused) = context.memory(egui::Memory::focused) {
            context.memory_mut(|memory| memory.surrender_focus(focused));
        }
    }
    inputs
}

fn take(events: &mut Vec<Event>, typing: bool) -> Vec<Input> {
    let mut inputs = Vec::new();
    let mut composing = false;
    // The text that comes with a key is the same press.
    let mut answered = false;
    events.retain(|event| match event {
        Event::Ime(ImeEvent::Preedit { .. }) => {
            composing = true;
            true
        }
        Event::Key {
            key,
            physical_key,
            pressed: true,
            repeat,
            modifiers,
        } => {
            let meant = if typing || composing {
                while_typing(*key)
            } else {
                of_key(*key, *modifiers)
                    .or_else(|| physical_key.and_then(|key| of_key(key, *modifiers)))
            };
            answered = meant.is_some();
            let again = |input: Input| !repeat || matches!(input, Input::ZoomIn | Input::ZoomOut);
            inputs.extend(meant.filter(|input| again(*input)));
            meant.is_none()
        }
        Event::Text(text) if !typing && !composing => {
            let meant = of_text(text).filter(|_| !answered);
            let taken = meant.is_some() || answered;
            answered = false;
            inputs.extend(meant);
            !taken
        }
        _ => true,
    });
    inputs
}

/// Escape leaves a text field's box, a clicker's keys get on with the show; the rest is for the text.
fn while_typing(key: Key) -> Option<Input> {
    match key {
        Key::Escape => Some(Input::Escape),
        Key::PageDown => Some(Input::Next),
        Key::PageUp => Some(Input::Previous),
        Key::F5 => Some(Input::Resume),
        _ => None,
    }
}

fn of_key(key: Key, modifiers: Modifiers) -> Option<Input> {
    if modifiers.command && modifiers.shift {
        return (key == Key::L).then_some(Input::Language);
    }
    if modifiers.command {
        return match key {
            Key::Z => Some(Input::Undo),
            Key::T => Some(Input::TimerReset),
            Key::F => Some(Input::Search),
            _ => None,
        };
    }
    if modifiers.alt {
        return None;
    }
    let digit = [
        Key::Num0,
        Key::Num1,
        Key::Num2,
        Key::Num3,
        Key::Num4,
        Key::Num5,
        Key::Num6,
        Key::Num7,
        Key::Num8,
        Key::Num9,
    ];
    if let Some(digit) = digit.iter().position(|number| *number == key) {
        return (!modifiers.shift).then_some(Input::Digit(digit as u8));
    }
    Some(match key {
        Key::Space | Key::Backspace if modifiers.shift => Input::Previous,
        Key::PageDown | Key::Space | Key::N => Input::Next,
        Key::PageUp | Key::P => Input::Previous,
        Key::ArrowRight => Input::Right,
        Key::ArrowLeft => Input::Left,
        Key::ArrowDown => Input::Down,
        Key::ArrowUp => Input::Up,
        Key::Enter => Input::Enter,
        Key::Backspace => Input::Backspace,
        Key::Home => Input::First,
        Key::End => Input::Last,
        Key::B | Key::Period => Input::Black,
        Key::W | Key::Comma => Input::White,
        Key::F => Input::Freeze,
        Key::G => Input::GoToBox,
        Key::Tab | Key::O => Input::Overview,
        Key::R => Input::BackToScript,
        Key::L => Input::Laser,
        Key::S => Input::Spotlight,
        Key::D => Input::Pen,
        Key::E => Input::Eraser,
        Key::C => Input::ClearInk,
        Key::Plus | Key::Equals => Input::ZoomIn,
        Key::Minus => Input::ZoomOut,
        Key::T => Input::TimerToggle,
        Key::X => Input::Swap,
        Key::I => Input::Card,
        Key::K => Input::Legend,
        Key::Y => Input::Layers,
        Key::Questionmark | Key::F1 => Input::Help,
        Key::Slash if modifiers.shift => Input::Help,
        Key::Slash => Input::Search,
        Key::Escape => Input::Escape,
        Key::F5 => Input::Resume,
        _ => return None,
    })
}

/// Signs that came without a key of theirs: from input methods, remote desktops and odd layouts.
fn of_text(text: &str) -> Option<Input> {
    let mut characters = text.chars();
    let (sign, None) = (characters.next()?, characters.next()) else {
        return None;
    };
    Some(match sign {
        '.' | '。' | '．' => Input::Black,
        ',' | '，' | '、' => Input::White,
        '+' | '＋' => Input::ZoomIn,
        '-' | '−' | '－' => Input::ZoomOut,
        '?' | '？' => Input::Help,
        '/' | '／' => Input::Search,
        '0'..='9' => Input::Digit(sign as u8 - b'0'),
        '０'..='９' => Input::Digit((sign as u32 - '０' as u32) as u8),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(key: Key, modifiers: Modifiers) -> Event {
        Event::Key {
            key,
            physical_key: Some(key),
            pressed: true,
            repeat: false,
            modifiers,
        }
    }

    fn plain(pressed: Key) -> Vec<Input> {
        take(&mut vec![key(pressed, Modifiers::NONE)], false)
    }

    #[test]
    fn every_key_of_the_table_of_presenting_has_its_meaning() {
        for (pressed, meant) in [
            (Key::PageDown, Input::Next),
            (Key::ArrowRight, Input::Right),
            (Key::ArrowDown, Input::Down),
            (Key::Space, Input::Next),
            (Key::Enter, Input::Enter),
            (Key::N, Input::Next),
            (Key::PageUp, Input::Previous),
            (Key::ArrowLeft, Input::Left),
            (Key::ArrowUp, Input::Up),
            (Key::Backspace, Input::Backspace),
            (Key::P, Input::Previous),
            (Key::Home, Input::First),
            (Key::End, Input::Last),
            (Key::B, Input::Black),
            (Key::Period, Input::Black),
            (Key::W, Input::White),
            (Key::Comma, Input::White),
            (Key::F, Input::Freeze),
            (Key::Num7, Input::Digit(7)),
            (Key::G, Input::GoToBox),
            (Key::Tab, Input::Overview),
            (Key::O, Input::Overview),
            (Key::R, Input::BackToScript),
            (Key::L, Input::Laser),
            (Key::S, Input::Spotlight),
            (Key::D, Input::Pen),
            (Key::E, Input::Eraser),
            (Key::C, Input::ClearInk),
            (Key::Plus, Input::ZoomIn),
            (Key::Minus, Input::ZoomOut),
            (Key::Num0, Input::Digit(0)),
            (Key::T, Input::TimerToggle),
            (Key::X, Input::Swap),
            (Key::I, Input::Card),
            (Key::K, Input::Legend),
            (Key::Y, Input::Layers),
            (Key::Escape, Input::Escape),
            (Key::F5, Input::Resume),
        ] {
            assert_eq!(plain(pressed), [meant], "{pressed:?}");
        }
        for (pressed, modifiers, meant) in [
            (Key::Space, Modifiers::SHIFT, Input::Previous),
            (Key::Z, Modifiers::COMMAND, Input::Undo),
            (Key::T, Modifiers::COMMAND, Input::TimerReset),
            (
                Key::L,
                Modifiers::COMMAND | Modifiers::SHIFT,
                Input::Language,
            ),
        ] {
            assert_eq!(take(&mut vec![key(pressed, modifiers)], false), [meant]);
        }
    }

    #[test]
    fn a_sign_counts_once_whether_it_comes_as_key_as_text_or_as_both() {
        let text = || Event::Text(".".to_owned());
        let mut both = vec![key(Key::Period, Modifiers::NONE), text()];
        assert_eq!(take(&mut both, false), [Input::Black]);
        assert!(both.is_empty());
        assert_eq!(take(&mut vec![text()], false), [Input::Black]);
        for (sign, meant) in [
            ("。", Input::Black),
            ("，", Input::White),
            ("３", Input::Digit(3)),
        ] {
            assert_eq!(
                take(&mut vec![Event::Text(sign.to_owned())], false),
                [meant]
            );
        }
    }

    #[test]
    fn keys_of_a_layout_without_latin_letters_count_by_their_place() {
        let mut events = vec![Event::Key {
            key: Key::F35,
            physical_key: Some(Key::B),
            pressed: true,
            repeat: false,
            modifiers: Modifiers::NONE,
        }];
        assert_eq!(take(&mut events, false), [Input::Black]);
    }

    #[test]
    fn text_being_typed_is_left_alone_but_a_clicker_and_escape_get_through() {
        let mut events = vec![key(Key::B, Modifiers::NONE), Event::Text("b".to_owned())];
        assert_eq!(take(&mut events, true), []);
        assert_eq!(events.len(), 2);
        assert_eq!(
            take(&mut vec![key(Key::PageDown, Modifiers::NONE)], true),
            [Input::Next]
        );
        assert_eq!(
            take(&mut vec![key(Key::Escape, Modifiers::NONE)], true),
            [Input::Escape]
        );
    }

    #[test]
    fn a_key_that_is_held_down_does_not_race_through_the_slides() {
        let mut events = vec![Event::Key {
            key: Key::PageDown,
            physical_key: None,
            pressed: true,
            repeat: true,
            modifiers: Modifiers::NONE,
        }];
        assert_eq!(take(&mut events, false), []);
        assert!(events.is_empty());
    }
}
