use super::{Context, Diagnostic, Findings, Rule};
use crate::lint::Severity;
use crate::text::Span;

pub(super) struct WrongWeekday;

impl Rule for WrongWeekday {
    fn name(&self) -> &'static str {
        "wrong-weekday"
    }

    fn summary(&self) -> &'static str {
        "The issue's day is not the newsletter's weekday."
    }

    fn why(&self) -> &'static str {
        "Readers and the mailing service expect the issue on its day."
    }

    fn bad(&self) -> &'static str {
        "---\nlayout: post\ntitle: \"A lamp\"\ndate: 2026-06-09 07:00:00 -0800\ncategories: weekly\n---\n\n"
    }

    fn good(&self) -> &'static str {
        issue!("")
    }

    fn bad_path(&self) -> &'static str {
        "_drafts/2026-06-09-draft.md"
    }

    fn check(&self, context: &Context<'_>, found: &mut Findings) {
        let Some(date) = context.issue.date() else {
            return;
        };
        // Where two dates disagree, that has a rule of its own.
        if context.facts.file_date.is_some_and(|file| file != date) {
            return;
        }
        let Some(wanted) = context.weekday().filter(|wanted| *wanted != date.weekday()) else { return };
        let field = context.date_field();
        let place = field.map_or(Span::at(0), |field| field.value);
        let message = format!("{date} is a {:?}, and issues carry a {wanted:?}", date.weekday());
        found.push(Diagnostic::new(self.name(), Severity::Warning, place, message));
    }
}
