//! What is on the screens during a show: the audience's picture, and round it what only the presenter sees.

pub mod column;
pub mod layout;
pub mod over;
pub mod picture;
mod plate;
pub mod presenter;

pub use layout::Layout;
pub use picture::{Picture, Pointer};
