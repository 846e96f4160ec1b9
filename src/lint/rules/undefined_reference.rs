use super::{Context, Diagnostic, Findings, Rule};
use crate::lint::Severity;
use crate::lint::places::breaks;
use crate::text::Span;

pub(super) struct UndefinedReference;

impl Rule for UndefinedReference {
    fn name(&self) -> &'static str {
        "undefined-reference"
    }

    fn summary(&self) -> &'static str {
        "A link names a reference that is nowhere defined."
    }

    fn why(&self) -> &'static str {
        "The brackets are shown as text."
    }

    fn bad(&self) -> &'static str {
        issue!("See [the plans][plans].\n")
    }

    fn good(&self) -> &'static str {
        issue!("See [the plans][plans].\n\n[plans]: https://example.org/plans\n")
    }

    fn check(&self, context: &Context<'_>, found: &mut Findings) {
        for open in breaks(context, *b"][") {
            let at = open.start;
            let rest = &context.draft.text()[at + 2..];
            let Some(label) =
                rest.split([']', '\n']).next().filter(|label| rest[label.len()..].starts_with(']'))
            else {
                continue;
            };
            // `[series][video]`, `[ZH][EN]`: two tags, and no reference.
            let before = context.draft.text()[..at].rsplit(['[', '\n']).next().unwrap_or("");
            let is_tag = |words: &str| {
                words.len() <= 12
                    && (words.bytes().all(|byte| byte.is_ascii_lowercase())
                        || words.bytes().all(|byte| byte.is_ascii_uppercase()))
            };
            // `[[Translation][Korean] post](address)`: within the text of a link there is no other.
            let is_in_link = context.draft.link_at(at).is_some_and(|link| link.text.contains(Span::at(at)));
            if label.is_empty() || is_in_link || (is_tag(label) && is_tag(before)) {
                continue;
            }
            let message = format!("nothing defines the reference '{label}'");
            found.push(
                Diagnostic::new(
                    self.name(),
                    Severity::Error,
                    Span::new(at + 2, at + 2 + label.len()),
                    message,
                )
                .help(format!("add a line `[{label}]: https://…`, or write the address in parentheses")),
            );
        }
    }
}
