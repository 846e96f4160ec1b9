//! Taking HTML blocks out of the text (`HTMLExtractorExtra` of `md_in_html`, on Python's `HTMLParser`).
//!
//! The parser reads the text twice: as far as it is complete, and then the rest. In the second run, positions are
//! wrong in the original, because it keeps the starts of lines of the whole text. They are wrong here as well.

mod content;

use super::element::{Elements, Id};
use super::stash::Stash;
use super::tags::{self, TagEnd};
use super::text::{Builder, Text, is_space};
use super::{Page, entities};
use crate::profile::RendererExtension;
use crate::text::Span;
use content::Content;

/// Bytes of the text that may be read again and again per byte of the text.
const WORK: usize = 60;

/// Replaces HTML blocks by placeholders.
pub(super) fn extract(page: &mut Page, text: &Text) -> Text {
    if memchr::memchr2(b'<', b'&', text.as_bytes()).is_none() {
        return text.clone();
    }
    let reads_content = page.has(RendererExtension::MdInHtml);
    let mut extractor = Extractor::new(text, &mut page.elements, &mut page.stash, reads_content);
    extractor.read(Pass::Complete);
    extractor.read(Pass::Rest);
    extractor.close();
    extractor.clean.finish()
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Pass {
    Complete,
    Rest,
}

pub(super) struct Extractor<'p> {
    text: &'p Text,
    /// Where the text begins that is not read yet, in the text.
    base: usize,
    line: usize,
    column: usize,
    line_starts: Vec<usize>,
    raw_element: Option<String>,
    work: usize,
    elements: &'p mut Elements,
    stash: &'p mut Stash,
    /// True if the content of elements may be Markdown.
    reads_content: bool,
    is_raw: bool,
    /// True in the line after the end of an HTML block.
    is_tail: bool,
    /// Open elements of the raw block.
    open: Vec<String>,
    raw: Builder,
    clean: Builder,
    last_clean: usize,
    /// Open elements whose content may be Markdown.
    markdown: Vec<(String, Content)>,
    built: Vec<Id>,
    /// The element that the next text belongs to: its text or its tail.
    last_built: Option<(Id, Place)>,
    data: Builder,
}

#[derive(Clone, Copy, Debug)]
enum Place {
    Text,
    Tail,
}

impl<'p> Extractor<'p> {
    fn new(text: &'p Text, elements: &'p mut Elements, stash: &'p mut Stash, reads_content: bool) -> Self {
        Self {
            text,
            base: 0,
            line: 0,
            column: 0,
            line_starts: vec![0],
            raw_element: None,
            work: text.len() * WORK,
            elements,
            stash,
            reads_content,
            is_raw: false,
            is_tail: false,
            open: Vec::new(),
            raw: Builder::default(),
            clean: Builder::default(),
            last_clean: 0,
            markdown: Vec::new(),
            built: Vec::new(),
            last_built: None,
            data: Builder::default(),
        }
    }

