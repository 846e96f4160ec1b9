use super::{Context, Diagnostic, Rule};
use crate::lint::Severity;
use crate::lint::address::{Address, addresses};
use crate::text::{Edits, Span};

pub(super) struct DoubledSlash;

impl Rule for DoubledSlash {
    fn name(&self) -> &'static str {
        "doubled-slash"
    }

    fn summary(&self) -> &'static str {
        "The path of an address has two slashes in a row."
    }

    fn why(&self) -> &'static str {
        "It usually leads to the same page as with one, but it does not look the same: neither to readers, nor to who looks whether a page was linked before."
    }

    fn bad(&self) -> &'static str {
        issue!("See [the plans](https://example.org//plans).\n")
    }

    fn good(&self) -> &'static str {
        issue!("See [the plans](https://example.org/plans).\n")
    }

    fn check(&self, context: &Context<'_>, found: &mut Vec<Diagnostic>) {
        let draft = context.draft;
        for dest in addresses(draft) {
            let text = draft.slice(dest);
            // Behind the two that belong to the scheme.
            let Some(after) = text.find("://").map(|at| at + 3).filter(|_| Address::new(text).is_some())
            else {
                continue;
            };
            let path = text[after..].split(['?', '#']).next().unwrap_or("");
            // An address within an address is as its archive wants it.
            let Some(at) = path.find("//").filter(|_| !path.contains(':')) else { continue };
            let count = path[at..].len() - path[at..].trim_start_matches('/').len();
            let slashes = Span::new(dest.start + after + at, dest.start + after + at + count);
            found.push(
                Diagnostic::new(self.name(), Severity::Hint, slashes, "two slashes in a row")
                    .suggest(Edits::replace(slashes, "/")),
            );
        }
    }
}
