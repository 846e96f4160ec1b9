//! A clone whose git configuration and tree ask for programs to be run.

use crate::support::program;

use super::Checkout;

/// Runs every command in a checkout where each program that the configuration of git can start leaves a mark.
#[test]
fn nothing_of_a_hostile_clone_is_run() {
    let checkout = Checkout::new();
    let mark = checkout.world.path("ran");
    let script = format!("#!/bin/sh\necho \"$0 $*\" >> '{}'\ncat\n", mark.display());
    let program = checkout.at("x.sh");
    program::write(&program, &script);
    // What a checkout brings: filters and drivers by attributes, a submodule, hooks in the tree.
    checkout.write(".gitattributes", "* filter=evil diff=evil merge=evil\n*.md text\n");
    checkout.write(".gitmodules", "[submodule \"a\"]\n\tpath = a\n\turl = ext::sh -c './x.sh'\n");
    checkout.write(".githooks/post-checkout", &script);
    checkout.write("hooks/pre-commit", &script);
    let commands: [&[&str]; 12] = [
        &["lint", ".", "--since", "HEAD"],
        &["lint", "."],
        &["lint", ".", "--fix"],
        &["image", "list"],
        &["image", "fit", "--dry-run"],
        &["notes"],
        &["import", "issue", "--apply"],
        &["merge"],
        &["gather", "--dry-run"],
        &["gather"],
        &["add", "--url", "https://example.com/a", "--title", "A lamp", "--text", "A lamp", "--dry-run"],
        &["new", "2026-06-15"],
    ];
    for command in commands {
        checkout.run(command);
        assert!(!mark.exists(), "{command:?} ran {}", std::fs::read_to_string(&mark).unwrap());
    }
}

/// A clone by `add --repo` takes nothing but objects from a stranger.
#[test]
fn a_strangers_repository_runs_nothing() {
    let checkout = Checkout::new();
    let mark = checkout.world.path("ran");
    let script = format!("#!/bin/sh\necho \"$0 $*\" >> '{}'\ncat\n", mark.display());
    for hook in
        ["post-checkout", "pre-commit", "commit-msg", "post-commit", "pre-push", "reference-transaction"]
    {
        let path = checkout.at(".git/hooks").join(hook);
        program::write(&path, &script);
    }
    checkout.write(".gitattributes", "* filter=evil\n");
    checkout.write(".gitmodules", "[submodule \"a\"]\n\tpath = a\n\turl = ext::sh -c './x.sh'\n");
    checkout.world.git(&["-c", "core.hooksPath=/dev/null", "add", ".gitattributes", ".gitmodules"]);
    checkout.world.git(&["-c", "core.hooksPath=/dev/null", "commit", "-qm", "Hostile"]);
    let url = format!("file://{}", checkout.world.news().display());
    let elsewhere = checkout.world.path("home").display().to_string();
    let out = checkout.world.copydesk(&[
        "-C",
        &elsewhere,
        "add",
        "--repo",
        &url,
        "--url",
        "https://example.com/a",
        "--title",
        "A lamp",
        "--text",
        "A lamp",
        "--section",
        "news",
        "--dry-run",
    ]);
    let printed = format!("{}{}", String::from_utf8_lossy(&out.stdout), String::from_utf8_lossy(&out.stderr));
    assert!(out.status.code().unwrap() < 2, "{printed}");
    assert!(!mark.exists(), "ran {}", std::fs::read_to_string(&mark).unwrap());
}
