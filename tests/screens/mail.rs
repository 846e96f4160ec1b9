//! The size of the mail that the draft becomes: in the status line, and in the outline.

use super::Desk;

/// The line of the screen with these words.
fn line(desk: &Desk, words: &str) -> Option<String> {
    desk.screen().lines().find(|line| line.contains(words)).map(str::to_owned)
}

/// The kilobytes in the status line.
fn kilobytes(desk: &Desk) -> usize {
    let line = line(desk, " of 102 kB").unwrap_or_else(|| panic!("no size in\n{}", desk.screen()));
    line.split_whitespace().next().unwrap().parse().unwrap()
}

#[test]
fn the_status_line_shows_the_size_of_the_mail_and_follows_the_text() {
    let mut desk = Desk::open(120, 40);
    // The reason why this draft is open stays until something is opened.
    desk.keys("enter esc");
    let before = kilobytes(&desk);
    let size = line(&desk, " of 102 kB").unwrap();
    assert!(size.contains(" links · ") && size.contains(" minutes"), "{size}");
    let mut longer = Desk::changed(|text| format!("{text}\n\n{}\n", "A lamp hums at the sea. ".repeat(500)));
    longer.keys("enter esc");
    assert_eq!(kilobytes(&longer), before + 12);
    assert!(!longer.screen().contains("Gmail"), "{}", longer.screen());
}

#[test]
fn the_outline_and_the_status_line_say_where_gmail_cuts_the_mail_off() {
    let stories = format!("{}\n\n", "A lamp hums at the sea. ".repeat(500)).repeat(9);
    let mut desk = Desk::changed(|text| {
        let heading = text.rfind("\n## ").unwrap();
        format!("{}\n\n{stories}{}", &text[..heading], &text[heading..])
    });
    desk.keys("enter esc end");
    desk.assert_shows("──102 kB──");
    desk.assert_shows("Gmail cuts it off in '");
    assert!(kilobytes(&desk) > 102, "{}", desk.screen());
}
