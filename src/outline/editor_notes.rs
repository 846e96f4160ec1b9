//! Finds the parts of a draft that are for its editors, and not for readers.

use crate::draft::{Block, BlockKind, Draft};
use crate::profile::Profile;
use crate::text::Span;

/// Returns the blocks before the first heading that are for the editors, each up to the next block: task
/// lists, and notes that begin as the profile says, with the list after them.
pub fn editor_notes(draft: &Draft, profile: &Profile) -> Vec<Span> {
    let blocks = draft.blocks();
    let opening = blocks.iter().position(Block::is_heading).unwrap_or(blocks.len());
    let mut spans = Vec::new();
    let mut is_note_before = false;
    for (n, block) in blocks[..opening].iter().enumerate() {
        let is_list = matches!(block.kind, BlockKind::List(_));
        let is_tasks = block.items().iter().any(|item| item.task.is_some());
        let words = draft.slice(block.span).trim_start_matches(['*', '_', ' ']).to_lowercase();
        let is_note = profile.notes.iter().any(|note| words.starts_with(&note.to_lowercase()));
        if is_tasks || is_note || (is_list && is_note_before) {
            let end = blocks.get(n + 1).map_or(draft.text().len(), |next| next.span.start);
            spans.push(Span::new(block.span.start, end));
        }
        is_note_before = is_note;
    }
    spans
}
