//! All integration tests in one binary, so that a change costs one link.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod architecture;
mod corpus;
mod docs;
mod fixing;
mod fuzz_corpus;
mod git_commit;
mod git_remote;
mod help;
mod hostile;
mod image_cli;
mod images;
mod images_gif;
mod import_cli;
mod import_notes;
mod import_read;
mod licences;
mod lint_cli;
mod lsp;
mod merge;
mod merge_cli;
mod newsletters;
mod outline;
mod package;
mod pages;
mod preview;
mod python_markdown;
mod readme;
mod remote_cli;
mod render;
mod render_cli;
mod reports;
mod screens;
mod support;
mod terminal;
mod versions;
