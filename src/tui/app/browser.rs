//! The preview in the browser: it follows the text and the cursor, and what is clicked in it is done here.

use std::sync::Arc;

use crate::desk::find_problem;
use crate::draft::Draft;
use crate::lint::{Diagnostic, Facts};
use crate::preview::{Asked, Cursor, ProblemId, ServerError};
use crate::text::StepKind;
use crate::tui::app::job::Job;
use crate::tui::app::job::browser::{
    OpenPreview, Opened, Opens, PageRequest, PreviewDone, PreviewJob, Shows,
};
use crate::tui::app::navigate::go_to_place;
use crate::tui::app::state::State;
use crate::tui::app::stepping::{self, Arrives};
use crate::tui::app::{edits, problems};
use crate::tui::overlays::Overlay;
use crate::tui::overlays::question::QuestionView;
use crate::tui::overlays::waive::{NO_WAIVER_FITS, waived};

/// The preview, if it was opened.
#[derive(Debug, Default)]
pub struct BrowserPreview {
    open: Option<Arc<OpenPreview>>,
    /// True while a job opens it, makes its page or moves its cursor. Of the changes meanwhile, only the newest is
    /// shown.
    is_busy: bool,
    /// What the page shows.
    shown: Option<Seen>,
    shows: Shows,
    /// True if a file of an image has changed since.
    pub(crate) has_new_images: bool,
}

/// What a page was made of.
#[derive(Clone, Debug)]
struct Seen {
    revision: u64,
    is_checked: bool,
    facts: Arc<Facts>,
    cursor: usize,
}

impl Seen {
    fn has_same_text(&self, other: &Seen) -> bool {
        (self.revision, self.is_checked) == (other.revision, other.is_checked)
            && Arc::ptr_eq(&self.facts, &other.facts)
    }
}

impl BrowserPreview {
    /// The address of the page.
    pub fn url(&self) -> Option<String> {
        self.open.as_ref().map(|open| open.url())
    }
}

fn opens(state: &State) -> Opens {
    if state.config.opens_browser { Opens::InBrowser } else { Opens::Nowhere }
}

/// Shows the draft of a contribution, until the list of contributions is closed.
pub(crate) fn show_contribution(state: &mut State, text: String, name: String) -> Vec<Job> {
    if state.browser.is_busy {
        return Vec::new();
    }
    state.browser.is_busy = true;
    state.browser.shows = Shows::Contribution(name.clone());
    let (mut request, _) = request(state);
    request.draft = Draft::parse(text);
    (request.outline, request.problems) = (None, Vec::new());
    request.shows = Shows::Contribution(name);
    state.browser.shown = None;
    let opens = opens(state);
    vec![Job::Preview(match state.browser.open.clone() {
        Some(open) => PreviewJob::Show(open, request),
        None => PreviewJob::Open(request, opens),
    })]
}

/// Opens the page in the browser, also if it was opened before.
pub(crate) fn open(state: &mut State) -> Vec<Job> {
    let opens = opens(state);
    match &state.browser.open {
        _ if state.browser.is_busy && state.browser.open.is_none() => Vec::new(),
        Some(open) if opens == Opens::InBrowser => {
            vec![Job::Preview(PreviewJob::OpenAgain(open.clone()))]
        }
        Some(open) => {
            let open = open.clone();
            say_address(state, &open, &Opened::NotAsked);
            Vec::new()
        }
        None => {
            state.browser.is_busy = true;
            let (request, seen) = request(state);
            state.browser.shown = Some(seen);
            vec![Job::Preview(PreviewJob::Open(request, opens))]
        }
    }
}

fn seen(state: &State) -> Seen {
    let session = &state.session;
    let cursor = state.place().start;
    Seen { revision: session.revision, is_checked: session.is_checked(), facts: session.facts(), cursor }
}

fn request(state: &mut State) -> (Box<PageRequest>, Seen) {
    state.catch_up();
    let seen = seen(state);
    let request = PageRequest {
        workspace: state.workspace.clone(),
        path: state.session.document.path.clone(),
        draft: state.session.draft.clone(),
        outline: Some(state.session.outline.clone()),
        facts: seen.facts.clone(),
        problems: state.session.diagnostics.clone(),
        cursor: Cursor(seen.cursor),
        shows: Shows::Draft,
        state: state.journal.as_ref().map(|journal| journal.state().to_owned()),
        has_new_images: std::mem::take(&mut state.browser.has_new_images),
    };
    (Box::new(request), seen)
}

