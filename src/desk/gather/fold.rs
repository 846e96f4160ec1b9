//! Merging the chosen contributions into the draft, one after the other.

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};

use super::{Gathering, Standing, Waiting};
use crate::desk::reconcile;
use crate::draft::Draft;
use crate::merge::{Markers, Unreadable, Version, merge};
use crate::outline::{Outline, Slot, follow_count, move_row_to, move_to_section};
use crate::profile::Profile;
use crate::text::{Edits, Span};

/// A contribution that is to be gathered.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Chosen {
    /// Its place in [`Gathering::contributions`].
    pub index: usize,
    /// The section that what it adds goes to, by its title; else where it was put.
    pub section: Option<String>,
    /// What it adds, as the editor has changed it: in the place of [`Waiting::added_text`].
    pub text: Option<String>,
}

/// The draft with contributions.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Folded {
    pub text: String,
    /// Pictures, by path from the top of the repository.
    pub files: Vec<(PathBuf, Vec<u8>)>,
    /// The contributions that are in it, by their places, in the order of their numbers.
    pub included: Vec<usize>,
    /// Those that are not, and why.
    pub left_out: Vec<(usize, String)>,
}

impl Gathering {
    /// Merges the chosen ones in the order of their numbers, branches last. What can't be merged
    /// honestly is left out with the reason, and the rest goes on.
    pub fn fold(&self, chosen: &[Chosen]) -> Folded {
        let mut chosen: Vec<&Chosen> =
            chosen.iter().filter(|one| one.index < self.contributions.len()).collect();
        chosen.sort_by_key(|one| {
            let waiting = &self.contributions[one.index];
            (waiting.number.unwrap_or(u32::MAX), waiting.name.clone())
        });
        chosen.dedup_by_key(|one| one.index);
        let mut fold = Fold {
            profile: self.profile(),
            ours: Version::new(&self.text, self.profile()),
            text: self.text.clone(),
            bases: HashMap::new(),
        };
        let mut folded = Folded::default();
        let mut taken: HashMap<PathBuf, usize> = HashMap::new();
        for one in chosen {
            let waiting = &self.contributions[one.index];
            if let Standing::LeftOut(reason) = &waiting.state {
                folded.left_out.push((one.index, reason.clone()));
                continue;
            }
            let mut own = waiting.clone();
            if let Some(text) = &one.text {
                own.head = waiting.with_text(text);
            }
            let mut blocked = None;
            for (path, bytes) in &waiting.files {
                if taken.get(path).is_some_and(|at| folded.files[*at].1 != *bytes) {
                    let (draft, root, top) = self.places();
                    let is_free = |path: &Path| {
                        !taken.contains_key(path)
                            && !waiting.files.iter().any(|(file, _)| file == path)
                            && self.repo.blob(self.ours, path).is_ok_and(|blob| blob.is_none())
                    };
                    if own.rename_picture(path, (&draft, root, top), is_free).is_none() {
                        blocked = Some(path);
                    }
                }
            }
            if let Some(path) = blocked {
                let reason = format!("{} is another picture in one before it", path.display());
                folded.left_out.push((one.index, reason));
                continue;
            }
            match fold.add(&own) {
                Err(reason) => folded.left_out.push((one.index, reason)),
                Ok(before) => {
                    fold.count_again(&before);
                    if let Some(section) = &one.section {
                        fold.move_new(&before, section);
                    }
                    folded.included.push(one.index);
                    for (path, bytes) in &own.files {
                        taken.entry(path.clone()).or_insert_with(|| {
                            folded.files.push((path.clone(), bytes.clone()));
                            folded.files.len() - 1
                        });
                    }
                }
            }
        }
        folded.text = fold.text;
        folded
    }
}

impl Waiting {
    /// What it adds or changes, where that is one place of few lines.
    pub fn added_text(&self) -> Option<String> {
        let lines = self.only_place()?;
        let text: String = lines.of(&self.head).trim_matches(['\n', '\r']).to_owned();
        (!text.is_empty() && text.lines().count() <= MOST_LINES).then_some(text)
    }

    /// The draft of the contribution with another text in the place of [`Self::added_text`].
    fn with_text(&self, text: &str) -> String {
        let Some(lines) = self.only_place() else { return self.head.clone() };
        let own = lines.of(&self.head);
        let trimmed = own.trim_matches(['\n', '\r']);
        let changed = own.replacen(trimmed, text.trim_matches(['\n', '\r']), 1);
        Edits::replace(lines, changed).apply(&self.head)
    }

