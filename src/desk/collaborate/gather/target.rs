//! The draft that contributions are looked at target, with all that is the same for each of them.

use std::path::{Path, PathBuf};

use super::MergeState;
use crate::desk::check::review::Review;
use crate::desk::images::probe;
use crate::desk::{DeskError, Probe, Workspace, probe_image, reconcile};
use crate::draft::Draft;
use crate::lint::report::Problem;
use crate::lint::{Baseline, Facts};
use crate::merge::{Change, Markers, Merge, MergeError, Version, changes, changes_by_lines, merge};

/// Pictures, by path from the top of the repository.
pub(super) type Files = [(PathBuf, Vec<u8>)];

/// A draft read for merging and for comparing.
#[derive(Clone, Debug)]
pub(super) struct ParsedDraft {
    pub draft: Draft,
    pub version: Result<Version, MergeError>,
}

impl ParsedDraft {
    pub fn new(text: &str, workspace: &Workspace) -> ParsedDraft {
        let draft = Draft::parse(text);
        ParsedDraft { version: Version::from_draft(draft.clone(), &workspace.profile), draft }
    }

    pub fn version(&self) -> Result<&Version, MergeError> {
        self.version.as_ref().map_err(|why| *why)
    }
}

#[derive(Debug)]
pub(super) struct TargetDraft {
    pub own: ParsedDraft,
    facts: Facts,
    review: Review,
    /// The draft as it is, with its problems.
    baseline: Baseline,
    path: PathBuf,
    /// The top of the repository.
    top: PathBuf,
}

impl TargetDraft {
    pub fn new(workspace: &Workspace, path: &Path, top: &Path, text: &str) -> Result<TargetDraft, DeskError> {
        let own = ParsedDraft::new(text, workspace);
        let review = Review::new(workspace, path)?;
        let facts = review.facts(workspace, &own.draft);
        Ok(TargetDraft {
            baseline: review.baseline(workspace, &own.draft, &facts),
            own,
            facts,
            review,
            path: path.to_owned(),
            top: top.to_owned(),
        })
    }

    /// What a contribution does to what it started from.
    pub fn changes(&self, workspace: &Workspace, base: &ParsedDraft, head: &ParsedDraft) -> Vec<Change> {
        let (Ok(old), Ok(new)) = (&base.version, &head.version) else {
            return changes_by_lines(base.draft.text(), head.draft.text());
        };
        // A slot with a picture that is here is nobody's to fill.
        let outline = |draft: &Draft| self.facts.outline(draft, &workspace.profile);
        changes(old, new, (&outline(&base.draft), &outline(&head.draft)), &workspace.profile)
    }

    /// How a contribution would merge by itself, and the draft with it where it does.
    pub fn merged_alone(
        &self,
        workspace: &Workspace,
        files: &Files,
        base: &ParsedDraft,
        head: &ParsedDraft,
    ) -> (MergeState, Option<Draft>) {
        let text = self.own.draft.text();
        let standing = |conflicts: usize, is_same: bool| match conflicts {
            0 if is_same && files.is_empty() => MergeState::Present,
            0 => MergeState::Clean,
            n => MergeState::Conflicts(n),
        };
        if let Ok(merged) = self.merged(workspace, base, head) {
            let conflicts = merged.conflicts().count();
            let draft = merged.into_result().map(Version::into_draft);
            let is_same = draft.as_ref().is_some_and(|draft| draft.text() == text);
            return (standing(conflicts, is_same), draft);
        }
        let (base, head) = (base.draft.text(), head.draft.text());
        let plain = reconcile(base, text, head, &workspace.profile, &Markers::default());
        let state = standing(plain.conflicts(), plain.text == text);
        (state, (!plain.has_conflicts).then(|| Draft::parse(plain.text)))
    }

    fn merged(
        &self,
        workspace: &Workspace,
        base: &ParsedDraft,
        head: &ParsedDraft,
    ) -> Result<Merge, MergeError> {
        merge(base.version()?, self.own.version()?, head.version()?, &workspace.profile)
    }

    /// What is wrong with the draft that has contributions and is not wrong without them. Their
    /// pictures are in no folder yet.
    pub fn new_problems(&self, workspace: &Workspace, files: &Files, merged: &Draft) -> Vec<Problem> {
        let facts = self.facts_with(workspace, files, merged);
        // Where a picture becomes another one, what is said of the new one is new.
        let is_same = |dest: &String| self.facts.images.get(dest) == facts.images.get(dest);
        let other = (!self.facts.images.keys().all(is_same)).then(|| {
            let mut before = self.facts.clone();
            before.images.retain(|dest, _| is_same(dest));
            before.scans.retain(|dest, _| is_same(dest));
            self.review.baseline(workspace, &self.own.draft, &before)
        });
        let baseline = other.as_ref().unwrap_or(&self.baseline);
        self.review.new_problems(workspace, merged, &facts, baseline).problems
    }

    fn facts_with(&self, workspace: &Workspace, files: &Files, merged: &Draft) -> Facts {
        let mut facts = self.facts.clone();
        let root = &workspace.root;
        let mut probe = Probe::default();
        for image in merged.images() {
            let dest = merged.slice(image.dest);
            let brought = probe_image(dest, &self.path, root.folder()).and_then(|path| {
                let (_, bytes) = files.iter().find(|(brought, _)| self.top.join(brought) == path)?;
                Some(probe::fact_of(bytes, &path))
            });
            if let Some(fact) = brought {
                if facts.images.insert(dest.to_owned(), fact.clone()) != Some(fact) {
                    facts.scans.remove(dest);
                }
            } else if !facts.images.contains_key(dest)
                && let Some(fact) = probe.look(dest, &self.path, root)
            {
                facts.images.insert(dest.to_owned(), fact);
            }
        }
        facts
    }
}
