//! Briefings: how the atlas is shown to others.

pub mod content;
pub mod preflight;
pub mod show;
pub mod shown;
pub mod stage;
pub mod words;

pub use preflight::{Preflight, preflight};
pub use shown::Sitting;
pub use stage::{Setting, Stage, stage};
