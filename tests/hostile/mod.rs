//! Checkouts from strangers, against the real program: nothing outside of the newsletter's folder is
//! read, written or run, and nothing hangs.

mod devices;
mod links;
mod profiles;
mod repository;
mod saving;

use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::Duration;

use wait4::Wait4;

use crate::support::within::within;
use crate::terminal::World;

/// What nothing may print.
const SECRET: &str = "gHs-token-0451";
/// Nothing takes this long unless it hangs.
const DEADLINE: Duration = Duration::from_secs(120);
/// In bytes; the program itself takes some 40 MB in a test build.
const MAX_MEMORY: u64 = 400_000_000;

const FORMATS: [&str; 6] = ["text", "concise", "json", "github", "sarif", "junit"];

/// A file as it is read, links followed.
type Files = Vec<(PathBuf, Vec<u8>)>;

/// The demo newsletter, and beside it a folder that is nobody's business.
struct Checkout {
    world: World,
    before: Files,
}

/// What a run of the program came to.
struct Run {
    code: i32,
    /// Standard output and standard error.
    printed: String,
}

impl Checkout {
    fn new() -> Checkout {
        let world = World::demo();
        let outside = world.path("outside");
        std::fs::create_dir_all(outside.join("_drafts")).unwrap();
        // A draft in all but its place: every rule finds something in it.
        let text = format!(
            "---\ntitle: {SECRET}\n---\n\n## News\n\n{SECRET} {SECRET}  teh [{SECRET}](http://) bare = false\n"
        );
        for name in ["secret.md", "_drafts/2026-06-01-draft.md", "template.md", "copydesk.yml"] {
            std::fs::write(outside.join(name), &text).unwrap();
        }
        std::fs::write(outside.join("secret.ics"), format!("BEGIN:VCALENDAR\n{SECRET}\n")).unwrap();
        std::fs::copy(world.path("news/assets/20260601/icymi.png"), outside.join("secret.png")).unwrap();
        let mut checkout = Checkout { world, before: Vec::new() };
        checkout.before = checkout.outside();
        checkout
    }

    fn at(&self, path: &str) -> PathBuf {
        self.world.news().join(path)
    }

