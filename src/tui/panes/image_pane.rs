//! Where panes have room for an image: beside the Markdown of a form, and under the text of the
//! outline's preview.

use std::path::PathBuf;

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;

use crate::outline::Input;
use crate::text::Span;
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
pub fn of_form(form: &FormView, session: &Session, root: &std::path::Path) -> Option<PathBuf> {
    session.image_file(form.focused_image()?.span, root)
}

/// The paths in the draft of the images that a part of it shows.
fn image_spans(session: &Session, span: Span) -> Vec<Span> {
    let slots = session.outline.slots.iter().filter(|slot| slot.span == span);
    let fields = slots.flat_map(|slot| slot.all_fields()).filter(|field| field.input == Input::Path);
    fields.filter_map(|field| field.spans.first().copied()).collect()
}

/// Draws what is known of a slot's images under its text, with the first one that can be shown,
/// and returns what is left of the area.
pub fn under_preview(
    frame: &mut Frame<'_>,
    area: Rect,
    session: &Session,
    span: Span,
    root: &std::path::Path,
    (images, means): (&mut Images, Means),
    theme: &Theme,
) -> Rect {
    let spans = image_spans(session, span);
    let notes: Vec<FieldNote> = spans.iter().filter_map(|dest| session.image_note(*dest)).collect();
    if notes.is_empty() || area.height < 8 {
        return area;
    }
    let rows = (notes.len() as u16).min(area.height / 4);
    let path = spans.iter().find_map(|dest| session.image_file(*dest, root)).filter(|_| means != Means::Off);
    let lines = session.draft.slice(span).lines().count() as u16;
    // The text has what it needs, and at least half.
    let room = area.height - rows - lines.clamp(area.height / 3, area.height / 2);
    let height = if path.is_some() && room >= LEAST.1 && area.width >= LEAST.0 { room } else { 0 };
    let text = Rect { height: area.height - rows - height, ..area };
    for (y, note) in notes.iter().take(usize::from(rows)).enumerate() {
        let line = Rect { y: text.bottom() + y as u16, height: 1, ..area };
        draw_note(frame, line, note, theme);
    }
    if let Some(path) = path.filter(|_| height > 0) {
        let place = Rect { y: area.bottom() - height, height, ..area };
        Shown { path, images, means }.draw(frame, place, theme);
    }
    text
}

/// What is known of a value, and what is wrong with it.
pub fn draw_note(frame: &mut Frame<'_>, area: Rect, note: &FieldNote, theme: &Theme) {
    let (sign, style) = match note.severity {
        Some(severity) => (severity.sign(), theme.severity(severity)),
        None => (note.sign, theme.dim),
    };
    draw_line(frame, area, Line::styled(format!("{sign} {}", note.text), style));
}
