//! The program's version, with the commit and the day that it was built from.

#[cfg(test)]
mod source;

/// The number, with commit and day where `build.rs` knows them: `0.1.0 (1a2b3c4d5 2026-06-08)`.
pub(super) const VERSION: &str = env!("COPYDESK_VERSION");

/// The day of the commit as YYYY-MM-DD; empty if it is unknown.
pub(super) const DAY: &str = env!("COPYDESK_DAY");
