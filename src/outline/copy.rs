//! Copies an item of another issue.

use super::block_slot::copied;
use super::change::{end_of_slots, with_bullet_of};
use super::{Layout, Outline, Slot, SlotState, kinds};
use crate::draft::Draft;
use crate::profile::SlotKind;
use crate::text::{Edits, Span};

/// An item of an issue: a slot, or a row of a list slot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ItemIndex {
    pub slot: usize,
    /// For a list slot.
    pub row: Option<usize>,
}

impl ItemIndex {
    /// The item's text in its issue; `None` if the outline has no such item.
    pub fn span(self, outline: &Outline) -> Option<Span> {
        let slot = outline.slots.get(self.slot)?;
        match self.row {
            Some(row) => Some(slot.rows.get(row)?.span),
            None => Some(slot.span),
        }
    }
}

/// The edits that copy an item of another issue to the same section of a draft: in place of its first
/// empty slot or row, or else after its last one. `None` if the draft has no such section, or if the
/// item is a whole list or the newsletter's own words.
pub fn copy_item(
    (from, from_outline): (&Draft, &Outline),
    item: ItemIndex,
    draft: &Draft,
    outline: &Outline,
) -> Option<Edits> {
    let source = from_outline.slots.get(item.slot)?;
    let span = item.span(from_outline)?;
    if source.is_list() != item.row.is_some() || source.kind.is_boilerplate() {
        return None;
    }
    let text = from.slice(span).trim_end().replace("\r\n", "\n");
    let sections = same_sections(from_outline, source, outline);
    match item.row {
        Some(_) => copy_row(&text, source, draft, outline, &sections),
        None => copy_slot(&text, (from, source), draft, outline, &sections),
    }
}

/// The sections with the `id` of the slot's; for an unknown one, those with the same heading.
fn same_sections(from: &Outline, slot: &Slot, outline: &Outline) -> Vec<usize> {
    let Some(own) = from.sections.get(slot.section) else { return Vec::new() };
    let id = slot.line_of.as_ref().unwrap_or(&own.id);
    // All unknown sections share an `id`.
    let goes_by_title = slot.kind == SlotKind::Prose && !own.known && own.heading.is_some();
    let is_same =
        |section: &super::Section| section.id == *id && (!goes_by_title || section.title == own.title);
    (0..outline.sections.len()).filter(|section| is_same(&outline.sections[*section])).collect()
}

fn copy_row(
    text: &str,
    source: &Slot,
    draft: &Draft,
    outline: &Outline,
    sections: &[usize],
) -> Option<Edits> {
    let slots = sections.iter().flat_map(|section| outline.slots_of(*section));
    let lists: Vec<&Slot> = slots.filter(|slot| slot.is_list() && slot.kind == source.kind).collect();
    let list = lists.iter().find(|list| list.title == source.title).or(lists.first())?;
    if let Some(empty) = list.rows.iter().find(|row| row.state() == SlotState::Empty) {
        let text = with_bullet_of(text, draft.slice(empty.span));
        return Some(Edits::replace(empty.span, draft.with_newlines(&text)));
    }
    let (at, gap, text) = match list.rows.last() {
        Some(last) => {
            let gap = kinds::finder(list.kind).row_separator();
            (last.span.end, gap, with_bullet_of(text, draft.slice(last.span)))
        }
        None => (list.span.end, "\n\n", text.to_owned()),
    };
    Some(Edits::insert(at, draft.with_newlines(&format!("{gap}{text}"))))
}

fn copy_slot(
    text: &str,
    (from, source): (&Draft, &Slot),
    draft: &Draft,
    outline: &Outline,
    sections: &[usize],
) -> Option<Edits> {
    let alike = |slot: &&Slot| slot.kind == source.kind && slot.is_item() == source.is_item();
    let mut slots = sections.iter().flat_map(|section| outline.slots_of(*section));
    let empty = slots.find(|slot| alike(slot) && slot.state() == SlotState::Empty);
    if let Some(empty) = empty {
        let text = with_bullet_of(text, draft.slice(empty.span));
        // The blank lines after the slot are its section's.
        let end = empty.span.start + draft.slice(empty.span).trim_end().len();
        return Some(Edits::replace(Span::new(empty.span.start, end), draft.with_newlines(&text)));
    }
    let section = *sections.last()?;
    let is_item = source.layout == Layout::Item;
    let neighbour = outline.slots_of(section).iter().rfind(|slot| slot.is_item() && is_item);
    let (gap, text) = match neighbour {
        Some(slot) => ("\n", with_bullet_of(text, draft.slice(slot.span))),
        None => ("\n\n", text.to_owned()),
    };
    let (text, numbers) = copied(&text, (from, source), (draft, outline), section);
    let at = end_of_slots(draft, outline, section, source.layout);
    let insertion = Edits::insert(at, draft.with_newlines(&format!("{gap}{text}")));
    insertion.join(Edits::new(numbers).ok()?).ok()
}
