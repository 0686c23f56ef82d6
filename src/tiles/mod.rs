//! Tiles under the atlas's own layers: of a server on the network or of a file on the disk, fetched and decoded on
//! a thread of their own. What goes wrong is data with words of its own. Nothing here waits, and nothing is fetched
//! by a layer that does not exist.

mod archive;
mod decode;
mod disk;
mod layer;
mod network;
mod style;
mod template;
mod trouble;

pub use archive::{Archive, Content};
pub use layer::{SharedLayer, TileLayer};
pub use network::{Limits, Network, default_cache};
pub use style::Look;
pub use template::{Template, TemplateError};
pub use trouble::Trouble;
