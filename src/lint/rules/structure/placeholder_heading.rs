use crate::lint::Severity;
use crate::lint::rules::{Context, Findings, Meta, Rule};

pub(super) struct PlaceholderHeading;

const META: Meta = Meta {
    name: "placeholder-heading",
    severity: Severity::Error,
    summary: "A finished story still has the template's heading.",
    why: "Readers see a story with the title 'Headline'.",
    bad: issue!(
        "## Headline\n\n[![A lamp](../assets/20260608/20260608lamp.jpg)](https://example.org)\n\nIt hums - [Site](https://example.org).\n"
    ),
    good: issue!(
        "## A lamp that hums\n\n[![A lamp](../assets/20260608/20260608lamp.jpg)](https://example.org)\n\nIt hums - [Site](https://example.org).\n"
    ),
};

impl Rule for PlaceholderHeading {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn keys(&self) -> &'static [&'static str] {
        &["sections.heading_placeholders"]
    }

    fn check(&self, context: &Context<'_>, found: &mut Findings) {
        let untouched = context.untouched();
        for heading in context.placeholder_headings().filter(|heading| !untouched.contains(*heading)) {
            let message = format!("the heading is still the template's '{}'", context.draft.slice(heading));
            found.push(self.problem(heading, message).help("give the story its own heading"));
        }
    }
}
