use crate::lint::rules::{Context, Findings, Meta, Rule};
use crate::lint::{Severity, popular};
use crate::outline::Role;

pub(super) struct OtherPopularTitle;

const META: Meta = Meta {
    name: "other-popular-title",
    severity: Severity::Warning,
    summary: "The link that was popular last week had another title in that issue.",
    why: "Readers look for the title that they clicked; or the title of an earlier week was left with a new address.",
    bad: issue!(
        "## Popular Last Week\n\n[![A lamp](../assets/20260608/20260608lamp.jpg)](https://example.org/may-lamp)\n\nIn [last week's issue](https://example.org/2026/06/01/issue) readers liked [A Harbour](https://example.org/may-lamp) most.\n"
    ),
    good: issue!(
        "## Popular Last Week\n\n[![A lamp](../assets/20260608/20260608lamp.jpg)](https://example.org/may-lamp)\n\nIn [last week's issue](https://example.org/2026/06/01/issue) readers liked [Lamp](https://example.org/may-lamp) most.\n"
    ),
};

impl Rule for OtherPopularTitle {
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
            let fields = popular::written(slot, Role::Title).zip(popular::written(slot, Role::Address));
            let Some((title, address)) = fields else { continue };
            let message = popular::other_title(title, address, context, last);
            if let Some((message, span)) = message.zip(title.spans.last()) {
                found.push(self.problem(*span, message));
            }
        }
    }
}
