//! The issue as a mail: the files that it needs, and what the service adds to it.

pub mod error;
pub mod facts;
pub mod learn;
