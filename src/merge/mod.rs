//! Merges three drafts by their structure: sections, items and fields.
//!
//! The result is ours with the changes that theirs made since the base. Additions of both sides at
//! one position are kept, ours first. What one side moved and the other edited is moved and edited.
//! Each line of the result comes from one of the three drafts (only task marks, facts and counts are
//! merged within their line). What can't be merged safely is a [`Conflict`] of that item alone.
//!
//! The steps: `tree` reads each draft as a tree, `pair` finds which nodes are the same, `align`
//! combines the pairs of both sides, `three_way` makes the hunks, `assemble` joins them, and
//! `count` checks the result. `batch` merges many contributions that only add at once, to the same text.

mod additions;
mod align;
mod assemble;
mod batch;
mod builder;
mod changes;
mod count;
mod markers;
mod moves;
mod own_lines;
mod pair;
mod spacing;
mod three_way;
mod tree;

use std::sync::OnceLock;

use crate::draft::Draft;
use crate::outline::Outline;
use crate::profile::Profile;
use crate::text::limits::MERGE_PARTS;
use crate::text::{Edits, grouped};

pub use additions::Additions;
pub use batch::Batch;
pub use changes::{Change, ChangeKind, Unit, changes, changes_by_lines};
pub use markers::{Markers, has_markers, mark, with_markers};

use count::Tally;
use pair::Side;
use three_way::Hunks;
use tree::Tree;

/// A draft with its outline and its tree, ready for merging.
#[derive(Clone, Debug)]
pub struct Version {
    draft: Draft,
    outline: Outline,
    tree: Tree,
    /// Made for the first merge.
    tally: OnceLock<Tally>,
}

/// The part of a [`Version`] that a merge needs of theirs. It takes a fraction of the memory.
#[derive(Clone, Debug)]
pub struct Theirs {
    text: String,
    tree: Tree,
    tally: OnceLock<Tally>,
}

/// A part of the draft that the sides changed in ways that exclude one another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conflict {
    /// Empty if both sides added it.
    pub base: String,
    /// Empty if ours deleted it.
    pub ours: String,
    /// Empty if theirs deleted it.
    pub theirs: String,
    pub kind: ConflictKind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ConflictKind {
    /// Both sides changed it differently.
    BothChanged,
    /// Ours deleted what theirs changed.
    DeletedByUs,
    /// Theirs deleted what ours changed.
    DeletedByThem,
}

/// The result of a merge: text and conflicts, in order.
#[derive(Clone, Debug)]
pub struct Merge {
    chunks: Vec<Chunk>,
    edits: Edits,
    result: Option<Version>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Chunk {
    Text(String),
    Conflict(Conflict),
}

/// Why drafts can't be merged by their structure. They can still be merged line by line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MergeError {
    #[error("the front matter does not end")]
    OpenFrontMatter,
    #[error("it uses classic Mac line endings (CR)")]
    LineBreaks,
    #[error("it already contains conflict markers")]
    Markers,
    #[error("it has more than {} parts", grouped(MERGE_PARTS as u64))]
    TooManyParts,
    #[error("the result would not be parsed as intended")]
    Result,
}

impl Version {
    /// # Errors
    ///
    /// [`MergeError`] if the parts of the draft can't be separated reliably.
    pub fn new(text: &str, profile: &Profile) -> Result<Self, MergeError> {
        Self::from_draft(Draft::parse(text), profile)
    }

    /// # Errors
    ///
    /// As [`Version::new`].
    pub fn from_draft(draft: Draft, profile: &Profile) -> Result<Self, MergeError> {
        Self::built(draft, profile, |draft| Outline::new(draft, profile))
    }

    fn built(
        draft: Draft,
        profile: &Profile,
        outline: impl FnOnce(&Draft) -> Outline,
    ) -> Result<Self, MergeError> {
        if draft.front_matter().is_some_and(|front| !front.closed) {
            return Err(MergeError::OpenFrontMatter);
        }
        let text = draft.text().as_bytes();
        if memchr::memchr_iter(b'\r', text).any(|at| text.get(at + 1) != Some(&b'\n')) {
            return Err(MergeError::LineBreaks);
        }
        if markers::has_markers(draft.text()) {
            return Err(MergeError::Markers);
        }
        let outline = outline(&draft);
        let tree = Tree::new(&draft, &outline, profile);
        if tree.nodes.len() > MERGE_PARTS {
            return Err(MergeError::TooManyParts);
        }
        Ok(Version { draft, outline, tree, tally: OnceLock::new() })
    }

    /// Returns the version after a change. Only the sections that it touches are parsed.
    ///
    /// # Errors
    ///
    /// As [`Version::new`].
    pub fn edited(&self, edits: &Edits, profile: &Profile) -> Result<Self, MergeError> {
        let (draft, kept) = self.draft.clone().edit_and_keep(edits);
        let edited = Self::built(draft, profile, |draft| self.outline.edited(draft, profile, kept))?;
        if self.tally.get().is_some() {
            edited.input().tally_from(self.input());
        }
        Ok(edited)
    }

