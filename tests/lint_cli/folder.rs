//! A newsletter in a temporary folder, and a run of the program there.

use std::ffi::OsStr;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::support::within::within_seconds;

/// A folder of its own for each test, with nothing of the user's around it.
pub struct Folder {
    dir: tempfile::TempDir,
    home: tempfile::TempDir,
}

/// What a run of the program left.
#[derive(Debug)]
pub struct Run {
    pub code: Option<i32>,
    pub out: String,
    pub err: String,
}

/// Seconds of processor time for one run. Generous, for a build without optimisation: one with it needs a tenth.
const LIMIT: u64 = 60;

/// A run that waits for something that never comes is ended.
const HANGS: std::time::Duration = std::time::Duration::from_secs(120);

/// An issue that nothing is wrong with.
pub const CLEAN: &str = "---\nlayout: post\ntitle: \"Gates and Gardens\"\ndate: 2026-06-08 07:00:00 -0800\ncategories: weekly\n---\n\nGood morning.\n\n## Gates and Gardens\n\nA gate that opens for hedgehogs - [Hedge](https://example.org/hedge).\n\n## News From Around the Web\n\nA bell that rings at low tide - [Bell](https://example.org/bell).\n\n## CircuitPython Libraries\n\nNone this week.\n\n## Upcoming Events\n\nNone this week.\n\n## Latest Releases\n\nNone this week.\n\n## ICYMI\n\nListen to it as well.\n\n## Contribute\n\nWrite to us.\n";

impl Folder {
    pub fn new() -> Self {
        Self { dir: tempfile::tempdir().unwrap(), home: tempfile::tempdir().unwrap() }
    }

    /// A folder with one draft at the place where the profile looks for it.
    pub fn with_draft(text: impl AsRef<[u8]>) -> Self {
        let folder = Self::new();
        folder.write("_drafts/2026-06-08-draft.md", text);
        folder
    }

    pub fn path(&self) -> &Path {
        self.dir.path()
    }

    /// What is kept of images in the user's state folder, by the name after its hash.
    #[allow(dead_code, reason = "the tests of the linter share this file and fit no image")]
    pub fn originals(&self) -> std::collections::BTreeMap<String, Vec<u8>> {
        let folder = self.home.path().join(".local/state/copydesk/originals");
        let entries = std::fs::read_dir(folder).into_iter().flatten().map(|entry| entry.unwrap());
        let name = |path: PathBuf| path.file_name().unwrap().to_str().unwrap()[17..].to_owned();
        entries.map(|entry| (name(entry.path()), std::fs::read(entry.path()).unwrap())).collect()
    }

    pub fn join(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    pub fn write(&self, name: &str, text: impl AsRef<[u8]>) {
        let path = self.join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }

    pub fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.join(name)).unwrap()
    }

    /// Runs the program here on the words of `args`, with nothing to read.
    pub fn run(&self, args: &str) -> Run {
        self.feed(args, b"")
    }

    /// Runs the program with `input` as its standard input.
    pub fn feed(&self, args: &str, input: &[u8]) -> Run {
        let args: Vec<&str> = args.split_whitespace().collect();
        self.feed_words(&args, input)
    }

    /// The same with the words one by one, which may have blanks in them.
    pub fn feed_words(&self, args: &[impl AsRef<OsStr>], input: &[u8]) -> Run {
        self.start(self.command(args), input)
    }

    /// Runs the program with a variable in its environment.
    #[allow(dead_code, reason = "the tests of images share this file and need none")]
    pub fn run_with(&self, args: &str, name: &str, value: &str) -> Run {
        let args: Vec<&str> = args.split_whitespace().collect();
        let mut command = self.command(&args);
        command.env(name, value);
        self.start(command, b"")
    }

    fn start(&self, mut command: Command, input: &[u8]) -> Run {
        let mut child = command.stdin(Stdio::piped()).spawn().unwrap();
        let mut stdin = child.stdin.take().unwrap();
        let input = input.to_vec();
        // A program that does not read all of it closes the pipe.
        let writer = std::thread::spawn(move || drop(stdin.write_all(&input)));
        let (done, output) = std::sync::mpsc::channel();
        let id = child.id().to_string();
        std::thread::spawn(move || done.send(child.wait_with_output()));
        let Ok(output) = output.recv_timeout(HANGS) else {
            Command::new("kill").args(["-9", &id]).status().unwrap();
            panic!("still running after {HANGS:?}");
        };
        let output = output.unwrap();
        writer.join().unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        Run { code: output.status.code(), out: text(output.stdout), err: text(output.stderr) }
    }

    /// The program here, with pipes for what it prints.
    pub fn command(&self, args: &[impl AsRef<OsStr>]) -> Command {
        let mut command = within_seconds(LIMIT, env!("CARGO_BIN_EXE_copydesk"));
        command
            .args(args)
            .current_dir(self.path())
            .env_clear()
            .env("HOME", self.home.path())
            .env("GIT_CONFIG_NOSYSTEM", "1")
            .env("GIT_CEILING_DIRECTORIES", self.path().parent().unwrap())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        command
    }
}

impl Run {
    /// Checks the exit code, and that the program did not fall over.
    #[track_caller]
    pub fn exits(self, code: i32) -> Run {
        assert!(!self.err.contains("panicked"), "{}", self.err);
        assert_eq!(self.code, Some(code), "{self:#?}");
        self
    }

    /// Checks that it could not run and says why in one sentence that has these words.
    #[track_caller]
    pub fn fails(self, words: &str) -> Run {
        let run = self.exits(2);
        assert!(run.err.contains(words), "'{words}' is not in {}", run.err);
        assert!(run.err.starts_with("copydesk: ") && run.err.ends_with('\n'), "{:?}", run.err);
        assert_eq!(run.err.lines().count(), 1, "{}", run.err);
        run
    }

    /// Checks that the report has these words.
    #[track_caller]
    pub fn says(self, words: &str) -> Run {
        assert!(self.out.contains(words), "'{words}' is not in {self:#?}");
        self
    }
}
