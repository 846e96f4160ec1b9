use super::{Context, Diagnostic, Findings, Rule};
use crate::lint::Severity;
use crate::lint::address::Address;
use crate::lint::archive::popular_fields;
use crate::outline::Fill;

pub(super) struct UnsentPopularLink;

/// An issue with fewer links can hardly have been read right.
const FEWEST: usize = 5;

impl Rule for UnsentPopularLink {
    fn name(&self) -> &'static str {
        "unsent-popular-link"
    }

    fn summary(&self) -> &'static str {
        "The link that was popular last week is none of last week's."
    }

    fn why(&self) -> &'static str {
        "Nobody can have followed it: it is of another week, or its address has changed on the way."
    }

    fn bad(&self) -> &'static str {
        issue!(
            "## Popular Last Week\n\n[![A lamp](../assets/20260608/20260608lamp.jpg)](https://example.org/april-lamp)\n\nIn [last week's issue](https://example.org/2026/06/01/issue) readers liked [A Lamp](https://example.org/april-lamp) most.\n"
        )
    }

    fn good(&self) -> &'static str {
        issue!(
            "## Popular Last Week\n\n[![A lamp](../assets/20260608/20260608lamp.jpg)](https://example.org/may-lamp)\n\nIn [last week's issue](https://example.org/2026/06/01/issue) readers liked [A Lamp](https://example.org/may-lamp) most.\n"
        )
    }

    fn is_able(&self, context: &Context<'_>) -> bool {
        !context.facts.archive.is_empty()
    }

    fn check(&self, context: &Context<'_>, found: &mut Findings) {
        let Some(last) = context.facts.archive.first().filter(|last| last.pages().len() >= FEWEST) else {
            return;
        };
        for field in popular_fields(context.outline)
            .filter(|field| field.name == "Address" && field.fill == Fill::Written)
        {
            let Some(address) = Address::new(field.value(context.draft)) else { continue };
            if let Some(span) = field.spans.last().filter(|_| !last.led_to(address.page())) {
                let message = format!("{} did not lead to this page", last.path);
                found.push(
                    Diagnostic::new(self.name(), Severity::Warning, *span, message)
                        .help("look it up in the report of last week's clicks"),
                );
            }
        }
    }
}
