//! What others did to the draft, merged into the text: conflicts one by one, and the remote's draft.

use std::path::Path;
use std::process::Command;

use super::*;

/// A desk that has changed what another program changed otherwise: a title, a paragraph, and a
/// story that is deleted here. It was asked to save.
fn in_conflict(width: u16, height: u16) -> Desk {
    let mut desk = Desk::open(width, height);
    desk.select("Front matter").keys("enter \"Mine\" esc");
    let text = desk.text().to_owned();
    let ours = text.replace("and still sees all the frost", "and still feels nearly all the frost");
    let edits = copydesk::text::Edits::between(&text, &ours);
    desk.program.state.session.apply(&edits, copydesk::text::Coalesce::No(copydesk::text::StepKind::Typing));
    desk.select("A buoy on the waves").keys("d");
    let theirs = desk.on_disk().replace("Featured story title here!", "Theirs");
    let theirs = theirs.replace("a quarter of the battery", "a fifth of the battery");
    let theirs = theirs.replace("make a buoy dance", "let a buoy dance");
    std::fs::write(desk.draft(), theirs.replace("Lakes slosh", "All lakes slosh")).unwrap();
    desk.keys("ctrl-s");
    assert!(desk.screen().contains("Conflict 1 of 3 · Front matter"), "{}", desk.screen());
    desk
}

#[test]
fn conflicts_are_shown_one_by_one() {
    let mut desk = in_conflict(80, 24);
    insta::with_settings!({ prepend_module_to_snapshot => false }, {
        insta::assert_snapshot!("conflict-80", desk.screen());
        desk.keys("n b p");
        insta::assert_snapshot!("conflict-80-both", desk.screen());
        desk.keys("n");
        insta::assert_snapshot!("conflict-80-deleted", desk.screen());
    });
    let mut desk = in_conflict(200, 50);
    desk.keys("right right t right");
    insta::with_settings!({ prepend_module_to_snapshot => false }, {
        insta::assert_snapshot!("conflict-200", desk.screen());
    });
}

#[test]
fn each_conflict_is_resolved_by_itself_and_all_are_undone_at_once() {
    let mut desk = in_conflict(140, 40);
    let before = desk.text().to_owned();
    let on_disk = desk.on_disk();
    desk.keys("m enter");
    assert!(desk.screen().contains("Choose for this one too"), "{}", desk.screen());
    assert_eq!(desk.text(), before, "nothing is applied by halves");
    desk.keys("b m");
    assert!(desk.screen().contains("Each is chosen: Enter applies."), "{}", desk.screen());
    assert_eq!(desk.on_disk(), on_disk);
    desk.keys("enter");
    let text = desk.text().to_owned();
    assert!(text.contains("title: \"Mine\""), "mine");
    assert!(!text.contains("buoy dance"), "mine, which was to delete it");
    assert!(text.contains("All lakes slosh"), "what only they changed is merged");
    let ours = text.find("feels nearly all the frost").unwrap();
    assert!(text[ours..].contains("a fifth of the battery"), "both, mine first:\n{text}");
    assert_eq!(desk.on_disk(), text, "the save that was asked for is made");
    desk.keys("alt-u");
    assert_eq!(desk.text(), before, "one step takes it back");
}

#[test]
fn what_is_not_chosen_can_be_edited_with_markers_around_it() {
    let mut desk = in_conflict(140, 40);
    let on_disk = desk.on_disk();
    desk.keys("t t e enter");
    let text = desk.text();
    assert!(text.contains("title: \"Theirs\"") && !text.contains("feels nearly"), "{text}");
    assert_eq!(text.matches("<<<<<<< yours").count(), 1);
    assert!(text.contains(">>>>>>> on disk") && text.contains("let a buoy dance"));
    assert!(desk.screen().contains("<<<<<<< yours"), "{}", desk.screen());
    assert_eq!(desk.on_disk(), on_disk, "markers are saved only when that is asked for");
}

#[test]
fn deciding_later_changes_nothing() {
    let mut desk = in_conflict(140, 40);
    let (before, on_disk) = (desk.text().to_owned(), desk.on_disk());
    desk.keys("m t esc");
    assert_eq!((desk.text(), desk.on_disk()), (before.as_str(), on_disk));
    assert!(desk.screen().contains("Nothing was written"), "{}", desk.screen());
}

/// A desk whose repository has a remote, and somebody else's clone of that.
struct Followed {
    desk: Desk,
    away: tempfile::TempDir,
}

