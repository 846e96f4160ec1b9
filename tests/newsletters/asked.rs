//! What `init` asks on a terminal, and takes by itself without one.

use crate::lint_cli::Folder;
use crate::lint_cli::since::{commit, git};

const GERMAN: &str = "Das ist die Geschichte der Lampe, und sie steht nicht auf dem Tisch mit uns.";
const ENGLISH: &str = "This is the story of a lamp that was left on the table for you and me.";

/// Issues on irregular days, each with two paragraphs in German and one in English; old drafts in two folders.
pub fn files() -> Vec<(String, String)> {
    let letter = |day: &str| {
        format!(
            "---\ntitle: Lamps of {day}\ndate: {day}\n---\n\n## Lamps\n\n{GERMAN}\n\n{ENGLISH}\n\n## Bells\n\n{GERMAN}\n"
        )
    };
    let issues = ["2026-03-05", "2026-03-30", "2026-04-03", "2026-05-17"]
        .map(|day| (format!("letters/{day}-letter.md"), letter(day)));
    let drafts = ["_drafts/2026-03-30-letter.md", "wip/2026-04-03-letter.md"]
        .map(|path| (path.to_owned(), letter("x")));
    issues.into_iter().chain(drafts).collect()
}

fn newsletter() -> Folder {
    let folder = Folder::new();
    for (path, text) in files() {
        folder.write(&path, text);
    }
    git(folder.path(), &["init", "-q", "-b", "main"]);
    commit(folder.path());
    folder
}

#[test]
fn without_a_terminal_the_likelier_answers_are_taken() {
    for arguments in ["init --as-of 2026-05-27", "init --yes --as-of 2026-05-27"] {
        let folder = newsletter();
        let run = folder.run(arguments).exits(0);
        assert!(!run.out.contains('?'), "{}", run.out);
        let profile = folder.read("copydesk.yml");
        for line in [
            "language: de                                # the likelier of two: 8 of 12 paragraphs and lists; 4 are in en",
            "cadence: irregular                          # the last 4 issues were on no regular days",
            "  drafts: \"_drafts/{date}-letter.md\"        # one of its files has the name of an issue",
        ] {
            assert!(profile.lines().any(|own| own == line), "no line '{line}' in\n{profile}");
        }
        assert!(!folder.join("_drafts/2026-06-03-letter.md").exists());
    }
}
