//! The problems that the rules find, limited for each rule, because a file can have millions.

use std::collections::{BTreeMap, HashMap};

use super::diagnostic::{Diagnostic, Fix, Omitted, Severity};
use super::levels::Levels;
use super::rules::is_about_prose;
use super::waiver::Waivers;
use crate::text::limits::{FIXES_PER_RULE, PROBLEMS_PER_RULE};
use crate::text::{Span, SpanSet};

/// The purpose of a check, which determines how many problems of each rule are kept.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Purpose {
    #[default]
    Report,
    /// To apply all fixes at once.
    Fix,
}

/// Collects problems. Drops those that the profile turns off or a waiver covers. Of the others it keeps the
/// first ones of each rule, and one diagnostic for each severity that represents the omitted ones.
#[derive(Debug, Default)]
pub struct Findings {
    waivers: Waivers,
    levels: Levels,
    /// Parts in which rules about text find nothing.
    opaque: SpanSet,
    purpose: Purpose,
    kept: Vec<Diagnostic>,
    kept_of: HashMap<&'static str, usize>,
    omitted: BTreeMap<(&'static str, Severity), (Span, Omitted)>,
    found: usize,
    /// Problems that are evidence for the checklist but are not reported.
    evidence: Vec<Diagnostic>,
}

impl Findings {
    pub(super) fn new(waivers: Waivers, levels: Levels, purpose: Purpose) -> Findings {
        Findings { waivers, levels, purpose, ..Findings::default() }
    }

    /// Drops problems of rules about text in these parts.
    pub(super) fn without_text_of(mut self, opaque: impl Iterator<Item = Span>) -> Findings {
        self.opaque = SpanSet::new(opaque);
        self
    }

    pub fn push(&mut self, one: Diagnostic) {
        if self.opaque.contains(one.span) && is_about_prose(one.rule) {
            return;
        }
        let Some(one) = self.levels.apply(one) else { return };
        self.found += 1;
        if self.waivers.waive(&one) {
            return;
        }
        let limit = match self.purpose {
            Purpose::Report => PROBLEMS_PER_RULE,
            Purpose::Fix => FIXES_PER_RULE,
        };
        let kept = self.kept_of.entry(one.rule).or_default();
        if *kept < limit && one.omitted.is_none() {
            *kept += 1;
            self.kept.push(one);
            return;
        }
        let (_, omitted) =
            self.omitted.entry((one.rule, one.severity)).or_insert((one.span, Omitted::default()));
        omitted.count += one.count();
        match one.fix {
            Some(Fix::Text(_)) => omitted.fixes += 1,
            Some(Fix::Image(_)) => omitted.image_fixes += 1,
            Some(Fix::Suggestion(_)) | None => {}
        }
        if let Some(own) = one.omitted {
            omitted.fixes += own.fixes;
            omitted.image_fixes += own.image_fixes;
        }
    }

    /// True if the rule is off everywhere, so that it need not run.
    pub(super) fn is_off(&self, rule: &str) -> bool {
        self.levels.is_off(rule)
    }

    /// Adds problems that are evidence for the checklist only.
    pub(super) fn add_evidence(&mut self, problems: Findings) {
        self.evidence = problems.kept;
    }

    /// The problems found so far that no waiver covers, in no particular order.
    pub(super) fn open(&self) -> impl Iterator<Item = &Diagnostic> {
        self.kept.iter().chain(&self.evidence)
    }

    /// The number of problems found so far, including waived ones.
    pub(super) fn found(&self) -> usize {
        self.found
    }

    /// Takes the waivers out, so that problems of the waivers themselves can be added.
    pub(super) fn take_waivers(&mut self) -> Waivers {
        std::mem::take(&mut self.waivers)
    }

    /// Returns the problems in the order of the text.
    pub(super) fn into_sorted(self) -> Vec<Diagnostic> {
        let mut all = self.kept;
        all.extend(self.omitted.into_iter().map(|((rule, severity), (span, omitted))| Diagnostic {
            omitted: Some(omitted),
            ..Diagnostic::new(rule, severity, span, omitted.message())
        }));
        all.sort_by(|a, b| {
            let key = |one: &Diagnostic| (one.span.start, one.span.end, one.rule, one.omitted.is_some());
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

/// Limits the problems of a check for fixing to the number per rule that a report keeps.
pub fn limit_problems(all: Vec<Diagnostic>) -> Vec<Diagnostic> {
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
        let omitted: Vec<_> = all.iter().filter(|one| one.omitted.is_some()).collect();
        assert_eq!(omitted[0].message, "and 3 more problems of this rule");
        assert_eq!((omitted[0].severity, omitted[1].severity), (Severity::Hint, Severity::Error));
        assert_eq!(omitted[1].message, "and 2 more problems of this rule");
        assert_eq!(omitted[1].omitted, Some(Omitted { count: 2, fixes: 2, image_fixes: 0 }));
        assert_eq!(omitted[0].span.start, PROBLEMS_PER_RULE);
    }

    #[test]
    fn cutting_keeps_the_counts() {
        let mut findings = Findings::new(Waivers::default(), Levels::default(), Purpose::Fix);
        let all = PROBLEMS_PER_RULE + 7;
        (0..all).for_each(|n| findings.push(problem(n, Severity::Error)));
        let found = findings.into_sorted();
        assert_eq!(found.len(), all);
        let limited = limit_problems(found);
        assert_eq!(limited.len(), PROBLEMS_PER_RULE + 1);
        assert_eq!(limited.iter().map(Diagnostic::count).sum::<usize>(), all);
        assert_eq!(limit_problems(limited.clone()), limited);
    }
}
