use crate::lint::Severity;
use crate::lint::reading::Target;
use crate::lint::rules::{Context, Diagnostic, Findings, Meta, Rule};
use crate::text::{Edits, Span};

pub(super) struct DoubledSlash;

const META: Meta = Meta {
    name: "doubled-slash",
    summary: "The path of an address has two slashes in a row.",
    why: "It usually leads to the same page as with one, but it does not look the same: neither to readers, nor to who looks whether a page was linked before.",
    bad: issue!("See [the plans](https://example.org//plans).\n"),
    good: issue!("See [the plans](https://example.org/plans).\n"),
};

impl Rule for DoubledSlash {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, context: &Context<'_>, found: &mut Findings) {
        for Target { dest, address, .. } in context.targets() {
            let text = context.draft.slice(*dest);
            // Behind the two that belong to the scheme, up to what is no path.
            let after = text.find("://").map_or(0, |at| at + 3);
            let rest = &text[after..text[after..].find(['?', '#']).map_or(text.len(), |at| after + at)];
            // An address within an address is as its archive wants it.
            let Some(at) = rest.find("//").filter(|_| !address.path.contains(':')) else { continue };
            let count = rest[at..].bytes().take_while(|byte| *byte == b'/').count();
            let slashes = Span::new(dest.start + after + at, dest.start + after + at + count);
            found.push(
                Diagnostic::new(self.name(), Severity::Hint, slashes, "two slashes in a row")
                    .suggest(Edits::replace(slashes, "/")),
            );
        }
    }
}
