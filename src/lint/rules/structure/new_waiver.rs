use crate::lint::rules::{Context, Diagnostic, Findings, Meta, Rule};
use crate::lint::waiver::{Waiver, Waivers, line_of};
use crate::lint::{About, Selection, Severity, list};
use crate::text::Span;

pub(super) struct NewWaiver;

const META: Meta = Meta {
    name: "new-waiver",
    summary: "A change adds a waiver, or moves where one begins or ends.",
    why: "Who asks for a change must not decide alone that a rule does not apply to it. Reported only where a change is checked, as with `--since`.",
    bad: issue!("<!-- copydesk-disable-next-line empty-link: on Friday -->\n\nSee [the plans]().\n"),
    good: issue!("See [the plans](https://example.org/plans).\n"),
};

impl Rule for NewWaiver {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, _: &Context<'_>, _: &mut Findings) {}

    /// Finds every waiver in the text: the comparison with the text before leaves out those that were
    /// there.
    fn check_waivers(&self, context: &Context<'_>, waivers: &Waivers, _: &Selection, found: &mut Findings) {
        if context.facts.about != About::Change {
            return;
        }
        let text = context.draft.text();
        for part in waivers.all.chunk_by(|a, b| a.place == b.place) {
            let Some(place) = part.first().and_then(|waiver| waiver.place) else { continue };
            // Of several rules, each may end at another place.
            let mut part: Vec<&Waiver> = part.iter().collect();
            part.sort_by_key(|waiver| (waiver.scope.start, waiver.scope.end));
            for part in part.chunk_by(|a, b| a.scope == b.scope) {
                let rules = list(part.iter().map(|waiver| format!("'{}'", waiver.rule)), 3);
                let message = format!("this change adds a waiver of {rules}, or has it reach further");
                let mut diagnostic = Diagnostic::new(self.name(), Severity::Warning, place, message)
                    .help("take it back, or have somebody agree who decides about the newsletter");
                diagnostic.edge = part.first().and_then(|waiver| edge(place, waiver.scope, text));
                found.push(diagnostic);
            }
        }
    }
}

/// What shows how far a waiver reaches, apart from its own place: the line that it is for, or the line
/// where its part of the draft ends.
fn edge(place: Span, scope: Span, text: &str) -> Option<Span> {
    if scope.start != place.end {
        return (scope.start > place.end).then(|| scope.trim(text));
    }
    Some(if scope.end < text.len() { line_of(text, scope.end) } else { Span::at(text.len()) })
}
