//! The repository the drafts live in: opening it, planning a commit of a draft and its images,
//! and making that commit. Plain blocking functions; nothing here prints or asks.

pub mod commit;
mod error;
mod merge;
mod operation;
mod repository;
mod revision;
mod seed;

pub use error::GitError;
pub use merge::merge_lines;
pub use operation::Operation;
pub use repository::{Author, Head, Repo};
pub use revision::Revision;
pub use seed::{Identity, Snapshot, init, seed};
