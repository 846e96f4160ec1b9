use super::{Context, Diagnostic, Findings, Rule};
use crate::lint::Severity;
use crate::lint::reading::Target;

pub(super) struct ShortenedLink;

impl Rule for ShortenedLink {
    fn name(&self) -> &'static str {
        "shortened-link"
    }

    fn summary(&self) -> &'static str {
        "An address goes through a service that shortens addresses."
    }

    fn why(&self) -> &'static str {
        "Readers can't see where it leads, and it stops working when the service does."
    }

    fn bad(&self) -> &'static str {
        issue!("See [the plans](https://bit.ly/abc).\n")
    }

    fn good(&self) -> &'static str {
        issue!("See [the plans](https://example.org/plans).\n")
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
