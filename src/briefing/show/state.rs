//! The state of the show and its transitions: input in, state and effects out. Knows no clock, no screen, no map.

use super::{
    deck::{Deck, Step},
    input::Input,
};

/// Digits that are taken for the number of a slide.
const MAX_DIGITS: u8 = 4;
/// Slides in a row of the overview.
pub const OVERVIEW_COLUMNS: usize = 4;

/// What one pair of eyes sees of the script.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[allow(clippy::struct_excessive_bools, reason = "each is a switch of its own")]
pub struct Sight {
    pub step: Step,
    /// The camera is not the slide's.
    pub moved: bool,
    /// Selection or layers are not the slide's.
    pub strayed: bool,
    /// The facts of the selected place are open.
    pub card: bool,
    /// They were when the script was left.
    card_on_script: bool,
}

impl Sight {
    pub fn at(step: Step) -> Self {
        Self {
            step,
            ..Self::default()
        }
    }

    pub fn is_off_script(&self) -> bool {
        self.moved || self.strayed
    }

    /// The same slide as the script has it, with its card as it was left.
    fn on_script(self) -> Self {
        let card = if self.is_off_script() {
            self.card_on_script
        } else {
            self.card
        };
        Self {
            step: self.step,
            moved: false,
            strayed: false,
            card,
            card_on_script: false,
        }
    }

    fn leave_script(&mut self) {
        if !self.is_off_script() {
            self.card_on_script = self.card;
        }
    }
}

/// What covers the audience's picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Curtain {
    Black,
    White,
}

/// What is open over the presenter's picture; one at a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Panel {
    /// All slides, and the one that is marked.
    Overview {
        marked: usize,
    },
    GoTo,
    Help,
    Search,
    Layers,
    /// The audience is frozen and the presenter has looked around: send this, or go back?
    SendOrReturn,
}

/// What the pointer does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Tool {
    Laser,
    Spotlight,
    Pen,
    Eraser,
}

/// A number being typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Digits {
    pub number: u16,
    count: u8,
}

/// What happens outside the state.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Effect {
    /// The live picture takes camera, layers and selection of its slide; `cut`: without a flight.
    Stage {
        cut: bool,
    },
    /// Only builds changed: the camera stays.
    Reveal,
    /// The live camera goes back to the slide's; selection and layers stay.
    ResetCamera,
    /// Levels of zoom for the live camera.
    Zoom(f64),
    /// The audience's picture stays as it is from now on.
    Hold,
    /// The audience sees the live picture again.
    Send,
    /// The live picture becomes what the audience sees, and is sent again.
    Return,
    ClearInk,
    UndoInk,
    ToggleTimer,
    ResetTimer,
    StartTimer,
    SwapScreens,
    SwitchLanguage,
    Tell(Message),
    Leave,
}

/// What the presenter is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Message {
    FirstSlide,
    LastSlide,
    /// The number that was typed.
    NoSuchSlide(u16),
    FreezeNeedsTwoScreens,
    AudienceScreenLost,
}

/// The whole state; finite for a given deck, so that every transition can be tested.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(clippy::struct_excessive_bools, reason = "each is a switch of its own")]
pub struct State {
    /// Between F5 and leaving. The slide outlives it.
    pub running: bool,
    /// What the presenter sees; the audience too unless it is frozen.
    pub live: Sight,
    /// What the audience keeps seeing while the presenter looks around.
    pub frozen: Option<Sight>,
    pub curtain: Option<Curtain>,
    pub panel: Option<Panel>,
    pub tool: Option<Tool>,
    /// Laser or spotlight are shown: the pointer has moved lately.
    pub pointing: bool,
    pub digits: Option<Digits>,
    pub legend: bool,
    pub two_screens: bool,
}

impl State {
    /// Not running yet; will start at `step`.
    pub fn new(step: Step) -> Self {
        Self {
            running: false,
            live: Sight::at(step),
            frozen: None,
            curtain: None,
            panel: None,
            tool: None,
            pointing: false,
            digits: None,
            legend: false,
            two_screens: false,
        }
    }

