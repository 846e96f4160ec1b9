//! The lines of list items: how far the content is indented, and which lines belong to it.

use super::scan;

/// A line of an item below its first one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Line {
    pub len: usize,
    /// The bytes at the start that `spaces` replaces.
    pub skipped: usize,
    /// The spaces that the line has beyond the item's indentation; all of them if it has less.
    pub spaces: usize,
    /// True if the line is indented like the item.
    pub is_indented: bool,
}

/// The indentation of an item's content, and the bytes before the content. `marker` is the length of the marker with
/// the spaces before it, and `content` the text after it.
pub(super) fn first_line(content: &str, marker: usize) -> (usize, usize) {
    let skipped =
        content.len() - content.trim_start_matches(|c: char| c.is_ascii() && scan::is_space(c as u8)).len();
    if is_empty_item(&content[skipped..]) {
        return (4, skipped);
    }
    let mut width = 0;
    let mut at = 0;
    loop {
        match scan::byte(content, at) {
            b' ' => {
                width += 1;
                at += 1;
            }
            b'\t' => {
                let tabs = content[at..].bytes().take_while(|byte| *byte == b'\t').count();
                width += 4 - ((width + marker) % 4) + (tabs - 1) * 4;
                at += tabs;
            }
            _ => return (marker + width, skipped),
        }
    }
}

/// True if there is nothing but attributes.
fn is_empty_item(text: &str) -> bool {
    if text.is_empty() {
        return true;
    }
    let is_list = text.starts_with("{:") && !text.starts_with("{:/") && !text.starts_with("{::");
    scan::braces(text).filter(|_| is_list).is_some_and(|(_, len)| text[len..].trim().is_empty())
}

/// The next line of an item, unless it is blank or belongs to something else.
pub(super) fn next_line(text: &str, indentation: usize, is_after_blank: bool) -> Option<Line> {
    let len = scan::line(text);
    let is_blank = text[..len].bytes().all(scan::is_space);
    if is_blank || !text[..len].ends_with('\n') {
        return None;
    }
    if !is_content(text, indentation) {
        let max_spaces = indentation.min(3);
        let is_other =
            || scan::attribute_line(text, max_spaces).is_some() || scan::block_tag(text, max_spaces);
        if is_after_blank || is_other() {
            return None;
        }
    }
    let tabs = text.bytes().take_while(|byte| *byte == b'\t').count();
    let spaces = scan::spaces(&text[tabs..], usize::MAX);
    let width = 4 * tabs + spaces;
    let is_indented = width >= indentation;
    let spaces_left = if is_indented { width - indentation } else { width };
    Some(Line { len, skipped: tabs + spaces, spaces: spaces_left, is_indented })
}

/// True if a line has the indentation: in steps of a tab or four spaces, and single spaces.
fn is_content(text: &str, indentation: usize) -> bool {
    let after_steps = |count: usize| {
        let mut at = 0;
        for _ in 0..count {
            at += scan::code_indent(&text[at..])?;
        }
        Some(at)
    };
    let singles = indentation % 4;
    after_steps(indentation / 4).is_some_and(|at| scan::spaces(&text[at..], singles) == singles)
        || after_steps(indentation / 4 + 1).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_indentation_is_that_of_the_content() {
        assert_eq!(first_line(" a\n", 1), (2, 1));
        assert_eq!(first_line("\ta\n", 1), (4, 1));
        assert_eq!(first_line("   a\n", 3), (6, 3));
        assert_eq!(first_line(" \n", 1), (4, 2));
        assert_eq!(first_line(" {:.x}\n", 1), (4, 1));
    }

    #[test]
    fn lines_lose_the_indentation() {
        let line = |text: &str, indentation| next_line(text, indentation, true);
        let expected = Line { len: 8, skipped: 6, spaces: 4, is_indented: true };
        assert_eq!(line("      a\nb\n", 2), Some(expected));
        let expected = Line { len: 3, skipped: 1, spaces: 2, is_indented: true };
        assert_eq!(line("\ta\n", 2), Some(expected));
        assert_eq!(line(" a\n", 2), None);
        assert!(next_line(" a\n", 2, false).is_some());
        assert!(next_line("<div>\n", 2, false).is_none());
    }
}
