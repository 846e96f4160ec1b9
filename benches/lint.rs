//! Checking a whole archive of issues, and one issue from start to exit, as CI does: whole
//! processes, with other linters as peers where they are installed. They check less and know
//! nothing of newsletters; what they take is what people are used to wait for.
//!
//! The archive is This Week in Rust's of the shared corpus, or else many copies of the project's
//! own example. The measure of all is pulldown-cmark's bare parse of the same bytes, on one core.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stdout)]

#[path = "../tests/support/require.rs"]
mod require;
mod support;

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use pulldown_cmark::{Options, Parser};
use support::{is_measuring, median, timed};
use wait4::Wait4;

/// A program and what it is called with, before the files.
struct Linter {
    name: &'static str,
    command: Vec<String>,
}

/// What one run of a process took.
#[derive(Clone, Copy, Default)]
struct Cost {
    cpu: Duration,
    wall: Duration,
    /// The most memory that it had, in bytes.
    peak: u64,
}

fn main() {
    if !is_measuring() {
        return;
    }
    let dir = tempfile::tempdir().unwrap();
    let linters = linters();
    let archive = archive(dir.path());
    many(&linters, &archive);
    flat(&linters[0], &archive, dir.path());
    one(&linters, dir.path());
}

/// Ours first, then the peers that are here.
fn linters() -> Vec<Linter> {
    let ours = env!("CARGO_BIN_EXE_copydesk");
    let all: [(&str, &[&str]); 6] = [
        ("copydesk lint, all rules", &[ours, "lint", "--stage", "publish", "--format", "concise"]),
        (
            "copydesk lint, no archive",
            &[ours, "lint", "--stage", "publish", "--format", "concise", "--archive=0"],
        ),
        ("typos", &["typos", "--format", "brief"]),
        ("rumdl", &["rumdl", "check", "--no-cache"]),
        ("lychee --offline", &["lychee", "--offline", "--no-progress"]),
        ("markdownlint-cli2", &["markdownlint-cli2"]),
    ];
    let is_here = |name: &str, program: &str| {
        let is_here = Command::new(program)
            .arg("--version")
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status()
            .is_ok();
        if !is_here {
            println!("{name} is not installed");
        }
        is_here
    };
    all.into_iter()
        .filter(|(name, command)| is_here(name, command[0]))
        .map(|(name, command)| Linter {
            name,
            command: command.iter().map(|&part| part.to_owned()).collect(),
        })
        .collect()
}

/// The issues of a newsletter in a repository of its own: peers read what git ignores and what not.
fn archive(dir: &Path) -> Vec<PathBuf> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let root = dir.join("archive");
    let content = root.join("content");
    std::fs::create_dir_all(&content).unwrap();
    std::fs::create_dir_all(root.join("draft")).unwrap();
    let mut paths = Vec::new();
    match require::corpus("twir/content") {
        Some(issues) => {
            for issue in std::fs::read_dir(issues).unwrap().map(|issue| issue.unwrap()) {
                paths.push(content.join(issue.file_name()));
                std::fs::copy(issue.path(), paths.last().unwrap()).unwrap();
            }
        }
        None => {
            println!("measuring 520 copies of the project's example instead");
            let example = here.join("examples/this-week-in-rust/2026-06-03-this-week-in-rust.md");
            for n in 0..520 {
                let (year, month, day) = (2010 + n / 52, 1 + n % 52 / 5, 1 + 7 * (n % 52 % 4));
                paths.push(content.join(format!("{year}-{month:02}-{day:02}-this-week-in-rust.md")));
                std::fs::copy(&example, paths.last().unwrap()).unwrap();
            }
        }
    }
    let git = Command::new("git").args(["init", "--quiet"]).current_dir(&root).status();
    assert!(git.unwrap().success());
    paths.sort();
    paths
}

impl Linter {
    fn run(&self, paths: &[PathBuf]) -> Cost {
        let start = Instant::now();
        let mut child = Command::new(&self.command[0])
            .args(&self.command[1..])
            .args(paths)
            .current_dir(paths[0].parent().unwrap())
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let used = child.wait4().unwrap();
        let code = used.status.code();
        assert!(matches!(code, Some(0..=2)), "{}: {code:?}", self.name);
        Cost { cpu: used.rusage.utime + used.rusage.stime, wall: start.elapsed(), peak: used.rusage.maxrss }
    }
}

