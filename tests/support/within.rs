//! A program that may take only so much of the machine.
//!
//! The limits are set before it starts, and ending it with a signal is left to the system. What the kernel says
//! afterwards of its memory (`ru_maxrss`) counts also what the process held that started it: here, all tests that
//! run at the same time. Processor time, unlike time on the clock, does not depend on what else the machine does.

use std::process::Command;

/// The program in a process that may hold `bytes` of memory.
pub(crate) fn within(bytes: u64, program: &str) -> Command {
    limited(Some(bytes), None, program)
}

/// The program in a process that may take `seconds` of processor time: what takes time with the square
/// of its input is ended.
pub(crate) fn within_seconds(seconds: u64, program: &str) -> Command {
    limited(None, Some(seconds), program)
}

/// The program with a limit of bytes, one of seconds, or both.
pub(crate) fn limited(bytes: Option<u64>, seconds: Option<u64>, program: &str) -> Command {
    let limit = |value: Option<u64>| value.map_or("unlimited".to_owned(), |value| value.to_string());
    let mut command = Command::new("/bin/sh");
    command.args(["-c", r#"ulimit -d "$1" && ulimit -t "$2" && shift 2 && exec "$@""#, "sh"]);
    command.args([limit(bytes.map(|bytes| bytes / 1024)), limit(seconds), program.to_owned()]);
    command
}
