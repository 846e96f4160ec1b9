//! The draft while contributions are merged into it.

use std::collections::HashMap;

use super::target::ParsedDraft;
use crate::desk::{Workspace, reconcile};
use crate::draft::Draft;
use crate::merge::{Change, ChangeKind, Markers, Merge, MergeError, changes, merge};
use crate::outline::{Outline, Slot, move_row_to_section, move_to_section, update_count};
use crate::profile::Profile;
use crate::text::{Edits, Span};

/// A draft that grows.
pub(super) struct RunningMerge<'w> {
    workspace: &'w Workspace,
    /// The draft as it was, and after each contribution.
    steps: Vec<ParsedDraft>,
    /// What contributions start from, read once where many start from the same.
    bases: HashMap<String, ParsedDraft>,
}

/// Two changes of the same place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Collision {
    /// Which of those that were added changed it, counted from 0; `None` where the draft itself has.
    pub with: Option<usize>,
    pub places: usize,
    /// How the place begins.
    pub at: Option<String>,
}

impl<'w> RunningMerge<'w> {
    pub fn new(text: &str, workspace: &'w Workspace) -> RunningMerge<'w> {
        RunningMerge { workspace, steps: vec![ParsedDraft::new(text, workspace)], bases: HashMap::new() }
    }

    fn profile(&self) -> &'w Profile {
        &self.workspace.profile
    }

    fn last(&self) -> &ParsedDraft {
        // There is always the draft as it was.
        &self.steps[self.steps.len() - 1]
    }

    pub fn text(&self) -> &str {
        self.last().draft.text()
    }

    /// The draft as it was before the last contribution.
    pub fn text_before(&self) -> &str {
        self.steps[self.steps.len().saturating_sub(2)].draft.text()
    }

    pub fn into_text(self) -> String {
        self.text().to_owned()
    }

    /// Takes back the last contribution.
    pub fn take_back(&mut self) {
        if self.steps.len() > 1 {
            self.steps.pop();
        }
    }

    /// Merges a contribution.
    pub fn add(&mut self, base: &str, head: &str) -> Result<(), Collision> {
        let workspace = self.workspace;
        self.bases.entry(base.to_owned()).or_insert_with(|| ParsedDraft::new(base, workspace));
        let base = &self.bases[base];
        let head = ParsedDraft::new(head, workspace);
        match merged(base, self.last(), &head, self.profile()) {
            Ok(text) => {
                let text = self.count_again(text);
                self.steps.push(ParsedDraft::new(&text, workspace));
                Ok(())
            }
            Err(conflict) => Err(Collision { with: self.culprit(base, &head), ..conflict }),
        }
    }

    /// The first contribution after which another one can't be merged any more, found by halving.
    fn culprit(&self, base: &ParsedDraft, head: &ParsedDraft) -> Option<usize> {
        let fits = |step: usize| merged(base, &self.steps[step], head, self.profile()).is_ok();
        if !fits(0) {
            return None;
        }
        let (mut fitting, mut colliding) = (0, self.steps.len() - 1);
        while colliding - fitting > 1 {
            let middle = fitting.midpoint(colliding);
            if fits(middle) { fitting = middle } else { colliding = middle }
        }
        Some(colliding - 1)
    }

    /// Has the sentences that count the lines of a list follow, where they were right before.
    fn count_again(&self, mut text: String) -> String {
        let profile = self.profile();
        let read = |text: &str| {
            let draft = Draft::parse(text);
            let outline = Outline::new(&draft, profile);
            (draft, outline)
        };
        let follow = |(draft, outline): &(Draft, Outline), id: &str| {
            let is_it = |slot: &&Slot| slot.is_list() && outline.sections[slot.section].id == id;
            let slot = outline.slots.iter().find(is_it)?;
            update_count(draft, profile, outline, slot)
        };
        for section in profile.sections.iter().filter(|section| section.count_line.is_some()) {
            let edits = follow(&read(&text), &section.id);
            // What it was before is read only where there is something to follow.
            if let Some(edits) = edits.filter(|_| follow(&read(self.text()), &section.id).is_none()) {
                text = edits.apply(&text);
            }
        }
        text
    }

    /// Moves the items of the last contribution to the section of that title. False where there is
    /// none that can be moved; the draft is to be taken back then.
    pub fn move_new(&mut self, section: &str) -> bool {
        let mut is_there = false;
        // Each pass moves one item; what has been moved is in its section.
        for _ in 0..MAX_MOVES {
            let Some(next) = self.next_move(section, &mut is_there) else { return is_there };
            let Some(edits) = next else { return false };
            // The sentence that counts the lines of a list counts one less.
            let text = self.count_again(edits.apply(self.text()));
            self.steps.pop();
            self.steps.push(ParsedDraft::new(&text, self.workspace));
        }
        false
    }

    /// The change that moves the next item of the last contribution that is in another section;
    /// `Some(None)` where it can't be moved.
    fn next_move(&self, section: &str, is_there: &mut bool) -> Option<Option<Edits>> {
        let profile = self.profile();
        let [.., before, now] = &self.steps[..] else { return None };
        let (Ok(old), Ok(new)) = (&before.version, &now.version) else { return None };
        let outline = |draft: &Draft| Outline::new(draft, profile);
        let (was, is) = (outline(&before.draft), outline(&now.draft));
        let to = is.sections.iter().position(|one| one.title == section)?;
        let all = changes(old, new, (&was, &is), profile);
        let is_moved = |change: &&Change| is.section_at(change.span().start) == Some(to);
        let added = || all.iter().filter(|change| change.kind == ChangeKind::Added);
        // What is an item of one section may be mere text in another.
        *is_there = added().any(|change| is_moved(&change));
        let next = added().find(|change| change.adds_item() && !is_moved(change))?;
        Some(move_item(&now.draft, &is, profile, next.span(), to))
    }
}

/// So many items of one contribution are moved.
const MAX_MOVES: usize = 100;

/// The change that moves the item at a place to another section.
fn move_item(draft: &Draft, outline: &Outline, profile: &Profile, place: Span, to: usize) -> Option<Edits> {
    let overlaps = |span: Span| span.start < place.end && place.start < span.end;
    let at = outline.slots.iter().position(|slot| slot.kind.takes_items() && overlaps(slot.span))?;
    let slot = &outline.slots[at];
    if !slot.is_list() {
        return move_to_section(draft, outline, profile, at, to);
    }
    let row = slot.rows.iter().position(|row| overlaps(row.span))?;
    move_row_to_section(draft, outline, profile, slot, row, to)
}

/// The draft with a contribution.
fn merged(
    base: &ParsedDraft,
    ours: &ParsedDraft,
    theirs: &ParsedDraft,
    profile: &Profile,
) -> Result<String, Collision> {
    let merge = || merge(base.version()?, ours.version()?, theirs.version()?, profile);
    let merged: Result<Merge, MergeError> = merge();
    if let Ok(merged) = merged {
        return merged.clean().ok_or_else(|| Collision {
            with: None,
            places: merged.conflicts().count(),
            at: merged.conflicts().next().map(|one| beginning([&one.base, &one.ours, &one.theirs])),
        });
    }
    let (base, ours, theirs) = (base.draft.text(), ours.draft.text(), theirs.draft.text());
    let plain = reconcile(base, ours, theirs, profile, &Markers::default());
    match plain.has_conflicts {
        false => Ok(plain.text),
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

/// So many characters of a line are shown.
const MAX_SHOWN: usize = 60;
