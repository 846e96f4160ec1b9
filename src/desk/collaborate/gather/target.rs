//! The draft that contributions are compared with, and the data shared by these comparisons.

use std::borrow::Cow;
use std::collections::HashSet;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::MergeState;
use super::parsed_draft::ParsedDraft;
use crate::desk::check::review::{Before, Review};
use crate::desk::images::brought::BroughtImages;
use crate::desk::{DeskError, Workspace, reconcile};
use crate::draft::Draft;
use crate::lint::report::Problem;
use crate::lint::{Facts, local_path};
use crate::merge::{Change, Markers, Merge, MergeError, changes, changes_by_lines, merge};
use crate::outline::update_counts;
use crate::profile::Profile;

/// Images. Paths start at the top of the repository.
pub(super) type Files = [(PathBuf, Vec<u8>)];

#[derive(Debug)]
pub(super) struct TargetDraft {
    pub current: ParsedDraft,
    review: Review,
    /// The facts and problems of the current draft.
    before: Before,
    /// The top of the repository.
    top: PathBuf,
}

/// The draft that a contribution alone makes of the current one.
pub(super) enum MergedAlone {
    /// The contribution's head, as it is.
    Head,
    Draft(Box<ParsedDraft>),
}

impl MergedAlone {
    fn draft(draft: ParsedDraft) -> MergedAlone {
        MergedAlone::Draft(Box::new(draft))
    }
}

/// Whether the images of the current draft are marked in an outline.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Images {
    Noted,
    NotNoted,
}

impl TargetDraft {
    pub fn new(workspace: &Workspace, path: &Path, top: &Path, text: &str) -> Result<TargetDraft, DeskError> {
        let current = ParsedDraft::new(text, workspace);
        let mut review = Review::new(workspace, path)?;
        let shown = review.images(workspace, current.draft());
        review.read_images(workspace, shown, []);
        Ok(TargetDraft {
            before: review.before(workspace, current.draft()),
            current,
            review,
            top: top.to_owned(),
        })
    }

    /// Parses a version of the draft. Slots that show an image of this issue count as filled.
    pub fn parse(&self, text: &str, workspace: &Workspace) -> ParsedDraft {
        let mut parsed = ParsedDraft::new(text, workspace);
        parsed.note_images(&self.before.facts, workspace);
        parsed
    }

    /// As [`parse`](Self::parse), for a change of a base that is parsed already.
    pub fn parse_change(&self, base: &ParsedDraft, text: &str, workspace: &Workspace) -> ParsedDraft {
        let mut parsed = base.changed_to(text, workspace);
        parsed.note_images(&self.before.facts, workspace);
        parsed
    }

    /// The result of merging the contribution alone, and the merged draft if there is no conflict.
    pub fn merged_alone(
        &self,
        workspace: &Workspace,
        files: &Files,
        base: &ParsedDraft,
        head: &ParsedDraft,
    ) -> (MergeState, Option<MergedAlone>) {
        let text = self.current.text();
        if base.text() == text && have_same_form(text, head.text()) {
            return (MergeState::Clean, Some(MergedAlone::Head));
        }
        let state = |conflicts: usize, is_same: bool| match conflicts {
            0 if is_same && files.is_empty() => MergeState::Present,
            0 => MergeState::Clean,
            n => MergeState::Conflicts(n),
        };
        if let Ok(merged) = self.merged(workspace, base, head) {
            let conflicts = merged.conflicts().count();
            let draft = merged.into_result().map(ParsedDraft::from);
            // A count that the contribution has wrong is its own problem.
            let is_counted = update_counts(
                &workspace.profile,
                (base.draft(), base.outline()),
                (head.draft(), head.outline()),
            )
            .is_none();
            let draft = match is_counted {
                true => draft.map(|draft| draft.with_counts(&self.current, workspace)),
                false => draft,
            };
            let is_same = draft.as_ref().is_some_and(|draft| draft.text() == text);
            return (state(conflicts, is_same), draft.map(MergedAlone::draft));
        }
        let plain = reconcile(base.text(), text, head.text(), &workspace.profile, &Markers::default());
        let state = state(plain.conflicts(), plain.text == text);
        let draft = (!plain.has_conflicts).then(|| ParsedDraft::new(&plain.text, workspace));
        (state, draft.map(MergedAlone::draft))
    }

