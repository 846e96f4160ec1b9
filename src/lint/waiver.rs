//! Waivers: places and files where a rule does not count, each with a reason.
//!
//! In the draft they are comments, in HTML (`<!-- … -->`), in kramdown's own form, which never
//! reaches the page (`{::comment}…{:/comment}`), or behind a `#` in the front matter:
//!
//! ```text
//! copydesk-disable-next-line stale-event: back in autumn
//! copydesk-disable-line stale-event, empty-link: the reason
//! copydesk-disable stale-event: until the enable, or the end of the draft
//! copydesk-enable stale-event
//! copydesk-disable-file stale-event: the reason
//! ```
//!
//! `markdownlint-` in the place of `copydesk-` does the same for the names of our rules; its own
//! rules' names are left to it.

use super::places::Places;
use super::{Context, Diagnostic, find_rule};
use crate::text::Span;

/// What of a draft's waivers can't be right: the comment, and a sentence.
#[derive(Debug)]
pub struct Malformed {
    pub place: Span,
    pub message: String,
}

/// One rule that does not count somewhere.
#[derive(Debug)]
pub struct Waiver {
    pub rule: &'static str,
    /// Problems that begin in it are waived.
    pub scope: Span,
    /// The comment; `None` for one of `copydesk.yml`.
    pub place: Option<Span>,
    pub is_used: bool,
}

/// The waivers that count for a draft.
#[derive(Debug)]
pub struct Waivers<'t> {
    text: &'t str,
    pub all: Vec<Waiver>,
    pub malformed: Vec<Malformed>,
}

/// The rules about waivers are not waived by them.
pub const ABOUT_WAIVERS: [&str; 2] = ["malformed-waiver", "unused-waiver"];

impl<'t> Waivers<'t> {
    pub(super) fn read(context: &Context<'t>) -> Self {
        let draft = context.draft;
        let mut waivers = Waivers { text: draft.text(), all: Vec::new(), malformed: Vec::new() };
        let comments = comments(context);
        // A waiver for the next line may stand above others.
        let own: Vec<Span> =
            comments.iter().filter(|one| directive(one.words).is_some()).map(|one| one.span).collect();
        for comment in &comments {
            waivers.add(comment, &own);
        }
        let file = context.facts.path.as_deref();
        for waiver in context.profile.waivers.iter().filter(|waiver| waiver.is_for(file)) {
            // A name that no rule has is told before anything is checked.
            if let Ok(rule) = find_rule(&waiver.rule) {
                let scope = Span::new(0, draft.text().len());
                waivers.all.push(Waiver {
                    rule: rule.name(),
                    scope,
                    place: None,
                    // One that is for many files need not be used in each of them.
                    is_used: !waiver.is_for_one_file(),
                });
            }
        }
        waivers
    }

    fn add(&mut self, comment: &Comment<'_>, own: &[Span]) {
        let Some(directive) = directive(comment.words) else { return };
        let place = comment.span;
        let Some(action) = directive.action else {
            let message = format!("'{}' is no kind of waiver", directive.word);
            self.malformed.push(Malformed { place, message });
            return;
        };
        let mut rules = Vec::new();
        for name in directive.rules.split([',', ' ', '\t', '\n', '\r']).filter(|name| !name.is_empty()) {
            match find_rule(name) {
                Ok(rule) if !ABOUT_WAIVERS.contains(&name) => rules.push(rule.name()),
                Ok(_) => {
                    let message = format!("'{name}' can't be waived, only ignored with --ignore");
                    self.malformed.push(Malformed { place, message });
                }
                // Those of another program's are its own.
                Err(_) if directive.is_foreign => {}
                Err(unknown) => self.malformed.push(Malformed { place, message: unknown.to_string() }),
            }
        }
        if action == Action::Enable {
            self.enable(&rules, place.start);
            return;
        }
        let has_names = !directive.rules.trim().is_empty();
        if !has_names && !directive.is_foreign {
            let message = "this waiver names no rule".to_owned();
            self.malformed.push(Malformed { place, message });
        }
        if directive.reason.trim().is_empty() && !rules.is_empty() {
            let message = "this waiver gives no reason".to_owned();
            self.malformed.push(Malformed { place, message });
        }
        let scope = match action {
            Action::Line => self.line(place.start),
            Action::NextLine => self.line(self.next_line(place.end, own)),
            Action::Rest => Span::new(place.end, self.text.len()),
            Action::File | Action::Enable => Span::new(0, self.text.len()),
        };
        rules.sort_unstable();
        rules.dedup();
        let waiver = |rule| Waiver { rule, scope, place: Some(place), is_used: false };
        self.all.extend(rules.into_iter().map(waiver));
    }

