//! Merging drafts that both sides changed: how many real merges each tool can do and what comes of
//! them, and how long one takes. The peers are git's merge of lines, its union, and mergiraf where
//! it is installed.
//!
//! The merges are those of the shared corpus, all of them conflicts for git, or else a few made
//! from the project's own example.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout, clippy::print_stderr)]

#[path = "../tests/support/require.rs"]
mod require;
#[path = "../tests/support/score.rs"]
#[allow(dead_code, reason = "shared with the tests, which use all of it")]
mod score;
mod support;

use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use copydesk::desk::{GatherOptions, Gathering, Selection};
use copydesk::draft::Draft;
use copydesk::git::{Control, Names, merge_lines};
use copydesk::merge::{Version, merge};
use copydesk::profile::{Profile, built_in};
use score::{Triple, order_free, slots, triples};
use support::{compare, is_measuring, large, timed, wants};

/// What merges: the result, or nothing where there are conflicts.
type Merger<'a> = Box<dyn Fn(&Triple, &Files) -> Option<String> + 'a>;

/// The three versions of a draft, as files.
struct Files {
    base: PathBuf,
    ours: PathBuf,
    theirs: PathBuf,
}

fn main() {
    if !is_measuring() {
        return;
    }
    if wants("gathering") {
        gathering();
    }
    if wants("merges") {
        merges();
    }
}

/// The merges of the corpus.
fn merges() {
    let profile = built_in("this-week-in-rust").unwrap();
    let triples = triples().unwrap_or_else(|| {
        println!("the corpus is not here: merging a few changes of the project's example instead");
        made()
    });
    let dir = tempfile::tempdir().unwrap();
    table(&triples, &profile, dir.path());
    one(&triples, &profile, dir.path());
}

