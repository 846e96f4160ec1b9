use crate::lint::rules::{Context, Findings, Meta, Rule};

use crate::lint::Severity;
use crate::lint::values::facts;

pub(super) struct DisagreeingValues;

const META: Meta = Meta {
    name: "disagreeing-values",
    severity: Severity::Warning,
    summary: "A number that appears in several places is not the same in all of them.",
    why: "It was changed in one place and forgotten in another.",
    bad: issue!(
        "## 39,012 Thanks\n\n[![39,012 Thanks](../assets/20260608/20260608lamp.jpg)](https://example.org)\n\nWe are over 38,000 humans.\n"
    ),
    good: issue!(
        "## 39,012 Thanks\n\n[![39,012 Thanks](../assets/20260608/20260608lamp.jpg)](https://example.org)\n\nWe are over 39,012 humans.\n"
    ),
};

impl Rule for DisagreeingValues {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn keys(&self) -> &'static [&'static str] {
        &["sections.facts"]
    }

    fn check(&self, context: &Context<'_>, found: &mut Findings) {
        let draft = context.draft;
        for fact in facts(context).filter(|fact| fact.field.spans.len() > 1) {
            // `leftover-placeholder` reports values that are still the template's.
            let mut places = fact
                .field
                .spans
                .iter()
                .filter(|span| draft.slice(**span).contains(|c: char| c.is_ascii_digit()));
            let Some(first) = places.next() else { continue };
            let expected = draft.slice(*first);
            for span in places.filter(|span| bare(draft.slice(**span)) != bare(expected)) {
                let line = context.line_number(first.start);
                let message = format!(
                    "{} is '{}' here and '{expected}' on line {line}",
                    fact.field.name,
                    draft.slice(*span)
                );
                found.push(self.problem(*span, message).help("write the same value in both places"));
            }
        }
    }
}

/// The digits and letters of a value, without thousands separators.
fn bare(value: &str) -> String {
    value.chars().filter(|c| c.is_alphanumeric()).collect::<String>().to_lowercase()
}
