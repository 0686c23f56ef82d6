//! Charts: a place among its peers, a value over the years, contradicting values. Each has its unit, its sources, and
//! its values as words for screen readers and as a list for everybody.

mod bars;
mod frame;
mod series;
mod standing;

pub use bars::bars_ui;
pub use series::series_ui;
pub use standing::standing_ui;
