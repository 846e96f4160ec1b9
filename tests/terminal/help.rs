//! `copydesk help` in a terminal: bold headings, and the pager that `PAGER` names.

use crate::support::program;
use crate::terminal::World;

#[test]
fn a_page_is_shown_in_the_pager() {
    let world = World::new();
    program::write(&world.path("bin/pager"), "#!/bin/sh\ncat > \"$1\"\necho \"$LESS: shown\"\n");
    let (pager, seen) = (world.path("bin/pager"), world.path("seen"));
    let world = world.with("PAGER", &format!("{} {}", pager.display(), seen.display()));
    let mut help = world.run(crate::terminal::world::BIN, &["help", "editor"], 90, 24);
    help.wait_for("FRX: shown");
    assert_eq!(help.wait_exit(), 0);
    help.assert_restored_but_for_the_shell();
    let page = std::fs::read_to_string(seen).unwrap();
    assert!(page.starts_with("\x1b[1mThe\x1b[0m \x1b[1meditor's\x1b[0m \x1b[1mweek\x1b[0m\n"), "{page:?}");
    assert!(page.lines().any(|line| line.len() > 80), "it has the columns of the terminal");
}

#[test]
fn a_page_is_printed_without_a_pager_and_without_bold_letters_if_they_are_not_wanted() {
    for (pager, colour, start) in
        [("cat", "", "\x1b[1mThe\x1b[0m"), ("/nowhere/less -R", "1", "The editor's week\r\n====")]
    {
        let world = World::new().with("PAGER", pager).with("NO_COLOR", colour);
        let mut help = world.run(crate::terminal::world::BIN, &["help", "editor"], 80, 24);
        assert_eq!(help.wait_exit(), 0);
        let written = String::from_utf8_lossy(&help.written).into_owned();
        assert!(written.starts_with(start), "{written:?}");
        assert!(written.contains("decides later; nothing is written"), "{written}");
    }
}
