use super::{Context, Diagnostic, Rule};
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

    fn check(&self, context: &Context<'_>, found: &mut Vec<Diagnostic>) {
        for (prose, at) in breaks(context.draft, "](") {
            let line = context.draft.text()[at..prose.end].lines().next().unwrap_or("");
            if !line.contains(')') {
                let message = "this link has no closing parenthesis";
                found.push(Diagnostic::new(self.name(), Severity::Error, Span::new(at, at + 2), message));
            }
        }
    }
}