    /// The lines of it that differ from what it started from, however those end.
    fn only_place(&self) -> Option<Span> {
        let lines = |text: &'_ str| text.split_inclusive('\n').map(str::len).collect::<Vec<_>>();
        let (old, new) = (lines(&self.base), lines(&self.head));
        let same = |a: &(&str, &str)| a.0.trim_end() == a.1.trim_end();
        let before = self.base.lines().zip(self.head.lines()).take_while(same).count();
        let most = old.len().min(new.len()) - before.min(old.len().min(new.len()));
        let ends = self.base.lines().rev().zip(self.head.lines().rev());
        let after = ends.take(most).take_while(same).count();
        let start: usize = new.iter().take(before).sum();
        let end: usize = new.iter().take(new.len() - after).sum();
        let own = self.head.get(start..end)?;
        let known: HashSet<&str> = self.base.lines().map(str::trim).collect();
        let has_others = own.lines().any(|line| !line.trim().is_empty() && known.contains(line.trim()));
        (end > start && !has_others).then(|| Span::new(start, end))
    }
}

/// So many lines are edited beside a list; more are edited in the draft.
const MOST_LINES: usize = 60;

/// A draft that grows.
struct Fold<'p> {
    profile: &'p Profile,
    /// The draft, read once for each step.
    ours: Result<Version, Unreadable>,
    text: String,
    /// What contributions start from, read once where many start from the same.
    bases: HashMap<String, Result<Version, Unreadable>>,
}

impl Fold<'_> {
    /// Merges a contribution; gives the draft as it was before. In words, why it can't be.
    fn add(&mut self, one: &Waiting) -> Result<String, String> {
        let base =
            self.bases.entry(one.base.clone()).or_insert_with(|| Version::new(&one.base, self.profile));
        let merged = (|| {
            let (base, ours) =
                (base.as_ref().map_err(|error| *error)?, self.ours.as_ref().map_err(|error| *error)?);
            merge(base, ours, &Version::new(&one.head, self.profile)?, self.profile)
        })();
        let before = self.text.clone();
        let conflicts = match merged {
            Ok(merged) => {
                let count = merged.conflicts().count();
                if let Some(result) = merged.into_result() {
                    self.text = result.text().to_owned();
                    self.ours = Ok(result);
                    return Ok(before);
                }
                count
            }
            Err(_) => {
                let plain = reconcile(&one.base, &self.text, &one.head, self.profile, &Markers::default());
                if !plain.has_conflicts {
                    self.ours = Version::new(&plain.text, self.profile);
                    self.text = plain.text;
                    return Ok(before);
                }
                plain.conflicts()
            }
        };
        Err(match conflicts {
            1 => "one place of it was changed here, or in one before it, in another way".to_owned(),
            n => format!("{n} places of it were changed here, or in one before it, in another way"),
        })
    }

    /// Has the sentences that count the lines of a list follow, where they were right before.
    fn count_again(&mut self, before: &str) {
        let read = |text: &str| {
            let draft = Draft::parse(text);
            let outline = Outline::new(&draft, self.profile);
            (draft, outline)
        };
        let follow = |(draft, outline): &(Draft, Outline), id: &str| {
            let is_it = |slot: &&Slot| slot.is_list && outline.sections[slot.section].id == id;
            let slot = outline.slots.iter().find(is_it)?;
            follow_count(draft, self.profile, outline, slot)
        };
        for section in self.profile.sections.iter().filter(|section| section.count_line.is_some()) {
            let edits = follow(&read(&self.text), &section.id);
            // What it was before is read only where there is something to follow.
            let edits = edits.filter(|_| follow(&read(before), &section.id).is_none());
            if let Some(edits) = edits {
                self.text = edits.apply(&self.text);
                self.ours = Version::new(&self.text, self.profile);
            }
        }
    }

    /// Moves what is new in the draft to a section.
    fn move_new(&mut self, before: &str, section: &str) {
        // Each pass moves one item; what has been moved is in its section.
        for _ in 0..MAX_MOVES {
            let draft = Draft::parse(self.text.as_str());
            let outline = Outline::new(&draft, self.profile);
            let Some(to) = outline.sections.iter().position(|one| one.title == section) else { return };
            let Some(edits) = move_one(&draft, &outline, self.profile, before, to) else { return };
            self.text = edits.apply(&self.text);
            self.ours = Version::new(&self.text, self.profile);
        }
    }
}

/// So many items of one contribution are moved.
const MAX_MOVES: usize = 100;

/// The change that moves the first item that is new and stands in another section.
fn move_one(draft: &Draft, outline: &Outline, profile: &Profile, before: &str, to: usize) -> Option<Edits> {
    let is_new = |text: &str| !text.trim().is_empty() && !before.contains(text.trim());
    for (at, slot) in outline.slots.iter().enumerate().filter(|(_, slot)| slot.section != to) {
        if !slot.is_list {
            if crate::outline::takes_items(slot.kind) && is_new(draft.slice(slot.span)) {
                return move_to_section(draft, outline, profile, at, to);
            }
            continue;
        }
        let row = slot.rows.iter().position(|row| is_new(draft.slice(row.span)));
        let target = outline.slots_of(to).iter().find(|slot| slot.is_list);
        if let (Some(row), Some(target)) = (row, target) {
            return move_row_to(draft, slot, row, target);
        }
    }
    None
}
