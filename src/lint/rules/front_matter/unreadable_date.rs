use crate::lint::Severity;
use crate::lint::rules::{Context, Findings, Meta, Rule};

pub(super) struct UnreadableDate;

const META: Meta = Meta {
    name: "unreadable-date",
    severity: Severity::Error,
    summary: "The date in the front matter is not a date, or what follows it is not a time.",
    why: "An issue without a date is not published, and a wrong time stops the site or is ignored.",
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
        let Some(field) = context.date_field() else { return };
        let value = field.decoded(text);
        let keys = &context.profile.front_matter;
        if value.trim().is_empty() || context.profile.tokens(value).next().is_some() {
            return;
        }
        if context.issue.front_date().is_none() {
            let form = keys.date_form.as_ref().map_or("YYYY-MM-DD", |form| form.form());
            let problem = self.problem(field.value, format!("'{value}' is not a date"));
            found.push(problem.help(format!("write it as {form}")));
        } else if let Some(rest) = keys.after_date(value) {
            // Jekyll stops at an impossible time, and takes midnight in place of other words.
            let place = field.span_of(rest, text).unwrap_or(field.value);
            let problem = self.problem(place, format!("'{}' after the date is not a time", rest.of(value)));
            found.push(problem.help("write the time as HH:MM:SS, such as 07:00:00 -0800, or remove it"));
        }
    }
}
