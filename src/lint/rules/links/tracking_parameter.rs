use crate::lint::Severity;
use crate::lint::address::tracking;
use crate::lint::cache::LinkTarget;
use crate::lint::rules::{Context, Findings, FixKind, Meta, Rule};
use crate::text::{Edit, Edits};

pub(super) struct TrackingParameter;

const META: Meta = Meta {
    name: "tracking-parameter",
    severity: Severity::Warning,
    summary: "An address has parameters that only track its readers.",
    why: "They track readers for somebody else, and make the address longer.",
    bad: issue!("See [the plans](https://example.org/plans?utm_source=mail).\n"),
    good: issue!("See [the plans](https://example.org/plans).\n"),
};

impl Rule for TrackingParameter {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn fixes(&self) -> &'static [FixKind] {
        &[FixKind::Safe]
    }

    fn check(&self, context: &Context<'_>, found: &mut Findings) {
        let draft = context.draft;
        for LinkTarget { dest, .. } in
            context.link_targets().iter().filter(|target| !target.address.query.is_empty())
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
            let message = format!("this address tracks its readers with {}", names.join(", "));
            let edits = spans
                .into_iter()
                .map(|span| Edit { span: span.shift(dest.start as isize), text: String::new() });
            let Ok(fix) = Edits::new(edits.collect()) else { continue };
            found.push(self.problem(*dest, message).fix(fix));
        }
    }
}
