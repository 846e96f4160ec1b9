//! The items of a list in a block.

use super::{TAB, indent};
use crate::render::python_markdown::text::Text;
use crate::text::Span;

pub(super) struct Item {
    /// Without its mark, unless it is indented.
    pub text: Text,
    pub span: Span,
}

/// The element of a list that a block begins, if it does.
pub(super) fn list_kind(block: &str) -> Option<&'static str> {
    let start = indent(block, TAB.len() - 1)?;
    mark(&block[start..])?;
    Some(if block[start..].starts_with(|first: char| first.is_ascii_digit()) { "ol" } else { "ul" })
}

/// The length of an item's mark with the blanks after it.
fn mark(line: &str) -> Option<usize> {
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let length = match line.as_bytes().get(digits)? {
        b'.' if digits > 0 => digits + 1,
        b'*' | b'+' | b'-' if digits == 0 => 1,
        _ => return None,
    };
    let blanks = line[length..].len() - line[length..].trim_start_matches(' ').len();
    (blanks > 0).then_some(length + blanks)
}

/// Splits a block into items. Further lines are part of an item; nested items are indented items of their own. Items of a
/// list that is no `only` are further lines as well.
pub(super) fn split(block: &Text, only: Option<&str>) -> Vec<Item> {
    // Start, start without the mark, and end of each item.
    let mut items: Vec<(usize, usize, usize)> = Vec::new();
    let mut start = 0;
    for line in block.split('\n') {
        let end = start + line.len();
        let blanks = line.len() - line.trim_start_matches(' ').len();
        let is_item =
            |_: &usize| blanks >= TAB.len() || only.is_none_or(|only| list_kind(line) == Some(only));
        let mark = mark(&line[blanks..]).filter(|_| blanks < 2 * TAB.len()).filter(is_item);
        match (mark, items.last_mut()) {
            (Some(mark), _) if blanks < TAB.len() => items.push((start, start + blanks + mark, end)),
            (Some(_), Some((_, own, last_end))) if block[*own..].starts_with(TAB) => *last_end = end,
            (Some(_), Some(_)) => items.push((start, start, end)),
            (None, Some((_, _, last_end))) => *last_end = end,
            (_, None) => {}
        }
        start = end + 1;
    }
    let item = |(start, own, end): (usize, usize, usize)| Item {
        text: block.slice(own..end),
        span: block.source_of(start..end),
    };
    items.into_iter().map(item).collect()
}
