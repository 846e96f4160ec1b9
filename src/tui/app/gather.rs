//! Gathering contributions at the desk: fetching them, and committing those that were chosen.

use std::sync::Arc;

use crate::desk::{DeskError, GatherOptions, Gathered, Gathering, MergedDraft, NEWEST_REQUESTS, fine_edits};
use crate::git::Control;
use crate::text::StepKind;
use crate::tui::action::Action;
use crate::tui::app::edits;
use crate::tui::app::job::Job;
use crate::tui::app::saving;
use crate::tui::app::state::State;
use crate::tui::app::update;
use crate::tui::overlays::Overlay;
use crate::tui::overlays::gather::GatherView;

/// The contributions to choose from, after a fetch or a refused commit.
#[derive(Debug)]
pub struct Waited {
    pub control: Arc<Control>,
    pub gathering: Result<Box<Gathering>, DeskError>,
    /// Why the commit was refused.
    pub refused: Option<DeskError>,
}

/// Opens the pane, and has the contributions fetched.
pub(crate) fn open(state: &mut State) -> Vec<Job> {
    if state.session.is_dirty() {
        let save = state.key_label(crate::tui::action::Action::Save);
        state.complain(format!(
            "Save ({save}) and commit the draft first: contributions are merged into what is committed."
        ));
        return Vec::new();
    }
    let control = Arc::new(Control::default());
    let wanted = GatherOptions {
        folder: state.workspace.root.folder().to_owned(),
        remote: None,
        issue: Some(state.session.document.path.display().to_string()),
        now: state.series.today.into(),
        branches: None,
        newest: NEWEST_REQUESTS,
    };
    state.overlays.push(Overlay::Gather(Box::new(GatherView::new(control.clone()))));
    vec![Job::Gather { wanted: Box::new(wanted), control }]
}

pub(crate) fn waited(state: &mut State, waited: Waited) {
    let open = state
        .overlays
        .iter()
        .position(|overlay| matches!(overlay, Overlay::Gather(view) if view.waits_for(&waited.control)));
    // Nobody waits any more.
    let Some(at) = open else { return };
    match waited.gathering {
        Ok(gathering) => {
            if let Some(Overlay::Gather(view)) = state.overlays.get_mut(at) {
                view.learn(gathering, waited.refused.as_ref());
            }
        }
        Err(error) => {
            state.overlays.remove(at);
            state.complain(error.to_string());
        }
    }
}

/// Shows the merged contributions, then handles the keys typed meanwhile.
pub(crate) fn merged(
    state: &mut State,
    control: &Arc<Control>,
    gathering: Box<Gathering>,
    merged: MergedDraft,
) -> Vec<Job> {
    let view = state.overlays.iter_mut().find_map(|overlay| match overlay {
        Overlay::Gather(view) if view.waits_for(control) => Some(view),
        _ => None,
    });
    let keys = view.map(|view| view.show_merged(gathering, merged)).unwrap_or_default();
    keys.into_iter().flat_map(|key| update::key_event(state, key)).collect()
}

/// The draft on disk has followed the commit, and so does the text.
pub(crate) fn gathered(state: &mut State, gathered: &Gathered, text: String) -> Vec<Job> {
    state.overlays.retain(|overlay| !matches!(overlay, Overlay::Gather(_)));
    let oid = gathered.oid.to_string();
    let what = if gathered.count == 1 { "contribution" } else { "contributions" };
    let push = state.key_label(Action::Push);
    let mut said = format!(
        "Gathered {} {what} in {} on {}; {push} pushes the branch.",
        gathered.count,
        &oid[..7],
        gathered.branch
    );
    if !gathered.hooks_left_out.is_empty() {
        said.push_str(&format!(" Hooks were not run: {}.", gathered.hooks_left_out.join(", ")));
    }
    let edits = fine_edits(state.session.draft.text(), &text);
    state.session.saved(text);
    edits::apply(state, &edits, StepKind::Merge, &said);
    // Taking back what is committed, and merged for git, would throw contributions away for good.
    state.session.clear_history();
    state.upstream.is_due = true;
    saving::look_again(state).into_iter().collect()
}
