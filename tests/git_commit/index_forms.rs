//! Commits on random repositories with every form of index, compared with `git commit --only`.
//!
//! The commit's own reader and writer of the index may stay only while this holds: two copies of a
//! repository, one committed by copydesk and one by git, have the same commit, entries and status.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use copydesk::git::commit::{CommittedBy, Route};
use proptest::prelude::*;
use proptest::sample::{Index, select};
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

use crate::git_commit::desk::alone_with;
use crate::git_commit::{Desk, alone};

const CASES: u32 = 60;

/// Tracked files beside the draft. They sort before, after and inside its folder.
const FILES: [&str; 9] =
    ["a-b", "a.md", "a/b.c", "a/b/c/1", "drafts.md", "drafts/a/x.png", "drafts/z.md", "top", "ä.txt"];

/// Files that are not tracked at first.
const NEW: [&str; 5] = ["a/b/new", "assets/1.png", "drafts/draft.png", "new.md", "zz/z"];

const DRAFT: &str = "drafts/draft.md";

/// Author and committer dates, so that both copies make the same commit id.
const DATES: [(&str, &str); 2] =
    [("GIT_AUTHOR_DATE", "1767225600 +0100"), ("GIT_COMMITTER_DATE", "1767225600 +0100")];

/// What the index holds besides its entries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Form {
    Plain,
    Version4,
    NoCacheTree,
    UntrackedCache,
    FileSystemMonitor,
    Split,
    Sparse,
}

const FORMS: [Form; 7] = [
    Form::Plain,
    Form::Version4,
    Form::NoCacheTree,
    Form::UntrackedCache,
    Form::FileSystemMonitor,
    Form::Split,
    Form::Sparse,
];

/// A change of the index before the commit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    StageChange,
    StageNew,
    StageExecutable,
    StageLink,
    StageSubmodule,
    IntentToAdd,
    SkipWorktree,
    AssumeUnchanged,
    Untrack,
    /// Entries of stages 1 to 3 in place of the entry.
    Unmerged,
    /// A conflict that was resolved, which git remembers in the index.
    Resolved,
    /// The draft itself, staged in an older form.
    StageDraft,
}

const STEPS: [Step; 12] = [
    Step::StageChange,
    Step::StageNew,
    Step::StageExecutable,
    Step::StageLink,
    Step::StageSubmodule,
    Step::IntentToAdd,
    Step::SkipWorktree,
    Step::AssumeUnchanged,
    Step::Untrack,
    Step::Unmerged,
    Step::Resolved,
    Step::StageDraft,
];

/// A path that is committed beside the draft.
#[derive(Clone, Copy, Debug)]
enum Image {
    Changed,
    New,
    Executable,
    Link,
}

#[derive(Clone, Debug)]
struct Case {
    form: Form,
    steps: Vec<(Step, Index)>,
    images: Vec<(Image, Index)>,
}

fn cases() -> impl Strategy<Value = Case> {
    let steps = prop::collection::vec((select(&STEPS[..]), any::<Index>()), 0..6);
    let kinds = [Image::Changed, Image::New, Image::Executable, Image::Link];
    let images = prop::collection::vec((select(kinds.to_vec()), any::<Index>()), 0..3);
    (select(&FORMS[..]), steps, images).prop_map(|(form, steps, images)| Case { form, steps, images })
}

#[test]
fn a_commit_is_the_one_that_git_makes_whatever_the_form_of_the_index() {
    alone_with(
        "git_commit::index_forms::a_commit_is_the_one_that_git_makes_whatever_the_form_of_the_index",
        &DATES,
        || {
            let config = Config { cases: CASES, failure_persistence: None, ..Config::default() };
            let rng = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
            let seen: RefCell<BTreeMap<Form, (u32, u32)>> = RefCell::default();
            let start = start();
            let test = |case: Case| {
                let via = compare(&start, &case)?;
                let mut seen = seen.borrow_mut();
                let (library, program) = seen.entry(case.form).or_default();
                *(if via == CommittedBy::Libgit2 { library } else { program }) += 1;
                Ok(())
            };
            TestRunner::new_with_rng(config, rng).run(&cases(), test).unwrap();
            let seen = seen.into_inner();
            for form in FORMS {
                let (library, program) = seen.get(&form).copied().unwrap_or_default();
                let needs_git = matches!(form, Form::Split | Form::Sparse);
                assert!(if needs_git { program > 0 } else { library > 0 }, "{form:?}: {seen:?}");
            }
        },
    );
}

