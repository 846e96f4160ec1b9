//! The stories of an issue, as rules for items see them.

use super::Context;
use crate::outline::{Fill, Role, Slot};
use crate::profile::SlotKind;
use crate::text::Span;

/// A story that somebody has written.
#[derive(Clone, Debug)]
pub(super) struct Story {
    pub span: Span,
    /// Its text without the source.
    pub text: Option<Span>,
    /// The links at its end that name where it comes from.
    pub sources: Vec<Span>,
}

/// The stories that have been written, in order: not the form of one, and no event.
pub(super) fn stories(context: &Context<'_>) -> impl Iterator<Item = Story> {
    let slots = context
        .outline
        .slots
        .iter()
        .filter(|slot| matches!(slot.kind, SlotKind::Feature | SlotKind::Stories));
    slots.filter_map(|slot| {
        let text = slot.fields.iter().find(|field| field.role == Role::Text)?;
        let is_written = matches!(text.fill, Fill::Written | Fill::Missing)
            && slot.fields.iter().any(|field| field.shows_work && field.fill == Fill::Written);
        is_written.then(|| Story {
            span: slot.span,
            text: text.spans.first().copied().filter(|span| !span.is_empty()),
            sources: sources(slot),
        })
    })
}

fn sources(slot: &Slot) -> Vec<Span> {
    let names = slot.fields.iter().filter(|field| field.role.is_source_name());
    names.filter_map(|field| field.link()).collect()
}
