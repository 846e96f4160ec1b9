//! Rules about the page that the site's generator makes of the draft. Each fault has its place in the draft.

mod accidental_table;
mod changed_address;
mod dead_anchor;
mod heading_as_text;
mod illegal_feed_character;
mod leftover_marker;
mod list_as_text;
mod omitted_html;
mod repeated_heading_id;
mod unclosed_element;
mod unread_markdown;
mod visible_asterisk;
mod visible_backslash;

use super::Rule;

pub(super) static RULES: &[&dyn Rule] = &[
    &accidental_table::AccidentalTable,
    &changed_address::ChangedAddress,
    &dead_anchor::DeadAnchor,
    &heading_as_text::HeadingAsText,
    &illegal_feed_character::IllegalFeedCharacter,
    &leftover_marker::LeftoverMarker,
    &list_as_text::ListAsText,
    &omitted_html::OmittedHtml,
    &repeated_heading_id::RepeatedHeadingId,
    &unclosed_element::UnclosedElement,
    &unread_markdown::UnreadMarkdown,
    &visible_asterisk::VisibleAsterisk,
    &visible_backslash::VisibleBackslash,
];
