//! Waivers: lines, parts and files where a rule does not apply, each with a reason.
//!
//! In a draft they are comments ([`WaiverComment`]). Those of markdownlint also work for our rules; the names
//! of its own rules are ignored.

use std::collections::HashMap;

use super::{Context, Diagnostic, RULES, find_rule};
use crate::draft::{WaiverComment, WaiverKind};
use crate::profile::{KeyPath, Profile};
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

/// Returns the places of the waivers in a profile that can't waive anything, with the reasons.
pub fn useless_waivers(profile: &Profile) -> Vec<(KeyPath, String)> {
    let why = |rule: &str| match find_rule(rule) {
        Err(unknown) => Some(unknown.to_string()),
        Ok(rule) if ABOUT_WAIVERS.contains(&rule.name()) => {
            Some(format!("'{}' can't be waived, only ignored with --ignore", rule.name()))
        }
        Ok(_) => None,
    };
    let place = |n| KeyPath::default().key("waivers").item(n).key("rule");
    let found = profile.waivers.iter().enumerate().filter_map(|(n, own)| Some((place(n), why(&own.rule)?)));
    found.collect()
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
        let comments = draft.waivers();
        // A waiver for the next line may be above other waivers.
        let spans: Vec<Span> = comments.iter().take(WAIVERS).map(|comment| comment.span).collect();
        let mut reader = Reader { text, comments: spans, open: HashMap::new(), waivers: Waivers::default() };
        for comment in comments.iter().take(WAIVERS) {
            reader.add(comment);
        }
        let mut waivers = reader.waivers;
        if let Some(comment) = comments.get(WAIVERS) {
            let limit = grouped(WAIVERS as u64);
            let message = format!("this waiver and those after it have no effect: a draft may have {limit}");
            waivers.malformed.push(Malformed { span: comment.span, message });
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
    fn add(&mut self, comment: &WaiverComment<'_>) {
        let span = comment.span;
        let Some(kind) = comment.kind else {
            let message = format!("'{}' is not a kind of waiver", comment.word);
            self.waivers.malformed.push(Malformed { span, message });
            return;
        };
        let rules = self.rules(comment);
        if kind == WaiverKind::Enable {
            self.enable(&rules, span.start);
            return;
        }
        let has_names = !comment.rules.trim().is_empty();
        if !has_names && !comment.is_markdownlint {
            let message = "this waiver names no rule".to_owned();
            self.waivers.malformed.push(Malformed { span, message });
        }
        if comment.reason.trim().is_empty() && !rules.is_empty() {
            let message = "this waiver gives no reason".to_owned();
            self.waivers.malformed.push(Malformed { span, message });
        }
        let scope = match kind {
            WaiverKind::Line => Span::line_at(self.text, span.start),
            WaiverKind::NextLine => Span::line_at(self.text, self.next_line(span.end)),
            WaiverKind::Rest => Span::new(span.end, self.text.len()),
            WaiverKind::File | WaiverKind::Enable => Span::new(0, self.text.len()),
        };
        for rule in rules {
            if kind == WaiverKind::Rest {
                self.open.entry(rule).or_default().push(self.waivers.all.len());
            }
            self.waivers.all.push(Waiver { rule, scope, comment: Some(span), is_used: false });
        }
    }

    /// Returns the rules that a waiver names, without duplicates. Reports other names as malformed.
    fn rules(&mut self, comment: &WaiverComment<'_>) -> Vec<&'static str> {
        let span = comment.span;
        let mut rules = Vec::new();
        let mut names = comment.rules.split([',', ' ', '\t', '\n', '\r']).filter(|name| !name.is_empty());
        for name in names.by_ref().take(RULES.len()) {
            match find_rule(name) {
                Ok(rule) if !ABOUT_WAIVERS.contains(&rule.name()) => rules.push(rule.name()),
                Ok(_) => {
                    let message = format!("'{name}' can't be waived, only ignored with --ignore");
                    self.waivers.malformed.push(Malformed { span, message });
                }
                // A rule of markdownlint.
                Err(_) if comment.is_markdownlint => {}
                Err(unknown) => {
                    self.waivers.malformed.push(Malformed { span, message: unknown.to_string() });
                }
            }
        }
        if names.next().is_some() && !comment.is_markdownlint {
            let message = "this waiver names more rules than there are".to_owned();
            self.waivers.malformed.push(Malformed { span, message });
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
        at = Span::line_at(self.text, at).end;
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
