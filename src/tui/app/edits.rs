//! Changes of the draft that were not typed, undo and redo.

use crate::text::{Coalesce, Edits};
use crate::tui::app::state::{Pane, State, Work};

/// Applies edits that were not typed, and updates the form or the editor.
pub(crate) fn apply(state: &mut State, edits: &Edits, coalesce: Coalesce, said: &str) {
    state.session.seal();
    state.session.apply(edits, coalesce);
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

pub(crate) fn history(state: &mut State, undo: bool) {
    let changes = if undo { state.session.undo() } else { state.session.redo() };
    if changes.is_empty() {
        return state.say(if undo { "Nothing to undo." } else { "Nothing to redo." });
    }
    sync_views(state, &changes, true);
    state.upstream.doubt();
    let at = changes.last().and_then(Edits::span).map_or(0, |span| span.start);
    let section =
        state.session.outline.section_at(at).map(|n| state.session.outline.sections[n].title.as_str());
    let place = section.filter(|_| at >= state.session.draft.body()).unwrap_or("the front matter");
    state.say(format!("{} in “{place}”.", if undo { "Undone" } else { "Done again" }));
}
