//! A newsletter desk in the terminal, for newsletters drafted as Markdown in git.
//!
//! The library exists for the program, its tests, benches and fuzz targets. It makes no promises to other crates:
//! any release may change any of it. What releases promise is in `CHANGELOG.md`.
//!
//! ```text
//! text → Draft → Outline → problems · panes · commit message
//!                   ↑
//!               Profile (what this newsletter's issues look like)
//! every change → Edits → new Draft
//! ```
//!
//! Read the modules in the order below. Each uses only those above it; `tests/architecture.rs` holds the exact table.
//!
//! ```text
//! text ← draft, profile ← outline ← render ← lint           pure: no files, clock, environment or network
//!                         outline ← merge, import           pure as well
//! platform ← root · image · web ← git · preview            the outside world: libraries and text only
//! all of these ← desk ← lsp, tui ← cli ← main              desk: use cases; cli starts lsp and tui
//! ```
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

// In reading order.
pub mod text;

pub mod draft;
pub mod profile;

pub mod outline;

pub mod render;

pub mod import;
pub mod lint;
pub mod merge;

pub mod platform;
pub mod root;

pub mod image;
pub mod web;

pub mod git;

pub mod preview;

pub mod desk;

pub mod lsp;
pub mod tui;

pub mod cli;
