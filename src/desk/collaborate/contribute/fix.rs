//! Fixes a new item and finds what speaks against pushing it.

use super::{NewContribution, Preview};
use crate::draft::Draft;
use crate::lint::report::Problem;
use crate::lint::{Diagnostic, Fix, Severity, fix_all};
use crate::text::{Span, counted};

/// The rules that find the same page or story at another place.
const DUPLICATES: [&str; 4] = ["already-sent-link", "repeated-event", "repeated-link", "repeated-story"];

impl NewContribution {
    /// Applies the safe fixes to the item, and to nothing else.
    #[must_use]
    pub fn fix(&self, preview: Preview) -> Preview {
        let start = preview.span.start;
        // The text after the item stays, so its length shows where the fixed item ends.
        let tail = preview.text.len() - preview.span.end;
        let item = |draft: &Draft| Span::new(start, draft.text().len() - tail);
        let fixed = fix_all(Draft::parse(preview.text), |draft| {
            let mut found = self.new_problems(draft);
            found.retain(|problem| is_fixed_within(problem, item(draft)));
            found
        });
        let span = item(&fixed.draft);
        let mut after = self.describe(preview.section, preview.title, &fixed.draft, span);
        after.report.fixed = fixed.counts.into_iter().collect();
        after
    }
}

fn is_fixed_within(problem: &Diagnostic, item: Span) -> bool {
    let Some(Fix::Text(edits)) = &problem.fix else { return false };
    edits.span().is_some_and(|span| item.contains(span))
}

impl Preview {
    /// The reasons against pushing the item: its errors, and the places of the draft and of earlier issues
    /// where the same page or story is already.
    pub fn against_pushing(&self) -> Vec<String> {
        let errors = Some(self.report.counts.errors).filter(|errors| *errors > 0);
        let errors = errors.map(|errors| format!("the item has {}", counted(errors, "error")));
        let is_duplicate =
            |problem: &&Problem| problem.severity != Severity::Hint && DUPLICATES.contains(&problem.rule);
        let duplicates = self.report.problems.iter().filter(is_duplicate);
        errors.into_iter().chain(duplicates.map(|problem| problem.message.raw().to_owned())).collect()
    }

    /// The number of problems that were fixed.
    pub fn fixed(&self) -> usize {
        self.report.fixed.iter().map(|(_, count)| count).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lint::find_rule;

    #[test]
    fn the_rules_about_duplicates_exist() {
        for name in DUPLICATES {
            assert!(find_rule(name).is_ok(), "{name}");
        }
    }
}
