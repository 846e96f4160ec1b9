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

mod accidental_table;
mod active_content;
mod already_sent_link;
mod broken_code;
mod byte_order_mark;
mod conflict_marker;
mod contradicted_tick;
mod control_character;
mod date_mismatch;
mod disagreeing_meeting;
mod disagreeing_values;
mod double_space;
mod doubled_punctuation;
mod doubled_slash;
mod duplicate_image;
mod empty_field;
mod empty_item;
mod empty_link;
mod empty_section;
mod fallen_value;
mod file_name_alt;
mod flashing_image;
mod foreign_image;
mod future_day;
mod heavy_gif;
mod heavy_image;
mod heavy_issue;
mod hidden_character;
mod hotlinked_image;
mod house_style;
mod image_metadata;
mod image_of_another_site;
mod impossible_date;
mod invalid_front_matter;
mod leftover_notes;
mod leftover_placeholder;
mod letterboxed_image;
mod long_title;
mod malformed_value;
mod malformed_waiver;
mod miscounted_list;
mod misnamed_file;
mod misnamed_image;
mod misplaced_file;
mod missing_alt;
mod missing_author;
mod missing_image;
mod missing_key;
mod missing_section;
mod missing_source;
mod misspelt_site;
mod misspelt_word;
mod mistaken_weekday;
mod mixed_line_endings;
mod new_waiver;
mod no_front_matter;
mod not_an_address;
mod other_popular_title;
mod placeholder_alt;
mod placeholder_heading;
mod placeholder_title;
mod published_week;
mod repeated_event;
mod repeated_link;
mod repeated_section;
mod repeated_story;
mod repeated_word;
mod section_out_of_order;
mod shortened_link;
mod shouting_heading;
mod skipped_heading_level;
mod source_form;
mod spaced_address;
mod stale_event;
mod stale_weekday;
mod stray_backtick;
mod stray_emphasis;
#[cfg(test)]
mod tests;
mod tracking_parameter;
mod truncated_link_text;
mod unbalanced_bracket;
mod unbalanced_quote;
mod unclosed_front_matter;
mod unclosed_link;
mod undefined_reference;
mod unknown_section;
mod unknown_tag;
mod unmailable_image;
mod unordered_events;
mod unreadable_date;
mod unreadable_image;
mod unsent_popular_link;
mod unticked_task;
mod untouched_slot;
mod unused_image;
mod unused_waiver;
mod vague_link_text;
mod wide_image;
mod wrong_event_year;
mod wrong_last_issue;
mod wrong_weekday;
mod wrongly_decoded_text;

use super::waiver::Waivers;
use super::{Context, Diagnostic, Findings, Selection};

/// The file of the examples.
pub(super) const EXAMPLE_PATH: &str = "_drafts/2026-06-08-draft.md";

/// What is said of a rule, in reports and documents.
#[derive(Clone, Copy, Debug)]
pub struct Meta {
    /// After what it forbids.
    pub name: &'static str,
    /// One line.
    pub summary: &'static str,
    /// Why it matters.
    pub why: &'static str,
    /// A text in which the rule finds a problem, under the `circuitpython` profile.
    pub bad: &'static str,
    /// The same text without the problem.
    pub good: &'static str,
}

/// A rule only looks; whoever asks makes the fixes.
pub trait Rule: Sync {
    fn meta(&self) -> &'static Meta;

    fn name(&self) -> &'static str {
        self.meta().name
    }

    /// The file that the bad text is in, where the problem is the file's.
    fn bad_path(&self) -> &'static str {
        EXAMPLE_PATH
    }

    fn check(&self, context: &Context<'_>, found: &mut Findings);

    /// Whether the facts that it goes by are at hand.
    fn is_able(&self, _context: &Context<'_>) -> bool {
        true
    }

    /// Whether it looks at what the other rules have found, and so comes after them.
    fn is_last(&self) -> bool {
        false
    }

    /// What is wrong with the waivers, once all problems are found and those waived are gone. Only
    /// rules about waivers have something to say here.
    fn check_waivers(
        &self,
        _context: &Context<'_>,
        _waivers: &Waivers,
        _selection: &Selection,
        _found: &mut Findings,
    ) {
    }
}

