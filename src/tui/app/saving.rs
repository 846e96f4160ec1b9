//! Saving and leaving.

use crate::desk::CommitKind;
use crate::tui::action::Action;
use crate::tui::app::committing;
use crate::tui::app::job::{AfterSave, IfDeleted, Job};
use crate::tui::app::session::OnDisk;
use crate::tui::app::state::{Leave, Request, State};
use crate::tui::app::switch;
use crate::tui::overlays::Overlay;
use crate::tui::overlays::question::QuestionView;

/// The save that runs, if there is one.
#[derive(Debug, Default)]
pub enum Saving {
    #[default]
    Idle,
    Running {
        /// The text that is written.
        text: String,
        /// Requested meanwhile, done after it.
        next: Option<AfterSave>,
        /// True if another program's changes were merged into the text.
        is_merged: bool,
    },
}

impl Saving {
    pub fn is_running(&self) -> bool {
        matches!(self, Saving::Running { .. })
    }

    /// The text that is being written.
    pub fn text(&self) -> Option<&str> {
        match self {
            Saving::Idle => None,
            Saving::Running { text, .. } => Some(text),
        }
    }

    /// Sets what is done after the save that runs.
    fn continue_with(&mut self, then: AfterSave) {
        if let Saving::Running { next, .. } = self {
            *next = Some(then);
        }
    }

    /// Cancels what was requested meanwhile.
    pub(crate) fn cancel_next(&mut self) {
        if let Saving::Running { next, .. } = self {
            *next = None;
        }
    }

    /// Marks the text of the save that runs as merged with another program's changes.
    pub(crate) fn contains_merge(&mut self) {
        if let Saving::Running { is_merged, .. } = self {
            *is_merged = true;
        }
    }

    /// Ends the save, and returns what was requested meanwhile.
    pub(crate) fn end(&mut self) -> Option<AfterSave> {
        match std::mem::take(self) {
            Saving::Idle => None,
            Saving::Running { next, .. } => next,
        }
    }
}

/// Saves the draft, and does what was requested during an earlier save.
pub(crate) fn save_and(state: &mut State, then: AfterSave, next: Option<AfterSave>) -> Vec<Job> {
    let mut jobs = save(state, then);
    if let Some(next) = next {
        jobs.extend(save(state, next));
    }
    jobs
}

/// Saves the draft; the job's answer decides what comes next.
pub fn save(state: &mut State, then: AfterSave) -> Vec<Job> {
    save_or_create(state, then, IfDeleted::Ask)
}

/// Saves the draft, with a rule for a file that another program deleted.
pub fn save_or_create(state: &mut State, then: AfterSave, if_deleted: IfDeleted) -> Vec<Job> {
    state.session.seal();
    if state.saving.is_running() {
        if then != AfterSave::Stay {
            state.saving.continue_with(then);
        }
        return Vec::new();
    }
    if !state.session.is_dirty() && if_deleted == IfDeleted::Ask {
        return match then {
            AfterSave::Stay => {
                let mut jobs = reread(state);
                jobs.extend(look_again(state));
                jobs
            }
            AfterSave::Commit => committing::plan(state, CommitKind::New),
            AfterSave::Amend => committing::plan(state, CommitKind::Amend),
            AfterSave::Switch => switch::after_save(state),
            AfterSave::Quit => {
                state.request(Request::Leave(Leave::ByUser));
                Vec::new()
            }
        };
    }
    let (document, root) = (state.session.document.clone(), state.workspace.root.clone());
    let (text, journal) = (state.session.draft.text().to_owned(), state.journal.clone());
    state.saving = Saving::Running { text: text.clone(), next: None, is_merged: false };
    vec![Job::Save { document, root, text, journal, if_deleted, then }]
}

pub(crate) fn reread(state: &State) -> Vec<Job> {
    if state.saving.is_running() {
        // The save looks at the file itself, and what it writes is no other program's.
        return Vec::new();
    }
    vec![Job::Reread { document: state.session.document.clone(), root: state.workspace.root.clone() }]
}

/// Looks at the files of all images again: another program may have changed them. One whose size
/// and time are the same is not opened.
pub(crate) fn look_again(state: &mut State) -> Vec<Job> {
    let all = state.session.all_images();
    state.probe(all)
}

/// Notes that another program deleted the file. All of the text is unsaved then.
pub(crate) fn missing(state: &mut State) {
    if std::mem::replace(&mut state.session.on_disk, OnDisk::Gone) == OnDisk::Gone {
        return;
    }
    state.touched();
    let shown = state.workspace.shown(&state.session.document.path);
    let save = state.key_label(Action::Save);
    state
        .complain(format!("{shown} does not exist any more; your text is here, and {save} writes it again."));
}

pub(crate) fn quit(state: &mut State) -> Vec<Job> {
    if state.pushing.is_some() {
        // The end of the program would cut it off.
        state.overlays.push(Overlay::Question(QuestionView::quit_pushing()));
        return Vec::new();
    }
    let all_is_being_saved = state.saving.text() == Some(state.session.draft.text());
    if all_is_being_saved && state.image_work.fitting.is_none() {
        // Leaving waits for the save; where that fails, the desk stays and says why.
        state.saving.continue_with(AfterSave::Quit);
        return Vec::new();
    }
    if state.session.is_dirty() {
        state.overlays.push(Overlay::Question(QuestionView::quit()));
        return Vec::new();
    }
    if let Some(fitting) = &state.image_work.fitting {
        let question = QuestionView::quit_fitting(&fitting.name);
        state.overlays.push(Overlay::Question(question));
        return Vec::new();
    }
    state.request(Request::Leave(Leave::ByUser));
    // The journal may still hold what was typed and undone a moment ago.
    let is_due = std::mem::take(&mut state.journal_is_due);
    state.journal.clone().filter(|_| is_due).map(|journal| Job::Forget { journal }).into_iter().collect()
}

pub(crate) fn saved(state: &mut State, text: String, then: AfterSave) -> Vec<Job> {
    let is_merged = matches!(state.saving, Saving::Running { is_merged: true, .. });
    let next = state.saving.end();
    state.session.saved(text);
    let mut jobs: Vec<Job> = Vec::new();
    if !state.session.is_dirty() {
        state.journal_is_due = false;
        jobs.extend(state.journal.clone().map(|journal| Job::Forget { journal }));
    }
    match then {
        AfterSave::Stay => {
            state.say(if is_merged {
                "Saved, with another program's changes merged in; they can be undone."
            } else {
                "Saved."
            });
            jobs.extend(look_again(state));
        }
        AfterSave::Commit => jobs.extend(committing::plan(state, CommitKind::New)),
        AfterSave::Amend => jobs.extend(committing::plan(state, CommitKind::Amend)),
        AfterSave::Switch => jobs.extend(switch::after_save(state)),
        AfterSave::Quit if state.session.is_dirty() => state.say("Saved; there is newer text."),
        AfterSave::Quit => state.request(Request::Leave(Leave::ByUser)),
    }
    if let Some(next) = next {
        jobs.extend(save(state, next));
    }
    jobs
}
