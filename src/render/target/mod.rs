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
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Target {
    /// The newsletter's own site.
    #[default]
    Site,
    /// A mail.
    Mail,
    /// A post of WordPress.
    WordPress,
    /// A plain text.
    Text,
}

impl Target {
    pub const ALL: [Target; 4] = [Target::Site, Target::Mail, Target::WordPress, Target::Text];

    /// The name in commands, addresses and messages.
    pub fn name(self) -> &'static str {
        match self {
            Target::Site => "site",
            Target::Mail => "mail",
            Target::WordPress => "wordpress",
            Target::Text => "text",
        }
    }

    pub fn from_name(name: &str) -> Option<Target> {
        Target::ALL.into_iter().find(|target| target.name() == name)
    }
}
