use super::{Context, Diagnostic, Findings, Rule};
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

    fn check(&self, context: &Context<'_>, found: &mut Findings) {
        let tasks = context.tasks();
        for link in context.draft.links().filter(|link| link.kind == LinkKind::Inline) {
            let shows_nothing = context.draft.slice(link.text).trim().is_empty() && !link.shows_image;
            if (!link.dest.is_empty() && !shows_nothing) || tasks.hold(link.span) {
                continue;
            }
            if !link.dest.is_empty() {
                let message = "this link shows nothing to click on";
                found.push(
                    Diagnostic::new(self.name(), Severity::Error, link.span, message)
                        .help("put what it leads to between the brackets"),
                );
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
