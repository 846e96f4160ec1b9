//! Running git where it may wait for a remote: in a session of its own, watched, and stopped with
//! all that it has started.

use std::fs::File;
use std::io::{ErrorKind, Read, Seek, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use process_wrap::std::{ChildWrapper, CommandWrap};
use tempfile::NamedTempFile;

use super::control::{Control, Limits, Progress};
use super::error::GitError;
use crate::text::{Redacted, is_hidden};

/// How long git gets to remove its lock files after it was asked to end.
#[cfg(unix)]
const GRACE: Duration = Duration::from_secs(2);
const LONGEST_PAUSE: Duration = Duration::from_millis(25);

/// What git did.
#[derive(Debug)]
pub(super) struct Ran {
    pub(super) success: bool,
    pub(super) stdout: Vec<u8>,
    /// Without lines of progress, colours and passwords in addresses.
    pub(super) stderr: String,
}

/// A folder of files that git writes, and how many bytes they may come to.
#[derive(Debug, Clone, Copy)]
pub(super) struct Room<'a> {
    pub(super) folder: &'a Path,
    pub(super) bytes: u64,
}

/// How git has ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ending {
    Good,
    Bad,
    /// It was stopped: what it wrote did not fit into its room.
    Outgrown,
}

/// Runs git with `input` until it ends, is cancelled or is silent for too long.
///
/// In a session of its own, neither git nor ssh has a terminal to ask on; an askpass program that
/// the user has set up may still open a window. The output goes to files: a process that stays
/// behind, such as ssh's shared connection, would hold a pipe open.
///
/// # Errors
///
/// [`GitError::Cancelled`], [`GitError::TimedOut`], [`GitError::NoGitProgram`]; what git itself
/// refuses is left to the caller.
pub(super) fn run(command: Command, input: &[u8], control: &Control) -> Result<Ran, GitError> {
    run_within(command, input, control, control.limits())
}

/// The same with limits of its own.
pub(super) fn run_within(
    command: Command,
    input: &[u8],
    control: &Control,
    limits: Limits,
) -> Result<Ran, GitError> {
    let (_, ran) = start(command, input, control, limits, None)?;
    Ok(ran)
}

/// The same, until what git writes does not fit into its room: `None` then.
pub(super) fn run_in_room(
    command: Command,
    input: &[u8],
    control: &Control,
    room: Room<'_>,
) -> Result<Option<Ran>, GitError> {
    let (ending, ran) = start(command, input, control, control.limits(), Some(room))?;
    Ok((ending != Ending::Outgrown).then_some(ran))
}

fn start(
    mut command: Command,
    input: &[u8],
    control: &Control,
    limits: Limits,
    room: Option<Room<'_>>,
) -> Result<(Ending, Ran), GitError> {
    let broken = |error: std::io::Error| GitError::Git(format!("git: {error}"));
    if control.is_cancelled() {
        return Err(GitError::Cancelled);
    }
    let mut stdin = tempfile::tempfile().map_err(broken)?;
    stdin.write_all(input).and_then(|()| stdin.rewind()).map_err(broken)?;
    let stdout = NamedTempFile::new().map_err(broken)?;
    let stderr = NamedTempFile::new().map_err(broken)?;
    command.env("LC_ALL", "C").env_remove("LANGUAGE");
    command.stdin(Stdio::from(stdin));
    command.stdout(stdout.reopen().map_err(broken)?).stderr(stderr.reopen().map_err(broken)?);
    let mut command = CommandWrap::from(command);
    #[cfg(unix)]
    command.wrap(process_wrap::std::ProcessSession);
    let mut child = command.spawn().map_err(|error| match error.kind() {
        ErrorKind::NotFound => GitError::NoGitProgram,
        _ => broken(error),
    })?;

    let mut written = Written::new(stderr.reopen().map_err(broken)?);
    let ending = watch(child.as_mut(), &mut written, stdout.as_file(), control, limits, room)?;
    written.read_more(control).map_err(broken)?;
    let mut out = Vec::new();
    stdout.reopen().and_then(|mut file| file.read_to_end(&mut out)).map_err(broken)?;
    let stderr = tidy(&String::from_utf8_lossy(&written.bytes));
    Ok((ending, Ran { success: ending == Ending::Good, stdout: out, stderr }))
}