impl Followed {
    fn open(width: u16, height: u16) -> Followed {
        let Desk { dir, program } = Desk::open(width, height);
        drop(program);
        let away = tempfile::tempdir().unwrap();
        git(dir.path(), &["add", "-A", "."]);
        git(dir.path(), &["commit", "-q", "--allow-empty", "-m", "All that there is"]);
        git(away.path(), &["init", "-q", "--bare", "-b", "main", "remote.git"]);
        let remote = away.path().join("remote.git").display().to_string();
        git(dir.path(), &["remote", "add", "origin", &remote]);
        git(dir.path(), &["push", "-q", "-u", "origin", "HEAD:main"]);
        git(away.path(), &["clone", "-q", "-b", "main", "remote.git", "other"]);
        let program = start(&dir, width, height);
        Followed { desk: Desk { dir, program }, away }
    }

    /// Somebody else changes the draft, and pushes.
    fn push(&self, old: &str, new: &str) {
        let other = self.away.path().join("other");
        let draft = self.desk.draft();
        let draft = other.join(draft.strip_prefix(self.desk.dir.path()).unwrap());
        let text = std::fs::read_to_string(&draft).unwrap();
        assert!(text.contains(old));
        std::fs::write(&draft, text.replacen(old, new, 1)).unwrap();
        git(&other, &["-c", "user.name=Ada", "-c", "user.email=ada@example.org", "commit", "-qam", new]);
        git(&other, &["push", "-q"]);
    }
}

fn git(folder: &Path, args: &[&str]) {
    let mut command = Command::new("git");
    command.current_dir(folder).args(["-c", "commit.gpgSign=false"]).args(args);
    let out = command.env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_NOSYSTEM", "1").output().unwrap();
    assert!(out.status.success(), "git {args:?}: {}", String::from_utf8_lossy(&out.stderr));
}

#[test]
fn a_remote_draft_that_moved_on_is_shown_once_it_was_fetched() {
    let mut followed = Followed::open(80, 24);
    followed.push("Lakes slosh", "All lakes slosh");
    followed.push("Eight drawings", "Nine drawings");
    followed.desk.event(Input::FocusGained);
    assert!(!followed.desk.screen().contains("origin/main"), "{}", followed.desk.screen());
    followed.desk.keys("alt-g");
    insta::with_settings!({ prepend_module_to_snapshot => false }, {
        insta::assert_snapshot!("remote-80", followed.desk.screen());
    });
    followed.desk.keys("alt-g");
    assert!(followed.desk.screen().contains("has 2 newer commits of this draft: M merges them."));

    // It is known at the next start, without asking again.
    std::fs::remove_dir_all(followed.away.path().join("remote.git")).unwrap();
    let Desk { dir, program } = followed.desk;
    drop(program);
    let mut desk = Desk { program: start(&dir, 200, 50), dir };
    insta::with_settings!({ prepend_module_to_snapshot => false }, {
        insta::assert_snapshot!("remote-200", desk.screen());
    });
    desk.keys("alt-g");
    let screen = desk.screen();
    assert!(screen.contains("✗ ") && screen.contains("origin"), "a failure is said:\n{screen}");
    desk.keys("alt-i");
    assert!(desk.text().contains("All lakes slosh") && desk.text().contains("Nine drawings"));
    assert!(!desk.screen().contains("+2"), "{}", desk.screen());
}

#[test]
fn a_remote_draft_is_merged_where_the_cursor_stays_and_undone_at_once() {
    let mut followed = Followed::open(140, 40);
    followed.push(
        "[![Gulls over a rock]",
        "[![Seals](../assets/20260608/20260608seal.jpg)](https://example.com/seals)\n\nSeals - [Seals](https://example.com/seals).\n\n[![Gulls over a rock]",
    );
    followed.push("Lakes slosh", "All lakes slosh");
    let desk = &mut followed.desk;
    desk.select("Gulls over a rock").keys("enter \"Forty gulls\" left left left alt-g");
    let on_disk = desk.on_disk();
    let before = desk.text().to_owned();
    desk.keys("alt-i");
    let screen = desk.screen();
    assert!(screen.contains("origin/main is merged into the text, not saved yet"), "{screen}");
    assert_eq!(desk.on_disk(), on_disk);
    desk.keys("\"X\"");
    let text = desk.text().to_owned();
    assert!(text.contains("Forty guXlls - [Gull Rock"), "the cursor is where it was:\n{}", desk.screen());
    assert!(text.contains("All lakes slosh") && text.contains("[![Seals]"));
    desk.keys("alt-i");
    assert!(desk.screen().contains("is in the text already"), "{}", desk.screen());
    desk.keys("alt-u alt-u");
    assert_eq!(desk.text(), before);
    assert!(desk.screen().contains("origin/main +2"), "it is offered again:\n{}", desk.screen());
    desk.keys("alt-r");
    assert!(!desk.screen().contains("origin/main +2"), "{}", desk.screen());
    desk.keys("ctrl-g");
    assert!(desk.screen().contains("a merge commit that joins origin/main"), "{}", desk.screen());
    desk.keys("ctrl-g");
    assert!(desk.screen().contains("It is joined with origin/main by a merge commit."), "{}", desk.screen());
    let tip = copydesk::git::Repo::discover(desk.dir.path()).unwrap().unwrap();
    let (tip, remote) = (tip.commit_of("HEAD^1").unwrap(), tip.commit_of("HEAD^2").unwrap());
    assert_ne!(tip, remote);
    assert_eq!(desk.on_disk(), desk.text());
    desk.keys("down");
    assert!(!desk.screen().contains("+2"), "{}", desk.screen());
}

