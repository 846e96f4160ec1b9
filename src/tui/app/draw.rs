//! One draw from the state.

use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use ratatui::text::Line;
use ratatui::widgets::Paragraph;

use crate::profile::SlotKind;
use crate::tui::app::context::Context;
use crate::tui::app::layout::{ChecksPlace, Layout, View};
use crate::tui::app::preview;
use crate::tui::app::state::{Areas, Pane, State, Work};
use crate::tui::app::status;
use crate::tui::images::{Images, Means};
use crate::tui::overlays::draw_line;
use crate::tui::panes::checks::ChecksView;
use crate::tui::panes::form::FormView;
use crate::tui::panes::frame::draw_frame;
use crate::tui::panes::image_pane::{self, Shown};
use crate::tui::panes::outline::Row;
use crate::tui::panes::preview::{PreviewView, title_of};

pub(crate) fn draw(frame: &mut Frame<'_>, state: &mut State) {
    state.frames += 1;
    let area = frame.area();
    if area.width < 20 || area.height < 6 {
        frame.render_widget(Paragraph::new("too small"), area);
        return;
    }
    let message = status::lines(&status::status(state), area);
    let lines = (message.len() as u16).max(1);
    let body = Rect { y: area.y + 1, height: area.height - 2 - lines, ..area };
    status::draw_head(frame, Rect { height: 1, ..area }, state);
    state.images.begin(!state.overlays.is_empty());
    let cursor = draw_panes(frame, body, state);
    state.images.uncover();
    let below = Rect { y: body.bottom(), height: lines, ..area };
    status::draw_status(frame, below, message, state);
    // An overlay has the keys, and shows its own hints.
    let is_covered = !state.overlays.is_empty();
    let last = Rect { y: area.bottom() - 1, height: 1, ..area };
    if is_covered {
        draw_line(frame, last, Line::raw(format!(" {}", state.overlay_note)));
    } else {
        status::draw_hints(frame, last, state);
    }
    state.panes.areas.overlay = Rect { height: area.height - 1, ..area };
    let cursor = if is_covered { draw_overlays(frame, state) } else { cursor };
    if let Some(cursor) = cursor {
        frame.set_cursor_position(cursor);
    }
    state.images.remove_covered(frame.buffer_mut());
    state.config.characters.apply(frame.buffer_mut());
}

/// Draws the overlays over the panes, and returns the cursor of the newest one.
fn draw_overlays(frame: &mut Frame<'_>, state: &mut State) -> Option<Position> {
    let mut images = std::mem::take(&mut state.images);
    let context = state.context();
    let mut cursor = None;
    for overlay in &state.overlays {
        cursor = overlay.draw(frame, context.screen, &context, &mut images);
    }
    state.images = images;
    cursor
}

/// Draws the panes, remembers their places, and returns the cursor.
fn draw_panes(frame: &mut Frame<'_>, body: Rect, state: &mut State) -> Option<Position> {
    let view = View {
        focus: state.panes.focus,
        is_editing: !matches!(state.panes.work, Work::Preview),
        summary_height: ChecksView::summary_height(&state.session),
    };
    let layout = Layout::new(body, view);
    let subject = preview::subject(state);
    let mut work = std::mem::take(&mut state.panes.work);
    let mut images = std::mem::take(&mut state.images);
    let context = state.context();
    let mut areas = Areas::default();
    // An overlay has the keys, and the only frame in the focus.
    let has_keys = |pane| state.overlays.is_empty() && state.panes.focus == pane;
    if let Some(area) = layout.outline {
        areas.outline = state.panes.outline.draw(frame, area, &context, has_keys(Pane::Outline));
    }
    areas.checks = match layout.checks {
        Some(ChecksPlace::Whole(area)) => {
            state.panes.checks.draw(frame, area, &context, has_keys(Pane::Checks))
        }
        Some(ChecksPlace::Summary(area)) => state.panes.checks.draw_summary(frame, area, &context),
        None => Default::default(),
    };
    let focused = has_keys(Pane::Work);
    let cursor = layout.work.and_then(|area| {
        let pane = WorkPane { subject, preview: &state.panes.preview, context: &context, focused };
        let (inner, cursor) = pane.draw(frame, area, &mut work, &mut images);
        areas.work = inner;
        cursor
    });
    state.panes.work = work;
    state.images = images;
    state.panes.areas = areas;
    cursor
}

/// The work area, with what it may look at.
struct WorkPane<'a> {
    subject: Row,
    preview: &'a PreviewView,
    context: &'a Context<'a>,
    focused: bool,
}

impl WorkPane<'_> {
    /// Draws the work area, and returns its inner area and the cursor.
    fn draw(
        &self,
        frame: &mut Frame<'_>,
        area: Rect,
        work: &mut Work,
        images: &mut Images,
    ) -> (Rect, Option<Position>) {
        let Context { config, workspace, session, .. } = *self.context;
        let theme = &config.theme;
        match work {
            Work::Preview => {
                let view = self.preview;
                (view.draw(frame, area, self.subject, self.context, images, self.focused), None)
            }
            Work::Form(form) => {
                let inner = draw_frame(frame, area, &self.form_title(form), self.focused, theme);
                let means = config.images;
                let path = image_pane::of_form(form, session);
                let shown = path.filter(|_| means != Means::Off).map(|path| Shown { path, images, means });
                (inner, form.draw(frame, inner, session, shown, config, self.focused))
            }
            Work::Editor(editor) => {
                let title = format!("{} — the whole file", workspace.shown(&session.document.path));
                let inner = draw_frame(frame, area, &title, self.focused, theme);
                (inner, editor.draw(frame, inner, session, theme, self.focused))
            }
        }
    }

    fn form_title(&self, form: &FormView) -> String {
        let outline = &self.context.session.outline;
        let section = outline.section_at(form.span.start).map(|n| outline.sections[n].title.as_str());
        match section.filter(|_| form.kind != SlotKind::FrontMatter) {
            Some(section) => title_of(section, &form.title),
            None => form.title.clone(),
        }
    }
}
