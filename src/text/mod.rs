//! Text as everything else sees it: byte spans, disjoint edits, lines, and undo.

pub(crate) mod address;
mod edits;
mod history;
pub mod limits;
mod lines;
mod quantity;
mod span;
pub(crate) mod tag;
mod visible;

pub use edits::{Bias, Edit, Edits, Overlap};
pub use history::{Coalesce, History};
pub use lines::{LineIndex, Position};
pub use quantity::{grouped, pixels, weight, weights};
pub use span::Span;
pub use visible::visible;
