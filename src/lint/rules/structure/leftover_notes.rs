use crate::lint::Severity;
use crate::lint::rules::{Context, Findings, FixKind, Meta, Rule};
use crate::outline::editor_notes;
use crate::text::{Edit, Edits};

pub(super) struct LeftoverNotes;

const META: Meta = Meta {
    name: "leftover-notes",
    severity: Severity::Error,
    summary: "The task list or the editors' notes would be published with the issue.",
    why: "They are not meant for readers.",
    bad: issue!(
        "- [x] change date\n\nNews Sources\n\n- [Lamps weekly](https://example.org/lamps)\n\nGood morning.\n"
    ),
    good: issue!("Good morning.\n"),
};

impl Rule for LeftoverNotes {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn severities_in_draft(&self) -> &'static [Severity] {
        &[]
    }

    fn fixes(&self) -> &'static [FixKind] {
        &[FixKind::Safe]
    }

    fn keys(&self) -> &'static [&'static str] {
        &["notes"]
    }

    fn check(&self, context: &Context<'_>, found: &mut Findings) {
        if !context.goes_out() {
            return;
        }
        let spans = editor_notes(context.draft, context.profile);
        let (Some(first), Some(last)) = (spans.first(), spans.last()) else { return };
        let place = context.first_line(*first);
        let mut one = self
            .problem(place, "this would be published with the issue")
            .help("remove it before the issue is published");
        let text = context.draft.slice(first.cover(*last));
        if spans.len() > 1 {
            let lines = text.trim_end().lines().count();
            one.message =
                format!("this and the next lines, {lines} in total, would be published with the issue");
        }
        // Unticked tasks are still needed.
        if context.draft.tasks().all(|task| task.done)
            && let Ok(edits) =
                Edits::new(spans.iter().map(|span| Edit { span: *span, text: String::new() }).collect())
        {
            one = one.fix(edits);
        }
        found.push(one);
    }
}
