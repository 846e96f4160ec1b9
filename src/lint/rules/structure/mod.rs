//! Rules about sections, slots, the task list and waivers.

mod contradicted_tick;
mod empty_field;
mod empty_item;
mod empty_section;
mod leftover_notes;
mod leftover_placeholder;
mod malformed_waiver;
mod missing_author;
mod missing_section;
mod new_waiver;
mod placeholder_heading;
mod repeated_section;
mod repeated_story;
mod section_out_of_order;
mod skipped_heading_level;
mod unknown_section;
mod unticked_task;
mod untouched_slot;
mod unused_waiver;

use super::Rule;

pub(super) static RULES: &[&dyn Rule] = &[
    &contradicted_tick::ContradictedTick,
    &empty_field::EmptyField,
    &empty_item::EmptyItem,
    &empty_section::EmptySection,
    &leftover_notes::LeftoverNotes,
    &leftover_placeholder::LeftoverPlaceholder,
    &malformed_waiver::MalformedWaiver,
    &missing_author::MissingAuthor,
    &missing_section::MissingSection,
    &new_waiver::NewWaiver,
    &placeholder_heading::PlaceholderHeading,
    &repeated_section::RepeatedSection,
    &repeated_story::RepeatedStory,
    &section_out_of_order::SectionOutOfOrder,
    &skipped_heading_level::SkippedHeadingLevel,
    &unknown_section::UnknownSection,
    &unticked_task::UntickedTask,
    &untouched_slot::UntouchedSlot,
    &unused_waiver::UnusedWaiver,
];
