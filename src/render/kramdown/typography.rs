//! Quotes, dashes, entities and other characters that kramdown replaces.

use std::borrow::Cow;

use super::element::{El, Kind, add_text};
use super::names::{code_point, of_number};
use super::parser::{Parser, Scanner};
use super::scan::{byte, is_space};

const SYMBOLS: [(&str, &str); 9] = [
    ("---", "—"),
    ("--", "–"),
    ("...", "…"),
    ("\\<<", "<<"),
    ("\\>>", ">>"),
    ("<< ", "«\u{a0}"),
    (" >>", "\u{a0}»"),
    ("<<", "«"),
    (">>", "»"),
];

/// What a quotation mark becomes, and how much of the text is consumed.
struct Quotes {
    /// The character before the mark, which stays text.
    before: usize,
    marks: &'static [&'static str],
    /// The length of the marks.
    len: usize,
}

fn opening(mark: u8) -> &'static [&'static str] {
    if mark == b'"' { &["“"] } else { &["‘"] }
}

fn closing(mark: u8) -> &'static [&'static str] {
    if mark == b'"' { &["”"] } else { &["’"] }
}

fn is_mark(byte: u8) -> bool {
    matches!(byte, b'"' | b'\'')
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

/// The rules of SmartyPants, as kramdown applies them: the first one that fits wins.
fn quotes(text: &str) -> Option<Quotes> {
    let first = byte(text, 0);
    let at_first = |marks| Some(Quotes { before: 0, marks, len: 1 });
    if is_mark(first) {
        let inner = &text[1..];
        let emphasis = inner.bytes().take_while(|byte| matches!(byte, b'*' | b'_')).count();
        // Backtracking may leave the second mark to the character that is no space.
        let is_before_emphasis =
            (1..=emphasis.min(2)).any(|len| !inner[len..].is_empty() && !is_space(byte(inner, len)));
        if is_before_emphasis {
            return at_first(opening(first));
        }
        if is_before_punctuation(inner) {
            return at_first(closing(first));
        }
    }
    let before = usize::from(is_space(first));
    let mark = byte(text, before);
    let next = byte(text, before + 1);
    if mark == b'"' && next == b'\'' && is_word(byte(text, before + 2)) {
        return Some(Quotes { before, marks: &["“", "‘"], len: 2 });
    }
    if mark == b'\'' && next == b'"' && is_word(byte(text, before + 2)) {
        return Some(Quotes { before, marks: &["‘", "“"], len: 2 });
    }
    let is_decade =
        next.is_ascii_digit() && byte(text, before + 2).is_ascii_digit() && byte(text, before + 3) == b's';
    if mark == b'\'' && is_decade {
        return Some(Quotes { before, marks: &["’"], len: 1 });
    }
    if before == 1 && is_mark(mark) && is_word(next) {
        return Some(Quotes { before, marks: opening(mark), len: 1 });
    }
    let char_len = text.chars().next().map_or(0, char::len_utf8);
    let after_char = byte(text, char_len);
    let is_open = matches!(first, b' ' | b'\\' | b'\t' | b'\r' | b'\n' | b'[' | b'{' | b'(' | b'-');
    if !is_open && char_len > 0 && is_mark(after_char) {
        return Some(Quotes { before: char_len, marks: closing(after_char), len: 1 });
    }
    if is_mark(first) {
        let second = byte(text, 1);
        let is_possessive =
            second == b's' && !text[2..].starts_with(|c: char| c.is_alphanumeric() || c == '_');
        if text.len() == 1 || is_space(second) || is_possessive {
            return at_first(closing(first));
        }
    }
    [b'\'', b'"'].into_iter().find_map(|mark| {
        if after_char == mark && char_len > 0 {
            return Some(Quotes { before: char_len, marks: opening(mark), len: 1 });
        }
        (first == mark).then(|| Quotes { before: 0, marks: opening(mark), len: 1 })
    })
}

/// True before punctuation that no word follows, except an ellipsis.
fn is_before_punctuation(text: &str) -> bool {
    let first = byte(text, 0);
    if !first.is_ascii_punctuation() || first == b'&' || text[1..].starts_with("..") {
        return false;
    }
    let is_word_next = text[1..].starts_with(|c: char| c.is_alphanumeric() || c == '_');
    if first == b'_' { is_word_next } else { !is_word_next }
}

impl Parser {
    pub(super) fn smart_quote(&self, src: &mut Scanner, children: &mut Vec<El>) -> bool {
        let rest = self.rest(src);
        let first = rest.chars().next().map_or(0, char::len_utf8);
        let is_start = is_mark(byte(rest, 0)) || (byte(rest, 0) != b'\\' && is_mark(byte(rest, first)));
        if !is_start {
            return false;
        }
        let Some(Quotes { before, marks, len }) = quotes(rest) else { return false };
        self.text(src, children, before);
        let span = src.take(len);
        children.extend(marks.iter().map(|mark| El::new(Kind::Character(mark), span)));
        true
    }

    pub(super) fn symbol(&self, src: &mut Scanner, children: &mut Vec<El>) -> bool {
        let rest = self.rest(src);
        let found = SYMBOLS.iter().find(|(written, _)| rest.starts_with(written));
        found.is_some_and(|(written, symbol)| {
            children.push(El::new(Kind::Character(symbol), src.take(written.len())));
            true
        })
    }

    pub(super) fn entity(&self, src: &mut Scanner, children: &mut Vec<El>) -> bool {
        let rest = self.rest(src);
        let Some((entity, len)) = entity(rest) else { return false };
        match entity {
            Some(c) => children.push(El::new(Kind::Entity(c), src.take(len))),
            // An unknown name is shown as it is written.
            None => {
                let span = src.take(1);
                children.push(El::new(Kind::Entity('&'), span));
                let name = src.take(len - 1);
                add_text(children, self.store.of(name), name);
            }
        }
        true
    }
}

/// The character of `&name;`, `&#1;` or `&#x1;`, and the length. The character is `None` if the name is unknown.
pub(super) fn entity(text: &str) -> Option<(Option<char>, usize)> {
    let inner = text.strip_prefix('&')?;
    let end = inner.find(';')?;
    let name = &inner[..end];
    let len = end + 2;
    let of_code = |code: u32| Some(char::from_u32(of_number(code)).unwrap_or('\u{fffd}'));
    if let Some(number) = name.strip_prefix('#') {
        let hex = number.strip_prefix('x');
        let digits = hex.unwrap_or(number);
        let radix = if hex.is_some() { 16 } else { 10 };
        let is_number = !digits.is_empty() && digits.chars().all(|c| c.is_digit(radix));
        return is_number.then(|| (of_code(u32::from_str_radix(digits, radix).unwrap_or(u32::MAX)), len));
    }
    let is_name = name.starts_with(|c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | ':'))
        && name.bytes().all(|byte| is_word(byte) || matches!(byte, b'-' | b'.' | b':'));
    is_name.then(|| (code_point(name).and_then(char::from_u32), len))
}

