use crate::lint::Severity;
use crate::lint::rules::{Context, Diagnostic, Findings, Meta, Rule};
use crate::text::{Edits, Span};

pub(super) struct EmptyItem;

const META: Meta = Meta {
    name: "empty-item",
    summary: "An item of a list has nothing in it.",
    why: "A point without words is shown.",
    bad: issue!("* A lamp\n*\n* A box\n"),
    good: issue!("* A lamp\n* A box\n"),
};

impl Rule for EmptyItem {
    fn meta(&self) -> &'static Meta {
        &META
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
                let mut one = Diagnostic::new(
                    self.name(),
                    Severity::Warning,
                    item.span.trim(draft.text()),
                    "this item is empty",
                );
                // With its line break; the last one's belongs to what follows.
                if n + 1 < items.len() {
                    one = one.fix(Edits::delete(Span::new(item.span.start, next)));
                }
                found.push(one);
            }
        }
    }
}
