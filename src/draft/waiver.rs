//! Comments that waive problems of the checks.
//!
//! They are comments in HTML (`<!-- … -->`), in kramdown's form, which is not rendered
//! (`{::comment}…{:/comment}`), or after a `#` in the front matter:
//!
//! ```text
//! copydesk-disable-next-line stale-event: back in autumn
//! copydesk-disable-line stale-event, empty-link: the reason
//! copydesk-disable stale-event: until the enable, or the end of the draft
//! copydesk-enable stale-event
//! copydesk-disable-file stale-event: the reason
//! ```
//!
//! `markdownlint-` instead of `copydesk-` works too.

use std::collections::HashMap;

use super::Draft;
use crate::text::{Span, SpanSet};

/// A comment that waives problems, or that is meant to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WaiverComment<'t> {
    pub span: Span,
    /// Such as `copydesk-disable-line`.
    pub word: &'t str,
    /// `None` for an unknown word.
    pub kind: Option<WaiverKind>,
    /// The names of the rules.
    pub rules: &'t str,
    pub reason: &'t str,
    pub is_markdownlint: bool,
}

/// Where a waiver applies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WaiverKind {
    Line,
    NextLine,
    /// From the comment up to one that enables the rules again.
    Rest,
    File,
    /// It ends waivers for the rest of the draft.
    Enable,
}

impl<'t> WaiverComment<'t> {
    /// Reads the words of a comment; `None` if it is another comment.
    fn read(span: Span, words: &'t str) -> Option<Self> {
        let (rest, is_markdownlint) = match words.strip_prefix("copydesk-") {
            Some(rest) => (rest, false),
            None => (words.strip_prefix("markdownlint-")?, true),
        };
        let end = rest.find(|c: char| !c.is_ascii_lowercase() && c != '-').unwrap_or(rest.len());
        let kind = match &rest[..end] {
            "disable-line" => Some(WaiverKind::Line),
            "disable-next-line" => Some(WaiverKind::NextLine),
            "disable" => Some(WaiverKind::Rest),
            "disable-file" => Some(WaiverKind::File),
            "enable" => Some(WaiverKind::Enable),
            _ if is_markdownlint => return None,
            _ => None,
        };
        let word = &words[..words.len() - rest.len() + end];
        let rest = &rest[end..];
        let (rules, reason) = rest
            .split_once(':')
            .or_else(|| rest.split_once(" -- "))
            .or_else(|| rest.split_once(" — "))
            .unwrap_or((rest, ""));
        Some(WaiverComment { span, word, kind, rules, reason, is_markdownlint })
    }
}

impl Draft {
    /// The comments that waive problems, in order, without those in code.
    pub fn waivers(&self) -> Vec<WaiverComment<'_>> {
        let text = self.text.as_str();
        let mut found = Vec::new();
        // Nearly every draft has no waivers.
        if !text.contains("copydesk-") && !text.contains("markdownlint-") {
            return found;
        }
        if let Some(front) = &self.front {
            let mut at = front.span.start;
            for line in front.span.of(text).split_inclusive('\n') {
                let span = Span::new(at, at + line.len()).trim(text);
                at += line.len();
                let words = span.of(text).strip_prefix('#');
                found.extend(words.and_then(|words| WaiverComment::read(span, words.trim())));
            }
        }
        let code = SpanSet::new(self.code());
        let mut at = self.body();
        let mut search = Search::new(text);
        while let Some((span, inner)) = search.next_comment(at) {
            // The mark is in code, so it does not open a comment.
            if code.contains(Span::at(span.start)) {
                at = span.start + 1;
                continue;
            }
            // An unclosed comment is text.
            at = span.end;
            found.extend(inner.and_then(|words| WaiverComment::read(span, words.trim())));
        }
        found
    }
}

/// The marks that begin a comment, each with the marks that end it.
const FORMS: [(&str, &[&str]); 2] = [("<!--", &["-->"]), ("{::comment}", &["{:/comment}", "{:/}"])];

/// Finds comments one after the other. It remembers where each mark was found next, so that the text is
/// searched only once for each mark.
struct Search<'t> {
    text: &'t str,
    marks: HashMap<&'static str, Option<usize>>,
}

impl<'t> Search<'t> {
    fn new(text: &'t str) -> Self {
        Self { text, marks: HashMap::new() }
    }

    /// Returns the first offset of `mark` at or after `from`. Calls must have ascending `from`.
    fn find(&mut self, mark: &'static str, from: usize) -> Option<usize> {
        if let Some(known) = self.marks.get(mark)
            && known.is_none_or(|at| at >= from)
        {
            return *known;
        }
        let found = self.text.get(from..).and_then(|rest| rest.find(mark)).map(|at| from + at);
        self.marks.insert(mark, found);
        found
    }

    /// Returns the next comment with its content, or the opening mark and `None` if it is not closed.
    fn next_comment(&mut self, from: usize) -> Option<(Span, Option<&'t str>)> {
        let opens = FORMS.map(|(open, ends)| Some((self.find(open, from)?, open, ends)));
        let (start, open, ends) = opens.into_iter().flatten().min()?;
        let inner = start + open.len();
        let close = ends.iter().filter_map(|end| Some((self.find(end, inner)?, *end))).min();
        let Some((end, close)) = close else { return Some((Span::new(start, inner), None)) };
        Some((Span::new(start, end + close.len()), self.text.get(inner..end)))
    }
}
