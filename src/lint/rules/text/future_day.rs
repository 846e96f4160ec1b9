use crate::lint::Severity;
use crate::lint::rules::{Context, Diagnostic, Findings, Meta, Rule};
use crate::lint::values::facts;
use crate::profile::{FactForm, parse_day};

pub(super) struct FutureDay;

const META: Meta = Meta {
    name: "future-day",
    summary: "A release in the fixed text is of a day after the issue's.",
    why: "It is a slip of the hand: what is not out yet can not be the latest.",
    bad: issue!(
        "## Latest Releases\n\n[20260628](https://github.com/adafruit/Adafruit_CircuitPython_Bundle/releases/latest) is the latest Adafruit CircuitPython library bundle.\n"
    ),
    good: issue!(
        "## Latest Releases\n\n[20260528](https://github.com/adafruit/Adafruit_CircuitPython_Bundle/releases/latest) is the latest Adafruit CircuitPython library bundle.\n"
    ),
};

impl Rule for FutureDay {
    fn meta(&self) -> &'static Meta {
        &META
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
