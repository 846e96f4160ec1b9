//! Merges the selected contributions into the draft, one after the other.

use std::borrow::Cow;
use std::collections::HashMap;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::head::DraftHead;
use super::parsed_draft::ParsedDraft;
use super::running_merge::{RunningMerge, Steps};
use super::target::Images;
use super::{Contribution, Gathering, LeftOut, MergeState, Texts};
use crate::lint::report::Problem;
use crate::lint::{Page, Severity};
use crate::merge::Additions;

/// A contribution to merge.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Selection {
    /// Its index in [`Gathering::contributions`].
    pub index: usize,
    /// The title of the section to move its items to; `None` to leave them in place.
    pub section: Option<String>,
    /// The editor's version of [`Contribution::added_text`].
    pub text: Option<String>,
}

/// How to treat contributions with errors, and a second contribution about the same page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ProblemPolicy {
    #[default]
    LeaveOut,
    Take,
}

/// The draft with contributions merged into it.
#[derive(Clone, Debug, Default)]
pub struct MergedDraft {
    pub text: String,
    /// Images. Paths start at the top of the repository.
    pub files: Vec<(PathBuf, Vec<u8>)>,
    /// The indices of the merged contributions, in the order of their numbers.
    pub included: Vec<usize>,
    /// The indices of the others, and why they are left out.
    pub left_out: Vec<(usize, LeftOut)>,
    /// The problems that the merge adds.
    pub problems: Vec<Problem>,
}

impl Gathering {
    /// Merges the selected contributions in the order of their numbers, branches last. A contribution
    /// that cannot be merged safely is left out with the reason.
    pub fn merge(&self, chosen: &[Selection]) -> MergedDraft {
        self.merge_with(chosen, ProblemPolicy::LeaveOut)
    }

    /// As [`merge`](Self::merge), with a policy for contributions with problems.
    pub fn merge_with(&self, chosen: &[Selection], with_problems: ProblemPolicy) -> MergedDraft {
        let mut chosen: Vec<&Selection> =
            chosen.iter().filter(|selection| selection.index < self.contributions.len()).collect();
        chosen.sort_by_key(|selection| {
            let contribution = &self.contributions[selection.index];
            (contribution.number.unwrap_or(u32::MAX), contribution.name.clone())
        });
        chosen.dedup_by_key(|selection| selection.index);
        self.merge_in(Steps::Batches, &chosen, with_problems)
            .or_else(|| self.merge_in(Steps::OneByOne, &chosen, with_problems))
            .unwrap_or_default()
    }

    /// Merges in steps of that kind. `None` if the contributions must be merged one by one.
    fn merge_in(
        &self,
        steps: Steps,
        chosen: &[&Selection],
        with_problems: ProblemPolicy,
    ) -> Option<MergedDraft> {
        let mut merge = SelectionMerge {
            gathering: self,
            with_problems,
            draft: RunningMerge::new(&self.text, &self.workspace, steps),
            files: Vec::new(),
            pages: HashMap::new(),
            included: Vec::new(),
        };
        let mut left_out = Vec::new();
        for batch in chosen.chunks(PARSED_AT_ONCE) {
            for (selection, head) in batch.iter().zip(self.parse_heads(batch)) {
                if let Err(reason) = merge.take(selection, head) {
                    left_out.push((selection.index, reason));
                }
            }
        }
        let SelectionMerge { draft, files, included, .. } = merge;
        let mut draft = draft.into_draft()?;
        let text = draft.text().to_owned();
        let problems = match included.is_empty() {
            true => Vec::new(),
            false => self.target.new_problems(&self.workspace, &files, (&mut draft, Images::NotNoted)),
        };
        Some(MergedDraft { text, files, included, left_out, problems })
    }

    /// The heads of some selected contributions, ready for merging: those that were not kept parsed are
    /// parsed on all cores. `None` for a contribution that the editor has changed, or that cannot be
    /// merged.
    fn parse_heads(&self, batch: &[&Selection]) -> Vec<Option<ReadyHead>> {
        // The repository's handle stays on this thread.
        let (contributions, workspace) = (&self.contributions, &self.workspace);
        let parse = |selection: &&Selection| {
            let contribution = &contributions[selection.index];
            let is_mergeable = selection.text.is_none() && !contribution.state.is_left_out();
            let texts = contribution.texts.as_ref().filter(|_| is_mergeable)?;
            let head = texts.head.parsed(&texts.base, workspace).into_owned();
            let both =
                texts.base.version().ok().zip(head.theirs().ok()).filter(|_| selection.section.is_none());
            Some(ReadyHead { additions: both.and_then(|(base, theirs)| Additions::new(base, theirs)), head })
        };
        batch.par_iter().map(parse).collect()
    }

    fn problems_of(&self, text: &str, files: &[(PathBuf, Vec<u8>)]) -> Vec<Problem> {
        let mut parsed = ParsedDraft::new(text, &self.workspace);
        self.target.new_problems(&self.workspace, files, (&mut parsed, Images::NotNoted))
    }
}

