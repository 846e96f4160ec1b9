//! Checking the draft, which takes too long for a key in a long draft.

use std::sync::Arc;

use super::Done;
use crate::desk::Workspace;
use crate::draft::Draft;
use crate::lint::{Context, Facts};
use crate::outline::Outline;
use crate::tui::app::session::Found;

/// A draft to be checked.
#[derive(Debug)]
pub struct CheckRequest {
    pub workspace: Arc<Workspace>,
    pub facts: Arc<Facts>,
    pub draft: Draft,
    pub outline: Arc<Outline>,
    /// Of the text.
    pub revision: u64,
}

/// The checks of a draft, and what they were made of.
#[derive(Debug)]
pub struct CheckedDraft {
    pub(crate) workspace: Arc<Workspace>,
    pub(crate) facts: Arc<Facts>,
    pub(crate) revision: u64,
    pub(crate) found: Found,
}

impl CheckRequest {
    pub(crate) fn run(self) -> Done {
        let CheckRequest { workspace, facts, draft, outline, revision } = self;
        let found = Found::new(&Context::new(&draft, &outline, &workspace.profile, &facts));
        Done::Checked(Box::new(CheckedDraft { workspace, facts, revision, found }))
    }
}
