use crate::draft::LinkKind;
use crate::lint::Severity;
use crate::lint::address::Address;
use crate::lint::rules::{Context, Findings, Meta, Rule};

pub(super) struct VagueLinkText;

const META: Meta = Meta {
    name: "vague-link-text",
    severity: Severity::Hint,
    summary: "A link's text is `here` or similar.",
    why: "Readers who listen to the mail, or only skim its links, can't tell where it goes.",
    bad: issue!("The plans are [here](https://example.org/plans).\n"),
    good: issue!("See [the plans](https://example.org/plans).\n"),
};

impl Rule for VagueLinkText {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn is_about_english(&self) -> bool {
        true
    }

    fn check(&self, context: &Context<'_>, found: &mut Findings) {
        let draft = context.draft;
        for link in draft.links().filter(|link| link.kind != LinkKind::Auto && !link.shows_image) {
            let words = draft.slice(link.text).trim_matches(|c: char| !c.is_alphanumeric());
            if !VAGUE.iter().any(|vague| words.eq_ignore_ascii_case(vague)) {
                continue;
            }
            // Links that every issue has belong to the template.
            let dest = context.dest_of(link);
            let address = Address::new(draft.slice(dest));
            let is_boilerplate = |page| {
                let last = context.facts.archive.first();
                context.is_in_every_issue(dest, page) || last.is_some_and(|last| last.links_to(page))
            };
            if !context.has_unknown_habits() && !address.is_some_and(|address| is_boilerplate(address.page()))
            {
                let message = format!("'{words}' does not say where the link goes");
                found.push(self.problem(link.text, message));
            }
        }
    }
}

const VAGUE: [&str; 9] =
    ["here", "link", "this", "this link", "click here", "read more", "more", "this page", "see here"];
