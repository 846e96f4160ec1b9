//! What can't be opened: one sentence, exit code 2, and a terminal that was never touched.

use std::fs::write;

use crate::terminal::World;

fn refused(world: &World, args: &[&str], sentence: &str) {
    let mut desk = world.start(args, 200, 40);
    let code = desk.wait_exit();
    let screen = desk.screen();
    assert_eq!(code, 2, "{args:?}: {screen}");
    let said: String = screen.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(said.contains(sentence), "{args:?}: {screen}");
    assert!(said.starts_with("copydesk: "), "{screen}");
    assert!(!desk.written.contains(&0x1b), "{args:?}: {:?}", String::from_utf8_lossy(&desk.written));
    assert!(screen.trim_end().lines().count() <= 2, "{screen}");
    desk.assert_restored_but_for_the_shell();
}

#[test]
fn files_that_are_no_drafts() {
    let world = World::demo();
    let news = world.news();
    write(news.join("latin.md"), b"caf\xe9\n").unwrap();
    write(news.join("binary.md"), b"a\0b").unwrap();
    write(news.join("large.md"), vec![b'x'; 50_000_000]).unwrap();
    refused(&world, &["open", "latin.md"], "is not UTF-8 text (byte 3); save it again as UTF-8");
    refused(&world, &["open", "binary.md"], "is a binary file");
    refused(&world, &["open", "large.md"], "is 50 MB; a draft is at most");
    refused(&world, &["open", "missing.md"], "does not exist");
    refused(&world, &["open", "_drafts"], "is a folder; name a draft in it");
    refused(
        &world,
        &["open", "2031-01-06"],
        "there is no draft dated 2031-01-06; `copydesk new 2031-01-06` creates it",
    );
    refused(&world, &["open", "soon"], "'soon' is neither a file nor a date");
    refused(&world, &["open", "/dev/null"], "is not a regular file");
    std::os::unix::fs::symlink("/etc/hostname", news.join("_drafts/link.md")).unwrap();
    refused(&world, &["open", "_drafts/link.md"], "leads out of the newsletter's folder");
}

#[test]
fn folders_without_a_draft_and_broken_settings() {
    let world = World::new();
    refused(&world, &[], "there are no drafts and no issues in");
    let world = World::demo();
    world.config("theme: pink\n");
    refused(&world, &[], "there is no theme 'pink'");
    world.config("keys: {fly: f2}\n");
    refused(&world, &[], "there is no action 'fly'");
}

#[test]
fn without_a_terminal_it_says_so() {
    let world = World::demo();
    let out = world.copydesk(&[]);
    let said = String::from_utf8(out.stderr).unwrap();
    assert_eq!(out.status.code(), Some(2), "{said}");
    assert!(said.contains("there is no terminal to draw on"), "{said}");
    assert!(!out.stdout.contains(&0x1b), "{:?}", String::from_utf8_lossy(&out.stdout));
}
