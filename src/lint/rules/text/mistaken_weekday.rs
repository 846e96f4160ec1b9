use crate::lint::Severity;
use crate::lint::rules::{Context, Findings, Meta, Rule};

pub(super) struct MistakenWeekday;

const META: Meta = Meta {
    name: "mistaken-weekday",
    severity: Severity::Warning,
    summary: "A date does not fall on the weekday written before it.",
    why: "One of the two is wrong, and readers come on the wrong day.",
    bad: issue!("The meeting is on Friday, June 13, 2026.\n"),
    good: issue!("The meeting is on Saturday, June 13, 2026.\n"),
};

impl Rule for MistakenWeekday {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn is_about_english(&self) -> bool {
        true
    }

    fn check(&self, context: &Context<'_>, found: &mut Findings) {
        let issue = context.issue.date();
        for day in context.days() {
            let (Some(weekday), Some(date)) = (day.weekday, day.date(issue)) else { continue };
            if date.weekday() != weekday {
                let message = format!("{date} is a {:?}, not a {weekday:?}", date.weekday());
                found.push(self.problem(day.span, message).help("find out which of the two is wrong"));
            }
        }
    }
}
