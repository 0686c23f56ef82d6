//! The whole table of transitions: from every state that can be reached, every input leads to a defined state, and
//! none loses the slide.

use std::{
    collections::{HashSet, VecDeque},
    sync::LazyLock,
};

use super::{Curtain, Deck, Effect, Input, Message, Panel, Sight, SlidePlan, State, Step, Tool};

/// Slides with and without map and builds; enough for every kind of step.
fn deck() -> Deck {
    let slide = |builds, map| SlidePlan {
        builds,
        planned_s: Some(60),
        map,
    };
    Deck::new(vec![slide(0, false), slide(1, true), slide(0, true)]).unwrap()
}

/// Inputs whose results need no walk of their own, because what they switch decides nothing else or the same as one
/// that is followed. They are taken and checked from every state all the same.
fn is_followed(state: &State, input: Input) -> bool {
    match input {
        Input::Legend
        | Input::GoTo(_)
        | Input::White
        | Input::Spotlight
        | Input::Eraser
        | Input::GoToBox
        | Input::Search
        | Input::Layers => false,
        Input::Digit(digit) => digit == if state.digits.is_none() { 2 } else { 9 },
        _ => true,
    }
}

/// Walked once for all tests.
static REACHABLE: LazyLock<Vec<State>> = LazyLock::new(|| reachable(&deck()));

/// Every state that can be reached from the start.
fn reachable(deck: &Deck) -> Vec<State> {
    let start = State::new(Step::default());
    let mut known = HashSet::from([start]);
    let mut waiting = VecDeque::from([start]);
    let mut states = Vec::new();
    while let Some(state) = waiting.pop_front() {
        states.push(state);
        for input in Input::ALL {
            if !is_followed(&state, input) {
                continue;
            }
            let mut next = state;
            next.take(deck, input);
            if known.insert(next) {
                waiting.push_back(next);
            }
        }
    }
    states
}

fn is_defined(deck: &Deck, state: &State) -> bool {
    let sound = |sight: Sight| deck.holds(sight.step);
    let marked = match state.panel {
        Some(Panel::Overview { marked }) => marked <= deck.last(),
        Some(Panel::SendOrReturn) => state.frozen.is_some(),
        _ => true,
    };
    let still = state.running
        || (state.frozen.is_none()
            && state.curtain.is_none()
            && state.panel.is_none()
            && state.tool.is_none()
            && state.digits.is_none()
            && state.live == Sight::at(state.live.step));
    sound(state.live)
        && state.frozen.is_none_or(sound)
        && marked
        && still
        && (state.two_screens || state.frozen.is_none())
        && (state.panel.is_none() || state.digits.is_none())
        && (!state.pointing || matches!(state.tool, Some(Tool::Laser | Tool::Spotlight)))
}

/// Inputs that may lead to another slide; any other one that did would lose it.
fn may_move(before: &State, input: Input) -> bool {
    match input {
        Input::Next
        | Input::Previous
        | Input::Right
        | Input::Left
        | Input::Down
        | Input::Up
        | Input::Enter
        | Input::Backspace
        | Input::First
        | Input::Last
        | Input::GoTo(_)
        | Input::ClickEmpty
        | Input::ClickRegion => true,
        // Joining the audience where it is.
        Input::BackToScript => before.panel == Some(Panel::SendOrReturn),
        Input::Escape | Input::Screens { two: false } => before.frozen.is_some(),
        _ => false,
    }
}

#[test]
fn from_every_reachable_state_every_input_leads_to_a_defined_state_and_none_loses_the_slide() {
    let deck = deck();
    assert!(REACHABLE.len() > 10_000, "{} states", REACHABLE.len());
    for state in REACHABLE.iter() {
        for input in Input::ALL {
            let mut next = *state;
            let effects = next.take(&deck, input);
            let told = || format!("{input:?} from {state:?} to {next:?}");
            assert!(is_defined(&deck, &next), "{}", told());
            let moved = next.live.step != state.live.step;
            assert!(!moved || may_move(state, input), "{}", told());
            let stays_running = next.running || !state.running || input == Input::Escape;
            assert!(stays_running, "{}", told());
            // What moved the audience's picture says so to those who draw it.
            let brings = |effect: &Effect| {
                matches!(
                    effect,
                    Effect::Stage { .. } | Effect::Reveal | Effect::Return
                )
            };
            assert!(!moved || effects.iter().any(brings), "{}", told());
        }
    }
}