/// Returns the job that shows what has changed, unless one runs.
pub(crate) fn follow(state: &mut State) -> Option<Job> {
    if state.browser.is_busy || state.session.is_stale() {
        return None;
    }
    let open = state.browser.open.clone()?;
    let is_gathering = state.overlays.iter().any(|overlay| matches!(overlay, Overlay::Gather(_)));
    if state.browser.shows != Shows::Draft && is_gathering {
        return None;
    }
    state.browser.shows = Shows::Draft;
    let now = seen(state);
    let shown = state.browser.shown.as_ref();
    let has_same_text = !state.browser.has_new_images && shown.is_some_and(|shown| shown.has_same_text(&now));
    if has_same_text && shown.is_some_and(|shown| shown.cursor == now.cursor) {
        return None;
    }
    state.browser.is_busy = true;
    let cursor = Cursor(now.cursor);
    if has_same_text {
        state.browser.shown = Some(now);
        return Some(Job::Preview(PreviewJob::PointAt(open, cursor)));
    }
    let (request, seen) = request(state);
    state.browser.shown = Some(seen);
    Some(Job::Preview(PreviewJob::Show(open, request)))
}

/// Handles the answer of a job.
pub(crate) fn done(state: &mut State, done: PreviewDone) {
    match done {
        PreviewDone::Shown => state.browser.is_busy = false,
        PreviewDone::Opened(server, opened) => {
            if state.browser.open.is_none() {
                state.browser.is_busy = false;
            }
            match server {
                Ok(open) => {
                    say_address(state, &open, &opened);
                    state.browser.open = Some(open);
                }
                Err(error) => refused(state, &error),
            }
        }
        PreviewDone::Marked(marked) => {
            // The next page shows the marks.
            state.browser.shown = None;
            if let Err(error) = marked {
                state.complain(format!("The marks last only until the desk is closed: {error}"));
            }
        }
    }
}

fn refused(state: &mut State, error: &ServerError) {
    state.complain(format!("The preview could not be opened: {error}"));
}

fn say_address(state: &mut State, open: &OpenPreview, opened: &Opened) {
    let url = open.url();
    if let Some(tunnel) = &state.config.tunnel {
        let text = format!(
            "This is an ssh session. Run this on your own machine:\n\n{}\n\nand open this address there:\n\n{url}",
            tunnel.command(open.port())
        );
        state.overlays.push(Overlay::Question(QuestionView::notice("Preview", &text)));
        return;
    }
    match opened {
        Opened::InBrowser => state.say(format!("The browser shows the preview: {url}")),
        Opened::NotAsked => state.say(format!("Preview, to open in a browser: {url}")),
        Opened::Refused(why) => {
            state.complain(format!("No browser was opened: {why}. Open the preview in one: {url}"));
        }
    }
}

/// Does what was clicked in the page.
pub(crate) fn asked(state: &mut State, asked: Asked) -> Vec<Job> {
    if let Asked::Read { page } = asked {
        let open = state.browser.open.clone();
        return open.map(|open| Job::Preview(PreviewJob::MarkAsRead(open, page))).into_iter().collect();
    }
    if !state.overlays.is_empty() {
        state.overlay_note = "The preview was clicked; close this first.".to_owned();
        return Vec::new();
    }
    state.catch_up();
    match asked {
        Asked::Go { at } => {
            let text = state.session.draft.text();
            let at = (0..=at.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
            stepping::keep_visit(state, |state| go_to_place(state, at));
            Vec::new()
        }
        Asked::Fix(problem) => match go_to_problem(state, &problem) {
            Some(problem) => problems::fix_problem(state, &problem),
            None => Vec::new(),
        },
        Asked::Waive { problem, reason } => {
            if let Some(problem) = go_to_problem(state, &problem) {
                waive(state, &problem, &reason);
            }
            Vec::new()
        }
        Asked::Read { .. } => Vec::new(),
    }
}

/// Goes to a problem of the page, and returns it. Says so if it is gone.
fn go_to_problem(state: &mut State, id: &ProblemId) -> Option<Diagnostic> {
    state.check_now();
    let Some(n) = find_problem(id, &state.session.diagnostics) else {
        state.say("The problem that was clicked in the preview is gone.");
        return None;
    };
    stepping::go_to(state, n, Arrives::InText);
    state.panes.checks.select_problem(n, &state.session);
    Some(state.session.diagnostics[n].clone())
}

fn waive(state: &mut State, problem: &Diagnostic, reason: &str) {
    let reason = reason.trim();
    if reason.is_empty() || reason.contains("-->") || reason.contains(['\n', '\r']) {
        return problems::waive(state);
    }
    match state.session.waiver(problem, reason, &state.workspace) {
        Some(waiver) => {
            edits::apply(state, &waiver.edits, StepKind::Waiver, &waived(problem, waiver.kind));
        }
        None => state.complain(NO_WAIVER_FITS),
    }
}