/// The repository that each case starts from.
fn start() -> Desk {
    let desk = Desk::unborn();
    for path in FILES {
        desk.write(path, format!("{path}\n"));
    }
    desk.write(DRAFT, "one\n");
    desk.git(&["add", "."]);
    desk.git(&["commit", "-qm", "start"]);
    desk
}

/// Makes the repository of a case twice, commits one by copydesk and one by git, and compares them.
fn compare(start: &Desk, case: &Case) -> Result<CommittedBy, TestCaseError> {
    let ours = Desk { dir: tempfile::tempdir().unwrap() };
    copy(start, &ours);
    let mut paths = prepare(&ours, case);
    paths.dedup();
    let twin = Desk { dir: tempfile::tempdir().unwrap() };
    copy(&ours, &twin);
    for desk in [&ours, &twin] {
        // Both have read each file once, so that their entries are as fresh as one another.
        desk.output(&["update-index", "-q", "--refresh"]);
    }
    let entries = |desk: &Desk| desk.git(&["ls-files", "-s", "-t"]);
    prop_assert_eq!(entries(&ours), entries(&twin), "before the commit");

    // Where many entries changed, git writes the whole index again, which is not split afterwards. No path
    // here has the extension's name in it.
    let index = std::fs::read(ours.at(".git/index")).unwrap();
    let is_split = index.windows(4).any(|bytes| bytes == b"link");
    let needs_git = is_split || case.form == Form::Sparse;
    let made = ours.commit(&paths, "Draft\n\nWith images.\n");
    let made = made.map_err(|error| TestCaseError::fail(format!("{error:?}")))?;
    prop_assert_eq!(made.via == CommittedBy::GitProgram, needs_git, "{:?}", made.via);
    commit_with_git(&twin, &paths);
    let (after, expected) = (observed(&ours), observed(&twin));
    prop_assert_eq!(after, expected);
    if !case.steps.iter().any(|(step, _)| *step == Step::Unmerged) {
        // `git fsck` lists unmerged entries among its complaints.
        ours.is_sound();
    }
    Ok(made.via)
}

/// Makes the repository and returns the paths to commit.
fn prepare<'p>(desk: &Desk, case: &Case) -> Vec<&'p str> {
    match case.form {
        Form::Plain => {}
        Form::Version4 => _ = desk.git(&["update-index", "--index-version", "4"]),
        Form::NoCacheTree => {
            desk.git(&["read-tree", "--empty"]);
            desk.git(&["add", "."]);
        }
        Form::UntrackedCache => {
            desk.git(&["update-index", "--force-untracked-cache"]);
            desk.git(&["status"]);
        }
        Form::FileSystemMonitor => {
            // A monitor that reports every file as changed.
            desk.script(".git/monitor", "printf 'token\\0/\\0'");
            desk.git(&["config", "core.fsmonitor", ".git/monitor"]);
            desk.git(&["update-index", "--fsmonitor"]);
        }
        Form::Split => {
            // Without the setting, git joins the parts again when it next writes the index.
            desk.git(&["config", "core.splitIndex", "true"]);
            desk.git(&["update-index", "--split-index"]);
        }
        Form::Sparse => {
            desk.git(&["sparse-checkout", "set", "--cone", "--sparse-index", "drafts", "assets"]);
        }
    }
    // Outside of a sparse checkout's folders there are no files to stage.
    let is_there = |path: &&str| case.form != Form::Sparse || path.starts_with("drafts/");
    let files: Vec<&'static str> = FILES.into_iter().filter(is_there).collect();
    let new: Vec<&'static str> = NEW.into_iter().filter(is_there).collect();
    let mut used = Vec::new();
    for (step, at) in &case.steps {
        let path = match step {
            Step::StageNew | Step::IntentToAdd => at.get(&new),
            _ => at.get(&files),
        };
        if !used.contains(path) {
            used.push(path);
            take(desk, *step, path);
        }
    }
    desk.write(DRAFT, "one\ntwo\n");
    let mut paths = vec![DRAFT];
    for (image, at) in &case.images {
        let path = match image {
            Image::Changed => at.get(&files),
            _ => at.get(&new),
        };
        if !used.contains(path) || matches!(image, Image::New) {
            used.push(path);
            lay_out(desk, *image, path);
            if !paths.contains(path) {
                paths.push(path);
            }
        }
    }
    paths
}