    /// What the audience sees behind the curtain.
    pub fn audience(&self) -> Sight {
        self.frozen.unwrap_or(self.live)
    }

    /// Takes one input; what else is to happen comes back.
    pub fn take(&mut self, deck: &Deck, input: Input) -> Vec<Effect> {
        match input {
            Input::Screens { two } => self.screens(two),
            Input::Resume if self.running => vec![],
            Input::Resume => {
                self.running = true;
                vec![Effect::Stage { cut: true }]
            }
            _ if !self.running => vec![],
            _ => self.while_running(deck, input),
        }
    }

    fn while_running(&mut self, deck: &Deck, input: Input) -> Vec<Effect> {
        match input {
            Input::Next | Input::ClickEmpty => self.next(deck),
            Input::Previous => self.previous(deck),
            Input::Right => self.walk(deck, 1),
            Input::Left => self.walk(deck, -1),
            Input::Down => self.walk(deck, OVERVIEW_COLUMNS.cast_signed()),
            Input::Up => self.walk(deck, -OVERVIEW_COLUMNS.cast_signed()),
            Input::Enter => self.enter(deck),
            Input::Backspace => self.backspace(deck),
            Input::First => self.go_to(deck, 0),
            Input::Last => self.go_to(deck, deck.last()),
            Input::GoTo(slide) => self.go_to(deck, slide),
            Input::Digit(digit) => self.digit(deck, digit),
            Input::ClickRegion if !self.live.is_off_script() && self.frozen.is_none() => {
                self.next(deck)
            }
            Input::ClickSite | Input::ClickRegion | Input::Found => self.pick(),
            Input::BackToScript => self.back_to_script(),
            Input::Freeze => self.freeze(),
            Input::SendToAudience => self.send(),
            Input::Escape => self.escape(),
            Input::ZoomIn => self.zoom(deck, 1.0),
            Input::ZoomOut => self.zoom(deck, -1.0),
            Input::ZoomReset => self.reset_camera(),
            _ => self.switch(input),
        }
    }

    /// Inputs that switch one thing and leave the script alone.
    fn switch(&mut self, input: Input) -> Vec<Effect> {
        let effect = match input {
            Input::Black => return self.draw_curtain(Curtain::Black),
            Input::White => return self.draw_curtain(Curtain::White),
            Input::Laser => return self.take_tool(Tool::Laser),
            Input::Spotlight => return self.take_tool(Tool::Spotlight),
            Input::Pen => return self.take_tool(Tool::Pen),
            Input::Eraser => return self.take_tool(Tool::Eraser),
            Input::GoToBox => return self.toggle_panel(Panel::GoTo),
            Input::Help => return self.toggle_panel(Panel::Help),
            Input::Search => return self.toggle_panel(Panel::Search),
            Input::Layers => return self.toggle_panel(Panel::Layers),
            Input::Overview => {
                let marked = self.live.step.slide;
                return self.toggle_panel(Panel::Overview { marked });
            }
            Input::PointerMoved => {
                self.pointing = matches!(self.tool, Some(Tool::Laser | Tool::Spotlight));
                return vec![];
            }
            Input::PointerRested => {
                self.pointing = false;
                return vec![];
            }
            Input::CameraMoved => {
                self.live.leave_script();
                self.live.moved = true;
                return vec![];
            }
            Input::LayersChanged => {
                self.live.leave_script();
                self.live.strayed = true;
                return vec![];
            }
            Input::Card => {
                self.live.card = !self.live.card;
                // What the slide is about stands where the card leaves room for it.
                let own = !self.live.is_off_script();
                return own.then_some(Effect::ResetCamera).into_iter().collect();
            }
            Input::Legend => {
                self.legend = !self.legend;
                return vec![];
            }
            Input::ClearInk => Effect::ClearInk,
            Input::Undo => Effect::UndoInk,
            Input::TimerToggle => Effect::ToggleTimer,
            Input::TimerReset => Effect::ResetTimer,
            Input::Swap => Effect::SwapScreens,
            Input::Language => Effect::SwitchLanguage,
            _ => return vec![],
        };
        vec![effect]
    }