    /// Ends what was disabled up to the end of the draft; all of it where no rule is named.
    fn enable(&mut self, rules: &[&str], at: usize) {
        let end = self.text.len();
        for waiver in &mut self.all {
            let is_open =
                waiver.scope.end == end && waiver.place.is_some_and(|place| place.end == waiver.scope.start);
            if is_open && (rules.is_empty() || rules.contains(&waiver.rule)) {
                waiver.scope.end = at;
            }
        }
    }

    fn line(&self, at: usize) -> Span {
        line_of(self.text, at)
    }

    /// The first place after a comment that is in a line of its own, neither blank nor a waiver.
    fn next_line(&self, mut at: usize, own: &[Span]) -> usize {
        at = self.line(at).end;
        loop {
            let rest = self.text.get(at..).unwrap_or("");
            let next = at + (rest.len() - rest.trim_start().len());
            match own.iter().find(|comment| comment.start == next) {
                Some(comment) => at = comment.end,
                None => return next,
            }
        }
    }

    /// Takes out the problems that are waived.
    pub(super) fn apply(&mut self, found: &mut Vec<Diagnostic>) {
        if self.all.is_empty() {
            return;
        }
        found.retain(|one| {
            let mut is_waived = false;
            for waiver in self.all.iter_mut().filter(|waiver| waiver.waives(one)) {
                waiver.is_used = true;
                is_waived = true;
            }
            !is_waived
        });
    }
}

impl Waiver {
    pub(super) fn waives(&self, one: &Diagnostic) -> bool {
        self.rule == one.rule && self.scope.touches(one.span.start)
    }
}

/// The line of a place, without what ends it.
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
    Rest,
    File,
    Enable,
}

struct Directive<'t> {
    word: &'t str,
    /// `None` for a word that means nothing.
    action: Option<Action>,
    rules: &'t str,
    reason: &'t str,
    is_foreign: bool,
}

fn directive(words: &str) -> Option<Directive<'_>> {
    let (rest, is_foreign) = match words.strip_prefix("copydesk-") {
        Some(rest) => (rest, false),
        None => (words.strip_prefix("markdownlint-")?, true),
    };
    let end = rest.find(|c: char| !c.is_ascii_lowercase() && c != '-').unwrap_or(rest.len());
    let action = match &rest[..end] {
        "disable-line" => Some(Action::Line),
        "disable-next-line" => Some(Action::NextLine),
        "disable" => Some(Action::Rest),
        "disable-file" => Some(Action::File),
        "enable" => Some(Action::Enable),
        _ if is_foreign => return None,
        _ => None,
    };
    let word = &words[..words.len() - rest.len() + end];
    let rest = &rest[end..];
    let (rules, reason) = rest
        .split_once(':')
        .or_else(|| rest.split_once(" -- "))
        .or_else(|| rest.split_once(" — "))
        .unwrap_or((rest, ""));
    Some(Directive { word, action, rules, reason, is_foreign })
}

/// The comments of the draft, in order; what looks like one in code is none.
fn comments<'t>(context: &Context<'t>) -> Vec<Comment<'t>> {
    let draft = context.draft;
    let text = draft.text();
    let mut found = Vec::new();
    // Nearly every draft is done here.
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
    let code = Places::new(draft.code());
    let mut at = draft.body();
    while let Some((span, inner)) = next_comment(text, at) {
        // What opens a comment within code opens none.
        if code.hold(Span::at(span.start)) {
            at = span.start + 1;
            continue;
        }
        // One that is never closed is text.
        let Some(words) = inner else {
            at = span.end;
            continue;
        };
        at = span.end;
        found.push(Comment { span, words: words.trim() });
    }
    found
}

/// The next comment, or what opens one that is not closed.
fn next_comment(text: &str, from: usize) -> Option<(Span, Option<&str>)> {
    let rest = text.get(from..)?;
    let forms = [("<!--", &["-->"][..]), ("{::comment}", &["{:/comment}", "{:/}"][..])];
    let (start, open, ends) =
        forms.iter().filter_map(|(open, ends)| Some((rest.find(open)?, *open, *ends))).min()?;
    let inner = start + open.len();
    let close = ends.iter().filter_map(|end| Some((rest[inner..].find(end)?, *end))).min();
    let Some((len, close)) = close else { return Some((Span::new(from + start, from + inner), None)) };
    Some((Span::new(from + start, from + inner + len + close.len()), Some(&rest[inner..inner + len])))
}
