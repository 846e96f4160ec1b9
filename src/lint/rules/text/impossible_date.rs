use crate::lint::rules::{Context, Findings, Meta, Rule};
use jiff::civil::Date;

use crate::lint::Severity;
use crate::profile::parse_day;
use crate::text::Span;

pub(super) struct ImpossibleDate;

const META: Meta = Meta {
    name: "impossible-date",
    severity: Severity::Error,
    summary: "A date does not exist in the calendar.",
    why: "Readers cannot come on that day.",
    bad: issue!("The meeting is on June 31.\n"),
    good: issue!("The meeting is on June 30.\n"),
};

impl Rule for ImpossibleDate {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn keys(&self) -> &'static [&'static str] {
        &["language"]
    }

    fn check(&self, context: &Context<'_>, found: &mut Findings) {
        // `* 2022-02-30 | Berlin`: events that begin with their date.
        for slot in context.outline.slots.iter().filter(|slot| slot.kind.has_days()) {
            let words = context.draft.slice(slot.span);
            let start = words.len() - words.trim_start_matches(['*', '-', '+', ' ', '[']).len();
            let day = words[start..].split([' ', '\t', '|', ',', ':', '\n']).next().unwrap_or_default();
            if is_meant_as_date(day) && parse_day(day).is_none() {
                let place = slot.span.start + start;
                let message = format!("'{day}' is not a date");
                let span = Span::new(place, place + day.len());
                found.push(self.problem(span, message).help("write it as YYYY-MM-DD"));
            }
        }
        // The names of the months are English.
        if !context.profile.language.is_english() {
            return;
        }
        for day in context.days().iter().filter(|day| day.day <= 31) {
            // Without a year, February may have 29 days.
            let year = day.year.unwrap_or(2024);
            if Date::new(year, day.month, day.day).is_err() {
                let message = format!("there is no '{}'", context.draft.slice(day.span));
                found.push(self.problem(day.span, message));
            }
        }
    }
}

/// True for text that was meant as a date of this or the last century: `202-08-30`, `2026-6-9`.
fn is_meant_as_date(word: &str) -> bool {
    let parts: Vec<&str> = word.split('-').collect();
    let is_number = |part: &&str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let is_year =
        |year: &str| (3..=5).contains(&year.len()) && (year.starts_with("20") || year.starts_with("19"));
    parts.len() == 3
        && parts.iter().all(is_number)
        && is_year(parts[0])
        && parts[1..].iter().all(|part| part.len() <= 2)
}
