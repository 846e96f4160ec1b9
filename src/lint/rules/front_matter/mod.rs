//! Rules about the front matter, the file name and the folder.

mod date_mismatch;
mod invalid_front_matter;
mod long_title;
mod misnamed_file;
mod misplaced_file;
mod missing_key;
mod no_front_matter;
mod placeholder_title;
mod published_week;
mod unclosed_front_matter;
mod unreadable_date;
mod wrong_weekday;

use super::Rule;

pub(super) static RULES: &[&dyn Rule] = &[
    &date_mismatch::DateMismatch,
    &invalid_front_matter::InvalidFrontMatter,
    &long_title::LongTitle,
    &misnamed_file::MisnamedFile,
    &misplaced_file::MisplacedFile,
    &missing_key::MissingKey,
    &no_front_matter::NoFrontMatter,
    &placeholder_title::PlaceholderTitle,
    &published_week::PublishedWeek,
    &unclosed_front_matter::UnclosedFrontMatter,
    &unreadable_date::UnreadableDate,
    &wrong_weekday::WrongWeekday,
];
