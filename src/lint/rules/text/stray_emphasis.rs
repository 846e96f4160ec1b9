use crate::lint::Severity;
use crate::lint::parts::parts;
use crate::lint::rules::{Context, Diagnostic, Findings, Meta, Rule};
use crate::text::Span;

pub(super) struct StrayEmphasis;

const META: Meta = Meta {
    name: "stray-emphasis",
    summary: "The stars of a bold or slanted text have no partner.",
    why: "They are shown as stars.",
    bad: issue!("The **lamp is bright.\n"),
    good: issue!("The **lamp** is bright.\n"),
};

impl Rule for StrayEmphasis {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, context: &Context<'_>, found: &mut Findings) {
        let text = context.draft.text();
        for part in parts(context.draft) {
            // What is left of the stars once the parser has taken those that have a partner.
            let stars: Vec<Span> = part.runs(context, b'*').collect();
            for span in stars.iter().filter(|span| span.len() > 1 && span.len() < 4) {
                let message = "these stars have no partner, or a blank stands on their inner side";
                found.push(Diagnostic::new(self.name(), Severity::Warning, *span, message));
            }
            // One that begins or ends a word; at the end it may lead to a footnote.
            if let [span] = stars[..]
                && span.len() == 1
                && text[..span.start].ends_with([' ', '('])
                && text[span.end..].starts_with(char::is_alphanumeric)
            {
                let message = "this star has no partner";
                found.push(Diagnostic::new(self.name(), Severity::Hint, span, message));
            }
        }
    }
}
