//! Inline elements. kramdown tries them in the order of [`Parser::inline`] at each place that could begin one.

use super::element::{El, Kind, add_text};
use super::parser::{Parser, Scanner};
use super::scan;
use crate::text::Span;

/// Which inline elements are parsed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Inlines {
    All,
    /// HTML only: the content of an element that is copied.
    Html,
}

/// An element whose content is being parsed, for the elements that may not be nested.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Around {
    Emphasis,
    Strong,
    Link,
    Image,
    Html { is_raw: bool },
}

/// The elements around a place. A deletion begins a list of its own.
pub(super) type Stack = Vec<Around>;

/// What ends the content of an inline element.
#[derive(Clone, Debug)]
pub(super) enum Stop<'s> {
    Never,
    /// The delimiter of an emphasis.
    Delimiter {
        mark: u8,
        is_strong: bool,
    },
    /// The bracket that closes a link's text.
    Bracket,
    /// The end tag of an element. `true` if its case does not matter.
    EndTag(&'s str, bool),
}

/// True for bytes that may begin an inline element or end one.
const IS_START: [bool; 256] = {
    let mut table = [false; 256];
    let bytes = b"*_`<[]!\"'${&->. \\~";
    let mut n = 0;
    while n < bytes.len() {
        table[bytes[n] as usize] = true;
        n += 1;
    }
    table
};

/// The next place at which something may begin. A quotation mark begins at the character before it.
fn next_start(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let byte = |at: usize| bytes.get(at).copied().unwrap_or(0);
    for (at, own) in bytes.iter().enumerate() {
        if !IS_START[usize::from(*own)] {
            continue;
        }
        let is_start = match own {
            b'"' | b'\'' if at > 0 => {
                let before = text[..at].chars().next_back().map_or(0, char::len_utf8);
                return Some(at - before);
            }
            b' ' => matches!((byte(at + 1), byte(at + 2)), (b' ', b'\n') | (b'>', b'>')),
            b'-' => byte(at + 1) == b'-',
            b'.' => byte(at + 1) == b'.' && byte(at + 2) == b'.',
            b'!' => byte(at + 1) == b'[',
            b'{' => byte(at + 1) == b':',
            b'>' => byte(at + 1) == b'>',
            b'~' => byte(at + 1) == b'~',
            _ => true,
        };
        if is_start {
            // The character of a quotation mark wins over markup behind the first byte only.
            return Some(at);
        }
    }
    None
}

impl Parser {
    /// Parses a whole text.
    pub(super) fn spans_of(&mut self, text: Span) -> Vec<El> {
        let mut children = Vec::new();
        self.spans(&mut Scanner::new(text), &mut children, &mut Stack::new(), &Stop::Never, Inlines::All);
        children
    }

    /// Parses inline elements up to the end, or to what ends them, which is not consumed. Returns true for the latter.
    pub(super) fn spans(
        &mut self,
        src: &mut Scanner,
        children: &mut Vec<El>,
        stack: &mut Stack,
        stop: &Stop<'_>,
        inlines: Inlines,
    ) -> bool {
        // Of brackets that are open in a link's text.
        let mut brackets = 1;
        while !src.is_at_end() {
            let Some(len) = next_start(self.rest(src)) else {
                if matches!(stop, Stop::Never) {
                    self.text(src, children, src.rest().len());
                }
                return false;
            };
            self.text(src, children, len);
            if self.is_stopped(src, children, stop, &mut brackets) {
                return true;
            }
            let is_free = !self.is_exhausted() && stack.len() < 40;
            if !is_free || !self.inline(src, children, stack, inlines) {
                let first = self.rest(src).chars().next().map_or(1, char::len_utf8);
                self.text(src, children, first);
            }
        }
        false
    }

    /// Moves on, and adds what was passed as text.
    pub(super) fn text(&self, src: &mut Scanner, children: &mut Vec<El>, len: usize) {
        if len > 0 {
            let span = src.take(len);
            add_text(children, self.store.of(span), span);
        }
    }

