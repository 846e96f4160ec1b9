use std::fmt;

use jiff::civil::Date;

/// The place of an issue among the others: by its date, or else by its number.
///
/// A newsletter's issues have either dates or numbers; a draft whose path is always the same comes after them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum IssueKey {
    Day(Date),
    Number(u32),
    /// A draft without a date or number in its path: the next issue.
    Next,
}

impl IssueKey {
    pub fn day(self) -> Option<Date> {
        match self {
            IssueKey::Day(day) => Some(day),
            IssueKey::Number(_) | IssueKey::Next => None,
        }
    }

    /// The issue on the command line, such as that of `copydesk new`. Empty for the next one.
    pub fn argument(self) -> String {
        match self {
            IssueKey::Day(day) => day.to_string(),
            IssueKey::Number(number) => number.to_string(),
            IssueKey::Next => String::new(),
        }
    }

    /// The issue in a message: `the issue of 2026-06-01`, `issue 407`, `the next issue`.
    pub fn phrase(self) -> String {
        match self {
            IssueKey::Day(day) => format!("the issue of {day}"),
            IssueKey::Number(number) => format!("issue {number}"),
            IssueKey::Next => "the next issue".to_owned(),
        }
    }
}

impl From<Date> for IssueKey {
    fn from(day: Date) -> IssueKey {
        IssueKey::Day(day)
    }
}

impl fmt::Display for IssueKey {
    /// Formats the date or the number alone, for lists.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            IssueKey::Day(day) => out.pad(&day.to_string()),
            IssueKey::Number(number) => out.pad(&format!("no. {number}")),
            IssueKey::Next => out.pad("next"),
        }
    }
}
