use std::path::PathBuf;
use std::sync::Arc;

use jiff::civil::Date;
use ratatui::layout::Rect;

use crate::desk::{Choice, Journal, Listing, Recovered, Workspace};
use crate::outline::Issue;
use crate::tui::action::KeyContext;
use crate::tui::app::import_image::{self, Fitting, ImageScanJob};
use crate::tui::app::job::{AfterSave, Job};
use crate::tui::app::session::Session;
use crate::tui::app::upstream::{self, Upstream};
use crate::tui::config::Config;
use crate::tui::images::Images;
use crate::tui::overlays::Overlay;
use crate::tui::panes::checks::ChecksView;
use crate::tui::panes::editor::EditorView;
use crate::tui::panes::form::FormView;
use crate::tui::panes::outline::OutlineView;

/// Which pane has the keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pane {
    Outline,
    Work,
    Checks,
}

/// Content of the work area.
#[derive(Debug)]
pub enum Work {
    /// The slot or section that is selected in the outline, to look at.
    Preview,
    Form(Box<FormView>),
    Editor(Box<EditorView>),
}

/// A line for the user at the bottom.
#[derive(Clone, Debug, Default)]
pub struct Message {
    pub text: String,
    pub bad: bool,
    /// True if it stays until the next message, not only until the next key.
    pub stays: bool,
}

/// Where the panes and the overlays were drawn.
#[derive(Clone, Copy, Debug, Default)]
pub struct Areas {
    pub outline: Rect,
    pub work: Rect,
    pub checks: Rect,
    pub problems: Rect,
    /// Where overlays are drawn.
    pub overlay: Rect,
}

/// Everything that is drawn, and everything that keys change.
#[derive(Debug)]
pub struct State {
    pub workspace: Arc<Workspace>,
    pub listing: Listing,
    pub session: Session,
    pub journal: Option<Journal>,
    pub config: Config,
    pub today: Date,
    /// The coming issue's day, where it has no draft yet.
    pub offer: Option<Date>,
    pub focus: Pane,
    pub outline: OutlineView,
    pub work: Work,
    pub checks: ChecksView,
    pub overlays: Vec<Overlay>,
    pub message: Message,
    pub areas: Areas,
    pub mouse: bool,
    /// Set to have the terminal cleared, suspended, or left.
    pub redraw: bool,
    pub suspend: bool,
    pub quit: bool,
    /// True if the end did not come from the user: unsaved text is kept.
    pub terminated: bool,
    /// A commit message that was typed and not used yet.
    pub kept_message: Option<String>,
    pub clipboard: String,
    /// True while unsaved text is not in the journal; the event loop writes it within a second.
    pub journal_is_due: bool,
    /// The text that the running save writes.
    pub saving: Option<String>,
    /// Requested while a save ran, done after it.
    pub then: Option<AfterSave>,
    /// The save that runs holds another program's changes too.
    pub merged: bool,
    pub(crate) probing: bool,
    /// The images that the draft showed when files were looked at last.
    probed: Vec<String>,
    pub images: Images,
    pub fitting: Option<Fitting>,
    pub(crate) looking: Option<ImageScanJob>,
    pub(crate) upstream: Upstream,
    /// Where the last image was chosen.
    pub(crate) image_folder: Option<PathBuf>,
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
}

impl State {
    /// True while the contributions' overlay waits for a job.
    pub fn is_gathering(&self) -> bool {
        self.overlays.iter().any(|overlay| matches!(overlay, Overlay::Gather(view) if view.is_busy()))
    }

