//! A repository as large as an old newsletter's: 20,000 asset files, 19,000 commits and a draft of
//! about 35 KB. It is made once, by `git fast-import`, and kept under `target/tmp`.

use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use copydesk::desk::probe_image;
use copydesk::draft::Draft;
use copydesk::root::Root;

const ASSETS: usize = 20_000;
const COMMITS: usize = 19_000;
pub const DRAFT: &str = "_drafts/2026-06-08-draft.md";
/// A tag on the state that every run begins with.
const BASE: &str = "base";

/// The repository that is measured, made where it is not there yet, in the state of [`BASE`].
pub fn repository() -> PathBuf {
    let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join("bench-repository-1");
    if !root.exists() {
        let fresh = root.with_extension("new");
        if fresh.exists() {
            std::fs::remove_dir_all(&fresh).unwrap();
        }
        println!("making a repository of {COMMITS} commits and {ASSETS} assets in {}", root.display());
        make(&fresh);
        std::fs::rename(&fresh, &root).unwrap();
    }
    reset(&root);
    root
}

/// Takes back what an earlier run committed, objects included.
pub fn reset(root: &Path) {
    git(root, &["reset", "--quiet", "--hard", BASE]);
    git(root, &["reflog", "expire", "--expire=now", "--all"]);
    git(root, &["prune", "--expire=now"]);
    // A file that was just written looks as if it might have changed since.
    std::thread::sleep(Duration::from_millis(1100));
    git(root, &["update-index", "--really-refresh", "-q"]);
}

fn make(root: &Path) {
    std::fs::create_dir_all(root).unwrap();
    git(root, &["init", "--quiet", "--template=", "--initial-branch=main"]);
    let settings = [
        ("user.name", "Bench"),
        ("user.email", "bench@example.org"),
        ("commit.gpgSign", "false"),
        ("core.hooksPath", ".git/hooks"),
        // No housekeeping in the middle of a run.
        ("gc.auto", "0"),
        ("maintenance.auto", "false"),
    ];
    for (key, value) in settings {
        git(root, &["config", key, value]);
    }
    let mut import = Command::new("git")
        .args(["fast-import", "--quiet"])
        .current_dir(root)
        .stdin(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stream = BufWriter::new(import.stdin.take().unwrap());
    history(&mut stream, root).unwrap();
    stream.flush().unwrap();
    drop(stream);
    assert!(import.wait().unwrap().success());
    git(root, &["reset", "--quiet", "--hard", "main"]);
    git(root, &["tag", BASE]);
}

/// The first commit holds the assets, the last one the draft; each of those between changes an
/// issue.
fn history(stream: &mut impl Write, root: &Path) -> std::io::Result<()> {
    head(stream, 0)?;
    for n in 0..ASSETS {
        let path = format!("assets/{}/{:05}.txt", 20_180_000 + n / 100, n);
        file(stream, &path, format!("asset {n}\n").as_bytes())?;
    }
    for n in 1..COMMITS - 1 {
        head(stream, n)?;
        let path = format!("_posts/issue-{:03}.md", n / 50);
        file(stream, &path, format!("Issue, change {n}.\n").as_bytes())?;
    }
    head(stream, COMMITS - 1)?;
    let text = draft();
    let lamp = include_bytes!("../../assets/demo/assets/week+0/lamp.jpg");
    let parsed = Draft::parse(text.as_str());
    for image in parsed.images() {
        let path = probe_image(parsed.slice(image.dest), &root.join(DRAFT), &Root::new(root));
        let path = path.filter(|path| path.extension().is_some());
        if let Some(path) = path.as_deref().and_then(|path| path.strip_prefix(root).ok()) {
            file(stream, path.to_str().unwrap(), lamp)?;
        }
    }
    file(stream, DRAFT, text.as_bytes())
}

/// The example draft, with its body three times: about 35 KB.
fn draft() -> String {
    let text = include_str!("../../examples/circuitpython/2026-06-08-draft.md");
    let body = Draft::parse(text).body();
    format!("{}{}", &text[..body], text[body..].repeat(3))
}

fn head(stream: &mut impl Write, n: usize) -> std::io::Result<()> {
    let message = format!("Change {n}");
    write!(
        stream,
        "commit refs/heads/main\ncommitter Bench <bench@example.org> {} +0000\ndata {}\n{message}\n",
        1_500_000_000 + n * 10_000,
        message.len()
    )
}

fn file(stream: &mut impl Write, path: &str, bytes: &[u8]) -> std::io::Result<()> {
    write!(stream, "M 100644 inline {path}\ndata {}\n", bytes.len())?;
    stream.write_all(bytes)?;
    writeln!(stream)
}

pub fn git(root: &Path, arguments: &[&str]) {
    let status = Command::new("git").arg("-C").arg(root).args(arguments).status().unwrap();
    assert!(status.success(), "git {}", arguments.join(" "));
}
