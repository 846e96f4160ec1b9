//! The stories of an issue, for the rules about stories.

use super::Context;
use crate::outline::{Fill, Role, Slot};
use crate::profile::SlotKind;
use crate::text::Span;

/// A story that has been written.
#[derive(Clone, Debug)]
pub(super) struct Story {
    pub span: Span,
    /// Its text without the source.
    pub text: Option<Span>,
    /// The links to its source, at its end.
    pub sources: Vec<Span>,
}

/// Returns the stories that have been written, in order, without events and unfilled forms.
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
