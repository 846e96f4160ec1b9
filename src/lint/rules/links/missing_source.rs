use crate::draft::{Block, Link};
use crate::lint::Severity;
use crate::lint::address::Address;
use crate::lint::rules::{Context, Diagnostic, Findings, Meta, Rule};
use crate::lint::stories::stories;
use crate::text::Span;

pub(super) struct MissingSource;

const META: Meta = Meta {
    name: "missing-source",
    summary: "A story names no source at its end.",
    why: "Readers look there for where to go on, and those who made the thing are not named.",
    bad: issue!(
        "## News From Around the Web\n\n[![A lamp](../assets/20260608/20260608lamp.jpg)](https://example.org)\n\nIt hums.\n"
    ),
    good: issue!(
        "## News From Around the Web\n\n[![A lamp](../assets/20260608/20260608lamp.jpg)](https://example.org)\n\nIt hums - [Site](https://example.org).\n"
    ),
};

impl Rule for MissingSource {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, context: &Context<'_>, found: &mut Findings) {
        if context.profile.style.source.is_none() {
            return;
        }
        for story in stories(context).filter(|story| story.sources.is_empty()) {
            let Some(text) = story.text else { continue };
            // A list, a table or code at the end is a story of another form.
            let is_prose = context.draft.blocks_in(story.span).last().is_some_and(Block::is_paragraph);
            if !is_prose {
                continue;
            }
            let links: Vec<&Link> =
                context.draft.links_in(story.span).filter(|link| !link.shows_image).collect();
            // A source may also end the text in another form: `([site](address))`.
            let end = text.end;
            if links.last().is_some_and(|last| last.span.end + NEAR >= end) {
                continue;
            }
            // A story that begins with its link has named it there; what stands under a small heading
            // may be a part of the story before it.
            let begins = links.first().is_some_and(|first| first.span.start <= text.start + 4);
            let under_heading = context.draft.blocks_in(story.span).iter().any(Block::is_heading);
            if begins || (links.is_empty() && under_heading) {
                continue;
            }
            let is_standing = |link: &&Link| {
                let address = Address::new(context.draft.slice(link.dest));
                address.is_some_and(|address| address.is_site() || context.is_standing(address.page()))
            };
            if !links.is_empty() && links.iter().all(is_standing) {
                continue;
            }
            // With a link in its text, it may have been named there.
            let severity = if links.is_empty() { Severity::Warning } else { Severity::Hint };
            let words = context.draft.slice(text).trim_end();
            let last = words.chars().next_back().map_or(0, char::len_utf8);
            let end = text.start + words.len();
            found.push(
                Diagnostic::new(
                    self.name(),
                    severity,
                    Span::new(end - last, end),
                    "the story ends without its source",
                )
                .help("add where it comes from, as ` - [site](address).`"),
            );
        }
    }
}

/// How many bytes may stand behind a link that ends a text.
const NEAR: usize = 16;
