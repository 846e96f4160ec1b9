use std::path::PathBuf;
use std::sync::Arc;

use jiff::civil::Date;
use ratatui::layout::Rect;

use crate::desk::{Choice, Journal, Listing, NextIssue, Recovered, Workspace, earlier_days};
use crate::git::Control;
use crate::outline::Issue;
use crate::text::Span;
use crate::tui::action::{Action, KeyContext};
use crate::tui::app::answered::Asking;
use crate::tui::app::browser::{self, BrowserPreview};
use crate::tui::app::external::External;
use crate::tui::app::import_image::{self, Fitting, ImageScanJob};
use crate::tui::app::job::Job;
use crate::tui::app::job::check::CheckRequest;
use crate::tui::app::job::image::IssueImages;
use crate::tui::app::job::switch::Target;
use crate::tui::app::saving::Saving;
use crate::tui::app::session::Session;
use crate::tui::app::stepping::Visit;
use crate::tui::app::upstream::{self, Upstream};
use crate::tui::app::watch::Watch;
use crate::tui::config::Config;
use crate::tui::images::Images;
use crate::tui::overlays::Overlay;
use crate::tui::panes::checks::{ChecksAreas, ChecksView};
use crate::tui::panes::editor::EditorView;
use crate::tui::panes::form::FormView;
use crate::tui::panes::outline::OutlineView;
use crate::tui::panes::preview::PreviewView;

/// Where the left mouse button went down and is still held.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Held {
    /// In a text, and it was not moved yet.
    InText,
    /// In a text, of which it was moved over a part.
    Selecting,
    Elsewhere,
}

/// Which pane has the keys.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Pane {
    #[default]
    Outline,
    Work,
    Checks,
}

/// Content of the work area.
#[derive(Debug, Default)]
pub enum Work {
    /// The slot or section that is selected in the outline, to look at.
    #[default]
    Preview,
    Form(Box<FormView>),
    Editor(Box<EditorView>),
}

/// A line for the user at the bottom.
#[derive(Clone, Debug, Default)]
pub struct Message {
    pub text: String,
    pub bad: bool,
    /// True if it stays until something is opened or changed, not only until the next key.
    pub stays: bool,
}

/// Where the panes and the overlays were drawn.
#[derive(Clone, Copy, Debug, Default)]
pub struct Areas {
    pub outline: Rect,
    pub work: Rect,
    pub checks: ChecksAreas,
    /// Where overlays are drawn.
    pub overlay: Rect,
}

/// The panes, and which of them has the keys.
#[derive(Debug, Default)]
pub struct Panes {
    pub focus: Pane,
    pub outline: OutlineView,
    pub work: Work,
    pub preview: PreviewView,
    pub checks: ChecksView,
    /// What the left mouse button holds.
    pub(crate) held: Option<Held>,
    /// The problem that was gone to or fixed last.
    pub visit: Option<Visit>,
    pub areas: Areas,
}

/// The newsletter's issues, of which one is open.
#[derive(Debug)]
pub struct Series {
    pub listing: Listing,
    pub today: Date,
    /// The coming issue, where it has no draft yet.
    pub offer: Option<NextIssue>,
    /// The draft to open after the save that runs.
    pub(crate) switching: Option<Target>,
}

/// Texts that were typed or copied here, and are not in the draft.
#[derive(Debug, Default)]
pub struct KeptTexts {
    /// A commit message that was typed and not used yet.
    pub commit_message: Option<String>,
    pub clipboard: String,
}

/// The work on images that runs.
#[derive(Debug, Default)]
pub struct ImageWork {
    /// True while the draft's images are probed.
    pub(crate) probing: bool,
    /// The images that the draft showed when they were probed last.
    pub(crate) probed: Vec<String>,
    pub fitting: Option<Fitting>,
    pub(crate) looking: Option<ImageScanJob>,
    /// Where the last image was chosen.
    pub(crate) folder: Option<PathBuf>,
}

/// What becomes of the checks of the open draft.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Checking {
    #[default]
    Idle,
    /// A job checks.
    Running,
    /// The checks of this revision broke down; they are not tried again.
    Failed { revision: u64 },
}

