//! A program that may hold only so much memory.
//!
//! What the kernel tells afterwards (`ru_maxrss`) counts also what the process held that started the program:
//! here, all tests that run at the same time. So the limit is set before, and an allocation over it ends the
//! program with a signal.

use std::process::Command;

/// The program in a process that may hold `bytes` of memory.
pub(crate) fn within(bytes: u64, program: &str) -> Command {
    let mut command = Command::new("/bin/sh");
    command.args(["-c", r#"ulimit -d "$0" && exec "$@""#, &(bytes / 1024).to_string(), program]);
    command
}
