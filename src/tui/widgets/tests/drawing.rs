use super::super::{Anchor, InputStyle, MarkdownStyle};
use super::{Editing, given, press};
use crate::text::Span;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::{Color, Modifier, Style, Stylize as _};
use ratatui::text::Line;

fn plain() -> InputStyle {
    InputStyle { selection: Style::new().reversed(), ..InputStyle::default() }
}

fn draw(input: &mut Editing, width: u16, height: u16, style: &InputStyle) -> (Buffer, Option<Position>) {
    let area = Rect::new(0, 0, width, height);
    let mut buf = Buffer::empty(area);
    let cursor = input.render(area, &mut buf, style);
    (buf, cursor)
}

/// The rows on the screen, without the blanks at their ends.
fn rows(input: &mut Editing, width: u16, height: u16) -> Vec<String> {
    let (buf, _) = draw(input, width, height, &plain());
    let row = |y| {
        let mut line = String::new();
        let mut x = 0;
        while x < width {
            let symbol = buf[(x, y)].symbol();
            line.push_str(symbol);
            x += u16::try_from(unicode_width::UnicodeWidthStr::width(symbol).max(1)).unwrap();
        }
        line.trim_end().to_owned()
    };
    (0..height).map(row).collect()
}

#[test]
fn words_wrap_and_the_cursor_is_where_its_text_is() {
    let mut input = given("The newsletter goes| out\non Monday", true);
    let (buf, cursor) = draw(&mut input, 12, 4, &plain());
    assert_eq!(buf, Buffer::with_lines(["The         ", "newsletter  ", "goes out    ", "on Monday   "]));
    assert_eq!(cursor, Some(Position::new(4, 2)));
}

#[test]
fn a_full_row_leaves_room_for_the_cursor() {
    let mut input = given("abcdefghi|", true);
    let (buf, cursor) = draw(&mut input, 10, 2, &plain());
    assert_eq!(buf, Buffer::with_lines(["abcdefghi ", "          "]));
    assert_eq!(cursor, Some(Position::new(9, 0)));
}

#[test]
fn line_breaks_of_crlf_are_not_drawn() {
    assert_eq!(rows(&mut given("|one\r\n\r\ntwo\r\n", true), 8, 4), ["one", "", "two", ""]);
}

#[test]
fn wide_joined_and_hidden_characters_take_the_cells_that_they_are_drawn_in() {
    let mut input = given("|漢字 👨‍👩‍👧 e\u{301}\u{202e}x\u{1b}\ta🇩🇪.", true);
    let (buf, _) = draw(&mut input, 22, 1, &plain());
    let symbols: Vec<&str> = (0..22).map(|x| buf[(x, 0)].symbol()).collect();
    assert_eq!(
        symbols,
        [
            "漢",
            " ",
            "字",
            " ",
            " ",
            "👨‍👩‍👧",
            " ",
            " ",
            "e\u{301}",
            "·",
            "x",
            "␛",
            " ",
            " ",
            " ",
            " ",
            "a",
            "🇩🇪",
            " ",
            ".",
            " ",
            " "
        ]
    );
    input.click(18, 0, Anchor::Drop);
    assert_eq!(super::marked(&input), "漢字 👨‍👩‍👧 e\u{301}\u{202e}x\u{1b}\ta|🇩🇪.");
    assert_eq!(draw(&mut input, 22, 1, &plain()).1, Some(Position::new(17, 0)));
}

#[test]
fn a_field_scrolls_sideways_with_the_cursor() {
    let mut field = given("https://example.org/posts/|", false);
    assert_eq!(rows(&mut field, 10, 1), ["rg/posts/"]);
    press(&mut field, "home");
    let (buf, cursor) = draw(&mut field, 10, 1, &plain());
    assert_eq!(buf, Buffer::with_lines(["https://ex"]));
    assert_eq!(cursor, Some(Position::new(0, 0)));
    press(&mut field, "A-f right right right A-f");
    assert_eq!(rows(&mut field, 10, 1), ["ample.org/"]);
    let mut wide = given("漢字漢字漢字|", false);
    assert_eq!(draw(&mut wide, 6, 1, &plain()).1, Some(Position::new(4, 0)));
}

