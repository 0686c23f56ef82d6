//! Which screen the audience looks at. Screens come and go during a show: the audience's one is remembered by its
//! name, and with one screen left nobody but the audience is assumed to look at it.

/// A screen of the desktop.
#[derive(Clone, Debug, PartialEq)]
pub struct Screen {
    /// Its place in the list of the window system.
    pub index: usize,
    pub name: String,
    /// Left, top, width, height, in pixels of the desktop.
    pub bounds: [i32; 4],
}

/// What is shown where.
#[derive(Clone, Debug, PartialEq)]
pub enum Arrangement {
    /// The one screen there is gets the clean picture: it may be the projector, so no notes.
    One,
    /// Numbers in the list of the window system.
    Two { audience: usize, presenter: usize },
}

/// The screens as last seen, and the choice of the presenter.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Screens {
    known: Vec<Screen>,
    /// Name of the audience's screen; it stays chosen while it is unplugged.
    audience: Option<String>,
    /// Name of the screen that the presenter's window was on.
    presenter: Option<String>,
}

impl Screens {
    pub fn known(&self) -> &[Screen] {
        &self.known
    }

    /// Takes in what screens there are, and the middle of the presenter's window. Whether anything changed.
    pub fn see(&mut self, found: Vec<Screen>, window: Option<[i32; 2]>) -> bool {
        let found = without_mirrors(found);
        if found == self.known {
            return false;
        }
        self.known = found;
        let names = |name: &Option<String>| {
            name.as_ref()
                .is_some_and(|name| self.known.iter().any(|screen| screen.name == *name))
        };
        if self.known.len() >= 2 {
            if !names(&self.audience) {
                // The presenter stays where the window is; a screen that is new is the audience's.
                let stays = self.presenter.clone().filter(|_| names(&self.presenter));
                let here = stays.or_else(|| self.name_at(window));
                let here = here.unwrap_or_else(|| self.known[0].name.clone());
                self.audience = self.other_than(&here);
                self.presenter = Some(here);
            } else if !names(&self.presenter) || self.presenter == self.audience {
                self.presenter = self
                    .audience
                    .as_ref()
                    .and_then(|audience| self.other_than(audience));
            }
        }
        true
    }

    pub fn arrangement(&self) -> Arrangement {
        let index = |name: &Option<String>| {
            let name = name.as_ref()?;
            let screen = self.known.iter().find(|screen| screen.name == *name)?;
            Some(screen.index)
        };
        match (index(&self.audience), index(&self.presenter)) {
            (Some(audience), Some(presenter)) if audience != presenter => Arrangement::Two {
                audience,
                presenter,
            },
            _ => Arrangement::One,
        }
    }

    /// Audience and presenter change places; with more than two screens the audience goes on to the next one.
    pub fn swap(&mut self) {
        if self.known.len() == 2 {
            std::mem::swap(&mut self.audience, &mut self.presenter);
        } else if self.known.len() > 2 {
            let at = |name: &Option<String>| {
                self.known
                    .iter()
                    .position(|screen| Some(&screen.name) == name.as_ref())
            };
            let (from, taken) = (at(&self.audience).unwrap_or(0), at(&self.presenter));
            let next = (1..self.known.len())
                .map(|step| (from + step) % self.known.len())
                .find(|index| Some(*index) != taken);
            if let Some(next) = next {
                self.audience = Some(self.known[next].name.clone());
            }
        }
    }

    /// This one is the audience's; if it was the presenter's, they change places.
    pub fn choose_audience(&mut self, name: &str) {
        if self.presenter.as_deref() == Some(name) {
            self.presenter.clone_from(&self.audience);
        }
        self.audience = Some(name.to_owned());
    }

    /// Left, top, width, height of a screen, in pixels of the desktop.
    pub fn bounds(&self, index: usize) -> Option<[i32; 4]> {
        let screen = self.known.iter().find(|screen| screen.index == index)?;
        Some(screen.bounds)
    }

    pub fn audience_name(&self) -> Option<&str> {
        self.audience.as_deref()
    }

    fn other_than(&self, name: &str) -> Option<String> {
        let other = self.known.iter().find(|screen| screen.name != name)?;
        Some(other.name.clone())
    }

    fn name_at(&self, point: Option<[i32; 2]>) -> Option<String> {
        let [x, y] = point?;
        let here = self.known.iter().find(|screen| {
            let [left, top, width, height] = screen.bounds;
            (left..left + width).contains(&x) && (top..top + height).contains(&y)
        })?;
        Some(here.name.clone())
    }
}

