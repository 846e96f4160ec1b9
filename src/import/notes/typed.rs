use std::borrow::Cow;

use memchr::memmem::find;

use super::clean::code;
use super::escaped::meant;
use super::lines::{head, is_space, lines, outside_code};
use super::redirects::{joined, resolve_redirects};
use super::references::inlined;

/// Restores the document as it was typed into a word processor, with the target of each link. The
/// number of lines does not change.
pub(crate) fn typed(text: &str) -> Cow<'_, str> {
    let mut text = as_typed(text);
    for step in [spaced, resolve_redirects, inlined, joined] {
        if let Cow::Owned(changed) = step(&text) {
            text = Cow::Owned(changed);
        }
    }
    text
}

/// Replaces the entities of no-break spaces outside code. Other entities are kept.
fn spaced(text: &str) -> Cow<'_, str> {
    const ENTITIES: [&str; 4] = ["&nbsp;", "&#160;", "&#xa0;", "&#xA0;"];
    if ["&nbsp;", "&#"].iter().all(|start| find(text.as_bytes(), start.as_bytes()).is_none()) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(outside_code(text, |_, whole, out| {
        let mut rest = whole;
        while let Some(at) = rest.find(['&', '`', '\\']) {
            let (before, found) = rest.split_at(at);
            out.push_str(before);
            let entity = ENTITIES.into_iter().find(|entity| found.starts_with(entity));
            let length = match entity {
                Some(entity) => entity.len(),
                None if found.starts_with('`') => code(found),
                None => {
                    1 + found[1..]
                        .chars()
                        .next()
                        .filter(|_| found.starts_with('\\'))
                        .map_or(0, char::len_utf8)
                }
            };
            out.push_str(if entity.is_some() { " " } else { &found[..length] });
            rest = &found[length..];
        }
        out.push_str(rest);
    }))
}

/// Restores Markdown that was typed into a word processor, which exports it as `\### Title` and
/// `\[label\](address)`. In other texts only unambiguous escapes are removed.
fn as_typed(text: &str) -> Cow<'_, str> {
    if find(text.as_bytes(), b"\\#").is_none() {
        return meant(text);
    }
    let marked = lines(text, 1).filter(|line| is_title(line.text()));
    if marked.take(2).count() < 2 {
        return meant(text);
    }
    let out = outside_code(text, |_, whole, out| {
        let mut rest = whole;
        while let Some(at) = rest.find(['\\', '`']) {
            let (before, found) = rest.split_at(at);
            out.push_str(before);
            let escaped = found[1..].chars().next().filter(char::is_ascii_punctuation);
            let length = match escaped {
                _ if found.starts_with('`') => code(found),
                Some(_) => 2,
                None => 1,
            };
            out.push_str(&found[usize::from(length == 2 && found.starts_with('\\'))..length]);
            rest = &found[length..];
        }
        out.push_str(rest);
    });
    Cow::Owned(without_links_of_addresses(&out))
}

/// `\### Title`; `\#12 is merged` is a sentence.
fn is_title(text: &str) -> bool {
    let Some(rest) = text.strip_prefix("\\#") else { return false };
    rest.trim_start_matches(['#', '\\']).starts_with(is_space)
}

/// `[label]([address](address))`: the word processor had linked the typed address.
fn without_links_of_addresses(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("]([http") {
        let inner = &rest[at + 3..];
        let window = head(inner, 4000);
        let address =
            window.find("](").map(|end| &window[..end]).filter(|address| !address.contains(['\n', ' ']));
        let close =
            address.and_then(|address| window[address.len() + 2..].find("))").map(|n| address.len() + 2 + n));
        out.push_str(&rest[..at + 2]);
        let (Some(address), Some(close)) = (address, close) else {
            rest = &rest[at + 2..];
            continue;
        };
        out.push_str(address);
        out.push(')');
        rest = &inner[close + 2..];
    }
    out.push_str(rest);
    out
}
