//! Programs that a test writes and has run.
#![cfg(unix)]

use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

/// Writes a program, with the folders above it.
///
/// A process of its own does it. While this one has the file open for writing, any other test may
/// start a program, which inherits the handle for a moment; and a file that is open for writing
/// can't be run.
pub(crate) fn write(path: &Path, bytes: impl AsRef<[u8]>) {
    let script = r#"mkdir -p "$(dirname "$0")" && cat >"$0" && chmod 755 "$0""#;
    let mut shell =
        Command::new("/bin/sh").args(["-c", script]).arg(path).stdin(Stdio::piped()).spawn().unwrap();
    shell.stdin.take().unwrap().write_all(bytes.as_ref()).unwrap();
    assert!(shell.wait().unwrap().success(), "{}", path.display());
}

pub(crate) fn copy(from: impl AsRef<Path>, path: &Path) {
    write(path, std::fs::read(from).unwrap());
}