fn take(desk: &Desk, step: Step, path: &str) {
    let blob = || desk.git(&["hash-object", "-w", "--", DRAFT]);
    match step {
        Step::StageChange | Step::StageNew => {
            desk.write(path, format!("{path}, staged\n"));
            desk.git(&["add", "--", path]);
        }
        Step::StageExecutable => _ = desk.git(&["update-index", "--chmod=+x", "--", path]),
        Step::StageLink => {
            feed(desk, &format!("120000 {}\t{path}\n", blob()));
        }
        Step::StageSubmodule => {
            let head = desk.git(&["rev-parse", "HEAD"]);
            feed(desk, &format!("160000 {head}\tmodules/inner\n"));
        }
        Step::IntentToAdd => {
            desk.write(path, format!("{path}, announced\n"));
            desk.git(&["add", "--intent-to-add", "--", path]);
        }
        Step::SkipWorktree => _ = desk.git(&["update-index", "--skip-worktree", "--", path]),
        Step::AssumeUnchanged => _ = desk.git(&["update-index", "--assume-unchanged", "--", path]),
        Step::Untrack => _ = desk.git(&["rm", "-q", "--cached", "--", path]),
        Step::Unmerged | Step::Resolved => {
            let id = blob();
            let stages = (1..=3).map(|stage| format!("100644 {id} {stage}\t{path}\n"));
            let zero = "0".repeat(40);
            feed(desk, &format!("0 {zero}\t{path}\n{}", stages.collect::<String>()));
            if step == Step::Resolved {
                desk.git(&["add", "--", path]);
            }
        }
        Step::StageDraft => {
            desk.write(DRAFT, "staged\n");
            desk.git(&["add", "--", DRAFT]);
        }
    }
}

fn lay_out(desk: &Desk, image: Image, path: &str) {
    let _ = std::fs::remove_file(desk.at(path));
    match image {
        Image::Changed | Image::New => desk.write(path, format!("\u{0}{path}, committed\n")),
        Image::Executable => desk.script(path, "true"),
        Image::Link => {
            desk.write(path, "");
            std::fs::remove_file(desk.at(path)).unwrap();
            let up = "../".repeat(path.matches('/').count());
            std::os::unix::fs::symlink(format!("{up}{DRAFT}"), desk.at(path)).unwrap();
        }
    }
}

