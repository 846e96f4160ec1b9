use crate::draft::LinkKind;
use crate::lint::Severity;
use crate::lint::rules::{Context, Diagnostic, Findings, Meta, Rule};

pub(super) struct EmptyLink;

const META: Meta = Meta {
    name: "empty-link",
    summary: "A link leads nowhere.",
    why: "The reader clicks and nothing happens.",
    bad: issue!("See [the plans]().\n"),
    good: issue!("See [the plans](https://example.org/plans).\n"),
};

impl Rule for EmptyLink {
    fn meta(&self) -> &'static Meta {
        &META
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
