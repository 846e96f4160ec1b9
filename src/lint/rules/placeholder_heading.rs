use super::{Context, Diagnostic, Findings, Rule};
use crate::lint::Severity;

pub(super) struct PlaceholderHeading;

impl Rule for PlaceholderHeading {
    fn name(&self) -> &'static str {
        "placeholder-heading"
    }

    fn summary(&self) -> &'static str {
        "A story that was written still has the template's heading."
    }

    fn why(&self) -> &'static str {
        "Readers see a story that is called 'Headline'."
    }

    fn bad(&self) -> &'static str {
        issue!(
            "## Headline\n\n[![A lamp](../assets/20260608/20260608lamp.jpg)](https://example.org)\n\nIt hums - [Site](https://example.org).\n"
        )
    }

    fn good(&self) -> &'static str {
        issue!(
            "## A lamp that hums\n\n[![A lamp](../assets/20260608/20260608lamp.jpg)](https://example.org)\n\nIt hums - [Site](https://example.org).\n"
        )
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
