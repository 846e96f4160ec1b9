//! What is asked of a check: by which rules, how strict, of what, and at what cost.

use crate::lint_cli::Folder;
use crate::lint_cli::folder::CLEAN;

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
    for (old, new) in
        [("fallen-value", "decreased-value"), ("unsent-popular-link", "popular-link-not-in-last-issue")]
    {
        folder.run(&format!("rules {old}")).exits(0).says(&format!("## {new}\n"));
        assert_eq!(rules(&format!("--select {old},empty-link")), ["empty-link"]);
        assert_eq!(rules(&format!("--ignore {old}")), ["empty-link", "repeated-word"]);
    }
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
    // Without `-`, it would be another file that is checked.
    folder.run(&format!("lint --stdin-filename {FILE}")).fails("add `-` to check it");
}

#[test]
fn files_that_are_no_issues_are_skipped_if_asked() {
    let folder = with("Open the the gate.");
    folder.write("README.md", "Open the the gate.\n");
    folder.write("_drafts/template.md", CLEAN.replace("Gates and Gardens", "TITLE"));
    let all = format!("README.md _drafts/template.md {FILE}");
    folder.run(&format!("lint {all}")).says("3 files checked");
    let run = folder.run(&format!("lint --skip-others {all}")).exits(0);
    assert!(run.out.contains("1 file checked, 1 problem: 1 warning"), "{}", run.out);
    let run = folder.run("lint --skip-others README.md").exits(0);
    assert_eq!((run.out.as_str(), run.err.as_str()), ("", ""));
    // The paths of issues are those of the profile.
    folder.write("copydesk.yml", "extends: circuitpython\nfiles: {drafts: \"drafts/{date}.md\"}\n");
    folder.write("drafts/2026-06-15.md", CLEAN.replace("2026-06-08", "2026-06-15"));
    let run = folder.run("lint --skip-others --format concise README.md drafts/2026-06-15.md");
    assert!(run.out.contains("1 file checked"), "{}", run.out);
}

#[test]
fn waivers_of_the_folder_count_and_mistakes_in_them_are_reported() {
    let folder = with("See [the plans]().");
    folder.write(
        "copydesk.yml",
        "extends: circuitpython\nwaivers:\n  - {rule: empty-link, path: _drafts/*, reason: they come late}\n",
    );
    folder.run("lint").exits(0).says("no problems");
    folder.feed(&format!("lint - --stdin-filename {FILE}"), folder.read(FILE).as_bytes()).exits(0);
    folder.write(
        "copydesk.yml",
        "waivers:\n  - {rule: empty-lnik, reason: they come late}\nextends: circuitpython\n",
    );
    folder
        .run("lint")
        .fails("copydesk.yml:2: waivers[0].rule: there is no rule 'empty-lnik'; did you mean 'empty-link'?");
    folder.write(
        "copydesk.yml",
        "waivers:\n  - {rule: unused-waiver, reason: they come late}\nextends: circuitpython\n",
    );
    folder.run("lint").fails("copydesk.yml:2: waivers[0].rule: 'unused-waiver' can't be waived");
    folder.write("copydesk.yml", "waivers:\n  - {rule: empty-link}\nextends: circuitpython\n");
    folder.run("lint").fails("copydesk.yml:2: waivers[0]: `reason` is missing; add");
}

#[test]
fn a_waiver_for_a_path_that_no_file_has_is_a_problem_of_the_profile() {
    let folder = with("Open the gate.");
    folder.write("notes/plans.md", "Plans.\n");
    folder.write(
        "copydesk.yml",
        "waivers:\n  - {rule: empty-link, path: \"_drafts/2026-*\", reason: late}\n  - {rule: empty-link, path: notes/plans.md, reason: late}\n  - {rule: empty-link, path: \"_posts/*\", reason: late}\n  - rule: empty-link\n    path: _drafts/2026-06-80-draft.md\n    reason: late\nextends: circuitpython\n",
    );
    let run = folder.run("lint --format concise --fail-on warning .").exits(1);
    for line in [
        "copydesk.yml:4:3: warning: this waives 'empty-link' for _posts/*, and no draft or issue is there [unused-waiver]",
        "copydesk.yml:6:5: warning: this waives 'empty-link' for _drafts/2026-06-80-draft.md, and no draft",
    ] {
        assert!(run.out.contains(line), "{}", run.out);
    }
    assert_eq!(run.out.matches("[unused-waiver]").count(), 2, "{}", run.out);
    let run = folder.run("lint --format github .").exits(0);
    assert!(run.out.contains("file=copydesk.yml,line=4,"), "{}", run.out);
    folder.run("lint --format concise --ignore unused-waiver .").exits(0).says("no problems");
    // A part of the newsletter does not tell what the rest has.
    folder.run("lint --format concise _drafts").exits(0).says("no problems");
    folder.run("lint --format concise").exits(0).says("no problems");
}

