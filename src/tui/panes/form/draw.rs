//! Drawing of a form: its fields with labels and notes, and the Markdown below them.

use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use ratatui::text::{Line, Span as Piece};
use ratatui::widgets::Paragraph;

use super::{FieldInput, FormView};
use crate::draft::Draft;
use crate::outline::{Fill, Input, Role};
use crate::profile::SlotKind;
use crate::text::Span;
use crate::tui::app::session::{FieldNote, Session};
use crate::tui::overlays::draw_line;
use crate::tui::panes::image_pane::{Shown, draw_note};
use crate::tui::theme::Theme;

const LABEL_WIDTH: u16 = 26;
/// The width of a number or version that has a note beside it.
const FACT_WIDTH: u16 = 16;
/// A field of many lines grows up to this many rows.
const MOST_ROWS: u16 = 9;

impl FormView {
    /// Draws the form and returns the position of the cursor.
    pub fn draw(
        &mut self,
        frame: &mut Frame<'_>,
        area: Rect,
        session: &Session,
        shown: Option<Shown<'_>>,
        theme: &Theme,
        focused: bool,
    ) -> Option<Position> {
        let notes: Vec<Option<FieldNote>> = self
            .inputs
            .iter()
            .map(|one| {
                if self.kind == SlotKind::Facts {
                    return session.fact_note(&one.field);
                }
                let dest = *one.field.spans.first().filter(|_| one.field.input == Input::Path)?;
                // The sign of the label shows that no image is named yet.
                let is_open = one.field.fill != Fill::Written && session.image_info(dest).is_none();
                // Without a row for the note of a path that is being typed, the fields below would move up
                // and down with each key.
                let unknown = || session.is_unchecked(dest).then(FieldNote::default);
                session.image_note(dest).or_else(unknown).filter(|_| !is_open)
            })
            .collect();
        let heights = self.heights(area.width, &notes, &session.draft);
        let mut preview_height = if area.height >= 14 { (area.height / 3).max(5) } else { 0 };
        if shown.is_some() && preview_height > 0 {
            // An image gets the rows that the fields leave.
            let fields: u16 = heights.iter().sum();
            preview_height = preview_height.max(area.height.saturating_sub(fields + 1));
        }
        let form = Rect { height: area.height - preview_height, ..area };
        let cursor = self.draw_fields(frame, form, &heights, &notes, &session.draft, theme);
        if preview_height > 0 {
            let line = Rect { y: form.bottom(), height: 1, ..area };
            let rule = format!("── Markdown {}", "─".repeat(usize::from(area.width.saturating_sub(12))));
            frame.render_widget(Paragraph::new(rule).style(theme.dim), line);
            let mut under = Rect { y: form.bottom() + 1, height: preview_height - 1, ..area };
            if let Some((shown, (text, image))) = shown.zip(Shown::beside(under)) {
                under = text;
                shown.draw(frame, image, theme);
            }
            // Whole lines, around the field in focus.
            let text = session.draft.text();
            let before = text.get(..self.span.start).unwrap_or("");
            let after = text.get(self.span.end..).unwrap_or("");
            let start = before.rfind('\n').map_or(0, |at| at + 1);
            let end = after.find('\n').map_or(text.len(), |at| self.span.end + at);
            let text = session.draft.slice(Span::new(start, end));
            self.preview.forget_text();
            let place = self.inputs.get(self.focus).and_then(|one| one.field.spans.first());
            self.preview.set_cursor(place.map_or(0, |span| span.start.saturating_sub(start)));
            self.preview.render(text, under, frame.buffer_mut(), &theme.input(true));
        }
        cursor.filter(|_| focused)
    }

    /// The height of each field in rows.
    fn heights(&self, width: u16, notes: &[Option<FieldNote>], draft: &Draft) -> Vec<u16> {
        let width = width.saturating_sub(LABEL_WIDTH.min(width / 3) + 1);
        let height = |(n, (one, note)): (usize, (&FieldInput, &Option<FieldNote>))| {
            // One row more for the note of an image, and one between the rows of a list.
            one.rows_at(width, MOST_ROWS, draft)
                + u16::from(note.is_some() && !stands_beside(one))
                + u16::from(n > 0 && one.row.is_some() && begins_row(one))
        };
        self.inputs.iter().zip(notes).enumerate().map(height).collect()
    }

