use super::{Context, Diagnostic, Rule};
use crate::draft::LinkKind;
use crate::lint::Severity;

pub(super) struct EmptyLink;

impl Rule for EmptyLink {
    fn name(&self) -> &'static str {
        "empty-link"
    }

    fn summary(&self) -> &'static str {
        "A link leads nowhere."
    }

    fn why(&self) -> &'static str {
        "The reader clicks and nothing happens."
    }

    fn bad(&self) -> &'static str {
        issue!("See [the plans]().\n")
    }

    fn good(&self) -> &'static str {
        issue!("See [the plans](https://example.org/plans).\n")
    }

    fn check(&self, context: &Context<'_>, found: &mut Vec<Diagnostic>) {
        let tasks = context.tasks();
        for link in context.draft.links().filter(|link| link.kind == LinkKind::Inline && link.dest.is_empty())
        {
            if tasks.hold(link.span) {
                continue;
            }
            let words = context.draft.slice(link.text);
            let message = if link.shows_image {
                "an image's link has no address".to_owned()
            } else {
                format!("the link '{words}' has no address")
            };
            found.push(
                Diagnostic::new(self.name(), Severity::Error, link.span, message)
                    .help("put the address between the parentheses"),
            );
        }
    }
}
