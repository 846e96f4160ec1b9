//! Typographic quotes, dashes and ellipses (`smarty`), on the texts that the inline patterns have left.
//!
//! Each pattern replaces its matches by placeholders, so that later patterns do not see what was there. The text before
//! a mark is therefore what is left of it: the end of a placeholder, if another match ends there.

use std::ops::Range;

use super::{Inline, Inliner};
use crate::render::python_markdown::stash::{ETX, STX, Stashed, write_inline_placeholder};
use crate::render::python_markdown::text::{Builder, Text, is_space, is_word, run};

const EM_DASH: &str = "—";
const EN_DASH: &str = "–";
const ELLIPSIS: &str = "…";
const LEFT_SINGLE: &str = "‘";
const RIGHT_SINGLE: &str = "’";
const LEFT_DOUBLE: &str = "“";
const RIGHT_DOUBLE: &str = "”";

/// What comes before an opening quote, besides white space.
const OPENING: [&str; 8] = ["&nbsp;", "--", "–", "—", "&mdash;", "&ndash;", "&#8211;", "&#8212;"];

/// A place where a pattern may match.
struct Place<'t> {
    /// The text since the last match.
    before: &'t str,
    /// The text after the mark.
    after: &'t str,
    /// True if a match ends where `before` begins.
    is_after_match: bool,
}

/// A match: what the mark becomes, the bytes before and after the mark that belong to the match and stay.
struct Found {
    text: &'static str,
    before: usize,
    mark: usize,
    after: usize,
}

/// A pattern and the byte at which it begins.
type Pattern = (u8, fn(&Place<'_>) -> Option<Found>);

/// In the order in which they are applied.
const PATTERNS: [Pattern; 16] = [
    (b'-', |place| exactly(place, b'-', 3, EM_DASH)),
    (b'-', |place| exactly(place, b'-', 2, EN_DASH)),
    (b'\'', |place| at_start(place, RIGHT_SINGLE)),
    (b'"', |place| at_start(place, RIGHT_DOUBLE)),
    (b'"', |place| pair(place, '\'', "“‘")),
    (b'\'', |place| pair(place, '"', "‘“")),
    (b'\'', |place| {
        let digits = place.after.bytes().take_while(u8::is_ascii_digit).count();
        let is_decade = digits == 2 && place.after[2..].starts_with('s');
        (is_decade && !place.last().is_some_and(is_word)).then_some(one(RIGHT_SINGLE))
    }),
    (b'\'', |place| opening(place, LEFT_SINGLE)),
    (b'\'', |place| {
        let next = place.after.chars().next();
        let is_open = next.is_some_and(|c| is_space(c) || c.is_ascii_digit()) || is_possessive(place.after);
        (is_closing(place.last()) && !is_open).then_some(one(RIGHT_SINGLE))
    }),
    (b'\'', |place| {
        let after = match place.after.chars().next() {
            Some(c) if is_space(c) => c.len_utf8(),
            _ if is_possessive(place.after) => 1,
            _ => return None,
        };
        Some(Found { after, ..one(RIGHT_SINGLE) })
    }),
    (b'\'', |_| Some(one(LEFT_SINGLE))),
    (b'"', |place| opening(place, LEFT_DOUBLE)),
    (b'"', |place| place.after.starts_with(is_space).then_some(one(RIGHT_DOUBLE))),
    (b'"', |place| is_closing(place.last()).then_some(one(RIGHT_DOUBLE))),
    (b'"', |_| Some(one(LEFT_DOUBLE))),
    (b'.', |place| exactly(place, b'.', 3, ELLIPSIS)),
];

impl Place<'_> {
    fn last(&self) -> Option<char> {
        self.before.chars().next_back().or(self.is_after_match.then_some(ETX))
    }
}

fn one(text: &'static str) -> Found {
    Found { text, before: 0, mark: 1, after: 0 }
}

/// A run of a byte with exactly this length.
fn exactly(place: &Place<'_>, byte: u8, length: usize, text: &'static str) -> Option<Found> {
    let is_run = place.last() != Some(char::from(byte)) && run(place.after, byte) == length - 1;
    is_run.then_some(Found { mark: length, ..one(text) })
}

/// A quote at the start of the whole text, before punctuation that does not end at a word.
fn at_start(place: &Place<'_>, text: &'static str) -> Option<Found> {
    let mut after = place.after.chars();
    let first = after.next().filter(|c| c.is_ascii_punctuation() && *c != '&')?;
    let is_between = is_word(first) == after.next().is_some_and(is_word);
    (place.last().is_none() && is_between).then_some(one(text))
}

/// Two quotes before a word.
fn pair(place: &Place<'_>, second: char, text: &'static str) -> Option<Found> {
    let rest = place.after.strip_prefix(second)?;
    rest.starts_with(is_word).then_some(Found { mark: 2, ..one(text) })
}

/// A quote behind white space or a dash, before a word.
fn opening(place: &Place<'_>, text: &'static str) -> Option<Found> {
    if !place.after.starts_with(is_word) {
        return None;
    }
    let space = place.before.chars().next_back().filter(|c| is_space(*c)).map(char::len_utf8);
    let other = || OPENING.iter().find(|start| place.before.ends_with(**start)).map(|start| start.len());
    Some(Found { before: space.or_else(other)?, ..one(text) })
}

fn is_closing(before: Option<char>) -> bool {
    before.is_some_and(|c| !matches!(c, ' ' | '\t' | '\r' | '\n' | '[' | '{' | '(' | '-' | STX | ETX))
}

/// True for `s` at the end of a word.
fn is_possessive(after: &str) -> bool {
    after.strip_prefix('s').is_some_and(|rest| !rest.starts_with(is_word))
}

impl Inliner<'_> {
    /// Replaces quotes, dashes and ellipses by placeholders.
    pub(super) fn educate(&mut self, mut text: Text) -> Text {
        if text.atomic {
            return text;
        }
        for (mark, pattern) in PATTERNS {
            if memchr::memchr(mark, text.as_bytes()).is_some() {
                text = self.educate_by(text, mark, pattern);
            }
        }
        text
    }

    fn educate_by(&mut self, text: Text, mark: u8, pattern: impl Fn(&Place<'_>) -> Option<Found>) -> Text {
        let mut builder: Option<Builder> = None;
        let mut copied = 0;
        for at in memchr::memchr_iter(mark, text.as_bytes()) {
            if at < copied {
                continue;
            }
            let (before, after) = (&text[copied..at], &text[at + 1..]);
            let Some(found) = pattern(&Place { before, after, is_after_match: builder.is_some() }) else {
                continue;
            };
            let (start, end) = (at - found.before, at + found.mark + found.after);
            let builder = builder.get_or_insert_default();
            builder.push(&text.slice(copied..start));
            self.educated(&text, start..end, at..at + found.mark, found.text, builder);
            copied = end;
        }
        let Some(mut builder) = builder else { return text };
        builder.push(&text.from(copied));
        builder.finish()
    }

    fn educated(
        &mut self,
        text: &Text,
        whole: Range<usize>,
        mark: Range<usize>,
        by: &'static str,
        builder: &mut Builder,
    ) {
        let place = text.source_of(mark.clone());
        let html = self.page.stash.store(Stashed::Characters(by), place);
        let mut result = Builder::default();
        result.push(&text.slice(whole.start..mark.start));
        result.push(&html);
        result.push(&text.slice(mark.end..whole.end));
        builder.write(text.source_of(whole), |out| write_inline_placeholder(self.stash.len(), out));
        self.stash.push(Inline::Text(result.finish()));
    }
}
