//! The draft after a contribution: read and parsed once, for the look at it and for the merge.

use std::borrow::Cow;
use std::sync::Arc;

use super::parsed_draft::ParsedDraft;
use crate::desk::Workspace;
use crate::merge::{MergeError, Theirs};

/// How many bytes of drafts are kept parsed, of all contributions together. With its tree a draft takes
/// about four times the memory of its text; what is above this is parsed again for the merge.
pub(super) const PARSED_BYTES: usize = 64 << 20;

/// The draft after a contribution.
#[derive(Clone, Debug)]
pub(super) enum DraftHead {
    /// Not parsed yet, or not kept parsed.
    Text(Arc<str>),
    Parsed(Arc<Theirs>),
    /// It can only be merged by lines, for this reason.
    Lines(Arc<str>, MergeError),
}

impl From<ParsedDraft> for DraftHead {
    fn from(draft: ParsedDraft) -> DraftHead {
        match draft {
            ParsedDraft::Structured(version) => DraftHead::Parsed(Arc::new(Theirs::from(*version))),
            ParsedDraft::Lines(lines) => DraftHead::Lines(lines.text().into(), lines.why()),
        }
    }
}

impl DraftHead {
    pub fn new(text: &str) -> DraftHead {
        DraftHead::Text(text.into())
    }

    pub fn text(&self) -> &str {
        match self {
            DraftHead::Text(text) | DraftHead::Lines(text, _) => text,
            DraftHead::Parsed(theirs) => theirs.text(),
        }
    }

    /// The head ready for merging: parsed as a change of its base, unless it is parsed already.
    pub fn parsed(&self, base: &ParsedDraft, workspace: &Workspace) -> Cow<'_, DraftHead> {
        match self {
            DraftHead::Text(text) => Cow::Owned(base.changed_to(text, workspace).into()),
            DraftHead::Parsed(_) | DraftHead::Lines(..) => Cow::Borrowed(self),
        }
    }

    /// What a merge by structure takes.
    ///
    /// # Errors
    ///
    /// Why it can only be merged by lines.
    pub fn theirs(&self) -> Result<&Theirs, MergeError> {
        match self {
            DraftHead::Parsed(theirs) => Ok(theirs),
            DraftHead::Lines(_, why) => Err(*why),
            DraftHead::Text(_) => Err(MergeError::Result),
        }
    }
}
