//! A text that is not part of the draft, such as a commit message, in a `TextArea` of its own.

use super::command::{EditCommand, command_for, is_for_desktop};
use super::layout::Row;
use super::markdown_scan::Checkpoints;
use super::paint::{Visible, patch};
use super::unit::Tabs;
use super::view::InputStyle;
use crate::text::{Coalesce, Edits, History, Span, Step, StepKind};
use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use ratatui::buffer::{Buffer, CellWidth as _};
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use ratatui::text::Line;
use ratatui::widgets::Widget as _;
use tui_textarea::{CursorMove, TextArea, WrapMode};
use unicode_segmentation::UnicodeSegmentation as _;

/// One line or several with the keys of `TextArea`. As everywhere in the program, Ctrl-U deletes to the
/// start of the line, and undo takes back a word.
#[derive(Clone, Debug)]
pub struct TextBox {
    area: TextArea<'static>,
    history: History,
    multiline: bool,
    placeholder: String,
}

impl TextBox {
    /// A box of one line, with the cursor behind its text.
    pub fn one_line(text: &str) -> Self {
        let mut text_box = Self::new(text, false);
        text_box.area.move_cursor(CursorMove::End);
        text_box
    }

    /// A box of several lines, with the cursor before its text.
    pub fn many_lines(text: &str) -> Self {
        Self::new(text, true)
    }

    fn new(text: &str, multiline: bool) -> Self {
        let lines = if multiline { text.split('\n').map(printable).collect() } else { vec![one_line(text)] };
        let mut area = TextArea::new(lines);
        area.set_wrap_mode(if multiline { WrapMode::WordOrGlyph } else { WrapMode::None });
        area.set_style(Style::default());
        area.set_cursor_line_style(Style::default());
        area.set_selection_style(InputStyle::default().selection);
        // The terminal's own cursor is shown.
        area.set_cursor_style(Style::default());
        Self { area, history: History::default(), multiline, placeholder: String::new() }
    }

    /// Sets the hint for the empty box.
    pub fn set_placeholder(&mut self, placeholder: impl Into<String>) {
        self.placeholder = placeholder.into();
    }

    /// The box with a hint for when it is empty.
    #[must_use]
    pub fn with_placeholder(mut self, placeholder: impl Into<String>) -> Self {
        self.set_placeholder(placeholder);
        self
    }

    pub fn text(&self) -> String {
        self.area.lines().join("\n")
    }

    /// The first line: the whole text of a box of one line.
    pub fn line(&self) -> &str {
        self.area.lines().first().map_or("", String::as_str)
    }

    /// Replaces the text and forgets the undo history.
    pub fn set_text(&mut self, text: &str) {
        self.area = Self::new(text, self.multiline).area;
        self.history = History::default();
        self.cursor_to_end();
    }

    pub fn cursor_to_end(&mut self) {
        self.area.move_cursor(CursorMove::Bottom);
        self.area.move_cursor(CursorMove::End);
    }

    pub fn cursor_to_end_of_line(&mut self) {
        self.area.move_cursor(CursorMove::End);
    }

    /// Handles a key. Tab and, in a box of one line, Enter are left to the surrounding view.
    pub fn key(&mut self, key: KeyEvent) {
        if !is_for_desktop(key) {
            self.edit(key);
            self.style_cursor();
        }
    }

    /// Draws the cursor's cell as the rest of a selection that it is part of.
    fn style_cursor(&mut self) {
        let selects = self.area.selection_range().is_some_and(|(start, end)| start != end);
        self.area.set_cursor_style(if selects { InputStyle::default().selection } else { Style::default() });
    }

    fn edit(&mut self, key: KeyEvent) {
        let step = match (key.code, key.modifiers) {
            (KeyCode::Char('u'), KeyModifiers::ALT) => Some(self.history.undo()),
            // Ctrl-_ of readline: terminals send one byte for it, for Ctrl-/ and for Ctrl-7.
            (KeyCode::Char('_' | '/' | '7'), KeyModifiers::CONTROL) => Some(self.history.undo()),
            (KeyCode::Char('r'), KeyModifiers::ALT) => Some(self.history.redo()),
            (KeyCode::Char('y'), KeyModifiers::CONTROL) => Some(self.history.redo()),
            _ => None,
        };
        match step {
            Some(step) => self.walk(step),
            None => self.change(Coalesce::Typing, |text_box| text_box.type_key(key)),
        }
    }

