use crate::lint::rules::{Context, Findings, Meta, Rule};
use crate::lint::waiver::{Waiver, Waivers};
use crate::lint::{Scope, Selection, Severity, list};
use crate::text::Span;

pub(super) struct NewWaiver;

const META: Meta = Meta {
    name: "new-waiver",
    severity: Severity::Warning,
    summary: "A change adds a waiver, or changes where one begins or ends.",
    why: "The author of a change must not decide alone that a rule does not apply to it. Reported only when a change is checked, as with `--since`.",
    bad: issue!("<!-- copydesk-disable-next-line empty-link: on Friday -->\n\nSee [the plans]().\n"),
    good: issue!("See [the plans](https://example.org/plans).\n"),
};

impl Rule for NewWaiver {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn keys(&self) -> &'static [&'static str] {
        &["waivers"]
    }

    fn check(&self, _: &Context<'_>, _: &mut Findings) {}

    /// Reports every waiver in the text. The comparison with the earlier text removes the old ones.
    fn check_waivers(&self, context: &Context<'_>, waivers: &Waivers, _: &Selection, found: &mut Findings) {
        if context.facts.scope != Scope::Change {
            return;
        }
        let text = context.draft.text();
        for part in waivers.all.chunk_by(|a, b| a.comment == b.comment) {
            let Some(place) = part.first().and_then(|waiver| waiver.comment) else { continue };
            // The waivers of several rules in one comment may end at different places.
            let mut part: Vec<&Waiver> = part.iter().collect();
            part.sort_by_key(|waiver| (waiver.scope.start, waiver.scope.end));
            for part in part.chunk_by(|a, b| a.scope == b.scope) {
                let rules = list(part.iter().map(|waiver| format!("'{}'", waiver.rule)), 3);
                let message = format!("this change adds or extends a waiver of {rules}");
                let mut diagnostic = self
                    .problem(place, message)
                    .help("remove it, or ask an editor of the newsletter to agree");
                diagnostic.related = part.first().and_then(|waiver| end_of_scope(place, waiver.scope, text));
                found.push(diagnostic);
            }
        }
    }
}

/// Returns a span that shows how far a waiver extends: the line that it applies to, or the line where its
/// part of the draft ends. `None` if it extends back, before its own place.
fn end_of_scope(place: Span, scope: Span, text: &str) -> Option<Span> {
    if scope.start != place.end {
        return (scope.start > place.end).then(|| scope.trim(text));
    }
    Some(if scope.end < text.len() { Span::line_at(text, scope.end) } else { Span::at(text.len()) })
}
