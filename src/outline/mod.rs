//! Sections and slots of a draft, with their state. Only here are draft and profile combined.

mod block_slot;
mod change;
mod common;
mod contain;
mod copy;
mod counts;
mod days;
mod earlier;
mod editor_notes;
mod empty_form;
mod encode;
mod field;
mod first_event;
mod forms;
mod front_matter;
mod insertion;
mod issue;
mod kinds;
mod learn_kinds;
mod missing;
mod new_item;
mod numbers;
mod pasted;
mod role;
mod section;
mod slot;
mod source;
mod source_marks;
mod spacing;
mod story;
mod template;

use crate::draft::{Draft, KeptBlocks};
use crate::profile::{self, Profile, SlotKind};
use crate::text::Span;

use earlier::Earlier;

pub use change::{
    Direction, MovedSlot, MovedTo, add_row, add_slot, drop_empty, leave_out, move_row, move_row_to,
    move_row_to_section, move_slot, move_targets, move_to_section, remove_row, remove_slot, with_bullet_of,
};
pub use common::{PastDraft, counted_numbers, issue_from_past};
pub use contain::{Containment, write_contained, write_edits_contained};
pub use copy::{ItemIndex, copy_item};
pub use counts::{update_count, update_counts};
pub use days::{Day, dates_in, days_in, first_and_last};
pub use editor_notes::editor_notes;
pub use encode::{address as encode_address, without_html};
pub use field::{Field, Fill, Input, Presence};
pub use forms::learn_forms;
pub use front_matter::front_matter_slot;
pub use issue::Issue;
pub use kinds::{SectionView, names_authors, plain};
pub use learn_kinds::{ItemShape, KindShare, LearntKinds, SectionBody, learn_kinds};
pub use missing::{remove_part, with_missing_fields};
pub use new_item::{AddedItem, ItemContext, ItemStyle, MissingSource, NewItem, add_item, names_days};
pub use pasted::{ItemForm, PastedItem};
pub use role::Role;
pub use slot::{Counts, ItemNumber, Layout, Row, Slot, SlotState};
pub use source::{add_source, remove_source};
pub use source_marks::SourceMarks;
pub use spacing::with_spacing;
pub use template::issue_from_template;

/// The sections and slots of a draft, in order.
#[derive(Clone, Debug, Default)]
pub struct Outline {
    pub sections: Vec<Section>,
    pub slots: Vec<Slot>,
}

/// A heading and the text up to the next heading that begins a section. The first section is the text
/// before any heading.
#[derive(Clone, Debug)]
pub struct Section {
    /// Its `id` in the profile. `opening` and `prose` (an unknown section) need not be in a profile.
    pub id: String,
    /// The heading's text, or the profile's title if there is no heading.
    pub title: String,
    /// 0 for the opening.
    pub level: u8,
    pub heading: Option<Span>,
    /// From the heading to the next section.
    pub span: Span,
    /// True if the heading is in the profile.
    pub known: bool,
    /// Its slots in [`Outline::slots`].
    pub slots: std::ops::Range<usize>,
}

/// The `id` of the text before the first heading.
pub const OPENING: &str = "opening";

impl Outline {
    pub fn new(draft: &Draft, profile: &Profile) -> Outline {
        Outline::built(draft, profile, None)
    }

    /// The outline of a draft after a change that left some blocks as they were: equals [`new`](Self::new). `self`
    /// is the outline before the change, by the same profile.
    #[must_use]
    pub fn edited(&self, draft: &Draft, profile: &Profile, kept: KeptBlocks) -> Outline {
        Outline::built(draft, profile, Some(Earlier::new(self, draft, kept)))
    }

    fn built(draft: &Draft, profile: &Profile, earlier: Option<Earlier<'_>>) -> Outline {
        let mut outline = Outline::default();
        let mut matcher = section::Matcher::new(profile);
        let blocks = draft.blocks();
        outline.push_emptied_opening(draft, profile, &mut matcher);
        let mut at = 0;
        while at < blocks.len() || outline.sections.is_empty() {
            let heading = blocks.get(at).filter(|block| section::begins(block, profile).is_some());
            let first = if heading.is_some() { at + 1 } else { at };
            let found = matcher.find(heading, draft);
            let is_next = |next: &usize| {
                let level = section::begins(&blocks[*next], profile);
                level.is_some() && !matcher.is_topic_of(&found, &blocks[*next], draft)
            };
            let end = (first..blocks.len()).find(is_next).unwrap_or(blocks.len());
            let span = Span::new(
                heading.map_or(draft.body(), |block| block.span.start),
                blocks.get(end).map_or(draft.text().len(), |next| next.span.start),
            );
            let has_subsections = match (heading, blocks.get(end)) {
                (Some(heading), Some(next)) => heading.level() < next.level(),
                _ => false,
            };
            if let Some((section, slots)) =
                earlier.as_ref().and_then(|earlier| earlier.section(at..end, span, &found))
            {
                outline.push_section(section, slots);
                at = end.max(at + 1);
                continue;
            }
            let blocks = &blocks[first.min(end)..end];
            let view = SectionView {
                draft,
                profile,
                spec: found.spec,
                heading: found.text,
                blocks,
                span,
                has_subsections,
            };
            outline.push(&view, &found);
            at = end.max(at + 1);
        }
        outline
    }

    /// A draft that begins with a heading has no opening, unless blank lines show that it was emptied.
    fn push_emptied_opening(&mut self, draft: &Draft, profile: &Profile, matcher: &mut section::Matcher<'_>) {
        let first = draft.blocks().first().filter(|block| section::begins(block, profile).is_some());
        let Some(first) = first else { return };
        let found = matcher.find(None, draft);
        let span = Span::new(draft.body(), first.span.start);
        let (spec, has_subsections) = (found.spec, false);
        let view = SectionView { draft, profile, spec, heading: None, blocks: &[], span, has_subsections };
        if view.insertion_after(&[]).had_paragraph {
            self.push(&view, &found);
        }
    }