/// Medians of some runs in turns.
fn medians(linters: &[Linter], paths: &[PathBuf], rounds: usize) -> Vec<Cost> {
    let mut runs: Vec<Vec<Cost>> = vec![Vec::new(); linters.len()];
    for _ in 0..rounds {
        for (linter, runs) in linters.iter().zip(&mut runs) {
            // One slow one does not need as many.
            if runs.iter().map(|cost| cost.wall).sum::<Duration>() < Duration::from_secs(60) {
                runs.push(linter.run(paths));
            }
        }
    }
    let of =
        |runs: &[Cost], what: fn(&Cost) -> Duration| median(&mut runs.iter().map(what).collect::<Vec<_>>());
    let cost = |runs: &Vec<Cost>| Cost {
        cpu: of(runs, |cost| cost.cpu),
        wall: of(runs, |cost| cost.wall),
        peak: runs.iter().map(|cost| cost.peak).max().unwrap_or(0),
    };
    runs.iter().map(cost).collect()
}

fn many(linters: &[Linter], paths: &[PathBuf]) {
    let texts: Vec<String> = paths
        .iter()
        .map(|path| String::from_utf8_lossy(&std::fs::read(path).unwrap()).into_owned())
        .collect();
    let bytes: usize = texts.iter().map(String::len).sum();
    let parse = || {
        texts
            .iter()
            .map(|text| Parser::new_ext(text, Options::all()).into_offset_iter().count())
            .sum::<usize>()
    };
    parse();
    let before = median(&mut (0..9).map(|_| timed(parse)).collect::<Vec<_>>());
    let costs = medians(linters, paths, 9);
    let after = median(&mut (0..9).map(|_| timed(parse)).collect::<Vec<_>>());
    let bare = (before + after) / 2;
    println!(
        "\n{} issues, {:.1} MB; bare parse (pulldown-cmark) {bare:.1?} on one core",
        paths.len(),
        bytes as f64 / 1e6
    );
    for (linter, cost) in linters.iter().zip(&costs) {
        let times = cost.cpu.as_secs_f64() / bare.as_secs_f64();
        println!(
            "  {:<28} CPU {:>9.1?}  wall {:>9.1?}  peak {:>6.1} MB  CPU {times:.2} times the bare parse",
            linter.name,
            cost.cpu,
            cost.wall,
            cost.peak as f64 / 1e6
        );
    }
}

/// Whether memory grows with the number of files: an eighth of them, all, and all four times.
fn flat(ours: &Linter, paths: &[PathBuf], dir: &Path) {
    let mut more = paths.to_vec();
    for copy in 1..4 {
        let folder = dir.join(format!("copy-{copy}/content"));
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::create_dir_all(folder.with_file_name("draft")).unwrap();
        for path in paths {
            more.push(folder.join(path.file_name().unwrap()));
            std::fs::copy(path, more.last().unwrap()).unwrap();
        }
    }
    println!("\nmemory");
    for some in [&paths[..paths.len() / 8], paths, &more] {
        println!("  {:>5} files  peak {:>6.1} MB", some.len(), ours.run(some).peak as f64 / 1e6);
    }
}

/// One issue of 35 KB from the program's start to its exit.
fn one(linters: &[Linter], dir: &Path) {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(here.join("examples/circuitpython/2026-06-08-draft.md")).unwrap();
    let mut long = text.clone();
    let body = copydesk::draft::Draft::parse(text.as_str()).body();
    while long.len() + text.len() - body < 35_000 {
        long.push_str(&text[body..]);
    }
    let folder = dir.join("one/_drafts");
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::create_dir_all(dir.join("one/_posts")).unwrap();
    let path = folder.join("2026-06-08-draft.md");
    std::fs::write(&path, &long).unwrap();
    let costs = medians(linters, &[path], 41);
    println!("\none issue of {} bytes, start to exit", long.len());
    for (linter, cost) in linters.iter().zip(&costs) {
        let ratio = costs[0].wall.as_secs_f64() / cost.wall.as_secs_f64();
        println!("  {:<28} wall {:>9.2?}  ours takes {ratio:.3} of it", linter.name, cost.wall);
    }
}
