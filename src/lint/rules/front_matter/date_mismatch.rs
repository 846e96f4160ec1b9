use crate::lint::Severity;
use crate::lint::rules::{Context, Findings, FixKind, Meta, Rule};
use crate::profile::FrontDateMeaning;
use crate::text::Edits;

pub(super) struct DateMismatch;

const META: Meta = Meta {
    name: "date-mismatch",
    severity: Severity::Error,
    summary: "The front matter and the file name have different dates.",
    why: "The site sorts by one of them, and people look for the other.",
    bad: "---\nlayout: post\ntitle: \"A lamp\"\ndate: 2026-06-01 07:00:00 -0800\ncategories: weekly\n---\n\n",
    good: issue!(""),
};

impl Rule for DateMismatch {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn fixes(&self) -> &'static [FixKind] {
        &[FixKind::Suggestion]
    }

    fn keys(&self) -> &'static [&'static str] {
        &["front_matter.date", "front_matter.date_is"]
    }

    fn check(&self, context: &Context<'_>, found: &mut Findings) {
        let keys = &context.profile.front_matter;
        if keys.date_is == FrontDateMeaning::PublishingTime {
            return;
        }
        let Some(front) = context.issue.front_date() else { return };
        let Some(file) = context.facts.file_date.filter(|file| *file != front) else { return };
        // In some newsletters, the front matter has the day of publication, and the name that of the week.
        if !context.has_one_date_usually() {
            return;
        }
        let text = context.draft.text();
        let Some(field) = context.date_field() else { return };
        let value = field.decoded(text);
        let Some(old) = keys.read_date(value) else { return };
        let day = field.span_of(old.span, text);
        let message = format!("the front matter says {front}, the file name {file}");
        let one = self.problem(day.unwrap_or(field.value), message).help("change the one that is wrong");
        found.push(match day {
            Some(day) => one.suggest(Edits::replace(day, keys.write_date(old.span.of(value), file))),
            None => one,
        });
    }
}
