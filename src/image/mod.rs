//! Images: reading what a file contains, and fitting it for mail. This room knows no draft and no
//! profile: it gets limits and returns bytes, and it writes no files.
//!
//! ```text
//! file → Header                         the first bytes only, never the pixels
//! bytes × Limits → Fitted               decoded, turned upright, scaled, encoded
//! bytes → bars, Likeness                needs the pixels
//! ```

mod animation;
mod bars;
mod blank;
mod colour;
mod containers;
mod control;
mod decode;
mod depth;
mod error;
mod fit;
mod format;
mod frames;
mod header;
mod likeness;
mod metadata;
mod scale;
mod still;
mod vector;

pub use animation::{FlashKind, Flashes, flashes};
pub use bars::{crop, find_bars};
pub use blank::is_blank;
pub use control::Control;
pub use decode::{Image, decode};
pub use error::ImageError;
pub use fit::{Fitted, Limits, fit};
pub use format::Format;
pub use header::{Header, probe, probe_bytes};
pub use likeness::Likeness;
