use crate::lint::Severity;
use crate::lint::rules::{Context, Findings, FixKind, Meta, Rule};
use crate::outline::{SlotState, with_spacing};
use crate::text::Edits;
use crate::text::SpanSet;

pub(super) struct UntouchedSlot;

const META: Meta = Meta {
    name: "untouched-slot",
    severity: Severity::Error,
    summary: "A slot is still as in the template.",
    why: "An unfilled slot is published as 'text - site'.",
    bad: issue!(
        "## News From Around the Web\n\n[![title](../assets/20260608/20260608-name.jpg)](url)\n\ntext - [site](url).\n"
    ),
    good: issue!(
        "## News From Around the Web\n\n[![A lamp](../assets/20260608/20260608lamp.jpg)](https://example.org)\n\nIt hums - [Site](https://example.org).\n"
    ),
};

impl Rule for UntouchedSlot {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn severities_in_draft(&self) -> &'static [Severity] {
        &[Severity::Warning]
    }

    fn fixes(&self) -> &'static [FixKind] {
        &[FixKind::Suggestion]
    }

    fn keys(&self) -> &'static [&'static str] {
        &["files.template"]
    }

    fn check(&self, context: &Context<'_>, found: &mut Findings) {
        // A list keeps its template line until it has another line.
        let lists =
            context.outline.slots.iter().filter(|slot| slot.is_list() && slot.state() == SlotState::Empty);
        let kept = SpanSet::new(lists.flat_map(|slot| slot.rows.iter().map(|row| row.span)));
        for span in context.outline.untouched() {
            let place = context.first_line(span);
            let section = context.outline.section_at(span.start).map(|n| &context.outline.sections[n]);
            let title = section.map_or("", |section| section.title.as_str());
            let message = format!("untouched slot in “{title}”");
            let mut problem = self
                .problem(place, message)
                .severity(context.severity_of_unwritten())
                .help("fill it in, or remove it");
            if !kept.contains(span) {
                problem = problem.suggest(Edits::delete(with_spacing(context.draft, span)));
            }
            found.push(problem);
        }
    }
}
