//! The event loop of the form that asks for a contribution.

use std::time::Duration;

use crossterm::event::{Event, KeyEventKind};
use ratatui::Frame;

use crate::desk::NewContribution;
use crate::image::Control;
use crate::tui::TuiError;
use crate::tui::app::job::Event as Heard;
use crate::tui::app::keyboard::Ear;
use crate::tui::app::terminal::{self, Tty};
use crate::tui::ask::{Answer, Questions};
use crate::tui::config::{self, Config};
use crate::tui::overlays::add_form::{AddForm, Filled, KeyOutcome};

/// The item is previewed after a pause of this length.
const PAUSE: Duration = Duration::from_millis(150);

impl AddForm {
    /// Imports the image, and previews the item with its problems.
    pub fn look(&mut self, contribution: &mut NewContribution) {
        if let Some(path) = self.image_to_import() {
            let imported = contribution.import_image(path, &Default::default(), &Control::default());
            self.image_imported(imported);
        }
        let preview = self.request().map(|(section, item)| {
            let preview = contribution.preview(&section, &item)?;
            Ok(if self.fixes() { contribution.fix(preview) } else { preview })
        });
        self.previewed(preview);
    }

    /// Asks before the item of a branch of the user is replaced: what was typed would be lost if the commit were
    /// refused.
    pub fn look_for_own_branch(&mut self, contribution: &NewContribution, push: bool) {
        let Some(preview) = self.preview() else { return };
        // A branch that cannot be read is reported by the commit.
        if let Ok(Some(branch)) = contribution.own_branch(preview, &self.address()) {
            self.confirms_amend(branch, push);
        }
    }
}

/// A signal ends the form after this time at most.
const SIGNALS: Duration = Duration::from_millis(250);

/// Shows the form until it is left or `is_cancelled`; `None` if nothing is to be contributed.
///
/// # Errors
///
/// If there is no terminal.
pub fn ask(
    contribution: &mut NewContribution,
    form: AddForm,
    is_cancelled: &dyn Fn() -> bool,
) -> Result<Option<Filled>, TuiError> {
    let mut config = config::load()?;
    let mut form = form.with_keys(config.keys.clone());
    let mut tty = Tty::enter(false).map_err(TuiError::Terminal)?;
    terminal::restore_on_panic(|| {});
    // The form shows no images.
    let questions = Questions { images: None, ..config.questions };
    tty.ask(&questions.text()).map_err(TuiError::Terminal)?;
    let mut ear = Ear::new(questions);
    loop {
        tty.draw(|frame| draw(&form, frame, &config)).map_err(TuiError::Terminal)?;
        // Nothing is previewed while keys come in.
        if form.is_stale() && !crossterm::event::poll(PAUSE).map_err(TuiError::Terminal)? {
            form.look(contribution);
            continue;
        }
        // `read` would never return after the terminal is closed.
        while !crossterm::event::poll(SIGNALS).map_err(TuiError::Terminal)? {
            if is_cancelled() {
                return Ok(None);
            }
        }
        for heard in ear.hear(crossterm::event::read().map_err(TuiError::Terminal)?) {
            match heard {
                Heard::Terminal(Event::Key(key)) if key.kind != KeyEventKind::Release => {
                    match carry_out(form.key(key), &mut form, contribution) {
                        Next::Stay => {}
                        Next::Leave(filled) => return Ok(filled.map(|filled| *filled)),
                    }
                }
                Heard::Terminal(Event::Paste(text)) => form.paste(text),
                Heard::Answered(Answer::Background(background)) => config.set_background(background),
                Heard::Answered(Answer::WideCharacters) => {
                    config.use_ascii();
                    tty.clear().map_err(TuiError::Terminal)?;
                }
                _ => {}
            }
        }
    }
}

fn draw(form: &AddForm, frame: &mut Frame<'_>, config: &Config) {
    if let Some(cursor) = form.draw(frame, frame.area(), &config.theme) {
        frame.set_cursor_position(cursor);
    }
    config.characters.apply(frame.buffer_mut());
}

/// What follows from a key.
enum Next {
    Stay,
    Leave(Option<Box<Filled>>),
}

fn carry_out(outcome: KeyOutcome, form: &mut AddForm, contribution: &mut NewContribution) -> Next {
    match outcome {
        KeyOutcome::Nothing => Next::Stay,
        KeyOutcome::Leave => Next::Leave(None),
        KeyOutcome::Commit { push } => {
            let focus = form.begin_commit();
            form.look(contribution);
            form.look_for_own_branch(contribution, push);
            form.finish_commit(focus, push).map_or(Next::Stay, |filled| Next::Leave(Some(Box::new(filled))))
        }
    }
}
