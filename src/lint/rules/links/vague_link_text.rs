use crate::draft::LinkKind;
use crate::lint::Severity;
use crate::lint::address::Address;
use crate::lint::rules::{Context, Diagnostic, Findings, Meta, Rule};

pub(super) struct VagueLinkText;

const META: Meta = Meta {
    name: "vague-link-text",
    summary: "A link is called `here` or the like.",
    why: "Those who listen to the mail, or look over its links only, can't tell where it leads.",
    bad: issue!("The plans are [here](https://example.org/plans).\n"),
    good: issue!("See [the plans](https://example.org/plans).\n"),
};

impl Rule for VagueLinkText {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, context: &Context<'_>, found: &mut Findings) {
        let draft = context.draft;
        for link in draft.links().filter(|link| link.kind != LinkKind::Auto && !link.shows_image) {
            let words = draft.slice(link.text).trim_matches(|c: char| !c.is_alphanumeric());
            if !VAGUE.iter().any(|vague| words.eq_ignore_ascii_case(vague)) {
                continue;
            }
            // What every issue says is for whoever keeps the template.
            let address = Address::new(draft.slice(context.dest_of(link)));
            let is_standing = |page| {
                let last = context.facts.archive.first();
                context.is_standing(page) || last.is_some_and(|last| last.led_to(page))
            };
            if !context.is_of_unknown_time() && !address.is_some_and(|address| is_standing(address.page())) {
                let message = format!("'{words}' does not say where the link leads");
                found.push(Diagnostic::new(self.name(), Severity::Hint, link.text, message));
            }
        }
    }
}

const VAGUE: [&str; 9] =
    ["here", "link", "this", "this link", "click here", "read more", "more", "this page", "see here"];
