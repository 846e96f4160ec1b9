//! What a page is made for. Each target is a module that makes its output from the [`Tree`](super::Tree) of the site.
//!
//! ```text
//! Tree → HTML of its blocks → tags and texts, one by one → mail, text
//! Tree → blocks of WordPress's editor
//! ```

mod address;
pub mod mail;
mod tags;
pub mod text;
pub mod wordpress;

pub use address::Addresses;

/// What a page is made for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// The newsletter's own site.
    Site,
    /// A mail.
    Mail,
    /// A post of WordPress.
    WordPress,
    /// A plain text.
    Text,
}
