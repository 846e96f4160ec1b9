//! Text as everything else sees it: byte spans, disjoint edits, lines, and undo.

mod edits;
mod history;
mod lines;
mod span;

pub use edits::{Bias, Edit, Edits, Overlap};
pub use history::{Coalesce, History};
pub use lines::{LineIndex, Position};
pub use span::Span;
