use crate::lint::Severity;
use crate::lint::rules::{Context, Diagnostic, Findings, Meta, Rule};

pub(super) struct UnreadableDate;

const META: Meta = Meta {
    name: "unreadable-date",
    summary: "The front matter's date is no date.",
    why: "An issue without a day is not published on it.",
    bad: "---\nlayout: post\ntitle: \"A lamp\"\ndate: June 8th\ncategories: weekly\n---\n\n",
    good: issue!(""),
};

impl Rule for UnreadableDate {
    fn meta(&self) -> &'static Meta {
        &META
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
