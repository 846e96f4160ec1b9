//! A newsletter desk in the terminal, for newsletters drafted as Markdown in git.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

pub mod cli;
pub mod desk;
pub mod draft;
pub mod git;
pub mod image;
pub mod import;
pub mod lint;
pub mod merge;
pub mod outline;
pub mod profile;
pub mod root;
pub mod text;
pub mod tui;
pub mod web;
