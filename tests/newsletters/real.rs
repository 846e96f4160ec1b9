//! The script on real newsletters, where they lie beside the project.

use std::path::{Path, PathBuf};

use jiff::civil::{Date, date};

use super::chosen;
use crate::lint_cli::Folder;
use crate::support::require::corpus;

/// Each newsletter's folder, a day in the week of its newest issue, and what it opens.
const NEWSLETTERS: [(&str, Date, &str); 6] = [
    ("haskell-weekly", date(2026, 8, 14), "data/newsletter/2026/issue-538.markdown"),
    ("lwkd", date(2026, 8, 18), "_posts/2026-08-16-update.md"),
    ("ruanyf-weekly", date(2026, 8, 8), "docs/issue-407.md"),
    ("rust-osdev", date(2026, 7, 8), "content/this-month/2026-06/index.md"),
    ("rweekly", date(2024, 10, 22), "draft.md"),
    ("swift-weekly", date(2022, 6, 23), "_posts/2022-06-22-issue-201.md"),
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
fn real_newsletters_are_learnt_and_opened() {
    let Some(newsletters) = corpus("newsletters") else { return };
    let mut wrong = Vec::new();
    for (name, today, opens) in NEWSLETTERS {
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
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
