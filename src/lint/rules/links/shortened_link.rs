use crate::lint::Severity;
use crate::lint::cache::LinkTarget;
use crate::lint::rules::{Context, Findings, Meta, Rule};

pub(super) struct ShortenedLink;

const META: Meta = Meta {
    name: "shortened-link",
    severity: Severity::Hint,
    summary: "An address uses a link shortener.",
    why: "Readers can't see where the link goes, and it stops working when the service does.",
    bad: issue!("See [the plans](https://bit.ly/abc).\n"),
    good: issue!("See [the plans](https://example.org/plans).\n"),
};

impl Rule for ShortenedLink {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, context: &Context<'_>, found: &mut Findings) {
        for LinkTarget { dest, address, .. } in context.link_targets() {
            if address.is_shortened() {
                found.push(
                    self.problem(*dest, format!("{} hides where this link goes", address.host))
                        .help("open it, and write the address of the page"),
                );
            }
        }
    }
}
