//! Commands that need a remote work in the demo, which has one on this machine.

use crate::lint_cli::Folder;
use crate::lint_cli::since::git;

fn demo() -> Folder {
    let folder = Folder::new();
    folder.run("demo --dir demo --no-open --as-of 2026-06-03").exits(0);
    folder
}

#[test]
fn contributions_of_the_demo_are_listed_and_merged() {
    let folder = demo();
    let there = "-C demo --as-of 2026-06-03";
    let requests = folder.run(&format!("{there} gather")).exits(0);
    let branches =
        folder.feed_words(&["-C", "demo", "--as-of", "2026-06-03", "gather", "--branches", "add/*"], b"");
    for (number, branch) in [("17", "tide-class"), ("21", "plover-a0"), ("23", "harbor-cinema")] {
        assert!(requests.out.contains(number), "{requests:?}");
        assert!(branches.out.contains(&format!("add/{branch}")), "{branches:?}");
    }
    folder.run(&format!("{there} lint --since origin/main")).exits(0);
    folder.run(&format!("{there} gather --all-clean")).exits(0);
    let draft = folder.read("demo/_drafts/2026-06-08-draft.md");
    for title in ["[Tide Class]", "[Plover A0]", "[Harbor Cinema]"] {
        assert!(draft.contains(title), "{title}");
    }
    folder.run(&format!("{there} push")).exits(0);
    let demo = folder.join("demo");
    let pushed = git(&demo, &["ls-remote", "origin", "refs/heads/main"]);
    assert!(pushed.starts_with(git(&demo, &["rev-parse", "HEAD"]).trim()), "{pushed}");
    assert_eq!(git(&demo, &["status", "--porcelain"]), "");
}

#[test]
fn an_item_is_added_and_pushed_in_the_demo() {
    let folder = demo();
    let words = [
        "-C",
        "demo",
        "--as-of",
        "2026-06-03",
        "add",
        "--push",
        "--url",
        "https://example.com/shed",
        "--title",
        "A shed",
        "--text",
        "A shed that opens at dawn",
    ];
    let run = folder.feed_words(&words, b"");
    assert!(matches!(run.code, Some(0 | 1)), "{run:?}");
    assert!(git(&folder.join("demo"), &["ls-remote", "origin"]).contains("refs/heads/add/a-shed"));
}
