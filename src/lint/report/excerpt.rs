use unicode_width::UnicodeWidthStr;

use super::positions::Positions;
use crate::text::{Signs, Span};

/// A line of the draft with the part of it that a problem is about, as it is drawn: nothing in it
/// steers the terminal, and of a long line only what is near is kept.
#[derive(Clone, Debug)]
pub(super) struct Excerpt {
    pub line: usize,
    pub text: String,
    /// The columns before the part, and those that it takes: at least one.
    pub before: usize,
    pub width: usize,
}

/// Bytes that are shown of a line: before the part, and from its beginning.
const BEFORE: usize = 60;
const FROM: usize = 80;

impl Excerpt {
    /// Of what goes over several lines, the first one.
    pub fn new(span: Span, positions: &Positions, text: &str) -> Excerpt {
        let number = positions.position(span.start, text).line;
        let line = positions.line(number, text);
        let start = span.start.min(line.end);
        let end = span.end.clamp(start, line.end);
        let from = if start - line.start <= BEFORE { line.start } else { floor(text, start - BEFORE) };
        let to = if line.end - start <= FROM { line.end } else { floor(text, start + FROM) };
        let end = end.min(to);
        let part = |from: usize, to: usize| drawn(text.get(from..to).unwrap_or(""));
        let mut before = part(from, start);
        if from > line.start {
            before.insert(0, '…');
        }
        let inner = part(start, end);
        let mut after = part(end, to);
        if to < line.end {
            after.push('…');
        }
        Excerpt {
            line: number,
            before: before.width(),
            width: inner.width().max(1),
            // GitHub's runner looks for its older commands anywhere in a line; the width stays.
            text: format!("{before}{inner}{after}").trim_end().replace("##[", "##("),
        }
    }
}

fn floor(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

fn drawn(text: &str) -> String {
    Signs(&text.replace('\t', " ")).to_string()
}
