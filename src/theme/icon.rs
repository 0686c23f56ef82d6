//! One family of line icons, drawn white on a 24-point grid in `assets/icons` and tinted where they are used.

use std::borrow::Cow;

use egui::{Color32, Image, ImageSource, Rect, Ui, load::Bytes};

use crate::atlas::Kind;

macro_rules! icons {
    ($($name:ident = $file:literal),+ $(,)?) => {
        /// A symbol of the map or of the interface.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Icon {
            $($name),+
        }

        impl Icon {
            pub const ALL: &[Self] = &[$(Self::$name),+];

            fn file(self) -> (&'static str, &'static [u8]) {
                match self {
                    $(Self::$name => (
                        concat!("bytes://icons/", $file, ".svg"),
                        include_bytes!(concat!("../../assets/icons/", $file, ".svg")),
                    )),+
                }
            }
        }
    };
}

icons! {
    Airport = "airport",
    Back = "back",
    Briefing = "briefing",
    Claims = "claims",
    Close = "close",
    Company = "company",
    Compare = "compare",
    Copy = "copy",
    Down = "down",
    Eye = "eye",
    EyeOff = "eye-off",
    Export = "export",
    Figures = "figures",
    Finance = "finance",
    Forward = "forward",
    Grip = "grip",
    Help = "help",
    Home = "home",
    Landmark = "landmark",
    Layers = "layers",
    Legend = "legend",
    Link = "link",
    Measure = "measure",
    Minus = "minus",
    Moon = "moon",
    Park = "park",
    Place = "place",
    Plus = "plus",
    Present = "present",
    Port = "port",
    Projector = "projector",
    Regeneration = "regeneration",
    Research = "research",
    Search = "search",
    Sources = "sources",
    Sun = "sun",
    Table = "table",
    Town = "town",
    University = "university",
    Up = "up",
    Warning = "warning",
}

impl Icon {
    /// The symbol of a kind of place.
    pub fn of_kind(kind: &Kind) -> Self {
        match kind {
            Kind::Park => Self::Park,
            Kind::Finance => Self::Finance,
            Kind::Port => Self::Port,
            Kind::Airport => Self::Airport,
            Kind::University => Self::University,
            Kind::Research => Self::Research,
            Kind::Company => Self::Company,
            Kind::Regeneration => Self::Regeneration,
            Kind::Landmark => Self::Landmark,
            Kind::Town => Self::Town,
            Kind::Region | Kind::Province | Kind::City | Kind::District | Kind::Other(_) => {
                Self::Place
            }
        }
    }

    /// Its SVG file: white lines on a grid of 24 by 24.
    pub fn svg(self) -> &'static str {
        std::str::from_utf8(self.file().1).unwrap_or_default()
    }

    /// To be added to a `Ui` or put on a button.
    pub fn image(self, side: f32, colour: Color32) -> Image<'static> {
        let (uri, bytes) = self.file();
        let source = ImageSource::Bytes {
            uri: Cow::Borrowed(uri),
            bytes: Bytes::Static(bytes),
        };
        Image::new(source)
            .fit_to_exact_size(egui::Vec2::splat(side))
            .tint(colour)
    }

    pub fn paint_at(self, ui: &Ui, rect: Rect, colour: Color32) {
        self.image(rect.width(), colour).paint_at(ui, rect);
    }
}
