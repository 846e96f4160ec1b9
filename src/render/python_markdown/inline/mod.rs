//! Inline markup: the patterns in the order of their priority, on the texts and tails of all elements
//! (`treeprocessors.InlineProcessor`, `inlinepatterns`).
//!
//! A pattern that matches replaces its part of the text by a placeholder, so that later patterns read around it.
//! In the end the elements are put in the place of the placeholders. Where that goes wrong, the placeholder stays in
//! the page: a comment that contains a link is stored as HTML while the text of the link is still a placeholder.

mod code;
mod emphasis;
mod links;
mod markup;
mod smarty;

use std::borrow::Cow;

use super::Page;
use super::element::Id;
use super::stash::{self, Stashed};
use super::text::{Builder, Text, is_space};
use crate::profile::RendererExtension;
use crate::text::Span;

/// Nested markup that is deeper is text.
const MOST_NESTED: usize = 60;

/// What a pattern found.
#[derive(Debug)]
enum Inline {
    Element(Id),
    Text(Text),
}

/// The patterns, by their priority.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Pattern {
    Code,
    Escape,
    Footnote,
    Reference,
    Link,
    Image,
    ImageReference,
    ShortReference,
    ShortImageReference,
    Address,
    Mail,
    LineBreak,
    Html,
    Entity,
    NotStrong,
    Asterisk,
    Underscore,
    /// Every line break (`nl2br`).
    AnyLineBreak,
}

impl Pattern {
    const ALL: [Self; 18] = [
        Self::Code,
        Self::Escape,
        Self::Footnote,
        Self::Reference,
        Self::Link,
        Self::Image,
        Self::ImageReference,
        Self::ShortReference,
        Self::ShortImageReference,
        Self::Address,
        Self::Mail,
        Self::LineBreak,
        Self::Html,
        Self::Entity,
        Self::NotStrong,
        Self::Asterisk,
        Self::Underscore,
        Self::AnyLineBreak,
    ];

    /// Bytes without which the pattern matches nowhere.
    const fn marks(self) -> &'static [u8] {
        match self {
            Self::Code => b"`",
            Self::Escape => b"\\",
            Self::Footnote | Self::Reference | Self::Link | Self::ShortReference => b"[",
            Self::Image | Self::ImageReference | Self::ShortImageReference => b"!",
            Self::Address | Self::Mail | Self::Html => b"<",
            Self::LineBreak | Self::AnyLineBreak => b"\n",
            Self::Entity => b"&",
            Self::NotStrong => b"*_",
            Self::Asterisk => b"*",
            Self::Underscore => b"_",
        }
    }
}

// A pattern's place in the list is its number.
const _: () = {
    let mut at = 0;
    while at < Pattern::ALL.len() {
        assert!(Pattern::ALL[at] as usize == at);
        at += 1;
    }
};

/// For each byte, the patterns that it is a mark of, as bits.
const PATTERNS_OF: [u32; 256] = {
    let mut table = [0; 256];
    let mut pattern = 0;
    while pattern < Pattern::ALL.len() {
        let marks = Pattern::ALL[pattern].marks();
        let mut mark = 0;
        while mark < marks.len() {
            table[marks[mark] as usize] |= 1 << pattern;
            mark += 1;
        }
        pattern += 1;
    }
    table
};

/// A part of the text that a pattern matched.
enum Match {
    Found(Inline, usize, usize),
    /// The part up to here is skipped.
    Skip(usize),
    None,
}

/// What is read in the texts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Reading {
    Markup,
    /// Quotes, dashes and ellipses.
    Typography,
}

pub(super) struct Inliner<'p> {
    page: &'p mut Page,
    reading: Reading,
    /// The patterns that are on, as bits.
    patterns: u32,
    stash: Vec<Inline>,
    /// Holds the text behind an element while it is read.
    holder: Id,
    nested: usize,
    /// Bytes that patterns may still look at in the current text. It bounds the time for hostile texts.
    work: usize,
}