/// Waits for the end.
fn watch(
    child: &mut dyn ChildWrapper,
    written: &mut Written,
    stdout: &File,
    control: &Control,
    limits: Limits,
    room: Option<Room<'_>>,
) -> Result<Ending, GitError> {
    let broken = |error: std::io::Error| GitError::Git(format!("git: {error}"));
    let start = Instant::now();
    let (mut alive, mut pause, mut size) = (start, Duration::from_millis(1), 0);
    loop {
        let now = stdout.metadata().map_or(size, |meta| meta.len());
        if written.read_more(control).map_err(broken)? || now != size {
            (alive, size) = (Instant::now(), now);
        }
        let ended = child.try_wait().map_err(broken)?;
        // Asked after the end as well: a fast git may have filled the room between two looks.
        if room.is_some_and(|room| size_of(room.folder) > room.bytes) {
            if ended.is_none() {
                stop(child);
            }
            return Ok(Ending::Outgrown);
        }
        if let Some(status) = ended {
            return Ok(if status.success() { Ending::Good } else { Ending::Bad });
        }
        let late = alive.elapsed() >= limits.silence;
        let late = late || limits.total.is_some_and(|total| start.elapsed() >= total);
        if control.is_cancelled() || late {
            stop(child);
            written.read_more(control).map_err(broken)?;
            return Err(match late && !control.is_cancelled() {
                true => GitError::TimedOut {
                    seconds: start.elapsed().as_secs(),
                    output: tidy(&String::from_utf8_lossy(&written.bytes)),
                },
                false => GitError::Cancelled,
            });
        }
        std::thread::sleep(pause);
        pause = (pause * 2).min(LONGEST_PAUSE);
    }
}

/// The bytes of the files in a folder, as far as they can be counted while git writes there.
fn size_of(folder: &Path) -> u64 {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    entries
        .filter_map(|entry| entry.metadata().ok())
        .filter(|meta| meta.is_file())
        .map(|meta| meta.len())
        .sum()
}

/// Ends git and all that it has started. Asked politely it removes its lock files first.
fn stop(child: &mut dyn ChildWrapper) {
    #[cfg(unix)]
    {
        let asked = Instant::now();
        let told = child.signal(signal_hook::consts::SIGTERM).is_ok();
        while told && asked.elapsed() < GRACE {
            if !matches!(child.try_wait(), Ok(None)) {
                break;
            }
            std::thread::sleep(LONGEST_PAUSE);
        }
    }
    // What did not listen, ssh and hooks among them. A group that has ended can't be killed.
    let _ = child.start_kill();
    let _ = child.wait();
}

/// What git has written so far.
struct Written {
    file: File,
    bytes: Vec<u8>,
    told: usize,
}

impl Written {
    fn new(file: File) -> Self {
        Self { file, bytes: Vec::new(), told: 0 }
    }

    /// Whether there was more.
    fn read_more(&mut self, control: &Control) -> std::io::Result<bool> {
        if self.file.read_to_end(&mut self.bytes)? == 0 {
            return Ok(false);
        }
        let new = &self.bytes[self.told..];
        // A line of progress is written over the one before.
        let Some(end) = new.iter().rposition(|byte| matches!(byte, b'\r' | b'\n')) else { return Ok(true) };
        let lines = new[..end].split(|byte| matches!(byte, b'\r' | b'\n'));
        if let Some(last) = lines.rev().find_map(|line| Progress::read(&String::from_utf8_lossy(line))) {
            control.note(last);
        }
        self.told += end + 1;
        Ok(true)
    }
}

