//! Newsletters whose issues are named by months, words and numbers, in folders of their own.

use super::folder::Folder;

const PROFILE: &str = "extends: circuitpython\nname: tide-letter\nsections:\n  - {id: tides, title: Tides, headings: [tides], kinds: [links]}\n";

#[test]
fn a_monthly_newsletter_has_a_folder_for_each_issue_and_toml() {
    let folder = Folder::new();
    folder.write(
        "copydesk.yml",
        format!(
            "{PROFILE}files:\n  drafts: 'next/{{yyyy}}-{{mm}}/index.md'\n  posts: 'content/{{yyyy}}-{{mm}}/index.md'\n  template: template.md\n"
        ),
    );
    let issue = |month: &str, place: &str| {
        format!(
            "+++\nlayout = \"post\"\ntitle = \"The tides of {month}\" # in the subject\ndate = {month}-01\ncategories = \"sea\"\n+++\n\n## Tides\n\n* [The tide at {place}](https://tide.example/{month})\n"
        )
    };
    folder.write("template.md", issue("2025-01", "the pier").replace("2025-01-01", "2025-mm-dd"));
    for (month, place) in [("2026-04", "the pier"), ("2026-05", "the lock"), ("2026-06", "the mill")] {
        folder.write(&format!("content/{month}/index.md"), issue(month, place));
    }
    let run = folder.run("new 2026-07-01 --as-of 2026-06-20").exits(0);
    assert!(run.out.starts_with("created next/2026-07/index.md from template.md\n"), "{}", run.out);
    let draft = folder.read("next/2026-07/index.md");
    assert!(draft.contains("# in the subject\ndate = 2026-07-01\ncategories"), "{draft}");
    let status = folder.run("status --as-of 2026-06-20");
    assert!(
        status.out.starts_with("next/2026-07/index.md: the issue of 2026-07-01, in 11 days\n"),
        "{status:?}"
    );
    folder.run("new 2026-07-01 --as-of 2026-06-20").fails("next/2026-07/index.md is there already");
    folder.run("new 2026-06-01").fails("content/2026-06/index.md is there already");
    let report =
        folder.run("lint content --select invalid-front-matter,missing-key,date-mismatch,misnamed-file");
    assert_eq!(report.code, Some(0), "{report:?}");
    folder.write("content/2026-06/index.md", issue("2026-06", "the mill").replace("\"sea\"", "sea"));
    let report = folder.run("lint content --select invalid-front-matter").exits(1);
    assert!(report.out.contains("the front matter is not TOML"), "{report:?}");
    // An issue about a month may appear after it.
    let later = issue("2026-06", "the mill").replace("date = 2026-06-01", "date = 2026-07-07");
    folder.write("content/2026-06/index.md", later);
    folder.run("lint content --select date-mismatch,wrong-weekday").exits(0);
}

#[test]
fn a_numbered_newsletter_goes_by_its_numbers() {
    let folder = Folder::new();
    folder.write(
        "copydesk.yml",
        format!(
            "{PROFILE}files:\n  drafts: 'docs/next/issue-{{number}}.md'\n  posts: 'docs/issue-{{number}}.md'\n  assets: ~\n  template: template.md\nweekday: ~\ntemplate: {{number: [NNN]}}\n"
        ),
    );
    folder.write("template.md", "# Tide letter NNN\n\n## Tides\n");
    for number in 8..=11 {
        let text = format!(
            "# Tide letter {number}\n\n## Tides\n\n* [Tide {number}](https://tide.example/{number})\n"
        );
        folder.write(&format!("docs/issue-{number}.md"), text);
    }
    let run = folder.run("new").exits(0);
    assert_eq!(run.out, "created docs/next/issue-12.md from template.md\n");
    assert_eq!(folder.read("docs/next/issue-12.md"), "# Tide letter 12\n\n## Tides\n");
    folder.run("new 11").fails("docs/issue-11.md is there already");
    // Links are compared with the issues that have a smaller number: 8 to 11, and not in the order of letters.
    let item = |number: u32| format!("* [Again](https://tide.example/{number})\n");
    folder.write("docs/next/issue-12.md", format!("# Tide letter 12\n\n## Tides\n\n{}", item(11)));
    let report = folder.run("lint docs/next/issue-12.md --select already-sent-link").exits(0);
    assert!(report.out.contains("docs/issue-11.md"), "{report:?}");
    folder.write("docs/issue-9.md", format!("# Tide letter 9\n\n## Tides\n\n{}", item(11)));
    let report = folder.run("lint docs/issue-9.md --select already-sent-link").exits(0);
    assert!(!report.out.contains("already-sent-link"), "{report:?}");
    let status = folder.run("status 12");
    assert!(status.out.starts_with("docs/next/issue-12.md: issue 12\n"), "{status:?}");
}
