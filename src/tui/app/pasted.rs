//! Offers to fill a form with the values of a pasted item.

use crossterm::event::KeyEvent;

use crate::text::StepKind;
use crate::tui::action::{Action, KeyContext};
use crate::tui::app::edits;
use crate::tui::app::state::{Pane, State, Work};
use crate::tui::app::update::paste_text;
use crate::tui::key::Key;

/// Offers to fill the open form with the values of a text. Returns false if the text is to be pasted.
pub(crate) fn offer(state: &mut State, text: &str) -> bool {
    state.catch_up();
    let Work::Form(form) = &mut state.panes.work else { return false };
    if state.panes.focus != Pane::Work {
        return false;
    }
    let Some(found) = form.offer(text, &state.session, &state.workspace.profile) else { return false };
    let key = |action| state.key_label(action);
    let (take, insert) = (key(Action::TakeValues), key(Action::PasteAsText));
    state.say(format!("{found} found; {take} takes them, {insert} inserts the text as it is."));
    true
}

/// Inserts an offered text as it is before an event that is no answer.
pub(crate) fn settle(state: &mut State, key: Option<KeyEvent>) {
    let is_answer = |key| state.config.keys.first(Key::of(key), &[KeyContext::Pasted]).is_some();
    if state.key_context() == KeyContext::Pasted && !key.is_some_and(is_answer) {
        insert(state);
    }
}

/// Fills the form with the values of the offered item.
pub(crate) fn take(state: &mut State) {
    let Work::Form(form) = &mut state.panes.work else { return };
    let Some(offer) = form.take_offer() else { return };
    match form.filled(&offer.item, &state.session, &state.workspace.profile) {
        Some(edits) => {
            let said = format!("Filled: {}.", offer.item.summary());
            let slot = form.slot_index(&state.session);
            edits::apply(state, &edits, StepKind::Fill, &said);
            if let Some(edits) = slot.and_then(|slot| state.session.update_count(slot, &state.workspace)) {
                edits::sync_views(state, &[edits], false);
            }
            state.session.seal();
        }
        None => paste_text(state, offer.text),
    }
}

/// Inserts the offered text into the field in focus.
pub(crate) fn insert(state: &mut State) {
    let Work::Form(form) = &mut state.panes.work else { return };
    if let Some(offer) = form.take_offer() {
        paste_text(state, offer.text);
    }
}
