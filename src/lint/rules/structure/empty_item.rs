use crate::lint::Severity;
use crate::lint::rules::{Context, Findings, FixKind, Meta, Rule};
use crate::text::{Edits, Span};

pub(super) struct EmptyItem;

const META: Meta = Meta {
    name: "empty-item",
    severity: Severity::Warning,
    summary: "A list item is empty.",
    why: "It is shown as a bullet without text.",
    bad: issue!("* A lamp\n*\n* A box\n"),
    good: issue!("* A lamp\n* A box\n"),
};

impl Rule for EmptyItem {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn fixes(&self) -> &'static [FixKind] {
        &[FixKind::Safe]
    }

    fn check(&self, context: &Context<'_>, found: &mut Findings) {
        let draft = context.draft;
        for block in draft.blocks() {
            let items = block.items();
            for (n, item) in items.iter().enumerate() {
                let words = draft.slice(item.span).trim();
                let words = words.trim_start_matches(|c: char| c.is_ascii_digit());
                if item.task.is_some() || !matches!(words, "*" | "-" | "+" | "." | ")" | "") {
                    continue;
                }
                let next = items.get(n + 1).map_or(block.span.end, |next| next.span.start);
                let mut one = self.problem(item.span.trim(draft.text()), "this item is empty");
                // Includes the line break, except for the last item.
                if n + 1 < items.len() {
                    one = one.fix(Edits::delete(Span::new(item.span.start, next)));
                }
                found.push(one);
            }
        }
    }
}
