//! The state of slots in words, and the places of their missing values.

use super::snippet::Hole;
use crate::draft::Draft;
use crate::outline::{Counts, Field, Fill, Slot};
use crate::text::{Edit, Edits, Span};

/// "3 of 5 filled"
pub(super) fn filled(counts: Counts) -> String {
    format!("{} of {} filled", counts.filled, counts.total())
}

/// The fields that have to be filled: placeholders, and missing values that the slot needs.
pub(super) fn open_fields(slot: &Slot) -> impl Iterator<Item = &Field> {
    let is_open = |field: &&Field| match field.fill {
        Fill::Placeholder | Fill::Mixed => true,
        Fill::Missing => field.required,
        Fill::Written => false,
    };
    slot.all_fields().filter(is_open).filter(|field| !slot.kind.is_boilerplate() && !field.spans.is_empty())
}

/// The place of the first missing value.
pub(super) fn first_open(slot: &Slot) -> Option<Span> {
    open_fields(slot).filter_map(|field| field.spans.first().copied()).min()
}

/// The edits that write a hole at each missing value, with the markup around it.
pub(super) fn with_holes(draft: &Draft, slot: &Slot) -> Option<(Edits, Vec<Hole>)> {
    let mut fields: Vec<&Field> = open_fields(slot).collect();
    fields.sort_by_key(|field| field.spans.first().copied());
    let mut edits: Vec<Edit> = Vec::new();
    let mut holes = Vec::new();
    for (n, field) in fields.into_iter().enumerate() {
        let mark = Hole::mark(draft.text(), n);
        let own = field.clone().write(&mark, draft);
        let joined: Vec<Edit> = edits.iter().chain(own.iter()).cloned().collect();
        // Two values that share their bytes are not filled together.
        if own.is_empty() || Edits::new(joined.clone()).is_err() {
            continue;
        }
        edits = joined;
        holes.push(Hole::new(&mark, &field.name));
    }
    let edits = Edits::new(edits).ok().filter(|edits| !edits.is_empty())?;
    Some((edits, holes))
}
