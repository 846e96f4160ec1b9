//! A draft beside the issues that went out before it.

use crate::lint_cli::Folder;
use crate::lint_cli::folder::CLEAN;

const FILE: &str = "_drafts/2026-06-08-draft.md";

fn issue(date: &str, item: &str) -> String {
    CLEAN.replace("2026-06-08", date).replace(
        "A gate that opens for hedgehogs - [Hedge](https://example.org/hedge).",
        &format!("Meet - [Club](https://example.org/club).\n\n{item}"),
    )
}

fn item(page: &str) -> String {
    format!("A story - [Site](https://example.org/{page}).")
}

/// Nine issues, and a draft with the story of the first and that of the last one.
fn folder() -> Folder {
    let folder = Folder::new();
    folder.write("copydesk.yml", "extends: circuitpython\n");
    let days = ["04-06", "04-13", "04-20", "04-27", "05-04", "05-11", "05-18", "05-25", "06-01"];
    for (n, day) in days.iter().enumerate() {
        let date = format!("2026-{day}");
        folder.write(&format!("_posts/{date}-issue.md"), issue(&date, &item(&format!("story-{}", n + 1))));
    }
    let old = format!("{}\n\n{}", item("story-1?utm_source=x"), item("story-9/"));
    folder.write(FILE, issue("2026-06-08", &old));
    folder
}

const SENT: &str = "lint --format concise --select already-sent-link";

#[test]
fn a_link_of_the_last_issues_is_told_with_its_issue() {
    let folder = folder();
    let run = folder.run(SENT).exits(0);
    assert_eq!(
        run.out,
        format!(
            "{FILE}:16:18: warning: _posts/2026-06-01-issue.md already linked to this page, under 'Gates and Gardens' [already-sent-link]\n1 file checked, 1 problem: 1 warning\n"
        )
    );
}

#[test]
fn how_many_issues_count_is_said_or_in_the_profile() {
    let folder = folder();
    folder
        .run(&format!("{SENT} --archive 9"))
        .exits(0)
        .says("2 problems")
        .says("2026-04-06-issue.md already linked to");
    folder.run(&format!("{SENT} --archive 0")).exits(0).says("no problems");
    folder.write("copydesk.yml", "extends: circuitpython\narchive: 9\n");
    folder.run(SENT).exits(0).says("2 problems");
    folder.write("copydesk.yml", "extends: circuitpython\narchive: 0\n");
    folder.run(SENT).exits(0).says("no problems");
    folder.run(&format!("{SENT} --archive many")).exits(2);
}

#[test]
fn an_issue_is_compared_with_those_before_it_only() {
    let folder = folder();
    folder.run(&format!("{SENT} _posts")).exits(0).says("9 files checked, no problems");
    folder.write("_posts/2026-05-18-issue.md", issue("2026-05-18", &item("story-5")));
    let run = folder.run(&format!("{SENT} _posts")).exits(0);
    assert!(
        run.out.starts_with(
            "_posts/2026-05-18-issue.md:14:18: warning: _posts/2026-05-04-issue.md already linked to"
        ),
        "{}",
        run.out
    );
}

#[test]
fn an_issue_that_can_t_be_read_is_left_out() {
    let folder = folder();
    folder.write("_posts/2026-06-01-issue.md", b"\xff");
    folder.run(&format!("{SENT} {FILE}")).exits(0).says("2026-04-06-issue.md already linked to");
}

#[test]
fn a_waiver_of_what_only_the_archive_tells_is_not_called_unused_without_it() {
    let folder = folder();
    let text = folder
        .read(FILE)
        .replace("Good morning.", "Good morning. <!-- copydesk-disable-file already-sent-link: a review -->");
    folder.write(FILE, text);
    let run = folder.run("lint --format concise --archive 0").exits(0);
    assert!(!run.out.contains("unused-waiver"), "{}", run.out);
    let run = folder.run("lint --format concise").exits(0);
    assert!(!run.out.contains("already-sent-link"), "{}", run.out);
}
