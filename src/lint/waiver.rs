//! Waivers: lines, parts and files where a rule does not apply, each with a reason.
//!
//! In a draft they are comments: in HTML (`<!-- … -->`), in kramdown's form, which is not rendered
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
//! `markdownlint-` instead of `copydesk-` also works for our rules. The names of markdownlint's rules are
//! ignored.

use std::collections::HashMap;

use super::span_set::SpanSet;
use super::{Context, Diagnostic, RULES, find_rule};
use crate::profile::Profile;
use crate::text::limits::WAIVERS;
use crate::text::{Span, grouped};

/// A malformed waiver: the span of its comment, and a message.
#[derive(Debug)]
pub struct Malformed {
    pub span: Span,
    pub message: String,
}

/// A waiver of one rule.
#[derive(Debug)]
pub struct Waiver {
    pub rule: &'static str,
    /// Problems that begin in this span are waived.
    pub scope: Span,
    /// The span of the comment; `None` for a waiver in `copydesk.yml`.
    pub comment: Option<Span>,
    pub is_used: bool,
}

/// Returns the index of the first waiver in a profile that can't waive anything, and the reason.
pub fn useless_waiver(profile: &Profile) -> Option<(usize, String)> {
    profile.waivers.iter().enumerate().find_map(|(n, waiver)| match find_rule(&waiver.rule) {
        Err(unknown) => Some((n, unknown.to_string())),
        Ok(rule) if ABOUT_WAIVERS.contains(&rule.name()) => {
            Some((n, format!("'{}' can't be waived, only ignored with --ignore", rule.name())))
        }
        Ok(_) => None,
    })
}

/// The waivers that apply to a draft.
#[derive(Debug, Default)]
pub struct Waivers {
    pub all: Vec<Waiver>,
    pub malformed: Vec<Malformed>,
    /// Indices into `all`.
    by_rule: HashMap<&'static str, Vec<usize>>,
}

/// The rules about waivers, which can't be waived.
pub const ABOUT_WAIVERS: [&str; 3] = ["malformed-waiver", "new-waiver", "unused-waiver"];

impl Waivers {
    pub(super) fn read(context: &Context<'_>) -> Self {
        let draft = context.draft;
        let text = draft.text();
        let comments: Vec<(Span, Directive<'_>)> = comments(context)
            .into_iter()
            .filter_map(|comment| Some((comment.span, directive(comment.words)?)))
            .collect();
        // A waiver for the next line may be above other waivers.
        let spans: Vec<Span> = comments.iter().take(WAIVERS).map(|(span, _)| *span).collect();
        let mut reader = Reader { text, comments: spans, open: HashMap::new(), waivers: Waivers::default() };
        for (span, directive) in comments.iter().take(WAIVERS) {
            reader.add(*span, directive);
        }
        let mut waivers = reader.waivers;
        if let Some((span, _)) = comments.get(WAIVERS) {
            let limit = grouped(WAIVERS as u64);
            let message = format!("this waiver and those after it have no effect: a draft may have {limit}");
            waivers.malformed.push(Malformed { span: *span, message });
        }
        let file = context.facts.path.as_deref();
        for waiver in context.profile.waivers.iter().filter(|waiver| waiver.is_for(file)) {
            // Unknown rule names were reported when the profile was read.
            if let Ok(rule) = find_rule(&waiver.rule) {
                let scope = Span::new(0, text.len());
                waivers.all.push(Waiver {
                    rule: rule.name(),
                    scope,
                    comment: None,
                    // A waiver for many files need not be used in each of them.
                    is_used: !waiver.is_for_one_file(),
                });
            }
        }
        for (n, waiver) in waivers.all.iter().enumerate() {
            waivers.by_rule.entry(waiver.rule).or_default().push(n);
        }
        waivers
    }

    /// True if a waiver covers the problem. Marks these waivers as used.
    pub(super) fn waive(&mut self, one: &Diagnostic) -> bool {
        let mut is_waived = false;
        for n in self.by_rule.get(one.rule).into_iter().flatten() {
            if let Some(waiver) = self.all.get_mut(*n).filter(|waiver| waiver.scope.touches(one.span.start)) {
                waiver.is_used = true;
                is_waived = true;
            }
        }
        is_waived
    }
}

/// Reads the waivers of a draft, in order.
struct Reader<'t> {
    text: &'t str,
    /// The comments with waivers.
    comments: Vec<Span>,
    /// Indices of the waivers in force up to an `enable`, by rule.
    open: HashMap<&'static str, Vec<usize>>,
    waivers: Waivers,
}

