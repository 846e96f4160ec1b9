use crate::lint::Severity;
use crate::lint::archive::contradicts;
use crate::lint::rules::{Context, Findings, Meta, Rule};
use crate::text::Span;

pub(super) struct MissingKey;

const META: Meta = Meta {
    name: "missing-key",
    severity: Severity::Error,
    summary: "The front matter lacks a key that every issue has, or its value is empty.",
    why: "The site publishes an issue without it in the wrong place, or not at all.",
    bad: "---\nlayout: post\ntitle: \"A lamp\"\ndate: 2026-06-08 07:00:00 -0800\n---\n\n",
    good: issue!(""),
};

impl Rule for MissingKey {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn severities_in_draft(&self) -> &'static [Severity] {
        &[Severity::Error, Severity::Warning]
    }

    fn keys(&self) -> &'static [&'static str] {
        &["front_matter.required"]
    }

    fn check(&self, context: &Context<'_>, found: &mut Findings) {
        let Some(front) = context.draft.front_matter() else { return };
        let archive = &context.facts.archive;
        let required = context.profile.front_matter.required.iter();
        // A key that the last issues did not have is not required.
        for key in required.filter(|key| !contradicts(archive, |issue| issue.has_key(&key.to_lowercase()))) {
            let value = front.value(key, context.draft.text());
            if value.is_none_or(str::is_empty) {
                let place = value.and_then(|_| front.field(key)).map_or(front.content, |field| field.key);
                let place = Span::new(
                    place.start,
                    place.start + context.draft.slice(place).find('\n').unwrap_or(place.len()),
                );
                found.push(match value {
                    None => self.problem(place, format!("the front matter has no '{key}'")),
                    // As `copydesk new` leaves what only a person can write, such as the title.
                    Some(_) => self
                        .problem(place, format!("the front matter's '{key}' is empty"))
                        .severity(context.severity_of_unwritten()),
                });
            }
        }
    }
}
