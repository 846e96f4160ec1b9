//! Merges contributions into a draft: those that only add items and paragraphs many at once, others one at a time.

use std::borrow::Cow;
use std::sync::Arc;

use super::head::DraftHead;
use super::parsed_draft::ParsedDraft;
use crate::desk::{Workspace, reconcile};
use crate::draft::Draft;
use crate::merge::{Additions, Batch, Change, ChangeKind, Markers, Merge, MergeError, changes, merge_theirs};
use crate::outline::{Outline, move_row_to_section, move_to_section, update_counts};
use crate::profile::Profile;
use crate::text::{Edits, Span};

/// A draft with its state after each merged contribution.
pub(super) struct RunningMerge<'w> {
    workspace: &'w Workspace,
    steps: Steps,
    /// The original draft, and the draft after each contribution but the last.
    earlier: Vec<EarlierDraft>,
    /// The draft before the last contribution; `None` if that was taken back or merged with others.
    before: Option<ParsedDraft>,
    /// The draft without the contributions of the batch.
    last: ParsedDraft,
    batch: Option<(Arc<ParsedDraft>, Batch)>,
    /// The base of the last contributions that could have been in a batch, and their number.
    waiting: Option<(Arc<ParsedDraft>, usize)>,
    /// True if the result of a batch was not parsed as it was assembled.
    is_refused: bool,
}

/// How contributions are merged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Steps {
    /// Additions of the same base many at once.
    Batches,
    OneByOne,
}

/// A draft before a contribution. Only its text, or what it is made from: a parsed draft takes several times the
/// memory.
enum EarlierDraft {
    Text(String),
    /// After this many contributions of a batch.
    InBatch(Arc<Batch>, usize),
}

impl EarlierDraft {
    fn text(&self) -> Cow<'_, str> {
        match self {
            EarlierDraft::Text(text) => text.into(),
            EarlierDraft::InBatch(batch, len) => batch.text_after(*len).into(),
        }
    }
}

/// A batch parses the whole draft when it begins and ends. After other changes it begins only if so many
/// contributions in a row can be in it.
const LEAST_BATCH: usize = 8;

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
    pub fn new(text: &str, workspace: &'w Workspace, steps: Steps) -> RunningMerge<'w> {
        RunningMerge {
            workspace,
            steps,
            earlier: Vec::new(),
            before: None,
            last: ParsedDraft::new(text, workspace),
            batch: None,
            waiting: None,
            is_refused: false,
        }
    }

    fn profile(&self) -> &'w Profile {
        &self.workspace.profile
    }

    /// The draft after the last contribution that was merged by itself.
    pub fn text(&self) -> &str {
        self.last.text()
    }

    /// The draft before the last contribution.
    pub fn text_before(&self) -> Cow<'_, str> {
        self.earlier.last().map_or(self.text().into(), EarlierDraft::text)
    }

    /// The result; `None` if the contributions must be merged one by one.
    pub fn into_draft(mut self) -> Option<ParsedDraft> {
        self.finish_batch();
        (!self.is_refused).then_some(self.last)
    }

    /// Removes the last contribution, which was merged by itself.
    pub fn take_back(&mut self) {
        if let Some(before) = self.before.take() {
            self.last = before;
            self.earlier.pop();
        }
    }

    /// Merges a contribution, whose head is parsed: together with others if it only adds, and `additions` says what.
    pub fn add(
        &mut self,
        base: &Arc<ParsedDraft>,
        head: &DraftHead,
        additions: Option<&Additions>,
    ) -> Result<(), Collision> {
        let additions = additions.filter(|_| self.steps == Steps::Batches);
        if additions.is_some_and(|additions| self.add_to_batch(base, additions)) {
            return Ok(());
        }
        self.finish_batch();
        if self.is_refused {
            // The result is not used: the contributions are merged again, one by one.
            return Ok(());
        }
        if additions.is_none() {
            self.waiting = None;
        }
        match merged(base, &self.last, head, self.workspace) {
            Ok(draft) => {
                let draft = self.update_counts(draft);
                self.earlier.push(EarlierDraft::Text(self.text().to_owned()));
                self.before = Some(std::mem::replace(&mut self.last, draft));
                Ok(())
            }
            Err(conflict) => Err(Collision { with: self.culprit(base, head), ..conflict }),
        }
    }

    /// Adds a contribution to the batch, and begins one if that is worth it. Returns false if the contribution must
    /// be merged by itself.
    fn add_to_batch(&mut self, base: &Arc<ParsedDraft>, additions: &Additions) -> bool {
        let is_same = |(other, _): &(Arc<ParsedDraft>, Batch)| Arc::ptr_eq(other, base);
        if !self.batch.as_ref().is_some_and(is_same) {
            self.finish_batch();
            let count =
                self.waiting.take().filter(|(other, _)| Arc::ptr_eq(other, base)).map_or(0, |it| it.1);
            self.waiting = Some((base.clone(), count + 1));
            if base.text() == self.text() || count >= LEAST_BATCH {
                self.batch = self.new_batch(base).map(|batch| (base.clone(), batch));
            }
        }
        let profile = self.profile();
        let Some((_, batch)) = &mut self.batch else { return false };
        let is_added = batch.add(additions, profile);
        if !is_added {
            self.waiting = None;
        }
        is_added
    }

    fn new_batch(&self, base: &ParsedDraft) -> Option<Batch> {
        Batch::new(base.version().ok()?, self.last.version().ok()?, self.profile())
    }

    /// Merges the contributions of the batch.
    fn finish_batch(&mut self) {
        let Some((_, batch)) = self.batch.take().filter(|(_, batch)| !batch.is_empty()) else { return };
        let draft = batch.finish(self.profile()).map(ParsedDraft::from);
        // Sentences that count items are corrected after each contribution.
        let is_counted = |draft: &ParsedDraft| {
            let (was, is) = ((self.last.draft(), self.last.outline()), (draft.draft(), draft.outline()));
            update_counts(self.profile(), was, is).is_none()
        };
        match draft.filter(is_counted) {
            Some(draft) => {
                let before = 0..batch.len();
                let batch = Arc::new(batch);
                self.earlier.extend(before.map(|len| EarlierDraft::InBatch(batch.clone(), len)));
                self.before = None;
                self.last = draft;
            }
            None => self.is_refused = true,
        }
    }

    /// The first contribution after which `head` cannot be merged any more, found by bisection.
    fn culprit(&self, base: &ParsedDraft, head: &DraftHead) -> Option<usize> {
        let fits = |earlier: &EarlierDraft| {
            let draft = self.last.changed_to(&earlier.text(), self.workspace);
            merged(base, &draft, head, self.workspace).is_ok()
        };
        if !self.earlier.first().is_some_and(fits) {
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
    let overlaps = |span: Span| span.overlaps(place);
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
