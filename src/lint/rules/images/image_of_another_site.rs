use crate::lint::rules::{Context, Findings, Meta, Rule};
use std::collections::HashSet;

use crate::lint::Severity;
use crate::lint::address::Address;
use crate::lint::stories::stories;

pub(super) struct ImageOfAnotherSite;

const META: Meta = Meta {
    name: "image-of-another-site",
    severity: Severity::Hint,
    summary: "The image of a story links to another site than the story.",
    why: "Often it is the address of the story that was copied.",
    bad: issue!(
        "## News From Around the Web\n\n[![A lamp](../assets/20260608/20260608lamp.jpg)](https://example.com/box)\n\nIt hums - [Site](https://example.org/lamp).\n"
    ),
    good: issue!(
        "## News From Around the Web\n\n[![A lamp](../assets/20260608/20260608lamp.jpg)](https://example.org/lamp)\n\nIt hums - [Site](https://example.org/lamp).\n"
    ),
};

impl Rule for ImageOfAnotherSite {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, context: &Context<'_>, found: &mut Findings) {
        let draft = context.draft;
        for story in stories(context) {
            let sites: HashSet<String> = draft
                .links_in(story.span)
                .filter(|link| !link.shows_image)
                .filter_map(|link| Some(Address::new(draft.slice(link.dest))?.site()))
                .collect();
            if sites.is_empty() {
                continue;
            }
            for image in draft.blocks_in(story.span).iter().flat_map(|block| &block.images) {
                let Some(dest) = image.link else { continue };
                let Some(own) = Address::new(draft.slice(dest)) else { continue };
                if !sites.contains(&own.site()) {
                    let message = format!("the image links to {}, but the story's links do not", own.host);
                    found.push(self.problem(dest, message));
                }
            }
        }
    }
}
