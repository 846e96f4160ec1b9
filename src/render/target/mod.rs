//! What a page is made for. Each target is a module that makes its output from the [`Tree`] of the site.
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

use std::borrow::Cow;

pub use address::{Addresses, is_own_address};

use super::{Node, Tree};
use crate::draft::Draft;
use crate::outline::editor_notes;
use crate::profile::Profile;
use crate::text::SpanSet;
use tags::{Part, Reader, attribute};

/// A page without the task list and the notes for the editors, as it goes out to readers. The site shows them until they
/// are removed from the draft.
pub fn for_readers<'p>(draft: &Draft, page: &'p Tree, profile: &Profile) -> Cow<'p, Tree> {
    let notes = SpanSet::new(editor_notes(draft, profile));
    let is_note = |node: &Node| node.span.is_some_and(|span| notes.contains(span));
    if !page.nodes.iter().any(is_note) {
        return Cow::Borrowed(page);
    }
    let nodes = page.nodes.iter().filter(|node| !is_note(node));
    Cow::Owned(Tree { nodes: nodes.cloned().collect() })
}

/// The number of links to the newsletter's own pages and images in a page, without the template's placeholders.
pub fn own_addresses(page: &Tree, profile: &Profile) -> usize {
    let mut reader = Reader::default();
    let mut count = 0;
    for block in page.blocks() {
        reader.read(&block.html, &mut |part| {
            let Part::Start(tag) = part else { return };
            let values = ["href", "src"].into_iter().filter_map(|name| attribute(&tag, name));
            let is_own = |address: &String| {
                is_own_address(address)
                    && !profile.is_address_placeholder(address)
                    && !profile.is_image_placeholder(address)
            };
            count += values.filter(is_own).count();
        });
    }
    count
}

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
