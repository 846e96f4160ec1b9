//! `copydesk doctor` in a terminal: it asks what the desk asks, and leaves the terminal as it was.

use crate::terminal::World;

/// The screen after a run in a terminal that answers so.
fn screen_after(answers: &'static str, ambiguous_cells: u16) -> String {
    let world = World::demo().with("EDITOR", "sh");
    let mut desk = world.start(&["doctor"], 250, 60);
    (desk.answers, desk.ambiguous_cells) = (answers, ambiguous_cells);
    let code = desk.wait_exit();
    let screen = desk.screen();
    assert_eq!(code, 0, "{screen}");
    desk.assert_restored();
    assert!(!screen.contains("^["), "no answer is left for the shell: {screen}");
    screen
}

#[test]
fn the_answers_of_the_terminal_decide_as_at_the_desk() {
    let light_with_images = "\x1b]11;rgb:ffff/ffff/ffff\x1b\\\x1b_Gi=4711;OK\x1b\\";
    let screen = screen_after(light_with_images, 1);
    for part in ["in full, by kitty's protocol", "light: the terminal has said its background", "Unicode"] {
        assert!(screen.contains(part), "{part}: {screen}");
    }
    let screen = screen_after("", 2);
    for part in [
        "the terminal's background is unknown",
        "ASCII, because frames and marks take two cells in this terminal",
        "not shown",
    ] {
        assert!(screen.contains(part), "{part}: {screen}");
    }
}
