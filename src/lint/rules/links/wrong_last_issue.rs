use crate::lint::Severity;
use crate::lint::popular::{self, LastIssueLink};
use crate::lint::rules::{Context, Findings, Meta, Rule};
use crate::outline::Role;

pub(super) struct WrongLastIssue;

const META: Meta = Meta {
    name: "wrong-last-issue",
    severity: Severity::Warning,
    summary: "The link to last week's issue goes to an earlier one.",
    why: "It was copied from an earlier issue and not changed.",
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

    fn keys(&self) -> &'static [&'static str] {
        &["archive"]
    }

    fn has_facts(&self, context: &Context<'_>) -> bool {
        !context.facts.archive.is_empty()
    }

    fn check(&self, context: &Context<'_>, found: &mut Findings) {
        let Some(last) = context.facts.archive.first() else { return };
        for field in
            popular::slots(context.outline).filter_map(|slot| popular::written(slot, Role::LastIssue))
        {
            let leads = popular::last_issue(field.value(context.draft), context);
            if let (LastIssueLink::OtherIssue(what), Some(span)) = (leads, field.spans.first()) {
                found.push(self.problem(*span, what).help(format!("link to {}", last.key.phrase())));
            }
        }
    }
}
