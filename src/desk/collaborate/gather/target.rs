//! The draft that contributions are compared with, and the data shared by these comparisons.

use std::borrow::Cow;
use std::path::{Path, PathBuf};

use super::MergeState;
use crate::desk::check::review::Review;
use crate::desk::images::probe;
use crate::desk::{DeskError, Probe, Workspace, probe_image, reconcile};
use crate::draft::Draft;
use crate::lint::report::Problem;
use crate::lint::{Baseline, Facts};
use crate::merge::{Change, Markers, Merge, MergeError, Version, changes, changes_by_lines, merge};
use crate::outline::Outline;
use crate::profile::Profile;
use crate::text::Edits;

/// Images. Paths start at the top of the repository.
pub(super) type Files = [(PathBuf, Vec<u8>)];

/// A parsed draft, ready for merging and comparing.
#[derive(Clone, Debug)]
pub(super) enum ParsedDraft {
    Structured(Version),
    /// A draft that can only be merged by lines, and the reason.
    Lines(Draft, MergeError),
}

impl ParsedDraft {
    pub fn new(text: &str, workspace: &Workspace) -> ParsedDraft {
        match Version::new(text, &workspace.profile) {
            Ok(version) => ParsedDraft::Structured(version),
            Err(why) => ParsedDraft::Lines(Draft::parse(text), why),
        }
    }

    /// Parses another version of this draft: only the sections that differ.
    pub fn changed_to(&self, text: &str, workspace: &Workspace) -> ParsedDraft {
        match self {
            ParsedDraft::Lines(..) => ParsedDraft::new(text, workspace),
            ParsedDraft::Structured(version) => {
                let changed = version.edited(&Edits::between(version.text(), text), &workspace.profile);
                changed.map_or_else(
                    |why| ParsedDraft::Lines(Draft::parse(text), why),
                    ParsedDraft::Structured,
                )
            }
        }
    }

    pub fn draft(&self) -> &Draft {
        match self {
            ParsedDraft::Structured(version) => version.draft(),
            ParsedDraft::Lines(draft, _) => draft,
        }
    }

    pub fn text(&self) -> &str {
        self.draft().text()
    }

    pub fn version(&self) -> Result<&Version, MergeError> {
        match self {
            ParsedDraft::Structured(version) => Ok(version),
            ParsedDraft::Lines(_, why) => Err(*why),
        }
    }

    /// The outline, which a structured draft has already.
    pub fn outline(&self, profile: &Profile) -> Cow<'_, Outline> {
        match self {
            ParsedDraft::Structured(version) => Cow::Borrowed(version.outline()),
            ParsedDraft::Lines(draft, _) => Cow::Owned(Outline::new(draft, profile)),
        }
    }
}

#[derive(Debug)]
pub(super) struct TargetDraft {
    pub current: ParsedDraft,
    facts: Facts,
    review: Review,
    /// The problems of the current draft.
    baseline: Baseline,
    path: PathBuf,
    /// The top of the repository.
    top: PathBuf,
}

impl TargetDraft {
    pub fn new(workspace: &Workspace, path: &Path, top: &Path, text: &str) -> Result<TargetDraft, DeskError> {
        let current = ParsedDraft::new(text, workspace);
        let review = Review::new(workspace, path)?;
        let facts = review.facts(workspace, current.draft());
        Ok(TargetDraft {
            baseline: review.baseline(workspace, current.draft(), &facts),
            current,
            facts,
            review,
            path: path.to_owned(),
            top: top.to_owned(),
        })
    }

    /// The outline of a draft. Slots that show an image of this issue count as filled.
    pub fn outline(&self, workspace: &Workspace, parsed: &ParsedDraft) -> Outline {
        outline_with(&self.facts, workspace, parsed)
    }

    /// The changes of a contribution, from its base to its head. `base_outline` is the one of
    /// [`outline`](Self::outline), made once for all contributions with the same base.
    pub fn changes(
        &self,
        workspace: &Workspace,
        (base, base_outline): (&ParsedDraft, &Outline),
        head: &ParsedDraft,
    ) -> Vec<Change> {
        let (Ok(old), Ok(new)) = (base.version(), head.version()) else {
            return changes_by_lines(base.text(), head.text());
        };
        changes(old, new, (base_outline, &self.outline(workspace, head)), &workspace.profile)
    }

    /// The result of merging the contribution alone, and the merged draft if there is no conflict.
    pub fn merged_alone(
        &self,
        workspace: &Workspace,
        files: &Files,
        base: &ParsedDraft,
        head: &ParsedDraft,
    ) -> (MergeState, Option<ParsedDraft>) {
        let text = self.current.text();
        let state = |conflicts: usize, is_same: bool| match conflicts {
            0 if is_same && files.is_empty() => MergeState::Present,
            0 => MergeState::Clean,
            n => MergeState::Conflicts(n),
        };
        if let Ok(merged) = self.merged(workspace, base, head) {
            let conflicts = merged.conflicts().count();
            let draft = merged.into_result().map(ParsedDraft::Structured);
            let is_same = draft.as_ref().is_some_and(|draft| draft.text() == text);
            return (state(conflicts, is_same), draft);
        }
        let plain = reconcile(base.text(), text, head.text(), &workspace.profile, &Markers::default());
        let state = state(plain.conflicts(), plain.text == text);
        (state, (!plain.has_conflicts).then(|| ParsedDraft::new(&plain.text, workspace)))
    }

    fn merged(
        &self,
        workspace: &Workspace,
        base: &ParsedDraft,
        head: &ParsedDraft,
    ) -> Result<Merge, MergeError> {
        merge(base.version()?, self.current.version()?, head.version()?, &workspace.profile)
    }

    /// The problems that a merged draft has and the current draft does not have. The images of the
    /// contributions are not on disk yet.
    pub fn new_problems(&self, workspace: &Workspace, files: &Files, merged: &ParsedDraft) -> Vec<Problem> {
        let facts = self.facts_with(workspace, files, merged.draft());
        // If an image is replaced, the problems of the new image are new.
        let is_same = |dest: &String| self.facts.images.get(dest) == facts.images.get(dest);
        let other = (!self.facts.images.keys().all(is_same)).then(|| {
            let mut before = self.facts.clone();
            before.images.retain(|dest, _| is_same(dest));
            before.scans.retain(|dest, _| is_same(dest));
            self.review.baseline(workspace, self.current.draft(), &before)
        });
        let baseline = other.as_ref().unwrap_or(&self.baseline);
        let outline = outline_with(&facts, workspace, merged);
        self.review.new_problems_in(workspace, (merged.draft(), &outline), &facts, baseline).problems
    }

    fn facts_with(&self, workspace: &Workspace, files: &Files, merged: &Draft) -> Facts {
        let mut facts = self.facts.clone();
        let root = &workspace.root;
        let mut probe = Probe::default();
        for image in merged.images() {
            let dest = merged.slice(image.dest);
            let image = probe_image(dest, &self.path, root.folder()).and_then(|path| {
                let (_, bytes) = files.iter().find(|(image, _)| self.top.join(image) == path)?;
                Some(probe::fact_of(bytes, &path))
            });
            if let Some(fact) = image {
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

/// The outline of a draft with the images that the facts know.
fn outline_with(facts: &Facts, workspace: &Workspace, parsed: &ParsedDraft) -> Outline {
    let mut outline = parsed.outline(&workspace.profile).into_owned();
    facts.note_images(parsed.draft(), &workspace.profile, &mut outline);
    outline
}
