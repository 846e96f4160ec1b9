//! Byte spans, edits, line positions and undo history of texts; escaping, addresses and limits.

pub(crate) mod address;
mod any_case;
mod bars;
pub mod diff;
mod edits;
mod history;
pub mod limits;
mod lines;
mod months;
mod outside;
pub(crate) mod percent;
mod quantity;
mod rank;
pub(crate) mod script;
mod secret;
mod span;
mod span_set;
mod subsequence;
pub(crate) mod tag;
mod version;
mod yaml;

pub use any_case::{FoundAt, contains_in_any_case, find_in_any_case};
pub use bars::Bars;
pub use edits::{Bias, Edit, Edits, Overlap};
pub use history::{Change, Coalesce, History, Step, StepKind};
pub use lines::{LineIndex, Position};
pub use months::{MONTHS, month_begun_by};
pub use outside::{
    CommitMessage, CommitWords, Json, Line, Lines, Outside, Shown, Signs, is_hidden, is_plain,
};
pub use quantity::{counted, grouped, pixels, plural, weight, weights};
pub use rank::{has_letters, has_words, ranked};
pub use secret::{Redacted, SecretUrl};
pub use span::Span;
pub use span_set::SpanSet;
pub(crate) use subsequence::longest_subsequence;
pub use version::Version;
pub use yaml::nests_too_deep;
