//! Commits on real repositories, checked with the git program.
//!
//! libgit2 and git read the user's settings from HOME, which a test can't change safely for its
//! own process: each test runs its body in a child of its own, with an empty HOME.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)]

mod amended;
pub(crate) mod desk;
#[cfg(unix)]
mod index_forms;
mod plain;
mod program;
mod refused;
mod seeded;

pub(crate) use desk::{Desk, alone};
