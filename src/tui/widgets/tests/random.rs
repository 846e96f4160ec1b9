use super::super::{Anchor, EditCommand, InputStyle, MarkdownStyle, Motion};
use super::Editing;
use crate::text::{Edits, Span};
use proptest::prelude::*;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use unicode_segmentation::GraphemeCursor;
use unicode_width::UnicodeWidthStr as _;

fn pieces() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "a",
        "Word",
        " ",
        "  ",
        "\n",
        "\r\n",
        "\r",
        "\t",
        "é",
        "e\u{301}",
        "\u{301}",
        "漢字",
        "👨‍👩‍👧",
        "🇩🇪",
        "🇩",
        "\u{200d}",
        "\u{202e}",
        "\u{1b}",
        "\u{feff}",
        "क्षि",
        "ﾞ",
        "https://example.org/a-long_address?x=1",
        "**b**",
        "[x](y)",
        "`c`",
        "<!--",
        "-->",
        "---",
        "```",
        "# H",
        "> q",
        "![",
        "](",
        "- [ ] ",
        "*",
        "_",
        "\\",
    ]);
    prop::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}

fn motions() -> impl Strategy<Value = Motion> {
    use Motion::*;
    prop::sample::select(vec![
        Left, Right, WordLeft, WordRight, Up, Down, LineStart, LineEnd, PageUp, PageDown, TextStart, TextEnd,
    ])
}

#[derive(Clone, Debug)]
enum Step {
    Command(EditCommand),
    Click(u16, u16, bool),
    Scroll(i32),
    Render(u16, u16),
    External(usize, usize, String),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    use EditCommand::*;
    let plain = prop::sample::select(vec![
        Newline,
        Backspace,
        Delete,
        DeleteWordBack,
        DeleteWordForward,
        DeleteToLineEnd,
        DeleteToLineStart,
        SelectAll,
        Copy,
        Cut,
    ]);
    let command = prop_oneof![
        4 => (motions(), any::<bool>()).prop_map(|(motion, shift)| Move(motion, Anchor::held(shift))),
        3 => plain,
        2 => prop::sample::select(vec!['x', ' ', '\n', '\r', '\u{301}', '\u{200d}', '🇩', '👩', '\t']).prop_map(Insert),
        1 => pieces().prop_map(Paste),
    ];
    let step = prop_oneof![
        8 => command.prop_map(Step::Command),
        1 => (0..40u16, 0..12u16, any::<bool>()).prop_map(|(x, y, select)| Step::Click(x, y, select)),
        1 => (-9..9i32).prop_map(Step::Scroll),
        3 => (0..24u16, 0..7u16).prop_map(|(width, height)| Step::Render(width, height)),
        1 => (0..60usize, 0..9usize, pieces()).prop_map(|(at, length, text)| Step::External(at, length, text)),
    ];
    prop::collection::vec(step, 0..40)
}

fn is_boundary(text: &str, at: usize) -> bool {
    text.is_char_boundary(at) && GraphemeCursor::new(at, text.len(), true).is_boundary(text, 0).unwrap()
}

fn draw(input: &mut Editing, width: u16, height: u16) {
    let screen = Rect::new(0, 0, 30, 9);
    let area = Rect::new(3, 1, width, height);
    let mut buf = Buffer::filled(screen, ratatui::buffer::Cell::new("#"));
    let style = InputStyle { markdown: Some(MarkdownStyle::default()), ..InputStyle::default() };
    let cursor = input.render(area, &mut buf, &style);
    assert!(
        cursor.is_some() || area.is_empty() || !input.input.follows_cursor,
        "no cursor in {area}, {input:?}"
    );
    if let Some(cursor) = cursor {
        assert!(area.contains(cursor), "{cursor} not in {area}");
    }
    for position in screen.positions().filter(|position| !area.contains(*position)) {
        assert_eq!(buf[position].symbol(), "#", "drawn outside of the area at {position}");
    }
    for position in area.positions() {
        let symbol = buf[position].symbol();
        assert!(!symbol.contains(char::is_control), "a control character at {position}");
        let right = usize::from(position.x) + symbol.width();
        assert!(right <= usize::from(area.right()), "{symbol:?} at {position} reaches out of {area}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn any_commands_keep_text_cursor_and_edits_in_step(text in pieces(), multiline in any::<bool>(), steps in steps()) {
        let mut input = if multiline { Editing::many_lines(text) } else { Editing::one_line(text) };
        for step in steps {
            let old = input.text().to_owned();
            match step {
                Step::Command(command) => {
                    if let Some(edits) = input.edit(command) {
                        prop_assert_eq!(&edits.apply(&old), input.text());
                        prop_assert_eq!(edits.invert(&old).apply(input.text()), old);
                    } else {
                        prop_assert_eq!(&old, input.text());
                    }
                }
                Step::Click(x, y, shift) => input.click(x, y, Anchor::held(shift)),
                Step::Scroll(rows) => input.scroll(rows),
                Step::Render(width, height) => draw(&mut input, width, height),
                Step::External(at, length, insert) => {
                    let start = super::super::place::floor(&old, at);
                    let end = super::super::place::ceil(&old, start + length);
                    input.apply_external(&Edits::replace(Span::new(start, end), insert));
                }
            }
            prop_assert!(is_boundary(input.text(), input.cursor()), "{:?}", input);
            prop_assert!(input.input.anchor.is_none_or(|anchor| is_boundary(input.text(), anchor)), "{:?}", input);
            if let Some(span) = input.input.selection() {
                prop_assert!(!span.is_empty());
            }
        }
    }

    #[test]
    fn every_row_follows_the_one_before(text in pieces(), width in 0..30usize) {
        let rows = super::super::layout::Walk::new(&text, 0, width).rows(usize::MAX);
        prop_assert_eq!(rows[0].span.start, 0);
        prop_assert_eq!(rows[rows.len() - 1].span.end, text.len());
        for pair in rows.windows(2) {
            let between = &text[pair[0].span.end..pair[1].span.start];
            let fits = if pair[0].ends_line { matches!(between, "\n" | "\r\n") } else { between.is_empty() };
            prop_assert!(fits, "{between:?} between {pair:?}");
        }
        for row in &rows {
            prop_assert!(is_boundary(&text, row.span.start) && is_boundary(&text, row.span.end));
            let column = row.column(&text, row.span.end);
            prop_assert!(width < 16 || column <= width, "{column} cells in {width} columns");
        }
    }
}
