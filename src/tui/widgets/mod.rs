//! Pieces that views are drawn with: the text input of forms and of the whole-file editor.

mod command;
mod counts;
mod diff;
mod find;
mod input;
mod layout;
mod list;
mod markdown_inline;
mod markdown_scan;
mod markdown_style;
mod movement;
mod place;
mod rank;
mod scroll;
mod unit;
mod view;
mod wrap;
mod wraps;

#[cfg(test)]
mod tests;

pub use command::{EditCommand, Motion, command_for};
pub use counts::{Counts, count};
pub use diff::{DiffLine, Words, diff_lines, diff_words};
pub use find::{Find, find_all};
pub use input::{Outcome, TextInput};
pub use list::ListState;
pub use markdown_style::MarkdownStyle;
pub use rank::ranked;
pub use view::InputStyle;
pub use wrap::wrap_words;
