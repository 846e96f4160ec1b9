//! The work area while nothing is edited: what is selected, how far it is, and what can be done.

mod content;
mod page;

use std::ops::Range;

use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use ratatui::text::Text;
use unicode_segmentation::UnicodeSegmentation as _;
use unicode_width::UnicodeWidthStr as _;

use crate::tui::action::Action;
use crate::tui::app::context::Context;
use crate::tui::images::{Images, Means};
use crate::tui::overlays::rows_of;
use crate::tui::overlays::scroll::Scroll;
use crate::tui::panes::frame::{draw_frame, draw_marks};
use crate::tui::panes::hints;
use crate::tui::panes::image_pane::{Shown, below};
use crate::tui::panes::outline::Row;
use crate::tui::widgets::Anchor;

use content::{Content, image_of};
pub(crate) use content::{hints_of, title_of};

/// How far the preview is scrolled. Another selection begins at its top.
#[derive(Clone, Debug, Default)]
pub struct PreviewView {
    scrolled: Option<(Row, Scroll)>,
    selection: Option<Selection>,
}

/// The cells that are selected with the mouse.
#[derive(Clone, Debug)]
struct Selection {
    /// The first cell and the last one, as the mouse was moved.
    cells: (Position, Position),
    /// The text that the preview showed.
    text: String,
}

/// The parts of the preview's area.
struct Parts {
    text: Rect,
    hints: Rect,
}

impl Parts {
    /// A low area has no rows for hints: the last row of the screen shows the first ones.
    fn new(area: Rect, hints: usize) -> Parts {
        let height = if area.height >= 12 && hints > 0 { (hints as u16 + 1).min(area.height / 3) } else { 0 };
        let text = Rect { height: area.height - height, ..area };
        let hints = Rect { y: text.bottom() + 1, height: height.saturating_sub(1), ..area };
        Parts { text, hints }
    }
}

impl PreviewView {
    /// Scrolls a preview that was drawn in this area; returns false if the action is not a movement.
    pub fn navigate(
        &mut self,
        action: Option<Action>,
        subject: Row,
        area: Rect,
        context: &Context<'_>,
    ) -> bool {
        let Some(rows) = rows_of(action) else { return false };
        self.scroll(rows, subject, area, context);
        true
    }

    pub fn scroll(&mut self, rows: i32, subject: Row, area: Rect, context: &Context<'_>) {
        let content = Content::new(subject, context, area.width);
        let hints = hints::all_lines(context.pane_keys(), &content.hints, area.width, &context.config.theme);
        let height = Parts::new(area, hints.len()).text.height;
        let mut scroll = self.scroll_of(subject);
        scroll.by(rows, height, content.lines.len());
        self.scrolled = Some((subject, scroll));
    }

    /// Begins a selection at a cell of the screen, or extends it. `text` is the visible text.
    pub fn select(&mut self, at: Position, anchor: Anchor, text: String) {
        let old = self.selection.as_ref().filter(|_| anchor == Anchor::Keep);
        let start = old.map_or(at, |old| old.cells.0);
        self.selection = Some(Selection { cells: (start, at), text });
    }

    /// The text that a part is selected of.
    pub fn selected_in(&self) -> Option<&str> {
        self.selection.as_ref().map(|selection| selection.text.as_str())
    }

    /// The text that the preview shows in this area.
    pub fn visible_text(&self, subject: Row, area: Rect, context: &Context<'_>) -> String {
        let content = Content::new(subject, context, area.width);
        let text = self.text_area(subject, area, &content, context);
        let visible = self.scroll_of(subject).window(text.height, content.lines.len());
        content.lines[visible].iter().map(|line| format!("{line}\n")).collect()
    }

    pub fn clear_selection(&mut self) {
        self.selection = None;
    }

    /// The selected columns of each row of the text, the end excluded.
    fn selected_columns(&self, text: Rect) -> Vec<(u16, Range<u16>)> {
        let cells = self.selection.as_ref().map(|selection| selection.cells);
        let Some((start, end)) = cells.filter(|(start, end)| start != end) else {
            return Vec::new();
        };
        let (first, last) = if (start.y, start.x) <= (end.y, end.x) { (start, end) } else { (end, start) };
        let columns = |y: u16| {
            let from = if y == first.y { first.x.max(text.x) } else { text.x };
            let to = if y == last.y { (last.x + 1).min(text.right()) } else { text.right() };
            (y, from..to.max(from))
        };
        (first.y.max(text.y)..=last.y.min(text.bottom().saturating_sub(1))).map(columns).collect()
    }

    /// What is selected of the text in this area.
    pub fn selected_text(&self, subject: Row, area: Rect, context: &Context<'_>) -> String {
        let content = Content::new(subject, context, area.width);
        let text = self.text_area(subject, area, &content, context);
        let visible = self.scroll_of(subject).window(text.height, content.lines.len());
        let cells = |(y, columns): (u16, Range<u16>)| {
            let line = content.lines.get(visible.start + usize::from(y - text.y)).map(ToString::to_string);
            let line = line.unwrap_or_default();
            let mut column = text.x;
            let part = line.graphemes(true).filter(|cluster| {
                let at = column;
                column += cluster.width() as u16;
                columns.contains(&at)
            });
            part.collect::<String>().trim_end().to_owned()
        };
        let lines: Vec<String> = self.selected_columns(text).into_iter().map(cells).collect();
        lines.join("\n").trim_end().to_owned()
    }

    /// The part of the inner area that the text is drawn in.
    fn text_area(&self, subject: Row, inner: Rect, content: &Content, context: &Context<'_>) -> Rect {
        let hints = hints::all_lines(context.pane_keys(), &content.hints, inner.width, &context.config.theme);
        let parts = Parts::new(inner, hints.len());
        let path = image_of(subject, context).filter(|_| context.config.images != Means::Off);
        if path.is_some() { below(parts.text, content.lines.len() as u16).0 } else { parts.text }
    }

    fn scroll_of(&self, subject: Row) -> Scroll {
        self.scrolled.filter(|(row, _)| *row == subject).map_or(Scroll::default(), |(_, scroll)| scroll)
    }

    /// Draws the pane and returns the area inside of its frame.
    pub fn draw(
        &self,
        frame: &mut Frame<'_>,
        area: Rect,
        subject: Row,
        context: &Context<'_>,
        images: &mut Images,
        focused: bool,
    ) -> Rect {
        let (theme, means) = (&context.config.theme, context.config.images);
        let content = Content::new(subject, context, area.width.saturating_sub(2));
        let inner = draw_frame(frame, area, &content.title, focused, theme);
        let hints = hints::all_lines(context.pane_keys(), &content.hints, inner.width, theme);
        let parts = Parts::new(inner, hints.len());
        frame.render_widget(Text::from(hints), parts.hints);
        let path = image_of(subject, context).filter(|_| means != Means::Off);
        let (text, image) = match path {
            Some(_) => below(parts.text, content.lines.len() as u16),
            None => (parts.text, None),
        };
        let visible = self.scroll_of(subject).window(text.height, content.lines.len());
        draw_marks(frame, inner, &visible, content.lines.len(), theme);
        frame.render_widget(Text::from(content.lines[visible].to_vec()), text);
        for (y, columns) in self.selected_columns(text) {
            let place = Rect { x: columns.start, y, width: columns.end - columns.start, height: 1 };
            frame.buffer_mut().set_style(place.intersection(text), theme.selected);
        }
        if let (Some(path), Some(place)) = (path, image) {
            Shown { path, images, means }.draw(frame, place, theme);
        }
        inner
    }
}
