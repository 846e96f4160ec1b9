//! The script on real newsletters, where they lie beside the project.

use std::path::{Path, PathBuf};

use jiff::civil::{Date, date};

use super::chosen;
use crate::lint_cli::Folder;
use crate::support::require::corpus;

/// Each newsletter's folder, a day in the week of its newest issue, what it opens, and the next issue. R Weekly's draft
/// is there already.
const NEWSLETTERS: [(&str, Date, &str, Option<&str>); 6] = [
    (
        "haskell-weekly",
        date(2026, 8, 14),
        "data/newsletter/2026/issue-538.markdown",
        Some("data/newsletter/2026/issue-539.markdown"),
    ),
    ("lwkd", date(2026, 8, 18), "_posts/2026-08-16-update.md", Some("_posts/2026-08-23-update.md")),
    ("ruanyf-weekly", date(2026, 8, 8), "docs/issue-407.md", Some("docs/issue-408.md")),
    (
        "rust-osdev",
        date(2026, 7, 8),
        "content/this-month/2026-06/index.md",
        Some("content/this-month/2026-07/index.md"),
    ),
    ("rweekly", date(2024, 10, 22), "draft.md", None),
    (
        "swift-weekly",
        date(2022, 6, 23),
        "_posts/2022-06-22-issue-201.md",
        Some("_posts/2022-07-07-issue-202.md"),
    ),
];

fn copy(from: &Path, folder: &Folder, to: &Path) {
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let to = to.join(entry.file_name());
        match entry.file_type().unwrap().is_dir() {
            true => copy(&entry.path(), folder, &to),
            false => folder.write(to.to_str().unwrap(), std::fs::read(entry.path()).unwrap()),
        }
    }
}

#[test]
fn real_newsletters_are_learnt_opened_and_continued() {
    let Some(newsletters) = corpus("newsletters") else { return };
    let mut wrong = Vec::new();
    for (name, today, opens, next) in NEWSLETTERS {
        let folder = Folder::new();
        copy(&newsletters.join(name), &folder, &PathBuf::new());
        let run = folder.run(&format!("init --yes --here --as-of {today}"));
        if run.code != Some(0) {
            wrong.push(format!("{name}: {run:?}"));
            continue;
        }
        let (_, shown, why) = chosen(folder.path(), today);
        if shown != opens {
            wrong.push(format!("{name}: {shown} ({why}), not {opens}"));
        }
        let check = folder.run(&format!("init --check --as-of {today}"));
        if check.code != Some(0) {
            wrong.push(format!("{name}: {check:?}"));
        }
        if let Some(next) = next {
            let run = folder.run(&format!("new --as-of {today}"));
            if run.code != Some(0) || !folder.join(next).exists() {
                wrong.push(format!("{name}: no {next}: {run:?}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
