use crate::lint::places::Places;
use crate::lint::rules::{Context, Diagnostic, Findings, Meta, Rule};
use crate::outline::{SlotState, with_spacing};
use crate::text::Edits;

pub(super) struct UntouchedSlot;

const META: Meta = Meta {
    name: "untouched-slot",
    summary: "A slot is still as the template made it.",
    why: "What nobody fills goes out as 'text - site'.",
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

    fn check(&self, context: &Context<'_>, found: &mut Findings) {
        // A list keeps its form until it has a line.
        let lists =
            context.outline.slots.iter().filter(|slot| slot.is_list() && slot.state() == SlotState::Empty);
        let kept = Places::new(lists.flat_map(|slot| slot.rows.iter().map(|row| row.span)));
        for span in context.outline.untouched() {
            let place = context.first_line(span);
            let section = context.outline.section_at(span.start).map(|n| &context.outline.sections[n]);
            let title = section.map_or("", |section| section.title.as_str());
            let message = format!("untouched slot in “{title}”");
            let mut problem =
                Diagnostic::new(self.name(), context.unwritten(), place, message).help("fill it, or drop it");
            if !kept.hold(span) {
                problem = problem.suggest(Edits::delete(with_spacing(context.draft, span)));
            }
            found.push(problem);
        }
    }
}
