//! What a key, a click or the surroundings ask of the show, whatever device said it.

/// One press, click or event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Input {
    /// F5: starts the show, or goes on where it was left.
    Resume,
    /// Page Down, Space, N and what a clicker sends.
    Next,
    Previous,
    /// The arrows: they walk the overview while it is open, else they are next and previous.
    Right,
    Left,
    Down,
    Up,
    /// Takes what is typed or marked; else next.
    Enter,
    /// Takes back a typed digit; else previous.
    Backspace,
    First,
    Last,
    Black,
    White,
    Freeze,
    SendToAudience,
    /// 0 to 9. A 0 with nothing before it is [`Self::ZoomReset`].
    Digit(u8),
    /// Straight to this slide, counted from 0.
    GoTo(usize),
    GoToBox,
    Overview,
    BackToScript,
    Laser,
    Spotlight,
    Pen,
    Eraser,
    ClearInk,
    Undo,
    ZoomIn,
    ZoomOut,
    ZoomReset,
    TimerToggle,
    TimerReset,
    Swap,
    /// The facts of the selected place; sent only when there is one.
    Card,
    Legend,
    Layers,
    Language,
    Help,
    Search,
    Escape,
    ClickEmpty,
    ClickSite,
    /// A click on the area of a district or city, not on a symbol.
    ClickRegion,
    /// A place was taken from the search.
    Found,
    /// The map was dragged or wheeled.
    CameraMoved,
    /// A layer was switched by hand.
    LayersChanged,
    PointerMoved,
    /// The pointer has rested for [`super::POINTER_REST_S`].
    PointerRested,
    /// A screen came or went: whether there are two now.
    Screens {
        two: bool,
    },
}

impl Input {
    /// Every input; digits and slides stand for their kind by a few.
    pub const ALL: [Self; 56] = [
        Self::Resume,
        Self::Next,
        Self::Previous,
        Self::Right,
        Self::Left,
        Self::Down,
        Self::Up,
        Self::Enter,
        Self::Backspace,
        Self::First,
        Self::Last,
        Self::Black,
        Self::White,
        Self::Freeze,
        Self::SendToAudience,
        Self::Digit(0),
        Self::Digit(1),
        Self::Digit(2),
        Self::Digit(9),
        Self::GoTo(0),
        Self::GoTo(1),
        Self::GoTo(usize::MAX),
        Self::GoToBox,
        Self::Overview,
        Self::BackToScript,
        Self::Laser,
        Self::Spotlight,
        Self::Pen,
        Self::Eraser,
        Self::ClearInk,
        Self::Undo,
        Self::ZoomIn,
        Self::ZoomOut,
        Self::ZoomReset,
        Self::TimerToggle,
        Self::TimerReset,
        Self::Swap,
        Self::Card,
        Self::Legend,
        Self::Layers,
        Self::Language,
        Self::Help,
        Self::Search,
        Self::Escape,
        Self::ClickEmpty,
        Self::ClickSite,
        Self::ClickRegion,
        Self::Found,
        Self::CameraMoved,
        Self::LayersChanged,
        Self::PointerMoved,
        Self::PointerRested,
        Self::Screens { two: false },
        Self::Screens { two: true },
        Self::Digit(5),
        Self::GoTo(2),
    ];
}
