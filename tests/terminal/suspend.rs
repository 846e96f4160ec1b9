//! Ctrl-Z and `fg`, in a shell with job control; and a screen that is drawn again.

use crate::terminal::{World, key};

#[test]
fn ctrl_z_stops_the_program_and_fg_draws_it_again() {
    let world = World::demo().with("PS1", "shell> ").with("ENV", "");
    let mut desk = world.run("sh", &["-i"], 100, 30);
    desk.wait_for("shell> ");
    desk.keys(&world.command_line()).keys("\r").wait_for("Front matter");
    desk.select("Listening to a Salt Marsh").keys(key::ENTER).wait_for("── Markdown");
    desk.keys("Typed before").wait_for("Typed before - [site](url)");
    // The image and what the checks find come later. What the checks find about the text that was just typed may come
    // at any time: it changes the number of problems in the first row, the size of the mail above the last row, and
    // colours.
    let shown = |screen: &vt100::Screen| {
        let rows = screen.rows(0, 100).enumerate().filter(|(row, _)| ![0, 28].contains(row));
        (rows.map(|(_, text)| text.trim_end().to_owned()).collect::<Vec<_>>(), screen.cursor_position())
    };
    desk.wait_for("● Text ").wait_for("▣ 480×270 7 kB").wait_for("✓5/9").wait_for(" of 102 kB");
    let before = shown(desk.emulator());

    desk.keys(key::CTRL_Z)
        .wait("the shell's prompt", |screen| at_prompt(screen) && screen.contents().contains("Stopped"));
    desk.assert_restored_but_for_the_shell();
    desk.keys("jobs -l\r");
    desk.wait("the job's number", |screen| stopped_pid(&screen.contents()).is_some());
    let pid = stopped_pid(&desk.screen()).unwrap();
    if let Ok(stat) = std::fs::read_to_string(format!("/proc/{pid}/stat")) {
        assert!(stat.contains(") T "), "it is stopped: {stat}");
    }
    assert!(world.kept().contains("Typed before"), "what is typed is written down before it stops");

    desk.keys("fg\r");
    desk.wait("the whole screen as it was", |screen| screen.alternate_screen() && shown(screen) == before);
    assert!(desk.emulator().bracketed_paste());
    desk.keys(", typed after").wait_for("Typed before, typed after");
    desk.keys(key::CTRL_S).wait_for("Saved.");
    desk.keys(key::CTRL_Q).wait("the shell's prompt", at_prompt);
    desk.keys("exit\r");
    assert_eq!(desk.wait_exit(), 0);
    assert!(world.text().contains("Typed before, typed after"));
}

/// What is typed before the prompt is there may still go to the program.
fn at_prompt(screen: &vt100::Screen) -> bool {
    !screen.alternate_screen() && screen.contents().trim_end().ends_with("shell>")
}

/// The number of the job that `jobs -l` lists: `[1] + 4711 Stopped …`.
fn stopped_pid(screen: &str) -> Option<u32> {
    let line = screen.lines().rfind(|line| line.starts_with("[1]") && line.contains("Stopped"))?;
    line.split_whitespace().find_map(|word| word.parse().ok())
}

/// Without a shell that waits for it nothing could bring it back; the kernel then lets Ctrl-Z be.
#[test]
fn ctrl_z_without_a_shell_changes_nothing() {
    let world = World::demo();
    let mut desk = world.open();
    desk.select("Listening to a Salt Marsh").keys(key::CTRL_Z);
    desk.keys(key::ENTER)
        .wait("the form", |screen| screen.alternate_screen() && screen.contents().contains("── Markdown"));
    desk.quit();
    desk.assert_restored();
}

/// A cell: its text, its colours, and whether it is bold, dim, underlined or reversed.
type Look = (String, vt100::Color, vt100::Color, [bool; 4]);

/// Each cell of these rows of the screen, and the cursor, if it is shown.
fn cells(screen: &vt100::Screen, rows: std::ops::Range<u16>) -> (Vec<Look>, Option<(u16, u16)>) {
    let columns = screen.size().1.get();
    let places = rows.flat_map(|row| (0..columns).map(move |column| (row, column)));
    let look = |(row, column): (u16, u16)| {
        let cell = screen.cell(row, column).unwrap();
        // A cell that was never written looks like a blank.
        let text = if cell.has_contents() { cell.contents() } else { " " };
        let marks = [cell.bold(), cell.dim(), cell.underline(), cell.inverse()];
        (text.to_owned(), cell.fgcolor(), cell.bgcolor(), marks)
    };
    (places.map(look).collect(), (!screen.hide_cursor()).then(|| screen.cursor_position()))
}

#[test]
fn ctrl_l_draws_the_whole_screen_again() {
    let world = World::demo();
    let mut desk = world.open();
    let rows = desk.emulator().size().0.get();
    let whole = |screen: &vt100::Screen| cells(screen, 0..rows);
    let before = whole(desk.wait_for("18 of 18 images are there").emulator());
    // Another program writes over every row, and leaves its colours and its cursor there.
    desk.scribble("\x1b[0;31;44m");
    for row in 1..=rows {
        desk.scribble(&format!("\x1b[{row};{row}Hnoise"));
    }
    let after = whole(desk.emulator());
    assert!(after != before && desk.screen().matches("noise").count() == usize::from(rows));
    desk.keys(key::CTRL_L).wait("the same screen again", |screen| whole(screen) == before);
    desk.quit();
}
