//! How a folder without a draft gets its first one.

use std::fmt;
use std::path::PathBuf;

use jiff::civil::Date;

use super::places::Places;
use super::{read_issues, scan};
use crate::desk::Workspace;
use crate::desk::issue::create::way_to_create;
use crate::profile::BUILT_IN;

/// The first command that succeeds in a newsletter without a draft.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FirstStep {
    /// The place of drafts is known.
    New,
    /// It is, but nothing says which day the next issue has. Today is one that can be given.
    NewOfDate { today: Option<Date> },
    /// It is, but there is nothing to make a draft from. `path` is the template that the profile names; `is_dated` is
    /// true if the date of the draft must be given then.
    Template { path: Option<PathBuf>, is_dated: bool },
    /// There is a draft or an issue.
    Status { path: String },
    /// A profile can be learnt from the files.
    Init,
    /// There is nothing to learn from.
    Extend,
}

impl FirstStep {
    pub(in crate::desk) fn new(workspace: &Workspace) -> FirstStep {
        if workspace.has_known_layout() {
            return way_to_create(workspace);
        }
        let places = Places::from_files(&scan::files(&workspace.root));
        match places.is_some_and(|places| !read_issues(&workspace.root, &places.posts).is_empty()) {
            true => FirstStep::Init,
            false => FirstStep::Extend,
        }
    }

    /// The first command that succeeds in a newsletter that may have a draft.
    pub(in crate::desk) fn with_drafts(workspace: &Workspace) -> FirstStep {
        let listing = workspace.listing();
        match listing.drafts.last().or(listing.posts.last()) {
            Some(issue) => FirstStep::Status { path: workspace.shown(&issue.path) },
            None => FirstStep::new(workspace),
        }
    }
}

impl fmt::Display for FirstStep {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            FirstStep::New => out.write_str("`copydesk new` creates one"),
            FirstStep::NewOfDate { today: Some(today) } => {
                write!(out, "`copydesk new {today}` creates one of that date")
            }
            FirstStep::NewOfDate { today: None } => out.write_str("`copydesk new YYYY-MM-DD` creates one"),
            FirstStep::Template { path, is_dated } => {
                match path {
                    Some(path) => write!(out, "write the template of new issues, {}", path.display()),
                    None => out.write_str("write a template of new issues, and set files.template in copydesk.yml"),
                }?;
                let new = if *is_dated { "copydesk new YYYY-MM-DD" } else { "copydesk new" };
                write!(out, "; then `{new}` creates one")
            }
            FirstStep::Status { path } => write!(out, "`copydesk status` says how far {path} is"),
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
