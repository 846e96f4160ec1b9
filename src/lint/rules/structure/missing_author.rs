use crate::lint::Severity;
use crate::lint::rules::{Context, Findings, Meta, Rule};
use crate::outline::{Fill, Row};
use crate::text::Span;

pub(super) struct MissingAuthor;

/// Fewer lines without an author do not show a habit.
const FEWEST: usize = 3;

const META: Meta = Meta {
    name: "missing-author",
    severity: Severity::Warning,
    summary: "A guide does not say who wrote it.",
    why: "Every guide credits its author, with a link to their page.",
    bad: issue!("## New Learn Guides\n\n[A lamp](https://example.org/lamp)\n"),
    good: issue!(
        "## New Learn Guides\n\n[A lamp](https://example.org/lamp) from [Mira](https://example.org/mira)\n"
    ),
};

impl Rule for MissingAuthor {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, context: &Context<'_>, found: &mut Findings) {
        let names_author = |row: &Row| row.fields.iter().any(|field| field.role.is_of_author());
        let guides = context.outline.slots.iter().filter(|slot| crate::outline::names_authors(slot.kind));
        // A list without any authors is intended.
        let guides = guides.filter(|slot| slot.rows.len() < FEWEST || slot.rows.iter().any(names_author));
        for row in guides.flat_map(|slot| &slot.rows) {
            let is_written = row.fields.iter().all(|field| field.fill == Fill::Written);
            // ` from Mira`, without a link.
            let words = context.draft.slice(row.span).trim_end();
            if is_written && !names_author(row) && words.ends_with(')') {
                let end = row.span.start + words.len();
                let place = Span::new(end - 1, end);
                found.push(
                    self.problem(place, "the guide names no author")
                        .help("add who wrote it, as ` from [name](address)`"),
                );
            }
        }
    }
}
