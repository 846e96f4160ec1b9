use super::{Context, Diagnostic, Findings, Rule};
use crate::lint::Severity;
use crate::lint::places::breaks;
use crate::text::Span;

pub(super) struct UnclosedLink;

impl Rule for UnclosedLink {
    fn name(&self) -> &'static str {
        "unclosed-link"
    }

    fn summary(&self) -> &'static str {
        "The brackets of a link are not closed."
    }

    fn why(&self) -> &'static str {
        "The address is shown as text."
    }

    fn bad(&self) -> &'static str {
        issue!("See [the plans](https://example.org/plans and more.\n")
    }

    fn good(&self) -> &'static str {
        issue!("See [the plans](https://example.org/plans) and more.\n")
    }

    fn check(&self, context: &Context<'_>, found: &mut Findings) {
        for open in breaks(context, *b"](") {
            if !context.draft.slice(open).contains(')') {
                let message = "this link has no closing parenthesis";
                let span = Span::new(open.start, open.start + 2);
                found.push(Diagnostic::new(self.name(), Severity::Error, span, message));
            }
        }
    }
}
