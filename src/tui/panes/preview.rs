//! The work area while nothing is edited: what is selected, how far it is, and what can be done.

mod content;
mod page;

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Text;

use crate::tui::action::Action;
use crate::tui::app::context::Context;
use crate::tui::images::{Images, Means};
use crate::tui::overlays::rows_of;
use crate::tui::overlays::scroll::Scroll;
use crate::tui::panes::frame::{draw_frame, draw_marks};
use crate::tui::panes::hints;
use crate::tui::panes::image_pane::{Shown, below};
use crate::tui::panes::outline::Row;

use content::{Content, image_of};
pub(crate) use content::{hints_of, title_of};

/// How far the preview is scrolled. Another selection begins at its top.
#[derive(Clone, Copy, Debug, Default)]
pub struct PreviewView {
    scrolled: Option<(Row, Scroll)>,
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
        if let (Some(path), Some(place)) = (path, image) {
            Shown { path, images, means }.draw(frame, place, theme);
        }
        inner
    }
}