/// Gathering a hundred and a thousand contributions in a repository of 19,000 commits: the time is
/// to grow no faster than their number. Compared with parsing every head once, on one core.
fn gathering() {
    let root = large::repository();
    let anchor = "## News From Around the Web\n";
    let draft = std::fs::read_to_string(root.join(large::DRAFT)).unwrap();
    let at = draft.rfind(anchor).map_or(draft.len(), |at| at + anchor.len());
    let mut import = Command::new("git")
        .args(["fast-import", "--quiet", "--force"])
        .current_dir(&root)
        .stdin(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stream = BufWriter::new(import.stdin.take().unwrap());
    let mut heads = Vec::new();
    for n in 1..=1000 {
        let item = format!("\nA thing, number {n} - [Site {n}](https://things.example/{n}).\n");
        let text = format!("{}{item}{}", &draft[..at], &draft[at..]);
        let who = format!("Ada {n} <ada{n}@example.org> {} +0000", 1_800_000_000 + n);
        write!(
            stream,
            "commit refs/pull/{n}/head\ncommitter {who}\ndata 9\nAdd thing\nfrom base^0\nM 100644 inline {}\ndata {}\n{text}\n",
            large::DRAFT,
            text.len()
        )
        .unwrap();
        heads.push(text);
    }
    stream.flush().unwrap();
    drop(stream);
    assert!(import.wait().unwrap().success());

    let mut totals = Vec::new();
    for count in [100, 1000] {
        let dir = tempfile::tempdir().unwrap();
        let clone = dir.path().join("clone");
        let (from, to) = (root.to_str().unwrap(), clone.to_str().unwrap());
        large::git(&root, &["clone", "--quiet", "--shared", from, to]);
        for (key, value) in [("user.name", "Mira"), ("user.email", "mira@example.org")] {
            large::git(&clone, &["config", key, value]);
        }
        let wanted = GatherOptions {
            folder: clone.clone(),
            remote: None,
            issue: Some(clone.join(large::DRAFT).display().to_string()),
            now: jiff::civil::date(2026, 6, 4).into(),
            branches: None,
            newest: count,
        };
        let (mut gathering, mut folded) = (None, None);
        let open = timed(|| gathering = Some(Gathering::open(&wanted, &Control::default()).unwrap()));
        let gathering = gathering.unwrap();
        assert_eq!(gathering.contributions.len(), count);
        let chosen: Vec<Selection> =
            (0..count).map(|index| Selection { index, ..Selection::default() }).collect();
        let fold = timed(|| folded = Some(gathering.merge(&chosen)));
        let folded = folded.unwrap();
        assert_eq!(folded.included.len(), count);
        let commit = timed(|| gathering.commit(&folded, &Control::default()).unwrap());
        let parse =
            || drop(heads[..count].iter().map(|head| Draft::parse(head.as_str())).collect::<Vec<_>>());
        let parsed = timed(parse);
        let ratio = (open + fold).as_secs_f64() / parsed.as_secs_f64();
        println!(
            "gathering {count:>5}: fetched and looked at {open:>8.1?}, merged {fold:>8.1?}, committed {commit:>8.1?}, {ratio:.1} times as long as parsing each head"
        );
        totals.push(open + fold + commit);
    }
    let ratio = totals[1].as_secs_f64() / totals[0].as_secs_f64();
    println!("ten times as many take {ratio:.1} times as long");
}

fn table(triples: &[Triple], profile: &Profile, dir: &Path) {
    let mergers = mergers(profile);
    let merges = format!("{} merges", triples.len());
    println!("\n{merges:<36} {:>5}  {:>22}  {:>14}", "clean", "equal to order-free", "as the human's");
    for (name, merge) in mergers {
        let (mut clean, mut free, mut human) = (0, 0, 0);
        for triple in triples {
            // A tool may write into what it is given.
            let files = Files::new(triple, dir);
            let Some(text) = merge(triple, &files) else { continue };
            let got = slots(&text);
            clean += 1;
            free += usize::from(
                got == order_free(&slots(&triple.base), &slots(&triple.ours), &slots(&triple.theirs)),
            );
            human += usize::from(got == slots(&triple.human));
        }
        println!("  {name:<34} {clean:>5}  {free:>22}  {human:>14}");
    }
}

fn mergers(profile: &Profile) -> Vec<(&'static str, Merger<'_>)> {
    let lines = |options: &'static [&'static str]| -> Merger<'_> {
        Box::new(move |_, files| {
            let mut git = Command::new("git");
            git.args(["merge-file", "-p"]).args(options);
            output(git.args([&files.ours, &files.base, &files.theirs]))
        })
    };
    let mut all = vec![("git merge-file", lines(&[])), ("git merge-file --union", lines(&["--union"]))];
    let mergiraf = Command::new("mergiraf").arg("--version").stdout(Stdio::null()).status();
    if mergiraf.is_ok_and(|status| status.success()) {
        all.push((
            "mergiraf",
            Box::new(|triple, files| {
                let mut mergiraf = Command::new("mergiraf");
                let merged = output(mergiraf.arg("merge").args([&files.base, &files.ours, &files.theirs]))?;
                // It may leave markers and say that all is well.
                let marks = |text: &str| text.matches("<<<<<<< ").count();
                let before = [&triple.base, &triple.ours, &triple.theirs].map(|text| marks(text));
                (marks(&merged) <= before.into_iter().max().unwrap_or(0)).then_some(merged)
            }),
        ));
    } else {
        println!("mergiraf is not installed");
    }
    all.push(("copydesk", Box::new(|triple, _| ours(triple, profile))));
    all
}

/// This merge, as the desk calls it.
fn ours(triple: &Triple, profile: &Profile) -> Option<String> {
    let read = |text: &str| Version::new(text, profile);
    let (base, ours, theirs) =
        (read(&triple.base).ok()?, read(&triple.ours).ok()?, read(&triple.theirs).ok()?);
    merge(&base, &ours, &theirs, profile).ok()?.clean()
}

/// What a program writes, if it ends well.
fn output(command: &mut Command) -> Option<String> {
    let out = command.stdin(Stdio::null()).stderr(Stdio::null()).output().unwrap();
    out.status.success().then(|| String::from_utf8_lossy(&out.stdout).into_owned())
}

