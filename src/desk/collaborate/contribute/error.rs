use crate::profile::{self, IssueKey};
use crate::text::SecretUrl;

/// Why an item cannot be contributed.
#[derive(Debug, thiserror::Error)]
pub enum ContributeError {
    #[error("there is no cache folder; set XDG_CACHE_HOME, or run this in a clone")]
    NoCache,
    #[error("the default branch of {0} does not exist; push it, or name another in the site's settings")]
    EmptyRemote(SecretUrl),
    #[error(
        "neither the template nor the profile says what an item of '{0}' looks like; give the section a `form` in copydesk.yml"
    )]
    NoForm(String),
    #[error("the text of an item is one paragraph, without a heading; leave out its blank lines")]
    ManyParagraphs,
    #[error("'{0}' is not the address of a page; write it in full, such as https://example.com/page")]
    NotAnAddress(SecretUrl),
    #[error("'{0}' is not a date; write it like 2026-06-20")]
    NotADate(String),
    #[error("{branch} has this page already, so nothing was committed")]
    ContributedBefore { branch: String },
    /// The branch that is named after the item has another one.
    #[error("{branch} does not add this page, so nothing was amended")]
    NothingToAmend { branch: String },
    #[error("{place} has no draft{}", issue.map(|key| format!(" for {key}")).unwrap_or_default())]
    NoDraft {
        /// The remote's branch.
        place: String,
        /// `None` if it has no drafts at all.
        issue: Option<IssueKey>,
        /// False without a `copydesk.yml` and a built-in layout: the drafts may be in other places.
        is_configured: bool,
    },
    #[error("{place} has no branch {branch}")]
    NoBranch { place: SecretUrl, branch: String },
    #[error("{0} is published already; contributions go to drafts")]
    IssueIsOut(String),
    /// The profile of the remote's branch, which may be another one than that of the work tree.
    #[error("in {place}: {source}")]
    ProfileAt { place: String, source: profile::Error },
}
