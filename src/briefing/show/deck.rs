//! What the show needs to know of a briefing: how many slides, how many steps each, how long each should take.

/// One slide, as the show counts it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SlidePlan {
    /// Things that appear one by one after the first picture.
    pub builds: usize,
    /// `None`: no time is planned.
    pub planned_s: Option<u32>,
    /// Title and closing slides have none.
    pub map: bool,
}

/// At least one slide.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deck {
    slides: Vec<SlidePlan>,
}

/// A place in the script: slide and how many of its builds are shown, both counted from 0.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Step {
    pub slide: usize,
    pub build: usize,
}

impl Deck {
    /// `None` without slides: there is nothing to show.
    pub fn new(slides: Vec<SlidePlan>) -> Option<Self> {
        (!slides.is_empty()).then_some(Self { slides })
    }

    pub fn slides(&self) -> &[SlidePlan] {
        &self.slides
    }

    pub fn last(&self) -> usize {
        self.slides.len() - 1
    }

    /// The plan of a slide; of the last one for a number behind it.
    pub fn plan(&self, slide: usize) -> SlidePlan {
        self.slides[slide.min(self.last())]
    }

    pub fn holds(&self, step: Step) -> bool {
        step.slide < self.slides.len() && step.build <= self.plan(step.slide).builds
    }

    /// The nearest step that there is, for a deck that was edited meanwhile.
    pub fn nearest(&self, step: Step) -> Step {
        let slide = step.slide.min(self.last());
        Step {
            slide,
            build: step.build.min(self.plan(slide).builds),
        }
    }

    /// `None` at the very end.
    pub fn after(&self, step: Step) -> Option<Step> {
        if step.build < self.plan(step.slide).builds {
            Some(Step {
                build: step.build + 1,
                ..step
            })
        } else if step.slide < self.last() {
            Some(Step {
                slide: step.slide + 1,
                build: 0,
            })
        } else {
            None
        }
    }

    /// One build back; from the first picture of a slide to the last of the one before. `None` at the very start.
    pub fn before(&self, step: Step) -> Option<Step> {
        if step.build > 0 {
            Some(Step {
                build: step.build - 1,
                ..step
            })
        } else {
            let slide = step.slide.checked_sub(1)?;
            Some(Step {
                slide,
                build: self.plan(slide).builds,
            })
        }
    }

    /// Planned seconds of the slides before this one.
    pub fn planned_before_s(&self, slide: usize) -> u32 {
        self.slides
            .iter()
            .take(slide)
            .filter_map(|plan| plan.planned_s)
            .sum()
    }

    /// Planned seconds of all slides; 0 if nothing is planned.
    pub fn planned_s(&self) -> u32 {
        self.planned_before_s(self.slides.len())
    }
}
