//! `--fix` and `--diff`: what they change, what they leave, and what they say.

use crate::lint_cli::Folder;
use crate::lint_cli::folder::CLEAN;

const FILE: &str = "_drafts/2026-06-08-draft.md";
const SLIPS: &str = "Open the the gate: [plans](https://example.org/plans?utm_source=x).";
const FIXED: &str = "Open the gate: [plans](https://example.org/plans).";

fn with(text: &str) -> Folder {
    Folder::with_draft(CLEAN.replace("Good morning.", text))
}

#[test]
fn what_is_safe_is_fixed_and_told() {
    let folder = with(SLIPS);
    let run = folder.run("lint --fix").exits(0);
    assert_eq!(
        run.out,
        "1 file checked, no problems\nfixed 2 problems: 1 repeated-word, 1 tracking-parameter\n"
    );
    assert_eq!(folder.read(FILE), CLEAN.replace("Good morning.", FIXED));
    let names: Vec<_> =
        std::fs::read_dir(folder.join("_drafts")).unwrap().flatten().map(|file| file.file_name()).collect();
    assert_eq!(names, ["2026-06-08-draft.md"]);
    let run = folder.run("lint --fix").exits(0);
    assert_eq!(run.out, "1 file checked, no problems\n");
}

#[test]
fn an_error_that_remains_exits_1() {
    let folder = with(&format!("{SLIPS} See [the plans]()."));
    let run = folder.run("lint --fix").exits(1).says("error[empty-link]").says("fixed 2 problems");
    assert!(!run.out.contains("warning["), "{}", run.out);
    assert!(folder.read(FILE).contains(FIXED));
}

#[test]
fn what_needs_no_fixing_is_not_written() {
    let folder = Folder::with_draft(CLEAN);
    let time = |folder: &Folder| std::fs::metadata(folder.join(FILE)).unwrap().modified().unwrap();
    let before = time(&folder);
    folder.run("lint --fix").exits(0);
    assert_eq!(time(&folder), before);
}

#[test]
fn a_diff_is_shown_and_nothing_is_written() {
    let folder = with(SLIPS);
    let before = folder.read(FILE);
    let run = folder.run("lint --diff").exits(1);
    assert_eq!(run.out, format!("--- a/{FILE}\n+++ b/{FILE}\n@@ -7,3 +7,3 @@\n \n-{SLIPS}\n+{FIXED}\n \n"));
    assert!(run.err.contains("fixed 2 problems"), "{}", run.err);
    assert_eq!(folder.read(FILE), before);
    folder.write(FILE, CLEAN);
    assert_eq!(folder.run("lint --diff").exits(0).out, "");
    folder.run("lint --fix --diff").exits(2);
}

#[test]
fn only_what_is_selected_is_fixed() {
    let folder = with(SLIPS);
    folder.run("lint --fix --select repeated-word").exits(0);
    assert!(folder.read(FILE).contains("Open the gate: [plans](https://example.org/plans?utm_source=x)"));
    let folder = with(SLIPS);
    folder.run("lint --fix --ignore repeated-word").exits(0);
    assert!(folder.read(FILE).contains("Open the the gate: [plans](https://example.org/plans)."));
}

#[test]
fn a_waived_problem_is_left_as_it_is() {
    let folder = with(&format!("<!-- copydesk-disable-next-line repeated-word: a song -->\n\n{SLIPS}"));
    folder.run("lint --fix").exits(0).says("fixed 1 problem: 1 tracking-parameter");
    assert!(folder.read(FILE).contains("Open the the gate: [plans](https://example.org/plans)."));
}

#[test]
fn standard_input_comes_back_fixed() {
    let folder = Folder::new();
    let text = CLEAN.replace("Good morning.", SLIPS);
    let run = folder.feed("lint - --fix", text.as_bytes()).exits(0);
    assert_eq!(run.out, CLEAN.replace("Good morning.", FIXED));
    assert!(run.err.contains("fixed 2 problems"), "{}", run.err);
    let run = folder.feed("lint - --fix", CLEAN.as_bytes()).exits(0);
    assert_eq!(run.out, CLEAN);
}

#[test]
fn bytes_that_no_fix_is_for_stay() {
    let text = CLEAN.replace("Good morning.", SLIPS).replace('\n', "\r\n");
    let folder = Folder::with_draft(format!("{text}trailing \t\r\n\r\n"));
    folder.run("lint --fix").exits(0);
    let fixed = CLEAN.replace("Good morning.", FIXED).replace('\n', "\r\n");
    assert_eq!(folder.read(FILE), format!("{fixed}trailing \t\r\n\r\n"));
}

#[test]
fn many_files_are_fixed_at_once() {
    let folder = Folder::new();
    for day in 1..=28 {
        let text = CLEAN.replace("Good morning.", SLIPS).replace("2026-06-08", &format!("2026-02-{day:02}"));
        folder.write(&format!("_posts/2026-02-{day:02}-draft.md"), text);
    }
    folder
        .run("lint _posts --fix --select repeated-word,tracking-parameter")
        .exits(0)
        .says("fixed 56 problems: 28 repeated-word, 28 tracking-parameter");
    assert!((1..=28).all(|day| folder.read(&format!("_posts/2026-02-{day:02}-draft.md")).contains(FIXED)));
}

#[cfg(unix)]
#[test]
fn a_file_that_can_t_be_written_stays_and_is_told() {
    use std::os::unix::fs::PermissionsExt;
    let folder = with(SLIPS);
    std::fs::set_permissions(folder.join(FILE), std::fs::Permissions::from_mode(0o444)).unwrap();
    let before = folder.read(FILE);
    folder.run("lint --fix").fails("can't be written: permission denied");
    assert_eq!(folder.read(FILE), before);
}
