//! Edits of whole paragraphs and topics: empty ones in the form of their section, and their headings and
//! numbers in another section.

use super::new_item::BlockSection;
use super::numbers::{closed_gaps, next_number, opened_gap};
use super::{ItemNumber, Outline, Slot};
use crate::draft::Draft;
use crate::profile::{NewItemForm, Profile, SlotKind};
use crate::text::{Edit, Edits, Span};

/// Adds an empty paragraph or topic to a section, after the slot `after` or after its last one. `None` for
/// sections of other kinds.
pub(super) fn add(
    draft: &Draft,
    outline: &Outline,
    profile: &Profile,
    section: usize,
    after: Option<usize>,
) -> Option<Edits> {
    let kinds = &outline.spec(section, profile)?.kinds;
    let of_neighbour = after.and_then(|slot| outline.slots.get(slot)).map(|slot| slot.kind);
    let kind = of_neighbour.or_else(|| kinds.iter().copied().find(|kind| kind.takes_items()))?;
    let target = BlockSection { draft, outline, profile, section, kind };
    if kind.item_form() == NewItemForm::Block { target.add_empty(after) } else { None }
}

/// The level of the headings of a section's topics: that of its first one, or else one more than its own.
pub(super) fn topic_level(draft: &Draft, outline: &Outline, section: usize) -> usize {
    let topic = outline.slots_of(section).iter().find(|slot| slot.kind == SlotKind::Topics);
    let heading = topic.and_then(|slot| draft.blocks_in(slot.span).first()?.level());
    let own = || outline.sections.get(section).map_or(1, |section| section.level.saturating_add(1));
    usize::from(heading.unwrap_or_else(own).clamp(1, 6))
}

/// A text that begins with a heading, with that heading at another level.
pub(super) fn with_level(text: &str, level: usize) -> String {
    let words = text.trim_start_matches('#');
    if words.len() == text.len() { text.to_owned() } else { format!("{}{words}", "#".repeat(level)) }
}

/// The text of a slot that is moved to another section, with the number that it has there, and the edits of
/// the other numbers.
pub(super) fn renumbered(
    draft: &Draft,
    outline: &Outline,
    text: String,
    slot: usize,
    to: usize,
) -> (String, Vec<Edit>) {
    let mut edits = closed_gaps(draft, outline, |at| at == slot);
    let own = outline.slots.get(slot).and_then(|slot| own_number(draft, slot)).unwrap_or_default();
    let plain = text.strip_prefix(own).map(str::to_owned).unwrap_or(text);
    let Some((last, number)) = last_number(outline, to) else { return (plain, edits) };
    let next = next_number(outline, to);
    let opened = opened_gap(draft, outline, last + 1, next);
    // The removal may move the numbers of that section up.
    let value = next - u32::from(edits.iter().any(|edit| edit.span == number.span));
    for edit in opened {
        // A number that would move up and down stays.
        match edits.iter().position(|other| other.span == edit.span) {
            Some(at) => drop(edits.remove(at)),
            None => edits.push(edit),
        }
    }
    (format!("{value}{}{plain}", mark(draft, number)), edits)
}

/// The text of an item of another issue, with the number that it gets in a section, and the edits of the
/// numbers after it.
pub(super) fn copied(
    text: &str,
    (from, source): (&Draft, &Slot),
    (draft, outline): (&Draft, &Outline),
    section: usize,
) -> (String, Vec<Edit>) {
    let Some(own) = source.number else { return (text.to_owned(), Vec::new()) };
    let plain = own_number(from, source).and_then(|own| text.strip_prefix(own)).unwrap_or(text);
    let last = last_number(outline, section);
    let mark = last.map_or_else(|| mark(from, own), |(_, number)| mark(draft, number));
    let value = next_number(outline, section);
    let numbers = last.map_or_else(Vec::new, |(last, _)| opened_gap(draft, outline, last + 1, value));
    (format!("{value}{mark}{plain}"), numbers)
}

/// The number of a slot with the mark after it.
fn own_number<'d>(draft: &'d Draft, slot: &Slot) -> Option<&'d str> {
    Some(draft.slice(Span::new(slot.span.start, slot.number?.end)))
}

/// The mark after a number.
fn mark(draft: &Draft, number: ItemNumber) -> &str {
    draft.slice(Span::new(number.span.end, number.end))
}

/// The last slot of a section that has a number.
fn last_number(outline: &Outline, section: usize) -> Option<(usize, ItemNumber)> {
    let start = outline.sections.get(section)?.slots.start;
    let numbered = |(at, slot): (usize, &Slot)| Some((start + at, slot.number?));
    outline.slots_of(section).iter().enumerate().rev().find_map(numbered)
}
