//! Percent-encoding of addresses and paths (RFC 3986).

use std::borrow::Cow;
use std::fmt::Display;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

/// Every character but RFC 3986's unreserved ones and the slashes of a path.
const PATH: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~').remove(b'/');
const COMPONENT: &AsciiSet = &PATH.add(b'/');

/// Encodes a path, whose slashes stay.
pub(crate) fn encode_path(path: &str) -> impl Display + '_ {
    utf8_percent_encode(path, PATH)
}

/// Encodes one component of a path or the value of a query, slashes included.
pub(crate) fn encode_component(value: &str) -> impl Display + '_ {
    utf8_percent_encode(value, COMPONENT)
}

/// Encodes only the characters for which `is_encoded` is true.
pub(crate) fn encode(text: &str, is_encoded: impl Fn(char) -> bool) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if is_encoded(c) {
            out.extend(c.encode_utf8(&mut [0; 4]).bytes().map(percent_encoding::percent_encode_byte));
        } else {
            out.push(c);
        }
    }
    out
}

/// Decodes `%20` and the like. `None` if the bytes are not UTF-8.
pub(crate) fn decode(text: &str) -> Option<Cow<'_, str>> {
    percent_decode_str(text).decode_utf8().ok()
}

/// Decodes `%20` and the like. Bytes that are not UTF-8 become U+FFFD.
pub(crate) fn decode_lossy(text: &str) -> Cow<'_, str> {
    percent_decode_str(text).decode_utf8_lossy()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_encoded_is_decoded_again() {
        assert_eq!(encode_path("a b/c~d?é").to_string(), "a%20b/c~d%3F%C3%A9");
        assert_eq!(encode_component("a/b-c").to_string(), "a%2Fb-c");
        assert_eq!(encode("a b(c)\u{a0}%", |c| matches!(c, ' ' | '\u{a0}')), "a%20b(c)%C2%A0%");
        assert_eq!(decode("a%20b%3F%C3%A9").as_deref(), Some("a b?é"));
        assert_eq!(decode("100%").as_deref(), Some("100%"));
        assert_eq!(decode("%FF"), None);
        assert_eq!(decode_lossy("%FF"), "\u{fffd}");
    }
}
