//! Opening another draft in place of the one that is open, or creating it.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::civil::Date;

use super::start::open_draft;
use crate::desk::{DeskError, Journal, KeptText, Listing, NextIssue, Recovered, Workspace, create};
use crate::tui::app::session::Session;

/// The draft to open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    File(PathBuf),
    /// The draft of an issue, which is created. What is not known of it is that of the next issue.
    New(NextIssue),
    /// The draft of an unsaved text, which is offered then.
    Kept(Box<KeptText>),
}

impl Target {
    /// The draft, if it exists already.
    pub fn path(&self) -> Option<&Path> {
        match self {
            Target::File(path) => Some(path),
            Target::Kept(kept) => Some(&kept.draft),
            Target::New(_) => None,
        }
    }
}

/// Text that is not saved when another draft is opened. It is written to the draft's journal.
#[derive(Clone, Debug)]
pub struct Unsaved {
    pub journal: Journal,
    pub base: String,
    pub text: String,
}

#[derive(Debug)]
pub struct SwitchRequest {
    pub target: Target,
    pub workspace: Arc<Workspace>,
    pub today: Date,
    /// The journal of the open draft; `None` where text is not kept.
    pub journal: Option<Journal>,
    pub keep: Option<Unsaved>,
    /// The session's revision when the other draft was asked for.
    pub revision: u64,
}

#[derive(Debug)]
pub struct SwitchOutcome {
    pub request: SwitchRequest,
    pub opened: Result<Opened, DeskError>,
}

/// A draft that was opened.
#[derive(Debug)]
pub struct Opened {
    pub session: Session,
    pub listing: Listing,
    pub journal: Option<Journal>,
    /// Text of an earlier time that was not saved.
    pub recovered: Option<Recovered>,
    /// The number of unsaved texts that were set aside.
    pub kept: usize,
}

impl SwitchRequest {
    pub(crate) fn run(self) -> SwitchOutcome {
        let opened = self.open();
        SwitchOutcome { request: self, opened }
    }

    fn open(&self) -> Result<Opened, DeskError> {
        if let Some(Unsaved { journal, base, text }) = &self.keep {
            journal.keep(base, text)?;
        }
        let path = match &self.target {
            Target::File(path) => path.clone(),
            Target::Kept(kept) => kept.draft.clone(),
            Target::New(issue) => create(&self.workspace, *issue, self.today)?.path,
        };
        let listing = self.workspace.listing();
        let session = open_draft(&self.workspace, &listing, &path, None)?;
        let journal = self.journal.as_ref().map(|journal| journal.beside(&path));
        let recovered = recovered(journal.as_ref(), &session);
        let kept = count_kept(journal.as_ref(), &path);
        Ok(Opened { session, listing, journal, recovered, kept })
    }
}

/// The number of unsaved texts of the draft that were set aside.
pub(super) fn count_kept(journal: Option<&Journal>, path: &Path) -> usize {
    journal.map_or(0, |journal| journal.kept_texts(std::iter::once(path)).len())
}

/// What was typed earlier and is not in the file.
pub(super) fn recovered(journal: Option<&Journal>, session: &Session) -> Option<Recovered> {
    journal.and_then(Journal::recovered).filter(|recovered| recovered.text != session.document.base)
}