#[test]
fn from_every_reachable_state_escape_ends_outside_and_f5_returns_to_the_very_slide() {
    let deck = deck();
    for &state in REACHABLE.iter().filter(|state| state.running) {
        let audience = state.audience().step;
        let mut left = state;
        let mut presses = 0;
        while left.running {
            left.take(&deck, Input::Escape);
            presses += 1;
            assert!(presses <= 10, "Escape does not leave from {state:?}");
        }
        assert_eq!(left.live.step, audience, "from {state:?}");
        let effects = left.take(&deck, Input::Resume);
        assert_eq!(effects, [Effect::Stage { cut: true }]);
        assert_eq!(left.live, Sight::at(audience));
    }
}

#[test]
fn from_every_reachable_state_a_clicker_is_harmless_and_gets_on() {
    let deck = deck();
    for &state in REACHABLE.iter().filter(|state| state.running) {
        // The button that starts and ends a show sends F5 and Escape in turn.
        let mut toggled = state;
        toggled.take(&deck, Input::Resume);
        assert_eq!(toggled, state, "F5 while the show runs does nothing");
        toggled.take(&deck, Input::Escape);
        toggled.take(&deck, Input::Resume);
        assert!(toggled.running);
        // Page Down gets to the last slide from anywhere, whatever is open or covers the picture.
        let mut on = state;
        for _ in 0..8 {
            on.take(&deck, Input::Next);
        }
        let arrived = on.live.step.slide == deck.last();
        assert!(
            arrived && on.curtain.is_none() && on.panel.is_none(),
            "from {state:?}"
        );
        // Black and back is what it was, but for what was open over it.
        let mut black = state;
        black.curtain = None;
        let step = black.live.step;
        black.take(&deck, Input::Black);
        assert_eq!(black.curtain, Some(Curtain::Black));
        black.take(&deck, Input::Next);
        assert_eq!((black.curtain, black.live.step), (None, step));
    }
}

#[test]
fn from_every_reachable_state_back_to_script_is_the_slide_as_the_script_has_it() {
    let deck = deck();
    for &state in REACHABLE.iter().filter(|state| state.running) {
        let mut back = state;
        let effects = back.take(&deck, Input::BackToScript);
        if state.panel == Some(Panel::SendOrReturn) {
            assert_eq!(Some(back.live), state.frozen, "from {state:?}");
            assert_eq!(back.frozen, None);
            continue;
        }
        assert!(!back.live.is_off_script(), "from {state:?}");
        assert_eq!(back.live.step, state.live.step);
        let staged = effects == [Effect::Stage { cut: false }];
        assert_eq!(staged, state.live.is_off_script(), "from {state:?}");
    }
}

// ---- The rules one by one

fn running(two: bool) -> State {
    let mut state = State::new(Step::default());
    state.take(&deck(), Input::Screens { two });
    state.take(&deck(), Input::Resume);
    state
}

fn press(state: &mut State, inputs: &[Input]) -> Vec<Effect> {
    let mut effects = Vec::new();
    for input in inputs {
        effects = state.take(&deck(), *input);
    }
    effects
}

fn step(slide: usize, build: usize) -> Step {
    Step { slide, build }
}

#[test]
fn next_reveals_builds_first_and_previous_comes_to_a_slide_with_all_of_them() {
    let mut state = running(false);
    press(&mut state, &[Input::Next]);
    assert_eq!(state.live.step, step(1, 0));
    assert_eq!(press(&mut state, &[Input::Next])[1], Effect::Reveal);
    assert_eq!(state.live.step, step(1, 1));
    press(&mut state, &[Input::Next, Input::Previous]);
    assert_eq!(state.live.step, step(1, 1));
    press(&mut state, &[Input::Last]);
    let end = press(&mut state, &[Input::Next]);
    assert_eq!(end, [Effect::Tell(Message::LastSlide)]);
    press(&mut state, &[Input::First]);
    let start = press(&mut state, &[Input::Previous]);
    assert_eq!(start, [Effect::Tell(Message::FirstSlide)]);
}

