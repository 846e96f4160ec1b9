//! What has to hold for every draft there is: the real ones that lie beside the project where
//! somebody has put them there, and the project's own.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stderr)]

mod edits;
mod fields;
pub(crate) mod files;
mod peers;
mod reports;
mod required;
mod spans;
mod verdicts;
