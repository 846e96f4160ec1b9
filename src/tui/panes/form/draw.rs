//! Drawing of a form: its fields with labels and notes, and the Markdown below them.

use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use ratatui::text::{Line, Span as Piece};
use ratatui::widgets::Paragraph;
use unicode_width::UnicodeWidthStr as _;

use super::rows::{Notes, Rows};
use super::{FieldInput, FormView, begins_row};
use crate::draft::Draft;
use crate::outline::Fill;
use crate::text::Span;
use crate::tui::action::{Action, KeyContext, Keymap};
use crate::tui::app::session::Session;
use crate::tui::config::Config;
use crate::tui::overlays::draw_line;
use crate::tui::panes::image_pane::{Shown, draw_note};
use crate::tui::theme::Theme;
use crate::tui::widgets::wrap_words;

/// The columns of the labels: as many as the longest one needs, within these.
const LABELS: std::ops::RangeInclusive<u16> = 12..=17;
/// The width of a number or version that has a note beside it.
const FACT_WIDTH: u16 = 16;
/// A lower form has no Markdown below it.
const LEAST_HEIGHT: u16 = 14;
/// The rows of the Markdown with its title.
const LEAST_PREVIEW: u16 = 5;
/// The same beside an image, which shows nothing in fewer rows.
const LEAST_WITH_IMAGE: u16 = 9;

impl FormView {
    /// Draws the form and returns the position of the cursor.
    pub fn draw(
        &mut self,
        frame: &mut Frame<'_>,
        area: Rect,
        session: &Session,
        shown: Option<Shown<'_>>,
        config: &Config,
        focused: bool,
    ) -> Option<Position> {
        let theme = &config.theme;
        let notes = self.notes(session);
        let others = self.other_notes(area, session, theme);
        let below = Rect { y: area.bottom() - others.len() as u16, height: others.len() as u16, ..area };
        let area = Rect { height: area.height - below.height, ..area };
        frame.render_widget(Paragraph::new(others), below);
        let labels = self.label_width(area.width);
        let width = area.width.saturating_sub(labels + 1);
        let wanted =
            self.rows(width, area.height, &notes, &session.draft).iter().map(|one| one.total()).sum();
        let preview = preview_height(area.height, wanted, shown.is_some());
        let form = Rect { height: area.height - preview, ..area };
        let rows = self.rows(width, form.height, &notes, &session.draft);
        let theme = if focused { *theme } else { theme.elsewhere() };
        let place = Place { area: form, labels };
        let cursor = self.draw_fields(frame, place, (&rows, &notes), &session.draft, &config.keys, &theme);
        if preview > 0 {
            let place = Rect { y: form.bottom(), height: preview, ..area };
            self.draw_preview(frame, place, session, shown, &theme);
        }
        cursor.filter(|_| focused)
    }

    /// The problems that no field shows, in at most a quarter of the rows.
    fn other_notes(&self, area: Rect, session: &Session, theme: &Theme) -> Vec<Line<'static>> {
        let problems = self.other_problems(session);
        let mut lines: Vec<Line<'_>> = problems
            .flat_map(|one| {
                let text = format!("{} {}", one.severity.sign(), one.message);
                wrap_words([(text, theme.severity(one.severity))], area.width)
            })
            .collect();
        let room = usize::from(area.height / 4);
        let hidden = lines.len().saturating_sub(room);
        if hidden > 0 && room > 0 {
            lines.truncate(room - 1);
            lines.push(Line::styled(format!("↓ {} more", hidden + 1), theme.dim));
        }
        lines.truncate(room);
        lines
    }

    fn label_width(&self, width: u16) -> u16 {
        let longest = self.inputs.iter().map(|one| label(one).width() as u16 + 3).max().unwrap_or(0);
        longest.clamp(*LABELS.start(), *LABELS.end()).min(width / 3)
    }

    /// Draws the Markdown of the slot, and an image beside it.
    fn draw_preview(
        &mut self,
        frame: &mut Frame<'_>,
        area: Rect,
        session: &Session,
        shown: Option<Shown<'_>>,
        theme: &Theme,
    ) {
        let rule = format!("── Markdown {}", "─".repeat(usize::from(area.width.saturating_sub(12))));
        frame.render_widget(Paragraph::new(rule).style(theme.dim), Rect { height: 1, ..area });
        let mut under = Rect { y: area.y + 1, height: area.height - 1, ..area };
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

    fn draw_fields(
        &mut self,
        frame: &mut Frame<'_>,
        Place { area, labels }: Place,
        (rows, notes): (&[Rows], &[Notes]),
        draft: &Draft,
        keys: &Keymap,
        theme: &Theme,
    ) -> Option<Position> {
        if self.inputs.is_empty() {
            let add = keys.label_in(Action::AddRow, KeyContext::Form);
            let text = format!("This list has no lines yet. {add} adds one.");
            frame.render_widget(Paragraph::new(text).style(theme.dim), area);
            return None;
        }
        self.keep_focus_visible(rows, area.height);
        let values = Rect { x: area.x + labels + 1, width: area.width.saturating_sub(labels + 1), ..area };
        let view = View { area, values, offset: self.offset, theme };
        let mut cursor = None;
        let (mut above, mut below) = (0, 0);
        let mut y = 0;
        for (n, one) in self.inputs.iter_mut().enumerate() {
            let text = y + rows[n].gap;
            y += rows[n].total();
            one.area = view.part(text, rows[n].text);
            if let Some(note) = notes[n].beside.as_ref().filter(|_| one.area.width > FACT_WIDTH) {
                let place = Rect { x: one.area.x + FACT_WIDTH + 1, ..one.area };
                one.area.width = FACT_WIDTH;
                draw_note(
                    frame,
                    Rect { width: values.right().saturating_sub(place.x), ..place },
                    note,
                    theme,
                );
            }
            for (row, note) in (text + rows[n].text..).zip(&notes[n].below) {
                draw_note(frame, view.part(row, 1), note, theme);
            }
            match one.area.is_empty() {
                true if text < self.offset => above += 1,
                true => below += 1,
                false => {
                    let label = Rect { x: area.x, width: labels, ..one.area };
                    let position = draw_field(frame, label, one, n == self.focus, draft, theme);
                    cursor = position.filter(|_| n == self.focus).or(cursor);
                }
            }
        }
        view.draw_marks(frame, above, below);
        cursor
    }

    /// Scrolls so that the field in focus is visible.
    fn keep_focus_visible(&mut self, rows: &[Rows], height: u16) {
        let top: u16 = rows[..self.focus].iter().map(|one| one.total()).sum();
        let total: u16 = rows.iter().map(|one| one.total()).sum();
        let bottom = top + rows[self.focus].total();
        if bottom > self.offset + height {
            self.offset = bottom - height;
        }
        self.offset = self.offset.min(top).min(total.saturating_sub(height));
    }
}

