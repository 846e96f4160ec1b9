use crate::draft::{Block, BlockKind};
use crate::lint::Severity;
use crate::lint::rules::{Context, Findings, FixKind, Meta, Rule};
use crate::text::{Edit, Edits, Span};

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
        let spans = notes(context);
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

/// Returns the blocks before the first heading that are for the editors, each up to the next block: task
/// lists, and notes that begin as the profile says, with the list after them.
fn notes(context: &Context<'_>) -> Vec<Span> {
    let draft = context.draft;
    let blocks = draft.blocks();
    let opening = blocks.iter().position(Block::is_heading).unwrap_or(blocks.len());
    let mut spans = Vec::new();
    let mut is_note_before = false;
    for (n, block) in blocks[..opening].iter().enumerate() {
        let is_list = matches!(block.kind, BlockKind::List(_));
        let is_tasks = block.items().iter().any(|item| item.task.is_some());
        let words = draft.slice(block.span).trim_start_matches(['*', '_', ' ']).to_lowercase();
        let is_note = context.profile.notes.iter().any(|note| words.starts_with(&note.to_lowercase()));
        if is_tasks || is_note || (is_list && is_note_before) {
            let end = blocks.get(n + 1).map_or(draft.text().len(), |next| next.span.start);
            spans.push(Span::new(block.span.start, end));
        }
        is_note_before = is_note;
    }
    spans
}
