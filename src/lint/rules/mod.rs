//! The rules: one file each, and one line in [`RULES`].

mod byte_order_mark;
mod conflict_marker;
mod contradicted_tick;
mod control_character;
mod date_mismatch;
mod double_space;
mod doubled_punctuation;
mod empty_link;
mod foreign_image;
mod hidden_character;
mod house_style;
mod invalid_front_matter;
mod leftover_placeholder;
mod missing_image;
mod missing_key;
mod misspelt_word;
mod mixed_line_endings;
mod no_front_matter;
mod not_an_address;
mod placeholder_title;
mod repeated_event;
mod repeated_link;
mod repeated_section;
mod repeated_word;
mod shortened_link;
mod shouting_heading;
mod skipped_heading_level;
mod spaced_address;
mod stale_event;
mod stray_backtick;
mod stray_emphasis;
mod tracking_parameter;
mod unclosed_front_matter;
mod unclosed_link;
mod undefined_reference;
mod unreadable_date;
mod unreadable_image;
mod untouched_slot;
mod vague_link_text;
mod wide_image;
mod wrong_weekday;
mod wrongly_decoded_text;

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
    &byte_order_mark::ByteOrderMark,
    &conflict_marker::ConflictMarker,
    &contradicted_tick::ContradictedTick,
    &control_character::ControlCharacter,
    &date_mismatch::DateMismatch,
    &double_space::DoubleSpace,
    &doubled_punctuation::DoubledPunctuation,
    &empty_link::EmptyLink,
    &foreign_image::ForeignImage,
    &hidden_character::HiddenCharacter,
    &house_style::HouseStyle,
    &invalid_front_matter::InvalidFrontMatter,
    &leftover_placeholder::LeftoverPlaceholder,
    &missing_image::MissingImage,
    &missing_key::MissingKey,
    &misspelt_word::MisspeltWord,
    &mixed_line_endings::MixedLineEndings,
    &no_front_matter::NoFrontMatter,
    &not_an_address::NotAnAddress,
    &placeholder_title::PlaceholderTitle,
    &repeated_event::RepeatedEvent,
    &repeated_link::RepeatedLink,
    &repeated_section::RepeatedSection,
    &repeated_word::RepeatedWord,
    &shortened_link::ShortenedLink,
    &shouting_heading::ShoutingHeading,
    &skipped_heading_level::SkippedHeadingLevel,
    &spaced_address::SpacedAddress,
    &stale_event::StaleEvent,
    &stray_backtick::StrayBacktick,
    &stray_emphasis::StrayEmphasis,
    &tracking_parameter::TrackingParameter,
    &unclosed_front_matter::UnclosedFrontMatter,
    &unclosed_link::UnclosedLink,
    &undefined_reference::UndefinedReference,
    &unreadable_date::UnreadableDate,
    &unreadable_image::UnreadableImage,
    &untouched_slot::UntouchedSlot,
    &vague_link_text::VagueLinkText,
    &wide_image::WideImage,
    &wrong_weekday::WrongWeekday,
    &wrongly_decoded_text::WronglyDecodedText,
];

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use jiff::civil::{Weekday, date};

    use crate::draft::Draft;
    use crate::lint::{Context, Facts, ImageFact, ImageInfo, check};
    use crate::outline::Outline;
    use crate::profile::built_in;

    use super::*;

    /// The world that every example lives in: the issue of Monday 2026-06-08 with four images.
    fn facts() -> Facts {
        let known = |width| {
            let info = ImageInfo {
                width,
                height: 300,
                bytes: 9_000,
                frames: 1,
                format: "JPEG",
                ..ImageInfo::default()
            };
            ImageFact::Known(info)
        };
        let images = HashMap::from([
            ("../assets/20260608/20260608lamp.jpg".to_owned(), known(550)),
            ("../assets/20260601/20260601lamp.jpg".to_owned(), known(550)),
            ("../assets/20260608/20260608wide.jpg".to_owned(), known(800)),
            ("../assets/20260608/20260608lost.jpg".to_owned(), ImageFact::Missing { nearest: None }),
            (
                "../assets/20260608/20260608torn.jpg".to_owned(),
                ImageFact::Unreadable { why: "is torn".into() },
            ),
        ]);
        Facts {
            file_date: Some(date(2026, 6, 8)),
            has_file: true,
            weekday: Some(Weekday::Monday),
            images,
            has_assets: true,
            ..Facts::default()
        }
    }

    fn finds(text: &str, rule: &str) -> bool {
        let profile = built_in("circuitpython").unwrap();
        let draft = Draft::parse(text);
        let outline = Outline::new(&draft, &profile);
        let context = Context { draft: &draft, outline: &outline, profile: &profile, facts: &facts() };
        check(&context).iter().any(|found| found.rule == rule)
    }

    #[test]
    fn every_rule_is_documented_and_its_examples_hold() {
        for rule in RULES {
            let name = rule.name();
            assert!(name.chars().all(|c| c.is_ascii_lowercase() || c == '-'), "{name}");
            assert!(!rule.summary().is_empty() && !rule.why().is_empty(), "{name}");
            assert!(finds(rule.bad(), name), "{name} does not find fault with its bad example");
            assert!(!finds(rule.good(), name), "{name} finds fault with its good example");
        }
        let names: Vec<&str> = RULES.iter().map(|rule| rule.name()).collect();
        assert!(names.is_sorted(), "the table is in the order of the names");
    }
}
