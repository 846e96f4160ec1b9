//! The library report: plain text with the parts that meeting notes include as their state.

use super::notes::sections::sections;
use super::notes::typed::typed;
use super::notes::{Dated, State, date_in, releases, report_torn_end, sorted, state, statistics};
use super::recognise::expect;
use super::{Kind, Reading, Refusal, Remark};
use crate::profile::grammar::{Grammar, Part};

/// The content of the report.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LibraryReport {
    /// The day on which it was generated.
    pub date: Option<Dated>,
    pub state: State,
}

/// Reads a library report.
///
/// # Errors
///
/// If the text is empty, the profile has no grammar, or no part of such a report is found.
pub fn read(text: &str, grammar: &Grammar) -> Result<Reading<LibraryReport>, Refusal> {
    match expect(Kind::Report, text, grammar) {
        // Notes include the report.
        Ok(()) | Err(Refusal::LooksLike { found: Kind::Notes, .. }) => {}
        Err(refusal) => return Err(refusal),
    }
    if grammar.notes.titles.is_empty() {
        return Err(Refusal::NoGrammar(Kind::Report));
    }
    let text = &*typed(text);
    let sections = sections(text, &grammar.notes);
    if !sections.iter().any(|section| section.part.is_of_state()) {
        return Err(Refusal::Nothing(Kind::Report));
    }
    let mut remarks = Vec::new();
    let mut value = LibraryReport { date: None, state: statistics::read(&sections, &mut remarks) };
    releases::read(&sections, &mut value.state);
    let opening = sections.iter().filter(|section| section.part == Part::Opening);
    value.date = opening.flat_map(|section| section.lines().take(50)).find_map(|line| {
        let has_date = grammar.notes.state.date.iter().any(|date| date.strip_from(line.text()).is_some());
        let day = has_date.then(|| date_in(line.text())).flatten()?;
        Some(Dated { day, line: line.number, doubt: None })
    });
    remarks.push(match &value.date {
        Some(date) => Remark::found(date.line, format!("the report of {}", date.day)),
        None => Remark::missing("the day of the report"),
    });
    state::report(&value.state, &grammar.notes.state, &mut remarks);
    report_torn_end(text, &mut remarks);
    Ok(Reading { value, remarks: sorted(remarks) })
}
