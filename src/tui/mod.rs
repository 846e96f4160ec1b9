//! The terminal program: events become actions, `update` changes the state and says which jobs to
//! run, and one draw shows the state. `update` never touches the terminal, the disk or git.

mod action;
mod add_form;
mod bring;
mod config;
mod contained;
mod draw;
mod dropped;
mod event_loop;
mod fixed;
mod form;
mod gate;
mod gather;
mod import;
mod job;
mod keep_up;
mod key;
mod merging;
mod mouse;
mod navigate;
mod picture_job;
mod picture_pane;
mod pictures;
mod problems;
mod session;
mod slots;
mod state;
mod terminal;
mod theme;
mod update;
mod views;
pub mod widgets;

use jiff::civil::Date;

use crate::desk::{Choice, DeskError, Document, Journal, Listing, Workspace, read};

pub use add_form::{AddForm, Asked, Filled, ask};
pub use event_loop::headless::{Headless, screen_of};
pub use job::{Done, Event, Job, run as run_job};
pub use pictures::Means;
pub use session::Session;
pub use state::State;
pub use update::update;
pub use views::checks::Selected;

/// Opens the chosen draft in the terminal and stays until the user leaves.
///
/// # Errors
///
/// Where the draft can't be opened; the terminal is then untouched.
pub fn run(workspace: Workspace, listing: Listing, choice: Choice, today: Date) -> Result<(), DeskError> {
    let config = config::load()?;
    let state = open(workspace, listing, &choice, today, config, Journal::state_folder().as_deref())?;
    event_loop::run(state)
}

/// The state of the program with a draft open, before its first frame.
///
/// # Errors
///
/// Where the draft can't be opened.
pub fn open(
    workspace: Workspace,
    listing: Listing,
    choice: &Choice,
    today: Date,
    config: config::Config,
    journals: Option<&std::path::Path>,
) -> Result<State, DeskError> {
    let document = Document::open(&choice.path, &workspace.root)?;
    let template = read(std::path::Path::new(&workspace.profile.files.template), &workspace.root).ok();
    let session = Session::new(document, &workspace, &listing, template);
    let journal = journals.map(|folder| Journal::new(folder, &choice.path));
    Ok(State::new(workspace, listing, session, journal, choice, today, config))
}

pub use config::Config;