/// What the event loop does with the terminal before the next event. Of two requests, the later
/// variant wins.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Request {
    #[default]
    Nothing,
    /// Clear the terminal and draw all of it.
    Redraw,
    Suspend,
    /// Run the user's editor on [`State::external`].
    Edit,
    Leave(Leave),
}

/// Why the program ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Leave {
    ByUser,
    /// Unsaved text is kept, as the user was not asked.
    Terminated,
}

/// Everything that is drawn, and everything that keys change.
#[derive(Debug)]
pub struct State {
    pub workspace: Arc<Workspace>,
    pub series: Series,
    pub session: Session,
    pub config: Config,
    pub panes: Panes,
    pub overlays: Vec<Overlay>,
    pub message: Message,
    pub mouse: bool,
    pub kept: KeptTexts,
    pub journal: Option<Journal>,
    /// True while unsaved text is not in the journal; the event loop writes it within a second.
    pub journal_is_due: bool,
    pub saving: Saving,
    pub images: Images,
    pub image_work: ImageWork,
    pub(crate) checking: Checking,
    pub(crate) upstream: Upstream,
    pub(crate) watch: Watch,
    pub browser: BrowserPreview,
    /// The push that runs.
    pub(crate) pushing: Option<Arc<Control>>,
    /// What is said of a key that does nothing in the newest overlay.
    pub(crate) overlay_note: String,
    /// A text for the clipboard, which the event loop sends to the terminal.
    pub(crate) to_clipboard: Option<String>,
    /// What the user's editor is to be run on.
    pub(crate) external: Option<External>,
    /// The number of frames that were drawn, as an overlay that a job opened must be seen before letters are
    /// its keys.
    pub(crate) frames: u64,
    /// The question to the terminal that may have been lost.
    pub(crate) asking: Asking,
    request: Request,
}

/// What is read before the first frame.
#[derive(Debug)]
pub struct Start {
    pub workspace: Workspace,
    pub listing: Listing,
    pub session: Session,
    pub journal: Option<Journal>,
    /// Text of an earlier run that was not saved.
    pub recovered: Option<Recovered>,
    /// The number of unsaved texts that were set aside.
    pub kept: usize,
}

/// Where the unsaved texts are that were set aside.
pub(crate) fn kept_in_words(count: usize, list_key: &str) -> String {
    match count {
        1 => format!("An unsaved text of it is kept: {list_key} lists it"),
        _ => format!("{count} unsaved texts of it are kept: {list_key} lists them"),
    }
}

impl State {
    /// True while the contributions' overlay waits for a job.
    pub fn is_gathering(&self) -> bool {
        self.overlays.iter().any(|overlay| matches!(overlay, Overlay::Gather(view) if view.is_busy()))
    }

    pub fn new(opened: Start, choice: &Choice, today: Date, config: Config) -> State {
        let Start { workspace, listing, session, journal, recovered, kept } = opened;
        let mut text = format!("{}: {}", workspace.shown(&choice.path), choice.why);
        if let Some(elsewhere) = &choice.elsewhere {
            text = format!("{text}. Note: {elsewhere}");
        }
        if let Some(issue) = choice.next {
            text = format!(
                "{text}. {} creates {}",
                config.keys.label_in(Action::CreateNext, KeyContext::Outline),
                issue.phrase()
            );
        }
        if kept > 0 {
            let list = config.keys.label_in(Action::Drafts, KeyContext::Outline);
            text = format!("{text}. {}", kept_in_words(kept, &list));
        }
        if let Some(slip) = listing.misnamed.first() {
            let more = listing.misnamed.len() - 1;
            let more = if more > 0 { format!(" (and {more} more)") } else { String::new() };
            text = format!("{text}. Not opened: {}: {}{more}", workspace.shown(&slip.path), slip.what);
        }
        if let Some(losses) = config.keys.losses() {
            text = format!("{text}. {losses}");
        }
        let (mouse, images) = (config.mouse, Images::new(config.tmux));
        let mut state = State {
            workspace: Arc::new(workspace),
            series: Series { listing, today, offer: choice.next, switching: None },
            session,
            config,
            panes: Panes::default(),
            overlays: Vec::new(),
            message: Message { text, bad: false, stays: true },
            mouse,
            kept: KeptTexts::default(),
            journal,
            journal_is_due: false,
            saving: Saving::default(),
            images,
            image_work: ImageWork::default(),
            checking: Checking::default(),
            upstream: Upstream::default(),
            watch: Watch::default(),
            browser: BrowserPreview::default(),
            pushing: None,
            overlay_note: String::new(),
            to_clipboard: None,
            external: None,
            frames: 0,
            asking: Asking::default(),
            request: Request::default(),
        };
        if let Some(recovered) = recovered {
            state.overlays.push(Overlay::recover(recovered, state.frames));
        }
        state
    }