/// Writes entries into the index as they are.
fn feed(desk: &Desk, lines: &str) {
    let mut child = Command::new("git");
    child.arg("-C").arg(desk.dir.path()).args(["update-index", "--add", "--index-info"]);
    let mut child = child.stdin(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(lines.as_bytes()).unwrap();
    assert!(child.wait().unwrap().success(), "{lines}");
}

fn copy(from: &Desk, to: &Desk) {
    let source = from.dir.path().join(".");
    let status = Command::new("cp").arg("-a").arg(source).arg(to.dir.path()).status().unwrap();
    assert!(status.success());
}

fn commit_with_git(desk: &Desk, paths: &[&str]) {
    let known = desk.git(&["-c", "core.quotePath=false", "ls-files"]);
    let new: Vec<&str> =
        paths.iter().copied().filter(|path| !known.lines().any(|known| known == *path)).collect();
    if !new.is_empty() {
        desk.git(&[&["add", "--intent-to-add", "--"][..], &new].concat());
    }
    let message = ["commit", "-q", "--only", "-m", "Draft\n\nWith images.", "--"];
    desk.git(&[&message[..], paths].concat());
}

/// Everything that two copies of a repository must have in common.
fn observed(desk: &Desk) -> Vec<String> {
    let quiet = |arguments: &[&str]| {
        let out = desk.output(arguments);
        String::from_utf8_lossy(&out.stdout).into_owned()
    };
    // With `-v`, lower case letters mark entries that are assumed unchanged.
    let entries = quiet(&["ls-files", "-s", "-v", "--debug"]);
    let is_time = |line: &&str| line.starts_with("  ") && !line.contains("flags:");
    let entries = entries.lines().filter(|line| !is_time(line));
    let entries = entries.map(|line| line.split_once("flags:").map_or(line.to_owned(), stored_flags));
    vec![
        quiet(&["rev-parse", "HEAD", "HEAD^{tree}"]),
        entries.collect::<Vec<_>>().join("\n"),
        quiet(&["ls-files", "--resolve-undo"]),
        quiet(&["status", "--porcelain=v2", "-uall"]),
    ]
}

/// The flags that are stored in the index: stage, assumed unchanged, extended, skip-worktree and intent
/// to add. The others are git's own in memory, such as the part of a split index that has the entry.
fn stored_flags((_, flags): (&str, &str)) -> String {
    const STORED: u32 = 0x6000_f000;
    format!("{:x}", u32::from_str_radix(flags.trim(), 16).unwrap() & STORED)
}

#[test]
fn an_index_of_an_unknown_form_is_handed_on_to_git() {
    alone("git_commit::index_forms::an_index_of_an_unknown_form_is_handed_on_to_git", || {
        // Extensions in upper case are optional: git and copydesk leave them out of the next index.
        let desk = Desk::new();
        extend(&desk.at(".git/index"), *b"ZZZZ");
        desk.write(DRAFT, "two\n");
        assert_eq!(desk.commit(&[DRAFT], "Optional").unwrap().via, CommittedBy::Libgit2);
        assert_eq!(desk.git(&["status", "--porcelain"]), "");
        desk.is_sound();

        // Those in lower case change what the entries mean. Git is asked, and does not know this one.
        let desk = Desk::new();
        let index = desk.at(".git/index");
        extend(&index, *b"zzzz");
        desk.write(DRAFT, "two\n");
        let (before, head) = (std::fs::read(&index).unwrap(), desk.git(&["rev-parse", "HEAD"]));
        let error = desk.plan(&[DRAFT]).unwrap_err();
        assert!(error.to_string().contains("zzzz"), "{error}");
        desk.commit(&[DRAFT], "Mandatory").unwrap_err();
        assert_eq!(std::fs::read(&index).unwrap(), before);
        assert_eq!(desk.git(&["rev-parse", "HEAD"]), head);
        assert!(!desk.at(".git/index.lock").exists());

        // An index that libgit2 reads and copydesk's own reader does not.
        let desk = Desk::new();
        desk.git(&["update-index", "--index-version", "4"]);
        desk.write(DRAFT, "two\n");
        assert_eq!(desk.plan(&[DRAFT]).unwrap().route, Route::Libgit2);
        desk.commit(&[DRAFT], "Version 4").unwrap();
        assert_eq!(std::fs::read(desk.at(".git/index")).unwrap()[7], 4);
        assert_eq!(desk.git(&["status", "--porcelain"]), "");
    });
}

/// Adds an extension of two bytes to an index, with a checksum that git does not look at.
fn extend(index: &Path, name: [u8; 4]) {
    let mut bytes = std::fs::read(index).unwrap();
    bytes.truncate(bytes.len() - 20);
    bytes.extend(name);
    bytes.extend([0, 0, 0, 2, b'a', b'b']);
    // Zeros: the checksum was left out (`index.skipHash`).
    bytes.extend([0; 20]);
    std::fs::write(index, bytes).unwrap();
}