#[test]
fn a_merge_that_was_undone_is_not_joined_by_the_next_commit() {
    let mut followed = Followed::open(140, 40);
    followed.push("Lakes slosh", "All lakes slosh");
    let desk = &mut followed.desk;
    desk.select("Gulls over a rock").keys("enter \"Forty gulls\" alt-g alt-i");
    assert!(desk.text().contains("All lakes slosh") && desk.text().contains("Forty gulls"));
    desk.keys("alt-u");
    assert!(!desk.text().contains("All lakes slosh") && desk.text().contains("Forty gulls"));
    desk.keys("ctrl-g");
    assert!(!desk.screen().contains("a merge commit that joins"), "{}", desk.screen());
    desk.keys("ctrl-g");
    assert!(!desk.screen().contains("It is joined with"), "{}", desk.screen());
    let repo = copydesk::git::Repo::discover(desk.dir.path()).unwrap().unwrap();
    // One parent: with the remote's commit as the second one, git would take its change as merged.
    assert!(repo.commit_of("HEAD^1").is_ok() && repo.commit_of("HEAD^2").is_err());
    assert!(desk.screen().contains("origin/main +1"), "it is offered again:\n{}", desk.screen());
}

#[test]
fn the_whole_file_keeps_its_cursor_and_the_outline_its_line() {
    let mut followed = Followed::open(140, 40);
    followed.push("title: \"Featured", "title: \"A much longer one: Featured");
    followed.push("[![A buoy on", "[![Seals](a.jpg)](https://example.com/s)\n\nSeals, new.\n\n[![A buoy on");
    followed.push("gulls included", "all gulls included");
    let desk = &mut followed.desk;
    desk.select("A mast in the fog").keys("alt-g alt-i");
    assert!(desk.selected().contains("A mast in the fog"), "{}", desk.screen());
    desk.keys("alt-u f4 down down right right \"X\" alt-i \"Y\"");
    let text = desk.text();
    assert!(text.contains("XY") && text.contains("Seals, new."), "{}", desk.screen());
}

#[test]
fn what_the_remote_changed_otherwise_is_asked() {
    let mut followed = Followed::open(120, 36);
    followed.push("text - [Gull", "Sixty gulls - [Gull");
    let desk = &mut followed.desk;
    desk.select("Gulls over a rock").keys("enter \"Forty gulls\" alt-g alt-i");
    let screen = desk.screen();
    assert!(screen.contains("origin/main changed the same") && screen.contains("│ origin/main"), "{screen}");
    desk.keys("esc");
    assert!(desk.text().contains("Forty gulls - "));
    assert!(desk.screen().contains("Nothing was merged"), "{}", desk.screen());
    desk.keys("alt-i t enter");
    assert!(desk.text().contains("Sixty gulls - ") && !desk.text().contains("Forty"));
    assert!(!desk.on_disk().contains("Sixty"), "it is saved when that is asked for");
    desk.keys("alt-u");
    assert!(desk.text().contains("Forty gulls - "));
}

#[test]
fn without_a_remote_it_is_said() {
    let mut desk = Desk::open(140, 40);
    desk.keys("alt-i");
    assert!(desk.screen().contains("Nothing is known of a remote draft. R asks"), "{}", desk.screen());
    desk.keys("alt-g");
    assert!(desk.screen().contains("this repository has no remote to fetch from"), "{}", desk.screen());
}