/// The number of heads that are parsed before they are merged: parsing uses all cores, merging one, and
/// a parsed draft takes several times the memory of its text.
const PARSED_AT_ONCE: usize = 64;

/// The head of a contribution, ready for merging.
struct ReadyHead {
    head: DraftHead,
    /// What it adds, if it does nothing else and can be merged together with others.
    additions: Option<Additions>,
}

/// A merge of selected contributions that is under way.
struct SelectionMerge<'g> {
    gathering: &'g Gathering,
    with_problems: ProblemPolicy,
    draft: RunningMerge<'g>,
    files: Vec<(PathBuf, Vec<u8>)>,
    /// The pages of the contributions merged so far.
    pages: HashMap<Page, usize>,
    included: Vec<usize>,
}

impl SelectionMerge<'_> {
    /// Merges a contribution, or leaves everything unchanged. `head` is its parsed head, if the
    /// editor has not changed it.
    fn take(&mut self, chosen: &Selection, head: Option<ReadyHead>) -> Result<(), LeftOut> {
        let contribution = &self.gathering.contributions[chosen.index];
        if let MergeState::LeftOut(reason) = &contribution.state {
            return Err(LeftOut::CannotMerge(reason.clone()));
        }
        if self.with_problems == ProblemPolicy::LeaveOut {
            self.may_take(contribution, chosen)?;
        }
        // Most contributions are merged as they are, and may have large images.
        let mut edited = Cow::Borrowed(contribution);
        if let Some(text) = &chosen.text
            && let Some(texts) = &mut edited.to_mut().texts
        {
            texts.head = DraftHead::new(&texts.with_text(text));
        }
        self.rename_images(contribution, &mut edited)?;
        let Some(Texts { base, head: own }) = &edited.texts else {
            return Err(LeftOut::CannotMerge("its draft was not read".to_owned()));
        };
        // Renaming an image changes the head.
        let head = head.filter(|head| head.head.text() == own.text());
        let ReadyHead { head, additions } = head.unwrap_or_else(|| ReadyHead {
            head: own.parsed(base, &self.gathering.workspace).into_owned(),
            additions: None,
        });
        self.draft.add(base, &head, additions.as_ref()).map_err(|collision| {
            LeftOut::from_collision(collision, |at| {
                self.gathering.contributions[self.included[at]].label_with_author()
            })
        })?;
        if let Some(section) = &chosen.section
            && !self.draft.move_new(section)
        {
            self.draft.take_back();
            return Err(LeftOut::CannotMove { section: section.clone() });
        }
        // The editor's version is checked again.
        if (chosen.text.is_some() || chosen.section.is_some())
            && self.with_problems == ProblemPolicy::LeaveOut
            && let Some(count) = self.errors(&edited)
        {
            self.draft.take_back();
            return Err(LeftOut::Errors { count });
        }
        for (path, bytes) in &edited.files {
            if !self.files.iter().any(|(known, _)| known == path) {
                self.files.push((path.clone(), bytes.clone()));
            }
        }
        self.pages.extend(contribution.pages.iter().map(|page| (*page, chosen.index)));
        self.included.push(chosen.index);
        Ok(())
    }

    fn may_take(&self, contribution: &Contribution, chosen: &Selection) -> Result<(), LeftOut> {
        if contribution.errors() > 0 && chosen.text.is_none() {
            return Err(LeftOut::Errors { count: contribution.errors() });
        }
        match contribution.pages.iter().find_map(|page| self.pages.get(page)) {
            Some(first) => {
                let with = self.gathering.contributions[*first].label_with_author();
                Err(LeftOut::SamePage { with })
            }
            None => Ok(()),
        }
    }

    /// The number of errors that the last merged contribution adds.
    fn errors(&self, edited: &Contribution) -> Option<usize> {
        let gathering = self.gathering;
        let files: Vec<_> = self.files.iter().chain(&edited.files).cloned().collect();
        let count = |text: &str| {
            let problems = gathering.problems_of(text, &files);
            problems.iter().filter(|problem| problem.severity == Severity::Error).count()
        };
        let more = count(self.draft.text()).saturating_sub(count(&self.draft.text_before()));
        (more > 0).then_some(more)
    }

    /// Renames each image whose name another merged contribution uses for a different image.
    fn rename_images(
        &self,
        contribution: &Contribution,
        edited: &mut Cow<'_, Contribution>,
    ) -> Result<(), LeftOut> {
        for (path, bytes) in &contribution.files {
            let taken = self.files.iter().find(|(taken, _)| taken == path);
            if taken.is_none_or(|(_, taken)| taken == bytes) {
                continue;
            }
            let gathering = self.gathering;
            let (draft, root, top) = gathering.places();
            let is_free = |path: &Path| {
                !self.files.iter().any(|(taken, _)| taken == path)
                    && !contribution.files.iter().any(|(file, _)| file == path)
                    && gathering.repo.blob(gathering.ours, path).is_ok_and(|blob| blob.is_none())
            };
            if edited.to_mut().rename_image(path, (&draft, root, top), is_free).is_none() {
                return Err(LeftOut::Image { path: path.clone() });
            }
        }
        Ok(())
    }
}
