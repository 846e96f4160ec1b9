use crate::lint::rules::{Context, Findings, Meta, Rule};
use crate::lint::{Severity, popular};
use crate::outline::Role;

pub(super) struct PopularLinkNotInLastIssue;

const META: Meta = Meta {
    name: "popular-link-not-in-last-issue",
    severity: Severity::Warning,
    summary: "Last week's popular link was not in last week's issue.",
    why: "Nobody can have clicked it: it is from another week, or its address was changed.",
    bad: issue!(
        "## Popular Last Week\n\n[![A lamp](../assets/20260608/20260608lamp.jpg)](https://example.org/april-lamp)\n\nIn [last week's issue](https://example.org/2026/06/01/issue) readers liked [A Lamp](https://example.org/april-lamp) most.\n"
    ),
    good: issue!(
        "## Popular Last Week\n\n[![A lamp](../assets/20260608/20260608lamp.jpg)](https://example.org/may-lamp)\n\nIn [last week's issue](https://example.org/2026/06/01/issue) readers liked [A Lamp](https://example.org/may-lamp) most.\n"
    ),
};

impl Rule for PopularLinkNotInLastIssue {
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
        for slot in popular::slots(context.outline) {
            let Some(last) = popular::compared(context, slot) else { continue };
            let Some(field) = popular::written(slot, Role::Address) else { continue };
            let message = popular::not_in_issue(field.value(context.draft), last);
            if let Some((message, span)) = message.zip(field.spans.last()) {
                found.push(
                    self.problem(*span, message).help("look it up in the report of last week's clicks"),
                );
            }
        }
    }
}
