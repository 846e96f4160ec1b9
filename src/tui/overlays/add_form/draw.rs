//! Draws the form, and below it the list of sections or what the item makes.

use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use ratatui::text::{Line, Span as Piece};
use ratatui::widgets::{Paragraph, Wrap};

use super::{AddForm, SECTION, TEXT};
use crate::desk::Credit;
use crate::tui::action::Action;
use crate::tui::overlays::{draw_line, hints, popup};
use crate::tui::theme::Theme;

const LABEL_WIDTH: u16 = 10;
/// Rows of the field for the text.
const TEXT_ROWS: u16 = 3;

impl AddForm {
    pub fn draw(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme) -> Option<Position> {
        let title = format!("Contribute to {}", self.draft);
        let inner = popup(frame, area, area.width, area.height, &title, theme);
        let (cursor, y) = self.draw_fields(frame, inner, theme);
        let foot = Rect { y: inner.bottom().saturating_sub(1), height: 1.min(inner.height), ..inner };
        let body = Rect { y: y + 1, height: foot.y.saturating_sub(y + 1), ..inner }.intersection(inner);
        if self.focus == SECTION {
            // The last row shows how many sections are below.
            let list = Rect { height: body.height.saturating_sub(1), ..body };
            self.section.draw_list(frame, list, theme);
        } else {
            frame.render_widget(Paragraph::new(self.lines(theme)).wrap(Wrap { trim: false }), body);
        }
        match &self.message {
            Some(message) => draw_line(frame, foot, Line::styled(message.as_str(), theme.bad)),
            None => draw_line(frame, foot, self.hints(theme)),
        }
        cursor
    }

    /// Draws the fields, and returns the cursor and the row below them.
    fn draw_fields(&self, frame: &mut Frame<'_>, inner: Rect, theme: &Theme) -> (Option<Position>, u16) {
        let (mut cursor, mut y) = (None, inner.y);
        let rows_of = |at: usize| if at == TEXT { TEXT_ROWS } else { 1 };
        // On a small screen, the fields above the one in focus make room.
        let room = inner.height.saturating_sub(1);
        let is_in_view = |first: &usize| (*first..=self.focus).map(rows_of).sum::<u16>() <= room;
        let first = (SECTION..=self.focus).find(is_in_view).unwrap_or(self.focus);
        for (at, label) in self.labels().enumerate().skip(first) {
            let rows = rows_of(at);
            let row = Rect { y, height: rows, ..inner }.intersection(inner);
            let is_focused = at == self.focus;
            let style = if is_focused { theme.selected } else { theme.title };
            draw_line(frame, row, Line::from(Piece::styled(label, style)));
            let x = row.x + LABEL_WIDTH.min(row.width);
            let field = Rect { x, width: row.width.saturating_sub(LABEL_WIDTH), ..row };
            let drawn = if at == SECTION {
                self.section.draw(frame, field, is_focused, theme)
            } else {
                self.inputs[at].render(field, frame.buffer_mut(), &theme.input(at == TEXT))
            };
            cursor = drawn.filter(|_| is_focused).or(cursor);
            y += rows;
        }
        (cursor, y)
    }

    /// The labels of the fields, which end with the last one that the section needs.
    fn labels(&self) -> impl Iterator<Item = &'static str> {
        let all = ["Section", "Address", "Title", "Text", "Image", self.credit().0, "Date", "Place"];
        all.into_iter().take(self.last() + 1)
    }

    /// The label of the last field, and its placeholder.
    pub(super) fn credit(&self) -> (&'static str, &'static str) {
        match self.section.chosen().map(|section| section.credit) {
            Some(Credit::Author) => ("Author", "who wrote it"),
            Some(Credit::Source) | None => ("Source", "the site's name"),
        }
    }

    fn hints(&self, theme: &Theme) -> Line<'static> {
        let next = if self.focus == SECTION { Action::AddTakeSection } else { Action::AddNext };
        let actions = [
            (next, "next"),
            (Action::AddCommit, "commit"),
            (Action::AddPush, "commit and push"),
            (Action::CloseAdd, "leave"),
        ];
        hints(&self.keys, &actions, theme)
    }

    /// The item's Markdown, and its problems.
    fn lines(&self, theme: &Theme) -> Vec<Line<'_>> {
        let Some(preview) = &self.preview else {
            return vec![Line::styled("The item's Markdown appears here.", theme.dim)];
        };
        let mut lines: Vec<Line<'_>> = preview.markdown.lines().map(Line::raw).collect();
        lines.push(Line::default());
        if preview.report.problems.is_empty() {
            lines.push(Line::styled("✓ no problems", theme.good));
        }
        for problem in &preview.report.problems {
            let text = format!("{} {} [{}]", problem.severity.sign(), problem.message, problem.rule);
            lines.push(Line::styled(text, theme.severity(problem.severity)));
        }
        lines
    }
}
