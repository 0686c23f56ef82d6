//! Geodesic measures and the question where a position lies. Draws nothing.

pub mod datum;
mod geodesic;
mod locate;
mod measure;
mod outline;
pub mod pyramid;
mod significance;
mod verdict;

pub use geodesic::distance_m;
pub use locate::Locator;
pub use measure::{Measure, MeasureKind, Outline, Stretch, Waypoint, stretch};
pub use significance::significance;
pub use verdict::{
    Circle, Leg, Outcome, Verdict, geodesic_line, ring_line, smallest_circle, verdict,
};