#[test]
fn next_wakes_from_black_and_white_first_and_moves_on_the_second_press() {
    for key in [Input::Black, Input::White] {
        let mut state = running(false);
        press(&mut state, &[key, Input::Next]);
        assert_eq!((state.curtain, state.live.step), (None, step(0, 0)));
        press(&mut state, &[Input::Next]);
        assert_eq!(state.live.step, step(1, 0));
        press(&mut state, &[key, key]);
        assert_eq!(state.curtain, None);
    }
}

#[test]
fn digits_and_enter_jump_and_a_number_without_a_slide_stays() {
    let mut state = running(false);
    press(&mut state, &[Input::Digit(3)]);
    assert_eq!(state.digits.map(|digits| digits.number), Some(3));
    press(&mut state, &[Input::Enter]);
    assert_eq!(state.live.step, step(2, 0));
    press(&mut state, &[Input::Digit(1), Input::Digit(2)]);
    let nothing = press(&mut state, &[Input::Enter]);
    assert_eq!(nothing, [Effect::Tell(Message::NoSuchSlide(12))]);
    assert_eq!((state.live.step, state.digits), (step(2, 0), None));
    press(
        &mut state,
        &[Input::Digit(1), Input::Digit(2), Input::Backspace],
    );
    press(&mut state, &[Input::Enter]);
    assert_eq!(state.live.step, step(0, 0));
    press(&mut state, &[Input::Digit(9); 9]);
    assert_eq!(state.digits.map(|digits| digits.number), Some(9999));
    press(&mut state, &[Input::Escape]);
    assert!(state.running && state.digits.is_none());
}

#[test]
fn a_frozen_audience_stays_and_is_sent_what_the_presenter_found_or_keeps_what_it_has() {
    let mut state = running(true);
    press(&mut state, &[Input::Next]);
    assert_eq!(press(&mut state, &[Input::Freeze]), [Effect::Hold]);
    press(&mut state, &[Input::ClickSite, Input::ZoomIn]);
    assert_eq!(state.audience(), Sight::at(step(1, 0)));
    assert!(state.live.is_off_script() && state.live.card);
    press(&mut state, &[Input::Freeze]);
    assert_eq!(state.panel, Some(Panel::SendOrReturn));
    let mut sent = state;
    assert_eq!(press(&mut sent, &[Input::Enter]), [Effect::Send]);
    assert_eq!(sent.audience(), state.live);
    let mut sent_with_f = state;
    assert_eq!(press(&mut sent_with_f, &[Input::Freeze]), [Effect::Send]);
    let mut returned = state;
    assert_eq!(
        press(&mut returned, &[Input::BackToScript]),
        [Effect::Return]
    );
    assert_eq!(returned.live, Sight::at(step(1, 0)));
    let mut stays = state;
    press(&mut stays, &[Input::Escape]);
    assert_eq!((stays.panel, stays.frozen), (None, state.frozen));
    // Without having looked around there is nothing to ask.
    let mut quick = running(true);
    press(&mut quick, &[Input::Freeze]);
    assert_eq!(press(&mut quick, &[Input::Freeze]), [Effect::Send]);
}

#[test]
fn freezing_needs_a_second_screen_and_losing_it_shows_what_the_audience_saw() {
    let mut one = running(false);
    let told = press(&mut one, &[Input::Freeze]);
    assert_eq!(told, [Effect::Tell(Message::FreezeNeedsTwoScreens)]);
    let mut two = running(true);
    press(&mut two, &[Input::Next, Input::Freeze, Input::ClickSite]);
    let effects = press(&mut two, &[Input::Screens { two: false }]);
    assert_eq!(effects[0], Effect::Return);
    assert_eq!((two.live, two.frozen), (Sight::at(step(1, 0)), None));
}

