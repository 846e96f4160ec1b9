//! A remote on the same disk: its draft is fetched by key and merged into what is being typed.

use std::path::Path;
use std::process::Command;

use crate::terminal::world::changed_lines;
use crate::terminal::{World, key};

/// The demo with a bare repository as its remote, and somebody else's clone of that in `other`.
pub fn world() -> World {
    let world = World::demo();
    for (name, value) in [("user.name", "Mira Example"), ("user.email", "mira@example.org")] {
        world.git(&["config", "--global", name, value]);
    }
    world.git(&["add", "-A"]);
    world.git(&["commit", "-q", "--allow-empty", "-m", "All that there is"]);
    world.git(&["init", "-q", "--bare", "-b", "main", "../remote.git"]);
    world.git(&["remote", "add", "origin", world.path("remote.git").to_str().unwrap()]);
    world.git(&["push", "-q", "-u", "origin", "HEAD:main"]);
    world.git(&["clone", "-q", "-b", "main", "../remote.git", "../other"]);
    world
}

/// Somebody else adds an item before another one, and pushes.
fn push(world: &World, item: &str, before: &str) {
    let draft = world.path("other/_drafts/2026-06-01-draft.md");
    let text = std::fs::read_to_string(&draft).unwrap();
    assert!(text.contains(before));
    std::fs::write(&draft, text.replacen(before, &format!("{item}\n\n{before}"), 1)).unwrap();
    world.git(&["-C", "../other", "commit", "-qam", "Add an item"]);
    world.git(&["-C", "../other", "push", "-q"]);
}

const ITEM: &str = "Seals count themselves now - [Seal Notes](https://example.com/seals).";
const BEFORE: &str = "[![Gulls over a rock]";

#[test]
fn an_item_that_was_pushed_is_merged_into_a_field_that_is_being_typed_in() {
    let world = world();
    let before = world.text();
    push(&world, ITEM, BEFORE);
    let mut desk = world.open();
    desk.select("Gulls over a rock").keys(key::ENTER).wait_for("── Markdown");
    desk.keys("Forty gulls").wait_for("Forty gulls - [Gull Rock Diary]");
    desk.keys("\x1b[D\x1b[D\x1b[D").keys(key::ALT_G);
    desk.wait_for("origin/main has 1 newer commit of this draft: Ctrl-X M merges it.")
        .wait_for("origin/main +1");
    assert_eq!(world.text(), before, "fetching writes no file");
    assert_eq!(world.git(&["status", "--porcelain"]), "");

    desk.keys(key::ALT_I)
        .wait_for("origin/main is merged into the text, not saved yet")
        .wait_gone("origin/main +1");
    desk.keys("XY").wait_for("Forty guXYlls - [Gull Rock Diary]");
    assert_eq!(world.text(), before, "merging writes no file either");
    // What was typed after it, and then the merge, each in one step.
    desk.keys(key::ALT_U).wait_for("Forty gulls - [Gull Rock Diary]");
    desk.keys(key::ALT_U).wait_for("origin/main +1").wait_for("● not saved");
    desk.keys(key::ALT_I).wait_gone("origin/main +1").keys(key::CTRL_S).wait_for("Saved.").wait_saved();
    let changes = changed_lines(&before, &world.text());
    let added: Vec<&str> = changes.iter().filter(|line| line.starts_with('+')).map(String::as_str).collect();
    assert_eq!(added.len(), 3, "{changes:#?}");
    assert!(added.contains(&format!("+{ITEM}").as_str()) && added.contains(&"+"), "{changes:#?}");
    assert!(added.iter().any(|line| line.starts_with("+Forty gulls - [Gull Rock Diary]")), "{changes:#?}");

    // The commit knows where it came from, so that a push needs no pull.
    desk.keys(key::CTRL_G).wait_for("a merge commit that joins origin/main");
    desk.keys(key::CTRL_G).wait_for("It is joined with origin/main by a merge commit.");
    desk.quit();
    assert_eq!(world.git(&["rev-parse", "HEAD^2"]), world.git(&["-C", "../other", "rev-parse", "HEAD"]));
    assert_eq!(world.git(&["show", "HEAD:_drafts/2026-06-01-draft.md"]), world.text());
    assert_eq!(world.git(&["status", "--porcelain"]), "");
    world.git(&["push", "-q", "origin", "HEAD:main"]);
}

#[test]
fn a_fetch_that_takes_long_keeps_no_key_waiting_and_can_be_cancelled() {
    let world = world();
    push(&world, ITEM, BEFORE);
    // The remote answers when it is let go.
    let gate = world.path("gate");
    fifo(&gate);
    let slow = format!("cat '{}' >&2; git-upload-pack", gate.display());
    world.git(&["config", "remote.origin.uploadpack", &slow]);
    let mut desk = world.open();
    desk.keys(key::ALT_G).wait_for("fetching: asking the remote … — R cancels");
    desk.select("Gulls over a rock").keys(key::ENTER).wait_for("── Markdown");
    desk.keys("Typed meanwhile").wait_for("Typed meanwhile - [Gull Rock Diary]");
    desk.keys(key::ALT_G).wait_for("cancelled; nothing was changed").wait_gone("fetching");
    desk.keys(key::ALT_G).wait_for("fetching: asking the remote");
    // Leaving does not wait for it.
    desk.keys(key::CTRL_Q).wait_for("save and leave").keys("s");
    assert_eq!(desk.wait_exit(), 0);
    assert!(world.text().contains("Typed meanwhile"));
    assert!(!world.git(&["for-each-ref"]).contains("refs/copydesk"));
}

fn fifo(path: &Path) {
    assert!(Command::new("mkfifo").arg(path).status().unwrap().success());
}

/// Words that git writes for a missing remote, which mean little to an editor.
const RAW: [&str; 5] = ["fatal", "does not appear", "Could not read", "Please make sure", "remote.git"];

#[test]
fn a_remote_that_is_not_there_is_one_sentence() {
    let world = world();
    std::fs::rename(world.path("remote.git"), world.path("away.git")).unwrap();
    let before = world.text();
    for (columns, rows, sentence) in [
        (80, 24, "✗ there is no repository at origin, or you have no access to it"),
        (
            200,
            40,
            "✗ there is no repository at origin, or you have no access to it: check the address in `git remote -v` \
             and your access to it, then try again",
        ),
    ] {
        let mut desk = world.desk(&[], columns, rows);
        desk.keys(key::ALT_G).wait_for(sentence).wait_gone("fetching");
        let screen = desk.screen();
        for raw in RAW {
            assert!(!screen.contains(raw), "{raw}\n{screen}");
        }
        desk.quit();
    }
    assert_eq!(world.text(), before);
}
