use std::collections::HashMap;

use crate::draft::LinkKind;
use crate::lint::Severity;
use crate::lint::rules::{Context, Findings, Meta, Rule};
use crate::text::Span;

pub(super) struct ChangedAddress;

const META: Meta = Meta {
    name: "changed-address",
    severity: Severity::Error,
    summary: "The address of a link or an image is another one on the page.",
    why: "The site's generator reads a part of the address as something else.",
    bad: issue!("A [lamp](https://example.org/?q=\"a\").\n"),
    good: issue!("A [lamp](https://example.org/?q=%22a%22).\n"),
};

impl Rule for ChangedAddress {
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
        let Some(page) = context.site_page() else { return };
        let draft = context.draft;
        let images: HashMap<Span, Span> = draft.images().map(|image| (image.span, image.dest)).collect();
        let inline = draft.links().filter(|link| link.kind == LinkKind::Inline);
        let links: HashMap<Span, Span> = inline.map(|link| (link.span, link.dest)).collect();
        for link in &page.links {
            let written = if link.is_image { &images } else { &links };
            let Some(dest) = written.get(&link.span).copied() else { continue };
            let own = draft.slice(draft.without_angles(dest));
            if own.contains(['\\', '&', '{']) || same(own, &link.address) {
                continue;
            }
            let message = format!("the page has the address '{}'", link.address);
            found.push(self.problem(dest, message).help("write special characters of the address with %"));
        }
    }
}

/// True if two addresses are one, however their characters are written.
fn same(one: &str, other: &str) -> bool {
    let decoded = |address: &str| percent_encoding::percent_decode_str(address.trim()).collect::<Vec<u8>>();
    decoded(one) == decoded(other)
}
