//! Finds where a missing paragraph is inserted. An emptied paragraph is recognized by the blank lines
//! that were around it.

use crate::text::Span;

/// Where a paragraph can be inserted.
#[derive(Clone, Copy, Debug)]
pub(super) struct InsertionPoint {
    pub span: Span,
    /// Text that is inserted before and after the paragraph.
    pub wrapper: (&'static str, &'static str),
    /// True if the blank lines show that there was a paragraph.
    pub had_paragraph: bool,
}

/// The kind of block before an insertion point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Preceding {
    Nothing,
    Heading,
    Block,
}

/// The insertion point between the preceding text, which ends at `end`, and the next block.
pub(super) fn insertion_after(text: &str, end: usize, before: Preceding) -> InsertionPoint {
    let rest = text.get(end..).unwrap_or("");
    let gap = &rest[..rest.len() - rest.trim_start_matches([' ', '\t', '\r', '\n']).len()];
    let is_last = gap.len() == rest.len();
    let breaks: Vec<usize> = gap.match_indices('\n').map(|(at, _)| end + at + 1).collect();
    // A paragraph has two line breaks before it and two after it.
    let (needed, skipped) = match before {
        Preceding::Nothing => (if is_last { 1 } else { 2 }, 0),
        // A heading needs no blank line after it.
        Preceding::Heading if breaks.len() == 3 && !is_last => (3, 1),
        Preceding::Heading | Preceding::Block => (if is_last { 3 } else { 4 }, 2),
    };
    let had_paragraph = breaks.len() >= needed;
    let is_apart = had_paragraph || (is_last && breaks.len() >= skipped && skipped > 0);
    match skipped.checked_sub(1).map(|n| breaks.get(n)) {
        None => InsertionPoint {
            span: Span::at(end),
            wrapper: if had_paragraph { ("", "") } else { ("", "\n\n") },
            had_paragraph,
        },
        Some(Some(at)) if is_apart => {
            InsertionPoint { span: Span::at(*at), wrapper: ("", ""), had_paragraph }
        }
        Some(_) => InsertionPoint { span: Span::at(end), wrapper: ("\n\n", ""), had_paragraph: false },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Inserts `X` after `before`.
    fn filled(before: &str, rest: &str, kind: Preceding) -> (String, bool) {
        let text = format!("{before}{rest}");
        let place = insertion_after(&text, before.len(), kind);
        let (lead, tail) = place.wrapper;
        let (head, rest) = text.split_at(place.span.start);
        (format!("{head}{lead}X{tail}{rest}"), place.had_paragraph)
    }

    #[test]
    fn an_emptied_paragraph_is_restored_at_its_place() {
        for (kind, text) in [
            (Preceding::Block, "a\n\nX\n\nb\n"),
            (Preceding::Block, "a\r\n\r\nX\r\n\r\nb\r\n"),
            (Preceding::Block, "a\n\nX\n"),
            (Preceding::Heading, "# a\n\nX\n\n# b\n"),
            (Preceding::Heading, "# a\nX\n\n# b\n"),
            (Preceding::Nothing, "X\n\n# b\n"),
        ] {
            let (head, tail) = text.split_once('X').unwrap();
            let before = head.trim_end();
            let (again, had_paragraph) = filled(before, &format!("{}{tail}", &head[before.len()..]), kind);
            assert_eq!((again.as_str(), had_paragraph), (text, true));
        }
    }

    #[test]
    fn a_new_paragraph_gets_blank_lines_around_it() {
        for (kind, before, rest, after) in [
            (Preceding::Block, "a", "\n\nb\n", "a\n\nX\n\nb\n"),
            (Preceding::Block, "a", "\n", "a\n\nX\n"),
            (Preceding::Block, "a", "", "a\n\nX"),
            (Preceding::Heading, "# a", "\n\n# b\n", "# a\n\nX\n\n# b\n"),
            (Preceding::Heading, "# a", "\n", "# a\n\nX\n"),
            (Preceding::Nothing, "", "# b\n", "X\n\n# b\n"),
        ] {
            assert_eq!(filled(before, rest, kind), (after.to_owned(), false), "{before}{rest}");
        }
    }
}
