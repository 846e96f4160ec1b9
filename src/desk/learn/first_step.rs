//! How a folder without a draft gets its first one.

use std::fmt;

use super::places::Places;
use super::{read_issues, scan};
use crate::desk::Workspace;
use crate::profile::BUILT_IN;

/// The first command that succeeds in a newsletter without a draft.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FirstStep {
    /// The place of drafts is known.
    New,
    /// A profile can be learnt from the files.
    Init,
    /// There is nothing to learn from.
    Extend,
}

impl FirstStep {
    pub(in crate::desk) fn new(workspace: &Workspace) -> FirstStep {
        if workspace.has_known_layout() {
            return FirstStep::New;
        }
        let places = Places::from_files(&scan::files(&workspace.root));
        match places.is_some_and(|places| !read_issues(&workspace.root, &places.posts).is_empty()) {
            true => FirstStep::Init,
            false => FirstStep::Extend,
        }
    }
}

impl fmt::Display for FirstStep {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            FirstStep::New => out.write_str("`copydesk new` creates one"),
            FirstStep::Init => out.write_str(
                "`copydesk init` learns from the files there which of them are issues, and then `copydesk new` creates the next one",
            ),
            FirstStep::Extend => write!(
                out,
                "`copydesk init --extends {}` begins a newsletter there, and then `copydesk new` creates its first draft; `copydesk demo` makes one to try",
                BUILT_IN[0].0
            ),
        }
    }
}
