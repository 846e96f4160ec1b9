use unicode_width::UnicodeWidthStr;

use super::positions::Positions;
use crate::text::{Signs, Span};

/// A line of the draft with the faulty part. It contains no control characters, and of a long line only
/// the text around the part.
#[derive(Clone, Debug)]
pub(super) struct Excerpt {
    pub text: String,
    /// The terminal columns before the part.
    pub before: usize,
    /// The terminal columns of the part, at least 1.
    pub width: usize,
}

/// The most bytes that are shown before the start of the part.
const BEFORE: usize = 60;
/// The most bytes that are shown from the start of the part.
const FROM: usize = 80;

impl Excerpt {
    /// For a span over several lines, takes the first line.
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
            before: before.width(),
            width: inner.width().max(1),
            // GitHub's runner finds its older commands anywhere in a line. The width does not change.
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
