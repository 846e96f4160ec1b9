//! Opening another draft in place of the one that is open.

use crate::desk::next_issue;
use crate::tui::action::Action;
use crate::tui::app::job::switch::{Opened, SwitchOutcome, SwitchRequest, Target, Unsaved};
use crate::tui::app::job::{AfterSave, Job};
use crate::tui::app::saving;
use crate::tui::app::state::{Pane, State, Work, kept_in_words};
use crate::tui::overlays::Overlay;
use crate::tui::overlays::question::QuestionView;
use crate::tui::panes::outline::OutlineView;
use crate::tui::panes::preview::PreviewView;

/// What is done with text that is not saved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnsavedText {
    /// The user is asked.
    Ask,
    Save,
    /// It is kept in the journal, and offered when the draft is opened again.
    Keep,
}

/// Opens another draft, once it is clear what becomes of text that is not saved.
pub(crate) fn switch(state: &mut State, target: Target, unsaved: UnsavedText) -> Vec<Job> {
    if target.path() == Some(&state.session.document.path) {
        state.say("That draft is open.");
        return Vec::new();
    }
    if let Some(fitting) = &state.image_work.fitting {
        let key = state.key_label(Action::CancelFitting);
        let said =
            format!("{} is being fitted for this draft; wait for it, or cancel it with {key}.", fitting.name);
        state.complain(said);
        return Vec::new();
    }
    match unsaved {
        _ if !state.session.is_dirty() && !state.saving.is_running() => {
            // The journal may still hold what was typed and undone a moment ago.
            let is_due = std::mem::take(&mut state.journal_is_due);
            let journal = state.journal.clone().filter(|_| is_due);
            let mut jobs: Vec<Job> = journal.map(|journal| Job::Forget { journal }).into_iter().collect();
            jobs.push(request(state, target, None));
            jobs
        }
        UnsavedText::Ask => {
            let question = QuestionView::switch(target, state.journal.is_some());
            state.overlays.push(Overlay::Question(question));
            Vec::new()
        }
        UnsavedText::Save => {
            state.series.switching = Some(target);
            saving::save(state, AfterSave::Switch)
        }
        UnsavedText::Keep => {
            let Some(journal) = state.journal.clone() else { return Vec::new() };
            let (base, text) =
                (state.session.unsaved_base().to_owned(), state.session.draft.text().to_owned());
            vec![request(state, target, Some(Unsaved { journal, base, text }))]
        }
    }
}

/// Goes on with what a save was for.
pub(crate) fn after_save(state: &mut State) -> Vec<Job> {
    match state.series.switching.take() {
        Some(target) => switch(state, target, UnsavedText::Ask),
        None => Vec::new(),
    }
}

fn request(state: &State, target: Target, keep: Option<Unsaved>) -> Job {
    Job::Switch(Box::new(SwitchRequest {
        target,
        workspace: state.workspace.clone(),
        today: state.series.today,
        journal: state.journal.clone(),
        keep,
        revision: state.session.revision,
    }))
}

/// Creates the coming issue's draft, or asks whether the one after it is meant.
pub(crate) fn create_next(state: &mut State) -> Vec<Job> {
    if let Some(issue) = state.series.offer {
        return switch(state, Target::New(issue), UnsavedText::Ask);
    }
    let (listing, today) = (&state.series.listing, state.series.today);
    let next = listing.next_draft(today).map(|draft| state.workspace.shown(&draft.path));
    match (next_issue(&state.workspace, listing, today), next) {
        (Ok(issue), Some(next)) => {
            state.overlays.push(Overlay::Question(QuestionView::create_next(issue, &next)));
        }
        // An earlier issue was opened by its date.
        (Ok(issue), None) => return switch(state, Target::New(issue), UnsavedText::Ask),
        (Err(error), _) => state.complain(error.to_string()),
    }
    Vec::new()
}

/// Shows the draft that was opened or created.
pub(crate) fn switched(state: &mut State, outcome: SwitchOutcome) {
    let SwitchOutcome { request, opened } = outcome;
    let opened = match opened {
        Ok(opened) => opened,
        Err(error) => return state.complain(error.to_string()),
    };
    let is_new = matches!(request.target, Target::New(_));
    let shown = state.workspace.shown(&opened.session.document.path);
    let is_current = request.revision == state.session.revision
        && !state.saving.is_running()
        && state.image_work.fitting.is_none();
    if !is_current || (state.session.is_dirty() && request.keep.is_none()) {
        // What was typed or chosen while the other draft was opened must not be lost.
        let done = if is_new {
            format!("Created {shown}, but did not open it")
        } else {
            format!("{shown} was not opened")
        };
        state.series.listing = opened.listing;
        state.series.offer = state.series.offer.filter(|_| !is_new);
        return state.complain(format!("{done}: this draft was changed meanwhile."));
    }
    let kept = request.keep.map(|_| {
        let shown = state.workspace.shown(&state.session.document.path);
        format!(" What is not saved in {shown} is kept; opening that again offers it.")
    });
    let listed = match opened.kept {
        0 => String::new(),
        count => format!(" {}.", kept_in_words(count, &state.key_label(Action::Drafts))),
    };
    let offered = match request.target {
        Target::Kept(kept) => Some(Overlay::Question(QuestionView::kept(*kept, state.frames))),
        Target::File(_) | Target::New(_) => None,
    };
    let listed = if offered.is_some() { String::new() } else { listed };
    show(state, opened, is_new);
    state.overlays.extend(offered);
    let verb = if is_new { "Created and opened" } else { "Opened" };
    state.say(format!("{verb} {shown}.{}{listed}", kept.unwrap_or_default()));
}

fn show(state: &mut State, opened: Opened, is_new: bool) {
    let Opened { session, listing, journal, recovered, kept: _ } = opened;
    let template = state.session.template.take();
    state.series.listing = listing;
    state.session = session.after(&state.session);
    state.session.template = template;
    state.journal = journal;
    state.journal_is_due = false;
    state.image_work.probed.clear();
    state.upstream.forget();
    state.kept.commit_message = None;
    state.panes.outline = OutlineView::default();
    state.panes.preview = PreviewView::default();
    state.panes.work = Work::Preview;
    state.panes.focus = Pane::Outline;
    state.series.offer = state.series.offer.filter(|_| !is_new);
    // What is open is about the other draft.
    state.overlays.clear();
    state.overlays.extend(recovered.map(|recovered| Overlay::recover(recovered, state.frames)));
}
