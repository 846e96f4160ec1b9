use std::path::Path;

use crate::lint::Severity;
use crate::lint::rules::{Context, Findings, Meta, Rule};
use crate::text::Span;

pub(super) struct PublishedWeek;

const META: Meta = Meta {
    name: "published-week",
    severity: Severity::Error,
    summary: "An issue of that date was already published.",
    why: "Nobody reads what is added to it, or a week is published twice.",
    bad: "---\nlayout: post\ntitle: \"A lamp\"\ndate: 2026-06-01 07:00:00 -0800\ncategories: weekly\n---\n\n",
    good: issue!(""),
};

impl Rule for PublishedWeek {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn severities(&self) -> &'static [Severity] {
        &[Severity::Error, Severity::Warning]
    }

    fn severities_in_draft(&self) -> &'static [Severity] {
        &[Severity::Warning]
    }

    fn keys(&self) -> &'static [&'static str] {
        &["files.posts", "front_matter.date"]
    }

    fn check(&self, context: &Context<'_>, found: &mut Findings) {
        let Some((day, post)) = &context.facts.published else { return };
        if context.issue.date() != Some(*day) {
            return;
        }
        let field = context.date_field().filter(|_| context.issue.front_date() == Some(*day));
        let place = field.map_or(Span::at(0), |field| field.value);
        // If both are published, either can be the mistake.
        let posts = &context.profile.files.posts;
        let is_post = context.facts.path.as_deref().is_some_and(|path| posts.is_place_of(Path::new(path)));
        let severity = if is_post { Severity::Warning } else { context.facts.stage.severity() };
        let message = format!("the issue of {day} was already published: {post}");
        found.push(
            self.problem(place, message)
                .severity(severity)
                .help("write into the next issue's draft, or change the date"),
        );
    }
}
