use super::{Context, Diagnostic, Findings, Rule};
use crate::lint::Severity;
use crate::lint::values::facts;
use crate::profile::{FactForm, parse_day};

pub(super) struct FutureDay;

impl Rule for FutureDay {
    fn name(&self) -> &'static str {
        "future-day"
    }

    fn summary(&self) -> &'static str {
        "A release in the fixed text is of a day after the issue's."
    }

    fn why(&self) -> &'static str {
        "It is a slip of the hand: what is not out yet can not be the latest."
    }

    fn bad(&self) -> &'static str {
        issue!(
            "## Latest Releases\n\n[20260628](https://github.com/adafruit/Adafruit_CircuitPython_Bundle/releases/latest) is the latest Adafruit CircuitPython library bundle.\n"
        )
    }

    fn good(&self) -> &'static str {
        issue!(
            "## Latest Releases\n\n[20260528](https://github.com/adafruit/Adafruit_CircuitPython_Bundle/releases/latest) is the latest Adafruit CircuitPython library bundle.\n"
        )
    }

    fn check(&self, context: &Context<'_>, found: &mut Findings) {
        // Where the two differ, one of them is a slip that has a rule of its own.
        let front = context.issue.front_date();
        let Some(issue) = front.max(context.facts.file_date) else { return };
        for fact in facts(context).filter(|fact| fact.form == FactForm::Day) {
            for span in &fact.field.spans {
                if let Some(day) = parse_day(context.draft.slice(*span)).filter(|day| *day > issue) {
                    let message = format!("{} is of {day}, after this issue of {issue}", fact.field.name);
                    found.push(
                        Diagnostic::new(self.name(), Severity::Error, *span, message)
                            .help("write the day of the newest one that is out"),
                    );
                }
            }
        }
    }
}
