use jiff::civil::Weekday;

use crate::lint::Severity;
use crate::lint::rules::{Context, Findings, FixKind, Meta, Rule};
use crate::text::Edits;

pub(super) struct StaleWeekday;

const META: Meta = Meta {
    name: "stale-weekday",
    severity: Severity::Warning,
    summary: "The text gives another weekday of publication than the issue's.",
    why: "The newsletter moved to another day, and the template's text was not changed.",
    bad: issue!("This is a newsletter for builders of lamps, sent every Tuesday.\n"),
    good: issue!(
        "This is a newsletter for builders of lamps, sent every Monday. The lamp show is on every Tuesday.\n"
    ),
};

impl Rule for StaleWeekday {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn fixes(&self) -> &'static [FixKind] {
        &[FixKind::Suggestion]
    }

    fn is_about_english(&self) -> bool {
        true
    }

    fn check(&self, context: &Context<'_>, found: &mut Findings) {
        // `date-mismatch` reports dates that differ.
        let date = context.issue.date();
        let date = date.filter(|date| context.facts.file_date.is_none_or(|file| file == *date));
        let Some(day) = date.map(|date| date.weekday()) else { return };
        for pair in context.words().windows(2) {
            let [every, name] = pair else { continue };
            let Some(stated) = weekday(name.text).filter(|stated| *stated != day) else { continue };
            if !every.text.eq_ignore_ascii_case("every") || !is_about_newsletter(context, every.span.start) {
                continue;
            }
            let message = format!("the issue's date is a {day:?}, but this says every {stated:?}");
            found.push(
                self.problem(name.span, message)
                    .help("correct it in the template too")
                    .suggest(Edits::replace(name.span, format!("{day:?}"))),
            );
        }
    }
}

/// True if the sentence up to an offset is about the newsletter. Events have other days.
fn is_about_newsletter(context: &Context<'_>, at: usize) -> bool {
    let text = context.draft.text();
    let start = (at.saturating_sub(LONGEST_SENTENCE)..at).find(|start| text.is_char_boundary(*start));
    let before = start.map_or("", |start| &text[start..at]);
    let before = before.rsplit('\n').next().unwrap_or(before);
    let sentence = before.rsplit(". ").next().unwrap_or(before);
    sentence.to_ascii_lowercase().contains("newsletter")
}

/// The number of bytes that are searched for the beginning of the sentence.
const LONGEST_SENTENCE: usize = 400;

fn weekday(word: &str) -> Option<Weekday> {
    let names = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
    let at = names.iter().position(|name| word.eq_ignore_ascii_case(name))?;
    Weekday::from_monday_zero_offset(at as i8).ok()
}
