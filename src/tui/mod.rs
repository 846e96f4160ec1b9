//! The terminal program: events become actions, `update` changes the state and says which jobs to
//! run, and one draw shows the state. `update` never touches the terminal, the disk or git.

mod action;
mod app;
mod config;
mod images;
mod key;
mod overlays;
mod panes;
mod theme;
pub mod widgets;

use jiff::civil::Date;

use crate::desk::{Choice, DeskError, Document, Journal, Listing, Workspace, read};

pub use app::headless::{Headless, screen_of};
pub use app::job::{Done, Event, Job, run as run_job};
pub use app::session::Session;
pub use app::state::State;
pub use app::update::update;
pub use images::Means;
pub use overlays::add_form::{AddForm, Asked, Filled, ask};
pub use panes::checks::Selected;

/// Opens the chosen draft in the terminal and stays until the user leaves.
///
/// # Errors
///
/// Where the draft can't be opened; the terminal is then untouched.
pub fn run(workspace: Workspace, listing: Listing, choice: Choice, today: Date) -> Result<(), DeskError> {
    let config = config::load()?;
    let state = open(workspace, listing, &choice, today, config, Journal::state_folder().as_deref())?;
    app::event_loop::run(state)
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
