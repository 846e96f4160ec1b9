//! Places where a paragraph belongs but none stands: those of an emptied text are known by the blank
//! lines that were around it.

use crate::text::Span;

/// A place for a paragraph.
#[derive(Clone, Copy, Debug)]
pub(super) struct Hole {
    pub span: Span,
    /// What goes around a text that is put there.
    pub around: (&'static str, &'static str),
    /// True if the blank lines show that a paragraph stood there.
    pub was_filled: bool,
}

/// What stands before a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Before {
    Nothing,
    Heading,
    Block,
}

/// The place for a paragraph between the end of what stands before it and what comes next.
pub(super) fn hole_after(text: &str, end: usize, before: Before) -> Hole {
    let rest = text.get(end..).unwrap_or("");
    let gap = &rest[..rest.len() - rest.trim_start_matches([' ', '\t', '\r', '\n']).len()];
    let is_last = gap.len() == rest.len();
    let breaks: Vec<usize> = gap.match_indices('\n').map(|(at, _)| end + at + 1).collect();
    // Two breaks set a paragraph apart from what stands before it, and two from what comes next.
    let (needed, skipped) = match before {
        Before::Nothing => (if is_last { 1 } else { 2 }, 0),
        // A heading needs no blank line after it.
        Before::Heading if breaks.len() == 3 && !is_last => (3, 1),
        Before::Heading | Before::Block => (if is_last { 3 } else { 4 }, 2),
    };
    let was_filled = breaks.len() >= needed;
    let is_apart = was_filled || (is_last && breaks.len() >= skipped && skipped > 0);
    match skipped.checked_sub(1).map(|n| breaks.get(n)) {
        None => {
            Hole { span: Span::at(end), around: if was_filled { ("", "") } else { ("", "\n\n") }, was_filled }
        }
        Some(Some(at)) if is_apart => Hole { span: Span::at(*at), around: ("", ""), was_filled },
        Some(_) => Hole { span: Span::at(end), around: ("\n\n", ""), was_filled: false },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The text with `X` at the place after `before`.
    fn filled(before: &str, rest: &str, kind: Before) -> (String, bool) {
        let text = format!("{before}{rest}");
        let hole = hole_after(&text, before.len(), kind);
        let (lead, tail) = hole.around;
        let (head, rest) = text.split_at(hole.span.start);
        (format!("{head}{lead}X{tail}{rest}"), hole.was_filled)
    }

    #[test]
    fn an_emptied_paragraph_is_put_back_where_it_stood() {
        for (kind, text) in [
            (Before::Block, "a\n\nX\n\nb\n"),
            (Before::Block, "a\r\n\r\nX\r\n\r\nb\r\n"),
            (Before::Block, "a\n\nX\n"),
            (Before::Heading, "# a\n\nX\n\n# b\n"),
            (Before::Heading, "# a\nX\n\n# b\n"),
            (Before::Nothing, "X\n\n# b\n"),
        ] {
            let (head, tail) = text.split_once('X').unwrap();
            let before = head.trim_end();
            let (again, was_filled) = filled(before, &format!("{}{tail}", &head[before.len()..]), kind);
            assert_eq!((again.as_str(), was_filled), (text, true));
        }
    }

    #[test]
    fn a_new_paragraph_is_set_apart() {
        for (kind, before, rest, after) in [
            (Before::Block, "a", "\n\nb\n", "a\n\nX\n\nb\n"),
            (Before::Block, "a", "\n", "a\n\nX\n"),
            (Before::Block, "a", "", "a\n\nX"),
            (Before::Heading, "# a", "\n\n# b\n", "# a\n\nX\n\n# b\n"),
            (Before::Heading, "# a", "\n", "# a\n\nX\n"),
            (Before::Nothing, "", "# b\n", "X\n\n# b\n"),
        ] {
            assert_eq!(filled(before, rest, kind), (after.to_owned(), false), "{before}{rest}");
        }
    }
}
