//! Import in the terminal program: opening the overlay, and applying what was ticked.

use crate::desk::fine_edits;
use crate::text::StepKind;
use crate::tui::action::Action;
use crate::tui::app::job::Job;
use crate::tui::app::job::import::{Answered, Outcome};
use crate::tui::app::merging;
use crate::tui::app::saving;
use crate::tui::app::state::State;
use crate::tui::overlays::Overlay;
use crate::tui::overlays::import::ImportView;

/// Opens the pane.
pub(crate) fn open(state: &mut State) {
    state.overlays.push(Overlay::Import(Box::new(ImportView::new())));
}

/// Takes an answer, where the pane still waits for it.
pub(crate) fn answered(state: &mut State, answered: Answered) -> Vec<Job> {
    let Answered { asked, kept, outcome } = answered;
    // It is in the profile, whether the pane still waits or not.
    if let Some(workspace) = kept {
        state.workspace = workspace;
        state.session.doubt();
        state.catch_up();
    }
    let waits = |overlay: &Overlay| matches!(overlay, Overlay::Import(view) if view.waits_for(&asked.ticket));
    let Some(at) = state.overlays.iter().position(waits) else { return Vec::new() };
    let Overlay::Import(mut view) = state.overlays.remove(at) else { return Vec::new() };
    let is_current = asked.is_current(&state.context());
    let jobs = match outcome {
        Outcome::Took { text, count, copied } if is_current => {
            return took(state, &text, count, copied);
        }
        // Another program, or an image that was brought in, changed the draft meanwhile.
        Outcome::Took { .. } => vec![view.read_again(&state.context())],
        Outcome::Read { imported, sources, unkept } => {
            view.learn(asked, *imported, sources, unkept);
            if is_current { Vec::new() } else { vec![view.read_again(&state.context())] }
        }
        Outcome::Refused(refused) => {
            view.refuse(refused);
            Vec::new()
        }
    };
    state.overlays.insert(at, Overlay::Import(view));
    jobs
}

/// Applies the ticked candidates as one undo step.
fn took(state: &mut State, text: &str, count: usize, copied: usize) -> Vec<Job> {
    let undo = state.key_label(Action::Undo);
    let edits = fine_edits(state.session.draft.text(), text);
    let images = if copied == 1 { "one image".to_owned() } else { format!("{copied} images") };
    let said = match (edits.is_empty(), copied) {
        (true, 0) => "What was ticked changes nothing in the text.".to_owned(),
        (true, _) => format!("Copied {images}; nothing in the text had to change."),
        (false, 0) => format!("Took {count}: {undo} takes it back."),
        (false, _) => format!("Took {count} and copied {images}: {undo} takes the text back."),
    };
    merging::change(state, &edits, StepKind::Import, &said);
    saving::look_again(state)
}
