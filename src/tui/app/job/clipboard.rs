//! The programs of the desktop that set and read its clipboard.

use std::io::{Read as _, Write as _};
use std::process::{Command, Stdio};

use crate::platform::IS_MAC;
use crate::text::limits::DRAFT_BYTES;

/// A pair of programs for the clipboard of a desktop.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClipboardProgram {
    /// `wl-copy` and `wl-paste`
    Wayland,
    /// `xclip`
    X11,
    /// `pbcopy` and `pbpaste`
    Mac,
}

impl ClipboardProgram {
    /// The programs of this desktop, by its variables. Those at the other end of an ssh connection have
    /// another clipboard than the user.
    pub fn of_desktop(variable: &dyn Fn(&str) -> String) -> Vec<ClipboardProgram> {
        let is_set = |name: &str| !variable(name).is_empty();
        let is_remote = is_set("SSH_CONNECTION") || is_set("SSH_TTY");
        let all = [
            (ClipboardProgram::Wayland, is_set("WAYLAND_DISPLAY")),
            (ClipboardProgram::X11, is_set("DISPLAY")),
            (ClipboardProgram::Mac, IS_MAC && !is_remote),
        ];
        all.into_iter().filter(|(_, is_there)| *is_there).map(|(program, _)| program).collect()
    }

    /// The name of the program that copies.
    pub(crate) fn name(self) -> &'static str {
        self.copy()[0]
    }

    /// The programs that copy and paste, and where to get them.
    pub(crate) fn needs(self) -> ([&'static str; 2], &'static str) {
        let source = match self {
            ClipboardProgram::Wayland => "install wl-clipboard",
            ClipboardProgram::X11 => "install xclip",
            ClipboardProgram::Mac => "they are parts of macOS, in /usr/bin",
        };
        ([self.copy()[0], self.paste()[0]], source)
    }

    fn copy(self) -> &'static [&'static str] {
        match self {
            ClipboardProgram::Wayland => &["wl-copy"],
            ClipboardProgram::X11 => &["xclip", "-selection", "clipboard", "-in"],
            ClipboardProgram::Mac => &["pbcopy"],
        }
    }

    fn paste(self) -> &'static [&'static str] {
        match self {
            ClipboardProgram::Wayland => &["wl-paste", "--no-newline", "--type", "text"],
            ClipboardProgram::X11 => &["xclip", "-selection", "clipboard", "-out"],
            ClipboardProgram::Mac => &["pbpaste"],
        }
    }
}

/// What the clipboard has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reading {
    Text(String),
    TooLong,
    /// No program could say it.
    Unknown,
}

fn command(line: &[&str]) -> Command {
    let mut command = Command::new(line[0]);
    command.args(&line[1..]).stderr(Stdio::null());
    command
}

/// How a text came to the clipboard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Taken {
    Copied,
    Cut,
}

/// What became of a text for the clipboard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Copying {
    Taken,
    /// No program took it.
    Refused,
}

/// Sets the clipboard by the first program that can.
pub(crate) fn copy(text: &str, programs: &[ClipboardProgram]) -> Copying {
    let is_copied = |program: &ClipboardProgram| {
        let child = command(program.copy()).stdin(Stdio::piped()).stdout(Stdio::null()).spawn();
        let Ok(mut child) = child else { return false };
        let is_written = child.stdin.take().is_some_and(|mut stdin| stdin.write_all(text.as_bytes()).is_ok());
        child.wait().is_ok_and(|status| status.success()) && is_written
    };
    if programs.iter().any(is_copied) { Copying::Taken } else { Copying::Refused }
}

/// Reads the clipboard by the first program that can.
pub(crate) fn read(programs: &[ClipboardProgram]) -> Reading {
    programs.iter().find_map(|program| read_by(*program)).unwrap_or(Reading::Unknown)
}

fn read_by(program: ClipboardProgram) -> Option<Reading> {
    let child = command(program.paste()).stdin(Stdio::null()).stdout(Stdio::piped()).spawn();
    let mut child = child.ok()?;
    let mut bytes = Vec::new();
    let limit = DRAFT_BYTES as u64;
    let read = child.stdout.take()?.take(limit + 1).read_to_end(&mut bytes);
    if bytes.len() as u64 > limit {
        // The program may have more to write than anybody reads.
        let _ = child.kill();
        let _ = child.wait();
        return Some(Reading::TooLong);
    }
    let has_ended_well = child.wait().is_ok_and(|status| status.success());
    (read.is_ok() && has_ended_well).then(|| Reading::Text(String::from_utf8_lossy(&bytes).into_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_programs_are_those_of_the_desktop() {
        let of = |set: &'static str| {
            ClipboardProgram::of_desktop(&|name| if set.contains(name) { "1".into() } else { String::new() })
        };
        assert_eq!(of("WAYLAND_DISPLAY")[0], ClipboardProgram::Wayland);
        assert_eq!(of("DISPLAY SSH_TTY"), [ClipboardProgram::X11], "forwarded by ssh");
        assert!(of("SSH_TTY").is_empty());
    }
}
