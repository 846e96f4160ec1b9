//! Looking for all safe fixes: each round of fixes is checked again, which takes too long for a key.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use super::Done;
use crate::desk::{Workspace, fine_edits};
use crate::draft::Draft;
use crate::lint::{Context, Facts, Purpose, Selection, check_selected, fix_all};
use crate::text::Edits;

/// The draft whose safe fixes are wanted.
#[derive(Debug)]
pub struct FixAllRequest {
    pub workspace: Arc<Workspace>,
    pub facts: Arc<Facts>,
    pub path: PathBuf,
    pub draft: Draft,
    /// Of the text.
    pub revision: u64,
}

/// All safe fixes of a draft.
#[derive(Debug)]
pub struct FoundFixes {
    /// The draft that they are for.
    pub path: PathBuf,
    /// All of them as one change of the text.
    pub edits: Edits,
    /// Of the text that the edits are for.
    pub revision: u64,
    /// The rules whose problems are fixed, with the number of fixed problems.
    pub counts: BTreeMap<&'static str, usize>,
}

impl FixAllRequest {
    pub(crate) fn run(self) -> Done {
        let FixAllRequest { workspace, facts, path, draft, revision } = self;
        let before = draft.text().to_owned();
        let fixed = fix_all(draft, |draft| {
            let outline = facts.outline(draft, &workspace.profile);
            let context = Context::new(draft, &outline, &workspace.profile, &facts);
            check_selected(&context, &Selection::default(), Purpose::Fix, &mut |_, _| ())
        });
        let edits = fine_edits(&before, fixed.draft.text());
        Done::FixesFound(Box::new(FoundFixes { path, edits, revision, counts: fixed.counts }))
    }
}
