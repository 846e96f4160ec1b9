//! Definitions of links, footnotes and abbreviations, attribute lists, and extensions in braces.

use super::block::indented;
use super::element::{El, Ending, Kind};
use super::list::is_definition;
use super::parser::{Abbreviation, FootnoteDefinition, LinkDefinition, Parser, Scanner, Tree};
use super::{attributes, scan};
use crate::text::Span;

/// The id of a footnote or a named list at the start of a text.
pub(super) fn id(text: &str) -> Option<&str> {
    let is_word = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
    let len = text.bytes().take_while(|byte| is_word(*byte) || *byte == b'-').count();
    (len > 0 && is_word(scan::byte(text, 0))).then(|| &text[..len])
}

/// Labels are compared without case, and with single spaces.
pub(super) fn normalized(label: &str) -> String {
    let mut text = String::with_capacity(label.len());
    let mut was_space = false;
    for c in label.chars() {
        let is_space = c.is_ascii() && scan::is_space(c as u8);
        if !(is_space && was_space) {
            text.push(if is_space { ' ' } else { c });
        }
        was_space = is_space;
    }
    text.to_lowercase()
}

impl Parser {
    pub(super) fn footnote_definition(&mut self, src: &mut Scanner, tree: &mut Tree) -> bool {
        let rest = self.rest(src);
        let at = scan::spaces(rest, 3);
        let Some(inner) = rest[at..].strip_prefix("[^") else { return false };
        let Some(name) = id(inner) else { return false };
        let Some(content) = inner[name.len()..].strip_prefix("]:") else { return false };
        let name = name.to_owned();
        let start = rest.len() - content.len();
        let first = scan::line(content);
        let end = start + first + indented(&content[first..]);
        let span = src.take(end);
        let from = self.store.len();
        let mut at = span.start + start;
        while at < span.end {
            let line = self.store.of(Span::new(at, span.end));
            let (len, indent) = (scan::line(line), scan::code_indent(line).unwrap_or(0));
            self.store.copy(Span::new(at + indent, at + len));
            at += len;
        }
        let text = Span::new(from, self.store.len());
        let mut content = Tree::default();
        self.blocks_of(text, &mut content);
        self.new_definition(tree, span);
        self.footnotes.insert(name, FootnoteDefinition { content: content.children, is_used: false });
        true
    }

    pub(super) fn link_definition(&mut self, src: &mut Scanner, tree: &mut Tree) -> bool {
        let rest = self.rest(src);
        let at = scan::spaces(rest, 3);
        let Some(inner) = rest[at..].strip_prefix('[') else { return false };
        let Some(end) = inner.find([']', '\n']).filter(|end| *end > 0) else { return false };
        let Some(after) = inner[end..].strip_prefix("]:") else { return false };
        let target = &after[scan::blanks(after)..];
        let Some((address, title, tail)) = link_target(target) else { return false };
        let label = normalized(&inner[..end]);
        let (address, title) = (address.to_owned(), title.map(str::to_owned));
        let len = rest.len() - target.len() + tail;
        let span = src.take(len);
        let ial = self.new_definition(tree, span);
        self.links.insert(label, LinkDefinition { address, title, ial });
        true
    }

    pub(super) fn abbreviation_definition(&mut self, src: &mut Scanner, tree: &mut Tree) -> bool {
        let rest = self.rest(src);
        let at = scan::spaces(rest, 3);
        let len = scan::line(rest);
        let Some(inner) = rest[at..len].strip_prefix("*[") else { return false };
        let Some((name, title)) = inner.split_once("]:").filter(|(name, _)| !name.is_empty()) else {
            return false;
        };
        let (name, title) = (name.to_owned(), title.trim().to_owned());
        let span = src.take(len);
        let ial = self.new_definition(tree, span);
        match self.abbreviations.iter_mut().find(|one| one.name == name) {
            Some(old) => (old.title, old.ial) = (title, ial),
            None => self.abbreviations.push(Abbreviation { name, title, ial }),
        }
        true
    }

