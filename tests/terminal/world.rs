//! A newsletter, a home and a terminal that belong to one test alone.

use copydesk::text::diff::{Change, TextDiff};
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::terminal::desk::Desk;

/// The day that every run takes for today: a Wednesday, with the demo's issue due on the Monday after.
pub const TODAY: &str = "2026-05-27";
pub const BIN: &str = env!("CARGO_BIN_EXE_copydesk");

/// Folders that no other test knows.
pub struct World {
    dir: tempfile::TempDir,
    environment: Vec<(String, String)>,
}

impl World {
    /// An empty home and nothing else.
    pub fn new() -> World {
        let dir = tempfile::tempdir().unwrap();
        for folder in ["home", "config", "state", "news"] {
            std::fs::create_dir(dir.path().join(folder)).unwrap();
        }
        World { dir, environment: Vec::new() }
    }

    /// The demo newsletter, whose draft is the issue of June 1, 2026.
    pub fn demo() -> World {
        let world = World::new();
        let laid = world.copydesk(&["demo", "--no-open", "--dir", "."]);
        assert!(laid.status.success(), "{laid:?}");
        // Its remote has contributions, and tests make remotes of their own.
        world.git(&["remote", "remove", "origin"]);
        world
    }

    /// The demo with another program's or user's variable set.
    pub fn with(mut self, name: &str, value: &str) -> World {
        self.environment.push((name.into(), value.into()));
        self
    }

    /// The user's `config.yml`.
    pub fn config(&self, yaml: &str) {
        let folder = self.path("config/copydesk");
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(folder.join("config.yml"), yaml).unwrap();
    }

    pub fn path(&self, relative: &str) -> PathBuf {
        self.dir.path().join(relative)
    }

    pub fn news(&self) -> PathBuf {
        self.path("news")
    }

    pub fn draft(&self) -> PathBuf {
        self.path("news/_drafts/2026-06-01-draft.md")
    }

    /// The draft as it is on disk.
    pub fn text(&self) -> String {
        std::fs::read_to_string(self.draft()).unwrap()
    }

    pub fn write(&self, text: &str) {
        std::fs::write(self.draft(), text).unwrap();
    }

    /// Changes the draft as another program would.
    pub fn replace(&self, old: &str, new: &str) {
        let text = self.text();
        assert!(text.contains(old), "the draft has no {old:?}");
        self.write(&text.replacen(old, new, 1));
    }

    /// What was written down against a crash, in all journals.
    pub fn kept(&self) -> String {
        let Ok(entries) = std::fs::read_dir(self.path("state/copydesk/unsaved")) else {
            return String::new();
        };
        // A file that is still being written has another name.
        let whole = entries.flatten().filter(|entry| !entry.file_name().to_string_lossy().starts_with('.'));
        whole.filter_map(|entry| std::fs::read_to_string(entry.path()).ok()).collect()
    }

    /// What a program sees of the world.
    pub fn variables(&self) -> Vec<(String, String)> {
        let folder = |name: &str| self.path(name).display().to_string();
        let mut variables: Vec<(String, String)> = [
            ("PATH", std::env::var("PATH").unwrap_or_default()),
            ("HOME", folder("home")),
            ("XDG_CONFIG_HOME", folder("config")),
            ("XDG_STATE_HOME", folder("state")),
            ("GIT_CONFIG_GLOBAL", folder("home/.gitconfig")),
            ("GIT_CONFIG_NOSYSTEM", "1".into()),
            ("TERM", "xterm-256color".into()),
            ("LANG", "C.UTF-8".into()),
            ("TZ", "UTC".into()),
        ]
        .map(|(name, value)| (name.to_owned(), value))
        .into();
        variables.extend(self.environment.iter().cloned());
        variables
    }

    fn command(&self, program: impl AsRef<std::ffi::OsStr>) -> Command {
        let mut command = Command::new(program);
        command.current_dir(self.news()).env_clear().envs(self.variables());
        command
    }

    /// Runs the program without a terminal.
    pub fn copydesk(&self, args: &[&str]) -> std::process::Output {
        self.command(BIN).args(["--as-of", TODAY]).args(args).output().unwrap()
    }

    /// Runs git in the newsletter and gives what it printed.
    pub fn git(&self, args: &[&str]) -> String {
        let out = self.command("git").args(args).output().unwrap();
        assert!(out.status.success(), "git {args:?}: {}", String::from_utf8_lossy(&out.stderr));
        String::from_utf8(out.stdout).unwrap()
    }

    /// Opens the next draft on a screen with room for three panes.
    pub fn open(&self) -> Desk {
        self.desk(&[], 200, 60)
    }

    /// Opens what the arguments name, and waits for the first frame.
    pub fn desk(&self, args: &[&str], columns: u16, rows: u16) -> Desk {
        let mut desk = self.start(args, columns, rows);
        desk.wait_for("Front matter");
        desk
    }

    /// Starts the program in a terminal.
    pub fn start(&self, args: &[&str], columns: u16, rows: u16) -> Desk {
        let mut all = if args.contains(&"--as-of") { Vec::new() } else { vec!["--as-of", TODAY] };
        all.extend(args);
        self.run(BIN, &all, columns, rows)
    }

    /// Starts another program in a terminal.
    pub fn run(&self, program: &str, args: &[&str], columns: u16, rows: u16) -> Desk {
        Desk::start(program, args, &self.news(), &self.variables(), columns, rows)
    }

    /// A line for a shell that starts the program.
    pub fn command_line(&self) -> String {
        format!("'{}' --as-of {TODAY}", Path::new(BIN).display())
    }
}

/// The lines that only one of two texts has, as a diff marks them.
pub fn changed_lines(old: &str, new: &str) -> Vec<String> {
    let diff = TextDiff::lines(old, new);
    diff.all_changes()
        .filter(|(change, _)| *change != Change::Equal)
        .map(|(change, line)| format!("{}{}", change.sign(), line.trim_end_matches('\n')))
        .collect()
}