    /// Asks the event loop for something, unless it is to do more already.
    pub(crate) fn request(&mut self, request: Request) {
        self.request = self.request.max(request);
    }

    pub(crate) fn requested(&self) -> Request {
        self.request
    }

    /// Takes the request, which is done by the caller.
    pub(crate) fn take_request(&mut self) -> Request {
        std::mem::take(&mut self.request)
    }

    /// True if the program is to end.
    pub fn is_leaving(&self) -> bool {
        matches!(self.request, Request::Leave(_))
    }

    pub fn say(&mut self, text: impl Into<String>) {
        self.message = Message { text: text.into(), bad: false, stays: false };
    }

    pub fn complain(&mut self, text: impl Into<String>) {
        self.message = Message { text: text.into(), bad: true, stays: false };
    }

    /// The context that keys are looked up in.
    pub fn key_context(&self) -> KeyContext {
        match (self.panes.focus, &self.panes.work) {
            // The preview shows the selection of the outline.
            (Pane::Outline, _) | (Pane::Work, Work::Preview) => KeyContext::Outline,
            (Pane::Checks, _) => KeyContext::Checks,
            (Pane::Work, Work::Form(form)) if form.has_offer() => KeyContext::Pasted,
            (Pane::Work, Work::Form(_)) => KeyContext::Form,
            (Pane::Work, Work::Editor(editor)) if editor.is_finding() => KeyContext::Find,
            (Pane::Work, Work::Editor(_)) => KeyContext::Editor,
        }
    }

    /// The key of an action, for who is in the pane that has the keys.
    pub fn key_label(&self, action: Action) -> String {
        self.config.keys.label_in(action, self.key_context())
    }

    /// A context that is valid only while something is selected or offered in the text that has the
    /// keys. Its keys come before all others.
    pub(crate) fn momentary_context(&self) -> Option<KeyContext> {
        let selects = match (self.key_context(), &self.panes.work) {
            (KeyContext::Form, Work::Form(form)) => form.has_selection(),
            (KeyContext::Editor, Work::Editor(editor)) => editor.input.selection().is_some(),
            _ => false,
        };
        match &self.panes.work {
            _ if selects => Some(KeyContext::Selection),
            Work::Form(form) if self.key_context() == KeyContext::Form => {
                form.can_complete(&self.session).then_some(KeyContext::Suggestion)
            }
            _ => None,
        }
    }

    /// Where in the draft the user is: the cursor in a text, else the start of what is selected in the
    /// outline. A cursor that is placed by the next draw may be anywhere in the span.
    pub fn place(&self) -> Span {
        match (self.panes.focus, &self.panes.work) {
            (Pane::Outline, _) | (_, Work::Preview) => Span::at(self.panes.outline.span(&self.session).start),
            (_, Work::Editor(editor)) => Span::at(editor.input.cursor()),
            (_, Work::Form(form)) => form.cursor_span(&self.session.draft),
        }
    }

    /// Marks the text as changed since the journal was written.
    pub(crate) fn touched(&mut self) {
        self.journal_is_due = self.journal.is_some();
    }

