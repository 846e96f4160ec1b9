//! Pages as the generators make them.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod cli;
pub(crate) mod html;
mod kramdown;
