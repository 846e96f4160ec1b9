//! In a folder without a newsletter, each command names the first step that succeeds there.

use super::Folder;
use super::since::git;

#[test]
fn an_empty_repository_gets_its_first_draft_by_the_commands_that_are_named() {
    let folder = Folder::new();
    git(folder.path(), &["init", "-q", "-b", "main"]);
    let at = "--as-of 2026-06-03";
    for command in
        ["", "status", "lint", "lint .", "preview --no-open", "render", "new", "open 2026-06-08", "init"]
    {
        let run = folder.run(&format!("{command} {at}")).exits(2);
        assert!(run.err.contains("`copydesk init --extends circuitpython`"), "{command}: {}", run.err);
        assert!(!run.err.contains("`copydesk init`"), "{command}: {}", run.err);
    }
    folder.run("init --extends circuitpython").exits(0);
    folder.run(&format!("status {at}")).fails("`copydesk new` creates one");
    let new = folder.run(&format!("new {at}")).exits(0);
    assert!(!new.out.contains("`copydesk"), "{}", new.out);
    let status = folder.run(&format!("status {at}"));
    assert!(status.out.contains("_drafts/2026-06-08-draft.md"), "{status:?}");
}

#[test]
fn in_a_repository_with_issues_init_is_the_first_step() {
    let folder = Folder::new();
    git(folder.path(), &["init", "-q", "-b", "main"]);
    for day in ["2026-05-18", "2026-05-25", "2026-06-01"] {
        folder.write(
            &format!("letters/{day}-letter.md"),
            format!("---\ntitle: {day}\n---\n\n## Lamps\n\n* [Lamp](https://lamp.example/{day})\n"),
        );
    }
    let at = "--as-of 2026-06-03";
    for command in ["", "status", "lint", "new"] {
        let run = folder.run(&format!("{command} {at}")).exits(2);
        assert!(run.err.contains("`copydesk init` learns"), "{command}: {}", run.err);
    }
    folder.run(&format!("init --yes {at}")).exits(0);
    folder.run(&format!("new {at}")).exits(0);
    folder.run(&format!("status {at}"));
}

#[test]
fn new_says_how_to_open_a_draft_that_is_not_the_next_one() {
    let folder = Folder::new();
    folder.write("_drafts/2026-06-08-draft.md", "x");
    folder.write("_posts/2026-06-01-draft.md", "x");
    let run = folder.run("new --as-of 2026-06-03").exits(0);
    let expected =
        "`copydesk open 2026-06-15` opens it; `copydesk` opens _drafts/2026-06-08-draft.md first\n";
    assert!(run.out.ends_with(expected), "{}", run.out);
    let status = folder.run("status --as-of 2026-06-03");
    assert!(status.out.starts_with("_drafts/2026-06-08-draft.md"), "{}", status.out);
}

#[test]
fn all_mistakes_of_a_profile_are_reported_each_on_its_line() {
    let folder = Folder::new();
    folder.write("_drafts/2026-06-08-draft.md", "x");
    folder.write(
        "copydesk.yml",
        "extends: circuitpython\narchiv: 3\nsections:\n  - {id: news, kinds: [storys]}\nrules: {empty-lnik: off}\n",
    );
    let run = folder.run("lint --as-of 2026-06-03").exits(2);
    let lines: Vec<&str> = run.err.lines().collect();
    for (line, start) in lines.iter().zip([
        "copydesk: copydesk.yml:2: archiv: there is no such key; did you mean `archive`?",
        "copydesk: copydesk.yml:4: sections[news].kinds[0]: 'storys' is none of the values; did you mean `stories`?",
        "copydesk: copydesk.yml:5: rules.empty-lnik: there is no rule 'empty-lnik'; did you mean 'empty-link'?",
    ]) {
        assert!(line.starts_with(start), "{line}");
    }
    assert_eq!(lines.len(), 3, "{}", run.err);
}
