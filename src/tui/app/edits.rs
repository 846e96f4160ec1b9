//! Changes of the draft that were not typed.

use crate::text::{Coalesce, Edits, StepKind};
use crate::tui::app::state::{Pane, State, Work};

/// Applies edits that were not typed, and updates the form or the editor.
pub(crate) fn apply(state: &mut State, edits: &Edits, kind: StepKind, said: &str) {
    state.session.seal();
    state.session.apply(edits, Coalesce::No(kind));
    sync_views(state, std::slice::from_ref(edits), false);
    if !said.is_empty() {
        state.say(said);
    }
}

/// Updates outline, form and editor after changes that were not typed in them. The checks follow by a job.
pub(crate) fn sync_views(state: &mut State, changes: &[Edits], undo: bool) {
    state.session.refresh(&state.workspace);
    state.touched();
    match &mut state.panes.work {
        Work::Preview => {}
        Work::Editor(editor) => {
            for edits in changes {
                if undo { editor.input.apply_undo(edits) } else { editor.input.apply_external(edits) }
            }
        }
        Work::Form(form) => {
            changes.iter().for_each(|edits| form.moved(edits));
            if !form.reload(&state.session, &state.workspace.profile, undo) {
                state.panes.work = Work::Preview;
                state.panes.focus = Pane::Outline;
            }
        }
    }
    state.panes.outline.keep_in_range(&state.session);
}
