//! A newsletter desk in the terminal, for newsletters drafted as Markdown in git.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

pub mod desk;
pub mod git;
pub mod text;
pub mod tui;
