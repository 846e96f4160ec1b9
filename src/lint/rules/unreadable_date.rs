use super::{Context, Diagnostic, Findings, Rule};
use crate::lint::Severity;

pub(super) struct UnreadableDate;

impl Rule for UnreadableDate {
    fn name(&self) -> &'static str {
        "unreadable-date"
    }

    fn summary(&self) -> &'static str {
        "The front matter's date is no date."
    }

    fn why(&self) -> &'static str {
        "An issue without a day is not published on it."
    }

    fn bad(&self) -> &'static str {
        "---\nlayout: post\ntitle: \"A lamp\"\ndate: June 8th\ncategories: weekly\n---\n\n"
    }

    fn good(&self) -> &'static str {
        issue!("")
    }

    fn check(&self, context: &Context<'_>, found: &mut Findings) {
        let text = context.draft.text();
        let field = context.date_field();
        if let Some(field) = field
            && !field.read(text).trim().is_empty()
            && context.issue.front_date().is_none()
            && context.profile.tokens(field.read(text)).next().is_none()
        {
            let message = format!("'{}' is no date", field.read(text));
            found.push(
                Diagnostic::new(self.name(), Severity::Error, field.value, message)
                    .help("write it as YYYY-MM-DD"),
            );
        }
    }
}
