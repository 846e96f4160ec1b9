use crate::lint::Severity;
use crate::lint::events::years;
use crate::lint::rules::{Context, Findings, Meta, Rule};

pub(super) struct WrongEventYear;

const META: Meta = Meta {
    name: "wrong-event-year",
    severity: Severity::Error,
    summary: "An event is listed under another year than its own.",
    why: "Readers look for it a year too early or too late.",
    bad: issue!(
        "## Upcoming Events\n\n**Coming in 2027**\n\n* [Lamp Days](https://example.org/days) are on May 23rd and 24th, 2028 in Town.\n"
    ),
    good: issue!(
        "## Upcoming Events\n\n**Coming in 2027**\n\n* [Lamp Days](https://example.org/days) are on May 23rd and 24th, 2027 in Town.\n"
    ),
};

impl Rule for WrongEventYear {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn severities(&self) -> &'static [Severity] {
        &[Severity::Error, Severity::Warning]
    }

    fn check(&self, context: &Context<'_>, found: &mut Findings) {
        let draft = context.draft;
        let issue = context.issue.date();
        for list in years(context) {
            if let Some(issue) = issue.filter(|issue| list.year < issue.year()) {
                let message = format!("{} is over, this is an issue of {}", list.year, issue.year());
                found.push(self.problem(list.label, message).severity(Severity::Warning));
                continue;
            }
            for slot in list.slots {
                // A year that is not written is only a guess.
                let is_written = |year: i16| draft.slice(slot.span).contains(&year.to_string());
                if let Some((first, last)) = slot.dates(context.issue.date())
                    && first.year() != list.year
                    && last.year() != list.year
                    && is_written(last.year())
                    && !is_written(list.year)
                {
                    let message =
                        format!("'{}' is in {}, but is listed under {}", slot.title, last.year(), list.year);
                    found.push(
                        self.problem(slot.span, message)
                            .help("correct its year, or list it under the right one"),
                    );
                }
            }
        }
    }
}
