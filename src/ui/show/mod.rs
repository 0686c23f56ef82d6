//! What is on the screens during a show: the audience's picture, and round it what only the presenter sees.

pub mod column;
mod key;
pub mod layout;
pub mod lines;
pub mod over;
mod overview;
pub mod picture;
mod plate;
pub mod presenter;

pub use layout::{Layout, Parts};
pub use picture::{Picture, Pointer, Strip};
