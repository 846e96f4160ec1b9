//! Contributing, pushing and gathering at the command line, with real git: a bare repository over
//! git's own protocol on this machine, or as a folder, an editor's clone and a contributor's.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)]

mod add;
mod bombs;
mod branches;
mod demo;
mod fork;
mod gather;
mod heavy;
mod images;
mod own_form;
mod pane;
mod screens;
mod sections;
mod several;
mod signals;
mod strangers;
mod twenty;
mod world;
