//! Character references.

use html5gum::{Token, Tokenizer};

/// The length of `&#…` at the start of a text, without its semicolon, as Python's parser accepts it: another character
/// that is no hexadecimal digit follows.
pub(super) fn numeric_reference(text: &str) -> Option<usize> {
    let rest = text.strip_prefix("&#")?;
    let (digits, skipped) = match rest.strip_prefix(['x', 'X']) {
        Some(rest) => (rest.bytes().take_while(u8::is_ascii_hexdigit).count(), 3),
        None => (rest.bytes().take_while(u8::is_ascii_digit).count(), 2),
    };
    let next = text.as_bytes().get(skipped + digits)?;
    (digits > 0 && !next.is_ascii_hexdigit()).then_some(skipped + digits)
}

/// The length of `&name;` at the start of a text.
pub(super) fn named_reference(text: &str) -> Option<usize> {
    let rest = text.strip_prefix('&')?;
    let is_name = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.');
    let length = rest.bytes().take_while(|byte| is_name(byte)).count();
    let is_named =
        rest.starts_with(|first: char| first.is_ascii_alphabetic()) && rest[length..].starts_with(';');
    is_named.then_some(length + 2)
}

/// The length of a reference that stays one in the HTML (`RE_AMP`): `&name;`, `&#1;` or `&#x1;`.
pub(super) fn reference(text: &str) -> Option<usize> {
    let rest = text.strip_prefix('&')?;
    let (digits, is_digit): (&str, fn(&u8) -> bool) = match rest.strip_prefix('#') {
        Some(number) => match number.strip_prefix(['x', 'X']) {
            Some(number) => (number, u8::is_ascii_hexdigit),
            None => (number, u8::is_ascii_digit),
        },
        None => (rest, u8::is_ascii_alphanumeric),
    };
    let length = digits.bytes().take_while(is_digit).count();
    let end = text.len() - digits.len() + length;
    (length > 0 && text[end..].starts_with(';')).then_some(end + 1)
}

/// Replaces references by their characters.
pub(super) fn decode(text: &str) -> String {
    let Some(first) = memchr::memchr(b'&', text.as_bytes()) else { return text.to_owned() };
    let mut out = text[..first].to_owned();
    let mut rest = &text[first..];
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        let candidate = &rest[at..];
        let inner = candidate[1..]
            .find([' ', '\t', '\n', '\x0c', '<', '&', ';'])
            .map_or(candidate.len(), |end| end + 1 + usize::from(candidate[end + 1..].starts_with(';')));
        let candidate = &candidate[..inner];
        for token in Tokenizer::new(candidate).flatten() {
            if let Token::String(string) = token {
                out.push_str(&String::from_utf8_lossy(&string));
            }
        }
        rest = &rest[at + inner..];
    }
    out.push_str(rest);
    out
}
