//! Going from empty slot to empty slot, from where the user is.

use crate::outline::SlotState;
use crate::text::Span;
use crate::tui::app::navigate::{go_to_place, open_slot};
use crate::tui::app::session::Session;
use crate::tui::app::state::{Pane, State, Work};
use crate::tui::app::stepping::Step;

/// A slot, or a line of a list, in which nothing is written.
#[derive(Clone, Copy, Debug)]
struct Empty {
    slot: usize,
    span: Span,
}

/// Goes to the next empty slot or the one before, and says which of how many it is. Outside of a text, a
/// list is one slot; in a text, each of its lines is.
pub(crate) fn go_to_empty(state: &mut State, step: Step) {
    if state.session.is_stale() {
        state.session.refresh(&state.workspace);
    }
    let in_text = state.panes.focus == Pane::Work && !matches!(state.panes.work, Work::Preview);
    let all = if in_text { places(&state.session) } else { slots(&state.session) };
    if all.is_empty() {
        return state.say("There are no empty slots.");
    }
    let cursor = state.place().start;
    let found = match step {
        Step::Next => all.iter().position(|one| one.span.start > cursor),
        Step::Previous => all.iter().rposition(|one| one.span.start < cursor && !one.span.touches(cursor)),
    };
    let (at, wrapped) = match (found, step) {
        (Some(at), _) => (at, ""),
        (None, Step::Next) => (0, ", again from the top"),
        (None, Step::Previous) => (all.len() - 1, ", again from the end"),
    };
    go_to(state, all[at], in_text);
    let slot = &state.session.outline.slots[all[at].slot];
    let section = &state.session.outline.sections[slot.section].title;
    state.say(format!("{} of {} empty{wrapped}: “{section}”", at + 1, all.len()));
}

fn go_to(state: &mut State, Empty { slot, span }: Empty, in_text: bool) {
    match (&state.panes.work, in_text) {
        (Work::Editor(_), true) => go_to_place(state, span.start),
        (_, true) => open_slot(state, slot, Some(span.start)),
        (_, false) => {
            state.panes.focus = Pane::Outline;
            state.panes.outline.select_slot(slot, &state.session);
        }
    }
}

/// The slots that the outline shows as empty, and the lists with an empty line.
fn slots(session: &Session) -> Vec<Empty> {
    let slots = session.outline.slots.iter().enumerate();
    let empty = slots.filter(|(_, slot)| slot.counts().empty > 0);
    empty.map(|(n, slot)| Empty { slot: n, span: slot.span }).collect()
}

/// The same with each empty line of a list.
fn places(session: &Session) -> Vec<Empty> {
    let with_rows = |whole: Empty| {
        let rows = &session.outline.slots[whole.slot].rows;
        let empty = rows.iter().filter(|row| row.state() == SlotState::Empty);
        let rows: Vec<Empty> = empty.map(|row| Empty { span: row.span, ..whole }).collect();
        if rows.is_empty() { vec![whole] } else { rows }
    };
    slots(session).into_iter().flat_map(with_rows).collect()
}
