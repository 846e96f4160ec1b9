use crate::lint::rules::{Context, Findings, Meta, Rule};
use crate::lint::{Severity, list};
use crate::text::Span;

pub(super) struct MissingSection;

const META: Meta = Meta {
    name: "missing-section",
    severity: Severity::Warning,
    summary: "A section that every issue has is missing.",
    why: "Readers look for it, and it was probably lost in an edit.",
    bad: issue!(
        "## Upcoming Events\n\n* [Lamp Days](https://example.org/days) are on June 23, 2026 in Town.\n"
    ),
    good: issue!(
        "## News From Around the Web\n\nSee there.\n\n## CircuitPython Libraries\n\nSee there.\n\n## Upcoming Events\n\nSee there.\n\n## Latest Releases\n\nSee there.\n\n## ICYMI\n\nSee there.\n\n## Contribute\n\nSee there.\n\n"
    ),
};

impl Rule for MissingSection {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn severities_in_draft(&self) -> &'static [Severity] {
        &[]
    }

    fn keys(&self) -> &'static [&'static str] {
        &["sections.required"]
    }

    fn check(&self, context: &Context<'_>, found: &mut Findings) {
        // Contributors who add a story need not complete the issue.
        if !context.goes_out() || context.has_unknown_habits() {
            return;
        }
        // Sections that the newsletter's template does not have are not required.
        let template = context.facts.template.as_ref();
        let is_expected = |id: &str| template.is_none_or(|template| template.rank(id).is_some());
        let required =
            context.profile.sections.iter().filter(|section| section.required && is_expected(&section.id));
        let missing: Vec<String> = required
            .filter(|section| context.outline.find(&section.id).is_none())
            .map(|section| format!("'{}'", section.title))
            .collect();
        if missing.is_empty() {
            return;
        }
        let (noun, verb) = if missing.len() == 1 { ("section", "is") } else { ("sections", "are") };
        let message = format!("the {noun} {} {verb} missing", list(missing.into_iter(), 6));
        let place = Span::at(context.draft.body());
        found.push(self.problem(place, message).help("copy the missing sections from the template"));
    }
}
