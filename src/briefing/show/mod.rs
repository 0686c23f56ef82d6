//! The show as a state machine: inputs and the clock in, state and effects out. Draws nothing and reads no clock.

mod deck;
mod ink;
mod input;
mod record;
mod screens;
mod state;
mod timer;
#[cfg(test)]
mod transitions;

pub use deck::{Deck, SlidePlan, Step};
pub use ink::{Ink, Stroke};
pub use input::Input;
pub use record::{Line, Record, Seen, Showing, csv as record_csv, markdown as record_markdown};
pub use screens::{Arrangement, Screen, Screens};
pub use state::{Curtain, Digits, Effect, Message, OVERVIEW_COLUMNS, Panel, Sight, State, Tool};
pub use timer::{Pace, SlideTimes, Timer};

use crate::atlas::PlaceId;

/// Laser, spotlight, controls and the pointer itself vanish after resting so long, in seconds.
pub const POINTER_REST_S: f64 = 3.0;

/// A show of one briefing: the state and what belongs to it but is not needed to decide what a key does.
#[derive(Debug)]
pub struct Show {
    deck: Deck,
    state: State,
    timer: Timer,
    times: SlideTimes,
    record: Record,
    ink: Ink,
    message: Option<Message>,
    pointer_moved_s: Option<f64>,
}

impl Show {
    /// Starts when it is told [`Input::Resume`].
    pub fn new(deck: Deck, slide: usize) -> Self {
        let step = deck.nearest(Step { slide, build: 0 });
        Self {
            state: State::new(step),
            timer: Timer::default(),
            times: SlideTimes::default(),
            record: Record::default(),
            ink: Ink::default(),
            message: None,
            pointer_moved_s: None,
            deck,
        }
    }

    pub fn state(&self) -> &State {
        &self.state
    }

    pub fn deck(&self) -> &Deck {
        &self.deck
    }

    pub fn timer(&self) -> &Timer {
        &self.timer
    }

    pub fn times(&self) -> &SlideTimes {
        &self.times
    }

    pub fn record(&self) -> &Record {
        &self.record
    }

    pub fn ink(&self) -> &Ink {
        &self.ink
    }

    pub fn ink_mut(&mut self) -> &mut Ink {
        &mut self.ink
    }

    /// What the last input had to say to the presenter.
    pub fn message(&self) -> Option<Message> {
        self.message
    }

    /// Slides were edited meanwhile: the show stays on its slide, or as near as the new deck allows. `moved` says where
    /// a slide of the old deck stands now; `None` if it is gone.
    pub fn fit(&mut self, deck: Deck, moved: impl Fn(usize) -> Option<usize>) {
        let follow = |step: Step| {
            let slide = moved(step.slide).unwrap_or(step.slide);
            deck.nearest(Step { slide, ..step })
        };
        self.state.live.step = follow(self.state.live.step);
        if let Some(held) = &mut self.state.frozen {
            held.step = follow(held.step);
        }
        self.times.follow(&moved);
        self.ink.follow(&moved);
        self.deck = deck;
    }

    /// Forgets what the audience saw until now.
    pub fn drop_record(&mut self) {
        self.record = Record::default();
    }

    /// Takes one input at `now_s`, in seconds of a clock that only the difference matters of.
    pub fn take(&mut self, input: Input, now_s: f64) -> Vec<Effect> {
        self.count_time(now_s);
        match input {
            Input::PointerMoved => self.pointer_moved_s = Some(now_s),
            Input::PointerRested => {}
            _ => self.message = None,
        }
        let was_running = self.state.running;
        let effects = self.state.take(&self.deck, input);
        for effect in &effects {
            self.perform(*effect, now_s);
        }
        if self.state.running && !was_running {
            self.timer.resume(now_s);
        }
        effects
    }

    fn perform(&mut self, effect: Effect, now_s: f64) {
        match effect {
            Effect::StartTimer => self.timer.start_once(now_s),
            Effect::ToggleTimer => self.timer.toggle(now_s),
            Effect::ResetTimer => {
                self.timer.reset(now_s);
                self.times.reset();
            }
            Effect::ClearInk => self.ink.clear(self.state.live.step.slide),
            Effect::UndoInk => self.ink.undo(self.state.live.step.slide),
            Effect::Tell(message) => self.message = Some(message),
            Effect::Leave => {
                self.timer.pause(now_s);
                self.record.end(now_s);
            }
            _ => {}
        }
    }

    /// Puts the time since the last call on the slide, and writes down what the audience sees from now on:
    /// `place` is the one whose facts are open there off the script.
    pub fn tick(&mut self, place: Option<&PlaceId>, now_s: f64) {
        self.count_time(now_s);
        if !self.state.running {
            return;
        }
        let seen = match self.state.curtain {
            Some(Curtain::Black) => Seen::Black,
            Some(Curtain::White) => Seen::White,
            None => {
                let sight = self.state.audience();
                if sight.is_off_script() {
                    Seen::OffScript {
                        slide: sight.step.slide,
                        place: place.cloned(),
                    }
                } else {
                    Seen::Slide(sight.step)
                }
            }
        };
        self.record.note(seen, now_s);
    }

    fn count_time(&mut self, now_s: f64) {
        let elapsed = self.timer.elapsed_s(now_s);
        self.times.count(self.state.live.step.slide, elapsed);
    }

    pub fn pace(&self, now_s: f64) -> Pace {
        let elapsed = self.timer.elapsed_s(now_s);
        Pace::of(&self.deck, self.state.live.step.slide, elapsed)
    }

