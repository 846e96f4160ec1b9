//! A new issue made from what the last issues have in common, for newsletters without a template.

mod body;
mod form;
mod front;
mod number;
mod title;

use std::hash::Hash;

use jiff::civil::Date;

use super::template::Values;
use crate::draft::Draft;
use crate::profile::Profile;

pub use number::counted_numbers;

/// A past issue with its date and number.
#[derive(Clone, Copy, Debug)]
pub struct PastDraft<'d> {
    pub draft: &'d Draft,
    pub date: Option<Date>,
    pub number: Option<u32>,
}

impl PastDraft<'_> {
    fn values(&self) -> Values {
        Values { date: self.date, number: self.number }
    }
}

/// Returns the text of a new issue: what most of the past issues have in common, with their dates, weeks and numbers
/// replaced by those of the new one. `past` is in order, the newest last. `None` for fewer than two.
///
/// - The front matter has the keys of most issues. Values that differ are empty, except for their common beginning.
/// - Headings are those of most issues, in their order. The main heading keeps its common beginning.
/// - Paragraphs, list items and comments stay if more than three quarters of the issues with their section have them.
pub fn issue_from_past(
    past: &[PastDraft<'_>],
    profile: &Profile,
    date: Option<Date>,
    number: Option<u32>,
) -> Option<String> {
    let newest = past.last().filter(|_| past.len() > 1)?;
    let values = Values { date, number };
    let mut text = String::new();
    if newest.draft.text().starts_with('\u{feff}') {
        text.push('\u{feff}');
    }
    text.push_str(&front::front_matter(past, profile, values));
    let body = body::body(past, values);
    if !text.trim_start_matches('\u{feff}').is_empty() && !body.is_empty() {
        text.push('\n');
    }
    text.push_str(&body);
    Some(match newest.draft.newline() {
        "\r\n" => text.replace('\n', "\r\n"),
        _ => text,
    })
}

/// The most common value with how often it occurs. Of several, the last one, which is the newest.
fn most_common<T: Eq + Hash>(values: impl IntoIterator<Item = T>) -> Option<(T, usize)> {
    let mut counts: std::collections::HashMap<T, (usize, usize)> = std::collections::HashMap::new();
    for (n, value) in values.into_iter().enumerate() {
        let count = counts.entry(value).or_default();
        *count = (count.0 + 1, n);
    }
    counts.into_iter().max_by_key(|(_, count)| *count).map(|(value, (count, _))| (value, count))
}

#[cfg(test)]
mod tests;
