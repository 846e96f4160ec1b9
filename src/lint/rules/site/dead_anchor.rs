use std::collections::HashSet;

use crate::lint::Severity;
use crate::lint::rules::{Context, Findings, Meta, Rule};

pub(super) struct DeadAnchor;

const META: Meta = Meta {
    name: "dead-anchor",
    severity: Severity::Error,
    summary: "A link leads to no part of the page.",
    why: "The identifiers of headings are made by the site's generator, and none is the one of the link.",
    bad: issue!("See the [boxes](#the-boxes).\n\n## Boxes\n"),
    good: issue!("See the [boxes](#boxes).\n\n## Boxes\n"),
};

/// Parts of the page that are compared with a link to none.
const MOST_COMPARED: usize = 300;

impl Rule for DeadAnchor {
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
        let ids: HashSet<&str> = page.ids.iter().map(|id| id.id.as_str()).collect();
        for link in page.links.iter().filter(|link| !link.is_image) {
            let Some(anchor) = link.address.strip_prefix('#') else { continue };
            let decoded = percent_encoding::percent_decode_str(anchor).decode_utf8_lossy();
            if anchor.is_empty() || anchor == "top" || ids.contains(anchor) || ids.contains(decoded.as_ref())
            {
                continue;
            }
            let near = ids.iter().take(MOST_COMPARED).map(|id| (strsim::levenshtein(id, anchor), *id)).min();
            let mut one = self.problem(link.span, format!("the page has no part '{anchor}'"));
            if let Some((_, near)) = near.filter(|(distance, _)| *distance <= 6) {
                one = one.help(format!("the nearest one is '#{near}'"));
            }
            found.push(one);
        }
    }
}
