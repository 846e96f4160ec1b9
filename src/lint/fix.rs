use std::collections::{BTreeMap, HashSet};

use super::{Diagnostic, Fix};
use crate::draft::Draft;
use crate::text::{Edit, Edits};

/// A fixed draft with the remaining problems.
#[derive(Debug)]
pub struct Fixed {
    pub draft: Draft,
    /// The problems that remain.
    pub diagnostics: Vec<Diagnostic>,
    /// The rules whose problems were fixed, with the number of fixed problems.
    pub counts: BTreeMap<&'static str, usize>,
}

/// A limit for fixes that uncover further problems. Two fixes of the same bytes take two rounds.
const MAX_ROUNDS: usize = 20;

/// Applies all safe text changes that `check` proposes. Applies disjoint changes at once, and checks
/// again until there are no more changes.
pub fn fix_all(mut draft: Draft, mut check: impl FnMut(&Draft) -> Vec<Diagnostic>) -> Fixed {
    let mut counts: BTreeMap<&'static str, usize> = BTreeMap::new();
    let mut seen = HashSet::new();
    let mut diagnostics = check(&draft);
    for _ in 0..MAX_ROUNDS {
        let (edits, rules) = disjoint(&diagnostics);
        if edits.is_empty() {
            break;
        }
        let next = Draft::parse(edits.apply(draft.text()));
        // Fixes that undo one another would loop forever.
        if next.text() == draft.text() || !seen.insert(next.text().to_owned()) {
            break;
        }
        for rule in rules {
            *counts.entry(rule).or_default() += 1;
        }
        draft = next;
        diagnostics = check(&draft);
    }
    Fixed { draft, diagnostics, counts }
}

/// Returns the fixes, in the order of the problems, that neither overlap nor touch an earlier one, with
/// their rules.
fn disjoint(diagnostics: &[Diagnostic]) -> (Edits, Vec<&'static str>) {
    let mut taken: BTreeMap<usize, usize> = BTreeMap::new();
    let mut edits: Vec<Edit> = Vec::new();
    let mut rules = Vec::new();
    for one in diagnostics {
        let Some(Fix::Text(fix)) = &one.fix else { continue };
        let is_free = |edit: &Edit| {
            let before = taken.range(..=edit.span.end).next_back();
            before.is_none_or(|(_, end)| *end < edit.span.start)
        };
        if fix.is_empty() || !fix.iter().all(is_free) {
            continue;
        }
        taken.extend(fix.iter().map(|edit| (edit.span.start, edit.span.end)));
        edits.extend(fix.iter().cloned());
        rules.push(one.rule);
    }
    // They are disjoint, so this can't fail.
    (Edits::new(edits).unwrap_or_default(), rules)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lint::Severity;
    use crate::text::Span;
    use proptest::prelude::*;

    fn fix(edits: Edits) -> Diagnostic {
        Diagnostic::new("a-rule", Severity::Error, Span::at(0), "wrong").fix(edits)
    }

    #[test]
    fn overlapping_fixes_are_made_one_after_the_other() {
        let fixed = fix_all(Draft::parse("aaab"), |draft| {
            let text = draft.text();
            text.match_indices("ab")
                .chain(text.match_indices("aa"))
                .map(|(at, _)| fix(Edits::delete(Span::new(at, at + 1))))
                .collect()
        });
        assert_eq!(fixed.draft.text(), "b");
        assert_eq!(fixed.counts["a-rule"], 3);
        assert!(fixed.diagnostics.is_empty());
    }

    #[test]
    fn fixes_that_undo_one_another_end() {
        let fixed = fix_all(Draft::parse("a"), |draft| {
            let other = if draft.text() == "a" { "b" } else { "a" };
            vec![fix(Edits::replace(Span::new(0, 1), other))]
        });
        assert!(fixed.counts["a-rule"] <= 2);
    }

    #[test]
    fn suggestions_are_not_applied() {
        let one = Diagnostic::new("a-rule", Severity::Error, Span::at(0), "wrong");
        let fixed = fix_all(Draft::parse("a"), |_| vec![one.clone().suggest(Edits::insert(0, "b"))]);
        assert_eq!(fixed.draft.text(), "a");
    }

    proptest! {
        #[test]
        fn fixes_that_are_applied_at_once_never_overlap(spans in prop::collection::vec((0usize..40, 0usize..6), 0..20)) {
            let all: Vec<Diagnostic> = spans
                .iter()
                .map(|(start, len)| fix(Edits::replace(Span::new(*start, start + len), "x")))
                .collect();
            let (edits, rules) = disjoint(&all);
            let made: Vec<&Edit> = edits.iter().collect();
            prop_assert_eq!(made.len(), rules.len());
            prop_assert!(made.windows(2).all(|two| two[0].span.end < two[1].span.start));
        }
    }
}
