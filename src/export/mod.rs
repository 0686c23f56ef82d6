//! The same scene as on the screen, to take away: one pure door for each format, bytes out. Writes no file.

mod canvas;
mod data;
mod error;
mod furniture;
mod html;
mod job;
mod path;
mod pdf;
mod picture;
mod png;
mod pptx;
mod ruler;
mod size;
mod svg;

pub use data::{Extract, csv, geojson, json};
pub use error::{ExportError, Warning, Watch};
pub use furniture::attribution;
pub use html::{Page, html};
pub use job::{Format, Job, Shown, Subject, slide_numbers};
pub use pdf::{Handout, Paper, PerPage, Print, briefing_about, pdf};
pub use picture::{Camera, Furniture, Picture};
pub use png::{pixels, png, rendered};
pub use pptx::pptx;
pub use ruler::{Line, Paragraph, Piece, RichLine, RichRun, Ruler, Type};
pub use size::{MAX_SIDE, MIN_SIDE, PictureSize};
pub use svg::{Svg, svg};