    // ---- Moving along the script

    fn next(&mut self, deck: &Deck) -> Vec<Effect> {
        if self.wake() {
            return vec![];
        }
        match deck.after(self.live.step) {
            Some(step) => {
                let mut effects = vec![Effect::StartTimer];
                effects.extend(self.move_to(step));
                effects
            }
            None if self.live.is_off_script() => self.back_to_script(),
            None => vec![Effect::Tell(Message::LastSlide)],
        }
    }

    fn previous(&mut self, deck: &Deck) -> Vec<Effect> {
        if self.wake() {
            return vec![];
        }
        match deck.before(self.live.step) {
            Some(step) => self.move_to(step),
            None if self.live.is_off_script() => self.back_to_script(),
            None => vec![Effect::Tell(Message::FirstSlide)],
        }
    }

    /// Closes what would hide the step; whether that is all that the press should do.
    fn wake(&mut self) -> bool {
        let asked = self.panel == Some(Panel::SendOrReturn);
        self.close_panels();
        self.curtain.take().is_some() || asked
    }

    /// To another step, as the script has it.
    fn move_to(&mut self, step: Step) -> Vec<Effect> {
        let only_builds = step.slide == self.live.step.slide && !self.live.is_off_script();
        if only_builds {
            self.live.step = step;
            return vec![Effect::Reveal];
        }
        self.live = Sight::at(step);
        vec![Effect::Stage { cut: false }]
    }

    fn go_to(&mut self, deck: &Deck, slide: usize) -> Vec<Effect> {
        self.close_panels();
        if slide > deck.last() {
            return vec![];
        }
        self.curtain = None;
        self.live = Sight::at(Step { slide, build: 0 });
        vec![Effect::Stage { cut: false }]
    }

    /// An arrow: through the overview by so many slides, else one step.
    fn walk(&mut self, deck: &Deck, by: isize) -> Vec<Effect> {
        if let Some(Panel::Overview { marked }) = &mut self.panel {
            *marked = marked.saturating_add_signed(by).min(deck.last());
            return vec![];
        }
        if by > 0 {
            self.next(deck)
        } else {
            self.previous(deck)
        }
    }

    fn enter(&mut self, deck: &Deck) -> Vec<Effect> {
        if let Some(digits) = self.digits.take() {
            return match usize::from(digits.number).checked_sub(1) {
                Some(slide) if slide <= deck.last() => self.go_to(deck, slide),
                _ => vec![Effect::Tell(Message::NoSuchSlide(digits.number))],
            };
        }
        match self.panel {
            Some(Panel::Overview { marked }) => self.go_to(deck, marked),
            Some(Panel::SendOrReturn) => self.send(),
            _ => self.next(deck),
        }
    }

    fn backspace(&mut self, deck: &Deck) -> Vec<Effect> {
        let Some(digits) = self.digits else {
            return self.previous(deck);
        };
        self.digits = (digits.count > 1).then_some(Digits {
            number: digits.number / 10,
            count: digits.count - 1,
        });
        vec![]
    }

    fn digit(&mut self, deck: &Deck, digit: u8) -> Vec<Effect> {
        let digit = u16::from(digit.min(9));
        match &mut self.digits {
            Some(digits) if digits.count >= MAX_DIGITS => {}
            Some(digits) => {
                digits.number = digits.number * 10 + digit;
                digits.count += 1;
            }
            None if digit == 0 => return self.zoom_reset_by_digit(deck),
            None => {
                self.close_panels();
                self.digits = Some(Digits {
                    number: digit,
                    count: 1,
                });
            }
        }
        vec![]
    }

    fn zoom_reset_by_digit(&mut self, deck: &Deck) -> Vec<Effect> {
        if deck.plan(self.live.step.slide).map {
            self.reset_camera()
        } else {
            vec![]
        }
    }

    // ---- Off the script and back

    /// A place was clicked or found: its card opens.
    fn pick(&mut self) -> Vec<Effect> {
        self.close_panels();
        self.live.leave_script();
        self.live.strayed = true;
        self.live.card = true;
        vec![]
    }