#[test]
fn a_field_shows_line_breaks_and_tabs_as_signs() {
    assert_eq!(rows(&mut given("|a\r\nb\tc", false), 10, 1), ["a␤b␉c"]);
}

#[test]
fn an_empty_field_shows_its_hint() {
    let mut field = Editing::one_line("").with_placeholder("Title of the post");
    let (buf, cursor) = draw(&mut field, 10, 1, &InputStyle { placeholder: Style::new().dim(), ..plain() });
    assert_eq!(buf, Buffer::with_lines([Line::from("Title of t").dim()]));
    assert_eq!(cursor, Some(Position::new(0, 0)));
}

#[test]
fn a_selection_shows_the_line_breaks_in_it() {
    let mut input = given("on^e\n\ntw|o", true);
    let (buf, _) = draw(&mut input, 6, 3, &plain());
    let expected = Buffer::with_lines([
        Line::from(vec!["on".into(), "e ".reversed(), "  ".into()]),
        Line::from(vec![" ".reversed(), "     ".into()]),
        Line::from(vec!["tw".reversed(), "o   ".into()]),
    ]);
    assert_eq!(buf, expected);
}

fn many(count: usize) -> String {
    (1..=count).map(|n| format!("line {n}\n")).collect()
}

#[test]
fn the_view_follows_the_cursor_and_the_wheel_leaves_it() {
    let mut input = Editing::many_lines(many(50));
    assert_eq!(rows(&mut input, 20, 3), ["line 1", "line 2", "line 3"]);
    press(&mut input, "down down down");
    assert_eq!(rows(&mut input, 20, 3), ["line 2", "line 3", "line 4"]);
    press(&mut input, "C-end");
    assert_eq!(rows(&mut input, 20, 3), ["line 49", "line 50", ""]);
    press(&mut input, "up up up");
    assert_eq!(rows(&mut input, 20, 3), ["line 48", "line 49", "line 50"]);
    input.scroll(-5);
    let (_, cursor) = draw(&mut input, 20, 3, &plain());
    assert_eq!(cursor, None);
    assert_eq!(rows(&mut input, 20, 3), ["line 43", "line 44", "line 45"]);
    input.scroll(1000);
    assert_eq!(rows(&mut input, 20, 3), ["line 49", "line 50", ""]);
    input.scroll(-1000);
    press(&mut input, "x");
    assert_eq!(rows(&mut input, 20, 3), ["line 47", "xline 48", "line 49"]);
}

#[test]
fn pages_move_the_cursor_and_the_view_alike() {
    let mut input = Editing::many_lines(many(50));
    draw(&mut input, 20, 5, &plain());
    press(&mut input, "down pgdn");
    assert_eq!(rows(&mut input, 20, 5)[0], "line 5");
    assert_eq!(&input.text()[input.cursor()..][..6], "line 6");
    press(&mut input, "pgup pgup pgup");
    assert_eq!(input.cursor(), 0);
}

#[test]
fn the_row_in_sight_stays_when_the_screen_gets_narrower() {
    let mut input = Editing::many_lines(format!("{}{}", "Words and words. ".repeat(30), many(5)));
    draw(&mut input, 40, 4, &plain());
    input.scroll(6);
    let wide = rows(&mut input, 40, 4);
    let narrow = rows(&mut input, 30, 4);
    assert!(wide[0].starts_with("Words") || narrow[0].contains("words"), "{wide:?} {narrow:?}");
    assert_eq!(rows(&mut input, 40, 4).len(), 4);
}

#[test]
fn a_field_that_grows_asks_how_many_rows_it_takes() {
    let input = given("|The newsletter goes out\non Monday", true);
    assert_eq!((input.rows_at(12, 9), input.rows_at(40, 9), input.rows_at(12, 3)), (4, 2, 3));
    assert_eq!(given("|The newsletter goes out", false).rows_at(5, 9), 1);
}

#[test]
fn a_click_finds_its_character_and_a_drag_selects() {
    let mut input = given("|The newsletter goes out\non Monday", true);
    draw(&mut input, 12, 4, &plain());
    input.click(2, 1, Anchor::Drop);
    input.click(30, 2, Anchor::Keep);
    assert_eq!(super::marked(&input), "The ne^wsletter goes out|\non Monday");
    input.click(3, 9, Anchor::Drop);
    assert_eq!(super::marked(&input), "The newsletter goes out\non |Monday");
    input.click_word(5, 1);
    assert_eq!(input.selected_text(), Some("newsletter"));
}

