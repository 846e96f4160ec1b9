//! Runs git where it may wait for a remote: in a separate session, with time limits, and stopped together
//! with all processes that it started.

use std::fs::File;
use std::io::{ErrorKind, Read, Seek, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use process_wrap::std::{ChildWrapper, CommandWrap};
use tempfile::NamedTempFile;

use super::control::{Control, Limits, Progress};
use super::error::GitError;
use crate::platform::{ask_to_end, in_own_group};
use crate::text::{Redacted, is_hidden};

/// How long git may take to remove its lock files after it was asked to end.
const GRACE: Duration = Duration::from_secs(2);
const MAX_PAUSE: Duration = Duration::from_millis(25);

/// The output of git.
#[derive(Debug)]
pub(super) struct GitOutput {
    pub(super) success: bool,
    pub(super) stdout: Vec<u8>,
    /// Without progress, colours and passwords in addresses.
    pub(super) stderr: String,
}

/// A folder that git writes to, and the most bytes that its files may have together.
#[derive(Debug, Clone, Copy)]
pub(super) struct SizeLimit<'a> {
    pub(super) folder: &'a Path,
    pub(super) bytes: u64,
}

/// How git ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ending {
    Success,
    Failure,
    /// It exceeded its size limit and was stopped.
    TooLarge,
}

/// Runs git with `input` until it ends, is cancelled or is silent for too long.
///
/// In a separate session, neither git nor ssh has a terminal to ask on. An askpass program that the
/// user has set up may still open a window. The output goes to files, because a process that stays
/// behind, such as ssh's shared connection, would keep a pipe open.
///
/// # Errors
///
/// [`GitError::Cancelled`], [`GitError::TimedOut`], [`GitError::NoGitProgram`]. A git that fails is not
/// an error here.
pub(super) fn run(command: Command, input: &[u8], control: &Control) -> Result<GitOutput, GitError> {
    run_within(command, input, control, control.limits())
}

/// As [`run`], with other limits.
pub(super) fn run_within(
    command: Command,
    input: &[u8],
    control: &Control,
    limits: Limits,
) -> Result<GitOutput, GitError> {
    let (_, ran) = start(command, input, control, limits, None)?;
    Ok(ran)
}

/// As [`run`], with a size limit; `None` if it was exceeded.
pub(super) fn run_limited(
    command: Command,
    input: &[u8],
    control: &Control,
    size: SizeLimit<'_>,
) -> Result<Option<GitOutput>, GitError> {
    let (ending, ran) = start(command, input, control, control.limits(), Some(size))?;
    Ok((ending != Ending::TooLarge).then_some(ran))
}

fn start(
    mut command: Command,
    input: &[u8],
    control: &Control,
    limits: Limits,
    size: Option<SizeLimit<'_>>,
) -> Result<(Ending, GitOutput), GitError> {
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
    in_own_group(&mut command);
    let mut child = command.spawn().map_err(|error| match error.kind() {
        ErrorKind::NotFound => GitError::NoGitProgram,
        _ => broken(error),
    })?;

    let mut errors = ErrorOutput::new(stderr.reopen().map_err(broken)?);
    let ending = watch(child.as_mut(), &mut errors, stdout.as_file(), control, limits, size)?;
    errors.read_more(control).map_err(broken)?;
    let mut out = Vec::new();
    stdout.reopen().and_then(|mut file| file.read_to_end(&mut out)).map_err(broken)?;
    let stderr = sanitize(&String::from_utf8_lossy(&errors.bytes));
    Ok((ending, GitOutput { success: ending == Ending::Success, stdout: out, stderr }))
}

/// Waits until git ends, or stops it.
fn watch(
    child: &mut dyn ChildWrapper,
    errors: &mut ErrorOutput,
    stdout: &File,
    control: &Control,
    limits: Limits,
    size: Option<SizeLimit<'_>>,
) -> Result<Ending, GitError> {
    let broken = |error: std::io::Error| GitError::Git(format!("git: {error}"));
    let start = Instant::now();
    let (mut active, mut pause, mut written) = (start, Duration::from_millis(1), 0);
    loop {
        let now = stdout.metadata().map_or(written, |meta| meta.len());
        if errors.read_more(control).map_err(broken)? || now != written {
            (active, written) = (Instant::now(), now);
        }
        let ended = child.try_wait().map_err(broken)?;
        // Check after the end too: a fast git may exceed the limit between two checks.
        if size.is_some_and(|limit| size_of(limit.folder) > limit.bytes) {
            if ended.is_none() {
                stop(child);
            }
            return Ok(Ending::TooLarge);
        }
        if let Some(status) = ended {
            return Ok(if status.success() { Ending::Success } else { Ending::Failure });
        }
        let is_late =
            active.elapsed() >= limits.silence || limits.total.is_some_and(|total| start.elapsed() >= total);
        if control.is_cancelled() || is_late {
            stop(child);
            errors.read_more(control).map_err(broken)?;
            return Err(match is_late && !control.is_cancelled() {
                true => GitError::TimedOut {
                    seconds: start.elapsed().as_secs(),
                    output: sanitize(&String::from_utf8_lossy(&errors.bytes)),
                },
                false => GitError::Cancelled,
            });
        }
        std::thread::sleep(pause);
        pause = (pause * 2).min(MAX_PAUSE);
    }
}