    fn rest(&self) -> &'p str {
        &self.text[self.base..]
    }

    fn slice(&self, start: usize, end: usize) -> Text {
        self.text.slice(self.base + start..self.base + end)
    }

    /// Reads as far as possible (`goahead`).
    fn read(&mut self, pass: Pass) {
        let text = self.rest();
        let mut at = 0;
        while at < text.len() {
            let next = match self.next_markup(text, at) {
                Some(next) => next,
                None if self.raw_element.is_some() => break,
                None => text.len(),
            };
            if at < next {
                self.text_found(&self.slice(at, next));
            }
            at = self.advance(at, next);
            if at == text.len() {
                break;
            }
            let end = if text[at..].starts_with('<') {
                self.read_tag(text, at, pass)
            } else {
                self.read_entity(text, at)
            };
            match end {
                Some(Step::To(end)) => at = self.advance(at, end),
                Some(Step::StopAt(end)) => {
                    at = self.advance(at, end);
                    break;
                }
                None => break,
            }
        }
        if pass == Pass::Rest && at < text.len() && self.raw_element.is_none() {
            self.text_found(&self.slice(at, text.len()));
            at = self.advance(at, text.len());
        }
        self.base += at;
    }

    fn next_markup(&self, text: &str, at: usize) -> Option<usize> {
        let bytes = text.as_bytes();
        let Some(name) = &self.raw_element else {
            return memchr::memchr2(b'<', b'&', &bytes[at..]).map(|found| at + found);
        };
        memchr::memmem::find_iter(&bytes[at..], b"</").map(|found| at + found).find(|found| {
            let rest = text[found + 2..].trim_start();
            let is_name = rest.get(..name.len()).is_some_and(|own| own.eq_ignore_ascii_case(name));
            is_name && rest[name.len()..].trim_start().starts_with('>')
        })
    }

    fn advance(&mut self, from: usize, to: usize) -> usize {
        let passed = &self.rest().as_bytes()[from..to];
        match memchr::memrchr(b'\n', passed) {
            Some(last) => {
                self.line += memchr::memchr_iter(b'\n', passed).count();
                self.column = passed.len() - last - 1;
            }
            None => self.column += passed.len(),
        }
        to
    }

    fn read_tag(&mut self, text: &str, at: usize, pass: Pass) -> Option<Step> {
        let rest = &text[at..];
        let second = rest[1..].chars().next();
        let end = if second.is_some_and(|letter| letter.is_ascii_alphabetic()) {
            self.start_tag(text, at)
        } else if rest.starts_with("</") {
            self.end_tag(text, at)
        } else if rest.starts_with("<!--") {
            self.comment(text, at)
        } else if rest.starts_with("<?") {
            self.instruction(text, at)
        } else if rest.starts_with("<!") {
            self.declaration(text, at)
        } else if second.is_some() {
            self.text_found(&self.slice(at, at + 1));
            Some(at + 1)
        } else {
            return None;
        };
        if let Some(end) = end {
            return Some(Step::To(end));
        }
        if pass == Pass::Complete {
            return None;
        }
        // Incomplete markup at the end is text.
        let bytes = text.as_bytes();
        let end = match memchr::memchr(b'>', &bytes[at + 1..]) {
            Some(found) => at + found + 2,
            None => memchr::memchr(b'<', &bytes[at + 1..]).map_or(at + 1, |found| at + 1 + found),
        };
        self.text_found(&self.slice(at, end));
        Some(Step::To(end))
    }

    fn read_entity(&mut self, text: &str, at: usize) -> Option<Step> {
        let rest = &text[at..];
        if rest.starts_with("&#") {
            let Some(length) = entities::numeric_reference(rest) else {
                // Python stops reading here.
                memchr::memchr(b';', rest.as_bytes())?;
                self.text_found(&self.slice(at, at + 2));
                return Some(Step::StopAt(at + 2));
            };
            let end = at + length + usize::from(rest[length..].starts_with(';'));
            let span = self.slice(at, end).source();
            self.empty_tag(&Text::made(&format!("{};", &rest[..length]), span), IsBlock::No);
            return Some(Step::To(end));
        }
        if let Some(length) = entities::named_reference(rest) {
            self.empty_tag(&self.slice(at, at + length), IsBlock::No);
            return Some(Step::To(at + length));
        }
        (at + 1 < text.len()).then(|| {
            self.text_found(&self.slice(at, at + 1));
            Step::To(at + 1)
        })
    }

    fn start_tag(&mut self, text: &str, at: usize) -> Option<usize> {
        if self.work == 0 {
            self.text_found(&self.slice(at, at + 1));
            return Some(at + 1);
        }
        let end = tags::start_tag_end(text, at);
        self.work = self.work.saturating_sub(end.unwrap_or(text.len()) - at);
        let end = end?;
        let (name, attributes, tag_end) = tags::read_start_tag(text, at, end);
        let tag = self.slice(at, end);
        match tag_end {
            TagEnd::Broken => self.text_found(&tag),
            TagEnd::SelfClosing => self.self_closing_tag(&name, &tag),
            TagEnd::Open => {
                if matches!(name.as_str(), "script" | "style") {
                    self.raw_element = Some(name.clone());
                }
                self.open_tag(&name, &attributes, &tag);
            }
        }
        Some(end)
    }

    fn end_tag(&mut self, text: &str, at: usize) -> Option<usize> {
        let close = at + 1 + memchr::memchr(b'>', &text.as_bytes()[at + 1..])? + 1;
        let Some(name) = tags::end_tag_name(text, at) else {
            if self.raw_element.is_some() {
                self.text_found(&self.slice(at, close));
                return Some(close);
            }
            let Some((name, name_end)) = tags::loose_end_tag(text, at) else {
                if text[at..].starts_with("</>") {
                    return Some(at + 3);
                }
                return self.bogus_comment(text, at);
            };
            let close = name_end + memchr::memchr(b'>', &text.as_bytes()[name_end..])? + 1;
            self.close_tag(&name);
            return Some(close);
        };
        if self.raw_element.as_ref().is_some_and(|own| *own != name) {
            self.text_found(&self.slice(at, close));
            return Some(close);
        }
        self.close_tag(&name);
        self.raw_element = None;
        Some(close)
    }

    fn comment(&mut self, text: &str, at: usize) -> Option<usize> {
        let (inner, end) = self.comment_end(text, at + 4)?;
        let comment = format!("<!--{}-->", &text[at + 4..inner]);
        let span = self.slice(at, end).source();
        let comment = if text[at..end] == comment { self.slice(at, end) } else { Text::made(&comment, span) };
        self.empty_tag(&comment, IsBlock::Yes);
        Some(end)
    }

    /// The start and end of `-->`, which may contain white space.
    fn comment_end(&mut self, text: &str, from: usize) -> Option<(usize, usize)> {
        if self.work == 0 {
            return None;
        }
        for found in memchr::memchr_iter(b'>', &text.as_bytes()[from..]) {
            let inner = text[from..from + found].trim_end_matches(is_space);
            if let Some(inner) = inner.strip_suffix("--") {
                return Some((from + inner.len(), from + found + 1));
            }
        }
        self.work = self.work.saturating_sub(text.len() - from);
        None
    }

    fn instruction(&mut self, text: &str, at: usize) -> Option<usize> {
        if !(self.is_at_line_start() || self.is_tail || !self.markdown.is_empty()) {
            self.text_found(&self.slice(at, at + 2));
            return Some(at + 2);
        }
        if self.work == 0 {
            return None;
        }
        let Some(found) = memchr::memmem::find(&text.as_bytes()[at + 2..], b"?>") else {
            self.work = self.work.saturating_sub(text.len() - at);
            return None;
        };
        let end = at + 2 + found + 2;
        self.empty_tag(&self.slice(at, end), IsBlock::Yes);
        Some(end)
    }

    fn declaration(&mut self, text: &str, at: usize) -> Option<usize> {
        if !(self.is_at_line_start() || self.is_tail || !self.markdown.is_empty()) {
            self.text_found(&self.slice(at, at + 2));
            return Some(at + 2);
        }
        let rest = &text[at..];
        if rest.starts_with("<![") {
            let is_cdata = rest.get(3..8).is_some_and(|name| name.eq_ignore_ascii_case("cdata"));
            let close = if is_cdata { "]]>" } else { "]>" };
            let end = at + memchr::memmem::find(rest.as_bytes(), close.as_bytes())? + close.len();
            self.empty_tag(&self.slice(at, end), IsBlock::Yes);
            return Some(end);
        }
        if rest.get(..9).is_some_and(|start| start.eq_ignore_ascii_case("<!doctype")) {
            let end = at + memchr::memchr(b'>', rest.as_bytes())? + 1;
            self.empty_tag(&self.slice(at, end), IsBlock::Yes);
            return Some(end);
        }
        self.bogus_comment(text, at)
    }

    fn bogus_comment(&mut self, text: &str, at: usize) -> Option<usize> {
        let end = at + 2 + memchr::memchr(b'>', &text.as_bytes()[at + 2..])? + 1;
        self.empty_tag(&self.slice(at, end), IsBlock::No);
        Some(end)
    }

    /// The start of the current line, as Python finds it in the text that is left.
    fn line_start(&mut self) -> usize {
        let text = self.rest().as_bytes();
        while self.line_starts.len() <= self.line {
            let last = self.line_starts.last().copied().unwrap_or(0);
            let found = text.get(last..).and_then(|rest| memchr::memchr(b'\n', rest));
            self.line_starts.push(found.map_or(text.len(), |found| last + found) + 1);
        }
        self.line_starts.get(self.line).copied().unwrap_or(0)
    }

    fn is_at_line_start(&mut self) -> bool {
        if self.column == 0 {
            return true;
        }
        if self.column > 3 {
            return false;
        }
        let start = self.line_start();
        let text = self.rest().as_bytes();
        let end = (start + self.column).min(text.len());
        text.get(start..end).is_none_or(|before| before.iter().all(u8::is_ascii_whitespace))
    }

    /// The text from the place where Python believes to be, `skipped` bytes on.
    fn after_place(&mut self, skipped: usize) -> &'p str {
        let at = self.line_start() + self.column + skipped;
        self.rest().get(at..).unwrap_or("")
    }

    fn end_tag_text(&mut self, name: &str) -> Text {
        let start = self.line_start() + self.column;
        let text = self.rest();
        let found = text.get(start..).and_then(|rest| memchr::memchr(b'>', rest.as_bytes()));
        match found {
            Some(found) => self.slice(start, start + found + 1),
            None => {
                let place = self.text.slice(self.base.min(self.text.len())..self.text.len()).source();
                Text::made(&format!("</{name}>"), Span::at(place.start))
            }
        }
    }
}

enum Step {
    To(usize),
    /// Python stops its pass here.
    StopAt(usize),
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum IsBlock {
    Yes,
    No,
}
