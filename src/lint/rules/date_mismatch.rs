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
        let Some(day) = field.place_of(day_of(field.read(text)), text) else { return };
        found.push(
            Diagnostic::new(
                self.name(),
                Severity::Error,
                day,
                format!("the front matter says {front}, the file name {file}"),
            )
            .help("change the one that is wrong")
            .suggest(Edits::replace(day, file.to_string())),
        );
    }
}
