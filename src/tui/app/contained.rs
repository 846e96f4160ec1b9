//! Says where a form wrote something other than what was typed.

use crate::outline::Containment;
use crate::tui::action::Action;
use crate::tui::app::state::{State, Work};

/// Says what became of a value that would have changed the draft outside of its field.
pub(crate) fn tell(state: &mut State) {
    let Work::Form(form) = &mut state.panes.work else { return };
    let Some(how) = form.contained.take() else { return };
    let key = state.key_label(Action::WholeFile);
    match how {
        Containment::AsTyped | Containment::Trimmed => {}
        Containment::Escaped(line) => {
            let line: String = line.chars().take(30).collect();
            state.complain(format!(
                "“{line}” was escaped: it would change what follows. {key} edits the whole file."
            ));
        }
        Containment::Joined => state.complain(format!(
            "The lines were joined: they would change what follows. {key} edits the whole file."
        )),
        Containment::Refused => state.complain(format!(
            "Not written: it would change other parts of the draft. {key} edits the whole file."
        )),
    }
}
