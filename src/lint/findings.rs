//! What the rules find, cut to a number for each rule: a file can have millions of problems.

use std::collections::{BTreeMap, HashMap};

use super::diagnostic::{Diagnostic, Fix, Rest, Severity};
use super::waiver::Waivers;
use crate::text::Span;
use crate::text::limits::{FIXES_PER_RULE, PROBLEMS_PER_RULE};

/// What the problems are found for, and so how many of each rule are kept.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Purpose {
    #[default]
    Report,
    /// To make the fixes of all at once.
    Fix,
}

/// Takes problems one by one. Those that a waiver covers are dropped; of the others each rule keeps
/// the first ones, and one more stands for the rest of each severity.
#[derive(Debug, Default)]
pub struct Findings {
    waivers: Waivers,
    purpose: Purpose,
    kept: Vec<Diagnostic>,
    kept_of: HashMap<&'static str, usize>,
    rest: BTreeMap<(&'static str, Severity), (Span, Rest)>,
    found: usize,
    /// What counts as evidence and is not reported.
    aside: Vec<Diagnostic>,
}

impl Findings {
    pub(super) fn new(waivers: Waivers, purpose: Purpose) -> Findings {
        Findings { waivers, purpose, ..Findings::default() }
    }

    pub fn push(&mut self, one: Diagnostic) {
        self.found += 1;
        if self.waivers.waive(&one) {
            return;
        }
        let limit = match self.purpose {
            Purpose::Report => PROBLEMS_PER_RULE,
            Purpose::Fix => FIXES_PER_RULE,
        };
        let kept = self.kept_of.entry(one.rule).or_default();
        if *kept < limit && one.rest.is_none() {
            *kept += 1;
            self.kept.push(one);
            return;
        }
        let (_, rest) = self.rest.entry((one.rule, one.severity)).or_insert((one.span, Rest::default()));
        rest.count += one.count();
        match one.fix {
            Some(Fix::Text(_)) => rest.fixes += 1,
            Some(Fix::Image(_)) => rest.image_fixes += 1,
            Some(Fix::Suggestion(_)) | None => {}
        }
        if let Some(own) = one.rest {
            rest.fixes += own.fixes;
            rest.image_fixes += own.image_fixes;
        }
    }

    /// Takes problems that count as evidence only.
    pub(super) fn set_aside(&mut self, problems: Findings) {
        self.aside = problems.kept;
    }

    /// What was found so far and is not waived, in no order.
    pub(super) fn open(&self) -> impl Iterator<Item = &Diagnostic> {
        self.kept.iter().chain(&self.aside)
    }

    /// How many problems were found so far, before any was waived.
    pub(super) fn found(&self) -> usize {
        self.found
    }

    /// Ends the waivers: what is found from now on is about them.
    pub(super) fn take_waivers(&mut self) -> Waivers {
        std::mem::take(&mut self.waivers)
    }

    /// The problems in the order of the text.
    pub(super) fn into_sorted(self) -> Vec<Diagnostic> {
        let mut all = self.kept;
        all.extend(self.rest.into_iter().map(|((rule, severity), (span, rest))| Diagnostic {
            rest: Some(rest),
            ..Diagnostic::new(rule, severity, span, rest.message())
        }));
        all.sort_by(|a, b| {
            let key = |one: &Diagnostic| (one.span.start, one.span.end, one.rule, one.rest.is_some());
            key(a).cmp(&key(b)).then_with(|| a.message.cmp(&b.message))
        });
        all
    }
}

impl Extend<Diagnostic> for Findings {
    fn extend<I: IntoIterator<Item = Diagnostic>>(&mut self, problems: I) {
        problems.into_iter().for_each(|one| self.push(one));
    }
}

/// Cuts problems that were found to be fixed to as many as a report keeps.
pub fn cut(all: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let mut findings = Findings::default();
    all.into_iter().for_each(|one| findings.push(one));
    findings.into_sorted()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Edits;

    fn problem(n: usize, severity: Severity) -> Diagnostic {
        Diagnostic::new("a-rule", severity, Span::new(n, n + 1), format!("problem {n}"))
    }

    #[test]
    fn each_rule_keeps_the_first_problems_and_counts_the_rest_by_severity() {
        let mut findings = Findings::default();
        for n in 0..PROBLEMS_PER_RULE + 5 {
            let severity = if n % 2 == 0 { Severity::Hint } else { Severity::Error };
            findings.push(problem(n, severity).fix(Edits::insert(n, "x")));
        }
        findings.push(Diagnostic::new("another-rule", Severity::Warning, Span::at(3), "another"));
        let all = findings.into_sorted();
        assert_eq!(all.len(), PROBLEMS_PER_RULE + 3);
        assert_eq!(all.iter().map(Diagnostic::count).sum::<usize>(), PROBLEMS_PER_RULE + 6);
        let rest: Vec<_> = all.iter().filter(|one| one.rest.is_some()).collect();
        assert_eq!(rest[0].message, "and 3 more problems of this rule");
        assert_eq!((rest[0].severity, rest[1].severity), (Severity::Hint, Severity::Error));
        assert_eq!(rest[1].message, "and 2 more problems of this rule");
        assert_eq!(rest[1].rest, Some(Rest { count: 2, fixes: 2, image_fixes: 0 }));
        assert_eq!(rest[0].span.start, PROBLEMS_PER_RULE);
    }

    #[test]
    fn cutting_what_was_found_to_be_fixed_keeps_the_counts() {
        let mut findings = Findings::new(Waivers::default(), Purpose::Fix);
        let all = PROBLEMS_PER_RULE + 7;
        (0..all).for_each(|n| findings.push(problem(n, Severity::Error)));
        let found = findings.into_sorted();
        assert_eq!(found.len(), all);
        let cut = cut(found);
        assert_eq!(cut.len(), PROBLEMS_PER_RULE + 1);
        assert_eq!(cut.iter().map(Diagnostic::count).sum::<usize>(), all);
        assert_eq!(super::cut(cut.clone()), cut);
    }
}
