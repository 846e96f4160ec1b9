//! The title in a front matter as its editor sees it.

use crate::draft::{Field, Quoting, Syntax};
use crate::text::Span;

/// The span of a title. In YAML without quotes, `#365` after a space begins a comment: the editor sees a number, and
/// the span has it.
pub(super) fn visible_title(field: &Field, syntax: Syntax, text: &str) -> Span {
    let value = field.value;
    if syntax != Syntax::Yaml || field.quoting != Quoting::Plain || value.is_empty() {
        return value;
    }
    let rest = text[value.end..].lines().next().unwrap_or("").trim_end();
    let comment = rest.trim_start_matches([' ', '\t']);
    let number = comment.strip_prefix('#').filter(|_| comment.len() < rest.len());
    match number.is_some_and(|number| number.starts_with(|c: char| c.is_ascii_digit())) {
        true => Span::new(value.start, value.end + rest.len()),
        false => value,
    }
}