    /// Seconds until the pointer has rested long enough to vanish; `None` if it has.
    pub fn pointer_rests_in_s(&self, now_s: f64) -> Option<f64> {
        let rests = self.pointer_moved_s? + POINTER_REST_S - now_s;
        (rests > 0.0).then_some(rests)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn show() -> Show {
        let slide = |builds| SlidePlan {
            builds,
            planned_s: Some(60),
            map: true,
        };
        Show::new(Deck::new(vec![slide(0), slide(2), slide(0)]).unwrap(), 0)
    }

    #[test]
    fn the_timer_starts_by_itself_on_the_first_next_and_rests_while_the_show_is_left() {
        let mut show = show();
        show.take(Input::Resume, 0.0);
        assert_eq!(show.timer().elapsed_s(20.0), 0.0);
        show.take(Input::Next, 20.0);
        assert_eq!(show.timer().elapsed_s(30.0), 10.0);
        show.take(Input::Escape, 30.0);
        show.take(Input::Resume, 100.0);
        assert_eq!(show.timer().elapsed_s(105.0), 15.0);
        assert_eq!(show.state().live.step, Step { slide: 1, build: 0 });
    }

    #[test]
    fn what_the_audience_saw_is_written_down_with_times() {
        let mut show = show();
        show.take(Input::Resume, 0.0);
        show.tick(None, 0.0);
        show.take(Input::Next, 10.0);
        show.tick(None, 10.0);
        show.take(Input::Black, 15.0);
        show.tick(None, 15.0);
        show.take(Input::Next, 20.0);
        show.take(Input::ClickSite, 22.0);
        let place = PlaceId::new("yangshan");
        show.tick(Some(&place), 22.0);
        show.take(Input::BackToScript, 30.0);
        show.tick(None, 30.0);
        let seen: Vec<_> = show
            .record()
            .showings()
            .iter()
            .map(|showing| (showing.from_s, showing.seen.clone()))
            .collect();
        let slide = |slide, build| Seen::Slide(Step { slide, build });
        let off = Seen::OffScript {
            slide: 1,
            place: Some(place),
        };
        assert_eq!(
            seen,
            [
                (0.0, slide(0, 0)),
                (10.0, slide(1, 0)),
                (15.0, Seen::Black),
                (22.0, off),
                (30.0, slide(1, 0)),
            ]
        );
    }

    #[test]
    fn while_frozen_only_what_the_audience_sees_is_written_down() {
        let mut show = show();
        show.take(Input::Screens { two: true }, 0.0);
        show.take(Input::Resume, 0.0);
        show.tick(None, 0.0);
        show.take(Input::Freeze, 1.0);
        for (time, input) in [(2.0, Input::Next), (3.0, Input::ClickSite)] {
            show.take(input, time);
            show.tick(Some(&PlaceId::new("suzhou")), time);
        }
        assert_eq!(show.record().showings().len(), 1);
    }

    #[test]
    fn the_pointer_vanishes_after_three_seconds_of_rest() {
        let mut show = show();
        show.take(Input::Resume, 0.0);
        show.take(Input::Laser, 0.0);
        show.take(Input::PointerMoved, 5.0);
        assert!(show.state().pointing);
        assert_eq!(show.pointer_rests_in_s(6.0), Some(2.0));
        assert_eq!(show.pointer_rests_in_s(8.5), None);
        show.take(Input::PointerRested, 8.5);
        assert!(!show.state().pointing);
    }

    #[test]
    fn a_deck_that_became_shorter_keeps_the_nearest_slide() {
        let mut show = show();
        show.take(Input::Resume, 0.0);
        show.take(Input::Last, 1.0);
        show.fit(Deck::new(vec![SlidePlan::default()]).unwrap(), |_| None);
        assert_eq!(show.state().live.step, Step::default());
    }

    #[test]
    fn a_show_finds_its_slide_with_time_and_ink_again_where_it_was_moved_to() {
        let mut show = show();
        show.take(Input::Resume, 0.0);
        show.take(Input::Next, 0.0);
        let at = crate::atlas::Position {
            longitude: 121.5,
            latitude: 31.2,
        };
        show.ink_mut().begin(1, at);
        show.take(Input::Escape, 7.0);
        let deck = show.deck().clone();
        show.fit(deck, |slide| [Some(1), Some(0), None][slide]);
        assert_eq!(show.state().live.step.slide, 0);
        assert_eq!((show.times().of(0), show.times().of(1)), (7.0, 0.0));
        assert_eq!(show.ink().strokes(0).len(), 1);
        assert!(show.ink().strokes(1).is_empty());
    }

    #[test]
    fn ink_is_kept_per_slide_and_undone_stroke_by_stroke() {
        let mut show = show();
        show.take(Input::Resume, 0.0);
        let at = crate::atlas::Position {
            longitude: 121.5,
            latitude: 31.2,
        };
        show.ink_mut().begin(0, at);
        show.ink_mut().begin(0, at);
        show.take(Input::Undo, 1.0);
        assert_eq!(show.ink().strokes(0).len(), 1);
        show.take(Input::Next, 2.0);
        show.take(Input::ClearInk, 3.0);
        assert_eq!(show.ink().strokes(0).len(), 1);
        show.take(Input::Previous, 4.0);
        show.take(Input::ClearInk, 5.0);
        assert!(show.ink().strokes(0).is_empty());
        show.take(Input::Undo, 6.0);
        assert_eq!(show.ink().strokes(0).len(), 1);
    }
}
