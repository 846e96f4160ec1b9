//! Escapes Liquid in text that people wrote, such as `${{ github.sha }}`.
//!
//! The site's generator runs Liquid on an issue before Markdown, anywhere in the text and
//! regardless of backslashes. A variable vanishes, and an unknown or unclosed tag stops the build.
//! In text an entity hides the mark from Liquid and is the same character in Markdown. Entities do
//! not work in code, so code gets a tag that makes Liquid skip it.

use std::borrow::Cow;

use super::clean::code;
use super::links::links;

fn has_marks(text: &str) -> bool {
    text.contains("{{") || text.contains("{%")
}

/// Escapes a line of Markdown so that Liquid finds nothing in it.
pub(in crate::import) fn escape_liquid(text: String) -> String {
    if !has_marks(&text) {
        return text;
    }
    // In addresses entities do not always work.
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

/// Code, or a line of it, that Liquid does not change.
pub(super) fn in_code(code: &str) -> Cow<'_, str> {
    if !has_marks(code) {
        return Cow::Borrowed(code);
    }
    if !code.contains("endraw") {
        let start = code.len() - code.trim_start().len();
        let (indent, code) = code.split_at(start);
        return Cow::Owned(format!("{indent}{{% raw %}}{code}{{% endraw %}}"));
    }
    // The code contains the raw tags: Liquid has to write the marks.
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