/// What can be shown to people: no progress, no control characters, no passwords.
pub(super) fn tidy(text: &str) -> String {
    let lines = text.split(['\n', '\r']).filter(|line| Progress::read(line).is_none());
    let lines = lines.map(|line| Redacted(&plain(line)).to_string().trim_end().to_owned());
    let lines: Vec<String> = lines.filter(|line| !line.is_empty()).collect();
    lines.join("\n")
}

/// The line without escape sequences and other control characters.
fn plain(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    let mut chars = line.chars().peekable();
    while let Some(c) = chars.next() {
        if c == '\u{1b}' {
            if chars.next_if_eq(&'[').is_some() {
                while chars.next().is_some_and(|c| !('@'..='~').contains(&c)) {}
            } else if chars.next_if_eq(&']').is_some() {
                while chars.next().is_some_and(|c| c != '\u{7}' && c != '\u{1b}') {}
            }
        } else if c == '\t' || !is_hidden(c) {
            out.push(c);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    #[test]
    fn what_a_remote_writes_is_made_harmless() {
        let text = "Counting objects:  50% (1/2)\rCounting objects: 100% (2/2), done.\n\
                    remote: \u{1b}[31mRefused\u{1b}[0m\u{7} \u{1b}]0;title\u{7}here        \n\n\
                    fatal: unable to access 'https://ed:s3cret@host/x.git/': 403\n";
        assert_eq!(
            tidy(text),
            "remote: Refused here\nfatal: unable to access 'https://ed:***@host/x.git/': 403"
        );
    }

    #[cfg(unix)]
    #[test]
    fn what_was_started_ends_with_the_limit_and_with_the_wish() {
        let dir = tempfile::tempdir().unwrap();
        let mark = dir.path().join("mark");
        let script = |text: &str| {
            let mut command = Command::new("sh");
            command.arg("-c").arg(text).env("MARK", &mark);
            command
        };
        let limits = Limits { silence: Duration::from_millis(100), total: None };
        // Both the shell and the child that it waits for hear of it.
        let stalled = script("trap 'echo bye >&2; echo > $MARK' TERM; echo hello >&2; sleep 100; exit 1");
        let error = run(stalled, b"", &Control::with_limits(limits)).unwrap_err();
        assert_eq!(error, GitError::TimedOut { seconds: 0, output: "hello\nTerminated\nbye".into() });
        assert!(mark.exists());
        let control = Control::default();
        control.cancel();
        assert_eq!(run(script("exit 0"), b"", &control).unwrap_err(), GitError::Cancelled);
        let total = Limits { total: Some(Duration::from_millis(100)), ..Limits::default() };
        let busy = script("while :; do echo busy >&2; done");
        assert!(matches!(
            run(busy, b"", &Control::with_limits(total)),
            Err(GitError::TimedOut { seconds: 0, .. })
        ));
        // What fills its room is stopped, also where it has ended by itself.
        let filled = tempfile::tempdir().unwrap();
        let folder = filled.path();
        for more in ["", "; exec sleep 100"] {
            let grows = script(&format!("cd '{}'; echo 12345678 > new{more}", folder.display()));
            let room = |bytes| Room { folder, bytes };
            assert!(run_in_room(grows, b"", &Control::default(), room(8)).unwrap().is_none());
            let fits = run_in_room(script("exit 1"), b"", &Control::default(), room(9)).unwrap();
            assert_eq!(fits.map(|ran| ran.success), Some(false));
        }
        let fine = run(script("cat; echo done >&2"), b"in", &Control::default()).unwrap();
        assert_eq!((fine.success, fine.stdout, fine.stderr), (true, b"in".to_vec(), "done".into()));
        // It leads a session of its own, which has no terminal.
        if Path::new("/proc/self/stat").exists() {
            let ids = run(script("echo $$; cut -d' ' -f6 /proc/$$/stat"), b"", &Control::default()).unwrap();
            let ids = String::from_utf8(ids.stdout).unwrap();
            let (own, session) = ids.trim().split_once('\n').unwrap();
            assert_eq!(own, session);
        }
    }
}
