//! Merging the chosen contributions into the draft, one after the other.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use super::running_merge::RunningMerge;
use super::target::ParsedDraft;
use super::{Contribution, Gathering, LeftOut, MergeState};
use crate::lint::report::Problem;
use crate::lint::{Page, Severity};

/// A contribution that is to be gathered.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Selection {
    /// Its place in [`Gathering::contributions`].
    pub index: usize,
    /// The section that what it adds goes to, by its title; else where it was put.
    pub section: Option<String>,
    /// What it adds, as the editor has changed it: in the place of [`Contribution::added_text`].
    pub text: Option<String>,
}

/// What becomes of contributions with errors, and of a second one about the same page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ProblemPolicy {
    #[default]
    LeaveOut,
    Take,
}

/// The draft with contributions.
#[derive(Clone, Debug, Default)]
pub struct MergedDraft {
    pub text: String,
    /// Pictures, by path from the top of the repository.
    pub files: Vec<(PathBuf, Vec<u8>)>,
    /// The contributions that are in it, by their places, in the order of their numbers.
    pub included: Vec<usize>,
    /// Those that are not, and why.
    pub left_out: Vec<(usize, LeftOut)>,
    /// What is wrong with this draft and was not wrong before.
    pub problems: Vec<Problem>,
}

impl Gathering {
    /// Merges the chosen ones in the order of their numbers, branches last. What can't be merged
    /// honestly is left out with the reason, and the rest goes on.
    pub fn merge(&self, chosen: &[Selection]) -> MergedDraft {
        self.merge_with(chosen, ProblemPolicy::LeaveOut)
    }

    /// The same, with a word on those that have problems.
    pub fn merge_with(&self, chosen: &[Selection], with_problems: ProblemPolicy) -> MergedDraft {
        let mut chosen: Vec<&Selection> =
            chosen.iter().filter(|one| one.index < self.contributions.len()).collect();
        chosen.sort_by_key(|one| {
            let waiting = &self.contributions[one.index];
            (waiting.number.unwrap_or(u32::MAX), waiting.name.clone())
        });
        chosen.dedup_by_key(|one| one.index);
        let mut fold = SelectionMerge {
            gathering: self,
            with_problems,
            draft: RunningMerge::new(&self.text, &self.workspace),
            files: Vec::new(),
            pages: HashMap::new(),
            included: Vec::new(),
        };
        let mut left_out = Vec::new();
        for one in chosen {
            if let Err(reason) = fold.take(one) {
                left_out.push((one.index, reason));
            }
        }
        let SelectionMerge { draft, files, included, .. } = fold;
        let text = draft.into_text();
        let problems = match included.is_empty() {
            true => Vec::new(),
            false => self.problems_of(&text, &files),
        };
        MergedDraft { text, files, included, left_out, problems }
    }

    fn problems_of(&self, text: &str, files: &[(PathBuf, Vec<u8>)]) -> Vec<Problem> {
        let reading = ParsedDraft::new(text, &self.workspace);
        self.target.new_problems(&self.workspace, files, &reading.draft)
    }
}

/// A fold under way.
struct SelectionMerge<'g> {
    gathering: &'g Gathering,
    with_problems: ProblemPolicy,
    draft: RunningMerge<'g>,
    files: Vec<(PathBuf, Vec<u8>)>,
    /// The pages that those taken so far are about.
    pages: HashMap<Page, usize>,
    included: Vec<usize>,
}

impl SelectionMerge<'_> {
    /// Takes a contribution, or leaves everything as it was.
    fn take(&mut self, chosen: &Selection) -> Result<(), LeftOut> {
        let waiting = &self.gathering.contributions[chosen.index];
        if let MergeState::LeftOut(reason) = &waiting.state {
            return Err(LeftOut::CannotMerge(reason.clone()));
        }
        if self.with_problems == ProblemPolicy::LeaveOut {
            self.may_take(waiting, chosen)?;
        }
        let mut own = waiting.clone();
        if let Some(text) = &chosen.text {
            own.head = waiting.with_text(text);
        }
        self.rename_images(waiting, &mut own)?;
        self.draft.add(&own.base, &own.head).map_err(|collision| {
            LeftOut::from_collision(collision, |at| {
                self.gathering.contributions[self.included[at]].introduced()
            })
        })?;
        if let Some(section) = &chosen.section
            && !self.draft.move_new(section)
        {
            self.draft.take_back();
            return Err(LeftOut::CannotMove { section: section.clone() });
        }
        // What the editor has changed is checked as it is now.
        if (chosen.text.is_some() || chosen.section.is_some())
            && self.with_problems == ProblemPolicy::LeaveOut
            && let Some(count) = self.errors(&own)
        {
            self.draft.take_back();
            return Err(LeftOut::Errors { count });
        }
        for (path, bytes) in own.files {
            if !self.files.iter().any(|(known, _)| *known == path) {
                self.files.push((path, bytes));
            }
        }
        self.pages.extend(waiting.pages.iter().map(|page| (*page, chosen.index)));
        self.included.push(chosen.index);
        Ok(())
    }

    fn may_take(&self, waiting: &Contribution, chosen: &Selection) -> Result<(), LeftOut> {
        if waiting.errors() > 0 && chosen.text.is_none() {
            return Err(LeftOut::Errors { count: waiting.errors() });
        }
        match waiting.pages.iter().find_map(|page| self.pages.get(page)) {
            Some(first) => {
                let with = self.gathering.contributions[*first].introduced();
                Err(LeftOut::SamePage { with })
            }
            None => Ok(()),
        }
    }

    /// How many errors the last one that was added has brought.
    fn errors(&self, own: &Contribution) -> Option<usize> {
        let gathering = self.gathering;
        let files: Vec<_> = self.files.iter().chain(&own.files).cloned().collect();
        let count = |text: &str| {
            let problems = gathering.problems_of(text, &files);
            problems.iter().filter(|one| one.severity == Severity::Error).count()
        };
        let more = count(self.draft.text()).saturating_sub(count(self.draft.text_before()));
        (more > 0).then_some(more)
    }

    /// Gives another name to each picture whose name is that of another one that was taken.
    fn rename_images(&self, waiting: &Contribution, own: &mut Contribution) -> Result<(), LeftOut> {
        for (path, bytes) in &waiting.files {
            let taken = self.files.iter().find(|(taken, _)| taken == path);
            if taken.is_none_or(|(_, taken)| taken == bytes) {
                continue;
            }
            let gathering = self.gathering;
            let (draft, root, top) = gathering.places();
            let is_free = |path: &Path| {
                !self.files.iter().any(|(taken, _)| taken == path)
                    && !waiting.files.iter().any(|(file, _)| file == path)
                    && gathering.repo.blob(gathering.ours, path).is_ok_and(|blob| blob.is_none())
            };
            if own.rename_image(path, (&draft, root, top), is_free).is_none() {
                return Err(LeftOut::Picture { path: path.clone() });
            }
        }
        Ok(())
    }
}
