//! The program in a real terminal: keys go in, an emulator reads the screen, and files and the git
//! program say what became of it.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)]

mod add_minute;
mod asked;
mod branches;
mod changed;
mod clipboard;
mod committing;
mod contribute;
mod desk;
mod disk;
mod doctor;
mod editor;
mod fill;
mod help;
mod history;
mod images;
mod import;
mod init;
mod keep;
mod look;
mod mouse;
mod next;
mod own_keys;
mod plain_week;
mod problems;
mod recording;
mod refused;
mod remote;
mod restored;
mod start;
mod suspend;
mod typing;
mod week;
pub(crate) mod world;

pub(crate) use desk::{Desk, key};
pub(crate) use world::World;