    /// Makes a change and records it.
    fn change(&mut self, coalesce: Coalesce, change: impl FnOnce(&mut Self)) {
        let before = self.text();
        change(self);
        let after = self.text();
        if before == after {
            // The cursor was moved: what is typed there is another step.
            return self.history.seal();
        }
        self.history.record(&before, &Edits::between(&before, &after), coalesce);
    }

    /// Makes the changes of an undo or redo. The cursor goes to the end of the last one.
    fn walk(&mut self, step: Option<Step>) {
        let changes = step.map_or(Vec::new(), |step| step.changes);
        let Some(last) = changes.last().and_then(|change| change.edits.iter().last()) else { return };
        let end = last.span.start + last.text.len();
        let text = changes.iter().fold(self.text(), |text, change| change.edits.apply(&text));
        let before = text.get(..end).unwrap_or("");
        let line = before.matches('\n').count();
        let column = before.rsplit('\n').next().unwrap_or("").chars().count();
        self.area = Self::new(&text, self.multiline).area;
        self.area.move_cursor(CursorMove::Jump(line as u16, column as u16));
    }

    fn type_key(&mut self, key: KeyEvent) {
        match (key.code, command_for(key)) {
            (KeyCode::Tab | KeyCode::BackTab, _) => {}
            // `TextArea` deletes text at Ctrl-J, which a terminal also sends for a pasted line break.
            (_, Some(EditCommand::Newline)) => {
                if self.multiline {
                    self.area.insert_newline();
                }
            }
            // `TextArea` ignores the characters that AltGr types.
            (_, Some(EditCommand::Insert(c))) if !c.is_control() => self.area.insert_char(c),
            // At the start of a line, `TextArea` would join it with the line before.
            (_, Some(EditCommand::DeleteToLineStart)) if self.area.cursor().1 == 0 => {}
            (_, Some(EditCommand::DeleteToLineStart)) => drop(self.area.delete_line_by_head()),
            // `TextArea` deletes by `char`, which leaves half of a flag.
            (_, Some(EditCommand::Backspace)) if self.area.selection_range().is_none() => {
                for _ in 0..self.chars_before().max(1) {
                    self.area.delete_char();
                }
            }
            (_, Some(EditCommand::SelectAll)) => self.area.select_all(),
            (_, Some(EditCommand::CutOrDeleteWordBack)) if self.area.selection_range().is_some() => {
                self.area.cut();
            }
            // `TextArea` cuts at Ctrl-X, which opens the menu in texts of the draft.
            (KeyCode::Char('x'), _) if key.modifiers == KeyModifiers::CONTROL => {}
            // `TextArea` scrolls at Ctrl-V.
            (KeyCode::Char('v'), _) if key.modifiers == KeyModifiers::CONTROL => drop(self.area.paste()),
            (KeyCode::Char('m'), None) if !self.multiline => {}
            _ => drop(self.area.input(key)),
        }
    }

    /// The number of `char`s in the character before the cursor, as a reader counts characters.
    fn chars_before(&self) -> usize {
        let cursor = self.area.cursor();
        let line = self.area.lines().get(cursor.0).map_or("", String::as_str);
        prefix(line, cursor.1).graphemes(true).next_back().map_or(0, |last| last.chars().count())
    }

    /// Inserts text. In a box of one line, its line breaks become spaces.
    pub fn paste(&mut self, text: &str) {
        self.change(Coalesce::No(StepKind::Typing), |text_box| text_box.insert(text));
    }

