use super::{Context, Diagnostic, Findings, Rule};
use jiff::civil::Date;

use crate::lint::Severity;

pub(super) struct ImpossibleDate;

impl Rule for ImpossibleDate {
    fn name(&self) -> &'static str {
        "impossible-date"
    }

    fn summary(&self) -> &'static str {
        "A day that no calendar has."
    }

    fn why(&self) -> &'static str {
        "Readers can not come on it."
    }

    fn bad(&self) -> &'static str {
        issue!("The meeting is on June 31.\n")
    }

    fn good(&self) -> &'static str {
        issue!("The meeting is on June 30.\n")
    }

    fn check(&self, context: &Context<'_>, found: &mut Findings) {
        for day in context.days().iter().filter(|day| day.day <= 31) {
            // Of a February whose year is not said, the 29th may be.
            let year = day.year.unwrap_or(2024);
            if Date::new(year, day.month, day.day).is_err() {
                let message = format!("there is no '{}'", context.draft.slice(day.span));
                found.push(Diagnostic::new(self.name(), Severity::Error, day.span, message));
            }
        }
    }
}
