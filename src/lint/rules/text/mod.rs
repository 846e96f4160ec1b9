//! Rules about words, characters and numbers.

mod active_content;
mod broken_code;
mod byte_order_mark;
mod conflict_marker;
mod control_character;
mod decreased_value;
mod disagreeing_values;
mod double_space;
mod doubled_punctuation;
mod future_day;
mod hidden_character;
mod house_style;
mod impossible_date;
mod malformed_value;
mod miscounted_list;
mod misspelt_word;
mod mistaken_weekday;
mod mixed_line_endings;
mod repeated_word;
mod shouting_heading;
mod stale_weekday;
mod stray_backtick;
mod stray_emphasis;
mod unbalanced_bracket;
mod unbalanced_quote;
mod unknown_tag;
mod wrongly_decoded_text;

use super::Rule;

pub(super) static RULES: &[&dyn Rule] = &[
    &active_content::ActiveContent,
    &broken_code::BrokenCode,
    &byte_order_mark::ByteOrderMark,
    &conflict_marker::ConflictMarker,
    &control_character::ControlCharacter,
    &decreased_value::DecreasedValue,
    &disagreeing_values::DisagreeingValues,
    &double_space::DoubleSpace,
    &doubled_punctuation::DoubledPunctuation,
    &future_day::FutureDay,
    &hidden_character::HiddenCharacter,
    &house_style::HouseStyle,
    &impossible_date::ImpossibleDate,
    &malformed_value::MalformedValue,
    &miscounted_list::MiscountedList,
    &misspelt_word::MisspeltWord,
    &mistaken_weekday::MistakenWeekday,
    &mixed_line_endings::MixedLineEndings,
    &repeated_word::RepeatedWord,
    &shouting_heading::ShoutingHeading,
    &stale_weekday::StaleWeekday,
    &stray_backtick::StrayBacktick,
    &stray_emphasis::StrayEmphasis,
    &unbalanced_bracket::UnbalancedBracket,
    &unbalanced_quote::UnbalancedQuote,
    &unknown_tag::UnknownTag,
    &wrongly_decoded_text::WronglyDecodedText,
];
