//! What overlays ask for, and how the state changes for it.

use std::path::PathBuf;

use crossterm::event::KeyEvent;

use crate::desk::{KeptText, Recovered};
use crate::lint::Diagnostic;
use crate::outline::{MovedTo, Slot, move_row_to, move_to_section};
use crate::text::{Edits, StepKind};
use crate::tui::action::{Action, KeyContext};
use crate::tui::app::fixed::make_fix;
use crate::tui::app::job::switch::Target;
use crate::tui::app::job::{AfterSave, IfDeleted, Job};
use crate::tui::app::merging::{self, Merging};
use crate::tui::app::session::Marker;
use crate::tui::app::state::{Leave, Request, State};
use crate::tui::app::switch::UnsavedText;
use crate::tui::app::{
    browser, copied, edits, import_image, navigate, problems, push, saving, switch, update,
};
use crate::tui::overlays::Overlay;
use crate::tui::overlays::question::QuestionView;

/// A request of an overlay.
#[derive(Debug)]
pub enum Command {
    /// Close the overlay.
    Close,
    Run(Box<Job>),
    Act(Action),
    /// Press a key in the overlay or the pane below.
    Press(KeyEvent),
    Say(String),
    Complain(String),
    /// Go to the pane with this context, and act there.
    ActIn(KeyContext, Action),
    GoToHeading(usize),
    /// Go to a place in the draft.
    GoTo(usize),
    /// Show the draft of a contribution in the browser.
    ShowInBrowser {
        text: String,
        name: String,
    },
    /// Go to a slot.
    GoToItem(usize),
    /// Select a line of the checklist, or a problem and go to its place.
    GoToCheck {
        at: usize,
        opens: Opens,
    },
    MoveSlot {
        slot: usize,
        section: usize,
    },
    MoveRow {
        from: usize,
        row: usize,
        to: usize,
    },
    MakeFix {
        problem: Box<Diagnostic>,
        edits: Edits,
    },
    /// Apply edits and show the message.
    Apply {
        edits: Edits,
        kind: StepKind,
        message: String,
    },
    Save {
        then: AfterSave,
        if_deleted: IfDeleted,
    },
    /// Merge the text of an earlier run.
    Restore(Box<Recovered>),
    /// Offer a text that was set aside.
    Offer(Box<KeptText>),
    /// Copy an item of another issue, and show the message.
    CopyItem {
        edits: Edits,
        message: String,
    },
    /// Open another draft.
    Switch {
        target: Target,
        unsaved: UnsavedText,
    },
    /// Leave without saving.
    Leave,
    /// Give the push up that runs, and leave.
    LeavePush,
    /// Keep a commit message for the next commit.
    KeepMessage(String),
    /// Forget a marked place.
    Release(Marker),
    ImportImage {
        path: PathBuf,
        /// The folder to offer first the next time.
        folder: PathBuf,
        place: Marker,
        keep_original: bool,
    },
    /// Replace the text by one without conflicts, or with markers if there is no message.
    Resolve {
        merging: Box<Merging>,
        text: String,
        message: Option<String>,
    },
}

/// What selecting an entry of the checklist and the problems opens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Opens {
    /// The list itself.
    List,
    /// The place in the draft.
    Place,
}

impl Command {
    pub fn run(job: Job) -> Command {
        Command::Run(Box::new(job))
    }
}

/// Carries out a command.
pub(crate) fn carry_out(state: &mut State, command: Command) -> Vec<Job> {
    match command {
        Command::Close => {}
        Command::Run(job) => return vec![*job],
        Command::Act(action) => return update::act(action, state),
        Command::Press(key) => return update::key_event(state, key),
        Command::Say(text) => state.say(text),
        Command::Complain(text) => state.complain(text),
        Command::ActIn(context, action) => {
            if matches!(action, Action::Fix | Action::ShowFix | Action::Waive) {
                problems::select_at_cursor(state);
            }
            navigate::go_into(state, context);
            return update::act(action, state);
        }
        Command::ShowInBrowser { text, name } => return browser::show_contribution(state, text, name),
        Command::GoTo(offset) => navigate::go_to_place(state, offset),
        Command::GoToItem(slot) => navigate::go_to_item(state, slot),
        Command::GoToCheck { at, opens } => navigate::go_to_check(state, at, opens),
        Command::GoToHeading(offset) => navigate::go_to_heading(state, offset),
        Command::MoveSlot { slot, section } => move_slot(state, slot, section),
        Command::MoveRow { from, row, to } => move_row(state, from, row, to),
        Command::MakeFix { problem, edits } => make_fix(state, &problem, &edits),
        Command::Apply { edits, kind, message } => edits::apply(state, &edits, kind, &message),
        Command::Save { then, if_deleted } => return saving::save_or_create(state, then, if_deleted),
        Command::Restore(recovered) => return vec![merging::restore(state, *recovered)],
        Command::Offer(kept) => {
            state.overlays.push(Overlay::Question(QuestionView::kept(*kept, state.frames)))
        }
        Command::Switch { target, unsaved } => return switch::switch(state, target, unsaved),
        Command::CopyItem { edits, message } => copied::copy(state, &edits, &message),
        Command::Leave => state.request(Request::Leave(Leave::ByUser)),
        Command::LeavePush => return push::leave(state),
        Command::KeepMessage(text) => state.kept.commit_message = Some(text),
        Command::Release(held) => drop(state.session.release(held)),
        Command::ImportImage { path, folder, place, keep_original } => {
            state.image_work.folder = Some(folder);
            return import_image::start(state, path, place, keep_original, None);
        }
        Command::Resolve { merging, text, message } => {
            return merging.resolve(state, &text, message.as_deref());
        }
    }
    Vec::new()
}

fn move_slot(state: &mut State, slot: usize, section: usize) {
    let session = &state.session;
    let moved = move_to_section(&session.draft, &session.outline, &state.workspace.profile, slot, section);
    let Some(moved) = moved else { return state.complain("That slot can't be moved there.") };
    let title = &session.outline.sections[section].title;
    let said = match moved.place {
        MovedTo::EmptySlot => format!("Moved to the first empty slot of “{title}”."),
        MovedTo::End => format!("Moved to the end of “{title}”."),
    };
    edits::apply(state, &moved.edits, StepKind::Move, &said);
    let slots = &state.session.outline.slots;
    let starts = |slot: &Slot| slot.span.start == moved.start;
    if let Some(slot) = slots.iter().position(starts).or(state.session.outline.slot_at(moved.start)) {
        state.panes.outline.select_slot(slot, &state.session);
    }
}

fn move_row(state: &mut State, from: usize, row: usize, to: usize) {
    let slots = &state.session.outline.slots;
    match move_row_to(&state.session.draft, &slots[from], row, &slots[to]) {
        Some(edits) => edits::apply(state, &edits, StepKind::Move, "Moved."),
        None => state.complain("That line can't be moved there."),
    }
}
