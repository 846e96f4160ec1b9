//! Finding and replacing in the whole file.

use crate::outline::Direction;
use crate::tui::action::Action;
use crate::tui::app::state::{State, Work};
use crate::tui::panes::editor::Step;

/// Carries out an action of the find bar.
pub(crate) fn act(state: &mut State, action: Action) {
    let Work::Editor(editor) = &mut state.panes.work else { return };
    let session = &mut state.session;
    if matches!(action, Action::FindNext | Action::FindPrevious) && !editor.is_finding() {
        return editor.open_find(session.draft.text());
    }
    match action {
        Action::Find => editor.open_find(session.draft.text()),
        Action::FindNext => editor.find_next(session.draft.text(), Direction::Down),
        Action::FindPrevious | Action::PreviousMatch => editor.find_next(session.draft.text(), Direction::Up),
        Action::NextMatch if editor.step(session) == Step::Replaced => state.touched(),
        Action::NextMatch => {}
        Action::FindField => editor.switch_line(),
        Action::FindCase => editor.change_find(session.draft.text(), |find, text| find.switch_case(text)),
        Action::FindWords => editor.change_find(session.draft.text(), |find, text| find.switch_words(text)),
        Action::ReplaceAll => replace_all(state),
        Action::CloseFind => editor.close_find(),
        _ => {}
    }
}

fn replace_all(state: &mut State) {
    let Work::Editor(editor) = &mut state.panes.work else { return };
    match editor.replace_all(&mut state.session) {
        0 => state.complain("Nothing is found to replace."),
        count => {
            state.touched();
            let undo = state.key_label(Action::Undo);
            state.say(format!("Replaced {count}; {undo} takes it back."));
        }
    }
}