#[test]
fn back_to_script_brings_back_the_card_as_it_was_left() {
    let mut state = running(false);
    press(&mut state, &[Input::Next, Input::Card]);
    press(
        &mut state,
        &[Input::Found, Input::Escape, Input::BackToScript],
    );
    assert!(state.live.card);
    let mut closed = running(false);
    press(
        &mut closed,
        &[Input::Next, Input::ClickSite, Input::BackToScript],
    );
    assert!(!closed.live.card);
}

#[test]
fn a_card_that_opens_over_the_slide_frames_it_anew_and_leaves_a_stray_view_alone() {
    let mut state = running(false);
    for _ in 0..2 {
        assert_eq!(press(&mut state, &[Input::Card]), [Effect::ResetCamera]);
        assert_eq!(state.live.step, step(0, 0));
    }
    press(&mut state, &[Input::Next, Input::ZoomIn]);
    assert_eq!(press(&mut state, &[Input::Card]), []);
}

#[test]
fn zoom_zero_comes_back_to_the_slides_view() {
    let mut state = running(false);
    press(&mut state, &[Input::Next, Input::ZoomIn]);
    assert!(state.live.moved);
    assert_eq!(
        press(&mut state, &[Input::Digit(0)]),
        [Effect::Stage { cut: false }]
    );
    assert!(!state.live.is_off_script());
    press(&mut state, &[Input::Found, Input::ZoomIn]);
    assert_eq!(
        press(&mut state, &[Input::ZoomReset]),
        [Effect::ResetCamera]
    );
    assert!(state.live.strayed && state.live.card);
    let mut title = running(false);
    assert_eq!(press(&mut title, &[Input::ZoomIn]), []);
}

#[test]
fn a_click_on_the_empty_map_is_next_and_one_on_a_site_opens_its_card() {
    let mut state = running(false);
    press(&mut state, &[Input::ClickEmpty]);
    assert_eq!(state.live.step, step(1, 0));
    press(&mut state, &[Input::ClickSite]);
    assert_eq!((state.live.step, state.live.card), (step(1, 0), true));
    // Off the script regions answer too; on it a click on one is a click on the map.
    press(&mut state, &[Input::ClickRegion]);
    assert_eq!(state.live.step, step(1, 0));
    press(&mut state, &[Input::BackToScript, Input::ClickRegion]);
    assert_eq!(state.live.step, step(1, 1));
}

#[test]
fn the_overview_is_walked_with_the_arrows_and_left_with_enter() {
    let mut state = running(false);
    press(&mut state, &[Input::Overview, Input::Right, Input::Right]);
    assert_eq!(state.panel, Some(Panel::Overview { marked: 2 }));
    assert_eq!(state.live.step, step(0, 0));
    press(&mut state, &[Input::Enter]);
    assert_eq!((state.panel, state.live.step), (None, step(2, 0)));
    press(
        &mut state,
        &[Input::Overview, Input::Up, Input::Up, Input::Overview],
    );
    assert_eq!((state.panel, state.live.step), (None, step(2, 0)));
}

#[test]
fn escape_closes_the_innermost_first() {
    let mut state = running(true);
    press(&mut state, &[Input::Next, Input::Black, Input::Freeze]);
    press(
        &mut state,
        &[Input::ClickSite, Input::Laser, Input::Digit(4)],
    );
    let mut seen = Vec::new();
    while state.running {
        press(&mut state, &[Input::Escape]);
        seen.push((
            state.digits.is_some(),
            state.tool.is_some(),
            state.live.card,
            state.curtain.is_some(),
            state.frozen.is_some(),
            state.running,
        ));
    }
    assert_eq!(
        seen,
        [
            (false, true, true, true, true, true),
            (false, false, true, true, true, true),
            (false, false, false, true, true, true),
            (false, false, false, false, true, true),
            (false, false, false, false, false, true),
            (false, false, false, false, false, false),
        ]
    );
    assert_eq!(state.live.step, step(1, 0));
}
