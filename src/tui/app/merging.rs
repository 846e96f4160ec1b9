//! What others did to the draft, merged into the text that is edited.

use crate::desk::{fine_edits, reconcile};
use crate::git::Oid;
use crate::merge::Markers;
use crate::text::{Bias, Coalesce, Edits};
use crate::tui::app::job::{AfterSave, Job};
use crate::tui::app::state::{Pane, State, Work};
use crate::tui::app::update;
use crate::tui::overlays::Overlay;
use crate::tui::overlays::conflict::ConflictView;
use crate::tui::panes::editor::EditorView;
use crate::tui::panes::outline::Row;

/// Whose changes are merged, and what follows.
#[derive(Clone, Debug)]
pub enum Merging {
    /// Another program wrote the file.
    Disk { theirs: String, then: Option<AfterSave> },
    /// The remote's draft moved on.
    Remote { name: String, head: Oid },
}

/// Merges what theirs did since the base; asks where both did something to one thing. Nothing is
/// written but what a save was asked for.
pub(crate) fn merge(state: &mut State, base: &str, theirs: &str, merging: Merging) -> Vec<Job> {
    let ours = state.session.draft.text();
    let merged = reconcile(base, ours, theirs, &state.workspace.profile, &merging.markers());
    if merged.has_conflicts {
        state.then = None;
        let view = ConflictView::new(theirs, merged, merging, state);
        // What was asked about an older text is asked anew.
        state.overlays.retain(|overlay| !matches!(overlay, Overlay::Conflict(_)));
        state.overlays.push(Overlay::Conflict(Box::new(view)));
        return Vec::new();
    }
    merging.note(state);
    change(state, &merged.edits, &merging.merged(merged.edits.is_empty()));
    if let Merging::Disk { then: Some(then), .. } = merging {
        state.merged = true;
        return update::save(state, then);
    }
    Vec::new()
}

/// Makes the change as one step of undo. The cursor stays with its words, and the outline with the
/// line that is selected there.
pub(crate) fn change(state: &mut State, edits: &Edits, said: &str) {
    if state.session.is_stale() {
        state.catch_up();
    }
    let row = state.outline.selected(&state.session);
    let at = edits.map(state.outline.span(&state.session).start, Bias::After);
    update::change(state, edits, Coalesce::No, said);
    let outline = &state.session.outline;
    let (slot, section) = (outline.slot_at(at), outline.section_at(at));
    match (row, slot, section) {
        (Row::Slot(_) | Row::Only(_), Some(slot), _) => state.outline.select_slot(slot, &state.session),
        (Row::Section(_), _, Some(section)) => state.outline.select_section(section, &state.session),
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

    /// What the two sides are called, ours first.
    pub fn sides(&self) -> [String; 2] {
        match self {
            Merging::Disk { .. } => ["Yours, not saved".into(), "On disk".into()],
            Merging::Remote { name, .. } => ["Yours".into(), name.clone()],
        }
    }

    /// What they are called at conflict markers.
    pub fn markers(&self) -> Markers {
        let theirs = match self {
            Merging::Disk { .. } => "on disk".into(),
            Merging::Remote { name, .. } => name.clone(),
        };
        Markers { base: "before".into(), ours: "yours".into(), theirs, ..Markers::default() }
    }

    /// What is said when the user decides later.
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

    /// What is said when each conflict was settled.
    pub fn settled(&self) -> String {
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

    /// From now on, what was merged counts as seen.
    fn note(&self, state: &mut State) {
        match self {
            Merging::Disk { theirs, .. } => state.session.document.base.clone_from(theirs),
            Merging::Remote { name, head } => state.upstream.merged(name.clone(), *head),
        }
    }

    /// Puts the text in place that the user settled on. With nothing `said`, it has markers, and
    /// the editor opens at the first.
    pub(crate) fn settle(&self, state: &mut State, text: &str, said: Option<&str>) -> Vec<Job> {
        self.note(state);
        let edits = fine_edits(state.session.draft.text(), text);
        let marked = "What is open has markers around it in the text: keep what is right.";
        change(state, &edits, said.unwrap_or(marked));
        match (self, said) {
            (_, None) => {
                let at = state.session.draft.text().find("<<<<<<<").unwrap_or(0);
                state.work = Work::Editor(Box::new(EditorView::new(at)));
                state.focus = Pane::Work;
            }
            (Merging::Disk { then: Some(then), .. }, Some(_)) => return update::save(state, *then),
            _ => {}
        }
        Vec::new()
    }
}
