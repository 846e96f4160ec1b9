//! `copydesk lint`: which drafts it checks, its exit codes, and the places that it prints.

use crate::lint_cli::Folder;
use crate::lint_cli::folder::CLEAN;

fn with_link(text: &str) -> String {
    CLEAN.replace("Good morning.", text)
}

#[test]
fn a_clean_draft_exits_0_and_says_so() {
    let run = Folder::with_draft(CLEAN).run("lint --format concise _drafts/2026-06-08-draft.md").exits(0);
    assert_eq!(run.out, "1 file checked, no problems\n");
    assert_eq!(run.err, "");
}

#[test]
fn problems_exit_1_with_path_line_and_column_in_characters() {
    let folder = Folder::with_draft(with_link("Grüße aus 潮見 – [plans]() it is."));
    let run = folder.run("lint --format concise _drafts/2026-06-08-draft.md").exits(1);
    assert_eq!(
        run.out,
        "_drafts/2026-06-08-draft.md:8:16: error: the link 'plans' has no address [empty-link]\n1 file checked, 1 problem: 1 error\n"
    );
}

#[test]
fn crlf_and_mixed_line_ends_change_nothing_of_what_is_said_of_the_rest() {
    let plain = with_link("One [plans]() two.");
    let crlf = plain.replace('\n', "\r\n");
    let mixed = plain.replace("\n## ", "\r\n## ").replace("morning.\n", "morning.\r\n");
    let report = |text: &str| -> Vec<String> {
        let lines = Folder::with_draft(text).run("lint --format concise").exits(1).out;
        lines.lines().filter(|line| line.ends_with("[empty-link]")).map(str::to_owned).collect()
    };
    assert_eq!(report(&plain).len(), 1);
    assert_eq!(report(&crlf), report(&plain));
    assert_eq!(report(&mixed), report(&plain));
    let mark = format!("\u{feff}{plain}");
    assert_eq!(report(&mark), report(&plain));
}

#[test]
fn without_a_path_the_next_draft_is_checked() {
    let folder = Folder::with_draft(CLEAN);
    folder.write("_drafts/2026-06-15-draft.md", CLEAN.replace("2026-06-08", "2026-06-15"));
    folder.write("_drafts/2026-06-01-draft.md", with_link("[x]()").replace("2026-06-08", "2026-06-01"));
    folder.run("lint --format concise --as-of 2026-06-03").exits(0).says("1 file checked");
    folder.run("lint --format concise --as-of 2026-06-01").exits(1).says("_drafts/2026-06-01-draft.md:8:1: ");
    folder.run("--as-of 2026-06-16 lint").exits(0);
}

#[test]
fn a_folder_is_every_draft_in_it() {
    let folder = Folder::with_draft(CLEAN);
    folder.write("_posts/2026-06-01-draft.md", CLEAN.replace("2026-06-08", "2026-06-01"));
    folder.write("_drafts/template.md", "[x]()\n");
    folder.write("_drafts/notes.md", "[x]()\n");
    folder.run("lint --format concise .").exits(0).says("2 files checked, no problems");
    folder.write("_drafts/june8.md", CLEAN);
    folder.run("lint --format concise .").says("the file name 'june8.md' does not begin with a date");
    std::fs::remove_file(folder.path().join("_drafts/june8.md")).unwrap();
    folder.run("lint --format concise _drafts _posts/2026-06-01-draft.md").exits(0).says("2 files checked");
    folder.write("_drafts/deep/2026-06-15-draft.md", "no front matter\n");
    folder
        .run("lint --format concise _drafts")
        .exits(1)
        .says("_drafts/deep/2026-06-15-draft.md:1:1: error: ");
}

#[test]
fn standard_input_is_checked_as_a_draft_without_a_name() {
    let folder = Folder::new();
    folder.feed("lint --format concise -", CLEAN.as_bytes()).exits(0);
    folder.feed("lint --format concise -", b"[x]()\n").exits(1).says("<standard input>:1:1: error: ");
    folder.feed("lint --format concise -", b"").exits(1);
    folder.feed("lint --format concise -", b"\xff\xfe").fails("not UTF-8");
}