    pub fn text(&self) -> &str {
        self.draft.text()
    }

    pub fn draft(&self) -> &Draft {
        &self.draft
    }

    /// The outline of the draft by the profile that the version was made with.
    pub fn outline(&self) -> &Outline {
        &self.outline
    }

    /// The draft and its outline, for marking images. The merge does not depend on them.
    pub fn draft_and_outline(&mut self) -> (&Draft, &mut Outline) {
        (&self.draft, &mut self.outline)
    }

    fn side(&self) -> Side<'_> {
        Side { text: self.draft.text(), tree: &self.tree }
    }

    fn input(&self) -> Input<'_> {
        Input { side: self.side(), tally: &self.tally }
    }
}

impl From<Version> for Theirs {
    fn from(version: Version) -> Theirs {
        Theirs { text: version.draft.into_text(), tree: version.tree, tally: version.tally }
    }
}

impl Theirs {
    pub fn text(&self) -> &str {
        &self.text
    }

    fn input(&self) -> Input<'_> {
        Input { side: Side { text: &self.text, tree: &self.tree }, tally: &self.tally }
    }
}

/// A side of a merge.
#[derive(Clone, Copy)]
struct Input<'a> {
    side: Side<'a>,
    tally: &'a OnceLock<Tally>,
}

impl<'a> Input<'a> {
    fn tally(self) -> &'a Tally {
        self.tally.get_or_init(|| Tally::new(self.side))
    }

    /// The same as [`Self::tally`], made from that of another version.
    fn tally_from(self, other: Input<'_>) -> &'a Tally {
        self.tally.get_or_init(|| other.tally().changed(other.side, self.side))
    }
}

impl Merge {
    pub fn chunks(&self) -> &[Chunk] {
        &self.chunks
    }

    pub fn conflicts(&self) -> impl Iterator<Item = &Conflict> {
        self.chunks.iter().filter_map(|chunk| match chunk {
            Chunk::Conflict(conflict) => Some(conflict),
            Chunk::Text(_) => None,
        })
    }

    /// The edits that turn ours into the result; `None` if there are conflicts.
    pub fn edits(&self) -> Option<&Edits> {
        self.conflicts().next().is_none().then_some(&self.edits)
    }

    /// The result, ready for the next merge; `None` if there are conflicts.
    pub fn into_result(self) -> Option<Version> {
        self.result
    }

    /// The text of the result; `None` if there are conflicts.
    pub fn clean(&self) -> Option<String> {
        let text = |chunk: &Chunk| match chunk {
            Chunk::Text(text) => Some(text.clone()),
            Chunk::Conflict(_) => None,
        };
        self.chunks.iter().map(text).collect()
    }
}

/// Merges the changes that theirs made since the base into ours.
///
/// # Errors
///
/// [`MergeError::Result`] if the result would not be parsed as it was assembled.
pub fn merge(
    base: &Version,
    ours: &Version,
    theirs: &Version,
    profile: &Profile,
) -> Result<Merge, MergeError> {
    merge_input(base, ours, theirs.input(), profile)
}

/// As [`merge`], with theirs as it was kept from an earlier look at it.
///
/// # Errors
///
/// As [`merge`].
pub fn merge_theirs(
    base: &Version,
    ours: &Version,
    theirs: &Theirs,
    profile: &Profile,
) -> Result<Merge, MergeError> {
    merge_input(base, ours, theirs.input(), profile)
}

fn merge_input(
    base: &Version,
    ours: &Version,
    theirs: Input<'_>,
    profile: &Profile,
) -> Result<Merge, MergeError> {
    let sides = (base.side(), ours.side(), theirs.side);
    let merged = Hunks::new(sides.0, sides.1, sides.2);
    if !merged.is_complete() {
        return Err(MergeError::Result);
    }
    let mut merge = assemble::assemble(&merged.hunks, sides, ours.draft.newline());
    if let Some(text) = merge.clean() {
        // First that of ours, from which that of the result is made.
        let tallies = (base.input().tally(), ours.input().tally(), theirs.tally_from(base.input()));
        let result = match merge.edits.turns(ours.text(), &text) {
            true => ours.edited(&merge.edits, profile),
            false => Version::new(&text, profile),
        };
        let result = result.map_err(|_| MergeError::Result)?;
        let moved = merged.alignment.moved_to_another_section();
        if !assemble::is_parsed_as(result.side(), &merged.hunks)
            || !count::adds_up(tallies, result.input().tally(), &moved)
        {
            return Err(MergeError::Result);
        }
        merge.result = Some(result);
    } else if !count::holds_all(sides, merge.chunks()) {
        return Err(MergeError::Result);
    }
    Ok(merge)
}
