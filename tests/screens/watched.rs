//! Files that other programs change while the desk is open, without a key or a change of focus.

use super::*;

impl Desk {
    /// A second passes, twice: the second look finds nothing new.
    fn wait(&mut self) -> &mut Desk {
        self.program.send(Event::Watch);
        self
    }

    fn settings(&self, text: &str) {
        let path = self.dir.path().join("copydesk.yml");
        let old = std::fs::read_to_string(&path).unwrap();
        std::fs::write(path, format!("{text}{old}")).unwrap();
    }
}

#[test]
fn a_draft_that_another_program_changed_is_merged_and_one_that_it_removed_is_reported() {
    let mut desk = Desk::open(140, 40);
    desk.wait().select("Front matter").keys("enter \"A week\"");
    let theirs = desk.on_disk().replace("## Upcoming Events", "## Upcoming Events!");
    std::fs::write(desk.draft(), &theirs).unwrap();
    desk.wait();
    assert!(desk.text().contains("## Upcoming Events!") && desk.text().contains("A week"));
    desk.assert_shows("its changes are merged in");
    desk.keys("ctrl-s").wait().assert_shows("Saved.");
    std::fs::remove_file(desk.draft()).unwrap();
    desk.wait().assert_shows("does not exist");
    desk.keys("ctrl-l").wait();
    assert!(!desk.screen().contains("does not exist"), "{}", desk.screen());
}

#[test]
fn a_change_during_a_save_is_found_by_the_next_look() {
    let mut desk = Desk::open(140, 40);
    desk.wait().select("Front matter").keys("enter \"A week\"");
    let save = Event::Terminal(Input::Key(key_of("ctrl-s")));
    desk.program.send_at_once(vec![save, Event::Watch]);
    let theirs = desk.on_disk().replace("## Upcoming Events", "## Upcoming Events!");
    std::fs::write(desk.draft(), &theirs).unwrap();
    desk.wait();
    assert_eq!(desk.text(), theirs);
}

#[test]
fn an_image_that_another_program_replaced_is_probed_again() {
    let mut desk = Desk::open(140, 40);
    let dests = desk.program.state.session.all_images();
    let image = dests.iter().find(|dest| dest.contains("blinka") || dest.ends_with(".jpg")).unwrap().clone();
    let file = desk.draft().parent().unwrap().join(&image);
    assert!(file.exists(), "{image}");
    desk.wait();
    let problem = |desk: &Desk| {
        let name = file.file_name().unwrap().to_str().unwrap();
        let found = &desk.program.state.session.diagnostics;
        found.iter().any(|one| one.rule == "missing-image" && one.message.contains(name))
    };
    assert!(!problem(&desk));
    std::fs::remove_file(&file).unwrap();
    desk.wait();
    assert!(problem(&desk), "{:?}", desk.program.state.session.diagnostics);
}

#[test]
fn changed_settings_are_used_and_broken_ones_are_named() {
    let mut desk = Desk::open(140, 40);
    desk.wait();
    desk.settings("waivers:\n  - { rule: nonsense, reason: none }\n");
    desk.wait().assert_shows("The changed settings are not used");
    let name = desk.program.state.workspace.profile.name.clone();
    desk.settings("name: tide-letter\n");
    std::fs::write(desk.dir.path().join("copydesk.yml"), "extends: circuitpython\nname: tide-letter\n")
        .unwrap();
    desk.wait().assert_shows("The changed settings of the newsletter are used now.");
    assert_ne!(desk.program.state.workspace.profile.name, name);
    desk.assert_shows("tide-letter");
}

#[test]
fn a_switched_branch_is_named_and_commits_that_are_not_pushed_are_counted() {
    let mut desk = Desk::open(140, 40);
    desk.wait();
    assert!(!desk.screen().contains("pushed"));
    let git = desk.dir.path().join(".git");
    let head = std::fs::read_to_string(git.join("HEAD")).unwrap();
    let branch = head.trim().strip_prefix("ref: refs/heads/").unwrap();
    let tip = std::fs::read(git.join("refs/heads").join(branch)).unwrap();
    std::fs::write(git.join("refs/heads/side"), tip).unwrap();
    std::fs::write(git.join("HEAD"), "ref: refs/heads/side\n").unwrap();
    let config = std::fs::read_to_string(git.join("config")).unwrap();
    std::fs::write(git.join("config"), config + "[remote \"origin\"]\n\turl = /nowhere\n").unwrap();
    desk.wait()
        .assert_shows(&format!("Another program switched from the branch {branch} to the branch side."));
    desk.assert_shows("commits not pushed");
}
