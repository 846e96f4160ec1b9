//! Makes candidates for a draft, one file per kind of document.

mod clicks;
mod events;
mod issue;
mod libraries;
mod meeting;
mod notes;
mod place;
mod post;
mod releases;

pub use clicks::from_clicks;
pub use events::from_events;
pub use issue::{ImageFiles, Issue, from_issue};
pub use notes::{NotesContext, from_notes, from_report, key_of_handle};
pub use post::from_post;
pub use releases::from_releases;

use place::Places;