#[test]
fn markdown_is_coloured_with_modifiers_too() {
    let own = MarkdownStyle::default();
    let markdown = MarkdownStyle {
        heading: own.heading.fg(Color::Cyan),
        link_address: own.link_address.dim(),
        comment: own.comment.fg(Color::DarkGray),
        ..own
    };
    let style = InputStyle { markdown: Some(markdown), ..plain() };
    let mut input = Editing::many_lines("## New\n- *a* [b](c)\n<!-- d\ne -->");
    let (buf, _) = draw(&mut input, 14, 4, &style);
    let heading = buf[(0, 0)].style();
    assert_eq!(heading.fg, Some(Color::Cyan));
    assert!(heading.add_modifier.contains(Modifier::BOLD));
    assert!(buf[(3, 1)].modifier.contains(Modifier::ITALIC));
    assert!(buf[(7, 1)].modifier.contains(Modifier::UNDERLINED));
    assert!(buf[(10, 1)].modifier.contains(Modifier::DIM));
    assert_eq!(buf[(0, 3)].fg, Color::DarkGray);
    assert_eq!(buf[(8, 3)].fg, Color::Reset);
    // The state of the lines out of sight counts.
    input.scroll(1);
    let (buf, _) = draw(&mut input, 14, 1, &style);
    assert_eq!(buf[(0, 0)].symbol(), "#");
    input.set_cursor(input.text().len());
    let (buf, _) = draw(&mut input, 14, 1, &style);
    assert_eq!((buf[(0, 0)].symbol(), buf[(0, 0)].fg), ("e", Color::DarkGray));
}

#[test]
fn a_selection_is_one_bar_over_markdown_and_marks() {
    let own = MarkdownStyle::default();
    let markdown = MarkdownStyle { link_text: own.link_text.fg(Color::Green), ..own };
    let bar = Style::new().fg(Color::Black).bg(Color::Cyan);
    let style = InputStyle { markdown: Some(markdown), selection: bar, ..plain() };
    let mut input = given("on |[a](b) he^re", true);
    let area = Rect::new(0, 0, 16, 1);
    let mut buf = Buffer::empty(area);
    let marks = [(Span::new(10, 14), Style::new().fg(Color::Yellow))];
    input.input.render_marked(&input.text, area, &mut buf, &style, &marks);
    for x in 3..12 {
        assert_eq!((buf[(x, 0)].fg, buf[(x, 0)].bg), (Color::Black, Color::Cyan), "column {x}");
    }
    assert_eq!((buf[(12, 0)].fg, buf[(12, 0)].bg), (Color::Yellow, Color::Reset));
}

#[test]
fn marks_of_the_caller_are_drawn_over_the_text() {
    let mut input = given("|find me here", true);
    let area = Rect::new(0, 0, 13, 1);
    let mut buf = Buffer::empty(area);
    input.input.render_marked(
        &input.text,
        area,
        &mut buf,
        &plain(),
        &[(Span::new(5, 7), Style::new().bold())],
    );
    assert_eq!(buf, Buffer::with_lines([Line::from(vec!["find ".into(), "me".bold(), " here ".into()])]));
}

#[test]
fn a_line_of_a_megabyte_is_edited_and_drawn_like_any_other() {
    let mut input = Editing::many_lines(format!("before\n{}\nafter", "lorem ipsum 👩‍🚀 ".repeat(60_000)));
    let style = InputStyle { markdown: Some(MarkdownStyle::default()), ..plain() };
    for keys in ["C-end", "up", "home", "x", "end", "x", "up", "pgup", "pgdn", "S-left", "C-left", "bs"] {
        press(&mut input, keys);
        assert!(draw(&mut input, 80, 24, &style).1.is_some(), "{keys}");
    }
    let mut field = Editing::one_line("é漢 ".repeat(200_000));
    for keys in ["home", "end", "left", "C-left", "x"] {
        press(&mut field, keys);
        assert!(draw(&mut field, 80, 1, &style).1.is_some(), "{keys}");
    }
}
