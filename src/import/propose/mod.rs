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

pub use clicks::of_clicks;
pub use events::of_events;
pub use issue::{Issue, of_issue};
pub use notes::{NotesAround, key_of_handle, of_notes, of_report};
pub use post::of_post;
pub use releases::of_releases;

use place::Places;
