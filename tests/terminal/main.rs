//! The program in a real terminal: keys go in, an emulator reads the screen, and files and the git
//! program say what became of it.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)]

mod asked;
mod changed;
mod contribute;
mod desk;
mod disk;
mod fill;
#[path = "../hostile/mod.rs"]
mod hostile;
mod import;
mod keep;
mod look;
mod mouse;
mod next;
mod pictures;
mod refused;
mod remote;
#[path = "../support/require.rs"]
mod require;
mod restored;
mod start;
mod suspend;
mod typing;
mod week;
#[path = "../support/within.rs"]
mod within;
mod world;

pub(crate) use desk::{Desk, key};
pub(crate) use world::World;
