use super::{Context, Diagnostic, Rule};
use crate::lint::places::Places;
use crate::outline::Fill;
use crate::text::Span;

pub(super) struct LeftoverPlaceholder;

impl Rule for LeftoverPlaceholder {
    fn name(&self) -> &'static str {
        "leftover-placeholder"
    }

    fn summary(&self) -> &'static str {
        "Something of the template's is left in a slot that has been worked on, or outside of any."
    }

    fn why(&self) -> &'static str {
        "Placeholders have gone out to readers."
    }

    fn bad(&self) -> &'static str {
        issue!(
            "## A lamp\n\n[![A lamp](../assets/20260608/20260608lamp.jpg)](url)\n\nIt hums - [Site](https://example.org).\n"
        )
    }

    fn good(&self) -> &'static str {
        issue!(
            "## A lamp\n\n[![A lamp](../assets/20260608/20260608lamp.jpg)](https://example.org)\n\nIt hums - [Site](https://example.org).\n"
        )
    }

    fn check(&self, context: &Context<'_>, found: &mut Vec<Diagnostic>) {
        let draft = context.draft;
        let mut spans: Vec<(Span, String)> = Vec::new();
        for slot in &context.outline.slots {
            for field in slot.all_fields().filter(|field| field.fill == Fill::Placeholder) {
                let value = field.value(draft);
                spans.extend(
                    field
                        .spans
                        .iter()
                        .map(|span| (*span, format!("{} is still the template's '{value}'", field.name))),
                );
            }
        }
        for span in context.profile.tokens(draft.slice(Span::new(draft.body(), draft.text().len()))) {
            let span = span.shift(draft.body() as isize);
            spans.push((span, format!("'{}' is still the template's", draft.slice(span))));
        }
        for link in draft.links().filter(|link| {
            !link.dest.is_empty() && context.profile.is_address_placeholder(draft.slice(link.dest))
        }) {
            spans.push((
                link.dest,
                format!("the address is still the template's '{}'", draft.slice(link.dest)),
            ));
        }
        // An alternative text has a rule of its own.
        let alts = Places::new(
            draft.images().filter(|image| context.has_placeholder_alt(image)).map(|image| image.alt),
        );
        spans.retain(|(span, _)| span.is_empty() || !alts.hold(*span));
        spans.sort_by_key(|(span, _)| (span.start, std::cmp::Reverse(span.end)));
        // A slot that nobody has touched is one problem, and has a rule of its own.
        let (untouched, tasks) = (context.untouched(), context.tasks());
        // Code is full of such words.
        let code = Places::new(draft.code());
        let mut end = 0;
        for (span, message) in spans {
            if span.start < end || tasks.hold(span) || untouched.hold(span) || code.hold(span) {
                continue;
            }
            end = span.end.max(span.start + 1);
            found.push(
                Diagnostic::new(self.name(), context.facts.stage.severity(), span, message)
                    .help("write what belongs there, or take it out"),
            );
        }
    }
}