pub static RULES: &[&dyn Rule] = &[
    &accidental_table::AccidentalTable,
    &active_content::ActiveContent,
    &already_sent_link::AlreadySentLink,
    &broken_code::BrokenCode,
    &byte_order_mark::ByteOrderMark,
    &conflict_marker::ConflictMarker,
    &contradicted_tick::ContradictedTick,
    &control_character::ControlCharacter,
    &date_mismatch::DateMismatch,
    &disagreeing_meeting::DisagreeingMeeting,
    &disagreeing_values::DisagreeingValues,
    &double_space::DoubleSpace,
    &doubled_punctuation::DoubledPunctuation,
    &doubled_slash::DoubledSlash,
    &duplicate_image::DuplicateImage,
    &empty_field::EmptyField,
    &empty_item::EmptyItem,
    &empty_link::EmptyLink,
    &empty_section::EmptySection,
    &fallen_value::FallenValue,
    &file_name_alt::FileNameAlt,
    &flashing_image::FlashingImage,
    &foreign_image::ForeignImage,
    &future_day::FutureDay,
    &heavy_gif::HeavyGif,
    &heavy_image::HeavyImage,
    &heavy_issue::HeavyIssue,
    &hidden_character::HiddenCharacter,
    &hotlinked_image::HotlinkedImage,
    &house_style::HouseStyle,
    &image_metadata::ImageMetadata,
    &image_of_another_site::ImageOfAnotherSite,
    &impossible_date::ImpossibleDate,
    &invalid_front_matter::InvalidFrontMatter,
    &leftover_notes::LeftoverNotes,
    &leftover_placeholder::LeftoverPlaceholder,
    &letterboxed_image::LetterboxedImage,
    &long_title::LongTitle,
    &malformed_value::MalformedValue,
    &malformed_waiver::MalformedWaiver,
    &miscounted_list::MiscountedList,
    &misnamed_file::MisnamedFile,
    &misnamed_image::MisnamedImage,
    &misplaced_file::MisplacedFile,
    &missing_alt::MissingAlt,
    &missing_author::MissingAuthor,
    &missing_image::MissingImage,
    &missing_key::MissingKey,
    &missing_section::MissingSection,
    &missing_source::MissingSource,
    &misspelt_site::MisspeltSite,
    &misspelt_word::MisspeltWord,
    &mistaken_weekday::MistakenWeekday,
    &mixed_line_endings::MixedLineEndings,
    &new_waiver::NewWaiver,
    &no_front_matter::NoFrontMatter,
    &not_an_address::NotAnAddress,
    &other_popular_title::OtherPopularTitle,
    &placeholder_alt::PlaceholderAlt,
    &placeholder_heading::PlaceholderHeading,
    &placeholder_title::PlaceholderTitle,
    &published_week::PublishedWeek,
    &repeated_event::RepeatedEvent,
    &repeated_link::RepeatedLink,
    &repeated_section::RepeatedSection,
    &repeated_story::RepeatedStory,
    &repeated_word::RepeatedWord,
    &section_out_of_order::SectionOutOfOrder,
    &shortened_link::ShortenedLink,
    &shouting_heading::ShoutingHeading,
    &skipped_heading_level::SkippedHeadingLevel,
    &source_form::SourceForm,
    &spaced_address::SpacedAddress,
    &stale_event::StaleEvent,
    &stale_weekday::StaleWeekday,
    &stray_backtick::StrayBacktick,
    &stray_emphasis::StrayEmphasis,
    &tracking_parameter::TrackingParameter,
    &truncated_link_text::TruncatedLinkText,
    &unbalanced_bracket::UnbalancedBracket,
    &unbalanced_quote::UnbalancedQuote,
    &unclosed_front_matter::UnclosedFrontMatter,
    &unclosed_link::UnclosedLink,
    &undefined_reference::UndefinedReference,
    &unknown_section::UnknownSection,
    &unknown_tag::UnknownTag,
    &unmailable_image::UnmailableImage,
    &unordered_events::UnorderedEvents,
    &unreadable_date::UnreadableDate,
    &unreadable_image::UnreadableImage,
    &unsent_popular_link::UnsentPopularLink,
    &unticked_task::UntickedTask,
    &untouched_slot::UntouchedSlot,
    &unused_image::UnusedImage,
    &unused_waiver::UnusedWaiver,
    &vague_link_text::VagueLinkText,
    &wide_image::WideImage,
    &wrong_event_year::WrongEventYear,
    &wrong_last_issue::WrongLastIssue,
    &wrong_weekday::WrongWeekday,
    &wrongly_decoded_text::WronglyDecodedText,
];