    fn merged(
        &self,
        workspace: &Workspace,
        base: &ParsedDraft,
        head: &ParsedDraft,
    ) -> Result<Merge, MergeError> {
        merge(base.version()?, self.current.version()?, head.version()?, &workspace.profile)
    }

    /// Decodes the images that contributions bring, and those on disk that they show. Must not be called
    /// from a thread of the pool, which a large image would stop.
    pub fn read_images<'c>(
        &mut self,
        workspace: &Workspace,
        contributions: impl Iterator<Item = (&'c str, &'c Files)> + Clone,
    ) {
        let heads: Vec<&str> = contributions.clone().map(|(head, _)| head).collect();
        let shown =
            heads.par_iter().flat_map_iter(|head| self.review.images(workspace, &Draft::parse(*head)));
        let shown: HashSet<PathBuf> = shown.collect();
        let brought = contributions.flat_map(|(_, files)| files).map(|(_, bytes)| bytes.as_slice());
        self.review.read_images(workspace, shown, brought);
    }

    /// The problems that a merged draft has and the current draft does not have. The images of the
    /// contributions are not on disk yet, but read by [`read_images`](Self::read_images).
    pub fn new_problems(
        &self,
        workspace: &Workspace,
        files: &Files,
        (merged, images): (&mut ParsedDraft, Images),
    ) -> Vec<Problem> {
        let brought = files.iter().map(|(path, bytes)| (self.top.join(path), bytes.as_slice()));
        let brought = BroughtImages::new(brought);
        let facts = self.facts_with(workspace, &brought, merged.draft());
        if matches!(facts, Cow::Owned(_)) || images == Images::NotNoted {
            merged.note_images(&facts, workspace);
        }
        let before = (self.current.draft(), &self.before);
        let parts = (merged.draft(), merged.outline());
        let found = self.review.new_problems(workspace, before, parts, &facts, &brought);
        self.review.report(workspace, merged.draft(), &found).problems
    }

    /// The facts of a merged draft. Most contributions have no images, and this draft many.
    fn facts_with(&self, workspace: &Workspace, brought: &BroughtImages, merged: &Draft) -> Cow<'_, Facts> {
        let known = &self.before.facts;
        let is_known = |dest: &str| local_path(dest).is_none() || known.images.contains_key(dest);
        match brought.is_empty() && merged.images().all(|image| is_known(merged.slice(image.dest))) {
            true => Cow::Borrowed(known),
            false => Cow::Owned(self.review.facts(workspace, merged, brought.clone())),
        }
    }
}

/// The changes of a contribution, from its base to its head.
pub(super) fn changes_of(base: &ParsedDraft, head: &ParsedDraft, profile: &Profile) -> Vec<Change> {
    match (base.version(), head.version()) {
        (Ok(old), Ok(new)) => changes(old, new, (old.outline(), new.outline()), profile),
        _ => changes_by_lines(base.text(), head.text()),
    }
}

/// True if two texts have the same line endings and begin in the same way. Otherwise a merge keeps
/// those of ours.
fn have_same_form(ours: &str, theirs: &str) -> bool {
    let lead = |text: &str| text.len() - text.trim_start_matches(['\u{feff}', ' ', '\t', '\n']).len();
    !ours.contains('\r') && !theirs.contains('\r') && ours[..lead(ours)] == theirs[..lead(theirs)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_have_the_same_form_with_the_same_beginning_and_line_endings() {
        for (ours, theirs, is_same) in [
            ("a\n", "b\n", true),
            ("\n\na\n", "\n\nb\n", true),
            ("a\n", "\na\n", false),
            ("\u{feff}a\n", "a\n", false),
            ("a\r\n", "a\r\n", false),
            ("a\n", "a\r\n", false),
        ] {
            assert_eq!(have_same_form(ours, theirs), is_same, "{ours:?} {theirs:?}");
        }
    }
}
