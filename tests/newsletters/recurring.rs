//! `init` learns the pages that come again and that a rule would report.

use crate::lint_cli::Folder;
use jiff::ToSpan;
use jiff::civil::date;

/// Twelve weekly issues; some link to the form, the template's page is in all of them.
fn newsletter() -> Folder {
    let folder = Folder::new();
    for n in 1..=12i64 {
        let day = date(2026, 3, 2).saturating_add((7 * n).days());
        let news: String =
            (0..10).map(|k| format!("* [Lamp {n}.{k}](https://lamp.example/{n}/{k})\n")).collect();
        let form = if n <= 5 || n > 10 {
            "* [Send us a lamp](https://www.reed.example/send/form)\n* [Ask for a lamp](https://www.reed.example/send/ask)\n"
        } else {
            ""
        };
        let text = format!(
            "---\ntitle: Reeds of {day}\n---\n\n## News\n\n* [The archive](https://reed.example/all)\n{news}{form}"
        );
        folder.write(&format!("letters/{day}-letter.md"), text);
    }
    folder.write("template.md", "---\ntitle:\n---\n\n## News\n\n* [The archive](https://reed.example/all)\n");
    folder
}

#[test]
fn pages_that_a_rule_would_report_are_learnt() {
    let folder = newsletter();
    folder.run("init --yes --as-of 2026-05-26").exits(0);
    let profile = folder.read("copydesk.yml");
    let expected = "may_come_again:\n  - \"reed.example/send/*\"                   # in 7 of 12 issues\n";
    assert!(profile.contains(expected), "{profile}");
    let lint =
        "lint letters --select already-sent-link --format concise --fail-on warning --as-of 2026-05-26";
    folder.run(lint).exits(0);
    folder.write("copydesk.yml", profile.replace(expected, ""));
    let run = folder.run(lint).exits(1);
    assert!(run.out.contains("already linked to this page"), "{run:?}");
}