    pub fn new(opened: Start, choice: &Choice, today: Date, config: Config) -> State {
        let Start { workspace, listing, session, journal, recovered } = opened;
        let mut text = format!("{}: {}", workspace.shown(&choice.path), choice.why);
        if let Some(date) = choice.offer {
            text = format!(
                "{text}. {} creates the issue of {date}",
                config.keys.label(crate::tui::action::Action::CreateNext)
            );
        }
        if let Some(slip) = listing.name_issues.first() {
            let more = listing.name_issues.len() - 1;
            let more = if more > 0 { format!(" (and {more} more)") } else { String::new() };
            text = format!("{text}. Not opened: {}: {}{more}", workspace.shown(&slip.path), slip.what);
        }
        let mouse = config.mouse;
        let images = Images::new(config.tmux);
        let mut state = State {
            workspace: Arc::new(workspace),
            listing,
            session,
            journal,
            config,
            today,
            offer: choice.offer,
            focus: Pane::Outline,
            outline: OutlineView::default(),
            work: Work::Preview,
            checks: ChecksView::default(),
            overlays: Vec::new(),
            message: Message { text, bad: false, stays: true },
            areas: Areas::default(),
            mouse,
            redraw: false,
            suspend: false,
            quit: false,
            terminated: false,
            kept_message: None,
            clipboard: String::new(),
            journal_is_due: false,
            saving: None,
            then: None,
            merged: false,
            probing: false,
            probed: Vec::new(),
            images,
            fitting: None,
            looking: None,
            upstream: Upstream::default(),
            image_folder: None,
        };
        if let Some(recovered) = recovered {
            state.overlays.push(Overlay::recover(recovered));
        }
        state
    }

    pub fn say(&mut self, text: impl Into<String>) {
        self.message = Message { text: text.into(), bad: false, stays: false };
    }

    pub fn complain(&mut self, text: impl Into<String>) {
        self.message = Message { text: text.into(), bad: true, stays: false };
    }

    /// The context that keys are looked up in.
    pub fn key_context(&self) -> KeyContext {
        match (self.focus, &self.work) {
            (Pane::Outline, _) => KeyContext::Outline,
            (Pane::Checks, _) => KeyContext::Checks,
            (Pane::Work, Work::Form(_)) => KeyContext::Form,
            (Pane::Work, Work::Editor(_)) => KeyContext::Editor,
            (Pane::Work, Work::Preview) => KeyContext::Anywhere,
        }
    }

    /// Where in the draft the user is.
    pub fn cursor(&self) -> usize {
        match &self.work {
            Work::Editor(editor) => editor.input.cursor(),
            Work::Form(form) => form.span.start,
            Work::Preview => {
                self.outline.slot(&self.session).map_or(0, |slot| self.session.outline.slots[slot].span.start)
            }
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
        let (base, text) = (self.session.document.base.clone(), self.session.draft.text().to_owned());
        Some(Job::Keep { journal, base, text })
    }

    /// Updates all views to the text, and returns the jobs for missing facts.
    pub fn refresh(&mut self) -> Vec<Job> {
        self.catch_up();
        self.wanted()
    }

    /// Updates all views to the text.
    pub(crate) fn catch_up(&mut self) {
        let held = self.checks.held(&self.session);
        self.session.refresh(&self.workspace);
        if let Work::Form(form) = &mut self.work {
            form.sync(&self.session, &self.workspace.profile);
        }
        self.update_list_count();
        self.outline.keep_in_range(&self.session);
        self.checks.hold(held, &self.session);
    }

    /// Returns the jobs for images that are not probed yet, for unused files beside them if the
    /// draft's images changed, and for the state of the remote.
    pub fn wanted(&mut self) -> Vec<Job> {
        let unseen = self.session.unseen_images();
        let mut jobs = if self.probing {
            Vec::new()
        } else if unseen.is_empty() && self.session.all_images() == self.probed {
            import_image::look(self).into_iter().collect()
        } else {
            self.probe(unseen)
        };
        jobs.extend(upstream::look(self));
        jobs
    }

    /// Updates the sentence that counts a list after the list's form was typed in.
    fn update_list_count(&mut self) {
        let Work::Form(form) = &mut self.work else { return };
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
        self.probing = true;
        self.probed = self.session.all_images();
        let draft: PathBuf = self.session.document.path.clone();
        let date = self.issue().date();
        let text = self.session.draft.text().to_owned();
        vec![Job::Probe { dests, draft, workspace: self.workspace.clone(), date, text }]
    }
}
