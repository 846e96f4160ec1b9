//! The history of the draft, amending what no remote has, and pushing, with git as the witness.

use crate::support::program;
use crate::terminal::desk::lines;
use crate::terminal::remote::world;
use crate::terminal::{World, key};

#[test]
fn commits_are_counted_until_they_are_pushed_and_the_last_one_is_amended() {
    let world = world();
    let pushed = world.git(&["rev-parse", "HEAD"]);
    let mut desk = world.open();
    desk.select("Gulls over a rock").keys(key::ENTER).wait_for("── Markdown");
    desk.keys("Forty gulls").keys(key::CTRL_S).wait_for("Saved.").wait_saved();
    desk.keys(key::CTRL_G).wait_for("What will be committed").keys(key::CTRL_T);
    desk.wait_for("the last commit is on a remote already");
    desk.keys(key::CTRL_G).wait_for("Committed ").wait_for("1 commit not pushed");

    desk.keys(" more").wait_for("gulls more").keys(key::CTRL_S).wait_for("Saved.").wait_saved();
    desk.keys(key::CTRL_G).wait_for("What will be committed").keys(key::CTRL_T);
    desk.wait_for("What will be added to the last commit").keys("!").keys(key::CTRL_G);
    desk.wait_for("Amended ").wait_for("1 commit not pushed");
    assert_eq!(world.git(&["rev-parse", "HEAD^"]), pushed);
    assert!(world.git(&["log", "-1", "--format=%s"]).trim_end().ends_with('!'));
    assert_eq!(world.git(&["show", "HEAD:_drafts/2026-06-01-draft.md"]), world.text());

    desk.keys(key::ALT_H).wait_for("History of _drafts/2026-06-01-draft.md").wait_for("+Forty gulls more");
    desk.keys("q").wait_gone("History of");
    desk.keys(key::ALT_P).wait_for("Pushed main to origin.").wait_gone("not pushed");
    desk.quit();
    let head = world.git(&["rev-parse", "HEAD"]);
    assert_eq!(world.git(&["-C", "../remote.git", "rev-parse", "main"]), head);
}

#[test]
fn a_push_that_the_remote_refuses_says_what_to_do() {
    let world = world();
    let other = |arguments: &[&str]| world.git(&[&["-C", "../other"], arguments].concat());
    other(&["commit", "-q", "--allow-empty", "-m", "Theirs"]);
    other(&["push", "-q"]);
    world.git(&["commit", "-q", "--allow-empty", "-m", "Ours"]);
    let mut desk = world.open();
    desk.wait_for("1 commit not pushed").keys(key::ALT_P);
    desk.wait("the refusal", |screen| lines(screen).iter().any(|line| line.starts_with(" ✗ ")));
    desk.wait_for("1 commit not pushed");
    desk.quit();
}

#[test]
fn a_branch_that_is_switched_elsewhere_is_named_within_a_moment() {
    let world = world();
    world.git(&["commit", "-q", "--allow-empty", "-m", "Ours"]);
    let mut desk = world.open();
    // The branch has been looked at once.
    desk.wait_for("1 commit not pushed");
    world.git(&["switch", "-qc", "side"]);
    desk.wait_for("Another program switched from the branch main to the branch side.");
    std::fs::write(world.path("news/_drafts/2026-06-01-draft.md"), world.text() + "\nThe end.\n").unwrap();
    desk.wait_for("Another program changed the file; its changes are merged in");
    desk.quit();
}

/// A hook that keeps `git push` waiting until something is written into the returned pipe.
fn slow_push(world: &World) -> std::path::PathBuf {
    let gate = world.path("gate");
    let made = std::process::Command::new("mkfifo").arg(&gate).status();
    assert!(made.is_ok_and(|status| status.success()), "a pipe");
    let hook = world.path("news/.git/hooks/pre-push");
    std::fs::create_dir_all(hook.parent().unwrap()).unwrap();
    program::write(&hook, format!("#!/bin/sh\nread line < '{}'\n", gate.display()));
    gate
}

#[test]
fn leaving_while_a_push_runs_asks() {
    let world = world();
    world.git(&["commit", "-q", "--allow-empty", "-m", "Ours"]);
    let gate = slow_push(&world);
    let mut desk = world.open();
    desk.wait_for("1 commit not pushed").keys(key::ALT_P).wait_for("pushing");
    desk.keys(key::CTRL_Q).wait_for("The branch is still being pushed.");
    desk.keys("c").wait_gone("The branch is still being pushed.");
    std::fs::write(&gate, "go\n").unwrap();
    desk.wait_for("Pushed main to origin.");
    let head = world.git(&["rev-parse", "HEAD"]);
    assert_eq!(world.git(&["-C", "../remote.git", "rev-parse", "main"]), head);

    world.git(&["commit", "-q", "--allow-empty", "-m", "Ours too"]);
    desk.wait_for("1 commit not pushed").keys(key::ALT_P).wait_for("pushing");
    desk.keys(key::CTRL_Q).wait_for("cancel the push and leave").keys("d");
    assert_eq!(desk.wait_exit(), 0, "{}", desk.screen());
    assert_eq!(world.git(&["-C", "../remote.git", "rev-parse", "main"]), head);
    assert_eq!(world.git(&["rev-parse", "HEAD^"]), head, "the last commit is here only");
}
