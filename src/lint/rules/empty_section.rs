use super::{Context, Diagnostic, Findings, Rule};
use crate::lint::archive::{Heading, headings, is_usual};

pub(super) struct EmptySection;

impl Rule for EmptySection {
    fn name(&self) -> &'static str {
        "empty-section"
    }

    fn summary(&self) -> &'static str {
        "Nothing stands under a heading."
    }

    fn why(&self) -> &'static str {
        "Readers wonder what is missing."
    }

    fn bad(&self) -> &'static str {
        issue!(
            "## New Boards\n\n## Upcoming Events\n\n* [Lamp Days](https://example.org/days) are on June 23, 2026 in Town.\n"
        )
    }

    fn good(&self) -> &'static str {
        issue!(
            "## Upcoming Events\n\n* [Lamp Days](https://example.org/days) are on June 23, 2026 in Town.\n"
        )
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
