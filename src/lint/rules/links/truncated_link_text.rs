use crate::draft::LinkKind;
use crate::lint::Severity;
use crate::lint::rules::{Context, Findings, Meta, Rule};

/// The length to which chat programs shorten titles, in characters including the dots.
/// Source: this-week-in-rust's `tools/inspect_links.py`.
const CUT_TO: usize = 70;

pub(super) struct TruncatedLinkText;

const META: Meta = Meta {
    name: "truncated-link-text",
    severity: Severity::Warning,
    summary: "A link's text ends in dots where chat programs shorten titles.",
    why: "Chat programs shorten titles to 70 characters, the last three of them dots. The rest of the title is missing.",
    bad: issue!(
        "Read [How a lighthouse keeper taught a very small computer to count the s...](https://example.org/count).\n"
    ),
    good: issue!(
        "Read [How a lighthouse keeper taught a very small computer to count the ships](https://example.org/count).\n"
    ),
};

impl Rule for TruncatedLinkText {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, context: &Context<'_>, found: &mut Findings) {
        let draft = context.draft;
        for link in draft.links().filter(|link| link.kind != LinkKind::Auto && !link.shows_image) {
            let text = draft.slice(link.text);
            if text.ends_with("...") && text.chars().count() == CUT_TO {
                let message = "this title was probably shortened by the program that it was copied from";
                found.push(self.problem(link.text, message).help("copy the title from the page itself"));
            }
        }
    }
}
