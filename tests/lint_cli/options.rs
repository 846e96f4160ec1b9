//! What is asked of a check: by which rules, how strict, of what, and at what cost.

use crate::Folder;
use crate::folder::CLEAN;

const FILE: &str = "_drafts/2026-06-08-draft.md";

fn with(text: &str) -> Folder {
    Folder::with_draft(CLEAN.replace("Good morning.", text))
}

#[test]
fn only_what_is_as_severe_as_asked_fails() {
    let warning = with("Open the the gate.");
    warning.run("lint").exits(0).says("1 problem: 1 warning");
    warning.run("lint --fail-on warning").exits(1);
    warning.run("lint --fail-on hint").exits(1);
    let hint = with("See [here](https://example.org/plans).");
    hint.run("lint --fail-on warning").exits(0).says("1 hint");
    hint.run("lint --fail-on hint").exits(1);
    with("See [the plans]().").run("lint").exits(1);
    warning.run("lint --fail-on doubt").exits(2);
}

#[test]
fn rules_are_selected_and_ignored_by_name() {
    let folder = with("See [the plans](). Open the the gate.");
    let rules = |args: &str| -> Vec<String> {
        let run = folder.run(&format!("lint --format concise --fail-on hint {args}"));
        let rules =
            run.out.lines().filter_map(|line| Some(line.strip_suffix(']')?.rsplit_once('[')?.1.to_owned()));
        rules.collect()
    };
    assert_eq!(rules(""), ["empty-link", "repeated-word"]);
    assert_eq!(rules("--select repeated-word"), ["repeated-word"]);
    assert_eq!(rules("--select repeated-word,empty-link"), ["empty-link", "repeated-word"]);
    assert_eq!(rules("--select repeated-word --select empty-link"), ["empty-link", "repeated-word"]);
    assert_eq!(rules("--ignore repeated-word"), ["empty-link"]);
    assert_eq!(rules("--select empty-link --ignore empty-link"), [""; 0]);
    folder.run("lint --select empty-lnik").fails("there is no rule 'empty-lnik'; did you mean 'empty-link'?");
    folder.run("lint --ignore nothing-like-it").fails("`copydesk rules` lists them");
    folder.run("rules empty-lnik").fails("did you mean 'empty-link'?");
}

#[test]
fn the_cost_of_each_rule_goes_to_standard_error() {
    let folder = with("Open the the gate.");
    let plain = folder.run("lint --format json").exits(0);
    let run = folder.run("lint --format json --statistics").exits(0);
    assert_eq!(run.out, plain.out);
    let line = run.err.lines().find(|line| line.ends_with("  repeated-word")).unwrap();
    assert!(line.contains(" ms ") && line.split_whitespace().nth(2) == Some("1"), "{line}");
    assert!(run.err.contains("(parsing)") && run.err.contains("all together"), "{}", run.err);
}

#[test]
fn standard_input_may_have_a_file_s_name() {
    let folder = Folder::new();
    folder.write("copydesk.yml", "extends: circuitpython\n");
    let text = CLEAN.replace("2026-06-08", "2026-06-15");
    folder.feed("lint -", text.as_bytes()).exits(0);
    let run =
        folder.feed(&format!("lint --format concise - --stdin-filename {FILE}"), text.as_bytes()).exits(1);
    assert!(run.out.starts_with(&format!("{FILE}:4:7: error: ")), "{}", run.out);
    assert!(run.out.contains("[date-mismatch]"), "{}", run.out);
    assert!(!folder.join(FILE).exists());
}

#[test]
fn waivers_of_the_folder_count_and_slips_in_them_are_told() {
    let folder = with("See [the plans]().");
    folder.write(
        "copydesk.yml",
        "extends: circuitpython\nwaivers:\n  - {rule: empty-link, path: _drafts/*, reason: they come late}\n",
    );
    folder.run("lint").exits(0).says("no problems");
    folder.feed(&format!("lint - --stdin-filename {FILE}"), folder.read(FILE).as_bytes()).exits(0);
    folder.write("copydesk.yml", "waivers:\n  - {rule: empty-lnik, reason: they come late}\n");
    folder.run("lint").fails(
        "copydesk.yml: the list of waivers: there is no rule 'empty-lnik'; did you mean 'empty-link'?",
    );
    folder.write("copydesk.yml", "waivers:\n  - {rule: empty-link}\n");
    folder.run("lint").fails("reason");
}

#[test]
fn a_file_named_twice_is_checked_once() {
    let folder = with("Open the the gate.");
    folder.run(&format!("lint {FILE} _drafts ./{FILE}")).exits(0).says("1 file checked, 1 problem");
}

#[test]
fn a_folder_without_a_draft_is_told_beside_what_was_checked() {
    let folder = with("Open the the gate.");
    folder.write("notes/a.txt", "x");
    let run = folder.run("lint notes _drafts").exits(2).says("1 file checked");
    assert_eq!(run.err.lines().count(), 1);
    let run = folder.run("lint notes --format json").exits(2);
    assert!(run.out.contains("\"files\": []"), "{}", run.out);
}