    /// Returns the job that writes unsaved text to the journal, or removes a journal that is not
    /// needed any more.
    pub fn journal_job(&mut self) -> Option<Job> {
        let asks = |overlay: &Overlay| matches!(overlay, Overlay::Question(view) if view.offers_recovery());
        if self.overlays.iter().any(asks) {
            // The journal holds the text that the open question offers. It is kept until the answer.
            return None;
        }
        if !std::mem::take(&mut self.journal_is_due) {
            return None;
        }
        let journal = self.journal.clone()?;
        if !self.session.is_dirty() {
            return Some(Job::Forget { journal });
        }
        let (base, text) = (self.session.unsaved_base().to_owned(), self.session.draft.text().to_owned());
        Some(Job::Keep { journal, base, text })
    }

    /// Updates all views to the text, and returns the jobs for missing facts and checks.
    pub fn refresh(&mut self) -> Vec<Job> {
        self.catch_up();
        self.wanted()
    }

    /// Updates outline and form to the text. The checks follow by a job.
    pub(crate) fn catch_up(&mut self) {
        if !self.session.is_stale() {
            return;
        }
        self.session.refresh(&self.workspace);
        if let Work::Form(form) = &mut self.panes.work {
            form.sync(&self.session, &self.workspace.profile);
        }
        self.update_list_count();
        self.panes.outline.keep_in_range(&self.session);
    }

    /// Updates everything to the text at once, for an action that needs the checks.
    pub(crate) fn check_now(&mut self) {
        self.catch_up();
        if !self.session.is_checked() {
            let held = self.panes.checks.held(&self.session);
            self.session.check(&self.workspace);
            self.panes.checks.hold(held, &self.session);
        }
    }

    /// Returns the job that checks the text, if it is needed and none runs.
    fn check_job(&mut self) -> Option<Job> {
        let revision = self.session.revision;
        let is_tried = self.checking == Checking::Running || self.checking == Checking::Failed { revision };
        if is_tried || self.session.is_checked() {
            return None;
        }
        self.checking = Checking::Running;
        self.catch_up();
        let (workspace, facts) = (self.workspace.clone(), self.session.facts());
        let (draft, outline) = (self.session.draft.clone(), self.session.outline.clone());
        Some(Job::Check(Box::new(CheckRequest { workspace, facts, draft, outline, revision })))
    }

    /// Returns the jobs for checks, for images that are not probed yet, for unused files beside them if the
    /// draft's images changed, and for the state of the remote.
    pub fn wanted(&mut self) -> Vec<Job> {
        let unseen = self.session.unseen_images();
        let mut jobs = if self.image_work.probing {
            Vec::new()
        } else if unseen.is_empty() && self.session.all_images() == self.image_work.probed {
            import_image::look(self).into_iter().collect()
        } else {
            self.probe(unseen)
        };
        jobs.extend(self.check_job());
        jobs.extend(upstream::look(self));
        jobs.extend(browser::follow(self));
        jobs
    }

    /// Updates the sentence that counts a list after the list's form was typed in.
    fn update_list_count(&mut self) {
        let Work::Form(form) = &mut self.panes.work else { return };
        if !std::mem::take(&mut form.typed) {
            return;
        }
        let slot = form.slot_index(&self.session).filter(|slot| self.session.outline.slots[*slot].is_list());
        if let Some(edits) = slot.and_then(|slot| self.session.update_count(slot, &self.workspace)) {
            form.moved(&edits);
            form.sync(&self.session, &self.workspace.profile);
        }
    }

    /// The day and number of the issue that is written.
    pub(crate) fn issue(&self) -> Issue {
        self.workspace.issue(&self.session.document.path, &self.session.draft)
    }

    pub(crate) fn probe(&mut self, dests: Vec<String>) -> Vec<Job> {
        self.image_work.probing = true;
        self.image_work.probed = self.session.all_images();
        let draft: PathBuf = self.session.document.path.clone();
        let date = self.issue().date();
        let days = |date| earlier_days(&self.workspace, &self.series.listing, &draft, date);
        let issue = IssueImages { date, earlier: date.map(days).unwrap_or_default() };
        let text = self.session.draft.text().to_owned();
        vec![Job::Probe { dests, draft, workspace: self.workspace.clone(), issue, text }]
    }
}
