//! Contributing, pushing and gathering at the command line, with real git: a bare repository over
//! git's own protocol on this machine, or as a folder, an editor's clone and a contributor's.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)]

mod add;
mod bombs;
#[path = "../git_commit/desk.rs"]
#[allow(dead_code, reason = "shared with git_commit, which uses all of it")]
mod desk;
mod gather;
mod heavy;
mod pane;
mod screens;
#[path = "../git_remote/server.rs"]
#[allow(dead_code, reason = "shared with git_remote, which uses all of it")]
mod server;
mod signals;
mod strangers;
mod twenty;
mod world;
