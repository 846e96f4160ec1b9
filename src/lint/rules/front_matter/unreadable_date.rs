use crate::lint::Severity;
use crate::lint::rules::{Context, Findings, Meta, Rule};

pub(super) struct UnreadableDate;

const META: Meta = Meta {
    name: "unreadable-date",
    severity: Severity::Error,
    summary: "The date in the front matter is not a date.",
    why: "An issue without a date is not published.",
    bad: "---\nlayout: post\ntitle: \"A lamp\"\ndate: June 8th\ncategories: weekly\n---\n\n",
    good: issue!(""),
};

impl Rule for UnreadableDate {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn keys(&self) -> &'static [&'static str] {
        &["front_matter.date", "front_matter.date_form"]
    }

    fn check(&self, context: &Context<'_>, found: &mut Findings) {
        let text = context.draft.text();
        let field = context.date_field();
        if let Some(field) = field
            && !field.decoded(text).trim().is_empty()
            && context.issue.front_date().is_none()
            && context.profile.tokens(field.decoded(text)).next().is_none()
        {
            let message = format!("'{}' is not a date", field.decoded(text));
            let form =
                context.profile.front_matter.date_form.as_ref().map_or("YYYY-MM-DD", |form| form.form());
            found.push(self.problem(field.value, message).help(format!("write it as {form}")));
        }
    }
}
