//! Images: what a file really holds, and making it right for the mail. Knows of no draft and no
//! profile: limits are handed in, bytes come out, and nothing is written here.
//!
//! ```text
//! file → Header                         a look at the first bytes, never at the pixels
//! bytes × Limits → Fitted               decoded, turned upright, scaled, written anew
//! bytes → bars, Likeness                what only the pixels tell
//! ```

mod animation;
mod bars;
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
pub use control::Control;
pub use decode::{Image, decode};
pub use error::ImageError;
pub use fit::{Fitted, Limits, fit};
pub use format::Format;
pub use header::{Header, probe, probe_bytes};
pub use likeness::Likeness;
