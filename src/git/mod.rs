//! The repository of the drafts: opening it, planning and making commits, and, through the git
//! program, fetching from remotes and pushing to them.
//!
//! All functions block, and none prints or asks. [`GitError`] is what all of them have in common. An
//! operation that can fail in more ways has its own error type beside it.

mod branch;
mod clone;
pub mod commit;
mod control;
mod error;
mod fetch;
mod forge_program;
mod history;
mod log;
mod merge;
mod merge_commit;
mod merge_driver;
mod operation;
mod program;
mod push;
mod pushed;
mod refusal;
mod remembered;
mod remote;
mod repository;
mod requests;
mod revision;
mod rights;
mod seed;
mod session;
mod site;
mod stored;
mod unmerged;
mod upstream;
mod url;
mod worktree;

pub use branch::{Amend, BranchError, NewCommit, amend_branch, commit_on_branch};
pub use clone::{clone, fetch_files};
pub use control::{Control, Limits, Progress};
pub use error::{GitError, Hint};
pub use fetch::{
    ContributionHead, Depth, Listing, Refspec, RemoteRef, fetch, list, location_name, not_fetched,
    private_name,
};
pub use forge_program::{ForgeProgram, ForkError};
pub use git2::Oid;
pub use log::{FileLog, LoggedCommit};
pub use merge::{Names, merge_lines};
pub use merge_commit::{MergeCommit, MergeCommitError, merge_commit};
pub use merge_driver::{ConfiguredDriver, DriverError, MergeDriver};
pub use operation::Operation;
pub use program::program_version;
pub use push::{Outcome, Push, Pushed, push, push_signed_in};
pub use refusal::{Refusal, Refused};
pub use remote::{Remote, RemoteError, Unfinished};
pub use repository::{Author, Head, Repo, author_of_user};
pub use requests::{Heavy, HeavyHead, Requests, Weight, fetch_requests};
pub use revision::{Revision, RevisionError};
pub use rights::PushEvidence;
pub use seed::{Identity, SeededBranch, Snapshot, init, seed, seed_origin};
pub use site::{OpenRequest, OpenRequests, SiteError, forked_from, open_requests};
pub use unmerged::Unmerged;
pub use upstream::Files;
pub use url::{Forge, RemoteUrl, Scheme, fork_address, pull_request_address};
pub use worktree::{BranchRef, WorkTree, WorktreeError};

/// Returns the first 16 hexadecimal digits of the blob id that git gives these bytes. Later versions of
/// this program must return the same.
pub fn content_id(bytes: &[u8]) -> String {
    let id = Oid::hash_object(git2::ObjectType::Blob, bytes);
    // Hashing fails only without memory.
    id.map_or_else(|_| "0".repeat(16), |id| id.to_string()[..16].to_owned())
}
