use super::{Context, Diagnostic, Findings, Rule};
use crate::lint::Severity;
use crate::outline::day_of;
use crate::text::Edits;

pub(super) struct DateMismatch;

impl Rule for DateMismatch {
    fn name(&self) -> &'static str {
        "date-mismatch"
    }

    fn summary(&self) -> &'static str {
        "The front matter and the file name give different days."
    }

    fn why(&self) -> &'static str {
        "The site sorts by the one, and everybody looks for the other."
    }

    fn bad(&self) -> &'static str {
        "---\nlayout: post\ntitle: \"A lamp\"\ndate: 2026-06-01 07:00:00 -0800\ncategories: weekly\n---\n\n"
    }

    fn good(&self) -> &'static str {
        issue!("")
    }

    fn check(&self, context: &Context<'_>, found: &mut Findings) {
        let Some(front) = context.issue.front_date() else { return };
        let Some(file) = context.facts.file_date.filter(|file| *file != front) else { return };
        let text = context.draft.text();
        let field = context.date_field();
        let Some(field) = field else { return };
        let day = field.place_of(day_of(field.read(text)), text);
        let message = format!("the front matter says {front}, the file name {file}");
        let one = Diagnostic::new(self.name(), Severity::Error, day.unwrap_or(field.value), message)
            .help("change the one that is wrong");
        found.push(match day {
            Some(day) => one.suggest(Edits::replace(day, file.to_string())),
            None => one,
        });
    }
}
