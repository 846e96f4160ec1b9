use crate::draft::LinkKind;
use crate::lint::Severity;
use crate::lint::rules::{Context, Findings, Meta, Rule};

pub(super) struct EmptyLink;

const META: Meta = Meta {
    name: "empty-link",
    severity: Severity::Error,
    summary: "A link has no address, or no text.",
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
            if (!link.dest.is_empty() && !shows_nothing) || tasks.contains(link.span) {
                continue;
            }
            if !link.dest.is_empty() {
                let message = "this link has no text to click on";
                found.push(self.problem(link.span, message).help("put the link text between the brackets"));
                continue;
            }
            let words = context.draft.slice(link.text);
            let message = if link.shows_image {
                "an image's link has no address".to_owned()
            } else {
                format!("the link '{words}' has no address")
            };
            found.push(self.problem(link.span, message).help("put the address between the parentheses"));
        }
    }
}
