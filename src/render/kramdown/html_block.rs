//! HTML as a block of its own. Its content is copied, unless the author or an option asks for Markdown in it.

use super::block::Flow;
use super::element::{Content, El, Html, Kind, add_text};
use super::html_scan::{
    Tag, attributes, close_tag, comment, find_close, has_block_content, has_body, has_inline_content,
    instruction, is_known, is_span_element, start_tag,
};
use super::parser::{Parser, Scanner, Tree};
use super::scan;
use crate::text::Span;

/// The value of `markdown="…"`. `None` if it means nothing.
pub(super) fn markdown_content(value: &str, name: &str) -> Option<Content> {
    match value {
        "0" => Some(Content::Raw),
        "1" => Some(default_content(name)),
        "span" => Some(Content::Inline),
        "block" => Some(Content::Blocks),
        _ => None,
    }
}

pub(super) fn default_content(name: &str) -> Content {
    match name {
        name if has_block_content(name) => Content::Blocks,
        name if has_inline_content(name) => Content::Inline,
        _ => Content::Raw,
    }
}

/// The length of a line end, with blanks before it.
fn trailing(text: &str) -> usize {
    let blank = scan::blanks(text);
    if scan::byte(text, blank) == b'\n' { blank + 1 } else { 0 }
}

/// True if the children of an element are copied as they are.
fn is_raw(html: Option<&Html>) -> bool {
    html.is_some_and(|html| html.content == Content::Raw)
}

impl Parser {
    pub(super) fn html_block(&mut self, src: &mut Scanner, tree: &mut Tree) -> Flow {
        let rest = self.rest(src);
        let indent = scan::spaces(rest, 3);
        let inner = &rest[indent..];
        if !inner.starts_with('<') || self.is_exhausted() {
            return Flow::No;
        }
        if indent == 0 && inner.starts_with("<!--") {
            let Some(len) = comment(inner) else {
                let len = rest.len();
                self.spend(len);
                return Flow::No;
            };
            let text = inner[..len].to_owned();
            tree.children.push(El::new(Kind::HtmlComment(text), src.take(len)));
            src.take(trailing(self.rest(src)));
            return Flow::Yes;
        }
        if let Some(tag) = start_tag(inner) {
            if is_span_element(&tag.name.of(inner).to_lowercase()) {
                return Flow::No;
            }
            src.take(indent);
            let (ial, raw) = (tree.ial.take(), is_raw(tree.html.as_ref()));
            let mut el = self.html_start(src, tag, raw);
            el.ial = ial.map(Box::new);
            tree.children.push(el);
            return Flow::Yes;
        }
        let Some((name, len)) = close_tag(inner) else { return Flow::No };
        let name = name.to_lowercase();
        if tree.html.as_ref().is_some_and(|html| html.name == name) {
            src.take(indent + len);
            return Flow::Stop;
        }
        Flow::No
    }

    /// Reads an element from its start tag on, with its content and its end tag. `is_in_raw` is true if the content of
    /// the element around it is copied.
    fn html_start(&mut self, src: &mut Scanner, tag: Tag, is_in_raw: bool) -> El {
        let text = self.rest(src);
        let start = src.pos;
        let written = tag.name.of(text);
        let lower = written.to_lowercase();
        let known = is_known(&lower);
        let name = if known { lower } else { written.to_owned() };
        let attributes = attributes(tag.attributes.of(text), known);
        let is_closed = tag.is_closed || !has_body(&name);
        src.take(tag.len);
        let mut el = El::new(Kind::Rule, Span::at(start));
        el.attributes = attributes;
        let default =
            if is_in_raw || !self.options.parses_block_html { Content::Raw } else { default_content(&name) };
        let asked = el.attributes.remove("markdown").and_then(|value| markdown_content(&value, &name));
        let content = asked.unwrap_or(default);
        let html = Html { name, is_block: true, content };
        if matches!(html.name.as_str(), "script" | "style") {
            self.html_verbatim(src, &mut el, &html.name);
            if content == Content::Blocks {
                src.take(trailing(self.rest(src)));
            }
        } else {
            if content == Content::Blocks {
                src.take(trailing(self.rest(src)));
            }
            if !is_closed {
                self.html_content(src, &mut el, &html);
            }
            if !is_closed && !is_in_raw {
                src.take(trailing(self.rest(src)));
            }
        }
        el.span.end = src.pos;
        el.kind = Kind::Html(html);
        el
    }

    /// The content of `script` and `style`.
    fn html_verbatim(&mut self, src: &mut Scanner, el: &mut El, name: &str) {
        let rest = self.rest(src);
        let (len, end) = find_close(rest, name).unwrap_or((rest.len(), rest.len()));
        let text = rest[..len].to_owned();
        let span = src.take(end);
        el.children.push(El::new(Kind::Raw(text), span));
    }

    fn html_content(&mut self, src: &mut Scanner, el: &mut El, html: &Html) {
        match html.content {
            Content::Blocks => {
                let mut tree = Tree { html: Some(html.clone()), ..Tree::default() };
                self.blocks(src, &mut tree);
                el.children = tree.children;
            }
            Content::Inline => {
                let rest = self.rest(src);
                let (len, end) = find_close(rest, &html.name).unwrap_or((rest.len(), rest.len()));
                let span = src.take(len);
                el.children.push(El::new(Kind::Source(span), span));
                src.take(end - len);
            }
            Content::Raw => self.raw_html(src, el, &html.name),
        }
    }

    /// Copies HTML up to the end tag, or to the end.
    fn raw_html(&mut self, src: &mut Scanner, el: &mut El, name: &str) {
        if self.is_too_deep() {
            let span = src.take(src.rest().len());
            return add_text(&mut el.children, self.store.of(span), span);
        }
        self.depth += 1;
        while !src.is_at_end() {
            let rest = self.rest(src);
            let Some(at) = raw_start(rest) else {
                let span = src.take(rest.len());
                add_text(&mut el.children, self.store.of(span), span);
                break;
            };
            let span = src.take(at);
            add_text(&mut el.children, self.store.of(span), span);
            let rest = self.rest(src);
            if let Some(len) = comment(rest) {
                let text = rest[..len].to_owned();
                el.children.push(El::new(Kind::HtmlComment(text), src.take(len)));
            } else if let Some(len) = instruction(rest) {
                let text = rest[..len].to_owned();
                el.children.push(El::new(Kind::Raw(text), src.take(len)));
            } else if let Some(tag) = start_tag(rest) {
                let child = self.html_start(src, tag, true);
                el.children.push(child);
            } else if let Some((own, len)) = close_tag(rest) {
                let is_own = if is_known(name) { own.eq_ignore_ascii_case(name) } else { own == name };
                let span = src.take(len);
                if is_own {
                    break;
                }
                add_text(&mut el.children, self.store.of(span), span);
            } else {
                let span = src.take(1);
                add_text(&mut el.children, self.store.of(span), span);
            }
        }
        self.depth -= 1;
    }
}

/// The next place that may be a tag, a comment or an instruction.
fn raw_start(text: &str) -> Option<usize> {
    memchr::memchr_iter(b'<', text.as_bytes()).find(|at| {
        let after = &text[at + 1..];
        after.starts_with(['/', '?']) || after.starts_with("!--") || super::html_scan::uname(after).is_some()
    })
}
