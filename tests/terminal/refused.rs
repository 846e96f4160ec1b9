//! Commits that git or a hook refuses: the sentence is shown, and the message stays.

use crate::support::program;

use crate::terminal::{Desk, World, key};

/// A desk with a saved change, and the view of the commit with a message of one's own.
fn about_to_commit(world: &World) -> Desk {
    world.replace("the cable got wet", "the cable got very wet");
    let mut desk = world.open();
    desk.keys(key::CTRL_G).wait_for("What will be committed");
    desk.keys(key::CTRL_U).keys("Mine alone").wait_for("Mine alone");
    desk
}

/// Tries to commit, is refused, and finds the message again after Esc.
fn refusal(world: &World, sentences: &[&str]) -> Desk {
    let head = world.git(&["rev-parse", "HEAD"]);
    let mut desk = about_to_commit(world);
    desk.keys(key::CTRL_G);
    for sentence in sentences {
        desk.wait(sentence, |screen| joined(&screen.contents()).contains(sentence));
    }
    desk.wait_for("Mine alone");
    desk.keys(key::ESC).wait_gone("What will be committed").wait_for("the message is kept");
    desk.keys(key::CTRL_G).wait_for("What will be committed").wait_for("Mine alone");
    assert_eq!(world.git(&["rev-parse", "HEAD"]), head);
    desk
}

/// The text of the screen without the line breaks of the pop-up.
fn joined(screen: &str) -> String {
    screen.lines().map(|line| line.trim().trim_matches('║').trim()).collect::<Vec<_>>().join(" ")
}

#[test]
fn without_a_name() {
    let world = World::demo();
    world.git(&["config", "--remove-section", "user"]);
    let mut desk = refusal(
        &world,
        &["git does not know your name and e-mail address: run `git config --global user.name"],
    );
    // It works once that is done, without leaving.
    desk.keys(key::ESC).wait_gone("What will be committed");
    world.git(&["config", "user.name", "Mira"]);
    world.git(&["config", "user.email", "mira@example.org"]);
    desk.keys(key::CTRL_G).wait_for("Mira <mira@example.org>").keys(key::CTRL_G).wait_for("Committed ");
    assert_eq!(world.git(&["log", "-1", "--format=%an: %s"]), "Mira: Mine alone\n");
    desk.quit();
}

#[test]
fn with_a_detached_head() {
    let world = World::demo();
    world.git(&["checkout", "-q", "--detach"]);
    refusal(&world, &["HEAD is detached at ", "run `git switch -c NAME`"]).wait_for("none: HEAD is detached");
}

#[test]
fn with_a_locked_index() {
    let world = World::demo();
    std::fs::write(world.path("news/.git/index.lock"), "").unwrap();
    let mut desk = refusal(&world, &["the index is locked by another git process"]);
    assert!(world.path("news/.git/index.lock").exists(), "the lock is another's");
    desk.keys(key::ESC).wait_gone("What will be committed");
    std::fs::remove_file(world.path("news/.git/index.lock")).unwrap();
    desk.keys(key::CTRL_G).wait_for("Mine alone").keys(key::CTRL_G).wait_for("Committed ");
    desk.quit();
}

#[test]
fn while_a_merge_is_in_progress() {
    let world = World::demo();
    world.git(&["checkout", "-q", "-b", "side", "HEAD~1"]);
    world.git(&["commit", "-q", "--allow-empty", "-m", "Side"]);
    world.git(&["checkout", "-q", "main"]);
    world.git(&["merge", "-q", "--no-commit", "--no-ff", "side"]);
    refusal(&world, &["a merge is in progress: finish it with `git merge --continue`"]);
}

#[test]
fn by_a_hook_whose_output_is_shown() {
    let world = World::demo();
    let hook = world.path("news/.git/hooks/pre-commit");
    program::write(
        &hook,
        "#!/bin/sh\necho 'spell check: 2 words unknown'\necho 'line 7: gaugee' >&2\nexit 1\n",
    );
    let mut desk = refusal(
        &world,
        &["a commit hook refused the commit", "spell check: 2 words unknown", "line 7: gaugee"],
    );
    desk.wait_for("the git program, for");
    std::fs::write(&hook, "#!/bin/sh\necho 'spell check: fine'\n").unwrap();
    desk.keys(key::CTRL_G).wait_for("Committed ").wait_for("spell check: fine");
    desk.keys(key::ESC).wait_gone("spell check: fine");
    assert_eq!(world.git(&["log", "-1", "--format=%s"]), "Mine alone\n");
    assert_eq!(world.git(&["status", "--porcelain"]), "");
    desk.quit();
}

#[test]
fn what_is_staged_already_is_named_and_stays_staged() {
    let world = World::demo();
    std::fs::write(world.path("news/notes.txt"), "notes\n").unwrap();
    world.git(&["add", "notes.txt"]);
    let mut desk = about_to_commit(&world);
    desk.wait_for("notes.txt (staged already; stays staged)");
    desk.keys(key::CTRL_G).wait_for("Committed ").wait_for("Another staged path was left as it is.");
    assert_eq!(world.git(&["status", "--porcelain"]), "A  notes.txt\n");
    desk.quit();
}

#[test]
fn without_a_message_or_a_change() {
    let world = World::demo();
    let mut desk = world.open();
    desk.keys(key::CTRL_G).wait_for("Nothing to commit");
    desk.quit();
    let mut desk = about_to_commit(&world);
    desk.keys(key::CTRL_U).keys(key::CTRL_G).wait_for("the commit message is empty");
    desk.keys("Now").keys(key::CTRL_G).wait_for("Committed ");
    assert_eq!(world.git(&["log", "-1", "--format=%s"]), "Now\n");
    desk.quit();
}

#[test]
fn without_a_repository() {
    let world = World::demo();
    std::fs::remove_dir_all(world.path("news/.git")).unwrap();
    let mut desk = world.open();
    desk.keys(key::CTRL_G).wait_for("this newsletter is not in a git repository");
    desk.quit();
}