/// Screens that show the same part of the desktop are one.
fn without_mirrors(found: Vec<Screen>) -> Vec<Screen> {
    let mut screens: Vec<Screen> = Vec::new();
    for screen in found {
        let [left, top, ..] = screen.bounds;
        let mirrored = |known: &Screen| known.bounds[..2] == [left, top];
        if !screens.iter().any(mirrored) {
            screens.push(screen);
        }
    }
    screens
}

#[cfg(test)]
mod tests {
    use super::*;

    fn laptop(index: usize) -> Screen {
        Screen {
            index,
            name: "laptop".to_owned(),
            bounds: [0, 0, 1280, 800],
        }
    }

    fn beamer(index: usize) -> Screen {
        Screen {
            index,
            name: "beamer".to_owned(),
            bounds: [1280, 0, 1920, 1080],
        }
    }

    const ON_LAPTOP: Option<[i32; 2]> = Some([600, 400]);
    const ON_BEAMER: Option<[i32; 2]> = Some([2000, 400]);

    #[test]
    fn the_audience_gets_the_screen_that_the_window_is_not_on() {
        for (window, audience, presenter) in [(ON_LAPTOP, 1, 0), (ON_BEAMER, 0, 1), (None, 1, 0)] {
            let mut screens = Screens::default();
            assert!(screens.see(vec![laptop(0), beamer(1)], window));
            let two = Arrangement::Two {
                audience,
                presenter,
            };
            assert_eq!(screens.arrangement(), two);
            assert!(!screens.see(vec![laptop(0), beamer(1)], window));
        }
    }

    #[test]
    fn one_screen_and_mirrored_ones_show_the_clean_picture() {
        let mut screens = Screens::default();
        screens.see(vec![laptop(0)], ON_LAPTOP);
        assert_eq!(screens.arrangement(), Arrangement::One);
        let mirrored = Screen {
            bounds: [0, 0, 1920, 1080],
            ..beamer(1)
        };
        screens.see(vec![laptop(0), mirrored], ON_LAPTOP);
        assert_eq!(screens.arrangement(), Arrangement::One);
    }

    #[test]
    fn notes_never_go_to_the_audiences_screen_when_screens_come_and_go() {
        let mut screens = Screens::default();
        screens.see(vec![laptop(0), beamer(1)], ON_LAPTOP);
        // The laptop's own screen vanishes: the window is moved to the beamer by the desktop.
        screens.see(vec![beamer(0)], ON_BEAMER);
        assert_eq!(screens.arrangement(), Arrangement::One);
        screens.see(vec![beamer(0), laptop(1)], ON_BEAMER);
        let expected = Arrangement::Two {
            audience: 0,
            presenter: 1,
        };
        assert_eq!(screens.arrangement(), expected);
        // The beamer's cable falls out and is put back.
        screens.see(vec![laptop(0)], ON_LAPTOP);
        assert_eq!(screens.arrangement(), Arrangement::One);
        screens.see(vec![laptop(0), beamer(1)], ON_LAPTOP);
        let expected = Arrangement::Two {
            audience: 1,
            presenter: 0,
        };
        assert_eq!(screens.arrangement(), expected);
    }

    #[test]
    fn a_screen_that_is_plugged_in_during_the_show_is_the_audiences() {
        let mut screens = Screens::default();
        screens.see(vec![laptop(0)], ON_LAPTOP);
        screens.see(vec![beamer(0), laptop(1)], ON_LAPTOP);
        let expected = Arrangement::Two {
            audience: 0,
            presenter: 1,
        };
        assert_eq!(screens.arrangement(), expected);
    }

    #[test]
    fn screens_are_swapped_and_chosen() {
        let mut screens = Screens::default();
        screens.see(vec![laptop(0), beamer(1)], ON_LAPTOP);
        screens.swap();
        let swapped = Arrangement::Two {
            audience: 0,
            presenter: 1,
        };
        assert_eq!(screens.arrangement(), swapped);
        screens.choose_audience("beamer");
        let chosen = Arrangement::Two {
            audience: 1,
            presenter: 0,
        };
        assert_eq!(screens.arrangement(), chosen);
        let third = Screen {
            index: 2,
            name: "wall".to_owned(),
            bounds: [3200, 0, 1920, 1080],
        };
        screens.see(vec![laptop(0), beamer(1), third], ON_LAPTOP);
        screens.swap();
        let third = Arrangement::Two {
            audience: 2,
            presenter: 0,
        };
        assert_eq!(screens.arrangement(), third);
    }
}