    /// A named attribute list, an extension, or attributes of the block above or below.
    pub(super) fn block_extension(&mut self, src: &mut Scanner, tree: &mut Tree) -> bool {
        let rest = self.rest(src);
        let at = scan::spaces(rest, 3);
        if !rest[at..].starts_with("{:") {
            return false;
        }
        if let Some((name, list, len)) = named_list(&rest[at..]) {
            let (name, list) = (name.to_owned(), attributes::parse(list));
            let span = src.take(at + len);
            self.attribute_lists.entry(name).or_default().add(list);
            tree.push(El::new(Kind::End(Ending::Other), span));
            return true;
        }
        if matches!(scan::byte(rest, at + 2), b':' | b'/') {
            return self.extension_block(src, tree, at);
        }
        let Some((inner, len)) = scan::attribute_line(rest, 3) else { return false };
        let ial = attributes::parse(inner);
        let span = src.take(len);
        match tree.children.last_mut() {
            Some(El { kind: Kind::End(Ending::Definition(id)), .. }) => self.definition_ials[*id].add(ial),
            Some(last) if !last.is_blank() && !matches!(last.kind, Kind::End(_)) => last.ial_mut().add(ial),
            _ => {
                tree.ial.get_or_insert_default().add(ial);
                return true;
            }
        }
        let is_last = scan::attribute_line(self.rest(src), 3).is_none();
        if is_last && !tree.children.last().is_some_and(|last| is_definition(&last.kind)) {
            tree.push(El::new(Kind::End(Ending::Other), span));
        }
        true
    }

    fn extension_block(&mut self, src: &mut Scanner, tree: &mut Tree, indent: usize) -> bool {
        let rest = self.rest(src);
        let Some(start) = extension_start(&rest[indent..]) else { return false };
        let Some(mut end) = scan::line_end(rest, indent + start.len) else { return false };
        let (name, options) = (start.name.to_owned(), attributes::parse(start.options));
        let mut body = None;
        if !start.is_closed {
            let Some((text, after)) = extension_end(&rest[end..], &name) else { return false };
            body = Some(text.strip_suffix('\n').unwrap_or(text).to_owned());
            end += after;
        }
        let kind = match (name.as_str(), body) {
            ("comment", Some(body)) => Some(Kind::Comment(body)),
            ("nomarkdown", Some(body)) => Some(raw(&options.attributes, body)),
            ("options", _) => {
                self.set_options(&options.attributes);
                Some(Kind::End(Ending::Other))
            }
            ("comment" | "nomarkdown", None) => None,
            _ => return false,
        };
        let span = src.take(end);
        match kind {
            Some(kind @ Kind::End(_)) => tree.push(El::new(kind, span)),
            Some(kind) => tree.children.push(El::new(kind, span)),
            None => {}
        }
        true
    }

    pub(super) fn set_options(&mut self, attributes: &crate::render::tree::Attributes) {
        for (name, value) in attributes.iter() {
            let is_on = value == "true";
            match name {
                "parse_block_html" => self.options.parses_block_html = is_on,
                "parse_span_html" => self.options.parses_span_html = is_on,
                "auto_ids" => self.options.auto_ids = is_on,
                _ => {}
            }
        }
    }
}

/// Text that is for HTML only if its type is HTML or missing.
pub(super) fn raw(attributes: &crate::render::tree::Attributes, body: String) -> Kind {
    let types = attributes.get("type").unwrap_or("");
    let is_html = types.trim().is_empty() || types.split_whitespace().any(|one| one == "html");
    Kind::Raw(if is_html { body } else { String::new() })
}

/// The name, the content and the length of `{:name: …}`.
fn named_list(text: &str) -> Option<(&str, &str, usize)> {
    let (inner, len) = scan::braces(text)?;
    let name = id(inner)?;
    let list = inner[name.len()..].strip_prefix(':').filter(|list| !list.is_empty())?;
    Some((name, list, scan::line_end(text, len)?))
}

/// The start of an extension, such as `{::comment}` or `{::options a="b" /}`.
pub(super) struct ExtensionStart<'t> {
    pub name: &'t str,
    pub options: &'t str,
    pub is_closed: bool,
    pub len: usize,
}

