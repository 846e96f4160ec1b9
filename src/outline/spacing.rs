use crate::draft::Draft;
use crate::text::Span;

/// Extends `span`, which covers whole lines, to what is removed with it: the lines, and the line breaks
/// on the side that has fewer of them. The texts before and after keep the larger of the two distances.
/// At the end of the text, the last line break stays.
pub fn with_spacing(draft: &Draft, span: Span) -> Span {
    let text = draft.text();
    let head = text.get(..span.start).unwrap_or("");
    let end = span.start + span.of(text).trim_end().len();
    let tail = text.get(end..).unwrap_or("");

    // Indentation is removed with its line.
    let line = head.trim_end_matches([' ', '\t']);
    let line = if line.is_empty() || line.ends_with('\n') { line } else { head };
    let rest = tail.trim_start_matches([' ', '\t']);
    let line_end =
        if rest.is_empty() || rest.starts_with(['\n', '\r']) { text.len() - rest.len() } else { end };

    let (before, before_count) = breaks_before(line);
    let (after, after_count) = breaks_after(tail);
    let is_first = line.trim_start_matches('\u{feff}').is_empty();
    if tail.trim().is_empty() {
        Span::new(before, line_end)
    } else if is_first || (before_count > 0 && after_count <= before_count) {
        Span::new(line.len(), end + after)
    } else {
        Span::new(before, line_end)
    }
}

/// The start and number of the line breaks at the end of `text`, blank lines included. Spaces at the end
/// of the last line with text belong to that line.
fn breaks_before(text: &str) -> (usize, usize) {
    let (mut start, mut count) = (text.len(), 0);
    let mut rest = text;
    while let Some(line) = rest.strip_suffix('\n') {
        let line = line.strip_suffix('\r').unwrap_or(line);
        (start, count) = (line.len(), count + 1);
        let words = line.rfind('\n').map_or(0, |at| at + 1);
        if !line[words..].trim().is_empty() {
            break;
        }
        rest = &line[..words];
    }
    (start, count)
}

/// The length and number of the line breaks at the start of `text`, blank lines included. Spaces before
/// the first line with text belong to that line.
fn breaks_after(text: &str) -> (usize, usize) {
    let lines = text.split_inclusive('\n').take_while(|line| line.ends_with('\n') && line.trim().is_empty());
    lines.fold((0, 0), |(len, count), line| (len + line.len(), count + 1))
}

/// Joins spans that have only white space between them.
pub(super) fn joined(draft: &Draft, mut spans: Vec<Span>) -> Vec<Span> {
    spans.sort();
    let mut out: Vec<Span> = Vec::with_capacity(spans.len());
    for span in spans {
        match out.last_mut() {
            Some(last)
                if span.start <= last.end
                    || draft.slice(Span::new(last.end, span.start)).trim().is_empty() =>
            {
                *last = last.cover(span);
            }
            _ => out.push(span),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Edits;

    /// Removes the `X` of a text, and compares both line endings.
    fn without(text: &str) -> String {
        let take = |text: &str| {
            let draft = Draft::parse(text);
            let start = text.find('X').unwrap();
            Edits::delete(with_spacing(&draft, Span::new(start, start + 1))).apply(text)
        };
        let after = take(text);
        assert_eq!(take(&text.replace('\n', "\r\n")), after.replace('\n', "\r\n"));
        after
    }

    #[test]
    fn the_larger_distance_stays() {
        for (before, after) in [
            ("a\n\nX\n\nb\n", "a\n\nb\n"),
            ("a\nX\n\nb\n", "a\n\nb\n"),
            ("a\n\nX\nb\n", "a\n\nb\n"),
            ("a\n\n\nX\n\nb\n", "a\n\n\nb\n"),
            ("a  \n \nX \n\nb\n", "a  \n \nb\n"),
            ("a\n  X\n  b\n", "a\n  b\n"),
            ("a\n\nX", "a"),
            ("a\n\nX\n\n", "a\n\n"),
            ("X\n\nb\n", "b\n"),
            ("\u{feff}X\n\nb\n", "\u{feff}b\n"),
            ("X\n", "\n"),
        ] {
            assert_eq!(without(before), after, "{before:?}");
        }
    }
}
