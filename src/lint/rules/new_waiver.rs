use super::{Context, Diagnostic, Findings, Rule};
use crate::lint::waiver::Waivers;
use crate::lint::{About, Selection, Severity, list};

pub(super) struct NewWaiver;

impl Rule for NewWaiver {
    fn name(&self) -> &'static str {
        "new-waiver"
    }

    fn summary(&self) -> &'static str {
        "A change adds a waiver."
    }

    fn why(&self) -> &'static str {
        "Who asks for a change must not decide alone that a rule does not apply to it. Reported only where a change is checked, as with `--since`."
    }

    fn bad(&self) -> &'static str {
        issue!("<!-- copydesk-disable-next-line empty-link: on Friday -->\n\nSee [the plans]().\n")
    }

    fn good(&self) -> &'static str {
        issue!("See [the plans](https://example.org/plans).\n")
    }

    fn check(&self, _: &Context<'_>, _: &mut Findings) {}

    /// Finds every waiver in the text: the comparison with the text before leaves out those that were
    /// there.
    fn check_waivers(&self, context: &Context<'_>, waivers: &Waivers, _: &Selection, found: &mut Findings) {
        if context.facts.about != About::Change {
            return;
        }
        for part in waivers.all.chunk_by(|a, b| a.place == b.place) {
            let Some(place) = part.first().and_then(|waiver| waiver.place) else { continue };
            let rules = list(part.iter().map(|waiver| format!("'{}'", waiver.rule)), 3);
            let message = format!("this change adds a waiver of {rules}");
            found.push(
                Diagnostic::new(self.name(), Severity::Warning, place, message)
                    .help("take it out, or have somebody agree who decides about the newsletter"),
            );
        }
    }
}
