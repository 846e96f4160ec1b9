use crate::lint::Severity;
use crate::lint::reading::Target;
use crate::lint::rules::{Context, Diagnostic, Findings, Meta, Rule};

pub(super) struct ShortenedLink;

const META: Meta = Meta {
    name: "shortened-link",
    summary: "An address goes through a service that shortens addresses.",
    why: "Readers can't see where it leads, and it stops working when the service does.",
    bad: issue!("See [the plans](https://bit.ly/abc).\n"),
    good: issue!("See [the plans](https://example.org/plans).\n"),
};

impl Rule for ShortenedLink {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, context: &Context<'_>, found: &mut Findings) {
        for Target { dest, address, .. } in context.targets() {
            if address.is_shortened() {
                found.push(
                    Diagnostic::new(
                        self.name(),
                        Severity::Hint,
                        *dest,
                        format!("{} hides where this leads", address.host),
                    )
                    .help("open it, and write the address that it leads to"),
                );
            }
        }
    }
}
