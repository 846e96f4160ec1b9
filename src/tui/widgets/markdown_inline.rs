//! Links, images, emphasis, code and comments within one line, for highlighting only.

use super::markdown_scan::{Kind, State};
use crate::text::Span;

/// Emphasis markers that may be open at once.
const MAX_OPEN: usize = 32;
/// The longest address, in bytes, whose end is searched for.
const MAX_ADDRESS: usize = 2 * 1024;

/// The pass over the text of one line.
#[derive(Debug)]
pub struct Inline<'a> {
    line: Span,
    slice: &'a str,
    parts: &'a mut Vec<(Span, Kind)>,
    /// Open brackets; true for an image's.
    brackets: Vec<(usize, bool)>,
    /// Open emphasis: its character, their number and their offset.
    emphasis: Vec<(u8, usize, usize)>,
}

impl<'a> Inline<'a> {
    pub fn new(line: Span, slice: &'a str, parts: &'a mut Vec<(Span, Kind)>) -> Self {
        Self { line, slice, parts, brackets: Vec::new(), emphasis: Vec::new() }
    }

    fn push(&mut self, start: usize, end: usize, kind: Kind) {
        self.parts.push((Span::new(self.line.start + start, self.line.start + end), kind));
    }

    /// As [`Self::text`], for a line that begins inside a comment.
    pub fn text_after_comment(mut self) -> State {
        match self.comment(0) {
            Some(end) => self.text(end),
            None => State::Comment,
        }
    }

    /// Marks a comment from `at` to its end. Returns the end if it is in this line.
    fn comment(&mut self, at: usize) -> Option<usize> {
        let end = self.slice[at..].find("-->").map(|length| at + length + 3);
        self.push(at, end.unwrap_or(self.slice.len()), Kind::Comment);
        end
    }

    /// Marks the parts of the line from `at` on. Returns the state of the next line.
    pub fn text(mut self, mut at: usize) -> State {
        while let Some(byte) = self.slice.as_bytes().get(at).copied() {
            let rest = &self.slice[at..];
            at = match byte {
                // An escaped character is plain text.
                b'\\' if rest.as_bytes().get(1).is_some_and(u8::is_ascii_punctuation) => at + 2,
                b'`' => self.code(at, rest),
                b'<' if rest.starts_with("<!--") => match self.comment(at) {
                    Some(end) => end,
                    None => return State::Comment,
                },
                b'!' if rest.starts_with("![") => {
                    self.brackets.push((at, true));
                    at + 2
                }
                b'[' => {
                    self.brackets.push((at, false));
                    at + 1
                }
                b']' => self.close_bracket(at),
                b'*' | b'_' => self.run(at, byte),
                b'h' if rest.starts_with("https://") || rest.starts_with("http://") => {
                    let end = at
                        + rest
                            .find(|c: char| c.is_whitespace() || "<>()[]\"'`".contains(c))
                            .unwrap_or(rest.len());
                    self.push(at, end, Kind::LinkAddress);
                    end
                }
                _ => at + 1,
            };
            while !self.slice.is_char_boundary(at) {
                at += 1;
            }
        }
        State::Text
    }

    fn code(&mut self, at: usize, rest: &str) -> usize {
        let length = rest.bytes().take_while(|b| *b == b'`').count();
        let mut from = length;
        while let Some(found) = rest[from..].find('`') {
            let close = from + found;
            let run = rest[close..].bytes().take_while(|b| *b == b'`').count();
            from = close + run;
            if run == length {
                self.push(at, at + from, Kind::Code);
                return at + from;
            }
        }
        at + length
    }

    fn close_bracket(&mut self, at: usize) -> usize {
        let Some((open, image)) = self.brackets.pop() else { return at + 1 };
        let rest = &self.slice[at + 1..];
        let end = if rest.starts_with('(') {
            address_end(rest)
        } else if rest.starts_with('[') {
            rest.find(']').map(|end| end + 1)
        } else if rest.starts_with(':') && self.slice[..open].trim().is_empty() {
            Some(rest.len())
        } else {
            None
        };
        let Some(end) = end else { return at + 1 };
        let text = open + if image { 2 } else { 1 };
        self.push(open, text, Kind::Marker);
        self.push(text, at, if image { Kind::Image } else { Kind::LinkText });
        self.push(at, at + 2, Kind::Marker);
        let closed = rest[..end].ends_with([')', ']']);
        let close = at + 1 + end - usize::from(closed);
        self.push((at + 2).min(close), close, Kind::LinkAddress);
        if closed {
            self.push(close, close + 1, Kind::Marker);
        }
        at + 1 + end
    }

    /// Handles a run of `*` or `_`, which opens or closes bold or italic text.
    fn run(&mut self, at: usize, byte: u8) -> usize {
        let length = self.slice[at..].bytes().take_while(|b| *b == byte).count();
        let end = at + length;
        let before = self.slice[..at].chars().next_back();
        let after = self.slice[end..].chars().next();
        let space = |c: Option<char>| c.is_none_or(char::is_whitespace);
        // An underscore inside a word is a part of it.
        let inside = byte == b'_' && [before, after].iter().all(|c| c.is_some_and(char::is_alphanumeric));
        if length > 3 || inside {
            return end;
        }
        let opener = self.emphasis.iter().rposition(|(b, n, _)| *b == byte && *n == length);
        if let Some(index) = opener.filter(|_| !space(before)) {
            let (_, _, start) = self.emphasis[index];
            self.emphasis.truncate(index);
            if length >= 2 {
                self.push(start + length, at, Kind::Bold);
            }
            if length != 2 {
                self.push(start + length, at, Kind::Italic);
            }
            self.push(start, start + length, Kind::Marker);
            self.push(at, end, Kind::Marker);
        } else if !space(after) && self.emphasis.len() < MAX_OPEN {
            self.emphasis.push((byte, length, at));
        }
        end
    }
}

/// Returns the length of `(address "title")` at the start of `rest`, with its parentheses.
fn address_end(rest: &str) -> Option<usize> {
    let mut depth = 0usize;
    for (at, byte) in rest.bytes().enumerate().take(MAX_ADDRESS) {
        match byte {
            b'(' => depth += 1,
            b')' if depth == 1 => return Some(at + 1),
            b')' => depth -= 1,
            _ => {}
        }
    }
    None
}
