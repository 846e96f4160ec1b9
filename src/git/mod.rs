//! The repository the drafts live in: opening it, planning a commit of a draft and its images,
//! and making that commit; fetching from remotes and pushing to them, by the git program. Plain
//! blocking functions; nothing here prints or asks.

mod branch;
mod clone;
pub mod commit;
mod control;
mod error;
mod fetch;
mod history;
mod merge;
mod merge_commit;
mod merge_driver;
mod operation;
mod program;
mod push;
mod refusal;
mod remembered;
mod remote;
mod repository;
mod requests;
mod revision;
mod seed;
mod session;
mod site;
mod stored;
mod unmerged;
mod upstream;
mod url;

pub use branch::{Amend, NewCommit, amend_branch, commit_on_branch};
pub use clone::{clone, fetch_files};
pub use control::{Control, Limits, Progress};
pub use error::GitError;
pub use fetch::{ContributionRef, Depth, Listing, RemoteRef, Wanted, fetch, list, not_fetched, private_name};
pub use git2::Oid;
pub use merge::{Names, merge_lines};
pub use merge_commit::{MergeCommit, merge_commit};
pub use merge_driver::MergeDriver;
pub use operation::Operation;
pub use push::{Outcome, Push, Pushed, push};
pub use refusal::{Refusal, Refused};
pub use remote::Remote;
pub use repository::{Author, Head, Repo};
pub use requests::{Heavy, HeavyHead, Requests, Weight, fetch_requests};
pub use revision::Revision;
pub use seed::{Identity, Snapshot, init, seed};
pub use site::{NotKnown, OpenRequest, OpenRequests, forked_from, open_requests};
pub use unmerged::Unmerged;
pub use upstream::Files;
pub use url::{Forge, RemoteUrl, Scheme, pull_request_address};

/// A name of 16 hexadecimal digits for bytes: the start of the id that git gives them. It is the same
/// with every version of this program.
pub fn content_id(bytes: &[u8]) -> String {
    let id = Oid::hash_object(git2::ObjectType::Blob, bytes);
    // Without memory for a hash there is nothing to name either.
    id.map_or_else(|_| "0".repeat(16), |id| id.to_string()[..16].to_owned())
}
