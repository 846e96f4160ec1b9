//! The program itself, without a terminal: what it prints, how it exits, and that nothing that
//! is fed to it makes it fall over or hang.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod any_newsletter;
mod archive;
mod bad_input;
mod ci;
mod commands;
mod doctor;
mod first_steps;
mod fix;
pub(crate) mod folder;
mod formats;
mod images;
mod large;
mod layouts;
mod limits;
mod lint;
mod names;
mod options;
mod packaged;
mod placeholders;
mod release;
mod rules_of;
mod seed;
pub mod since;
mod status;

pub(crate) use folder::Folder;
