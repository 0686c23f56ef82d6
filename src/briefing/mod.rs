//! Briefings: how the atlas is shown to others.

pub mod content;
pub mod show;
pub mod stage;
pub mod words;

pub use stage::{Setting, Stage, stage};
