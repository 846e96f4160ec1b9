use crate::lint::archive::{Heading, headings, is_usual};
use crate::lint::rules::{Context, Diagnostic, Findings, Meta, Rule};

pub(super) struct EmptySection;

const META: Meta = Meta {
    name: "empty-section",
    summary: "Nothing stands under a heading.",
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

    fn check(&self, context: &Context<'_>, found: &mut Findings) {
        let draft = context.draft;
        for (Heading { text, .. }, odd) in headings(draft) {
            let title = draft.slice(text);
            if text.is_empty() || !odd.is_empty || is_usual(&context.facts.archive, title, |odd| odd.is_empty)
            {
                continue;
            }
            let message = format!("nothing stands under '{title}'");
            found.push(
                Diagnostic::new(self.name(), context.unwritten(), text, message)
                    .help("fill the section, or take its heading out"),
            );
        }
    }
}
