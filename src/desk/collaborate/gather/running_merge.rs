//! Merges contributions into a draft, one at a time.

use super::head::DraftHead;
use super::parsed_draft::ParsedDraft;
use crate::desk::{Workspace, reconcile};
use crate::draft::Draft;
use crate::merge::{Change, ChangeKind, Markers, Merge, MergeError, changes, merge_theirs};
use crate::outline::{Outline, move_row_to_section, move_to_section};
use crate::profile::Profile;
use crate::text::{Edits, Span};

/// A draft with its state after each merged contribution.
pub(super) struct RunningMerge<'w> {
    workspace: &'w Workspace,
    /// The original draft, and the draft after each contribution but the last: only their texts, since
    /// a parsed draft takes several times the memory.
    earlier: Vec<String>,
    /// The draft before the last contribution; `None` if that was taken back.
    before: Option<ParsedDraft>,
    last: ParsedDraft,
}

/// Two changes of the same lines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Collision {
    /// The index of the merged contribution that changed them; `None` for the draft itself.
    pub with: Option<usize>,
    pub places: usize,
    /// The beginning of the conflicting text.
    pub at: Option<String>,
}

impl<'w> RunningMerge<'w> {
    pub fn new(text: &str, workspace: &'w Workspace) -> RunningMerge<'w> {
        RunningMerge { workspace, earlier: Vec::new(), before: None, last: ParsedDraft::new(text, workspace) }
    }

    fn profile(&self) -> &'w Profile {
        &self.workspace.profile
    }

    pub fn text(&self) -> &str {
        self.last.text()
    }

    /// The draft before the last contribution.
    pub fn text_before(&self) -> &str {
        self.earlier.last().map_or(self.text(), String::as_str)
    }

    pub fn into_draft(self) -> ParsedDraft {
        self.last
    }

    /// Removes the last contribution.
    pub fn take_back(&mut self) {
        if let Some(before) = self.before.take() {
            self.last = before;
            self.earlier.pop();
        }
    }

    /// Merges a contribution, whose head is parsed.
    pub fn add(&mut self, base: &ParsedDraft, head: &DraftHead) -> Result<(), Collision> {
        match merged(base, &self.last, head, self.workspace) {
            Ok(draft) => {
                let draft = self.update_counts(draft);
                self.earlier.push(self.text().to_owned());
                self.before = Some(std::mem::replace(&mut self.last, draft));
                Ok(())
            }
            Err(conflict) => Err(Collision { with: self.culprit(base, head), ..conflict }),
        }
    }

    /// The first contribution after which `head` cannot be merged any more, found by bisection.
    fn culprit(&self, base: &ParsedDraft, head: &DraftHead) -> Option<usize> {
        let fits = |text: &str| {
            let draft = self.last.changed_to(text, self.workspace);
            merged(base, &draft, head, self.workspace).is_ok()
        };
        if !self.earlier.first().is_some_and(|text| fits(text)) {
            return None;
        }
        let (mut fitting, mut colliding) = (0, self.earlier.len());
        while colliding - fitting > 1 {
            let middle = fitting.midpoint(colliding);
            if fits(&self.earlier[middle]) { fitting = middle } else { colliding = middle }
        }
        Some(colliding - 1)
    }

    /// Updates the sentences that state how many rows a list has, if they were right before.
    fn update_counts(&self, draft: ParsedDraft) -> ParsedDraft {
        draft.with_counts(&self.last, self.workspace)
    }

    /// Moves the items of the last contribution to the section of that title. Returns false if none can
    /// be moved; the caller must then take the contribution back.
    pub fn move_new(&mut self, section: &str) -> bool {
        let mut is_there = false;
        // Each pass moves one item, which is then no longer found by `next_move`.
        for _ in 0..MAX_MOVES {
            let Some(next) = self.next_move(section, &mut is_there) else { return is_there };
            let Some(edits) = next else { return false };
            // Update the sentence that counts the items of the old section.
            let moved = self.last.changed_to(&edits.apply(self.text()), self.workspace);
            self.last = self.update_counts(moved);
        }
        false
    }

    /// The edits that move the next item of the last contribution from another section. `Some(None)` if
    /// it cannot be moved, and `None` if no item is left to move.
    fn next_move(&self, section: &str, is_there: &mut bool) -> Option<Option<Edits>> {
        let profile = self.profile();
        let (Ok(old), Ok(new)) = (self.before.as_ref()?.version(), self.last.version()) else { return None };
        let (was, is) = (old.outline(), new.outline());
        let to = is.sections.iter().position(|candidate| candidate.title == section)?;
        let all = changes(old, new, (was, is), profile);
        let is_moved = |change: &&Change| is.section_at(change.span().start) == Some(to);
        let added = || all.iter().filter(|change| change.kind == ChangeKind::Added);
        // An item of one section may be plain text in another.
        *is_there = added().any(|change| is_moved(&change));
        let next = added().find(|change| change.adds_item() && !is_moved(change))?;
        Some(move_item(new.draft(), is, profile, next.span(), to))
    }
}

/// How many items of one contribution can be moved.
const MAX_MOVES: usize = 100;

/// The edits that move the item at a span to another section.
fn move_item(draft: &Draft, outline: &Outline, profile: &Profile, place: Span, to: usize) -> Option<Edits> {
    let overlaps = |span: Span| span.start < place.end && place.start < span.end;
    let at = outline.slots.iter().position(|slot| slot.kind.takes_items() && overlaps(slot.span))?;
    let slot = &outline.slots[at];
    if !slot.is_list() {
        return move_to_section(draft, outline, profile, at, to).map(|moved| moved.edits);
    }
    let row = slot.rows.iter().position(|row| overlaps(row.span))?;
    move_row_to_section(draft, outline, profile, slot, row, to)
}

/// Merges a contribution into a draft. The result of a structural merge is parsed already.
fn merged(
    base: &ParsedDraft,
    ours: &ParsedDraft,
    theirs: &DraftHead,
    workspace: &Workspace,
) -> Result<ParsedDraft, Collision> {
    let profile = &workspace.profile;
    let merge = || merge_theirs(base.version()?, ours.version()?, theirs.theirs()?, profile);
    let merged: Result<Merge, MergeError> = merge();
    if let Ok(merged) = merged {
        let collision = Collision {
            with: None,
            places: merged.conflicts().count(),
            at: merged
                .conflicts()
                .next()
                .map(|conflict| beginning([&conflict.base, &conflict.ours, &conflict.theirs])),
        };
        return merged.into_result().map(ParsedDraft::from).ok_or(collision);
    }
    let plain = reconcile(base.text(), ours.text(), theirs.text(), profile, &Markers::default());
    match plain.has_conflicts {
        false => Ok(ParsedDraft::new(&plain.text, workspace)),
        true => Err(Collision { with: None, places: plain.conflicts(), at: None }),
    }
}

/// The first line of the first text that has one.
fn beginning(texts: [&String; 3]) -> String {
    let first = texts.into_iter().find_map(|text| text.lines().find(|line| !line.trim().is_empty()));
    let line = first.unwrap_or_default().trim();
    match line.char_indices().nth(MAX_SHOWN) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line.to_owned(),
    }
}

/// How many characters of a line are shown.
const MAX_SHOWN: usize = 60;
