use crate::lint::Severity;
use crate::lint::rules::{Context, Diagnostic, Findings, Meta, Rule};
use crate::text::Span;

pub(super) struct PublishedWeek;

const META: Meta = Meta {
    name: "published-week",
    summary: "An issue of that day went out already.",
    why: "What is written into it is read by nobody, or a week goes out twice.",
    bad: "---\nlayout: post\ntitle: \"A lamp\"\ndate: 2026-06-01 07:00:00 -0800\ncategories: weekly\n---\n\n",
    good: issue!(""),
};

impl Rule for PublishedWeek {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, context: &Context<'_>, found: &mut Findings) {
        let Some((day, post)) = &context.facts.published else { return };
        if context.issue.date() != Some(*day) {
            return;
        }
        let place = context.date_field().map_or(Span::at(0), |field| field.value);
        // Of two that went out, nobody knows which is the mistake.
        let is_post =
            context.facts.place().is_some_and(|(folder, _)| folder == context.profile.files.posts.folder());
        let severity = if is_post { Severity::Warning } else { context.facts.stage.severity() };
        let message = format!("the issue of {day} went out already: {post}");
        found.push(
            Diagnostic::new(self.name(), severity, place, message)
                .help("write into the next issue's draft, or change the date"),
        );
    }
}