pub(super) fn extension_start(text: &str) -> Option<ExtensionStart<'_>> {
    let (inner, len) = scan::braces(text)?;
    let inner = inner.strip_prefix(':')?;
    let word = inner.bytes().take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'_').count();
    let (name, rest) = inner.split_at(word);
    let (options, is_closed) = match rest.strip_suffix('/') {
        Some(options) => (options, true),
        None => (rest, false),
    };
    let is_apart =
        options.is_empty() || options.starts_with(|c: char| c.is_ascii() && scan::is_space(c as u8));
    (word > 0 && is_apart).then_some(ExtensionStart { name, options, is_closed, len })
}

/// The text before the line `{:/}` or `{:/name}`, and the place after it.
fn extension_end<'t>(text: &'t str, name: &str) -> Option<(&'t str, usize)> {
    let mut at = 0;
    while at < text.len() {
        let rest = &text[at..];
        let indent = scan::spaces(rest, 3);
        if let Some(end) = stop(&rest[indent..], name).and_then(|len| scan::line_end(rest, indent + len)) {
            return Some((&text[..at], at + end));
        }
        at += scan::line(rest);
    }
    None
}

/// The length of `{:/}` or `{:/name}`.
pub(super) fn stop(text: &str, name: &str) -> Option<usize> {
    let inner = text.strip_prefix("{:/")?;
    let inner = inner.strip_prefix(name).filter(|rest| rest.starts_with('}')).unwrap_or(inner);
    inner.starts_with('}').then(|| text.len() - inner.len() + 1)
}

/// The address, the title, and the length of what follows `[label]:`.
fn link_target(text: &str) -> Option<(&str, Option<&str>, usize)> {
    let line = scan::line(text);
    let first = text[..line].trim_end_matches('\n');
    if let Some(inner) = first.strip_prefix('<') {
        let found = inner.match_indices('>').find_map(|(at, _)| {
            let (title, end) = title_and_end(text, at + 2)?;
            Some((&inner[..at], title, end))
        });
        if found.is_some() {
            return found;
        }
    }
    let starts = first.char_indices().filter(|(_, c)| matches!(c, ' ' | '\t')).map(|(at, _)| at);
    let mut ends = starts.chain([first.len()]).filter(|end| !first[..*end].trim().is_empty());
    let (address, title, end) = ends.find_map(|end| {
        let (title, len) = title_and_end(text, end)?;
        Some((&first[..end], title, len))
    })?;
    let has_quote =
        address.match_indices([' ', '\t']).any(|(at, _)| address[at..].trim_start().starts_with(['"', '\'']));
    (!has_quote).then_some((address, title, end))
}

/// The title after an address, which may be on the next line, and the end of the definition.
fn title_and_end(text: &str, at: usize) -> Option<(Option<&str>, usize)> {
    let rest = &text[at..];
    let blank = scan::blanks(rest);
    let is_below = scan::byte(rest, blank) == b'\n';
    if blank > 0 || is_below {
        let start = if is_below { blank + 1 } else { blank };
        let start = start + scan::blanks(&rest[start..]);
        if let Some((title, end)) = title(&rest[start..]) {
            return Some((Some(title), at + start + end));
        }
    }
    is_below.then_some((None, at + blank + 1))
}

fn title(text: &str) -> Option<(&str, usize)> {
    let quote = text.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let line = &text[..scan::line(text)];
    line.match_indices(quote).map(|(at, _)| at).filter(|at| *at > 1).find_map(|at| {
        let end = at + 1 + scan::blanks(&line[at + 1..]);
        (scan::byte(line, end) == b'\n').then(|| (&line[1..at], end + 1))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn link_targets_have_addresses_and_titles() {
        assert_eq!(link_target("a/b\nx"), Some(("a/b", None, 4)));
        assert_eq!(link_target("<a b> 't'\n"), Some(("a b", Some("t"), 10)));
        assert_eq!(link_target("a \"x \"y\" z\" \n"), Some(("a", Some("x \"y\" z"), 13)));
        assert_eq!(link_target("a\n  \"t\"\nb"), Some(("a", Some("t"), 8)));
        assert_eq!(link_target("a \"b\n"), None);
    }
}