    fn is_stopped(&self, src: &Scanner, children: &[El], stop: &Stop<'_>, brackets: &mut i32) -> bool {
        let rest = self.rest(src);
        match stop {
            Stop::Never => false,
            Stop::Delimiter { mark, is_strong } => {
                let marks = rest.bytes().take(4).take_while(|byte| byte == mark).count();
                let len = if *is_strong { 2 } else { 1 };
                if marks < len || children.is_empty() {
                    return false;
                }
                let before = self.store.of(Span::new(src.start, src.pos)).bytes().next_back();
                let is_after_space = before.is_some_and(scan::is_space);
                // A single mark does not end before a pair.
                let is_pair = !is_strong && marks == 2;
                let is_in_word = *mark == b'_' && rest[len..].starts_with(char::is_alphanumeric);
                !is_after_space && !is_pair && !is_in_word
            }
            Stop::Bracket => {
                let is_end = rest.starts_with(']');
                if !is_end && !rest.starts_with('[') && !rest.starts_with("![") {
                    return false;
                }
                *brackets += if is_end { -1 } else { 1 };
                let images = children.iter().filter(|child| matches!(child.kind, Kind::Image)).count();
                *brackets - i32::try_from(images).unwrap_or(i32::MAX) == 0
            }
            Stop::EndTag(name, any_case) => super::html_scan::close_tag(rest)
                .is_some_and(|(own, _)| own == *name || (*any_case && own.eq_ignore_ascii_case(name))),
        }
    }

    /// Tries all inline elements. Returns false if none begins here.
    fn inline(
        &mut self,
        src: &mut Scanner,
        children: &mut Vec<El>,
        stack: &mut Stack,
        inlines: Inlines,
    ) -> bool {
        let rest = self.rest(src);
        let first = scan::byte(rest, 0);
        if inlines == Inlines::Html {
            return first == b'<' && self.span_html(src, children, stack);
        }
        let is_link = super::link::is_start(rest);
        match first {
            b'*' | b'_' => return self.emphasis(src, children, stack),
            b'`' => return self.code_span(src, children),
            b'<' if self.autolink(src, children) || self.span_html(src, children, stack) => return true,
            b'[' if self.footnote_marker(src, children) => return true,
            b'[' | b'!' if is_link => return self.link(src, children, stack),
            _ => {}
        }
        if self.smart_quote(src, children) {
            return true;
        }
        let rest = self.rest(src);
        match first {
            b'$' => self.inline_math(src, children),
            b'{' => self.span_extension(src, children),
            b'&' => self.entity(src, children),
            b'-' | b'.' | b'<' | b'>' | b' ' if self.symbol(src, children) => true,
            b' ' if !self.options.hard_wrap && rest.starts_with("  \n") => self.line_break(src, children),
            b'\\' => {
                self.symbol(src, children)
                    || (!self.options.hard_wrap
                        && rest.starts_with("\\\\\n")
                        && self.line_break(src, children))
                    || self.escaped(src, children)
            }
            b'~' if self.options.is_gfm => self.deletion(src, children),
            _ => false,
        }
    }

    fn line_break(&self, src: &mut Scanner, children: &mut Vec<El>) -> bool {
        children.push(El::new(Kind::Break, src.take(2)));
        true
    }

    fn emphasis(&mut self, src: &mut Scanner, children: &mut Vec<El>, stack: &mut Stack) -> bool {
        let rest = self.rest(src);
        let mark = scan::byte(rest, 0);
        let is_strong = scan::byte(rest, 1) == mark;
        let len = if is_strong { 2 } else { 1 };
        let around = if is_strong { Around::Strong } else { Around::Emphasis };
        let before = self.store.of(Span::new(src.start, src.pos));
        let is_in_word = mark == b'_' && {
            let mut last = before.chars().rev();
            match last.next() {
                Some('-') => last.next().is_some_and(char::is_alphabetic),
                last => last.is_some_and(char::is_alphabetic),
            }
        };
        let is_before_space = scan::is_space(scan::byte(rest, len)) && len < rest.len();
        if is_in_word || is_before_space || stack.contains(&around) {
            self.text(src, children, len);
            return true;
        }
        let saved = *src;
        if let Some(el) = self.emphasised(src, stack, mark, is_strong) {
            children.push(el);
            return true;
        }
        if is_strong && stack.last() != Some(&Around::Emphasis) {
            *src = saved;
            if let Some(el) = self.emphasised(src, stack, mark, false) {
                children.push(el);
                return true;
            }
        }
        *src = saved;
        self.text(src, children, len);
        true
    }

