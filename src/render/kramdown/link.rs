//! Links, images and footnote marks.

use super::definitions::{id, normalized};
use super::element::{El, Ial, Kind};
use super::parser::{Parser, Scanner};
use super::scan::{byte, is_space};
use super::span::{Around, Inlines, Stack, Stop};
use crate::text::Span;

/// True for `[` and `![`, unless a footnote mark follows.
pub(super) fn is_start(text: &str) -> bool {
    let inner = text.strip_prefix('!').unwrap_or(text);
    inner.strip_prefix('[').is_some_and(|after| !after.is_empty() && !after.starts_with('^'))
}

/// Where a link leads, and the length of what says so.
struct Target {
    address: String,
    title: Option<String>,
    ial: Option<Ial>,
    len: usize,
}

impl Parser {
    pub(super) fn footnote_marker(&mut self, src: &mut Scanner, children: &mut Vec<El>) -> bool {
        let rest = self.rest(src);
        let Some(name) = rest.strip_prefix("[^").and_then(id) else { return false };
        if !rest[2 + name.len()..].starts_with(']') {
            return false;
        }
        let (name, len) = (name.to_owned(), name.len() + 3);
        match self.footnotes.get_mut(&name) {
            Some(footnote) => {
                footnote.is_used = true;
                children.push(El::new(Kind::Footnote(name), src.take(len)));
            }
            None => self.text(src, children, len),
        }
        true
    }

    /// A link or an image. Without a target it is text.
    pub(super) fn link(&mut self, src: &mut Scanner, children: &mut Vec<El>, stack: &mut Stack) -> bool {
        let is_image = byte(self.rest(src), 0) == b'!';
        let len = if is_image { 2 } else { 1 };
        let saved = *src;
        let is_nested = stack.iter().any(|around| matches!(around, Around::Link | Around::Image));
        if !is_image && is_nested {
            self.text(src, children, len);
            return true;
        }
        let start = src.take(len).start;
        let (kind, around) = if is_image { (Kind::Image, Around::Image) } else { (Kind::Link, Around::Link) };
        let mut el = El::new(kind, Span::at(start));
        stack.push(around);
        let is_found = self.spans(src, &mut el.children, stack, &Stop::Bracket, Inlines::All);
        stack.pop();
        let inner = Span::new(start + len, src.pos);
        let target = if is_found {
            src.take(1);
            self.target(src, inner)
        } else {
            None
        };
        let Some(Target { address, title, ial, len: target_len }) = target else {
            // An address that does not end is searched for to the end.
            let is_open = is_found && self.rest(src).starts_with('(');
            let searched = if is_open { self.rest(src).len() } else { 0 };
            self.spend(src.pos - start + searched);
            *src = saved;
            self.text(src, children, len);
            return true;
        };
        src.take(target_len);
        el.span.end = src.pos;
        if let Some(ial) = ial {
            self.apply_ial(&mut el.attributes, &ial, 0);
            el.ial = Some(Box::new(ial));
        }
        if is_image {
            el.attributes.set("src", address);
            el.attributes.set("alt", unescaped(self.store.of(inner)));
            el.children.clear();
        } else {
            el.attributes.set("href", address);
        }
        if let Some(title) = title {
            el.attributes.set("title", title);
        }
        children.push(el);
        true
    }

    /// The target after the bracket of a link's text.
    fn target(&self, src: &Scanner, inner: Span) -> Option<Target> {
        let rest = self.rest(src);
        let label = inline_label(rest);
        if label.is_some() || !rest.starts_with('(') {
            let (label, len) = label.unwrap_or(("", 0));
            let own = unescaped(self.store.of(inner));
            let link = self.links.get(&normalized(if label.is_empty() { &own } else { label }))?;
            let (address, title) = (link.address.clone(), link.title.clone());
            return Some(Target { address, title, ial: self.definition_ials.get(link.ial).cloned(), len });
        }
        let (address, after, is_closed) = address(rest)?;
        let address = address.to_owned();
        if is_closed {
            return Some(Target { address, title: None, ial: None, len: after });
        }
        let (title, len) = title(&rest[after..])?;
        Some(Target { address, title: Some(title.to_owned()), ial: None, len: after + len })
    }
}

/// The label and the length of `[label]`, with white space before it.
fn inline_label(text: &str) -> Option<(&str, usize)> {
    let start = text.len() - text.trim_start_matches(|c: char| c.is_ascii() && is_space(c as u8)).len();
    let inner = text[start..].strip_prefix('[')?;
    let end = inner.find(']')?;
    Some((&inner[..end], start + end + 2))
}

/// The address after `(`, the place behind it, and true if the parenthesis is closed there.
fn address(text: &str) -> Option<(&str, usize, bool)> {
    if let Some(inner) = text.strip_prefix("(<") {
        let line = &inner[..inner.find('\n').unwrap_or(inner.len())];
        if let Some(end) = line.find('>') {
            let after = end + 3;
            let is_closed = byte(text, after) == b')';
            return Some((&inner[..end], after + usize::from(is_closed), is_closed));
        }
    }
    let mut depth = 0;
    let is_end = |own: u8| matches!(own, b'(' | b')') || is_space(own);
    for (at, own) in text.bytes().enumerate().filter(|(_, own)| is_end(*own)) {
        match own {
            b'(' => depth += 1,
            b')' => {
                depth -= 1;
                if depth == 0 {
                    return Some((text[1..at].trim(), at + 1, true));
                }
            }
            _ if matches!(byte(text, at + 1), b'"' | b'\'') => {
                return Some((text[1..at].trim(), at + 1, false));
            }
            _ => {}
        }
    }
    None
}

/// The title of a link with the parenthesis behind it, and their length.
fn title(text: &str) -> Option<(&str, usize)> {
    let start = text.len() - text.trim_start().len();
    let quote = text[start..].chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let inner = &text[start + 1..];
    inner.match_indices(quote).map(|(at, _)| at).filter(|at| *at > 0).find_map(|at| {
        let after = inner[at + 1..].trim_start_matches(|c: char| c.is_ascii() && is_space(c as u8));
        after.starts_with(')').then(|| (&inner[..at], text.len() - after.len() + 1))
    })
}

/// The text without the backslashes of escapes.
fn unescaped(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let is_escape =
            c == '\\' && chars.peek().is_some_and(|next| "\\.*_+`<>()[]{}#!:|\"'$=-".contains(*next));
        match chars.next_if(|_| is_escape) {
            Some(next) => plain.push(next),
            None => plain.push(c),
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_may_have_parentheses_and_titles() {
        assert_eq!(address("(a_(b).html) c"), Some(("a_(b).html", 12, true)));
        assert_eq!(address("(<a b>) c"), Some(("a b", 7, true)));
        assert_eq!(address("(a \"t\")"), Some(("a", 3, false)));
        assert_eq!(title("\"t \"u\"\" )x"), Some(("t \"u\"", 9)));
        assert_eq!(unescaped("a \\| b \\@"), "a | b \\@");
    }
}
