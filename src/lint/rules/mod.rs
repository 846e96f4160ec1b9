//! The rules: one file each, and one line in [`RULES`].

/// An issue of 2026-06-08 that nothing is wrong with but what its body has.
macro_rules! issue {
    ($body:literal) => {
        concat!(
            "---\nlayout: post\ntitle: \"A lamp\"\ndate: 2026-06-08 07:00:00 -0800\ncategories: weekly\n---\n\n",
            $body
        )
    };
}

mod conflict_marker;
mod contradicted_tick;
mod date_mismatch;
mod duplicate_image;
mod empty_link;
mod file_name_alt;
mod foreign_image;
mod heavy_gif;
mod heavy_image;
mod heavy_issue;
mod hotlinked_image;
mod image_metadata;
mod invalid_front_matter;
mod leftover_placeholder;
mod letterboxed_image;
mod misnamed_image;
mod missing_alt;
mod missing_image;
mod missing_key;
mod no_front_matter;
mod not_an_address;
mod placeholder_alt;
mod placeholder_title;
#[cfg(test)]
mod tests;
mod unclosed_front_matter;
mod unmailable_image;
mod unreadable_date;
mod unreadable_image;
mod untouched_slot;
mod unused_image;
mod wide_image;
mod wrong_weekday;

use super::{Context, Diagnostic};

/// A rule is named after what it forbids and only looks; mending is left to whoever asks.
pub trait Rule: Sync {
    fn name(&self) -> &'static str;

    /// One line.
    fn summary(&self) -> &'static str;

    fn why(&self) -> &'static str;

    /// A text that the rule finds fault with, under the `circuitpython` profile.
    fn bad(&self) -> &'static str;

    /// The same text mended.
    fn good(&self) -> &'static str;

    fn check(&self, context: &Context<'_>, found: &mut Vec<Diagnostic>);
}

pub static RULES: &[&dyn Rule] = &[
    &conflict_marker::ConflictMarker,
    &contradicted_tick::ContradictedTick,
    &date_mismatch::DateMismatch,
    &duplicate_image::DuplicateImage,
    &empty_link::EmptyLink,
    &file_name_alt::FileNameAlt,
    &foreign_image::ForeignImage,
    &heavy_gif::HeavyGif,
    &heavy_image::HeavyImage,
    &heavy_issue::HeavyIssue,
    &hotlinked_image::HotlinkedImage,
    &image_metadata::ImageMetadata,
    &invalid_front_matter::InvalidFrontMatter,
    &leftover_placeholder::LeftoverPlaceholder,
    &letterboxed_image::LetterboxedImage,
    &misnamed_image::MisnamedImage,
    &missing_alt::MissingAlt,
    &missing_image::MissingImage,
    &missing_key::MissingKey,
    &no_front_matter::NoFrontMatter,
    &not_an_address::NotAnAddress,
    &placeholder_alt::PlaceholderAlt,
    &placeholder_title::PlaceholderTitle,
    &unclosed_front_matter::UnclosedFrontMatter,
    &unmailable_image::UnmailableImage,
    &unreadable_date::UnreadableDate,
    &unreadable_image::UnreadableImage,
    &untouched_slot::UntouchedSlot,
    &unused_image::UnusedImage,
    &wide_image::WideImage,
    &wrong_weekday::WrongWeekday,
];
