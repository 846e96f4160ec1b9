use crate::lint::Severity;
use crate::lint::rules::{Context, Findings, Meta, Rule};

pub(super) struct PlaceholderTitle;

const META: Meta = Meta {
    name: "placeholder-title",
    severity: Severity::Error,
    summary: "The title is still the template's.",
    why: "It becomes the subject of the mail.",
    bad: "---\nlayout: post\ntitle: \"Featured story title here!\"\ndate: 2026-06-08 07:00:00 -0800\ncategories: weekly\n---\n\n",
    good: issue!(""),
};

impl Rule for PlaceholderTitle {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn severities_in_draft(&self) -> &'static [Severity] {
        &[Severity::Warning]
    }

    fn keys(&self) -> &'static [&'static str] {
        &["front_matter.title", "front_matter.title_placeholders"]
    }

    fn check(&self, context: &Context<'_>, found: &mut Findings) {
        let text = context.draft.text();
        let field = context.title_field();
        if let Some(field) = field
            && context
                .profile
                .front_matter
                .title_placeholders
                .iter()
                .any(|title| title == field.decoded(text).trim())
        {
            found.push(
                self.problem(field.value, "the title is still the template's")
                    .severity(context.severity_of_unwritten()),
            );
        }
    }
}
