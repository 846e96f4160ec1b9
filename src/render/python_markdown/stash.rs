//! Parts of the page that no later step reads. A placeholder in the text says where each belongs.

use super::element::Id;
use super::text::Text;
use crate::text::Span;

/// Begins a placeholder. Removed from the source.
pub(super) const STX: char = '\u{2}';
/// Ends a placeholder. Removed from the source.
pub(super) const ETX: char = '\u{3}';

/// Becomes `&` in the HTML.
pub(super) const AMPERSAND: &str = "\u{2}amp\u{3}";

const HTML: &str = "\u{2}wzxhzdk:";
pub(super) const INLINE: &str = "\u{2}klzzwxh:";

#[derive(Debug)]
pub(super) enum Stashed {
    Html(Text),
    /// A typographic mark.
    Characters(&'static str),
    /// An element whose content is Markdown. Taken out once it is in the page.
    Element(Id),
    Code(Code),
    Taken,
}

/// A code block that Pygments highlights.
#[derive(Debug)]
pub(super) struct Code {
    /// The classes of the block around it.
    pub class: String,
    pub code: String,
    pub has_line_numbers: bool,
    pub span: Span,
}

#[derive(Debug, Default)]
pub(super) struct Stash(Vec<Stashed>);

impl Stash {
    /// Stores a part and returns its placeholder.
    pub fn store(&mut self, stashed: Stashed, source: Span) -> Text {
        self.0.push(stashed);
        Text::made(&placeholder(self.0.len() - 1), source)
    }

    pub fn get(&self, index: usize) -> Option<&Stashed> {
        self.0.get(index)
    }

    /// Takes an element out.
    pub fn take_element(&mut self, index: usize) -> Option<Id> {
        let slot = self.0.get_mut(index)?;
        match slot {
            Stashed::Element(id) => {
                let id = *id;
                *slot = Stashed::Taken;
                Some(id)
            }
            _ => None,
        }
    }
}

pub(super) fn placeholder(index: usize) -> String {
    let mut out = String::with_capacity(HTML.len() + 5);
    write_numbered(HTML, index, 1, &mut out);
    out
}

/// Appends a placeholder whose number has at least this many digits.
fn write_numbered(prefix: &str, number: usize, least_digits: usize, out: &mut String) {
    out.push_str(prefix);
    let mut digits = [b'0'; 20];
    let (mut rest, mut start) = (number, digits.len());
    while rest > 0 || digits.len() - start < least_digits {
        start -= 1;
        digits[start] += (rest % 10) as u8;
        rest /= 10;
    }
    out.extend(digits[start..].iter().copied().map(char::from));
    out.push(ETX);
}

/// A placeholder of the stash at the start of a text: its index and its length.
pub(super) fn placeholder_at(text: &str) -> Option<(usize, usize)> {
    numbered(text, HTML)
}

/// The first placeholder of the stash from `from` on: its start, index and length.
pub(super) fn find_placeholder(text: &str, from: usize) -> Option<(usize, usize, usize)> {
    find_numbered(text, from, HTML)
}

/// Appends the placeholder of an inline element.
pub(super) fn write_inline_placeholder(index: usize, out: &mut String) {
    write_numbered(INLINE, index, 4, out);
}

/// The first placeholder of an inline element from `from` on: its start, index and length.
pub(super) fn find_inline_placeholder(text: &str, from: usize) -> Option<(usize, usize, usize)> {
    find_numbered(text, from, INLINE)
}

/// The first beginning of a placeholder of an inline element from `from` on.
pub(super) fn find_inline_prefix(text: &str, from: usize) -> Option<usize> {
    find_prefix(text, from, INLINE)
}

/// Most texts have no placeholder, and so not even its first byte.
fn find_prefix(text: &str, from: usize, prefix: &str) -> Option<usize> {
    let bytes = text.as_bytes().get(from..)?;
    memchr::memchr_iter(STX as u8, bytes)
        .find(|at| bytes[*at..].starts_with(prefix.as_bytes()))
        .map(|at| from + at)
}

fn find_numbered(text: &str, mut from: usize, prefix: &str) -> Option<(usize, usize, usize)> {
    loop {
        let at = find_prefix(text, from, prefix)?;
        if let Some((index, length)) = numbered(&text[at..], prefix) {
            return Some((at, index, length));
        }
        from = at + prefix.len();
    }
}

fn numbered(text: &str, prefix: &str) -> Option<(usize, usize)> {
    let rest = text.strip_prefix(prefix)?;
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let is_ended = rest[digits..].starts_with(ETX);
    let index = rest[..digits].parse().ok().filter(|_| is_ended)?;
    Some((index, prefix.len() + digits + ETX.len_utf8()))
}

/// The placeholder of a character that was escaped by a backslash.
pub(super) fn escaped(character: char) -> String {
    format!("{STX}{}{ETX}", u32::from(character))
}

/// Replaces the placeholders of escaped characters by the characters (`UnescapeTreeprocessor`).
pub(super) fn unescape(text: &str) -> Option<String> {
    let first = memchr::memchr(STX as u8, text.as_bytes())?;
    let mut out: Option<String> = None;
    let mut copied = 0;
    for at in memchr::memchr_iter(STX as u8, &text.as_bytes()[first..]).map(|at| first + at) {
        let rest = &text[at + STX.len_utf8()..];
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let character = rest[..digits].parse().ok().and_then(char::from_u32);
        if let Some(character) = character.filter(|_| rest[digits..].starts_with(ETX)) {
            let out = out.get_or_insert_default();
            out.push_str(&text[copied..at]);
            out.push(character);
            copied = at + STX.len_utf8() + digits + ETX.len_utf8();
        }
    }
    let mut out = out?;
    out.push_str(&text[copied..]);
    Some(out)
}
