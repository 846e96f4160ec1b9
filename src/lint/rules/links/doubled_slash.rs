use crate::lint::Severity;
use crate::lint::cache::LinkTarget;
use crate::lint::rules::{Context, Findings, FixKind, Meta, Rule};
use crate::text::{Edits, Span};

pub(super) struct DoubledSlash;

const META: Meta = Meta {
    name: "doubled-slash",
    severity: Severity::Hint,
    summary: "The path of an address has two slashes in a row.",
    why: "It usually leads to the same page as one slash, but it looks different to readers and to tools that compare addresses.",
    bad: issue!("See [the plans](https://example.org//plans).\n"),
    good: issue!("See [the plans](https://example.org/plans).\n"),
};

impl Rule for DoubledSlash {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn fixes(&self) -> &'static [FixKind] {
        &[FixKind::Suggestion]
    }

    fn check(&self, context: &Context<'_>, found: &mut Findings) {
        for LinkTarget { dest, address, .. } in context.link_targets() {
            let text = context.draft.slice(*dest);
            // After the slashes of the scheme, up to the end of the path.
            let after = text.find("://").map_or(0, |at| at + 3);
            let rest = &text[after..text[after..].find(['?', '#']).map_or(text.len(), |at| after + at)];
            // Web archives put an address inside an address.
            let Some(at) = rest.find("//").filter(|_| !address.path.contains(':')) else { continue };
            let count = rest[at..].bytes().take_while(|byte| *byte == b'/').count();
            let slashes = Span::new(dest.start + after + at, dest.start + after + at + count);
            found.push(self.problem(slashes, "two slashes in a row").suggest(Edits::replace(slashes, "/")));
        }
    }
}