#[test]
fn another_folder_is_worked_in_with_c() {
    let folder = Folder::new();
    folder.write("letter/_drafts/2026-06-08-draft.md", with_link("[x]()"));
    folder
        .run("-C letter lint --format concise --as-of 2026-06-08")
        .exits(1)
        .says("_drafts/2026-06-08-draft.md:8:1: ");
    folder.run("lint --format concise -C nowhere").exits(2);
}

#[test]
fn a_profile_of_the_folder_s_own_counts() {
    let folder = Folder::with_draft(CLEAN);
    folder.write("copydesk.yml", "extends: circuitpython\nweekday: tuesday\n");
    folder.run("lint --format concise --fail-on warning").exits(1).says("[wrong-weekday]");
    folder.write("copydesk.yml", "extends: circuitpython\nweekdays: tuesday\n");
    folder
        .run("lint --format concise")
        .fails("copydesk.yml:2: weekdays: there is no such key; did you mean `weekday`?");
}

#[test]
fn several_paths_are_one_report_and_a_failure_outweighs_problems() {
    let folder = Folder::with_draft(with_link("[x]()"));
    let run = folder.run("lint --format concise _drafts/2026-06-08-draft.md _drafts/gone.md").exits(2);
    assert!(run.out.contains("[empty-link]"), "{}", run.out);
    assert!(run.err.contains("gone.md does not exist"), "{}", run.err);
}

#[test]
fn nothing_to_check_is_told() {
    let folder = Folder::new();
    folder.run("lint --format concise").fails("there are no drafts");
    folder.write("notes/a.txt", "x");
    let run = folder.run("lint --format concise notes").fails("there is no draft and no issue in ");
    assert_eq!(run.out, "");
    let run = folder.run("lint --format concise gone.md").fails("gone.md does not exist; fix its name");
    assert_eq!(run.out, "");
}

#[test]
fn wrong_arguments_exit_2() {
    let folder = Folder::new();
    folder.run("lint --format concise --as-of tomorrow").exits(2);
    folder.run("lint --format concise --nonsense").exits(2);
    folder.run("nonsense").exits(2);
    folder.run("--help").exits(0).says("lint");
    folder.run("--version").exits(0).says("copydesk ");
}

#[test]
fn what_the_repository_s_own_template_has_is_a_placeholder() {
    let folder = Folder::with_draft(with_link(
        "See [it](address) by {author}, and [Hedge](https://example.org/hedge).",
    ));
    folder.write(
        "_drafts/template.md",
        CLEAN.replace("Good morning.", "Hello by {author}, see [it](address)."),
    );
    let run = folder.run("lint --format concise --stage publish").exits(1);
    run.says("8:10: error: the address 'address' is still the template's [leftover-placeholder]")
        .says("'{author}' is still the template's [leftover-placeholder]")
        .says("the title is still the template's [placeholder-title]");
}

#[test]
fn a_file_with_a_wrong_name_or_place_or_week_is_told() {
    let folder = Folder::with_draft(CLEAN);
    folder.write("copydesk.yml", "extends: circuitpython\n");
    folder.write("_posts/2026-06-01-gates.md", CLEAN.replace("2026-06-08", "2026-06-01"));
    folder.write("2026-06-08-draft.md", CLEAN);
    folder.run("lint --format concise 2026-06-08-draft.md").says("drafts are in _drafts [misplaced-file]");
    folder.write("_drafts/20267-06-08-draft.md", CLEAN);
    folder
        .run("lint --format concise _drafts/20267-06-08-draft.md")
        .says("does not begin with a date [misnamed-file]");
    folder.write("_drafts/2026-06-01-draft.md", CLEAN.replace("2026-06-08", "2026-06-01"));
    folder
        .run("lint --format concise _drafts/2026-06-01-draft.md")
        .says("was already published: _posts/2026-06-01-gates.md [published-week]");
    folder.run("lint --format concise _drafts/2026-06-08-draft.md _posts/2026-06-01-gates.md").exits(0);
}
