//! Mouse clicks, selections and the wheel.

use crossterm::event::{MouseButton, MouseEvent, MouseEventKind};
use ratatui::layout::{Position, Rect};

use crate::tui::app::clipboard;
use crate::tui::app::job::Job;
use crate::tui::app::job::clipboard::Taken;
use crate::tui::app::navigate::open;
use crate::tui::app::preview;
use crate::tui::app::state::{Held, Pane, State, Work};
use crate::tui::widgets::Anchor;

/// What the left button does on a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Button {
    Down,
    Drag,
}

pub(crate) fn mouse_event(state: &mut State, mouse: MouseEvent) -> Vec<Job> {
    let at = Position::new(mouse.column, mouse.row);
    let (rows, button) = match mouse.kind {
        MouseEventKind::ScrollDown => (3, None),
        MouseEventKind::ScrollUp => (-3, None),
        MouseEventKind::Down(MouseButton::Left) => (0, Some(Button::Down)),
        MouseEventKind::Drag(MouseButton::Left) => (0, Some(Button::Drag)),
        MouseEventKind::Up(MouseButton::Left) => return copy_dragged(state),
        _ => return Vec::new(),
    };
    if let Some(mut overlay) = state.overlays.pop() {
        overlay.scroll(rows, &state.context());
        state.overlays.push(overlay);
    } else if let Some(button) = button {
        press(state, at, button);
    } else {
        scroll(state, at, rows);
    }
    Vec::new()
}

/// Copies what was selected by dragging, as terminals do.
fn copy_dragged(state: &mut State) -> Vec<Job> {
    let has_selected = state.panes.held.take() == Some(Held::Selecting);
    if !has_selected || !state.overlays.is_empty() {
        return Vec::new();
    }
    let draft = &state.session.draft;
    let text = match &state.panes.work {
        Work::Form(form) => form.selected_text(draft),
        Work::Editor(editor) => editor.input.selected(draft.text()).unwrap_or("").to_owned(),
        Work::Preview => preview::selected_text(state),
    };
    clipboard::copy(state, text, Taken::Copied)
}

fn scroll(state: &mut State, at: Position, rows: i32) {
    let areas = state.panes.areas;
    if areas.outline.contains(at) {
        state.panes.outline.scroll(rows, &state.session);
    } else if areas.work.contains(at) {
        match &mut state.panes.work {
            Work::Form(form) => form.scroll(rows),
            Work::Editor(editor) => editor.input.scroll(state.session.draft.text(), rows),
            Work::Preview => preview::scroll(state, rows),
        }
    } else if areas.checks.checklist.contains(at) || areas.checks.problems.contains(at) {
        state.panes.checks.scroll(rows, &state.session);
    }
}

/// The cell of an area that is nearest to a cell of the screen.
fn within(area: Rect, at: Position) -> Position {
    let (right, bottom) = (area.right().saturating_sub(1), area.bottom().saturating_sub(1));
    Position::new(at.x.clamp(area.x, right.max(area.x)), at.y.clamp(area.y, bottom.max(area.y)))
}

fn press(state: &mut State, at: Position, button: Button) {
    let areas = state.panes.areas;
    if button == Button::Down {
        let is_text = areas.work.contains(at);
        state.panes.held = Some(if is_text { Held::InText } else { Held::Elsewhere });
        state.panes.preview.clear_selection();
    }
    // A selection stays in the text that it began in, and a text that the mouse only passes has none.
    let at = match state.panes.held {
        Some(Held::InText | Held::Selecting) => within(areas.work, at),
        _ if button == Button::Drag && areas.work.contains(at) => return,
        _ => at,
    };
    let hits = |area: Rect| area.contains(at);
    if hits(areas.outline) {
        let before = state.panes.outline.selected(&state.session);
        state.panes.outline.click(at.y, areas.outline, &state.session);
        let again =
            state.panes.focus == Pane::Outline && before == state.panes.outline.selected(&state.session);
        state.panes.focus = Pane::Outline;
        // A click on what is selected opens it.
        if again && button == Button::Down {
            open(state);
        }
    } else if hits(areas.work) {
        let anchor = Anchor::held(button == Button::Drag);
        match &mut state.panes.work {
            Work::Form(form) => form.click(at.x, at.y, anchor, &state.session.draft),
            Work::Editor(editor) => editor.input.click(state.session.draft.text(), at.x, at.y, anchor),
            Work::Preview => preview::select(state, at, anchor),
        }
        if button == Button::Drag {
            state.panes.held = Some(Held::Selecting);
        }
        state.session.seal();
        state.panes.focus = Pane::Work;
    } else if hits(areas.checks.checklist) || hits(areas.checks.problems) {
        state.panes.checks.click(at.y, areas.checks, &state.session);
        state.panes.focus = Pane::Checks;
    }
}
