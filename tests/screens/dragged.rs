//! Selecting text with the mouse.

use super::*;

impl Desk {
    fn hold(&mut self, cell: (u16, u16)) -> &mut Desk {
        self.event(mouse(MouseEventKind::Down(MouseButton::Left), cell));
        self
    }

    fn drag(&mut self, cell: (u16, u16)) -> &mut Desk {
        self.event(mouse(MouseEventKind::Drag(MouseButton::Left), cell));
        self
    }

    fn release(&mut self, cell: (u16, u16)) -> &mut Desk {
        self.event(mouse(MouseEventKind::Up(MouseButton::Left), cell));
        self
    }

    /// The first cell of a text in the work area.
    fn cell_of(&self, words: &str) -> (u16, u16) {
        let area = self.program.state.panes.areas.work;
        let buffer = self.program.buffer();
        for y in area.y..area.bottom() {
            let row: Vec<&str> = (area.x..area.right()).map(|x| buffer[(x, y)].symbol()).collect();
            if let Some(at) = row.concat().find(words) {
                return (area.x + row.concat()[..at].chars().count() as u16, y);
            }
        }
        panic!("no {words:?} in\n{}", self.screen());
    }
}

#[test]
fn a_drag_that_begins_in_the_outline_copies_nothing() {
    let mut desk = Desk::open(140, 40);
    desk.select("A buoy on the waves");
    let outline = desk.program.state.panes.areas.outline;
    let text = desk.cell_of("make a buoy dance");
    desk.hold((outline.x + 3, outline.y)).drag(text).drag((text.0 + 6, text.1)).release(text);
    assert!(!desk.said().contains("Copied"), "{}", desk.said());
    // In a form too.
    desk.select("A buoy on the waves").keys("enter");
    let text = desk.cell_of("A buoy on the waves");
    desk.hold((outline.x + 3, outline.y)).drag(text).drag((text.0 + 6, text.1)).release(text);
    assert!(!desk.said().contains("Copied"), "{}", desk.said());
}

#[test]
fn a_drag_that_leaves_the_text_selects_to_its_edge() {
    let mut desk = Desk::open(200, 60);
    desk.select("A buoy on the waves");
    let words = "make a buoy dance";
    let (x, y) = desk.cell_of(words);
    let work = desk.program.state.panes.areas.work;
    desk.hold((x, y)).drag((199, y)).release((199, y));
    let row: String = (x..work.right()).map(|x| desk.program.buffer()[(x, y)].symbol().to_owned()).collect();
    let count = row.trim_end().chars().count();
    assert_eq!(desk.said(), format!("Copied {count} characters."));
    assert_eq!(desk.program.state.kept.clipboard, row.trim_end());
    assert_eq!(desk.program.state.panes.focus, copydesk::tui::Pane::Work);
}

#[test]
fn a_selection_is_over_once_the_preview_shows_another_text() {
    let mut desk = Desk::open(140, 40);
    desk.select("A buoy on the waves");
    let (x, y) = desk.cell_of("make a buoy dance");
    let style = |desk: &Desk| desk.program.buffer()[(x, y)].style();
    let plain = style(&desk);
    desk.hold((x, y)).drag((x + 6, y));
    assert_ne!(style(&desk), plain);
    desk.keys("esc down up");
    assert_eq!(style(&desk), plain, "{}", desk.screen());
    desk.release((x + 6, y));
    assert!(!desk.said().contains("Copied"), "{}", desk.said());
}
