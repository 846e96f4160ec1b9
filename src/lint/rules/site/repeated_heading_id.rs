use std::collections::HashSet;

use crate::lint::Severity;
use crate::lint::rules::{Context, Findings, Meta, Rule};

pub(super) struct RepeatedHeadingId;

const META: Meta = Meta {
    name: "repeated-heading-id",
    severity: Severity::Warning,
    summary: "Two headings have the same identifier.",
    why: "Links lead to the first of them only.",
    bad: issue!("## Lamps {#lamps}\n\n## More lamps {#lamps}\n"),
    good: issue!("## Lamps {#lamps}\n\n## More lamps {#more}\n"),
};

impl Rule for RepeatedHeadingId {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn example_profile(&self) -> &'static str {
        "this-week-in-rust"
    }

    fn keys(&self) -> &'static [&'static str] {
        &["renderer"]
    }

    fn check(&self, context: &Context<'_>, found: &mut Findings) {
        let Some(page) = context.site_page_with_ids() else { return };
        let mut ids = HashSet::new();
        for id in &page.ids {
            let is_first = ids.insert(id.id.as_str());
            if let Some(span) = id.span.filter(|_| id.is_heading && !is_first) {
                found.push(self.problem(span, format!("the identifier '{}' is already in use", id.id)));
            }
        }
    }
}
