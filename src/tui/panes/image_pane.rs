//! Where panes have room for an image: beside the Markdown of a form, and under the text of the
//! preview.

use std::path::PathBuf;

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;

use crate::tui::app::session::{FieldNote, Session};
use crate::tui::images::{Images, Means};
use crate::tui::overlays::draw_line;
use crate::tui::panes::form::FormView;
use crate::tui::theme::Theme;

/// An image of fewer rows or columns shows nothing.
const LEAST: (u16, u16) = (24, 6);

/// The image that a pane is to show, and what it takes to show it.
#[derive(Debug)]
pub struct Shown<'p> {
    pub path: PathBuf,
    pub images: &'p mut Images,
    pub means: Means,
}

impl Shown<'_> {
    /// The parts of an area that text and image have side by side; `None` without room for both.
    pub fn beside(area: Rect) -> Option<(Rect, Rect)> {
        let width = area.width / 2;
        (width >= LEAST.0 && area.height >= LEAST.1).then(|| {
            let text = Rect { width: area.width - width - 1, ..area };
            (text, Rect { x: text.right() + 1, width, ..area })
        })
    }

    pub fn draw(self, frame: &mut Frame<'_>, area: Rect, theme: &Theme) {
        self.images.show(frame, area, &self.path, self.means, theme);
    }
}

/// The image of the field in focus, where it is an image's.
pub fn of_form(form: &FormView, session: &Session) -> Option<PathBuf> {
    session.image_file(form.focused_image()?.span)
}

/// The parts of an area for text of that many rows and an image below it; no image without room for
/// both. The text gets what it needs, up to half of the area.
pub fn below(area: Rect, text_rows: u16) -> (Rect, Option<Rect>) {
    let height = area.height - text_rows.clamp(area.height / 3, area.height.div_ceil(2)).min(area.height);
    if height <= LEAST.1 || area.width < LEAST.0 {
        return (area, None);
    }
    let text = Rect { height: area.height - height, ..area };
    // A blank row keeps them apart.
    (text, Some(Rect { y: text.bottom() + 1, height: height - 1, ..area }))
}

/// What is known of a value, and what is wrong with it.
pub fn draw_note(frame: &mut Frame<'_>, area: Rect, note: &FieldNote, theme: &Theme) {
    let (sign, style) = match note.severity {
        Some(severity) => (severity.sign(), theme.severity(severity)),
        None => (note.sign, theme.dim),
    };
    draw_line(frame, area, Line::styled(format!("{sign} {}", note.text), style));
}
