use crate::lint::Severity;
use crate::lint::popular::{self, Leads};
use crate::lint::rules::{Context, Diagnostic, Findings, Meta, Rule};
use crate::outline::Role;

pub(super) struct WrongLastIssue;

const META: Meta = Meta {
    name: "wrong-last-issue",
    summary: "The link to last week's issue leads to an earlier one.",
    why: "It was copied with the form and not changed.",
    bad: issue!(
        "## Popular Last Week\n\n[![A lamp](../assets/20260608/20260608lamp.jpg)](https://example.org/may-lamp)\n\nIn [last week's issue](https://example.org/2026/05/25/issue) readers liked [A Lamp](https://example.org/may-lamp) most.\n"
    ),
    good: issue!(
        "## Popular Last Week\n\n[![A lamp](../assets/20260608/20260608lamp.jpg)](https://example.org/may-lamp)\n\nIn [last week's issue](https://example.org/2026/06/01/issue) readers liked [A Lamp](https://example.org/may-lamp) most.\n"
    ),
};

impl Rule for WrongLastIssue {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn is_able(&self, context: &Context<'_>) -> bool {
        !context.facts.archive.is_empty()
    }

    fn check(&self, context: &Context<'_>, found: &mut Findings) {
        let Some(last) = context.facts.archive.first() else { return };
        for field in
            popular::slots(context.outline).filter_map(|slot| popular::written(slot, Role::LastIssue))
        {
            let leads = popular::last_issue(field.value(context.draft), context);
            if let (Leads::Elsewhere(what), Some(span)) = (leads, field.spans.first()) {
                found.push(
                    Diagnostic::new(self.name(), Severity::Warning, *span, what)
                        .help(format!("lead to the issue of {}", last.date)),
                );
            }
        }
    }
}
