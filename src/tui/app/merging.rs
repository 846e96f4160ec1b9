//! Merging other people's changes of the draft into the edited text.

use crate::desk::{Reconciled, Recovered, fine_edits};
use crate::git::Oid;
use crate::merge::Markers;
use crate::text::{Bias, Edits, StepKind};
use crate::tui::action::Action;
use crate::tui::app::edits;
use crate::tui::app::job::merge::{MergeOutcome, MergeRequest, RestoreOutcome, RestoreRequest};
use crate::tui::app::job::{AfterSave, Job};
use crate::tui::app::saving::{self, Saving};
use crate::tui::app::session::OnDisk;
use crate::tui::app::state::{Pane, State, Work};
use crate::tui::overlays::Overlay;
use crate::tui::overlays::conflict::ConflictView;
use crate::tui::panes::editor::EditorView;
use crate::tui::panes::outline::Row;

/// The source of the merged changes, and what comes after the merge.
#[derive(Clone, Debug)]
pub enum Merging {
    /// Another program wrote the file.
    Disk { theirs: String, then: Option<AfterSave> },
    /// The remote's draft moved on.
    Remote { name: String, head: Oid },
}

/// Returns the job that merges what theirs changed since the base.
pub(crate) fn request(state: &State, base: String, theirs: String, merging: Merging) -> Job {
    Job::Merge(Box::new(MergeRequest {
        base,
        ours: state.session.draft.text().to_owned(),
        theirs,
        revision: state.session.revision,
        is_awaited: is_awaited(state, &merging),
        draft: state.session.document.path.clone(),
        workspace: state.workspace.clone(),
        merging,
    }))
}

/// True if a key asked for the merge and nothing was typed since: only then is a key that comes next meant for
/// its conflicts.
fn is_awaited(state: &State, merging: &Merging) -> bool {
    match merging {
        Merging::Disk { then, .. } => {
            then.is_some() && state.saving.text() == Some(state.session.draft.text())
        }
        Merging::Remote { .. } => true,
    }
}

/// Applies a merge, or shows its conflicts. Nothing is written unless a save was requested.
pub(crate) fn merged(state: &mut State, outcome: MergeOutcome) -> Vec<Job> {
    let MergeOutcome { request: done, merged } = outcome;
    let is_save = matches!(done.merging, Merging::Disk { then: Some(_), .. });
    if done.draft != state.session.document.path {
        if is_save {
            state.saving = Saving::Idle;
        }
        return Vec::new();
    }
    if let Merging::Disk { then, .. } = done.merging
        && done.base != state.session.document.base
    {
        // The draft was saved, or another text from the disk was merged, while this merge ran. What it
        // took for the file may be older than the base, so the file is read again.
        if let Some(then) = then {
            let next = state.saving.end();
            return saving::save_and(state, then, next);
        }
        return saving::reread(state);
    }
    if done.revision != state.session.revision {
        // Keys were typed while the merge ran.
        let mut again = request(state, done.base, done.theirs, done.merging);
        if let Job::Merge(request) = &mut again {
            request.is_awaited = false;
        }
        return vec![again];
    }
    let next = if is_save { state.saving.end() } else { None };
    if merged.has_conflicts {
        state.saving.cancel_next();
        match done.is_awaited {
            true => show_conflicts(state, &done.theirs, merged, done.merging),
            false => postpone(state, &done.merging),
        }
        return Vec::new();
    }
    done.merging.note(state);
    change(state, &merged.edits, StepKind::Merge, &done.merging.merged(merged.edits.is_empty()));
    if let Merging::Disk { then: Some(then), .. } = done.merging {
        let jobs = saving::save_and(state, then, next);
        state.saving.contains_merge();
        return jobs;
    }
    Vec::new()
}

/// Says that there are conflicts, and leaves the keys where they are: what is being typed must not choose a side.
fn postpone(state: &mut State, merging: &Merging) {
    let said = match merging {
        Merging::Disk { .. } => {
            state.session.on_disk = OnDisk::Conflicts;
            let key = state.key_label(Action::Save);
            format!("{}: nothing was written; {key} shows both sides.", merging.title())
        }
        Merging::Remote { .. } => {
            let key = state.key_label(Action::MergeRemote);
            format!("{}: nothing was merged; {key} shows both sides.", merging.title())
        }
    };
    state.complain(said);
}

fn show_conflicts(state: &mut State, theirs: &str, merged: Reconciled, merging: Merging) {
    if matches!(merging, Merging::Disk { .. }) {
        state.session.on_disk = OnDisk::Conflicts;
    }
    let view = ConflictView::new(theirs, merged, merging, &state.context());
    // Conflicts of an older text are replaced.
    state.overlays.retain(|overlay| !matches!(overlay, Overlay::Conflict(_)));
    state.overlays.push(Overlay::Conflict(Box::new(view)));
}

/// Returns the job that merges the text of an earlier run.
pub(crate) fn restore(state: &State, recovered: Recovered) -> Job {
    Job::Restore(Box::new(RestoreRequest {
        recovered,
        disk: state.session.document.base.clone(),
        text: state.session.draft.text().to_owned(),
        revision: state.session.revision,
        draft: state.session.document.path.clone(),
        workspace: state.workspace.clone(),
    }))
}

