use super::{Context, Diagnostic, Findings, Rule};
use crate::lint::Severity;

pub(super) struct MistakenWeekday;

impl Rule for MistakenWeekday {
    fn name(&self) -> &'static str {
        "mistaken-weekday"
    }

    fn summary(&self) -> &'static str {
        "A date does not fall on the weekday that stands before it."
    }

    fn why(&self) -> &'static str {
        "One of the two is wrong, and readers come on the wrong day."
    }

    fn bad(&self) -> &'static str {
        issue!("The meeting is on Friday, June 13, 2026.\n")
    }

    fn good(&self) -> &'static str {
        issue!("The meeting is on Saturday, June 13, 2026.\n")
    }

    fn check(&self, context: &Context<'_>, found: &mut Findings) {
        let issue = context.issue.date();
        for day in context.days() {
            let (Some(weekday), Some(date)) = (day.weekday, day.date(issue)) else { continue };
            if date.weekday() != weekday {
                let message = format!("{date} is a {:?}, not a {weekday:?}", date.weekday());
                found.push(
                    Diagnostic::new(self.name(), Severity::Warning, day.span, message)
                        .help("look up which of the two is wrong"),
                );
            }
        }
    }
}
