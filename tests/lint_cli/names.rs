//! Names of files and folders that steer a terminal, hide, or look like commands of a build server.

use serde_json::Value;

use crate::lint_cli::Folder;
use crate::lint_cli::folder::CLEAN;

const NAMES: [&str; 7] = [
    " ::add-mask::x",
    "\u{a0}::error::x",
    "a\n::add-mask::y",
    "b\u{1b}[31m\u{7}\u{9b}1m",
    "c\u{202e}dm.\u{2066}",
    "e\u{2028}::add-mask::z",
    "##[add-matcher]f",
];
const FORMATS: [&str; 6] = ["text", "concise", "json", "github", "sarif", "junit"];

/// A draft with a problem in each folder, and one that can't be read.
fn folder() -> Folder {
    let folder = Folder::new();
    for name in NAMES {
        let text = CLEAN.replace("Good morning.", &format!("[{name}]() ##[add-mask]x \u{202e}."));
        folder.write(&format!("{name}/2026-06-08-draft.md"), text);
        folder.write(&format!("{name}/2026-06-15-draft.md"), b"\xff\xfe");
    }
    folder
}

/// No line steers a terminal or is a command, except those of the format itself.
#[track_caller]
fn is_harmless(output: &str, own: &[&str]) {
    for line in output.split('\n') {
        assert!(copydesk::text::is_plain(line), "{line:?}");
        let is_own = own.iter().any(|start| line.starts_with(start));
        assert!(is_own || !line.trim_start().starts_with("::"), "{line:?}");
        assert!(!line.contains("##["), "{line:?}");
    }
}

#[test]
fn no_report_carries_what_a_name_holds() {
    let folder = folder();
    let own = ["::error file=", "::warning file=", "::notice file=", "::group::All problems", "::endgroup::"];
    for format in FORMATS {
        let run = folder.run(&format!("lint . --format {format}")).exits(2);
        is_harmless(&run.out, if format == "github" { &own } else { &[] });
        is_harmless(&run.err, &[]);
        assert_eq!(run.err.lines().count(), NAMES.len(), "{}", run.err);
        assert!(run.err.lines().all(|line| line.starts_with("copydesk: ")), "{}", run.err);
        // Each is still reported.
        assert!(run.out.matches("empty-link").count() >= NAMES.len(), "{}", run.out);
    }
    folder.write("copydesk.yml", "extends: \"nobody\\n::add-mask::x\\e[1m\"\n");
    let run = folder.run("lint .").exits(2);
    is_harmless(&run.err, &[]);
    assert_eq!(run.err.lines().count(), 1, "{}", run.err);
}

#[test]
fn names_mean_the_same_to_programs() {
    let folder = folder();
    let json: Value = serde_json::from_str(&folder.run("lint . --format json").out).unwrap();
    let files = json["files"].as_array().unwrap();
    let mut paths: Vec<&str> = files.iter().map(|file| file["path"].as_str().unwrap()).collect();
    let mut wanted: Vec<String> = NAMES.iter().map(|name| format!("{name}/2026-06-08-draft.md")).collect();
    paths.sort_unstable();
    wanted.sort_unstable();
    assert_eq!(paths, wanted);
    let sarif: Value = serde_json::from_str(&folder.run("lint . --format sarif").out).unwrap();
    let place =
        &sarif["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"];
    assert_eq!(place, "%20%3A%3Aadd-mask%3A%3Ax/2026-06-08-draft.md");
}

#[test]
fn the_summary_of_a_workflow_is_one_table() {
    let folder = folder();
    folder.run_with(
        "lint . --format github",
        "GITHUB_STEP_SUMMARY",
        folder.join("summary.md").to_str().unwrap(),
    );
    let summary = folder.read("summary.md");
    is_harmless(&summary, &[]);
    let rows = summary.lines().filter(|line| line.starts_with("| ")).count();
    assert!(rows > NAMES.len(), "{summary}");
    assert!(!summary.contains("\u{202e}") && summary.contains("c\\\\u{202e}dm."), "{summary}");
}

#[test]
fn places_in_the_list_still_lead_to_the_files() {
    let out = folder().run("lint . --format concise").out;
    assert!(out.starts_with("./ ::add-mask::x/2026-06-08-draft.md:8:1: error: "), "{out}");
    assert!(out.contains("b\\u{1b}[31m\\u{7}\\u{9b}1m/2026-06-08-draft.md:8:1: "), "{out}");
}

#[test]
fn a_diff_names_such_files_as_git_does() {
    let folder = Folder::new();
    let name = "a\n\"b\u{1b}/2026-06-08-draft.md";
    folder.write(name, CLEAN.replace("Good morning.", "Open the the gate."));
    let run = folder.run("lint . --diff").exits(1);
    let header =
        "--- \"a/a\\012\\\"b\\033/2026-06-08-draft.md\"\n+++ \"b/a\\012\\\"b\\033/2026-06-08-draft.md\"\n";
    assert!(run.out.starts_with(header), "{}", run.out);
    folder.write("change.diff", &run.out);
    crate::lint_cli::since::git(folder.path(), &["apply", "change.diff"]);
    assert!(folder.read(name).contains("Open the gate."));
}

#[test]
fn other_commands_print_such_names_on_one_line() {
    let folder = Folder::new();
    let place = "x\n::add-mask::y\u{202e}";
    folder.write(&format!("{place}/_drafts/2026-06-08-draft.md"), CLEAN);
    for words in
        [vec!["open", "nowhere\n::add-mask::x\u{1b}[1m"], vec!["lint", "gone\n::error::x"], vec!["--no\n::x"]]
    {
        let run = folder.feed_words(&words, b"").exits(2);
        is_harmless(&run.err, &[]);
    }
    let run = folder.feed_words(&["-C", place, "new", "2026-06-15"], b"").exits(0);
    is_harmless(&run.out, &[]);
    let run = folder.feed_words(&["-C", place, "init"], b"").exits(0);
    is_harmless(&run.out, &[]);
}
