//! A newsletter of its own layout with 3,000 issues: learning its profile, and opening it. The peer is `git --version`,
//! which costs the start of a process.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stdout)]

mod support;

use std::process::{Command, Stdio};
use std::time::Duration;

use copydesk::desk::{Answers, Survey, Workspace, choose};
use copydesk::root::Root;
use jiff::ToSpan;
use jiff::civil::{Date, date};
use support::{compare, is_measuring, timed};

const ISSUES: i64 = 3_000;
const FIRST: Date = date(1969, 1, 6);
const TODAY: Date = date(2026, 6, 30);

fn main() {
    if !is_measuring() {
        return;
    }
    let dir = tempfile::tempdir().unwrap();
    std::fs::create_dir(dir.path().join("letters")).unwrap();
    for n in 0..ISSUES {
        let day = FIRST.saturating_add((n * 7).days());
        let links: String =
            (0..40).map(|k| format!("* [Lamp {n}.{k}](https://lamp.example/{n}/{k})\n")).collect();
        let text =
            format!("---\ntitle: Letter {n}\ndate: {day}\n---\n\n## Lamps\n\n{links}\n## Bells\n\n{links}");
        std::fs::write(dir.path().join(format!("letters/{day}-letter.md")), text).unwrap();
    }
    let root = Root::new(dir.path());
    let peer = || {
        let mut git = Command::new("git");
        git.arg("--version").stdin(Stdio::null()).stdout(Stdio::null());
        timed(|| git.status().unwrap())
    };
    let learn = || timed(|| Survey::new(&root, TODAY).unwrap().profile(&Answers::default()).unwrap());
    compare("init: learn from 3,000 issues", "git --version", 30, learn, peer);
    let learnt = Survey::new(&root, TODAY).unwrap().profile(&Answers::default()).unwrap();
    std::fs::write(dir.path().join("copydesk.yml"), learnt.yaml).unwrap();
    let open = || -> Duration {
        timed(|| {
            let workspace = Workspace::find(dir.path()).unwrap();
            let listing = workspace.listing();
            choose(&workspace, &listing, None, TODAY).unwrap()
        })
    };
    compare("open among 3,000 issues", "git --version", 30, open, peer);
}
