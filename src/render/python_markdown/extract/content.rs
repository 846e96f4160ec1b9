//! What becomes of the tags that the parser finds.

use super::{Extractor, IsBlock, Place};
use crate::render::python_markdown::element::is_block_level;
use crate::render::python_markdown::entities;
use crate::render::python_markdown::stash::Stashed;
use crate::render::python_markdown::tags::{self, starts_with_blank_line};
use crate::render::python_markdown::text::{Builder, Text};
use crate::text::Span;

/// What of an element's content is Markdown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Content {
    Blocks,
    Inline,
    Off,
}

impl Content {
    const fn name(self) -> &'static str {
        match self {
            Self::Blocks => "block",
            Self::Inline => "span",
            Self::Off => "off",
        }
    }
}

const INLINE_ONLY: [&str; 15] =
    ["address", "dd", "dt", "h1", "h2", "h3", "h4", "h5", "h6", "legend", "li", "p", "summary", "td", "th"];
/// Deeper elements whose content may be Markdown are text.
const MOST_NESTED: usize = 100;
const NEVER: [&str; 7] = ["canvas", "math", "option", "pre", "script", "style", "textarea"];

impl Extractor<'_> {
    fn push_clean(&mut self, text: &Text) {
        self.last_clean = self.clean.as_str().len();
        self.clean.push(text);
    }

    fn push_clean_line_breaks(&mut self, breaks: &str, at: usize) {
        self.last_clean = self.clean.as_str().len();
        self.clean.make(breaks, Span::at(at));
    }

    /// Makes a single line break before a block a blank line.
    fn separate_block(&mut self, at: usize) {
        let last = &self.clean.as_str()[self.last_clean..];
        if last.ends_with('\n') && !last.ends_with("\n\n") {
            self.push_clean_line_breaks("\n", at);
        }
    }

    pub(super) fn open_tag(&mut self, name: &str, attributes: &[tags::RawAttribute<'_>], tag: &Text) {
        let is_block_place = self.is_at_line_start() || self.is_tail;
        if name == "hr" {
            if is_block_place || self.is_raw {
                self.empty_tag(tag, IsBlock::Yes);
            } else {
                self.inline_tag(tag);
            }
            return;
        }
        if !(is_block_level(name) && is_block_place) {
            if self.is_raw {
                self.open_raw(name, tag);
            } else {
                self.inline_tag(tag);
                self.raw_element = None;
            }
            return;
        }
        let content = self.content(name, attributes);
        if self.is_raw || content == Content::Off && self.markdown.is_empty() {
            self.open_raw(name, tag);
            return;
        }
        // Python stops at its limit of recursion.
        if self.markdown.len() >= MOST_NESTED {
            self.inline_tag(tag);
            return;
        }
        if self.markdown.iter().any(|(open, _)| open == "p") {
            self.close_tag("p");
        }
        self.markdown.push((name.to_owned(), content));
        let id = self.elements.add(name.to_owned());
        self.elements[id].span = Some(tag.source());
        for (name, value) in attributes {
            let value = value.map_or_else(|| name.clone(), entities::decode);
            self.elements[id].set(name.clone(), value);
        }
        self.elements[id].set("markdown", content.name());
        self.flush_data();
        if let Some(parent) = self.built.last() {
            self.elements[*parent].children.push(id);
        }
        self.built.push(id);
        self.last_built = Some((id, Place::Text));
    }

    fn content(&self, name: &str, attributes: &[tags::RawAttribute<'_>]) -> Content {
        let asked = attributes.iter().rfind(|(name, _)| name == "markdown");
        let mut asked = asked.map_or("0", |(_, value)| value.unwrap_or("1"));
        if asked == "markdown" {
            asked = "1";
        }
        match self.markdown.last() {
            Some((_, Content::Off)) => asked = "off",
            Some((_, Content::Inline)) if asked != "0" => asked = "span",
            _ => {}
        }
        let (is_inline, is_never) = (INLINE_ONLY.contains(&name), NEVER.contains(&name) || name == "hr");
        match asked {
            _ if is_never || !self.reads_content => Content::Off,
            "block" => Content::Blocks,
            "1" if !is_inline => Content::Blocks,
            "1" | "span" => Content::Inline,
            _ => Content::Off,
        }
    }

    fn open_raw(&mut self, name: &str, tag: &Text) {
        if is_block_level(name) && (self.is_tail || self.is_at_line_start() && !self.is_raw) {
            self.is_raw = true;
            self.push_clean_line_breaks("\n", tag.source().start);
        }
        if self.is_raw {
            self.open.push(name.to_owned());
            self.raw.push(tag);
        } else {
            self.push_clean(tag);
            self.raw_element = None;
        }
    }

    fn inline_tag(&mut self, tag: &Text) {
        if matches!(self.markdown.last(), Some((_, Content::Off))) {
            let placeholder = self.stash.store(Stashed::Html(tag.clone()), tag.source());
            self.text_found(&placeholder);
        } else {
            self.text_found(tag);
        }
    }

    pub(super) fn close_tag(&mut self, name: &str) {
        if self.is_raw {
            self.close_raw(name);
        } else if is_block_level(name) && self.markdown.iter().any(|(open, _)| open == name) {
            self.close_markdown(name);
        } else {
            let tag = self.end_tag_text(name);
            self.inline_tag(&tag);
        }
    }

    fn close_raw(&mut self, name: &str) {
        let tag = self.end_tag_text(name);
        self.raw.push(&tag);
        if let Some(at) = self.open.iter().rposition(|open| open == name) {
            self.open.truncate(at);
        }
        if !self.open.is_empty() {
            return;
        }
        let end = tag.source().end;
        if starts_with_blank_line(self.after_place(tag.len())) {
            self.raw.make("\n", Span::at(end));
        } else {
            self.is_tail = true;
        }
        self.is_raw = false;
        self.store_raw();
        self.push_clean_line_breaks("\n\n", end);
    }

    fn store_raw(&mut self) {
        let raw = std::mem::take(&mut self.raw).finish();
        let source = raw.source();
        let placeholder = self.stash.store(Stashed::Html(raw), source);
        self.push_clean(&placeholder);
    }

    fn close_markdown(&mut self, name: &str) {
        let tag = self.end_tag_text(name);
        let end = tag.source().end;
        let mut root = None;
        while let Some((open, _)) = self.markdown.pop() {
            self.flush_data();
            if let Some(id) = self.built.pop() {
                self.last_built = Some((id, Place::Tail));
                root = Some(id);
                if let Some(span) = &mut self.elements[id].span {
                    span.end = span.end.max(end);
                }
            }
            if open == name {
                break;
            }
        }
        if !self.markdown.is_empty() {
            return;
        }
        if let Some(root) = root {
            let span = self.elements[root].span.unwrap_or_default();
            self.separate_block(span.start);
            let placeholder = self.stash.store(Stashed::Element(root), span);
            self.push_clean(&placeholder);
            self.push_clean_line_breaks("\n\n", end);
        }
        self.last_built = None;
        if !starts_with_blank_line(self.after_place(tag.len())) {
            self.is_tail = true;
        }
    }

    fn flush_data(&mut self) {
        let data = std::mem::take(&mut self.data).finish();
        match self.last_built {
            Some((id, Place::Text)) if !data.is_empty() => self.elements[id].text = data,
            Some((id, Place::Tail)) if !data.is_empty() => self.elements[id].tail = data,
            _ => {}
        }
    }

    pub(super) fn text_found(&mut self, text: &Text) {
        if self.is_tail && text.contains('\n') {
            self.is_tail = false;
        }
        if self.is_raw {
            self.raw.push(text);
        } else if self.markdown.is_empty() {
            self.push_clean(text);
        } else {
            self.data.push(text);
        }
    }

    pub(super) fn self_closing_tag(&mut self, name: &str, tag: &Text) {
        let is_block = if is_block_level(name) { IsBlock::Yes } else { IsBlock::No };
        self.empty_tag(tag, is_block);
    }

    pub(super) fn empty_tag(&mut self, tag: &Text, is_block: IsBlock) {
        let is_block = is_block == IsBlock::Yes;
        let source = tag.source();
        if self.is_raw || self.markdown.is_empty() {
            if self.is_raw || self.is_tail {
                self.raw.push(tag);
            } else if is_block && self.is_at_line_start() {
                let is_alone = starts_with_blank_line(self.after_place(tag.len()));
                let mut html = Builder::default();
                html.push(tag);
                if is_alone {
                    html.make("\n", Span::at(source.end));
                } else {
                    self.is_tail = true;
                }
                self.separate_block(source.start);
                let placeholder = self.stash.store(Stashed::Html(html.finish()), source);
                self.push_clean(&placeholder);
                self.push_clean_line_breaks("\n\n", source.end);
            } else {
                self.push_clean(tag);
            }
            return;
        }
        let is_own_block = is_block && self.is_at_line_start();
        let placeholder = self.stash.store(Stashed::Html(tag.clone()), source);
        if is_own_block {
            let mut block = Builder::default();
            block.make("\n", Span::at(source.start));
            block.push(&placeholder);
            block.make("\n\n", Span::at(source.end));
            self.text_found(&block.finish());
        } else {
            self.text_found(&placeholder);
        }
    }

    pub(super) fn close(&mut self) {
        if self.base < self.text.len() {
            let rest = self.text.from(self.base);
            self.text_found(&rest);
        }
        if !self.raw.as_str().is_empty() {
            self.store_raw();
        }
        if let Some((outermost, _)) = self.markdown.first().cloned() {
            self.close_tag(&outermost);
        }
    }
}