/// Applies the text of an earlier run, or shows its conflicts with the file.
pub(crate) fn restored(state: &mut State, outcome: RestoreOutcome) -> Vec<Job> {
    let RestoreOutcome { request: done, merging, merged } = outcome;
    if done.draft != state.session.document.path {
        return Vec::new();
    }
    let is_current = done.revision == state.session.revision && done.disk == state.session.document.base;
    if !is_current {
        return vec![restore(state, done.recovered)];
    }
    let recovered = &done.recovered;
    if merged.has_conflicts {
        // As before the crash: what was typed, not saved, over a file that has changed since.
        state.session.document.base.clone_from(&recovered.base);
        let edits = Edits::between(state.session.draft.text(), &recovered.text);
        edits::apply(state, &edits, StepKind::Restoration, "");
        show_conflicts(state, &done.text, merged, merging);
    } else {
        let edits = Edits::between(state.session.draft.text(), &merged.text);
        edits::apply(state, &edits, StepKind::Restoration, "Restored what was typed; it is not saved yet.");
    }
    // The restored text may contain what was merged then.
    state.upstream.doubt();
    Vec::new()
}

/// Makes the change as one step of undo. The cursor stays with its words, and the outline with the
/// line that is selected there.
pub(crate) fn change(state: &mut State, edits: &Edits, kind: StepKind, said: &str) {
    state.catch_up();
    let row = state.panes.outline.selected(&state.session);
    let at = edits.map(state.panes.outline.span(&state.session).start, Bias::After);
    edits::apply(state, edits, kind, said);
    let outline = &state.session.outline;
    let (slot, section) = (outline.slot_at(at), outline.section_at(at));
    match (row, slot, section) {
        (Row::Slot(_) | Row::SingleSlot(_), Some(slot), _) => {
            state.panes.outline.select_slot(slot, &state.session)
        }
        (Row::Section(_), _, Some(section)) => state.panes.outline.select_section(section, &state.session),
        _ => {}
    }
}

impl Merging {
    pub fn title(&self) -> String {
        match self {
            Merging::Disk { .. } => "Another program changed the same lines".into(),
            Merging::Remote { name, .. } => format!("{name} changed the same"),
        }
    }

    /// Names of the two sides, ours first.
    pub fn sides(&self) -> [String; 2] {
        match self {
            Merging::Disk { .. } => ["Yours, not saved".into(), "On disk".into()],
            Merging::Remote { name, .. } => ["Yours".into(), name.clone()],
        }
    }

    /// Names of the sides at conflict markers.
    pub fn markers(&self) -> Markers {
        let theirs = match self {
            Merging::Disk { .. } => "on disk".into(),
            Merging::Remote { name, .. } => name.clone(),
        };
        Markers { base: "before".into(), ours: "yours".into(), theirs, ..Markers::default() }
    }

    /// Message if the user decides later.
    pub fn left(&self) -> &'static str {
        match self {
            Merging::Disk { .. } => "Nothing was written: your text is here, the other is on disk.",
            Merging::Remote { .. } => "Nothing was merged: your text is as it was.",
        }
    }

    pub fn kept_ours(&self) -> String {
        match self {
            Merging::Disk { .. } => "Kept yours; save writes it over the file.".into(),
            Merging::Remote { name, .. } => format!("Kept yours; nothing of {name} was taken."),
        }
    }

    pub fn took_theirs(&self) -> String {
        match self {
            Merging::Disk { .. } => "Took the text on disk; undo brings yours back.".into(),
            Merging::Remote { name, .. } => format!("Took the text of {name}; undo brings yours back."),
        }
    }

    /// Message after all conflicts were resolved.
    pub fn resolved(&self) -> String {
        match self {
            Merging::Disk { .. } => "Merged as chosen; undo takes it back.".into(),
            Merging::Remote { .. } => self.merged(false),
        }
    }

    fn merged(&self, is_nothing: bool) -> String {
        match self {
            Merging::Disk { .. } => {
                "Another program changed the file; its changes are merged in, and can be undone.".into()
            }
            Merging::Remote { name, .. } if is_nothing => {
                format!("All that {name} did to this draft is in the text already.")
            }
            Merging::Remote { name, .. } => format!(
                "{name} is merged into the text, not saved yet; undo takes it back. A commit here then joins the two histories, where it can."
            ),
        }
    }

    /// Records the merged version as the new base.
    fn note(&self, state: &mut State) {
        match self {
            Merging::Disk { theirs, .. } => state.session.merged_from_disk(theirs),
            Merging::Remote { name, head } => state.upstream.merged(name.clone(), *head),
        }
    }

    /// Puts the text in place that resolves the conflicts. With nothing `said`, it has markers, and
    /// the editor opens at the first.
    pub(crate) fn resolve(&self, state: &mut State, text: &str, said: Option<&str>) -> Vec<Job> {
        self.note(state);
        let edits = fine_edits(state.session.draft.text(), text);
        let marked = "What is open has markers around it in the text: keep what is right.";
        change(state, &edits, StepKind::Merge, said.unwrap_or(marked));
        match (self, said) {
            (_, None) => {
                let at = state.session.draft.text().find("<<<<<<<").unwrap_or(0);
                state.panes.work = Work::Editor(Box::new(EditorView::new(at)));
                state.panes.focus = Pane::Work;
            }
            (Merging::Disk { then: Some(then), .. }, Some(_)) => return saving::save(state, *then),
            _ => {}
        }
        Vec::new()
    }
}
