use std::collections::HashMap;

use crate::draft::BlockKind;
use crate::lint::Severity;
use crate::lint::rules::{Context, Findings, Meta, Rule};
use crate::outline::Fill;
use crate::text::Span;
use crate::text::SpanSet;

pub(super) struct LeftoverPlaceholder;

const META: Meta = Meta {
    name: "leftover-placeholder",
    severity: Severity::Error,
    summary: "A placeholder of the template is left in an edited slot, or outside of slots.",
    why: "Placeholders have been published before.",
    bad: issue!(
        "## A lamp\n\n[![A lamp](../assets/20260608/20260608lamp.jpg)](url)\n\nIt hums - [Site](https://example.org).\n"
    ),
    good: issue!(
        "## A lamp\n\n[![A lamp](../assets/20260608/20260608lamp.jpg)](https://example.org)\n\nIt hums - [Site](https://example.org).\n"
    ),
};

impl Rule for LeftoverPlaceholder {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn severities_in_draft(&self) -> &'static [Severity] {
        &[Severity::Warning]
    }

    fn keys(&self) -> &'static [&'static str] {
        &["placeholders"]
    }

    fn check(&self, context: &Context<'_>, found: &mut Findings) {
        let draft = context.draft;
        let mut spans: Vec<(Span, String)> = Vec::new();
        for slot in &context.outline.slots {
            for field in slot.all_fields().filter(|field| field.fill == Fill::Placeholder) {
                let what = format!("{} '{}'", field.name, field.value(draft));
                spans.extend(field.spans.iter().map(|span| (*span, what.clone())));
            }
        }
        let mut known_text: HashMap<Option<usize>, bool> = HashMap::new();
        for span in context.profile.tokens(draft.slice(Span::new(draft.body(), draft.text().len()))) {
            let span = span.shift(draft.body() as isize);
            let section = context.outline.section_at(span.start);
            let is_comment = draft.slice(span).starts_with("<!--");
            let mut has_text = || *known_text.entry(section).or_insert_with(|| has_text(context, section));
            if is_comment && has_text() {
                continue;
            }
            spans.push((span, format!("'{}'", draft.slice(span))));
        }
        // A field may have several paragraphs.
        for block in draft.blocks().iter().filter(|block| block.is_paragraph()) {
            let words = draft.slice(block.span).trim();
            if context.profile.is_listed_placeholder(words) {
                spans.push((block.span, format!("'{words}'")));
            }
        }
        for link in draft.links() {
            let dest = draft.slice(link.dest);
            if !dest.is_empty() && context.profile.is_address_placeholder(dest) {
                spans.push((link.dest, format!("the address '{dest}'")));
            }
        }
        spans.sort_by_key(|(span, _)| (span.start, std::cmp::Reverse(span.end)));
        // Other rules check alternative texts and headings.
        let images = draft.images().filter(|image| context.has_placeholder_alt(image));
        let others = [
            SpanSet::new(images.map(|image| image.alt)),
            SpanSet::new(context.placeholder_headings()),
            // `untouched-slot` reports these as one problem each.
            context.untouched(),
            context.tasks(),
            // Code often contains such words.
            SpanSet::new(draft.code()),
            SpanSet::new(draft.opaque()),
        ];
        let mut end = 0;
        spans.retain(|(span, _)| {
            let is_own = span.start >= end && !others.iter().any(|places| places.contains(*span));
            if is_own {
                end = span.end.max(span.start + 1);
            }
            is_own
        });
        let items = items(context);
        for group in spans
            .chunk_by(|(a, _), (b, _)| items.index_of(*a).is_some_and(|one| items.index_of(*b) == Some(one)))
        {
            let what: Vec<&str> = group.iter().map(|(_, what)| what.as_str()).collect();
            let verb = if what.len() > 1 { "are" } else { "is" };
            let message = format!("{} {verb} still the template's", what.join(", "));
            found.push(
                self.problem(group[0].0, message)
                    .severity(context.severity_of_unwritten())
                    .help("replace it, or remove it"),
            );
        }
    }
}

/// True if a section has text besides comments. Then the comments' instructions were followed.
fn has_text(context: &Context<'_>, section: Option<usize>) -> bool {
    let draft = context.draft;
    let section = section.and_then(|at| context.outline.sections.get(at));
    section.is_some_and(|section| {
        let blocks = draft.blocks_in(section.span).iter();
        blocks.filter(|block| !block.is_heading()).any(|block| {
            let words = draft.slice(block.span);
            block.kind != BlockKind::Html
                && !context.profile.tokens(words).any(|own| own.len() == words.trim().len())
        })
    })
}

/// Returns the items that are filled in as a whole and so are one problem: stories and lines of lists.
/// Facts and placeholders in running text are separate problems.
fn items(context: &Context<'_>) -> SpanSet {
    let slots = context.outline.slots.iter().filter(|slot| !slot.kind.is_boilerplate());
    let spans = slots.flat_map(|slot| {
        let rows = slot.rows.iter().map(|row| row.span);
        rows.chain((!slot.is_list()).then_some(slot.span))
    });
    SpanSet::new(spans)
}
