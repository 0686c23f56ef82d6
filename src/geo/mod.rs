//! Geodesic measures and the question where a position lies. Draws nothing.

mod geodesic;
mod locate;

pub use geodesic::distance_m;
pub use locate::Locator;
