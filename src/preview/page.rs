//! The values that the server is handed.

use std::collections::HashSet;
use std::sync::Arc;

use super::views::Views;
use crate::render::target::Target;
use crate::text::Span;

/// Who changes the draft while it is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Writer {
    /// The desk, which takes clicks.
    Desk,
    /// Other programs: the page is read-only.
    #[default]
    Files,
}

/// A part of the issue that is replaced as a whole when it changes. Made by a [`Cleaner`](super::Cleaner).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    /// Identifies the HTML: equal blocks have equal keys, also in the next run.
    pub(super) key: Arc<str>,
    /// Allowed elements only.
    pub(super) html: Arc<str>,
    /// The place in the draft.
    pub span: Span,
    /// The index of its section in [`Page::sections`].
    pub section: Option<usize>,
}

impl Block {
    pub fn key(&self) -> &str {
        &self.key
    }

    pub fn html(&self) -> &str {
        &self.html
    }
}

/// The issue as one target shows it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct View {
    pub target: Target,
    /// In the order of the page.
    pub blocks: Vec<Block>,
    /// Remarks on this view, such as parts of a layout that could not be made.
    pub remarks: Vec<String>,
    /// The index of the first block that the mail service cuts off.
    pub cut: Option<usize>,
    /// True if its blocks have no places in the draft, so that it can't follow the cursor.
    pub is_one_piece: bool,
}

/// Identifies a problem between the page and the desk.
#[derive(Clone, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
pub struct ProblemId {
    pub rule: String,
    pub message: String,
    /// The number of equal problems before this one.
    pub nth: usize,
}

/// A problem at its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    pub id: ProblemId,
    /// The word for its severity.
    pub severity: &'static str,
    pub span: Span,
    pub help: Option<String>,
    /// True if the desk can fix it.
    pub has_fix: bool,
}

/// The previous issue, by sections.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LastIssue {
    /// The file's name or the issue's date.
    pub name: String,
    pub sections: Vec<LastSection>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LastSection {
    pub title: String,
    pub blocks: Vec<Block>,
}

/// An issue to show.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Page {
    pub title: String,
    /// The draft's path, for people.
    pub file: String,
    pub writer: Writer,
    /// At least one.
    pub views: Views,
    /// The titles of the sections.
    pub sections: Vec<String>,
    pub problems: Vec<Problem>,
    /// Sentences about the issue as a whole, such as the size of its mail.
    pub remarks: Vec<String>,
    /// The keys of the blocks that were read; `None` if the issue was never marked as read.
    pub read: Option<Arc<HashSet<String>>>,
    pub last: Option<Arc<LastIssue>>,
    /// The length of the draft in bytes.
    pub length: usize,
}

/// Where the user is in the draft.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cursor(pub usize);

impl Page {
    /// The view of a target, or else the first one.
    pub fn view(&self, target: Target) -> Option<&View> {
        self.views.get(target)
    }

    /// The keys of all blocks of the site, which marking the issue as read keeps.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.view(Target::Site).into_iter().flat_map(|view| &view.blocks).map(Block::key)
    }
}

impl View {
    /// The block at a place of the draft, or else the last one before it, and the place in it.
    pub(super) fn place_of(&self, at: usize) -> Option<(usize, usize)> {
        if self.is_one_piece {
            return None;
        }
        // Mails may repeat a part of the draft, so the blocks need not be in the draft's order.
        let begins = self.blocks.iter().enumerate().filter(|(_, block)| block.span.start <= at);
        let (n, block) = begins.max_by_key(|(n, block)| (block.span.start, std::cmp::Reverse(*n)))?;
        Some((n, at - block.span.start))
    }

    /// The index of the block with this key.
    pub(super) fn block_of(&self, key: &str) -> Option<usize> {
        self.blocks.iter().position(|block| &*block.key == key)
    }
}