    fn emphasised(&mut self, src: &mut Scanner, stack: &mut Stack, mark: u8, is_strong: bool) -> Option<El> {
        let len = if is_strong { 2 } else { 1 };
        let (kind, around) = match is_strong {
            true => (Kind::Strong, Around::Strong),
            false => (Kind::Emphasis, Around::Emphasis),
        };
        let start = src.take(len).start;
        let mut el = El::new(kind, Span::at(start));
        stack.push(around);
        let stop = Stop::Delimiter { mark, is_strong };
        let is_found = self.spans(src, &mut el.children, stack, &stop, Inlines::All);
        stack.pop();
        if !is_found {
            self.spend(src.end - start);
            return None;
        }
        src.take(len);
        el.span.end = src.pos;
        Some(el)
    }

    fn code_span(&mut self, src: &mut Scanner, children: &mut Vec<El>) -> bool {
        let rest = self.rest(src);
        let run = rest.bytes().take_while(|byte| *byte == b'`').count();
        let is_single = run == 1;
        let before = self.store.of(Span::new(src.start, src.pos)).bytes().next_back();
        if is_single && before.is_none_or(scan::is_space) && scan::is_space(scan::byte(rest, 1)) {
            self.text(src, children, 1);
            return true;
        }
        let Some(len) = rest[run..].find(&rest[..run]) else {
            let searched = rest.len();
            self.text(src, children, run);
            self.spend(searched);
            return true;
        };
        let mut text = &rest[run..run + len];
        if !is_single {
            text = text.strip_prefix(' ').unwrap_or(text);
            text = text.strip_suffix(' ').unwrap_or(text);
        }
        let code = Kind::CodeSpan(text.to_owned());
        children.push(El::new(code, src.take(run + len + run)));
        true
    }

    fn inline_math(&mut self, src: &mut Scanner, children: &mut Vec<El>) -> bool {
        let rest = self.rest(src);
        let Some(inner) = rest.strip_prefix("$$") else { return false };
        let Some(len) = inner.find("$$") else {
            let searched = rest.len();
            self.spend(searched);
            return false;
        };
        let math = Kind::Math { text: inner[..len].trim().to_owned(), is_block: false };
        children.push(El::new(math, src.take(len + 4)));
        true
    }

    fn escaped(&self, src: &mut Scanner, children: &mut Vec<El>) -> bool {
        let byte = scan::byte(self.rest(src), 1);
        let is_escaped =
            b"\\.*_+`<>()[]{}#!:|\"'$=-".contains(&byte) || (byte == b'~' && self.options.is_gfm);
        if is_escaped {
            let span = src.take(2);
            add_text(children, self.store.of(Span::new(span.start + 1, span.end)), span);
        }
        is_escaped
    }

    /// `~~text~~`.
    fn deletion(&mut self, src: &mut Scanner, children: &mut Vec<El>) -> bool {
        let Some(len) = deleted(self.rest(src)) else {
            let searched = src.rest().len();
            self.spend(searched);
            return false;
        };
        let span = src.take(len);
        let html = super::element::Html {
            name: "del".to_owned(),
            is_block: false,
            content: super::element::Content::Inline,
        };
        let mut el = El::new(Kind::Html(html), span);
        self.depth += 1;
        if !self.is_too_deep() {
            el.children = self.spans_of(Span::new(span.start + 2, span.end - 2));
        }
        self.depth -= 1;
        children.push(el);
        true
    }
}

fn deleted(text: &str) -> Option<usize> {
    let inner = text.strip_prefix("~~")?;
    let is_edge = |byte: u8| scan::is_space(byte) || byte == b'~';
    if inner.is_empty() || is_edge(scan::byte(inner, 0)) {
        return None;
    }
    let end = inner
        .match_indices("~~")
        .map(|(at, _)| at)
        .find(|at| *at > 0 && !is_edge(inner.as_bytes()[at - 1]))?;
    Some(2 + end + 2)
}
