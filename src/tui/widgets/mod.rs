//! Widgets of the views: the text input of forms and of the whole-file editor, boxes for other texts,
//! lists and diffs.

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
mod markup;
mod movement;
mod paint;
mod place;
mod rendered;
mod row_starts;
mod scroll;
mod text_box;
mod unit;
mod view;
mod wrap;

#[cfg(test)]
mod tests;

pub use command::{Anchor, EditCommand, Motion, command_for, is_typed};
pub use counts::{Counts, count, count_lines};
pub use diff::{DiffLine, Words, changed_parts, diff_lines, diff_words, numbered_diff_lines, wrapped_diff};
pub use find::{Case, Find, Words as FindWords};
pub use input::{Outcome, TextInput};
pub use list::ListState;
pub use markdown_style::MarkdownStyle;
pub use markup::Markup;
pub(crate) use rendered::Rendering;
pub use text_box::TextBox;
pub use view::InputStyle;
pub use wrap::wrap_words;
