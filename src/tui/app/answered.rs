//! What the terminal says about itself.

use crate::tui::app::state::{Request, State};
use crate::tui::ask::{Answer, Question};
use crate::tui::config::Redrawn;

/// The question that tmux may have lost: before it has a terminal, as while it starts a session with this program,
/// it passes nothing on.
#[derive(Debug)]
pub(crate) struct Asking {
    /// How often it is still asked.
    left: u8,
    is_due: bool,
}

impl Default for Asking {
    fn default() -> Self {
        Asking { left: 5, is_due: false }
    }
}

/// Has the question asked again that was not answered. Called once a second.
pub(crate) fn ask_again(state: &mut State) {
    let asking = &mut state.asking;
    if state.config.questions.images == Some(Question::ThroughTmux) && asking.left > 0 {
        asking.left -= 1;
        asking.is_due = true;
    }
}

/// Takes the question that is to be asked again.
pub(crate) fn take_question(state: &mut State) -> Option<Question> {
    let is_due = std::mem::take(&mut state.asking.is_due);
    state.config.questions.images.filter(|_| is_due)
}

/// Takes an answer of the terminal.
pub(crate) fn answered(state: &mut State, answer: Answer) {
    if matches!(answer, Answer::ShowsKitty | Answer::Nothing) {
        state.asking.left = 0;
    }
    match state.config.take(answer) {
        Redrawn::Colours => {}
        // Rebuild: the cache was rendered for half blocks.
        Redrawn::Images => state.images.forget(),
        Redrawn::Screen => {
            state.images.forget();
            state.request(Request::Redraw);
        }
    }
}
