//! A fact: what is said of a place, when it was true, who says so, and how far that can be trusted.

use super::{AsOf, FactId, PlaceId, SourceId, Text, ThemeId};

#[derive(Clone, Debug, PartialEq)]
pub struct Fact {
    pub id: FactId,
    /// At least one.
    pub places: Vec<PlaceId>,
    pub theme: Option<ThemeId>,
    pub label: Text,
    pub value: Value,
    /// `None`: undated.
    pub as_of: Option<AsOf>,
    pub status: Status,
    /// The first is the one the value was taken from, the others confirm it.
    pub sources: Vec<SourceId>,
    /// The facts that give another value for the same thing.
    pub disputes: Vec<FactId>,
    pub note: Text,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// In `unit` itself: 28.7 billion USD is 28,700,000,000 of the unit USD.
    Number {
        value: f64,
        qualifier: Option<Qualifier>,
        unit: Option<Unit>,
    },
    Words(Text),
}

/// What the source says about the exactness of a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Qualifier {
    MoreThan,
    LessThan,
    About,
    AtLeast,
    AtMost,
}

impl Qualifier {
    pub const ALL: [Self; 5] = [
        Self::MoreThan,
        Self::LessThan,
        Self::About,
        Self::AtLeast,
        Self::AtMost,
    ];

    /// As in the column `qualifier` of facts.csv.
    pub fn code(self) -> &'static str {
        match self {
            Self::MoreThan => "more-than",
            Self::LessThan => "less-than",
            Self::About => "about",
            Self::AtLeast => "at-least",
            Self::AtMost => "at-most",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.code() == code)
    }
}

/// What a number counts or measures, by its id in facts.csv (`km2`, `persons`, `CNY`). Ids that the interface
/// has no name for are shown as they are.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Unit(pub String);

/// How far a fact can be trusted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Status {
    /// Two sources say so.
    Corroborated,
    /// One source says so.
    Sourced,
    /// Calculated by the atlas; the note names the method.
    Computed,
    /// Only one unverified text says so.
    Reported,
    /// Sources contradict each other.
    Disputed,
    NeedsCheck,
}

impl Status {
    pub const ALL: [Self; 6] = [
        Self::Corroborated,
        Self::Sourced,
        Self::Computed,
        Self::Reported,
        Self::Disputed,
        Self::NeedsCheck,
    ];

    /// As in the column `status` of facts.csv.
    pub fn code(self) -> &'static str {
        match self {
            Self::Corroborated => "corroborated",
            Self::Sourced => "sourced",
            Self::Computed => "computed",
            Self::Reported => "reported",
            Self::Disputed => "disputed",
            Self::NeedsCheck => "needs-check",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.code() == code)
    }
}
