use crate::lint::Severity;
use crate::lint::broken_links::broken_links;
use crate::lint::rules::{Context, Findings, Meta, Rule};
use crate::text::Span;

pub(super) struct UnclosedLink;

const META: Meta = Meta {
    name: "unclosed-link",
    severity: Severity::Error,
    summary: "The brackets of a link are not closed.",
    why: "The address is rendered as text.",
    bad: issue!("See [the plans](https://example.org/plans and more.\n"),
    good: issue!("See [the plans](https://example.org/plans) and more.\n"),
};

impl Rule for UnclosedLink {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, context: &Context<'_>, found: &mut Findings) {
        for open in broken_links(context, *b"](") {
            if !context.draft.slice(open).contains(')') {
                let message = "this link has no closing parenthesis";
                let span = Span::new(open.start, open.start + 2);
                found.push(self.problem(span, message));
            }
        }
    }
}
