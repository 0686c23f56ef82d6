//! The presenter's stopwatch, the pace against the plan, and how long each slide was on.

use super::deck::Deck;

/// Off pace by more than this asks for attention, in seconds.
const TOLERANCE_S: f64 = 60.0;

/// Counts while it runs; times of the clock come in, in seconds.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Timer {
    /// Counted before the present run.
    counted_s: f64,
    /// Start of the present run.
    since_s: Option<f64>,
    /// It has been started once: Next does not start it again.
    used: bool,
}

impl Timer {
    pub fn elapsed_s(&self, now_s: f64) -> f64 {
        self.counted_s + self.since_s.map_or(0.0, |since| (now_s - since).max(0.0))
    }

    /// Whether it was started since it was last reset.
    pub fn is_used(&self) -> bool {
        self.used
    }

    pub fn is_running(&self) -> bool {
        self.since_s.is_some()
    }

    /// The first Next of a show.
    pub fn start_once(&mut self, now_s: f64) {
        if !self.used {
            self.used = true;
            self.since_s = Some(now_s);
        }
    }

    pub fn toggle(&mut self, now_s: f64) {
        if self.is_running() {
            self.pause(now_s);
        } else {
            self.used = true;
            self.since_s = Some(now_s);
        }
    }

    pub fn pause(&mut self, now_s: f64) {
        self.counted_s = self.elapsed_s(now_s);
        self.since_s = None;
    }

    pub fn resume(&mut self, now_s: f64) {
        if self.used && !self.is_running() {
            self.since_s = Some(now_s);
        }
    }

    /// Back to nothing; it goes on running if it runs, and else waits for the first Next.
    pub fn reset(&mut self, now_s: f64) {
        let running = self.is_running();
        *self = Self {
            counted_s: 0.0,
            since_s: running.then_some(now_s),
            used: running,
        };
    }
}

/// How the show stands against its plan.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Pace {
    /// Nothing is planned, or the timer has not been started.
    Unplanned,
    OnPace,
    /// By so many seconds more than the slide allows.
    Late(f64),
    /// By so many seconds before the slide was due.
    Early(f64),
    /// By so many seconds over the whole.
    Overtime(f64),
}

impl Pace {
    pub fn of(deck: &Deck, slide: usize, elapsed_s: f64) -> Self {
        let whole = f64::from(deck.planned_s());
        if whole <= 0.0 || elapsed_s <= 0.0 {
            return Self::Unplanned;
        }
        if elapsed_s > whole {
            return Self::Overtime(elapsed_s - whole);
        }
        let due = f64::from(deck.planned_before_s(slide));
        let end = f64::from(deck.planned_before_s(slide + 1));
        if elapsed_s > end {
            Self::Late(elapsed_s - end)
        } else if elapsed_s < due {
            Self::Early(due - elapsed_s)
        } else {
            Self::OnPace
        }
    }

    /// Amber: more than a minute off.
    pub fn asks_for_attention(&self) -> bool {
        matches!(self, Self::Late(by) | Self::Early(by) if *by > TOLERANCE_S)
    }
}

/// Seconds that each slide was on while the timer ran.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SlideTimes {
    spent_s: Vec<f64>,
    /// Elapsed time of the timer up to which it has been counted.
    counted_s: f64,
}

impl SlideTimes {
    /// Puts what has passed since the last call on this slide.
    pub fn count(&mut self, slide: usize, elapsed_s: f64) {
        if self.spent_s.len() <= slide {
            self.spent_s.resize(slide + 1, 0.0);
        }
        self.spent_s[slide] += (elapsed_s - self.counted_s).max(0.0);
        self.counted_s = elapsed_s;
    }

    pub fn reset(&mut self) {
        *self = Self::default();
    }

    /// Slides stand elsewhere now; of those that are gone the time is forgotten.
    pub fn follow(&mut self, moved: impl Fn(usize) -> Option<usize>) {
        let old = std::mem::take(&mut self.spent_s);
        for (slide, spent_s) in old.into_iter().enumerate() {
            if let Some(slide) = moved(slide) {
                if self.spent_s.len() <= slide {
                    self.spent_s.resize(slide + 1, 0.0);
                }
                self.spent_s[slide] += spent_s;
            }
        }
    }

    pub fn of(&self, slide: usize) -> f64 {
        self.spent_s.get(slide).copied().unwrap_or_default()
    }

    pub fn whole_s(&self) -> f64 {
        self.spent_s.iter().sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::briefing::show::deck::SlidePlan;

    fn deck() -> Deck {
        let slide = |planned_s| SlidePlan {
            planned_s: Some(planned_s),
            ..SlidePlan::default()
        };
        Deck::new(vec![slide(60), slide(120), slide(120)]).unwrap()
    }

    #[test]
    fn the_timer_starts_with_the_first_next_and_not_again_after_a_pause() {
        let mut timer = Timer::default();
        assert_eq!(timer.elapsed_s(50.0), 0.0);
        timer.start_once(100.0);
        assert_eq!(timer.elapsed_s(130.0), 30.0);
        timer.toggle(130.0);
        timer.start_once(200.0);
        assert_eq!(timer.elapsed_s(300.0), 30.0);
        timer.toggle(300.0);
        assert_eq!(timer.elapsed_s(305.0), 35.0);
        timer.reset(305.0);
        assert_eq!(timer.elapsed_s(306.0), 1.0);
    }

    #[test]
    fn a_clock_that_jumps_back_takes_nothing_away() {
        let mut timer = Timer::default();
        timer.start_once(100.0);
        assert_eq!(timer.elapsed_s(90.0), 0.0);
    }

    #[test]
    fn pace_is_on_within_the_slide_amber_over_a_minute_off_and_overtime_at_the_end() {
        let deck = deck();
        assert_eq!(Pace::of(&deck, 0, 30.0), Pace::OnPace);
        assert_eq!(Pace::of(&deck, 0, 90.0), Pace::Late(30.0));
        assert!(!Pace::of(&deck, 0, 120.0).asks_for_attention());
        assert!(Pace::of(&deck, 0, 121.0).asks_for_attention());
        assert_eq!(Pace::of(&deck, 2, 30.0), Pace::Early(150.0));
        assert!(Pace::of(&deck, 2, 30.0).asks_for_attention());
        assert_eq!(Pace::of(&deck, 2, 310.0), Pace::Overtime(10.0));
        assert_eq!(Pace::of(&deck, 2, 0.0), Pace::Unplanned);
    }

    #[test]
    fn the_time_of_each_slide_adds_up_to_the_whole() {
        let mut times = SlideTimes::default();
        times.count(0, 12.0);
        times.count(1, 40.0);
        times.count(0, 45.0);
        assert_eq!((times.of(0), times.of(1), times.of(7)), (17.0, 28.0, 0.0));
        assert_eq!(times.whole_s(), 45.0);
    }
}