/// The total size of the files in a folder. A file that git removes meanwhile is not counted.
fn size_of(folder: &Path) -> u64 {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    entries
        .filter_map(|entry| entry.metadata().ok())
        .filter(|meta| meta.is_file())
        .map(|meta| meta.len())
        .sum()
}

/// Stops git and all processes that it started. On SIGTERM it removes its lock files first.
fn stop(child: &mut dyn ChildWrapper) {
    let asked = Instant::now();
    let is_asked = ask_to_end(child);
    while is_asked && asked.elapsed() < GRACE {
        if !matches!(child.try_wait(), Ok(None)) {
            break;
        }
        std::thread::sleep(MAX_PAUSE);
    }
    // Kill the processes that ignored the signal, such as ssh and hooks. This fails if all have ended.
    let _ = child.start_kill();
    let _ = child.wait();
}

/// The error output of git so far.
struct ErrorOutput {
    file: File,
    bytes: Vec<u8>,
    /// The number of bytes whose progress was reported.
    reported: usize,
}

impl ErrorOutput {
    fn new(file: File) -> Self {
        Self { file, bytes: Vec::new(), reported: 0 }
    }

    /// Reads what git has written since. Returns true if there was anything.
    fn read_more(&mut self, control: &Control) -> std::io::Result<bool> {
        if self.file.read_to_end(&mut self.bytes)? == 0 {
            return Ok(false);
        }
        let new = &self.bytes[self.reported..];
        // Each line of progress overwrites the one before.
        let Some(end) = new.iter().rposition(|byte| matches!(byte, b'\r' | b'\n')) else { return Ok(true) };
        let lines = new[..end].split(|byte| matches!(byte, b'\r' | b'\n'));
        if let Some(last) = lines.rev().find_map(|line| Progress::parse(&String::from_utf8_lossy(line))) {
            control.report(last);
        }
        self.reported += end + 1;
        Ok(true)
    }
}

/// Removes progress, control characters and passwords from git's output.
pub(super) fn sanitize(text: &str) -> String {
    let lines = text.split(['\n', '\r']).filter(|line| Progress::parse(line).is_none());
    let lines = lines.map(|line| Redacted(&plain(line)).to_string().trim_end().to_owned());
    let lines: Vec<String> = lines.filter(|line| !line.is_empty()).collect();
    lines.join("\n")
}

/// Removes escape sequences and other control characters from a line.
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
    fn the_output_of_a_remote_is_sanitized() {
        let text = "Counting objects:  50% (1/2)\rCounting objects: 100% (2/2), done.\n\
                    remote: \u{1b}[31mRefused\u{1b}[0m\u{7} \u{1b}]0;title\u{7}here        \n\n\
                    fatal: unable to access 'https://ed:s3cret@host/x.git/': 403\n";
        assert_eq!(
            sanitize(text),
            "remote: Refused here\nfatal: unable to access 'https://ed:***@host/x.git/': 403"
        );
    }

    #[cfg(unix)]
    #[test]
    fn a_process_is_stopped_at_a_limit_and_on_request() {
        let dir = tempfile::tempdir().unwrap();
        let mark = dir.path().join("mark");
        let script = |text: &str| {
            let mut command = Command::new("sh");
            command.arg("-c").arg(text).env("MARK", &mark);
            command
        };
        let limits = Limits { silence: Duration::from_millis(100), total: None };
        // Both the shell and the child that it waits for get the signal.
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
        // A process that exceeds its size limit is stopped, also if it has ended by itself.
        let filled = tempfile::tempdir().unwrap();
        let folder = filled.path();
        for more in ["", "; exec sleep 100"] {
            let grows = script(&format!("cd '{}'; echo 12345678 > new{more}", folder.display()));
            let limit = |bytes| SizeLimit { folder, bytes };
            assert!(run_limited(grows, b"", &Control::default(), limit(8)).unwrap().is_none());
            let fits = run_limited(script("exit 1"), b"", &Control::default(), limit(9)).unwrap();
            assert_eq!(fits.map(|output| output.success), Some(false));
        }
        let fine = run(script("cat; echo done >&2"), b"in", &Control::default()).unwrap();
        assert_eq!((fine.success, fine.stdout, fine.stderr), (true, b"in".to_vec(), "done".into()));
        // The process leads a separate session, which has no terminal.
        if Path::new("/proc/self/stat").exists() {
            let ids = run(script("echo $$; cut -d' ' -f6 /proc/$$/stat"), b"", &Control::default()).unwrap();
            let ids = String::from_utf8(ids.stdout).unwrap();
            let (own, session) = ids.trim().split_once('\n').unwrap();
            assert_eq!(own, session);
        }
    }
}