/// A text in which entities are characters, as browsers read them.
pub(super) fn decoded(text: &str) -> Cow<'_, str> {
    if !text.contains('&') {
        return Cow::Borrowed(text);
    }
    let mut decoded = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        decoded.push_str(&rest[..at]);
        rest = &rest[at..];
        let len = match entity(rest) {
            Some((Some(c), len)) => {
                decoded.push(c);
                len
            }
            Some((None, len)) => {
                decoded.push_str(&html_name(&rest[..len]));
                len
            }
            None => {
                decoded.push('&');
                1
            }
        };
        rest = &rest[len..];
    }
    decoded.push_str(rest);
    Cow::Owned(decoded)
}

/// A name of HTML 5 that kramdown does not know.
fn html_name(entity: &str) -> String {
    let mut text = Vec::new();
    for token in html5gum::Tokenizer::new(entity).flatten() {
        if let html5gum::Token::String(string) = token {
            text.extend_from_slice(&string);
        }
    }
    String::from_utf8(text).unwrap_or_else(|_| entity.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entities_are_characters() {
        assert_eq!(decoded("a &amp; b&nbsp;c &x; &#65;&#x42; &check; &"), "a & b\u{a0}c &x; AB ✓ &");
        assert_eq!(entity("&check;"), Some((None, 7)));
        assert_eq!(entity("& b;"), None);
    }
}
