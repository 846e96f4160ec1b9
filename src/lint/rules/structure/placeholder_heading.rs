use crate::lint::Severity;
use crate::lint::rules::{Context, Diagnostic, Findings, Meta, Rule};

pub(super) struct PlaceholderHeading;

const META: Meta = Meta {
    name: "placeholder-heading",
    summary: "A story that was written still has the template's heading.",
    why: "Readers see a story that is called 'Headline'.",
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

    fn check(&self, context: &Context<'_>, found: &mut Findings) {
        let untouched = context.untouched();
        for heading in context.placeholder_headings().filter(|heading| !untouched.hold(*heading)) {
            let message = format!("the heading is still the template's '{}'", context.draft.slice(heading));
            found.push(
                Diagnostic::new(self.name(), Severity::Error, heading, message)
                    .help("give the story a heading of its own"),
            );
        }
    }
}
