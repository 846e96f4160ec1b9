//! The state of the terminal program and everything that changes it: events become actions,
//! `update` changes the state and returns jobs, the event loop runs them.

pub(crate) mod add_loop;
pub(crate) mod command;
pub(crate) mod committing;
pub(crate) mod contained;
pub(crate) mod context;
pub(crate) mod draw;
pub(crate) mod dropped;
pub(crate) mod edits;
pub(crate) mod event_loop;
pub(crate) mod finished;
pub(crate) mod fixed;
mod frame;
pub(crate) mod gate;
pub(crate) mod gather;
pub(crate) mod headless;
pub(crate) mod import;
pub(crate) mod import_image;
pub(crate) mod job;
pub(crate) mod layout;
pub(crate) mod merging;
pub(crate) mod mouse;
pub(crate) mod navigate;
pub(crate) mod preview;
pub(crate) mod problems;
pub(crate) mod saving;
pub(crate) mod session;
pub(crate) mod slots;
pub(crate) mod state;
pub(crate) mod status;
pub(crate) mod terminal;
pub(crate) mod update;
pub(crate) mod upstream;