/// One contribution: the merge with most text.
fn one(triples: &[Triple], profile: &Profile, dir: &Path) {
    let of_all = |triple: &&Triple| triple.base.len() + triple.ours.len() + triple.theirs.len();
    let triple = triples.iter().max_by_key(of_all).unwrap();
    println!("\none merge, of {:.1} KB (`{}`)", triple.ours.len() as f64 / 1e3, triple.name);
    // As git calls a driver: at the top of the repository that the draft is in.
    let top = dir.join("news");
    std::fs::create_dir_all(top.join("draft")).unwrap();
    let mut git = Command::new("git");
    assert!(git.args(["init", "--quiet"]).current_dir(&top).status().unwrap().success());
    let files = Files::new(triple, &top);
    let status = |command: &mut Command, files: &Files, order: [&PathBuf; 3]| {
        // Ours holds the result of the run before.
        std::fs::write(&files.ours, &triple.ours).unwrap();
        command.args(order).current_dir(&top);
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        timed(|| assert!(command.status().unwrap().code().is_some_and(|code| code < 128)))
    };
    let driver = || {
        let mut copydesk = Command::new(env!("CARGO_BIN_EXE_copydesk"));
        status(copydesk.arg("merge-driver"), &files, [&files.base, &files.ours, &files.theirs])
    };
    let peer = || {
        let mut git = Command::new("git");
        status(git.args(["merge-file", "-p"]), &files, [&files.ours, &files.base, &files.theirs])
    };
    compare("copydesk merge-driver, whole process", "git merge-file -p", 200, driver, peer);
    let names = || Names { base: "base", ours: "ours", theirs: "theirs", marker: 7 };
    let (base, mine, theirs) = (triple.base.as_bytes(), triple.ours.as_bytes(), triple.theirs.as_bytes());
    compare(
        "the library: read all three and merge",
        "libgit2's merge of lines",
        500,
        || timed(|| ours(triple, profile)),
        || timed(|| merge_lines(base, mine, theirs, names())),
    );
}

impl Files {
    fn new(triple: &Triple, dir: &Path) -> Self {
        let write = |name: &str, text: &str| {
            let path = dir.join(name);
            std::fs::write(&path, text).unwrap();
            path
        };
        Self {
            base: write("base.md", &triple.base),
            ours: write("ours.md", &triple.ours),
            theirs: write("theirs.md", &triple.theirs),
        }
    }
}

/// Changes that meet, in the project's example: what each side replaces by what, and what people
/// would make of both.
fn made() -> Vec<Triple> {
    let path = "examples/this-week-in-rust/2026-06-03-this-week-in-rust.md";
    let base = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap();
    let edited = |from: &str, to: &str| {
        assert!(base.contains(from), "{from}");
        base.replacen(from, to, 1)
    };
    let guide = "* [A guide to mending nets](https://example.org/nets)\n";
    let talk = "* [A talk on knots](https://example.org/knots)\n";
    let (one, other) = ("* [parse numbers with many underscores faster]", "\n### [Approved RFCs]");
    let two = "* [say which of two lifetimes is meant]";
    let triple = |name: &str, from: &str, ours: &str, theirs: &str, human: &str| Triple {
        name: name.to_owned(),
        base: base.clone(),
        ours: edited(from, ours),
        theirs: edited(from, theirs),
        human: edited(from, human),
    };
    vec![
        triple(
            "both add before an item",
            one,
            &format!("{guide}{one}"),
            &format!("{talk}{one}"),
            &format!("{guide}{talk}{one}"),
        ),
        triple(
            "both add to an empty section",
            other,
            &format!("{guide}{other}"),
            &format!("{talk}{other}"),
            &format!("{guide}{talk}{other}"),
        ),
        triple(
            "one adds beside what the other edits",
            two,
            &format!("{guide}{two}"),
            "* [say which of three lifetimes is meant]",
            &format!("{guide}* [say which of three lifetimes is meant]"),
        ),
    ]
}
