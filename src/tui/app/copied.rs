//! Items that are copied from another issue.

use crate::text::{Edits, StepKind};
use crate::tui::app::edits;
use crate::tui::app::job::copy_item::CopiedItem;
use crate::tui::app::state::State;
use crate::tui::overlays::CHANGED;
use crate::tui::overlays::Overlay;

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

/// Copies an item whose images were copied.
pub(crate) fn finish(state: &mut State, copied: CopiedItem) {
    let CopiedItem { draft, edits, revision, message, is_complete } = copied;
    let is_current = draft == state.session.document.path && revision == state.session.revision;
    let said = match is_current {
        true => message,
        false => CHANGED.to_owned(),
    };
    if is_current {
        copy(state, &edits, &said);
        state.images.doubt();
    }
    if !is_current || !is_complete {
        state.complain(said.clone());
    }
    let past = state.overlays.iter_mut().find_map(|overlay| match overlay {
        Overlay::Past(view) => Some(view),
        _ => None,
    });
    if let Some(view) = past {
        view.say(said);
    }
}