    fn draw_fields(
        &mut self,
        frame: &mut Frame<'_>,
        area: Rect,
        heights: &[u16],
        notes: &[Option<FieldNote>],
        draft: &Draft,
        theme: &Theme,
    ) -> Option<Position> {
        if self.inputs.is_empty() {
            let text = "This list has no lines yet. Ctrl-N adds one.";
            frame.render_widget(Paragraph::new(text).style(theme.dim), area);
            return None;
        }
        let label_width = LABEL_WIDTH.min(area.width / 3);
        let width = area.width.saturating_sub(label_width + 1);
        let top: u16 = heights[..self.focus].iter().sum();
        let bottom = top + heights[self.focus];
        if top < self.offset {
            self.offset = top;
        }
        if bottom > self.offset + area.height {
            self.offset = bottom.saturating_sub(area.height);
        }
        let total: u16 = heights.iter().sum();
        let mut y = 0u16;
        let mut cursor = None;
        for (n, one) in self.inputs.iter_mut().enumerate() {
            let start = y;
            y += heights[n];
            one.area = Rect::default();
            if y <= self.offset || start >= self.offset + area.height {
                continue;
            }
            let (beside, below) = match &notes[n] {
                Some(note) if stands_beside(one) => (Some(note), None),
                note => (None, note.as_ref()),
            };
            let noted = u16::from(below.is_some());
            let gap = u16::from(heights[n] - noted > 1 && !one.input.is_multiline());
            let shown =
                area.y + start.saturating_sub(self.offset) + if start >= self.offset { gap } else { 0 };
            let height = (y.min(self.offset + area.height) - start.max(self.offset))
                .saturating_sub(if start >= self.offset { gap } else { 0 });
            if height == 0 {
                continue;
            }
            // The note of an image stays visible when its path is scrolled out.
            let own = if noted > 0 { u16::from(start >= self.offset) } else { height };
            if let Some(note) = below.filter(|_| height > own) {
                let place = Rect { x: area.x + label_width + 1, y: shown + own, width, height: 1 };
                draw_note(frame, place, note, theme);
            }
            if own == 0 {
                continue;
            }
            let height = height.min(own);
            let label = Rect { x: area.x, y: shown, width: label_width, height: 1 };
            draw_label(frame, label, one, n == self.focus, theme);
            one.area = Rect { x: area.x + label_width + 1, y: shown, width, height };
            if let Some(note) = beside.filter(|_| width > FACT_WIDTH) {
                one.area.width = FACT_WIDTH;
                let x = one.area.right() + 1;
                let place = Rect { x, y: shown, width: (area.x + area.width).saturating_sub(x), height: 1 };
                draw_note(frame, place, note, theme);
            }
            let style = theme.input(one.field.takes_lines());
            let position = one.draw(frame.buffer_mut(), &style, draft);
            if n == self.focus {
                cursor = position;
            }
        }
        if total > self.offset + area.height && area.width > 8 {
            let place = Rect { x: area.right() - 7, y: area.bottom() - 1, width: 7, height: 1 };
            frame.render_widget(Paragraph::new(" ↓ more").style(theme.dim), place);
        }
        cursor
    }
}

/// True for values that are short enough for a note on their line.
fn stands_beside(one: &FieldInput) -> bool {
    one.field.input != Input::Path
}

/// True for the first field of a row of a list.
fn begins_row(one: &FieldInput) -> bool {
    matches!(one.field.role, Role::Title | Role::Name)
}

fn draw_label(frame: &mut Frame<'_>, area: Rect, one: &FieldInput, focused: bool, theme: &Theme) {
    let (sign, style) = match one.field.fill {
        Fill::Written => ("●", theme.good),
        Fill::Mixed => ("◐", theme.warn),
        Fill::Placeholder => ("○", theme.warn),
        Fill::Missing if one.field.required => ("○", theme.warn),
        Fill::Missing => (" ", theme.dim),
    };
    let name = match one.row {
        Some(row) if begins_row(one) => format!("{} {}", row + 1, one.field.name),
        Some(_) => format!("  {}", one.field.name),
        None => one.field.name.to_string(),
    };
    let label = if focused { theme.selected } else { theme.text };
    draw_line(
        frame,
        area,
        Line::from(vec![Piece::styled(format!("{sign} "), style), Piece::styled(name, label)]),
    );
}
