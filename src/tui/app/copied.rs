//! Items that are copied from another issue.

use crate::text::{Edits, StepKind};
use crate::tui::app::edits;
use crate::tui::app::state::State;

/// Copies an item, updates the sentence that counts its list, and selects it in the outline.
pub(crate) fn copy(state: &mut State, change: &Edits, message: &str) {
    let start = change.span().map_or(0, |span| span.start);
    edits::apply(state, change, StepKind::Copy, message);
    let end = start + change.iter().map(|edit| edit.text.trim_end().len()).sum::<usize>();
    let Some(slot) = state.session.outline.slot_at(end) else { return };
    if let Some(counted) = state.session.update_count(slot, &state.workspace) {
        edits::sync_views(state, std::slice::from_ref(&counted), false);
    }
    state.panes.outline.select_slot(slot, &state.session);
}
