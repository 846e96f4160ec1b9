use crate::lint::Severity;
use crate::lint::broken_links::broken_links;
use crate::lint::rules::{Context, Findings, Meta, Rule};
use crate::text::Span;

pub(super) struct UndefinedReference;

const META: Meta = Meta {
    name: "undefined-reference",
    severity: Severity::Error,
    summary: "A link uses a reference that is not defined.",
    why: "The brackets are rendered as text.",
    bad: issue!("See [the plans][plans].\n"),
    good: issue!("See [the plans][plans].\n\n[plans]: https://example.org/plans\n"),
};

impl Rule for UndefinedReference {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, context: &Context<'_>, found: &mut Findings) {
        for open in broken_links(context, *b"][") {
            let at = open.start;
            let rest = &context.draft.text()[at + 2..];
            let Some(label) =
                rest.split([']', '\n']).next().filter(|label| rest[label.len()..].starts_with(']'))
            else {
                continue;
            };
            // `[series][video]`, `[ZH][EN]`: two tags, not a reference.
            let before = context.draft.text()[..at].rsplit(['[', '\n']).next().unwrap_or("");
            let is_tag = |words: &str| {
                words.len() <= 12
                    && (words.bytes().all(|byte| byte.is_ascii_lowercase())
                        || words.bytes().all(|byte| byte.is_ascii_uppercase()))
            };
            // `[[Translation][Korean] post](address)`: links can't be nested.
            let is_in_link = context.draft.link_at(at).is_some_and(|link| link.text.contains(Span::at(at)));
            if label.is_empty() || is_in_link || (is_tag(label) && is_tag(before)) {
                continue;
            }
            let message = format!("nothing defines the reference '{label}'");
            found.push(
                self.problem(Span::new(at + 2, at + 2 + label.len()), message)
                    .help(format!("add a line `[{label}]: https://…`, or write the address in parentheses")),
            );
        }
    }
}
