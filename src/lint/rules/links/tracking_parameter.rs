use crate::lint::Severity;
use crate::lint::address::tracking;
use crate::lint::reading::Target;
use crate::lint::rules::{Context, Diagnostic, Findings, Meta, Rule};
use crate::text::{Edit, Edits};

pub(super) struct TrackingParameter;

const META: Meta = Meta {
    name: "tracking-parameter",
    summary: "An address carries parameters that only follow its readers.",
    why: "Readers are followed for somebody else, and the address is longer than it need be.",
    bad: issue!("See [the plans](https://example.org/plans?utm_source=mail).\n"),
    good: issue!("See [the plans](https://example.org/plans).\n"),
};

impl Rule for TrackingParameter {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, context: &Context<'_>, found: &mut Findings) {
        let draft = context.draft;
        for Target { dest, .. } in context.targets().iter().filter(|target| !target.address.query.is_empty())
        {
            let address = draft.slice(*dest);
            let spans = tracking(address);
            if spans.is_empty() {
                continue;
            }
            let names: Vec<&str> = spans
                .iter()
                .filter_map(|span| span.of(address).trim_matches(['?', '&']).split('=').next())
                .collect();
            let message = format!("this address follows its readers by {}", names.join(", "));
            let edits = spans
                .into_iter()
                .map(|span| Edit { span: span.shift(dest.start as isize), text: String::new() });
            let Ok(fix) = Edits::new(edits.collect()) else { continue };
            found.push(Diagnostic::new(self.name(), Severity::Warning, *dest, message).fix(fix));
        }
    }
}
