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
    for (day, title) in [("2026-05-18", "Lamps"), ("2026-05-25", "Bells"), ("2026-06-01", "Buoys")] {
        folder.write(
            &format!("letters/{day}-letter.md"),
            format!(
                "---\ntitle: {title} at night\n---\n\n## Lamps\n\n* [Lamp](https://lamp.example/{day})\n"
            ),
        );
    }
    let at = "--as-of 2026-06-03";
    for command in ["", "status", "lint", "new"] {
        let run = folder.run(&format!("{command} {at}")).exits(2);
        assert!(run.err.contains("`copydesk init` learns"), "{command}: {}", run.err);
    }
    let init = folder.run(&format!("init --yes {at}")).exits(0);
    // The opening has no heading, and is not in the file.
    assert!(init.out.lines().any(|line| line == "1 section"), "{}", init.out);
    folder.run(&format!("new {at}")).exits(0);
    folder.run(&format!("status {at}"));
    // What only a person can write is empty, and is an error once the issue goes out.
    let empty = "the front matter's 'title' is empty";
    let lint = folder.run(&format!("lint . {at}")).exits(0);
    assert!(lint.out.contains(empty) && lint.out.contains("warning[missing-key]"), "{}", lint.out);
    let lint = folder.run(&format!("lint . --stage publish {at}")).exits(1);
    assert!(lint.out.contains(empty) && lint.out.contains("error[missing-key]"), "{}", lint.out);
}

/// Follows the advice that a command prints, until a command succeeds.
fn follow(folder: &Folder, first: &str) {
    let at = "--as-of 2026-06-03";
    let mut command = first.to_owned();
    let mut tried: Vec<String> = Vec::new();
    loop {
        let run = folder.run(&format!("{command} {at}"));
        if run.code.is_some_and(|code| code < 2) {
            return;
        }
        let writes =
            ["write the template of new issues, _drafts/template.md", "no template _drafts/template.md"];
        let is_template = writes.iter().any(|words| run.err.contains(words));
        if is_template {
            let template = "_drafts/template.md";
            assert!(!folder.join(template).exists(), "{first}: {tried:?}: {}", run.err);
            folder.write(template, "---\ntitle: TODO\ndate: 2026-01-01\n---\n\n## Lamps\n\n* [Lamp](url)\n");
        }
        let advised = run.err.split("`copydesk").nth(1).and_then(|rest| rest.split('`').next());
        let advised = advised.filter(|advised| !advised.trim().starts_with("help"));
        let next = match (advised, is_template) {
            (Some(advised), _) => advised.trim().replace("YYYY-MM-DD", "2026-06-08"),
            (None, true) => command.clone(),
            (None, false) => panic!("{first}: {command} names no command: {}", run.err),
        };
        assert!(is_template || !tried.contains(&next), "{first}: {tried:?}, then {next}: {}", run.err);
        tried.push(std::mem::replace(&mut command, next));
    }
}

#[test]
fn the_advice_of_each_command_leads_to_one_that_succeeds() {
    let own = "extends: none\nname: lamps\nfiles: {drafts: '_drafts/{date}-draft.md', posts: '_posts/{date}-draft.md', template: _drafts/template.md}\n";
    let weekly = format!("{own}weekday: monday\n");
    let template = "---\ntitle: TODO\ndate: 2026-01-01\n---\n\n## Lamps\n\n* [Lamp](url)\n";
    let issue = "---\ntitle: Lamps\ndate: 2026-06-01\n---\n\n## Lamps\n\n* [Lamp](https://lamp.example/a)\n";
    let states: [&[(&str, &str)]; 9] = [
        &[],
        &[("copydesk.yml", own)],
        &[("copydesk.yml", &weekly)],
        &[("copydesk.yml", "extends: circuitpython\n")],
        &[("copydesk.yml", own), ("_drafts/template.md", template)],
        &[("copydesk.yml", &weekly), ("_drafts/template.md", template)],
        &[("copydesk.yml", own), ("_drafts/2026-06-08-draft.md", issue)],
        &[("copydesk.yml", own), ("_posts/2026-06-01-draft.md", issue)],
        &[("_posts/2026-05-25-draft.md", issue), ("_posts/2026-06-01-draft.md", issue)],
    ];
    for state in states {
        for command in ["status", "lint", "lint .", "new", "init", "init --check"] {
            let folder = Folder::new();
            git(folder.path(), &["init", "-q", "-b", "main"]);
            for (path, text) in state {
                folder.write(path, text);
            }
            follow(&folder, command);
        }
    }
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
