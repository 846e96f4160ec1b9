//! Use-cases, one verb a file: what the command line and the terminal both do.

mod check;
mod choose;
mod commit;
mod create;
mod demo;
mod demo_files;
mod document;
mod error;
mod init;
mod probe;
mod reconcile;
mod recover;
mod save;
mod workspace;

pub use check::{Checked, check_file, collect};
pub use choose::{Choice, choose};
pub use commit::{commit_paths, suggest_message};
pub use create::{Created, create, next_date};
pub use demo::lay_out as lay_out_demo;
pub use document::{Document, Fingerprint, read};
pub use error::DeskError;
pub use init::init;
pub use probe::{Probe, probe_image};
pub use reconcile::{Reconciled, reconcile};
pub use recover::{Journal, Recovered};
pub use save::save;
pub use workspace::{Issue, Listing, Slip, Workspace};
