//! The preview's subject, and its keys.

use ratatui::layout::Position;

use crate::lint::Subject;
use crate::tui::action::Action;
use crate::tui::app::state::{Pane, State, Work};
use crate::tui::panes::checks::Selected;
use crate::tui::panes::outline::Row;
use crate::tui::widgets::Anchor;

/// What the preview shows: the selection of the outline, or the part of the draft that the selected
/// problem or line of the checklist is about.
pub(crate) fn subject(state: &State) -> Row {
    let session = &state.session;
    if state.panes.focus != Pane::Checks {
        return state.panes.outline.selected(session);
    }
    let place = match state.panes.checks.selected(session) {
        Selected::Line(n) => session.checklist[n].place,
        Selected::Problem(n) if session.diagnostics[n].subject == Subject::Files => None,
        Selected::Problem(n) => Some(session.diagnostics[n].span),
        Selected::Nothing => None,
    };
    let Some(place) = place else { return Row::Checklist };
    if place.start < session.draft.body() {
        return Row::FrontMatter;
    }
    let slot = session.outline.slot_at(place.start).map(Row::Slot);
    slot.or_else(|| session.outline.section_at(place.start).map(Row::Section)).unwrap_or(Row::Checklist)
}

/// Scrolls the preview; returns false if the action is not a movement.
pub(crate) fn navigate(state: &mut State, action: Option<Action>) -> bool {
    let (mut view, subject) = (std::mem::take(&mut state.panes.preview), subject(state));
    let moves = view.navigate(action, subject, state.panes.areas.work, &state.context());
    state.panes.preview = view;
    moves
}

/// The text that is selected with the mouse, without what is around it on the screen.
pub(crate) fn selected_text(state: &State) -> String {
    state.panes.preview.selected_text(subject(state), state.panes.areas.work, &state.context())
}

/// Begins a selection with the mouse, or extends it.
pub(crate) fn select(state: &mut State, at: Position, anchor: Anchor) {
    let text = visible_text(state);
    state.panes.preview.select(at, anchor, text);
}

fn visible_text(state: &State) -> String {
    state.panes.preview.visible_text(subject(state), state.panes.areas.work, &state.context())
}

/// Forgets the selection once the preview shows another text.
pub(crate) fn keep_selection(state: &mut State) {
    let is_over = |text: &str| !matches!(state.panes.work, Work::Preview) || text != visible_text(state);
    if state.panes.preview.selected_in().is_some_and(is_over) {
        state.panes.preview.clear_selection();
    }
}

/// Scrolls the preview by rows.
pub(crate) fn scroll(state: &mut State, rows: i32) {
    let (mut view, subject) = (std::mem::take(&mut state.panes.preview), subject(state));
    view.scroll(rows, subject, state.panes.areas.work, &state.context());
    state.panes.preview = view;
}

/// Keeps the selections of all panes visible where they were drawn last.
pub(crate) fn scroll_to_selections(state: &mut State) {
    let areas = state.panes.areas;
    if areas.outline.height > 0 {
        state.panes.outline.scroll_to_selection(areas.outline.height, &state.session);
    }
    state.panes.checks.scroll_to_selection(areas.checks, &state.session);
}