    fn insert(&mut self, text: &str) {
        let lines = text.replace("\r\n", "\n").replace('\r', "\n");
        if self.multiline {
            let lines: Vec<String> = lines.split('\n').map(printable).collect();
            self.area.insert_str(lines.join("\n"));
        } else {
            self.area.insert_str(one_line(&lines));
        }
        self.style_cursor();
    }

    /// Draws the box and returns the position of the terminal's cursor.
    pub fn render(&self, area: Rect, buf: &mut Buffer, style: &InputStyle) -> Option<Position> {
        let area = area.intersection(buf.area);
        if area.is_empty() {
            return None;
        }
        buf.set_style(area, style.text);
        if self.area.is_empty() {
            Line::styled(self.placeholder.as_str(), style.placeholder).render(area, buf);
            return Some(area.as_position());
        }
        // The last column of a wrapped text is free for the cursor.
        let free = u16::from(self.multiline && area.width > 1);
        let text_area = Rect { width: area.width - free, ..area };
        (&self.area).render(text_area, buf);
        if let Some(markdown) = style.markdown {
            let text = self.text();
            let rows = self.rows(area.height);
            let marks = markdown.marks(&text, &rows, &mut Checkpoints::default());
            patch(Visible { text: &text, rows: &rows, tabs: Tabs::Expanded }, area, &marks, buf);
        }
        self.cursor_position(area)
    }

    /// The rows that were drawn, as spans of the whole text.
    fn rows(&self, height: u16) -> Vec<Row> {
        let top = usize::from(self.area.scroll_offset().0);
        let starts: Vec<usize> = (top..=top + usize::from(height)).map(|row| self.row_start(row)).collect();
        let mut rows: Vec<Row> = Vec::new();
        for pair in starts.windows(2) {
            let (start, line) = (pair[0], self.line_end(pair[0]));
            let ends_line = pair[1] > line || pair[1] == start;
            rows.push(Row { span: Span::new(start, if ends_line { line } else { pair[1] }), ends_line });
            if pair[1] == start {
                break;
            }
        }
        rows
    }

    /// The byte offset in the whole text of a row's start.
    fn row_start(&self, row: usize) -> usize {
        let start = self.area.screen_to_data(row, 0);
        let lines = self.area.lines();
        let before: usize = lines.iter().take(start.0).map(|line| line.len() + 1).sum();
        before + lines.get(start.0).map_or(0, |line| prefix(line, start.1).len())
    }

    /// The end of the line of the whole text that `offset` is in.
    fn line_end(&self, offset: usize) -> usize {
        let mut end = 0;
        for line in self.area.lines() {
            end += line.len();
            if offset <= end {
                break;
            }
            end += 1;
        }
        end
    }

    fn cursor_position(&self, area: Rect) -> Option<Position> {
        let cursor = self.area.screen_cursor();
        let (top, left) = self.area.scroll_offset();
        let row_start = self.area.screen_to_data(cursor.row, 0);
        let line = self.area.lines().get(row_start.0)?;
        let row = prefix(line, self.area.cursor().1).get(prefix(line, row_start.1).len()..).unwrap_or("");
        // `TextArea` counts each character of a joined emoji; this counts the cells that are drawn.
        let column = row.graphemes(true).fold(0, |x, cluster| match cluster {
            "\t" => x + 4 - x % 4,
            _ => x + usize::from(cluster.cell_width()),
        });
        let x = u16::try_from(column).ok()?.saturating_sub(left).min(area.width - 1);
        let y = u16::try_from(cursor.row).ok()?.saturating_sub(top).min(area.height - 1);
        Some(Position::new(area.x + x, area.y + y))
    }
}

/// The first `count` characters of a line.
fn prefix(line: &str, count: usize) -> &str {
    let end = line.char_indices().nth(count).map_or(line.len(), |(at, _)| at);
    &line[..end]
}

/// A line without control characters: `TextArea` draws none, so they would be invisible.
fn printable(line: &str) -> String {
    line.chars().filter(|c| !c.is_control() || *c == '\t').collect()
}

fn one_line(text: &str) -> String {
    printable(&text.trim_end_matches('\n').replace('\n', " "))
}