#[test]
fn a_profile_that_leads_out_of_the_folder_is_refused_with_its_line_and_reads_nothing() {
    let folder = Folder::new();
    folder.write("outside/2026-06-08-o.md", CLEAN.replace("Good morning.", "canary"));
    for (line, why) in [
        ("drafts: \"../outside/{date}-o.md\"", "files.drafts: '..' leads out of the newsletter's folder"),
        ("posts: \"../outside/{date}-o.md\"", "files.posts: '..' leads out of the newsletter's folder"),
        ("assets: \"a/../../outside/{date}\"", "files.assets: '..' leads out of the newsletter's folder"),
        ("template: ../outside/2026-06-08-o.md", "files.template: '..' leads out of the newsletter's folder"),
        ("template: /etc/passwd", "files.template: the path is absolute"),
        ("template: .Git/config", "files.template: the path is in git's folder"),
    ] {
        folder.write("letter/copydesk.yml", format!("extends: circuitpython\nfiles:\n  {line}\n"));
        for command in ["lint .", "lint --fix .", "lint", "new 2026-06-15", "open", "image list"] {
            let run = folder.run(&format!("-C letter {command}")).exits(2);
            let message = format!("copydesk.yml:3: {why}");
            assert!(run.err.contains(&message), "{command}: {}", run.err);
            assert!(!run.out.contains("canary") && !run.err.contains("canary"), "{command}: {}", run.out);
        }
        let names: Vec<_> = std::fs::read_dir(folder.join("outside")).unwrap().flatten().collect();
        assert_eq!(names.len(), 1, "{names:?}");
    }
}

#[test]
fn a_day_without_a_year_is_the_one_nearest_to_the_issue() {
    let text = |date: &str, day: &str| {
        CLEAN.replace("2026-06-08", date).replace(
            "## Upcoming Events\n\nNone this week.",
            &format!("## Upcoming Events\n\n* [Lamp Days](https://example.org/days) are on {day} in Town."),
        )
    };
    for (date, day, is_stale) in [
        ("2027-01-04", "December 28th", true),
        ("2027-01-04", "January 8th", false),
        ("2026-12-28", "January 8th", false),
        ("2026-12-28", "December 30 – January 2", false),
        ("2026-11-30", "November 3rd", true),
        ("2027-01-04", "December 30 – January 2, 2027", true),
    ] {
        let folder = Folder::new();
        folder.write(&format!("_drafts/{date}-draft.md"), text(date, day));
        let run = folder.run(&format!("lint --format concise _drafts/{date}-draft.md"));
        assert_eq!(run.out.contains("[stale-event]"), is_stale, "{date}, {day}: {}", run.out);
    }
    // In each form of the front matter's date, the rules know the day.
    for value in ["20261130", "\"20261130\"", "2026-11-30", "TODO", "Nov 30", "2026-31-11"] {
        let folder = Folder::new();
        let text = text("2026-11-30", "November 3rd").replace("2026-11-30 07:00:00 -0800", value);
        folder.write("_drafts/2026-11-30-draft.md", text);
        let run = folder.run("lint --format concise _drafts/2026-11-30-draft.md").exits(1);
        assert!(run.out.contains("[stale-event]"), "{value}: {}", run.out);
        let is_unreadable = matches!(value, "TODO" | "Nov 30" | "2026-31-11");
        assert_eq!(run.out.contains("[unreadable-date]"), is_unreadable, "{value}: {}", run.out);
    }
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
