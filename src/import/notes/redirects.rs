//! Restores addresses that exports change: redirects of a search engine, and links that were split.

use std::borrow::Cow;

use memchr::memmem;

use super::clean::code;
use super::lines::{head, outside_code};
use super::links::links;
use super::opening::address;
use crate::import::markdown;
use crate::text::percent;

const MARK: &str = "google.com/url?";

/// Replaces the redirects of a search engine by their targets: `…google.com/url?q=ADDRESS&sa=D`.
/// Code does not change.
pub(super) fn resolve_redirects(text: &str) -> Cow<'_, str> {
    if memmem::find(text.as_bytes(), MARK.as_bytes()).is_none() {
        return Cow::Borrowed(text);
    }
    Cow::Owned(outside_code(text, |_, whole, out| match whole.contains(MARK) {
        true => resolve_in_line(whole, out),
        false => out.push_str(whole),
    }))
}

/// Appends a line with its redirects replaced.
fn resolve_in_line(line: &str, out: &mut String) {
    let mut at = 0;
    while let Some(found) = line[at..].find(['`', 'g']) {
        out.push_str(&line[at..at + found]);
        at += found;
        let rest = &line[at..];
        let Some(after) = rest.strip_prefix(MARK) else {
            let length = if rest.starts_with('`') { code(rest) } else { 1 };
            out.push_str(&rest[..length]);
            at += length;
            continue;
        };
        let ends = |c: char| c.is_whitespace() || matches!(c, ')' | ']' | '<' | '>' | '"' | '`' | '|' | '*');
        let window = head(after, 8000);
        let length = window.find(ends).unwrap_or(window.len());
        // Punctuation at the end belongs to the sentence.
        let query = after[..length].trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', '_', '\\']);
        let start = ["https://www.", "http://www.", "https://", "http://"]
            .into_iter()
            .find(|scheme| out.ends_with(scheme));
        match start.zip(target(query)) {
            Some((scheme, address)) => {
                out.truncate(out.len() - scheme.len());
                out.push_str(&address);
            }
            None => out.push_str(&rest[..MARK.len() + query.len()]),
        }
        at += MARK.len() + query.len();
    }
    out.push_str(&line[at..]);
}

/// The address in a redirect's query, if it is a web address.
fn target(query: &str) -> Option<String> {
    let query = address(query);
    let value = |name: &str| query.split('&').find_map(|one| one.strip_prefix(name));
    let written = value("q=").or_else(|| value("url=")).or_else(|| value("amp;q="))?;
    let decoded = percent::decode(written)?;
    let is_web = ["https://", "http://"].iter().any(|scheme| decoded.starts_with(scheme));
    if !is_web || decoded.chars().any(char::is_control) {
        return None;
    }
    Some(markdown::target(&decoded))
}

/// Merges adjacent links with the same address: `[owner/](U)[name](U)`.
pub(super) fn joined(text: &str) -> Cow<'_, str> {
    if memmem::find(text.as_bytes(), b")[").is_none() {
        return Cow::Borrowed(text);
    }
    Cow::Owned(outside_code(text, |line, whole, out| {
        if !line.raw.contains(")[") || line.raw.contains('`') {
            return out.push_str(whole);
        }
        let mut at = 0;
        let mut found = links(line.raw).peekable();
        while let Some(link) = found.next() {
            let Some(label) = link.label.filter(|_| !link.is_image) else { continue };
            // `[1](address)[2](address)` are two notes.
            let is_number = |label: &str| label.bytes().all(|byte| byte.is_ascii_digit());
            let same = found.peek().filter(|next| {
                next.start == link.end
                    && !is_number(label)
                    && !next.is_image
                    && next.label.is_some_and(|next| !next.contains("![") && !label.contains("!["))
                    && address(next.address) == address(link.address)
            });
            if same.is_some() {
                // Up to the end of the label. The next label comes directly after it.
                let end = label.len() + 1 + link.start;
                out.push_str(&line.raw[at..end]);
                at = link.end + 1;
            }
        }
        out.push_str(&whole[at..]);
    }))
}