/// Where the fields are drawn, and the columns of their labels.
#[derive(Clone, Copy, Debug)]
struct Place {
    area: Rect,
    labels: u16,
}

/// The part of a form that is on the screen.
struct View<'a> {
    area: Rect,
    /// The column of the values.
    values: Rect,
    /// The first visible row of the form.
    offset: u16,
    theme: &'a Theme,
}

impl View<'_> {
    /// The visible part of `count` rows of the form in the column of the values.
    fn part(&self, row: u16, count: u16) -> Rect {
        let start = row.max(self.offset);
        let end = (row + count).min(self.offset + self.area.height);
        if end <= start {
            return Rect::default();
        }
        Rect { y: self.area.y + start - self.offset, height: end - start, ..self.values }
    }

    /// Says how many fields are above and below.
    fn draw_marks(&self, frame: &mut Frame<'_>, above: usize, below: usize) {
        for (count, sign, y) in [(above, '↑', self.area.y), (below, '↓', self.area.bottom() - 1)] {
            let text = format!(" {sign} {count} more");
            let width = text.width() as u16;
            if count > 0 && self.area.width > width {
                let place = Rect { x: self.area.right() - width, y, width, height: 1 };
                frame.render_widget(Paragraph::new(text).style(self.theme.dim), place);
            }
        }
    }
}

/// The rows of the Markdown below a form that needs `wanted` rows. An image gets the rows that the
/// fields leave.
fn preview_height(height: u16, wanted: u16, has_image: bool) -> u16 {
    if height < LEAST_HEIGHT {
        return 0;
    }
    let left = height.saturating_sub(wanted);
    let usual = (height / 3).max(LEAST_PREVIEW);
    if has_image {
        left.max(usual).max(LEAST_WITH_IMAGE)
    } else {
        left.saturating_sub(1).clamp(LEAST_PREVIEW, usual)
    }
}

/// Draws a field beside its label, and the number of its rows that are not visible.
fn draw_field(
    frame: &mut Frame<'_>,
    label: Rect,
    one: &mut FieldInput,
    focused: bool,
    draft: &Draft,
    theme: &Theme,
) -> Option<Position> {
    draw_label(frame, Rect { height: 1, ..label }, one, focused, theme);
    let position = one.draw(frame.buffer_mut(), &theme.input(one.field.takes_lines()), draft);
    let (above, below) = one.hidden_rows(draft);
    if label.height == 1 && above + below > 0 {
        draw_hidden_beside(frame, label, one, above + below, theme);
    }
    let marks = [(above, '↑', label.y + 1), (below, '↓', label.bottom() - 1)];
    for (count, sign, y) in marks.into_iter().filter(|(count, _, y)| *count > 0 && *y > label.y) {
        let place = Rect { x: label.x, y, width: label.width, height: 1 };
        draw_line(frame, place, Line::styled(format!("  {sign} {count} more"), theme.dim));
    }
    position
}

/// Says in the row of the label how many rows a field hides that has no other row.
fn draw_hidden_beside(frame: &mut Frame<'_>, area: Rect, one: &FieldInput, hidden: usize, theme: &Theme) {
    let long = format!(" ↓ {hidden} more");
    let room = usize::from(area.width).saturating_sub(label(one).width() + 2);
    let text = if long.width() <= room { long } else { format!(" ↓ {hidden}") };
    let width = (text.width() as u16).min(area.width);
    draw_line(frame, Rect { x: area.right() - width, width, ..area }, Line::styled(text, theme.dim));
}

fn label(one: &FieldInput) -> String {
    match one.row {
        Some(row) if begins_row(one) => format!("{} {}", row + 1, one.field.name),
        Some(_) => format!("  {}", one.field.name),
        None => one.field.name.to_string(),
    }
}

fn draw_label(frame: &mut Frame<'_>, area: Rect, one: &FieldInput, focused: bool, theme: &Theme) {
    let (sign, style) = match one.field.fill {
        Fill::Written => ("●", theme.good),
        Fill::Mixed => ("◐", theme.warn),
        Fill::Placeholder => ("○", theme.warn),
        Fill::Missing if one.field.required => ("○", theme.warn),
        Fill::Missing => (" ", theme.dim),
    };
    let style_of_label = if focused { theme.selected } else { theme.text };
    let pieces = vec![Piece::styled(format!("{sign} "), style), Piece::styled(label(one), style_of_label)];
    draw_line(frame, area, Line::from(pieces));
}
