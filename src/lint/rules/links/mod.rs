//! Rules about links and their addresses.

mod already_sent_link;
mod disagreeing_meeting;
mod doubled_slash;
mod empty_link;
mod missing_source;
mod misspelt_site;
mod not_an_address;
mod other_popular_title;
mod popular_link_not_in_last_issue;
mod repeated_link;
mod shortened_link;
mod source_form;
mod spaced_address;
mod tracking_parameter;
mod truncated_link_text;
mod unclosed_link;
mod undefined_reference;
mod vague_link_text;
mod wrong_last_issue;

use super::Rule;

pub(super) static RULES: &[&dyn Rule] = &[
    &already_sent_link::AlreadySentLink,
    &disagreeing_meeting::DisagreeingMeeting,
    &doubled_slash::DoubledSlash,
    &empty_link::EmptyLink,
    &missing_source::MissingSource,
    &misspelt_site::MisspeltSite,
    &not_an_address::NotAnAddress,
    &other_popular_title::OtherPopularTitle,
    &popular_link_not_in_last_issue::PopularLinkNotInLastIssue,
    &repeated_link::RepeatedLink,
    &shortened_link::ShortenedLink,
    &source_form::SourceForm,
    &spaced_address::SpacedAddress,
    &tracking_parameter::TrackingParameter,
    &truncated_link_text::TruncatedLinkText,
    &unclosed_link::UnclosedLink,
    &undefined_reference::UndefinedReference,
    &vague_link_text::VagueLinkText,
    &wrong_last_issue::WrongLastIssue,
];
