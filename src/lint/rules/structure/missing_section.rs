use crate::lint::rules::{Context, Findings, Meta, Rule};
use crate::lint::template::main_sections;
use crate::lint::{Severity, list};
use crate::profile;
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
        let missing: Vec<&profile::Section> =
            required.filter(|section| context.outline.find(&section.id).is_none()).collect();
        let Some(first) = missing.first() else { return };
        let (noun, verb) = if missing.len() == 1 { ("section", "is") } else { ("sections", "are") };
        let names = missing.iter().map(|section| format!("'{}'", section.title));
        let message = format!("the {noun} {} {verb} missing", list(names, 6));
        let copy = "copy the missing sections from the template";
        found.push(match Neighbour::new(context, &first.id) {
            Some(Neighbour { heading, side, title }) => {
                let help = format!("{copy}; the place of '{}' is {side} '{title}'", first.title);
                self.problem(heading, message).help(help)
            }
            None => self.problem(Span::at(context.draft.body()), message).help(copy),
        });
    }
}

/// The heading beside which a section is missing.
struct Neighbour<'o> {
    heading: Span,
    /// In words.
    side: &'static str,
    title: &'o str,
}

impl<'o> Neighbour<'o> {
    /// The nearest section before it in the template's order, or else in the profile's; without one, the nearest after
    /// it.
    fn new(context: &Context<'o>, id: &str) -> Option<Neighbour<'o>> {
        let template = context.facts.template.as_ref();
        let in_profile = |id: &str| context.profile.sections.iter().position(|section| section.id == id);
        let rank = |id: &str| template.map_or_else(|| in_profile(id), |template| template.rank(id));
        let own = rank(id)?;
        let placed: Vec<(usize, Span, &'o str)> = main_sections(context.outline)
            .filter_map(|section| Some((rank(&section.id)?, section.heading?, section.title.as_str())))
            .collect();
        let before = placed.iter().filter(|(rank, ..)| *rank < own).max_by_key(|(rank, ..)| *rank);
        let after = || placed.iter().filter(|(rank, ..)| *rank > own).min_by_key(|(rank, ..)| *rank);
        let (side, found) = match before {
            Some(before) => ("after", before),
            None => ("before", after()?),
        };
        let (_, heading, title) = *found;
        Some(Neighbour { heading, side, title })
    }
}

#[cfg(test)]
mod tests {
    use crate::draft::Draft;
    use crate::lint::{Context, Facts, Purpose, Selection, Stage, check_selected};
    use crate::outline::Outline;
    use crate::profile::built_in;

    /// The text at the problem, and the problem's help.
    fn missing(body: &str) -> (String, String) {
        let text =
            format!("---\nlayout: post\ntitle: A\ndate: 2026-06-08\ncategories: weekly\n---\n\n{body}");
        let (draft, profile) = (Draft::parse(text.as_str()), built_in("circuitpython").unwrap());
        let outline = Outline::new(&draft, &profile);
        let facts = Facts { stage: Stage::Publish, ..Facts::default() };
        let context = Context::new(&draft, &outline, &profile, &facts);
        let selection = Selection::new(&["missing-section".to_owned()], &[]).unwrap();
        let found = check_selected(&context, &selection, Purpose::Report, &mut |_, _| ());
        let one = found.iter().find(|one| one.rule == "missing-section").unwrap();
        (one.span.of(&text).to_owned(), one.help.clone().unwrap_or_default())
    }

    #[test]
    fn the_problem_is_at_the_neighbour_of_the_first_missing_section() {
        let (at, help) = missing("## Upcoming Events\n\nSee there.\n\n## Latest Releases\n\nSee there.\n");
        assert_eq!(at, "Upcoming Events");
        assert!(help.ends_with("is before 'Upcoming Events'"), "{help}");
        let (at, help) = missing("## News From Around the Web\n\nSee there.\n\n## ICYMI\n\nSee there.\n");
        assert_eq!(at, "News From Around the Web");
        assert!(help.ends_with("is after 'News From Around the Web'"), "{help}");
        assert_eq!(missing("Words.\n").0, "");
    }
}
