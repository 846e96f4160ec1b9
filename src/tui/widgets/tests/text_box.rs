use super::super::{InputStyle, MarkdownStyle, TextBox};
use super::key;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Modifier;

fn press(text_box: &mut TextBox, keys: &str) {
    keys.split(' ').for_each(|name| text_box.key(key(name)));
}

/// What is drawn, and the position of the cursor.
fn drawn(text_box: &TextBox, width: u16, height: u16) -> (Vec<String>, Option<Position>) {
    let area = Rect::new(0, 0, width, height);
    let mut buf = Buffer::empty(area);
    let cursor = text_box.render(area, &mut buf, &InputStyle::default());
    let row = |y| (0..width).map(|x| buf[(x, y)].symbol()).collect::<String>().trim_end().to_owned();
    ((0..height).map(row).collect(), cursor)
}

#[test]
fn a_line_is_typed_undone_and_deleted_to_its_start() {
    let mut line = TextBox::one_line("Fix");
    press(&mut line, "space i t");
    assert_eq!(line.line(), "Fix it");
    press(&mut line, "space n o w");
    press(&mut line, "A-u");
    assert_eq!(line.line(), "Fix it ");
    press(&mut line, "A-u A-u A-u");
    assert_eq!(line.line(), "Fix");
    press(&mut line, "C-y");
    assert_eq!(line.line(), "Fix it ");
    press(&mut line, "C-_");
    assert_eq!(line.line(), "Fix");
    press(&mut line, "A-r bs");
    assert_eq!(line.line(), "Fix it");
    press(&mut line, "left C-u");
    assert_eq!(line.line(), "t");
    press(&mut line, "home C-k");
    assert_eq!(line.line(), "");
}

#[test]
fn undo_takes_back_a_run_of_typing_a_deletion_or_a_paste() {
    let mut lines = TextBox::many_lines("");
    press(&mut lines, "a b enter c d left e");
    lines.paste("one\ntwo");
    press(&mut lines, "bs bs");
    assert_eq!(lines.text(), "ab\nceone\ntd");
    for text in ["ab\nceone\ntwod", "ab\nced", "ab\ncd", "ab\n", ""] {
        press(&mut lines, "A-u");
        assert_eq!(lines.text(), text);
    }
    // The cursor is where the text changed.
    press(&mut lines, "A-r A-r x");
    assert_eq!(lines.text(), "ab\ncdx");
    press(&mut lines, "A-r");
    assert_eq!(lines.text(), "ab\ncdx", "typing ends what can be made again");
    lines.set_text("new");
    press(&mut lines, "A-u");
    assert_eq!(lines.text(), "new");
}

#[test]
fn a_line_takes_no_line_break() {
    let mut line = TextBox::one_line("");
    press(&mut line, "a enter C-j C-m b");
    line.paste("https://example.org/\r\nx\u{1b}y\n");
    assert_eq!(line.text(), "abhttps://example.org/ xy");
    let mut lines = TextBox::many_lines("");
    press(&mut lines, "a enter b C-j c");
    lines.paste("1\r\n2\r3");
    assert_eq!(lines.text(), "a\nb\nc1\n2\n3");
}

#[test]
fn keys_of_the_view_and_of_the_desktop_are_ignored() {
    let mut line = TextBox::one_line("a");
    let tab = crossterm::event::KeyEvent::from(crossterm::event::KeyCode::Tab);
    line.key(tab);
    let mut release = key("x");
    release.kind = crossterm::event::KeyEventKind::Release;
    line.key(release);
    let mut desktop = key("x");
    desktop.modifiers = crossterm::event::KeyModifiers::SUPER;
    line.key(desktop);
    assert_eq!(line.line(), "a");
    press(&mut line, "C-A-@");
    assert_eq!(line.line(), "a@");
}

#[test]
fn the_cursor_is_after_the_cells_of_its_text() {
    let line = TextBox::one_line("漢👩‍🚀e\u{301}");
    assert_eq!(drawn(&line, 10, 1).1, Some(Position::new(5, 0)));
    let mut long = TextBox::one_line("https://example.org/");
    assert_eq!(drawn(&long, 8, 1), (vec!["le.org/".to_owned()], Some(Position::new(7, 0))));
    press(&mut long, "home");
    assert_eq!(drawn(&long, 8, 1), (vec!["https://".to_owned()], Some(Position::new(0, 0))));
    let mut lines = TextBox::many_lines("one two\n\nthree");
    lines.cursor_to_end();
    let rows = ["one", "two", "", "three"].map(str::to_owned);
    assert_eq!(drawn(&lines, 6, 4), (rows.to_vec(), Some(Position::new(5, 3))));
}

#[test]
fn an_empty_box_shows_its_hint() {
    let mut line = TextBox::one_line("").with_placeholder("a file");
    assert_eq!(drawn(&line, 8, 1), (vec!["a file".to_owned()], Some(Position::new(0, 0))));
    line.set_text("x");
    assert_eq!(drawn(&line, 8, 1), (vec!["x".to_owned()], Some(Position::new(1, 0))));
}

#[test]
fn markdown_is_highlighted_in_wrapped_rows() {
    let lines = TextBox::many_lines("one\ntwo three **four**");
    let area = Rect::new(0, 0, 11, 4);
    let mut buf = Buffer::empty(area);
    let style = InputStyle { markdown: Some(MarkdownStyle::default()), ..InputStyle::default() };
    lines.render(area, &mut buf, &style);
    let bold: String = buf
        .content
        .iter()
        .filter(|cell| cell.modifier.contains(Modifier::BOLD))
        .map(|cell| cell.symbol())
        .collect();
    assert_eq!(bold, "four");
}

#[test]
fn deleting_to_the_start_of_a_line_joins_no_lines() {
    let mut lines = TextBox::many_lines("one\ntwo");
    press(&mut lines, "down home C-u");
    assert_eq!(lines.text(), "one\ntwo");
}

#[test]
fn a_whole_character_is_deleted_and_all_is_selected() {
    let mut line = TextBox::one_line("a🇩🇪");
    press(&mut line, "bs");
    assert_eq!(line.text(), "a");
    press(&mut line, "A-a b");
    assert_eq!(line.text(), "b");
}