    /// Puts a link in the place of a file or a folder.
    fn link(&self, target: &str, path: &str) {
        let path = self.at(path);
        if path.is_dir() && !path.is_symlink() {
            std::fs::remove_dir_all(&path).unwrap();
        } else if path.symlink_metadata().is_ok() {
            std::fs::remove_file(&path).unwrap();
        }
        std::os::unix::fs::symlink(target, path).unwrap();
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.at(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }

    /// What the program must not touch: the folder outside, and git's own files.
    fn outside(&self) -> Files {
        let mut files = Files::new();
        let mut folders = vec![self.world.path("outside")];
        for name in ["config", "HEAD", "hooks", "info"] {
            folders.push(self.at(".git").join(name));
        }
        while let Some(path) = folders.pop() {
            match std::fs::read_dir(&path) {
                Ok(entries) => folders.extend(entries.map(|entry| entry.unwrap().path())),
                Err(_) => files.extend(std::fs::read(&path).ok().map(|bytes| (path, bytes))),
            }
        }
        files.sort();
        files
    }

    fn run(&self, args: &[&str]) -> Run {
        self.run_with_input(args, "")
    }

    /// Runs the program, and holds that it ends, stays small, prints no secret and leaves the
    /// outside alone.
    fn run_with_input(&self, args: &[&str], input: &str) -> Run {
        let run = limited(&self.world, args, input);
        let shown = &run.printed;
        assert!(!shown.contains(SECRET), "{args:?} prints what lies outside:\n{shown}");
        assert!(!shown.contains("repositoryformatversion"), "{args:?} prints git's configuration:\n{shown}");
        assert_eq!(self.outside(), self.before, "{args:?} changed what lies outside");
        run
    }

    /// Every command that reads the newsletter's files; none may show or change the outside.
    fn run_all(&self) -> Vec<(String, Run)> {
        let draft = "_drafts/2026-06-01-draft.md";
        let image = "assets/20260601/icymi.png";
        let mut commands: Vec<Vec<&str>> =
            FORMATS.iter().map(|format| vec!["lint", ".", "--format", format]).collect();
        commands.extend([
            vec!["lint"],
            vec!["lint", draft],
            vec!["lint", draft, "--diff"],
            vec!["lint", draft, "--since", "HEAD"],
            vec!["lint", ".", "--fix"],
            vec!["lint", draft, "--fix"],
            vec!["image", "list"],
            vec!["image", "list", "--json"],
            vec!["image", "fit", "--dry-run"],
            vec!["image", "fit"],
            vec!["image", "fit", draft],
            vec!["image", "add", image],
            vec!["notes"],
            vec!["merge", draft],
            vec!["merge"],
            vec!["import", "issue"],
            vec!["import", "issue", "--apply"],
            vec!["import", "events", "events.ics"],
            vec!["import", "notes", draft],
            vec![
                "add",
                "--url",
                "https://example.com/a",
                "--title",
                "A lamp",
                "--text",
                "A lamp",
                "--dry-run",
            ],
            vec!["gather"],
            vec!["init"],
            vec!["init", "--merge-driver"],
            vec!["new", "2026-06-15"],
            vec!["new"],
        ]);
        let mut runs = Vec::new();
        for command in commands {
            // The merge driver is the user's own wish, and goes into this clone's configuration.
            let configuration = std::fs::read(self.at(".git/config")).unwrap();
            let run = match command.as_slice() {
                ["init", "--merge-driver"] => {
                    let run = limited(&self.world, &command, "");
                    std::fs::write(self.at(".git/config"), configuration).unwrap();
                    assert!(!run.printed.contains(SECRET), "{}", run.printed);
                    run
                }
                _ => self.run(&command),
            };
            runs.push((command.join(" "), run));
        }
        runs
    }
}

fn limited(world: &World, args: &[&str], input: &str) -> Run {
    let mut command = within(MAX_MEMORY, env!("CARGO_BIN_EXE_copydesk"));
    command.current_dir(world.news()).env_clear().envs(world.variables());
    command.args(["--as-of", crate::terminal::world::TODAY]).args(args);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let input = input.to_owned();
    let readers = [reader(child.stdout.take().unwrap()), reader(child.stderr.take().unwrap())];
    // A program that does not read is no fault of the test's.
    std::thread::spawn(move || std::io::Write::write_all(&mut stdin, input.as_bytes()).ok());
    let pid = child.id().to_string();
    let (ended, end) = channel();
    std::thread::spawn(move || ended.send(child.wait4()));
    let done = match end.recv_timeout(DEADLINE) {
        Ok(done) => done.unwrap(),
        Err(RecvTimeoutError::Timeout) => {
            Command::new("kill").args(["-9", &pid]).status().unwrap();
            panic!("{args:?} hangs");
        }
        Err(RecvTimeoutError::Disconnected) => unreachable!("the thread sends before it ends"),
    };
    let printed = readers.map(|reader| reader.join().unwrap()).concat();
    let code = done.status.code().unwrap_or_else(|| panic!("{args:?} was ended by a signal:\n{printed}"));
    assert!((0..=2).contains(&code), "{args:?} exits with {code}:\n{printed}");
    Run { code, printed }
}

fn reader(mut source: impl Read + Send + 'static) -> std::thread::JoinHandle<String> {
    std::thread::spawn(move || {
        let mut bytes = Vec::new();
        source.read_to_end(&mut bytes).unwrap();
        String::from_utf8_lossy(&bytes).into_owned()
    })
}

/// Makes a pipe that nobody writes into.
fn fifo(path: &Path) {
    let _ = std::fs::remove_file(path);
    assert!(Command::new("mkfifo").arg(path).status().unwrap().success());
}
