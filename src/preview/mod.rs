//! A web server on loopback that shows an issue as its readers will see it. It is handed pages, and reports what is
//! clicked in them.
//!
//! A draft may be anybody's contribution, so nothing in it runs in the editor's browser: its HTML is rebuilt from a
//! list of allowed elements ([`Cleaner`]), the page's policy allows no script but its own, and no request leaves the
//! machine until the user loads remote images.

mod browser;
mod cleaner;
mod connection;
mod elements;
mod files;
mod message;
mod page;
mod request;
mod response;
mod routes;
mod server;
mod shown;
mod style;
mod token;
mod views;

pub use browser::{NoBrowser, Tunnel, open_browser};
pub use cleaner::{Cleaner, ImageSource};
pub use page::{Block, Cursor, LastIssue, LastSection, Page, Problem, ProblemId, View, Writer};
pub use server::{Asked, Server, ServerError};
pub use views::{MakeView, Views};
