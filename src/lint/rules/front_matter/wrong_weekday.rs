use crate::lint::Severity;
use crate::lint::rules::{Context, Findings, Meta, Rule};
use crate::text::Span;

pub(super) struct WrongWeekday;

const META: Meta = Meta {
    name: "wrong-weekday",
    severity: Severity::Warning,
    summary: "The issue's date is not on the newsletter's weekday.",
    why: "Readers and the mailing service expect the issue on that weekday.",
    bad: "---\nlayout: post\ntitle: \"A lamp\"\ndate: 2026-06-09 07:00:00 -0800\ncategories: weekly\n---\n\n",
    good: issue!(""),
};

impl Rule for WrongWeekday {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn keys(&self) -> &'static [&'static str] {
        &["cadence", "front_matter.date", "weekday"]
    }

    fn bad_path(&self) -> &'static str {
        "_drafts/2026-06-09-draft.md"
    }

    fn check(&self, context: &Context<'_>, found: &mut Findings) {
        let Some(date) = context.issue.date() else {
            return;
        };
        // `date-mismatch` reports dates that differ.
        if context.facts.file_date.is_some_and(|file| file != date) {
            return;
        }
        let Some(expected) = context.weekday().filter(|expected| *expected != date.weekday()) else { return };
        let field = context.date_field().filter(|_| context.issue.front_date() == Some(date));
        let place = field.map_or(Span::at(0), |field| field.value);
        let message = format!("{date} is a {:?}, but issues are published on a {expected:?}", date.weekday());
        found.push(self.problem(place, message));
    }
}