impl Reader<'_> {
    fn add(&mut self, comment: Span, directive: &Directive<'_>) {
        let Some(action) = directive.action else {
            let message = format!("'{}' is not a kind of waiver", directive.word);
            self.waivers.malformed.push(Malformed { span: comment, message });
            return;
        };
        let rules = self.rules(comment, directive);
        if action == Action::Enable {
            self.enable(&rules, comment.start);
            return;
        }
        let has_names = !directive.rules.trim().is_empty();
        if !has_names && !directive.is_markdownlint {
            let message = "this waiver names no rule".to_owned();
            self.waivers.malformed.push(Malformed { span: comment, message });
        }
        if directive.reason.trim().is_empty() && !rules.is_empty() {
            let message = "this waiver gives no reason".to_owned();
            self.waivers.malformed.push(Malformed { span: comment, message });
        }
        let scope = match action {
            Action::Line => line_of(self.text, comment.start),
            Action::NextLine => line_of(self.text, self.next_line(comment.end)),
            Action::Omitted => Span::new(comment.end, self.text.len()),
            Action::File | Action::Enable => Span::new(0, self.text.len()),
        };
        for rule in rules {
            if action == Action::Omitted {
                self.open.entry(rule).or_default().push(self.waivers.all.len());
            }
            self.waivers.all.push(Waiver { rule, scope, comment: Some(comment), is_used: false });
        }
    }

    /// Returns the rules that a waiver names, without duplicates. Reports other names as malformed.
    fn rules(&mut self, comment: Span, directive: &Directive<'_>) -> Vec<&'static str> {
        let mut rules = Vec::new();
        let mut names = directive.rules.split([',', ' ', '\t', '\n', '\r']).filter(|name| !name.is_empty());
        for name in names.by_ref().take(RULES.len()) {
            match find_rule(name) {
                Ok(rule) if !ABOUT_WAIVERS.contains(&rule.name()) => rules.push(rule.name()),
                Ok(_) => {
                    let message = format!("'{name}' can't be waived, only ignored with --ignore");
                    self.waivers.malformed.push(Malformed { span: comment, message });
                }
                // A rule of markdownlint.
                Err(_) if directive.is_markdownlint => {}
                Err(unknown) => {
                    self.waivers.malformed.push(Malformed { span: comment, message: unknown.to_string() });
                }
            }
        }
        if names.next().is_some() && !directive.is_markdownlint {
            let message = "this waiver names more rules than there are".to_owned();
            self.waivers.malformed.push(Malformed { span: comment, message });
        }
        rules.sort_unstable();
        rules.dedup();
        rules
    }

    /// Ends the waivers of the rules that are in force; all waivers if no rule is named.
    fn enable(&mut self, rules: &[&str], at: usize) {
        self.open.retain(|rule, open| {
            if !rules.is_empty() && !rules.contains(rule) {
                return true;
            }
            for n in open.drain(..) {
                self.waivers.all[n].scope.end = at;
            }
            false
        });
    }

    /// The start of the first line after a comment that is neither blank nor a waiver.
    fn next_line(&self, mut at: usize) -> usize {
        at = line_of(self.text, at).end;
        loop {
            let rest = self.text.get(at..).unwrap_or("");
            let next = at + (rest.len() - rest.trim_start().len());
            match self.comments.binary_search_by_key(&next, |comment| comment.start) {
                Ok(n) => at = self.comments[n].end,
                Err(_) => return next,
            }
        }
    }
}

/// Returns the span of the line at an offset, without its line break.
pub(super) fn line_of(text: &str, at: usize) -> Span {
    let before = text.get(..at).unwrap_or("");
    let start = before.rfind('\n').map_or(0, |at| at + 1);
    let end = text[start..].find('\n').map_or(text.len(), |at| start + at);
    Span::new(start, end)
}

/// A comment that may be a waiver.
struct Comment<'t> {
    span: Span,
    words: &'t str,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Action {
    Line,
    NextLine,
    Omitted,
    File,
    Enable,
}

struct Directive<'t> {
    word: &'t str,
    /// `None` for an unknown word.
    action: Option<Action>,
    rules: &'t str,
    reason: &'t str,
    is_markdownlint: bool,
}

fn directive(words: &str) -> Option<Directive<'_>> {
    let (rest, is_markdownlint) = match words.strip_prefix("copydesk-") {
        Some(rest) => (rest, false),
        None => (words.strip_prefix("markdownlint-")?, true),
    };
    let end = rest.find(|c: char| !c.is_ascii_lowercase() && c != '-').unwrap_or(rest.len());
    let action = match &rest[..end] {
        "disable-line" => Some(Action::Line),
        "disable-next-line" => Some(Action::NextLine),
        "disable" => Some(Action::Omitted),
        "disable-file" => Some(Action::File),
        "enable" => Some(Action::Enable),
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
    Some(Directive { word, action, rules, reason, is_markdownlint })
}

/// Returns the comments of the draft, in order, without those in code.
fn comments<'t>(context: &Context<'t>) -> Vec<Comment<'t>> {
    let draft = context.draft;
    let text = draft.text();
    let mut found = Vec::new();
    // Nearly every draft has no waivers.
    if !text.contains("copydesk-") && !text.contains("markdownlint-") {
        return found;
    }
    if let Some(front) = draft.front_matter() {
        let mut at = front.span.start;
        for line in front.span.of(text).split_inclusive('\n') {
            let span = Span::new(at, at + line.len()).trim(text);
            at += line.len();
            if let Some(words) = span.of(text).strip_prefix('#') {
                found.push(Comment { span, words: words.trim() });
            }
        }
    }
    let code = SpanSet::new(draft.code());
    let mut at = draft.body();
    let mut search = Search::new(text);
    while let Some((span, inner)) = search.next_comment(at) {
        // The mark is in code, so it does not open a comment.
        if code.contains(Span::at(span.start)) {
            at = span.start + 1;
            continue;
        }
        // An unclosed comment is text.
        let Some(words) = inner else {
            at = span.end;
            continue;
        };
        at = span.end;
        found.push(Comment { span, words: words.trim() });
    }
    found
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
