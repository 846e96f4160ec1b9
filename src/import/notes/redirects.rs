//! Addresses as exports change them: led through a search engine, or parted into several links.

use std::borrow::Cow;

use memchr::memmem;
use percent_encoding::percent_decode_str;

use super::lines::{head, lines};
use super::links::links;
use super::opening::address;

const MARK: &str = "google.com/url?";

/// With the addresses that the search engine's redirects lead to: `…google.com/url?q=ADDRESS&sa=D`.
pub(super) fn followed(text: &str) -> Cow<'_, str> {
    if memmem::find(text.as_bytes(), MARK.as_bytes()).is_none() {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(MARK) {
        let after = &rest[at + MARK.len()..];
        let ends = |c: char| c.is_whitespace() || matches!(c, ')' | ']' | '<' | '>' | '"');
        let window = head(after, 8000);
        let length = window.find(ends).unwrap_or(window.len());
        let start = ["https://www.", "http://www.", "https://", "http://"]
            .into_iter()
            .find_map(|scheme| rest[..at].strip_suffix(scheme));
        match start.zip(target(&after[..length])) {
            Some((before, address)) => {
                out.push_str(before);
                out.push_str(&address);
            }
            None => out.push_str(&rest[..at + MARK.len() + length]),
        }
        rest = &after[length..];
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// The address in a redirect's query; none if it is no web address.
fn target(query: &str) -> Option<String> {
    let query = address(query);
    let value = |name: &str| query.split(['&', '?']).find_map(|one| one.strip_prefix(name));
    let written = value("q=").or_else(|| value("url=")).or_else(|| value("amp;q="))?;
    let decoded = percent_decode_str(written).decode_utf8().ok()?;
    let is_web = ["https://", "http://"].iter().any(|scheme| decoded.starts_with(scheme));
    if !is_web || decoded.chars().any(char::is_control) {
        return None;
    }
    // What would end the address in Markdown stays encoded.
    let mut out = String::with_capacity(decoded.len());
    for c in decoded.chars() {
        match c {
            ' ' => out.push_str("%20"),
            '(' => out.push_str("%28"),
            ')' => out.push_str("%29"),
            '<' => out.push_str("%3C"),
            '>' => out.push_str("%3E"),
            '"' => out.push_str("%22"),
            '[' => out.push_str("%5B"),
            ']' => out.push_str("%5D"),
            '\\' => out.push_str("%5C"),
            c if c.is_whitespace() => return None,
            c => out.push(c),
        }
    }
    Some(out)
}

/// With one link where an export has several side by side that lead to the same place:
/// `[owner/](U)[name](U)`.
pub(super) fn joined(text: &str) -> Cow<'_, str> {
    if memmem::find(text.as_bytes(), b")[").is_none() {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    for line in lines(text, 1) {
        let whole = &text[line.start..line.end];
        if !line.raw.contains(")[") {
            out.push_str(whole);
            continue;
        }
        let mut at = 0;
        let mut found = links(line.raw).peekable();
        while let Some(link) = found.next() {
            let Some(label) = link.label.filter(|_| !link.is_image) else { continue };
            let same = found.peek().filter(|next| {
                next.start == link.end
                    && !next.is_image
                    && next.label.is_some_and(|next| !next.contains("![") && !label.contains("!["))
                    && address(next.address) == address(link.address)
            });
            if same.is_some() {
                // Up to the label's end; the next one's label follows.
                let end = label.len() + 1 + link.start;
                out.push_str(&line.raw[at..end]);
                at = link.end + 1;
            }
        }
        out.push_str(&whole[at..]);
    }
    Cow::Owned(out)
}
