//! Mouse clicks and wheel.

use crossterm::event::{MouseButton, MouseEvent, MouseEventKind};
use ratatui::layout::{Position, Rect};

use crate::tui::app::navigate::open;
use crate::tui::app::preview;
use crate::tui::app::state::{Pane, State, Work};
use crate::tui::widgets::Anchor;

pub(crate) fn mouse_event(state: &mut State, mouse: MouseEvent) {
    let at = Position::new(mouse.column, mouse.row);
    let rows = match mouse.kind {
        MouseEventKind::ScrollDown => 3,
        MouseEventKind::ScrollUp => -3,
        MouseEventKind::Down(MouseButton::Left) | MouseEventKind::Drag(MouseButton::Left) => 0,
        _ => return,
    };
    if let Some(mut overlay) = state.overlays.pop() {
        overlay.scroll(rows, &state.context());
        return state.overlays.push(overlay);
    }
    let areas = state.panes.areas;
    let hits = |area: Rect| area.contains(at);
    let drag = matches!(mouse.kind, MouseEventKind::Drag(_));
    if hits(areas.outline) {
        if rows != 0 {
            return state.panes.outline.scroll(rows, &state.session);
        }
        let before = state.panes.outline.selected(&state.session);
        state.panes.outline.click(mouse.row, areas.outline, &state.session);
        let again =
            state.panes.focus == Pane::Outline && before == state.panes.outline.selected(&state.session);
        state.panes.focus = Pane::Outline;
        // A click on what is selected opens it.
        if again && !drag {
            open(state);
        }
    } else if hits(areas.work) {
        match &mut state.panes.work {
            Work::Form(form) if rows != 0 => form.scroll(rows),
            Work::Form(form) => form.click(mouse.column, mouse.row, Anchor::held(drag), &state.session.draft),
            Work::Editor(editor) if rows != 0 => editor.input.scroll(state.session.draft.text(), rows),
            Work::Editor(editor) => {
                let anchor = Anchor::held(drag);
                editor.input.click(state.session.draft.text(), mouse.column, mouse.row, anchor);
            }
            Work::Preview if rows != 0 => preview::scroll(state, rows),
            Work::Preview => {}
        }
        if rows == 0 {
            state.session.seal();
            state.panes.focus = Pane::Work;
        }
    } else if hits(areas.checks.checklist) || hits(areas.checks.problems) {
        if rows != 0 {
            return state.panes.checks.scroll(rows, &state.session);
        }
        state.panes.checks.click(mouse.row, areas.checks, &state.session);
        state.panes.focus = Pane::Checks;
    }
}
