//! Sentences that count the items of the list below them, and numbers of items.

use super::numbers::renumbered;
use super::{Outline, SectionView, Slot, kinds};
use crate::draft::Draft;
use crate::profile::Profile;
use crate::text::Edits;

/// Returns the edits that correct the counting sentences and the numbers of items of `after` that were correct in
/// `before`: a merge adds items of both sides, each with a sentence that counts its own, or with the next
/// number. `None` if nothing is to correct.
pub fn update_counts(
    profile: &Profile,
    before: (&Draft, &Outline),
    after: (&Draft, &Outline),
) -> Option<Edits> {
    let counts = profile.sections.iter().filter(|section| section.count_line.is_some());
    let update = |(draft, outline): (&Draft, &Outline), id: &str| {
        let is_list = |slot: &&Slot| slot.is_list() && outline.sections[slot.section].id == id;
        let slot = outline.slots.iter().find(is_list)?;
        update_count(draft, profile, outline, slot)
    };
    let corrected = counts
        .filter_map(|section| update(after, &section.id).filter(|_| update(before, &section.id).is_none()));
    let numbers = renumbered(before.1, after);
    corrected.chain(numbers).reduce(|all, edits| all.clone().join(edits).unwrap_or(all))
}

/// Returns the edits that correct the sentence that counts the rows of a list slot, or `None` if it is
/// correct or missing.
pub fn update_count(draft: &Draft, profile: &Profile, outline: &Outline, slot: &Slot) -> Option<Edits> {
    let section = outline.sections.get(slot.section)?;
    let spec = profile.section(&section.id)?;
    let blocks = draft.blocks();
    let first = blocks.iter().position(|block| block.span.start >= section.span.start)?;
    let len = blocks[first..].iter().take_while(|block| block.span.start < section.span.end).count();
    let heading_blocks = usize::from(section.heading.is_some());
    let view = SectionView {
        draft,
        profile,
        spec,
        heading: section.heading,
        blocks: blocks.get(first + heading_blocks..first + len)?,
        span: section.span,
        has_subsections: false,
    };
    kinds::finder(slot.kind).count_edits(&view, slot)
}