    /// True for the image of a story, which is another one in each issue.
    pub fn is_image_of_story(&self, image: Span) -> bool {
        let is_story = |slot: &&Slot| {
            slot.layout == Layout::Blocks && (slot.kind.takes_items() || slot.kind == SlotKind::Feature)
        };
        // An image without a text may be the banner of the section.
        let has_text = |field: &Field| field.role == Role::Text && field.fill != Fill::Missing;
        let is_it = |field: &Field| field.role == Role::Image && field.spans.contains(&image);
        let mut stories = self.slots.iter().filter(is_story);
        stories.any(|slot| slot.fields.iter().any(is_it) && slot.fields.iter().any(has_text))
    }

    fn push(&mut self, view: &SectionView<'_>, found: &section::HeadingMatch<'_>) {
        let start = self.slots.len();
        let has_topics = found.spec.kinds.contains(&SlotKind::Topics);
        let above = if has_topics { view.without_topics() } else { *view };
        for kind in &found.spec.kinds {
            let view = if *kind == SlotKind::Topics { view } else { &above };
            kinds::finder(*kind).slots(view, &mut self.slots);
        }
        let own = self.slots.split_off(start);
        // A line within a stream or a story is not a slot of its own.
        let is_within =
            |line: Span| own.iter().any(|slot| slot.kind != SlotKind::Prose && slot.span.contains(line));
        let lines = view.blocks.iter().flat_map(|block| view.lines(block));
        let lines: Vec<Slot> =
            lines.filter(|line| !is_within(line.span)).filter_map(|line| line.slot(view)).collect();
        self.slots.extend(own.into_iter().chain(lines));
        let mut slots = self.slots.split_off(start);
        slots.sort_by_key(|slot| slot.span.start);
        let section = Section {
            id: found.spec.id.clone(),
            title: found.text.map_or(found.spec.title.clone(), |text| kinds::plain(view.slice(text))),
            level: found.level,
            heading: found.text,
            span: view.span,
            known: found.known,
            slots: 0..slots.len(),
        };
        self.push_section(section, slots);
    }

    fn push_section(&mut self, section: Section, slots: Vec<Slot>) {
        let (at, start) = (self.sections.len(), self.slots.len());
        self.slots.extend(slots.into_iter().map(|slot| Slot { section: at, ..slot }));
        self.sections.push(Section { slots: start..self.slots.len(), ..section });
    }

    pub fn slots_of(&self, section: usize) -> &[Slot] {
        self.sections.get(section).and_then(|section| self.slots.get(section.slots.clone())).unwrap_or(&[])
    }

    /// Counts the empty, half filled and filled slots of a section.
    pub fn counts(&self, section: usize) -> Counts {
        self.slots_of(section).iter().map(Slot::counts).sum()
    }

    pub fn total(&self) -> Counts {
        self.slots.iter().map(Slot::counts).sum()
    }

    /// The section that contains `offset`.
    pub fn section_at(&self, offset: usize) -> Option<usize> {
        // Sections are sorted by offset.
        self.sections.partition_point(|section| section.span.start <= offset).checked_sub(1)
    }

    /// The slot that contains `offset`.
    pub fn slot_at(&self, offset: usize) -> Option<usize> {
        self.slots.iter().position(|slot| slot.span.touches(offset))
    }

    /// The first section with this `id`.
    pub fn find(&self, id: &str) -> Option<usize> {
        self.sections.iter().position(|section| section.id == id)
    }

    /// The spans of slots and rows that have only placeholders.
    pub fn untouched(&self) -> Vec<Span> {
        let has_placeholder = |fields: &[Field]| {
            fields.iter().any(|field| field.fill == Fill::Placeholder && field.input != Input::Path)
        };
        let mut spans = Vec::new();
        for slot in &self.slots {
            if slot.is_list() {
                let rows = slot
                    .rows
                    .iter()
                    .filter(|row| row.state() == SlotState::Empty && has_placeholder(&row.fields));
                spans.extend(rows.map(|row| row.span));
            } else if !slot.kind.has_independent_fields()
                && slot.state() == SlotState::Empty
                && has_placeholder(&slot.fields)
            {
                spans.push(slot.span);
            }
        }
        spans
    }

    /// Marks slots whose image exists: somebody works on them, even if nothing else is written. The path
    /// alone does not decide, because some templates have names that look real.
    pub fn note_images(&mut self, draft: &Draft, exists: impl Fn(&str) -> bool) {
        for slot in &mut self.slots {
            slot.has_image = slot
                .fields
                .iter()
                .filter(|field| field.input == Input::Path && field.fill == Fill::Written)
                .any(|field| field.spans.first().is_some_and(|span| exists(draft.slice(*span))));
        }
    }

    /// The profile's entry for a section.
    pub fn spec<'p>(&self, section: usize, profile: &'p Profile) -> Option<&'p profile::Section> {
        profile.section(&self.sections.get(section)?.id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::profile::built_in;

    #[test]
    fn a_written_text_is_not_an_image_that_exists() {
        let draft = Draft::parse("## Upcoming Events\n\n* [The fair](https://fair.example), June 8\n");
        let mut outline = Outline::new(&draft, &built_in("circuitpython").unwrap());
        outline.note_images(&draft, |_| true);
        assert_eq!(outline.slots.iter().map(|slot| slot.has_image).collect::<Vec<_>>(), [false]);
    }
}
