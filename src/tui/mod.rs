//! The terminal program: events become actions, `update` changes the state and says which jobs to
//! run, and one draw shows the state. `update` never touches the terminal, the disk or git.

mod action;
mod app;
mod ask;
mod characters;
mod config;
mod error;
mod images;
mod key;
mod keymap;
mod overlays;
mod panes;
mod theme;
pub mod widgets;

pub use app::add_loop::ask;
pub use app::doctor::diagnose_terminal;
pub use app::event_loop::run;
pub use app::headless::{Headless, buffer_of, screen_of};
pub use app::job::start::open;
pub use app::job::{Done, Event, Job, run as run_job};
pub use app::session::Session;
pub use app::state::{Pane, State};
pub use app::update::update;
pub use ask::Answer;
pub use characters::Characters;
pub use config::Config;
pub use error::TuiError;
pub use images::Means;
pub use overlays::Overlay;
pub use overlays::add_form::{AddForm, Filled, KeyOutcome};
pub use panes::checks::Selected;
pub use theme::{Background, Colours, ThemeChoice};
