use super::{Context, Diagnostic, Rule};
use std::cell::LazyCell;
use std::collections::HashMap;
use std::collections::hash_map::Entry;

use crate::draft::LinkKind;
use crate::lint::Severity;
use crate::lint::address::Address;
use crate::outline::dates_in;
use crate::text::Span;

pub(super) struct RepeatedLink;

impl Rule for RepeatedLink {
    fn name(&self) -> &'static str {
        "repeated-link"
    }

    fn summary(&self) -> &'static str {
        "Two items lead to the same page."
    }

    fn why(&self) -> &'static str {
        "Readers see one story twice; often an item was pasted and its address forgotten."
    }

    fn bad(&self) -> &'static str {
        issue!(
            "## News From Around the Web\n\n[![A lamp](../assets/20260608/20260608lamp.jpg)](https://example.org/plans)\n\nA lamp - [Example](https://example.org/plans).\n\n[![A lamp](../assets/20260608/20260608lamp.jpg)](https://example.org/plans)\n\nAnother lamp - [Example](https://example.org/plans).\n"
        )
    }

    fn good(&self) -> &'static str {
        issue!(
            "## News From Around the Web\n\n[![A lamp](../assets/20260608/20260608lamp.jpg)](https://example.org/plans)\n\nA lamp - [Example](https://example.org/plans).\n"
        )
    }

    fn check(&self, context: &Context<'_>, found: &mut Vec<Diagnostic>) {
        let draft = context.draft;
        let mut seen: HashMap<String, (usize, Span)> = HashMap::new();
        let issue = context.issue_day();
        let lines = LazyCell::new(|| draft.lines());
        let mut links = draft.links().filter(|link| link.kind == LinkKind::Inline).peekable();
        for (owner, (item, is_row)) in items(context).enumerate() {
            while links.next_if(|link| link.span.start < item.start).is_some() {}
            while let Some(link) = links.next_if(|link| link.span.end <= item.end) {
                let Some(address) = Address::new(draft.slice(link.dest)) else { continue };
                if address.is_site() || context.is_standing(&address) {
                    continue;
                }
                match seen.entry(address.key()) {
                    Entry::Vacant(entry) => {
                        entry.insert((owner, link.dest));
                    }
                    Entry::Occupied(mut entry) if entry.get().0 != owner => {
                        let (_, first) = *entry.get();
                        // A group's page may stand with each of its meetings.
                        let words = draft.slice(Span::new(item.start, link.dest.start));
                        if is_row && issue.is_some_and(|issue| dates_in(words, issue).is_some()) {
                            continue;
                        }
                        let line = lines.line(first.start) + 1;
                        let message = format!("line {line} leads to this page already");
                        found.push(Diagnostic::new(self.name(), Severity::Warning, link.dest, message));
                        entry.get_mut().0 = owner;
                    }
                    Entry::Occupied(_) => {}
                }
            }
        }
    }
}

/// What is read as one item: a story, or (`true`) a line of a list. What every issue repeats
/// (standing texts, facts) is none, nor is a quotation or other prose, and an event is looked at by a rule of its own.
pub(super) fn items(context: &Context<'_>) -> impl Iterator<Item = (Span, bool)> {
    let slots = context
        .outline
        .slots
        .iter()
        .filter(|slot| !matches!(slot.kind, "standing" | "facts" | "people" | "events" | "prose"));
    slots.flat_map(|slot| {
        let rows = slot.rows.iter().map(|row| (row.span, true));
        rows.chain(slot.rows.is_empty().then_some((slot.span, false)))
    })
}
