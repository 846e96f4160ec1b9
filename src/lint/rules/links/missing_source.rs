use crate::draft::{Block, Link};
use crate::lint::Severity;
use crate::lint::address::Address;
use crate::lint::rules::{Context, Findings, Meta, Rule};
use crate::lint::stories::stories;
use crate::outline::SourceMarks;
use crate::text::Span;

pub(super) struct MissingSource;

const META: Meta = Meta {
    name: "missing-source",
    severity: Severity::Warning,
    summary: "A story does not end with its source.",
    why: "Readers look for the source there, and the authors get no credit.",
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

    fn severities(&self) -> &'static [Severity] {
        &[Severity::Warning, Severity::Hint]
    }

    fn keys(&self) -> &'static [&'static str] {
        &["style.source"]
    }

    fn check(&self, context: &Context<'_>, found: &mut Findings) {
        if context.profile.style.source.is_none() {
            return;
        }
        let form = SourceMarks::new(context.profile).written("site", "address");
        for story in stories(context).filter(|story| story.sources.is_empty()) {
            let Some(text) = story.text else { continue };
            // Stories that end with a list, a table or code have another form.
            let is_prose = context.draft.blocks_in(story.span).last().is_some_and(Block::is_paragraph);
            if !is_prose {
                continue;
            }
            let links: Vec<&Link> =
                context.draft.links_in(story.span).filter(|link| !link.shows_image).collect();
            // A source may also have another form: `([site](address))`.
            let end = text.end;
            if links.last().is_some_and(|last| last.span.end + NEAR >= end) {
                continue;
            }
            // A story may begin with the link to its source. A text under a small heading may be part of the
            // previous story.
            let begins = links.first().is_some_and(|first| first.span.start <= text.start + 4);
            let under_heading = context.draft.blocks_in(story.span).iter().any(Block::is_heading);
            if begins || (links.is_empty() && under_heading) {
                continue;
            }
            let is_boilerplate = |link: &&Link| {
                let address = Address::new(context.draft.slice(link.dest));
                address.is_some_and(|address| {
                    address.is_site() || context.is_in_every_issue(link.dest, address.page())
                })
            };
            if !links.is_empty() && links.iter().all(is_boilerplate) {
                continue;
            }
            // The source may be a link in the text.
            let severity = if links.is_empty() { Severity::Warning } else { Severity::Hint };
            let words = context.draft.slice(text).trim_end();
            let last = words.chars().next_back().map_or(0, char::len_utf8);
            let end = text.start + words.len();
            found.push(
                self.problem(Span::new(end - last, end), "the story ends without its source")
                    .severity(severity)
                    .help(format!("add the source as `{form}`")),
            );
        }
    }
}

/// The number of bytes that may follow a link at the end of a text.
const NEAR: usize = 16;