/// Reads the inline markup of all elements below the root.
pub(super) fn run(page: &mut Page, root: Id) {
    Inliner::new(page, Reading::Markup).run(root);
}

/// Makes quotes, dashes and ellipses of all elements below the root typographic (`smarty`).
pub(super) fn educate(page: &mut Page, root: Id) {
    Inliner::new(page, Reading::Typography).run(root);
}

impl<'p> Inliner<'p> {
    fn new(page: &'p mut Page, reading: Reading) -> Self {
        let is_off = |pattern: Pattern| match pattern {
            Pattern::AnyLineBreak => !page.has(RendererExtension::Nl2br),
            Pattern::Reference
            | Pattern::ImageReference
            | Pattern::ShortReference
            | Pattern::ShortImageReference => page.references.is_empty(),
            _ => false,
        };
        let patterns = Pattern::ALL.into_iter().filter(|pattern| !is_off(*pattern));
        let patterns = patterns.fold(0, |patterns, pattern| patterns | 1 << pattern as u32);
        let holder = page.elements.add("d");
        Self { page, reading, patterns, stash: Vec::new(), holder, nested: 0, work: 0 }
    }
}

impl Inliner<'_> {
    fn run(&mut self, root: Id) {
        let mut stack = vec![root];
        while let Some(current) = stack.pop() {
            let mut queue: Vec<(Id, Vec<Id>)> = Vec::new();
            let mut at = 0;
            while let Some(child) = self.page.elements[current].children.get(at).copied() {
                at += 1;
                let element = &mut self.page.elements[child];
                if !element.text.is_empty() && !element.text.atomic {
                    let text = std::mem::take(&mut element.text);
                    let text = self.read_all(text);
                    let found = self.place(&text, child, Part::Text);
                    stack.extend(&found);
                    queue.push((child, found));
                }
                if !self.page.elements[child].tail.is_empty() {
                    let tail = std::mem::take(&mut self.page.elements[child].tail);
                    let tail = if tail.atomic { tail } else { self.read_all(tail) };
                    let found = self.place(&tail, self.holder, Part::Tail);
                    self.page.elements[child].tail =
                        std::mem::take(&mut self.page.elements[self.holder].tail);
                    self.page.elements[current].children.splice(at..at, found);
                }
                if !self.page.elements[child].children.is_empty() {
                    stack.push(child);
                }
            }
            for (element, found) in queue {
                self.page.elements[element].children.splice(0..0, found);
            }
        }
    }

    fn read_all(&mut self, text: Text) -> Text {
        if self.reading == Reading::Typography {
            return self.educate(text);
        }
        self.work = 1_000_000 + 200 * text.len();
        self.read_from(text, Pattern::Code)
    }

    /// Replaces what the patterns match by placeholders, beginning with the pattern `first`.
    fn read_from(&mut self, mut text: Text, first: Pattern) -> Text {
        if text.atomic || self.nested > MOST_NESTED {
            return text;
        }
        self.nested += 1;
        // Placeholders have no marks, so that a pattern adds none for the next ones.
        let marked =
            text.as_bytes().iter().fold(0, |patterns, byte| patterns | PATTERNS_OF[usize::from(*byte)]);
        let mut left = marked & self.patterns & (u32::MAX << first as u32);
        while left != 0 {
            text = self.apply(text, Pattern::ALL[left.trailing_zeros() as usize]);
            left &= left - 1;
        }
        self.nested -= 1;
        text
    }

    fn apply(&mut self, text: Text, pattern: Pattern) -> Text {
        match pattern {
            Pattern::Code => self.scan(text, pattern, code::Spans::new),
            Pattern::Escape => self.scan(text, pattern, |_| markup::Escapes),
            Pattern::Footnote => self.scan(text, pattern, links::Footnotes::new),
            Pattern::Reference
            | Pattern::Link
            | Pattern::Image
            | Pattern::ImageReference
            | Pattern::ShortReference
            | Pattern::ShortImageReference => self.links(text, pattern),
            Pattern::Address => self.scan(text, pattern, |_| markup::Addresses),
            Pattern::Mail => self.scan(text, pattern, |_| markup::Mails),
            Pattern::LineBreak => self.scan(text, pattern, |_| markup::LineBreaks("  \n")),
            Pattern::AnyLineBreak => self.scan(text, pattern, |_| markup::LineBreaks("\n")),
            Pattern::Html => self.scan(text, pattern, |_| markup::Html),
            Pattern::Entity => self.scan(text, pattern, |_| markup::Entities),
            Pattern::NotStrong => self.scan(text, pattern, |_| markup::NotStrong),
            Pattern::Asterisk | Pattern::Underscore => self.emphasis(text, pattern),
        }
    }

    /// Applies a pattern from the start to the end of the text. Where a match can complete what was no match before it,
    /// the pattern begins again at the start, as in Python.
    fn scan<F: Finder>(&mut self, mut text: Text, pattern: Pattern, finder: impl Fn(&Text) -> F) -> Text {
        loop {
            let mut finder = finder(&text);
            let mut builder: Option<Builder> = None;
            let (mut copied, mut at, mut has_skipped, mut is_again) = (0, 0, false, false);
            while at <= text.len() && !is_again {
                match finder.next(self, &text, at) {
                    Match::None => break,
                    Match::Skip(end) => {
                        has_skipped = true;
                        at = end.max(at + 1);
                    }
                    Match::Found(inline, start, end) => {
                        let builder = builder.get_or_insert_with(|| Builder::with_capacity(text.len()));
                        builder.push(&text.slice(copied..start));
                        self.store(inline, pattern, text.source_of(start..end), builder);
                        (copied, at) = (end, end);
                        is_again = F::COMPLETES && has_skipped && self.work > text.len();
                    }
                }
            }
            let Some(mut builder) = builder else { return text };
            builder.push(&text.from(copied));
            text = builder.finish();
            if !is_again {
                return text;
            }
            self.spend(text.len());
        }
    }

    /// Reads the markup in what a pattern found, and appends its placeholder.
    fn store(&mut self, inline: Inline, pattern: Pattern, source: Span, builder: &mut Builder) {
        if let Inline::Element(id) = &inline {
            let id = *id;
            self.page.elements[id].span.get_or_insert(source);
            if !self.page.elements[id].text.atomic {
                let next = Pattern::ALL.get(pattern as usize + 1).copied();
                let children = self.page.elements[id].children.clone();
                for child in std::iter::once(id).chain(children) {
                    let text = std::mem::take(&mut self.page.elements[child].text);
                    self.page.elements[child].text = match next {
                        Some(next) if !text.is_empty() => self.read_from(text, next),
                        _ => text,
                    };
                    let tail = std::mem::take(&mut self.page.elements[child].tail);
                    self.page.elements[child].tail =
                        if tail.is_empty() { tail } else { self.read_from(tail, pattern) };
                }
            }
        }
        builder.write(source, |out| stash::write_inline_placeholder(self.stash.len(), out));
        self.stash.push(inline);
    }

    /// Puts elements in the place of placeholders. Text goes to the parent or to the element before it. Returns the
    /// elements.
    fn place(&mut self, text: &Text, parent: Id, part: Part) -> Vec<Id> {
        let mut found: Vec<Id> = Vec::new();
        let mut at = 0;
        if self.nested > MOST_NESTED {
            return found;
        }
        self.nested += 1;
        while at < text.len() {
            let Some(prefix) = stash::find_inline_prefix(text, at) else { break };
            let placeholder = stash::find_inline_placeholder(text, prefix);
            let Some((start, index, length)) = placeholder.filter(|(_, index, _)| *index < self.stash.len())
            else {
                let end = prefix + stash::INLINE.len();
                self.link_text(&text.slice(at..end), &found, parent, part);
                at = end;
                continue;
            };
            self.link_text(&text.slice(at..prefix), &found, parent, part);
            at = start + length;
            match &self.stash[index] {
                Inline::Text(own) => {
                    let own = own.clone();
                    self.link_text(&own, &found, parent, part);
                }
                Inline::Element(id) => {
                    let id = *id;
                    self.place_within(id);
                    found.push(id);
                }
            }
        }
        if at < text.len() {
            let mut rest = text.from(at);
            rest.atomic = text.atomic;
            self.link_text(&rest, &found, parent, part);
        }
        self.nested -= 1;
        found
    }

    fn place_within(&mut self, id: Id) {
        let children = self.page.elements[id].children.clone();
        for child in std::iter::once(id).chain(children) {
            if !self.page.elements[child].tail.is_blank() {
                let tail = std::mem::take(&mut self.page.elements[child].tail);
                let found = self.place(&tail, child, Part::Tail);
                let siblings = &mut self.page.elements[id].children;
                let at = siblings.iter().position(|own| *own == child).map_or(0, |at| at + 1);
                siblings.splice(at..at, found);
            }
            if !self.page.elements[child].text.is_blank() {
                let text = std::mem::take(&mut self.page.elements[child].text);
                let found = self.place(&text, child, Part::Text);
                self.page.elements[child].children.splice(0..0, found);
            }
        }
    }

    fn link_text(&mut self, text: &Text, found: &[Id], parent: Id, part: Part) {
        if text.is_empty() {
            return;
        }
        let target = match (found.last(), part) {
            (Some(last), _) => &mut self.page.elements[*last].tail,
            (None, Part::Tail) => &mut self.page.elements[parent].tail,
            (None, Part::Text) => &mut self.page.elements[parent].text,
        };
        target.append(text);
    }

    /// A text with the contents of its placeholders, without their markup (`Pattern.unescape`).
    fn plain<'t>(&self, text: &'t str) -> Cow<'t, str> {
        self.replaced(text, |inliner, inline, out| match inline {
            Inline::Text(own) => out.push_str(own),
            Inline::Element(id) => inliner.element_text(*id, out),
        })
    }

    fn element_text(&self, id: Id, out: &mut String) {
        let element = &self.page.elements[id];
        out.push_str(&element.text);
        for child in &element.children {
            self.element_text(*child, out);
            out.push_str(&self.page.elements[*child].tail);
        }
    }

    /// A text with the contents of its placeholders as HTML (`HtmlInlineProcessor.unescape`).
    fn as_html<'t>(&self, text: &'t str) -> Cow<'t, str> {
        self.replaced(text, |inliner, inline, out| match inline {
            Inline::Text(own) => {
                out.push('\\');
                out.push_str(own);
            }
            Inline::Element(id) => super::serialize::serialize(&inliner.page.elements, *id, out),
        })
    }

    fn replaced<'t>(&self, text: &'t str, replace: impl Fn(&Self, &Inline, &mut String)) -> Cow<'t, str> {
        let mut out = String::new();
        let mut at = 0;
        while let Some((start, index, length)) = stash::find_inline_placeholder(text, at) {
            out.push_str(&text[at..start]);
            if let Some(inline) = self.stash.get(index) {
                replace(self, inline, &mut out);
            }
            at = start + length;
        }
        if at == 0 {
            return Cow::Borrowed(text);
        }
        out.push_str(&text[at..]);
        Cow::Owned(out)
    }

    fn stash_html(&mut self, html: &str, source: &Text) -> Inline {
        let source = source.source();
        let html = self.as_html(html);
        let html = stash::unescape(&html).map_or(html, Cow::Owned);
        Inline::Text(self.page.stash.store(Stashed::Html(Text::made(&html, source)), source))
    }

    fn spend(&mut self, bytes: usize) {
        self.work = self.work.saturating_sub(bytes);
    }
}

/// Finds the next match of a pattern from an offset on.
trait Finder {
    /// True if a match can complete what was skipped before it.
    const COMPLETES: bool = false;

    fn next(&mut self, inliner: &mut Inliner<'_>, text: &Text, at: usize) -> Match;
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Text,
    Tail,
}

/// The character before an offset.
fn before(text: &str, at: usize) -> Option<char> {
    text[..at].chars().next_back()
}

fn is_space_or_none(character: Option<char>) -> bool {
    character.is_none_or(is_space)
}
