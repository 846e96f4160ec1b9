//! Clicks and the wheel.

use vt100::MouseProtocolMode;

use crate::terminal::{World, key};

#[test]
fn a_click_selects_and_a_second_one_opens() {
    let world = World::demo();
    let mut desk = world.open();
    let row = desk.row_of("Night Shift for a Weather").unwrap();
    desk.click(5, row)
        .wait("the line to be selected", |screen| screen.cell(row, 5).is_some_and(vt100::Cell::inverse));
    desk.click(5, row).wait_for("── Markdown");
    let field = desk.row_of("Title").unwrap();
    desk.click(140, field).keys(" 2").wait_for("Night Shift for a Weather Station 2");
    // A click on a problem goes to the checks. Problems of the images come when these have been looked
    // at, and move the others.
    desk.wait_for("over 550 px wide").wait_for("38 problems");
    let problem = desk.row_of("Text 'text', Source 'site'").unwrap();
    desk.click(170, problem).wait("the problem to be selected", |screen| {
        screen.cell(problem, 170).is_some_and(vt100::Cell::inverse)
    });
    desk.keys(key::ENTER).wait_for("┏ Listening");
    desk.keys(key::CTRL_Q).wait_for("not saved").keys("d");
    assert_eq!(desk.wait_exit(), 0);
}

#[test]
fn the_wheel_scrolls_the_pane_under_it() {
    let world = World::demo();
    let mut desk = world.desk(&[], 200, 24);
    assert!(!desk.screen().contains("NUMBER Thanks"));
    for _ in 0..20 {
        desk.wheel(5, 10, true);
    }
    desk.wait_for("NUMBER Thanks");
    for _ in 0..20 {
        desk.wheel(5, 10, false);
    }
    desk.wait_for("Front matter");

    desk.keys(key::F4).wait_for(" words, ");
    for _ in 0..5 {
        desk.wheel(100, 10, true);
    }
    desk.wait_gone("layout: post").wait_for("Coast blogs");
    desk.quit();
}

#[test]
fn f12_lets_the_mouse_go_and_takes_it_again() {
    let world = World::demo();
    let mut desk = world.open();
    desk.keys(key::F12)
        .wait("the mouse to be let go", |screen| screen.mouse_protocol_mode() == MouseProtocolMode::None);
    desk.keys(key::F12)
        .wait("the mouse to be taken", |screen| screen.mouse_protocol_mode() != MouseProtocolMode::None);
    desk.quit();
}