    fn zoom(&mut self, deck: &Deck, levels: f64) -> Vec<Effect> {
        if !deck.plan(self.live.step.slide).map {
            return vec![];
        }
        self.live.leave_script();
        self.live.moved = true;
        vec![Effect::Zoom(levels)]
    }

    fn reset_camera(&mut self) -> Vec<Effect> {
        self.close_panels();
        if self.live.moved && !self.live.strayed {
            return self.back_to_script();
        }
        self.live.moved = false;
        vec![Effect::ResetCamera]
    }

    fn back_to_script(&mut self) -> Vec<Effect> {
        if self.panel == Some(Panel::SendOrReturn) {
            return self.take_back();
        }
        self.close_panels();
        if !self.live.is_off_script() {
            return vec![];
        }
        self.live = self.live.on_script();
        vec![Effect::Stage { cut: false }]
    }

    // ---- Freezing

    fn freeze(&mut self) -> Vec<Effect> {
        if !self.two_screens {
            return vec![Effect::Tell(Message::FreezeNeedsTwoScreens)];
        }
        match self.frozen {
            None => {
                self.close_panels();
                self.frozen = Some(self.live);
                vec![Effect::Hold]
            }
            // Nothing was looked at meanwhile, or the question is answered with the same key.
            Some(held) if held == self.live || self.panel == Some(Panel::SendOrReturn) => {
                self.send()
            }
            Some(_) => {
                self.close_panels();
                self.tool = None;
                self.pointing = false;
                self.panel = Some(Panel::SendOrReturn);
                vec![]
            }
        }
    }

    fn send(&mut self) -> Vec<Effect> {
        self.close_panels();
        match self.frozen.take() {
            Some(_) => vec![Effect::Send],
            None => vec![],
        }
    }

    /// The presenter joins the audience again, where it is.
    fn take_back(&mut self) -> Vec<Effect> {
        self.close_panels();
        match self.frozen.take() {
            Some(held) => {
                self.live = held;
                vec![Effect::Return]
            }
            None => vec![],
        }
    }

    fn screens(&mut self, two: bool) -> Vec<Effect> {
        let lost = self.two_screens && !two && self.running;
        self.two_screens = two;
        if !lost {
            return vec![];
        }
        // What the presenter looked at in private must not be all that is left to see.
        let mut effects = self.take_back();
        effects.push(Effect::Tell(Message::AudienceScreenLost));
        effects
    }

    // ---- Opening and closing

    fn draw_curtain(&mut self, curtain: Curtain) -> Vec<Effect> {
        self.close_panels();
        self.curtain = (self.curtain != Some(curtain)).then_some(curtain);
        vec![]
    }

    fn take_tool(&mut self, tool: Tool) -> Vec<Effect> {
        self.close_panels();
        self.tool = (self.tool != Some(tool)).then_some(tool);
        self.pointing = false;
        vec![]
    }

    fn toggle_panel(&mut self, panel: Panel) -> Vec<Effect> {
        let same = self
            .panel
            .is_some_and(|open| std::mem::discriminant(&open) == std::mem::discriminant(&panel));
        self.close_panels();
        self.tool = None;
        self.pointing = false;
        self.panel = (!same).then_some(panel);
        vec![]
    }

    fn close_panels(&mut self) {
        self.panel = None;
        self.digits = None;
    }

    /// Closes the innermost thing; with nothing open it leaves, and the slide stays for F5.
    fn escape(&mut self) -> Vec<Effect> {
        if self.digits.take().is_some() || self.panel.take().is_some() {
            return vec![];
        }
        if self.tool.take().is_some() {
            self.pointing = false;
            return vec![];
        }
        if self.live.card {
            self.live.card = false;
            return vec![];
        }
        if self.curtain.take().is_some() {
            return vec![];
        }
        if self.frozen.is_some() {
            return self.take_back();
        }
        if self.live.is_off_script() {
            return self.back_to_script();
        }
        *self = Self {
            legend: self.legend,
            two_screens: self.two_screens,
            ..Self::new(self.live.step)
        };
        vec![Effect::Leave]
    }
}
