use crate::lint::Severity;
use crate::lint::passages::passages;
use crate::lint::rules::{Context, Findings, Meta, Rule};
use crate::text::Span;

pub(super) struct StrayEmphasis;

const META: Meta = Meta {
    name: "stray-emphasis",
    severity: Severity::Warning,
    summary: "The asterisks of bold or italic text have no partner.",
    why: "They are shown as asterisks.",
    bad: issue!("The **lamp is bright.\n"),
    good: issue!("The **lamp** is bright.\n"),
};

impl Rule for StrayEmphasis {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn severities(&self) -> &'static [Severity] {
        &[Severity::Warning, Severity::Hint]
    }

    fn check(&self, context: &Context<'_>, found: &mut Findings) {
        let text = context.draft.text();
        for part in passages(context.draft) {
            // The asterisks that the parser did not use as emphasis.
            let asterisks: Vec<Span> = part.runs(context, b'*').collect();
            for span in asterisks.iter().filter(|span| span.len() > 1 && span.len() < 4) {
                let message = "these asterisks have no partner, or have a space on the inner side";
                found.push(self.problem(*span, message));
            }
            // One at the beginning of a word. At the end of a word it may mark a footnote.
            if let [span] = asterisks[..]
                && span.len() == 1
                && text[..span.start].ends_with([' ', '('])
                && text[span.end..].starts_with(char::is_alphanumeric)
            {
                let message = "this asterisk has no partner";
                found.push(self.problem(span, message).severity(Severity::Hint));
            }
        }
    }
}
