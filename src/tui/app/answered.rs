//! What the terminal says about itself.

use crate::tui::app::state::{Request, State};
use crate::tui::ask::Answer;
use crate::tui::characters::Characters;
use crate::tui::images::Means;

/// Takes an answer of the terminal.
pub(crate) fn answered(state: &mut State, answer: Answer) {
    match answer {
        Answer::Background(background) => state.config.set_background(background),
        // Where characters are wide, the cells of its images are too.
        Answer::ShowsKitty if state.config.characters == Characters::Ascii => {}
        Answer::ShowsKitty => {
            state.config.images = Means::Kitty;
            // Rebuild: the cache was rendered for half blocks.
            state.images.forget();
        }
        Answer::WideCharacters => {
            state.config.use_ascii();
            state.images.forget();
            state.request(Request::Redraw);
        }
        Answer::Nothing => {}
    }
}
