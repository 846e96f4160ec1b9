use crate::lint::Severity;
use crate::lint::rules::{Context, Findings, Meta, Rule};
use crate::lint::values::facts;
use crate::profile::{FactForm, parse_day};

pub(super) struct FutureDay;

const META: Meta = Meta {
    name: "future-day",
    severity: Severity::Error,
    summary: "A release in the fixed text has a later date than the issue.",
    why: "It is a typing error: the latest release cannot be in the future.",
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
        // `date-mismatch` reports dates that differ. The later one is the safe choice here.
        let front = context.issue.front_date();
        let Some(issue) = front.max(context.facts.file_date) else { return };
        for fact in facts(context).filter(|fact| fact.form == FactForm::Day) {
            for span in &fact.field.spans {
                if let Some(day) = parse_day(context.draft.slice(*span)).filter(|day| *day > issue) {
                    let message =
                        format!("{} has the date {day}, after this issue's {issue}", fact.field.name);
                    found.push(self.problem(*span, message).help("write the date of the latest release"));
                }
            }
        }
    }
}
