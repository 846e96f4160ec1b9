//! What people write with the marks of Liquid, `${{ github.sha }}` say, as text.
//!
//! The site's generator runs Liquid over an issue before it reads the Markdown, wherever the marks
//! stand and whatever a backslash before them says: a word in them vanishes, and a tag that Liquid
//! does not know, or that is not closed, stops the build. In text an entity is no mark to Liquid and
//! the same character to Markdown; in code entities are not read, so that Liquid has to be told to
//! leave the code alone.

use std::borrow::Cow;

use super::clean::code;
use super::links::links;

fn has_marks(text: &str) -> bool {
    text.contains("{{") || text.contains("{%")
}

/// A line of Markdown in which Liquid finds nothing.
pub(in crate::import) fn harmless(text: String) -> String {
    if !has_marks(&text) {
        return text;
    }
    // Where addresses stand; an entity there is not always read.
    let addresses: Vec<(usize, usize)> = links(&text)
        .map(|link| (link.label.map_or(link.start, |label| link.start + label.len() + 2), link.end))
        .collect();
    let mut addresses = addresses.into_iter().peekable();
    let mut out = String::with_capacity(text.len() + 32);
    let mut at = 0;
    while let Some(found) = text[at..].find(['{', '`', '\\']) {
        out.push_str(&text[at..at + found]);
        at += found;
        let rest = &text[at..];
        let length = match rest.as_bytes()[0] {
            b'`' => {
                let length = code(rest);
                let code = in_code(&rest[..length]);
                if code.starts_with('{') && out.ends_with('{') {
                    out.pop();
                    out.push_str("&#123;");
                }
                out.push_str(&code);
                length
            }
            b'\\' => {
                let length = 1 + usize::from(rest[1..].starts_with(['`', '\\']));
                out.push_str(&rest[..length]);
                length
            }
            _ => {
                while addresses.next_if(|(_, end)| *end <= at).is_some() {}
                let is_address = addresses.peek().is_some_and(|(start, _)| *start <= at);
                out.push_str(match rest.as_bytes().get(1) {
                    Some(b'{' | b'%') if is_address => "%7B",
                    Some(b'{' | b'%') => "&#123;",
                    _ => "{",
                });
                1
            }
        };
        at += length;
    }
    out.push_str(&text[at..]);
    out
}

/// Code, or a line of it, that Liquid leaves as it is.
pub(super) fn in_code(code: &str) -> Cow<'_, str> {
    if !has_marks(code) {
        return Cow::Borrowed(code);
    }
    if !code.contains("endraw") {
        let start = code.len() - code.trim_start().len();
        let (indent, code) = code.split_at(start);
        return Cow::Owned(format!("{indent}{{% raw %}}{code}{{% endraw %}}"));
    }
    // It speaks of that itself: then Liquid is made to write the marks.
    let mut out = String::with_capacity(code.len() * 2);
    let mut rest = code;
    while let Some(at) = rest.find('{') {
        out.push_str(&rest[..at]);
        let length = match rest.as_bytes().get(at + 1) {
            Some(b'{') => {
                out.push_str("{{ \"{{\" }}");
                2
            }
            Some(b'%') => {
                out.push_str("{{ \"{%\" }}");
                2
            }
            _ => {
                out.push('{');
                1
            }
        };
        rest = &rest[at + length..];
    }
    out.push_str(rest);
    Cow::Owned(out)
}
