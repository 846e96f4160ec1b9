use crate::lint::Severity;
use crate::lint::archive::{Heading, headings, is_usually_empty};
use crate::lint::rules::{Context, Findings, Meta, Rule};

pub(super) struct EmptySection;

const META: Meta = Meta {
    name: "empty-section",
    severity: Severity::Error,
    summary: "There is nothing under a heading.",
    why: "Readers wonder what is missing.",
    bad: issue!(
        "## New Boards\n\n## Upcoming Events\n\n* [Lamp Days](https://example.org/days) are on June 23, 2026 in Town.\n"
    ),
    good: issue!(
        "## Upcoming Events\n\n* [Lamp Days](https://example.org/days) are on June 23, 2026 in Town.\n"
    ),
};

impl Rule for EmptySection {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn severities_in_draft(&self) -> &'static [Severity] {
        &[Severity::Warning]
    }

    fn check(&self, context: &Context<'_>, found: &mut Findings) {
        let draft = context.draft;
        for Heading { text, is_empty, .. } in headings(draft) {
            let title = draft.slice(text);
            if text.is_empty() || !is_empty || is_usually_empty(&context.facts.archive, title) {
                continue;
            }
            let message = format!("there is nothing under '{title}'");
            found.push(
                self.problem(text, message)
                    .severity(context.severity_of_unwritten())
                    .help("fill the section, or remove its heading"),
            );
        }
    }
}
